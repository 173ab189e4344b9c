"""The bound by prices: removed or weakened prices take the bound with them; planner and checker earn the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.model.fleet_certificate import FleetCertificate
from safeconduct.model.plan import Plan, Proof
from safeconduct.verify.case import Case, make_case, movement_of
from safeconduct.verify.check import check_plan
from safeconduct.verify.fleet import fleet_bound
from safeconduct.verify.fleet_case import make_fleet_case
from safeconduct.verify.fleet_prices import earned_of
from verify.mutation_base import Sample, with_proof
from verify.sound import sound


def picked(*, short: bool) -> tuple[Sample, int, Proof, FleetCertificate, Case]:
    scenario, network, plan = sound(short=short)
    place = next(number for number, proof in enumerate(plan.proofs) if proof.kind == "fleet")
    proof, movement = plan.proofs[place], movement_of(scenario)
    assert proof.prices is not None
    assert movement is not None
    return Sample(scenario, network, plan), place, proof, proof.prices, make_case(scenario, network, plan, movement)


def codes(sample: Sample, plan: Plan) -> set[str]:
    return {one.code for one in check_plan(sample.scenario, sample.network, plan)}


@pytest.mark.parametrize("short", [False, True])
def test_a_bound_above_counted_trips_needs_its_prices(short: bool) -> None:
    sample, place, proof, _made, case = picked(short=short)
    assert (proof.bound_s, proof.least_left) > fleet_bound(case)
    assert "proof-fleet" in codes(sample, with_proof(sample.plan, place, replace(proof, prices=None)))


def test_the_bound_is_the_second_after_the_horizon() -> None:
    sample, place, proof, made, _case = picked(short=False)
    assert proof.bound_s == made.horizon_s + 1
    assert "proof-fleet" in codes(sample, with_proof(sample.plan, place, replace(proof, bound_s=proof.bound_s + 1)))


def test_nobody_is_left_by_a_horizon_before_the_end() -> None:
    sample, place, proof, _made, _case = picked(short=False)
    assert "proof-fleet" in codes(sample, with_proof(sample.plan, place, replace(proof, least_left=1)))


def test_as_many_are_left_as_the_difference_over_the_highest_price() -> None:
    sample, place, proof, made, case = picked(short=True)
    assert made.horizon_s == case.end_s
    highest = max(max(one.sitting, one.stretcher) for one in made.people)
    assert proof.least_left == -(-(made.worth - made.earned) // highest)
    assert "proof-fleet" in codes(sample, with_proof(sample.plan, place, replace(proof, least_left=proof.least_left + 1)))


def test_shorter_steps_and_less_time_never_earn_more() -> None:
    _sample, _place, _proof, made, case = picked(short=False)
    fleet = make_fleet_case(case)
    sums = [earned_of(case, fleet, replace(made, step_s=step)) for step in (1, 2, 5, 10, 30, 60)]
    assert sums == sorted(sums)
    plain = replace(made, desks=(), bays=())
    times = [earned_of(case, fleet, replace(plain, horizon_s=second)) for second in range(0, int(case.end_s), 1800)]
    assert times == sorted(times)
    assert times[0] == 0
