"""What a search for ways stands on: the arcs that can be driven, their two costs, and which road each arc belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import frexp
from typing import TYPE_CHECKING

import numpy as np

from safeconduct.model.conditions import ArcConditions
from safeconduct.network.graph import BoolArray, FloatArray, IntArray, LongArray, RoadNetwork

if TYPE_CHECKING:
    from safeconduct.kernel.labels import Star

GRAIN_BITS = 30
"""Exposure is searched in whole grains, the greatest of any arc being 2^29 to 2^30: sums are exact, and ties are ties on every
machine. What is less than a billionth of that greatest value counts as none in the search (never in the figures printed)."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Arrays of one search.

    forward, backward: drivable arcs by their tail and by their head. time_s: (m,) whole seconds as float. grains: (m,) exposure
    in whole grains. road: (m,) the same number for both directions of a road.
    """

    network: RoadNetwork
    conditions: ArcConditions
    forward: Star
    backward: Star
    time_s: FloatArray
    grains: FloatArray
    road: LongArray

    def way(self, arcs: Sequence[int]) -> Way:
        """Return the way along these arcs with its two costs."""
        index = np.array(arcs, dtype=np.int64)
        return Way(tuple(index.tolist()), int(self.time_s[index].sum()), float(self.grains[index].sum()))


@dataclass(frozen=True, slots=True)
class Way:
    """Arcs in order, the seconds along them and their exposure in grains."""

    arcs: tuple[int, ...]
    time_s: int
    grains: float


def drivable_arcs(conditions: ArcConditions, travel_s: IntArray) -> BoolArray:
    """Return which arcs can be driven at some time: not closed, and open at least once for as long as they take. Shape (m,)."""
    drivable = np.ones(travel_s.size, dtype=np.bool_)
    if conditions.closed:
        drivable[np.fromiter(conditions.closed, dtype=np.int64)] = False
    for arc, spans in conditions.open_spans.items():
        if max((high - low for low, high in spans), default=-1.0) < travel_s[arc]:
            drivable[arc] = False
    return drivable


def star_of(start: IntArray, ends: IntArray, drivable: BoolArray, nodes: int) -> Star:
    """Return the drivable arcs grouped by the node they are followed from; arcs of a node in rising order."""
    from safeconduct.kernel.labels import Star

    arcs = np.flatnonzero(drivable).astype(np.int64)
    order = arcs[np.argsort(start[arcs], kind="stable")]
    first = np.searchsorted(start[order], np.arange(nodes + 1)).astype(np.int64)
    return Star(first, order, ends.astype(np.int64))


def grains_of(exposure: FloatArray) -> FloatArray:
    """Return exposure in whole grains; a unit is a power of two of grains, so sums of round numbers stay equal. Shape (m,)."""
    return np.asarray(np.rint(np.ldexp(exposure, GRAIN_BITS - frexp(float(exposure.max(initial=0.0)))[1])), dtype=np.float64)


def ground_of(network: RoadNetwork, travel_s: IntArray, conditions: ArcConditions, *, everything: bool = False) -> Ground:
    """Return the arrays of a search; with `everything`, closed arcs can be driven too (to ask what a closure cuts off)."""
    drivable = np.ones(network.arcs, dtype=np.bool_) if everything else drivable_arcs(conditions, travel_s)
    exposure = np.array(conditions.exposure, dtype=np.float64)
    arcs = np.arange(network.arcs, dtype=np.int64)
    return Ground(
        network=network,
        conditions=conditions,
        forward=star_of(network.tail, network.head, drivable, network.nodes),
        backward=star_of(network.head, network.tail, drivable, network.nodes),
        time_s=travel_s.astype(np.float64),
        grains=grains_of(exposure),
        road=np.where(network.twin >= 0, np.minimum(arcs, network.twin), arcs).astype(np.int64),
    )


def follow(via: LongArray, step: IntArray, node: int) -> list[int]:
    """Return the arcs met when walking a tree from a node to its source; `via`: each node's arc, `step`: the arc's other end."""
    arcs: list[int] = []
    while via[node] >= 0:
        arcs.append(int(via[node]))
        node = int(step[arcs[-1]])
    return arcs
