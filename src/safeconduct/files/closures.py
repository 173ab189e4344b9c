"""Read closures: points, lines and areas that must not be used, from GeoJSON or a table of points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from safeconduct.files.cells import Cell, Problem, is_blank, point_of, text_of
from safeconduct.files.columns import CLOSURES, TableSpec, header_names, plain_header
from safeconduct.files.dates import read_day
from safeconduct.files.folder import Folder
from safeconduct.files.geojson_tables import Feature, position, positions, read_features_of, rings_of
from safeconduct.files.noted import Noted, hint
from safeconduct.files.rows import Ids, RowReader
from safeconduct.files.table_rows import Row, Table
from safeconduct.files.tables import read_table, table_files
from safeconduct.files.times import Clock
from safeconduct.model.hazard import CLOSURE_REASONS, Closure
from safeconduct.model.notice import Where
from safeconduct.model.place import LonLat
from safeconduct.model.times import Span

FAR_PAST, FAR_FUTURE = "0001-01-02T00:00:00+00:00", "9999-12-30T00:00:00+00:00"
_SINGLE = {"MultiPoint": "Point", "MultiLineString": "LineString", "MultiPolygon": "Polygon"}


@dataclass(frozen=True, slots=True)
class Shape:
    """One simple geometry: "point", "line" or "area" with its points and holes."""

    kind: str
    points: tuple[LonLat, ...]
    holes: tuple[tuple[LonLat, ...], ...] = ()


def read_closures(folder: Folder, clock: Clock, noted: Noted) -> tuple[Closure, ...]:
    """Return the closures of the folder (none without the file).

    A geometry of several parts makes several closures `<id>-1`, `<id>-2` …. What cannot be read is an error: a closure is never
    dropped in silence.
    """
    found = table_files(folder, CLOSURES.stem)
    if len(found) != 1 or not found[0].lower().endswith(".geojson"):
        return _from_table(folder, clock, noted)
    data = folder.read(found[0])
    features = read_features_of(data, found[0], noted) if data is not None else None
    ids = Ids("C", folder.rows_of("closures"))
    closures: list[Closure] = []
    for feature in features or ():
        table = Table(found[0], ())
        reader = RowReader(Row(found[0], None, _cells(feature, CLOSURES), feature.label), table, clock, noted)
        closure_id = ids.take(reader)
        closures += _closures(reader, closure_id, _shapes(feature, found[0], noted))
    return tuple(closures)


def _from_table(folder: Folder, clock: Clock, noted: Noted) -> tuple[Closure, ...]:
    table = read_table(folder, CLOSURES, noted)
    ids = Ids("C", folder.rows_of("closures"))
    closures: list[Closure] = []
    for reader in (RowReader(row, table, clock, noted) for row in table.rows) if table else ():
        closure_id = ids.take(reader)
        point = reader.point()
        closures += _closures(reader, closure_id, [Shape("point", (point,))] if point is not None else [])
    return tuple(closures)


def _closures(reader: RowReader, closure_id: str, shapes: list[Shape]) -> list[Closure]:
    """Return one closure for each shape, all with what the row says."""
    span = _span(reader)
    reason = _reason(reader)
    reach = reader.number("reach_m", 30.0, low=0.0, high=100_000.0)
    reported = _reported(reader)
    note = reader.text("note", longest=500)
    return [
        Closure(
            id=closure_id if len(shapes) == 1 else f"{closure_id}-{number}",
            shape=shape.kind,
            points=shape.points,
            reason=reason,
            reach_m=reach,
            holes=shape.holes,
            span=span,
            reported=reported,
            note=note,
        )
        for number, shape in enumerate(shapes, 1)
    ]


def _span(reader: RowReader) -> Span | None:
    """Return when it is closed; an end that is not given lies beyond every movement."""
    start, end = reader.moment("from"), reader.moment("to")
    if start is None and end is None:
        return None
    start = start or datetime.fromisoformat(FAR_PAST)
    end = end or datetime.fromisoformat(FAR_FUTURE)
    if end <= start:
        reader.note("times-order", "to", first="from", second="to")
        return None
    return Span(start, end)


def _reason(reader: RowReader) -> str:
    word = reader.text("reason").lower().replace("_", " ")
    if word and word not in CLOSURE_REASONS:
        reader.note("closure-reason", "reason", value=word, hint=hint(word, CLOSURE_REASONS))
        return "unknown"
    return word or "unknown"


def _reported(reader: RowReader) -> date | None:
    cell = reader.cell("reported")
    if cell is None or is_blank(cell):
        return None
    day = read_day(cell)
    if isinstance(day, Problem):
        reader.tell(day, "reported")
        return None
    return day


def _cells(feature: Feature, spec: TableSpec) -> dict[str, Cell]:
    """Return the properties under the columns' own names."""
    names = header_names(spec)
    cells: dict[str, Cell] = {}
    for title, value in feature.properties.items():
        name = names.get(plain_header(title))
        if name and (name not in cells or plain_header(title) == plain_header(name)):
            cells[name] = value if isinstance(value, (str, int, float, bool)) else None
    return cells


def _shapes(feature: Feature, name: str, noted: Noted) -> list[Shape]:
    """Return the simple shapes of a feature; what is wrong with it is noted."""
    where = Where(name, feature=feature.label)
    kind, coordinates = feature.geometry.get("type"), feature.geometry.get("coordinates")
    if not isinstance(kind, str):
        noted.add("geometry-bad", where, reason="it has no geometry")
        return []
    parts = coordinates if kind in _SINGLE else [coordinates]
    simple = _SINGLE.get(kind, kind)
    if simple not in _SINGLE.values() or not isinstance(parts, list) or not parts:
        noted.add("geometry-bad", where, reason=f"a {kind} without points, or of a kind that is not read")
        return []
    shapes = [_shape(simple, part, where, noted) for part in parts]
    return [shape for shape in shapes if shape is not None]


def _shape(kind: str, coordinates: object, where: Where, noted: Noted) -> Shape | None:
    shape = _point(coordinates) if kind == "Point" else _line(coordinates) if kind == "LineString" else _area(coordinates)
    if isinstance(shape, str):
        noted.add("geometry-bad", where, reason=shape)
        return None
    for point in (*shape.points, *(point for ring in shape.holes for point in ring)):
        checked = point_of(point.lon, point.lat)
        if isinstance(checked, Problem):
            noted.add(checked.code, where, **dict(checked.values))
            return None
    if shape.kind == "area":
        _note_odd_rings(coordinates, shape, where, noted)
    return shape


def _point(coordinates: object) -> Shape | str:
    point = position(coordinates)
    return Shape("point", (point,)) if point is not None else "the point has no two numbers"


def _line(coordinates: object) -> Shape | str:
    points = positions(coordinates)
    if points is None or len(set(points)) < 2:
        return "the line has fewer than two different points"
    return Shape("line", points)


def _area(coordinates: object) -> Shape | str:
    rings = rings_of(coordinates)
    return Shape("area", rings[0], rings[1:]) if rings else "the area has a ring of fewer than three different points"


def _note_odd_rings(coordinates: object, shape: Shape, where: Where, noted: Noted) -> None:
    """Note rings that were not closed, and areas whose outline crosses itself."""
    given = [len(ring) for ring in coordinates] if isinstance(coordinates, list) else []
    if given != [len(ring) for ring in (shape.points, *shape.holes)]:
        noted.add("closure-ring-open", where)
    from shapely import Polygon
    from shapely.validation import explain_validity

    said = explain_validity(Polygon(shape.points, shape.holes))
    if said != "Valid Geometry":
        noted.add("closure-crossing", where, reason=text_of(said))
