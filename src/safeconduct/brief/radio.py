"""The script for reading the announcement on the radio: short lines, read twice, every number also spoken digit by digit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from safeconduct.brief.announcement import Told, no_hours, not_released, told
from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.release import PUBLIC
from safeconduct.brief.texts import isolated, msgid
from safeconduct.brief.times import clock_text, in_zones
from safeconduct.brief.translate import Words

# Translators: the digit as it is read aloud, one by one.
DIGITS: tuple[str, ...] = (
    msgid("zero"),
    msgid("one"),
    msgid("two"),
    msgid("three"),
    msgid("four"),
    msgid("five"),
    msgid("six"),
    msgid("seven"),
    msgid("eight"),
    msgid("nine"),
)
"""The digits as they are read aloud."""

_SPOKEN = re.compile(r"[0-9]+")
_OLDER = {"Europe/Kyiv": "Europe/Kiev"}
"""Zones that the tables of towns know by their older name."""


def radio_script(facts: PartyFacts, words: Words, digest: str, level: str) -> str:
    """Return the script as plain text, LF: what the announcer does in square brackets, each sentence on a line of its own, twice.

    A clock is written once as figures and once as the digits to be read, with the name of a town for its zone; a number stands
    beside its digits. digest, level: as for `announcement`. The same arguments give the same text.
    """
    lines = list(_sentences(facts, told(facts, words, digest, level), words))
    head = [] if level == PUBLIC else [f"[{not_released(words)}]"]
    # Translators: told to the announcer, not read out.
    slowly = words.text("Read slowly. Pause after each line. Of figures, read the words in square brackets after them.")
    # Translators: told to the announcer, not read out.
    again = words.text("Read everything a second time.")
    # Translators: read out between the two readings.
    repeat = words.text("I repeat.")
    return "\n".join([*head, f"[{slowly}]", "", *lines, "", f"[{again}]", repeat, "", *lines, ""])


def _sentences(facts: PartyFacts, said: Told, words: Words) -> Iterator[str]:
    number = words.text("It has the number {number}, version {version}.", **_identity(facts, words))
    yield words.text("Announcement of a humanitarian corridor") + words.language.stop
    yield number
    yield from _hours(facts, said, words)
    for place in said.places:
        yield spoken_in(words.text("People assemble at: {places}.", places=words.value(place.spoken)), words)
    for road in said.roads:
        if road.places:
            yield words.text("The road passes these places, in this order:")
            yield from (spoken_in(words.value(place.spoken), words) + words.language.stop for place in road.places)
        yield from (spoken_in(one, words) for one in road.rules)
    yield from (spoken_in(one, words) for one in said.who)
    yield spoken_in(words.text("Bring papers, medicines, water, food for a day and warm clothes."), words)
    yield from (spoken_in(one, words) for one in said.law)
    yield words.text("If anything changes, a version with a higher number is announced. Only the highest version holds.")
    yield words.text("End of the announcement.")
    yield number


def _identity(facts: PartyFacts, words: Words) -> dict[str, str]:
    """Return number and version, each with the signs to be read one by one."""
    return {
        name: words.own(f"{isolated(found)} [{letters_spoken(found, words)}]")
        for name, found in (("number", facts.number), ("version", facts.version))
    }


def _hours(facts: PartyFacts, said: Told, words: Words) -> Iterator[str]:
    for span in said.spans:
        yield words.text("The silence begins: {at}.", at=spoken_moment(span.start, facts.zones, words))
        yield words.text("The silence ends: {at}.", at=spoken_moment(span.end, facts.zones, words))
    if not said.spans:
        yield no_hours(facts, words)
    if said.start is not None:
        yield words.text("The column starts: {at}.", at=spoken_moment(said.start, facts.zones, words))


def spoken_moment(moment: datetime, zones: Sequence[str], words: Words) -> str:
    """Return a moment to be read: weekday and day, then each zone's clock as figures and digits, with the name of a town."""
    parts: list[str] = []
    day = ""
    for zone, local in _by_clock(moment, zones):
        today = spoken_in(_full_day(local, words), words)
        clock = clock_text(local)
        # Translators: {place} is a town whose clocks show that hour, {hour} the hour in figures, {spoken} its digits to be read.
        hour = words.text(
            "{hour} [{spoken}], time of {place}",
            hour=isolated(clock),
            spoken=letters_spoken(clock, words),
            place=_town(zone, words),
        )
        parts.append(hour if today == day else words.either((today, hour)))
        day = today
    return words.own(" / ".join(parts))


def _by_clock(moment: datetime, zones: Sequence[str]) -> list[tuple[str, datetime]]:
    """Return each zone with its local moment; of zones whose clocks show the same, the first."""
    shown: dict[str, tuple[str, datetime]] = {}
    for zone in zones or ("UTC",):
        local = in_zones(moment, (zone,))[0]
        shown.setdefault(local.isoformat(), (zone, local))
    return list(shown.values())


def _full_day(local: datetime, words: Words) -> str:
    from babel.dates import format_date

    return format_date(local.date(), "full", locale="en_GB" if words.lang == "en" else words.lang)


def _town(zone: str, words: Words) -> str:
    """Return the name of the town that a zone is called after, as the language calls it; the zone itself where it has none."""
    from babel import Locale

    if "/" not in zone:
        return zone
    known = Locale.parse(words.lang).time_zones.get(_OLDER.get(zone, zone), {})
    return str(known.get("city") or zone.rpartition("/")[2].replace("_", " "))


def letters_spoken(text: str, words: Words) -> str:
    """Return the digits and letters of a number, clock or reference one by one: "09:30" is "zero nine, three zero".

    Parts between marks stand apart by commas; letters stay as they are, each for itself.
    """
    parts = [part for part in re.split(r"[^\w]+", text) if part]
    return words.either(" ".join(_sign(letter, words) for letter in part) for part in parts)


def _sign(letter: str, words: Words) -> str:
    return words.text(DIGITS[int(letter)]) if letter in "0123456789" else letter.upper()


def spoken_in(text: str, words: Words) -> str:
    """Return a sentence in which each number is followed by its digits in square brackets, to be read in its place."""
    return _SPOKEN.sub(lambda found: f"{isolated(found[0])} [{letters_spoken(found[0], words)}]", text)
