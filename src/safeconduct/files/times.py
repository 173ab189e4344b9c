"""Read the times officers write: ISO 8601 with an offset, or local time in the scenario's zone, or a bare hour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

_HOUR = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
_OFFSET = r"(?:\s*(?P<offset>[Zz]|[+-]\d{2}(?::?\d{2})?))?"
_DAYS = (
    re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})(?:[Tt ,]\s*{_HOUR})?{_OFFSET}", re.ASCII),
    re.compile(rf"(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}})(?:[ ,]\s*{_HOUR})?{_OFFSET}", re.ASCII),
    re.compile(rf"(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y>\d{{4}})(?:[ ,]\s*{_HOUR})?{_OFFSET}", re.ASCII),
)
Moment = str | float | bool | datetime | date | time
"""What a cell that should hold a time may hold."""

_BARE_HOUR = re.compile(rf"{_HOUR}{_OFFSET}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Clock:
    """How local times are read: the scenario's zone (None: not known) and the day that bare hours belong to."""

    zone: tzinfo | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ReadTime:
    """A moment in UTC, or None; `code` is the notice to give ("" for none)."""

    moment: datetime | None
    code: str = ""


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Return the names of all time zones known on this computer."""
    return frozenset(available_timezones())


def find_zone(name: str) -> ZoneInfo | None:
    """Return the IANA time zone of exactly that name, or None."""
    return ZoneInfo(name) if name in zone_names() else None


def read_time(value: Moment, clock: Clock) -> ReadTime:
    """Return the moment a cell says, cut to whole seconds.

    A time without offset is local in the clock's zone; a bare hour lies on the clock's day; 24:00 is midnight at the day's end;
    a day without an hour is its midnight, with a warning. Where clocks go back, the first of the two hours is taken, with a
    warning; where they go forward, the hour that does not exist is read by the offset before the change, with a warning.
    """
    if isinstance(value, datetime):
        return _placed(value.replace(microsecond=0), clock)
    if isinstance(value, date):
        return _placed(datetime.combine(value, time()), clock, "time-midnight")
    if isinstance(value, time):
        return _on_day(timedelta(hours=value.hour, minutes=value.minute, seconds=value.second), value.tzinfo, clock)
    return _read_text(" ".join(value.split()), clock) if isinstance(value, str) else ReadTime(None, "time-unreadable")


def stated_offset(value: Moment) -> timedelta | None:
    """Return the offset from UTC that is written with a time, None where none is."""
    if isinstance(value, (datetime, time)):
        return value.utcoffset()
    text = " ".join(value.split())[:60] if isinstance(value, str) else ""
    for pattern in (_BARE_HOUR, *_DAYS):
        if match := pattern.fullmatch(text):
            zone = _offset(match["offset"])
            return zone.utcoffset(None) if zone else None
    return None


def _read_text(text: str, clock: Clock) -> ReadTime:
    text = text[:60]
    if bare := _BARE_HOUR.fullmatch(text):
        span, zone = _time_of_day(bare), _offset(bare["offset"])
        usable = span is not None and (zone is not None or not bare["offset"])
        return _on_day(span, zone, clock) if span is not None and usable else ReadTime(None, "time-unreadable")
    for pattern in _DAYS:
        if match := pattern.fullmatch(text):
            return _read_match(match, clock)
    return ReadTime(None, "time-unreadable")


def _read_match(match: re.Match[str], clock: Clock) -> ReadTime:
    parts = match.groupdict()
    if "a" in parts:
        ordered = order_of_day(int(parts["a"]), int(parts["b"]))
        if ordered is None:
            return ReadTime(None, "time-order-unknown")
        day, month = ordered
    else:
        day, month = int(parts["d"]), int(parts["m"])
    span = _time_of_day(match) if parts["hour"] else timedelta()
    if span is None:
        return ReadTime(None, "time-unreadable")
    try:
        moment = datetime.combine(date(int(parts["y"]), month, day), time()) + span
    except (ValueError, OverflowError):
        return ReadTime(None, "time-unreadable")
    zone = _offset(parts["offset"])
    if zone is None and parts["offset"]:
        return ReadTime(None, "time-unreadable")
    return _placed(moment.replace(tzinfo=zone) if zone else moment, clock, "" if parts["hour"] else "time-midnight")


def order_of_day(first: int, second: int) -> tuple[int, int] | None:
    """Return (day, month) of a date written with slashes, or None when both orders are possible and differ."""
    if first > 12 or first == second:
        return first, second
    return (second, first) if second > 12 else None


def _time_of_day(match: re.Match[str]) -> timedelta | None:
    """Return the time of day as a span from midnight (24:00 included), or None when there is no such time."""
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:]) if len(text) > 3 else 0
    if hours > 14 or minutes > 59:
        return None
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span)


def _on_day(span: timedelta, zone: object, clock: Clock) -> ReadTime:
    if clock.day is None:
        return ReadTime(None, "time-without-day")
    moment = datetime.combine(clock.day, time()) + span
    return _placed(moment.replace(tzinfo=zone) if isinstance(zone, timezone) else moment, clock)


def _placed(moment: datetime, clock: Clock, code: str = "") -> ReadTime:
    """Return the moment in UTC, local times by the clock's zone."""
    if moment.utcoffset() is None:
        if clock.zone is None:
            return ReadTime(None, "time-without-zone")
        moment = moment.replace(tzinfo=clock.zone)
        if moment.utcoffset() != moment.replace(fold=1).utcoffset():
            code = "time-twice" if _exists(moment) else "time-skipped"
    try:
        return ReadTime(moment.astimezone(UTC), code)
    except OverflowError:
        return ReadTime(None, "time-unreadable")


def _exists(moment: datetime) -> bool:
    """Tell whether clocks in its zone ever show that time."""
    try:
        return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)
    except OverflowError:
        return True
