"""Annex B: packets in order of departure, or sums per hour and group when there are many."""

from __future__ import annotations

from datetime import datetime, timedelta

from safeconduct.brief.document import RIGHT, Block, Column, Section, Table
from safeconduct.brief.letters import letter_routes
from safeconduct.brief.texts import amount_text, count_text, people_text
from safeconduct.brief.times import ZoneColumns, duration_text
from safeconduct.model.people import Headcount
from safeconduct.model.plan import Packet, Plan
from safeconduct.model.scenario import Scenario

MOST_ROWS = 60


def timetable_annex(plan: Plan, scenario: Scenario) -> Section:
    """Return annex B: every packet up to 60, else sums per hour and group with the whole table left to timetable.csv."""
    packets = tuple(sorted(plan.timetable.packets, key=lambda packet: (packet.depart, packet.id)))
    if not packets:
        return Section("B", "Timetable", (Block(paragraphs=("No packet leaves.",)),))
    people = sum(packet.people.total for packet in packets)
    vehicles = sum(packet.vehicles for packet in packets)
    said = (
        f"{amount_text(len(packets), 'packet')}, {amount_text(vehicles, 'vehicle')}, {people_text(people)}. "
        f"A packet drives together; its vehicles leave {duration_text(scenario.settings.vehicle_gap_s)} apart."
    )
    if len(packets) > MOST_ROWS:
        note = f"Sums per hour and group, because there are more than {MOST_ROWS} packets; every packet stands in timetable.csv."
        return Section("B", "Timetable", (Block(paragraphs=(said, note), tables=(hour_table(plan, scenario),)),))
    tables = (_packet_table(plan, scenario, packets), hour_table(plan, scenario))
    return Section("B", "Timetable", (Block(paragraphs=(said,), tables=tables),))


def _zone_columns(plan: Plan) -> ZoneColumns:
    packets = plan.timetable.packets
    first = min((packet.depart for packet in packets), default=plan.start)
    return ZoneColumns(plan.zones, first, max((packet.out for packet in packets), default=plan.end))


def _packet_table(plan: Plan, scenario: Scenario, packets: tuple[Packet, ...]) -> Table:
    zones = _zone_columns(plan)
    letters = letter_routes(plan)
    columns = (
        Column("Packet", share=1.3),
        Column("Route", share=1.1),
        Column("Group", share=2),
        Column("Leaves", share=2.2),
        Column("Arrives", share=2.2),
        Column("All out", share=2.2),
        Column("Able", RIGHT, 0.9),
        Column("Seated", RIGHT, 1.35),
        Column("Stretcher", RIGHT, 1.7),
        Column("Wheelchair", RIGHT, 1.8),
        Column("Vehicles", share=2.6),
    )
    rows = tuple(
        (
            packet.id,
            letters.get(packet.route_id, packet.route_id),
            scenario.get_group(packet.group_id).name,
            zones.cell(packet.depart),
            zones.cell(packet.arrive),
            zones.cell(packet.out),
            *_counts(packet.people),
            vehicles_text(packet),
        )
        for packet in packets
    )
    note = "Clocks are rounded up to the minute. Seconds, serials of the vehicles and families stand in timetable.csv."
    return Table(columns, rows, f"Packets (clocks: {zones.head})", note)


def _counts(people: Headcount) -> tuple[str, ...]:
    classes = (people.able, people.seated, people.stretcher, people.wheelchair)
    return tuple(count_text(count) for count in classes)


def vehicles_text(packet: Packet) -> str:
    """Return how many vehicles of which kind: "3 bus, 1 ambulance, 6 own car"."""
    kinds: dict[str, int] = {}
    for run in packet.runs:
        kind = run.kind if run.serial else "own car"
        kinds[kind] = kinds.get(kind, 0) + run.vehicles
    return ", ".join(f"{count_text(number)} {kind}" for kind, number in kinds.items())


def hour_table(plan: Plan, scenario: Scenario) -> Table:
    """Return departures per hour and group: packets, vehicles, people by class, counted in the hours of the first zone."""
    sums: dict[tuple[datetime, str], list[Packet]] = {}
    for packet in plan.timetable.packets:
        sums.setdefault((_hour(packet.depart, plan), packet.group_id), []).append(packet)
    order = {group.id: index for index, group in enumerate(scenario.groups)}
    zones = _zone_columns(plan)
    rows = []
    for (hour, group_id), packets in sorted(sums.items(), key=lambda item: (item[0][0], order[item[0][1]])):
        people = sum((packet.people for packet in packets), Headcount())
        vehicles = sum(packet.vehicles for packet in packets)
        name = scenario.get_group(group_id).name
        figures = (count_text(len(packets)), count_text(vehicles), *_counts(people), count_text(people.total))
        rows.append((zones.cell(hour), name, *figures))
    columns = (
        Column("From", share=2.4),
        Column("Group", share=3),
        *(Column(head, RIGHT, 1.2) for head in ("Packets", "Vehicles", "Able", "Seated", "Stretcher", "Wheelchair", "People")),
    )
    return Table(columns, tuple(rows), f"Departures per hour and group (clocks: {zones.head})")


def _hour(moment: datetime, plan: Plan) -> datetime:
    """Return the full hour since the plan's start that the moment lies in."""
    return plan.start + timedelta(hours=(moment - plan.start) // timedelta(hours=1))
