"""The sheet that a driver carries: own serial only, kilometres from the start, expected clocks, what then, what if blocked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from safeconduct.brief.annex_routes import main_languages
from safeconduct.brief.car_sheets import car_sheets
from safeconduct.brief.document import BLANK, RIGHT, Column, Table
from safeconduct.brief.driver_words import DRIVER_BLANKS, IF_BLOCKED
from safeconduct.brief.gantt import Trip, pause_s, trips_by_serial
from safeconduct.brief.letters import letter_routes
from safeconduct.brief.passed_places import Holds, drive_s, stop_seconds
from safeconduct.brief.sheet import A5, Part, Sheet, SheetBook, make_book
from safeconduct.brief.sheet_words import ENGLISH, SheetWords
from safeconduct.brief.texts import msgid
from safeconduct.brief.times import in_zones
from safeconduct.brief.translate import SOURCE, Words
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Family
from safeconduct.model.plan import Plan, Route, WayPoint
from safeconduct.model.scenario import Scenario

RESERVE = msgid("No trip is planned for this vehicle. It stands by; it moves only on the word of the convoy leader.")
FROM_START = msgid("Kilometres and times count from the start.")
LANGUAGES = 2
"""So many languages of local names stand beside a way-point of an English sheet.

Beside one of another language stand the name in the language that most have one in, which is the road sign's where the plan is in
Latin letters, and the English one.
"""


@dataclass(frozen=True, slots=True)
class _Lookup:
    """What the trips of all drivers are told with."""

    plan: Plan
    scenario: Scenario
    said: SheetWords
    routes: Mapping[str, Route]
    letters: Mapping[str, str]
    languages: tuple[str, ...]
    groups: Mapping[str, str]
    exits: Mapping[str, str]
    families: Mapping[str, Family]
    holds: Holds
    stops: Mapping[str, int]


def driver_book(plan: Plan, scenario: Scenario, holds: Holds, said: SheetWords = ENGLISH) -> SheetBook:
    """Return a sheet for each vehicle of the fleet, in the order of its table, then one for the own cars of each group.

    A sheet holds nothing of any other vehicle, no totals and no route that is not driven. holds: as `holds_of` tells.
    """
    look = _look_up(plan, scenario, holds, said)
    trips = trips_by_serial(plan, scenario)
    sheets = [_sheet(look, entry, serial, trips.get(serial, ())) for entry in scenario.fleet for serial in entry.serials()]
    title = said.words.text("Drivers' sheets")
    return make_book(plan, said.words, title, A5, (*sheets, *car_sheets(plan, scenario, said)))


def _look_up(plan: Plan, scenario: Scenario, holds: Holds, said: SheetWords) -> _Lookup:
    return _Lookup(
        plan=plan,
        scenario=scenario,
        said=said,
        routes={route.id: route for route in plan.driven_routes},
        letters=letter_routes(plan),
        languages=main_languages(plan)[:LANGUAGES] if said.words.lang == SOURCE else (*main_languages(plan, 1), SOURCE),
        groups={group.id: group.name for group in scenario.groups},
        exits={one.id: one.name for one in scenario.exits},
        families={family.id: family for group in scenario.groups for family in group.families},
        holds=holds,
        stops=stop_seconds(scenario),
    )


def _sheet(look: _Lookup, entry: FleetEntry, serial: str, trips: tuple[Trip, ...]) -> Sheet:
    said, words = look.said, look.said.words
    lost = entry.find_lost(serial)
    parts: list[Part] = []
    if lost is not None:
        parts.append(Part(paragraphs=(words.text("Out of use from {at}.", at=words.moment(lost, look.plan.zones)),)))
    if not trips:
        parts.append(Part(paragraphs=(words.text(RESERVE),)))
    parts += [_trip_part(look, trips, index) for index in range(len(trips))]
    parts += _ways(look, trips)
    parts.append(Part(words.text("Contact"), blanks=tuple(words.text(one) for one in DRIVER_BLANKS)))
    parts.append(Part(words.text("If the way is blocked"), points=tuple(words.text(one) for one in IF_BLOCKED)))
    return Sheet(said.code(serial), said.code(serial), _vehicle(said, entry), tuple(parts))


def _vehicle(said: SheetWords, entry: FleetEntry) -> str:
    """Return what a vehicle is and what it has room for."""
    words = said.words
    parts = [said.kind(entry.kind)]
    if entry.role == "escort":
        parts.append(words.text("escort vehicle"))
    elif entry.role == "recovery":
        parts.append(words.text("recovery vehicle"))
    if entry.seats:
        parts.append(words.count("{n} seat", "{n} seats", entry.seats))
    if entry.stretcher_places:
        parts.append(words.count("{n} stretcher place", "{n} stretcher places", entry.stretcher_places))
    if entry.wheelchair_places:
        parts.append(words.count("{n} wheelchair place", "{n} wheelchair places", entry.wheelchair_places))
    return words.either(words.own(part) for part in parts)


def _trip_part(look: _Lookup, trips: tuple[Trip, ...], index: int) -> Part:
    trip, said, words = trips[index], look.said, look.said.words
    packet, run = trip.packet, trip.run
    start = said.place(look.groups.get(packet.group_id, packet.group_id))
    goal = said.place(look.exits.get(packet.exit_id, packet.exit_id))
    facts: list[tuple[str, str]] = []
    if run.load_start is not None:
        loads = words.moment(run.load_start, look.plan.zones)
        # Translators: label before the place and the moment at which a driver takes people aboard.
        facts.append((words.text("Load"), words.text("{place}, from {at}", place=start, at=loads)))
    # Translators: label before how many people ride in the vehicle.
    facts.append((words.text("Aboard"), _aboard(look, trip)))
    leaves = _later(look, trip.leave, run.load_start) if run.load_start else words.moment(trip.leave, look.plan.zones)
    # Translators: label before the moment at which a driver leaves.
    facts.append((words.text("Leave"), leaves))
    facts += _on_the_road(look, trip)
    facts += _then(look, trip, trips[index + 1] if index + 1 < len(trips) else None)
    return Part(words.text("Trip {n}: {start} to {goal}", n=run.trip, start=start, goal=goal), tuple(facts))


def _on_the_road(look: _Lookup, trip: Trip) -> list[tuple[str, str]]:
    """Return place in the packet, route and speed, and where the packet is held."""
    said, words, settings, packet = look.said, look.said.words, look.scenario.settings, trip.packet
    # Translators: a packet by its id, and the place of a vehicle in it, counted from the first.
    place = words.phrase("{packet}, place {n}", packet=said.code(packet.id), n=trip.place)
    gap = words.duration(settings.vehicle_gap_s)
    # Translators: to the driver of the first vehicle of a packet.
    behind = words.phrase("you lead") if trip.place == 1 else words.phrase("start {gap} behind the vehicle ahead", gap=gap)
    speed = words.phrase("at most {speed} km/h", speed=f"{settings.convoy_speed_kmh:g}")
    letter = said.code(look.letters.get(packet.route_id, packet.route_id))
    facts = [(words.text("Packet"), said.pieces((place, behind))), (words.text("Route"), said.pieces((letter, speed)))]
    if packet.wait_s:
        held = words.duration(packet.wait_s)
        if packet.id in look.holds:
            km = f"{look.holds[packet.id]:.1f}"
            text = words.text("{duration} on the road at about kilometre {km}; the clocks below count it", duration=held, km=km)
        else:
            text = words.text("{duration} on the road; the clocks below count it", duration=held)
        # Translators: label: the packet stands still on the road for so long.
        facts.append((words.text("Hold"), text))
    return facts


def _aboard(look: _Lookup, trip: Trip) -> str:
    run, words = trip.run, look.said.words
    if not run.people.total:
        return words.text("nobody")
    parts = [look.said.people(run.people)]
    units = sum(one.count for one in run.families)
    if units:
        # Translators: a family unit is a family, or part of one, of which nobody is separated.
        text = words.count("{n} family unit, never separated", "{n} family units, never separated", units)
        parts.append(words.own(text))
    if any(_is_part(look, one.family_id, one.members.total, one.count) for one in run.families):
        parts.append(words.phrase("part of a family rides in another vehicle of the packet"))
    return look.said.pieces(parts)


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
        letter = look.said.code(look.letters.get(route_id, route_id))
        heading = look.said.words.text("Route {letter}", letter=letter)
        parts.append(Part(heading, tables=tuple(_way_tables(look, several, route))))
    return parts


def _way_tables(look: _Lookup, trips: list[Trip], route: Route) -> Iterator[Table]:
    """Yield tables of as many trips side by side as a page has room for."""
    words = look.said.words
    points = [_point_name(look, point) for point in route.way_points]
    clocks = [
        [trip.leave + timedelta(seconds=drive_s(trip.packet, point, look.holds)) for point in route.way_points] for trip in trips
    ]
    zones = look.said.clocks(look.plan.zones, clocks[0][0], clocks[-1][-1])
    cells = [[zones.cell(moment) for moment in column] for column in clocks]
    wide = max(2.2, 0.17 * max(len(cell) for column in cells for cell in column))
    most = max(1, int(CLOCK_ROOM / wide))
    note = f"{look.said.clocks_note(zones)} {words.text(FROM_START)}"
    for at in range(0, len(trips), most):
        shown = trips[at : at + most]
        one = len(shown) == 1
        # Translators: head of a column of clocks.
        heads = [words.text("Trip {n}, expected", n=trip.run.trip) if one else _trip(words, trip) for trip in shown]
        # Translators: head of a column that the driver fills in by hand: when the way-point was passed.
        by_hand = (Column(words.text("Passed"), BLANK, 1.4),) if one else ()
        columns = (
            Column(words.text("km"), RIGHT, 1.0),
            Column(words.text("Way-point, then the road to take"), share=POINT_SHARE),
            *(Column(head, share=wide) for head in heads),
            *by_hand,
        )
        rows = tuple(
            (f"{point.km:.1f}", points[row], *(column[row] for column in cells[at : at + most]), *("" for _ in by_hand))
            for row, point in enumerate(route.way_points)
        )
        yield Table(columns, rows, note=note)


def _trip(words: Words, trip: Trip) -> str:
    return words.text("Trip {n}", n=trip.run.trip)


CLOCK_ROOM, POINT_SHARE = 8.6, 6.0
"""Shares of a page's width: for the clocks of all trips together, and for the way-points."""


def _point_name(look: _Lookup, point: WayPoint) -> str:
    """Return a way-point with what it is and the road to take from it."""
    said, words = look.said, look.said.words
    named = said.way_point(point, look.languages)
    if point.role == "start":
        named = words.phrase("{place} (start)", place=named)
    elif point.role == "exit":
        named = words.phrase("{place} (exit)", place=named)
    elif point.role == "checkpoint" and look.stops.get(point.name, 0):
        stop = words.duration(look.stops[point.name])
        named = words.phrase("{place}: checkpoint, stop {duration}", place=named, duration=stop)
    elif point.role == "checkpoint":
        named = words.phrase("{place}: checkpoint, stop when asked", place=named)
    return said.pieces((named, said.name(point.road))) if point.road and point.road not in point.name else named


def _then(look: _Lookup, trip: Trip, after: Trip | None) -> list[tuple[str, str]]:
    """Return what comes after the exit is reached: screening, refuelling, rest, the way back or the end."""
    run, words = trip.run, look.said.words
    place = look.said.place(look.exits.get(trip.packet.exit_id, trip.packet.exit_id))
    # Whoever brings nobody is neither screened nor unloaded; when they are there stands in the table of the way.
    parts = [place]
    if run.people.total:
        # Translators: "by" is "not later than", here and in "empty by", "leave by", "there by".
        parts = [words.phrase("{place}, screened by {at}", place=place, at=_later(look, trip.packet.out, trip.leave))]
    if run.people.total and run.free_at is not None:
        # Translators: when nobody is in the vehicle any more.
        parts.append(words.phrase("empty by {at}", at=_later(look, run.free_at, trip.packet.out)))
    told = [(words.text("At the exit"), look.said.pieces(parts))]
    if run.refuels or run.rests:
        # Translators: label before refuelling or rest at the exit.
        told.append((words.text("Pause"), _pause(look, trip)))
    # Translators: label: what the driver does after that.
    told.append((words.text("Then"), _way_back(look, trip, after)))
    return told


def _pause(look: _Lookup, trip: Trip) -> str:
    run, words = trip.run, look.said.words
    pause = words.duration(pause_s(run, look.scenario.settings))
    if run.refuels and run.rests:
        return words.text("refuel and rest at the exit, {duration}", duration=pause)
    if run.refuels:
        return words.text("refuel at the exit, {duration}", duration=pause)
    return words.text("rest at the exit, {duration}", duration=pause)


def _way_back(look: _Lookup, trip: Trip, after: Trip | None) -> str:
    run, words = trip.run, look.said.words
    if run.back_at is None or trip.back_from is None:
        return words.text("your trips end here; stay at the exit and report to the convoy leader")
    leave, there = _later(look, trip.back_from, trip.leave), _later(look, run.back_at, trip.back_from)
    to = (after or trip).packet.group_id
    place = look.said.place(look.groups.get(to, to))
    if run.aid_t:
        return words.text(
            "drive back with {mass} t of aid to {place}, nobody aboard: leave by {leave}, there by {there}",
            mass=f"{run.aid_t:g}",
            place=place,
            leave=leave,
            there=there,
        )
    return words.text("drive back empty to {place}: leave by {leave}, there by {there}", place=place, leave=leave, there=there)


def _later(look: _Lookup, moment: datetime, before: datetime) -> str:
    """Return a moment, with its day when that is another one than before in any zone."""
    zones = look.plan.zones
    pairs = zip(in_zones(moment, zones), in_zones(before, zones), strict=False)
    return look.said.words.moment(moment, zones, with_date=any(a.date() != b.date() for a, b in pairs))
