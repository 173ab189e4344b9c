"""What endangers a road: closures and incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from safeconduct.model.place import LonLat
from safeconduct.model.times import Span

CLOSURE_REASONS = (
    "mined",
    "destroyed",
    "forbidden",
    "flooded",
    "contact line",
    "checkpoint shut",
    "impassable",
    "unknown",
)
"""Reasons a road may be closed for; a closure is closed, never merely expensive."""


@dataclass(frozen=True, slots=True)
class Closure:
    """A road, crossing or area that must not be used.

    shape: "point", "line" or "area". points: the point, the line, or the outer ring (closed) of the area.
    holes: inner rings of an area. reach_m: how far from a point or line a road still counts as closed.
    span: when it is closed (None: all the time). reported: day of the report (None: unknown).
    """

    id: str
    shape: str
    points: tuple[LonLat, ...]
    reason: str = "unknown"
    reach_m: float = 30.0
    holes: tuple[tuple[LonLat, ...], ...] = ()
    span: Span | None = None
    reported: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened at a place on a day, as one source recorded it.

    severity: weight of the event, people killed where the source counts them (one row for each death sums to the same as one
    row for all). precision_m: how well the place is known. rows: how many source rows were merged into this one.
    """

    id: str
    day: date
    point: LonLat
    severity: float
    precision_m: float = 1000.0
    kind: str = "unknown"
    source: str = ""
    place: str = ""
    rows: int = 1
    last_day: date | None = None
