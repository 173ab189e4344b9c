"""A saving that the proof's own cut rules out is refuted; those that the planner states are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from drawing import draw
from safeconduct.model.people import Exit, Group, Headcount
from safeconduct.model.plan import Snap
from safeconduct.model.scenario import RoadSource, Scenario
from safeconduct.planning.make import plan_corridor, survey
from safeconduct.verify.check import check_plan
from verify.mutation_base import Sample, with_proof

START = datetime(2026, 1, 1, 6, tzinfo=UTC)


def planned(roads: str, *, screening: int | None = None, more: tuple[tuple[str, int], ...] = ()) -> Sample:
    """Return a plan of 400 cars from a to b, by the planner. more: names and rates of further exits at b."""
    network, at = draw("a  b", roads)
    scenario = Scenario(
        name="drawn",
        start=START,
        end=START + timedelta(hours=24),
        as_of=date(2026, 1, 1),
        zones=("UTC",),
        groups=(Group("a", "Place a", network.node_point(at["a"]), Headcount(2000), own_cars=400, people_per_car=5.0),),
        exits=tuple(
            Exit(f"b{number}", name, network.node_point(at["b"]), screening_per_h=rate)
            for number, (name, rate) in enumerate((("Exit b", screening), *more))
        ),
        fleet=(),
        roads=RoadSource("roads.csv"),
    )
    snaps = (Snap("a", at["a"], 0.0), *(Snap(exit_.id, at["b"], 0.0) for exit_ in scenario.exits))
    made = plan_corridor(survey(scenario, network, snaps), program_version="0")
    return Sample(scenario, network, replace(made, summary=("written later",)))


@pytest.mark.parametrize(("roads", "screening"), [("ab:km=6:cap=600", None), ("ab:km=6:cap=600", 500), ("ab:km=6:cap=100", None)])
def test_what_the_planner_states_is_not_refuted(roads: str, screening: int | None) -> None:
    sample = planned(roads, screening=screening)
    assert check_plan(sample.scenario, sample.network, sample.plan) == ()
    assert any(one.saving_s is not None for proof in sample.plan.proofs for one in proof.bottlenecks)


def test_a_saving_beyond_what_the_wider_cut_allows_is_refuted() -> None:
    sample = planned("ab:km=6:cap=600", screening=500)
    place, proof = next((place, proof) for place, proof in enumerate(sample.plan.proofs) if proof.kind == "screening")
    (one,) = proof.bottlenecks
    assert proof.exact
    assert one.saving_s is not None
    assert one.saving_s > 1000
    for more_s in (1, 60, 3600):
        wrong = replace(proof, bottlenecks=(replace(one, saving_s=one.saving_s + more_s),))
        findings = check_plan(sample.scenario, sample.network, with_proof(sample.plan, place, wrong))
        assert [finding.code for finding in findings] == ["proof-saving"], more_s
    less = replace(proof, bottlenecks=(replace(one, saving_s=one.saving_s - 1),))
    assert check_plan(sample.scenario, sample.network, with_proof(sample.plan, place, less)) == ()


@pytest.mark.parametrize(("name", "count"), [("Exit b, second gate", 2), ("Exit b", 1)])
def test_exits_at_one_place_are_told_apart_by_name(name: str, count: int) -> None:
    sample = planned("ab:km=6:cap=600", screening=400, more=((name, 200),))
    assert check_plan(sample.scenario, sample.network, sample.plan) == ()
    proof = next(proof for proof in sample.plan.proofs if proof.kind == "screening")
    assert len(proof.bottlenecks) == count
    assert sum(one.capacity_per_h for one in proof.bottlenecks) == 600
    saved = [one.saving_s or 0 for one in proof.bottlenecks]
    assert saved == sorted(saved, reverse=True)
    assert min(saved) > 0
    assert len(set(saved)) == count
