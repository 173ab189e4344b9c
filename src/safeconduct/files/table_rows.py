"""What a table is, whatever file it comes from: rows of cells under the names of known columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from safeconduct.files.cells import Cell, is_blank, text_of
from safeconduct.files.columns import PERSONAL_COLUMNS, TableSpec, header_names, plain_header
from safeconduct.files.noted import Noted, nearest
from safeconduct.model.notice import Where
from safeconduct.model.place import LonLat

ROW_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row by column name; `number` as a spreadsheet shows it (None for a GeoJSON feature, which `feature` names).

    rings: rings of the feature's polygon, for areas.
    """

    file: str
    number: int | None
    cells: dict[str, Cell]
    feature: str = ""
    rings: tuple[tuple[LonLat, ...], ...] = ()

    def where(self, column: str = "") -> Where:
        """Return where the row (or one column of it) stands."""
        return Where(self.file, self.number, column, self.feature)


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose columns are known. `headers`: every header as written; `decimal_comma`: whether "4,7" means 4.7."""

    file: str
    rows: tuple[Row, ...]
    headers: tuple[str, ...] = ()
    decimal_comma: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it stands in the file: the header and the records with their row numbers."""

    header: tuple[str, ...]
    header_row: int
    records: Iterator[tuple[int, list[Cell]]] = field(repr=False)
    decimal_comma: bool = False


def fit(raw: RawTable, name: str, spec: TableSpec, noted: Noted) -> Table | None:
    """Return the table with its cells under the columns' own names; None when a needed column is missing or one stands twice."""
    columns = known_columns(raw.header, spec, noted, Where(name, raw.header_row))
    if columns is None:
        return None
    rows: list[Row] = []
    for number, record in raw.records:
        if len(rows) >= ROW_LIMIT:
            noted.add("table-rows-many", Where(name, number), limit=ROW_LIMIT)
            return None
        if all(is_blank(cell) for cell in record):
            continue
        last = max(place for place, cell in enumerate(record, 1) if not is_blank(cell))
        if last > len(raw.header):
            noted.add("row-too-long", Where(name, number), found=last, wanted=len(raw.header))
            continue
        cells = {columns[place]: cell for place, cell in enumerate(record[: len(raw.header)]) if place in columns}
        rows.append(Row(name, number, cells))
    if not rows and not spec.may_be_empty:
        noted.add("table-no-rows" if spec.required else "table-no-rows-optional", Where(name))
    return Table(name, tuple(rows), raw.header, raw.decimal_comma)


def known_columns(header: tuple[str, ...], spec: TableSpec, noted: Noted, where: Where) -> dict[int, str] | None:
    """Return the column name for each place of the header that is known; None when one is missing or stands twice.

    A column's own name goes before its synonyms: `id` and `code` side by side is no mistake, two columns `id` are.
    """
    names = header_names(spec)
    own = {plain_header(column.name): column.name for column in spec.columns}
    columns: dict[int, str] = {}
    bad = False
    for known in (own, names):
        for place, title in enumerate(header):
            name = known.get(plain_header(title))
            if name is None or place in columns:
                continue
            if name not in columns.values():
                columns[place] = name
            elif known is own or plain_header(header[_place_of(columns, name)]) == plain_header(title):
                noted.add("column-twice", where, column=title)
                bad = True
    others = [title for place, title in enumerate(header) if place not in columns and title]
    if spec.free:
        columns |= {place: plain_header(title) for place, title in enumerate(header) if place not in columns and title}
    else:
        _note_others(others, spec, noted, where)
    missing = [column.name for column in spec.columns if column.required and column.name not in columns.values()]
    for name in missing:
        noted.add("column-missing", where, column=name, headers=", ".join(header))
    return None if bad or missing else columns


def _place_of(columns: dict[int, str], name: str) -> int:
    return next(place for place, known in columns.items() if known == name)


def _note_others(others: list[str], spec: TableSpec, noted: Noted, where: Where) -> None:
    """Note headers that are not read: told apart are personal data, likely slips of the pen, and the rest."""
    ignored: list[str] = []
    for title in others:
        near = nearest(title, [column.name for column in spec.columns])
        if " ".join(title.lower().replace("_", " ").split()) in PERSONAL_COLUMNS:
            noted.add("column-personal", where, column=title)
        elif near:
            noted.add("column-unknown", where, column=title, near=near)
        else:
            ignored.append(text_of(title))
    if ignored:
        noted.add("column-ignored", where, columns=", ".join(ignored))
