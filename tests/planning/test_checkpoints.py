"""Checkpoints on the roads: one stop for each passage, no more vehicles than are searched, hours; and what goes by priority."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from drawing import draw
from planning.test_checks import scenario
from safeconduct.agreement.limits import limited
from safeconduct.brief.summary import priority_text, summary_lines
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Group, Headcount
from safeconduct.model.plan import Plan, Route, Snap
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Term, TermLimits
from safeconduct.network.attach import attach
from safeconduct.planning.assumptions import assumptions_of
from safeconduct.planning.ground import Ground, survey
from safeconduct.planning.make import plan_corridor
from safeconduct.verify.check import check_plan
from verify.mutation_base import after_polls

FLEET = (FleetEntry("V", "bus", 2, 50, 0),)


def surveyed(letter: str, *, search_s: int = 30, lanes: int = 1, **hours: object) -> tuple[Ground, dict[str, int]]:
    """Return the ground of a cross of roads, a group at a, an exit at d, and a checkpoint at a letter."""
    network, at = draw("abcd\n e", "ab bc cd be")
    made = scenario(network.node_point(at["a"]), network.node_point(at["d"]), fleet=FLEET)
    post = Checkpoint("K1", "Post", network.node_point(at[letter]), search_s, lanes, **hours)  # type: ignore[arg-type]
    snaps = (Snap("G1", at["a"], 0.0), Snap("X1", at["d"], 0.0), Snap("checkpoint:K1", at[letter], 0.0))
    return survey(replace(made, checkpoints=(post,)), network, snaps), at


def stopped(ground: Ground, at: dict[str, int]) -> dict[str, int]:
    """Return the seconds of stopping on each road (two letters, in the direction of driving) where there is any."""
    name = {node: letter for letter, node in at.items()}
    more = ground.travel_s - ground.network.convoy_travel_s(50.0)
    arcs = zip(ground.network.tail.tolist(), ground.network.head.tolist(), more.tolist(), strict=True)
    return {name[tail] + name[head]: seconds for tail, head, seconds in arcs if seconds}


def made_plan(ground: Ground) -> Plan:
    plan = plan_corridor(ground, program_version="0", stop_extras=after_polls(20))
    return replace(plan, summary=summary_lines(plan))


def first_route(plan: Plan) -> Route:
    return plan.chosen_option.routes[0]


@pytest.mark.parametrize(
    ("letter", "roads"),
    [
        ("b", {"ab", "cb", "eb"}),
        ("d", {"cd"}),
        ("a", {"ab"}),
    ],
)
def test_a_passage_is_one_stop_whatever_the_road(letter: str, roads: set[str]) -> None:
    ground, at = surveyed(letter)
    assert stopped(ground, at) == dict.fromkeys(roads, 300)
    assert first_route(made_plan(ground)).travel_s == 3 * 55 + 300


def test_lanes_shorten_the_stop_and_the_whole_packet_is_waited_for() -> None:
    ground, at = surveyed("b", lanes=3)
    assert stopped(ground, at)["ab"] == 120  # four rounds for ten vehicles


def test_no_more_vehicles_pass_than_are_searched() -> None:
    ground, at = surveyed("b", search_s=20)
    name = {node: letter for letter, node in at.items()}
    net = ground.network
    rate = {name[t] + name[h]: c for t, h, c in zip(net.tail.tolist(), net.head.tolist(), net.capacity_vph.tolist(), strict=True)}
    assert {road for road, vph in rate.items() if vph == 180.0} == {"ab", "ba", "bc", "cb", "be", "eb"}
    assert first_route(made_plan(ground)).capacity_vph == 180
    assert surveyed("b", search_s=0)[0].network.capacity_vph.min() == 600.0


def test_hours_open_the_road_to_who_then_comes_in_time() -> None:
    start = scenario(*(draw("ab", "ab")[0].node_point(0),) * 2).start
    opens, closes = start + timedelta(hours=1), start + timedelta(hours=3)
    ground, at = surveyed("b", opens=opens, closes=closes)
    arcs = {(int(t), int(h)): n for n, (t, h) in enumerate(zip(ground.network.tail, ground.network.head, strict=True))}
    assert ground.conditions.open_spans[arcs[at["a"], at["b"]]] == ((3600.0 - 55, 3 * 3600.0),)
    ground, at = surveyed("a", opens=opens, closes=closes)
    assert ground.conditions.open_spans[arcs[at["a"], at["b"]]] == ((3600.0, 3 * 3600.0 + 55),)
    plan = made_plan(ground)
    assert plan.timetable.packets[0].depart >= opens
    assert first_route(plan).closed_by == ("K1",)
    assert check_plan(ground.scenario, ground.network, plan) == ()


def test_a_checkpoint_that_is_never_open_closes_its_roads() -> None:
    start = scenario(*(draw("ab", "ab")[0].node_point(0),) * 2).start
    ground, _at = surveyed("e", opens=start + timedelta(days=2), closes=start + timedelta(days=3))
    assert list(ground.conditions.closed.values()) == [("K1",)]


def test_a_route_names_the_checkpoint_with_the_minute_of_coming_there() -> None:
    ground, _at = surveyed("b")
    plan = made_plan(ground)
    (point,) = [one for one in first_route(plan).way_points if one.role == "checkpoint"]
    assert (point.name, point.drive_s) == ("Post", 55)
    assert [one.role for one in first_route(plan).way_points][0 :: len(first_route(plan).way_points) - 1] == ["start", "exit"]
    assert check_plan(ground.scenario, ground.network, plan) == ()
    assert any("Post 5 min" in said for said in plan.assumptions)


def test_a_checkpoint_beside_the_road_cuts_it_and_is_found_again() -> None:
    network, at = draw("ab", "ab:km=4")
    point = network.node_point(at["a"])
    off = type(point)(point.lon + 0.004, point.lat + 0.0005)
    made = scenario(point, network.node_point(at["b"]), fleet=FLEET, checkpoints=(Checkpoint("K1", "Post", off, 10),))
    points = [("G1", point), ("X1", network.node_point(at["b"])), ("checkpoint:K1", off)]
    attached, snaps = attach(network, points)
    plan = made_plan(survey(made, attached, snaps))
    assert check_plan(made, attached, plan) == ()
    (mark,) = [one for one in first_route(plan).way_points if one.role == "checkpoint"]
    assert mark.km == pytest.approx(1.6, abs=0.01)
    wrong = tuple(replace(snap, node=snaps[0].node, distance_m=305.0) if snap.id == "checkpoint:K1" else snap for snap in snaps)
    assert "snap-place" in {one.code for one in check_plan(made, attached, replace(plan, snaps=wrong))}


def two_groups(priorities: tuple[int, int]) -> Ground:
    """Return the ground of a near and a far group with one bus; the far one goes first where its number is lower."""
    network, at = draw("a b            c", "ab bc")
    base = scenario(network.node_point(at["a"]), network.node_point(at["c"]), fleet=(FleetEntry("V", "bus", 1, 50, 0),))
    near = Group("G1", "a", network.node_point(at["a"]), Headcount(50), priority=priorities[0])
    far = Group("G2", "b", network.node_point(at["b"]), Headcount(50), priority=priorities[1])
    snaps = (Snap("G1", at["a"], 0.0), Snap("G2", at["b"], 0.0), Snap("X1", at["c"], 0.0))
    return survey(replace(base, groups=(near, far)), network, snaps)


def test_the_cost_of_priority_is_stated_where_there_is_an_order() -> None:
    plain, ordered = made_plan(two_groups((1, 1))), made_plan(two_groups((1, 2)))
    assert plain.priority_s is None
    assert priority_text(plain) == ""
    assert ordered.priority_s is not None
    assert ordered.clear_s is not None
    assert plain.clear_s is not None
    assert ordered.priority_s == max(0, ordered.clear_s - plain.clear_s)
    assert "The order of priority costs" in " ".join(ordered.summary)
    nothing = replace(ordered, priority_s=0)
    assert priority_text(nothing) == "The order of priority costs nothing beside this plan without one."


def test_terms_and_nights_are_said_among_the_assumptions() -> None:
    made: Scenario = two_groups((1, 1)).scenario
    limits = TermLimits(vehicles=4, private_cars=0, returns=False, packet_size=6, search_s=90, party="East")
    made = replace(made, terms=(Term("T1", "text", (), limits=limits), Term("T2", "text", ())))
    made = replace(made, settings=replace(made.settings, night_from="21:00", night_to="05:00"))
    said = [one for one in assumptions_of(limited(made)) if "T1" in one or "21:00" in one]
    assert said == [
        "Nobody is on the road from 21:00 to 05:00, Europe/Kyiv.",
        (
            "Term T1 is planned for, accepted or not: at most 4 vehicles of the fleet, no own cars, no vehicle drives back, "
            "at most 6 vehicles in a packet, 90 s for the search of a vehicle at checkpoints of East."
        ),
    ]
    assert not any("T2" in one for one in assumptions_of(limited(made)))
