"""The sheet of a checkpoint or an exit: how many vehicles and people are expected when, with room for the count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from safeconduct.agreement.limits import limited
from safeconduct.brief.classes import class_cells, kinds_in
from safeconduct.brief.document import BLANK, RIGHT, Column, Table
from safeconduct.brief.gantt import trips_by_serial
from safeconduct.brief.passed_places import EXIT, Holds, Passage, PassedPlace, passages_of
from safeconduct.brief.sheet import A4, Part, Sheet, SheetBook, make_book
from safeconduct.brief.sheet_words import ENGLISH, SheetWords
from safeconduct.brief.texts import count_text, msgid
from safeconduct.brief.times import in_zones
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.people import Exit, Headcount
from safeconduct.model.plan import Packet, Plan
from safeconduct.model.scenario import Scenario

MOST_KINDS = 5
HOW = msgid(
    "Expected by the plan. Count what passes, tick the packet, and report differences by packet. No names are written on this "
    "sheet."
)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the sheets of all places are told with."""

    plan: Plan
    scenario: Scenario
    said: SheetWords


def checkpoint_book(plan: Plan, scenario: Scenario, holds: Holds, said: SheetWords = ENGLISH) -> SheetBook:
    """Return a sheet for each checkpoint and each exit that packets pass, in the order of the scenario."""
    look = _Look(plan, scenario, said)
    sheets = tuple(_sheet(look, place) for place in passages_of(plan, scenario, holds))
    return make_book(plan, said.words, said.words.text("Exits and checkpoints"), A4, sheets)


def _place_facts(look: _Look, place: PassedPlace) -> list[tuple[str, str]]:
    one, words = place.thing, look.said.words
    hours: list[tuple[str, str]] = []
    if one.opens is not None and one.closes is not None:
        # Translators: label before the hours at which a checkpoint or exit is open.
        hours.append((words.text("Open"), words.span(one.opens, one.closes, look.plan.zones)))
    if isinstance(one, Exit):
        return _exit_facts(look, one, place) + hours
    return [*_search_facts(look, one), *hours, *_empty_facts(look, place)]


def _search_facts(look: _Look, one: Checkpoint) -> list[tuple[str, str]]:
    words = look.said.words
    # Translators: label before the party that holds a checkpoint.
    facts = [(words.text("Held by"), look.said.name(one.party))] if one.party else []
    within = limited(look.scenario)
    search_s = next(other.search_s for other in within.checkpoints if other.id == one.id)
    if search_s:
        stop_s = replace(one, search_s=search_s).stop_s(within.settings.packet_size)
        taken, lanes = words.duration(search_s), one.lanes
        # Translators: so long takes the search of one vehicle; lanes: places where vehicles are searched side by side.
        text = words.count("{duration} a vehicle in {n} lane", "{duration} a vehicle in {n} lanes", lanes, duration=taken)
        stop = words.phrase("each packet stops for {duration}", duration=words.duration(stop_s))
        # Translators: label: how long the search of vehicles takes.
        facts.append((words.text("Search"), look.said.pieces((words.own(text), stop))))
    return facts


def _empty_facts(look: _Look, place: PassedPlace) -> list[tuple[str, str]]:
    """Return what comes back empty from the exits behind a checkpoint: a plan has the hours, not where they pass."""
    plan, words = look.plan, look.said.words
    exits = {one.packet.exit_id for one in place.passages}
    trips = (trip for several in trips_by_serial(plan, look.scenario).values() for trip in several)
    backs = [
        (trip.back_from, trip.run.back_at)
        for trip in trips
        if trip.packet.exit_id in exits and trip.back_from is not None and trip.run.back_at is not None
    ]
    if not backs:
        return []
    span = words.span(min(begin for begin, _ in backs), max(there for _, there in backs), plan.zones)
    # Translators: {n}: how many of the empty vehicles come past.
    said = words.text("empty vehicles stop as well and are not listed below: up to {n}, {span}", n=len(backs), span=span)
    return [(words.text("Way back"), said)]


def _exit_facts(look: _Look, one: Exit, place: PassedPlace) -> list[tuple[str, str]]:
    words = look.said.words
    facts = [(words.text("Kind"), look.said.kind(one.kind))]
    if one.screening_per_h is not None:
        # Translators: registration or border control of people.
        label = words.text("Screening")
        many = words.count("{n} person an hour in this plan", "{n} people an hour in this plan", one.screening_per_h)
        facts.append((label, many))
    if one.beds is not None:
        facts.append((words.text("Beds"), count_text(one.beds)))
    last = max(passage.packet.out for passage in place.passages)
    over = words.text("screening is over by {at}", at=words.moment(last, look.plan.zones))
    # Translators: label before the moment at which the last person is out.
    facts.append((words.text("Last out"), over))
    return facts


def _sheet(look: _Look, place: PassedPlace) -> Sheet:
    said, words = look.said, look.said.words
    hours = by_hour(look.plan, place.passages)
    parts = (
        Part(
            facts=(*_place_facts(look, place), *_sums(look, place, hours)),
            paragraphs=(words.text(HOW),),
            blanks=(words.text("Who counts here: call sign, channel or number"),),
        ),
        Part(words.text("By the hour"), tables=(_hour_table(look, hours),)),
        Part(words.text("Packet by packet"), tables=(_packet_table(look, place.passages),)),
    )
    code = said.code(place.id)
    subtitle = words.text("exit {id}", id=code) if place.role == EXIT else words.text("checkpoint {id}", id=code)
    return Sheet(code, said.place(place.name), subtitle, parts)


_Hours = list[tuple[datetime, list[Passage]]]


def _sums(look: _Look, place: PassedPlace, hours: _Hours) -> tuple[tuple[str, str], ...]:
    """Return what is expected in all, from when to when, and in the busiest hour."""
    words, zones = look.said.words, look.plan.zones
    packets = [one.packet for one in place.passages]
    expected = (
        words.count("{n} packet", "{n} packets", len(packets)),
        words.count("{n} vehicle", "{n} vehicles", sum(packet.vehicles for packet in packets)),
        words.count("{n} person", "{n} people", sum(packet.people.total for packet in packets)),
    )
    busiest, passing = max(hours, key=lambda one: sum(passage.packet.people.total for passage in one[1]))
    most = words.count("{n} person", "{n} people", sum(passage.packet.people.total for passage in passing))
    first, last = words.moment(place.passages[0].first, zones), words.moment(place.passages[-1].last, zones)
    return (
        # Translators: label before how many packets, vehicles and people are expected.
        (words.text("Expected"), words.either(words.own(one) for one in expected)),
        # Translators: label before the moments at which the first and the last vehicle are expected.
        (words.text("First, last"), words.text("{start} to {end}", start=first, end=last)),
        # Translators: label; then from when that hour is, and how many people it brings.
        (words.text("Busiest hour"), words.text("from {at}: {people}", at=words.moment(busiest, zones), people=words.own(most))),
    )


def by_hour(plan: Plan, passages: Sequence[Passage]) -> list[tuple[datetime, list[Passage]]]:
    """Return the passages by the full hour of the first zone in which their first vehicle is expected, in order of time."""
    hours: dict[datetime, list[Passage]] = {}
    for one in passages:
        local = in_zones(one.first, plan.zones)[0]
        hour = local.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
        hours.setdefault(hour, []).append(one)
    return sorted(hours.items())


def _hour_table(look: _Look, hours: _Hours) -> Table:
    plan, said, words = look.plan, look.said, look.said.words
    everything = [one.packet for _, passages in hours for one in passages]
    kinds = [kind for kind, _ in kinds_in(everything).most_common(MOST_KINDS)]
    zones = said.clocks(plan.zones, hours[0][0], hours[-1][0])
    heads = [said.kind_head(kind) for kind in kinds]
    columns = (
        Column(words.text("From"), share=said.clock_share(zones, 2.2)),
        Column(words.text("Packets"), RIGHT, 1.0),
        *(Column(head, RIGHT, 1.1) for head in heads),
        *said.class_columns(plan),
        Column(words.text("People"), RIGHT, 1.0),
        # Translators: heads of columns that are filled in by hand.
        Column(words.text("Counted vehicles"), BLANK, 1.4),
        Column(words.text("Counted people"), BLANK, 1.4),
    )
    rows = [_hour_row(plan, zones.cell(hour), [one.packet for one in passages], kinds) for hour, passages in hours]
    # Translators: head of the row with the sums of the rows above.
    rows.append(_hour_row(plan, words.text("All"), everything, kinds))
    note = words.text("A packet counts in the hour of its first vehicle.")
    return Table(columns, tuple(rows), said.clocks_note(zones), note)


def _hour_row(plan: Plan, head: str, packets: Sequence[Packet], kinds: list[str]) -> tuple[str, ...]:
    numbers = kinds_in(packets)
    people = sum((packet.people for packet in packets), Headcount())
    counts = (count_text(numbers.get(kind, 0)) for kind in kinds)
    return (head, count_text(len(packets)), *counts, *class_cells(plan, people), count_text(people.total), "", "")


def _packet_table(look: _Look, passages: Sequence[Passage]) -> Table:
    plan, said, words = look.plan, look.said, look.said.words
    zones = said.clocks(plan.zones, passages[0].first, max(one.last for one in passages))
    columns = (
        Column(words.text("Packet"), share=1.1),
        Column(words.text("First vehicle"), share=said.clock_share(zones, 2.0)),
        Column(words.text("Last vehicle"), share=said.clock_share(zones, 2.0)),
        Column(words.text("Vehicles"), share=2.8),
        *said.class_columns(plan, 0.9),
        Column(words.text("People"), RIGHT, 0.9),
        Column(words.text("Vehicles"), BLANK, 1.1),
        Column(words.text("People"), BLANK, 1.1),
    )
    rows = tuple(
        (
            said.code(one.packet.id),
            zones.cell(one.first),
            zones.cell(one.last),
            said.vehicles(one.packet),
            *class_cells(plan, one.packet.people),
            count_text(one.packet.people.total),
            "",
            "",
        )
        for one in passages
    )
    return Table(columns, rows, said.clocks_note(zones), words.text("The last two columns are for the count."))
