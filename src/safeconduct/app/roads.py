"""Use cases on road files: what one holds, a smaller one, a downloaded one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from safeconduct.files.roads import read_raw, road_kind
from safeconduct.files.roads_clip import Box, Clipped
from safeconduct.files.roads_clip import clip_roads as clip_file
from safeconduct.files.roads_download import DEFAULT_BASE_URL, download_roads
from safeconduct.model.notice import Notice
from safeconduct.model.scenario import RoadSource
from safeconduct.network.build import build_network, class_lengths_km
from safeconduct.network.graph import RoadNetwork
from safeconduct.network.raw import RawRoads

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class RoadFacts:
    """What a road file holds.

    day: as the file states it, "" where it does not. bbox: west, south, east, north of the roads. km: per class, each road once.
    points, steps: nodes and directed arcs before contraction; nodes, arcs: after it, turn nodes included. oneway_share: of the
    length. bridges: roads between two junctions with a bridge on them. languages: of names of roads and places, most frequent
    first. restrictions: turn restrictions read; pieces: parts without connection to each other.
    """

    file: str
    kind: str
    bytes: int
    day: str
    bbox: tuple[float, float, float, float]
    ways: int
    km: tuple[tuple[str, float], ...]
    points: int
    steps: int
    nodes: int
    arcs: int
    pieces: int
    places: int
    languages: tuple[str, ...]
    oneway_share: float
    bridges: int
    restrictions: int
    barriers: int
    attribution: str


def show_roads(
    path: Path, *, include_minor: bool = False, progress: Progress | None = None
) -> tuple[RoadFacts, tuple[Notice, ...]]:
    """Return what a road file holds and every notice about it; raises BadInputError when it cannot be used."""
    tell = progress or _silent
    tell("reading roads", 0.05)
    raw, notices = read_raw(path, RoadSource(path.name, include_minor=include_minor))
    tell("joining roads", 0.7)
    network, more = build_network(raw)
    day = next((dict(one.values)["day"] for one in notices if one.code == "road-age"), "")
    return _facts(path, raw, network, day), (*notices, *more)


def clip_roads(path: Path, bbox: str, out: Path | None, *, force: bool = False) -> tuple[Path, Clipped]:
    """Write the roads that touch a box W,S,E,N and return where and what.

    The file is named after its source with "-clip" when `out` is None. Raises ValueError when the box is none.
    """
    box = Box.parse(bbox)
    name = path.name
    ending = next((end for end in (".osm.pbf", ".osm.gz", ".osm.bz2") if name.lower().endswith(end)), path.suffix)
    target = out or path.with_name(f"{name[: len(name) - len(ending)]}-clip{ending}")
    return target, clip_file(path, box, target, force=force)


def get_roads(
    name: str, out: Path | None, *, base_url: str | None = None, force: bool = False, progress: Progress | None = None
) -> tuple[Path, tuple[Notice, ...]]:
    """Download the extract of a region and return where it lies; `<last part of the name>.osm.pbf` when `out` is None.

    base_url: another server with the same names; the public one of `files.roads_download` when None.
    """
    target = out or Path(f"{name.rsplit('/', 1)[-1]}.osm.pbf")
    return download_roads(name, target, base_url=base_url or DEFAULT_BASE_URL, force=force, progress=progress)


def _facts(path: Path, raw: RawRoads, network: RoadNetwork, day: str) -> RoadFacts:
    once = (network.twin < 0) | (network.twin > np.arange(network.arcs))
    roads = once & (network.road_class >= 0)
    length = float(network.length_m[roads].sum())
    oneway = float(network.length_m[roads & (network.twin < 0)].sum())
    steps = np.diff(raw.way_start) - 1
    return RoadFacts(
        file=path.name,
        kind=road_kind(path),
        bytes=path.stat().st_size,
        day=day,
        bbox=(
            float(raw.point_lon.min()),
            float(raw.point_lat.min()),
            float(raw.point_lon.max()),
            float(raw.point_lat.max()),
        ),
        ways=raw.ways,
        km=class_lengths_km(network),
        points=int(np.unique(raw.point_key).size),
        steps=int(np.where(raw.oneway, steps, 2 * steps).sum()),
        nodes=network.nodes,
        arcs=network.arcs,
        pieces=int(network.component.max()) + 1,
        places=len(network.places),
        languages=_languages(network),
        oneway_share=oneway / length if length > 0 else 0.0,
        bridges=int((network.bridge & roads).sum()),
        restrictions=len(raw.turns),
        barriers=int(np.isin(np.unique(raw.point_key), raw.blocked).sum()),
        attribution=network.attribution,
    )


def _languages(network: RoadNetwork) -> tuple[str, ...]:
    """Return the languages of names, most frequent first, ties in order of the code."""
    count: dict[str, int] = {}
    named = [*(road.names for road in network.names), *(place.names for place in network.places)]
    for local in (one for names in named for one in names):
        count[local.lang] = count.get(local.lang, 0) + 1
    return tuple(sorted(count, key=lambda lang: (-count[lang], lang)))


def _silent(_what: str, _share: float) -> None:
    """Tell nobody."""
