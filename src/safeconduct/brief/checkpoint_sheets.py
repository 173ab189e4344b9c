"""The sheet of an exit or a checkpoint: what is expected there by the hour, then packet by packet, with room to count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from safeconduct.agreement.limits import limited
from safeconduct.brief.annex_timetable import vehicles_text
from safeconduct.brief.classes import class_cells, class_columns, kinds_in
from safeconduct.brief.document import BLANK, RIGHT, Column, Table
from safeconduct.brief.gantt import trips_by_serial
from safeconduct.brief.passed_places import Holds, Passage, PassedPlace, passages_of
from safeconduct.brief.sheet import A4, Part, Sheet, SheetBook, make_book
from safeconduct.brief.texts import amount_text, count_text, name_text, people_text
from safeconduct.brief.times import ZoneColumns, duration_text, in_zones, moment_text, span_text
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.people import Exit, Headcount
from safeconduct.model.plan import Packet, Plan
from safeconduct.model.scenario import Scenario

TITLE = "Exits and checkpoints"
MOST_KINDS = 5
HOW = (
    "Expected by the plan; clocks are rounded up to the minute. Count what passes, tick the packet, and report differences by "
    "packet. No names are written on this sheet."
)


def checkpoint_book(plan: Plan, scenario: Scenario, holds: Holds) -> SheetBook:
    """Return a sheet for each checkpoint and each exit that packets pass, in the order of the scenario."""
    sheets = tuple(_sheet(plan, place, _place_facts(plan, scenario, place)) for place in passages_of(plan, scenario, holds))
    return make_book(plan, TITLE, A4, sheets)


def _place_facts(plan: Plan, scenario: Scenario, place: PassedPlace) -> list[tuple[str, str]]:
    one = place.thing
    hours = [] if one.opens is None or one.closes is None else [("Open", span_text(one.opens, one.closes, plan.zones))]
    if isinstance(one, Exit):
        return _exit_facts(plan, one, place) + hours
    return [*_search_facts(scenario, one), *hours, *_empty_facts(plan, scenario, place)]


def _search_facts(scenario: Scenario, one: Checkpoint) -> list[tuple[str, str]]:
    facts = [("Held by", name_text(one.party))] if one.party else []
    within = limited(scenario)
    search_s = next(other.search_s for other in within.checkpoints if other.id == one.id)
    if search_s:
        stop_s = replace(one, search_s=search_s).stop_s(within.settings.packet_size)
        lanes = f" in {amount_text(one.lanes, 'lane')}" if one.lanes > 1 else ""
        facts.append(("Search", f"{duration_text(search_s)} a vehicle{lanes}; each packet stops for {duration_text(stop_s)}"))
    return facts


def _empty_facts(plan: Plan, scenario: Scenario, place: PassedPlace) -> list[tuple[str, str]]:
    """Return what comes back empty from the exits behind a checkpoint: a plan has the hours, not where they pass."""
    exits = {one.packet.exit_id for one in place.passages}
    trips = (trip for several in trips_by_serial(plan, scenario).values() for trip in several)
    backs = [
        (trip.back_from, trip.run.back_at)
        for trip in trips
        if trip.packet.exit_id in exits and trip.back_from is not None and trip.run.back_at is not None
    ]
    if not backs:
        return []
    span = span_text(min(begin for begin, _ in backs), max(there for _, there in backs), plan.zones)
    return [("Way back", f"empty vehicles stop as well and are not listed below: up to {count_text(len(backs))}, {span}")]


def _exit_facts(plan: Plan, one: Exit, place: PassedPlace) -> list[tuple[str, str]]:
    facts = [("Kind", one.kind)]
    if one.screening_per_h is not None:
        facts.append(("Screening", f"{count_text(one.screening_per_h)} people an hour in this plan"))
    if one.beds is not None:
        facts.append(("Beds", count_text(one.beds)))
    last = max(passage.packet.out for passage in place.passages)
    facts.append(("Last out", f"screening is over by {moment_text(last, plan.zones)}"))
    return facts


def _sheet(plan: Plan, place: PassedPlace, facts: list[tuple[str, str]]) -> Sheet:
    passages = place.passages
    packets = [one.packet for one in passages]
    people = sum((packet.people for packet in packets), Headcount())
    vehicles = sum(packet.vehicles for packet in packets)
    hours = by_hour(plan, passages)
    busiest = max(hours, key=lambda one: sum(passage.packet.people.total for passage in one[1]))
    most = sum(passage.packet.people.total for passage in busiest[1])
    told = (
        *facts,
        ("Expected", f"{amount_text(len(packets), 'packet')}, {amount_text(vehicles, 'vehicle')}, {people_text(people.total)}"),
        ("First, last", f"{moment_text(passages[0].first, plan.zones)} to {moment_text(passages[-1].last, plan.zones)}"),
        ("Busiest hour", f"from {moment_text(busiest[0], plan.zones)}: {people_text(most)}"),
    )
    parts = (
        Part(facts=told, paragraphs=(HOW,), blanks=("Who counts here: call sign, channel or number",)),
        Part("By the hour", tables=(_hour_table(plan, hours),)),
        Part("Packet by packet", tables=(_packet_table(plan, passages),)),
    )
    return Sheet(place.id, name_text(place.name), f"{place.role} {place.id}", parts)


def by_hour(plan: Plan, passages: Sequence[Passage]) -> list[tuple[datetime, list[Passage]]]:
    """Return the passages by the full hour of the first zone in which their first vehicle is expected, in order of time."""
    hours: dict[datetime, list[Passage]] = {}
    for one in passages:
        local = in_zones(one.first, plan.zones)[0]
        hour = local.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
        hours.setdefault(hour, []).append(one)
    return sorted(hours.items())


def _hour_table(plan: Plan, hours: list[tuple[datetime, list[Passage]]]) -> Table:
    everything = [one.packet for _, passages in hours for one in passages]
    kinds = [kind for kind, _ in kinds_in(everything).most_common(MOST_KINDS)]
    zones = ZoneColumns(plan.zones, hours[0][0], hours[-1][0])
    columns = (
        Column("From", share=2.2),
        Column("Packets", RIGHT, 1.0),
        *(Column(kind.capitalize(), RIGHT, max(1.1, 0.2 * len(kind))) for kind in kinds),
        *class_columns(plan),
        Column("People", RIGHT, 1.0),
        Column("Counted vehicles", BLANK, 1.4),
        Column("Counted people", BLANK, 1.4),
    )
    rows = [_hour_row(plan, zones.cell(hour), [one.packet for one in passages], kinds) for hour, passages in hours]
    rows.append(_hour_row(plan, "All", everything, kinds))
    return Table(columns, tuple(rows), f"Clocks: {zones.head}; a packet counts in the hour of its first vehicle.")


def _hour_row(plan: Plan, head: str, packets: Sequence[Packet], kinds: list[str]) -> tuple[str, ...]:
    numbers = kinds_in(packets)
    people = sum((packet.people for packet in packets), Headcount())
    counts = (count_text(numbers.get(kind, 0)) for kind in kinds)
    return (head, count_text(len(packets)), *counts, *class_cells(plan, people), count_text(people.total), "", "")


def _packet_table(plan: Plan, passages: Sequence[Passage]) -> Table:
    zones = ZoneColumns(plan.zones, passages[0].first, max(one.last for one in passages))
    columns = (
        Column("Packet", share=1.1),
        Column("First vehicle", share=2.0),
        Column("Last vehicle", share=2.0),
        Column("Vehicles", share=2.8),
        *class_columns(plan, 0.9),
        Column("People", RIGHT, 0.9),
        Column("Vehicles", BLANK, 1.1),
        Column("People", BLANK, 1.1),
    )
    rows = tuple(
        (
            one.packet.id,
            zones.cell(one.first),
            zones.cell(one.last),
            vehicles_text(one.packet),
            *class_cells(plan, one.packet.people),
            count_text(one.packet.people.total),
            "",
            "",
        )
        for one in passages
    )
    return Table(columns, rows, f"Clocks: {zones.head}; the last two columns are for the count.")
