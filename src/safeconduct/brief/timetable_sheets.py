"""The timetable of the brief as sheets of a workbook, one for each purpose, times in every zone.

They are made from the facts of the brief alone: no serials, no families, no numbers to call.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.brief.party_document import Voices
from safeconduct.brief.party_facts import CHECKPOINT, EXIT, START, TURN, PartyFacts
from safeconduct.brief.party_make import digest_text
from safeconduct.brief.party_terms import party_label
from safeconduct.brief.texts import msgid, plain_text
from safeconduct.brief.times import in_zones, zone_label
from safeconduct.brief.translate import Words

Cells = tuple[str | float, ...]


@dataclass(frozen=True, slots=True)
class SheetData:
    """A sheet. title: at most 31 letters. head: one text for each column; rows: texts and numbers.

    note: stands alone in the first row above the head ("" for none). right_to_left: the first column stands on the right.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str | float]]
    note: str = ""
    right_to_left: bool = False


def timetable_sheets(facts: PartyFacts, languages: Iterable[Words], digest: str) -> tuple[SheetData, ...]:
    """Return the sheets: what the brief is, packets, way-points with their hours, places.

    languages: in which the heads stand, one after another. digest: the hash of the facts. Clocks are to the second, ISO 8601 in
    the zone of their column.
    """
    voices = Voices(tuple(languages))
    right = all(one.language.right_to_left for one in voices.words)
    made = (_identity(facts, voices, digest), _packets(facts, voices), _way_points(facts, voices), _places(facts, voices))
    return tuple(SheetData(one.title, one.head, one.rows, one.note, right) for one in made)


def _said(voices: Voices, english: str) -> str:
    """Return a text in each language, each once, as a table program shows it."""
    return " / ".join(dict.fromkeys(plain_text(one) for one in voices.say(english)))


def _title(voices: Voices, english: str) -> str:
    return plain_text(voices.words[0].text(english))


def _clock_heads(facts: PartyFacts, head: str) -> list[str]:
    """Return a head for each zone: "Leaves, EET (UTC+2)"; with the zone's name where its clocks change during the movement."""
    heads: list[str] = []
    for zone in _zones(facts):
        labels = {zone_label(in_zones(moment, (zone,))[0]) for moment in (facts.start, facts.end)}
        heads.append(f"{head}, {labels.pop() if len(labels) == 1 else zone}")
    return heads


def _zones(facts: PartyFacts) -> tuple[str, ...]:
    """Return the zones that show different clocks or names, each once."""
    seen: dict[tuple[object, ...], str] = {}
    for zone in facts.zones or ("UTC",):
        shown = (in_zones(moment, (zone,))[0] for moment in (facts.start, facts.end))
        seen.setdefault(tuple((one.isoformat(), zone_label(one)) for one in shown), zone)
    return tuple(seen.values())


def _clocks(facts: PartyFacts, moment: datetime | None) -> Iterable[str]:
    """Return a moment in each zone as ISO 8601 with its offset, "" for none."""
    return ("" if moment is None else in_zones(moment, (zone,))[0].isoformat(sep=" ") for zone in _zones(facts))


def _identity(facts: PartyFacts, voices: Voices, digest: str) -> SheetData:
    decision = msgid("GO") if facts.go else msgid("NO GO")
    rows: list[Cells] = [
        (_said(voices, msgid("Number")), facts.number),
        (_said(voices, msgid("Version")), facts.version),
        (_said(voices, msgid("Hash")), digest_text(digest)),
        (_said(voices, decision), facts.name),
        (_said(voices, msgid("Time zones")), " / ".join(dict.fromkeys(facts.zones))),
    ]
    rows += [(_said(voices, msgid("Party")), plain_text(party_label(facts, one.letter))) for one in facts.parties]
    for window in facts.windows:
        times = [" / ".join(_clocks(facts, moment)) for moment in (window.start, window.end)]
        place = f"{window.exit}: " if window.exit else ""
        rows.append((_said(voices, msgid("Silence window")), f"{place}{times[0]} \u2013 {times[1]}"))
    return SheetData(_title(voices, msgid("Number")), ("", ""), rows)


def _packets(facts: PartyFacts, voices: Voices) -> SheetData:
    head = [_said(voices, one) for one in (msgid("Packet"), msgid("Route"), msgid("Assembly point"), msgid("Exit"))]
    # Translators: head of a column of clocks: the last person of a packet is out.
    for name in (msgid("Leaves"), msgid("Arrives"), msgid("All out")):
        head += _clock_heads(facts, _said(voices, name))
    head += [_said(voices, one) for one in (msgid("Vehicles"), msgid("People"))]
    rows: list[Cells] = []
    for one in facts.packets:
        clocks = [clock for moment in (one.leaves, one.arrives, one.out) for clock in _clocks(facts, moment)]
        rows.append((one.id, one.route, one.start, one.goal, *clocks, one.vehicles, one.people))
    note = _said(voices, msgid("A packet is a group of vehicles that drive together."))
    return SheetData(_title(voices, msgid("Timetable")), head, rows, note)


def _way_points(facts: PartyFacts, voices: Voices) -> SheetData:
    named = (msgid("Route"), msgid("km"), msgid("Way-point"), msgid("What it is"), msgid("Latitude, longitude"))
    head = [_said(voices, one) for one in (*named, msgid("Names in other languages"))]
    head += _clock_heads(facts, _said(voices, msgid("First vehicle")))
    rows: list[Cells] = []
    for route in facts.routes:
        for point in route.points:
            names = " / ".join(dict.fromkeys(one.text for one in point.names if one.text != point.name))
            what, at = _role(point.role, voices), f"{point.at.lat:.5f}, {point.at.lon:.5f}"
            rows.append((route.letter, round(point.km, 1), point.name, what, at, names, *_clocks(facts, point.first)))
    return SheetData(_title(voices, msgid("Way-point")), head, rows)


_ROLES = {START: msgid("assembly point"), EXIT: msgid("exit"), CHECKPOINT: msgid("checkpoint"), TURN: msgid("turn")}


def _role(role: str, voices: Voices) -> str:
    return _said(voices, _ROLES[role]) if role in _ROLES else ""


def _places(facts: PartyFacts, voices: Voices) -> SheetData:
    named = (msgid("Place"), msgid("What it is"), msgid("Party"), msgid("Latitude, longitude"), msgid("People"))
    head = [_said(voices, one) for one in named]
    for name in (msgid("Opens"), msgid("Closes")):
        head += _clock_heads(facts, _said(voices, name))
    rows: list[Cells] = []
    for one in facts.sites:
        at = f"{one.at.lat:.5f}, {one.at.lon:.5f}"
        hours = (*_clocks(facts, one.opens), *_clocks(facts, one.closes))
        party = plain_text(party_label(facts, one.party) or one.party)
        people: str | int = one.people if one.kind == START else ""
        rows.append((one.name, _role(one.kind, voices), party, at, people, *hours))
    return SheetData(_title(voices, msgid("Places and routes")), head, rows)
