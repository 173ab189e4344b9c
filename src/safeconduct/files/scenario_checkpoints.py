"""Read the checkpoints on the road, and the aid that returning vehicles bring."""

from __future__ import annotations

from safeconduct.files.columns import AID, CHECKPOINTS
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted
from safeconduct.files.rows import Ids, RowReader
from safeconduct.files.scenario_arrivals import group_of
from safeconduct.files.tables import read_table
from safeconduct.files.times import Clock
from safeconduct.model.checkpoint import AidNeed, Checkpoint
from safeconduct.model.people import Group

LONGEST_SEARCH_S = 14_400
MOST_TONNES = 100_000.0


def read_checkpoints(folder: Folder, clock: Clock, noted: Noted) -> tuple[Checkpoint, ...]:
    """Return the checkpoints of the folder (none without the table); rows that cannot be used are noted and left out."""
    table = read_table(folder, CHECKPOINTS, noted)
    ids = Ids("K", folder.rows_of("checkpoints"))
    names: dict[str, str] = {}
    found: list[Checkpoint] = []
    for reader in (RowReader(row, table, clock, noted) for row in table.rows) if table else ():
        one = _checkpoint(reader, ids)
        if one is None:
            continue
        if one.name.lower() in names:
            # Routes and sheets name a checkpoint as drivers know it.
            reader.note("checkpoint-name", "name", name=one.name, first=names[one.name.lower()])
        names.setdefault(one.name.lower(), str(reader.row.where()))
        found.append(one)
    return tuple(found)


def _checkpoint(reader: RowReader, ids: Ids) -> Checkpoint | None:
    checkpoint_id = ids.take(reader)
    point = reader.point()
    if not reader.has("search_s"):
        reader.note("cell-missing", "search_s")
    opens, closes = reader.moment("opens"), reader.moment("closes")
    if opens is not None and closes is not None and closes <= opens:
        reader.note("times-order", "closes", first="opens", second="closes")
    search_s = reader.whole("search_s", 0, high=LONGEST_SEARCH_S)
    lanes = reader.whole("lanes", 1, low=1, high=100)
    name, party = reader.text("name", checkpoint_id), reader.text("party")
    return None if point is None else Checkpoint(checkpoint_id, name, point, search_s, lanes, party, opens, closes)


def read_aid(folder: Folder, groups: tuple[Group, ...], clock: Clock, noted: Noted) -> tuple[AidNeed, ...]:
    """Return the aid for each group, rows of one group added up, in the order of the groups (none without the table)."""
    table = read_table(folder, AID, noted)
    known = [group.id for group in groups]
    tonnes: dict[str, float] = {}
    for reader in (RowReader(row, table, clock, noted) for row in table.rows) if table else ():
        group_id = group_of(reader, known)
        if not reader.has("tonnes"):
            reader.note("cell-missing", "tonnes")
        amount = reader.number("tonnes", 0.0, low=0.0, high=MOST_TONNES)
        if group_id is not None and amount:
            tonnes[group_id] = tonnes.get(group_id, 0.0) + amount
    return tuple(AidNeed(one, round(tonnes[one], 6)) for one in known if one in tonnes)
