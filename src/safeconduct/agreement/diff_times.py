"""Moments as the sentences of a comparison say them: in the zones of both texts, each with its distance from UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from safeconduct.agreement.wording import zone_of
from safeconduct.model.times import MONTHS, Span


def moment_words(at: datetime, zones: Sequence[str]) -> str:
    """Return a moment in each zone: "5 March 2022, 09:00 Kyiv (UTC+2) = 10:00 Moscow (UTC+3)".

    Zones that show the same clock are given once; the day stands once when it is the same in all of them.
    """
    shown = _shown(at, zones)
    days = {local.date() for local, _ in shown}
    if len(days) == 1:
        return f"{_day(shown[0][0])}, {' = '.join(f'{_clock(local)} {name}' for local, name in shown)}"
    return " = ".join(f"{_day(local)}, {_clock(local)} {name}" for local, name in shown)


def span_words(span: Span, zones: Sequence[str]) -> str:
    """Return a span with its ends in each zone: "5 March 2022, 10:00-16:00 Kyiv (UTC+2) = 11:00-17:00 Moscow (UTC+3)"."""
    starts, ends = _shown(span.start, zones), _shown(span.end, zones)
    same = [name for _, name in starts] == [name for _, name in ends]
    if not same or len({local.date() for local, _ in (*starts, *ends)}) > 1:
        return f"from {moment_words(span.start, zones)} to {moment_words(span.end, zones)}"
    clocks = (f"{_clock(a)}-{_clock(b)} {name}" for (a, name), (b, _) in zip(starts, ends, strict=True))
    return f"{_day(starts[0][0])}, {' = '.join(clocks)}"


def duration_words(seconds: float) -> str:
    """Return a duration without rounding: "1 h", "1 d 2 h 30 min", "20 s"."""
    rest = abs(round(seconds))
    parts: list[str] = []
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)):
        number, rest = divmod(rest, size)
        parts += [f"{number} {unit}"] * bool(number)
    return " ".join(parts) or "0 s"


def _shown(at: datetime, zones: Sequence[str]) -> list[tuple[datetime, str]]:
    """Return the moment in each zone with the zone's name and its distance from UTC, clocks that are equal once."""
    found: dict[timedelta, tuple[datetime, str]] = {}
    for name in zones:
        zone = zone_of(name) if name else at.tzinfo
        if zone is not None:
            local = at.astimezone(zone)
            offset = local.utcoffset() or timedelta()
            found.setdefault(offset, (local, _zone_words(name, offset)))
    if not found:
        offset = at.utcoffset() or timedelta()
        found[offset] = (at, _zone_words("", offset))
    return list(found.values())


def _zone_words(name: str, offset: timedelta) -> str:
    """Return "Kyiv (UTC+2)" for a zone with a place in its name, else the distance from UTC alone."""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    distance = f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "") if minutes else "UTC"
    place = name.rsplit("/", 1)[-1].replace("_", " ") if "/" in name and not name.startswith("Etc/") else ""
    return f"{place} ({distance})" if place else distance


def _day(local: datetime) -> str:
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def _clock(local: datetime) -> str:
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
