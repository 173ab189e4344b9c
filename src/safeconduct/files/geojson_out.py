"""corridors.geojson: routes, way-points, assembly points and exits after RFC 7946."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from safeconduct.brief.frame import bounds_of
from safeconduct.brief.letters import letter_routes, options_chosen_first
from safeconduct.brief.texts import SCHEMATIC_NOTE
from safeconduct.model.people import Exit, Group
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Option, Plan, Route, WayPoint
from safeconduct.model.scenario import Scenario

DIGITS = 6
"""Decimals of a degree: a tenth of a metre."""

Json = dict[str, object]


def corridors_geojson(plan: Plan, scenario: Scenario) -> bytes:
    """Return a FeatureCollection as UTF-8: each route of each option as a LineString, then points.

    A route of no length has no geometry.
    Positions are longitude, latitude with six decimals, WGS 84. Every feature says what it is in the property `feature`: route,
    way-point, assembly point or exit. `metadata` is a foreign member with the input hash and attribution. One feature a line.
    """
    letters = letter_routes(plan)
    features: list[Json] = []
    points: list[LonLat] = []
    for option in options_chosen_first(plan):
        for route in option.routes:
            features.append(_route(plan, option, route, letters[route.id]))
            points += route.geometry
    for route in plan.driven_routes:
        features += [_way_point(letters[route.id], number, point) for number, point in enumerate(route.way_points, 1)]
    features += [_group(group) for group in scenario.groups]
    features += [_exit(one) for one in scenario.exits]
    points += [group.point for group in scenario.groups] + [one.point for one in scenario.exits]
    low, high = bounds_of(points)
    head: Json = {
        "type": "FeatureCollection",
        "bbox": [*_position(low), *_position(high)],
        "metadata": {
            "name": plan.scenario_name,
            "input_hash": plan.input_hash,
            "program_version": plan.program_version,
            "attribution": plan.attribution,
            "note": SCHEMATIC_NOTE if plan.schematic else "",
        },
    }
    lines = b",\n".join(msgspec.json.encode(feature) for feature in features)
    return msgspec.json.encode(head)[:-1] + b',"features":[\n' + lines + b"\n]}\n"


def _position(point: LonLat) -> list[float]:
    return [round(point.lon, DIGITS), round(point.lat, DIGITS)]


def _line(points: Iterable[LonLat]) -> Json | None:
    positions = [_position(point) for point in points]
    return {"type": "LineString", "coordinates": positions} if len(positions) > 1 else None


def _feature(geometry: Json | None, properties: Json) -> Json:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(point: LonLat, properties: Json) -> Json:
    return _feature({"type": "Point", "coordinates": _position(point)}, properties)


def _route(plan: Plan, option: Option, route: Route, letter: str) -> Json:
    return _feature(
        _line(route.geometry),
        {
            "feature": "route",
            "letter": letter,
            "id": route.id,
            "option": option.label,
            "chosen": option.label == plan.chosen,
            "group_id": route.group_id,
            "exit_id": route.exit_id,
            "length_m": round(route.length_m, 1),
            "travel_s": route.travel_s,
            "capacity_vph": route.capacity_vph,
            "exposure_relative": route.exposure,
            "overlap": route.overlap,
            "closed_by": list(route.closed_by),
            "why": route.why,
        },
    )


def _way_point(letter: str, number: int, point: WayPoint) -> Json:
    names = {name.lang or "local": name.text for name in point.names}
    properties: Json = {"feature": "way-point", "route": letter, "number": number, "name": point.name, "names": names}
    properties |= {"role": point.role, "road": point.road, "km": round(point.km, 3), "drive_s": point.drive_s}
    return _point(point.point, properties)


def _group(group: Group) -> Json:
    people = group.people
    properties: Json = {"feature": "assembly point", "id": group.id, "name": group.name, "people": people.total}
    properties |= {"able": people.able, "seated": people.seated, "stretcher": people.stretcher}
    properties |= {"wheelchair": people.wheelchair, "own_cars": group.own_cars}
    return _point(group.point, properties)


def _exit(one: Exit) -> Json:
    properties: Json = {"feature": "exit", "id": one.id, "name": one.name, "kind": one.kind}
    properties |= {"screening_per_h": one.screening_per_h, "beds": one.beds}
    return _point(one.point, properties)
