"""Shortest driving times on roads that are open at some time of the movement."""

from __future__ import annotations

from heapq import heappop, heappush
from math import inf

from safeconduct.verify.case import Case


def drive_times(case: Case, start: int) -> dict[int, int]:
    """Return the column's least driving seconds from a node to every node it can reach (lower bounds of any real trip).

    Roads that are surely shut for the whole movement are not used, nor such without capacity. Each answer is worked out once.
    """
    known = case.drive_from.get(start)
    if known is None:
        known = case.drive_from[start] = _search(case, start, set(case.shut.closed))
    return known


def sure_times(case: Case, start: int) -> dict[int, int]:
    """Return the same on roads that are surely open all the time: upper bounds of the fastest trip."""
    return _search(case, start, {*case.shut.closed, *case.shut.open_spans, *case.shut.unsure})


def road_metres(case: Case, start: int, end: int) -> float:
    """Return the metres of the shortest way between two nodes on roads that are not surely shut (infinite without one)."""
    best, queue = {start: 0.0}, [(0.0, start)]
    while queue:
        metres, node = heappop(queue)
        if node == end:
            return metres
        if metres > best[node]:
            continue
        for arc in case.leaving[node]:
            reached, head = metres + case.roads.length_m[arc], case.roads.head[arc]
            if arc not in case.shut.closed and case.roads.capacity_vph[arc] > 0 and reached < best.get(head, inf):
                best[head] = reached
                heappush(queue, (reached, head))
    return inf


def _search(case: Case, start: int, shut: set[int]) -> dict[int, int]:
    roads = case.roads
    best = {start: 0}
    queue = [(0, start)]
    while queue:
        seconds, node = heappop(queue)
        if seconds > best[node]:
            continue
        for arc in case.leaving[node]:
            reached = seconds + roads.travel_s[arc]
            head = roads.head[arc]
            if arc not in shut and roads.capacity_vph[arc] > 0 and reached < best.get(head, reached + 1):
                best[head] = reached
                heappush(queue, (reached, head))
    return best
