"""Read a scenario folder: every table, every check, every notice in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from safeconduct.files.closures import read_closures
from safeconduct.files.columns import TABLES
from safeconduct.files.folder import Folder
from safeconduct.files.gazetteer import read_gazetteer, read_places
from safeconduct.files.incidents import incidents_in
from safeconduct.files.noted import Noted, nearest, shown
from safeconduct.files.scenario_arrivals import with_arrivals
from safeconduct.files.scenario_changes import with_changes
from safeconduct.files.scenario_checkpoints import read_aid, read_checkpoints
from safeconduct.files.scenario_checks import check_points, check_scenario
from safeconduct.files.scenario_fleet import read_fleet
from safeconduct.files.scenario_people import read_exits, read_groups
from safeconduct.files.scenario_toml import FILE, ROAD_FILES, Head, read_head
from safeconduct.files.scenario_toml import find_road_file as road_file_in
from safeconduct.files.scenario_windows import read_windows
from safeconduct.files.scenario_words import note_texts
from safeconduct.files.tables import TABLE_ENDINGS
from safeconduct.files.terms import read_texts
from safeconduct.files.terms_places import with_points
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.notice import Notice, Where
from safeconduct.model.people import Exit, Group
from safeconduct.model.place import Place
from safeconduct.model.scenario import RoadSource, Scenario
from safeconduct.model.terms import terms_of

OTHER_FILES = (FILE, "places.csv", *ROAD_FILES)
_OFFICE_ENDINGS = (".xls", ".ods", ".xlsm", ".numbers", ".shp", ".gpkg", ".kml", ".kmz", ".json", ".txt")


def read_scenario(folder: Path) -> tuple[Scenario | None, tuple[Notice, ...]]:
    """Return the scenario in a folder and every notice about it; None in place of the scenario when any notice is an error.

    Reads `scenario.toml`, the tables and the terms, and hashes the road file without parsing it. Never stops at the first fault
    and never raises on what the folder holds. All times of the scenario are in UTC, cut to whole seconds; its zones say how to
    show them.
    """
    noted = Noted()
    place = Folder(Path(folder), noted)
    if not place.list_names():
        return None, noted.all()
    head = read_head(place, noted)
    scenario = _with_tables(place, head, noted)
    roads = _hashed(place, head.roads)
    _note_unknown_files(place, noted)
    if scenario is not None:
        note_texts(scenario, place, noted)
    if noted.errors or scenario is None or roads is None:
        return None, noted.all()
    scenario = replace(scenario, roads=roads, input_hash=place.input_hash())
    return scenario, noted.all()


def find_road_file(folder: Path) -> Path | None:
    """Return the road file that a scenario folder uses when `scenario.toml` names none, or None."""
    place = Folder(Path(folder), Noted())
    name = road_file_in(place) if place.list_names() else None
    return Path(folder) / name if name else None


def _with_tables(place: Folder, head: Head, noted: Noted) -> Scenario | None:
    """Return the scenario with all its tables, checked together, after its changes; None when its time is not known."""
    clock = head.clock
    groups = with_arrivals(place, read_groups(place, clock, noted), clock, noted, end=head.end)
    exits = read_exits(place, clock, noted)
    fleet = read_fleet(place, clock, noted)
    _note_shared_ids(groups, exits, place, noted)
    windows = read_windows(place, tuple(one.id for one in exits), clock, noted)
    closures = read_closures(place, clock, noted)
    checkpoints = read_checkpoints(place, clock, noted)
    aid = read_aid(place, groups, clock, noted)
    incidents = incidents_in(place, head.as_of, head.settings.incident_old_days, noted)
    gazetteer = read_gazetteer(place, noted)
    texts = read_texts(place, clock, known_places(place, head, gazetteer, (*groups, *exits, *checkpoints)), noted)
    if head.start is None or head.end is None or head.end <= head.start or head.as_of is None:
        check_points((groups, exits, fleet), place, noted)
        return None
    scenario = Scenario(
        name=head.name,
        start=head.start,
        end=head.end,
        as_of=head.as_of,
        zones=head.zones,
        groups=groups,
        exits=exits,
        fleet=fleet,
        roads=head.roads or RoadSource(""),
        settings=head.settings,
        windows=windows,
        closures=closures,
        incidents=incidents,
        terms=terms_of(texts),
        texts=texts,
        gazetteer=gazetteer,
        checkpoints=checkpoints,
        aid=aid,
        schematic=head.schematic,
        note=head.note,
    )
    check_scenario(scenario, place, noted)
    return with_changes(scenario, place, clock, noted)


def known_places(
    folder: Folder, head: Head, gazetteer: tuple[Place, ...], named: Iterable[Group | Exit | Checkpoint]
) -> tuple[Place, ...]:
    """Return every place whose name a text may use: of the gazetteer, of the places beside a CSV of roads, of other tables."""
    file = head.roads.file if head.roads else ""
    beside = (Path(file).parent / "places.csv").as_posix()
    is_there = file.lower().endswith(".csv") and (folder.path / beside).is_file()
    places = (*gazetteer, *(read_places(folder, beside) if is_there else ()))
    return with_points(places, ((one.name, one.point) for one in named))


def _note_shared_ids(groups: Iterable[Group], exits: Iterable[Exit], place: Folder, noted: Noted) -> None:
    """Note an id that a group and an exit share: in a timetable they could not be told apart."""
    lower = {one.id.lower() for one in groups}
    for one in (found.id for found in exits):
        if one.lower() in lower:
            noted.add("id-twice", place.where("exits", one, "id"), id=one, first="groups")


def _hashed(place: Folder, roads: RoadSource | None) -> RoadSource | None:
    """Return the road source with the hash of its file; `places.csv` beside a CSV of roads is hashed with it."""
    if roads is None:
        return None
    digest = place.digest(roads.file)
    if roads.file.lower().endswith(".csv"):
        beside = (Path(roads.file).parent / "places.csv").as_posix()
        if (place.path / beside).is_file():
            place.digest(beside)
    return replace(roads, sha256=digest) if digest else None


def _note_unknown_files(place: Folder, noted: Noted) -> None:
    """Note files that look like tables and are read by nobody: a slip in a file's name must not lose a table in silence."""
    stems = [spec.stem for spec in TABLES]
    known = {stem + ending for stem in stems for ending in TABLE_ENDINGS} | set(OTHER_FILES)
    for name in place.names():
        lower = name.lower()
        if lower in known or not lower.endswith((*TABLE_ENDINGS, *_OFFICE_ENDINGS)):
            continue
        stem = lower.split(".")[0]
        if stem in stems:
            noted.add("file-format", Where(shown(name)), stem=stem)
        elif near := nearest(stem, [*stems, "roads", "places"]):
            noted.add("file-unknown", Where(shown(name)), hint=f'Did you mean "{near}"?')
