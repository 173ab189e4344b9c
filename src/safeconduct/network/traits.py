"""What a road's tags mean for a convoy: class, speed, capacity, direction, limits. One reading for every file format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from safeconduct.model.place import LocalName
from safeconduct.model.road_classes import CLASS_INDEX, ROAD_CLASSES, SURFACE_SPEED_LIMITS_KMH, lane_capacity_factor
from safeconduct.network.graph import NO_LIMIT, RoadName
from safeconduct.network.tag_values import parse_lanes, parse_length_m, parse_speed_kmh, parse_weight_t

ACCESS_KEYS = ("motor_vehicle", "vehicle", "access")
"""Who may drive, the most particular statement first: the first one given decides."""

SHUT = frozenset({"no", "private", "agricultural", "forestry", "emergency", "military"})
"""Values that keep a convoy out; others ("destination", "permissive", "customers" …) do not."""

TAG_KEYS = (
    "highway",
    *ACCESS_KEYS,
    "oneway",
    "junction",
    "maxspeed",
    "lanes",
    "lanes:forward",
    "lanes:backward",
    "surface",
    "bridge",
    "maxweight",
    "maxwidth",
    "maxwidth:physical",
    "width",
    "maxheight",
    "maxheight:physical",
    "area",
    "capacity_vph",
)
"""Every tag that has a say; roads alike in all of these are alike."""

BLOCKING_BARRIERS = frozenset(
    {"block", "bollard", "chain", "debris", "jersey_barrier", "log", "rope", "wall", "fence", "planter"}
)
"""Barriers that stop a vehicle unless tags of access say otherwise; gates and lift gates are taken to open."""

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")


class RoadTraits(NamedTuple):
    """Facts of one road. oneway: 1 along its points, -1 against them, 0 both ways. Limits are inf where none is posted."""

    road_class: int
    speed_kmh: float
    capacity_fwd_vph: float
    capacity_back_vph: float
    oneway: int
    bridge: bool
    max_weight_t: float
    max_width_m: float
    max_height_m: float


@dataclass(frozen=True, slots=True)
class RoadRules:
    """What the officer fixed: per class the speed and the capacity per lane, and whether tracks and service roads are used.

    A figure given here replaces the default of the class; where a road itself states less, the lower figure holds.
    """

    speed_kmh: Mapping[str, float] = field(default_factory=dict)
    capacity_vph: Mapping[str, float] = field(default_factory=dict)
    include_minor: bool = False

    def classes(self) -> tuple[str, ...]:
        """Return the names of the road classes that are read."""
        return tuple(road.name for road in ROAD_CLASSES if self.include_minor or not road.optional)


def find_traits(tags: Mapping[str, str], rules: RoadRules) -> RoadTraits | None:
    """Return what the tags say for a convoy, or None where it may not or cannot drive (or the class is not read)."""
    index = CLASS_INDEX.get(tags.get("highway", ""))
    if index is None or (ROAD_CLASSES[index].optional and not rules.include_minor) or is_shut(tags) or tags.get("area") == "yes":
        return None
    oneway = _direction(tags)
    forward, backward = _capacities(tags, index, rules, oneway)
    return RoadTraits(
        index,
        _speed_kmh(tags, index, rules),
        forward,
        backward,
        oneway,
        tags.get("bridge", "no") not in {"no", "0", "false", ""},
        parse_weight_t(tags.get("maxweight", "")),
        min(parse_length_m(tags.get(key, "")) for key in ("maxwidth", "maxwidth:physical", "width")),
        min(parse_length_m(tags.get(key, "")) for key in ("maxheight", "maxheight:physical")),
    )


def is_shut(tags: Mapping[str, str]) -> bool:
    """Tell whether the tags of access keep a convoy out (nothing stated: they do not)."""
    stated = next((tags[key] for key in ACCESS_KEYS if tags.get(key)), "")
    return stated in SHUT


def is_blocking(tags: Mapping[str, str]) -> bool:
    """Tell whether a point on a road stops vehicles: a barrier that does, with no statement that vehicles may pass."""
    if is_shut(tags) and "barrier" in tags:
        return True
    return tags.get("barrier") in BLOCKING_BARRIERS and not any(tags.get(key) for key in ACCESS_KEYS)


def read_name(tags: Mapping[str, str]) -> RoadName:
    """Return the name on the signs, the number, and the name in every language that is given."""
    name, ref = tags.get("name", ""), tags.get("ref", "")
    names = local_names(tags)
    if not name and names:
        name = names[0].text
    return RoadName(name, ref, names)


def local_names(tags: Mapping[str, str]) -> tuple[LocalName, ...]:
    """Return the names by language, in order of the language code; `int_name` stands in for a missing English name."""
    found = {key[5:]: text for key, text in tags.items() if key.startswith("name:") and text and LANGUAGE.fullmatch(key[5:])}
    if tags.get("int_name"):
        found.setdefault("en", tags["int_name"])
    return tuple(LocalName(lang, found[lang]) for lang in sorted(found))


def _direction(tags: Mapping[str, str]) -> int:
    stated = tags.get("oneway", "")
    if stated in {"-1", "reverse"}:
        return -1
    if stated in {"yes", "true", "1"}:
        return 1
    if stated in {"no", "false", "0"}:
        return 0
    implied = tags.get("junction") in {"roundabout", "circular"} or tags.get("highway") in {"motorway", "motorway_link"}
    return 1 if implied else 0


def _speed_kmh(tags: Mapping[str, str], index: int, rules: RoadRules) -> float:
    road = ROAD_CLASSES[index]
    posted = parse_speed_kmh(tags.get("maxspeed", ""))
    fixed = rules.speed_kmh.get(road.name)
    speed = posted or fixed or road.speed_kmh
    if fixed:
        speed = min(speed, fixed)
    return min(speed, SURFACE_SPEED_LIMITS_KMH.get(tags.get("surface", ""), NO_LIMIT))


def _capacities(tags: Mapping[str, str], index: int, rules: RoadRules, oneway: int) -> tuple[float, float]:
    """Return vehicles per hour along and against the points (0 where that direction is closed)."""
    road = ROAD_CLASSES[index]
    both = parse_lanes(tags.get("lanes", ""))
    share = (both if oneway else max(0.5, both / 2)) if both else float(road.lanes)
    lane_vph = rules.capacity_vph.get(road.name, float(road.capacity_vph)) * lane_capacity_factor(tags.get("surface", ""))
    given = parse_lanes(tags.get("capacity_vph", ""), most=100_000) or NO_LIMIT
    if given != NO_LIMIT and road.name not in rules.capacity_vph:
        forward = backward = given
    else:
        forward = min(given, lane_vph * (parse_lanes(tags.get("lanes:forward", "")) or share))
        backward = min(given, lane_vph * (parse_lanes(tags.get("lanes:backward", "")) or share))
    return (forward if oneway >= 0 else 0.0), (backward if oneway <= 0 else 0.0)
