"""The timetable for the rest of a movement: what must and what can stand, and what is new beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.roadway import Roadway
from safeconduct.convoy.standing import Standing, number_of
from safeconduct.model.errors import RefusedError
from safeconduct.model.people import Group
from safeconduct.model.plan import Packet, Plan, Route, Timetable
from safeconduct.model.scenario import Scenario
from safeconduct.planning.ground import Ground
from safeconduct.planning.make import returns_of
from safeconduct.planning.movement import order_of
from safeconduct.planning.on_road import Outcome
from safeconduct.planning.people_left import remaining
from safeconduct.planning.way_home import Homeward, from_base
from safeconduct.routing.options import OptionSet

RULE_PEOPLE = "replan-people"


@dataclass(frozen=True, slots=True)
class Rest:
    """The rest of a movement: the plan that was driven, the ground as it is now, and what is on the road.

    routes: every route of the plan before by id. outcome, home: what becomes of packets and vehicles on the road.
    """

    ground: Ground
    before: Plan
    at: datetime
    found: OptionSet
    chosen: str
    routes: Mapping[str, Route]
    outcome: Outcome
    home: Homeward

    @property
    def at_s(self) -> int:
        """Return the moment in whole seconds from the start, rounded up."""
        return -int(-(self.at - self.ground.movement.start).total_seconds() // 1)


@dataclass(frozen=True, slots=True)
class Played:
    """A timetable for the rest, with the packets that stood in it (`planned`) and the former routes it uses."""

    timetable: Timetable
    planned: tuple[Packet, ...]
    former: tuple[Route, ...]

    @property
    def value(self) -> tuple[int, float]:
        """Return what it is judged by, less is better: people left, then when the last one is out."""
        last = self.timetable.last_out
        return sum(one.people.total for one in self.timetable.left), last.timestamp() if last else 0.0


def play_on(rest: Rest, *, keep: bool) -> Played:
    """Return the timetable of the rest; with `keep` everything planned stands that still can, else only what is being loaded."""
    gone, planned, former = _on_routes(rest, keep=keep)
    order = _order(rest, former)
    planned = _fitting(rest, order, gone, planned)
    on_road = [*gone, *(one.packet for one in rest.outcome.stopped)]
    on_road += [replace(packet, runs=(left,)) for packet, left, _ in rest.outcome.waiting]
    groups = _reduced(order.groups, (*on_road, *planned), rest.at)
    while groups is None and planned:
        planned = planned[:-1]
        groups = _reduced(order.groups, (*on_road, *planned), rest.at)
    if groups is None:
        raise RefusedError(RULE_PEOPLE, "More people have left than the groups hold now: count those who have left as well.")
    backs = {**rest.home.backs}
    for serial, there in from_base(rest.ground, rest.before, rest.at_s, order.deadhead_s).items():
        backs[serial, 0] = there
    last_number = max((number_of(packet.id) for packet in rest.before.timetable.packets), default=0)
    standing = Standing(rest.at_s + 1, gone, planned, backs, last_number)
    return Played(build_timetable(replace(order, groups=groups), standing), planned, former)


def _on_routes(rest: Rest, *, keep: bool) -> tuple[tuple[Packet, ...], tuple[Packet, ...], tuple[Route, ...]]:
    """Return the packets that left and those that are to stay planned, on the routes of the new plan, and the former routes."""
    option = next(one for one in rest.found.options if one.label == rest.chosen)
    new = {(route.group_id, route.exit_id, route.arcs): route for route in option.routes}
    taken = {route.id for one in rest.found.options for route in one.routes}
    former: dict[tuple[str, str, tuple[int, ...]], Route] = {}

    def settled(packet: Packet, route: Route, *, own: bool) -> Packet:
        key = (route.group_id, route.exit_id, route.arcs)
        if not own and key in new:
            return replace(packet, route_id=new[key].id)
        if not own and key in former:
            return replace(packet, route_id=former[key].id)
        name = route.id
        while name in taken:
            name = f"before {name}"
        taken.add(name)
        fresh = replace(route, id=name)
        former[(name, "", ()) if own else key] = fresh
        return replace(packet, route_id=name)

    gone = tuple(settled(one.packet, one.route, own=bool(one.packet.wait_s)) for one in rest.outcome.drives)
    planned = tuple(
        settled(packet, rest.routes[packet.route_id], own=False)
        for packet in rest.before.timetable.packets
        if packet.depart > rest.at and (keep or is_loading(packet, rest.at))
    )
    return gone, planned, tuple(former.values())


def is_loading(packet: Packet, at: datetime) -> bool:
    """Tell whether a vehicle of a packet has begun to load by then."""
    return any(run.load_start is not None and run.load_start <= at for run in packet.runs)


def _order(rest: Rest, former: tuple[Route, ...]) -> MovementOrder:
    """Return the order of movement of everybody, on the new routes and the former ones."""
    ground = rest.ground
    option = next(one for one in rest.found.options if one.label == rest.chosen)
    returns = returns_of(rest.found)
    order = order_of(
        ground.scenario,
        ground.network,
        ground.conditions,
        movement=ground.movement,
        travel_s=ground.travel_s,
        snaps=ground.snaps,
        routes=(*option.routes, *former),
        returns=returns,
    )
    held = {one.packet.id: (one.packet.wait_at, one.packet.wait_s) for one in rest.outcome.drives if one.packet.wait_s}
    waits = {route.id: held[name] for route in former for name in held if route.id.endswith(name)}
    stuck = rest.home.stuck
    fleet = tuple(
        replace(entry, lost=(*entry.lost, *((serial, rest.at) for serial in entry.serials() if serial in stuck)))
        for entry in order.fleet
    )
    return replace(order, former=frozenset(route.id for route in former), waits=waits, fleet=fleet)


def _fitting(rest: Rest, order: MovementOrder, gone: Sequence[Packet], planned: Sequence[Packet]) -> tuple[Packet, ...]:
    """Return the planned packets that can still leave as they are: road, vehicles, beds and the trips before them."""
    roadway, scenario = Roadway(order), rest.ground.scenario
    for packet in gone:
        roadway.book(roadway.get_line(packet.route_id), packet.vehicles, order.second_of(packet.depart))
    ids = {packet.id for packet in gone}
    stopped = (one for one in rest.before.timetable.packets if one.depart <= rest.at and one.id not in ids)
    missing = {run.serial for one in stopped for run in one.runs}
    beds = {door.id: door.beds for door in scenario.exits}
    for packet in gone:
        beds[packet.exit_id] = _less(beds[packet.exit_id], packet.people.total)
    kept: list[Packet] = []
    for packet in planned:
        serials = {run.serial for run in packet.runs if run.serial}
        line, depart = roadway.get_line(packet.route_id), order.second_of(packet.depart)
        free = _less(beds[packet.exit_id], packet.people.total)
        fits = (
            not serials & missing
            and all(_usable(scenario, serial, packet) and serial not in rest.home.stuck for serial in serials)
            and packet.vehicles <= scenario.settings.packet_size
            and (free is None or free >= 0)
            and roadway.find_departure(line, packet.vehicles, depart) == depart
        )
        if fits:
            roadway.book(line, packet.vehicles, depart)
            beds[packet.exit_id] = free
            kept.append(packet)
        else:
            missing |= serials
    return tuple(kept)


def _less(beds: int | None, people: int) -> int | None:
    return None if beds is None else beds - people


def _usable(scenario: Scenario, serial: str, packet: Packet) -> bool:
    """Tell whether a vehicle is still there for a packet until it is out."""
    for entry in scenario.fleet:
        if serial in entry.serials():
            lost = entry.find_lost(serial)
            return lost is None or lost >= packet.out
    return False


def _reduced(groups: tuple[Group, ...], packets: Sequence[Packet], at: datetime) -> tuple[Group, ...] | None:
    """Return the groups without those who ride in the packets, or None when the packets carry more than there are."""
    found = [remaining(group, packets, at) for group in groups]
    return None if None in found else tuple(one for one in found if one is not None)
