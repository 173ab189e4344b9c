"""A plan made again while the movement runs: the founding case meets closures, breakdowns, more people and shorter windows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from random import Random

import pytest

from safeconduct import verify_plan
from safeconduct.app.case import Case
from safeconduct.app.replan import plan_hash, read_moment, remake
from safeconduct.model.errors import BadInputError, CheckFailedError, RefusedError
from safeconduct.model.hazard import Closure
from safeconduct.model.people import Headcount
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Packet, Plan
from safeconduct.model.revision import Change
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span
from safeconduct.verify.revision import check_against

AMVROSIIVKA = LonLat(38.4815, 47.7903)


def changed(case: Case, change: Callable[[Scenario], Scenario]) -> Case:
    return replace(case, scenario=change(case.scenario))


def closing(point: LonLat, at: datetime, reach_m: float = 1500) -> Callable[[Scenario], Scenario]:
    def close(scenario: Scenario) -> Scenario:
        closure = Closure(f"X{len(scenario.closures)}", "point", (point,), reach_m=reach_m, span=Span(at, scenario.end))
        return replace(scenario, closures=(*scenario.closures, closure))

    return close


def losing(serials: set[str], at: datetime) -> Callable[[Scenario], Scenario]:
    def lose(scenario: Scenario) -> Scenario:
        rows = []
        for row in scenario.fleet:
            lost = tuple((one, at) for one in row.serials() if one in serials and row.find_lost(one) is None)
            rows.append(replace(row, lost=(*row.lost, *lost)))
        return replace(scenario, fleet=tuple(rows))

    return lose


def joining(number: int, group: int) -> Callable[[Scenario], Scenario]:
    def join(scenario: Scenario) -> Scenario:
        groups = list(scenario.groups)
        groups[group] = replace(groups[group], people=groups[group].people + Headcount(number))
        return replace(scenario, groups=tuple(groups))

    return join


def gone(plan: Plan, at: datetime) -> list[Packet]:
    return [packet for packet in plan.timetable.packets if packet.depart <= at]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.2, 0.3, 0.6, 0.99])
def test_where_nothing_happened_nothing_changes(demo_plan: Plan, demo_case: Case, share: float) -> None:
    at = demo_plan.start + share * (demo_plan.end - demo_plan.start)
    made = remake(demo_case, demo_plan, at)
    assert made.timetable == demo_plan.timetable
    assert made.revision is not None
    assert made.revision.changes == ()
    assert made.revision.kept == len(demo_plan.timetable.packets) - len(gone(demo_plan, at))
    assert made.revision.before == plan_hash(demo_plan)
    assert verify_plan(made, demo_case) == ()


def test_a_closure_keeps_what_is_on_the_road_and_lists_every_change(demo_plan: Plan, demo_case: Case) -> None:
    at = demo_plan.start + timedelta(hours=2)
    case = changed(demo_case, closing(AMVROSIIVKA, at))
    made = remake(case, demo_plan, at)
    assert verify_plan(made, case) == ()
    assert check_against(demo_plan, made) == ()
    assert made.revision is not None
    now = {packet.id: packet for packet in made.timetable.packets}
    for packet in gone(demo_plan, at):
        assert now[packet.id].depart == packet.depart
        assert now[packet.id].runs[0].people == packet.runs[0].people
    routes = {route.id: route for route in made.driven_routes}
    shut = set(case.ground().conditions.open_spans)
    for packet in made.timetable.packets:
        if packet.depart > at:
            assert not shut & set(routes[packet.route_id].arcs), packet.id
    turned = [one for one in made.revision.changes if one.kind == "diverted" and "turns round" in one.text]
    assert all(now[one.packet].wait_s > 0 for one in turned)
    kinds = {change.kind for change in made.revision.changes}
    assert kinds <= {"diverted", "moved", "new", "cancelled", "kept"}
    assert sum(packet.people.total for packet in made.timetable.packets) + made.left.total == case.scenario.people.total


def test_the_same_again_gives_the_same_plan(demo_plan: Plan, demo_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    # Only the clock may make a difference: what ends the searches otherwise is counted.
    for limit in ("PROOFS_LIMIT_S", "FLEET_LIMIT_S"):
        monkeypatch.setattr(f"safeconduct.app.replan.{limit}", 600.0)
    at = demo_plan.start + timedelta(hours=2)
    case = changed(demo_case, closing(AMVROSIIVKA, at))
    assert remake(case, demo_plan, at) == remake(case, demo_plan, at)


def test_a_vehicle_that_breaks_down_carries_nobody_any_more(demo_plan: Plan, demo_case: Case) -> None:
    at = demo_plan.start + timedelta(hours=1.5)
    serials = {"BUS-01", "BUS-05", "AMB-03"}
    case = changed(demo_case, losing(serials, at))
    made = remake(case, demo_plan, at)
    assert verify_plan(made, case) == ()
    for packet in made.timetable.packets:
        assert packet.clear <= at or not serials & {run.serial for run in packet.runs}, packet.id
    assert made.revision is not None
    told = {change.text.split()[0] for change in made.revision.changes if change.kind == "vehicle"}
    assert told == serials
    assert sum(packet.people.total for packet in made.timetable.packets) + made.left.total == case.scenario.people.total


def test_more_people_are_taken_without_touching_what_was_planned(demo_plan: Plan, demo_case: Case) -> None:
    at = demo_plan.start + timedelta(hours=1.5)
    case = changed(demo_case, joining(200, 0))
    made = remake(case, demo_plan, at)
    assert verify_plan(made, case) == ()
    ids = {packet.id for packet in made.timetable.packets}
    assert {packet.id for packet in demo_plan.timetable.packets} <= ids
    assert made.left.total == 0


def test_all_new_may_change_what_has_not_left(demo_plan: Plan, demo_case: Case) -> None:
    at = demo_plan.start + timedelta(hours=1.5)
    case = changed(demo_case, joining(200, 0))
    kept, fresh = remake(case, demo_plan, at), remake(case, demo_plan, at, keep=False)
    assert verify_plan(fresh, case) == ()
    assert kept.revision is not None
    assert fresh.revision is not None
    assert fresh.revision.kept < kept.revision.kept
    assert fresh.left.total <= kept.left.total


@cache
def places(plan_id: int, plan: Plan) -> tuple[tuple[LonLat, ...], tuple[str, ...]]:
    points = tuple(point for route in plan.chosen_option.routes for point in route.geometry)
    serials = sorted({run.serial for packet in plan.timetable.packets for run in packet.runs if run.serial})
    return points, tuple(serials)


@pytest.mark.parametrize("seed", range(24))
def test_whatever_happens_every_promise_holds(demo_plan: Plan, demo_case: Case, seed: int) -> None:
    chance = Random(seed)
    points, serials = places(id(demo_plan), demo_plan)
    case, plan, at = demo_case, demo_plan, demo_plan.start
    for _ in range(2):
        at += timedelta(seconds=int((case.scenario.end - at).total_seconds() * chance.random() * 0.5))
        if chance.random() < 0.7:
            near = points[chance.randrange(len(points))]
            spot = LonLat(near.lon + chance.uniform(-0.01, 0.01), near.lat + chance.uniform(-0.01, 0.01))
            case = changed(case, closing(spot, at, chance.choice([100, 1000, 4000])))
        if chance.random() < 0.4:
            case = changed(case, losing(set(chance.sample(serials, chance.randint(1, 4))), at))
        if chance.random() < 0.4:
            case = changed(case, joining(chance.randint(1, 200), chance.randrange(2)))
        if chance.random() < 0.2:
            end = case.scenario.end - 0.5 * chance.random() * (case.scenario.end - at)
            case = changed(case, lambda scenario, end=end: replace(scenario, end=end.replace(microsecond=0)))  # type: ignore[misc]
        before, plan = plan, remake(case, plan, at, keep=chance.random() < 0.7)
        assert verify_plan(plan, case) == ()
        assert check_against(before, plan) == ()
        old = {packet.id: packet for packet in before.timetable.packets}
        assert all(old[packet.id].depart == packet.depart for packet in gone(plan, at))


def test_a_moment_outside_the_movement_is_refused(demo_plan: Plan, demo_case: Case) -> None:
    for at in (demo_plan.start - timedelta(minutes=1), demo_plan.end):
        with pytest.raises(RefusedError) as refused:
            remake(demo_case, demo_plan, at)
        assert refused.value.rule == "replan-moment"


def test_other_points_are_refused(demo_plan: Plan, demo_case: Case) -> None:
    fewer = replace(demo_plan, snaps=demo_plan.snaps[1:])
    with pytest.raises(RefusedError) as refused:
        remake(demo_case, fewer, demo_plan.start + timedelta(hours=1))
    assert refused.value.rule == "replan-points"


def test_an_hour_is_read_on_the_first_day(demo_case: Case, demo_plan: Plan) -> None:
    assert read_moment("10:00", demo_case) == demo_plan.start + timedelta(hours=2)
    with pytest.raises(BadInputError):
        read_moment("25:00", demo_case)


def broken(plan: Plan, **parts: object) -> Plan:
    assert plan.revision is not None
    return replace(plan, revision=replace(plan.revision, **parts))  # type: ignore[arg-type]


def test_the_checker_finds_a_revision_that_tells_untruths(demo_plan: Plan, demo_case: Case) -> None:
    at = demo_plan.start + timedelta(hours=2)
    case = changed(demo_case, closing(AMVROSIIVKA, at))
    made = remake(case, demo_plan, at)
    assert made.revision is not None
    changes = made.revision.changes
    on_road = replace(made.timetable.packets[-1], wait_s=600, arrive=made.timetable.packets[-1].arrive + timedelta(seconds=600))
    faults = {
        "revision-counts": [
            broken(made, on_road=made.revision.on_road + 1),
            broken(made, kept=made.revision.kept + 1),
            broken(made, at=made.end + timedelta(hours=1)),
            replace(made, revision=None),
        ],
        "revision-changes": [
            broken(made, changes=(*changes, Change("lost", "what"))),
            broken(made, changes=(replace(changes[0], text=" "), *changes[1:])),
            broken(made, changes=(*changes, Change("kept", "as before", "P001", None, at))),
            broken(made, changes=(*changes, Change("cancelled", "gone", "P001", at))),
            broken(made, changes=(*changes, Change("diverted", "round", "P001", None, at))),
        ],
        "packet-wait": [
            replace(made, timetable=replace(made.timetable, packets=(*made.timetable.packets[:-1], on_road))),
        ],
    }
    for code, plans in faults.items():
        for number, plan in enumerate(plans):
            assert code in {finding.code for finding in verify_plan(plan, case)}, (code, number)


def test_the_checker_finds_a_past_that_was_changed(demo_plan: Plan, demo_case: Case) -> None:
    at = demo_plan.start + timedelta(hours=2)
    made = remake(demo_case, demo_plan, at)
    packets = made.timetable.packets
    first = packets[0]
    later = replace(first, depart=first.depart + timedelta(minutes=1))
    other = replace(first, route_id=next(one.id for one in made.driven_routes if one.id != first.route_id))
    renamed = replace(first, id="P999")
    out = replace(packets[-1], out=packets[-1].out + timedelta(minutes=1))
    assert made.revision is not None
    for code, fault in {
        "revision-past": [(later, *packets[1:]), (other, *packets[1:]), (renamed, *packets[1:])],
        "revision-listed": [packets[1:], (*packets[:-1], out), (*packets, replace(packets[-1], id="P998"))],
    }.items():
        for number, changed_packets in enumerate(fault):
            plan = replace(made, timetable=replace(made.timetable, packets=changed_packets))
            assert code in {finding.code for finding in check_against(demo_plan, plan)}, (code, number)
    assert {finding.code for finding in check_against(demo_plan, demo_plan)} == {"revision-past"}


def test_a_list_of_changes_that_is_not_whole_stops_the_plan(
    demo_plan: Plan, demo_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("safeconduct.planning.remake.changes_between", lambda *_given, **_named: ())
    at = demo_plan.start + timedelta(hours=2)
    with pytest.raises(CheckFailedError):
        remake(changed(demo_case, closing(AMVROSIIVKA, at)), demo_plan, at)
