"""Random scenarios in which vehicles and people are limited in every way there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from safeconduct.model.checkpoint import AidNeed
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Group, Headcount, Wave
from safeconduct.model.plan import Snap
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork
from verify.random_case import random_case
from verify.sound_case import at


def with_more_people(rng: Random, group: Group) -> Group:
    """Add people in wheelchairs, waves, and hours of their own for families."""
    waves = []
    for _ in range(rng.choice([0, 0, 1, 3])):
        people = Headcount(rng.randint(0, 60), rng.choice([0, 4]), rng.choice([0, 0, 1]), rng.choice([0, 0, 1]))
        waves.append(Wave(at(8) + timedelta(minutes=rng.randint(-10, 300)), people))
    families = []
    more = Headcount(0, 0, 0, rng.choice([0, 0, 3]))
    for family in group.families:
        members = family.members + Headcount(0, 0, 0, rng.choice([0, 0, 1]))
        more += (members - family.members).times(family.count)
        ready = rng.choice([None, None, at(8) + timedelta(minutes=rng.randint(0, 240))])
        families.append(replace(family, members=members, ready=ready))
    people = group.people + more
    for wave in waves:
        people += wave.people
    return replace(group, people=people, families=tuple(families), waves=tuple(waves))


def with_limits(rng: Random, row: FleetEntry) -> FleetEntry:
    """Give a row of the fleet crews, a tank, cargo, a vehicle out of use, or wheelchair places."""
    lost = at(8) + timedelta(minutes=rng.randint(20, 400))
    return replace(
        row,
        wheelchair_places=rng.choice([0, 1, 4]),
        range_km=rng.choice([None, None, 12.0, 60.0, 200.0]),
        crew_h=rng.choice([None, None, 1.5, 4.0]),
        cargo_t=rng.choice([0.0, 2.5]),
        lost=rng.choice([(), (), ((row.serials()[0], lost),)]),
    )


def random_duty(seed: int) -> tuple[Scenario, RoadNetwork, tuple[Snap, ...]]:
    """Return a random scenario with such limits, its roads and snaps; the same for the same seed."""
    rng = Random(f"duty-{seed}")
    plain, network, snaps = random_case(seed)
    groups = tuple(with_more_people(rng, group) for group in plain.groups)
    fleet = tuple(with_limits(rng, row) for row in plain.fleet)
    escorts, recovery = rng.choice([0, 0, 1, 2]), rng.choice([0, 0, 0, 1])
    for role, count in (("escort", escorts), ("recovery", recovery)):
        if count:
            fleet += (
                FleetEntry(f"{role[:3]}", "car", count + rng.randint(0, 2), 5, 0, role=role, crew_h=rng.choice([None, 2.0])),
            )
    each = replace(
        plain.settings,
        escorts_per_packet=escorts,
        recovery_per_packet=recovery,
        family_with_patient=rng.choice(["packet", "vehicle"]),
        crew_rest_h=rng.choice([0.25, 1.0, 9.0]),
        refuel_s=rng.choice([0, 600]),
        aid_load_s=300,
        aid_unload_s=rng.choice([0, 300]),
    )
    return (
        replace(
            plain,
            groups=groups,
            fleet=fleet,
            settings=each,
            exits=tuple(replace(place, fuel=rng.random() < 0.7) for place in plain.exits),
            aid=tuple(AidNeed(group.id, rng.choice([1.0, 7.5])) for group in groups if rng.random() < 0.5),
        ),
        network,
        snaps,
    )
