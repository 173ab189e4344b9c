"""Spans of seconds from the plan's start: clip, complement and intersect them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from safeconduct.model.times import Span

Seconds = tuple[float, float]
"""From (included) to (excluded), seconds from the plan's start."""


def clip_to_movement(span: Span, start: datetime, end: datetime) -> Seconds | None:
    """Return the part of a span inside the movement, in seconds from `start`; None when they have nothing in common."""
    part = span.clip(Span(start, end)) if start < end else None
    if part is None:
        return None
    return (part.start - start).total_seconds(), (part.end - start).total_seconds()


def join(spans: Iterable[Seconds]) -> tuple[Seconds, ...]:
    """Return the spans in order, those that touch or overlap joined, empty ones left out."""
    joined: list[Seconds] = []
    for low, high in sorted(spans):
        if low >= high:
            continue
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return tuple(joined)


def complement(spans: Iterable[Seconds], horizon_s: float) -> tuple[Seconds, ...]:
    """Return what the spans leave free of [0, horizon_s)."""
    free: list[Seconds] = []
    at = 0.0
    for low, high in join(spans):
        free.append((at, min(low, horizon_s)))
        at = max(at, high)
    free.append((at, horizon_s))
    return join(free)


def intersect(first: Iterable[Seconds], second: Iterable[Seconds]) -> tuple[Seconds, ...]:
    """Return the moments that lie in both."""
    others = tuple(second)
    return join((max(a[0], b[0]), min(a[1], b[1])) for a in first for b in others)
