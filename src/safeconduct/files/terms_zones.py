"""Time zones and moments as texts of the parties write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from safeconduct.files.cells import Problem, text_of
from safeconduct.files.dates import read_day as read_day_cell
from safeconduct.files.noted import Noted
from safeconduct.files.scenario_toml import near_zone
from safeconduct.files.times import Clock, find_zone, read_time, stated_offset, zone_names
from safeconduct.model.notice import Where
from safeconduct.model.terms import Moment

_FIXED = re.compile(r"(?:UTC|GMT)\s*(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?", re.ASCII | re.IGNORECASE)
_ZONED = re.compile(r"(?P<time>[\dTt:./,+\- ]*\d[Zz]?)\s+(?P<zone>[A-Za-z].*)", re.ASCII)

MOST_OFFSET_H = 14
YEARS = range(1970, 2200)
"""Years that a text may name; anything else is a slip of the pen."""

CODES = {
    "time-without-zone": "term-zone-missing",
    "time-without-day": "term-day-missing",
    "time-twice": "term-hour-twice",
    "time-skipped": "term-hour-skipped",
    "time-midnight": "term-hour-missing",
}
"""What is only odd in a table stops a text: nobody may guess which hour two parties meant."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The zone (its name as it is printed) and the day in which bare hours of a text or clause lie."""

    zone: str = ""
    clock: Clock = field(default_factory=Clock)


@lru_cache(maxsize=1)
def _by_lower() -> dict[str, str]:
    return {name.lower(): name for name in zone_names()}


def find_named_zone(text: str) -> tuple[str, tzinfo] | None:
    """Return the name and rule of a zone: an IANA name (case ignored), "UTC+3" or "GMT+03:00"; None for anything else.

    Fixed offsets are named "UTC+3" or "UTC+5:30".
    """
    if fixed := _FIXED.fullmatch(text):
        hours, minutes = int(fixed["hours"]), int(fixed["minutes"] or 0)
        if hours > MOST_OFFSET_H:
            return None
        span = timedelta(hours=hours, minutes=minutes)
        return _fixed(-span if fixed["sign"] == "-" else span)
    name = _by_lower().get(text.lower(), "")
    zone = find_zone(name)
    return (name, zone) if zone is not None else None


def framed(frame: Frame, zone: object, day: date | None, where: Where, noted: Noted) -> Frame:
    """Return the frame with another zone or day where they are stated; a zone that nobody knows is noted."""
    if day is not None:
        frame = replace(frame, clock=replace(frame.clock, day=day))
    if zone in (None, ""):
        return frame
    found = find_named_zone(text_of(zone)) if isinstance(zone, str) else None
    if found is None:
        _note_zone(zone, where, noted)
        return frame
    return Frame(found[0], Clock(found[1], frame.clock.day))


def read_moment(raw: object, frame: Frame, where: Where, noted: Noted, *, day_is_enough: bool = False) -> Moment | None:
    """Return the moment that a text states, in UTC, with its zone; None, with a notice, when it cannot be used.

    A zone may stand behind the hour ("10:00 Europe/Moscow", "07:00 GMT"), an offset too. A moment with an offset that the
    frame's zone does not have then is told in "UTC+3". An hour that the clocks of the zone show twice or never, and a day
    without an hour (unless `day_is_enough`: its midnight is taken, with a warning), are errors.
    """
    zone = ""
    if isinstance(raw, str) and (parts := _ZONED.fullmatch(" ".join(raw.split())[:100])):
        raw, zone = parts["time"], parts["zone"]
    if not isinstance(raw, str | datetime | date | time):
        _note_no_time(raw, 'a day and hour such as "2014-08-29 08:00"', where, noted)
        return None
    named = find_named_zone(zone) if zone else (frame.zone, frame.clock.zone)
    if named is None:
        _note_zone(zone, where, noted)
        return None
    found = read_time(raw, Clock(named[1], frame.clock.day))
    if day_is_enough and found.code == "time-midnight":
        noted.add(found.code, where, value=text_of(raw))
        found = replace(found, code="")
    code = found.code or ("" if found.moment and found.moment.year in YEARS else "time-unreadable")
    if found.moment is None or code:
        noted.add(CODES.get(code, code), where, value=text_of(raw))
        return None
    offset = stated_offset(raw)
    moment = Moment(found.moment, named[0])
    if offset is None or (named[1] is not None and moment.at.astimezone(named[1]).utcoffset() == offset):
        return moment
    if zone:
        noted.add("term-offset", where, zone=named[0], offset=_fixed(offset)[0])
        return None
    return Moment(found.moment, _fixed(offset)[0])


def moment_text(moment: Moment, frame_zone: str) -> str:
    """Return a moment as `read_moment` reads it again: local, with its zone where that is not the frame's."""
    named = find_named_zone(moment.zone)
    zone: tzinfo = named[1] if named else UTC
    local = moment.at.astimezone(zone)
    text = f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"
    if read_time(local.replace(tzinfo=None, fold=0), Clock(zone)).code:
        text += f"{local:%z}"
    return text if moment.zone == frame_zone else f"{text} {named[0] if named else 'UTC'}"


def _fixed(span: timedelta) -> tuple[str, tzinfo]:
    """Return a fixed offset by its name."""
    if not span:
        return "UTC", UTC
    minutes = abs(int(span.total_seconds())) // 60
    sign = "-" if span < timedelta() else "+"
    rest = f":{minutes % 60:02d}" if minutes % 60 else ""
    return f"UTC{sign}{minutes // 60}{rest}", timezone(span)


def _note_zone(zone: object, where: Where, noted: Noted) -> None:
    word = re.sub(r"\s+time$", "", text_of(zone), flags=re.IGNORECASE) if isinstance(zone, str) else ""
    near = near_zone(word) if word else ""
    noted.add("zone-unknown", where, zone=zone, hint=f'Did you mean "{near}"?' if near else "")


def _note_no_time(raw: object, wanted: str, where: Where, noted: Noted) -> None:
    """Note what is no day or hour; a number may be what a table program has made of one: 10:00 becomes 0.4167, a day 44628."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        noted.add("term-time-number", where, value=raw, wanted=wanted)
    else:
        noted.add("toml-type", where, found=raw, wanted=wanted)


def read_paper_time(raw: object, frame: Frame, where: Where, noted: Noted) -> datetime | None:
    """Return the day and hour of a paper in UTC, None where nothing is stated; a paper is dated, so a bare hour is an error."""
    if raw in (None, ""):
        return None
    moment = read_moment(raw, replace(frame, clock=Clock(frame.clock.zone)), where, noted, day_is_enough=True)
    return moment.at if moment else None


def read_day(raw: object, where: Where, noted: Noted) -> date | None:
    """Return a day, None where none is stated."""
    if raw in (None, ""):
        return None
    found = read_day_cell(raw) if isinstance(raw, str | datetime | date) else None
    if isinstance(found, date):
        return found
    if isinstance(found, Problem):
        noted.add(found.code, where, **dict(found.values))
    else:
        _note_no_time(raw, "a day such as 2014-08-29", where, noted)
    return None
