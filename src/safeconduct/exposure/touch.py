"""Which arcs a shape on the ground touches, judged on the real geometry of the roads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, degrees, radians
from typing import TYPE_CHECKING

import numpy as np

from safeconduct.model.hazard import Closure
from safeconduct.model.place import EARTH_RADIUS_M, LonLat
from safeconduct.model.times import Area
from safeconduct.network.graph import FloatArray, LongArray, RoadNetwork

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MARGIN_SHARE, MARGIN_M = 0.01, 0.5
"""Added to every reach, so that the error of the flat map never leaves a road open that lies within reach."""


@dataclass(frozen=True, slots=True)
class RoadLines:
    """The distinct lines under the arcs: both directions of a road share one.

    start, end: (l,) slices of the network's geometry. of_arc: (m,) line of each arc. bounds: (4, l) west, south, east, north
    in degrees.
    """

    network: RoadNetwork
    start: LongArray
    end: LongArray
    of_arc: LongArray
    bounds: FloatArray


@dataclass(frozen=True, slots=True)
class Shape:
    """A point, a line or an area with holes, and how far from it a road still counts as touched.

    rings: one ring (or line, or single point), then the holes of an area.
    """

    kind: str
    rings: tuple[tuple[LonLat, ...], ...]
    reach_m: float


def shape_of_closure(closure: Closure) -> Shape:
    """Return the shape of a closure; the reach of an area is 0, as its edge is drawn."""
    reach_m = 0.0 if closure.shape == "area" else closure.reach_m
    return Shape(closure.shape, (closure.points, *closure.holes), reach_m)


def shape_of_area(area: Area) -> Shape:
    """Return the shape of a window's area: a circle round its only point, or its rings."""
    if area.radius_m > 0:
        return Shape("point", (area.rings[0][:1],), area.radius_m)
    return Shape("area", area.rings, 0.0)


def lines_of(network: RoadNetwork) -> RoadLines:
    """Return the distinct lines of a network with their bounds, in one pass over its geometry."""
    key = network.geo_start * np.int64(network.geo_lon.size + 1) + network.geo_end
    _, first, of_arc = np.unique(key, return_index=True, return_inverse=True)
    start, end = network.geo_start[first], network.geo_end[first]
    cuts = np.stack([start, end], axis=1).ravel()

    def fold(values: FloatArray, reduce: np.ufunc) -> FloatArray:
        # reduceat needs every cut inside the array, also the end of the last line.
        return np.asarray(reduce.reduceat(np.append(values, values[-1:]), cuts)[::2], dtype=np.float64)

    if not start.size:
        return RoadLines(network, start, end, of_arc, np.zeros((4, 0)))
    lon, lat = network.geo_lon, network.geo_lat
    bounds = np.stack([fold(lon, np.minimum), fold(lat, np.minimum), fold(lon, np.maximum), fold(lat, np.maximum)])
    return RoadLines(network, start, end, of_arc.astype(np.int64), bounds)


def point_indices(lines: RoadLines, wanted: LongArray) -> tuple[LongArray, LongArray]:
    """Return, for every point of the wanted lines in order, its index into the geometry and the rank of its line in `wanted`."""
    lengths = lines.end[wanted] - lines.start[wanted]
    rank = np.repeat(np.arange(wanted.size, dtype=np.int64), lengths)
    before = np.cumsum(lengths) - lengths
    index = np.arange(rank.size, dtype=np.int64) - before[rank] + lines.start[wanted][rank]
    return index, rank


def touched_arcs(lines: RoadLines, shape: Shape) -> LongArray:
    """Return the arcs whose geometry meets the shape or comes within its reach, ascending.

    Distances are measured on a flat map scaled at the shape's middle latitude: for a shape that spans 100 km the east-west scale
    errs by less than 1 % below 48 degrees of latitude. The reach is therefore made 1 % and half a metre longer: a road
    in doubt is closed. An arc is shut as a whole, since nobody can leave it between its ends.
    """
    import shapely

    points = [point for ring in shape.rings[:1] for point in ring]
    if not points:
        return np.zeros(0, dtype=np.int64)
    reach_m = shape.reach_m * (1 + MARGIN_SHARE) + MARGIN_M
    west, east = min(p.lon for p in points), max(p.lon for p in points)
    south, north = min(p.lat for p in points), max(p.lat for p in points)
    middle = LonLat((west + east) / 2, (south + north) / 2)
    squeeze = max(0.01, cos(radians(middle.lat)))
    # Twice the reach: this is only a sieve, and the scale differs at the shape's rim.
    rim = degrees(2 * reach_m / EARTH_RADIUS_M)
    low_lon, low_lat, high_lon, high_lat = lines.bounds
    near = (high_lat >= south - rim) & (low_lat <= north + rim)
    near &= (high_lon >= west - rim / squeeze) & (low_lon <= east + rim / squeeze)
    wanted = np.flatnonzero(near).astype(np.int64)
    if not wanted.size:
        return np.zeros(0, dtype=np.int64)
    index, rank = point_indices(lines, wanted)
    metre = radians(1.0) * EARTH_RADIUS_M
    x_m = (lines.network.geo_lon[index] - middle.lon) * metre * squeeze
    y_m = (lines.network.geo_lat[index] - middle.lat) * metre
    roads = shapely.linestrings(np.stack([x_m, y_m], axis=1), indices=rank)
    flat = [[((p.lon - middle.lon) * metre * squeeze, (p.lat - middle.lat) * metre) for p in ring] for ring in shape.rings]
    drawn = draw_shape(shape.kind, flat)
    shapely.prepare(drawn)
    hit = np.zeros(lines.start.size, dtype=np.bool_)
    hit[wanted] = shapely.dwithin(drawn, roads, reach_m)
    return np.flatnonzero(hit[lines.of_arc]).astype(np.int64)


def draw_shape(kind: str, rings: Sequence[Sequence[tuple[float, float]]]) -> BaseGeometry:
    """Return the shape on the flat map; a ring with fewer than three corners is taken as the line or point that it is."""
    import shapely

    outer = rings[0]
    corners = len(set(outer))
    if kind == "area" and corners >= 3:
        area = shapely.Polygon(outer, [hole for hole in rings[1:] if len(set(hole)) >= 3])
        # A ring that crosses itself would make the predicates refuse; both its lobes are taken.
        return area if area.is_valid else shapely.make_valid(area)
    return shapely.LineString(outer) if corners >= 2 else shapely.Point(outer[0])
