"""Spans of time and silence windows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from safeconduct.model.place import LonLat


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
