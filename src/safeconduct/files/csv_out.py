"""Tables for a table program: CSV that Excel and LibreOffice read alike, and XLSX with the same bytes each time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from io import StringIO
from zoneinfo import ZoneInfo

from safeconduct.brief.timetable_sheets import SheetData
from safeconduct.files.workbook import RISKY, workbook_bytes
from safeconduct.model.plan import Plan

Columns = tuple[tuple[str, str], ...]
"""Names of columns with what they hold; the reference page has the same tables."""


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
    """Return a table as an XLSX workbook of one sheet, head row bold and fixed, texts kept as texts.

    made: told as the time of writing, never the clock.
    """
    return workbook_bytes((SheetData(title, [name for name, _ in columns], [*rows]),), made)
