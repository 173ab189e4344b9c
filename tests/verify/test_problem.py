"""The rebuilt clearance problem: figures by hand, and entry by entry what the planner solved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.clearance.certificate import cut_terms as planner_terms
from safeconduct.planning.clearance_problem import clearance_problem
from safeconduct.planning.ground import survey
from safeconduct.verify.case import Case, make_case, movement_of
from safeconduct.verify.limits import within_terms
from safeconduct.verify.problem import (
    allowance_parts,
    convoy_rate_vph,
    cut_terms,
    make_problem,
    parts_of,
    people_most,
    supply_of,
)
from verify.sound import sound


def case_of(*, short: bool = False, step_s: int = 1) -> Case:
    scenario, network, plan = sound(short=short)
    scenario = replace(scenario, settings=replace(scenario.settings, step_s=step_s))
    movement = movement_of(scenario)
    assert movement is not None
    return make_case(within_terms(scenario), network, plan, movement)


def test_figures_by_hand() -> None:
    case = case_of()
    assert parts_of(case) == 3600
    assert people_most(case) == 50
    assert convoy_rate_vph(case) == 316  # 36,000 / (9 x 6 + 60) = 315.8, rounded up
    north, south = case.scenario.groups
    assert supply_of(case, north, people=True) == 202 * 3600
    assert supply_of(case, north, people=False) == 20 * 3600 + (202 - 94) * 3600 // 50
    assert supply_of(case, south, people=False) == 120 * 3600 // 50


def test_a_cut_counts_entries_from_the_tail_until_too_late_for_the_head() -> None:
    case = case_of()
    problem = make_problem(case, "roads", case.scenario.groups)
    labels = [0] * (problem.sink + 1)
    labels[problem.head[10]] = 300  # the arc f-y takes 271 s and carries 300 vehicles an hour
    terms = cut_terms(problem, labels)
    assert terms[10] == 300 * (300 - 271)
    assert terms[11] == 0


@pytest.mark.parametrize("step_s", [1, 60])
@pytest.mark.parametrize("kind", ["roads", "screening"])
@pytest.mark.parametrize("short", [False, True])
def test_the_planner_solved_the_same_problem(kind: str, short: bool, step_s: int) -> None:
    case = case_of(short=short, step_s=step_s)
    ground = survey(case.scenario, sound(short=short)[1], case.plan.snaps)
    other = clearance_problem(
        ground.scenario,
        ground.network,
        case.plan.snaps,
        ground.conditions,
        kind=kind,
        groups=case.scenario.groups,
        start=case.plan.start,
        end=case.plan.end,
    )
    mine = make_problem(case, kind, case.scenario.groups)
    assert mine.tail == other.net.tail.tolist()
    assert mine.head == other.net.head.tolist()
    assert mine.travel == other.net.travel_steps.tolist()
    assert mine.capacity == other.net.capacity_per_step.tolist()
    assert mine.supply == other.supply
    assert mine.windows == other.windows
    assert mine.sink == other.sink
    for proof in case.plan.proofs:
        if proof.kind == kind and proof.certificate is not None and step_s == 1:
            assert cut_terms(mine, proof.certificate.labels) == planner_terms(other.net, proof.certificate.labels, other.windows)


def test_dense_packets_bring_a_little_more_than_a_narrow_road_carries_steadily() -> None:
    case = case_of()
    problem = make_problem(case, "roads", case.scenario.groups)
    top = [10**6] * (problem.sink + 1)
    labels = list(top)
    labels[problem.tail[10]] = 0
    terms = cut_terms(problem, labels)
    on_narrow = [arc for arc, term in enumerate(terms[: case.roads.arcs]) if term and problem.capacity[arc] == 300]
    # A full packet is 10 x 3600 parts and 114 s long; in that time the road carries 300 x 114.
    assert allowance_parts(case, problem, labels, terms) == len(on_narrow) * (36_000 - 34_200)
    labels = list(top)
    labels[problem.tail[6]] = 0  # from d, where every road is open all the time and carries as much as packets bring
    assert allowance_parts(case, problem, labels, cut_terms(problem, labels)) == 0
