"""The road network as plain lists, with the column's driving time worked out again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from safeconduct.model.place import LonLat
from safeconduct.network.graph import RoadNetwork


@dataclass(frozen=True, slots=True)
class Roads:
    """What the checker needs of a network: one list entry for each node or arc, in plain numbers.

    travel_s: whole seconds of the column on each arc. `road` gives both directions of one road the same number. component: the
    piece of the network that each node lies on, 0 the largest.
    """

    node_lon: list[float]
    node_lat: list[float]
    tail: list[int]
    head: list[int]
    length_m: list[float]
    capacity_vph: list[float]
    travel_s: list[int]
    twin: list[int]
    weight_limit_t: list[float]
    width_limit_m: list[float]
    height_limit_m: list[float]
    geo_start: list[int]
    geo_end: list[int]
    geo_flip: list[bool]
    geo_lon: list[float]
    geo_lat: list[float]
    component: list[int]
    attribution: str

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.node_lon)

    @property
    def arcs(self) -> int:
        """Number of directed arcs."""
        return len(self.tail)

    def node_point(self, node: int) -> LonLat:
        """Return where a node lies."""
        return LonLat(self.node_lon[node], self.node_lat[node])

    def points(self, arc: int) -> list[LonLat]:
        """Return the arc's points from tail to head."""
        first, last = self.geo_start[arc], self.geo_end[arc]
        points = [LonLat(*pair) for pair in zip(self.geo_lon[first:last], self.geo_lat[first:last], strict=True)]
        return points[::-1] if self.geo_flip[arc] else points

    def road(self, arc: int) -> int:
        """Return one number for both directions of a road."""
        other = self.twin[arc]
        return arc if other < 0 else min(arc, other)

    def drive_s(self, arcs: Iterable[int]) -> int:
        """Return the column's driving time over the arcs."""
        return sum(self.travel_s[arc] for arc in arcs)

    def metres(self, arcs: Iterable[int]) -> float:
        """Return the length of the arcs."""
        return sum(self.length_m[arc] for arc in arcs)


def read_roads(network: RoadNetwork, convoy_speed_kmh: float) -> Roads:
    """Return the network as plain lists.

    A column drives an arc in length over the lower of road speed and column speed, in whole seconds, rounded up (a millionth of a
    second over a whole one does not count); no road is slower than 0.01 m/s.
    """
    length_m: list[float] = network.length_m.tolist()
    speed_kmh: list[float] = network.speed_kmh.tolist()
    return Roads(
        node_lon=network.node_lon.tolist(),
        node_lat=network.node_lat.tolist(),
        tail=network.tail.tolist(),
        head=network.head.tolist(),
        length_m=length_m,
        capacity_vph=network.capacity_vph.tolist(),
        travel_s=[
            ceil(metres / max(min(kmh, convoy_speed_kmh) / 3.6, 0.01) - 1e-6)
            for metres, kmh in zip(length_m, speed_kmh, strict=True)
        ],
        twin=network.twin.tolist(),
        weight_limit_t=network.max_weight_t.tolist(),
        width_limit_m=network.max_width_m.tolist(),
        height_limit_m=network.max_height_m.tolist(),
        geo_start=network.geo_start.tolist(),
        geo_end=network.geo_end.tolist(),
        geo_flip=network.geo_flip.tolist(),
        geo_lon=network.geo_lon.tolist(),
        geo_lat=network.geo_lat.tolist(),
        component=network.component.tolist(),
        attribution=network.attribution,
    )
