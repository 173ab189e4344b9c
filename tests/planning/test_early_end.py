"""Whenever a search is ended, what is written holds: the checker accepts the plan, and no bound is above the full one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from drawing import draw
from planning.test_proofs import START, scenario_of, with_cars
from safeconduct.clearance.certificate import certificate_faults
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.plan import CutCertificate, Plan
from safeconduct.planning.brackets import Watch
from safeconduct.planning.clearance_problem import clearance_problem
from safeconduct.planning.cut_proofs import Case, bound_for_packets, earlier_cut
from safeconduct.planning.make import ENDED_EARLY, plan_corridor, survey
from safeconduct.planning.proofs import prove
from safeconduct.verify.check import check_plan
from verify.mutation_base import after_polls
from verify.sound import sound

SLOW_ROADS = ("a  b  c", "ab:km=6:cap=100:name=Ford bc:km=3:cap=120:name=Ferry")


@cache
def whole_plan(*, short: bool) -> Plan:
    scenario, network, plan = sound(short=short)
    return plan_corridor(survey(scenario, network, plan.snaps), program_version="0", stop_extras=lambda: True)


@pytest.mark.parametrize("polls", [0, 2, 5, 13, 55])
@pytest.mark.parametrize("short", [False, True])
def test_a_plan_ended_at_any_moment_holds(polls: int, short: bool) -> None:
    scenario, network, plan = sound(short=short)
    whole = whole_plan(short=short)
    ended = plan_corridor(survey(scenario, network, plan.snaps), program_version="0", stop=after_polls(polls))
    assert check_plan(scenario, network, replace(ended, summary=("written later",))) == ()
    full = {proof.kind: proof for proof in whole.proofs}  # where people are left it bounds their number, not the time
    assert all(one.bound_s <= full[one.kind].bound_s for one in ended.proofs if not full[one.kind].least_left)
    assert all(one.least_left <= full[one.kind].least_left for one in ended.proofs)
    assert ended.route_prices, "an end of the search for bounds leaves the work beside it its time"
    assert (ENDED_EARLY[0] in ended.notices) or [one.bound_s for one in ended.proofs] == [one.bound_s for one in whole.proofs]


def test_a_search_ended_at_once_says_that_it_gave_no_bound() -> None:
    network, at = draw(*SLOW_ROADS)
    scenario, snaps = scenario_of(network, at, "a", "c")
    scenario = with_cars(scenario, 400, 2000)
    conditions = ArcConditions({}, {}, {}, (0.0,) * network.arcs)
    watch = Watch(stop=lambda: True)
    (proof,) = prove(scenario, network, snaps, conditions, groups=scenario.groups, start=START, end=scenario.end, watch=watch)
    assert proof.sentence == "The search was ended before the roads gave a lower bound on the time."
    assert (proof.bound_s, proof.certificate, proof.exact) == (0, None, False)


def case_on_slow_roads() -> Case:
    network, at = draw(*SLOW_ROADS)
    scenario, snaps = scenario_of(network, at, "a", "c")
    scenario = with_cars(scenario, 400, 2000)
    conditions = ArcConditions({}, {}, {}, (0.0,) * network.arcs)
    problem = clearance_problem(
        scenario, network, snaps, conditions, kind="roads", groups=scenario.groups, start=START, end=scenario.end
    )
    return Case(scenario, network, problem, None)


def holds_for_packets(case: Case, cut: CutCertificate) -> bool:
    problem = case.problem
    faults = certificate_faults(problem.net, problem.supply, [problem.sink], cut, problem.windows)
    return not faults and cut.demand > cut.capacity + case.allowance(cut)


def test_a_cut_for_steady_flows_is_moved_to_the_latest_step_at_which_it_bounds_packets() -> None:
    case = case_on_slow_roads()
    flow = case.solve(case.problem.supply, None)
    assert flow.certificate is not None
    assert not holds_for_packets(case, flow.certificate)
    moved = earlier_cut(case, flow.certificate)
    assert moved is not None
    assert holds_for_packets(case, moved)
    top = moved.horizon_steps + 1
    later = replace(moved, horizon_steps=top, labels=tuple(min(label, top + 1) for label in flow.certificate.labels))
    later = replace(later, capacity=sum(case.terms(later)))
    assert not holds_for_packets(case, later)


def test_ending_between_the_two_searches_keeps_nearly_the_whole_bound() -> None:
    case = case_on_slow_roads()
    _, full = bound_for_packets(case, None)
    best = 0
    for polls in range(1, 12):
        _, cut = bound_for_packets(replace(case, stop=after_polls(polls)), None)
        assert cut is None or holds_for_packets(case, cut)
        best = max(best, 0 if cut is None else cut.horizon_steps)
        if cut is not None and full is not None and cut.horizon_steps < full.horizon_steps:
            assert cut.horizon_steps > full.horizon_steps * 0.9
    assert full is not None
    assert best > 0
