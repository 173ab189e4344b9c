"""Planner and checker agree on random scenarios; corrupted, the same plans are rejected."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from safeconduct.model.errors import NoPlanError
from safeconduct.planning.make import plan_corridor, survey
from safeconduct.verify.check import check_plan
from verify.mutation_base import after_polls
from verify.mutations import MUTATIONS, Sample
from verify.random_case import random_case

SEEDS = range(36)


def planned(seed: int) -> Sample | None:
    scenario, network, snaps = random_case(seed)
    try:
        plan = plan_corridor(survey(scenario, network, snaps), program_version="0", stop_extras=after_polls(40))
    except NoPlanError:
        return None
    return Sample(scenario, network, replace(plan, summary=("written later",)))


@pytest.mark.parametrize("first", SEEDS[::12])
def test_random_plans_hold_and_their_corruptions_do_not(first: int) -> None:
    made = 0
    for seed in range(first, first + 12):
        sample = planned(seed)
        if sample is None:
            continue
        assert [str(one) for one in check_plan(sample.scenario, sample.network, sample.plan)] == [], f"seed {seed}"
        rng = Random(seed)
        for name in rng.sample(sorted(MUTATIONS), 12):
            plan = MUTATIONS[name](sample, rng)
            if plan is not None:
                made += 1
                assert check_plan(sample.scenario, sample.network, plan), f"seed {seed}: {name} not noticed"
    assert made > 40
