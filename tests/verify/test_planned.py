"""Plans that the planner itself makes: accepted as they are, rejected when corrupted."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import pytest

from safeconduct.convoy.bound import fleet_bound as planner_bound
from safeconduct.planning.make import plan_corridor, survey
from safeconduct.planning.movement import order_of
from safeconduct.verify.case import make_case, movement_of
from safeconduct.verify.check import check_plan
from safeconduct.verify.fleet import fleet_bound
from safeconduct.verify.limits import within_terms
from verify.mutation_base import after_polls
from verify.mutations import MUTATIONS, Sample
from verify.sound import sound


@cache
def planned(*, short: bool, label: str) -> Sample:
    scenario, network, plan = sound(short=short)
    scenario = replace(scenario, settings=replace(scenario.settings, preference=label))
    made = plan_corridor(survey(scenario, network, plan.snaps), program_version="0", stop_extras=after_polls(60))
    return Sample(scenario, network, replace(made, summary=("written later",)))


@pytest.mark.parametrize("label", ["safest", "balanced", "fastest"])
@pytest.mark.parametrize("short", [False, True])
def test_a_plan_of_the_planner_has_no_finding(short: bool, label: str) -> None:
    sample = planned(short=short, label=label)
    assert check_plan(sample.scenario, sample.network, sample.plan) == ()


@pytest.mark.parametrize("short", [False, True])
def test_every_corruption_of_a_plan_of_the_planner_is_rejected(short: bool) -> None:
    sample = planned(short=short, label="fastest")
    made, missed = 0, []
    for name, mutate in MUTATIONS.items():
        rng = Random(name)
        for _ in range(4):
            plan = mutate(sample, rng)
            if plan is not None:
                made += 1
                missed += [] if check_plan(sample.scenario, sample.network, plan) else [name]
    assert missed == []
    assert made > 150


@pytest.mark.parametrize("short", [False, True])
def test_the_fleets_bound_is_the_planners(short: bool) -> None:
    sample = planned(short=short, label="fastest")
    movement = movement_of(sample.scenario)
    assert movement is not None
    ground = survey(sample.scenario, sample.network, sample.plan.snaps)
    order = order_of(
        ground.scenario,
        ground.network,
        ground.conditions,
        movement=movement,
        travel_s=ground.travel_s,
        snaps=sample.plan.snaps,
        routes=sample.plan.get_option("fastest").routes,
    )
    proof = planner_bound(order)
    assert fleet_bound(make_case(within_terms(sample.scenario), sample.network, sample.plan, movement)) == (
        proof.bound_s,
        proof.least_left,
    )
