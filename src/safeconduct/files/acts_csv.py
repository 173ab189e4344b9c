"""The recorded acts of an agreement: `terms/acts.csv`, to which rows are only ever added.

It is no part of the input of a plan (its bytes are in no input hash): opening a movement changes no timetable.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from safeconduct.agreement.lifecycle import ACTS, Act, replay
from safeconduct.files.cells import text_of
from safeconduct.files.columns import Column, TableSpec, header_names
from safeconduct.files.csv_out import tame
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted, hint
from safeconduct.files.table_csv import read_csv
from safeconduct.files.table_rows import Row, fit
from safeconduct.files.terms_zones import Frame, read_moment
from safeconduct.files.times import Clock
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, Where, notice

ACTS_FILE = "acts.csv"
NAME_LENGTH = 200

TABLE = TableSpec(
    "acts",
    required=False,
    columns=(
        Column("at", "", "When: a day and hour with its offset.", required=True),
        Column("act", "word", f"One of: {', '.join(ACTS)}.", required=True),
        Column("by", "text", "By whom, by function, never by name.", required=True),
        Column("paper", "text", "Reference of the paper, as it is quoted."),
        Column("channel", "text", "By which way it came."),
    ),
)
"""The columns of the table of acts."""


def read_acts(folder: Path, clock: Clock | None = None) -> tuple[tuple[Act, ...], tuple[Notice, ...]]:
    """Return the recorded acts of a folder of terms in the order of the file, with every notice; none where there is no file.

    clock: the zone of hours without offset. A row that cannot be read, or that the life of an agreement does not know at its
    place, is an error: the state is what all rows add up to.
    """
    noted = Noted()
    if not (folder / ACTS_FILE).exists():
        return (), ()
    data = Folder(folder, noted).read(ACTS_FILE)
    raw = None if data is None else read_csv(data, ACTS_FILE, header_names(TABLE), noted)
    table = None if raw is None else fit(raw, ACTS_FILE, TABLE, noted)
    frame = Frame(clock=clock or Clock())
    rows = [(row, act) for row in (table.rows if table else ()) if (act := _act(row, frame, noted)) is not None]
    for (row, _), (_, _, fault) in zip(rows, replay(act for _, act in rows), strict=True):
        if fault:
            noted.add("act-out-of-order", row.where("act"), fault=fault)
    return tuple(act for _, act in rows), noted.all()


def _act(row: Row, frame: Frame, noted: Noted) -> Act | None:
    cells = {name: text_of(row.cells.get(name))[:NAME_LENGTH] for name in ("act", "by", "paper", "channel")}
    raw = row.cells.get("at")
    for name in ("at", "act", "by"):
        if not text_of(row.cells.get(name)):
            noted.add("cell-missing", row.where(name))
    name = cells["act"].lower()
    if name and name not in ACTS:
        noted.add("cell-choice", row.where("act"), value=cells["act"], hint=hint(name, ACTS))
    moment = read_moment(raw, frame, row.where("at"), noted) if text_of(raw) else None
    if moment is None or name not in ACTS or not cells["by"]:
        return None
    return Act(moment.at, name, cells["by"], cells["paper"], cells["channel"])


def append_act(folder: Path, act: Act, zone_text: str) -> Path:
    """Add an act to the table of a folder of terms, which is made where it is missing; what stands in it is not touched.

    zone_text: the moment as it is to stand there, with offset. Raises BadInputError when nothing could be written.
    """
    path = folder / ACTS_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.exists() else b""
        rows: list[Iterable[str]] = [] if before.strip() else [[one.name for one in TABLE.columns]]
        rows.append([zone_text, *(tame(one) for one in (act.act, act.by, act.paper, act.channel))])
        lines = _lines(rows)
        if before and not before.endswith((b"\n", b"\r")):
            lines = b"\r\n" + lines
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, lines)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInputError((notice("text-not-written", Where(f"{folder.name}/{ACTS_FILE}"), reason=reason),)) from error
    return path


def _lines(rows: list[Iterable[str]]) -> bytes:
    out = StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
