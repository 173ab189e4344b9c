"""Read groups, families and exits."""

from __future__ import annotations

from dataclasses import replace

from safeconduct.files.columns import EXITS, FAMILIES, GROUPS
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted
from safeconduct.files.rows import MOST_PEOPLE, Ids, RowReader, find_id, near_id
from safeconduct.files.table_rows import Table
from safeconduct.files.tables import read_table
from safeconduct.files.times import Clock
from safeconduct.model.notice import Where
from safeconduct.model.people import Exit, Family, Group, Headcount
from safeconduct.model.place import LonLat

NOWHERE = LonLat(0.0, 0.0)
CLASSES = ("able", "seated", "stretcher", "wheelchair")


def read_groups(folder: Folder, clock: Clock, noted: Noted) -> tuple[Group, ...]:
    """Return the groups of the folder, families included; rows that cannot be used are noted and left out."""
    table = read_table(folder, GROUPS, noted)
    if table is not None and not _counts_people(table):
        noted.add("column-missing", Where(table.file, 1), column="able", headers=", ".join(table.headers))
        table = None
    ids = Ids("G", folder.rows_of("groups"))
    read = [_group(RowReader(row, table, clock, noted), ids) for row in table.rows] if table else []
    groups = [one for one in read if one is not None]
    known = [group.id for group in groups]
    families = _families(folder, known if table is not None else None, clock, noted)
    return tuple(_with_families(group, families, folder, noted) for group in groups)


def _counts_people(table: Table) -> bool:
    return not table.rows or any(name in row.cells for row in table.rows for name in (*CLASSES, "people"))


def _group(reader: RowReader, ids: Ids) -> Group | None:
    group_id = ids.take(reader)
    point = reader.point()
    people = headcount_of(reader)
    cars = reader.whole("own_cars", 0, high=1_000_000)
    group = Group(
        id=group_id,
        name=reader.text("name", group_id),
        point=point or NOWHERE,
        people=people,
        own_cars=cars,
        people_per_car=reader.number("people_per_car", 4.7, low=0.5, high=9.0, exact=False),
        ready=reader.moment("ready"),
        priority=reader.whole("priority", 1, low=1, high=999),
        loading_bays=reader.whole("loading_bays", 10, low=1, high=1000),
    )
    if not people.total:
        reader.note("group-empty", "people" if reader.has("people") else "able", id=group_id)
    elif cars > people.sitting:
        reader.note("group-cars", "own_cars", cars=cars, people=people.sitting)
    return group if point is not None else None


def headcount_of(reader: RowReader) -> Headcount:
    """Return the people of a row; a total fills the class `able`, and must agree with the classes where all are given."""
    able, *others = (reader.find_whole(name) for name in CLASSES)
    total = reader.find_whole("people")
    stated = sum(one or 0 for one in others)
    if total is not None and able is not None and total != able + stated:
        reader.note("people-sum", "people", total=total, sum=able + stated)
    if able is None and total is not None:
        if total < stated:
            reader.note("people-sum", "people", total=total, sum=stated)
        able = max(0, total - stated)
    return Headcount(able or 0, *(one or 0 for one in others))


def _families(folder: Folder, groups: list[str] | None, clock: Clock, noted: Noted) -> list[Family]:
    """Return the families; `groups` are the ids they may name (None: not known, so nothing is said about them)."""
    table = read_table(folder, FAMILIES, noted)
    ids = Ids("F", folder.rows_of("families"))
    families: list[Family] = []
    for reader in (RowReader(row, table, clock, noted) for row in table.rows) if table else ():
        family_id = ids.take(reader)
        given = reader.needed_text("group")
        group = find_id(given, groups or ())
        if group is None and given and groups is not None:
            reader.note("family-group", "group", group=given, hint=near_id(given, groups))
        members = Headcount(*(reader.whole(name, 0, high=1000) for name in CLASSES))
        ready = reader.moment("ready")
        if not members.total:
            reader.note("family-empty", "able", id=family_id)
        elif members.total == 1:
            reader.note("family-one", "able", id=family_id)
        count = reader.whole("count", 1, low=1, high=MOST_PEOPLE)
        if group is not None and members.total:
            families.append(Family(family_id, group, members, count, ready))
    return families


def _with_families(group: Group, families: list[Family], folder: Folder, noted: Noted) -> Group:
    """Return the group with its families; more members of a class than the group has people of it is noted."""
    own = tuple(family for family in families if family.group_id == group.id)
    members = sum((family.members.times(family.count) for family in own), Headcount())
    for name in CLASSES:
        have, need = getattr(group.people, name), getattr(members, name)
        if need > have:
            where = folder.where("families", column=name)
            noted.add("families-many", where, group=group.id, members=need, people=have, kind=name)
    return replace(group, families=own)


def read_exits(folder: Folder, clock: Clock, noted: Noted) -> tuple[Exit, ...]:
    """Return the exits of the folder; rows that cannot be used are noted and left out."""
    table = read_table(folder, EXITS, noted)
    ids = Ids("X", folder.rows_of("exits"))
    read = [_exit(RowReader(row, table, clock, noted), ids) for row in table.rows] if table else []
    return tuple(one for one in read if one is not None)


def _exit(reader: RowReader, ids: Ids) -> Exit | None:
    exit_id = ids.take(reader)
    point = reader.point()
    opens, closes = reader.moment("opens"), reader.moment("closes")
    if opens is not None and closes is not None and closes <= opens:
        reader.note("times-order", "closes", first="opens", second="closes")
    screening = reader.find_whole("screening_per_h")
    if screening == 0:
        reader.note("exit-rate-zero", "screening_per_h", id=exit_id)
    name, kind = reader.text("name", exit_id), reader.text("kind", "border crossing", longest=60)
    beds = reader.find_whole("beds", low=0)
    fuel = reader.flag("fuel", default=True)
    return None if point is None else Exit(exit_id, name, point, kind, screening or None, opens, closes, beds, fuel)
