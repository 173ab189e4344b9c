"""The one table of road classes: default speed, lanes and capacity, each with its source.

A scenario may override speed or capacity of a class (`[roads.speed_kmh]`, `[roads.capacity_vph]`).
"""

from __future__ import annotations

from typing import NamedTuple


class RoadClass(NamedTuple):
    """Defaults of one OpenStreetMap highway value, used where the road itself states nothing.

    speed_kmh: free speed in good order. lanes: lanes in one direction. capacity_vph: vehicles per hour and lane.
    rank: 0 is the most important (for maps and names). optional: read only when the setting `roads.include_minor` is on.
    """

    name: str
    speed_kmh: float
    lanes: int
    capacity_vph: int
    rank: int
    optional: bool = False


SOURCE = (
    "Capacities per lane and free speeds after the defaults of the MATSim OSM network reader (motorway 2000 vph, trunk 2000, "
    "primary 1500, secondary 1000, tertiary 600, minor 600, residential 600), speeds lowered to rural single-carriageway "
    "practice; track and service: our estimate, one vehicle every 20 to 30 seconds."
)

ROAD_CLASSES: tuple[RoadClass, ...] = (
    RoadClass("motorway", 110.0, 2, 2000, 0),
    RoadClass("motorway_link", 60.0, 1, 1500, 0),
    RoadClass("trunk", 90.0, 1, 2000, 1),
    RoadClass("trunk_link", 50.0, 1, 1500, 1),
    RoadClass("primary", 80.0, 1, 1500, 2),
    RoadClass("primary_link", 50.0, 1, 1500, 2),
    RoadClass("secondary", 60.0, 1, 1000, 3),
    RoadClass("secondary_link", 50.0, 1, 1000, 3),
    RoadClass("tertiary", 50.0, 1, 600, 4),
    RoadClass("tertiary_link", 40.0, 1, 600, 4),
    RoadClass("unclassified", 40.0, 1, 600, 5),
    RoadClass("residential", 30.0, 1, 600, 6),
    RoadClass("living_street", 15.0, 1, 300, 7),
    RoadClass("road", 30.0, 1, 600, 6),
    RoadClass("service", 20.0, 1, 180, 8, optional=True),
    RoadClass("track", 20.0, 1, 120, 9, optional=True),
)

CLASS_INDEX: dict[str, int] = {road.name: index for index, road in enumerate(ROAD_CLASSES)}

SURFACE_SPEED_LIMITS_KMH: dict[str, float] = {
    "paved": 130.0,
    "asphalt": 130.0,
    "concrete": 110.0,
    "paving_stones": 50.0,
    "sett": 40.0,
    "cobblestone": 30.0,
    "compacted": 50.0,
    "fine_gravel": 50.0,
    "gravel": 40.0,
    "unpaved": 40.0,
    "pebblestone": 30.0,
    "dirt": 25.0,
    "ground": 25.0,
    "earth": 25.0,
    "grass": 15.0,
    "sand": 15.0,
    "mud": 10.0,
}
"""Highest speed on a surface in km/h (our estimate for loaded buses in dry weather); other surfaces set no limit."""


def lane_capacity_factor(surface: str) -> float:
    """Return the share of a lane's capacity left on a surface: 1 on paved roads, 0.6 on loose ones (our estimate)."""
    return 0.6 if SURFACE_SPEED_LIMITS_KMH.get(surface, 130.0) <= 40.0 else 1.0
