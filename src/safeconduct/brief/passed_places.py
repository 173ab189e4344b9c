"""When packets pass exits and checkpoints, from the way-points of their routes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from safeconduct.agreement.limits import limited
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.people import Exit
from safeconduct.model.place import distance_m
from safeconduct.model.plan import Packet, Plan, WayPoint
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork

EXIT, CHECKPOINT = "exit", "checkpoint"


@dataclass(frozen=True, slots=True)
class Passage:
    """A packet at a place: when its first and its last vehicle are expected there; km: from the start of its route."""

    packet: Packet
    first: datetime
    last: datetime
    km: float


@dataclass(frozen=True, slots=True)
class PassedPlace:
    """An exit or checkpoint (`thing`) with the packets that pass it, in order of their first vehicle."""

    role: str
    thing: Exit | Checkpoint
    passages: tuple[Passage, ...]

    @property
    def id(self) -> str:
        """Return the id of the exit or checkpoint."""
        return self.thing.id

    @property
    def name(self) -> str:
        """Return its name, its id where it has none."""
        return self.thing.name or self.thing.id


Holds = Mapping[str, float]
"""Where packets are held on the road (`wait_s`): kilometres from the start of the route, by packet id."""


def holds_of(plan: Plan, network: RoadNetwork) -> Holds:
    """Return where the packets that a change met on the road are held."""
    routes = {route.id: route for route in plan.driven_routes}
    return {
        packet.id: float(network.length_m[list(routes[packet.route_id].arcs[: packet.wait_at])].sum()) / 1000
        for packet in plan.timetable.packets
        if packet.wait_s and packet.route_id in routes
    }


def drive_s(packet: Packet, point: WayPoint, holds: Holds) -> int:
    """Return seconds from a packet's departure to a way-point of its route, a hold before it included."""
    held = packet.wait_s and point.km > holds.get(packet.id, 0.0) + 0.0005
    return point.drive_s + (packet.wait_s if held else 0)


def stop_seconds(scenario: Scenario) -> dict[str, int]:
    """Return how long each packet stops at a checkpoint, by its name, within the limits of the terms."""
    within = limited(scenario)
    return {one.name: one.stop_s(within.settings.packet_size) for one in within.checkpoints}


def passages_of(plan: Plan, scenario: Scenario, holds: Holds) -> tuple[PassedPlace, ...]:
    """Return every checkpoint, then every exit, that packets pass, in the order of the scenario.

    A checkpoint is known on a route by its role and name, of several of one name by the nearest. Told is when the packet comes
    there, before the stop.
    """
    checkpoints = (PassedPlace(CHECKPOINT, one, _at_checkpoint(plan, scenario, one, holds)) for one in scenario.checkpoints)
    exits = (PassedPlace(EXIT, one, _at_exit(plan, scenario, one)) for one in scenario.exits)
    return tuple(place for place in (*checkpoints, *exits) if place.passages)


def _at_exit(plan: Plan, scenario: Scenario, one: Exit) -> tuple[Passage, ...]:
    lengths = {route.id: route.length_m / 1000 for route in plan.driven_routes}
    return _ordered(
        _passage(packet, packet.arrive, lengths.get(packet.route_id, 0.0), scenario)
        for packet in plan.timetable.packets
        if packet.exit_id == one.id
    )


def _at_checkpoint(plan: Plan, scenario: Scenario, one: Checkpoint, holds: Holds) -> tuple[Passage, ...]:
    namesakes = tuple(other for other in scenario.checkpoints if other.name == one.name)
    points = {
        route.id: [point for point in route.way_points if point.role == CHECKPOINT and _nearest(point, namesakes) is one]
        for route in plan.driven_routes
    }
    return _ordered(
        _passage(packet, packet.depart + timedelta(seconds=drive_s(packet, point, holds)), point.km, scenario)
        for packet in plan.timetable.packets
        for point in points.get(packet.route_id, ())
    )


def _nearest(point: WayPoint, namesakes: tuple[Checkpoint, ...]) -> Checkpoint | None:
    """Return the checkpoint that a way-point is, given all of one name (None: of another name)."""
    if point.name != namesakes[0].name:
        return None
    return min(namesakes, key=lambda one: distance_m(one.point, point.point))


def _passage(packet: Packet, first: datetime, km: float, scenario: Scenario) -> Passage:
    gap = scenario.settings.vehicle_gap_s
    return Passage(packet, first, first + timedelta(seconds=(packet.vehicles - 1) * gap), km)


def _ordered(found: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(found, key=lambda one: (one.first, one.packet.id)))
