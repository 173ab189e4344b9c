"""Read the silence windows."""

from __future__ import annotations

from safeconduct.files.columns import WINDOWS
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted
from safeconduct.files.rows import Ids, RowReader, find_id, near_id
from safeconduct.files.tables import read_table
from safeconduct.files.times import Clock
from safeconduct.model.times import Area, Span, Window

SCOPES = ("all", "exit", "area")


def read_windows(folder: Folder, exits: tuple[str, ...], clock: Clock, noted: Noted) -> tuple[Window, ...]:
    """Return the windows of the folder (none without the table); `exits` are the ids that scope exit may name."""
    table = read_table(folder, WINDOWS, noted)
    ids = Ids("W", folder.rows_of("windows"))
    read = [_window(RowReader(row, table, clock, noted), ids, exits) for row in table.rows] if table else []
    return tuple(one for one in read if one is not None)


def _window(reader: RowReader, ids: Ids, exits: tuple[str, ...]) -> Window | None:
    window_id = ids.take(reader)
    start, end = reader.moment("from"), reader.moment("to")
    for column in ("from", "to"):
        if not reader.has(column):
            reader.note("cell-missing", column)
    if start is not None and end is not None and end <= start:
        reader.note("times-order", "to", first="from", second="to")
        return None
    default = "area" if reader.row.rings or reader.has("lon") else "exit" if reader.has("exit") else "all"
    scope = reader.choice("scope", SCOPES, default)
    exit_id = _exit_of(reader, scope, exits)
    area = _area_of(reader) if scope == "area" else None
    if start is None or end is None or (scope == "area" and area is None) or (scope == "exit" and not exit_id):
        return None
    return Window(window_id, Span(start, end), scope, exit_id, area)


def _exit_of(reader: RowReader, scope: str, exits: tuple[str, ...]) -> str:
    """Return the exit's id for scope exit, else ""; noted are an exit nobody knows and one that its scope would ignore."""
    given = reader.text("exit")
    if scope != "exit":
        if given:
            reader.note("window-exit-unused", "exit", exit=given, scope=scope)
        return ""
    if not given:
        reader.note("cell-missing", "exit")
    found = find_id(given, exits)
    if given and exits and found is None:
        reader.note("window-exit", "exit", exit=given, hint=near_id(given, exits))
    return found or ""


def _area_of(reader: RowReader) -> Area | None:
    """Return the area: the feature's polygon, or a circle round lon, lat."""
    if reader.row.rings:
        return Area(reader.row.rings)
    if not reader.has("lon") or not reader.has("radius_m"):
        reader.note("window-area", "radius_m")
        return None
    point = reader.point()
    radius = reader.number("radius_m", 0.0, low=10.0, high=500_000.0)
    return Area(((point,),), radius) if point is not None and radius else None
