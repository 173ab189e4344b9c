"""Corruptions of vehicles and their trips."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from safeconduct.model.people import Headcount
from safeconduct.model.plan import Plan, VehicleRun
from verify.mutation_base import Sample, mutation, pick_run, with_packets, with_run


@mutation
def seats(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: bool(run.serial))
    if picked is None:
        return None
    place, row, run = picked
    most = max(entry.seats for entry in sample.scenario.fleet)
    return with_run(sample.plan, place, row, replace(run, people=run.people + Headcount(most + 1 - run.people.able)))


@mutation
def stretcher_in_a_bus(sample: Sample, rng: Random) -> Plan | None:
    """Swap a stretcher patient with an able person of the same group elsewhere: totals stay right."""
    lying = pick_run(sample.plan, rng, lambda run: run.people.stretcher > 0)
    rows = {serial: entry for entry in sample.scenario.fleet for serial in entry.serials()}
    if lying is None:
        return None
    group = sample.plan.timetable.packets[lying[0]].group_id
    found = [
        (p, r, run)
        for p, packet in enumerate(sample.plan.timetable.packets)
        for r, run in enumerate(packet.runs)
        if packet.group_id == group and run.people.able and (not run.serial or not rows[run.serial].stretcher_places)
    ]
    if not found:
        return None
    place, row, run = rng.choice(found)
    swap = Headcount(1, 0, -1)
    plan = with_run(sample.plan, lying[0], lying[1], replace(lying[2], people=lying[2].people + swap))
    return with_run(plan, place, row, replace(run, people=run.people - swap))


@mutation
def wheelchair_on_a_seat(sample: Sample, rng: Random) -> Plan | None:
    """Swap somebody in a wheelchair with an able person of the same group elsewhere: totals stay right."""
    picked = pick_run(sample.plan, rng, lambda run: run.people.wheelchair > 0)
    rows = {serial: entry for entry in sample.scenario.fleet for serial in entry.serials()}
    if picked is None:
        return None
    group = sample.plan.timetable.packets[picked[0]].group_id
    found = [
        (p, r, run)
        for p, packet in enumerate(sample.plan.timetable.packets)
        for r, run in enumerate(packet.runs)
        if packet.group_id == group and run.people.able and (not run.serial or not rows[run.serial].wheelchair_places)
    ]
    if not found:
        return None
    place, row, run = rng.choice(found)
    swap = Headcount(1, 0, 0, -1)
    plan = with_run(sample.plan, picked[0], picked[1], replace(picked[2], people=picked[2].people + swap))
    return with_run(plan, place, row, replace(run, people=run.people - swap))


@mutation
def two_places_at_once(sample: Sample, rng: Random) -> Plan | None:
    found = [
        (p, r, run) for p, packet in enumerate(sample.plan.timetable.packets) for r, run in enumerate(packet.runs) if run.serial
    ]
    pairs = [(one, two) for one in found for two in found if one[2].serial != two[2].serial and one[2].kind == two[2].kind]
    if not pairs:
        return None
    (place, row, run), (_p, _r, other) = rng.choice(pairs)
    return with_run(sample.plan, place, row, replace(run, serial=other.serial))


@mutation
def other_kind(sample: Sample, rng: Random) -> Plan:
    picked = pick_run(sample.plan, rng, lambda _run: True)
    assert picked is not None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, kind="tram"))


@mutation
def trip_number(sample: Sample, rng: Random) -> Plan:
    picked = pick_run(sample.plan, rng, lambda _run: True)
    assert picked is not None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, trip=run.trip + rng.choice([-1, 1, 2])))


@mutation
def loading_too_short(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: run.load_start is not None)
    if picked is None:
        return None
    place, row, run = picked
    return with_run(
        sample.plan, place, row, replace(run, load_start=rng.choice([None, sample.plan.timetable.packets[place].depart]))
    )


@mutation
def loading_too_early(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: run.load_start is not None)
    if picked is None:
        return None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, load_start=sample.plan.start - timedelta(seconds=rng.randint(1, 3600))))


@mutation
def from_base_too_soon(sample: Sample, rng: Random) -> Plan | None:
    based = {serial for entry in sample.scenario.fleet if entry.base for serial in entry.serials()}
    picked = pick_run(sample.plan, rng, lambda run: run.serial in based and run.trip == 1)
    if picked is None:
        return None
    place, row, run = picked
    entry = next(entry for entry in sample.scenario.fleet if run.serial in entry.serials())
    there = max(sample.plan.start, entry.available or sample.plan.start)
    return with_run(sample.plan, place, row, replace(run, load_start=there)) if run.load_start != there else None


@mutation
def before_it_is_back(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: run.trip > 1 and run.load_start is not None)
    if picked is None:
        return None
    place, row, run = picked
    last = next(r for p in sample.plan.timetable.packets for r in p.runs if r.serial == run.serial and r.trip == run.trip - 1)
    assert last.back_at is not None
    return with_run(sample.plan, place, row, replace(run, load_start=last.back_at - timedelta(seconds=rng.randint(1, 900))))


@mutation
def free_or_back(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: run.free_at is not None)
    if picked is None:
        return None
    place, row, run = picked
    by = timedelta(seconds=rng.choice([-3, -1, 1, 2]))
    assert run.free_at is not None
    if run.back_at is not None and rng.random() < 0.7:
        # It may wait at the exit and at the assembly point: certain is what is sooner than it can drive, or too late to load.
        runs = [one for packet in sample.plan.timetable.packets for one in packet.runs if one.serial == run.serial]
        loads = [one.load_start for one in runs if one.trip == run.trip + 1 and one.load_start is not None]
        late = [moment + abs(by) for moment in loads]
        return with_run(sample.plan, place, row, replace(run, back_at=rng.choice([run.free_at + abs(by), *late])))
    return with_run(sample.plan, place, row, replace(run, free_at=rng.choice([None, run.free_at + by])))


@mutation
def no_return(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: run.back_at is not None)
    if picked is None:
        return None
    place, row, run = picked
    later = any(r.serial == run.serial and r.trip == run.trip + 1 for p in sample.plan.timetable.packets for r in p.runs)
    return with_run(sample.plan, place, row, replace(run, back_at=None)) if later else None


@mutation
def crew_without_rest(sample: Sample, rng: Random) -> Plan | None:
    """Leave out a rest without which a duty is too long."""
    rows = {serial: entry for entry in sample.scenario.fleet for serial in entry.serials()}
    runs = {(run.serial, run.trip): run for packet in sample.plan.timetable.packets for run in packet.runs}

    def needed(run: VehicleRun) -> bool:
        first, after = runs.get((run.serial, 1)), runs.get((run.serial, run.trip + 1))
        crew_h = rows[run.serial].crew_h if run.serial else None
        if not run.rests or crew_h is None or first is None or after is None or not (after.free_at and first.load_start):
            return False
        return after.free_at - first.load_start > timedelta(hours=crew_h) and not any(
            other.rests for (serial, trip), other in runs.items() if serial == run.serial and trip < run.trip
        )

    picked = pick_run(sample.plan, rng, needed)
    return None if picked is None else with_run(sample.plan, picked[0], picked[1], replace(picked[2], rests=False))


@mutation
def tank_not_filled(sample: Sample, rng: Random) -> Plan | None:
    """Leave out the only refuelling of a vehicle, all of whose trips its tank does not cover."""
    runs = [run for packet in sample.plan.timetable.packets for run in packet.runs]
    once = [run.serial for run in runs if run.refuels]
    picked = pick_run(sample.plan, rng, lambda run: run.refuels and once.count(run.serial) == 1)
    return None if picked is None else with_run(sample.plan, picked[0], picked[1], replace(picked[2], refuels=False))


@mutation
def fuel_where_there_is_none(sample: Sample, rng: Random) -> Plan | None:
    dry = {place.id for place in sample.scenario.exits if not place.fuel}
    packets = sample.plan.timetable.packets
    found = [(p, r, run) for p, one in enumerate(packets) for r, run in enumerate(one.runs) if one.exit_id in dry and run.back_at]
    if not found:
        return None
    place, row, run = rng.choice(found)
    return with_run(sample.plan, place, row, replace(run, refuels=True))


@mutation
def too_much_aid(sample: Sample, rng: Random) -> Plan | None:
    """Let a vehicle bring more than it carries, or the group more than it needs."""
    picked = pick_run(sample.plan, rng, lambda run: run.aid_t > 0)
    if picked is None:
        return None
    place, row, run = picked
    entry = next(entry for entry in sample.scenario.fleet if run.serial in entry.serials())
    return with_run(sample.plan, place, row, replace(run, aid_t=rng.choice([-1.0, entry.cargo_t + 0.5])))


@mutation
def aid_in_no_time(sample: Sample, rng: Random) -> Plan | None:
    """Let a vehicle bring aid for which it did not stop."""
    entries = {serial: entry for entry in sample.scenario.fleet for serial in entry.serials()}
    picked = pick_run(sample.plan, rng, lambda run: run.back_at is not None and not run.aid_t)
    if picked is None:
        return None
    place, row, run = picked
    assert run.back_at is not None
    assert run.free_at is not None
    each = sample.scenario.settings
    least = timedelta(seconds=each.aid_load_s + each.aid_unload_s)
    if run.back_at - run.free_at > least + timedelta(hours=1) and entries[run.serial].cargo_t:
        return None
    return with_run(sample.plan, place, row, replace(run, aid_t=max(0.5, entries[run.serial].cargo_t)))


@mutation
def people_in_an_escort(sample: Sample, rng: Random) -> Plan | None:
    """Let somebody ride in an escort vehicle: totals stay right."""
    roles = {serial: entry.role for entry in sample.scenario.fleet for serial in entry.serials()}
    packets = sample.plan.timetable.packets
    found = [
        (p, one, other)
        for p, packet in enumerate(packets)
        for one, run in enumerate(packet.runs)
        for other, bus in enumerate(packet.runs)
        if roles.get(run.serial) == "escort" and roles.get(bus.serial) == "transport" and bus.people.able
    ]
    if not found:
        return None
    place, one, other = rng.choice(found)
    escort, bus = packets[place].runs[one], packets[place].runs[other]
    plan = with_run(sample.plan, place, one, replace(escort, people=Headcount(1)))
    return with_run(plan, place, other, replace(bus, people=bus.people - Headcount(1)))


@mutation
def escort_in_two_packets(sample: Sample, rng: Random) -> Plan | None:
    """Let one escort drive with two packets that are on the road together."""
    roles = {serial: entry.role for entry in sample.scenario.fleet for serial in entry.serials()}
    runs = [
        (p, r, run, packet)
        for p, packet in enumerate(sample.plan.timetable.packets)
        for r, run in enumerate(packet.runs)
        if roles.get(run.serial) == "escort"
    ]
    pairs = [(a, b) for a in runs for b in runs if a[2].serial != b[2].serial and a[3].depart <= b[3].depart < a[3].clear]
    if not pairs:
        return None
    (_p, _r, first, _packet), (place, row, run, _second) = rng.choice(pairs)
    return with_run(sample.plan, place, row, replace(run, serial=first.serial))


@mutation
def escort_loads(sample: Sample, rng: Random) -> Plan | None:
    roles = {serial: entry.role for entry in sample.scenario.fleet for serial in entry.serials()}
    picked = pick_run(sample.plan, rng, lambda run: roles.get(run.serial) == "escort")
    if picked is None:
        return None
    place, row, run = picked
    depart = sample.plan.timetable.packets[place].depart
    return with_run(sample.plan, place, row, replace(run, load_start=depart - timedelta(seconds=300)))


@mutation
def halt_for_nothing(sample: Sample, rng: Random) -> Plan | None:
    """Let a vehicle rest or refuel that does not drive back."""
    picked = pick_run(sample.plan, rng, lambda run: run.back_at is None)
    if picked is None:
        return None
    place, row, run = picked
    return with_run(sample.plan, place, row, rng.choice([replace(run, rests=True), replace(run, refuels=True)]))


@mutation
def vehicle_out_of_use(sample: Sample, rng: Random) -> Plan | None:
    """Let a vehicle drive the trips of one of its row that is used for longer than it may be."""
    found = []
    runs = [run for packet in sample.plan.timetable.packets for run in packet.runs if run.serial]
    for entry in sample.scenario.fleet:
        for serial, moment in entry.lost:
            later = {run.serial for run in runs if run.serial in entry.serials() and run.free_at and run.free_at > moment}
            found += [(serial, other) for other in sorted(later)]
    if not found:
        return None
    lost, other = rng.choice(found)
    names = {lost: other, other: lost}
    packets = tuple(
        replace(packet, runs=tuple(replace(run, serial=names.get(run.serial, run.serial)) for run in packet.runs))
        for packet in sample.plan.timetable.packets
    )
    return with_packets(sample.plan, packets)


@mutation
def bays_overfull(sample: Sample, rng: Random) -> Plan | None:
    """Let more vehicles than there are bays load in the same second."""
    of_group: dict[str, list[tuple[int, int, VehicleRun]]] = {}
    for place, packet in enumerate(sample.plan.timetable.packets):
        for row, run in enumerate(packet.runs):
            if run.load_start is not None and run.trip == 1:
                of_group.setdefault(packet.group_id, []).append((place, row, run))
    full = [(name, runs) for name, runs in of_group.items() if len(runs) > sample.scenario.get_group(name).loading_bays]
    if not full:
        return None
    _name, runs = rng.choice(full)
    first = min(run.load_start for _p, _r, run in runs if run.load_start is not None)
    plan = sample.plan
    for place, row, run in runs:
        plan = with_run(plan, place, row, replace(run, load_start=first))
    return plan
