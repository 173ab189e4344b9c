"""The nearest place on a road to a point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.model.place import EARTH_RADIUS_M, LonLat
from safeconduct.network.graph import BoolArray, FloatArray, IntArray, LongArray, RoadNetwork

METRES_PER_DEGREE = EARTH_RADIUS_M * np.pi / 180.0


@dataclass(frozen=True, slots=True)
class Foot:
    """The nearest place on a road: its leading arc, the step of the line (index of its first point), the share of it."""

    arc: int
    point: int
    share: float
    distance_m: float


class RoadIndex:
    """Finds the nearest road: the box round each line says how near it may come, and only lines that may win are measured."""

    def __init__(self, network: RoadNetwork) -> None:
        self._network = network
        lead = np.flatnonzero(leading(network))
        self._lead: LongArray = lead[np.argsort(network.geo_start[lead], kind="stable")]
        self._start = network.geo_start[self._lead]
        self._end = network.geo_end[self._lead]
        self._west, self._east = self._bounds(network.geo_lon)
        self._south, self._north = self._bounds(network.geo_lat)

    def find_nearest(self, point: LonLat, arcs: BoolArray | None = None) -> Foot | None:
        """Return the nearest place on those arcs (all roads when None), the lowest geometry on ties; None when there is none.

        Distances are measured on the plane that touches the Earth at the point: exact to 0.1 % within 50 km.
        """
        x_scale = METRES_PER_DEGREE * float(np.cos(np.radians(point.lat)))
        x = np.maximum(np.maximum(self._west - point.lon, point.lon - self._east), 0.0) * x_scale
        y = np.maximum(np.maximum(self._south - point.lat, point.lat - self._north), 0.0) * METRES_PER_DEGREE
        at_least = np.hypot(x, y)
        if arcs is not None:
            at_least = np.where(arcs[self._lead], at_least, np.inf)
        if not at_least.size or not np.isfinite(at_least).any():
            return None
        likely = int(np.argmin(at_least))
        best = self._closest(point, np.array([likely])).distance_m
        return self._closest(point, np.flatnonzero(at_least <= best + 1e-6))

    def _bounds(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the least and the greatest value on each line."""
        if not self._lead.size:
            return values[:0], values[:0]
        edges = np.column_stack([self._start, self._end]).ravel()
        edges = edges[:-1] if edges[-1] == values.size else edges
        return np.minimum.reduceat(values, edges)[::2], np.maximum.reduceat(values, edges)[::2]

    def _closest(self, point: LonLat, lines: LongArray) -> Foot:
        steps = self._end[lines] - self._start[lines] - 1
        slot = np.repeat(lines, steps)
        before = np.repeat(np.cumsum(steps) - steps, steps)
        start = self._start[slot] + np.arange(slot.size) - before
        x, y = self._plane(point, start)
        dx, dy = self._plane(point, start + 1)
        dx, dy = dx - x, dy - y
        square = dx * dx + dy * dy
        share = np.clip(-(x * dx + y * dy) / np.where(square > 0, square, 1.0), 0.0, 1.0)
        distance = np.hypot(x + share * dx, y + share * dy)
        best = int(np.argmin(distance))
        return Foot(int(self._lead[slot[best]]), int(start[best]), float(share[best]), float(distance[best]))

    def _plane(self, point: LonLat, index: LongArray) -> tuple[FloatArray, FloatArray]:
        x = (self._network.geo_lon[index] - point.lon) * METRES_PER_DEGREE * np.cos(np.radians(point.lat))
        return x, (self._network.geo_lat[index] - point.lat) * METRES_PER_DEGREE


def leading(network: RoadNetwork) -> BoolArray:
    """Return for each arc whether it stands for its road: real roads, one arc of each pair of twins."""
    arc: IntArray = np.arange(network.arcs, dtype=np.int32)
    result: BoolArray = (network.road_class >= 0) & ((network.twin < 0) | (network.twin > arc))
    return result
