"""What holds on each arc during a movement: a plain description that both the planner and its documents read."""

from __future__ import annotations

from dataclasses import dataclass, field

from safeconduct.model.place import LonLat


@dataclass(frozen=True, slots=True)
class ArcStop:
    """Checkpoints of one place at which every packet on an arc stops: at its end, or with `at_start` before it drives off.

    ids, names: of the checkpoints, in the scenario's order. stop_s: how long, all together. point: where.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    stop_s: int
    point: LonLat
    at_start: bool = False


@dataclass(frozen=True, slots=True)
class ArcConditions:
    """Closures, windows and exposure turned into facts per arc (an arc not named has none).

    closed: arcs shut for the whole movement, or that a vehicle of the fleet cannot pass -> ids of what shuts them (closure ids,
    or "limit:weight", "limit:height", "limit:width").
    open_spans: arcs open only part of the time -> spans (from_s, to_s) in seconds from the plan's start, half-open, sorted;
    entry and exit of an arc both lie in one span. shut_by: for those arcs, ids of the closures or windows.
    exposure: relative index of driving along each arc once, one float per arc (all arcs). stops: arcs on which packets are
    stopped at checkpoints (at its beginning, at its end, or both, in this order); the column's seconds along it include that.
    """

    closed: dict[int, tuple[str, ...]]
    open_spans: dict[int, tuple[tuple[float, float], ...]]
    shut_by: dict[int, tuple[str, ...]]
    exposure: tuple[float, ...]
    stops: dict[int, tuple[ArcStop, ...]] = field(default_factory=dict)
