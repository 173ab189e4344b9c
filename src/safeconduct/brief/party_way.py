"""Where and when in the brief of the parties: time, places, way-points of each route, timetable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from safeconduct.brief.party_document import RIGHT, Block, Column, Said, Section, Shown, Table, Voices
from safeconduct.brief.party_facts import CHECKPOINT, EXIT, START, TURN, PacketRow, PartyFacts, Point, RoadRoute, Site
from safeconduct.brief.party_terms import party_label
from safeconduct.brief.party_times import Clocks
from safeconduct.brief.texts import coordinate_text, count_text, isolated, name_text
from safeconduct.brief.translate import Words
from safeconduct.model.people import Headcount

MOST_PACKETS = 40
"""So many packets are listed one by one; of more, the sums of each hour and assembly point."""


def time_block(facts: PartyFacts, voices: Voices) -> Block:
    """Return when: windows, the movement, the first departure, the last person out; and how many people."""
    lines = [_window_line(facts, voices, index) for index in range(len(facts.windows))]
    lines += _shared_lines(facts, voices)
    if not lines:
        lines.append(voices.say("No silence window is on file."))
    lines.append(voices.say("The movement takes place within this time: {span}.", span=_span(facts, facts.start, facts.end)))
    if facts.first_out is not None and facts.last_out is not None:
        # To the minute, upwards: nobody is told to be out sooner than the timetable has it.
        first, last = facts.first_out, facts.last_out + timedelta(seconds=-facts.last_out.second % 60)
        lines.append(voices.say("First departure: {at}.", at=_moment(facts, first)))
        lines.append(voices.say("Last person out by this timetable: {at}.", at=_moment(facts, last)))
    else:
        lines.append(voices.say("No packet leaves by this timetable."))
    lines.append(voices.each(lambda words: _people(words, facts)))
    if facts.left:
        lines.append(
            voices.count("{n} person has no place in this timetable.", "{n} people have no place in this timetable.", facts.left)
        )
    return Block(heading=voices.say("Time"), lines=tuple(lines))


def _moment(facts: PartyFacts, moment: datetime) -> Shown:
    return lambda words: words.moment(moment, facts.zones)


def _span(facts: PartyFacts, start: datetime, end: datetime) -> Shown:
    return lambda words: words.span(start, end, facts.zones)


def _shared_lines(facts: PartyFacts, voices: Voices) -> list[Said]:
    """Return the hours of silence that all texts share; nothing when no text states any or they are the windows on file."""
    shared = facts.shared_hours
    if shared is None or (shared and shared == tuple(one for one in facts.windows if not one.exit)):
        return []
    if not shared:
        return [voices.say("The texts have no hour of silence in common.")]
    return [voices.say("Hours of silence that the texts share: {span}.", span=_span(facts, one.start, one.end)) for one in shared]


def _window_line(facts: PartyFacts, voices: Voices, index: int) -> Said:
    one = facts.windows[index]
    span = _span(facts, one.start, one.end)
    if one.exit:
        return voices.say("Silence window for movements to {place}: {span}.", place=voices.place(one.exit), span=span)
    return voices.say("Silence window: {span}.", span=span)


def _people(words: Words, facts: PartyFacts) -> str:
    """Return how many people, by class, those classes left out in which there is nobody."""
    return words.text("People: {n} ({classes}).", n=facts.people.total, classes=class_words(facts.people, words))


def class_words(people: Headcount, words: Words) -> str:
    """Return a head-count by class in a language."""
    parts: list[str] = []
    if people.able:
        # Translators: people who walk and sit unaided.
        parts.append(words.count("{n} able", "{n} able", people.able))
    if people.seated:
        # Translators: people who need a seat and help.
        parts.append(words.count("{n} seated", "{n} seated", people.seated))
    if people.stretcher:
        # Translators: people who travel lying on a stretcher.
        parts.append(words.count("{n} on a stretcher", "{n} on stretchers", people.stretcher))
    if people.wheelchair:
        # Translators: people who travel in their own wheelchair.
        parts.append(words.count("{n} in a wheelchair", "{n} in wheelchairs", people.wheelchair))
    return words.either(parts) or words.text("nobody")


def routes_section(facts: PartyFacts, voices: Voices) -> Section:
    """Return the places of the movement, and the way-points of each route."""
    blocks = [Block(tables=(_sites(facts, voices),))]
    blocks += [_route(facts, voices, one) for one in facts.routes]
    if not facts.routes:
        blocks.append(Block(lines=(voices.say("No route is on file."),)))
    return Section(voices.say("Places and routes"), tuple(blocks), fresh=True)


def place_cell(name: str, voices: Voices) -> Said:
    """Return the names of a place in one cell: as it is called in plan and texts, then once each what the languages call it."""
    local = dict.fromkeys(voices.named(words).get(name, name) for words in voices.words)
    others = [name_text(one) for one in local if one != name]
    return (" / ".join((name_text(name), *others)),)


SIGNS = {EXIT: "\u25b2", CHECKPOINT: "\u25c7"}
"""The signs of places on the map; assembly points have their number, as they come first."""


def _sites(facts: PartyFacts, voices: Voices) -> Table:
    columns = (
        Column(voices.say("Sign on the map"), share=1.2),
        Column(voices.say("Place"), share=4),
        Column(voices.say("What it is"), share=3),
        Column(voices.say("Latitude, longitude"), share=2.8),
        Column(voices.say("People"), RIGHT, 1.2),
    )
    rows = tuple(
        (
            (SIGNS.get(one.kind, str(number)),),
            place_cell(one.name, voices),
            _kind(facts, voices, one),
            (coordinate_text(one.at),),
            (count_text(one.people) if one.kind == START else "",),
        )
        for number, one in enumerate(facts.sites, 1)
    )
    return Table(columns, rows)


def _kind(facts: PartyFacts, voices: Voices, site: Site) -> Said:
    if site.kind == START:
        return voices.say("assembly point")
    if site.kind == EXIT:
        return voices.say("exit")
    if site.party:
        return voices.say("checkpoint of {party}", party=party_label(facts, site.party) or site.party)
    return voices.say("checkpoint")


def _route(facts: PartyFacts, voices: Voices, route: RoadRoute) -> Block:
    heading = voices.say(
        "Route {letter}: {start} to {goal}",
        letter=route.letter,
        start=voices.place(route.start),
        goal=voices.place(route.goal),
    )
    line = voices.say(
        "{distance}, {duration} of driving.",
        distance=lambda words: words.distance(route.length_m),
        duration=lambda words: words.duration(route.drive_s),
    )
    clocks = Clocks.over(facts.zones, (one.first for one in route.points if one.first is not None))
    columns = (
        Column(voices.say("km"), RIGHT, 0.9),
        Column(voices.say("Way-point"), share=5),
        Column(voices.say("Latitude, longitude"), share=2.8),
        Column(voices.say("First vehicle"), share=_clock_share(clocks)),
    )
    rows = tuple(
        (
            (f"{one.km:.1f}",),
            _point(voices, one),
            (coordinate_text(one.at),),
            (clocks.cell(one.first) if clocks is not None and one.first is not None else "\u2013",),
        )
        for one in route.points
    )
    return Block(heading=heading, lines=(line,), tables=(Table(columns, rows, note=_clock_note(voices, clocks)),))


def _clock_share(clocks: Clocks | None) -> float:
    """Return the width of a column of clocks, so that they stand on one line or break between zones."""
    return 2.2 if clocks is None or not clocks.several_days else 2.9


def _clock_note(voices: Voices, clocks: Clocks | None) -> Said:
    if clocks is None:
        return ()
    return voices.say("Clocks: {zones}, rounded up to the minute.", zones=clocks.head)


def _point(voices: Voices, point: Point) -> Said:
    if point.role == TURN:
        return voices.say("turn onto {road}", road=point.name)
    if not point.name:
        return voices.say("(no name)")
    local = dict.fromkeys((point.name, *(voices.named(words).get(point.name, point.name) for words in voices.words)))
    shown = " / ".join(name_text(one) for one in local)
    return (shown, *voices.say("checkpoint")) if point.role == CHECKPOINT else (shown,)


def timetable_section(facts: PartyFacts, voices: Voices) -> Section:
    """Return the packets by departure, or the sums of each hour and assembly point where there are many."""
    title = voices.say("Timetable")
    if not facts.packets:
        return Section(title, (Block(lines=(voices.say("No packet leaves by this timetable."),)),))
    clocks = Clocks.over(facts.zones, (moment for one in facts.packets for moment in (one.leaves, one.arrives, one.out)))
    assert clocks is not None
    lines = (voices.say("A packet is a group of vehicles that drive together."), voices.each(lambda words: _sums(words, facts)))
    if len(facts.packets) <= MOST_PACKETS:
        return Section(title, (Block(lines=lines, tables=(_packets(facts, voices, clocks),)),))
    why = voices.count(
        "Sums, because there is more than {n} packet.", "Sums, because there are more than {n} packets.", MOST_PACKETS
    )
    return Section(title, (Block(lines=(*lines, why), tables=(_hours(facts, voices, clocks),)),))


def _sums(words: Words, facts: PartyFacts) -> str:
    people = sum(one.people for one in facts.packets)
    parts = (
        words.count("{n} packet", "{n} packets", len(facts.packets)),
        words.count("{n} departure of a vehicle", "{n} departures of vehicles", facts.vehicles),
        words.count("{n} person", "{n} people", people),
    )
    return words.text("In all: {parts}.", parts=words.either(parts))


def _packets(facts: PartyFacts, voices: Voices, clocks: Clocks) -> Table:
    wide = _clock_share(clocks)
    columns = (
        Column(voices.say("Packet"), share=1.3),
        Column(voices.say("Assembly point"), share=3),
        Column(voices.say("Leaves"), share=wide),
        Column(voices.say("Exit"), share=3),
        Column(voices.say("Arrives"), share=wide),
        Column(voices.say("Route"), share=1.6),
        Column(voices.say("Vehicles"), RIGHT, 1.3),
        Column(voices.say("People"), RIGHT, 1.3),
    )
    rows = tuple(
        (
            (isolated(one.id),),
            (name_text(one.start),),
            (clocks.cell(one.leaves),),
            (name_text(one.goal),),
            (clocks.cell(one.arrives),),
            (one.route,),
            (count_text(one.vehicles),),
            (count_text(one.people),),
        )
        for one in facts.packets
    )
    return Table(columns, rows, note=_clock_note(voices, clocks))


def _hours(facts: PartyFacts, voices: Voices, clocks: Clocks) -> Table:
    sums: dict[tuple[datetime, str, str], list[PacketRow]] = {}
    for one in facts.packets:
        hour = facts.start + (one.leaves - facts.start) // timedelta(hours=1) * timedelta(hours=1)
        sums.setdefault((hour, one.start, one.goal), []).append(one)
    columns = (
        Column(voices.say("Leaves from"), share=_clock_share(clocks)),
        Column(voices.say("Assembly point"), share=3),
        Column(voices.say("Exit"), share=3),
        *(Column(head, RIGHT, 1.3) for head in (voices.say("Packets"), voices.say("Vehicles"), voices.say("People"))),
    )
    rows = tuple(
        ((clocks.cell(hour),), (name_text(start),), (name_text(goal),), *_sum_cells(packets))
        for (hour, start, goal), packets in sorted(sums.items())
    )
    return Table(columns, rows, note=_clock_note(voices, clocks))


def _sum_cells(packets: Sequence[PacketRow]) -> Iterable[Said]:
    figures = (len(packets), sum(one.vehicles for one in packets), sum(one.people for one in packets))
    return tuple((count_text(figure),) for figure in figures)
