"""The overlap law, and the one route it excuses: another exit for its beds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from drawing import draw
from safeconduct.model.people import Exit, Group, Headcount
from safeconduct.model.plan import Plan, Snap
from safeconduct.model.scenario import RoadSource, Scenario
from safeconduct.model.settings import Settings
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.make import plan_corridor, survey
from safeconduct.verify.check import check_plan
from verify.sound_case import at

NETWORK, LETTERS = draw("a   b z\n    y", "ab:km=9 bz:km=1 by:km=2")


def case(z_beds: int | None) -> Scenario:
    """Return a scenario with two exits behind one long road, and 100 people with cars."""
    point = {letter: NETWORK.node_point(LETTERS[letter]) for letter in "azy"}
    return Scenario(
        name="Trunk",
        start=at(8),
        end=at(14),
        as_of=date(2014, 8, 28),
        zones=("UTC",),
        groups=(Group("A", "Town", point["a"], Headcount(100), own_cars=25),),
        exits=(Exit("Z", "Near", point["z"], beds=z_beds), Exit("Y", "Far", point["y"])),
        fleet=(),
        roads=RoadSource("roads.csv"),
        settings=Settings(routes=2),
        input_hash="a",
    )


@pytest.fixture(name="plan", scope="module")
def make_plan() -> Plan:
    snaps = tuple(Snap(name, LETTERS[name.lower()], 0.0) for name in "AZY")
    return replace(plan_corridor(survey(case(60), NETWORK, snaps), program_version="0"), summary=("later",))


def overlaps(scenario: Scenario, plan: Plan, network: RoadNetwork = NETWORK) -> int:
    return sum(one.code == "route-overlap" for one in check_plan(scenario, network, plan))


def test_a_last_route_for_its_beds_may_share_as_much_as_it_must(plan: Plan) -> None:
    assert [route.exit_id for route in plan.chosen_option.routes] == ["Z", "Y"]
    assert plan.chosen_option.routes[1].overlap > 0.5
    assert check_plan(case(60), NETWORK, plan) == ()
    assert plan.left.total == 0


@pytest.mark.parametrize("beds", [None, 100, 500])
def test_where_the_beds_are_enough_it_may_not(plan: Plan, beds: int | None) -> None:
    assert overlaps(case(beds), plan) == 3


def test_only_the_last_route_may(plan: Plan) -> None:
    routes = plan.chosen_option.routes
    extra = replace(routes[0], id="again", overlap=1.0)
    options = tuple(replace(option, routes=(*option.routes, replace(extra, id=option.label))) for option in plan.options)
    assert overlaps(case(60), replace(plan, options=options)) == 6


def test_its_exit_must_be_its_own(plan: Plan) -> None:
    options = tuple(
        replace(option, routes=(option.routes[0], replace(option.routes[0], id=option.label, overlap=1.0)))
        for option in plan.options
    )
    nobody = replace(plan.timetable, packets=())
    assert overlaps(case(60), replace(plan, options=options, timetable=nobody)) == 3
