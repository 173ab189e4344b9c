"""Reads roads drawn as GeoJSON lines with OpenStreetMap-like properties, and named points as places."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import TypeGuard

from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, Where, notice
from safeconduct.model.place import LonLat, Place
from safeconduct.network.raw import RawRoads, WayTable
from safeconduct.network.traits import RoadRules, find_traits, local_names, read_name

CLASS_PROPERTIES = ("highway", "fclass")
"""Properties that may hold the road class, the first one given decides."""

ID_PROPERTIES = ("osm_id", "@id", "osm_way_id")
HSTORE = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*"((?:[^"\\]|\\.)*)"')
DIGITS = 7
"""Decimals of a degree that tell two points apart: about a centimetre, as in OpenStreetMap."""


@dataclass(slots=True)
class _Reader:
    rules: RoadRules
    ways: WayTable = field(default_factory=WayTable)
    places: list[Place] = field(default_factory=list)
    number: dict[LonLat, int] = field(default_factory=dict)
    bad: list[tuple[str, str]] = field(default_factory=list)
    skipped: int = 0


def read_geojson_roads(path: Path, rules: RoadRules) -> tuple[RawRoads, tuple[Notice, ...]]:
    """Return the roads of a GeoJSON file (RFC 7946) and notices; raises BadInputError when it is none or holds no road.

    Lines meet where they share a point (to seven decimals). Features that cannot be used are left out and counted.
    """
    reader = _Reader(rules)
    for order, feature in enumerate(read_features(path)[1]):
        _take(reader, feature, f"feature {order}")
    where = Where(path.name)
    notices: list[Notice] = []
    for why in sorted({why for why, _ in reader.bad}):
        which = [label for reason, label in reader.bad if reason == why]
        notices.append(notice("road-feature", where, count=len(which), why=why, first=which[0]))
    if reader.skipped:
        notices.append(notice("road-skipped", where, count=reader.skipped))
    if not reader.ways.ids:
        hint = "each line needs a property highway such as primary or residential"
        raise BadInputError((*notices, notice("road-none", where, hint=hint)))
    return reader.ways.finish(source=path.name, places=reader.places), tuple(notices)


def read_features(path: Path) -> tuple[dict[str, object], list[object]]:
    """Return a GeoJSON document and its features; raises BadInputError when the file is no FeatureCollection."""
    where = Where(path.name)
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        why = f"no JSON at line {error.lineno}, column {error.colno}"
        raise BadInputError((notice("road-unreadable", where, why=why),)) from error
    except UnicodeDecodeError as error:
        raise BadInputError((notice("road-unreadable", where, why=f"byte {error.start + 1} is not UTF-8 text"),)) from error
    except RecursionError as error:
        raise BadInputError((notice("road-unreadable", where, why="it is nested too deeply"),)) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(features, list):
        raise BadInputError((notice("road-unreadable", where, why="it is no GeoJSON FeatureCollection"),))
    return document, features


def _take(reader: _Reader, feature: object, label: str) -> None:
    """Add what one feature holds: a place, or the lines of a road."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(geometry, dict):
        reader.bad.append(("no geometry", label))
        return
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    tags = _tags(feature.get("properties"))
    if kind == "Point":
        _take_place(reader, coordinates, tags)
        return
    if kind not in ("LineString", "MultiLineString"):  # a tuple: the kind may be anything, unhashable too
        return
    if "highway" not in tags:
        reader.skipped += 1
        return
    traits = find_traits(tags, reader.rules)
    if traits is None:
        return
    lines = coordinates if kind == "MultiLineString" else [coordinates]
    for line in lines if isinstance(lines, list) else [None]:
        points = find_points(line)
        if points is None:
            reader.bad.append(("coordinates are no list of lon, lat pairs in degrees", label))
            continue
        keys = [reader.number.setdefault(point, len(reader.number)) for point in points]
        reader.ways.add(_way_id(tags), keys, traits, read_name(tags))
        reader.ways.lonlat.extend(value for point in points for value in point)


def _take_place(reader: _Reader, coordinates: object, tags: Mapping[str, str]) -> None:
    points = find_points([coordinates, coordinates])
    if points is None or not tags.get("name") or not (tags.get("place") or tags.get("barrier") == "border_control"):
        return
    kind = tags.get("place") or "crossing"
    reader.places.append(Place(tags["name"], points[0], kind, local_names(tags)))


def find_points(line: object) -> list[LonLat] | None:
    """Return the points of a line of coordinates (heights dropped, seven decimals kept), None when any of it is unsound."""
    if not isinstance(line, list) or len(line) < 2:
        return None
    points: list[LonLat] = []
    for pair in line:
        if not isinstance(pair, list) or len(pair) < 2 or not _is_degree(pair[0], 180) or not _is_degree(pair[1], 90):
            return None
        points.append(LonLat(round(pair[0], DIGITS), round(pair[1], DIGITS)))
    return points


def _is_degree(value: object, most: float) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and abs(value) <= most


def _tags(properties: object) -> dict[str, str]:
    """Return the properties as tags: numbers and lists as text, packed `other_tags` of GDAL opened."""
    given = properties if isinstance(properties, dict) else {}
    tags = {str(key): _as_text(value) for key, value in given.items() if value is not None}
    for key, value in HSTORE.findall(tags.pop("other_tags", "")):
        tags.setdefault(key, value)
    for name in CLASS_PROPERTIES:
        if tags.get(name):
            tags["highway"] = tags[name]
            break
    return tags


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(_as_text(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _way_id(tags: Mapping[str, str]) -> int:
    for name in ID_PROPERTIES:
        digits = tags.get(name, "").removeprefix("way/")
        if digits.isdecimal() and len(digits) < 19:
            return int(digits)
    return -1
