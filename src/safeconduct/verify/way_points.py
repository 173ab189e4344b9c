"""Way-points: in order, near the route, at the stated kilometre and driving minute."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from safeconduct.model.place import LonLat, distance_m
from safeconduct.model.plan import Route, WayPoint
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.geometry import flatten, project
from safeconduct.verify.posts import checkpoint_fault, way_points_of

NEAR_M = 2000.0
SLACK_KM, SLACK_SHARE, SLACK_S = 0.5, 0.01, 60.0

Mark = tuple[float, float, float, float]
"""Longitude, latitude, kilometres and driving seconds from the start of the route."""


def check_way_points(case: Case) -> Iterator[Finding]:
    """Yield a finding for each way-point of any option that is out of order or does not lie where it says."""
    snap_m = {snap.id: snap.distance_m for snap in case.plan.snaps}
    for route in (*(route for option in case.plan.options for route in option.routes), *case.plan.former_routes):
        where = f"route {route.id}"
        yield from _check_ends(case, route, where, snap_m)
        for first, second in pairwise(route.way_points):
            if second.km < first.km or second.drive_s < first.drive_s:
                yield finding("route-way-points", where, f"{second.name!r} stands after {first.name!r} but lies before it")
        stated = [point for point in route.way_points if point.role == "checkpoint"]
        for fault in checkpoint_fault(stated, way_points_of(case.roads, case.posts, route)):
            yield finding("route-checkpoints", where, fault)
        marks = marks_of(case, route)
        for way_point in route.way_points:
            fault = place_fault(way_point, marks, far=way_point.role != "way")
            if fault:
                yield finding("route-way-points", where, f"{way_point.name!r} {fault}")


def _check_ends(case: Case, route: Route, where: str, snap_m: dict[str, float]) -> Iterator[Finding]:
    roles = [point.role for point in route.way_points]
    if len(roles) < 2 or roles[0] != "start" or roles[-1] != "exit" or set(roles[1:-1]) - {"way", "checkpoint"}:
        yield finding("route-way-points", where, f"roles {roles}, not start, way or checkpoint …, exit")
        return
    for point, place, node, name in (
        (route.way_points[0], case.groups[route.group_id].point, case.group_node[route.group_id], route.group_id),
        (route.way_points[-1], case.exits[route.exit_id].point, case.exit_node[route.exit_id], route.exit_id),
    ):
        least = min(distance_m(point.point, place), distance_m(point.point, case.roads.node_point(node)))
        if least > 100 + 0.05 * snap_m.get(name, 0.0):
            yield finding("route-way-points", where, f"{point.name!r} lies {least:.0f} m from {name}")
    for point, km, seconds in ((route.way_points[0], 0.0, 0), (route.way_points[-1], route.length_m / 1000, route.travel_s)):
        if abs(point.km - km) > 0.1 + 0.01 * km or abs(point.drive_s - seconds) > 2:
            fault = f"{point.name!r}: km {point.km:.1f}, {point.drive_s} s; km {km:.1f}, {seconds} s by the route"
            yield finding("route-way-points", where, fault)


def marks_of(case: Case, route: Route) -> list[Mark]:
    """Return the points of the route with the kilometre and the second at which the column is there."""
    marks: list[Mark] = []
    km, seconds = 0.0, 0.0
    for arc in route.arcs:
        points = case.roads.points(arc)
        parts = [distance_m(a, b) for a, b in pairwise(points)]
        drawn = sum(parts)
        stops = case.posts.stops.get(arc, ())
        before_s = sum(stop.stop_s for stop in stops if stop.at_start)
        drive_s = case.roads.travel_s[arc] - sum(stop.stop_s for stop in stops)
        length_km = case.roads.length_m[arc] / 1000
        marks.append((*points[0], km, seconds))
        gone = 0.0
        for point, part in zip(points[1:], parts, strict=True):
            gone += part
            share = gone / drawn if drawn else 1.0
            marks.append((*point, km + share * length_km, seconds + before_s + share * drive_s))
        km, seconds = km + length_km, seconds + case.roads.travel_s[arc]
    return marks or [(*case.roads.node_point(case.group_node[route.group_id]), 0.0, 0.0)]


def place_fault(point: WayPoint, marks: list[Mark], *, far: bool) -> str:
    """Return what is wrong with a way-point's place ("" when nothing): kilometre off the route, no road of it near, wrong time.

    far: the point may lie away from the route (an assembly point or exit off the road; its snap is checked elsewhere).
    """
    length_km = marks[-1][2]
    slack = SLACK_KM + SLACK_SHARE * length_km
    if not -0.001 <= point.km <= length_km + 0.1 + 0.01 * length_km:
        return f"stands at km {point.km:.1f} of a route of {length_km:.1f} km"
    if far:
        return ""
    near = [mark for mark in pairwise(marks) if mark[1][2] >= point.km - slack and mark[0][2] <= point.km + slack]
    if not near:
        return ""
    least = float("inf")
    for first, second in near:
        a, b = flatten([LonLat(*first[:2]), LonLat(*second[:2])], point.point)
        least = min(least, project((0.0, 0.0), a, b)[0])
        if least <= NEAR_M:
            break
    if least > NEAR_M:
        return f"lies {least / 1000:.1f} km from the route round km {point.km:.1f}"
    earliest, latest = near[0][0][3] - SLACK_S, near[-1][1][3] + SLACK_S
    if not earliest <= point.drive_s <= latest:
        return f"is stated at {point.drive_s} s, the column is there between {earliest:.0f} and {latest:.0f} s"
    return ""
