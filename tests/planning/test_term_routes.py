"""Plans within the routes that the texts state: way-points in order, bypassed places kept off, the rest named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drawing import draw
from safeconduct.model.errors import NoPlanError
from safeconduct.model.hazard import Closure
from safeconduct.model.people import Exit, Group, Headcount
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Plan, Snap
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import PlaceRef, Term, TermsText, Value
from safeconduct.planning.make import plan_corridor, survey
from safeconduct.planning.term_places import first_needed
from safeconduct.planning.term_routes import check_term_routes
from safeconduct.verify.check import check_plan
from safeconduct.verify.term_routes import joins_at
from verify.sound_case import scenario

GRID = """
a               b               c               x






d               e               f               y
"""
ROADS = "ab bc cx de ef fy ad be cf xy:km=12"
"""The letters stand about 12 km apart in a row and 8 km apart in a column: farther than any place is large."""


def case(*texts: tuple[Term, ...], exits: str = "x", at: str = "a", closures: tuple[Closure, ...] = ()) -> tuple[Scenario, Plan]:
    """Plan for one group with own cars, and return the scenario with the plan, which the checker accepts."""
    network, letters = draw(GRID, ROADS)

    def point(letter: str) -> LonLat:
        return network.node_point(letters[letter])

    stated = tuple(TermsText(terms, f"P/{number}") for number, terms in enumerate(texts))
    made = replace(
        scenario(),
        groups=(Group("G", "Group", point(at), Headcount(80), own_cars=20),),
        exits=tuple(Exit(f"E{one}", f"Exit {one}", point(one)) for one in exits),
        fleet=(),
        closures=closures,
        checkpoints=(),
        windows=(),
        texts=stated,
        terms=tuple(term for terms in texts for term in terms),
    )
    snaps = (Snap("G", letters[at], 0.0), *(Snap(f"E{one}", letters[one], 0.0) for one in exits))
    ground = survey(made, network, snaps)
    codes = [one.code for one in check_term_routes(ground)]
    plan = replace(plan_corridor(ground, program_version="0"), summary=("later",), notices=tuple(codes))
    assert [str(one) for one in check_plan(made, network, plan)] == []
    return made, plan


def route(*way_points: str, avoid: str = "", label: str = "", **values: Value) -> Term:
    stated: list[tuple[str, Value]] = [("way_points", tuple(PlaceRef(one) for one in way_points))] if way_points else []
    stated += [("avoid", tuple(PlaceRef(one) for one in avoid))] if avoid else []
    return Term(f"R{label}", "", (), kind="route", label=label, values=(*stated, *values.items()))


def ways(plan: Plan) -> set[str]:
    """Return the letters that each route of any option passes, in order."""
    network, letters = draw(GRID, ROADS)
    names = {node: letter for letter, node in letters.items()}
    found = set()
    for option in plan.options:
        for one in option.routes:
            nodes = [int(network.tail[one.arcs[0]]), *(int(network.head[arc]) for arc in one.arcs)]
            found.add("".join(names[node] for node in nodes))
    return found


def test_without_stated_routes_the_quickest_way_is_taken() -> None:
    assert "abcx" in ways(case()[1])
    assert "abcx" in ways(case((route("d", "e", use="aid in"),))[1])
    assert "abcx" in ways(case((Term("R", "By the usual road.", (), kind="route"),))[1])


def test_a_way_follows_the_way_points_in_order() -> None:
    assert ways(case((route("a", "d", "e", "f", "c", deviation="forbidden"),))[1]) == {"adefcx"}
    assert ways(case((route("a", "d", "e", "b"),))[1]) == {"adebcx"}


def test_any_route_of_a_text_will_do_and_every_text_counts() -> None:
    north, south = route("b", "c", label="north"), route("e", "f", label="south")
    _, plan = case((north, south), exits="xy")
    assert all("bc" in way or "ef" in way for way in ways(plan))
    _, plan = case((north, route("d", "e", "f", label="south")), (route("d"),), exits="xy")
    assert all("def" in way for way in ways(plan))


def test_who_may_not_deviate_has_local_roads_alone_to_the_route() -> None:
    with pytest.raises(NoPlanError) as found:
        case((route("d", "e", "f", "y", deviation="forbidden"),), exits="y")
    assert "term R" in found.value.binding[0]
    assert "def" in next(iter(ways(case((route("d", "e", "f", "y"),), exits="y")[1])))


def test_a_place_to_be_bypassed_is_kept_off() -> None:
    assert all("b" not in way for way in ways(case((route(avoid="b"),))[1]))
    assert all("c" not in way for way in ways(case((route("e", avoid="bc"),))[1]))


def test_who_stands_in_the_middle_of_a_route_drives_on_from_there() -> None:
    assert ways(case((route("a", "d", "e", "f", "y", deviation="forbidden"),), exits="y", at="e")[1]) == {"efy"}
    assert ways(case((route("a", "b", "c", "x"),), exits="x", at="e")[1]) == {"ebcx"}


def test_a_route_that_nobody_can_follow_is_no_plan_and_is_named() -> None:
    with pytest.raises(NoPlanError) as found:
        case((route("b", "c"),), (route("e", "f", "y", avoid="c"),))
    assert "R" in found.value.binding[0]


def test_a_closure_on_the_agreed_road_is_no_leave_to_take_another() -> None:
    shut = (Closure("C", "point", (LonLat(38.24, 47.5),), "mined"),)  # between b and c
    with pytest.raises(NoPlanError):
        case((route("b", "c", "x", deviation="forbidden"),), closures=shut)
    assert all("bc" not in way for way in ways(case((route("b", "c", "x"),), closures=shut)[1]))


def test_the_road_of_another_route_is_no_leave_to_deviate_from_this_one() -> None:
    north = route("a", "c", "x", deviation="forbidden", label="north")
    south = route("a", "d", "e", "f", "c", "y", deviation="forbidden", label="south")
    assert ways(case((north, south), exits="x")[1]) == {"abcx"}
    shut = (Closure("C", "point", (LonLat(38.24, 47.5),), "mined"),)  # between b and c
    with pytest.raises(NoPlanError):
        case((north, south), exits="x", closures=shut)


def test_an_exit_before_the_last_way_point_is_not_taken() -> None:
    _, plan = case((route("b", "c", "x"),), exits="cx")
    assert all(way.endswith("x") for way in ways(plan))


def test_places_that_nobody_knows_and_that_no_road_reaches_are_named() -> None:
    _, plan = case((route("b", "Nowhere"),))
    assert plan.notices == ("term-place-unchecked",)
    far = Term("R", "", (), kind="route", values=(("way_points", (PlaceRef("Far", LonLat(38.1, 48.5)),)),))
    with pytest.raises(NoPlanError):
        case((far,))


def test_both_find_the_same_place_to_join() -> None:
    line = [LonLat(38.0 + 0.1 * number, 47.5 + 0.03 * (number % 2)) for number in range(5)]
    for lon in range(375, 390):
        for lat in (47.3, 47.5, 47.52, 47.8):
            point = LonLat(lon / 10 + 0.013, lat)
            assert first_needed(point, line) <= joins_at(point, line)
