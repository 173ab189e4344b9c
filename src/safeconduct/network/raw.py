"""Roads as a file states them, before they become a graph: points in order, one row of facts for each way."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from safeconduct.model.place import Place
from safeconduct.network.graph import BoolArray, FloatArray, IntArray, LongArray, RoadName
from safeconduct.network.traits import RoadTraits


class TurnRule(NamedTuple):
    """A turn restriction at a node, in source ids. `only`: every turn but this one is forbidden; else this one is."""

    from_way: int
    via: int
    to_way: int
    only: bool


@dataclass(frozen=True, slots=True)
class RawRoads:
    """Ways of p points in all and w ways; way i holds the points way_start[i] to way_start[i + 1], two at least.

    point_key: (p,) number of the point in the source; ways meet where they share a number. One-way roads run in the order of
    their points. capacity_fwd_vph, capacity_back_vph: (w,) along and against that order. length_factor: (w,) stated length over
    the length of the drawn line (1 where nothing is stated). name: (w,) index into names; names[0] is empty.
    keep: point numbers that must stay nodes. blocked: point numbers no vehicle can pass.
    """

    point_key: LongArray
    point_lon: FloatArray
    point_lat: FloatArray
    way_start: LongArray
    way_id: LongArray
    road_class: IntArray
    name: IntArray
    speed_kmh: FloatArray
    capacity_fwd_vph: FloatArray
    capacity_back_vph: FloatArray
    oneway: BoolArray
    bridge: BoolArray
    max_weight_t: FloatArray
    max_width_m: FloatArray
    max_height_m: FloatArray
    length_factor: FloatArray
    names: tuple[RoadName, ...]
    places: tuple[Place, ...]
    turns: tuple[TurnRule, ...]
    keep: LongArray
    blocked: LongArray
    source: str
    attribution: str

    @property
    def ways(self) -> int:
        """Number of ways."""
        return int(self.way_id.size)


@dataclass(slots=True)
class WayTable:
    """Collects ways one by one; `finish` gives the arrays."""

    keys: array[int] = field(default_factory=lambda: array("q"))
    lonlat: array[float] = field(default_factory=lambda: array("d"))
    sizes: array[int] = field(default_factory=lambda: array("q"))
    ids: array[int] = field(default_factory=lambda: array("q"))
    traits: list[RoadTraits] = field(default_factory=list)
    trait_of: array[int] = field(default_factory=lambda: array("q"))
    trait_index: dict[RoadTraits, int] = field(default_factory=dict)
    name_of: array[int] = field(default_factory=lambda: array("q"))
    names: dict[RoadName, int] = field(default_factory=lambda: {RoadName(""): 0})
    factors: array[float] = field(default_factory=lambda: array("d"))

    def add(self, way_id: int, keys: Sequence[int], traits: RoadTraits, name: RoadName, *, length_factor: float = 1.0) -> None:
        """Add a way; the caller appends its coordinates to `lonlat`: lon, lat, lon, lat … point for point."""
        self.keys.extend(keys)
        self.sizes.append(len(keys))
        self.ids.append(way_id)
        if traits not in self.trait_index:
            self.trait_index[traits] = len(self.traits)
            self.traits.append(traits)
        self.trait_of.append(self.trait_index[traits])
        self.name_of.append(self.names.setdefault(name, len(self.names)))
        self.factors.append(length_factor)

    def finish(
        self,
        *,
        source: str,
        attribution: str = "",
        places: Iterable[Place] = (),
        turns: Iterable[TurnRule] = (),
        keep: Iterable[int] = (),
        blocked: Iterable[int] = (),
    ) -> RawRoads:
        """Return everything as arrays: roads against their drawn order turned round, repeated points dropped."""
        keys, lon, lat, start, alive = _in_travel_order(self)
        which = np.frombuffer(self.trait_of, dtype=np.int64)[alive]
        rows = np.array([trait[1:] for trait in self.traits], dtype=np.float64).reshape(-1, len(RoadTraits._fields) - 1)[which]
        against = rows[:, 3] < 0
        return RawRoads(
            point_key=keys,
            point_lon=lon,
            point_lat=lat,
            way_start=start,
            way_id=np.frombuffer(self.ids, dtype=np.int64)[alive],
            road_class=np.array([trait.road_class for trait in self.traits], dtype=np.int32)[which],
            name=np.frombuffer(self.name_of, dtype=np.int64)[alive].astype(np.int32),
            speed_kmh=rows[:, 0].copy(),
            capacity_fwd_vph=np.where(against, rows[:, 2], rows[:, 1]),
            capacity_back_vph=np.where(against, rows[:, 1], rows[:, 2]),
            oneway=rows[:, 3] != 0,
            bridge=rows[:, 4] > 0,
            max_weight_t=rows[:, 5].copy(),
            max_width_m=rows[:, 6].copy(),
            max_height_m=rows[:, 7].copy(),
            length_factor=np.frombuffer(self.factors, dtype=np.float64)[alive],
            names=tuple(self.names),
            places=tuple(places),
            turns=tuple(turns),
            keep=np.array(sorted(set(keep)), dtype=np.int64),
            blocked=np.array(sorted(set(blocked)), dtype=np.int64),
            source=source,
            attribution=attribution,
        )


def _in_travel_order(table: WayTable) -> tuple[LongArray, FloatArray, FloatArray, LongArray, BoolArray]:
    """Return point numbers, coordinates, way starts and which ways are left, one-way roads turned into the order of travel."""
    sizes = np.frombuffer(table.sizes, dtype=np.int64)
    start = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
    way = np.repeat(np.arange(sizes.size), sizes)
    against = np.array([trait.oneway < 0 for trait in table.traits], dtype=np.bool_)
    turned = against[np.frombuffer(table.trait_of, dtype=np.int64)][way]
    index = np.arange(way.size)
    index = np.where(turned, start[way] + start[way + 1] - 1 - index, index)
    keys = np.frombuffer(table.keys, dtype=np.int64)[index]
    repeated = np.zeros(way.size, dtype=np.bool_)
    repeated[1:] = (keys[1:] == keys[:-1]) & (way[1:] == way[:-1])
    left = np.bincount(way[~repeated], minlength=sizes.size)
    alive = left >= 2
    use = ~repeated & alive[way]
    lonlat = np.frombuffer(table.lonlat, dtype=np.float64).reshape(-1, 2)[index[use]]
    return (
        keys[use],
        lonlat[:, 0].copy(),
        lonlat[:, 1].copy(),
        np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(left[alive])]),
        alive,
    )
