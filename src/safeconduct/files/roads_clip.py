"""Cuts a smaller road file out of a large one: roads that touch a box stay whole, with their places and turn restrictions."""

from __future__ import annotations

import ctypes
import errno
import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from safeconduct.files.roads import checked_kind
from safeconduct.files.roads_osm import PLACE_KINDS, data_day, osm_refusal
from safeconduct.files.roads_output import new_file
from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.notice import Where, notice
from safeconduct.network.graph import BoolArray, FloatArray, LongArray

if TYPE_CHECKING:
    import osmium

_REF = attrgetter("ref")


class Box(NamedTuple):
    """A box in decimal degrees, edges included."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> Box:
        """Return the box written as W,S,E,N; raises ValueError with a plain message when it is none."""
        try:
            box = cls(*(float(part) for part in text.split(",")))
        except (ValueError, TypeError) as error:
            raise ValueError("write W,S,E,N in decimal degrees, such as 46.3,39.2,47.6,40.5") from error
        if not (-180 <= box.west < box.east <= 180 and -90 <= box.south < box.north <= 90):
            raise ValueError("west must be less than east (-180 to 180) and south less than north (-90 to 90)")
        return box


class Clipped(NamedTuple):
    """What a clip holds."""

    ways: int
    nodes: int
    restrictions: int
    bytes: int


def clip_roads(path: Path, box: Box, out: Path, *, force: bool = False) -> Clipped:
    """Write the roads that touch the box into `out` (same kind of file) and return what it holds.

    OSM: every way with a highway tag that has a point or a stretch in the box, whole; place points in the box; turn restrictions
    whose members are all kept. GeoJSON: features with a point or a stretch in the box, as they are. Raises RefusedError for a CSV
    or an existing `out` without force; BadInputError when the file cannot be read or no road touches the box.
    """
    kind = checked_kind(path)
    if kind == "csv":
        raise RefusedError("roads-clip-csv", "a CSV of named roads is small already; delete the rows that are not needed.")
    if out.exists() and out.resolve() == path.resolve():
        raise RefusedError("roads-keep-file", "the clip would replace the file it is cut from; name another file.")
    with new_file(out, force=force) as part:
        found = _clip_geojson(path, box, part) if kind == "geojson" else _clip_osm(path, box, part)
        return found._replace(bytes=part.stat().st_size)


def touches(lon: FloatArray, lat: FloatArray, start: LongArray, box: Box) -> BoolArray:
    """Return for each line whether a point or a stretch of it lies in the box.

    Line i holds the points start[i] to start[i + 1]. Stretches are straight in degrees (clipping after Liang and Barsky).
    """
    lines = start.size - 1
    line = np.repeat(np.arange(lines), np.diff(start))
    result = np.bincount(line[_inside(lon, lat, box)], minlength=lines) > 0
    step = np.flatnonzero(line[1:] == line[:-1])
    enter, leave = np.zeros(step.size), np.ones(step.size)
    for values, low, high in ((lon, box.west, box.east), (lat, box.south, box.north)):
        first, change = values[step], values[step + 1] - values[step]
        still = change == 0
        divisor = np.where(still, 1.0, change)
        at_low, at_high = (low - first) / divisor, (high - first) / divisor
        outside = still & ((first < low) | (first > high))
        enter = np.maximum(enter, np.where(still, np.where(outside, 2.0, 0.0), np.minimum(at_low, at_high)))
        leave = np.minimum(leave, np.where(still, 1.0, np.maximum(at_low, at_high)))
    crossed = np.bincount(line[step[enter <= leave]], minlength=lines) > 0
    both: BoolArray = result | crossed
    return both


def _inside(lon: FloatArray, lat: FloatArray, box: Box) -> BoolArray:
    inside: BoolArray = (lon >= box.west) & (lon <= box.east) & (lat >= box.south) & (lat <= box.north)
    return inside


@dataclass(slots=True)
class _Found:
    """Ways, place points and restrictions of a file, before it is known which are kept."""

    ways: array[int] = field(default_factory=lambda: array("q"))
    sizes: array[int] = field(default_factory=lambda: array("q", [0]))
    refs: array[int] = field(default_factory=lambda: array("q"))
    lonlat: array[float] = field(default_factory=lambda: array("d"))
    places: list[int] = field(default_factory=list)
    relations: list[tuple[int, list[tuple[str, int]]]] = field(default_factory=list)


def _clip_osm(path: Path, box: Box, part: Path) -> Clipped:
    import osmium

    try:
        found = _scan(path, box)
        numbers = np.cumsum(np.frombuffer(found.sizes, dtype=np.int64))
        lonlat = np.frombuffer(found.lonlat, dtype=np.float64).reshape(-1, 2) if found.lonlat else np.empty((0, 2))
        kept = touches(lonlat[:, 0], lonlat[:, 1], numbers, box)
        ways = set(np.array(found.ways, dtype=np.int64)[kept].tolist())
        if not ways:
            raise BadInputError((notice("road-none", Where(path.name), hint="no road touches the box"),))
        refs = np.array(found.refs, dtype=np.int64)[np.repeat(kept, np.diff(numbers))]
        nodes = set(refs.tolist()) | set(found.places)
        sets = {"n": nodes, "w": ways}
        relations = {number for number, members in found.relations if all(ref in sets.get(kind, ()) for kind, ref in members)}
        _write(path, part, box, (nodes, ways, relations))
    except (RuntimeError, UnicodeDecodeError) as error:  # what libosmium raises on damaged files and places it cannot write
        raise osm_refusal(path, str(error)) from error
    except osmium.InvalidLocationError as error:
        raise osm_refusal(path, "a point has no place") from error
    return Clipped(len(ways), len(nodes), len(relations), 0)


def _scan(path: Path, box: Box) -> _Found:
    import osmium

    kinds = osmium.osm
    processor = osmium.FileProcessor(str(path), kinds.NODE | kinds.WAY | kinds.RELATION).with_locations()
    filters: tuple[tuple[osmium.BaseFilter, osmium.osm.osm_entity_bits], ...] = (
        (osmium.filter.KeyFilter("place", "barrier"), kinds.NODE),
        (osmium.filter.KeyFilter("highway"), kinds.WAY),
        (osmium.filter.TagFilter(("type", "restriction")), kinds.RELATION),
    )
    for one, kind in filters:
        one.enable_for(kind)
        processor.with_filter(one)
    found = _Found()
    for thing in processor:
        if isinstance(thing, kinds.Way):
            points = [node for node in thing.nodes if node.location.valid()]
            found.ways.append(thing.id)
            found.sizes.append(len(points))
            found.refs.extend(map(_REF, points))
            found.lonlat.extend(value for node in points for value in (node.lon, node.lat))
        elif isinstance(thing, kinds.Node):
            if _is_place(thing) and _in_box(thing, box):
                found.places.append(thing.id)
        elif isinstance(thing, kinds.Relation):
            found.relations.append((thing.id, [(str(member.type), int(member.ref)) for member in thing.members]))
    return found


def _is_place(node: osmium.osm.Node) -> bool:
    return node.tags.get("place") in PLACE_KINDS or node.tags.get("barrier") == "border_control"


def _in_box(node: osmium.osm.Node, box: Box) -> bool:
    at = node.location
    return at.valid() and box.west <= at.lon <= box.east and box.south <= at.lat <= box.north


def _write(path: Path, part: Path, box: Box, kept: tuple[set[int], set[int], set[int]]) -> None:
    """Copy the things with kept numbers (nodes, ways, relations) in the order of the file."""
    import osmium

    kinds = osmium.osm
    processor = osmium.FileProcessor(str(path), kinds.NODE | kinds.WAY | kinds.RELATION)
    header = osmium.io.Header()
    header.set("generator", "safeconduct")
    if data_day(processor.header):
        header.set("osmosis_replication_timestamp", f"{data_day(processor.header)}T00:00:00Z")
    header.add_box(osmium.osm.Box(box.west, box.south, box.east, box.north))
    for numbers, kind in zip(kept, (kinds.NODE, kinds.WAY, kinds.RELATION), strict=True):
        one = osmium.filter.IdFilter(numbers)
        one.enable_for(kind)
        processor.with_filter(one)
    writer = osmium.SimpleWriter(str(part), header=header)
    for thing in processor:
        _told(writer, partial(writer.add, thing))
    _told(writer, writer.close)


def _told(writer: osmium.SimpleWriter, act: Callable[[], None]) -> None:
    """Do something that writes; raises OSError where it cannot be written, which libosmium tells like a damaged file."""
    try:
        act()
    except RuntimeError as error:
        # A writer that has failed ends the whole program when it is destroyed: this one stays until the program ends otherwise.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(writer))
        raise OSError(errno.EIO, str(error).removeprefix("Write failed: ")) from error


def _clip_geojson(path: Path, box: Box, part: Path) -> Clipped:
    from safeconduct.files.roads_geojson import read_features

    document, features = read_features(path)
    kept = [feature for feature in features if _feature_touches(feature, box)]
    lines = sum(1 for feature in kept if len(next(_lines(feature), ())) > 1)
    if not lines:
        raise BadInputError((notice("road-none", Where(path.name), hint="no road touches the box"),))
    text = json.dumps({**document, "features": kept}, ensure_ascii=False)
    part.write_text(text, encoding="utf-8", newline="\n")
    return Clipped(lines, sum(len(line) for feature in kept for line in _lines(feature)), 0, 0)


def _feature_touches(feature: object, box: Box) -> bool:
    for line in _lines(feature):
        points = np.array([pair[:2] for pair in line], dtype=np.float64)
        if touches(points[:, 0], points[:, 1], np.array([0, len(line)]), box)[0]:
            return True
    return False


def _lines(feature: object) -> Iterator[Sequence[Sequence[float]]]:
    """Yield the lines of a feature (a point is a line of one), those with sound coordinates only."""
    from safeconduct.files.roads_geojson import find_points

    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        return
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Point":
        yield from ([points[0]] for points in [find_points([coordinates, coordinates])] if points)
    elif kind == "LineString":
        yield from (points for points in [find_points(coordinates)] if points)
    elif kind == "MultiLineString" and isinstance(coordinates, list):
        yield from (points for points in map(find_points, coordinates) if points)
