"""A plain greedy for the bus evacuation problem: the most distant load next, on the bus and to the exit where its trip ends soonest."""

from __future__ import annotations

from typing import NamedTuple

Legs = list[list[int]]
Trips = list[list[tuple[int, int]]]


class Greedy(NamedTuple):
    """When the last load is out, and the trips of each bus."""

    end: int
    trips: Trips


def greedy(depots: list[int], loads: list[int], capacity: list[int], first: Legs, trip: Legs) -> Greedy:
    """Return the better of two orders of the loads, the most distant first and the nearest first. depots: of each bus."""
    far = sorted(range(len(loads)), key=lambda pickup: -min(trip[pickup]))
    return min((assign(order, depots, (loads, capacity), (first, trip)) for order in (far, far[::-1])), key=lambda one: one.end)


def assign(order: list[int], depots: list[int], amounts: tuple[list[int], list[int]], legs: tuple[Legs, Legs]) -> Greedy:
    """Give each load in the order of its pickup the trip that ends soonest."""
    (loads, capacity), (first, trip) = amounts, legs
    ends, free = [0] * len(depots), list(capacity)
    trips: Trips = [[] for _ in depots]
    for pickup in order:
        for _ in range(loads[pickup]):
            there = [
                ends[bus] + (trip[pickup][trips[bus][-1][1]] if trips[bus] else first[depot][pickup])
                for bus, depot in enumerate(depots)
            ]
            bus = min(range(len(depots)), key=there.__getitem__)
            leave = min((one for one in range(len(free)) if free[one]), key=trip[pickup].__getitem__)
            ends[bus] = there[bus] + trip[pickup][leave]
            trips[bus].append((pickup, leave))
            free[leave] -= 1
    return Greedy(max(ends), trips)
