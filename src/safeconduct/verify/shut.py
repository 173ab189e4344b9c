"""Which roads are shut, all or part of the time: worked out from the closures, area windows and vehicle limits alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from safeconduct.model.hazard import Closure
from safeconduct.model.place import LonLat
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Area, Span
from safeconduct.verify.geometry import METRES_PER_DEGREE, crosses, flatten, in_rings, line_distance, project
from safeconduct.verify.roads import Roads

Seconds = tuple[tuple[float, float], ...]
YES, NO, UNSURE = "yes", "no", "unsure"
MARGIN_M, MARGIN_SHARE = 1.5, 0.03
"""A road so close to a closure's reach may count either way: two sound ways of measuring can differ by this."""


@dataclass(frozen=True, slots=True)
class Shut:
    """Facts about arcs that are not open all the time.

    closed: arcs shut for the whole movement, with what shuts them. open_spans: arcs open part of the time, spans in seconds from
    the start, half-open; shut_by: what shuts those. unsure: arcs so near a limit that they may be taken as shut or open.
    """

    closed: dict[int, tuple[str, ...]]
    open_spans: dict[int, Seconds]
    shut_by: dict[int, tuple[str, ...]]
    unsure: frozenset[int]


def find_shut(
    scenario: Scenario, roads: Roads, movement: Span, hours: Mapping[int, Sequence[tuple[str, tuple[float, float]]]] | None = None
) -> Shut:
    """Return which arcs are shut during the movement; hours: arc -> checkpoints that leave it open only in one span each."""
    length_s = (movement.end - movement.start).total_seconds()
    whole: Seconds = ((0.0, length_s),)
    spans: dict[int, Seconds] = {}
    causes: dict[int, set[str]] = {}
    unsure: set[int] = set()

    def apply(arcs: Iterable[int], allowed: Seconds, cause: str) -> None:
        for arc in arcs:
            spans[arc] = overlap(spans.get(arc, whole), allowed)
            causes.setdefault(arc, set()).add(cause)

    if scenario.closures or any(window.scope == "area" for window in scenario.windows):
        field = Field(roads)
        for closure in scenario.closures:
            allowed = () if closure.span is None else outside(_seconds(closure.span, movement), whole)
            if allowed != whole:
                sure, maybe = field.touched(closure)
                unsure |= maybe
                apply(sure, allowed, closure.id)
        _apply_area_windows(scenario, field, movement, apply, unsure)
    for arc, several in (hours or {}).items():
        for cause, (low, high) in several:
            if ((low, high),) != whole:
                apply([arc], overlap(whole, ((low, high),)), cause)
    for arc, cause in _limited(scenario, roads):
        apply([arc], (), cause)
    return Shut(
        closed={arc: tuple(sorted(causes[arc])) for arc, open_s in spans.items() if not open_s},
        open_spans={arc: open_s for arc, open_s in spans.items() if open_s},
        shut_by={arc: tuple(sorted(causes[arc])) for arc, open_s in spans.items() if open_s},
        unsure=frozenset(unsure),
    )


def _apply_area_windows(
    scenario: Scenario,
    field: Field,
    movement: Span,
    apply: Callable[[Iterable[int], Seconds, str], None],
    unsure: set[int],
) -> None:
    """Open each road in an area only in the windows over that area, taken together; over two areas only when both are open."""
    whole = ((0.0, (movement.end - movement.start).total_seconds()),)
    areas = {window.area: None for window in scenario.windows if window.scope == "area" and window.area is not None}
    for area in areas:
        same = [window for window in scenario.windows if window.scope == "area" and window.area == area]
        allowed = overlap(whole, joined(_seconds(window.span, movement) for window in same))
        if allowed == whole:
            continue
        sure, maybe = field.touched(_as_closure(same[0].id, area))
        unsure |= maybe
        for window in same:
            apply(sure, allowed, window.id)


def _as_closure(name: str, area: Area) -> Closure:
    if area.radius_m > 0:
        return Closure(name, "point", area.rings[0][:1], reach_m=area.radius_m)
    return Closure(name, "area", area.rings[0], holes=area.rings[1:])


def _limited(scenario: Scenario, roads: Roads) -> Iterable[tuple[int, str]]:
    """Yield the arcs that the heaviest, widest or highest vehicle of the fleet may not use (the whole column goes together)."""
    for name, limits, needed in (
        ("limit:weight", roads.weight_limit_t, max((row.weight_t for row in scenario.fleet), default=0.0)),
        ("limit:width", roads.width_limit_m, max((row.width_m for row in scenario.fleet), default=0.0)),
        ("limit:height", roads.height_limit_m, max((row.height_m for row in scenario.fleet), default=0.0)),
    ):
        for arc, limit in enumerate(limits):
            if limit < needed:
                yield arc, name


class Field:
    """All road lines with their bounding boxes, each piece of geometry once, ready to be compared with a closure."""

    def __init__(self, roads: Roads) -> None:
        self._roads = roads
        arcs_of: dict[tuple[int, int], list[int]] = {}
        for arc, piece in enumerate(zip(roads.geo_start, roads.geo_end, strict=True)):
            arcs_of.setdefault(piece, []).append(arc)
        self._arcs_of = arcs_of
        self._boxes = []
        for first, last in arcs_of:
            lons, lats = roads.geo_lon[first:last], roads.geo_lat[first:last]
            self._boxes.append((min(lons), max(lons), min(lats), max(lats), first, last))

    def touched(self, closure: Closure) -> tuple[set[int], set[int]]:
        """Return the arcs that the closure surely shuts, and those where it depends on how one measures."""
        if not closure.points:
            return set(), set()
        reach = 0.0 if closure.shape == "area" else closure.reach_m
        margin = MARGIN_M + MARGIN_SHARE * reach
        lons, lats = [p.lon for p in closure.points], [p.lat for p in closure.points]
        high = min(89.0, max(abs(lat) for lat in lats) + 0.1)
        dlat = (reach + 2 * margin) / METRES_PER_DEGREE
        dlon = dlat / cos(radians(high))
        west, east, south, north = min(lons) - dlon, max(lons) + dlon, min(lats) - dlat, max(lats) + dlat
        sure: set[int] = set()
        unsure: set[int] = set()
        for left, right, low, top, first, last in self._boxes:
            if right < west or left > east or top < south or low > north:
                continue
            verdict = touches(closure, self._points(first, last), margin)
            if verdict != NO:
                (sure if verdict == YES else unsure).update(self._arcs_of[first, last])
        return sure, unsure

    def nearest(self, point: LonLat, among: Callable[[int], bool]) -> tuple[float, LonLat, list[int]] | None:
        """Return how far the nearest road is, the place on it, and its arcs; the first in the file of equally near ones.

        among: tells of an arc whether its road counts.
        """
        east = METRES_PER_DEGREE * cos(radians(point.lat))
        best: tuple[float, int, LonLat, list[int]] | None = None
        for left, right, low, top, first, last in self._boxes:
            gap_x, gap_y = max(left - point.lon, point.lon - right), max(low - point.lat, point.lat - top)
            if best is not None and max(gap_x * east, gap_y * METRES_PER_DEGREE) > best[0] + MARGIN_M:
                continue
            arcs = self._arcs_of[first, last]
            if not any(self._roads.length_m[arc] > 0 for arc in arcs) or not among(arcs[0]):
                continue
            line = self._points(first, last)
            flat = flatten(line, point)
            for number, (a, b) in enumerate(pairwise(flat)):
                away, share = project((0.0, 0.0), a, b)
                if best is None or (away, first) < best[:2]:
                    (lon, lat), (to_lon, to_lat) = line[number], line[number + 1]
                    best = (away, first, LonLat(lon + share * (to_lon - lon), lat + share * (to_lat - lat)), arcs)
        return None if best is None else (best[0], best[2], best[3])

    def _points(self, first: int, last: int) -> list[LonLat]:
        pairs = zip(self._roads.geo_lon[first:last], self._roads.geo_lat[first:last], strict=True)
        return [LonLat(*pair) for pair in pairs]


def touches(closure: Closure, line: Sequence[LonLat], margin_m: float) -> str:
    """Return "yes", "no" or "unsure": whether a road line lies within a closure's reach, or meets its area."""
    origin = LonLat(sum(p.lon for p in line) / len(line), sum(p.lat for p in line) / len(line))
    road = flatten(line, origin)
    if closure.shape != "area":
        distance = line_distance(road, flatten(closure.points, origin), closure.reach_m - margin_m)
        if distance <= closure.reach_m - margin_m:
            return YES
        return UNSURE if distance <= closure.reach_m + margin_m else NO
    rings = [flatten(ring, origin) for ring in (closure.points, *closure.holes)]
    edges = [edge for ring in rings for edge in pairwise(ring)]
    if any(crosses(a, b, c, d) for a, b in pairwise(road) for c, d in edges):
        return YES
    near = min(line_distance(road, ring, 0.0) for ring in rings)
    if near <= margin_m:
        return UNSURE
    return YES if in_rings(road[0], rings) else NO


def _seconds(span: Span, movement: Span) -> tuple[float, float]:
    return (span.start - movement.start).total_seconds(), (span.end - movement.start).total_seconds()


def joined(parts: Iterable[tuple[float, float]]) -> Seconds:
    """Return the spans in order with those that touch or overlap made one."""
    result: list[tuple[float, float]] = []
    for low, high in sorted(parts):
        if result and low <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], high))
        elif low < high:
            result.append((low, high))
    return tuple(result)


def overlap(first: Seconds, second: Seconds) -> Seconds:
    """Return the time that lies in both sets of spans."""
    parts = ((max(a, c), min(b, d)) for a, b in first for c, d in second)
    return joined(part for part in parts if part[0] < part[1])


def outside(hole: tuple[float, float], whole: Seconds) -> Seconds:
    """Return `whole` without the span `hole`."""
    return overlap(whole, ((float("-inf"), hole[0]), (hole[1], float("inf"))))
