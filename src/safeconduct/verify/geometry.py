"""Plain geometry on the ground for closures and way-points: flat metres round a point, distances, crossings, rings.

Within 50 km of the reference point the flat metres differ from the great circle by less than 1.5 % (at 60 degrees latitude, at
the rim); callers treat what lies closer to a limit than that as undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, hypot, radians

from safeconduct.model.place import EARTH_RADIUS_M, LonLat

XY = tuple[float, float]
METRES_PER_DEGREE = radians(1.0) * EARTH_RADIUS_M


def flatten(points: Iterable[LonLat], origin: LonLat) -> list[XY]:
    """Return the points as metres east and north of the origin."""
    east = METRES_PER_DEGREE * cos(radians(origin.lat))
    return [((lon - origin.lon) * east, (lat - origin.lat) * METRES_PER_DEGREE) for lon, lat in points]


def project(point: XY, a: XY, b: XY) -> tuple[float, float]:
    """Return the distance from a point to the segment a-b and where on it the nearest point lies (0 at a, 1 at b)."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    share = 0.0 if square <= 0 else ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square
    share = min(1.0, max(0.0, share))
    return hypot(point[0] - a[0] - share * dx, point[1] - a[1] - share * dy), share


def crosses(a: XY, b: XY, c: XY, d: XY) -> bool:
    """Tell whether the segments a-b and c-d cross properly (touching ends do not count; their distance is 0 anyway)."""

    def side(p: XY, q: XY, r: XY) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def segment_distance(a: XY, b: XY, c: XY, d: XY) -> float:
    """Return the least distance between the segments a-b and c-d, 0 when they cross."""
    if crosses(a, b, c, d):
        return 0.0
    return min(project(a, c, d)[0], project(b, c, d)[0], project(c, a, b)[0], project(d, a, b)[0])


def line_distance(first: Sequence[XY], second: Sequence[XY], enough: float) -> float:
    """Return the least distance between two lines (a line of one point is that point); stops early at or below `enough`."""
    least = float("inf")
    first_parts = list(pairwise(first)) or [(first[0], first[0])]
    second_parts = list(pairwise(second)) or [(second[0], second[0])]
    for a, b in first_parts:
        for c, d in second_parts:
            if _apart(a, b, c, d) >= least:
                continue
            least = min(least, segment_distance(a, b, c, d))
            if least <= enough:
                return least
    return least


def _apart(a: XY, b: XY, c: XY, d: XY) -> float:
    """Return a lower bound of the distance: the gap between the bounding boxes along one axis."""
    gap_x = max(min(a[0], b[0]) - max(c[0], d[0]), min(c[0], d[0]) - max(a[0], b[0]))
    gap_y = max(min(a[1], b[1]) - max(c[1], d[1]), min(c[1], d[1]) - max(a[1], b[1]))
    return max(gap_x, gap_y, 0.0)


def in_rings(point: XY, rings: Sequence[Sequence[XY]]) -> bool:
    """Tell whether a point lies inside the rings by the even-odd rule (a hole counts as outside)."""
    inside = False
    x, y = point
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                inside = not inside
    return inside
