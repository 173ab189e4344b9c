"""The time axis of a chart: the clocks of every zone under it, the hours without movement shaded, moments marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from safeconduct.agreement.hours import within_hours
from safeconduct.brief.frame import Box
from safeconduct.brief.map_labels import halo_text, number, rect_tag, text_tag, text_width
from safeconduct.brief.times import clock_text, in_zones, zone_label
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import MONTHS, Span, union

STEPS_MIN = (5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080)
"""Minutes between two ticks that a reader can count by."""

LEAST_APART, SIZE, LINE = 118.0, 20.0, 25.0
"""Least distance between two ticks, size of the letters, distance of two lines of letters, tenths of a millimetre."""

SHADE = "#ddd"


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Maps moments to the paper: `first` at `left`, `last` at `left` + `width` (tenths of a millimetre)."""

    first: datetime
    last: datetime
    left: float
    width: float
    zones: tuple[str, ...]

    def x(self, moment: datetime) -> float:
        """Return where a moment lies; those outside lie on the ends."""
        share = (moment - self.first) / (self.last - self.first)
        return self.left + self.width * min(1.0, max(0.0, share))

    def ticks(self) -> tuple[datetime, ...]:
        """Return the ticks: full steps of the first zone's day, as many as have room."""
        whole_min = (self.last - self.first) / timedelta(minutes=1)
        fitting = (step for step in STEPS_MIN if step * self.width / whole_min >= LEAST_APART)
        step = timedelta(minutes=next(fitting, STEPS_MIN[-1]))
        local = in_zones(self.first, self.zones)[0]
        moment = datetime.combine(local.date(), time(), local.tzinfo).astimezone(UTC)
        found: list[datetime] = []
        while moment <= self.last:
            if moment >= self.first:
                found.append(moment)
            moment += step
        return tuple(found)

    @property
    def several_days(self) -> bool:
        """Tell whether the axis covers more than one day in any zone."""
        ends = zip(in_zones(self.first, self.zones), in_zones(self.last, self.zones), strict=False)
        return any(a.date() != b.date() for a, b in ends)

    @property
    def labels_height(self) -> float:
        """Return how high the clocks of all zones are."""
        return LINE * len(in_zones(self.first, self.zones)) * (2 if self.several_days else 1) + 8


def draw_labels(axis: TimeAxis, top: float) -> str:
    """Return the clocks of every zone under the axis, one row a zone, with the zone at the left and the days where they begin."""
    rows = in_zones(axis.first, axis.zones)
    keys = [str(row.tzinfo) for row in rows]
    high = LINE * (2 if axis.several_days else 1)
    drawn: list[str] = []
    for index, (key, first) in enumerate(zip(keys, rows, strict=True)):
        y = top + LINE + index * high
        day = "" if axis.several_days else f", {first.day} {MONTHS[first.month - 1][:3]}"
        drawn.append(text_tag(axis.left - 46, y, f"{zone_label(first)}{day}", SIZE - 1, text_anchor="end"))
        before = None
        for tick in axis.ticks():
            local = in_zones(tick, (key,))[0]
            x = axis.x(tick)
            drawn.append(text_tag(x, y, clock_text(local), SIZE, text_anchor="middle"))
            if axis.several_days and local.date() != before:
                said = f"{local.day} {MONTHS[local.month - 1][:3]}"
                drawn.append(text_tag(x, y + LINE - 2, said, SIZE - 1, text_anchor="middle", font_weight="bold"))
            before = local.date()
    return "".join(drawn)


def draw_grid(axis: TimeAxis, top: float, bottom: float, shut: tuple[Span, ...]) -> str:
    """Return the shading of the hours without movement and a thin line at each tick."""
    drawn: list[str] = []
    for span in shut:
        left, right = axis.x(span.start), axis.x(span.end)
        if right - left > 0.5:
            drawn.append(rect_tag(Box(left, top, right - left, bottom - top), fill=SHADE))
    lines = "".join(f"M{number(axis.x(tick))} {number(top)}V{number(bottom)}" for tick in axis.ticks())
    drawn.append(f'<path d="{lines}" stroke="#888" stroke-width="1" fill="none"/>' if lines else "")
    return "".join(drawn)


def draw_mark(axis: TimeAxis, moment: datetime, said: str, span: tuple[float, float], *, dash: str = "14 6") -> str:
    """Return a strong line at a moment from top to bottom of `span`, its words at the top on the side that has room."""
    top, bottom = span
    x = axis.x(moment)
    line = f'<path d="M{number(x)} {number(top)}V{number(bottom)}" stroke="#000" stroke-width="5" stroke-dasharray="{dash}"/>'
    left = x + text_width(said, SIZE + 1) + 20 > axis.left + axis.width
    place, anchor = (x - 10, "end") if left else (x + 10, "start")
    return line + halo_text(place, top + 24, said, SIZE + 1, text_anchor=anchor, font_weight="bold")


def shut_spans(scenario: Scenario, axis_span: Span) -> tuple[Span, ...]:
    """Return when nobody may be on the way to any exit inside the span: outside windows and terms, by night where it is ruled."""
    scenario = replace(scenario, windows=within_hours(scenario))
    open_spans = union(span for one in scenario.exits for span in scenario.movement_spans(one.id))
    shut: list[Span] = []
    before = axis_span.start
    for span in open_spans:
        if span.start > before:
            shut.append(Span(before, span.start))
        before = max(before, span.end)
    if before < axis_span.end:
        shut.append(Span(before, axis_span.end))
    clipped = (span.clip(axis_span) for span in shut)
    return union(span for span in clipped if span is not None)
