"""The sheet for the own cars of one assembly point: when each block leaves, the way, what its drivers are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.brief.classes import OWN_CAR
from safeconduct.brief.document import BLANK, RIGHT, Column, Table
from safeconduct.brief.driver_words import CARS_KEEP, IF_BLOCKED
from safeconduct.brief.gantt import places_of
from safeconduct.brief.letters import letter_routes
from safeconduct.brief.sheet import Part, Sheet
from safeconduct.brief.sheet_words import SheetWords
from safeconduct.brief.texts import count_text
from safeconduct.brief.times import driven_text
from safeconduct.model.people import Group
from safeconduct.model.plan import Packet, Plan, Route, VehicleRun
from safeconduct.model.scenario import Scenario

_Block = tuple[Packet, VehicleRun, int]
"""A run of own cars with its packet and its place in it."""


@dataclass(frozen=True, slots=True)
class _Cars:
    """What the sheets of all groups are told with."""

    plan: Plan
    scenario: Scenario
    said: SheetWords
    letters: Mapping[str, str]


def car_sheets(plan: Plan, scenario: Scenario, said: SheetWords) -> tuple[Sheet, ...]:
    """Return a sheet for each group that own cars leave, in the order of the scenario; it holds nothing of another group."""
    blocks: dict[str, list[_Block]] = {}
    for packet in sorted(plan.timetable.packets, key=lambda packet: (packet.depart, packet.id)):
        for place, run in places_of(packet):
            if not run.serial:
                blocks.setdefault(packet.group_id, []).append((packet, run, place))
    cars = _Cars(plan, scenario, said, letter_routes(plan))
    return tuple(_sheet(cars, group, blocks[group.id]) for group in scenario.groups if group.id in blocks)


def _sheet(look: _Cars, group: Group, blocks: list[_Block]) -> Sheet:
    said, words = look.said, look.said.words
    routes = {route.id: route for route in look.plan.driven_routes}
    used = [routes[one] for one in dict.fromkeys(packet.route_id for packet, _, _ in blocks) if one in routes]
    parts = (
        Part(
            facts=_facts(look, blocks),
            points=tuple(words.text(one) for one in CARS_KEEP),
            blanks=(words.text("Who leads the cars: call sign, channel or number"),),
        ),
        Part(words.text("Departures"), tables=(_departures(look, blocks),)),
        *(Part(said.ends(route, look.letters[route.id]), tables=(_way(said, route),)) for route in used),
        Part(words.text("If the way is blocked"), points=tuple(words.text(one) for one in IF_BLOCKED)),
    )
    group_id = said.code(group.id)
    return Sheet(
        # Translators: the sheet for the own cars of an assembly point, by the id of the point; at the foot of a page.
        key=words.text("own cars {id}", id=group_id),
        title=words.text("Own cars, {place}", place=said.place(group.name)),
        subtitle=words.text("assembly point {id}", id=group_id),
        parts=parts,
    )


def _facts(look: _Cars, blocks: list[_Block]) -> tuple[tuple[str, str], ...]:
    said, words, settings = look.said, look.said.words, look.scenario.settings
    cars, people = sum(run.vehicles for _, run, _ in blocks), sum(run.people.total for _, run, _ in blocks)
    # Translators: own cars of one packet that drive one behind another.
    several = words.count("{n} block", "{n} blocks", len(blocks))
    counts = (said.amount(OWN_CAR, cars), several, words.count("{n} person", "{n} people", people))
    gap = words.phrase("cars start {gap} apart", gap=words.duration(settings.vehicle_gap_s))
    speed = words.phrase("at most {speed} km/h", speed=f"{settings.convoy_speed_kmh:g}")
    return (
        (words.text("Cars"), words.either(words.own(one) for one in counts)),
        # Translators: label: how the cars drive in the column of vehicles.
        (words.text("Column"), said.pieces((gap, speed))),
    )


def _departures(look: _Cars, blocks: list[_Block]) -> Table:
    said, words = look.said, look.said.words
    zones = said.clocks(look.plan.zones, blocks[0][0].depart, max(packet.out for packet, _, _ in blocks))
    exits = {one.id: one.name for one in look.scenario.exits}
    columns = (
        Column(words.text("Packet"), share=1.1),
        Column(words.text("Leaves"), share=said.clock_share(zones, 1.9)),
        Column(words.text("Cars"), RIGHT, 0.8),
        # Translators: head of a column: so many vehicles of the packet drive ahead of the cars.
        Column(words.text("Behind"), share=1.5),
        Column(words.text("Route, exit"), share=2.2),
        Column(words.text("At exit"), share=said.clock_share(zones, 1.9)),
        # Translators: head of a column that is filled in by hand: the hour at which they left.
        Column(words.text("Left at"), BLANK, 1.1),
    )
    rows = tuple(
        (
            said.code(packet.id),
            zones.cell(packet.depart),
            count_text(run.vehicles),
            words.count("{n} vehicle", "{n} vehicles", place - 1) if place > 1 else "",
            said.route_exit(look.letters.get(packet.route_id, packet.route_id), exits.get(packet.exit_id, packet.exit_id)),
            zones.cell(packet.arrive),
            "",
        )
        for packet, run, place in blocks
    )
    return Table(columns, rows, said.clocks_note(zones), words.text("Hours are those of the first vehicle of the packet."))


def _way(said: SheetWords, route: Route) -> Table:
    words = said.words
    columns = (
        Column(words.text("km"), RIGHT, 1.0),
        # Translators: head of a column: driving time from the start as hours, minutes and seconds.
        Column(words.text("Drive, h:mm:ss"), RIGHT, 1.7),
        Column(words.text("Way-point"), share=4.0),
        Column(words.text("Road from here"), share=3.5),
    )
    rows = tuple(
        (f"{point.km:.1f}", driven_text(point.drive_s), said.way_point(point), said.name(point.road))
        for point in route.way_points
    )
    return Table(columns, rows)
