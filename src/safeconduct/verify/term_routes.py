"""Routes against the routes that the texts state: way-points passed in order, bypassed places kept off, the line not left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot, sqrt

from safeconduct.model.place import LonLat, Place, distance_m
from safeconduct.model.plan import Route
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import PlaceRef, Term
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.geometry import flatten, project
from safeconduct.verify.go import texts_of
from safeconduct.verify.references import return_name
from safeconduct.verify.routes import line_of
from safeconduct.verify.stated_line import Line, leaves_line, stated_line

PASS_M, KEEP_OFF_M = 2000.0, 1000.0
"""A route passes a way-point within the first, and bypasses a place beyond the second."""

AT_END_M = 5000.0
"""So near to the first way-point a route may begin, and so near to the last it may end, without passing its middle."""

SAME_M = 2000.0

Marks = tuple[tuple[str, LonLat], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a clause asks of a route: way-points in order and places to keep off, by name and point; others are not known.

    line: the roads that may be driven beside local ones, where the clause forbids to deviate (None: any).
    """

    term: str
    passes: Marks
    keeps_off: Marks
    line: Line | None = None


def routes_stated(scenario: Scenario) -> bool:
    """Tell whether a typed clause in force states a route for people."""
    return any(_states(term) for text in texts_of(scenario) for term in text.terms)


def _states(term: Term) -> bool:
    named = term.find_value("way_points") or term.find_value("avoid")
    return term.kind == "route" and term.find_value("use") != "aid in" and bool(named)


def check_term_routes(case: Case) -> Iterator[Finding]:
    """Yield a finding for each route that follows no stated route of some text, and each way back that leaves all its lines.

    Asked are the routes of every option, and of a plan made again those former routes that a packet is still to begin. A way back
    is asked where every route of a text forbids to deviate; what goes home from the road in a plan made again is not.
    """
    texts = wanted(case)
    if not texts:
        return
    later = set()
    if case.plan.revision is not None:
        made_at = case.plan.revision.at
        later = {packet.route_id for packet in case.plan.timetable.packets if packet.depart > made_at}
    former = [route for route in case.plan.former_routes if route.id in later]
    for route in (*(route for option in case.plan.options for route in option.routes), *former):
        for text in texts:
            faults = [found for one in text if (found := fault_of(case, route, one)) is not None]
            if len(faults) == len(text):
                yield faults[0]
    for text in texts:
        yield from _check_back(case, text)


def _check_back(case: Case, text: Sequence[Wanted]) -> Iterator[Finding]:
    """Yield a finding for each way back that is on the line of no route of a text that lets nobody deviate."""
    lines = [one.line for one in text if one.line is not None]
    if len(lines) < len(text):
        return
    terms = ", ".join(one.term for one in text)
    ways = [(f"route {route.id}", route.back_arcs) for option in case.plan.options for route in option.routes]
    ways += [(return_name(way), way.arcs) for way in case.plan.returns if case.plan.revision is None]
    for where, arcs in ways:
        left = leaves_line(case, arcs, lines)
        if left is not None:
            yield finding("term-deviation", where, f"the way back leaves the road of term {terms} at {_spot(case, arcs, left)}")


def _spot(case: Case, arcs: Sequence[int], place: int) -> str:
    """Return where the arc in that place of a way begins: kilometre and position."""
    at = case.roads.node_point(case.roads.tail[arcs[place]])
    return f"km {case.roads.metres(arcs[:place]) / 1000:.1f} ({at.lat:.5f}, {at.lon:.5f})"


def wanted(case: Case) -> list[list[Wanted]]:
    """Return what each text asks, of one text any clause; places without a known point are not asked for."""
    scenario = case.scenario
    own = [(one.name, one.point) for one in scenario.groups] + [(one.name, one.point) for one in scenario.exits]
    named = [(name, place.point) for place in (*scenario.gazetteer, *case.places) for name in _names(place)]
    book: dict[str, list[LonLat]] = {}
    for name, point in (*named, *own):
        book.setdefault(" ".join(name.casefold().split()), []).append(point)
    found = []
    for text in texts_of(scenario):
        asked = [
            _wanted(case, term, _marks(term, "way_points", book), _marks(term, "avoid", book))
            for term in text.terms
            if _states(term)
        ]
        asked = [one for one in asked if one.passes or one.keeps_off]
        if asked:
            found.append(asked)
    return found


def _wanted(case: Case, term: Term, passes: Marks, keeps_off: Marks) -> Wanted:
    """Return what a clause asks, with its line where it forbids to deviate."""
    if term.find_value("deviation") != "forbidden" or not passes:
        return Wanted(term.id, passes, keeps_off)
    return Wanted(
        term.id, passes, keeps_off, stated_line(case, [point for _, point in passes], [point for _, point in keeps_off])
    )


def _names(place: Place) -> set[str]:
    return {place.name, *(one.text for one in place.names)}


def _marks(term: Term, field: str, book: dict[str, list[LonLat]]) -> Marks:
    value, marks = term.find_value(field), []
    for ref in value if isinstance(value, tuple) else ():
        if not isinstance(ref, PlaceRef):
            continue
        known = book.get(" ".join(ref.name.casefold().split()), [])
        if ref.point is not None:
            marks.append((ref.name, ref.point))
        elif known and all(distance_m(one, known[0]) <= SAME_M for one in known):
            marks.append((ref.name, known[0]))
    return tuple(marks)


def fault_of(case: Case, route: Route, asked: Wanted) -> Finding | None:
    """Return what is wrong with a route beside a stated one, or None."""
    where, line = f"route {route.id}", line_of(case, route)
    after = 0.0
    for name, point in asked.passes[joins_at(case.groups[route.group_id].point, [one for _, one in asked.passes]) :]:
        spot = first_pass(line, point, after, PASS_M)
        if spot is None and point == asked.passes[-1][1] and distance_m(line[-1], point) <= AT_END_M:
            break
        if spot is None:
            return finding("term-way-point", where, f"it does not pass {name}, in its order, as term {asked.term} has it")
        after = spot
    for name, point in asked.keeps_off:
        if first_pass(line, point, 0.0, KEEP_OFF_M) is not None:
            return finding("term-avoid", where, f"it comes within {KEEP_OFF_M:.0f} m of {name}, which term {asked.term} bypasses")
    left = leaves_line(case, route.arcs, [asked.line]) if asked.line is not None else None
    if left is not None:
        what = f"it leaves the road of term {asked.term} at {_spot(case, route.arcs, left)}, which lets nobody deviate"
        return finding("term-deviation", where, what)
    return None


def joins_at(point: LonLat, way_points: Sequence[LonLat]) -> int:
    """Return which way-point is the first to be passed from a point.

    One at which it lies; else the end of the nearest stretch between two way-points (the first one, before the route begins).
    """
    near = [number for number, one in enumerate(way_points) if distance_m(point, one) <= PASS_M]
    if near or not way_points:
        return near[0] if near else 0
    if distance_m(point, way_points[0]) <= AT_END_M or len(way_points) < 2:
        return 1 if distance_m(point, way_points[0]) <= AT_END_M else 0
    flat = flatten(way_points, point)
    stretches = [(project((0.0, 0.0), a, b), number) for number, (a, b) in enumerate(pairwise(flat))]
    (_, share), number = min(stretches, key=lambda one: (one[0][0], one[1]))
    return 0 if number == 0 and share <= 0 else number + 1


def first_pass(line: Sequence[LonLat], point: LonLat, after: float, within_m: float) -> float | None:
    """Return where a line first comes that near to a point, at or after a place on it (number of the segment and share of it)."""
    flat = flatten(line, point)
    segments = list(pairwise(flat)) or [(flat[0], flat[0])]
    for number, (a, b) in enumerate(segments):
        away, share = project((0.0, 0.0), a, b)
        if number + 1 < after or away > within_m:
            continue
        length = hypot(b[0] - a[0], b[1] - a[1])
        reach = 1.0 if length <= 0 else sqrt(within_m * within_m - away * away) / length
        enters, leaves = number + max(0.0, share - reach), number + min(1.0, share + reach)
        if leaves >= after:
            return max(enters, after)
    return None
