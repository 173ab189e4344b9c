"""Who of a group still waits once some packets are counted off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from safeconduct.model.people import Group, Headcount, Wave
from safeconduct.model.plan import Packet


def remaining(group: Group, packets: Iterable[Packet], at: datetime) -> Group | None:
    """Return the group without the people, families and own cars of its packets, or None when they carry more than it has.

    People who came in waves until `at` are there; of later waves those are left that the packets do not need.
    """
    runs = [run for packet in packets if packet.group_id == group.id for run in packet.runs]
    gone, in_families = Headcount(), {family.id: Headcount() for family in group.families}
    for run in runs:
        gone += run.people
        for load in run.families:
            if load.family_id not in in_families:
                return None
            in_families[load.family_id] += load.members
    families = []
    for family in group.families:
        units = in_families[family.id].total // family.members.total if family.members.total else 0
        if units > family.count or family.members.times(units) != in_families[family.id]:
            return None
        families.append(replace(family, count=family.count - units))
    cars = sum(run.vehicles for run in runs if not run.serial)
    by_car = sum(run.people.total for run in runs if not run.serial)
    people, cars_left = group.people - gone, group.cars_used - cars
    alone = people
    for family in families:
        alone -= family.members.times(family.count)
    if not people.is_valid or not alone.is_valid or cars_left < 0 or by_car > group.car_people:
        return None
    fresh = replace(group, people=people, families=tuple(families), waves=_later(group.waves, alone, at))
    return _with_cars(fresh, cars_left, group.car_people - by_car)


def _with_cars(group: Group, cars: int, people: int) -> Group:
    """Return the group with so many own cars for at most so many people (whole cars keep the number of people in each)."""
    if not cars or not people:
        return replace(group, own_cars=0)
    each = min(group.people_per_car, people / cars)
    return replace(group, own_cars=cars, people_per_car=each)


def _later(waves: tuple[Wave, ...], alone: Headcount, at: datetime) -> tuple[Wave, ...]:
    """Return the waves after `at`, the earliest cut first, with no more people together than still wait alone."""
    found: list[Wave] = []
    for wave in sorted(waves, key=lambda one: one.ready, reverse=True):
        people = Headcount(
            min(wave.people.able, alone.able),
            min(wave.people.seated, alone.seated),
            min(wave.people.stretcher, alone.stretcher),
            min(wave.people.wheelchair, alone.wheelchair),
        )
        if wave.ready > at and people.total:
            alone -= people
            found.append(Wave(wave.ready, people))
    return tuple(reversed(found))
