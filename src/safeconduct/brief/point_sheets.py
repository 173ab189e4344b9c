"""The sheet of an assembly point: who comes when, which vehicle loads when in which bay, who boards, which packet leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.brief.classes import class_cells
from safeconduct.brief.document import BLANK, RIGHT, Column, Table
from safeconduct.brief.gantt import Trip, trips_by_serial
from safeconduct.brief.letters import letter_routes
from safeconduct.brief.sheet import A4, Part, Sheet, SheetBook, make_book
from safeconduct.brief.sheet_words import ENGLISH, SheetWords
from safeconduct.brief.texts import count_text, msgid
from safeconduct.brief.translate import SOURCE
from safeconduct.model.people import Group
from safeconduct.model.plan import Left, Packet, Plan
from safeconduct.model.scenario import Scenario

FAMILIES = msgid(
    "Nobody of a family is separated. A family that cannot board whole waits for the next vehicle together; if one cannot "
    "travel, all stay. A family with a stretcher patient, or one too large for a vehicle, may be spread over one packet."
)
VOLUNTARY = msgid(
    "Leaving is voluntary and informed: ask, and let anyone stay who wants to. Counts only; no list of names is kept here."
)
HOW = msgid("Loading begins at the time shown or when the vehicle is there, whichever is later.")


@dataclass(frozen=True, slots=True)
class _Look:
    """What the sheets of all points are told with."""

    plan: Plan
    scenario: Scenario
    said: SheetWords


def point_book(plan: Plan, scenario: Scenario, said: SheetWords = ENGLISH) -> SheetBook:
    """Return a sheet for each group, in the order of the scenario, also where nobody can leave."""
    trips = [trip for several in trips_by_serial(plan, scenario).values() for trip in several]
    trips.sort(key=lambda trip: (trip.run.load_start or trip.leave, trip.leave, trip.run.serial))
    packets = sorted(plan.timetable.packets, key=lambda packet: (packet.depart, packet.id))
    look = _Look(plan, scenario, said)
    sheets = tuple(
        _sheet(
            look,
            group,
            [trip for trip in trips if trip.packet.group_id == group.id],
            [packet for packet in packets if packet.group_id == group.id],
        )
        for group in scenario.groups
    )
    return make_book(plan, said.words, said.words.text("Assembly points"), A4, sheets)


def _sheet(look: _Look, group: Group, trips: list[Trip], packets: list[Packet]) -> Sheet:
    said, words = look.said, look.said.words
    parts = [Part(facts=_facts(look, group, packets), paragraphs=(words.text(VOLUNTARY), words.text(FAMILIES)))]
    parts.append(Part(blanks=(words.text("Who leads this point: call sign, channel or number"),)))
    if group.waves or any(family.ready for family in group.families):
        parts.append(Part(words.text("Who comes when"), tables=(_arrivals(look, group),)))
    if trips:
        parts.append(Part(words.text("Loading"), paragraphs=(words.text(HOW),), tables=(_loading(look, group, trips),)))
    if packets:
        parts.append(Part(words.text("Departures"), tables=(_departures(look, packets),)))
    else:
        parts.append(Part(words.text("Departures"), paragraphs=(words.text("No packet leaves from here."),)))
    left = [one for one in look.plan.timetable.left if one.group_id == group.id and one.people.total]
    if left:
        parts.append(_left(said, left))
    subtitle = words.text("assembly point {id}", id=said.code(group.id))
    return Sheet(said.code(group.id), said.place(group.name), subtitle, tuple(parts))


def _left(said: SheetWords, left: Sequence[Left]) -> Part:
    """Return who stays. The plan gives its reasons in the source language only; another one says where they stand."""
    words = said.words
    # Translators: heading: people who have no place in the timetable.
    heading = words.text("Still here when the movement ends")
    if words.lang == SOURCE:
        return Part(heading, points=tuple(f"{said.people(one.people)}: {one.reason}" for one in left))
    why = words.text("The plan gives the reasons, in English.")
    return Part(heading, paragraphs=(why,), points=tuple(said.people(one.people) for one in left))


def _facts(look: _Look, group: Group, packets: Sequence[Packet]) -> tuple[tuple[str, str], ...]:
    said, words = look.said, look.said.words
    out = sum(packet.people.total for packet in packets)
    cars = sum(run.vehicles for packet in packets for run in packet.runs if not run.serial)
    units = sum(family.count for family in group.families)
    ready = words.moment(group.ready or look.plan.start, look.plan.zones)
    leave = (words.count("{n} person", "{n} people", out), words.count("{n} packet", "{n} packets", len(packets)))
    bays = words.count(
        "at most {n} vehicle loads at the same time", "at most {n} vehicles load at the same time", group.loading_bays
    )
    families = words.count("{n} family unit", "{n} family units", units) if units else words.text("none registered as units")
    own = words.text("{n} of {all} leave", n=cars, all=group.own_cars) if group.own_cars else words.text("none")
    return (
        # Translators: people with their number, and from when they are at the assembly point.
        (words.text("People"), words.text("{people}, here from {at}", people=said.people(group.people), at=ready)),
        (words.text("Families"), families),
        # Translators: "{n} of {all} leave" tells how many of the own cars leave.
        (words.text("Own cars"), own),
        # Translators: places at an assembly point where a vehicle can take people aboard.
        (words.text("Bays"), bays),
        (words.text("Priority"), words.text("{n} (1 leaves first)", n=group.priority)),
        # Translators: label before how many people and packets leave an assembly point.
        (words.text("Leave from here"), words.either(words.own(one) for one in leave)),
    )


def _arrivals(look: _Look, group: Group) -> Table:
    plan, said, words = look.plan, look.said, look.said.words
    # Translators: people who come to an assembly point by themselves.
    waves = [(wave.ready, wave.people, words.text("on their own")) for wave in group.waves]
    for family in group.families:
        if family.ready:
            row = said.code(family.id)
            # Translators: families of one row of the table of families, the row by its id.
            who = words.count("{n} family unit of row {id}", "{n} family units of row {id}", family.count, id=row)
            waves.append((family.ready, family.members.times(family.count), who))
    waves.sort(key=lambda one: one[0])
    zones = said.clocks(plan.zones, waves[0][0], waves[-1][0])
    columns = (
        # Translators: head of a column of clocks: the beginning of a time.
        Column(words.text("From"), share=3),
        *said.class_columns(plan),
        Column(words.text("People"), RIGHT, 1),
        Column(words.text("Who"), share=3),
        # Translators: head of a column that is filled in by hand.
        Column(words.text("Counted"), BLANK, 1.4),
    )
    rows = tuple(
        (zones.cell(ready), *class_cells(plan, people), count_text(people.total), who, "") for ready, people, who in waves
    )
    return Table(columns, rows, said.clocks_note(zones), words.text("Everybody else is here at the beginning."))


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


def _loading(look: _Look, group: Group, trips: list[Trip]) -> Table:
    plan, said, words = look.plan, look.said, look.said.words
    zones = said.clocks(plan.zones, trips[0].run.load_start or trips[0].leave, max(trip.leave for trip in trips))
    columns = (
        Column(words.text("Loads from"), share=said.clock_share(zones, 1.9)),
        # Translators: head of a narrow column: a place where a vehicle can take people aboard, by its number.
        Column(words.text("Bay"), RIGHT, 0.6),
        Column(words.text("Vehicle"), share=1.3),
        # Translators: the kind of a vehicle, or of the place at which a route ends.
        Column(words.text("Kind"), share=1.5),
        Column(words.text("Trip"), RIGHT, 0.6),
        *said.class_columns(plan, 0.9),
        Column(words.text("People"), RIGHT, 0.9),
        Column(words.text("Family units"), RIGHT, 1.0),
        Column(words.text("Packet, place"), share=1.4),
        Column(words.text("Leaves"), share=said.clock_share(zones, 1.9)),
        # Translators: head of a column that is filled in by hand: how many have boarded.
        Column(words.text("Boarded"), BLANK, 1.1),
    )
    rows = tuple(
        (
            zones.cell(trip.run.load_start or trip.leave),
            "" if bay is None else str(bay),
            said.code(trip.run.serial),
            said.kind(trip.run.kind),
            str(trip.run.trip),
            *class_cells(plan, trip.run.people),
            count_text(trip.run.people.total),
            count_text(sum(one.count for one in trip.run.families)),
            said.code(f"{trip.packet.id}, {trip.place}"),
            zones.cell(trip.leave),
            "",
        )
        for trip, bay in zip(trips, bays_of(trips, group.loading_bays), strict=True)
    )
    return Table(columns, rows, said.clocks_note(zones))


def _departures(look: _Look, packets: list[Packet]) -> Table:
    said, words = look.said, look.said.words
    zones = said.clocks(look.plan.zones, packets[0].depart, packets[-1].depart)
    letters = letter_routes(look.plan)
    exits = {one.id: one.name for one in look.scenario.exits}
    columns = (
        Column(words.text("Packet"), share=1.0),
        Column(words.text("Leaves"), share=said.clock_share(zones, 2.4)),
        Column(words.text("Vehicles, in this order"), share=3.0),
        Column(words.text("People"), RIGHT, 0.9),
        Column(words.text("Route, exit"), share=2.6),
        Column(words.text("Left at"), BLANK, 1.2),
    )
    rows = tuple(
        (
            said.code(packet.id),
            zones.cell(packet.depart),
            said.vehicles(packet),
            count_text(packet.people.total),
            said.route_exit(letters.get(packet.route_id, packet.route_id), exits.get(packet.exit_id, packet.exit_id)),
            "",
        )
        for packet in packets
    )
    return Table(columns, rows, said.clocks_note(zones))
