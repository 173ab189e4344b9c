"""The checker accepts a sound plan and rejects every corruption of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import pytest

from safeconduct.verify.check import check_plan
from safeconduct.verify.finding import FINDING_CODES
from verify.mutations import MUTATIONS, Sample
from verify.rich_case import rich
from verify.sound import sound

ROUNDS = 9


@dataclass
class Tally:
    """What became of the corruptions of one kind: how many were made, which were not noticed, which codes they met."""

    made: int = 0
    missed: list[str] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    samples = [Sample(*sound()), Sample(*sound(short=True)), Sample(*rich())]
    found: dict[str, Tally] = {}
    for name, mutate in MUTATIONS.items():
        tally = found.setdefault(name, Tally())
        for which, sample in enumerate(samples):
            rng = Random(f"{name}-{which}")
            for turn in range(ROUNDS):
                plan = mutate(sample, rng)
                if plan is None:
                    continue
                assert plan != sample.plan, f"{name} changed nothing"
                findings = check_plan(sample.scenario, sample.network, plan)
                tally.made += 1
                tally.codes |= {one.code for one in findings}
                tally.missed += [] if findings else [f"sample {which}, turn {turn}"]
    return found


@pytest.mark.parametrize("short", [False, True])
def test_a_sound_plan_has_no_finding(short: bool) -> None:
    assert check_plan(*sound(short=short)) == ()


def test_a_plan_with_everything_that_limits_vehicles_has_no_finding() -> None:
    assert check_plan(*rich()) == ()


def test_the_short_plan_proves_that_people_are_left() -> None:
    _scenario, _network, plan = sound(short=True)
    assert plan.left.total >= plan.least_left > 0
    assert {proof.kind for proof in plan.proofs if proof.least_left} == {"screening", "fleet"}


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_every_corruption_is_rejected(name: str, tallies: dict[str, Tally]) -> None:
    assert tallies[name].made, f"{name} applies to no sample"
    assert tallies[name].missed == []


def test_a_thousand_corruptions_of_many_kinds_meet_every_code(tallies: dict[str, Tally]) -> None:
    assert len(tallies) >= 25
    assert sum(tally.made for tally in tallies.values()) >= 1000
    met = {code for tally in tallies.values() for code in tally.codes}
    # A plan made again is corrupted in tests/app/test_replan.py, a queue in tests/app/test_demo.py.
    assert met == set(FINDING_CODES) - {
        "packet-wait",
        "packet-turn",
        *(code for code in FINDING_CODES if code.startswith("revision-")),
    }


def test_findings_are_the_same_each_time() -> None:
    sample = Sample(*sound())
    plan = MUTATIONS["packet_lost"](sample, Random(1))
    assert plan is not None
    assert check_plan(sample.scenario, sample.network, plan) == check_plan(sample.scenario, sample.network, plan)
