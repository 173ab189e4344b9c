"""The heuristic peer: every group really arrives as early as it can, plans can be replayed, and none beats the exact answer."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from benchmarks.peers.ccrp import WAYS, Ccrp, ccrp

from clearance.oracle import expanded_time, random_network
from safeconduct.clearance.arc_network import ArcNetwork

Room = Counter[tuple[int, int]]


def earliest(net: ArcNetwork, used: Room, left: dict[int, int], exits: list[int]) -> int | None:
    """Return the earliest arrival of anybody left, step by step, sharing nothing with the peer."""
    reached = {node for node, amount in left.items() if amount}
    arrivals: dict[int, set[int]] = {0: set(reached)}
    for step in range(400):
        here = set(arrivals.get(step, set())) | (reached if step else set())
        while True:
            for arc in range(net.arcs):
                u, v, travel = int(net.tail[arc]), int(net.head[arc]), int(net.travel_steps[arc])
                if u in here and used[arc, step] < net.capacity_per_step[arc]:
                    if travel:
                        arrivals.setdefault(step + travel, set()).add(v)
                    else:
                        arrivals.setdefault(step, set()).add(v)
            if arrivals.get(step, set()) <= here:
                break
            here |= arrivals[step]
        reached = here
        if here & set(exits):
            return step
    return None


def replay(net: ArcNetwork, supply: dict[int, int], exits: list[int], found: Ccrp) -> None:
    """Check that all leave, that no arc takes too many, and that each group had the earliest arrival of its moment."""
    left = {node: amount for node, amount in supply.items() if node not in exits}
    used: Room = Counter()
    latest = 0
    for path, departures, amount in found.movements:
        first = earliest(net, used, left, exits)
        arrivals = [step + int(net.travel_steps[arc]) for arc, step in zip(path, departures, strict=True)]
        assert arrivals[-1] == first
        assert all(net.head[one] == net.tail[two] for one, two in pairwise(path))
        assert all(there <= leaves for there, leaves in zip(arrivals, departures[1:], strict=False))
        assert int(net.head[path[-1]]) in exits
        left[int(net.tail[path[0]])] -= amount
        for arc, step in zip(path, departures, strict=True):
            used[arc, step] += amount
            assert used[arc, step] <= net.capacity_per_step[arc]
        latest = max(latest, arrivals[-1])
    assert not any(left.values())
    assert latest == found.steps


@pytest.mark.parametrize("way", WAYS)
def test_greedy_step_by_step_and_never_better_than_exact(way: str) -> None:
    rng = random.Random(11)
    worse = solved = 0
    while solved < 60:
        net, supply, exits = random_network(rng)
        truth = expanded_time(net, supply, exits, limit=300)
        if truth is None:
            with pytest.raises(ValueError, match="no way to an exit"):
                ccrp(net, supply, exits, way=way)
            continue
        found = ccrp(net, supply, exits, way=way, keep=True)
        assert found.steps is not None
        assert found.steps >= truth
        replay(net, supply, exits, found)
        assert ccrp(net, supply, exits, way=way).steps == found.steps
        worse += found.steps > truth
        solved += 1
    assert worse  # else these networks could not tell a heuristic from an exact answer


@pytest.mark.parametrize("way", WAYS)
def test_exact_on_a_single_road(way: str) -> None:
    rng = random.Random(2)
    for _ in range(30):
        count = rng.randint(1, 5)
        travel, capacity = ([rng.randint(low, 6) for _ in range(count)] for low in (0, 1))
        net = ArcNetwork(np.arange(count), np.arange(count) + 1, np.array(travel), np.array(capacity))
        people = rng.randint(1, 3000)
        found = ccrp(net, {0: people}, [count], way=way)
        assert found.steps == sum(travel) + -(-people // min(capacity)) - 1


def test_memory_grows_with_arcs_and_steps() -> None:
    count = 1500
    net = ArcNetwork(np.arange(count), np.arange(count) + 1, np.ones(count, np.int64), np.ones(count, np.int64))
    for way in WAYS:
        assert ccrp(net, {0: 3}, [count], way=way).steps == count + 2


def test_people_at_exits_are_out_and_time_limits_hold() -> None:
    net = ArcNetwork(np.array([0]), np.array([1]), np.array([2]), np.array([1]))
    assert ccrp(net, {1: 5}, [1]).steps == 0
    assert ccrp(net, {0: 100}, [1], limit_s=-1.0).steps is None
