"""The road graph as arrays: nodes, directed arcs, and the way back to real geometry and names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safeconduct.model.place import LocalName, LonLat, Place

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int32]
LongArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

NO_LIMIT = float("inf")


@dataclass(frozen=True, slots=True)
class RoadName:
    """What a road is called: its name on the signs, its number, and names in other languages. Empty strings where unknown."""

    name: str
    ref: str = ""
    names: tuple[LocalName, ...] = ()

    @property
    def label(self) -> str:
        """Return the number and the name, whichever there are ("" for a road without either)."""
        return " ".join(part for part in (self.ref, self.name) if part)


@dataclass(frozen=True, slots=True)
class RoadNetwork:
    """A contracted road network. n nodes, m directed arcs; every array is read-only.

    node_lon, node_lat: (n,) decimal degrees WGS 84. node_key: (n,) OSM node id, or a running number for other sources; -1 for
    nodes made by the program (turns, attached points).
    tail, head: (m,) node indices. length_m: (m,). speed_kmh: (m,) mean free speed over the arc, so length / speed is the free
    travel time; turn arcs have length 0. capacity_vph: (m,) vehicles per hour one way, the least along the arc.
    road_class: (m,) index into model.road_classes.ROAD_CLASSES, -1 for turn arcs. name: (m,) index into `names`.
    bridge: (m,) any bridge on it. max_weight_t, max_width_m, max_height_m: (m,) least posted limit, inf where none.
    twin: (m,) the arc of the other direction of the same road, or -1.
    geo_start, geo_end: (m,) slice of geo_lon/geo_lat (and geo_source) that holds the arc's points, ends included; geo_flip: (m,)
    true when the arc runs against the stored order. way_id: (m,) OSM id of the longest way in the arc, or -1.
    component: (n,) number of the weakly connected component, 0 the largest.
    names: road names; names[0] is the empty name. places: named places of the source.
    source: what was read. attribution: to be printed wherever the roads are shown.
    """

    node_lon: FloatArray
    node_lat: FloatArray
    node_key: LongArray
    tail: IntArray
    head: IntArray
    length_m: FloatArray
    speed_kmh: FloatArray
    capacity_vph: FloatArray
    road_class: IntArray
    name: IntArray
    bridge: BoolArray
    max_weight_t: FloatArray
    max_width_m: FloatArray
    max_height_m: FloatArray
    twin: IntArray
    geo_start: LongArray
    geo_end: LongArray
    geo_flip: BoolArray
    geo_lon: FloatArray
    geo_lat: FloatArray
    way_id: LongArray
    component: IntArray
    names: tuple[RoadName, ...]
    places: tuple[Place, ...]
    source: str
    attribution: str

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return int(self.node_lon.size)

    @property
    def arcs(self) -> int:
        """Number of directed arcs."""
        return int(self.tail.size)

    def node_point(self, node: int) -> LonLat:
        """Return where a node lies."""
        return LonLat(float(self.node_lon[node]), float(self.node_lat[node]))

    def arc_points(self, arc: int) -> tuple[LonLat, ...]:
        """Return the arc's points from tail to head, both included (two points at least)."""
        span = slice(int(self.geo_start[arc]), int(self.geo_end[arc]))
        points = tuple(
            LonLat(lon, lat) for lon, lat in zip(self.geo_lon[span].tolist(), self.geo_lat[span].tolist(), strict=True)
        )
        return points[::-1] if self.geo_flip[arc] else points

    def arc_name(self, arc: int) -> RoadName:
        """Return what the arc's road is called."""
        return self.names[int(self.name[arc])]

    def convoy_travel_s(self, convoy_speed_kmh: float) -> IntArray:
        """Return whole seconds a column takes along each arc: length over the lower of road and convoy speed, rounded up.

        Shape (m,). Zero-length arcs take 0 s. Rounding up by less than a second keeps every sum over a route an integer that a
        reader can add by hand.
        """
        speed_ms = np.minimum(self.speed_kmh, convoy_speed_kmh) / 3.6
        return np.ceil(self.length_m / np.maximum(speed_ms, 0.01) - 1e-6).astype(np.int32)
