"""Small road maps drawn as text: letters are places on a grid, `ab` is a road both ways, `a>b` one way.

>>> net, at = draw("a  b  c", "ab bc:cap=300 a>c:km=9")
"""

from __future__ import annotations

import re

import numpy as np

from safeconduct.model.place import LonLat, Place, distance_m
from safeconduct.model.road_classes import CLASS_INDEX
from safeconduct.network.graph import RoadName, RoadNetwork

ORIGIN = LonLat(38.0, 47.5)
CELL_LON, CELL_LAT = 0.01, 0.01


def draw(grid: str, roads: str, *, speed_kmh: float = 60.0, capacity_vph: float = 600.0) -> tuple[RoadNetwork, dict[str, int]]:
    """Return a network and the node index of each letter.

    grid: lines of text; the letter at line r, column c lies c cells east and r cells south of the origin (a cell is 0.01 degree:
    about 750 m east-west, 1,112 m north-south). roads: words `ab` or `a>b` with options `:km=`, `:kmh=`, `:cap=`, `:name=`,
    `:class=`.
    """
    at: dict[str, int] = {}
    points: list[LonLat] = []
    for row, line in enumerate(grid.strip("\n").splitlines()):
        for column, letter in enumerate(line):
            if letter.isalnum():
                at[letter] = len(points)
                points.append(LonLat(ORIGIN.lon + column * CELL_LON, ORIGIN.lat - row * CELL_LAT))
    arcs: list[tuple[int, int, float, float, float, int, int, int, bool]] = []
    names: list[RoadName] = [RoadName("")]
    geometry: list[LonLat] = []
    for word in roads.split():
        ends, *options = word.split(":")
        match = re.fullmatch(r"(\w)(>?)(\w)", ends)
        assert match, word
        given = dict(option.split("=") for option in options)
        tail, head = at[match[1]], at[match[3]]
        length = float(given["km"]) * 1000 if "km" in given else distance_m(points[tail], points[head])
        names.append(RoadName(given.get("name", f"road {match[1]}{match[3]}")))
        start = len(geometry)
        geometry += [points[tail], points[head]]
        row_of = (length, float(given.get("kmh", speed_kmh)), float(given.get("cap", capacity_vph)))
        klass = CLASS_INDEX[given.get("class", "primary")]
        both = not match[2]
        first = len(arcs)
        arcs.append((tail, head, *row_of, klass, len(names) - 1, first + 1 if both else -1, False))
        if both:
            arcs.append((head, tail, *row_of, klass, len(names) - 1, first, True))
        assert geometry[start:]
    m = len(arcs)
    columns = list(zip(*arcs, strict=True))
    starts = np.array([2 * (index - 1) for index in columns[6]], dtype=np.int64)
    network = RoadNetwork(
        node_lon=np.array([p.lon for p in points]),
        node_lat=np.array([p.lat for p in points]),
        node_key=np.arange(len(points), dtype=np.int64),
        tail=np.array(columns[0], dtype=np.int32),
        head=np.array(columns[1], dtype=np.int32),
        length_m=np.array(columns[2], dtype=np.float64),
        speed_kmh=np.array(columns[3], dtype=np.float64),
        capacity_vph=np.array(columns[4], dtype=np.float64),
        road_class=np.array(columns[5], dtype=np.int32),
        name=np.array(columns[6], dtype=np.int32),
        bridge=np.zeros(m, dtype=np.bool_),
        max_weight_t=np.full(m, np.inf),
        max_width_m=np.full(m, np.inf),
        max_height_m=np.full(m, np.inf),
        twin=np.array(columns[7], dtype=np.int32),
        geo_start=starts,
        geo_end=starts + 2,
        geo_flip=np.array(columns[8], dtype=np.bool_),
        geo_lon=np.array([p.lon for p in geometry]),
        geo_lat=np.array([p.lat for p in geometry]),
        way_id=np.full(m, -1, dtype=np.int64),
        component=np.zeros(len(points), dtype=np.int32),
        names=tuple(names),
        places=tuple(Place(letter, points[node], "village") for letter, node in at.items()),
        source="drawn",
        attribution="",
    )
    return network, at
