"""Small shuttle problems, an exhaustive answer to them, and a plain check of prices: nothing here is shared with the search."""

from __future__ import annotations

from functools import cache
from itertools import product
from random import Random
from typing import NamedTuple

FAR = 10**9


class Given(NamedTuple):
    """What `shuttle_plan` takes, in its order."""

    buses: list[int]
    loads: list[int]
    capacity: list[int]
    reach: list[list[int]]
    trip: list[list[int]]


def drawn(rng: Random, *, least: int = 0) -> Given:
    """Return a tiny problem that can be solved: at most 2 depots, 3 buses, 3 pickups, 3 exits, 5 loads."""
    depots, pickups, exits = rng.randint(1, 2), rng.randint(1, 3), rng.randint(1, 3)
    buses = [rng.randint(0, 2) for _ in range(depots)]
    buses[rng.randrange(depots)] += not any(buses)
    loads = [rng.randint(0, 2) for _ in range(pickups)]
    capacity = [rng.randint(0, 3) for _ in range(exits)]
    capacity[rng.randrange(exits)] += max(0, sum(loads) - sum(capacity))
    longest = rng.choice([3, 9])
    reach = [[rng.randint(least, longest) for _ in range(pickups)] for _ in range(depots)]
    return Given(buses, loads, capacity, reach, [[rng.randint(least, longest) for _ in range(exits)] for _ in range(pickups)])


def quickest(given: Given) -> tuple[list[list[int]], list[list[int]]]:
    """Return the quickest first and later ways by repeated shortening."""
    first, trip = [list(row) for row in given.reach], [list(row) for row in given.trip]
    for _ in range(len(given.loads) + len(given.capacity)):
        for p, e, q, f in product(range(len(trip)), range(len(trip[0])), range(len(trip)), range(len(trip[0]))):
            trip[p][e] = min(trip[p][e], trip[p][f] + trip[q][f] + trip[q][e])
    for row, p, q, e in product(first, range(len(trip)), range(len(trip)), range(len(trip[0]))):
        row[p] = min(row[p], given.reach[first.index(row)][q] + trip[q][e] + trip[p][e])
    return first, trip


def best_end(given: Given) -> int:
    """Return the least end by trying everything: each bus in turn takes some loads, in every order and to every exit."""
    first, trip = quickest(given)
    depots = [depot for depot, count in enumerate(given.buses) for _ in range(count)]

    @cache
    def quickest_tour(depot: int, taken: tuple[int, ...], used: tuple[int, ...], last: int) -> int:
        """Return the least time that ends with dropping all `taken` loads, `used` at each exit, the last at exit `last`."""
        ends = [FAR]
        for pickup in range(len(taken)):
            if not taken[pickup] or not used[last]:
                continue
            fewer = (*taken[:pickup], taken[pickup] - 1, *taken[pickup + 1 :])
            left = (*used[:last], used[last] - 1, *used[last + 1 :])
            if not any(fewer):
                ends.append(first[depot][pickup] + trip[pickup][last])
            else:
                before = [quickest_tour(depot, fewer, left, other) + trip[pickup][other] for other in range(len(left))]
                ends.append(min(before) + trip[pickup][last])
        return min(ends)

    @cache
    def least(bus: int, loads: tuple[int, ...], room: tuple[int, ...]) -> int:
        if not any(loads):
            return 0
        if bus == len(depots):
            return FAR
        best = least(bus + 1, loads, room)
        for taken in product(*(range(count + 1) for count in loads)):
            for used in product(*(range(count + 1) for count in room)) if any(taken) else ():
                if sum(used) == sum(taken):
                    end = min(quickest_tour(depots[bus], taken, used, last) for last in range(len(room)))
                    if end < best:
                        others = tuple(a - b for a, b in zip(loads, taken, strict=True))
                        space = tuple(a - b for a, b in zip(room, used, strict=True))
                        best = min(best, max(end, least(bus + 1, others, space)))
        return best

    return least(0, tuple(given.loads), tuple(given.capacity))


def prices_forbid(given: Given, pickup: tuple[int, ...], leave: tuple[int, ...], end: int) -> bool:
    """Tell whether prices prove that not all can be out by `end`, in plain integers (ways of some time only)."""
    first, trip = quickest(given)

    @cache
    def at_exit(e: int, left: int) -> int:
        return max([0, *(at_pickup(p, left - row[e]) for p, row in enumerate(trip) if row[e] <= left)])

    @cache
    def at_pickup(p: int, left: int) -> int:
        values = [pickup[p] - leave[e] + at_exit(e, left - minutes) for e, minutes in enumerate(trip[p]) if minutes <= left]
        return max(values, default=-FAR * FAR)

    worth = 0
    for depot, buses in enumerate(given.buses):
        worth += buses * max([0, *(at_pickup(p, end - row) for p, row in enumerate(first[depot]) if row <= end)])
    need = sum(a * b for a, b in zip(given.loads, pickup, strict=True))
    return need - sum(a * b for a, b in zip(given.capacity, leave, strict=True)) > worth
