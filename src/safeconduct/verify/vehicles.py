"""Vehicles: each in one place at a time, loaded, driven and brought back in the stated times."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import inf

from safeconduct.model.plan import VehicleRun
from safeconduct.verify.case import Case
from safeconduct.verify.duty import Home, Trip, check_aid, check_duty, empty_s, halt_s, there_s
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.references import BASE_PREFIX
from safeconduct.verify.ways import drive_times


def trips_of(case: Case) -> dict[str, list[Trip]]:
    """Return the trips of each fleet vehicle by serial, in order of departure."""
    rows = {serial: row for row in case.scenario.fleet for serial in row.serials()}
    trips: dict[str, list[Trip]] = {}
    for packet in case.plan.timetable.packets:
        ahead = 0
        for run in packet.runs:
            if run.serial:
                leave = case.second(packet.depart) + ahead * case.scenario.settings.vehicle_gap_s
                trips.setdefault(run.serial, []).append(Trip(run, packet, rows[run.serial], leave))
            ahead += run.vehicles
    for several in trips.values():
        several.sort(key=lambda trip: trip.leave)
    return trips


def check_vehicles(case: Case) -> Iterator[Finding]:
    """Yield a finding for each vehicle that could not have driven as stated, and for overfull loading bays."""
    trips = trips_of(case)
    for several in trips.values():
        homes: list[Home | None] = []
        for number, trip in enumerate(several):
            after = several[number + 1] if number + 1 < len(several) else None
            yield from check_kind(trip, number + 1)
            yield from check_loading(case, trip)
            yield from check_return(case, trip, after)
            homes.append(find_home(case, trip, after))
        yield from check_duty(case, several, homes)
        yield from check_first(case, several[0])
        for first, second in pairwise(several):
            yield from check_next(first, second)
    yield from check_aid(case, trips)
    yield from check_bays(case, trips)


def loading_s(case: Case, run: VehicleRun) -> int:
    """Return how long a vehicle loads: the fixed time and the boarding time of each person by class."""
    settings, people = case.scenario.settings, run.people
    boarding = people.able * settings.board_able_s + people.seated * settings.board_seated_s
    boarding += people.stretcher * settings.board_stretcher_s + people.wheelchair * settings.board_wheelchair_s
    return settings.load_fixed_s + boarding


def check_kind(trip: Trip, number: int) -> Iterator[Finding]:
    """Yield a finding when a run is not of the kind of its row, holds several vehicles, or counts its trips wrongly."""
    run = trip.run
    if run.kind != trip.row.kind:
        yield finding("vehicle-kind", trip.where, f"called {run.kind!r}, the fleet says {trip.row.kind!r}")
    if run.vehicles != 1:
        yield finding("vehicle-kind", trip.where, f"one serial for {run.vehicles} vehicles")
    if run.trip != number:
        yield finding("vehicle-twice", trip.where, f"trip {run.trip} is its number {number} by departure")


def check_loading(case: Case, trip: Trip) -> Iterator[Finding]:
    """Yield a finding when loading begins before the group is ready, is too short, or ends after the vehicle leaves.

    A vehicle that was on the road when others broke down may have taken people in there: how long it loaded is history.
    """
    if not trip.carries:
        if trip.run.load_start is not None:
            yield finding("vehicle-loading", trip.where, "an escort loads nobody")
        return
    if trip.run.load_start is None:
        yield finding("vehicle-loading", trip.where, "no time of loading")
        return
    begin, needed = case.second(trip.run.load_start), loading_s(case, trip.run)
    took_in = trip.leave <= case.at_s and any(row.lost for row in case.scenario.fleet)
    if begin + needed > trip.leave and not took_in:
        text = f"{trip.leave - begin:.0f} s from the start of loading to departure, {needed} s are needed"
        yield finding("vehicle-loading", trip.where, text)
    ready = case.groups[trip.packet.group_id].ready
    if ready is not None and trip.run.load_start < ready:
        yield finding(
            "vehicle-loading", trip.where, f"loading begins {-case.second(ready) + begin:.0f} s from when the group is ready"
        )
    if begin < 0:
        yield finding("vehicle-loading", trip.where, "loading begins before the movement")


def check_first(case: Case, trip: Trip) -> Iterator[Finding]:
    """Yield a finding when the first loading begins before the vehicle is there.

    From a base it must have come by the fastest way on roads that are open at some time; that a road of that way may be shut at
    the very hour is not looked at.
    """
    if trip.begins is None:
        return
    begin = case.second(trip.begins)
    there = 0.0 if trip.row.available is None else max(0.0, case.second(trip.row.available))
    if trip.row.base is not None:
        base = next((snap.node for snap in case.plan.snaps if snap.id == BASE_PREFIX + trip.row.id), None)
        if base is None:
            yield finding("vehicle-available", trip.where, f"the base of {trip.row.id} is joined to no road")
            return
        there += drive_times(case, base).get(case.group_node[trip.packet.group_id], inf)
    if begin < there:
        yield finding(
            "vehicle-available", trip.where, f"loading begins at {begin:.0f} s, it cannot be there before {there:.0f} s"
        )


def check_next(first: Trip, second: Trip) -> Iterator[Finding]:
    """Yield a finding when a vehicle loads again before it is back, or serves a second trip without a return."""
    if first.run.back_at is None or second.begins is None:
        yield finding("vehicle-twice", second.where, f"trip {second.run.trip} without a return from the trip before")
    elif second.begins < first.run.back_at:
        early = (first.run.back_at - second.begins).total_seconds()
        yield finding("vehicle-twice", second.where, f"it loads {early:.0f} s before it is back from the trip before")


def check_return(case: Case, trip: Trip, after: Trip | None) -> Iterator[Finding]:
    """Yield a finding when emptying, turning round or the way back does not take the stated time, or lies outside the movement.

    It may wait at the exit before it drives, and rests, refuels and loads aid there one after another. The way back is that of
    a route, or one of the plan's returns, from the packet's exit to the group served next (to any group after the last trip).
    """
    run, settings = trip.run, case.scenario.settings
    empty = empty_s(case, trip)
    if run.free_at is None or case.second(run.free_at) != empty:
        stated = "nothing" if run.free_at is None else f"{case.second(run.free_at):.0f} s"
        yield finding("vehicle-return", trip.where, f"{stated} stated for when it is empty, {empty:.0f} s by the screening")
    if run.back_at is None:
        return
    back, leaving = there_s(case, run), _leaving(case, trip, after)
    if not settings.return_allowed:
        yield finding("vehicle-return", trip.where, "it drives back, which the scenario does not allow")
    fitting = {way: leave for way, leave in leaving.items() if leave >= empty + halt_s(case, run)}
    spans = case.spans[trip.packet.exit_id]
    if not fitting:
        yield finding("vehicle-return", trip.where, f"no way back from {trip.packet.exit_id} is driven in {back - empty:.0f} s")
    elif not any(_open_all_the_way(case, way, leave) for way, leave in fitting.items()):
        yield finding("vehicle-return", trip.where, "a road of its way back is shut when it comes there")
    elif back > case.at_s and not any(low <= leave and back <= high for leave in fitting.values() for low, high in spans):
        yield finding("vehicle-return", trip.where, f"it is back at {back:.0f} s, having driven outside the spans of movement")


def _leaving(case: Case, trip: Trip, after: Trip | None) -> dict[tuple[int, ...], float]:
    """Return the ways that a vehicle may take to its next group, each with when it would have left the exit."""
    ways = ways_back(case, trip.packet.exit_id, {after.packet.group_id} if after else set(case.groups))
    return {way: there_s(case, trip.run) - case.roads.drive_s(way) for way in ways}


def find_home(case: Case, trip: Trip, after: Trip | None) -> Home | None:
    """Return the way back that keeps every rule, the one that leaves last and is shortest; None where there is none."""
    if trip.run.back_at is None:
        return None
    empty = empty_s(case, trip) + halt_s(case, trip.run)
    homes = [
        Home(way, leave)
        for way, leave in _leaving(case, trip, after).items()
        if leave >= empty and _open_all_the_way(case, way, leave)
    ]
    return max(homes, key=lambda home: (home.leave, -sum(case.roads.length_m[arc] for arc in home.arcs)), default=None)


def ways_back(case: Case, exit_id: str, group_ids: set[str]) -> list[tuple[int, ...]]:
    """Return the ways that empty vehicles may take from an exit to any of the groups: those of routes and the plan's returns."""
    routes = (*(route for option in case.plan.options for route in option.routes), *case.plan.former_routes)
    found = [
        route.back_arcs
        for route in routes
        if route.exit_id == exit_id
        and route.group_id in group_ids
        and (route.back_arcs or case.group_node[route.group_id] == case.exit_node[route.exit_id])
    ]
    return found + [way.arcs for way in case.plan.returns if way.exit_id == exit_id and way.group_id in group_ids]


def _open_all_the_way(case: Case, arcs: tuple[int, ...], entry: float) -> bool:
    for arc in arcs:
        leave = entry + case.roads.travel_s[arc]
        spans = case.shut.open_spans.get(arc)
        shut = arc in case.shut.closed or (spans is not None and not any(low <= entry and leave < high for low, high in spans))
        if shut and entry > case.at_s:
            return False
        entry = leave
    return True


def check_bays(case: Case, trips: dict[str, list[Trip]]) -> Iterator[Finding]:
    """Yield a finding for each group where more vehicles load at the same moment than it has bays."""
    changes: dict[str, list[tuple[float, int]]] = {}
    for several in trips.values():
        for trip in several:
            if trip.run.load_start is not None:
                begin = case.second(trip.run.load_start)
                needed = loading_s(case, trip.run)
                changes.setdefault(trip.packet.group_id, []).extend([(begin, 1), (begin + needed, -1)])
    for group_id, moments in changes.items():
        loading, most = 0, 0
        for _moment, change in sorted(moments):
            loading += change
            most = max(most, loading)
        bays = case.groups[group_id].loading_bays
        if most > bays:
            yield finding("vehicle-bays", f"group {group_id}", f"{most} vehicles load at once in {bays} bays")
