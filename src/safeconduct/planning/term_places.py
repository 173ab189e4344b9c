"""Where the places of a stated route lie, and whether a way follows it: passes its way-points, keeps off the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians, sqrt

from safeconduct.agreement.stated_routes import StatedRoute
from safeconduct.model.place import EARTH_RADIUS_M, LonLat, Place, distance_m
from safeconduct.model.terms import PlaceRef

PASS_M = 1_900.0
"""A way that comes as near as this to a way-point passes it. The checker allows 2,000 m."""

KEEP_OFF_M = 1_100.0
"""A way that keeps farther off than this bypasses a place. The checker asks for 1,000 m."""

AT_END_M = 4_900.0
"""Who begins as near as this to the first way-point, or ends so near to the last, is there: a town is larger than its centre. The
checker allows 5,000 m."""

SAME_M = 2_000.0
"""Two places of one name nearer than this are one."""

TIE_M = 50.0


@dataclass(frozen=True, slots=True)
class PlacedRoute:
    """A stated route with the points of those of its places that are known. unknown: names of the others."""

    stated: StatedRoute
    points: tuple[LonLat, ...]
    off: tuple[LonLat, ...]
    unknown: tuple[str, ...]


def placed(stated: StatedRoute, places: Iterable[Place]) -> PlacedRoute:
    """Return a stated route on the map: by the text's own points, then by the exact names of places, case ignored."""
    book: dict[str, list[LonLat]] = {}
    for place in places:
        for name in {place.name, *(one.text for one in place.names)}:
            book.setdefault(" ".join(name.casefold().split()), []).append(place.point)
    points, unknown = _points(stated.way_points, book)
    off, more = _points(stated.avoid, book)
    return PlacedRoute(stated, points, off, (*unknown, *more))


def _points(refs: Iterable[PlaceRef], book: dict[str, list[LonLat]]) -> tuple[tuple[LonLat, ...], tuple[str, ...]]:
    points, unknown = [], []
    for ref in refs:
        known = book.get(" ".join(ref.name.casefold().split()), [])
        if ref.point is not None:
            points.append(ref.point)
        elif known and all(distance_m(one, known[0]) <= SAME_M for one in known):
            points.append(known[0])
        else:
            unknown.append(ref.name)
    return tuple(points), tuple(unknown)


def first_needed(point: LonLat, way_points: Sequence[LonLat]) -> int:
    """Return the number of the first way-point that who stands at a point has to pass.

    Who stands at a way-point passes it by leaving; else the one that ends the nearest stretch of the route, of equally near ones
    the first. It may be one past the last where the route has a single way-point.
    """
    for number, way_point in enumerate(way_points):
        if distance_m(point, way_point) <= PASS_M:
            return number
    if way_points and distance_m(point, way_points[0]) <= AT_END_M:
        return 1
    if len(way_points) < 2:
        return 0
    flat = _flat(way_points, point)
    away = [_nearest((0.0, 0.0), a, b) for a, b in pairwise(flat)]
    least = min(distance for distance, _ in away)
    number = next(place for place, (distance, _) in enumerate(away) if distance <= least + TIE_M)
    return number if number == 0 and away[0][1] <= 0 else number + 1


def fault_of(line: Sequence[LonLat], start: LonLat, route: PlacedRoute) -> str:
    """Return why a way does not follow a route ("" when it does)."""
    position, names = 0.0, [one.name for one in route.stated.way_points if one.name not in route.unknown]
    for number in range(first_needed(start, route.points), len(route.points)) if route.points else ():
        found = passes_at(line, route.points[number], position, PASS_M)
        if found is None and number + 1 == len(route.points) and distance_m(line[-1], route.points[number]) <= AT_END_M:
            break
        if found is None:
            return f"it does not pass {names[number]} in its order"
        position = found
    for point, ref in zip(route.off, (one for one in route.stated.avoid if one.name not in route.unknown), strict=True):
        if passes_at(line, point, 0.0, KEEP_OFF_M) is not None:
            return f"it comes near {ref.name}, which is to be bypassed"
    return ""


def passes_at(line: Sequence[LonLat], point: LonLat, after: float, within_m: float) -> float | None:
    """Return the first place at or after `after` (segments and their share) at which a line comes that near to a point."""
    flat = _flat(line if len(line) > 1 else [line[0], line[0]], point)
    for number in range(int(after), len(flat) - 1):
        a, b = flat[number], flat[number + 1]
        distance, share = _nearest((0.0, 0.0), a, b)
        if distance > within_m:
            continue
        length = hypot(b[0] - a[0], b[1] - a[1])
        reach = sqrt(within_m**2 - distance**2) / length if length > 0 else 1.0
        first, last = max(0.0, share - reach), min(1.0, share + reach)
        position = max(after, number + first)
        if position <= number + last:
            return position
    return None


def _flat(points: Sequence[LonLat], origin: LonLat) -> list[tuple[float, float]]:
    north = radians(1.0) * EARTH_RADIUS_M
    east = north * cos(radians(origin.lat))
    return [((one.lon - origin.lon) * east, (one.lat - origin.lat) * north) for one in points]


def _nearest(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    share = 0.0 if square <= 0 else min(1.0, max(0.0, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square))
    return hypot(point[0] - a[0] - share * dx, point[1] - a[1] - share * dy), share
