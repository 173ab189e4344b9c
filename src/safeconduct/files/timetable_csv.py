"""timetable.csv: one row for each vehicle or block of own cars of each packet, for a table program."""

from __future__ import annotations

from datetime import tzinfo

from safeconduct.brief.letters import letter_routes
from safeconduct.files.csv_out import Columns, csv_bytes, iso, zone_of
from safeconduct.model.plan import Packet, Plan, VehicleRun
from safeconduct.model.scenario import Scenario

COLUMNS: Columns = (
    ("packet", "id of the packet"),
    ("route", "letter of the route on map and brief"),
    ("route_id", "id of the route in plan.json"),
    ("group_id", "id of the group"),
    ("group", "name of the assembly point"),
    ("exit_id", "id of the exit"),
    ("exit", "name of the exit"),
    ("depart", "first vehicle leaves; ISO 8601 with offset"),
    ("arrive", "first vehicle reaches the exit; ISO 8601 with offset"),
    ("clear", "the whole packet has passed; ISO 8601 with offset"),
    ("out", "screening of the packet is over; ISO 8601 with offset"),
    ("occupancy_s", "time that the packet takes up on its narrowest road, seconds"),
    ("place_in_packet", "order within the packet, from 1"),
    ("vehicle_kind", "kind of vehicle"),
    ("serial", "serial of a fleet vehicle, empty for own cars"),
    ("vehicles", "number of vehicles"),
    ("trip", "which trip of the vehicle, from 1"),
    ("people_able", "people"),
    ("people_seated", "people"),
    ("people_stretcher", "people"),
    ("people_wheelchair", "people"),
    ("people", "people in all"),
    ("families", "family rows aboard, id x units"),
    ("load_start", "loading begins; ISO 8601 with offset, empty for own cars"),
    ("free_at", "emptied and turned round at the exit; ISO 8601 with offset"),
    ("back_at", "back at the assembly point and unloaded; ISO 8601 with offset, empty when it does not return"),
    ("exit_halt", "what it does at the exit before it drives back: rests, refuels"),
    ("aid_t", "aid that it brings back, tonnes; empty for none"),
)
"""The columns with what they hold; the reference page has the same table."""


def timetable_csv(plan: Plan, scenario: Scenario) -> bytes:
    """Return the timetable as CSV in UTF-8 with a byte order mark and CRLF, rows by departure, columns as in `COLUMNS`.

    Times are in the first zone of the plan.
    A text that a table program would take for a formula gets an apostrophe before it.
    """
    zone = zone_of(plan)
    letters = letter_routes(plan)
    groups = {group.id: group.name for group in scenario.groups}
    exits = {one.id: one.name for one in scenario.exits}
    rows: list[list[str]] = []
    for packet in sorted(plan.timetable.packets, key=lambda packet: (packet.depart, packet.id)):
        names = (groups.get(packet.group_id, ""), exits.get(packet.exit_id, ""))
        for place, run in enumerate(packet.runs, 1):
            rows.append(
                [*_packet_cells(packet, letters.get(packet.route_id, ""), names, zone), str(place), *_run_cells(run, zone)]
            )
    return csv_bytes(COLUMNS, rows)


def _packet_cells(packet: Packet, letter: str, names: tuple[str, str], zone: tzinfo) -> list[str]:
    ids = [packet.id, letter, packet.route_id, packet.group_id, names[0], packet.exit_id, names[1]]
    times = (packet.depart, packet.arrive, packet.clear, packet.out)
    return [*ids, *(iso(moment, zone) for moment in times), str(packet.occupancy_s)]


def _run_cells(run: VehicleRun, zone: tzinfo) -> list[str]:
    people = run.people
    counts = (run.vehicles, run.trip, people.able, people.seated, people.stretcher, people.wheelchair, people.total)
    families = "; ".join(f"{family.family_id} x {family.count}" for family in run.families)
    times = (run.load_start, run.free_at, run.back_at)
    halts = ", ".join(name for name, done in (("rests", run.rests), ("refuels", run.refuels)) if done)
    cells = [run.kind, run.serial, *(str(count) for count in counts), families, *(iso(moment, zone) for moment in times)]
    return [*cells, halts, f"{run.aid_t:g}" if run.aid_t else ""]
