"""Nodes and arcs added to a network; what stood there keeps its number."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from safeconduct.network.graph import NO_LIMIT, BoolArray, FloatArray, IntArray, LongArray, RoadNetwork

TURN_CAPACITY_VPH = 1e6
"""A turn never binds: the roads on both sides of it do."""

TURN_SPEED_KMH = 50.0
"""Turn arcs have no length, so their speed never matters; any positive number will do."""


@dataclass(frozen=True, slots=True)
class NewNodes:
    """Nodes made by the program (their key is -1): where they lie and in which component."""

    lon: FloatArray
    lat: FloatArray
    component: IntArray


@dataclass(frozen=True, slots=True)
class NewArcs:
    """Arcs to add. like: the arc whose speed, capacity, class, name, limits and way each one takes over; -1 makes a turn arc."""

    tail: IntArray
    head: IntArray
    length_m: FloatArray
    twin: IntArray
    geo_start: LongArray
    geo_end: LongArray
    geo_flip: BoolArray
    like: IntArray


def freeze(network: RoadNetwork) -> RoadNetwork:
    """Return the network with every array made read-only."""
    for column in fields(network):
        value = getattr(network, column.name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return network


def grow(network: RoadNetwork, nodes: NewNodes, arcs: NewArcs, geo: tuple[FloatArray, FloatArray]) -> RoadNetwork:
    """Return the network with nodes, arcs and points of geometry added behind those it has."""
    return replace(
        network,
        node_lon=np.concatenate([network.node_lon, nodes.lon]),
        node_lat=np.concatenate([network.node_lat, nodes.lat]),
        node_key=np.concatenate([network.node_key, np.full(nodes.lon.size, -1, dtype=np.int64)]),
        component=np.concatenate([network.component, nodes.component]),
        tail=np.concatenate([network.tail, arcs.tail]),
        head=np.concatenate([network.head, arcs.head]),
        length_m=np.concatenate([network.length_m, arcs.length_m]),
        twin=np.concatenate([network.twin, arcs.twin]),
        geo_start=np.concatenate([network.geo_start, arcs.geo_start]),
        geo_end=np.concatenate([network.geo_end, arcs.geo_end]),
        geo_flip=np.concatenate([network.geo_flip, arcs.geo_flip]),
        geo_lon=np.concatenate([network.geo_lon, geo[0]]),
        geo_lat=np.concatenate([network.geo_lat, geo[1]]),
        speed_kmh=_more_floats(network.speed_kmh, arcs.like, TURN_SPEED_KMH),
        capacity_vph=_more_floats(network.capacity_vph, arcs.like, TURN_CAPACITY_VPH),
        max_weight_t=_more_floats(network.max_weight_t, arcs.like, NO_LIMIT),
        max_width_m=_more_floats(network.max_width_m, arcs.like, NO_LIMIT),
        max_height_m=_more_floats(network.max_height_m, arcs.like, NO_LIMIT),
        road_class=np.concatenate([network.road_class, _copied(network.road_class, arcs.like, -1)]),
        name=np.concatenate([network.name, _copied(network.name, arcs.like, 0)]),
        way_id=np.concatenate([network.way_id, np.where(arcs.like >= 0, network.way_id[arcs.like], -1)]),
        bridge=np.concatenate([network.bridge, (arcs.like >= 0) & network.bridge[arcs.like]]),
    )


def _more_floats(column: FloatArray, like: IntArray, default: float) -> FloatArray:
    return np.concatenate([column, np.where(like >= 0, column[like], default)])


def _copied(column: IntArray, like: IntArray, default: int) -> IntArray:
    return np.where(like >= 0, column[like], default).astype(np.int32)
