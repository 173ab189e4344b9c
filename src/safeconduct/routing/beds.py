"""One more way where the exits of an assembly point's ways have too few beds: to another exit, whatever roads it shares."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

import numpy as np

from safeconduct.routing.alternates import Aims, find_way
from safeconduct.routing.ground import Way


def ways_with_beds(
    aims: Aims, ways: tuple[Way, ...], *, source: int, count: int, beds: Mapping[int, int | None], people: int
) -> tuple[tuple[Way, ...], bool]:
    """Return the ways, the last one to another exit where beds demand it, and whether they do.

    beds: node of each usable exit -> its beds (None: no limit). people: all who have to leave, of every assembly point. Where
    the exits of the ways have fewer beds than that together, the best way to an exit without a limit, or else to one with the
    most beds, is added, however long it is and whatever it shares with the others. With `count` ways already there it takes the
    place of the last one, unless that leaves fewer beds; a first way is never replaced.
    """
    room = {node: inf if limit is None else limit for node, limit in beds.items()}
    ends = [exit_node(aims, way, source) for way in ways]
    if count < 2 or sum(room[node] for node in set(ends)) >= people:
        return ways, False
    kept = ways if len(ways) < count else ways[:-1]
    lost = sum(room[node] for node in set(ends) - set(ends[: len(kept)]))
    others = {node for node in room if node not in ends and room[node] > lost}
    for most in sorted({room[node] for node in others}, reverse=True):
        aim = aims.at(frozenset(room) - {node for node in others if room[node] == most})
        plain = np.ones(aims.ground.network.arcs)
        way = find_way(aims, aim, plain, source=source, limit_s=inf)
        if way is not None:
            return (*kept, way), True
    return ways, False


def exit_node(aims: Aims, way: Way, source: int) -> int:
    """Return the node of the exit that a way ends at; a way without arcs ends where it begins."""
    return int(aims.ground.network.head[way.arcs[-1]]) if way.arcs else source
