"""Arrivals: nobody boards before they have come to the assembly point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from safeconduct.model.people import Family, Group, Headcount
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.people import told


@dataclass(frozen=True, slots=True)
class Boarded:
    """People on their own (no family members) who board one run, in which second, in own cars or not, and where in the plan."""

    second: float
    people: Headcount
    by_car: bool
    where: str


def check_arrivals(case: Case) -> Iterator[Finding]:
    """Yield a finding for each run that takes people who have not come yet, and for own cars with people who come later.

    People board a vehicle of the fleet when its loading begins, own cars when they leave. Own cars take only who is there when
    the group is ready.
    """
    for group in case.scenario.groups:
        if not group.waves and not any(family.ready for family in group.families):
            continue
        boarded: list[Boarded] = []
        for packet in case.plan.timetable.packets:
            if packet.group_id != group.id:
                continue
            for run in packet.runs:
                second = case.second(run.load_start or packet.depart)
                where = f"packet {packet.id}, {'vehicle ' + run.serial if run.serial else 'own cars'}"
                alone = run.people
                for load in run.families:
                    alone -= load.members
                    row = next(family for family in group.families if family.id == load.family_id)
                    yield from _check_family(case, group, row, Boarded(second, load.members, not run.serial, where))
                boarded.append(Boarded(second, alone, not run.serial, where))
        yield from _check_waves(case, group, boarded)


def first_s(case: Case, group: Group) -> float:
    """Return when the group itself is there, seconds from the start of the movement."""
    return max(0.0, _second(case, group.ready))


def _second(case: Case, moment: datetime | None) -> float:
    return 0.0 if moment is None else case.second(moment)


def _check_family(case: Case, group: Group, row: Family, load: Boarded) -> Iterator[Finding]:
    ready = _second(case, row.ready)
    if load.second < ready:
        yield finding("people-arrival", load.where, f"family {row.id!r} boards {ready - load.second:.0f} s before it has come")
    elif load.by_car and ready > first_s(case, group):
        yield finding("people-arrival", load.where, f"family {row.id!r} comes after its group and leaves in own cars")


def _check_waves(case: Case, group: Group, boarded: list[Boarded]) -> Iterator[Finding]:
    """Yield a finding when at some moment more people on their own have boarded than have come, class by class."""
    alone = group.people
    for family in group.families:
        alone -= family.members.times(family.count)
    later = sorted((max(first_s(case, group), case.second(wave.ready)), wave.people) for wave in group.waves)
    gone, by_car = Headcount(), Headcount()
    for load in sorted(boarded, key=lambda one: one.second):
        gone += load.people
        by_car += load.people if load.by_car else Headcount()
        come = alone
        for second, people in later:
            come -= people if second > load.second else Headcount()
        if not (come - gone).is_valid:
            yield finding("people-arrival", load.where, f"{told(gone)} have boarded by then, {told(come)} have come")
    for second, people in later:
        alone -= people if second > first_s(case, group) else Headcount()
    if not (alone - by_car).is_valid:
        where = f"group {group.id}"
        yield finding("people-arrival", where, f"{told(by_car)} leave in own cars, {told(alone)} are there with the group")
