"""Read a gazetteer: places with their names in every language given."""

from __future__ import annotations

from safeconduct.files.columns import GAZETTEER
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted
from safeconduct.files.rows import RowReader
from safeconduct.files.table_rows import Table
from safeconduct.files.tables import read_table, read_table_file
from safeconduct.files.times import Clock
from safeconduct.model.place import LocalName, Place

_PREFIXES = ("name ", "name_", "name:")


def read_gazetteer(folder: Folder, noted: Noted) -> tuple[Place, ...]:
    """Return the places of the folder's gazetteer (none without it); rows without a name or point are noted and left out."""
    table = read_table(folder, GAZETTEER, noted)
    return _places_of(table, noted)


def read_places(folder: Folder, name: str) -> tuple[Place, ...]:
    """Return the places of the table beside a CSV of roads; what is wrong with it is told by whoever reads the roads."""
    unheard = Noted()
    return _places_of(read_table_file(folder, name, GAZETTEER, unheard), unheard)


def _places_of(table: Table | None, noted: Noted) -> tuple[Place, ...]:
    read = [_place(RowReader(row, table, Clock(), noted)) for row in table.rows] if table else []
    return tuple(one for one in read if one is not None)


def _place(reader: RowReader) -> Place | None:
    name, point = reader.needed_text("name"), reader.point()
    names = [
        LocalName(column[5:], reader.text(column))
        for column in reader.row.cells
        if column.startswith(_PREFIXES) and reader.has(column)
    ]
    kind = reader.text("kind", "gazetteer", longest=60)
    return Place(name, point, kind, tuple(names)) if point is not None and name else None
