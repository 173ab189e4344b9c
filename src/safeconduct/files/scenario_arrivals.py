"""Read who of a group comes later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from safeconduct.files.columns import ARRIVALS
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted
from safeconduct.files.rows import RowReader, find_id, near_id
from safeconduct.files.scenario_people import CLASSES, headcount_of
from safeconduct.files.tables import read_table
from safeconduct.files.times import Clock
from safeconduct.model.notice import Where
from safeconduct.model.people import Group, Headcount, Wave


def with_arrivals(
    folder: Folder, groups: tuple[Group, ...], clock: Clock, noted: Noted, *, end: datetime | None
) -> tuple[Group, ...]:
    """Return the groups with those of their people who come later, in order of time (as they are without the table).

    Noted are people who are not counted in the group or in its families too, who come before their group or after the movement
    (`end`), and own cars whose people are not there when the group is.
    """
    table = read_table(folder, ARRIVALS, noted)
    known = [group.id for group in groups]
    waves: dict[str, list[Wave]] = {}
    places: dict[str, Where] = {}
    for reader in (RowReader(row, table, clock, noted) for row in table.rows) if table else ():
        group_id = group_of(reader, known)
        moment, people = _moment(reader), headcount_of(reader)
        if not people.total:
            reader.note("arrival-empty", "people")
        if group_id is None or moment is None or not people.total:
            continue
        if end is not None and moment >= end:
            reader.note("ready-late", "time", id=f"arrival at {group_id}")
        ready = next(group.ready for group in groups if group.id == group_id)
        if ready is not None and moment < ready:
            reader.note("arrival-early", "time", group=group_id)
        waves.setdefault(group_id, []).append(Wave(moment, people))
        places.setdefault(group_id, reader.row.where())
    return tuple(_with_waves(group, waves.get(group.id, []), places, noted) for group in groups)


def group_of(reader: RowReader, known: list[str]) -> str | None:
    """Return the id of the group that the row names, or None; one nobody knows is noted (unless no group is known)."""
    given = reader.needed_text("group")
    found = find_id(given, known)
    if given and known and found is None:
        reader.note("group-unknown", "group", group=given, hint=near_id(given, known))
    return found


def _moment(reader: RowReader) -> datetime | None:
    if not reader.has("time"):
        reader.note("cell-missing", "time")
    return reader.moment("time")


def _with_waves(group: Group, waves: list[Wave], places: dict[str, Where], noted: Noted) -> Group:
    if not waves:
        return group
    later = sum((wave.people for wave in waves), Headcount())
    members = sum((family.members.times(family.count) for family in group.families), Headcount())
    where = places[group.id]
    fit = True
    for name in CLASSES:
        have, come, whole = (getattr(one, name) for one in (group.people, later, members))
        if come and come + whole > have:
            noted.add("arrivals-many", where, group=group.id, later=come, members=whole, people=have, kind=name)
            fit = False
    present = group.people.sitting - later.sitting
    if fit and group.car_people > present:
        noted.add("cars-later", where, group=group.id, people=group.car_people, present=present)
    return replace(group, waves=tuple(sorted(waves, key=lambda wave: wave.ready)))
