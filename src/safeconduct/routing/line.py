"""The drawn line of a route: its points with the metres and seconds driven up to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np

from safeconduct.model.conditions import ArcStop
from safeconduct.model.place import EARTH_RADIUS_M, LonLat
from safeconduct.network.graph import FloatArray, IntArray, LongArray, RoadNetwork

METRE_PER_DEGREE = radians(1.0) * EARTH_RADIUS_M


@dataclass(frozen=True, slots=True)
class RouteLine:
    """Points of a route in order, none twice in a row.

    lon, lat: (p,). along_m, along_s: (p,) driven from the start; inside an arc both grow with the drawn length. rank: (p,) which
    arc of the route leads to the point (0 for the first point).
    """

    lon: FloatArray
    lat: FloatArray
    along_m: FloatArray
    along_s: FloatArray
    rank: LongArray

    @property
    def points(self) -> tuple[LonLat, ...]:
        """The points as longitude and latitude."""
        return tuple(LonLat(lon, lat) for lon, lat in zip(self.lon.tolist(), self.lat.tolist(), strict=True))


def line_of(
    network: RoadNetwork,
    arcs: Sequence[int],
    travel_s: IntArray,
    node: int,
    *,
    stops: Mapping[int, tuple[ArcStop, ...]] | None = None,
) -> RouteLine:
    """Return the line of a route that starts at `node`; without arcs it is that one point.

    travel_s: seconds along each arc, those of `stops` included; they are spent at the end of the arc, or at its beginning.
    """
    start = network.node_point(node)
    lons, lats = [np.array([start.lon])], [np.array([start.lat])]
    metres, seconds, ranks = [np.zeros(1)], [np.zeros(1)], [np.zeros(1, dtype=np.int64)]
    driven_m, driven_s = 0.0, 0.0
    for rank, arc in enumerate(arcs):
        span = slice(int(network.geo_start[arc]), int(network.geo_end[arc]))
        turn = -1 if network.geo_flip[arc] else 1
        lon, lat = network.geo_lon[span][::turn], network.geo_lat[span][::turn]
        steps = np.hypot(np.diff(lon) * cos(radians(float(lat[0]))), np.diff(lat))
        drawn = np.concatenate([np.zeros(1), np.cumsum(steps)])
        share = drawn / drawn[-1] if drawn[-1] else np.ones(drawn.size)
        lons.append(lon)
        lats.append(lat)
        metres.append(driven_m + share * float(network.length_m[arc]))
        seconds.append(driven_s + _seconds_along(share, float(travel_s[arc]), (stops or {}).get(arc, ())))
        ranks.append(np.full(lon.size, rank, dtype=np.int64))
        driven_m += float(network.length_m[arc])
        driven_s += float(travel_s[arc])
    all_lon, all_lat = np.concatenate(lons), np.concatenate(lats)
    # The line begins with the first arc's own first point; the node itself only stands for a route without arcs.
    parts = slice(1, None) if arcs else slice(None)
    all_lon, all_lat = all_lon[parts], all_lat[parts]
    differs = (np.diff(all_lon) != 0) | (np.diff(all_lat) != 0)
    # Of points in one place the first tells the arc that leads there, the last what was driven by then.
    first, last = np.append(True, differs), np.append(differs, True)
    along_m, along_s = np.concatenate(metres)[parts][last], np.concatenate(seconds)[parts][last]
    return RouteLine(all_lon[first], all_lat[first], along_m, along_s, np.concatenate(ranks)[parts][first])


def _seconds_along(share: FloatArray, travel_s: float, stops: tuple[ArcStop, ...]) -> FloatArray:
    """Return when the column is at each point of an arc, from when it drives on; at the last one after the stop there."""
    seconds: FloatArray = share * (travel_s - sum(stop.stop_s for stop in stops))
    for stop in stops:
        seconds[slice(1, None) if stop.at_start else slice(-1, None)] += stop.stop_s
    return seconds


def project(line: RouteLine, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, LongArray, FloatArray]:
    """Return, for each place, its distance to the line in metres, the segment it is nearest to, and how far along that (0..1).

    lon, lat: (q,) places. Flat map at the line's middle latitude; the first of equally near segments counts. The line needs two
    points at least.
    """
    squeeze = cos(radians(float(line.lat.mean()))) * METRE_PER_DEGREE
    x, y = line.lon * squeeze, line.lat * METRE_PER_DEGREE
    dx, dy = np.diff(x), np.diff(y)
    length = np.maximum(dx**2 + dy**2, 1e-12)
    distance, segment, part = np.empty(lon.size), np.empty(lon.size, dtype=np.int64), np.empty(lon.size)
    for row, (place_x, place_y) in enumerate(zip(lon * squeeze, lat * METRE_PER_DEGREE, strict=True)):
        share = np.clip(((place_x - x[:-1]) * dx + (place_y - y[:-1]) * dy) / length, 0.0, 1.0)
        away = np.hypot(place_x - x[:-1] - share * dx, place_y - y[:-1] - share * dy)
        nearest = int(np.argmin(away))
        distance[row], segment[row], part[row] = away[nearest], nearest, share[nearest]
    return distance, segment, part
