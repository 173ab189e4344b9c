"""corridors.gpx of the parties' brief: the routes that it prints and nothing else, GPX 1.1."""

from __future__ import annotations

from safeconduct.brief.frame import bounds_of
from safeconduct.brief.party_facts import PartyFacts, Point, RoadRoute
from safeconduct.brief.texts import SCHEMATIC_NOTE, plain_text, xml_text
from safeconduct.files.gpx import NAMESPACE, SCHEMA, bounds_element, position
from safeconduct.model.place import LonLat

DIGITS = 5


def party_gpx(facts: PartyFacts, digest: str) -> bytes:
    """Return a GPX 1.1 document as UTF-8: places as wpt, each route as rte with its way-points and as trk with the road itself.

    digest: the hash as it is printed. Positions have five decimals, as the facts do.
    """
    places = [one.at for one in facts.sites]
    low, high = bounds_of([*places, *(point for route in facts.routes for point in route.line)])
    note = f"{SCHEMATIC_NOTE}. " if facts.schematic else ""
    described = f"{note}{facts.number}, version {facts.version}, hash {digest}. {facts.attribution}".strip()
    bounds = bounds_element(low, high, DIGITS)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            f'<gpx version="1.1" creator="safeconduct {xml_text(facts.program)}" xmlns="{NAMESPACE}" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{SCHEMA}">'
        ),
        f"<metadata><name>{xml_text(facts.name)}</name><desc>{xml_text(plain_text(described))}</desc>{bounds}</metadata>",
    ]
    lines += [f"<wpt {_at(one.at)}><name>{xml_text(one.name)}</name><type>{_KINDS[one.kind]}</type></wpt>" for one in facts.sites]
    lines += [_route(route, number) for number, route in enumerate(facts.routes, 1)]
    lines += [_track(route, number) for number, route in enumerate(facts.routes, 1)]
    return ("\n".join([*lines, "</gpx>"]) + "\n").encode()


_KINDS = {"start": "assembly point", "checkpoint": "checkpoint", "exit": "exit"}


def _at(point: LonLat) -> str:
    return position(point, DIGITS)


def _name(route: RoadRoute) -> str:
    return xml_text(f"{route.letter}: {route.start} to {route.goal}")


def _route(route: RoadRoute, number: int) -> str:
    points = "".join(_route_point(one) for one in route.points)
    return f"<rte><name>{_name(route)}</name><number>{number}</number>{points}</rte>"


def _route_point(point: Point) -> str:
    told = f"<name>{xml_text(point.name)}</name><desc>km {point.km:.1f}</desc><type>{xml_text(point.role)}</type>"
    return f"<rtept {_at(point.at)}>{told}</rtept>"


def _track(route: RoadRoute, number: int) -> str:
    points = "".join(f"<trkpt {_at(point)}/>" for point in route.line)
    return f"<trk><name>{_name(route)}</name><number>{number}</number><trkseg>{points}</trkseg></trk>"
