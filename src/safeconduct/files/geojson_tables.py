"""Read GeoJSON: features as rows of a table, geometry as longitude and latitude."""

from __future__ import annotations

import json
from dataclasses import dataclass

from safeconduct.files.cells import Cell, is_blank
from safeconduct.files.columns import TableSpec, plain_header
from safeconduct.files.decode import NotTextError, decode
from safeconduct.files.noted import Noted, shown
from safeconduct.files.table_rows import Row, Table, known_columns
from safeconduct.model.notice import Where
from safeconduct.model.place import LonLat

FEATURE_LIMIT = 1_000_000
_WGS84 = ("CRS84", "4326")


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: `label` names it in notices, `geometry` is the JSON geometry object (empty for none)."""

    label: str
    properties: dict[str, object]
    geometry: dict[str, object]


def read_features_of(data: bytes, name: str, noted: Noted) -> tuple[Feature, ...] | None:
    """Return the features of a FeatureCollection, or the one Feature; None, with a notice, when it is neither."""
    where = Where(name)
    try:
        text, said = decode(data)
        content = json.loads(text, parse_constant=_refuse_constant)
    except NotTextError:
        noted.add("file-binary", where)
        return None
    except (ValueError, RecursionError) as problem:
        noted.add("json-broken", where, reason=str(problem) if isinstance(problem, ValueError) else "nested too deeply")
        return None
    if said:
        noted.add("file-encoding", where, encoding=said)
    kind = content.get("type") if isinstance(content, dict) else None
    found = content.get("features") if kind == "FeatureCollection" else [content] if kind == "Feature" else None
    if not isinstance(found, list):
        noted.add("geojson-shape", where, found=kind or type(content).__name__, wanted="a FeatureCollection or a Feature")
        return None
    if not _is_wgs84(content):
        noted.add("geojson-crs", where, crs=json.dumps(content.get("crs")))
        return None
    if len(found) > FEATURE_LIMIT:
        noted.add("table-rows-many", where, limit=FEATURE_LIMIT)
        return None
    features = (_feature(one, number, name, noted) for number, one in enumerate(found, 1))
    return tuple(one for one in features if one is not None)


def read_features(data: bytes, name: str, spec: TableSpec, noted: Noted) -> Table | None:
    """Return a table whose columns are the features' properties; a point gives lon and lat, a polygon the rings of the row."""
    features = read_features_of(data, name, noted)
    if features is None:
        return None
    titles = tuple(dict.fromkeys(title for feature in features for title in feature.properties))
    points = any(feature.geometry.get("type") == "Point" for feature in features)
    header = titles + (tuple(own for own in ("lon", "lat") if own not in map(plain_header, titles)) if points else ())
    columns = known_columns(header, spec, noted, Where(name)) if features else {}
    if not features and not spec.may_be_empty:
        noted.add("table-no-rows" if spec.required else "table-no-rows-optional", Where(name))
    if columns is None:
        return None
    rows = tuple(_row(feature, header, columns, name, noted=noted) for feature in features)
    return Table(name, rows, header)


def _row(feature: Feature, header: tuple[str, ...], columns: dict[int, str], name: str, *, noted: Noted) -> Row:
    cells: dict[str, Cell] = {}
    for place, column in columns.items():
        value = feature.properties.get(header[place])
        cells[column] = value if value is None or isinstance(value, (str, int, float, bool)) else json.dumps(value)
    where = Where(name, feature=feature.label)
    kind = feature.geometry.get("type")
    rings: tuple[tuple[LonLat, ...], ...] = ()
    if kind == "Point":
        point = position(feature.geometry.get("coordinates"))
        if point is None:
            noted.add("geometry-bad", where, reason="the point has no two numbers")
        elif is_blank(cells.get("lon")) and is_blank(cells.get("lat")):
            cells |= {"lon": point.lon, "lat": point.lat}
    elif kind == "Polygon":
        rings = rings_of(feature.geometry.get("coordinates")) or ()
        if not rings:
            noted.add("geometry-bad", where, reason="the area has no ring of at least three points")
    elif kind is not None:
        noted.add("geojson-shape", where, found=kind, wanted="a Point or a Polygon")
    return Row(name, None, cells, feature.label, rings)


def position(value: object) -> LonLat | None:
    """Return a position's longitude and latitude (height is dropped), or None when it is no position."""
    if not isinstance(value, list) or len(value) < 2:
        return None
    lon, lat = value[0], value[1]
    if isinstance(lon, bool) or isinstance(lat, bool) or not isinstance(lon, (int, float)) or not isinstance(lat, (int, float)):
        return None
    if max(abs(lon), abs(lat)) > 1e18:
        return None
    return LonLat(float(lon), float(lat))


def positions(value: object) -> tuple[LonLat, ...] | None:
    """Return a list of positions, or None when one of them is none."""
    if not isinstance(value, list):
        return None
    found = tuple(position(one) for one in value)
    good = tuple(one for one in found if one is not None)
    return good if len(good) == len(found) else None


def rings_of(value: object) -> tuple[tuple[LonLat, ...], ...] | None:
    """Return a polygon's rings, each closed (an open one is closed by its first point), or None when one is no ring."""
    if not isinstance(value, list) or not value:
        return None
    rings: list[tuple[LonLat, ...]] = []
    for one in value:
        ring = positions(one)
        if ring is None or len(set(ring)) < 3:
            return None
        rings.append(ring if ring[0] == ring[-1] else (*ring, ring[0]))
    return tuple(rings)


def _refuse_constant(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _is_wgs84(content: dict[str, object]) -> bool:
    """Tell whether the coordinates are WGS 84: no `crs` member (RFC 7946), or one that says so."""
    crs = content.get("crs")
    return crs is None or any(mark in json.dumps(crs) for mark in _WGS84)


def _feature(value: object, number: int, name: str, noted: Noted) -> Feature | None:
    label = f"feature {number}"
    if not isinstance(value, dict) or value.get("type") != "Feature":
        noted.add("geojson-shape", Where(name, feature=label), found=shown(value), wanted="a Feature")
        return None
    properties, geometry = value.get("properties"), value.get("geometry")
    return Feature(
        label,
        {str(key): one for key, one in properties.items()} if isinstance(properties, dict) else {},
        {str(key): one for key, one in geometry.items()} if isinstance(geometry, dict) else {},
    )
