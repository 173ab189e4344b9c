from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from drawing import CELL_LAT, CELL_LON, ORIGIN, draw
from routing.cases import AS_OF, END, START, arc_between, hour, scenario_of
from safeconduct.exposure.assess import assess
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.hazard import Closure, Incident
from safeconduct.model.place import LonLat
from safeconduct.model.scenario import Scenario
from safeconduct.model.settings import Settings
from safeconduct.model.times import Area, Span, Window

MAP = draw("a  b  z\n\nc  d  e", "ab bz cd de")
H = 12 * 3600.0


def spot(column: float, row: float) -> LonLat:
    return LonLat(ORIGIN.lon + column * CELL_LON, ORIGIN.lat - row * CELL_LAT)


def closure(name: str = "C1", *, at: LonLat | None = None, span: Span | None = None) -> Closure:
    return Closure(name, "point", (at or spot(1.5, 0),), span=span)


def window(name: str, low: float, high: float, *, column: float = 1.5, radius_m: float = 200.0) -> Window:
    return Window(name, Span(hour(low), hour(high)), "area", area=Area(((spot(column, 0),),), radius_m))


def assessed(scenario: Scenario) -> ArcConditions:
    return assess(scenario, MAP[0], start=START, end=END)[0]


def arcs(*pairs: str) -> list[int]:
    return sorted(arc_between(*MAP, pair) for pair in pairs)


def closed_with(*closures: Closure) -> ArcConditions:
    return assessed(replace(scenario_of(), closures=closures))


def test_without_hazards_every_arc_is_open_and_unexposed() -> None:
    conditions, facts = assess(scenario_of(), MAP[0], start=START, end=END)
    assert conditions == ArcConditions({}, {}, {}, (0.0,) * MAP[0].arcs)
    assert (facts.incidents, facts.newest_age_days, facts.old) == (0, None, False)


def test_a_closure_without_times_shuts_both_directions_for_good() -> None:
    conditions = closed_with(closure())
    assert conditions.closed == dict.fromkeys(arcs("ab", "ba"), ("C1",))
    assert not conditions.open_spans
    assert not conditions.shut_by


def test_a_closure_away_from_every_road_shuts_nothing() -> None:
    assert closed_with(closure(at=spot(1.5, 1))) == assessed(scenario_of())


def test_a_closure_over_the_whole_movement_shuts_for_good() -> None:
    assert list(closed_with(closure(span=Span(hour(-1), hour(12)))).closed) == arcs("ab", "ba")


def test_a_closure_part_of_the_time_leaves_the_rest_open() -> None:
    conditions = closed_with(closure(span=Span(hour(2), hour(5))))
    assert not conditions.closed
    assert conditions.open_spans == dict.fromkeys(arcs("ab", "ba"), ((0.0, 7200.0), (18000.0, H)))
    assert conditions.shut_by == dict.fromkeys(arcs("ab", "ba"), ("C1",))


def test_a_closure_before_or_after_the_movement_shuts_nothing() -> None:
    assert closed_with(closure(span=Span(hour(-3), hour(0))), closure("C2", span=Span(hour(12), hour(13)))) == assessed(
        scenario_of()
    )


def test_several_closures_hold_together() -> None:
    conditions = closed_with(closure(span=Span(hour(2), hour(5))), closure("C2", span=Span(hour(4), hour(6))))
    assert conditions.open_spans[arcs("ab")[0]] == ((0.0, 7200.0), (21600.0, H))
    assert conditions.shut_by[arcs("ab")[0]] == ("C1", "C2")


def test_closures_that_leave_no_moment_together_close_the_arc_and_are_all_named() -> None:
    conditions = closed_with(closure(span=Span(hour(0), hour(7))), closure("C2", span=Span(hour(6), hour(12))))
    assert conditions.closed == dict.fromkeys(arcs("ab", "ba"), ("C1", "C2"))
    assert not conditions.open_spans


def test_an_area_window_opens_its_roads_only_then() -> None:
    conditions = assessed(replace(scenario_of(), windows=(window("W1", 1, 3), window("W2", 8, 20))))
    assert conditions.open_spans == dict.fromkeys(arcs("ab", "ba"), ((3600.0, 10800.0), (28800.0, H)))
    assert conditions.shut_by[arcs("ab")[0]] == ("W1", "W2")


def test_an_area_window_over_the_whole_movement_changes_nothing() -> None:
    assert assessed(replace(scenario_of(), windows=(window("W1", -1, 20),))) == assessed(scenario_of())


def test_an_area_window_outside_the_movement_closes_its_roads() -> None:
    conditions = assessed(replace(scenario_of(), windows=(window("W1", 13, 20),)))
    assert conditions.closed == dict.fromkeys(arcs("ab", "ba"), ("W1",))


def test_windows_over_different_areas_must_both_be_open() -> None:
    both = (window("W1", 1, 5), window("W2", 3, 8, column=1.6))
    conditions = assessed(replace(scenario_of(), windows=both))
    assert conditions.open_spans[arcs("ab")[0]] == ((10800.0, 18000.0),)


def test_windows_for_all_or_an_exit_are_left_to_the_movement() -> None:
    others = (Window("W1", Span(hour(1), hour(2))), Window("W2", Span(hour(1), hour(2)), "exit", "exit-z"))
    assert assessed(replace(scenario_of(), windows=others)) == assessed(scenario_of())


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("limit:weight", 10.0, 18.0),
        ("limit:width", 2.5, 2.55),
        ("limit:height", 3.5, 3.8),
    ],
)
def test_a_posted_limit_closes_the_road_for_a_fleet_above_it_only(name: str, low: float, high: float) -> None:
    for limit, shut in ((low, True), (high, False)):
        none = np.full(MAP[0].arcs, np.inf)
        values = none.copy()
        values[2] = limit
        posted = replace(
            MAP[0],
            max_weight_t=values if name == "limit:weight" else none,
            max_width_m=values if name == "limit:width" else none,
            max_height_m=values if name == "limit:height" else none,
        )
        small = FleetEntry("van", "minibus", 1, 18, 0, width_m=2.1, height_m=2.9, weight_t=5.0)
        fleet = (small, FleetEntry("bus", "bus", 3, 50, 0))
        found = assess(scenario_of(fleet=fleet), posted, start=START, end=END)[0].closed
        assert found == ({2: (name,)} if shut else {})
        assert assess(scenario_of(fleet=(small,)), posted, start=START, end=END)[0].closed == {}
        assert assess(scenario_of(), posted, start=START, end=END)[0].closed == {}


def test_exposure_is_minutes_times_mean_density_and_falls_with_distance() -> None:
    incident = Incident("i", AS_OF, spot(1.5, 0), 6.0)
    scenario = scenario_of(incidents=(incident,))
    slow = replace(scenario, settings=Settings(convoy_speed_kmh=25.0))
    found, crawling = assessed(scenario).exposure, assessed(slow).exposure
    near, middle, far = arcs("ab")[0], arcs("bz")[0], arcs("de")[0]
    assert found[near] > found[middle] > found[far] > 0
    assert found[arcs("ba")[0]] == found[near]
    seconds = MAP[0].convoy_travel_s(50.0)[near], MAP[0].convoy_travel_s(25.0)[near]
    assert crawling[near] == pytest.approx(found[near] * seconds[1] / seconds[0])


def test_the_facts_tell_what_the_index_rests_on() -> None:
    old = Incident("a", AS_OF - timedelta(days=40), spot(0, 0), 3.0)
    newer = Incident("b", AS_OF - timedelta(days=20), spot(0, 0), 2.5, last_day=AS_OF - timedelta(days=15))
    later = Incident("c", AS_OF + timedelta(days=1), spot(0, 0), 100.0)
    facts = assess(scenario_of(incidents=(old, newer, later)), MAP[0], start=START, end=END)[1]
    assert (facts.incidents, facts.severity, facts.newest_age_days, facts.old) == (2, 5.5, 15, True)
    assert (facts.first_day, facts.last_day) == (old.day, newer.last_day)
    fresh = replace(newer, last_day=AS_OF - timedelta(days=14))
    assert not assess(scenario_of(incidents=(fresh,)), MAP[0], start=START, end=END)[1].old
