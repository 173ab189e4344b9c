"""What holds on each arc during a movement: closures, windows over areas, vehicle limits and the exposure index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from safeconduct.exposure.index import aged_sources, mean_densities, reference_day, usable_incidents
from safeconduct.exposure.spans import Seconds, clip_to_movement, complement, intersect, join
from safeconduct.exposure.touch import RoadLines, lines_of, shape_of_area, shape_of_closure, touched_arcs
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.hazard import Closure
from safeconduct.model.plan import ExposureFacts
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Area, Span, Window
from safeconduct.network.graph import IntArray, RoadNetwork


@dataclass(frozen=True, slots=True)
class ArcCauses:
    """What shuts arcs, gathered cause by cause; `open_spans` holds only arcs that some cause opens part of the time."""

    closed: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    open_spans: dict[int, tuple[Seconds, ...]] = field(default_factory=dict)
    shut_by: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def shut(self, arcs: Iterable[int], ids: tuple[str, ...], *, free: tuple[Seconds, ...], horizon_s: float) -> None:
        """Let the arcs be open only in `free` as far as these causes go; earlier causes go on to hold."""
        if free == ((0.0, horizon_s),):
            return
        for arc in arcs:
            if not free:
                self.closed[arc].update(ids)
                continue
            self.shut_by[arc].update(ids)
            self.open_spans[arc] = intersect(self.open_spans.get(arc, ((0.0, horizon_s),)), free)


@dataclass(frozen=True, slots=True)
class Hours:
    """Arcs that a checkpoint (its id in `cause`) leaves open only in the spans `free`."""

    arcs: tuple[int, ...]
    cause: str
    free: tuple[Seconds, ...]


def assess(
    scenario: Scenario,
    network: RoadNetwork,
    *,
    start: datetime,
    end: datetime,
    travel_s: IntArray | None = None,
    hours: Iterable[Hours] = (),
) -> tuple[ArcConditions, ExposureFacts]:
    """Return what holds on each arc between `start` and `end`, and what the exposure index rests on.

    travel_s: seconds of the column along each arc, stops included (None: those of driving alone). hours: of checkpoints.

    Closures and windows of scope "area" act on every arc whose geometry they touch; several causes hold together (an arc is open
    when all of them leave it open). Windows over the same area add up; windows over different areas must both be open
    where an arc touches both. Windows of scope "all" and "exit" are not here: `Scenario.movement_spans` holds them. Posted limits
    close an arc when any vehicle of the fleet exceeds them, for the whole column: private cars go with the buses.
    """
    causes = ArcCauses()
    area_windows = [window for window in scenario.windows if window.scope == "area" and window.area is not None]
    sources = aged_sources(
        usable_incidents(scenario.incidents, scenario.as_of),
        scenario.as_of,
        half_life_days=scenario.settings.incident_half_life_days,
        bandwidth_m=scenario.settings.incident_bandwidth_m,
    )
    exposure = np.zeros(network.arcs)
    if scenario.closures or area_windows or sources:
        lines = lines_of(network)
        apply_closures(causes, scenario.closures, lines, Span(start, end))
        apply_area_windows(causes, area_windows, lines, Span(start, end))
        if sources:
            seconds = network.convoy_travel_s(scenario.settings.convoy_speed_kmh) if travel_s is None else travel_s
            minutes = seconds / 60
            exposure = minutes * mean_densities(lines, sources)[lines.of_arc]
    for one in hours:
        causes.shut(one.arcs, (one.cause,), free=one.free, horizon_s=(end - start).total_seconds())
    apply_vehicle_limits(causes, scenario, network)
    return conditions_of(causes, tuple(exposure.tolist())), exposure_facts(scenario)


def apply_closures(causes: ArcCauses, closures: Iterable[Closure], lines: RoadLines, movement: Span) -> None:
    """Shut what each closure touches: for good when its span is unknown or covers the movement, else outside its span."""
    horizon_s = (movement.end - movement.start).total_seconds()
    for closure in closures:
        shut: Seconds | None = (0.0, horizon_s)
        if closure.span is not None:
            shut = clip_to_movement(closure.span, movement.start, movement.end)
        if shut is not None:
            arcs = touched_arcs(lines, shape_of_closure(closure)).tolist()
            causes.shut(arcs, (closure.id,), free=complement((shut,), horizon_s), horizon_s=horizon_s)


def apply_area_windows(causes: ArcCauses, windows: Iterable[Window], lines: RoadLines, movement: Span) -> None:
    """Open what lies in each area only in the windows over that area, taken together."""
    horizon_s = (movement.end - movement.start).total_seconds()
    by_area: dict[Area, list[Window]] = {}
    for window in windows:
        if window.area is not None:
            by_area.setdefault(window.area, []).append(window)
    for area, same in by_area.items():
        clipped = (clip_to_movement(window.span, movement.start, movement.end) for window in same)
        free = join(span for span in clipped if span is not None)
        arcs = touched_arcs(lines, shape_of_area(area)).tolist()
        causes.shut(arcs, tuple(window.id for window in same), free=free, horizon_s=horizon_s)


def apply_vehicle_limits(causes: ArcCauses, scenario: Scenario, network: RoadNetwork) -> None:
    """Close the arcs whose posted limit is below the heaviest, widest or highest vehicle of the fleet."""
    if not scenario.fleet:
        return
    for name, limit, need in (
        ("limit:weight", network.max_weight_t, max(entry.weight_t for entry in scenario.fleet)),
        ("limit:width", network.max_width_m, max(entry.width_m for entry in scenario.fleet)),
        ("limit:height", network.max_height_m, max(entry.height_m for entry in scenario.fleet)),
    ):
        for arc in np.flatnonzero(limit < need - 1e-9).tolist():
            causes.closed[arc].add(name)


def conditions_of(causes: ArcCauses, exposure: tuple[float, ...]) -> ArcConditions:
    """Return the gathered causes as facts: an arc with no moment left open is closed, by all that shut it."""
    closed = {arc: set(ids) for arc, ids in causes.closed.items()}
    for arc, spans in causes.open_spans.items():
        if not spans or arc in closed:
            closed.setdefault(arc, set()).update(causes.shut_by[arc])
    open_spans = {arc: spans for arc, spans in sorted(causes.open_spans.items()) if arc not in closed}
    return ArcConditions(
        closed={arc: tuple(sorted(ids)) for arc, ids in sorted(closed.items())},
        open_spans=open_spans,
        shut_by={arc: tuple(sorted(causes.shut_by[arc])) for arc in open_spans},
        exposure=exposure,
    )


def exposure_facts(scenario: Scenario) -> ExposureFacts:
    """Return how many incidents the index rests on, their weight and days, and the age of the newest.

    Incidents of severity 0 are counted, though they add nothing to the index. Data without any incident are not called old.
    """
    used = usable_incidents(scenario.incidents, scenario.as_of)
    if not used:
        return ExposureFacts(0, 0.0, None, None, None, old=False)
    newest = max(reference_day(one) for one in used)
    age_days = (scenario.as_of - newest).days
    return ExposureFacts(
        incidents=len(used),
        severity=sum(one.severity for one in used),
        first_day=min(one.day for one in used),
        last_day=newest,
        newest_age_days=age_days,
        old=age_days > scenario.settings.incident_old_days,
    )
