"""The line of a stated route from which nobody may deviate, found again on plain lists of roads, and who leaves it.

The line is the quickest way, at the column's speed, through the way-points in their order, and on from the last to each exit;
back along the same roads, or the quickest way back. Of equally quick ways each is the line. Closures and windows do not count,
since they are no leave to take another road; what a vehicle of the fleet cannot pass does, and so does what lies near a place to
be bypassed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import hypot, inf

from safeconduct.model.hazard import Closure
from safeconduct.model.place import LonLat, distance_m
from safeconduct.verify.case import Case
from safeconduct.verify.geometry import flatten, project
from safeconduct.verify.posts import land_pieces
from safeconduct.verify.shut import Field

REACH_M = 1900.0
"""A way-point farther than this from every road has no part in the line."""

JUNCTION_M = 300
"""Where the nearest place on a road is so near (in whole metres) to a junction, the junction is the way-point."""

BYPASS_M = 1100.0
"""The line keeps farther than this off places to be bypassed."""

LOCAL_M, MEASURE_M = 5000.0, 1.0
"""Roads with both ends within the first of an assembly point or an exit are local; sound ways to measure differ by the second."""

ISLAND_TIMES, ISLAND_M = 3.0, 200.0
"""A road on land counts before one on an island up to so many times as far away and so many metres more."""

LIMIT = "limit:"


@dataclass(frozen=True, slots=True)
class Gate:
    """One way past a way-point: a junction (begin and end are one node, no arc), or a road driven from begin to end."""

    begin: int
    end: int
    arcs: tuple[int, ...] = ()


Line = frozenset[int]
"""The arcs of a line, in both directions of each road that has two."""


def stated_line(case: Case, passes: Sequence[LonLat], keeps_off: Sequence[LonLat]) -> Line | None:
    """Return the line through way-points that bypasses places; None where no road comes near any way-point."""
    field = Field(case.roads)
    barred = {arc for arc, causes in case.shut.closed.items() if any(cause.startswith(LIMIT) for cause in causes)}
    barred |= {arc for point in keeps_off for arc in _near(case, field, point)}
    links = [gates for point in passes if (gates := _gates(case, field, point, barred))]
    if not links:
        return None
    ends = [[Gate(node, node)] for node in case.exit_node.values()]
    chains = [links, links[::-1], *([links[-1], end] for end in ends), *([end, links[-1]] for end in ends)]
    arcs = {arc for chain in chains for arc in quickest_arcs(case, barred, chain)}
    twins = {case.roads.twin[arc] for arc in arcs} - {-1}
    return frozenset(arcs | twins)


def leaves_line(case: Case, arcs: Iterable[int], lines: Sequence[Line]) -> int | None:
    """Return the place in a way of the first arc that is on none of the lines and is no local road, or None."""
    for place, arc in enumerate(arcs):
        if not any(arc in line for line in lines) and not is_local(case, arc):
            return place
    return None


def is_local(case: Case, arc: int) -> bool:
    """Tell whether both ends of an arc lie near one assembly point or one exit."""
    ends = [case.roads.node_point(case.roads.tail[arc]), case.roads.node_point(case.roads.head[arc])]
    places = [*(one.point for one in case.groups.values()), *(one.point for one in case.exits.values())]
    return any(all(hypot(*xy) <= LOCAL_M + MEASURE_M for xy in flatten(ends, place)) for place in places)


def quickest_arcs(case: Case, barred: set[int], chain: Sequence[Sequence[Gate]]) -> set[int]:
    """Return every arc of every quickest way that passes one gate of each link of the chain in order.

    Where a link cannot be reached, the way ends at the link before.
    """
    costs = [dict.fromkeys(chain[0], 0)]
    searches: list[tuple[dict[int, int], dict[int, list[int]]]] = []
    for link in chain[1:]:
        seeds: dict[int, int] = {}
        for gate, cost in costs[-1].items():
            seeds[gate.end] = min(cost, seeds.get(gate.end, cost))
        reached, via = _spread(case, barred, seeds, {gate.begin for gate in link})
        here = {gate: reached[gate.begin] + case.roads.drive_s(gate.arcs) for gate in link if gate.begin in reached}
        if not here:
            break
        costs.append(here)
        searches.append((reached, via))
    least = min(costs[-1].values())
    kept = [gate for gate, cost in costs[-1].items() if cost == least]
    found = {arc for gate in kept for arc in gate.arcs}
    for (reached, via), before in zip(searches[::-1], costs[-2::-1], strict=True):
        nodes = _walk_back(case, via, [gate.begin for gate in kept], found)
        kept = [gate for gate, cost in before.items() if gate.end in nodes and reached[gate.end] == cost]
        found |= {arc for gate in kept for arc in gate.arcs}
    return found


def _walk_back(case: Case, via: dict[int, list[int]], begin: Iterable[int], found: set[int]) -> set[int]:
    """Add to `found` the arcs of every quickest way to the nodes, and return the nodes on them."""
    stack = list(begin)
    nodes = set(stack)
    while stack:
        for arc in via.get(stack.pop(), ()):
            found.add(arc)
            tail = case.roads.tail[arc]
            if tail not in nodes:
                nodes.add(tail)
                stack.append(tail)
    return nodes


def _spread(
    case: Case, barred: set[int], seeds: dict[int, int], targets: set[int]
) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Return the least seconds from the seeds to nodes, and the last arcs of the quickest ways, until all targets are settled."""
    roads, best = case.roads, dict(seeds)
    via: dict[int, list[int]] = {}
    queue = sorted((cost, node) for node, cost in seeds.items())
    missing, last = set(targets), inf
    while queue and queue[0][0] <= last:
        seconds, node = heappop(queue)
        if seconds > best[node]:
            continue
        missing.discard(node)
        if not missing:
            last = min(last, seconds)  # what costs the same may still be on another quickest way
        for arc in case.leaving[node]:
            reached, head = seconds + roads.travel_s[arc], roads.head[arc]
            if arc in barred or reached > best.get(head, inf):
                continue
            if reached < best.get(head, inf):
                best[head], via[head] = reached, []
                heappush(queue, (reached, head))
            if arc not in via.setdefault(head, []):
                via[head].append(arc)
    return {node: cost for node, cost in best.items() if cost <= last}, via


def _gates(case: Case, field: Field, point: LonLat, barred: set[int]) -> list[Gate]:
    """Return the ways past a way-point: the junction beside the nearest place on a road, or that road in each open direction.

    Of equally near roads the first in the road file counts. A road on an island of the network, such as a lane of a car park,
    gives way to one on land that is not much farther. A junction with forbidden turns is several nodes at one place.
    """
    roads, land = case.roads, land_pieces(case.roads)
    found = field.nearest(point, lambda _: True)
    if found is not None and roads.component[roads.tail[found[2][0]]] not in land:
        other = field.nearest(point, lambda arc: roads.component[roads.tail[arc]] in land)
        found = other if other is not None and other[0] <= ISLAND_TIMES * found[0] + ISLAND_M else found
    if found is None or found[0] > REACH_M:
        return []
    _, place, arcs = found
    near, node = min((round(distance_m(roads.node_point(end), place)), end) for end in (roads.tail[arcs[0]], roads.head[arcs[0]]))
    usable = [arc for arc in arcs if arc not in barred]
    if near <= JUNCTION_M or not usable:
        here = roads.node_point(node)
        return [Gate(one, one) for one in range(roads.nodes) if roads.node_point(one) == here]
    return [Gate(roads.tail[arc], roads.head[arc], (arc,)) for arc in usable]


def _near(case: Case, field: Field, point: LonLat) -> Iterable[int]:
    """Yield the arcs that come within the stated distance of a place to be bypassed."""
    sure, unsure = field.touched(Closure("bypassed", "point", (point,), reach_m=BYPASS_M))
    for arc in (*sure, *unsure):
        flat = flatten(case.roads.points(arc), point)
        if min(project((0.0, 0.0), a, b)[0] for a, b in pairwise(flat)) <= BYPASS_M:
            yield arc
