"""Ways cut into pieces at the nodes where something can change: junctions, ends, and nodes that must stay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.network.graph import BoolArray, FloatArray, LongArray
from safeconduct.network.measure import lengths_m
from safeconduct.network.raw import RawRoads


@dataclass(frozen=True, slots=True)
class Pieces:
    """q pieces of ways over n nodes. Piece i runs over points first[i] to last[i] (included) of one way.

    start, end: (q,) nodes at its ends. way: (q,) index of its way. length_m: (q,). interior: (n,) nodes that a chain passes
    through. node_key: (n,) source number, -1 for the separate ends at a blocked point. node_point: (n,) a point at the node.
    """

    first: LongArray
    last: LongArray
    start: LongArray
    end: LongArray
    way: LongArray
    length_m: FloatArray
    interior: BoolArray
    node_key: LongArray
    node_point: LongArray


def cut_pieces(raw: RawRoads) -> Pieces:
    """Return the ways cut where chains may not run on: only nodes inside of ways may be interior.

    A node is interior when exactly two segments meet there, both two-way or both one way in one line, and the roads do not
    keep it. A blocked point becomes one separate node for each segment that ends there, so nothing passes.
    """
    closes = np.zeros(raw.point_key.size, dtype=np.bool_)
    closes[raw.way_start[1:] - 1] = True
    segment = np.flatnonzero(~closes)
    way = np.repeat(np.arange(raw.ways), np.diff(raw.way_start) - 1)
    start, end, node_key, node_point = _numbered(raw, segment)
    interior = _interior(start, end, raw.oneway[way], node_key.size) & ~np.isin(node_key, raw.keep)
    new = np.ones(segment.size, dtype=np.bool_)
    new[1:] = (way[1:] != way[:-1]) | ~interior[start[1:]] | (start[1:] != end[:-1])
    opens = np.flatnonzero(new)
    shuts = np.concatenate([opens[1:], np.array([segment.size])]) - 1
    lon, lat = raw.point_lon, raw.point_lat
    length = lengths_m(lon[segment], lat[segment], lon[segment + 1], lat[segment + 1]) * raw.length_factor[way]
    return Pieces(
        first=segment[opens],
        last=segment[shuts] + 1,
        start=start[opens],
        end=end[shuts],
        way=way[opens],
        length_m=np.add.reduceat(length, opens),
        interior=interior,
        node_key=node_key,
        node_point=node_point,
    )


def _numbered(raw: RawRoads, segment: LongArray) -> tuple[LongArray, LongArray, LongArray, LongArray]:
    """Return both end nodes of each segment, the source number of each node, and a point that lies at it."""
    node_key, node_point, node = np.unique(raw.point_key, return_index=True, return_inverse=True)
    start, end = node[segment], node[segment + 1]
    if raw.blocked.size:
        blocked = np.isin(raw.point_key, raw.blocked)
        out, into = np.flatnonzero(blocked[segment]), np.flatnonzero(blocked[segment + 1])
        start[out] = node_key.size + np.arange(out.size)
        end[into] = node_key.size + out.size + np.arange(into.size)
        node_key = np.concatenate([node_key, np.full(out.size + into.size, -1, dtype=np.int64)])
        node_point = np.concatenate([node_point, segment[out], segment[into] + 1])
    return start, end, node_key, node_point


def _interior(start: LongArray, end: LongArray, oneway: BoolArray, nodes: int) -> BoolArray:
    degree = np.bincount(start, minlength=nodes) + np.bincount(end, minlength=nodes)
    leave = np.bincount(start[oneway], minlength=nodes)
    come = np.bincount(end[oneway], minlength=nodes)
    result: BoolArray = (degree == 2) & (((leave + come) == 0) | ((leave == 1) & (come == 1)))
    return result
