"""Corruptions of the prices behind a fleet's bound: every field, each so that the proof cannot hold any more."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from safeconduct.model.fleet_certificate import BayPrice, DeskPrice, FleetCertificate, PersonPrice
from safeconduct.model.plan import Plan
from verify.mutation_base import Sample, mutation, with_proof


def pick_prices(sample: Sample) -> tuple[int, FleetCertificate] | None:
    found = [(place, proof.prices) for place, proof in enumerate(sample.plan.proofs) if proof.prices is not None]
    return found[0] if found else None


def with_prices(sample: Sample, place: int, made: FleetCertificate) -> Plan:
    return with_proof(sample.plan, place, replace(sample.plan.proofs[place], prices=made))


@mutation
def fleet_sums(sample: Sample, rng: Random) -> Plan | None:
    """State another worth, or earnings that are not below it, or so small that no tour is counted."""
    picked = pick_prices(sample)
    if picked is None:
        return None
    place, made = picked
    changed = [
        replace(made, worth=made.worth + rng.randint(1, 1000)),
        replace(made, worth=made.worth - rng.randint(1, 1000)),
        replace(made, earned=made.worth + rng.randint(0, 1000)),
        replace(made, earned=-1),
    ]
    return with_prices(sample, place, rng.choice(changed))


@mutation
def fleet_horizon(sample: Sample, rng: Random) -> Plan | None:
    """Move the horizon out of the movement, or before the bound that is said to follow from it."""
    picked = pick_prices(sample)
    if picked is None:
        return None
    place, made = picked
    end = int((sample.plan.end - sample.plan.start).total_seconds())
    return with_prices(sample, place, replace(made, horizon_s=rng.choice([end + rng.randint(1, 9999), -rng.randint(1, 9999)])))


@mutation
def fleet_step(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_prices(sample)
    if picked is None:
        return None
    place, made = picked
    return with_prices(sample, place, replace(made, step_s=rng.choice([0, -1, 10**6, -(10**12)])))


@mutation
def fleet_people(sample: Sample, rng: Random) -> Plan | None:
    """Price a group that is none, or twice, or below nothing, or leave the worth as it was with other prices."""
    picked = pick_prices(sample)
    if picked is None:
        return None
    place, made = picked
    first = made.people[0]
    group = sample.scenario.get_group(first.group_id)
    changed = [
        (PersonPrice("nobody", 1, 1, 1), *made.people),
        (first, *made.people),
        (replace(first, wheelchair=-1), *made.people[1:]),
        made.people[1:],
    ]
    if group.people.sitting:
        changed.append((replace(first, sitting=first.sitting + rng.randint(1, 9)), *made.people[1:]))
    if group.people.stretcher:
        changed.append((replace(first, stretcher=first.stretcher + rng.randint(1, 9)), *made.people[1:]))
    return with_prices(sample, place, replace(made, people=rng.choice(changed)))


@mutation
def fleet_desks(sample: Sample, rng: Random) -> Plan | None:
    """Price an exit that is none, or twice for the same time, or below nothing, or so dear that it earns more than all."""
    picked = pick_prices(sample)
    if picked is None:
        return None
    place, made = picked
    changed = [(DeskPrice("nowhere", 0, made.horizon_s, 1), *made.desks)]
    if made.desks:
        one = made.desks[0]
        changed += [(one, *made.desks), (replace(one, price=-1), *made.desks[1:])]
        changed += [(replace(one, price=10**12, from_s=0, to_s=made.horizon_s), *made.desks[1:])]
    return with_prices(sample, place, replace(made, desks=rng.choice(changed)))


@mutation
def fleet_bays(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_prices(sample)
    if picked is None:
        return None
    place, made = picked
    name = made.people[0].group_id
    dear = BayPrice(name, 10**12)
    changed = [(BayPrice("nobody", 1), *made.bays), (BayPrice(name, -1),), (dear, dear)]
    if any(packet.group_id == name and any(run.serial for run in packet.runs) for packet in sample.plan.timetable.packets):
        changed.append((dear,))  # a bay that no vehicle can use in time earns nothing, whatever its price
    return with_prices(sample, place, replace(made, bays=rng.choice(changed)))


@mutation
def fleet_prices_elsewhere(sample: Sample, rng: Random) -> Plan | None:
    """Give prices to a proof that is not about the fleet."""
    picked = pick_prices(sample)
    others = [place for place, proof in enumerate(sample.plan.proofs) if proof.kind != "fleet"]
    if picked is None or not others:
        return None
    place = rng.choice(others)
    return with_proof(sample.plan, place, replace(sample.plan.proofs[place], prices=picked[1]))
