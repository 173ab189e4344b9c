"""The clearance time: closed forms, agreement with the whole time-expanded network, laws, and bad input."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearance.oracle import expanded_out, expanded_time, random_grid, random_network
from safeconduct.clearance.arc_network import ArcNetwork, ClearanceInputError, UnreachableError
from safeconduct.clearance.certificate import certificate_faults, check_certificate
from safeconduct.clearance.solve import clearance_time, most_out


def line(travel: list[int], capacity: list[int]) -> ArcNetwork:
    """Return a road 0 -> 1 -> 2 ..."""
    count = len(travel)
    return ArcNetwork(np.arange(count), np.arange(1, count + 1), np.array(travel), np.array(capacity))


@pytest.mark.parametrize(
    ("travel", "capacity", "supply"), [(5, 3, 10), (0, 1, 1), (0, 4, 8), (7, 2, 1), (1, 1000, 999), (3, 5, 26)]
)
def test_one_road_takes_its_travel_and_the_queue(travel: int, capacity: int, supply: int) -> None:
    found = clearance_time(line([travel], [capacity]), {0: supply}, [1])
    assert found.steps == travel + -(-supply // capacity) - 1
    assert found.exact


def test_roads_in_a_row_take_all_travel_and_the_narrowest_queue() -> None:
    assert clearance_time(line([2, 3, 4], [5, 2, 9]), {0: 20}, [3]).steps == 9 + 10 - 1


def test_two_pockets_share_the_last_road() -> None:
    net = ArcNetwork(np.array([0, 1, 2]), np.array([2, 2, 3]), np.array([1, 6, 1]), np.array([9, 9, 2]))
    found = clearance_time(net, {0: 4, 1: 4}, [3])
    assert found.steps == 8  # the near pocket is gone when the far one comes
    assert clearance_time(net, {0: 40, 1: 40}, [3]).steps == 1 + 1 + 40 - 1


def test_nobody_needs_no_time_and_no_proof() -> None:
    net = line([3], [1])
    assert clearance_time(net, {0: 0}, [1]).steps == 0
    assert clearance_time(net, {1: 50}, [1]).certificate is None


def test_500_random_networks_equal_the_time_expanded_answer_with_proof() -> None:
    rng = random.Random(20140829)
    solved = 0
    while solved < 500:
        net, supply, exits = random_network(rng)
        try:
            found = clearance_time(net, supply, exits)
        except UnreachableError:
            continue
        solved += 1
        assert found.steps == found.lower_bound_steps == expanded_time(net, supply, exits)
        assert found.exact
        if found.steps:
            assert found.certificate is not None
            assert found.certificate.horizon_steps == found.steps - 1
            assert certificate_faults(net, supply, exits, found.certificate) == ()
            horizon = rng.randrange(found.steps)
            most = most_out(net, supply, exits, horizon)
            assert most.exact
            assert most.out_at_most == expanded_out(net, supply, exits, horizon)
            assert most.certificate is not None
            assert certificate_faults(net, supply, exits, most.certificate) == ()
            assert most.certificate.demand - most.certificate.capacity == sum(supply.values()) - most.out_at_most


@pytest.mark.parametrize("seed", [1, 2])
def test_twelve_pockets_on_a_grid_equal_the_time_expanded_answer(seed: int) -> None:
    rng = random.Random(seed)
    net = random_grid(rng, 25, 20)
    exits = [0, 24, 499]
    supply = {node: rng.randint(50, 300) for node in rng.sample(range(100, 450), 12)}
    found = clearance_time(net, supply, exits)
    assert found.exact
    assert found.steps is not None
    total = sum(supply.values())
    assert expanded_out(net, supply, exits, found.steps) == total
    assert expanded_out(net, supply, exits, found.steps - 1) < total
    assert found.certificate is not None
    assert check_certificate(net, supply, exits, found.certificate)


def test_large_numbers_stay_exact() -> None:
    net = line([1000, 0, 999_000], [10**6, 10**3, 10**6])
    found = clearance_time(net, {0: 10**9}, [3])
    assert found.steps == 10**6 + 10**6 - 1
    assert found.certificate is not None
    assert check_certificate(net, {0: 10**9}, [3], found.certificate)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_laws_more_capacity_more_people_and_order(seed: int) -> None:
    rng = random.Random(seed)
    net, supply, exits = random_network(rng)
    try:
        steps = clearance_time(net, supply, exits).steps
    except UnreachableError:
        return
    assert steps is not None
    arc = rng.randrange(net.arcs)
    wider = net.capacity_per_step.copy()
    wider[arc] += 1
    faster = clearance_time(ArcNetwork(net.tail, net.head, net.travel_steps, wider, net.nodes), supply, exits).steps
    assert faster is not None
    assert faster <= steps
    fuller = {node: amount + (amount > 0) for node, amount in supply.items()}
    slower = clearance_time(net, fuller, exits).steps
    assert slower is not None
    assert slower >= steps
    order = np.array(rng.sample(range(net.arcs), net.arcs))
    shuffled = ArcNetwork(net.tail[order], net.head[order], net.travel_steps[order], net.capacity_per_step[order], net.nodes)
    assert clearance_time(shuffled, dict(reversed(supply.items())), exits[::-1]).steps == steps


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_no_plan_is_faster_than_the_bound(seed: int) -> None:
    """A plan: one person after another takes the way that arrives first on what room is left."""
    rng = random.Random(seed)
    net, supply, exits = random_network(rng)
    try:
        bound = clearance_time(net, supply, exits).lower_bound_steps
    except UnreachableError:
        return
    used: dict[tuple[int, int], int] = {}
    last = 0
    for node in rng.sample([node for node, amount in supply.items() for _ in range(amount)], sum(supply.values())):
        last = max(last, send_one(net, node, set(exits), used))
    assert bound <= last


def send_one(net: ArcNetwork, node: int, exits: set[int], used: dict[tuple[int, int], int]) -> int:
    """Send one person from a node by earliest arrival, take the room, and return the arrival step."""
    arrival = {node: 0}
    entered: dict[int, tuple[int, int]] = {}
    done: set[int] = set()
    while True:
        here = min((v for v in arrival if v not in done), key=lambda v: arrival[v])
        if here in exits:
            break
        done.add(here)
        for arc in np.flatnonzero((net.tail == here) & (net.capacity_per_step > 0)).tolist():
            step = arrival[here]
            while used.get((arc, step), 0) >= net.capacity_per_step[arc]:
                step += 1
            there, then = int(net.head[arc]), step + int(net.travel_steps[arc])
            if then < arrival.get(there, 10**9):
                arrival[there], entered[there] = then, (arc, step)
    at = here
    while at != node:
        arc, step = entered[at]
        used[arc, step] = used.get((arc, step), 0) + 1
        at = int(net.tail[arc])
    return arrival[here]


def test_stop_keeps_what_is_proven() -> None:
    rng = random.Random(5)
    net = random_grid(rng, 12, 12)
    supply = dict.fromkeys(range(30, 100, 10), 200)
    calls = iter(range(10**6))
    found = clearance_time(net, supply, [0, 143], stop=lambda: next(calls) > 3)
    full = clearance_time(net, supply, [0, 143])
    assert found.steps is None
    assert not found.exact
    assert full.steps is not None
    assert 0 < found.lower_bound_steps <= full.steps
    assert found.certificate is not None
    assert check_certificate(net, supply, [0, 143], found.certificate)


def test_progress_tells_a_bracket_that_narrows() -> None:
    seen: list[tuple[int, int | None]] = []
    clearance_time(line([5], [3]), {0: 10}, [1], progress=lambda low, high: seen.append((low, high)))
    assert seen[-1] == (8, 8)
    assert [low for low, _ in seen] == sorted(low for low, _ in seen)


def test_pockets_without_a_way_are_named() -> None:
    net = ArcNetwork(np.array([0, 2]), np.array([1, 3]), np.array([1, 1]), np.array([1, 0]), 5)
    with pytest.raises(UnreachableError, match="from node 2, 4") as caught:
        clearance_time(net, {0: 1, 2: 1, 3: 0, 4: 7}, [1, 3])
    assert caught.value.nodes == (2, 4)


GOOD = ArcNetwork(np.array([0]), np.array([1]), np.array([1]), np.array([1]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"travel_steps": np.array([-1])}, "travel_steps: entry 0 is negative"),
        ({"capacity_per_step": np.array([-3])}, "capacity_per_step: entry 0 is negative"),
        ({"capacity_per_step": np.array([1 << 61])}, "too large"),
        ({"travel_steps": np.array([1 << 59])}, "too large for this number of nodes"),
        ({"travel_steps": np.array([1.5])}, "integers are needed"),
        ({"tail": np.array([True])}, "integers are needed"),
        ({"head": np.array([1, 2])}, "one entry per arc"),
        ({"head": np.array([[1]])}, "one entry per arc"),
        ({"tail": np.array([-1])}, "negative"),
        ({"nodes": 1}, "there are 1 nodes"),
    ],
)
def test_bad_networks_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ClearanceInputError, match=message):
        replace(GOOD, **change)  # type: ignore[arg-type]


def test_a_network_without_arcs_is_refused() -> None:
    none = np.array([], dtype=np.int64)
    with pytest.raises(ClearanceInputError, match="no arcs"):
        ArcNetwork(none, none, none, none)


@pytest.mark.parametrize(
    ("supply", "exits", "windows", "message"),
    [
        ({9: 1}, [1], None, "supply: there is no node 9"),
        ({0: -1}, [1], None, "negative"),
        ({0: 1.5}, [1], None, "must be integers"),
        ({0: 1 << 61}, [1], None, "overflows"),
        ({0: 1}, [], None, "exits: there is none"),
        ({0: 1}, [7], None, "exits: there is no node 7"),
        ({0: 1}, [1], {5: ((0, 1, 1),)}, "there is no arc 5"),
        ({0: 1}, [1], {0: ((3, 3, 1),)}, "empty"),
        ({0: 1}, [1], {0: ((3, 5, 1), (4, 6, 1))}, "out of order"),
        ({0: 1}, [1], {0: ((0, 5, -1),)}, "negative"),
        ({0: 1}, [1], {0: ((0, 5),)}, "is not"),
    ],
)
def test_bad_supply_exits_and_windows_are_refused(
    supply: dict[int, int], exits: list[int], windows: object, message: str
) -> None:
    net = GOOD
    with pytest.raises(ClearanceInputError, match=message):
        clearance_time(net, supply, exits, windows=windows)  # type: ignore[arg-type]


def test_arrays_are_copied_and_read_only() -> None:
    tail = np.array([0])
    net = replace(GOOD, tail=tail)
    tail[0] = 7
    assert net.tail[0] == 0
    with pytest.raises(ValueError, match="read-only"):
        net.tail[0] = 3
