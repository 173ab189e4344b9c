"""XLSX workbooks: text is kept as text and never a formula, A4 to print, the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from safeconduct.brief.timetable_sheets import SheetData
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import notice

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a ZIP archive can tell, given to every part so that the bytes do not depend on the clock."""

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a table program would take for a formula."""

MOST_LETTERS = 32_767
"""Most letters of a cell in the format."""

_BAD_LETTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_TITLE = re.compile(r"[\[\]:*?/\\']")
WIDEST, PADDING = 46, 2.0


def workbook_bytes(sheets: Sequence[SheetData], made: datetime, *, footer: str = "") -> bytes:
    """Return a workbook: heads bold and kept in view, printed on A4 across, as wide as the page, heads on every page.

    Texts stay texts: one that begins with = + - @ is marked as text and shown as it is. made: told as the time of writing, never
    the clock. footer: at the foot of every page, with its number.
    """
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    for number, data in enumerate(sheets, 1):
        _fill(book.create_sheet(sheet_title(data.title, number)), data, footer)
    book.properties.created = made.astimezone(UTC).replace(tzinfo=None)
    book.properties.creator = "safeconduct"
    return saved(book, made)


def saved(book: Workbook, made: datetime) -> bytes:
    """Return the bytes of a workbook, the same each time; raises BadInputError when its temporary files find no room."""
    from openpyxl.writer.excel import ExcelWriter

    held = BytesIO()
    try:
        with ZipFile(held, "w", ZIP_DEFLATED) as archive:  # closed here whatever happens, which `book.save` does not do
            ExcelWriter(book, archive).save()
    except OSError as error:
        raise BadInputError((notice("workbook-no-room", why=error.strerror or type(error).__name__),)) from error
    return same_each_time(held.getvalue(), made)


def sheet_title(title: str, number: int) -> str:
    """Return a title as the format allows it: no brackets, colons or slashes, at most 31 letters; its number where empty."""
    return " ".join(_BAD_TITLE.sub(" ", clean(title)).split())[:31] or str(number)


def clean(text: str) -> str:
    """Return a text without letters that the format forbids, cut to the length of a cell."""
    return _BAD_LETTERS.sub("\ufffd", text)[:MOST_LETTERS]


def put(cell: Cell, content: str | float) -> None:
    """Write a number as a number and a text as a text, whatever it begins with; nothing for an empty text."""
    if not isinstance(content, str):
        cell.value = content
        return
    text = clean(content)
    if not text:
        return
    cell.value = text
    cell.data_type = "s"
    if text.startswith(RISKY):
        cell.quotePrefix = True


def _fill(sheet: Worksheet, data: SheetData, footer: str) -> None:
    from openpyxl.styles import Alignment, Font

    above = 1 if data.note else 0
    if data.note:
        put(_at(sheet, 1, 1), data.note)
    for column, text in enumerate(data.head, 1):
        cell = _at(sheet, above + 1, column)
        put(cell, text)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row, cells in enumerate(data.rows, above + 2):
        for column, content in enumerate(cells, 1):
            cell = _at(sheet, row, column)
            put(cell, content)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = f"A{above + 2}"
    sheet.sheet_view.rightToLeft = data.right_to_left
    _widen(sheet, data)
    _print_setup(sheet, above + 1, footer)


def _at(sheet: Worksheet, row: int, column: int) -> Cell:
    from openpyxl.cell.cell import Cell

    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def _widen(sheet: Worksheet, data: SheetData) -> None:
    from openpyxl.utils import get_column_letter

    for column in range(len(data.head)):
        words = max((len(word) for word in data.head[column].split()), default=0)
        longest = max([words, *(len(str(row[column])) for row in data.rows)])
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(longest, WIDEST) + PADDING


def _print_setup(sheet: Worksheet, head_row: int, footer: str) -> None:
    sheet.page_setup.paperSize = 9  # A4 in the format's table of papers
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    assert sheet.sheet_properties.pageSetUpPr is not None
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{head_row}"
    foot = sheet.oddFooter
    assert foot is not None
    left, right = foot.left, foot.right
    assert left is not None
    assert right is not None
    left.text, right.text = clean(footer).replace("&", "&&"), "&P / &N"


def same_each_time(data: bytes, made: datetime) -> bytes:
    """Return the archive with the moments that the clock left in it replaced."""
    stamp = f"{made.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
            info = ZipInfo(name, ZIP_EPOCH)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, part)
    return out.getvalue()
