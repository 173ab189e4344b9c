"""Read what changed while the movement runs, and bring the scenario up to date with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from safeconduct.files.closures import FAR_FUTURE
from safeconduct.files.columns import CHANGE_KINDS, CHANGES
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted
from safeconduct.files.rows import Ids, RowReader, find_id, near_id
from safeconduct.files.tables import read_table
from safeconduct.files.times import Clock
from safeconduct.model.hazard import Closure
from safeconduct.model.people import Group, Headcount, Wave
from safeconduct.model.place import LonLat
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span

USUAL_REACH_M = 30.0


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row that can be applied: its reader, its id, from when it holds and its kind."""

    reader: RowReader
    id: str
    at: datetime
    kind: str


def with_changes(scenario: Scenario, folder: Folder, clock: Clock, noted: Noted) -> Scenario:
    """Return the scenario as it is after every change of the folder, in order of time (as it is without the table).

    A change that cannot be applied is an error and leaves the scenario as it is: none is dropped in silence.
    """
    table = read_table(folder, CHANGES, noted)
    ids = Ids("D", folder.rows_of("changes"))
    read = [_row(RowReader(row, table, clock, noted), ids, scenario) for row in table.rows] if table else []
    changes = sorted((one for one in read if one is not None), key=lambda one: one.at)
    for change in changes:
        scenario = _APPLY[change.kind](scenario, change)
    return scenario


def _row(reader: RowReader, ids: Ids, scenario: Scenario) -> ChangeRow | None:
    change_id = ids.take(reader)
    for column in ("at", "kind"):
        if not reader.has(column):
            reader.note("cell-missing", column)
    at, kind = reader.moment("at"), reader.choice("kind", CHANGE_KINDS, "")
    if at is None or not kind:
        return None
    if not scenario.start <= at < scenario.end:
        reader.note("change-time", "at", id=change_id)
        return None
    return ChangeRow(reader, change_id, at, kind)


def _vehicle_out(scenario: Scenario, change: ChangeRow) -> Scenario:
    """Return the scenario with a vehicle out of use from then on."""
    reader = change.reader
    given = reader.needed_text("what")
    serials = {serial: entry for entry in scenario.fleet for serial in entry.serials()}
    serial = find_id(given, list(serials))
    if serial is None:
        if given:
            row = next((entry for entry in scenario.fleet if entry.id.lower() == given.lower()), None)
            several = f"Write which one: {row.serials()[0]} to {row.serials()[-1]}." if row else near_id(given, list(serials))
            reader.note("change-vehicle", "what", serial=given, hint=several)
        return scenario
    entry = serials[serial]
    if entry.find_lost(serial) is not None:
        reader.note("change-twice", "what", what=serial)
        return scenario
    lost = replace(entry, lost=(*entry.lost, (serial, change.at)))
    return replace(scenario, fleet=tuple(lost if one is entry else one for one in scenario.fleet))


def _road_closed(scenario: Scenario, change: ChangeRow) -> Scenario:
    """Return the scenario with a road closed from then on."""
    reader = change.reader
    point = _place(scenario, change)
    reach = reader.number("value", USUAL_REACH_M, low=0.0, high=100_000.0)
    taken = next((one for one in scenario.closures if one.id.lower() == change.id.lower()), None)
    if taken is not None:
        reader.note("id-twice", "id", id=change.id, first="closures")
    if point is None or taken is not None:
        return scenario
    note = reader.text("note", longest=500)
    closure = Closure(
        change.id, "point", (point,), reach_m=reach, span=Span(change.at, datetime.fromisoformat(FAR_FUTURE)), note=note
    )
    return replace(scenario, closures=(*scenario.closures, closure))


def _place(scenario: Scenario, change: ChangeRow) -> LonLat | None:
    """Return where the row says: its coordinates, a checkpoint, or a place of the gazetteer whose name no other has."""
    reader, given = change.reader, change.reader.text("what")
    if reader.has("lon") or reader.has("lat"):
        return reader.point()
    if not given:
        reader.note("change-place", "lon")
        return None
    posts = {one.point for one in scenario.checkpoints if given.lower() in {one.id.lower(), one.name.lower()}}
    places = posts or {
        one.point for one in scenario.gazetteer if given.lower() in {one.name.lower(), *(name.text.lower() for name in one.names)}
    }
    if len(places) == 1:
        return places.pop()
    reader.note("change-place-unknown", "what", name=given, count=len(places) or "no")
    return None


def _more_people(scenario: Scenario, change: ChangeRow) -> Scenario:
    """Return the scenario with more people, who walk unaided, at an assembly point from then on."""
    reader = change.reader
    given = reader.needed_text("what")
    known = [group.id for group in scenario.groups]
    group_id = find_id(given, known)
    if given and group_id is None:
        reader.note("group-unknown", "what", group=given, hint=near_id(given, known))
    if not reader.has("value"):
        reader.note("cell-missing", "value")
    more = reader.find_whole("value", low=1)
    if group_id is None or more is None:
        return scenario
    group = scenario.get_group(group_id)
    wave = Wave(change.at, Headcount(able=more))
    waves = tuple(sorted((*group.waves, wave), key=lambda one: one.ready))
    grown = replace(_with_cars_full(group), people=group.people + wave.people, waves=waves)
    return replace(scenario, groups=tuple(grown if one is group else one for one in scenario.groups))


def _with_cars_full(group: Group) -> Group:
    """Return the group with no more cars and seats than it has people for: who comes later must not fill the rest."""
    cars = group.cars_used
    if not cars or group.car_people < group.people.sitting:
        return group
    return replace(group, own_cars=cars, people_per_car=group.car_people / cars)


def _window_end(scenario: Scenario, change: ChangeRow) -> Scenario:
    """Return the scenario with another end of a window, or of the movement where the row names none."""
    reader = change.reader
    given = reader.text("what")
    window_id = find_id(given, [window.id for window in scenario.windows]) if given else ""
    if window_id is None:
        reader.note("change-window", "what", window=given, hint=near_id(given, [one.id for one in scenario.windows]))
    if not reader.has("value"):
        reader.note("cell-missing", "value")
    end = reader.moment("value")
    if window_id is None or end is None:
        return scenario
    window = next((one for one in scenario.windows if one.id == window_id), None)
    before, begins = (window.span.end, window.span.start) if window else (scenario.end, scenario.start)
    if end < change.at or end <= begins:
        reader.note("change-end-past", "value", id=change.id)
        return scenario
    if end > before:
        reader.note("change-extends", "value", what=f"window {window.id}" if window else "movement")
    if window is None:
        return replace(scenario, end=end)
    cut = replace(window, span=Span(window.span.start, end))
    return replace(scenario, windows=tuple(cut if one is window else one for one in scenario.windows))


_APPLY: dict[str, Callable[[Scenario, ChangeRow], Scenario]] = {
    "vehicle out": _vehicle_out,
    "road closed": _road_closed,
    "people": _more_people,
    "window end": _window_end,
}
