"""The road network behind the routes: grey lines by rank, clipped to the frame and thinned to what paper can show."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from safeconduct.brief.frame import Frame
from safeconduct.brief.map_labels import number
from safeconduct.model.road_classes import ROAD_CLASSES
from safeconduct.network.graph import BoolArray, FloatArray, LongArray, RoadNetwork

MOST_POINTS = 110_000
"""Most points of all context roads together; about one megabyte of SVG."""

THINNING = 1.0
"""How far a drawn line may lie from the true one, in tenths of a millimetre."""


class RoadStyle(NamedTuple):
    """How roads of a rank (and of more important ranks not listed before) are drawn: width in tenths of a millimetre, grey."""

    rank: int
    width: float
    grey: str


ROAD_STYLES = (
    RoadStyle(1, 9.0, "#999999"),
    RoadStyle(2, 7.0, "#a3a3a3"),
    RoadStyle(3, 5.0, "#acacac"),
    RoadStyle(4, 3.5, "#b8b8b8"),
    RoadStyle(6, 2.2, "#c6c6c6"),
    RoadStyle(9, 1.5, "#d4d4d4"),
)


def road_paths(network: RoadNetwork, frame: Frame, *, most_points: int = MOST_POINTS) -> tuple[tuple[str, ...], bool]:
    """Return one path element per style, minor roads first, and whether any were left out because there are too many.

    A road of both directions is drawn once. Ranks are added from the most important on while the points stay within the limit.
    """
    x, y = _on_paper(network, frame)
    seen = _arcs_in_frame(network, frame, x, y)
    ranks = np.array([road.rank for road in ROAD_CLASSES] + [99])[network.road_class]
    paths: list[str] = []
    used, before = 0, -1
    for style in ROAD_STYLES:
        arcs = np.flatnonzero(seen & (ranks > before) & (ranks <= style.rank))
        before = style.rank
        if used + 2 * arcs.size > most_points:
            return tuple(reversed(paths)), True
        data, points = _path_data(network, frame, arcs, x, y)
        if used + points > most_points:
            return tuple(reversed(paths)), True
        used += points
        if data:
            drawn = f'stroke="{style.grey}" stroke-width="{number(style.width)}"'
            paths.append(f'<path d="{data}" {drawn}/>')
    return tuple(reversed(paths)), False


def _on_paper(network: RoadNetwork, frame: Frame) -> tuple[FloatArray, FloatArray]:
    ax, bx, ay, by = frame.affine()
    return network.geo_lon * ax + bx, network.geo_lat * ay + by


def _arcs_in_frame(network: RoadNetwork, frame: Frame, x: FloatArray, y: FloatArray) -> BoolArray:
    """Return which arcs to draw: one of each pair, with an extent that meets the frame and that paper can show."""
    if not network.arcs:
        return np.zeros(0, dtype=np.bool_)
    index = np.stack((network.geo_start, network.geo_end), axis=1).ravel()
    low_x, high_x = _least(x, index), -_least(-x, index)
    low_y, high_y = _least(y, index), -_least(-y, index)
    box = frame.box
    meets = (low_x <= box.right) & (high_x >= box.left) & (low_y <= box.bottom) & (high_y >= box.top)
    large = (high_x - low_x) + (high_y - low_y) > THINNING
    once = (network.twin < 0) | (np.arange(network.arcs) < network.twin)
    return np.asarray(meets & large & once & (network.road_class >= 0))


def _least(values: FloatArray, index: LongArray) -> FloatArray:
    padded = np.append(values, np.inf)
    return np.asarray(np.minimum.reduceat(padded, index)[::2])


def _path_data(network: RoadNetwork, frame: Frame, arcs: LongArray, x: FloatArray, y: FloatArray) -> tuple[str, int]:
    """Return SVG path data of the arcs, clipped and thinned, and how many points it has."""
    import shapely

    if not arcs.size:
        return "", 0
    sizes = network.geo_end[arcs] - network.geo_start[arcs]
    firsts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    take = np.arange(int(sizes.sum())) - np.repeat(firsts, sizes) + np.repeat(network.geo_start[arcs], sizes)
    lines = shapely.linestrings(np.stack((x[take], y[take]), axis=1), indices=np.repeat(np.arange(arcs.size), sizes))
    box = frame.box
    inside = box.left <= x[take].min() and x[take].max() <= box.right and box.top <= y[take].min() and y[take].max() <= box.bottom
    clipped = lines if inside else shapely.clip_by_rect(lines, box.left, box.top, box.right, box.bottom)
    parts = shapely.simplify(shapely.get_parts(clipped), THINNING, preserve_topology=False)
    parts = parts[(shapely.get_type_id(parts) == 1) & (shapely.get_num_points(parts) > 1)]
    points, owner = shapely.get_coordinates(parts, return_index=True)
    return _relative_path(np.round(points).astype(np.int64), owner), int(owner.size)


def _relative_path(points: LongArray, owner: LongArray) -> str:
    """Return path data in whole tenths of a millimetre, each point as a step from the one before."""
    pieces: list[str] = []
    last_x = last_y = before = -1
    for (px, py), line in zip(points.tolist(), owner.tolist(), strict=True):
        if line != before:
            pieces.append(f"M{px} {py}l")
        elif (px, py) != (last_x, last_y):
            pieces.append(f"{px - last_x} {py - last_y} ")
        before, last_x, last_y = line, px, py
    return "".join(pieces).replace(" M", "M").replace("lM", "M").rstrip("l ").replace(" -", "-")
