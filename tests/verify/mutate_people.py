"""Corruptions of who rides where."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from safeconduct.model.people import Headcount
from safeconduct.model.plan import Left, Plan
from verify.mutation_base import Sample, mutation, pick_run, with_run


@mutation
def one_missing(sample: Sample, rng: Random) -> Plan:
    picked = pick_run(sample.plan, rng, lambda run: run.people.total > 0)
    assert picked is not None
    place, row, run = picked
    people = run.people
    less = Headcount(1) if people.able else Headcount(0, 1) if people.seated else Headcount(0, 0, 1)
    return with_run(sample.plan, place, row, replace(run, people=people - less))


@mutation
def class_changed(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: run.people.able > 0)
    if picked is None:
        return None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, people=run.people + Headcount(-1, 1, 0)))


@mutation
def cars_overfull(sample: Sample, rng: Random) -> Plan | None:
    """Move people of the group from a bus into the cars; totals stay right."""
    cars = pick_run(sample.plan, rng, lambda run: not run.serial)
    if cars is None:
        return None
    group = sample.plan.timetable.packets[cars[0]].group_id
    bus = pick_run(sample.plan, rng, lambda run: bool(run.serial) and run.people.able > 1)
    if bus is None or sample.plan.timetable.packets[bus[0]].group_id != group:
        return with_run(sample.plan, *cars[:2], replace(cars[2], vehicles=cars[2].vehicles + 1))
    plan = with_run(sample.plan, *cars[:2], replace(cars[2], people=cars[2].people + Headcount(1)))
    return with_run(plan, *bus[:2], replace(bus[2], people=bus[2].people - Headcount(1)))


@mutation
def family_split(sample: Sample, rng: Random) -> Plan | None:
    """Move one member of a family from its vehicle into another packet."""
    picked = pick_run(sample.plan, rng, lambda run: any(load.members.able for load in run.families))
    if picked is None:
        return None
    place, row, run = picked
    group = sample.plan.timetable.packets[place].group_id
    others = [
        (p, r, one)
        for p, packet in enumerate(sample.plan.timetable.packets)
        for r, one in enumerate(packet.runs)
        if p != place and packet.group_id == group
    ]
    at = next(i for i, load in enumerate(run.families) if load.members.able)
    load = run.families[at]
    family = next(one for one in sample.scenario.get_group(group).families if one.id == load.family_id)
    if not others or family.members == Headcount(1):
        return None
    less = replace(load, members=load.members - Headcount(1))
    plan = with_run(
        sample.plan,
        place,
        row,
        replace(run, people=run.people - Headcount(1), families=(*run.families[:at], less, *run.families[at + 1 :])),
    )
    p, r, other = rng.choice(others)
    more = replace(load, count=1, members=Headcount(1))
    return with_run(plan, p, r, replace(other, people=other.people + Headcount(1), families=(*other.families, more)))


@mutation
def patients_family_in_two_vehicles(sample: Sample, rng: Random) -> Plan | None:
    """Move one member of a patient's family into another vehicle of its packet, where one vehicle is set."""
    families = {family.id: family for group in sample.scenario.groups for family in group.families if family.members.placed}
    picked = pick_run(
        sample.plan, rng, lambda run: any(load.family_id in families and load.members.able for load in run.families)
    )
    if picked is None or sample.scenario.settings.family_with_patient != "vehicle":
        return None
    place, row, run = picked
    others = [(r, one) for r, one in enumerate(sample.plan.timetable.packets[place].runs) if r != row and one.serial]
    if not others:
        return None
    at = next(i for i, load in enumerate(run.families) if load.family_id in families and load.members.able)
    load, one = run.families[at], Headcount(1)
    less = replace(load, members=load.members - one)
    families_less = (*run.families[:at], less, *run.families[at + 1 :])
    plan = with_run(sample.plan, place, row, replace(run, people=run.people - one, families=families_less))
    r, other = rng.choice(others)
    more = replace(other, people=other.people + one, families=(*other.families, replace(load, count=1, members=one)))
    return with_run(plan, place, r, more)


@mutation
def family_unlisted(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: bool(run.families))
    if picked is None:
        return None
    place, row, run = picked
    load = run.families[0]
    changed = [
        replace(run, families=(replace(load, count=load.count + 1), *run.families[1:])),
        replace(run, families=(replace(load, members=load.members + Headcount(1)), *run.families[1:])),
        replace(run, families=(*run.families, load)),
        replace(run, families=(replace(load, family_id="none"), *run.families[1:])),
    ]
    # Units spread over several vehicles count in each of them, so a higher count there may still be true.
    packet = sample.plan.timetable.packets[place]
    several = sum(one.family_id == load.family_id for other in packet.runs for one in other.families) > 1
    return with_run(sample.plan, place, row, rng.choice(changed[1:] if several else changed))


@mutation
def before_they_come(sample: Sample, rng: Random) -> Plan | None:
    """Let those of the last wave, or a family that comes later, board before they have come."""
    comes = {(group.id, family.id): family.ready for group in sample.scenario.groups for family in group.families if family.ready}
    packets = sample.plan.timetable.packets
    found = [
        (p, r, run, comes[packet.group_id, load.family_id])
        for p, packet in enumerate(packets)
        for r, run in enumerate(packet.runs)
        for load in run.families
        if (packet.group_id, load.family_id) in comes
    ]
    if found and rng.random() < 0.5:
        place, row, run, ready = rng.choice(found)
        return with_run(sample.plan, place, row, replace(run, load_start=ready - timedelta(seconds=rng.randint(1, 600))))
    waved = {group.id: group.waves[-1].ready for group in sample.scenario.groups if group.waves}
    runs = [
        (p, r, run)
        for p, packet in enumerate(packets)
        for r, run in enumerate(packet.runs)
        if run.load_start and not run.families and run.load_start >= waved.get(packet.group_id, sample.plan.end)
    ]
    if not runs:
        return None
    place, row, run = rng.choice(runs)
    early = waved[packets[place].group_id] - timedelta(seconds=rng.randint(1, 300))
    return with_run(sample.plan, place, row, replace(run, load_start=early))


@mutation
def left_changed(sample: Sample, rng: Random) -> Plan:
    plan = sample.plan
    left = plan.timetable.left
    if not left:
        group = rng.choice(sample.scenario.groups)
        return replace(plan, timetable=replace(plan.timetable, left=(Left(group.id, Headcount(rng.choice([0, 1])), "no seat"),)))
    place = rng.randrange(len(left))
    one = left[place]
    changed = [
        replace(one, reason=" "),
        replace(one, people=one.people + Headcount(1)),
        replace(one, group_id="none"),
        replace(one, people=Headcount()),
    ]
    lists = [(*left[:place], rng.choice(changed), *left[place + 1 :]), left[:place] + left[place + 1 :], (*left, left[place])]
    return replace(plan, timetable=replace(plan.timetable, left=rng.choice(lists)))
