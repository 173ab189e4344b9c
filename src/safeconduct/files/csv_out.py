"""Tables for a table program: CSV that Excel and LibreOffice read alike, and XLSX with the same bytes each time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from safeconduct.model.plan import Plan

Columns = tuple[tuple[str, str], ...]
"""Names of columns with what they hold; the reference page has the same tables."""

RISKY = ("=", "+", "-", "@", "\t", "\r")
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a ZIP archive can tell, given to every part so that the bytes do not depend on the clock."""


def zone_of(plan: Plan) -> tzinfo:
    """Return the first zone of a plan, in which all tables tell their times."""
    return ZoneInfo(plan.zones[0]) if plan.zones else UTC


def iso(moment: datetime | None, zone: tzinfo) -> str:
    """Return a moment as ISO 8601 with offset, "" for none."""
    return "" if moment is None else moment.astimezone(zone).isoformat()


def tame(cell: str) -> str:
    """Return the text; one that a table program would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


def csv_bytes(columns: Columns, rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV in UTF-8 with a byte order mark and CRLF."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _ in columns])
    writer.writerows([tame(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(title: str, columns: Columns, rows: Iterable[Sequence[str | int]], made: datetime) -> bytes:
    """Return a table as an XLSX workbook of one sheet, head row bold and fixed.

    made: told as the time of writing, never the clock.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append([name for name, _ in columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([tame(cell) if isinstance(cell, str) else cell for cell in row])
    sheet.freeze_panes = "A2"
    book.properties.created = made.astimezone(UTC).replace(tzinfo=None)
    held = BytesIO()
    book.save(held)
    return same_each_time(held.getvalue(), made)


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
