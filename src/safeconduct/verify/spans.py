"""When movement is allowed, worked out again: the movement, its windows, and no night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from safeconduct.model.scenario import Scenario

Moments = tuple[datetime, datetime]


def allowed_spans(scenario: Scenario, exit_id: str) -> list[Moments]:
    """Return from when to when people may be on the road to an exit, in order.

    A moment counts when it lies in the movement, in some window for all (where there are any), in some window of this exit (where
    there are any) and in no night. Between two neighbouring edges of all these nothing changes, so each such piece is asked once.
    """
    everybody = [(one.span.start, one.span.end) for one in scenario.windows if one.scope == "all"]
    own = [(one.span.start, one.span.end) for one in scenario.windows if one.scope == "exit" and one.exit_id == exit_id]
    dark = nights(scenario)
    edges = {scenario.start, scenario.end, *(edge for span in (*everybody, *own, *dark) for edge in span)}
    inside = sorted(edge for edge in edges if scenario.start <= edge <= scenario.end)
    spans: list[Moments] = []
    for low, high in pairwise(inside):
        if not all(_holds(low, kind) for kind in (everybody, own) if kind) or _holds(low, dark):
            continue
        if spans and spans[-1][1] == low:
            spans[-1] = (spans[-1][0], high)
        else:
            spans.append((low, high))
    return spans


def _holds(moment: datetime, spans: list[Moments]) -> bool:
    return any(low <= moment < high for low, high in spans)


def nights(scenario: Scenario) -> list[Moments]:
    """Return every night of the movement, on the clocks of the scenario's first zone (none where none is set).

    An hour that clocks show twice on that day, or skip, is read so that the night is the longer one.
    """
    settings = scenario.settings
    if not settings.night_from or not settings.night_to:
        return []
    zone: tzinfo = ZoneInfo(scenario.zones[0]) if scenario.zones else UTC
    day = scenario.start.astimezone(zone).date() - timedelta(days=1)
    found: list[Moments] = []
    while day <= scenario.end.astimezone(zone).date():
        after = day if settings.night_to > settings.night_from else day + timedelta(days=1)
        found.append((min(_readings(day, settings.night_from, zone)), max(_readings(after, settings.night_to, zone))))
        day += timedelta(days=1)
    return found


def _readings(day: date, hour: str, zone: tzinfo) -> list[datetime]:
    """Return both moments that an hour of a day may mean (one and the same on most days)."""
    hours, minutes = hour.split(":")
    local = datetime(day.year, day.month, day.day, int(hours), int(minutes), tzinfo=zone)
    return [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
