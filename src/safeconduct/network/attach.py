"""Points of a scenario put on the roads: each becomes a node, the road under it is cut in two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from safeconduct.model.notice import Notice, notice
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Snap
from safeconduct.network.graph import BoolArray, RoadNetwork
from safeconduct.network.grow import NewArcs, NewNodes, freeze, grow
from safeconduct.network.measure import steps_m
from safeconduct.network.nearest import Foot, RoadIndex

SAME_NODE_M = 1.0
"""Two places on one road nearer than this are one node."""


class IslandRule(NamedTuple):
    """When a point may pass over the nearest road because that road is an island, such as the lanes of a car park.

    A component counts as land from `least_share` of all nodes on (the largest always does). A point whose nearest road lies on an
    island takes the nearest road on land instead if that lies within factor x its distance + slack_m.
    """

    least_share: float = 0.05
    factor: float = 3.0
    slack_m: float = 200.0


class _Cut(NamedTuple):
    """A place on a lead arc: metres along its drawn line from the stored start, the step it lies in and the share of it."""

    along_m: float
    line_m: float
    foot: Foot


@dataclass(slots=True)
class _Changes:
    """Nodes and arcs to add, and what changes on arcs there are."""

    lonlat: list[LonLat] = field(default_factory=list)
    component: list[int] = field(default_factory=list)
    rows: list[tuple[int, int, float, int, int, int, bool, int]] = field(default_factory=list)
    geo: list[LonLat] = field(default_factory=list)
    heads: dict[int, tuple[int, int, float, int, int, int, bool, int]] = field(default_factory=dict)


def attach(
    network: RoadNetwork, points: Sequence[tuple[str, LonLat]], *, islands: IslandRule | None = None
) -> tuple[RoadNetwork, tuple[Snap, ...]]:
    """Return the network with a node for each point (id, place) and where each one meets its road, in the given order.

    A point goes to the nearest place on a road (see `IslandRule` for the exception; default rule when None); the distance told is
    to the place taken. The road is cut there in both directions: lengths add up to the old length, mean speed and all else stay;
    the first part keeps the arc's number, other parts and nodes are added behind. Within 1 m of an end of the road, or of another
    point on it, that node is taken. Nodes and arcs that were there keep their numbers. Raises ValueError when there is no road.
    """
    index = RoadIndex(network)
    land = land_arcs(network, islands or IslandRule())
    feet = [find_foot(index, point, land, islands or IslandRule()) for _, point in points]
    cuts: dict[int, list[tuple[_Cut, int]]] = defaultdict(list)
    for order, foot in enumerate(feet):
        cuts[foot.arc].append((_cut_at(network, foot), order))
    changes, node = _Changes(), dict[int, int]()
    for arc in sorted(cuts):
        node.update(_split(network, arc, sorted(cuts[arc], key=_place_and_order), changes))
    grown = _applied(network, changes)
    snaps = tuple(
        Snap(name, node[order], foot.distance_m, network.arc_name(foot.arc).label)
        for order, ((name, _), foot) in enumerate(zip(points, feet, strict=True))
    )
    return freeze(grown), snaps


def snap_notices(snaps: Iterable[Snap], limit_m: float) -> tuple[Notice, ...]:
    """Return a warning for each point that lies farther than the limit from its road."""
    return tuple(
        notice("road-snap-far", id=snap.id, distance_m=round(snap.distance_m), limit_m=f"{limit_m:g}")
        for snap in snaps
        if snap.distance_m > limit_m
    )


def land_arcs(network: RoadNetwork, rule: IslandRule) -> BoolArray:
    """Return which arcs lie on no island. Shape (m,)."""
    size = np.bincount(network.component)
    big = size >= rule.least_share * network.nodes
    big[0] = True
    result: BoolArray = big[network.component[network.tail]]
    return result


def find_foot(index: RoadIndex, point: LonLat, land: BoolArray, rule: IslandRule) -> Foot:
    """Return the place on a road that a point belongs to; raises ValueError when there is no road."""
    foot = index.find_nearest(point)
    if foot is None:
        raise ValueError("no roads")
    if not land[foot.arc]:
        other = index.find_nearest(point, land)
        if other is not None and other.distance_m <= rule.factor * foot.distance_m + rule.slack_m:
            return other
    return foot


def _place_and_order(item: tuple[_Cut, int]) -> tuple[float, int]:
    return item[0].along_m, item[1]


def _cut_at(network: RoadNetwork, foot: Foot) -> _Cut:
    start, end = int(network.geo_start[foot.arc]), int(network.geo_end[foot.arc])
    steps = steps_m(network.geo_lon[start:end], network.geo_lat[start:end])
    before = float(steps[: foot.point - start].sum()) + foot.share * float(steps[foot.point - start])
    return _Cut(before, float(steps.sum()), foot)


def _split(network: RoadNetwork, arc: int, cuts: list[tuple[_Cut, int]], changes: _Changes) -> dict[int, int]:
    """Cut one road at sorted places; return the node of each point. `changes` takes the new nodes and arcs."""
    ends = _shared_ends(network, arc)
    node: dict[int, int] = {}
    kept: list[tuple[_Cut, int]] = []
    for cut, order in cuts:
        scale = network.length_m[arc] / cut.line_m if cut.line_m > 0 else 1.0
        if ends[0] >= 0 and cut.along_m * scale <= SAME_NODE_M:
            node[order] = ends[0]
        elif ends[1] >= 0 and (cut.line_m - cut.along_m) * scale <= SAME_NODE_M:
            node[order] = ends[1]
        elif kept and (cut.along_m - kept[-1][0].along_m) * scale <= SAME_NODE_M:
            node[order] = kept[-1][1]
        else:
            node[order] = network.nodes + len(changes.lonlat)
            changes.lonlat.append(_place_of(network, cut.foot))
            changes.component.append(int(network.component[network.tail[arc]]))
            kept.append((cut, node[order]))
    if kept:
        _cut_arcs(network, arc, kept, changes)
    return node


def _shared_ends(network: RoadNetwork, arc: int) -> tuple[int, int]:
    """Return the nodes at the stored start and end of a road that serve both directions (-1: a turn node serves only one)."""
    first, last = int(network.tail[arc]), int(network.head[arc])
    twin = int(network.twin[arc])
    if twin >= 0:
        first = first if first == network.head[twin] else -1
        last = last if last == network.tail[twin] else -1
    else:
        first, last = (node if network.node_key[node] >= 0 else -1 for node in (first, last))
    return (last, first) if network.geo_flip[arc] else (first, last)


def _place_of(network: RoadNetwork, foot: Foot) -> LonLat:
    lon, lat = network.geo_lon[foot.point : foot.point + 2].tolist(), network.geo_lat[foot.point : foot.point + 2].tolist()
    return LonLat(lon[0] + foot.share * (lon[1] - lon[0]), lat[0] + foot.share * (lat[1] - lat[0]))


def _cut_arcs(network: RoadNetwork, arc: int, kept: list[tuple[_Cut, int]], changes: _Changes) -> None:
    """Put the parts of a road and of its twin into `changes`, each in its own direction of travel."""
    spans = _cut_lines(network, arc, kept, changes)
    places = [0.0, *(cut.along_m / max(cut.line_m, 1e-9) for cut, _ in kept), 1.0]
    shares = [b - a for a, b in pairwise(places)]
    middle = [node for _, node in kept]
    twin = int(network.twin[arc])
    numbers: list[list[int]] = []
    for one in (arc, twin) if twin >= 0 else (arc,):
        flip = bool(network.geo_flip[one])
        order = range(len(shares) - 1, -1, -1) if flip else range(len(shares))
        stops = [int(network.tail[one]), *(middle[::-1] if flip else middle), int(network.head[one])]
        made = [one] + [network.arcs + len(changes.rows) + extra for extra in range(len(shares) - 1)]
        for rank, part in enumerate(order):
            length = float(network.length_m[one]) * shares[part]
            row = (stops[rank], stops[rank + 1], length, *spans[part], -1, flip, one)
            if rank:
                changes.rows.append(row)
            else:
                changes.heads[one] = row
        numbers.append(made[::-1] if flip else made)
    if len(numbers) == 2:
        for a, b in zip(*numbers, strict=True):
            _set_twin(network, changes, a, b)
            _set_twin(network, changes, b, a)


def _set_twin(network: RoadNetwork, changes: _Changes, arc: int, twin: int) -> None:
    if arc < network.arcs:
        row = changes.heads[arc]
        changes.heads[arc] = (*row[:5], twin, *row[6:])
    else:
        row = changes.rows[arc - network.arcs]
        changes.rows[arc - network.arcs] = (*row[:5], twin, *row[6:])


def _cut_lines(network: RoadNetwork, arc: int, kept: list[tuple[_Cut, int]], changes: _Changes) -> list[tuple[int, int]]:
    """Append the lines of the parts to the geometry, in stored order, and return the slice of each."""
    start, end = int(network.geo_start[arc]), int(network.geo_end[arc])
    lons, lats = network.geo_lon[start:end].tolist(), network.geo_lat[start:end].tolist()
    line = [LonLat(lon, lat) for lon, lat in zip(lons, lats, strict=True)]
    spans: list[tuple[int, int]] = []
    here, opening = 0, line[0]
    for cut, _ in kept:
        place, step = _place_of(network, cut.foot), cut.foot.point - start
        spans.append(_append(network, changes, [opening, *line[here + 1 : step + 1], place]))
        here, opening = step, place
    spans.append(_append(network, changes, [opening, *line[here + 1 :]]))
    return spans


def _append(network: RoadNetwork, changes: _Changes, line: list[LonLat]) -> tuple[int, int]:
    begin = network.geo_lon.size + len(changes.geo)
    changes.geo += line
    return begin, begin + len(line)


def _applied(network: RoadNetwork, changes: _Changes) -> RoadNetwork:
    if not changes.heads:
        return network
    tail, head, length_m = network.tail.copy(), network.head.copy(), network.length_m.copy()
    geo_start, geo_end, twin = network.geo_start.copy(), network.geo_end.copy(), network.twin.copy()
    for arc, row in changes.heads.items():
        tail[arc], head[arc], length_m[arc], geo_start[arc], geo_end[arc], twin[arc] = row[:6]
    changed = replace(network, tail=tail, head=head, length_m=length_m, geo_start=geo_start, geo_end=geo_end, twin=twin)
    columns = list(zip(*changes.rows, strict=True))
    spots = np.array(changes.lonlat, dtype=np.float64)
    lines = np.array(changes.geo, dtype=np.float64)
    return grow(
        changed,
        NewNodes(spots[:, 0], spots[:, 1], np.array(changes.component, dtype=np.int32)),
        NewArcs(
            tail=np.array(columns[0], dtype=np.int32),
            head=np.array(columns[1], dtype=np.int32),
            length_m=np.array(columns[2], dtype=np.float64),
            geo_start=np.array(columns[3], dtype=np.int64),
            geo_end=np.array(columns[4], dtype=np.int64),
            twin=np.array(columns[5], dtype=np.int32),
            geo_flip=np.array(columns[6], dtype=np.bool_),
            like=np.array(columns[7], dtype=np.int32),
        ),
        (lines[:, 0], lines[:, 1]),
    )
