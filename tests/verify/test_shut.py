"""Closures, area windows and vehicle limits, held against hand-made cases and another geometry library."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest
import shapely

from drawing import draw
from safeconduct.exposure.assess import assess
from safeconduct.model.hazard import Closure
from safeconduct.model.place import LonLat
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Area, Span, Window
from safeconduct.network.graph import RoadNetwork
from safeconduct.verify.roads import read_roads
from safeconduct.verify.shut import NO, UNSURE, YES, Shut, find_shut, joined, outside, overlap, touches
from verify.sound_case import at, between, ground, point, scenario

NORTH_M = 1 / 111_195
"""Degrees of latitude in a metre."""


def shut_of(case: Scenario, net: RoadNetwork) -> Shut:
    return find_shut(case, read_roads(net, 50.0), Span(at(8, 30), at(13, 30)))


def with_closures(*closures: Closure) -> Scenario:
    return replace(scenario(), closures=closures, windows=())


def arcs_between(first: str, second: str) -> set[int]:
    net, letters = ground()
    ends = {letters[first], letters[second]}
    return {arc for arc in range(net.arcs) if {int(net.tail[arc]), int(net.head[arc])} == ends}


def north_of(place: LonLat, metres: float) -> LonLat:
    return LonLat(place.lon, place.lat + metres * NORTH_M)


@pytest.mark.parametrize(("metres", "verdict"), [(0, YES), (20, YES), (30, UNSURE), (40, NO), (400, NO)])
def test_a_point_shuts_a_road_within_its_reach(metres: float, verdict: str) -> None:
    closure = Closure("C", "point", (north_of(between("a", "b"), metres),), reach_m=30.0)
    assert touches(closure, [point("a"), point("b")], 1.5 + 0.03 * 30) == verdict


def test_a_line_that_crosses_a_road_shuts_both_directions() -> None:
    line = (north_of(between("a", "b"), 500), north_of(between("a", "b"), -500))
    assert set(shut_of(with_closures(Closure("C", "line", line)), ground()[0]).closed) == arcs_between("a", "b")


def test_an_area_shuts_roads_inside_and_across_its_edge_but_not_in_its_hole() -> None:
    around = between("b", "c")
    ring = tuple(
        LonLat(around.lon + dx, around.lat + dy)
        for dx, dy in ((-0.01, -0.005), (0.01, -0.005), (0.01, 0.005), (-0.01, 0.005), (-0.01, -0.005))
    )
    hole = tuple(LonLat(around.lon + 8 * (p.lon - around.lon), around.lat + 0.9 * (p.lat - around.lat)) for p in ring)
    net, _letters = ground()
    assert set(shut_of(with_closures(Closure("C", "area", ring)), net).closed) == arcs_between("b", "c")
    wide = tuple(LonLat(around.lon + 9 * (p.lon - around.lon), p.lat) for p in ring)
    assert arcs_between("b", "c") <= set(shut_of(with_closures(Closure("C", "area", wide)), net).closed)
    assert not arcs_between("b", "c") & set(shut_of(with_closures(Closure("C", "area", wide, holes=(hole,))), net).closed)


def test_a_closure_for_part_of_the_time_leaves_the_rest_open() -> None:
    timed = Closure("C", "point", (between("b", "c"),), span=Span(at(10), at(10, 30)))
    found = shut_of(with_closures(timed), ground()[0])
    assert found.closed == {}
    assert found.open_spans == dict.fromkeys(arcs_between("b", "c"), ((0.0, 5400.0), (7200.0, 18000.0)))
    assert set(found.shut_by.values()) == {("C",)}


@pytest.mark.parametrize("span", [Span(at(14), at(15)), Span(at(7), at(8, 30))])
def test_a_closure_outside_the_movement_shuts_nothing(span: Span) -> None:
    found = shut_of(with_closures(Closure("C", "point", (between("b", "c"),), span=span)), ground()[0])
    assert (found.closed, found.open_spans) == ({}, {})


def test_windows_over_an_area_open_it_only_then() -> None:
    area = Area(((between("b", "c"),),), radius_m=200.0)
    case = replace(
        scenario(),
        closures=(),
        windows=(Window("W1", Span(at(9), at(10)), "area", area=area), Window("W2", Span(at(11), at(12)), "area", area=area)),
    )
    found = shut_of(case, ground()[0])
    assert found.open_spans == dict.fromkeys(arcs_between("b", "c"), ((1800.0, 5400.0), (9000.0, 12600.0)))
    assert set(found.shut_by.values()) == {("W1", "W2")}


def test_a_posted_limit_below_the_heaviest_vehicle_closes_a_road() -> None:
    net, _letters = ground()
    limits = np.full(net.arcs, np.inf)
    limits[3] = 17.0
    assert set(shut_of(with_closures(), replace(net, max_weight_t=limits)).closed) == {3}
    limits[3] = 18.0
    assert shut_of(with_closures(), replace(net, max_weight_t=limits)).closed == {}


def test_spans_are_joined_overlapped_and_cut() -> None:
    assert joined([(5, 6), (0, 2), (2, 3), (4, 4)]) == ((0, 3), (5, 6))
    assert overlap(((0, 10),), ((2, 3), (8, 12))) == ((2, 3), (8, 10))
    assert outside((2, 3), ((0, 10),)) == ((0, 2), (3, 10))


def test_distance_verdicts_agree_with_another_library() -> None:
    rng = Random(7)
    for _ in range(400):
        road = [LonLat(38 + rng.uniform(-0.01, 0.01), 47.5 + rng.uniform(-0.01, 0.01)) for _ in range(rng.randint(2, 5))]
        kind = rng.choice(["point", "line", "area"])
        shape = tuple(
            LonLat(38 + rng.uniform(-0.01, 0.01), 47.5 + rng.uniform(-0.01, 0.01))
            for _ in range({"point": 1, "line": 3, "area": 3}[kind])
        )
        closure = Closure("C", kind, (*shape, shape[0]) if kind == "area" else shape, reach_m=rng.uniform(10, 500))
        verdict = touches(closure, road, 0.5)
        east = 111_195 * np.cos(np.radians(47.5))
        flat = [[((p.lon - 38) * east, (p.lat - 47.5) * 111_195) for p in line] for line in (road, closure.points)]
        drawn = (
            shapely.Point(flat[1][0])
            if kind == "point"
            else shapely.LineString(flat[1])
            if kind == "line"
            else shapely.Polygon(flat[1])
        )
        away = shapely.distance(drawn, shapely.LineString(flat[0])) - (0 if kind == "area" else closure.reach_m)
        if kind == "area" and away <= 0:
            assert verdict in {YES, UNSURE}
        elif abs(away) > 3:
            assert verdict == (YES if away < 0 else NO)


def test_the_planner_sees_the_same_roads_shut() -> None:
    """On random closures both agree but for roads in doubt, which the planner shuts."""
    rng = Random(11)
    net, _ = draw("a b c d e\n\nf g h i j\n\nk l m n o", "ab bc cd de fg gh hi ij kl lm mn no af bg ch di ej fk gl hm in jo")
    for _ in range(60):
        closures = []
        for number in range(rng.randint(1, 4)):
            centre = LonLat(38 + rng.uniform(0, 0.08), 47.5 - rng.uniform(0, 0.05))
            ends = [LonLat(centre.lon + rng.uniform(-0.02, 0.02), centre.lat + rng.uniform(-0.02, 0.02)) for _ in range(2)]
            kind = rng.choice(["point", "line", "area"])
            points = {"point": (centre,), "line": (centre, ends[0]), "area": (centre, *ends, centre)}[kind]
            begin = at(9) + timedelta(minutes=rng.randint(-60, 240))
            span = rng.choice([None, Span(begin, begin + timedelta(minutes=rng.randint(10, 400)))])
            closures.append(Closure(f"C{number}", kind, points, reach_m=rng.choice([30.0, 300.0]), span=span))
        case = with_closures(*closures)
        mine = shut_of(case, net)
        theirs, _facts = assess(case, net, start=at(8, 30), end=at(13, 30))
        doubt = mine.unsure
        assert {a: c for a, c in mine.closed.items() if a not in doubt} == {
            a: c for a, c in theirs.closed.items() if a not in doubt
        }
        assert {a: s for a, s in mine.open_spans.items() if a not in doubt} == {
            a: s for a, s in theirs.open_spans.items() if a not in doubt
        }
