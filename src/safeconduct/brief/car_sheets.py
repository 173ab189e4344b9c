"""The sheet for the own cars of one assembly point: when each block leaves, the way, what its drivers are told."""

from __future__ import annotations

from safeconduct.brief.annex_routes import NO_NAME
from safeconduct.brief.classes import OWN_CAR
from safeconduct.brief.document import BLANK, RIGHT, Column, Table
from safeconduct.brief.driver_words import CARS_KEEP, IF_BLOCKED
from safeconduct.brief.gantt import places_of
from safeconduct.brief.letters import ends_text, letter_routes
from safeconduct.brief.sheet import Part, Sheet
from safeconduct.brief.texts import amount_text, count_text, name_text
from safeconduct.brief.times import ZoneColumns, driven_text, duration_text
from safeconduct.model.people import Group
from safeconduct.model.plan import Packet, Plan, Route, VehicleRun
from safeconduct.model.scenario import Scenario

CAR_BLANKS = ("Who leads the cars: call sign, channel or number",)


def car_sheets(plan: Plan, scenario: Scenario) -> tuple[Sheet, ...]:
    """Return a sheet for each group that own cars leave, in the order of the scenario; it holds nothing of another group."""
    blocks: dict[str, list[tuple[Packet, VehicleRun, int]]] = {}
    for packet in sorted(plan.timetable.packets, key=lambda packet: (packet.depart, packet.id)):
        for place, run in places_of(packet):
            if not run.serial:
                blocks.setdefault(packet.group_id, []).append((packet, run, place))
    return tuple(_sheet(plan, scenario, group, blocks[group.id]) for group in scenario.groups if group.id in blocks)


def _sheet(plan: Plan, scenario: Scenario, group: Group, blocks: list[tuple[Packet, VehicleRun, int]]) -> Sheet:
    cars = sum(run.vehicles for _, run, _ in blocks)
    people = sum(run.people.total for _, run, _ in blocks)
    gap = duration_text(scenario.settings.vehicle_gap_s)
    speed = f"at most {scenario.settings.convoy_speed_kmh:g} km/h"
    routes = {route.id: route for route in plan.driven_routes}
    used = [routes[one] for one in dict.fromkeys(packet.route_id for packet, _, _ in blocks) if one in routes]
    letters = letter_routes(plan)
    facts = (
        ("Cars", f"{amount_text(cars, OWN_CAR)} in {amount_text(len(blocks), 'block')}, {count_text(people)} people"),
        ("Column", f"cars start {gap} apart, {speed}"),
    )
    parts = (
        Part(facts=facts, points=CARS_KEEP, blanks=CAR_BLANKS),
        Part("Departures", tables=(_departures(plan, scenario, blocks),)),
        *(Part(f"Route {letters[route.id]}: {ends_text(route)}", tables=(_way(route),)) for route in used),
        Part("If the way is blocked", points=IF_BLOCKED),
    )
    return Sheet(f"own cars {group.id}", f"Own cars, {name_text(group.name)}", f"assembly point {group.id}", parts)


def _departures(plan: Plan, scenario: Scenario, blocks: list[tuple[Packet, VehicleRun, int]]) -> Table:
    zones = ZoneColumns(plan.zones, blocks[0][0].depart, max(packet.out for packet, _, _ in blocks))
    letters = letter_routes(plan)
    exits = {one.id: one.name for one in scenario.exits}
    columns = (
        Column("Packet", share=1.1),
        Column("Leaves", share=1.9),
        Column("Cars", RIGHT, 0.8),
        Column("Behind", share=1.5),
        Column("Route, exit", share=2.2),
        Column("At exit", share=1.9),
        Column("Left at", BLANK, 1.1),
    )
    rows = tuple(
        (
            packet.id,
            zones.cell(packet.depart),
            count_text(run.vehicles),
            amount_text(place - 1, "vehicle") if place > 1 else "",
            f"{letters.get(packet.route_id, packet.route_id)}, {name_text(exits.get(packet.exit_id, packet.exit_id))}",
            zones.cell(packet.arrive),
            "",
        )
        for packet, run, place in blocks
    )
    return Table(columns, rows, f"Clocks: {zones.head}", "First vehicle of the packet; clocks are rounded up to the minute.")


def _way(route: Route) -> Table:
    columns = (
        Column("km", RIGHT, 1.0),
        Column("Drive, h:mm:ss", RIGHT, 1.7),
        Column("Way-point", share=4.0),
        Column("Road from here", share=3.5),
    )
    rows = tuple(
        (f"{point.km:.1f}", driven_text(point.drive_s), name_text(point.name) or NO_NAME, name_text(point.road))
        for point in route.way_points
    )
    return Table(columns, rows)
