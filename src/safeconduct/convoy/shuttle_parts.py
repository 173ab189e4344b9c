"""Parts of the map between which no bus can drive: which places belong together, and a first bus for each part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.convoy.shuttle_case import FAR, ShuttleCase


@dataclass(frozen=True, slots=True)
class Part:
    """Pickups with loads and exits with room that are joined, their sums, and the depots with buses that reach them."""

    pickups: tuple[int, ...]
    exits: tuple[int, ...]
    loads: int
    capacity: int
    depots: tuple[int, ...]


def parts_of(case: ShuttleCase) -> tuple[Part, ...]:
    """Return the parts in which loads wait, by their first pickup."""
    found, seen = [], set()
    for pickup in np.flatnonzero(case.loads > 0).tolist():
        if pickup in seen:
            continue
        exits = np.flatnonzero(case.between[pickup] < FAR).tolist()
        joined = np.flatnonzero((case.between[:, exits] < FAR).any(axis=1)).tolist() if exits else [pickup]
        mine = [one for one in joined if case.loads[one] > 0]
        seen.update(mine)
        open_exits = tuple(one for one in exits if case.capacity[one] > 0)
        depots = np.flatnonzero((case.buses > 0) & (case.first[:, mine] < FAR).any(axis=1)).tolist()
        sums = int(case.loads[mine].sum()), int(case.capacity[list(open_exits)].sum())
        found.append(Part(tuple(mine), open_exits, *sums, tuple(depots)))
    return tuple(found)


def depots_for(case: ShuttleCase, parts: tuple[Part, ...]) -> dict[int, int]:
    """Return part -> depot of a bus for it, for as many parts as can have one of their own (augmenting paths)."""
    chosen: dict[int, int] = {}

    def give(part: int, tried: set[int]) -> bool:
        for depot in parts[part].depots:
            if depot in tried:
                continue
            tried.add(depot)
            there = [other for other, taken in chosen.items() if taken == depot]
            if len(there) < int(case.buses[depot]) or any(give(other, tried) for other in there):
                chosen[part] = depot
                return True
        return False

    for part in range(len(parts)):
        give(part, set())
    return chosen


def first_buses(case: ShuttleCase) -> list[tuple[int, int, int]]:
    """Return a first trip (bus, pickup, exit) in each part, so that no part is left without a bus; nothing for a single part."""
    parts = parts_of(case)
    if len(parts) < 2:
        return []
    begins = np.concatenate([[0], np.cumsum(case.buses)]).tolist()
    used = [0] * len(case.buses)
    trips = []
    for part, depot in sorted(depots_for(case, parts).items()):
        here = parts[part]
        pickup = min(here.pickups, key=lambda one: (int(case.first[depot, one]), one))
        leave = min(here.exits, key=lambda one: (int(case.between[pickup, one]), one))
        trips.append((begins[depot] + used[depot], pickup, leave))
        used[depot] += 1
    return trips
