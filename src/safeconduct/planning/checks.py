"""Checks of a scenario that need its roads: points beside their names, outside the roads, cut off from every exit."""

from __future__ import annotations

from typing import NamedTuple

from safeconduct.model.conditions import ArcConditions
from safeconduct.model.notice import Notice, Where, notice
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Snap
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.place_names import nearest_of_name, places_by_key, wanted_keys
from safeconduct.planning.reach import find_cut_off, find_idle_exits

BOX_MARGIN_DEGREES = 0.02
"""How far outside the road file's corners a point may lie before that is told."""


class NamedPoint(NamedTuple):
    """A point of the scenario: the table it stands in, its id, its name ("" for vehicles and checkpoints) and where it is."""

    table: str
    id: str
    name: str
    point: LonLat

    @property
    def where(self) -> Where:
        """Return where the notice is to be put."""
        return Where(self.table, feature=self.id)


def check_against_roads(
    scenario: Scenario, network: RoadNetwork, snaps: tuple[Snap, ...], conditions: ArcConditions
) -> tuple[Notice, ...]:
    """Return the notices that show only with scenario and roads together.

    Told are: a point farther than the setting `name_limit_km` from the nearest place of its name (of the road file and the
    gazetteer); points outside the road file, and those that would lie inside with longitude and latitude exchanged; groups that
    can reach no exit, with what stands in the way; exits that no group can reach. Snaps are looked up by the ids of groups and
    exits; one without a snap is left out.
    """
    points = named_points(scenario)
    return (*_outside(points, network), *_names(points, scenario, network), *_reach(scenario, network, snaps, conditions))


def named_points(scenario: Scenario) -> tuple[NamedPoint, ...]:
    """Return every point of groups, exits, vehicle bases and checkpoints, in this order."""
    return (
        *(NamedPoint("groups", one.id, one.name, one.point) for one in scenario.groups),
        *(NamedPoint("exits", one.id, one.name, one.point) for one in scenario.exits),
        *(NamedPoint("vehicles", one.id, "", one.base) for one in scenario.fleet if one.base is not None),
        *(NamedPoint("checkpoints", one.id, "", one.point) for one in scenario.checkpoints),
    )


def shown_point(point: LonLat) -> str:
    """Return a point as notices show it: latitude, longitude to five places, hemispheres named."""
    north, east = "N" if point.lat >= 0 else "S", "E" if point.lon >= 0 else "W"
    return f"{abs(point.lat):.5f} {north}, {abs(point.lon):.5f} {east}"


def _outside(points: tuple[NamedPoint, ...], network: RoadNetwork) -> list[Notice]:
    if not network.nodes:
        return []
    low = LonLat(float(network.node_lon.min()) - BOX_MARGIN_DEGREES, float(network.node_lat.min()) - BOX_MARGIN_DEGREES)
    high = LonLat(float(network.node_lon.max()) + BOX_MARGIN_DEGREES, float(network.node_lat.max()) + BOX_MARGIN_DEGREES)
    box = f"{shown_point(low)} to {shown_point(high)}"
    notices: list[Notice] = []
    for one in points:
        if _inside(one.point, low, high):
            continue
        if _inside(LonLat(one.point.lat, one.point.lon), low, high):
            notices.append(notice("point-swapped-roads", one.where, id=one.id, point=shown_point(one.point)))
        else:
            notices.append(notice("point-outside-roads", one.where, id=one.id, point=shown_point(one.point), box=box))
    return notices


def _inside(point: LonLat, low: LonLat, high: LonLat) -> bool:
    return low.lon <= point.lon <= high.lon and low.lat <= point.lat <= high.lat


def _names(points: tuple[NamedPoint, ...], scenario: Scenario, network: RoadNetwork) -> list[Notice]:
    named = [one for one in points if one.name]
    wanted = frozenset(key for one in named for keys in wanted_keys(one.name) for key in keys)
    known = places_by_key((*network.places, *scenario.gazetteer), wanted)
    notices: list[Notice] = []
    unknown: list[str] = []
    for one in named:
        found = nearest_of_name(one.name, one.point, known)
        if found is None:
            unknown.append(one.name)
        elif found.km > scenario.settings.name_limit_km:
            notices.append(
                notice(
                    "name-far",
                    one.where,
                    id=one.id,
                    point=shown_point(one.point),
                    km=f"{found.km:.0f}",
                    place=found.place.name,
                    there=shown_point(found.place.point),
                )
            )
    if unknown:
        notices.append(notice("names-unchecked", Where(), names=", ".join(unknown[:10]), count=len(unknown)))
    return notices


def _reach(scenario: Scenario, network: RoadNetwork, snaps: tuple[Snap, ...], conditions: ArcConditions) -> list[Notice]:
    node_of = {snap.id: snap.node for snap in snaps}
    groups = {one.id: node_of[one.id] for one in scenario.groups if one.id in node_of}
    exits = {one.id: node_of[one.id] for one in scenario.exits if one.id in node_of}
    cut_off = find_cut_off(network, conditions, groups, exits)
    idle = find_idle_exits(network, conditions, groups, exits) if len(cut_off) < len(groups) else ()
    return [
        *(notice("group-cut-off", Where("groups", feature=one), id=one, reason=why) for one, why in cut_off.items()),
        *(notice("exit-cut-off", Where("exits", feature=one), id=one) for one in idle),
    ]
