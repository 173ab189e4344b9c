"""The sheet that a driver carries: own serial only, kilometres from the start, expected clocks, what then, what if blocked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from safeconduct.brief.annex_routes import NO_NAME, main_languages
from safeconduct.brief.car_sheets import car_sheets
from safeconduct.brief.document import BLANK, RIGHT, Column, Table
from safeconduct.brief.driver_words import DRIVER_BLANKS, IF_BLOCKED
from safeconduct.brief.gantt import Trip, pause_s, trips_by_serial
from safeconduct.brief.letters import letter_routes
from safeconduct.brief.passed_places import Holds, drive_s, stop_seconds
from safeconduct.brief.sheet import A5, Part, Sheet, SheetBook, make_book
from safeconduct.brief.texts import amount_text, count_text, headcount_text, local_names, name_text, people_text
from safeconduct.brief.times import ZoneColumns, duration_text, in_zones, moment_text
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Family
from safeconduct.model.plan import Plan, Route, WayPoint
from safeconduct.model.scenario import Scenario

TITLE = "Drivers' sheets"
RESERVE = "No trip is planned for this vehicle. It stands by; it moves only on the word of the convoy leader."
LANGUAGES = 2
"""So many languages of local names stand beside a way-point."""


@dataclass(frozen=True, slots=True)
class _Lookup:
    """What the trips of all drivers are told with."""

    plan: Plan
    scenario: Scenario
    routes: Mapping[str, Route]
    letters: Mapping[str, str]
    languages: tuple[str, ...]
    groups: Mapping[str, str]
    exits: Mapping[str, str]
    families: Mapping[str, Family]
    holds: Holds
    stops: Mapping[str, int]


def driver_book(plan: Plan, scenario: Scenario, holds: Holds) -> SheetBook:
    """Return a sheet for each vehicle of the fleet, in the order of its table, then one for the own cars of each group.

    A sheet holds nothing of any other vehicle, no totals and no route that is not driven. holds: as `holds_of` tells.
    """
    look = _look_up(plan, scenario, holds)
    trips = trips_by_serial(plan, scenario)
    sheets = [_sheet(look, entry, serial, trips.get(serial, ())) for entry in scenario.fleet for serial in entry.serials()]
    return make_book(plan, TITLE, A5, (*sheets, *car_sheets(plan, scenario)))


def _look_up(plan: Plan, scenario: Scenario, holds: Holds) -> _Lookup:
    return _Lookup(
        plan=plan,
        scenario=scenario,
        routes={route.id: route for route in plan.driven_routes},
        letters=letter_routes(plan),
        languages=main_languages(plan)[:LANGUAGES],
        groups={group.id: group.name for group in scenario.groups},
        exits={one.id: one.name for one in scenario.exits},
        families={family.id: family for group in scenario.groups for family in group.families},
        holds=holds,
        stops=stop_seconds(scenario),
    )


def _sheet(look: _Lookup, entry: FleetEntry, serial: str, trips: tuple[Trip, ...]) -> Sheet:
    places = [f"{count_text(entry.seats)} seats"]
    places += [f"{count_text(entry.stretcher_places)} stretcher places"] if entry.stretcher_places else []
    places += [f"{count_text(entry.wheelchair_places)} wheelchair places"] if entry.wheelchair_places else []
    role = "" if entry.role == "transport" else f", {entry.role} vehicle"
    lost = entry.find_lost(serial)
    head = f"{entry.kind}{role}, {', '.join(places)}"
    parts: list[Part] = []
    if lost is not None:
        parts.append(Part(paragraphs=(f"Out of use from {moment_text(lost, look.plan.zones)}.",)))
    if not trips:
        parts.append(Part(paragraphs=(RESERVE,)))
    parts += [_trip_part(look, trips, index) for index in range(len(trips))]
    parts += _ways(look, trips)
    parts.append(Part("Contact", blanks=DRIVER_BLANKS))
    parts.append(Part("If the way is blocked", points=IF_BLOCKED))
    return Sheet(serial, serial, head, tuple(parts))


def _trip_part(look: _Lookup, trips: tuple[Trip, ...], index: int) -> Part:
    trip = trips[index]
    packet, run = trip.packet, trip.run
    zones, settings = look.plan.zones, look.scenario.settings
    start, goal = look.groups.get(packet.group_id, packet.group_id), look.exits.get(packet.exit_id, packet.exit_id)
    number = f"Trip {trip.run.trip}: " if len(trips) > 1 else ""
    facts: list[tuple[str, str]] = []
    if run.load_start is not None:
        facts.append(("Load", f"{name_text(start)}, from {moment_text(run.load_start, zones)}"))
    facts.append(("Aboard", _aboard(look, trip)))
    behind = "you lead" if trip.place == 1 else f"start {duration_text(settings.vehicle_gap_s)} behind the vehicle ahead"
    facts.append(("Leave", _later(look, trip.leave, run.load_start) if run.load_start else moment_text(trip.leave, zones)))
    letter = look.letters.get(packet.route_id, packet.route_id)
    speed = f"at most {settings.convoy_speed_kmh:g} km/h"
    facts.append(("Packet", f"{packet.id}, place {trip.place}: {behind}; route {letter}, {speed}"))
    if packet.wait_s:
        at = f" at about kilometre {look.holds[packet.id]:.1f}" if packet.id in look.holds else ""
        facts.append(("Hold", f"{duration_text(packet.wait_s)} on the road{at}; the clocks below count it"))
    facts += _then(look, trip, trips[index + 1] if index + 1 < len(trips) else None)
    return Part(f"{number}{name_text(start)} to {name_text(goal)}", tuple(facts))


def _aboard(look: _Lookup, trip: Trip) -> str:
    run = trip.run
    if not run.people.total:
        return "nobody"
    said = f"{people_text(run.people.total)} ({headcount_text(run.people)})"
    units = sum(one.count for one in run.families)
    if units:
        said += f"; {amount_text(units, 'family unit')}, never separated"
    if any(_is_part(look, one.family_id, one.members.total, one.count) for one in run.families):
        said += "; part of a family rides in another vehicle of the packet"
    return said


def _is_part(look: _Lookup, family_id: str, aboard: int, units: int) -> bool:
    family = look.families.get(family_id)
    return family is not None and aboard < family.members.total * units


def _ways(look: _Lookup, trips: tuple[Trip, ...]) -> list[Part]:
    """Return the way-points of each route that is driven, in order of the first trip on it, with the clocks of every trip."""
    by_route: dict[str, list[Trip]] = {}
    for trip in trips:
        by_route.setdefault(trip.packet.route_id, []).append(trip)
    parts: list[Part] = []
    for route_id, several in by_route.items():
        route = look.routes.get(route_id)
        if route is None or not route.way_points:
            continue
        tables = tuple(_way_tables(look, several, route))
        parts.append(Part(f"Way {look.letters.get(route_id, route_id)}", tables=tables))
    return parts


def _way_tables(look: _Lookup, trips: list[Trip], route: Route) -> Iterator[Table]:
    """Yield tables of as many trips side by side as a page has room for."""
    points = [_point_name(look, point) for point in route.way_points]
    clocks = [
        [trip.leave + timedelta(seconds=drive_s(trip.packet, point, look.holds)) for point in route.way_points] for trip in trips
    ]
    zones = ZoneColumns(look.plan.zones, clocks[0][0], clocks[-1][-1])
    cells = [[zones.cell(moment) for moment in column] for column in clocks]
    wide = max(2.2, 0.17 * max(len(cell) for column in cells for cell in column))
    most = max(1, int(CLOCK_ROOM / wide))
    for at in range(0, len(trips), most):
        shown = trips[at : at + most]
        heads = [f"Trip {trip.run.trip}, expected" if len(shown) == 1 else f"Trip {trip.run.trip}" for trip in shown]
        by_hand = (Column("Passed", BLANK, 1.4),) if len(shown) == 1 else ()
        columns = (
            Column("km", RIGHT, 1.0),
            Column("Way-point, then the road to take", share=POINT_SHARE),
            *(Column(head, share=wide) for head in heads),
            *by_hand,
        )
        rows = tuple(
            (f"{point.km:.1f}", points[row], *(column[row] for column in cells[at : at + most]), *("" for _ in by_hand))
            for row, point in enumerate(route.way_points)
        )
        yield Table(columns, rows, note=f"Clocks: {zones.head}, rounded up to the minute; km and times from the start.")


CLOCK_ROOM, POINT_SHARE = 8.6, 6.0
"""Shares of a page's width: for the clocks of all trips together, and for the way-points."""


def _point_name(look: _Lookup, point: WayPoint) -> str:
    local = local_names(point.name, point.names, look.languages)
    stop_s = look.stops.get(point.name, 0)
    stop = f": checkpoint, stop {duration_text(stop_s)}" if stop_s else ": checkpoint, stop when asked"
    role = {"start": " (start)", "exit": " (exit)", "checkpoint": stop}.get(point.role, "")
    named = f"{name_text(point.name) or NO_NAME}" + (f" / {local}" if local else "") + role
    return f"{named}; {name_text(point.road)}" if point.road and point.road not in point.name else named


def _then(look: _Lookup, trip: Trip, after: Trip | None) -> tuple[tuple[str, str], ...]:
    """Return what comes after the exit is reached: screening, refuelling, rest, the way back or the end."""
    run = trip.run
    exit_name = look.exits.get(trip.packet.exit_id, trip.packet.exit_id)
    screened = f"{name_text(exit_name)}, screened by {_later(look, trip.packet.out, trip.leave)}"
    empty = "" if run.free_at is None else f"; empty by {_later(look, run.free_at, trip.packet.out)}"
    said = [("At the exit", f"{screened}{empty}")]
    pauses = [word for word, flag in (("refuel", run.refuels), ("rest", run.rests)) if flag]
    if pauses:
        pause = duration_text(pause_s(run, look.scenario.settings))
        said.append(("Pause", f"{' and '.join(pauses)} at the exit, {pause}"))
    if run.back_at is None or trip.back_from is None:
        said.append(("Then", "your trips end here; stay at the exit and report to the convoy leader"))
        return tuple(said)
    to = look.groups.get(after.packet.group_id, "") if after is not None else "the assembly point"
    aid = f", with {run.aid_t:g} t of aid" if run.aid_t else ""
    leave, there = _later(look, trip.back_from, trip.leave), _later(look, run.back_at, trip.back_from)
    said.append(("Then", f"drive back empty{aid} to {name_text(to)}: leave by {leave}, there by {there}"))
    return tuple(said)


def _later(look: _Lookup, moment: datetime, before: datetime) -> str:
    """Return a moment, with its day when that is another one than before in any zone."""
    zones = look.plan.zones
    pairs = zip(in_zones(moment, zones), in_zones(before, zones), strict=False)
    return moment_text(moment, zones, with_date=any(a.date() != b.date() for a, b in pairs))
