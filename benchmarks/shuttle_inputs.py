"""Seeded instances of the bus evacuation problem, from 5 buses and 5 pickups to 75 buses, 50 pickups and 12 exits."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

SIZES = ((1, 5, 5, 3), (1, 6, 10, 10), (2, 10, 20, 5), (3, 20, 30, 8), (4, 40, 40, 10), (5, 75, 50, 12))
"""Depots, buses, pickups, exits."""
KINDS = ("short", "long", "plane", "tight")
SEEDS = (1, 2)


class Shuttle(NamedTuple):
    """One instance: what `shuttle_plan` takes, in its order."""

    buses: list[int]
    loads: list[int]
    capacity: list[int]
    reach: list[list[int]]
    trip: list[list[int]]


def instances() -> Iterator[tuple[str, Shuttle]]:
    """Yield all instances with their names, the small ones first."""
    for size in SIZES:
        for kind in KINDS:
            for seed in SEEDS:
                yield f"{kind} {'-'.join(map(str, size[1:]))} {seed}", instance(kind, size, seed)


def instance(kind: str, size: tuple[int, int, int, int], seed: int) -> Shuttle:
    """Return an instance. size: (depots, buses, pickups, exits).

    short: legs of 1 to 10 minutes at random, as in the public random sets, so going through other places is often shorter. long: 1
    to 60. plane: points in a square of 60 minutes, straight lines rounded. tight: the same with room for 3 % more than all loads
    (else 50 %). Loads are 1 to 5 at each pickup.
    """
    depots, buses, pickups, exits = size
    rng = Random(f"{kind} {size} {seed}")
    loads = [rng.randint(1, 5) for _ in range(pickups)]
    capacity = shared(rng, math.ceil(sum(loads) * (1.03 if kind == "tight" else 1.5)), exits)
    at = [buses // depots + (depot < buses % depots) for depot in range(depots)]
    if kind in {"plane", "tight"}:
        points = [[(rng.uniform(0, 60), rng.uniform(0, 60)) for _ in range(count)] for count in (depots, pickups, exits)]
        reach = [[max(1, round(math.dist(a, b))) for b in points[1]] for a in points[0]]
        trip = [[max(1, round(math.dist(a, b))) for b in points[2]] for a in points[1]]
    else:
        longest = 10 if kind == "short" else 60
        reach = [[rng.randint(1, longest) for _ in range(pickups)] for _ in range(depots)]
        trip = [[rng.randint(1, longest) for _ in range(exits)] for _ in range(pickups)]
    return Shuttle(at, loads, capacity, reach, trip)


def shared(rng: Random, total: int, exits: int) -> list[int]:
    """Return `total` bus loads shared out over exits at random, one at least for each."""
    room = [1] * exits
    weights = [rng.uniform(0.2, 1.0) for _ in range(exits)]
    for leave in rng.choices(range(exits), weights, k=max(0, total - exits)):
        room[leave] += 1
    return room
