"""A fleet of buses with their trips as arrays: made by a greedy rule or from tours, changed by annealing, read as tours."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from safeconduct.convoy.shuttle_case import FAR, Ints, ShuttleCase
from safeconduct.convoy.shuttle_parts import first_buses
from safeconduct.convoy.shuttle_prices import Trips
from safeconduct.kernel.shuttle_moves import anneal

DrivenBuses = tuple[tuple[int, Trips], ...]
"""Of each bus its depot and its trips (pickup, exit)."""
ROOM = 64
"""Trips that a bus may always have; else eight times as many as its share."""


class ShuttleFleet:
    """All buses of a case, each with its trips in order. Every load has its trip, no exit more than its capacity."""

    def __init__(self, case: ShuttleCase) -> None:
        buses = int(case.buses.sum())
        room = min(case.total, ROOM + 8 * case.total // buses)
        self._case = case
        self._depot = np.repeat(np.arange(len(case.buses)), case.buses)
        self._rows = np.zeros((buses, 2, room), np.int64)
        self._count = np.zeros(buses, np.int64)
        self._end = np.zeros(buses, np.int64)
        self._free = np.minimum(case.capacity, case.total)

    @property
    def room(self) -> int:
        """Most trips that a bus may have."""
        return int(self._rows.shape[2])

    @property
    def end(self) -> int:
        """When the last bus has dropped its last load, in units of time."""
        return int(self._end.max())

    def append(self, bus: int, pickup: int, leave: int) -> None:
        """Give a bus one more trip, the last."""
        at = int(self._count[bus])
        self._end[bus] += self._legs(pickup)[bus] + int(self._case.between[pickup, leave])
        self._rows[bus, :, at] = pickup, leave
        self._count[bus] += 1
        self._free[leave] -= 1

    def append_anywhere(self, pickup: int) -> None:
        """Give a load its trip where it ends soonest; of equal ones the first bus, then the first exit."""
        ends = (self._end + self._legs(pickup))[:, None] + self._case.between[pickup][None, :]
        ends = np.where((self._free > 0)[None, :] & (self._count < self._rows.shape[2])[:, None], ends, 2 * FAR)
        bus, leave = divmod(int(ends.argmin()), ends.shape[1])
        self.append(bus, pickup, leave)

    def _legs(self, pickup: int) -> Ints:
        """Return the time from where each bus ends to the pickup."""
        last = self._rows[np.arange(len(self._count)), 1, np.maximum(self._count - 1, 0)]
        legs: Ints = np.where(self._count > 0, self._case.between[pickup, last], self._case.first[self._depot, pickup])
        return legs

    def change(self, target: int, weight: float, heat: tuple[float, float, int], seed: Ints) -> tuple[int, int]:
        """Anneal as `kernel.shuttle_moves.anneal` does; return (moves made, time by which buses end after the target)."""
        fleet = (self._rows, self._count, self._end, self._depot, self._free)
        return anneal((self._case.first, self._case.between), fleet, (target, weight), heat, seed)

    def driven(self) -> DrivenBuses:
        """Return the trips of all buses."""
        found = []
        for bus, count in enumerate(self._count.tolist()):
            pickups, leaves = self._rows[bus, :, :count].tolist()
            found.append((int(self._depot[bus]), tuple(zip(pickups, leaves, strict=True))))
        return tuple(found)


def greedy_fleet(case: ShuttleCase) -> ShuttleFleet:
    """Return a fleet in which each load, the most distant first, takes the trip that ends soonest."""
    fleet, waiting = ShuttleFleet(case), case.loads.copy()
    for bus, pickup, leave in first_buses(case):
        fleet.append(bus, pickup, leave)
        waiting[pickup] -= 1
    order = np.argsort(-np.where(case.between >= FAR, FAR, case.between).min(axis=1), kind="stable")
    for pickup in order.tolist():
        for _ in range(int(waiting[pickup])):
            fleet.append_anywhere(pickup)
    return fleet


def fleet_of(case: ShuttleCase, driven: Iterable[tuple[int, Trips]]) -> ShuttleFleet:
    """Return a fleet with these tours; loads that they leave take the trip that ends soonest."""
    fleet, waiting = ShuttleFleet(case), case.loads.copy()
    free = {depot: np.flatnonzero(fleet._depot == depot).tolist() for depot in range(len(case.buses))}  # noqa: SLF001
    for depot, trips in driven:
        bus = free[depot].pop(0)
        for pickup, leave in trips[: fleet.room]:
            fleet.append(bus, pickup, leave)
            waiting[pickup] -= 1
    for pickup in np.flatnonzero(waiting > 0).tolist():
        for _ in range(int(waiting[pickup])):
            fleet.append_anywhere(pickup)
    return fleet
