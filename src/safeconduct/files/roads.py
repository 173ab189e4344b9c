"""Road files: one door for OpenStreetMap, GeoJSON and CSV; the built network is kept by content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from safeconduct.files.roads_cache import cache_key, find_cached, keep
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, Where, errors_of, notice
from safeconduct.model.road_classes import CLASS_INDEX
from safeconduct.model.scenario import RoadSource
from safeconduct.network.build import build_network
from safeconduct.network.graph import RoadNetwork
from safeconduct.network.raw import RawRoads
from safeconduct.network.traits import RoadRules

Progress = Callable[[str, float], None]

OSM_SUFFIXES = (".pbf", ".osm", ".osm.gz", ".osm.bz2")
GEOJSON_SUFFIXES = (".geojson", ".json")
CSV_SUFFIXES = (".csv",)

MOST_KMH, MOST_VPH = 200.0, 20_000.0


def read_roads(
    path: Path, source: RoadSource, *, cache: Path | None, progress: Progress | None = None
) -> tuple[RoadNetwork, tuple[Notice, ...]]:
    """Return the contracted network of a road file and every notice about it.

    source: overrides per class, include_minor and attribution apply; its `file` and `sha256` are not looked at. cache: a folder
    for built networks, made when missing (None: none is kept). A network from the cache equals a fresh one, notices included.
    progress: told what is being done and the share done. Raises BadInputError when the file cannot be used.
    """
    rules = _checked_rules(source)
    kind = checked_kind(path)
    tell = progress or _silent
    key = ""
    if cache is not None:
        tell("looking for built roads", 0.0)
        key = cache_key(_content_files(path, kind), source)
        found = find_cached(cache, key)
        if found is not None:
            tell("roads ready", 1.0)
            return _labelled(found[0], path, source), found[1]
    tell("reading roads", 0.05)
    raw, notices = _read(path, kind, rules)
    tell("joining roads", 0.7)
    network, more = build_network(raw)
    notices = (*notices, *(replace(one, where=Where(path.name)) for one in more))
    unkept: tuple[Notice, ...] = ()
    if cache is not None:
        tell("keeping built roads", 0.95)
        unkept = keep(cache, key, network, notices)
    tell("roads ready", 1.0)
    return _labelled(network, path, source), (*notices, *unkept)


def read_raw(path: Path, source: RoadSource) -> tuple[RawRoads, tuple[Notice, ...]]:
    """Return the roads of a file before contraction, with notices; raises BadInputError as `read_roads` does."""
    return _read(path, checked_kind(path), _checked_rules(source))


def road_kind(path: Path) -> str:
    """Return "osm", "geojson" or "csv" by the end of the file's name, or "" for anything else."""
    name = path.name.lower()
    for kind, suffixes in (("osm", OSM_SUFFIXES), ("geojson", GEOJSON_SUFFIXES), ("csv", CSV_SUFFIXES)):
        if name.endswith(suffixes):
            return kind
    return ""


def _read(path: Path, kind: str, rules: RoadRules) -> tuple[RawRoads, tuple[Notice, ...]]:
    try:
        if kind == "csv":
            from safeconduct.files.roads_csv import read_csv_roads

            return read_csv_roads(path, rules)
        if kind == "geojson":
            from safeconduct.files.roads_geojson import read_geojson_roads

            return read_geojson_roads(path, rules)
        from safeconduct.files.roads_osm import read_osm

        raw, _, notices = read_osm(path, rules)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise BadInputError((notice("road-unreadable", Where(path.name), why=why),)) from error
    if not raw.ways:
        raise BadInputError((notice("road-none", Where(path.name), hint="every road in it is a single point"),))
    return raw, notices


def checked_kind(path: Path) -> str:
    """Return the kind of a road file; raises BadInputError when it is missing, empty, a folder or of no kind that is read."""
    where = Where(path.name)
    kind = road_kind(path)
    if not path.exists():
        raise BadInputError((notice("road-missing", where, file=path.name),))
    if not kind:
        raise BadInputError((notice("road-format", where, file=path.name),))
    if not path.is_file():
        raise BadInputError((notice("road-unreadable", where, why="it is a folder"),))
    if path.stat().st_size == 0:
        raise BadInputError((notice("road-unreadable", where, why="the file is empty"),))
    return kind


def _checked_rules(source: RoadSource) -> RoadRules:
    """Return the officer's overrides; raises BadInputError naming every one that is of no class or no sensible number."""
    bad: list[Notice] = []
    for section, pairs, most in (("speed_kmh", source.speed_kmh, MOST_KMH), ("capacity_vph", source.capacity_vph, MOST_VPH)):
        for name, value in pairs:
            where = Where("scenario.toml", column=f"roads.{section}.{name}")
            if name not in CLASS_INDEX:
                bad.append(notice("road-class-unknown", where, name=name, known="primary, secondary, tertiary, residential"))
            elif not 0 < value <= most:
                bad.append(notice("road-override-value", where, name=name, value=value, most=f"{most:g}"))
    if errors_of(tuple(bad)):
        raise BadInputError(tuple(bad))
    return RoadRules(dict(source.speed_kmh), dict(source.capacity_vph), source.include_minor)


def _content_files(path: Path, kind: str) -> tuple[Path, ...]:
    """Return every file the roads are read from: a CSV of roads has its places beside it."""
    if kind != "csv":
        return (path,)
    from safeconduct.files.roads_csv import places_path

    return (path, places_path(path))


def _labelled(network: RoadNetwork, path: Path, source: RoadSource) -> RoadNetwork:
    return replace(network, source=path.name, attribution=source.attribution or network.attribution)


def _silent(_what: str, _share: float) -> None:
    """Tell nobody."""
