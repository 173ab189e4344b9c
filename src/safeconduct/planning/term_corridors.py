"""The roads that the routes of the texts leave: the ways along their way-points, both directions, and local roads at the ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf, isfinite

import numpy as np

from safeconduct.model.conditions import ArcConditions
from safeconduct.model.place import LonLat, distance_m
from safeconduct.network.attach import IslandRule, find_foot, land_arcs
from safeconduct.network.graph import BoolArray, FloatArray, IntArray, RoadNetwork
from safeconduct.network.nearest import Foot, RoadIndex
from safeconduct.planning.term_places import KEEP_OFF_M, PASS_M, PlacedRoute, first_needed, passes_at
from safeconduct.routing.front import bounds_to, edge_way
from safeconduct.routing.ground import Ground, ground_of

AT_NODE_M = 300
"""Where the nearest place on a road is so near (in whole metres) to a junction or an end of it, a way-point is passed there,
whichever road leads on."""

LOCAL_ROADS_M = 5_000.0
"""Roads that lie wholly within this distance of an assembly point or an exit may be used to reach the stated route."""

LIMIT, BYPASSED = "limit:", "bypassed"
"""What shuts a road for whoever agreed on a route, too: what a vehicle of the fleet cannot pass, and places to be bypassed."""

Ends = tuple[int, int, tuple[int, ...]]
"""A way through a way-point: the node where it begins, the one where it ends, its arcs."""


class Corridors:
    """Finds the arcs of stated routes on one network; what is asked for twice is worked out once."""

    def __init__(self, network: RoadNetwork, travel_s: IntArray, conditions: ArcConditions, *, as_agreed: bool = False) -> None:
        self._as_agreed = as_agreed
        self._network, self._travel_s, self._conditions = network, travel_s, conditions
        self._ground: Ground = ground_of(network, travel_s, conditions)
        self._index, self._land = RoadIndex(network), land_arcs(network, IslandRule())
        self._passes: dict[LonLat, tuple[Ends, ...]] = {}

    def reaches(self, point: LonLat) -> bool:
        """Tell whether a road comes near enough to a way-point."""
        return bool(self.passes(point))

    def passes(self, point: LonLat) -> tuple[Ends, ...]:
        """Return the ways past a way-point: a junction there, or the nearest road in each direction; none where all are far."""
        if point not in self._passes:
            foot = find_foot(self._index, point, self._land, IslandRule())
            self._passes[point] = () if foot.distance_m > PASS_M else self._ways(foot)
        return self._passes[point]

    def _ways(self, foot: Foot) -> tuple[Ends, ...]:
        net, arc = self._network, foot.arc
        before, after = (np.array([net.geo_lon[at], net.geo_lat[at]]) for at in (foot.point, foot.point + 1))
        place = LonLat(*(before + foot.share * (after - before)).tolist())
        # In whole metres, so that two ends equally near stay so however one measures.
        near, node = min((round(distance_m(net.node_point(end), place)), end) for end in (int(net.tail[arc]), int(net.head[arc])))
        arcs = [one for one in (arc, int(net.twin[arc])) if one >= 0 and one not in self._conditions.closed]
        if near <= AT_NODE_M or not arcs:
            # A junction with forbidden turns is several nodes at one place; it is passed by whichever of them.
            same = np.flatnonzero((net.node_lon == net.node_lon[node]) & (net.node_lat == net.node_lat[node]))
            return tuple((one, one, ()) for one in same.tolist())
        return tuple((int(net.tail[one]), int(net.head[one]), (one,)) for one in arcs)

    def allowed(self, route: PlacedRoute, groups: Sequence[tuple[int, LonLat]], exits: Sequence[tuple[int, LonLat]]) -> BoolArray:
        """Return which arcs a route leaves to people and to vehicles that drive back. Shape (m,)."""
        if route.stated.forbidden and not self._as_agreed:
            # Who may not deviate keeps to the road that was agreed: a closure on it leaves none, and is no leave to take another.
            limits = {arc: why for arc, why in self._conditions.closed.items() if any(one.startswith(LIMIT) for one in why)}
            agreed = replace(self._conditions, closed=limits, open_spans={}, shut_by={})
            return Corridors(self._network, self._travel_s, agreed, as_agreed=True).allowed(route, groups, exits)
        keeps_off = self._keeps_off(route.off)
        if not keeps_off.all():
            shut = shut_outside(self._conditions, keeps_off, (BYPASSED,))
            inside = Corridors(self._network, self._travel_s, shut, as_agreed=self._as_agreed)
            return keeps_off & inside.allowed(replace(route, off=()), groups, exits)
        marks = np.zeros(self._network.arcs, dtype=np.bool_)
        points = [point for point in route.points if self.reaches(point)]
        if not points:
            return ~marks
        chain = [self.passes(point) for point in points]
        self._mark(marks, chain)
        self._mark(marks, chain[::-1])
        for node, _ in exits:
            self._mark(marks, [chain[-1], ((node, node, ()),)])
            self._mark(marks, [((node, node, ()),), chain[-1]])
        for node, point in groups if not route.stated.forbidden else ():
            at = chain[min(first_needed(point, points), len(chain) - 1)]
            self._mark(marks, [((node, node, ()),), at])
            self._mark(marks, [at, ((node, node, ()),)])
        return marks | self._local([point for _, point in (*groups, *exits)])

    def way(self, route: PlacedRoute, group: tuple[int, LonLat], exits: Iterable[int]) -> tuple[int, ...] | None:
        """Return the quickest way of a group through all way-points that it has to pass, in order, to one of the exits.

        None where there is none, or where it would meet a node twice.
        """
        node, point = group
        points = [one for one in route.points if self.reaches(one)]
        needed = points[first_needed(point, points) :]
        best: tuple[float, tuple[int, ...]] | None = None
        for exit_node in exits:
            chain = [((node, node, ()),), *(self.passes(one) for one in needed), ((exit_node, exit_node, ()),)]
            cost, arcs, whole = self._through(chain)
            met = [node, *(int(self._network.head[arc]) for arc in arcs)]
            if whole and len(set(met)) == len(met) and (best is None or cost < best[0]):
                best = (cost, tuple(arcs))
        return None if best is None else best[1]

    def _mark(self, marks: BoolArray, chain: Sequence[Sequence[Ends]]) -> None:
        """Mark the arcs of the quickest way through the chain, in that order, and the same roads the other way."""
        for arc in self._through(chain)[1]:
            marks[arc] = True
            if self._network.twin[arc] >= 0:
                marks[self._network.twin[arc]] = True

    def _through(self, chain: Sequence[Sequence[Ends]]) -> tuple[float, list[int], bool]:
        """Return seconds and arcs of the quickest way through one of the ways of each link, and whether it is whole.

        Where a link cannot be reached it ends before that.
        """
        best = [(0.0, list(arcs)) for _, _, arcs in chain[0]]
        for before, here in pairwise(chain):
            found = [self._onwards(best, before, link) for link in here]
            if not any(isfinite(cost) for cost, _ in found):
                return *min(best, key=lambda one: one[0], default=(inf, [])), False
            best = found
        return *min(best, key=lambda one: one[0], default=(inf, [])), bool(best)

    def _onwards(self, best: Sequence[tuple[float, list[int]]], before: Sequence[Ends], link: Ends) -> tuple[float, list[int]]:
        """Return the quickest way on to and through a link, infinite where it cannot be reached."""
        begin, _, arcs = link
        bounds = bounds_to(self._ground, [begin])
        options = [
            (cost + float(bounds.time_s[end]), driven, end) for (cost, driven), (_, end, _) in zip(best, before, strict=True)
        ]
        cost, driven, end = min(options, key=lambda one: one[0], default=(inf, [], -1))
        if not isfinite(cost):
            return inf, []
        between = edge_way(self._ground, bounds.fastest_via, end).arcs
        return cost + sum(float(self._ground.time_s[arc]) for arc in arcs), [*driven, *between, *arcs]

    def _local(self, points: Iterable[LonLat]) -> BoolArray:
        """Return the arcs of which both ends lie near one of the points."""
        near = np.zeros((0, self._network.nodes), dtype=np.bool_)
        rows = [np.hypot(*self._metres(point)) <= LOCAL_ROADS_M for point in points]
        near = np.array(rows, dtype=np.bool_) if rows else near
        return np.asarray((near[:, self._network.tail] & near[:, self._network.head]).any(axis=0), dtype=np.bool_)

    def _metres(self, point: LonLat) -> tuple[FloatArray, FloatArray]:
        """Return how far east and north each node lies of a point, in metres."""
        north = 111_195.0
        east = north * float(np.cos(np.radians(point.lat)))
        return (self._network.node_lon - point.lon) * east, (self._network.node_lat - point.lat) * north

    def _keeps_off(self, points: Iterable[LonLat]) -> BoolArray:
        """Return which arcs come near no place that is to be bypassed."""
        net = self._network
        marks = np.ones(net.arcs, dtype=np.bool_)
        for point in points:
            away = np.hypot(*self._metres(point))
            may_come_near = np.minimum(away[net.tail], away[net.head]) - net.length_m <= 2 * KEEP_OFF_M
            for arc in np.flatnonzero(marks & may_come_near).tolist():
                marks[arc] = passes_at(net.arc_points(arc), point, 0.0, KEEP_OFF_M) is None
        return marks


def shut_outside(conditions: ArcConditions, allowed: BoolArray, cause: tuple[str, ...]) -> ArcConditions:
    """Return the conditions with every other arc closed by the clauses named in `cause`."""
    outside = {int(arc): cause for arc in np.flatnonzero(~allowed) if int(arc) not in conditions.closed}
    closed = {**conditions.closed, **outside}
    spans = {arc: one for arc, one in conditions.open_spans.items() if arc not in outside}
    shut_by = {arc: one for arc, one in conditions.shut_by.items() if arc not in outside}
    return replace(conditions, closed=closed, open_spans=spans, shut_by=shut_by)
