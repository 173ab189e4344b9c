"""Read incidents of any known layout; rows that are one death each weigh together what one row for all would weigh."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from safeconduct.files.cells import Cell, Problem, is_blank, number_of, point_of, text_of
from safeconduct.files.columns import INCIDENTS, TableSpec, header_names, plain_header
from safeconduct.files.dates import read_day
from safeconduct.files.folder import Folder
from safeconduct.files.incident_layouts import DEATHS_FLOOR, LAYOUTS, Layout, find_layout
from safeconduct.files.noted import Noted
from safeconduct.files.table_rows import Row, Table
from safeconduct.files.tables import read_table, read_table_file
from safeconduct.model.hazard import Incident
from safeconduct.model.notice import Notice, Where, notice

ANY_COLUMNS = TableSpec("incidents", required=False, columns=(), free=True)
MOST_SEVERE = 1_000_000.0
_OWN = LAYOUTS[-1]


def read_incidents(
    path: Path, *, as_of: date | None = None, old_days: int = 14
) -> tuple[tuple[Incident, ...], tuple[Notice, ...]]:
    """Return the incidents in one file, by day, and every notice about it.

    as_of: incidents that ended after that day are not used (None: all are). old_days: age of the newest from which a warning says
    that the data are old. Rows that cannot be used are noted one by one and left out. Never raises on what the file holds.
    """
    noted = Noted()
    folder = Folder(path.parent, noted)
    table = read_table_file(folder, path.name, ANY_COLUMNS, noted)
    incidents = incidents_of(table, noted) if table is not None else ()
    if as_of is not None:
        incidents = known_by(incidents, as_of, old_days, Where(path.name), noted=noted)
    return incidents, noted.all()


def incidents_in(folder: Folder, as_of: date | None, old_days: int, noted: Noted) -> tuple[Incident, ...]:
    """Return the incidents of a scenario folder that were known on the day `as_of` (none without the table)."""
    table = read_table(folder, ANY_COLUMNS, noted)
    if table is None:
        return ()
    incidents = incidents_of(table, noted)
    return incidents if as_of is None else known_by(incidents, as_of, old_days, Where(table.file), noted=noted)


def incidents_of(table: Table, noted: Noted) -> tuple[Incident, ...]:
    """Return the incidents of a table by day, those of one day, place, precision and kind merged into one."""
    where = Where(table.file)
    layout = find_layout(table.headers)
    if layout is None:
        noted.add("incident-layout", where, headers=", ".join(table.headers))
        return ()
    if layout is _OWN:
        table = _with_own_names(table)
    else:
        noted.add("incident-source", where, layout=layout.name)
    seen: set[str] = set()
    single: list[Incident] = []
    for row in table.rows:
        found = _incident(row, layout, table, number=len(single) + 1)
        if isinstance(found, Problem):
            noted.add("incident-row", row.where(), reason=notice(found.code, None, **dict(found.values)).message)
        elif found.id in seen:
            noted.add("incident-twice", row.where(), id=found.id)
        else:
            seen.add(found.id)
            single.append(found)
    merged = merge(single, floor=DEATHS_FLOOR if layout.counts_deaths else 0.0)
    _note_merging(single, merged, where, layout=layout, noted=noted)
    return merged


@dataclass(frozen=True, slots=True)
class _Key:
    """What rows have in common that are told as one incident."""

    days: tuple[date, date | None]
    place: tuple[float, float, float]
    kind: str


def merge(incidents: Iterable[Incident], *, floor: float) -> tuple[Incident, ...]:
    """Return incidents of the same day, place (to 1e-5 degrees), precision and kind as one with the sum of their severities.

    floor: the least severity of a merged incident. Ordered by day, then longitude, latitude, kind. The first row's id is kept.
    """
    groups: dict[_Key, list[Incident]] = {}
    for one in incidents:
        place = (round(one.point.lon, 5), round(one.point.lat, 5), one.precision_m)
        groups.setdefault(_Key((one.day, one.last_day), place, one.kind), []).append(one)
    merged = (
        replace(same[0], severity=max(floor, sum(one.severity for one in same)), rows=sum(one.rows for one in same))
        for same in groups.values()
    )
    return tuple(sorted(merged, key=lambda one: (one.day, one.point, one.kind, one.precision_m)))


def known_by(incidents: tuple[Incident, ...], as_of: date, old_days: int, where: Where, *, noted: Noted) -> tuple[Incident, ...]:
    """Return the incidents that had ended by the day `as_of`; noted are how many had not, and data that are old by then."""
    used = tuple(one for one in incidents if (one.last_day or one.day) <= as_of)
    later = len(incidents) - len(used)
    if later:
        noted.add("incidents-later", where, count=later, as_of=as_of)
    if used:
        newest = max(one.last_day or one.day for one in used)
        if newest < as_of - timedelta(days=old_days):
            noted.add("incidents-old", where, newest=newest, days=(as_of - newest).days, as_of=as_of)
    else:
        noted.add("incidents-none", where, as_of=as_of)
    return used


def _note_merging(single: list[Incident], merged: tuple[Incident, ...], where: Where, *, layout: Layout, noted: Noted) -> None:
    if len(merged) == len(single):
        return
    ones = sum(one.severity == 1 for one in single)
    deaths = layout.counts_deaths and 2 * ones > len(single)
    noted.add("incident-one-death" if deaths else "incident-merged", where, rows=len(single), merged=len(merged), ones=ones)


def _incident(row: Row, layout: Layout, table: Table, *, number: int) -> Incident | Problem:
    """Return the row as an incident, or why it cannot be used."""
    cells = row.cells
    day = read_day(cells.get(layout.day), month_first=layout.month_first)
    last = _last_day(cells, layout, day)
    lon, lat = (_number(cells, name, table) for name in (("lon", "lat") if layout is _OWN else ("longitude", "latitude")))
    severity = _severity(cells, layout, table)
    precision = _precision(cells, layout, table)
    for found in (day, last, lon, lat, severity, precision):
        if isinstance(found, Problem):
            return found
    assert isinstance(day, date)
    assert not isinstance(last, Problem)
    assert isinstance(lon, float)
    assert isinstance(lat, float)
    assert isinstance(severity, float)
    assert isinstance(precision, float)
    point = point_of(lon, lat)
    if isinstance(point, Problem):
        return point
    return Incident(
        id=text_of(cells.get(layout.id))[:60] or f"I{number}",
        day=day,
        point=point,
        severity=severity,
        precision_m=precision,
        kind=_kind(cells, layout),
        source=text_of(cells.get(layout.source))[:100] if layout is _OWN else layout.name,
        place=text_of(cells.get(layout.place))[:100],
        last_day=last,
    )


def _with_own_names(table: Table) -> Table:
    """Return the table with its cells under our own plain headers; a column's own name beats its synonyms."""
    names = header_names(INCIDENTS)
    headers = dict.fromkeys(header for row in table.rows for header in row.cells)
    own_of = {header: plain_header(names.get(header, header)) for header in headers}
    order = sorted(headers, key=lambda header: own_of[header] == header)
    rows = (
        replace(row, cells={own_of[header]: row.cells[header] for header in order if header in row.cells}) for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _last_day(cells: dict[str, Cell], layout: Layout, day: date | Problem) -> date | Problem | None:
    """Return the last day of an incident that lasted, None for one of a single day."""
    cell = cells.get(layout.last_day) if layout.last_day else None
    if is_blank(cell) or isinstance(day, Problem):
        return None
    last = read_day(cell, month_first=layout.month_first)
    if isinstance(last, Problem):
        return last
    if last < day:
        return Problem("times-order", (("first", layout.day), ("second", layout.last_day)))
    return last if last > day else None


def _number(cells: dict[str, Cell], name: str, table: Table) -> float | Problem:
    cell = cells.get(name)
    if is_blank(cell):
        return Problem("cell-missing-in", (("column", name),))
    return number_of(cell, decimal_comma=table.decimal_comma, exact=False)


def _severity(cells: dict[str, Cell], layout: Layout, table: Table) -> float | Problem:
    """Return the weight the source gives: people killed, or 1 where it counts none."""
    if not layout.severity or (not layout.counts_deaths and is_blank(cells.get(layout.severity))):
        return 1.0
    found = _number(cells, layout.severity, table)
    if isinstance(found, float) and not 0 <= found <= MOST_SEVERE:
        values = (("value", f"{found:g}"), ("low", "0"), ("high", f"{MOST_SEVERE:,.0f}"))
        return Problem("cell-negative" if found < 0 else "cell-range", values)
    return found


def _precision(cells: dict[str, Cell], layout: Layout, table: Table) -> float | Problem:
    """Return how well the place is known, in metres: by the source's code, or as our own column states it."""
    if is_blank(cells.get(layout.precision)):
        return layout.default_precision_m
    if layout.precisions:
        return layout.precisions.get(text_of(cells.get(layout.precision)).lower(), layout.default_precision_m)
    found = _number(cells, layout.precision, table)
    if isinstance(found, float) and not 0 <= found <= 1_000_000:
        return Problem("cell-range", (("value", f"{found:g}"), ("low", "0"), ("high", "1,000,000")))
    return found


def _kind(cells: dict[str, Cell], layout: Layout) -> str:
    """Return the kind of event: the source's word, or for VIINA the class (columns t_…) with the highest score."""
    word = text_of(cells.get(layout.kind))[:60] if layout.kind else ""
    if layout.kinds:
        return layout.kinds.get(word, "unknown")
    if layout.name != "VIINA":
        return word or "unknown"
    scores = {
        name[2:]: number_of(cell, decimal_comma=False, exact=False) for name, cell in cells.items() if name.startswith("t ")
    }
    numbers = {name: score for name, score in scores.items() if isinstance(score, float) and score > 0}
    return max(numbers, key=lambda name: numbers[name]) if numbers else "unknown"
