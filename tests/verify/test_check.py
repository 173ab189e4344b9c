"""The checker accepts a sound plan and rejects every corruption of it."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from mutations import MUTATIONS, Sample
from sound import sound

from safeconduct.verify.check import check_plan
from safeconduct.verify.finding import FINDING_CODES

ROUNDS = 14


def samples() -> list[Sample]:
    return [Sample(*sound()), Sample(*sound(short=True))]


@pytest.mark.parametrize("short", [False, True])
def test_a_sound_plan_has_no_finding(short: bool) -> None:
    assert check_plan(*sound(short=short)) == ()


def test_the_short_plan_proves_that_people_are_left() -> None:
    _scenario, _network, plan = sound(short=True)
    assert plan.left.total >= plan.least_left > 0
    assert {proof.kind for proof in plan.proofs if proof.least_left} == {"screening", "fleet"}


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_every_corruption_is_rejected(name: str) -> None:
    made = 0
    for which, sample in enumerate(samples()):
        rng = Random(f"{name}-{which}")
        for _ in range(ROUNDS):
            plan = MUTATIONS[name](sample, rng)
            if plan is None:
                continue
            assert plan != sample.plan, f"{name} changed nothing"
            made += 1
            assert check_plan(sample.scenario, sample.network, plan), f"{name}: not noticed"
    assert made, f"{name} applies to neither sample"


def test_there_are_enough_corruptions_and_they_meet_most_codes() -> None:
    made, codes = 0, Counter[str]()
    for sample in samples():
        for name, mutate in MUTATIONS.items():
            rng = Random(f"count-{name}")
            for _ in range(ROUNDS):
                plan = mutate(sample, rng)
                if plan is not None:
                    made += 1
                    codes.update({one.code for one in check_plan(sample.scenario, sample.network, plan)})
    assert made >= 1000
    assert len(MUTATIONS) >= 25
    assert set(codes) <= set(FINDING_CODES)
    assert sorted(set(FINDING_CODES) - set(codes)) == []
