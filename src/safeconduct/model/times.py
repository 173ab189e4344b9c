"""Spans of time and silence windows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from safeconduct.model.place import LonLat

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""The months in English, January first."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` (included) to `end` (excluded); both aware."""

    start: datetime
    end: datetime

    def clip(self, other: Span) -> Span | None:
        """Return the common part, or None when there is none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order with those that touch or overlap joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def common(first: Iterable[Span], second: Iterable[Span]) -> tuple[Span, ...]:
    """Return the moments that lie in both sets of spans."""
    others = tuple(second)
    parts = (a.clip(b) for a in first for b in others)
    return union(part for part in parts if part is not None)


def without(spans: Iterable[Span], holes: Iterable[Span]) -> tuple[Span, ...]:
    """Return the moments of `spans` that lie in none of `holes`."""
    left = list(spans)
    for hole in holes:
        parts = [(Span(one.start, min(one.end, hole.start)), Span(max(one.start, hole.end), one.end)) for one in left]
        left = [part for pair in parts for part in pair if part.start < part.end]
    return union(left)


def nights(span: Span, zone: tzinfo, begins: time, ends: time) -> tuple[Span, ...]:
    """Return every night that touches the span, in UTC: from `begins` until `ends` on the clocks of a zone.

    It goes past midnight unless `ends` is the later hour of the two. Where clocks show an hour twice, or skip it, on that night
    the longer night counts.
    """
    first = max(1, span.start.astimezone(zone).date().toordinal() - 1)
    last = min(date.max.toordinal() - 2, span.end.astimezone(zone).date().toordinal())
    found: list[Span] = []
    for number in range(first, last + 1):
        evening = date.fromordinal(number)
        morning = evening + timedelta(days=int(ends <= begins))
        start = min(datetime.combine(evening, begins, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        end = max(datetime.combine(morning, ends, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        if start < span.end and end > span.start:
            found.append(Span(start, end))
    return union(found)


@dataclass(frozen=True, slots=True)
class Area:
    """An area on the ground: rings of points (outer ring first, then holes), or a circle round one point.

    rings: each ring closed (first point repeated at the end), as in RFC 7946. `radius_m` > 0 makes a circle round rings[0][0].
    """

    rings: tuple[tuple[LonLat, ...], ...]
    radius_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Window:
    """A silence window: when the parties have said that movement is safe.

    scope "all": every movement lies inside. scope "exit": every movement to exit `exit_id` does.
    scope "area": roads inside `area` may be entered only then. Several windows of one scope add up.
    """

    id: str
    span: Span
    scope: str = "all"
    exit_id: str = ""
    area: Area | None = None
