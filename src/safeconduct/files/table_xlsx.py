"""Read a table from an XLSX workbook."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

from safeconduct.files.cells import Cell, is_blank, text_of
from safeconduct.files.folder import LIMIT_BYTES
from safeconduct.files.noted import Noted
from safeconduct.files.table_rows import ROW_LIMIT, RawTable
from safeconduct.model.notice import Where

COLUMN_LIMIT = 200
UNPACKED_LIMIT_BYTES = 2 * LIMIT_BYTES

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    struct.error,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
"""What openpyxl, zipfile and the XML parser raise on damaged workbooks, found by damaging some in many ways."""

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA, _VALUE = re.compile(rb"<(?:\w+:)?f[\s/>]"), re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]")
_EMPTY_TEXT = b't="str"'
"""What a cell says whose formula was calculated and gave a text, which may be empty."""
_AT = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


def read_xlsx(data: bytes, name: str, stem: str, noted: Noted) -> RawTable | None:
    """Return the table in a workbook: the sheet named like the table, else the first one.

    None, with a notice, when it is damaged. Formulas count with the value last calculated; one that has none is an error: it
    would pass for an empty cell. Dates stay dates (local time of the scenario); durations become text.
    """
    if data.startswith(_OLD_OR_LOCKED):
        noted.add("xlsx-locked", Where(name))
        return None
    try:
        records = _records(data, name, stem, noted)
    except BROKEN as problem:
        noted.add("xlsx-broken", Where(name), reason=type(problem).__name__)
        return None
    for place, (number, record) in enumerate(records):
        if not all(is_blank(cell) for cell in record) and not text_of(record[0]).startswith("#"):
            header = tuple(text_of(cell) for cell in record)
            while header and not header[-1]:
                header = header[:-1]
            return RawTable(header, number, _content(records[place + 1 :]))
    noted.add("file-empty", Where(name))
    return None


def _content(records: list[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    for number, record in records:
        if record and not text_of(record[0]).startswith("#"):
            yield number, record


def _records(data: bytes, name: str, stem: str, noted: Noted) -> list[tuple[int, list[Cell]]]:
    """Return every row that holds anything, with its number; raises one of `BROKEN` on damage."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > UNPACKED_LIMIT_BYTES:
            raise zipfile.BadZipFile
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheets = book.worksheets
            if not sheets:
                return []
            sheet = next((one for one in sheets if one.title.strip().lower() == stem), sheets[0])
            if len(sheets) > 1:
                noted.add("xlsx-sheets", Where(name), sheet=sheet.title, count=len(sheets))
            rows: list[tuple[int, list[Cell]]] = []
            for number, values in enumerate(sheet.iter_rows(max_col=COLUMN_LIMIT, values_only=True), 1):
                if any(value is not None for value in values):
                    rows.append((number, [_cell(value) for value in values]))
                if len(rows) > ROW_LIMIT + 1:
                    break
            for column, row in _not_calculated(data, getattr(sheet, "_worksheet_path", "")):
                noted.add("xlsx-formula-empty", Where(name, row, column))
            return rows
        finally:
            book.close()


def _not_calculated(data: bytes, part: str) -> Iterator[tuple[str, int]]:
    """Yield the column (its letters) and row of each formula of a sheet whose value the file does not hold."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = archive.read(part) if part in archive.namelist() else b""
    if not _FORMULA.search(found):
        return
    for cell in _CELL.finditer(found):
        at = _AT.search(cell[1])
        if at and _EMPTY_TEXT not in cell[1] and _FORMULA.search(cell[2]) and not _VALUE.search(cell[2]):
            yield at[1].decode(), int(at[2])


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, (str, int, float, bool, datetime, date, time)):
        return value
    return str(value)
