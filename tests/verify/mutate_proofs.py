"""Corruptions of proofs and certificates."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from safeconduct.model.people import Headcount
from safeconduct.model.plan import Plan
from safeconduct.verify.problem import cut_terms
from verify.mutation_base import Sample, mutation, nudge, pick_cut, with_cut, with_packet, with_proof


@mutation
def label_changed(sample: Sample, rng: Random) -> Plan | None:
    """Change one label so that the capacity of the cut is another, or leave the range."""
    picked = pick_cut(sample, rng)
    if picked is None:
        return None
    place, cut, problem = picked
    labels = list(cut.labels)
    at = rng.randrange(len(labels))
    labels[at] = rng.choice([rng.randint(0, cut.horizon_steps + 1), labels[at] + nudge(rng, 60), cut.horizon_steps + 2, -1])
    inside = min(labels) >= 0 and max(labels) <= cut.horizon_steps + 1
    structural = labels[problem.sink] != cut.horizon_steps + 1 or any(labels[node] for node in cut.held)
    if inside and not structural and sum(cut_terms(problem, labels)) == cut.capacity:
        return None
    return with_cut(sample.plan, place, replace(cut, labels=tuple(labels)))


@mutation
def labels_cut_short(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_cut(sample, rng)
    if picked is None:
        return None
    place, cut, _problem = picked
    return with_cut(sample.plan, place, replace(cut, labels=rng.choice([(), cut.labels[:-1], (*cut.labels, 0)])))


@mutation
def horizon_changed(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_cut(sample, rng)
    if picked is None:
        return None
    place, cut, _problem = picked
    later = cut.horizon_steps + rng.randint(1, 900)
    labels = tuple(later + 1 if label == cut.horizon_steps + 1 else label for label in cut.labels)
    changed = [
        replace(cut, horizon_steps=later),
        replace(cut, horizon_steps=later, labels=labels),
        replace(cut, horizon_steps=-1),
    ]
    changed += [replace(cut, horizon_steps=cut.horizon_steps - rng.randint(1, 60))]
    return with_cut(sample.plan, place, rng.choice(changed))


@mutation
def held_changed(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_cut(sample, rng)
    if picked is None:
        return None
    place, cut, problem = picked
    others = [node for node, amount in problem.supply.items() if node not in cut.held and amount]
    changed: list[tuple[int, ...]] = [cut.held[1:], (*cut.held, cut.held[0]), (0,), (problem.sink,), (10**9,)]
    changed += [(*cut.held, others[0])] if others else []
    return with_cut(sample.plan, place, replace(cut, held=rng.choice(changed)))


@mutation
def demand_or_capacity(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_cut(sample, rng)
    if picked is None:
        return None
    place, cut, _problem = picked
    by = nudge(rng, 5000)
    return with_cut(
        sample.plan,
        place,
        replace(cut, demand=cut.demand + by) if rng.random() < 0.5 else replace(cut, capacity=cut.capacity + by),
    )


@mutation
def bound_raised(sample: Sample, rng: Random) -> Plan:
    place = rng.randrange(len(sample.plan.proofs))
    proof = sample.plan.proofs[place]
    changed = [
        replace(proof, bound_s=proof.bound_s + rng.randint(1, 3600)),
        replace(proof, least_left=proof.least_left + rng.randint(1, 9)),
    ]
    return with_proof(sample.plan, place, rng.choice(changed))


@mutation
def proof_form(sample: Sample, rng: Random) -> Plan:
    place = rng.randrange(len(sample.plan.proofs))
    proof = sample.plan.proofs[place]
    other = {"people": "vehicles", "vehicles": "people"}[proof.unit]
    changed = [replace(proof, kind="hope"), replace(proof, unit=other), replace(proof, bound_s=-1)]
    if proof.certificate is not None:
        changed += [
            replace(proof, certificate=None),
            replace(proof, parts_per_unit=proof.parts_per_unit + 1),
            replace(proof, held_groups=()),
        ]
    plan = with_proof(sample.plan, place, rng.choice(changed))
    return plan if rng.random() < 0.7 else replace(sample.plan, proofs=(*sample.plan.proofs, proof))


@mutation
def total_bound(sample: Sample, rng: Random) -> Plan:
    plan = sample.plan
    changed = [
        replace(plan, bound_s=(plan.bound_s or 0) + rng.randint(1, 3600)),
        replace(plan, clear_s=(plan.clear_s or 0) + nudge(rng)),
        replace(plan, gap=(plan.gap or 0.0) + 0.01),
        replace(plan, least_left=plan.least_left + rng.randint(1, 9)),
    ]
    changed += [replace(plan, gap=None), replace(plan, clear_s=None)] if plan.clear_s is not None and plan.gap is not None else []
    return rng.choice(changed)


@mutation
def beds_overfull(sample: Sample, rng: Random) -> Plan | None:
    """Send so many more people to an exit with beds that they cannot all lie down."""
    limited = {one.id: one.beds for one in sample.scenario.exits if one.beds is not None}
    found = [(p, packet) for p, packet in enumerate(sample.plan.timetable.packets) if packet.exit_id in limited and packet.runs]
    if not found:
        return None
    place, packet = rng.choice(found)
    beds = limited[packet.exit_id]
    assert beds is not None
    run = replace(packet.runs[0], people=packet.runs[0].people + Headcount(beds + 1))
    return with_packet(sample.plan, place, replace(packet, runs=(run, *packet.runs[1:])))


@mutation
def bottleneck_elsewhere(sample: Sample, rng: Random) -> Plan | None:
    found = [(p, proof) for p, proof in enumerate(sample.plan.proofs) if proof.bottlenecks]
    picked = pick_cut(sample, rng)
    if not found or picked is None:
        return None
    place, proof = rng.choice(found)
    first = proof.bottlenecks[0]
    bound = {arc for road in proof.bottlenecks for arc in road.arcs}
    others = [arc for arc in range(sample.network.arcs) if arc not in bound]
    changed = [replace(first, share=first.share + 0.1), replace(first, arcs=(rng.choice(others),)), replace(first, arcs=(-1,))]
    return with_proof(sample.plan, place, replace(proof, bottlenecks=(rng.choice(changed), *proof.bottlenecks[1:])))
