"""Annex B: packets in order of departure, or sums per hour and group when there are many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from safeconduct.brief.classes import class_cells, class_columns, kinds_in, many
from safeconduct.brief.document import RIGHT, Block, Column, Section, Table
from safeconduct.brief.letters import letter_routes
from safeconduct.brief.texts import amount_text, count_text, name_text, people_text
from safeconduct.brief.times import ZoneColumns, duration_text
from safeconduct.model.people import Headcount
from safeconduct.model.plan import Packet, Plan
from safeconduct.model.scenario import Scenario

MOST_ROWS, MOST_SUMS = 60, 240
"""So many packets are listed one by one, and so many hours and groups beside each other."""


def timetable_annex(plan: Plan, scenario: Scenario) -> Section:
    """Return annex B: every packet up to 60, else sums with the whole table left to timetable.csv and the sheets."""
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
        note = (
            f"Sums, because there are more than {MOST_ROWS} packets; every packet stands in timetable.csv, and on the sheets of "
            "assembly points and exits."
        )
        sums = (hour_table(plan, scenario), *((group_table(plan, scenario),) if len(scenario.groups) > 1 else ()))
        return Section("B", "Timetable", (Block(paragraphs=(said, note), tables=sums),))
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
        *class_columns(plan),
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
            *class_cells(plan, packet.people),
            vehicles_text(packet),
        )
        for packet in packets
    )
    note = "Clocks are rounded up to the minute. Seconds, serials of the vehicles and families stand in timetable.csv."
    return Table(columns, rows, f"Packets (clocks: {zones.head})", note)


def vehicles_text(packet: Packet) -> str:
    """Return how many vehicles of which kind: "3 buses, 1 ambulance, 6 own cars"."""
    return ", ".join(amount_text(number, kind, many(kind)) for kind, number in kinds_in((packet,)).items())


def hour_table(plan: Plan, scenario: Scenario) -> Table:
    """Return departures per hour and group: packets, vehicles, people by class, in hours from the plan's start.

    Of very many hours and groups only the hours are told; `group_table` has the groups then.
    """
    sums: dict[tuple[datetime, str], list[Packet]] = {}
    for packet in plan.timetable.packets:
        sums.setdefault((_hour(packet.depart, plan), packet.group_id), []).append(packet)
    zones = _zone_columns(plan)
    columns = (Column("From", share=_clock_share(zones)), Column("Group", share=3), *_sum_columns(plan))
    title = f"Departures per hour and group (clocks: {zones.head})"
    if len(sums) > MOST_SUMS:
        hours: dict[datetime, list[Packet]] = {}
        for (hour, _), packets in sums.items():
            hours.setdefault(hour, []).extend(packets)
        rows = [(zones.cell(hour), *_sum_cells(plan, packets)) for hour, packets in sorted(hours.items())]
        return Table((columns[0], *_sum_columns(plan)), tuple(rows), f"Departures per hour (clocks: {zones.head})")
    order = {group.id: index for index, group in enumerate(scenario.groups)}
    listed = sorted(sums.items(), key=lambda item: (item[0][0], order[item[0][1]]))
    names = {group.id: name_text(group.name) for group in scenario.groups}
    return Table(
        columns, tuple((zones.cell(hour), names[group], *_sum_cells(plan, some)) for (hour, group), some in listed), title
    )


def group_table(plan: Plan, scenario: Scenario) -> Table:
    """Return departures per group: the first and the last, packets, vehicles, people by class."""
    zones = _zone_columns(plan)
    rows = []
    for group in scenario.groups:
        packets = [packet for packet in plan.timetable.packets if packet.group_id == group.id]
        if packets:
            both = (min(packet.depart for packet in packets), max(packet.depart for packet in packets))
            rows.append((name_text(group.name), *(zones.cell(moment) for moment in both), *_sum_cells(plan, packets)))
    ends = (Column(head, share=_clock_share(zones)) for head in ("First leaves", "Last leaves"))
    columns = (Column("Group", share=3), *ends, *_sum_columns(plan))
    return Table(columns, tuple(rows), f"Departures per group (clocks: {zones.head})")


def _clock_share(zones: ZoneColumns) -> float:
    """Return the width of a column of clocks, so that days and zones stand on one line."""
    return max(2.2, 0.15 * len(zones.cell(zones.last)))


def _sum_columns(plan: Plan) -> tuple[Column, ...]:
    heads = (Column(head, RIGHT, 1.2) for head in ("Packets", "Vehicles"))
    return (*heads, *class_columns(plan, 1.2), Column("People", RIGHT, 1.2))


def _sum_cells(plan: Plan, packets: Sequence[Packet]) -> tuple[str, ...]:
    people = sum((packet.people for packet in packets), Headcount())
    vehicles = sum(packet.vehicles for packet in packets)
    return (count_text(len(packets)), count_text(vehicles), *class_cells(plan, people), count_text(people.total))


def _hour(moment: datetime, plan: Plan) -> datetime:
    """Return the full hour since the plan's start that the moment lies in."""
    return plan.start + timedelta(hours=(moment - plan.start) // timedelta(hours=1))
