"""What the terms forbid or limit: the scenario within it, and a plan that goes beyond it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from safeconduct.model.fleet import FleetEntry
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.verify.finding import Finding, finding


def within_terms(scenario: Scenario) -> Scenario:
    """Return the scenario as its terms leave it; every term counts, accepted or not, the strictest limit holds.

    Vehicles beyond the limit are out of use from the start, cars beyond it are not there. Which stay: see `_kept` and `_cars`.
    """
    settings = scenario.settings
    groups, fleet, checkpoints = scenario.groups, scenario.fleet, scenario.checkpoints
    for term in scenario.terms:
        if term.limits.packet_size is not None and term.limits.packet_size < settings.packet_size:
            settings = replace(settings, packet_size=term.limits.packet_size)
        if not term.limits.returns:
            settings = replace(settings, return_allowed=False)
    vehicles = most_vehicles(scenario)
    if vehicles is not None:
        kept = set(_kept(scenario)[:vehicles])
        fleet = tuple(_without(row, kept, scenario.start) for row in fleet)
    cars = most_cars(scenario)
    if cars is not None:
        there = _cars(scenario, cars)
        groups = tuple(
            replace(group, own_cars=there[group.id]) if there[group.id] < group.cars_used else group for group in groups
        )
    for place, checkpoint in enumerate(checkpoints):
        said = [term.limits for term in scenario.terms if term.limits.party in {"", checkpoint.party}]
        seconds = [one.search_s for one in said if one.search_s is not None]
        if seconds:
            checkpoints = (*checkpoints[:place], replace(checkpoint, search_s=max(seconds)), *checkpoints[place + 1 :])
    return replace(scenario, settings=settings, groups=groups, fleet=fleet, checkpoints=checkpoints)


def _without(row: FleetEntry, kept: set[str], start: datetime) -> FleetEntry:
    """Return the row with every vehicle that is not kept out of use from the start."""
    lost = [(serial, moment) for serial, moment in row.lost if serial in kept]
    return replace(row, lost=(*lost, *((serial, start) for serial in row.serials() if serial not in kept)))


def most_vehicles(scenario: Scenario) -> int | None:
    """Return how many vehicles of the fleet any term leaves (None: no limit)."""
    return min((term.limits.vehicles for term in scenario.terms if term.limits.vehicles is not None), default=None)


def most_cars(scenario: Scenario) -> int | None:
    """Return how many own cars any term leaves (None: no limit)."""
    return min((term.limits.private_cars for term in scenario.terms if term.limits.private_cars is not None), default=None)


def _kept(scenario: Scenario) -> list[str]:
    """Return all serials, those kept first in front.

    One packet's escort and recovery vehicles; vehicles for stretchers, then wheelchairs, while patients lack a place; vehicles
    with the most seats; the other escort and recovery vehicles.
    """
    rows = {serial: (place, row) for place, row in enumerate(scenario.fleet) for serial in row.serials()}
    front: list[str] = []
    for role, needed in (("escort", scenario.settings.escorts_per_packet), ("recovery", scenario.settings.recovery_per_packet)):
        front += [serial for serial, (_place, row) in rows.items() if row.role == role][:needed]
    lying, rolling = scenario.people.stretcher, scenario.people.wheelchair
    medical: list[str] = []
    carriers = [serial for serial, (_place, row) in rows.items() if row.role == "transport"]
    for serial in sorted(carriers, key=lambda one: (-rows[one][1].stretcher_places, -rows[one][1].wheelchair_places)):
        row = rows[serial][1]
        serves = (row.stretcher_places > 0 and lying > 0) or (row.wheelchair_places > 0 and rolling > 0)
        lying -= row.stretcher_places if lying > 0 else 0
        rolling -= row.wheelchair_places if rolling > 0 else 0
        if serves:
            medical.append(serial)
    parts = (
        front,
        medical,
        [one for one in carriers if one not in medical],
        [one for one in rows if one not in (*front, *carriers)],
    )
    number = {serial: place for place, serial in enumerate(rows)}
    return [serial for part in parts for serial in sorted(part, key=lambda one: (-rows[one][1].seats, rows[one][0], number[one]))]


def _cars(scenario: Scenario, most: int) -> dict[str, int]:
    """Return how many cars of each group are left: the groups of the lowest priority number keep theirs first."""
    left: dict[str, int] = {}
    for number in sorted({group.priority for group in scenario.groups}):
        for group in scenario.groups:
            if group.priority == number:
                left[group.id] = min(group.cars_used, most)
                most -= left[group.id]
    return left


def check_terms(scenario: Scenario, plan: Plan) -> Iterator[Finding]:
    """Yield a finding for each limit of a term that the timetable goes beyond; the scenario is the one before `within_terms`."""
    packets = plan.timetable.packets
    runs = [run for packet in packets for run in packet.runs]
    used = len({run.serial for run in runs if run.serial})
    cars = sum(run.vehicles for run in runs if not run.serial)
    back = sorted({run.serial for run in runs if run.serial and (run.trip > 1 or run.back_at is not None)})
    largest = max((packet.vehicles for packet in packets), default=0)
    for term in scenario.terms:
        limits, where = term.limits, f"term {term.id}"
        if limits.vehicles is not None and used > limits.vehicles:
            yield finding("term-vehicles", where, f"{used} vehicles of the fleet are used, {limits.vehicles} are allowed")
        if limits.private_cars is not None and cars > limits.private_cars:
            yield finding("term-cars", where, f"{cars} own cars leave, {limits.private_cars} are allowed")
        if not limits.returns and back:
            yield finding("term-returns", where, f"{', '.join(back[:5])} drive back, which it forbids")
        if limits.packet_size is not None and largest > limits.packet_size:
            yield finding("term-packet", where, f"a packet of {largest} vehicles, {limits.packet_size} are allowed")
