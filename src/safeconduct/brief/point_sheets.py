"""The sheet of an assembly point: who comes when, which vehicle loads when in which bay, who boards, which packet leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from safeconduct.brief.annex_timetable import vehicles_text
from safeconduct.brief.classes import class_cells, class_columns, shown_classes
from safeconduct.brief.document import BLANK, RIGHT, Column, Table
from safeconduct.brief.gantt import Trip, trips_by_serial
from safeconduct.brief.letters import letter_routes
from safeconduct.brief.sheet import A4, Part, Sheet, SheetBook, make_book
from safeconduct.brief.texts import amount_text, count_text, headcount_text, name_text, people_text
from safeconduct.brief.times import ZoneColumns, moment_text
from safeconduct.model.people import Group
from safeconduct.model.plan import Packet, Plan
from safeconduct.model.scenario import Scenario

TITLE = "Assembly points"
FAMILIES = (
    "Nobody of a family is separated. A family that cannot board whole waits for the next vehicle together; if one cannot "
    "travel, all stay. A family with a stretcher patient, or one too large for a vehicle, may be spread over one packet."
)
VOLUNTARY = (
    "Leaving is voluntary and informed: ask, and let anyone stay who wants to. Counts only; no list of names is kept here."
)
HOW = "Loading begins at the time shown or when the vehicle is there, whichever is later. Clocks are rounded up to the minute."


def point_book(plan: Plan, scenario: Scenario) -> SheetBook:
    """Return a sheet for each group, in the order of the scenario, also where nobody can leave."""
    trips = [trip for several in trips_by_serial(plan, scenario).values() for trip in several]
    trips.sort(key=lambda trip: (trip.run.load_start or trip.leave, trip.leave, trip.run.serial))
    packets = sorted(plan.timetable.packets, key=lambda packet: (packet.depart, packet.id))
    sheets = tuple(
        _sheet(
            plan,
            scenario,
            group,
            [trip for trip in trips if trip.packet.group_id == group.id],
            [packet for packet in packets if packet.group_id == group.id],
        )
        for group in scenario.groups
    )
    return make_book(plan, TITLE, A4, sheets)


def _sheet(plan: Plan, scenario: Scenario, group: Group, trips: list[Trip], packets: list[Packet]) -> Sheet:
    parts = [Part(facts=_facts(plan, group, packets), paragraphs=(VOLUNTARY, FAMILIES))]
    parts.append(Part(blanks=("Who leads this point: call sign, channel or number",)))
    if group.waves or any(family.ready for family in group.families):
        parts.append(Part("Who comes when", tables=(_arrivals(plan, group),)))
    if trips:
        parts.append(Part("Loading", paragraphs=(HOW,), tables=(_loading(plan, group, trips),)))
    if packets:
        parts.append(Part("Departures", tables=(_departures(plan, scenario, packets),)))
    else:
        parts.append(Part("Departures", paragraphs=("No packet leaves from here.",)))
    left = [one for one in plan.timetable.left if one.group_id == group.id and one.people.total]
    if left:
        points = tuple(f"{people_text(one.people.total)} ({headcount_text(one.people)}): {one.reason}" for one in left)
        parts.append(Part("Still here when the movement ends", points=points))
    return Sheet(group.id, name_text(group.name), f"assembly point {group.id}", tuple(parts))


def _facts(plan: Plan, group: Group, packets: Sequence[Packet]) -> tuple[tuple[str, str], ...]:
    out = sum(packet.people.total for packet in packets)
    cars = sum(run.vehicles for packet in packets for run in packet.runs if not run.serial)
    units = sum(family.count for family in group.families)
    ready = moment_text(group.ready or plan.start, plan.zones)
    facts = [
        ("People", f"{people_text(group.people.total)} ({headcount_text(group.people)}), here from {ready}"),
        ("Families", f"{amount_text(units, 'family unit')}" if units else "none registered as units"),
        ("Own cars", f"{count_text(cars)} of {count_text(group.own_cars)} leave" if group.own_cars else "none"),
        ("Bays", f"{amount_text(group.loading_bays, 'vehicle')} load at the same time at most"),
        ("Priority", f"{group.priority} (1 leaves first)"),
        ("Leave", f"{people_text(out)} in {amount_text(len(packets), 'packet')}"),
    ]
    return tuple(facts)


def _arrivals(plan: Plan, group: Group) -> Table:
    waves = [(wave.ready, wave.people, "on their own") for wave in group.waves]
    waves += [
        (family.ready, family.members.times(family.count), f"{amount_text(family.count, 'family unit')} of row {family.id}")
        for family in group.families
        if family.ready
    ]
    waves.sort(key=lambda one: one[0])
    zones = ZoneColumns(plan.zones, waves[0][0], waves[-1][0])
    columns = (
        Column(f"From ({zones.head})", share=3),
        *class_columns(plan),
        Column("People", RIGHT, 1),
        Column("Who", share=3),
        Column("Counted", BLANK, 1.4),
    )
    rows = tuple(
        (zones.cell(ready), *class_cells(plan, people), count_text(people.total), who, "") for ready, people, who in waves
    )
    return Table(columns, rows, note=f"Everybody else is here at the beginning. Classes: {', '.join(shown_classes(plan))}.")


def bays_of(trips: Sequence[Trip], bays: int) -> list[int | None]:
    """Return the loading bay of each trip (in order of loading): the free one of least number; None when all are taken."""
    free_at: list[datetime | None] = [None] * bays
    numbers: list[int | None] = []
    for trip in trips:
        begin = trip.run.load_start or trip.leave
        bay = next((index for index, until in enumerate(free_at) if until is None or until <= begin), None)
        if bay is not None:
            free_at[bay] = trip.loaded
        numbers.append(None if bay is None else bay + 1)
    return numbers


def _loading(plan: Plan, group: Group, trips: list[Trip]) -> Table:
    zones = ZoneColumns(plan.zones, trips[0].run.load_start or trips[0].leave, max(trip.leave for trip in trips))
    columns = (
        Column("Loads from", share=1.9),
        Column("Bay", RIGHT, 0.6),
        Column("Vehicle", share=1.3),
        Column("Kind", share=1.5),
        Column("Trip", RIGHT, 0.6),
        *class_columns(plan, 0.9),
        Column("People", RIGHT, 0.9),
        Column("Family units", RIGHT, 1.0),
        Column("Packet, place", share=1.4),
        Column("Leaves", share=1.9),
        Column("Boarded", BLANK, 1.1),
    )
    rows = tuple(
        (
            zones.cell(trip.run.load_start or trip.leave),
            "" if bay is None else str(bay),
            trip.run.serial,
            trip.run.kind,
            str(trip.run.trip),
            *class_cells(plan, trip.run.people),
            count_text(trip.run.people.total),
            count_text(sum(one.count for one in trip.run.families)),
            f"{trip.packet.id}, {trip.place}",
            zones.cell(trip.leave),
            "",
        )
        for trip, bay in zip(trips, bays_of(trips, group.loading_bays), strict=True)
    )
    return Table(columns, rows, f"Clocks: {zones.head}")


def _departures(plan: Plan, scenario: Scenario, packets: list[Packet]) -> Table:
    zones = ZoneColumns(plan.zones, packets[0].depart, packets[-1].depart)
    letters = letter_routes(plan)
    exits = {one.id: one.name for one in scenario.exits}
    columns = (
        Column("Packet", share=1.0),
        Column(f"Leaves ({zones.head})", share=2.4),
        Column("Vehicles, in this order", share=3.0),
        Column("People", RIGHT, 0.9),
        Column("Route, exit", share=2.6),
        Column("Left at", BLANK, 1.2),
    )
    rows = tuple(
        (
            packet.id,
            zones.cell(packet.depart),
            vehicles_text(packet),
            count_text(packet.people.total),
            f"{letters.get(packet.route_id, packet.route_id)}, {name_text(exits.get(packet.exit_id, packet.exit_id))}",
            "",
        )
        for packet in packets
    )
    return Table(columns, rows)
