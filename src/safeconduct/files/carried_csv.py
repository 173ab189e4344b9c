"""The tables of those who carry a plan out: each vehicle's trips, the passages at exits and checkpoints, the manifest."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.brief.annex_timetable import vehicles_text
from safeconduct.brief.gantt import trips_by_serial
from safeconduct.brief.manifest import ManifestRow, manifest_rows
from safeconduct.brief.passed_places import Holds, passages_of
from safeconduct.brief.texts import plain_text
from safeconduct.files.csv_out import Columns, csv_bytes, iso, xlsx_bytes, zone_of
from safeconduct.model.people import Headcount
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario

PEOPLE: Columns = (
    ("people_able", "people"),
    ("people_seated", "people"),
    ("people_stretcher", "people"),
    ("people_wheelchair", "people"),
    ("people", "people in all"),
)

VEHICLE_COLUMNS: Columns = (
    ("serial", "serial of the vehicle"),
    ("kind", "kind of vehicle"),
    ("trip", "which trip, from 1"),
    ("packet", "id of the packet"),
    ("place_in_packet", "which vehicle of the packet it is, from 1"),
    ("group_id", "id of the group"),
    ("load_start", "loading begins; ISO 8601 with offset"),
    ("loaded", "loading is over by the settings; ISO 8601 with offset"),
    ("leave", "this vehicle leaves; ISO 8601 with offset"),
    ("exit_id", "id of the exit"),
    ("at_exit", "this vehicle reaches the exit; ISO 8601 with offset"),
    ("out", "screening of the packet is over; ISO 8601 with offset"),
    ("free_at", "emptied and turned round; ISO 8601 with offset"),
    ("refuels", "yes when it refuels at the exit"),
    ("rests", "yes when its crew rests at the exit"),
    ("back_from", "drives back at the latest; ISO 8601 with offset, empty when it does not return"),
    ("back_at", "back at an assembly point; ISO 8601 with offset, empty when it does not return"),
    ("aid_t", "aid it brings back, tonnes"),
    *PEOPLE,
    ("family_units", "family units aboard"),
)

PASSAGE_COLUMNS: Columns = (
    ("place_id", "id of the exit or checkpoint"),
    ("role", "exit or checkpoint"),
    ("name", "name of the place"),
    ("km", "kilometres from the start of the route"),
    ("packet", "id of the packet"),
    ("first_vehicle", "first vehicle is expected; ISO 8601 with offset"),
    ("last_vehicle", "last vehicle is expected; ISO 8601 with offset"),
    ("vehicles", "number of vehicles"),
    ("kinds", "vehicles by kind"),
    *PEOPLE,
)

MANIFEST_COLUMNS: Columns = (
    ("packet", "id of the packet"),
    ("leave", "first vehicle of the packet leaves; ISO 8601 with offset"),
    ("group_id", "id of the group"),
    ("exit_id", "id of the exit"),
    ("place_in_packet", "which vehicle of the packet it is, from 1; the first one of a block of own cars"),
    ("serial", "serial of a fleet vehicle, empty for own cars"),
    ("kind", "kind of vehicle"),
    ("vehicles", "number of vehicles"),
    ("trip", "which trip of the vehicle, from 1"),
    *PEOPLE,
    ("families", "family rows aboard, id x units"),
    ("first_token", "first token of those aboard"),
    ("last_token", "last token of those aboard"),
)


def _counts(people: Headcount) -> list[int]:
    return [people.able, people.seated, people.stretcher, people.wheelchair, people.total]


def vehicles_csv(plan: Plan, scenario: Scenario) -> bytes:
    """Return the timetable by vehicle: one row for each trip of each serial, serials in the order of the fleet table."""
    zone = zone_of(plan)
    rows: list[list[str]] = []
    for serial, trips in trips_by_serial(plan, scenario).items():
        for trip in trips:
            run, packet = trip.run, trip.packet
            ids = [serial, run.kind, str(run.trip), packet.id, str(trip.place), packet.group_id]
            times = [iso(moment, zone) for moment in (run.load_start, trip.loaded, trip.leave)]
            after = [iso(moment, zone) for moment in (trip.there, packet.out, run.free_at)]
            pauses = ["yes" if flag else "" for flag in (run.refuels, run.rests)]
            back = [iso(trip.back_from, zone), iso(run.back_at, zone), f"{run.aid_t:g}"]
            units = sum(one.count for one in run.families)
            rows.append(
                [*ids, *times, packet.exit_id, *after, *pauses, *back, *(str(n) for n in _counts(run.people)), str(units)]
            )
    return csv_bytes(VEHICLE_COLUMNS, rows)


def passages_csv(plan: Plan, scenario: Scenario, holds: Holds) -> bytes:
    """Return the timetable by place: one row for each passage of a packet at each exit and checkpoint, in order of time."""
    zone = zone_of(plan)
    rows: list[list[str]] = []
    for place in passages_of(plan, scenario, holds):
        for one in place.passages:
            packet = one.packet
            head = [place.id, place.role, place.name, f"{one.km:.3f}", packet.id, iso(one.first, zone), iso(one.last, zone)]
            kinds = plain_text(vehicles_text(packet))
            rows.append([*head, str(packet.vehicles), kinds, *(str(count) for count in _counts(packet.people))])
    return csv_bytes(PASSAGE_COLUMNS, rows)


def manifest_csv(plan: Plan, scenario: Scenario) -> bytes:
    """Return the manifest as CSV: one row for each vehicle or block of own cars, in order of departure."""
    return csv_bytes(MANIFEST_COLUMNS, ([str(cell) for cell in row] for row in _manifest(plan, scenario)))


def manifest_xlsx(plan: Plan, scenario: Scenario) -> bytes:
    """Return the manifest as a workbook, with counts as numbers."""
    return xlsx_bytes("manifest", MANIFEST_COLUMNS, _manifest(plan, scenario), plan.start)


def _manifest(plan: Plan, scenario: Scenario) -> Iterator[list[str | int]]:
    zone = zone_of(plan)
    for row in manifest_rows(plan, scenario):
        yield _manifest_cells(row, iso(row.packet.depart, zone))


def _manifest_cells(row: ManifestRow, leave: str) -> list[str | int]:
    packet, run = row.packet, row.run
    families = "; ".join(f"{family.family_id} x {family.count}" for family in run.families)
    head: list[str | int] = [packet.id, leave, packet.group_id, packet.exit_id, row.place, run.serial, run.kind, run.vehicles]
    return [*head, run.trip, *_counts(run.people), families, row.first_token, row.last_token]
