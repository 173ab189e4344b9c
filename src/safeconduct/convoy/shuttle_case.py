"""The pure shuttle problem in whole units of time: what is asked, and the quickest way between any two places."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

FAR = 1 << 50
"""Longer than any way: there is none."""
LONGEST = 1 << 40
"""The longest leg, in units of time."""


@dataclass(frozen=True, slots=True, eq=False)
class ShuttleCase:
    """Buses at depots, bus loads at pickups, room at exits, and the time of every leg; checked by who makes it.

    buses: (depots,), loads: (pickups,), capacity: (exits,). reach: (depots, pickups) and trip: (pickups, exits) units of time
    of a leg, FAR where there is none. A trip leg may be driven either way. first and between are the same by the quickest way
    through any places, and the way itself is kept: `way_from_depot` and `way_between` name its places.
    """

    buses: Ints
    loads: Ints
    capacity: Ints
    reach: Ints
    trip: Ints
    first: Ints = field(init=False)
    between: Ints = field(init=False)
    _entry: Ints = field(init=False)
    _next: Ints = field(init=False)

    def __post_init__(self) -> None:
        pickups, exits = self.trip.shape
        ways, after = quickest(self.trip)
        legs = 2 * (pickups + exits) + 2
        time = np.where(ways >= FAR * legs, FAR, ways // legs)
        object.__setattr__(self, "between", np.ascontiguousarray(time[:pickups, pickups:]))
        entered = self.reach[:, :, None] * legs + 1 + np.where(ways >= FAR * legs, FAR * legs, ways)[None, :pickups, :pickups]
        entry = entered.argmin(axis=1) if pickups else np.zeros((len(self.buses), 0), np.int64)
        best = entered.min(axis=1) // legs if pickups else np.zeros((len(self.buses), 0), np.int64)
        object.__setattr__(self, "first", np.ascontiguousarray(np.minimum(best, FAR)))
        object.__setattr__(self, "_entry", entry)
        object.__setattr__(self, "_next", after)

    @property
    def total(self) -> int:
        """Number of bus loads."""
        return int(self.loads.sum())

    def way_from_depot(self, depot: int, pickup: int) -> list[int]:
        """Return the places after the depot, pickups and exits by turns, up to the pickup."""
        entry = int(self._entry[depot, pickup])
        return [entry, *self._way(entry, pickup)]

    def way_between(self, pickup: int, leave: int, *, back: bool = False) -> list[int]:
        """Return the places after the pickup up to the exit, or with `back` those after the exit up to the pickup."""
        node = len(self.loads) + leave
        return self._way(node, pickup) if back else self._way(pickup, node)

    def _way(self, start: int, end: int) -> list[int]:
        pickups, places = len(self.loads), []
        while start != end:
            start = int(self._next[start, end])
            places.append(start if start < pickups else start - pickups)
        return places


def quickest(trip: Ints) -> tuple[Ints, Ints]:
    """Return the quickest ways between all places, of equal ones that of fewest legs, and the place after the first.

    Places are pickups, then exits. Entry: time * (2 * places + 2) + number of legs. Floyd and Warshall's algorithm.
    """
    pickups, exits = trip.shape
    places = pickups + exits
    legs = 2 * places + 2
    ways = np.full((places, places), FAR * legs, np.int64)
    ways[:pickups, pickups:] = np.where(trip >= FAR, FAR * legs, trip * legs + 1)
    ways[pickups:, :pickups] = ways[:pickups, pickups:].T
    np.fill_diagonal(ways, 0)
    after = np.tile(np.arange(places), (places, 1))
    for middle in range(places):
        through = ways[:, middle : middle + 1] + ways[middle : middle + 1, :]
        shorter = through < ways
        ways = np.where(shorter, through, ways)
        after = np.where(shorter, after[:, middle : middle + 1], after)
    return ways, after


def end_of(case: ShuttleCase, depot: int, trips: tuple[tuple[int, int], ...]) -> int:
    """Return when the last of the trips (pickup, exit) of a bus ends, in units of time; 0 without trips."""
    if not trips:
        return 0
    end = int(case.first[depot, trips[0][0]]) + int(case.between[trips[0]])
    for (_, before), (pickup, leave) in pairwise(trips):
        end += int(case.between[pickup, before]) + int(case.between[pickup, leave])
    return end
