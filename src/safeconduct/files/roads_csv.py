"""Reads named roads between named places: `roads.csv` with `places.csv` beside it."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import pairwise
from math import isfinite
from pathlib import Path

from safeconduct.files.decode import NotTextError, decode
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, Where, errors_of, notice
from safeconduct.model.place import LocalName, LonLat, Place, distance_m
from safeconduct.model.road_classes import CLASS_INDEX
from safeconduct.network.graph import RoadName
from safeconduct.network.raw import RawRoads, WayTable
from safeconduct.network.traits import LANGUAGE, RoadRules, find_traits

ROAD_COLUMNS = (
    "from",
    "to",
    "name",
    "ref",
    "class",
    "length_km",
    "speed_kmh",
    "capacity_vph",
    "lanes",
    "surface",
    "oneway",
    "bridge",
    "via",
)
"""Columns of roads.csv; `from` and `to` are needed, every other may be missing or empty. `name_xx` is the name in language xx."""

PLACE_COLUMNS = ("name", "lon", "lat", "kind")
"""Columns of places.csv; the first three are needed. `name_xx` is the name in language xx."""

PLACES_FILE = "places.csv"
DEFAULT_CLASS = "primary"
YES, NO = frozenset({"yes", "true", "1", "y"}), frozenset({"", "no", "false", "0", "n"})
LENGTH_TOLERANCE = 0.97
"""A stated length may fall this much below the line through the points: coordinates of places are rough."""

Row = tuple[int, dict[str, str]]


@dataclass(slots=True)
class _Cells:
    """Reads cells of one row and collects what is wrong with them."""

    file: str
    row: int
    cells: dict[str, str]
    notices: list[Notice] = field(default_factory=list)

    def text(self, column: str) -> str:
        """Return the cell without blanks at its ends, "" where the column is missing."""
        return self.cells.get(column, "").strip()

    def refuse(self, column: str, code: str, **values: object) -> None:
        """Note that a cell cannot be used."""
        self.notices.append(notice(code, Where(self.file, self.row, column), **values))

    def number(self, column: str, low: float, high: float, *, example: str) -> float | None:
        """Return the number in the cell, None where it is empty or (with a notice) no number from low to high."""
        text = self.text(column)
        if not text:
            return None
        value = _as_number(text)
        if value is None or not low <= value <= high:
            wanted = f"number from {low:g} to {high:g}"
            self.refuse(column, "road-value", value=repr(text), wanted=wanted, example=example)
            return None
        return value

    def flag(self, column: str) -> str:
        """Return "yes" or "no"; anything else is noticed and counts as "no"."""
        text = self.text(column).lower()
        if text not in YES | NO:
            self.refuse(column, "road-value", value=repr(text), wanted="yes or no", example="yes or no, or leave it empty")
        return "yes" if text in YES else "no"


def places_path(path: Path) -> Path:
    """Return where the places of a CSV of roads are expected: beside it."""
    return path.with_name(PLACES_FILE)


def read_csv_roads(path: Path, rules: RoadRules) -> tuple[RawRoads, tuple[Notice, ...]]:
    """Return the roads of a CSV and notices; every bad row of both files is told at once in a BadInputError.

    Roads meet only at places, never at via points. Every place that a road ends at stays a node of the network. A track or
    service road written here is wanted: it is read whatever include_minor says. Raises BadInputError also when no road is left.
    """
    rules = replace(rules, include_minor=True)
    notices: list[Notice] = []
    road_rows = _read_rows(path, ROAD_COLUMNS[:2], ROAD_COLUMNS, notices)
    place_rows = _read_rows(places_path(path), PLACE_COLUMNS[:3], PLACE_COLUMNS, notices)
    places = _read_places(place_rows, notices)
    table = WayTable()
    straight = sum(_read_road(row, path.name, places, rules, (table, notices)) for row in road_rows)
    if errors_of(tuple(notices)):
        raise BadInputError(tuple(notices))
    if not table.ids:
        raise BadInputError((notice("road-none", Where(path.name), hint="write one row for each road between two places"),))
    if straight:
        notices.append(notice("road-straight", Where(path.name, column="length_km"), count=straight))
    keys = {key for key, _ in places.values()}
    raw = table.finish(source=path.name, places=(place for _, place in places.values()), keep=keys)
    return raw, tuple(notices)


def _read_rows(path: Path, needed: tuple[str, ...], known: tuple[str, ...], notices: list[Notice]) -> list[Row]:
    """Return the rows of a table with their numbers as a spreadsheet counts them; blank rows and # comments left out."""
    where = Where(path.name)
    if not path.is_file():
        notices.append(notice("road-missing", where, file=path.name))
        return []
    data = path.read_bytes()
    try:
        text, said = decode(data)
    except NotTextError:
        notices.append(notice("road-unreadable", where, why="it is not text"))
        return []
    if not text.strip():
        notices.append(notice("road-unreadable", where, why="the file is empty"))
        return []
    if said:
        notices.append(notice("file-encoding", where, encoding=said))
    # A comment may hold a lone quotation mark, so its text is emptied before the table is read; its row still counts.
    lines = ["\n" if line.startswith("#") else line for line in text.splitlines(keepends=True)]
    header_line = next((line for line in lines if line.strip()), "")
    separator = max(",;\t", key=header_line.count)
    try:
        rows = list(_numbered_rows(lines, separator))
    except csv.Error as error:
        notices.append(notice("road-unreadable", where, why=str(error)))
        return []
    header = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    missing = [column for column in needed if column not in header]
    if missing:
        found = ", ".join(header)[:120]
        notices.append(notice("road-columns", where, missing=", ".join(missing), found=found, wanted=", ".join(known)))
        return []
    for number, cells in rows[1:]:
        if any(cell.strip() for cell in cells[len(header) :]):
            notices.append(notice("road-row-long", Where(path.name, number), found=len(cells), wanted=len(header)))
    return [(number, dict(zip(header, cells, strict=False))) for number, cells in rows[1:]]


def _numbered_rows(lines: list[str], separator: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(reader, start=1):
        if any(cell.strip() for cell in cells):
            rows.append((number, cells))
    return rows


def _read_places(rows: list[Row], notices: list[Notice]) -> dict[str, tuple[int, Place]]:
    """Return number and place by name; the number of a place is its order in the table."""
    found: dict[str, tuple[int, Place]] = {}
    row_of: dict[str, int] = {}
    for number, cells in rows:
        row = _Cells(PLACES_FILE, number, cells, notices)
        name = row.text("name")
        lon = row.number("lon", -180, 180, example="decimal degrees such as 38.25")
        lat = row.number("lat", -90, 90, example="decimal degrees such as 47.75")
        for column in ("name", "lon", "lat"):
            if not row.text(column):
                row.refuse(column, "road-value", value="an empty cell", wanted="place's " + column, example="it in")
        if name in row_of:
            row.refuse("name", "road-place-twice", name=name, other=row_of[name])
        row_of.setdefault(name, number)
        # A place with a bad coordinate still counts as named: its roads are not to blame.
        point = LonLat(lon or 0.0, lat or 0.0)
        found.setdefault(name, (len(found), Place(name, point, row.text("kind") or "village", _local_names(cells))))
    return found


def _read_road(
    row: Row, file: str, places: dict[str, tuple[int, Place]], rules: RoadRules, into: tuple[WayTable, list[Notice]]
) -> bool:
    """Add the road of one row; return whether its length is only that of the line through its points."""
    table, notices = into
    cells = _Cells(file, row[0], row[1], notices)
    told = len(notices)
    ends = [_find_end(cells, column, places) for column in ("from", "to")]
    tags = _tags(cells)
    length_km = cells.number("length_km", 0.001, 5000, example="kilometres such as 12.5, or leave it empty")
    via = _read_via(cells)
    if ends[0] is not None and ends[0] == ends[1] and not via:
        cells.refuse("to", "road-ends-same", name=cells.text("to"))
    traits = find_traits(tags, rules)
    if len(notices) > told or traits is None or ends[0] is None or ends[1] is None:
        return False
    line = [ends[0][1].point, *via, ends[1][1].point]
    line_km = sum(distance_m(a, b) for a, b in pairwise(line)) / 1000.0
    if length_km is not None and length_km < line_km * LENGTH_TOLERANCE:
        cells.refuse("length_km", "road-too-short", stated_km=f"{length_km:g}", straight_km=f"{line_km:.1f}")
        return False
    own = -1_000_000 * (row[0] + 1)
    keys = [ends[0][0], *(own - order for order in range(len(via))), ends[1][0]]
    factor = length_km / line_km if length_km is not None and line_km > 0 else 1.0
    name = RoadName(cells.text("name"), cells.text("ref"), _local_names(cells.cells))
    table.add(-1, keys, traits, name, length_factor=factor)
    table.lonlat.extend(value for point in line for value in point)
    return length_km is None


def _find_end(cells: _Cells, column: str, places: dict[str, tuple[int, Place]]) -> tuple[int, Place] | None:
    name = cells.text(column)
    if name in places and name:
        return places[name]
    if not name:
        cells.refuse(column, "road-value", value="an empty cell", wanted="place", example="the name of a place in places.csv")
    else:
        near = get_close_matches(name, places, n=1)
        cells.refuse(column, "road-place-unknown", name=repr(name), hint=f" (did you mean {near[0]!r}?)" if near else "")
    return None


def _tags(cells: _Cells) -> dict[str, str]:
    """Return the row as the tags of a road: one reading of speeds, lanes and surfaces for every format."""
    klass = cells.text("class").lower() or DEFAULT_CLASS
    if klass not in CLASS_INDEX:
        cells.refuse("class", "road-class-unknown", name=repr(klass), known="primary, secondary, tertiary, residential")
    tags = {"highway": klass, "surface": cells.text("surface").lower(), "bridge": cells.flag("bridge")}
    oneway = cells.text("oneway").lower()
    tags["oneway"] = "-1" if oneway == "-1" else cells.flag("oneway")
    for column, tag, most in (("speed_kmh", "maxspeed", 200), ("capacity_vph", "capacity_vph", 20_000), ("lanes", "lanes", 16)):
        value = cells.number(column, 1, most, example=f"a number up to {most:g}, or leave it empty")
        if value is not None:
            tags[tag] = f"{value:f}"
    return tags


def _read_via(cells: _Cells) -> list[LonLat]:
    """Return the points "lon lat; lon lat; …" between the two places."""
    points: list[LonLat] = []
    for part in cells.text("via").split(";"):
        if not part.strip():
            continue
        numbers = [_as_number(word) for word in part.split()]
        lon, lat = (numbers[0], numbers[1]) if len(numbers) == 2 else (None, None)
        if lon is None or lat is None or abs(lon) > 180 or abs(lat) > 90:
            cells.refuse("via", "road-value", value=repr(part.strip()), wanted="point", example="lon lat; lon lat (degrees)")
        else:
            points.append(LonLat(lon, lat))
    return points


def _local_names(cells: dict[str, str]) -> tuple[LocalName, ...]:
    found = {key[5:]: text.strip() for key, text in cells.items() if key.startswith("name_") and text and text.strip()}
    return tuple(LocalName(lang, found[lang]) for lang in sorted(found) if LANGUAGE.fullmatch(lang))


def _as_number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if isfinite(value) else None
