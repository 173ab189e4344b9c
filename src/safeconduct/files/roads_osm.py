"""Reads OpenStreetMap files (.osm.pbf, .osm): roads, turn restrictions, barriers, places, in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, Where, notice
from safeconduct.model.place import LonLat, Place
from safeconduct.network.graph import RoadName
from safeconduct.network.raw import RawRoads, TurnRule, WayTable
from safeconduct.network.traits import TAG_KEYS, RoadRules, RoadTraits, find_traits, is_blocking, local_names, read_name

if TYPE_CHECKING:
    import osmium

ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"

PLACE_KINDS = frozenset({"city", "town", "suburb", "village", "hamlet", "isolated_dwelling"})
"""Values of `place` that become named places."""

WKB_HEADER_HEX = 18
"""Hexadecimal digits before the coordinates of a line in well-known binary: byte order, type, number of points."""

COMMON_KEYS = ("highway", "name", "maxspeed", "surface", "oneway", "ref", "lanes", "bridge")
"""The tags that most roads have and no other: asking for them one by one is several times faster than walking through all."""

_REF = attrgetter("ref")


@dataclass(slots=True)
class OsmFacts:
    """What an OSM file says about itself and what was left out of it."""

    day: str = ""
    relations: int = 0
    via_ways: int = 0
    missing: int = 0
    places: list[Place] = field(default_factory=list)
    turns: list[TurnRule] = field(default_factory=list)
    blocked: list[int] = field(default_factory=list)


def osm_refusal(path: Path, why: str) -> BadInputError:
    """Return the error for a file that osmium cannot read, in plain words."""
    return BadInputError((notice("road-unreadable", Where(path.name), why=why.strip().rstrip(".")),))


def read_osm(path: Path, rules: RoadRules) -> tuple[RawRoads, OsmFacts, tuple[Notice, ...]]:
    """Return the roads of an OSM file, what it says about itself, and notices.

    Ways may lack nodes (they are cut there). Turn restrictions over a via way, those for one kind of vehicle and conditional
    ones are left out; exceptions ("except") are not honoured. Raises BadInputError when the file is damaged or not OSM.
    """
    import osmium

    reader = _OsmReader(rules)
    try:
        processor = road_processor(path, rules)
        reader.facts.day = data_day(processor.header)
        for thing in processor:
            if isinstance(thing, osmium.osm.Way):
                reader.take_way(thing)
            elif isinstance(thing, osmium.osm.Node):
                reader.take_node(thing)
            elif isinstance(thing, osmium.osm.Relation):
                reader.take_relation(thing)
        if reader.waiting:
            reader.take_late(_late_points(path, reader))
    except (RuntimeError, UnicodeDecodeError) as error:  # what libosmium raises on damaged, foreign or unreadable files
        raise osm_refusal(path, str(error)) from error
    if not reader.ways.ids:
        hint = "tracks and service roads are read only with include_minor = true"
        raise BadInputError((notice("road-none", Where(path.name), hint=hint),))
    facts = reader.facts
    raw = reader.ways.finish(
        source=path.name,
        attribution=ATTRIBUTION,
        places=facts.places,
        turns=facts.turns,
        keep=(rule.via for rule in facts.turns),
        blocked=facts.blocked,
    )
    return raw, facts, _notices(path, facts, raw)


def road_processor(path: Path, rules: RoadRules) -> osmium.FileProcessor:
    """Return an osmium pass that gives the ways of the wanted classes with locations, places, barriers and restrictions."""
    import osmium

    kinds = osmium.osm
    filters: tuple[tuple[osmium.BaseFilter, osmium.osm.osm_entity_bits], ...] = (
        (osmium.filter.KeyFilter("place", "barrier"), kinds.NODE),
        (osmium.filter.TagFilter(*(("highway", name) for name in rules.classes())), kinds.WAY),
        (osmium.filter.TagFilter(("type", "restriction")), kinds.RELATION),
    )
    processor = osmium.FileProcessor(str(path), kinds.NODE | kinds.WAY | kinds.RELATION).with_locations()
    for one, kind in filters:
        one.enable_for(kind)
        processor.with_filter(one)
    return processor


def all_tags(stored: osmium.osm.TagList) -> dict[str, str]:
    """Return every tag of a thing."""
    left = len(stored)
    tags: dict[str, str] = {}
    for key in COMMON_KEYS:
        value = stored.get(key)
        if value is not None:
            tags[key] = value
            left -= 1
            if not left:
                return tags
    return dict(stored)


def data_day(header: osmium.io.Header) -> str:
    """Return the day of the data as the file's header states it (ISO 8601), or ""."""
    stated = header.get("osmosis_replication_timestamp", "") or header.get("timestamp", "")
    return str(stated)[:10]


def _late_points(path: Path, reader: _OsmReader) -> dict[int, tuple[float, float]]:
    """Return where points lie that were not known when their roads came: behind the roads in the file, or drawn by hand.

    Editors give new points negative numbers, which the index of locations does not hold.
    """
    import osmium

    wanted = {ref for _, points, _, _ in reader.waiting for ref, spot in points if spot is None}
    processor = osmium.FileProcessor(str(path), osmium.osm.NODE)
    if min(wanted) >= 0:
        processor.with_filter(osmium.filter.IdFilter(wanted))
    found: dict[int, tuple[float, float]] = {}
    for node in processor:
        if isinstance(node, osmium.osm.Node) and node.id in wanted and node.location.valid():
            found[node.id] = (node.location.lon, node.location.lat)
    return found


def restriction_rules(tags: Mapping[str, str], members: list[tuple[str, str, int]]) -> tuple[list[TurnRule], bool]:
    """Return the rules of one restriction relation (members: role, type, id), and whether it runs over a via way."""
    kind = tags.get("restriction", "")
    if not kind.startswith(("no_", "only_")):
        return [], False
    vias = [(type_, ref) for role, type_, ref in members if role == "via"]
    if any(type_ == "w" for type_, _ in vias):
        return [], True
    came = [ref for role, type_, ref in members if role == "from" and type_ == "w"]
    left = [ref for role, type_, ref in members if role == "to" and type_ == "w"]
    only = kind.startswith("only_")
    return [TurnRule(a, via, b, only) for _, via in vias[:1] for a in came for b in left], False


class _OsmReader:
    """Takes things one after the other, as osmium gives them."""

    def __init__(self, rules: RoadRules) -> None:
        import osmium

        self.rules = rules
        self.ways = WayTable()
        self.facts = OsmFacts()
        self.waiting: list[tuple[int, list[tuple[int, tuple[float, float] | None]], RoadTraits, RoadName]] = []
        self._line = osmium.geom.WKBFactory().create_linestring
        self._all = osmium.geom.use_nodes.ALL
        self._invalid = osmium.InvalidLocationError
        self._known: dict[tuple[str | None, ...], RoadTraits | None] = {}

    def take_way(self, way: osmium.osm.Way) -> None:
        """Add a way unless vehicles may not use it."""
        tags = all_tags(way.tags)
        key = tuple(map(tags.get, TAG_KEYS))
        if key not in self._known:
            self._known[key] = find_traits(tags, self.rules)
        traits = self._known[key]
        nodes = way.nodes
        if traits is None or len(nodes) < 2:
            return
        name = read_name(tags)
        try:
            line = self._line(way, self._all)
        except self._invalid:
            points = [(node.ref, (node.lon, node.lat) if node.location.valid() else None) for node in nodes]
            self.waiting.append((way.id, points, traits, name))
            return
        # By index: walking through the list itself costs a generator step more for each of millions of points.
        refs = list(map(_REF, map(nodes.__getitem__, range(len(nodes)))))
        self.ways.add(way.id, refs, traits, name)
        self.ways.lonlat.frombytes(bytes.fromhex(line[WKB_HEADER_HEX:]))

    def take_late(self, late: Mapping[int, tuple[float, float]]) -> None:
        """Add the ways that wait for points, with the places of points found late; cut them where a point is still missing."""
        for way_id, points, traits, name in self.waiting:
            run: list[tuple[int, tuple[float, float]]] = []
            whole = True
            for ref, spot in [*points, (0, None)]:
                found = spot or late.get(ref)
                if found is not None and ref:
                    run.append((ref, found))
                    continue
                whole = whole and not ref
                if len(run) > 1:
                    self.ways.add(way_id, [point for point, _ in run], traits, name)
                    self.ways.lonlat.extend(value for _, lonlat in run for value in lonlat)
                run = []
            self.facts.missing += not whole

    def take_node(self, node: osmium.osm.Node) -> None:
        """Take a place, a border crossing or a barrier."""
        tags = dict(node.tags)
        crossing = tags.get("barrier") == "border_control"
        if (crossing or tags.get("place") in PLACE_KINDS) and node.location.valid():
            names = local_names(tags)
            name = tags.get("name") or (names[0].text if names else "border control" if crossing else "")
            if name:
                point = LonLat(node.location.lon, node.location.lat)
                self.facts.places.append(Place(name, point, "crossing" if crossing else tags["place"], names))
        if is_blocking(tags):
            self.facts.blocked.append(node.id)

    def take_relation(self, relation: osmium.osm.Relation) -> None:
        """Take a turn restriction."""
        self.facts.relations += 1
        members = [(member.role, str(member.type), int(member.ref)) for member in relation.members]
        rules, via_way = restriction_rules(dict(relation.tags), members)
        self.facts.turns += rules
        self.facts.via_ways += via_way


def _notices(path: Path, facts: OsmFacts, raw: RawRoads) -> tuple[Notice, ...]:
    where = Where(path.name)
    found = [notice("road-age", where, day=facts.day) if facts.day else notice("road-age-unknown", where)]
    if facts.missing:
        found.append(notice("road-nodes-missing", where, count=facts.missing))
    if facts.via_ways:
        found.append(notice("road-turns-via-way", where, count=facts.via_ways))
    blocked = len(set(facts.blocked).intersection(raw.point_key.tolist())) if facts.blocked else 0
    if blocked:
        found.append(notice("road-blocked", where, count=blocked))
    return tuple(found)
