"""Routes: a real way on open roads from the group to the exit, with the numbers and the drawn line of its arcs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import floor

from safeconduct.model.place import LonLat, distance_m
from safeconduct.model.plan import ReturnWay, Route
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.references import return_name

NEAR_M, LENGTH_SHARE = 5.0, 0.01


def check_routes(case: Case) -> Iterator[Finding]:
    """Yield a finding for each broken promise of a route of any option, and of a way back that no route gives."""
    for option in case.plan.options:
        for route in option.routes:
            yield from check_chain(case, route)
            yield from check_closed(case, route)
            yield from check_numbers(case, route)
            yield from check_geometry(case, route)
            yield from check_back(case, route)
    for route in case.plan.former_routes:
        yield from check_chain(case, route)
        yield from check_numbers(case, route)
        yield from check_geometry(case, route)
    for way in case.plan.returns:
        yield from check_return_way(case, way)


def _where(route: Route) -> str:
    return f"route {route.id}"


def chain_fault(case: Case, arcs: Sequence[int], start: int, end: int) -> str:
    """Return what is wrong with arcs that should lead from one node to another without meeting a node twice ("" when nothing).

    In a plan made again a vehicle may have turned on the road: there it may meet a node again, but drive no arc twice.
    """
    node, seen = start, {start}
    for place, arc in enumerate(arcs):
        if case.roads.tail[arc] != node:
            return f"arc {arc} (number {place + 1}) begins at node {case.roads.tail[arc]}, not at {node}"
        node = case.roads.head[arc]
        if node in seen and case.plan.revision is None:
            return f"node {node} is met twice"
        seen.add(node)
    if len(set(arcs)) < len(arcs):
        return "an arc is driven twice"
    return "" if node == end else f"it ends at node {node}, not at {end}"


def check_chain(case: Case, route: Route) -> Iterator[Finding]:
    """Yield a finding when the arcs do not lead from the group's node to the exit's, each node once."""
    fault = chain_fault(case, route.arcs, case.group_node[route.group_id], case.exit_node[route.exit_id])
    if fault:
        yield finding("route-chain", _where(route), fault)


def check_closed(case: Case, route: Route) -> Iterator[Finding]:
    """Yield a finding for a closed road on the way out or back, and for an unnamed closure that shuts part of it at times."""
    yield from closed_arcs(case, (*route.arcs, *route.back_arcs), _where(route))
    wanted = {cause for arc in route.arcs for cause in case.shut.shut_by.get(arc, ())}
    for cause in sorted(wanted - set(route.closed_by)):
        yield finding("route-closed-by", _where(route), f"{cause!r} shuts part of it for part of the time and is not named")
    known = {closure.id for closure in case.scenario.closures} | {window.id for window in case.scenario.windows} | wanted
    near = known if case.shut.unsure.intersection(route.arcs) else wanted
    for cause in route.closed_by:
        if cause not in near:
            yield finding("route-closed-by", _where(route), f"{cause!r} is named, but shuts no part of it for part of the time")


def closed_arcs(case: Case, arcs: Sequence[int], where: str) -> Iterator[Finding]:
    """Yield a finding for each of the arcs that is closed for the whole movement."""
    for arc in arcs:
        if arc in case.shut.closed:
            yield finding("route-closed", where, f"arc {arc} is closed by {', '.join(case.shut.closed[arc])}")
        elif case.roads.capacity_vph[arc] <= 0:
            yield finding("route-closed", where, f"arc {arc} carries no vehicle")


def check_numbers(case: Case, route: Route) -> Iterator[Finding]:
    """Yield a finding when length (0.1 % and 1 m), driving time or capacity is not that of the arcs."""
    metres, seconds = case.roads.metres(route.arcs), case.roads.drive_s(route.arcs)
    if abs(metres - route.length_m) > 1 + 0.001 * metres:
        yield finding("route-numbers", _where(route), f"{route.length_m:.0f} m stated, its arcs are {metres:.0f} m long")
    if seconds != route.travel_s:
        yield finding("route-numbers", _where(route), f"{route.travel_s} s stated, its arcs take {seconds} s")
    if route.arcs:
        least = floor(min(case.roads.capacity_vph[arc] for arc in route.arcs))
        if route.capacity_vph != least:
            yield finding(
                "route-numbers", _where(route), f"{route.capacity_vph} vehicles/h stated, its least road carries {least}"
            )
    if route.exposure < 0:
        yield finding("route-numbers", _where(route), f"exposure {route.exposure} is below zero")


def line_of(case: Case, route: Route) -> list[LonLat]:
    """Return the points of the route's arcs in order, or of the group's node when there is no arc."""
    points = [point for arc in route.arcs for point in case.roads.points(arc)]
    return points or [case.roads.node_point(case.group_node[route.group_id])]


def check_geometry(case: Case, route: Route) -> Iterator[Finding]:
    """Yield a finding unless the drawn line follows the arcs: both ends within 5 m, each point on it, length within 1 %."""
    line = line_of(case, route)
    drawn = route.geometry
    if not drawn:
        if route.arcs:
            yield finding("route-geometry", _where(route), "no line is drawn")
        return
    for end, stated, true in (("begins", drawn[0], line[0]), ("ends", drawn[-1], line[-1])):
        if distance_m(stated, true) > NEAR_M:
            yield finding("route-geometry", _where(route), f"it {end} {distance_m(stated, true):.0f} m from the route")
    astray = _first_astray(drawn, line)
    if astray is not None:
        yield finding("route-geometry", _where(route), f"point {astray} is not on the roads of the route, in their order")
    stated_m, true_m = _length_m(drawn), _length_m(line)
    if abs(stated_m - true_m) > NEAR_M + LENGTH_SHARE * true_m:
        yield finding("route-geometry", _where(route), f"the drawn line is {stated_m:.0f} m, its roads are {true_m:.0f} m long")


def _first_astray(drawn: Sequence[LonLat], line: Sequence[LonLat]) -> int | None:
    """Return the first drawn point that is none of the line's next points (within 0.00001 degrees), or None."""
    at = 0
    for number, point in enumerate(drawn):
        while at < len(line) and (abs(line[at].lon - point.lon) > 1e-5 or abs(line[at].lat - point.lat) > 1e-5):
            at += 1
        if at == len(line):
            return number
    return None


def _length_m(line: Sequence[LonLat]) -> float:
    return sum(distance_m(a, b) for a, b in pairwise(line) if a != b)


def check_back(case: Case, route: Route) -> Iterator[Finding]:
    """Yield a finding when the way back does not lead from exit to group in the stated time (0 s where there is none)."""
    seconds = case.roads.drive_s(route.back_arcs)
    if seconds != route.back_s:
        yield finding("route-back", _where(route), f"{route.back_s} s stated, its arcs take {seconds} s")
    if route.back_arcs:
        fault = chain_fault(case, route.back_arcs, case.exit_node[route.exit_id], case.group_node[route.group_id])
        if fault:
            yield finding("route-back", _where(route), fault)


def check_return_way(case: Case, way: ReturnWay) -> Iterator[Finding]:
    """Yield a finding when a way back that no route gives does not lead from exit to group, is shut, or takes another time."""
    where, seconds = return_name(way), case.roads.drive_s(way.arcs)
    if seconds != way.travel_s:
        yield finding("route-back", where, f"{way.travel_s} s stated, its arcs take {seconds} s")
    fault = chain_fault(case, way.arcs, case.exit_node[way.exit_id], case.group_node[way.group_id])
    if fault:
        yield finding("route-back", where, fault)
    if case.plan.revision is None:
        yield from closed_arcs(case, way.arcs, where)
