"""Read the vehicles."""

from __future__ import annotations

from dataclasses import replace

from safeconduct.files.columns import VEHICLES
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted, nearest
from safeconduct.files.rows import Ids, RowReader
from safeconduct.files.tables import read_table
from safeconduct.files.times import Clock
from safeconduct.model.fleet import ROLES, VEHICLE_KINDS, FleetEntry, VehicleKind, find_kind

KIND_NAMES = tuple(kind.name for kind in VEHICLE_KINDS)
PLACES = ("seats", "stretcher_places", "wheelchair_places")
FAR_KM, LONG_H = 5000.0, 100.0
"""Most that a row may state; more is no limit and is left empty."""


def read_fleet(folder: Folder, clock: Clock, noted: Noted) -> tuple[FleetEntry, ...]:
    """Return the vehicles of the folder (none without the table); rows that cannot be used are noted and left out."""
    table = read_table(folder, VEHICLES, noted)
    ids = Ids("V", folder.rows_of("vehicles"))
    read = [_entry(RowReader(row, table, clock, noted), ids) for row in table.rows] if table else []
    return tuple(one for one in read if one is not None)


def _entry(reader: RowReader, ids: Ids) -> FleetEntry | None:
    entry_id = ids.take(reader)
    word = reader.needed_text("kind").lower().replace("_", " ")
    known = find_kind(word)
    role = reader.choice("role", ROLES, known.role if known else ROLES[0])
    usual = known or _unknown_kind(reader, word, role)
    count = reader.whole("count", 1, high=10_000)
    if count == 0:
        reader.note("vehicle-count", "count", id=entry_id)
    entry = FleetEntry(
        id=entry_id,
        kind=word or usual.name,
        count=count,
        seats=reader.whole("seats", usual.seats, high=300),
        stretcher_places=reader.whole("stretcher_places", usual.stretcher_places, high=100),
        base=reader.find_point(),
        available=reader.moment("available"),
        length_m=reader.number("length_m", usual.length_m, low=1.0, high=40.0, exact=False),
        width_m=reader.number("width_m", usual.width_m, low=0.5, high=6.0, exact=False),
        height_m=reader.number("height_m", usual.height_m, low=0.5, high=6.0, exact=False),
        weight_t=reader.number("weight_t", usual.weight_t, low=0.1, high=100.0, exact=False),
        wheelchair_places=reader.whole("wheelchair_places", usual.wheelchair_places, high=100),
        role=role,
        range_km=reader.number("range_km", 0.0, low=1.0, high=FAR_KM) or None,
        crew_h=reader.number("crew_h", 0.0, low=0.1, high=LONG_H, exact=False) or None,
        cargo_t=reader.number("cargo_t", 0.0, low=0.0, high=100.0, exact=False),
    )
    if role != ROLES[0]:
        return _without_places(reader, entry) if count else None
    if not entry.places:
        reader.note("vehicle-no-places", "seats", id=entry_id)
    return entry if count and entry.places else None


def _without_places(reader: RowReader, entry: FleetEntry) -> FleetEntry:
    """Return an escort or recovery vehicle as one that carries nobody and nothing; stated places are noted."""
    stated = [name for name in (*PLACES, "cargo_t") if reader.has(name) and getattr(entry, name)]
    if stated:
        reader.note("vehicle-role-places", stated[0], id=entry.id, role=entry.role)
    return replace(entry, seats=0, stretcher_places=0, wheelchair_places=0, cargo_t=0.0)


def _unknown_kind(reader: RowReader, word: str, role: str) -> VehicleKind:
    """Return a kind for a word not in the table: the size of a bus, and only the seats that the row states."""
    bus = VEHICLE_KINDS[0]
    if word:
        near = nearest(word, KIND_NAMES)
        said = f'Did you mean "{near}"?' if near else f"Known kinds: {', '.join(KIND_NAMES)}."
        stated = role != ROLES[0] or any(reader.has(name) for name in PLACES)
        reader.note("vehicle-kind" if stated else "vehicle-kind-seats", "kind", kind=word, hint=said)
    return replace(bus, seats=0, stretcher_places=0)
