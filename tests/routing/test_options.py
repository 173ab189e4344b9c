from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.cases import AS_OF, END, START, arc_between, conditions, draw, hour, options_of, scenario_of
from safeconduct.model.hazard import Incident
from safeconduct.model.place import LonLat
from safeconduct.model.plan import OPTION_LABELS, Option, Route
from safeconduct.model.settings import Settings
from safeconduct.model.times import Span, Window
from safeconduct.network.graph import RoadNetwork
from safeconduct.routing.options import usable_exits

LADDER = draw("a b c z\nd e f g", "ab bc cz ad de ef fg gz be cf")
WILD = Incident("i", AS_OF, LonLat(38.0, 47.5), 1.0)


def first_of(option: Option, group_id: str = "group-a") -> Route:
    return next(route for route in option.routes if route.group_id == group_id)


def roads_of(network: RoadNetwork, arcs: tuple[int, ...]) -> dict[int, float]:
    return {min(arc, int(network.twin[arc])) if network.twin[arc] >= 0 else arc: float(network.length_m[arc]) for arc in arcs}


def shared(network: RoadNetwork, route: Route, *earlier: Route) -> float:
    used = {road for one in earlier for road in roads_of(network, one.arcs)}
    roads = roads_of(network, route.arcs)
    return sum(length for road, length in roads.items() if road in used) / sum(roads.values())


def check_options(network: RoadNetwork, at: dict[str, int], options: tuple[Option, ...], *, k: int, closed: set[int]) -> None:
    """Check every promise of a set of options on a drawn map."""
    assert tuple(option.label for option in options) == OPTION_LABELS
    ids = [route.id for option in options for route in option.routes]
    assert len(set(ids)) == len(ids)
    travel = network.convoy_travel_s(50.0)
    for option in options:
        for group_id in dict.fromkeys(route.group_id for route in option.routes):
            routes = [route for route in option.routes if route.group_id == group_id]
            assert 1 <= len(routes) <= k
            for number, route in enumerate(routes):
                nodes = [at[group_id[-1]], *(int(network.head[arc]) for arc in route.arcs)]
                assert [int(network.tail[arc]) for arc in route.arcs] == nodes[:-1]
                assert len(set(nodes)) == len(nodes)
                assert nodes[-1] == at[route.exit_id[-1]]
                assert not closed & {*route.arcs, *route.back_arcs}
                assert route.travel_s == sum(int(travel[arc]) for arc in route.arcs)
                assert route.length_m == pytest.approx(sum(network.length_m[arc] for arc in route.arcs))
                assert route.why.endswith(".")
                check_way_points(route)
                if number:
                    assert shared(network, route, *routes[:number]) <= 0.5 + 1e-9
                    assert route.overlap == pytest.approx(shared(network, route, routes[0]))
                    new_exit = route.exit_id not in {one.exit_id for one in routes[:number]}
                    assert route.travel_s <= (3.0 if new_exit else 1.8) * routes[0].travel_s
                    assert route.why.startswith(
                        "Alternate" if route.exit_id == routes[0].exit_id else f"Another exit ({route.exit_id})"
                    )
                    at_exits = {at[one.exit_id[-1]] for one in routes}
                    assert not at_exits & set(nodes[:-1]) - {at[group_id[-1]]}


def check_way_points(route: Route) -> None:
    assert (route.way_points[0].role, route.way_points[-1].role) == ("start", "exit")
    assert (route.way_points[0].km, route.way_points[0].drive_s) == (0.0, 0)
    assert route.way_points[-1].drive_s == route.travel_s
    assert route.way_points[-1].km == pytest.approx(route.length_m / 1000, abs=1e-3)
    assert [point.km for point in route.way_points] == sorted(point.km for point in route.way_points)
    assert len(route.way_points) <= 14


def test_without_incidents_the_three_are_the_same_and_say_so() -> None:
    options = options_of(LADDER, scenario_of()).options
    assert len({tuple(route.arcs for route in option.routes) for option in options}) == 1
    for option in options:
        assert "No incidents on file" in option.why
        assert "No incidents on file" in first_of(option).why
        assert option.person_exposure == 0
    check_options(*LADDER, options, k=3, closed=set())


def test_with_exposure_on_the_short_way_the_three_differ() -> None:
    network, at = LADDER
    state = conditions(
        network, {arc_between(network, at, "bc"): 5.0, arc_between(network, at, "ef"): 1.0, arc_between(network, at, "be"): 0.1}
    )
    big, long_at = draw("a  b  z\n\nc  d  e\n\nf  g  h", "ab bz ac cd de ez cf fg gh he")
    state = conditions(big, {arc_between(big, long_at, "bz"): 10.0, arc_between(big, long_at, "cd"): 1.0})
    options = options_of((big, long_at), scenario_of(incidents=(WILD,)), state).options
    by_label = {option.label: first_of(option) for option in options}
    assert [by_label[label].exposure for label in OPTION_LABELS] == [0.0, 1.0, 10.0]
    assert by_label["fastest"].travel_s < by_label["balanced"].travel_s < by_label["safest"].travel_s
    assert by_label["safest"].why.startswith("Least exposure")
    assert by_label["fastest"].why.startswith("Shortest time")
    assert [option.person_exposure for option in options] == [0.0, 100.0, 1000.0]
    assert [option.longest_s for option in options] == [by_label[label].travel_s for label in OPTION_LABELS]
    check_options(big, long_at, options, k=3, closed=set())


def test_route_ids_name_option_group_and_rank() -> None:
    options = options_of(LADDER, scenario_of(("a", "d"))).options
    assert [route.id for route in options[0].routes] == ["S1A", "S1B", "S2A", "S2B"]
    assert [option.routes[0].id for option in options] == ["S1A", "B1A", "F1A"]


def test_one_route_when_one_is_asked_for() -> None:
    assert [route.id for route in options_of(LADDER, scenario_of(), k=1).options[1].routes] == ["B1A"]


def test_an_alternate_that_shares_too_much_is_not_offered() -> None:
    neck = draw("a  b    c z", "ab bc:km=5 bc:km=5.1 cz")
    assert len(options_of(neck, scenario_of()).options[0].routes) == 2
    tight = scenario_of(settings=Settings(max_overlap=0.3))
    assert len(options_of(neck, tight).options[0].routes) == 1


def test_an_alternate_that_takes_too_long_is_not_offered() -> None:
    for km, offered in ((1.7, 2), (1.9, 1)):
        pair = draw("a z", f"az:km=1 az:km={km}")
        assert len(options_of(pair, scenario_of()).options[0].routes) == offered


def test_the_nearest_exit_is_taken_and_another_one_may_be_an_alternate() -> None:
    two = draw("y a  z", "ya az")
    routes = options_of(two, scenario_of(("a",), ("z", "y"))).options[0].routes
    assert [route.exit_id for route in routes] == ["exit-y", "exit-z"] or [route.exit_id for route in routes] == ["exit-y"]
    near = draw("y  a  z", "ya az:km=3")
    routes = options_of(near, scenario_of(("a",), ("z", "y"))).options[0].routes
    assert [route.exit_id for route in routes] == ["exit-y", "exit-z"]
    assert "exit-z" in routes[1].why


def test_an_exit_that_cannot_be_used_is_left_out() -> None:
    both = scenario_of(("a",), ("z", "y"))
    assert usable_exits(both, START, END) == ("exit-z", "exit-y")
    night = Window("W", Span(END, hour(20)), "exit", "exit-y")
    assert usable_exits(replace(both, windows=(night,)), START, END) == ("exit-z",)
    z, y = both.exits
    for shut in (
        replace(y, opens=END),
        replace(y, closes=START),
        replace(y, opens=hour(-5), closes=hour(-1)),
        replace(y, beds=0),
    ):
        assert usable_exits(replace(both, exits=(z, shut)), START, END) == ("exit-z",)
    for open_ in (replace(y, opens=hour(11)), replace(y, closes=hour(1)), replace(y, beds=1)):
        assert usable_exits(replace(both, exits=(z, open_)), START, END) == ("exit-z", "exit-y")
    assert usable_exits(both, END, START) == ()


def test_a_closed_road_is_never_used_and_a_part_time_one_is_named() -> None:
    network, at = LADDER
    short = {arc_between(network, at, pair) for pair in ("bc", "cb")}
    closed = conditions(network, closed=dict.fromkeys(short, ("C1",)))
    options = options_of(LADDER, scenario_of(), closed).options
    check_options(network, at, options, k=3, closed=short)
    assert first_of(options[0]).closed_by == ()
    part = conditions(network, open_spans=dict.fromkeys(short, ((0.0, 7200.0),)), shut_by=dict.fromkeys(short, ("C2", "W1")))
    assert first_of(options_of(LADDER, scenario_of(), part).options[0]).closed_by == ("C2", "W1")


def test_a_group_that_cannot_leave_is_told_why() -> None:
    network, at = draw("a b z\nc d", "a>b b>z cd")
    shut = conditions(network, closed={arc_between(network, at, "bz"): ("bridge",)})
    found = options_of((network, at), scenario_of(("a", "c")), shut)
    assert set(found.unreachable) == {"group-a", "group-c"}
    assert "bridge" in found.unreachable["group-a"]
    assert "no road in the road file" in found.unreachable["group-c"]
    heavy = conditions(network, closed={arc_between(network, at, "ab"): ("limit:weight",)})
    assert options_of((network, at), scenario_of(), heavy).unreachable["group-a"].endswith("by a posted weight limit.")
    assert all(option.routes == () and option.longest_s == 0 for option in found.options)
    some = options_of((network, at), scenario_of(("a", "c")))
    assert set(some.unreachable) == {"group-c"}
    assert {route.group_id for route in some.options[0].routes} == {"group-a"}
    none = options_of((network, at), replace(scenario_of(), exits=()))
    assert "no exit can be used" in none.unreachable["group-a"]


def test_a_group_at_its_exit_does_not_drive() -> None:
    options = options_of(LADDER, scenario_of(("z",))).options
    route = options[0].routes[0]
    assert (route.arcs, route.travel_s, route.length_m, route.back_s, route.overlap) == ((), 0, 0.0, 0, 0.0)
    assert route.geometry == (LADDER[0].node_point(LADDER[1]["z"]),)
    assert [point.role for point in route.way_points] == ["start", "exit"]


def test_the_way_back_is_the_fastest_and_absent_where_there_is_none() -> None:
    network, at = draw("a b z\nc", "ab b>z z>c:km=5 ca zb:km=9")
    route = options_of((network, at), scenario_of()).options[0].routes[0]
    assert route.back_arcs == tuple(arc_between(network, at, pair) for pair in ("zc", "ca"))
    assert route.back_s == sum(int(network.convoy_travel_s(50.0)[arc]) for arc in route.back_arcs)
    one_way = draw("a z", "a>z")
    route = options_of(one_way, scenario_of()).options[0].routes[0]
    assert (route.back_arcs, route.back_s) == ((), 0)


def test_a_return_way_joins_each_exit_in_use_to_each_group_without_a_route_there() -> None:
    network, at = draw("x a b y", "xa:km=2 ab:km=3 by:km=2")
    found = options_of((network, at), scenario_of(("a", "b"), ("x", "y")), k=1)
    assert [(way.exit_id, way.group_id) for way in found.returns] == [("exit-x", "group-b"), ("exit-y", "group-a")]
    way = found.returns[0]
    assert way.arcs == (arc_between(network, at, "xa"), arc_between(network, at, "ab"))
    assert way.travel_s == sum(int(network.convoy_travel_s(50.0)[arc]) for arc in way.arcs)


def test_no_return_way_where_a_route_gives_one_or_no_road_leads() -> None:
    drawn = draw("x a b y", "xa:km=2 ab:km=3 by:km=2")
    assert options_of(drawn, scenario_of(("a", "b"), ("x", "y")), k=2).returns == ()
    assert options_of(drawn, scenario_of(("a", "b"), ("x",)), k=1).returns == ()
    one_way = draw("x a b y", "xa:km=2 b>a:km=3 by:km=2")
    found = options_of(one_way, scenario_of(("a", "b"), ("x", "y")), k=1)
    assert [(way.exit_id, way.group_id) for way in found.returns] == [("exit-y", "group-a")]


def test_the_capacity_is_the_least_on_the_way() -> None:
    neck = draw("a b c z", "ab:cap=900 bc:cap=250 cz:cap=700")
    assert options_of(neck, scenario_of()).options[0].routes[0].capacity_vph == 250


def test_incidents_that_reach_no_road_are_not_called_none() -> None:
    option = options_of(LADDER, scenario_of(incidents=(WILD,))).options[0]
    assert first_of(option).why.startswith("Shortest time and least exposure at once")


exposures = st.dictionaries(st.integers(0, 19), st.floats(0, 50), max_size=12)
closures = st.sets(st.integers(0, 19), max_size=6)


@settings(max_examples=60, deadline=None)
@given(exposures, closures, st.integers(1, 4))
def test_every_option_keeps_its_promises_and_comes_out_the_same_again(
    exposure: dict[int, float], closed: set[int], k: int
) -> None:
    network, at = LADDER
    state = conditions(network, exposure, closed=dict.fromkeys(closed, ("C",)))
    scenario = scenario_of(("a", "e"), ("z", "d"))
    found = options_of(LADDER, scenario, state, k=k)
    check_options(network, at, found.options, k=k, closed=closed)
    assert found == options_of(LADDER, scenario, state, k=k)
    for group_id in ("group-a", "group-e"):
        if group_id not in found.unreachable:
            safest, balanced, fastest = (first_of(option, group_id) for option in found.options)
            assert safest.exposure <= balanced.exposure + 1e-6
            assert fastest.travel_s <= balanced.travel_s <= safest.travel_s
            assert balanced.exposure <= fastest.exposure + 1e-6
    assert np.isfinite([option.person_exposure for option in found.options]).all()
