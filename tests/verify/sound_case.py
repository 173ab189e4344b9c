"""The sample scenario on a drawn network, and its routes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from itertools import pairwise

from agreed import minimum_terms
from drawing import draw
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.hazard import Closure
from safeconduct.model.people import Exit, Family, Group, Headcount
from safeconduct.model.place import LonLat
from safeconduct.model.plan import (
    ReturnWay,
    Route,
    WayPoint,
)
from safeconduct.model.scenario import RoadSource, Scenario
from safeconduct.model.settings import Settings
from safeconduct.model.terms import Answer, Moment, PlaceRef, Term, TermLimits, Value
from safeconduct.model.times import Span, Window
from safeconduct.network.graph import RoadNetwork

ZONE = timezone(timedelta(hours=3))
GRID = """
a    b    c    x

d    e    f    y

     g
"""
SEARCH_S, STOP_S = 6, 60
"""At the checkpoint: for one vehicle, as a term says (the table says less), and for a packet of ten."""

ROADS = "ab bc cx de ef fy:cap=300 ad be cf ag gx:km=9"


def at(hour: int, minute: int = 0) -> datetime:
    """Return a moment of the sample day."""
    return datetime(2014, 8, 29, hour, minute, tzinfo=ZONE)


@cache
def ground() -> tuple[RoadNetwork, dict[str, int]]:
    """Return the drawn network and its letters."""
    return draw(GRID, ROADS)


def point(letter: str) -> LonLat:
    """Return where a letter lies."""
    net, letters = ground()
    return net.node_point(letters[letter])


def between(first: str, second: str) -> LonLat:
    """Return the middle of two letters."""
    a, b = point(first), point(second)
    return LonLat((a.lon + b.lon) / 2, (a.lat + b.lat) / 2)


def scenario(*, short: bool = False) -> Scenario:
    """Return the sample scenario; the short one ends early, screens slowly and has an open term."""
    north = Group(
        "A",
        "North school",
        point("a"),
        Headcount(178, 20, 4),
        (Family("F1", "A", Headcount(2, 1, 0), 6), Family("F2", "A", Headcount(1, 0, 1), 2)),
        own_cars=20,
        loading_bays=2,
    )
    family = Family("F3", "B", Headcount(3, 0, 0), 5)
    south = Group("B", "South school", point("d"), Headcount(120, 0, 0), (family,), ready=at(9), priority=2)
    accepted = (Answer("East", "accepted", "letter 1"), Answer("West", "accepted", "letter 2"))
    open_term = (Answer("East", "accepted", "letter 1"), Answer("West", "silent" if short else "accepted"))
    return Scenario(
        name="Sample",
        start=at(8),
        end=at(9, 27) if short else at(14),
        as_of=date(2014, 8, 28),
        zones=("Europe/Kyiv",),
        groups=(north, south),
        exits=(
            Exit("X", "East crossing", point("x"), screening_per_h=500 if short else 600, opens=at(9), closes=at(13)),
            Exit("Y", "Reception site", point("y"), screening_per_h=120 if short else None, beds=400),
        ),
        fleet=(
            FleetEntry("bus", "bus", 3, 50, 0),
            FleetEntry("amb", "ambulance", 1, 2, 2, base=point("e"), available=at(8, 40), height_m=2.9),
            FleetEntry("late", "minibus", 1, 18, 0, available=at(13, 50)),
        ),
        roads=RoadSource("roads.csv", schematic=True, attribution="drawn by hand"),
        settings=Settings(routes=2),
        windows=(
            Window("W1", Span(at(8, 30), at(13, 30))),
            Window("W2", Span(at(8, 30), at(12, 30)), scope="exit", exit_id="Y"),
        ),
        closures=(
            Closure("C1", "point", (point("g"),), "mined"),
            Closure("C2", "point", (between("b", "c"),), "checkpoint shut", span=Span(at(10), at(10, 30))),
        ),
        terms=(
            Term("T1", "The column leaves without weapons.", accepted, limits=TermLimits(search_s=SEARCH_S, party="East")),
            Term("T2", "Aid may come in.", open_term, limits=TermLimits(4, 20, returns=not short, packet_size=10)),
            _typed("T5", "window", accepted, ("from", Moment(at(8, 30), "UTC")), ("to", Moment(at(13, 30), "UTC"))),
            _typed("T6", "start", accepted, ("at", Moment(at(8, 30), "UTC+3"))),
            _typed("T7", "returns", accepted, ("until", Moment(at(13, 15), "UTC"))),
            *_routes(accepted, short=short),
            *(_against(accepted) if short else minimum_terms("East", "West")),
        ),
        checkpoints=(Checkpoint("K1", "Bridge post", point("b"), 4, 1, "East", closes=at(13)),),
        input_hash="5" * 64,
    )


def _typed(name: str, kind: str, answers: tuple[Answer, ...], *values: tuple[str, Value]) -> Term:
    return Term(name, "", answers, kind=kind, values=values)


def _routes(answers: tuple[Answer, ...], *, short: bool) -> tuple[Term, ...]:
    """Return the stated routes: by the northern or the southern road, no deviation; in the short case only what is bypassed."""
    if short:
        return (_typed("R1", "route", answers, ("avoid", (PlaceRef("G", point("g")),))),)
    north, south = (tuple(PlaceRef(letter.upper(), point(letter)) for letter in letters) for letters in ("bcx", "efy"))
    return (
        replace(_typed("R1", "route", answers, ("way_points", north), ("deviation", "forbidden")), label="north"),
        replace(_typed("R2", "route", answers, ("way_points", south), ("deviation", "forbidden")), label="south"),
    )


def _against(answers: tuple[Answer, ...]) -> tuple[Term, ...]:
    """Return two clauses that contradict each other, accepted or not."""
    said = ("none taken", "personal arms kept")
    return tuple(_typed(f"T{3 + n}", "weapons", answers, ("condition", one)) for n, one in enumerate(said))


def arcs_of(path: str) -> tuple[int, ...]:
    """Return the arcs along a path of letters."""
    net, letters = ground()
    pairs = list(zip(net.tail.tolist(), net.head.tolist(), strict=True))
    return tuple(pairs.index((letters[u], letters[v])) for u, v in pairwise(path))


PATHS = {
    ("A", 1): ("abcx", "X", "xcba"),
    ("A", 2): ("adefy", "Y", "yfeda"),
    ("B", 1): ("defy", "Y", "yfed"),
    ("B", 2): ("dabcx", "X", ""),
}
RETURN_PATH = "xcbad"
"""From X to B, where the route gives no way back."""


def travel_s() -> list[int]:
    """Return the column's seconds on each arc: a packet of ten stops a minute at the end of each road to the checkpoint."""
    net, letters = ground()
    driven: list[int] = net.convoy_travel_s(50.0).tolist()
    return [seconds + STOP_S * (head == letters["b"]) for seconds, head in zip(driven, net.head.tolist(), strict=True)]


def return_way() -> ReturnWay:
    """Return the way back that no route gives."""
    travel = travel_s()
    arcs = arcs_of(RETURN_PATH)
    return ReturnWay("X", "B", arcs, sum(travel[arc] for arc in arcs))


def make_route(case: Scenario, label: str, group_id: str, number: int) -> Route:
    """Return the first route or the alternate of a group in an option."""
    net, letters = ground()
    path, exit_id, back = PATHS[group_id, number]
    arcs, back_arcs = arcs_of(path), arcs_of(back)
    travel = travel_s()
    lengths = net.length_m.tolist()
    marks, km, seconds = [], 0.0, 0
    for place, arc in enumerate((*arcs, None)):
        role = "start" if place == 0 else "exit" if arc is None else "way"
        here = net.node_point(letters[path[place]])
        if path[place] == "b":
            marks.append(WayPoint("Bridge post", here, round(km, 3), seconds - STOP_S, "checkpoint"))
        marks.append(WayPoint(path[place], here, round(km, 3), seconds, role))
        if arc is not None:
            km, seconds = km + lengths[arc] / 1000, seconds + travel[arc]
    first = {frozenset(pair) for pair in zip(PATHS[group_id, 1][0], PATHS[group_id, 1][0][1:], strict=False)}
    shared = sum(lengths[arc] for arc, pair in zip(arcs, pairwise(path), strict=False) if frozenset(pair) in first)
    return Route(
        id=f"{label[0].upper()}{group_id}{number}",
        group_id=group_id,
        exit_id=exit_id,
        arcs=arcs,
        geometry=tuple(net.node_point(letters[letter]) for letter in path),
        way_points=tuple(marks),
        length_m=km * 1000,
        travel_s=seconds,
        capacity_vph=int(min(net.capacity_vph.tolist()[arc] for arc in arcs)),
        exposure=2.0 + number,
        back_arcs=back_arcs,
        back_s=sum(travel[arc] for arc in back_arcs),
        overlap=shared / (km * 1000) if number > 1 else 0.0,
        closed_by=("C2", "K1") if "bc" in path and case.end == at(14) else (),
        why="as drawn",
    )
