"""What the terms forbid or limit: the scenario within it, and a plan that goes beyond it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Moment, Term
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.hours import forbidding, hours_left, with_hours_left


def within_terms(scenario: Scenario) -> Scenario:
    """Return the scenario as its terms leave it; every term counts, accepted or not, the strictest limit holds.

    Vehicles beyond the limit are out of use from the start, cars beyond it are not there. Which stay: see `_kept` and `_cars`.
    """
    settings = scenario.settings
    groups, fleet, checkpoints = scenario.groups, scenario.fleet, scenario.checkpoints
    for term in scenario.terms:
        size = packet_size(term)
        if size is not None and size < settings.packet_size:
            settings = replace(settings, packet_size=size)
        if forbids_returns(term):
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
        seconds = [one for term in scenario.terms for one in searches(scenario, term, checkpoint)]
        if seconds:
            checkpoints = (*checkpoints[:place], replace(checkpoint, search_s=max(seconds)), *checkpoints[place + 1 :])
    return with_hours_left(replace(scenario, settings=settings, groups=groups, fleet=fleet, checkpoints=checkpoints))


def _without(row: FleetEntry, kept: set[str], start: datetime) -> FleetEntry:
    """Return the row with every vehicle that is not kept out of use from the start."""
    lost = [(serial, moment) for serial, moment in row.lost if serial in kept]
    return replace(row, lost=(*lost, *((serial, start) for serial in row.serials() if serial not in kept)))


def most_vehicles(scenario: Scenario) -> int | None:
    """Return how many vehicles of the fleet any term leaves (None: no limit)."""
    return min((most for term in scenario.terms if (most := vehicle_limit(term)) is not None), default=None)


def most_cars(scenario: Scenario) -> int | None:
    """Return how many own cars any term leaves (None: no limit)."""
    return min((most for term in scenario.terms if (most := car_limit(term)) is not None), default=None)


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


def _least(one: int | None, value: object) -> int | None:
    """Return the smaller of a limit and a field that may hold a number."""
    if not isinstance(value, int) or isinstance(value, bool):
        return one
    return value if one is None else min(one, value)


def vehicle_limit(term: Term) -> int | None:
    """Return the most vehicles of the fleet that a term allows, by its limits and its fields."""
    return _least(term.limits.vehicles, term.find_value("most_vehicles") if term.kind == "convoy" else None)


def car_limit(term: Term) -> int | None:
    """Return the most own cars that a term allows."""
    if term.kind == "cars" and term.find_value("allowed") is False:
        return 0
    return _least(term.limits.private_cars, term.find_value("most") if term.kind == "cars" else None)


def packet_size(term: Term) -> int | None:
    """Return the most vehicles of a packet that a term allows."""
    return _least(term.limits.packet_size, term.find_value("packet_size") if term.kind == "convoy" else None)


def forbids_returns(term: Term) -> bool:
    """Tell whether a term lets no vehicle drive back."""
    return not term.limits.returns or (term.kind == "returns" and term.find_value("allowed") is False)


def searches(scenario: Scenario, term: Term, checkpoint: Checkpoint) -> Iterator[int]:
    """Yield the seconds of a search that a term states for a checkpoint."""
    if term.limits.search_s is not None and term.limits.party in {"", checkpoint.party}:
        yield term.limits.search_s
    seconds = term.find_value("search_s")
    if term.kind != "inspection" or not isinstance(seconds, int):
        return

    def is_named(one: Checkpoint) -> bool:
        places, parties = term.find_value("places"), term.find_value("by")
        names = [getattr(place, "name", "").casefold() for place in places] if isinstance(places, tuple) else []
        whose = [str(party).casefold() for party in parties] if isinstance(parties, tuple) else []
        return any(name and name in (one.name.casefold(), one.id.casefold()) for name in names) or (
            one.party.casefold() in [name for name in whose if name]
        )

    if is_named(checkpoint) or not any(is_named(one) for one in scenario.checkpoints):
        yield seconds


def check_terms(scenario: Scenario, plan: Plan) -> Iterator[Finding]:
    """Yield a finding for each limit of a term that the timetable goes beyond; the scenario is the one before `within_terms`."""
    packets = plan.timetable.packets
    runs = [run for packet in packets for run in packet.runs]
    used = len({run.serial for run in runs if run.serial})
    cars = sum(run.vehicles for run in runs if not run.serial)
    back = sorted({run.serial for run in runs if run.serial and (run.trip > 1 or run.back_at is not None)})
    largest = max((packet.vehicles for packet in packets), default=0)
    for term in scenario.terms:
        where = f"term {term.id}"
        vehicles, most, size = vehicle_limit(term), car_limit(term), packet_size(term)
        if vehicles is not None and used > vehicles:
            yield finding("term-vehicles", where, f"{used} vehicles of the fleet are used, {vehicles} are allowed")
        if most is not None and cars > most:
            yield finding("term-cars", where, f"{cars} own cars leave, {most} are allowed")
        if forbids_returns(term) and back:
            yield finding("term-returns", where, f"{', '.join(back[:5])} drive back, which it forbids")
        if size is not None and largest > size:
            yield finding("term-packet", where, f"a packet of {largest} vehicles, {size} are allowed")
        yield from _late_returns(term, plan)
    yield from _outside_hours(scenario, plan)


def _late_returns(term: Term, plan: Plan) -> Iterator[Finding]:
    """Yield a finding for the vehicles that come back later than a term allows; what left before a plan made again is history."""
    until = term.find_value("until")
    if term.kind != "returns" or not isinstance(until, Moment):
        return
    made_at = None if plan.revision is None else plan.revision.at
    runs = [run for packet in plan.timetable.packets if made_at is None or packet.depart > made_at for run in packet.runs]
    late = sorted({run.serial for run in runs if run.back_at is not None and run.back_at > until.at})
    if late:
        yield finding("term-return-late", f"term {term.id}", f"{', '.join(late[:5])} come back after {until.at.isoformat()}")


def _outside_hours(scenario: Scenario, plan: Plan) -> Iterator[Finding]:
    """Yield a finding for each text outside whose hours, or before whose start, a packet is on the road.

    Edges are asked: hours end between departure and clear, or they do not hold at departure. Packets that had left when the plan
    was made again are history.
    """
    edges = sorted({edge for edges in (hours_left(scenario) or ()) for edge in edges})
    told: set[tuple[str, str]] = set()
    for packet in plan.timetable.packets:
        if plan.revision is not None and packet.depart <= plan.revision.at:
            continue
        for moment in (packet.depart, *(edge for edge in edges if packet.depart < edge < packet.clear)):
            for code, clauses in forbidding(scenario, moment):
                if (code, clauses) not in told:
                    told.add((code, clauses))
                    yield finding(code, f"packet {packet.id}", f"on the road at {moment.isoformat()}, against term {clauses}")
