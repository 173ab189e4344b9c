"""corridors.gpx: the chosen routes for satellite receivers and phones, GPX 1.1."""

from __future__ import annotations

from safeconduct.brief.frame import bounds_of
from safeconduct.brief.letters import ends_text, letter_routes
from safeconduct.brief.texts import SCHEMATIC_NOTE, plain_text, xml_text
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Plan, Route, WayPoint
from safeconduct.model.scenario import Scenario

NAMESPACE = "http://www.topografix.com/GPX/1/1"
SCHEMA = f"{NAMESPACE} {NAMESPACE}/gpx.xsd"
DIGITS = 6


def corridors_gpx(plan: Plan, scenario: Scenario) -> bytes:
    """Return a GPX 1.1 document as UTF-8: assembly points and exits as wpt, each route of the chosen option as rte and as trk.

    A route's rtept are its way-points, its trkpt the road itself. Positions have six decimals. Nothing says why a route was
    chosen: those sentences tell of closures and incidents, and this file goes to the parties and rides in the vehicles.
    """
    letters = letter_routes(plan)
    routes = plan.driven_routes
    places = [(group.point, group.name, "assembly point") for group in scenario.groups]
    places += [(one.point, one.name, "exit") for one in scenario.exits]
    points = [point for point, _, _ in places] + [point for route in routes for point in route.geometry]
    low, high = bounds_of(points)
    note = f"{SCHEMATIC_NOTE}. " if plan.schematic else ""
    described = f"{note}Input {plan.input_hash[:12]}. {plan.attribution}".strip()
    bounds = bounds_element(low, high, DIGITS)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            f'<gpx version="1.1" creator="safeconduct {xml_text(plan.program_version)}" xmlns="{NAMESPACE}" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{SCHEMA}">'
        ),
        f"<metadata><name>{xml_text(plan.scenario_name)}</name><desc>{xml_text(described)}</desc>{bounds}</metadata>",
    ]
    lines += [f"<wpt {_at(point)}><name>{xml_text(name)}</name><type>{kind}</type></wpt>" for point, name, kind in places]
    lines += [_route(route, letters[route.id], number) for number, route in enumerate(routes, 1)]
    lines += [_track(route, letters[route.id], number) for number, route in enumerate(routes, 1)]
    return ("\n".join([*lines, "</gpx>"]) + "\n").encode()


def position(point: LonLat, digits: int) -> str:
    """Return a position as attributes with so many decimals, its longitude below 180 degrees as the schema wants it."""
    lat, lon = _degrees(point, digits)
    return f'lat="{lat}" lon="{lon}"'


def bounds_element(low: LonLat, high: LonLat, digits: int) -> str:
    """Return the bounds between two corners with so many decimals."""
    (min_lat, min_lon), (max_lat, max_lon) = _degrees(low, digits), _degrees(high, digits)
    return f'<bounds minlat="{min_lat}" minlon="{min_lon}" maxlat="{max_lat}" maxlon="{max_lon}"/>'


def _degrees(point: LonLat, digits: int) -> tuple[str, str]:
    return f"{point.lat:.{digits}f}", f"{min(point.lon, 180.0 - 10.0**-digits):.{digits}f}"


def _at(point: LonLat) -> str:
    return position(point, DIGITS)


def _route(route: Route, letter: str, number: int) -> str:
    name = xml_text(plain_text(f"{letter}: {ends_text(route)}"))
    points = "".join(_route_point(point) for point in route.way_points)
    return f"<rte><name>{name}</name><number>{number}</number>{points}</rte>"


def _route_point(point: WayPoint) -> str:
    described = xml_text(f"km {point.km:.1f}, {point.drive_s} s from the start" + (f", {point.road}" if point.road else ""))
    name = f"<name>{xml_text(point.name)}</name><desc>{described}</desc><type>{xml_text(point.role)}</type>"
    return f"<rtept {_at(point.point)}>{name}</rtept>"


def _track(route: Route, letter: str, number: int) -> str:
    name = xml_text(plain_text(f"{letter}: {ends_text(route)}"))
    points = "".join(f"<trkpt {_at(point)}/>" for point in route.geometry)
    return f"<trk><name>{name}</name><number>{number}</number><trkseg>{points}</trkseg></trk>"
