"""The shuttle peers are honest: the greedy's tours can be driven, CP-SAT brackets the best end, instances are seeded."""

from __future__ import annotations

from random import Random

import pytest
from benchmarks.peers.shuttle_cpsat import plain_cpsat
from benchmarks.peers.shuttle_greedy import greedy
from benchmarks.shuttle_inputs import SIZES, instance, instances

from convoy.shuttles import best_end, drawn, quickest


@pytest.mark.parametrize("seed", range(12))
def test_peers_bracket_the_best_end(seed: int) -> None:
    rng = Random(seed)
    while not any((given := drawn(rng, least=1)).loads):
        pass
    first, trip = quickest(given)
    depots = [depot for depot, count in enumerate(given.buses) for _ in range(count)]
    start, best = greedy(depots, given.loads, given.capacity, first, trip), best_end(given)
    assert start.end >= best
    assert sorted(pickup for trips in start.trips for pickup, _ in trips) == sorted(
        pickup for pickup, count in enumerate(given.loads) for _ in range(count)
    )
    found = plain_cpsat(depots, (given.loads, given.capacity), (first, trip), start, 5.0)
    assert best <= found.end <= start.end
    if found.bound is not None:
        assert found.bound == found.end == best


def test_instances_are_seeded_and_have_room() -> None:
    assert instance("tight", SIZES[1], 3) == instance("tight", SIZES[1], 3)
    names = []
    for name, given in instances():
        names.append(name)
        assert sum(given.capacity) >= sum(given.loads)
        assert min(given.capacity) >= 1
    assert len(set(names)) == len(names) >= 40
