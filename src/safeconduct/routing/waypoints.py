"""The way-points of a route: what a driver can find, with kilometres and driving time from the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from safeconduct.model.conditions import ArcStop
from safeconduct.model.place import LonLat, Place
from safeconduct.model.plan import WayPoint
from safeconduct.network.graph import FloatArray, IntArray, RoadNetwork
from safeconduct.routing.line import METRE_PER_DEGREE, RouteLine, project

PLACE_REACH_M = 1500.0
"""A place is named on a route that passes within this distance of its centre."""

PLACES_APART_M = 5000.0
TURN_APART_M = 1500.0
ENDS_APART_M = 2000.0
"""Least distances along the route: between two places, from a turn to any other way-point, from a place to the start or exit."""

LEAST_RUN_M = 1000.0
"""A road followed for less is passed over when turns are named."""

HERE_M = 1.0
"""What lies within this distance of a way-point is at it: a place at a junction stands where the next road begins."""

THEN = ", "
"""Stands between the road from a way-point and the roads onto which the route turns before the next one, in every language."""

MOST_WAY_POINTS, MOST_TURNS_FIRST = 12, 4
"""Way-points between start and exit; so many of them are kept for the turns onto the roads followed longest."""

PLACE_RANK = {"city": 0, "town": 1, "crossing": 1, "gazetteer": 2, "village": 3, "suburb": 4, "hamlet": 5}
OTHER_RANK = 6
"""Which kinds of place come first when there is no room for all."""


class Run(NamedTuple):
    """A stretch of a route on one named road: metres to its beginning, its first arc's place in the route, its length."""

    start_m: float
    rank: int
    length_m: float


@dataclass(frozen=True, eq=False)
class PlaceBook:
    """Named places (of the road file, then of the gazetteer), ready to be looked up along many routes."""

    places: tuple[Place, ...]

    @cached_property
    def coordinates(self) -> tuple[FloatArray, FloatArray]:
        """Longitudes and latitudes, each of shape (q,)."""
        lon = np.array([place.point.lon for place in self.places], dtype=np.float64)
        return lon, np.array([place.point.lat for place in self.places], dtype=np.float64)

    def along(self, line: RouteLine) -> list[tuple[int, float, int, float]]:
        """Return (index of the place, metres away, segment, part of it) for the places within reach of the line.

        The most important first; equally important ones by distance, then by order in the book.
        """
        lon, lat = self.coordinates
        if not lon.size or line.lon.size < 2:
            return []
        rim = PLACE_REACH_M / METRE_PER_DEGREE
        wide = rim / max(0.01, float(np.cos(np.radians(np.abs(line.lat).max()))))
        near = (lat >= line.lat.min() - rim) & (lat <= line.lat.max() + rim)
        near &= (lon >= line.lon.min() - wide) & (lon <= line.lon.max() + wide)
        wanted = np.flatnonzero(near)
        away_m, segment, part = project(line, lon[wanted], lat[wanted])
        found = [
            (int(index), float(away_m[row]), int(segment[row]), float(part[row]))
            for row, index in enumerate(wanted)
            if away_m[row] <= PLACE_REACH_M and self.places[index].name
        ]
        return sorted(found, key=lambda one: (PLACE_RANK.get(self.places[one[0]].kind, OTHER_RANK), one[1], one[0]))


def way_points(
    network: RoadNetwork, arcs: Sequence[int], line: RouteLine, book: PlaceBook, *, start: str, exit_name: str
) -> tuple[WayPoint, ...]:
    """Return start, named places and turns in order, and exit.

    Places within 1.5 km of the route, the most important first, at least 5 km apart and no name twice; then turns onto a road of
    another name or number that is followed for 1 km or more, the longest followed first, where no other way-point is within
    1.5 km. At most 12 between start and exit. Each lies on the route itself, at the point nearest to the place.
    """
    labels = [network.arc_name(arc).label for arc in arcs]
    total_m, total_s = float(line.along_m[-1]), round(float(line.along_s[-1]))
    turns = turns_of(network, arcs, labels) if line.lon.size > 1 else []
    taken = [0.0, total_m]
    middle: list[tuple[float, WayPoint]] = []
    room = MOST_WAY_POINTS - min(MOST_TURNS_FIRST, len(turns))
    for index, _, segment, part in book.along(line):
        at_m = float(line.along_m[segment] + part * (line.along_m[segment + 1] - line.along_m[segment]))
        inner = all(abs(at_m - other) >= PLACES_APART_M for other in taken[2:])
        inner = inner and all(book.places[index].name != other.name for _, other in middle)
        if len(middle) < room and inner and ENDS_APART_M <= at_m <= total_m - ENDS_APART_M:
            place = book.places[index]
            middle.append((at_m, point_at(line, segment, part, name=place.name, names=place)))
            taken.append(at_m)
    for at_m, rank in turns:
        if len(middle) < MOST_WAY_POINTS and all(abs(at_m - other) >= TURN_APART_M for other in taken):
            segment = min(int(np.searchsorted(line.along_m, at_m - 1e-6)), line.lon.size - 2)
            middle.append((at_m, point_at(line, segment, 0.0, name=f"turn onto {labels[rank]}")))
            taken.append(at_m)
    middle.sort(key=lambda found: (found[1].km, found[1].name))
    first = LonLat(float(line.lon[0]), float(line.lat[0]))
    last = LonLat(float(line.lon[-1]), float(line.lat[-1]))
    ahead = _Ahead(labels, np.cumsum([0.0, *(float(network.length_m[arc]) for arc in arcs)]), sorted(turns))
    marks = [0.0, *(at_m for at_m, _ in middle), total_m]
    roads = [ahead.roads(here, after) for here, after in pairwise(marks)]
    return (
        WayPoint(start, first, 0.0, 0, "start", roads[0]),
        *(replace(point, road=road) for (_, point), road in zip(middle, roads[1:], strict=True)),
        WayPoint(exit_name, last, round(total_m / 1000, 3), total_s, "exit"),
    )


@dataclass(frozen=True, eq=False)
class _Ahead:
    """What lies ahead on a route. labels: of its arcs. starts_m: where each begins, then the end. turns: by distance."""

    labels: Sequence[str]
    starts_m: FloatArray
    turns: list[tuple[float, int]]

    def roads(self, here_m: float, next_m: float) -> str:
        """Return the road to take from here, and then those onto which the route turns before the next way-point.

        Without a name, that of the first road within 1 km (a slip road leads to it); "" when none begins so soon.
        """
        rank = int(np.searchsorted(self.starts_m[:-1], here_m + HERE_M, side="right")) - 1
        near = (at for at in range(max(0, rank), len(self.labels)) if self.starts_m[at] <= here_m + LEAST_RUN_M)
        said = [next((self.labels[at] for at in near if self.labels[at]), "")]
        said += [self.labels[at] for turn_m, at in self.turns if here_m + HERE_M < turn_m < next_m - HERE_M]
        return THEN.join(dict.fromkeys(one for one in said if one))


def point_at(line: RouteLine, segment: int, part: float, *, name: str, names: Place | None = None) -> WayPoint:
    """Return the way-point that lies `part` of the way along a segment of the line."""

    def between(values: FloatArray) -> float:
        return float(values[segment] + part * (values[segment + 1] - values[segment]))

    point = LonLat(round(between(line.lon), 7), round(between(line.lat), 7))
    km, drive_s = round(between(line.along_m) / 1000, 3), round(between(line.along_s))
    return WayPoint(name, point, km, drive_s, "way", names=names.names if names else ())


def checkpoint_points(
    network: RoadNetwork, arcs: Sequence[int], travel_s: IntArray, stops: Mapping[int, tuple[ArcStop, ...]]
) -> tuple[WayPoint, ...]:
    """Return a way-point for each checkpoint on a route, in order: `drive_s` is when the column comes there, before the stop."""
    found: list[WayPoint] = []
    metres, seconds = 0.0, 0
    for arc in arcs:
        along_m, along_s = float(network.length_m[arc]), int(travel_s[arc])
        for stop in stops.get(arc, ()):
            at_m, at_s = (metres, seconds) if stop.at_start else (metres + along_m, seconds + along_s - stop.stop_s)
            road = network.arc_name(arc).label
            points = network.arc_points(arc)
            point = points[0] if stop.at_start else points[-1]
            found += [WayPoint(name, point, round(at_m / 1000, 3), at_s, "checkpoint", road) for name in stop.names]
        metres, seconds = metres + along_m, seconds + along_s
    return tuple(found)


def with_checkpoints(points: tuple[WayPoint, ...], checkpoints: tuple[WayPoint, ...]) -> tuple[WayPoint, ...]:
    """Return start, everything between in order, and exit."""
    between = sorted((*points[1:-1], *checkpoints), key=lambda point: (point.drive_s, point.km))
    return (points[0], *between, points[-1])


def turns_of(network: RoadNetwork, arcs: Sequence[int], labels: Sequence[str]) -> list[tuple[float, int]]:
    """Return (metres from the start, arc's place in the route) of each change onto another named road, longest followed first.

    Arcs without a name belong to the road before; roads followed for less than 1 km are passed over.
    """
    runs: list[Run] = []
    along_m, current = 0.0, ""
    for rank, arc in enumerate(arcs):
        if labels[rank] and labels[rank] != current:
            current = labels[rank]
            runs.append(Run(along_m, rank, 0.0))
        along_m += float(network.length_m[arc])
        if runs:
            runs[-1] = runs[-1]._replace(length_m=along_m - runs[-1].start_m)
    turns: list[Run] = []
    followed = ""
    for run in runs:
        if run.length_m < LEAST_RUN_M or labels[run.rank] == followed:
            continue
        if followed:
            turns.append(run)
        followed = labels[run.rank]
    return [(run.start_m, run.rank) for run in sorted(turns, key=lambda run: (-run.length_m, run.start_m))]
