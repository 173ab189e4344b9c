"""People: everybody counted once, nobody without a place, families whole."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Family, Group, Headcount
from safeconduct.model.plan import Packet, VehicleRun
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding


def check_people(case: Case) -> Iterator[Finding]:
    """Yield a finding for each broken promise about places, own cars, families and who is left."""
    rows = {serial: row for row in case.scenario.fleet for serial in row.serials()}
    of_group: dict[str, list[Packet]] = {group.id: [] for group in case.scenario.groups}
    for packet in case.plan.timetable.packets:
        of_group[packet.group_id].append(packet)
        for run in packet.runs:
            yield from check_places(case, packet, run, rows.get(run.serial))
        for family in case.groups[packet.group_id].families:
            yield from check_family(case, packet, family, rows)
    for group in case.scenario.groups:
        yield from check_balance(case, group, of_group[group.id])
        yield from check_families(group, of_group[group.id])
        yield from check_cars(group, of_group[group.id])
    seen: set[tuple[str, str]] = set()
    for left in case.plan.timetable.left:
        if (left.group_id, left.reason) in seen:
            yield finding("people-left", f"group {left.group_id}", "listed twice for the same reason")
        seen.add((left.group_id, left.reason))
        if not left.people.total:
            yield finding("people-left", f"group {left.group_id}", "listed as left, but nobody is")
        if not left.reason.strip():
            yield finding("people-left", f"group {left.group_id}", f"{left.people.total} people are left without a reason")


def told(people: Headcount) -> str:
    """Return a head-count as able + seated + stretcher + wheelchair."""
    return f"{people.able} + {people.seated} + {people.stretcher} + {people.wheelchair}"


def fits(people: Headcount, limit: Headcount) -> bool:
    """Tell whether no class has more people than the limit."""
    return (limit - people).is_valid


def check_places(case: Case, packet: Packet, run: VehicleRun, row: FleetEntry | None) -> Iterator[Finding]:
    """Yield a finding for a run without people or with more than its places, and for family members who are not aboard."""
    where = f"packet {packet.id}, {'vehicle ' + run.serial if run.serial else 'own cars'}"
    people = run.people
    if not people.total and (row is None or row.role == "transport"):
        yield finding("people-balance", where, "it drives empty")
    members = Headcount()
    for load in run.families:
        members += load.members
        if load.count < 1 or not load.members.total:
            yield finding(
                "family-count", where, f"{load.count} units of family {load.family_id!r} with {load.members.total} people"
            )
    if not fits(members, people):
        yield finding("family-count", where, f"families of {told(members)} among {told(people)}")
    if row is not None:
        offered = (row.seats, row.stretcher_places, row.wheelchair_places) if row.role == "transport" else (0, 0, 0)
        taken = (people.sitting, people.stretcher, people.wheelchair)
        if any(count > places for count, places in zip(taken, offered, strict=True)):
            classes = zip(taken, ("sitting", "lying", "in wheelchairs"), offered, strict=True)
            yield finding("vehicle-places", where, ", ".join(f"{n} {name} in {places} places" for n, name, places in classes))
        return
    group = case.groups[packet.group_id]
    if people.placed:
        yield finding("car-numbers", where, f"{people.placed} people on stretchers or in wheelchairs in own cars")
    if people.total > ceil(run.vehicles * group.people_per_car - 1e-9):
        yield finding("car-numbers", where, f"{people.total} people in {run.vehicles} cars of {group.people_per_car:g}")
    halts = run.rests or run.refuels or run.aid_t
    if run.kind != "car" or run.trip != 1 or run.load_start or run.free_at or run.back_at or halts:
        yield finding("vehicle-kind", where, "own cars are of the kind car, make one trip and have no times of their own")


def check_family(case: Case, packet: Packet, family: Family, rows: dict[str, FleetEntry]) -> Iterator[Finding]:
    """Yield a finding unless a packet holds whole units of a family, each in one vehicle where nothing excuses it.

    Excused: units with somebody on a stretcher or in a wheelchair, unless the setting says one vehicle; units of others that are
    larger than the seats of the vehicle; units in own cars.
    """
    spread = bool(family.members.placed) and case.scenario.settings.family_with_patient == "packet"
    where = f"packet {packet.id}"
    loads = [(run, load) for run in packet.runs for load in run.families if load.family_id == family.id]
    total = Headcount()
    for _run, load in loads:
        total += load.members
    units = units_of(total, family)
    if units is None:
        yield finding("family-split", where, f"{told(total)} of family {family.id!r}, a unit being {told(family.members)}")
        return
    for run, load in loads:
        # Units spread over several vehicles are counted in each of them.
        if load.count > units or not fits(load.members, family.members.times(load.count)):
            text = f"{told(load.members)} as {load.count} units of family {family.id!r}, {units} in the packet"
            yield finding("family-count", where, text)
        row = rows.get(run.serial)
        larger = row is not None and not family.members.placed and family.members.sitting > row.seats
        excused = row is None or spread or larger
        if load.members != family.members.times(load.count) and not excused:
            yield finding("family-split", where, f"{load.count} units of family {family.id!r} are not whole in {run.serial}")


def units_of(people: Headcount, family: Family) -> int | None:
    """Return how many whole units of a family these people are, or None when they are not whole units."""
    size = family.members.total
    if not size:
        return None if people.total else 0
    units = people.total // size
    return units if family.members.times(units) == people else None


def _members(packets: list[Packet], family: Family) -> Headcount:
    total = Headcount()
    for packet in packets:
        for run in packet.runs:
            for load in run.families:
                if load.family_id == family.id:
                    total += load.members
    return total


def check_families(group: Group, packets: list[Packet]) -> Iterator[Finding]:
    """Yield a finding when more units of a family leave than there are, or more people outside families than there are."""
    in_families, alone = Headcount(), group.people
    for family in group.families:
        members = _members(packets, family)
        in_families += members
        alone -= family.members.times(family.count)
        if not fits(members, family.members.times(family.count)):
            text = f"{told(members)} leave as family {family.id!r}: {family.count} units of {told(family.members)}"
            yield finding("family-count", f"group {group.id}", text)
    out = Headcount()
    for packet in packets:
        out += packet.people
    if not fits(out - in_families, alone):
        text = f"{told(out - in_families)} leave outside families, {told(alone)} there are"
        yield finding("family-count", f"group {group.id}", text)


def check_balance(case: Case, group: Group, packets: list[Packet]) -> Iterator[Finding]:
    """Yield a finding unless people out and people left are, class by class, everybody of the group."""
    out, left = Headcount(), Headcount()
    for packet in packets:
        out += packet.people
    for one in case.plan.timetable.left:
        if one.group_id == group.id:
            left += one.people
    if out + left != group.people:
        yield finding("people-balance", f"group {group.id}", f"{told(out)} out and {told(left)} left of {told(group.people)}")


def check_cars(group: Group, packets: list[Packet]) -> Iterator[Finding]:
    """Yield a finding when more own cars, or more people in them, leave than declared."""
    blocks = [run for packet in packets for run in packet.runs if not run.serial]
    cars, people = sum(run.vehicles for run in blocks), sum(run.people.total for run in blocks)
    if cars > group.cars_used or people > group.car_people:
        text = f"{people} people in {cars} own cars; {group.car_people} in {group.cars_used} are declared"
        yield finding("car-numbers", f"group {group.id}", text)
