"""A vehicle that breaks down on the road with people aboard: who finds a place in its packet, and who waits there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Family, Headcount
from safeconduct.model.plan import FamilyLoad, Packet, VehicleRun

CLASSES = (Headcount(0, 0, 1), Headcount(0, 0, 0, 1), Headcount(0, 1), Headcount(1))
"""One person of each class, those who find a place hardest first."""


def without(
    packet: Packet, lost: Sequence[str], rows: Mapping[str, FleetEntry], families: Sequence[Family]
) -> tuple[Packet | None, VehicleRun]:
    """Return the packet without the vehicles that broke down, and, as one run, the people for whom the others have no free place.

    rows: fleet row of each serial. families: of the group. Whole family units move into one vehicle or stay together; then people
    on their own, those who lie first. Places in own cars are not counted on. None when no vehicle is left in the packet.
    """
    broken = [run for run in packet.runs if run.serial in lost]
    rest = [run for run in packet.runs if run.serial not in lost]
    waiting = VehicleRun("waiting", 1, Headcount(), "waiting")
    members = {family.id: family.members for family in families}
    for run in broken:
        alone = run.people
        for load in run.families:
            alone -= load.members
            unit = members[load.family_id]
            whole = unit.times(load.count) == load.members
            for people in [unit] * load.count if whole else [load.members]:
                if not _seat(rest, rows, people, load.family_id):
                    waiting = _with(waiting, people, load.family_id)
        for one in CLASSES:
            for _ in range(_count(alone, one)):
                if not _seat(rest, rows, one, ""):
                    waiting = _with(waiting, one, "")
    return (replace(packet, runs=tuple(rest)) if rest else None), waiting


def _count(people: Headcount, one: Headcount) -> int:
    return (
        people.able * one.able
        + people.seated * one.seated
        + people.stretcher * one.stretcher
        + people.wheelchair * one.wheelchair
    )


def _seat(runs: list[VehicleRun], rows: Mapping[str, FleetEntry], people: Headcount, family_id: str) -> bool:
    """Put people into the first vehicle of the packet with places for all of them; tell whether there was one."""
    for number, run in enumerate(runs):
        if not run.serial:
            continue
        row, total = rows[run.serial], run.people + people
        seats = total.sitting <= row.seats
        if seats and total.stretcher <= row.stretcher_places and total.wheelchair <= row.wheelchair_places:
            runs[number] = _with(run, people, family_id)
            return True
    return False


def _with(run: VehicleRun, people: Headcount, family_id: str) -> VehicleRun:
    return replace(run, people=run.people + people, families=_joined(run.families, family_id, people))


def _joined(loads: tuple[FamilyLoad, ...], family_id: str, people: Headcount) -> tuple[FamilyLoad, ...]:
    if not family_id:
        return loads
    for number, load in enumerate(loads):
        if load.family_id == family_id:
            more = FamilyLoad(family_id, load.count + 1, load.members + people)
            return (*loads[:number], more, *loads[number + 1 :])
    return (*loads, FamilyLoad(family_id, 1, people))
