"""Corruptions of what few routes cost and of what more capacity would save."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from safeconduct.model.plan import ANY_NUMBER, Plan, RoutePrice
from verify.mutation_base import Sample, mutation, with_proof


def with_price(plan: Plan, place: int, price: RoutePrice) -> Plan:
    return replace(plan, route_prices=(*plan.route_prices[:place], price, *plan.route_prices[place + 1 :]))


@mutation
def price_below_its_bound(sample: Sample, rng: Random) -> Plan | None:
    """State a time that the price's own bound rules out, or a bound above the time."""
    found = [(place, one) for place, one in enumerate(sample.plan.route_prices) if one.clear_s is not None]
    if not found:
        return None
    place, one = rng.choice(found)
    by = rng.randint(1, 900)
    assert one.clear_s is not None
    return with_price(
        sample.plan,
        place,
        replace(one, clear_s=one.bound_s - by) if rng.random() < 0.5 else replace(one, bound_s=one.clear_s + by),
    )


@mutation
def price_rises(sample: Sample, rng: Random) -> Plan | None:
    """Let more routes take longer than fewer, or lower the bound of fewer below that of more."""
    prices = sample.plan.route_prices
    found = [place for place in range(1, len(prices)) if prices[place - 1].clear_s is not None]
    if not found:
        return None
    place = rng.choice(found)
    fewer = prices[place - 1]
    assert fewer.clear_s is not None
    by = rng.randint(1, 900)
    changed = [
        with_price(sample.plan, place, replace(prices[place], clear_s=fewer.clear_s + by)),
        with_price(sample.plan, place, replace(prices[place], clear_s=None, names=())),
        with_price(sample.plan, place - 1, replace(fewer, bound_s=prices[place].bound_s - by)),
    ]
    return rng.choice(changed)


@mutation
def price_without_proof(sample: Sample, rng: Random) -> Plan | None:
    """Move every time and bound below what the roads prove."""
    proven_s = [proof.bound_s for proof in sample.plan.proofs if proof.kind == "roads"]
    end_s = int((sample.plan.end - sample.plan.start).total_seconds())
    prices = sample.plan.route_prices
    if not prices or not proven_s or min(proven_s[0], end_s) <= 0:
        return None
    by = prices[-1].bound_s - min(proven_s[0], end_s) + rng.randint(1, 900)
    lower = (replace(one, bound_s=one.bound_s - by, clear_s=None if one.clear_s is None else one.clear_s - by) for one in prices)
    return replace(sample.plan, route_prices=tuple(lower))


@mutation
def price_form(sample: Sample, rng: Random) -> Plan | None:
    """Leave out a number, state one twice, forget the last, name too many routes or none."""
    prices = sample.plan.route_prices
    if not prices:
        return None
    changed = [
        prices[:-1],
        prices[1:],
        (*prices[:-1], prices[0], prices[-1]),
        (*prices[:-1], replace(prices[-1], routes=len(prices))),
        (*prices[:-1], replace(prices[-1], names=("A to East crossing",))),
        (replace(prices[0], names=("one", "two")), *prices[1:]),
        (replace(prices[0], names=("",)), *prices[1:]),
        (replace(prices[0], routes=-1), *prices[1:]),
        (replace(prices[0], routes=ANY_NUMBER), *prices[1:]),
        (*prices[:-1], replace(prices[-1], clear_s=None)),
    ]
    if prices[0].clear_s is not None:
        changed.append((replace(prices[0], names=()), *prices[1:]))
        changed.append((replace(prices[0], possible=False), *prices[1:]))
    changed.append((*prices[:-1], replace(prices[-1], possible=False)))
    if len(prices) > 2:
        changed.append((*prices[:-2], replace(prices[-2], clear_s=None, names=(), possible=False), prices[-1]))
    return replace(sample.plan, route_prices=rng.choice(changed))


@mutation
def saving_out_of_range(sample: Sample, rng: Random) -> Plan | None:
    """State a saving below nothing or above the bound, nothing without a reason, or one where people are left."""
    end_s = (sample.plan.end - sample.plan.start).total_seconds()
    found = [(place, proof) for place, proof in enumerate(sample.plan.proofs) if proof.bottlenecks and proof.certificate]
    if not found:
        return None
    place, proof = rng.choice(found)
    number = rng.randrange(len(proof.bottlenecks))
    one = proof.bottlenecks[number]
    changed = [
        replace(one, saving_s=-rng.randint(1, 600)),
        replace(one, saving_s=proof.bound_s + rng.randint(1, 600)),
        replace(one, saving_s=0, saving_note=""),
    ]
    if proof.bound_s > end_s:
        changed.append(replace(one, saving_s=rng.randint(0, 60), saving_note="the next bottleneck binds"))
    wrong = (*proof.bottlenecks[:number], rng.choice(changed), *proof.bottlenecks[number + 1 :])
    return with_proof(sample.plan, place, replace(proof, bottlenecks=wrong))
