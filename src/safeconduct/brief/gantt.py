"""What each vehicle does when, from a plan: loading, driving, at the exit, on the way back, waiting; own cars as counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from safeconduct.model.people import Headcount
from safeconduct.model.plan import Packet, Plan, VehicleRun
from safeconduct.model.scenario import Scenario
from safeconduct.model.settings import Settings

LOAD, WAIT, DRIVE, EXIT, REST, BACK = "load", "wait", "drive", "exit", "rest", "back"


@dataclass(frozen=True, slots=True)
class Trip:
    """One run of a fleet vehicle with its packet. place: its place in the packet, from 1; leave, there: its own times.

    loaded: when boarding is over by the settings, at the latest when it leaves. back_from: when it drives back at the latest to
    be there in time (None: it does not return).
    """

    run: VehicleRun
    packet: Packet
    place: int
    leave: datetime
    there: datetime
    loaded: datetime
    back_from: datetime | None = None

    @property
    def free_at(self) -> datetime:
        """Return when it is empty at the exit."""
        return self.run.free_at or self.packet.out


@dataclass(frozen=True, slots=True)
class Bar:
    """What a vehicle does from `start` to `end`: one of load, wait, drive, exit, rest, back."""

    phase: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class VehicleRow:
    """One vehicle of the fleet with what it does, in order of time."""

    serial: str
    entry_id: str
    trips: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class CarBand:
    """The own cars of a group: (moment, on the road, in the queue) after each change; cars: how many leave in all."""

    group_id: str
    cars: int
    blocks: int
    steps: tuple[tuple[datetime, int, int], ...]


def places_of(packet: Packet) -> Iterator[tuple[int, VehicleRun]]:
    """Yield (place in the packet of its first vehicle, run) for each run, places from 1."""
    ahead = 0
    for run in packet.runs:
        yield ahead + 1, run
        ahead += run.vehicles


def boarding_s(people: Headcount, settings: Settings) -> int:
    """Return how long these people take through one door, after the fixed time of loading."""
    return (
        people.able * settings.board_able_s
        + people.seated * settings.board_seated_s
        + people.stretcher * settings.board_stretcher_s
        + people.wheelchair * settings.board_wheelchair_s
    )


def trips_by_serial(plan: Plan, scenario: Scenario) -> dict[str, tuple[Trip, ...]]:
    """Return the trips of every fleet vehicle that leaves, in order of departure; serials in the order of the fleet table."""
    found: dict[str, list[Trip]] = {}
    gap = scenario.settings.vehicle_gap_s
    for packet in plan.timetable.packets:
        for place, run in places_of(packet):
            if run.serial:
                later = timedelta(seconds=(place - 1) * gap)
                leave = packet.depart + later
                begin = run.load_start or leave
                needed = timedelta(seconds=scenario.settings.load_fixed_s + boarding_s(run.people, scenario.settings))
                trip = Trip(run, packet, place, leave, packet.arrive + later, min(begin + needed, leave))
                found.setdefault(run.serial, []).append(trip)
    order = {serial: index for index, serial in enumerate(s for entry in scenario.fleet for s in entry.serials())}
    ways = ways_back(plan)
    return {
        serial: _with_returns(tuple(sorted(found[serial], key=lambda trip: trip.leave)), ways, scenario.settings)
        for serial in sorted(found, key=lambda serial: (order.get(serial, len(order)), serial))
    }


def ways_back(plan: Plan) -> dict[tuple[str, str], int]:
    """Return the driving seconds of the quickest way back that the plan knows, by exit and group."""
    known: dict[tuple[str, str], int] = {}
    routes = (*(route for option in plan.options for route in option.routes), *plan.former_routes)
    for route in routes:
        if route.back_arcs:
            pair = (route.exit_id, route.group_id)
            known[pair] = min(known.get(pair, route.back_s), route.back_s)
    for way in plan.returns:
        known.setdefault((way.exit_id, way.group_id), way.travel_s)
    return known


def _with_returns(trips: tuple[Trip, ...], ways: dict[tuple[str, str], int], settings: Settings) -> tuple[Trip, ...]:
    done: list[Trip] = []
    for index, trip in enumerate(trips):
        back = trip.run.back_at
        if back is not None:
            to = trips[index + 1].packet.group_id if index + 1 < len(trips) else trip.packet.group_id
            driven = ways.get((trip.packet.exit_id, to))
            unloading = settings.aid_unload_s if trip.run.aid_t else 0
            begin = trip.free_at if driven is None else max(trip.free_at, back - timedelta(seconds=driven + unloading))
            trip = Trip(trip.run, trip.packet, trip.place, trip.leave, trip.there, trip.loaded, begin)  # noqa: PLW2901
        done.append(trip)
    return tuple(done)


def vehicle_rows(plan: Plan, scenario: Scenario) -> tuple[VehicleRow, ...]:
    """Return a row for each vehicle that leaves: by row of the fleet, then by its first departure, then by serial."""
    entry_of = {serial: (rank, entry.id) for rank, entry in enumerate(scenario.fleet) for serial in entry.serials()}
    rows = [
        (entry_of.get(serial, (len(entry_of), "")), trips, serial) for serial, trips in trips_by_serial(plan, scenario).items()
    ]
    rows.sort(key=lambda one: (one[0][0], one[1][0].leave, one[2]))
    return tuple(VehicleRow(serial, entry[1], len(trips), _bars(trips, scenario.settings)) for entry, trips, serial in rows)


def _bars(trips: tuple[Trip, ...], settings: Settings) -> tuple[Bar, ...]:
    bars: list[Bar] = []
    for index, trip in enumerate(trips):
        begin = trip.run.load_start or trip.leave
        bars += [Bar(LOAD, begin, trip.loaded), Bar(WAIT, trip.loaded, trip.leave), Bar(DRIVE, trip.leave, trip.there)]
        bars.append(Bar(EXIT, trip.there, trip.free_at))
        if trip.run.back_at is not None and trip.back_from is not None:
            rested = min(trip.back_from, trip.free_at + timedelta(seconds=pause_s(trip.run, settings)))
            bars += [Bar(REST, trip.free_at, rested), Bar(WAIT, rested, trip.back_from)]
            bars.append(Bar(BACK, trip.back_from, trip.run.back_at))
            if index + 1 < len(trips):
                bars.append(Bar(WAIT, trip.run.back_at, trips[index + 1].run.load_start or trips[index + 1].leave))
    return tuple(bar for bar in bars if bar.end > bar.start or bar.phase == DRIVE)


def pause_s(run: VehicleRun, settings: Settings) -> int:
    """Return how long refuelling and rest at the exit take after a run, one after the other, seconds."""
    return (settings.refuel_s if run.refuels else 0) + (round(settings.crew_rest_h * 3600) if run.rests else 0)


def car_bands(plan: Plan, scenario: Scenario) -> tuple[CarBand, ...]:
    """Return the band of each group that own cars leave, in the order of the scenario."""
    changes: dict[str, dict[datetime, list[int]]] = {}
    totals: dict[str, tuple[int, int]] = {}
    for packet in plan.timetable.packets:
        for _, run in places_of(packet):
            if run.serial:
                continue
            cars, blocks = totals.get(packet.group_id, (0, 0))
            totals[packet.group_id] = (cars + run.vehicles, blocks + 1)
            moments = changes.setdefault(packet.group_id, {})
            for moment, road, queue in ((packet.depart, 1, 0), (packet.clear, -1, 1), (packet.out, 0, -1)):
                change = moments.setdefault(moment, [0, 0])
                change[0] += road * run.vehicles
                change[1] += queue * run.vehicles
    order = {group.id: index for index, group in enumerate(scenario.groups)}
    return tuple(
        CarBand(group_id, *totals[group_id], _summed(changes[group_id]))
        for group_id in sorted(changes, key=lambda group_id: order[group_id])
    )


def _summed(changes: dict[datetime, list[int]]) -> tuple[tuple[datetime, int, int], ...]:
    steps: list[tuple[datetime, int, int]] = []
    road = queue = 0
    for moment in sorted(changes):
        road += changes[moment][0]
        queue += changes[moment][1]
        steps.append((moment, road, queue))
    return tuple(steps)
