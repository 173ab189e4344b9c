"""Movements of one pocket: replayed arc by arc and step by step; as many out by every step as the time-expanded network allows."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from clearance.chained import random_chained
from clearance.oracle import expanded_out, random_grid, random_network
from safeconduct.clearance.arc_network import ArcNetwork, UnreachableError
from safeconduct.clearance.result import Movement
from safeconduct.clearance.static_flow import StaticFlow
from safeconduct.clearance.static_schedule import repeated_streams


def replayed_arrivals(
    net: ArcNetwork, supply: Mapping[int, int], exits: Sequence[int], movements: Sequence[Movement]
) -> Counter[int]:
    """Return how many arrive at each step; fails where a movement is not a way, or arcs are overfull."""
    entering: Counter[tuple[int, int]] = Counter()
    leaving: Counter[int] = Counter()
    arrivals: Counter[int] = Counter()
    for path, departures, amount in movements:
        assert amount > 0
        assert len(path) == len(departures) > 0
        node, step = int(net.tail[path[0]]), 0
        leaving[node] += amount
        for arc, at in zip(path, departures, strict=True):
            assert net.tail[arc] == node
            assert at >= step
            entering[arc, at] += amount
            node, step = int(net.head[arc]), at + int(net.travel_steps[arc])
        assert node in exits
        arrivals[step] += amount
    assert leaving == Counter({node: amount for node, amount in supply.items() if amount})
    assert all(amount <= net.capacity_per_step[arc] for (arc, _step), amount in entering.items())
    return arrivals


def check_earliest(net: ArcNetwork, supply: dict[int, int], exits: list[int]) -> int:
    """Check the schedule of the one pocket against the time-expanded network at every step; return its last step."""
    flow = StaticFlow(net, supply, tuple(exits))
    steps = flow.time(1)
    arrivals = replayed_arrivals(net, supply, exits, repeated_streams(flow, steps))
    out = 0
    for step in range(steps + 1):
        out += arrivals[step]
        assert out == expanded_out(net, supply, exits, step)
    assert out == sum(supply.values())
    return steps


def one_pocket(rng: random.Random) -> tuple[ArcNetwork, dict[int, int], list[int]]:
    """Return a random small network with one pocket that holds somebody and is no exit."""
    while True:
        net, supply, exits = (random_chained if rng.random() < 0.7 else random_network)(rng)
        inside = [(node, amount) for node, amount in supply.items() if amount and node not in exits]
        if inside:
            return net, dict(inside[:1]), exits


def test_800_random_pockets_have_as_many_out_by_every_step_as_possible() -> None:
    rng = random.Random(1971)
    solved = 0
    while solved < 800:
        net, supply, exits = one_pocket(rng)
        try:
            check_earliest(net, supply, exits)
        except UnreachableError:
            continue
        solved += 1


@pytest.mark.parametrize("seed", range(6))
def test_a_grid_has_as_many_out_by_every_step_as_possible(seed: int) -> None:
    rng = random.Random(seed)
    net = random_grid(rng, 6, 5)
    assert check_earliest(net, {14: rng.randint(60, 200)}, [0, 29]) > 5


def test_a_later_addition_takes_back_what_an_earlier_one_sent() -> None:
    # The quickest way crosses from one road to the other; when both roads are used nobody crosses any more.
    ends = [(0, 1), (1, 2), (2, 4), (0, 2), (1, 4)]
    net = ArcNetwork(
        np.array([a for a, _ in ends]), np.array([b for _, b in ends]), np.array([1, 0, 1, 4, 4]), np.ones(5, np.int64)
    )
    flow = StaticFlow(net, {0: 30}, (4,))
    steps = flow.time(1)
    movements = repeated_streams(flow, steps)
    assert replayed_arrivals(net, {0: 30}, [4], movements)[2] == 1
    assert {movement.path for movement in movements} == {(0, 1, 2), (0, 4), (3, 2)}
    check_earliest(net, {0: 30}, [4])


def test_rounds_in_no_time_move_nobody() -> None:
    net = ArcNetwork(np.array([0, 1, 2, 1, 0]), np.array([1, 2, 1, 3, 2]), np.array([0, 0, 0, 1, 0]), np.array([2, 2, 2, 3, 1]))
    check_earliest(net, {0: 17}, [3])


def test_a_row_of_roads_is_one_stream_over_all_its_arcs() -> None:
    net = ArcNetwork(np.arange(3), np.arange(1, 4), np.array([2, 3, 4]), np.array([5, 2, 9]))
    streams = repeated_streams(StaticFlow(net, {0: 19}, (3,)), 9 + 10 - 1).streams
    assert [(stream.path, stream.departures, stream.amount, stream.repeats) for stream in streams] == [
        ((0, 1, 2), (0, 2, 5), 2, 9),
        ((0, 1, 2), (9, 11, 14), 1, 1),
    ]


def test_more_time_than_needed_is_not_used() -> None:
    net = ArcNetwork(np.array([0, 0]), np.array([1, 1]), np.array([1, 5]), np.array([1, 1]))
    flow = StaticFlow(net, {0: 3}, (1,))
    assert replayed_arrivals(net, {0: 3}, [1], repeated_streams(flow, 40)) == {1: 1, 2: 1, 3: 1}


def test_too_few_steps_are_refused() -> None:
    net = ArcNetwork(np.array([0]), np.array([1]), np.array([2]), np.array([1]))
    flow = StaticFlow(net, {0: 3}, (1,))
    assert flow.time(1) == 4
    with pytest.raises(ValueError, match="only by 4"):
        repeated_streams(flow, 3)


def test_two_pockets_are_refused() -> None:
    net = ArcNetwork(np.array([0, 1]), np.array([2, 2]), np.array([2, 1]), np.array([1, 1]))
    with pytest.raises(ValueError, match="has 2"):
        repeated_streams(StaticFlow(net, {0: 3, 1: 1}, (2,)), 30)
