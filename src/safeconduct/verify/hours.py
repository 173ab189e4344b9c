"""The hours that the texts of the parties leave to the movement, worked out again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Moment, Term
from safeconduct.model.times import Span, Window
from safeconduct.verify.go import texts_of

NAME = "agreed hours"
Hours = tuple[datetime, datetime]


def hours_left(scenario: Scenario) -> list[Hours] | None:
    """Return the pieces of the movement that every text leaves, in order (None where no text says anything of hours).

    Between two neighbouring edges of all hours nothing changes, so each piece is asked once.
    """
    rules = [term for text in texts_of(scenario) for term in text.terms if window_of(scenario, term) or start_of(term)]
    if not rules:
        return None
    edges = {scenario.start, scenario.end}
    for text in texts_of(scenario):
        for term in text.terms:
            edges.update(window_of(scenario, term) or ())
            if (start := start_of(term)) is not None:
                edges.update((start.at, midnight(start)))
    for window in scenario.windows:
        edges.update((window.span.start, window.span.end))
    inside = sorted(edge for edge in edges if scenario.start <= edge <= scenario.end)
    found: list[Hours] = []
    for low, high in pairwise(inside):
        if not _everybody(scenario, low) or not all_leave(scenario, low):
            continue
        if found and found[-1][1] == low:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found


def with_hours_left(scenario: Scenario) -> Scenario:
    """Return the scenario with those pieces as the windows for all movement; one empty window where nothing is left."""
    left = hours_left(scenario)
    if left is None:
        return scenario
    spans = left or [(scenario.start, scenario.start)]
    windows = [Window(f"{NAME} {number}", Span(low, high)) for number, (low, high) in enumerate(spans, 1)]
    return replace(scenario, windows=(*windows, *(one for one in scenario.windows if one.scope != "all")))


def all_leave(scenario: Scenario, moment: datetime) -> bool:
    """Tell whether every text lets people be on the road at a moment."""
    return not any(forbidding(scenario, moment))


def forbidding(scenario: Scenario, moment: datetime) -> list[tuple[str, str]]:
    """Return what forbids being on the road at a moment: (code of the finding, ids of the clauses)."""
    found = []
    for text in texts_of(scenario):
        windows = [(term.id, hours) for term in text.terms if (hours := window_of(scenario, term)) is not None]
        if windows and not any(low <= moment < high for _, (low, high) in windows):
            found.append(("term-hours", ", ".join(name for name, _ in windows)))
        starts = [(term.id, start) for term in text.terms if (start := start_of(term)) is not None]
        first = min((start.at for _, start in starts), default=moment)
        late = [name for name, start in starts if moment < first or midnight(start) <= moment < start.at]
        if late:
            found.append(("term-start", ", ".join(late)))
    return found


def window_of(scenario: Scenario, term: Term) -> Hours | None:
    """Return the hours of a window clause; an end that it does not state is that of the movement."""
    begin, end = term.find_value("from"), term.find_value("to")
    if term.kind != "window" or not (isinstance(begin, Moment) or isinstance(end, Moment)):
        return None
    return (
        begin.at if isinstance(begin, Moment) else scenario.start,
        end.at if isinstance(end, Moment) else scenario.end,
    )


def start_of(term: Term) -> Moment | None:
    """Return the start of the column that a clause states."""
    at = term.find_value("at")
    return at if term.kind == "start" and isinstance(at, Moment) else None


def midnight(moment: Moment) -> datetime:
    """Return the beginning of the day on which a moment lies by the clocks of its own zone."""
    local = moment.at.astimezone(_zone(moment))
    return local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)


def _zone(moment: Moment) -> tzinfo | None:
    """Return the zone of a moment: an IANA name or an offset such as "UTC+3"."""
    offset = re.fullmatch(r"(?:UTC|GMT)?([+-])([0-9]{1,2})(?::?([0-9]{2}))?", moment.zone)
    if offset is not None:
        by = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-by if offset[1] == "-" else by) if by < timedelta(days=1) else moment.at.tzinfo
    try:
        return ZoneInfo(moment.zone) if moment.zone else moment.at.tzinfo
    except (KeyError, ValueError, OSError):
        return moment.at.tzinfo


def _everybody(scenario: Scenario, moment: datetime) -> bool:
    """Tell whether the scenario's own windows let everybody move at a moment."""
    windows = [one.span for one in scenario.windows if one.scope == "all"]
    return not windows or any(span.start <= moment < span.end for span in windows)
