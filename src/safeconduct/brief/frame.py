"""The frame of a map: from degrees to the paper, locally equirectangular."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import cos, radians

import numpy as np

from safeconduct.model.place import EARTH_RADIUS_M, LonLat
from safeconduct.network.graph import FloatArray

UNITS_PER_MM = 10
"""Everything on the map is drawn in tenths of a millimetre."""

METRES_PER_DEGREE = radians(1) * EARTH_RADIUS_M
LEAST_SPAN_M = 500.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the paper in tenths of a millimetre; y grows downwards."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def meets(self, other: Box) -> bool:
        """Tell whether the two overlap."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: Box) -> bool:
        """Tell whether the other lies wholly inside."""
        return self.left <= other.left and other.right <= self.right and self.top <= other.top and other.bottom <= self.bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """Maps degrees to the paper: true to scale at the middle latitude (within 1 % up to 60 km from it and to 60 degrees north).

    units_per_m: tenths of a millimetre per metre on the ground.
    """

    box: Box
    middle: LonLat
    units_per_m: float

    @property
    def _units_per_degree(self) -> tuple[float, float]:
        up = METRES_PER_DEGREE * self.units_per_m
        return up * max(0.01, cos(radians(self.middle.lat))), up

    def on_paper(self, points: Sequence[LonLat]) -> FloatArray:
        """Return where points lie on the paper, shape (n, 2)."""
        across, x0, up, y0 = self.affine()
        degrees = np.fromiter(chain.from_iterable(points), np.float64, 2 * len(points)).reshape(-1, 2)
        return np.asarray(degrees * (across, up) + (x0, y0))

    def xy(self, point: LonLat) -> tuple[float, float]:
        """Return where a point lies on the paper."""
        across, up = self._units_per_degree
        x = self.box.left + self.box.width / 2 + (point.lon - self.middle.lon) * across
        return x, self.box.top + self.box.height / 2 - (point.lat - self.middle.lat) * up

    def affine(self) -> tuple[float, float, float, float]:
        """Return (ax, bx, ay, by) such that x = ax * lon + bx and y = ay * lat + by, for whole arrays."""
        across, up = self._units_per_degree
        x0, y0 = self.xy(LonLat(0.0, 0.0))
        return across, x0, -up, y0

    def corners(self) -> tuple[LonLat, LonLat]:
        """Return the south-west and north-east corners in degrees."""
        across, up = self._units_per_degree
        half_lon, half_lat = self.box.width / 2 / across, self.box.height / 2 / up
        return (
            LonLat(self.middle.lon - half_lon, self.middle.lat - half_lat),
            LonLat(self.middle.lon + half_lon, self.middle.lat + half_lat),
        )

    def shows(self, point: LonLat) -> bool:
        """Tell whether a point lies inside the frame."""
        x, y = self.xy(point)
        return self.box.left <= x <= self.box.right and self.box.top <= y <= self.box.bottom


def bounds_of(points: Iterable[LonLat]) -> tuple[LonLat, LonLat]:
    """Return the south-west and north-east corners round the points; raises ValueError when there is none."""
    listed = tuple(points)
    lons, lats = [point.lon for point in listed], [point.lat for point in listed]
    return LonLat(min(lons), min(lats)), LonLat(max(lons), max(lats))


def ground_size(low: LonLat, high: LonLat) -> tuple[float, float]:
    """Return width and height in metres between two corners, each at least 500 m."""
    across = METRES_PER_DEGREE * cos(radians((low.lat + high.lat) / 2))
    return max(LEAST_SPAN_M, (high.lon - low.lon) * across), max(LEAST_SPAN_M, (high.lat - low.lat) * METRES_PER_DEGREE)


def fit_frame(low: LonLat, high: LonLat, box: Box, *, margin: float = 0.07) -> Frame:
    """Return the frame that shows everything between two corners inside the box, with a margin (a share of the box) all round."""
    width_m, height_m = ground_size(low, high)
    room = 1 - 2 * margin
    scale = min(box.width * room / width_m, box.height * room / height_m)
    return Frame(box, LonLat((low.lon + high.lon) / 2, (low.lat + high.lat) / 2), scale)
