"""What holds on each arc during a movement: a plain description that both the planner and its documents read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArcConditions:
    """Closures, windows and exposure turned into facts per arc (an arc not named has none).

    closed: arcs shut for the whole movement, or that a vehicle of the fleet cannot pass -> ids of what shuts them (closure ids,
    or "limit:weight", "limit:height", "limit:width").
    open_spans: arcs open only part of the time -> spans (from_s, to_s) in seconds from the plan's start, half-open, sorted;
    entry and exit of an arc both lie in one span. shut_by: for those arcs, ids of the closures or windows.
    exposure: relative index of driving along each arc once, one float per arc (all arcs).
    """

    closed: dict[int, tuple[str, ...]]
    open_spans: dict[int, tuple[tuple[float, float], ...]]
    shut_by: dict[int, tuple[str, ...]]
    exposure: tuple[float, ...]
