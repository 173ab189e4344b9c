"""Planner and checker agree on crews, tanks, aid, escorts, wheelchairs and late arrivals; corrupted, the same plans are rejected."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from safeconduct.model.errors import NoPlanError
from safeconduct.planning.make import plan_corridor, survey
from safeconduct.verify.check import check_plan
from verify.mutation_base import after_polls
from verify.mutations import MUTATIONS, Sample
from verify.random_duty import random_duty

TOPICS = (
    "aid_in_no_time",
    "before_it_is_back",
    "crew_without_rest",
    "escort_in_two_packets",
    "escort_loads",
    "fuel_where_there_is_none",
    "halt_for_nothing",
    "people_in_an_escort",
    "tank_not_filled",
    "too_much_aid",
    "vehicle_out_of_use",
    "wheelchair_on_a_seat",
    "without_escort",
)
"""The corruptions that only such plans meet."""


def planned(seed: int) -> Sample | None:
    scenario, network, snaps = random_duty(seed)
    try:
        plan = plan_corridor(
            survey(scenario, network, snaps), program_version="0", stop=after_polls(3), stop_extras=after_polls(1)
        )
    except NoPlanError:
        return None
    return Sample(scenario, network, replace(plan, summary=("written later",)))


@pytest.mark.parametrize("first", [0, 12])
def test_random_plans_with_limits_hold_and_their_corruptions_do_not(first: int) -> None:
    made = 0
    for seed in range(first, first + 12):
        sample = planned(seed)
        if sample is None:
            continue
        assert [str(one) for one in check_plan(sample.scenario, sample.network, sample.plan)] == [], f"seed {seed}"
        rng = Random(seed)
        for name in TOPICS:
            plan = MUTATIONS[name](sample, rng)
            if plan is not None:
                made += 1
                assert check_plan(sample.scenario, sample.network, plan), f"seed {seed}: {name} not noticed"
    assert made > 15
