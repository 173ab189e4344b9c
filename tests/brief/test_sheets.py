"""Sheets hold what their owner needs and nothing of anybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from brief.sample import START, Sample, make_sample
from safeconduct.brief.checkpoint_sheets import by_hour, checkpoint_book
from safeconduct.brief.driver_sheets import driver_book
from safeconduct.brief.driver_words import IF_BLOCKED
from safeconduct.brief.gantt import trips_by_serial
from safeconduct.brief.make import footer_text
from safeconduct.brief.manifest import manifest_rows
from safeconduct.brief.passed_places import drive_s, holds_of, passages_of
from safeconduct.brief.point_sheets import bays_of, point_book
from safeconduct.brief.sheet import Part, Sheet, SheetBook, sheet_texts
from safeconduct.brief.texts import plain_text
from safeconduct.files.typst_pdf import book_json
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.people import Headcount, Wave
from safeconduct.model.place import LonLat
from safeconduct.model.plan import GoNoGo, Timetable, WayPoint
from safeconduct.model.revision import Revision
from safeconduct.model.terms import TermLimits

CANARY = "canary-7f3"


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


@pytest.fixture(scope="module")
def drivers(sample: Sample) -> SheetBook:
    return driver_book(sample.plan, sample.scenario, {})


def handed(sheet: Sheet) -> str:
    """Return what Typst is handed of one sheet."""
    return msgspec.json.encode(sheet).decode()


def words(sheet: Sheet) -> str:
    return "\n".join(text for _, text in sheet_texts(SheetBook("", "", "", "", "", "", (sheet,))))


def of(book: SheetBook, key: str) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.key == key)


def serials(sample: Sample) -> list[str]:
    return [serial for entry in sample.scenario.fleet for serial in entry.serials()]


def test_every_serial_has_its_sheet_and_stands_on_no_other(sample: Sample, drivers: SheetBook) -> None:
    keys = [sheet.key for sheet in drivers.sheets]
    assert keys[: len(serials(sample))] == serials(sample)
    assert keys[len(serials(sample)) :] == ["own cars G1", "own cars G2"]
    for sheet in drivers.sheets:
        found = {serial for serial in serials(sample) if f'"{serial}"' in handed(sheet) or f"{serial} " in handed(sheet)}
        assert found <= {sheet.key}


def test_what_others_must_not_see_is_on_no_drivers_sheet(sample: Sample) -> None:
    """Names and notes planted everywhere else do not come through to the data that Typst gets."""
    plan, scenario = sample.plan, sample.scenario
    mine = {packet.id for packet in plan.timetable.packets if any(run.serial == "bus-01" for run in packet.runs)}
    packets = []
    for packet in plan.timetable.packets:
        runs = tuple(
            replace(run, serial=f"{CANARY}-serial", kind=f"{CANARY}-kind") if run.serial and run.serial != "bus-01" else run
            for run in packet.runs
        )
        packets.append(replace(packet, runs=runs, id=packet.id if packet.id in mine else f"{CANARY}-{packet.id}"))
    route = replace(
        plan.chosen_option.routes[1],
        way_points=tuple(replace(p, name=f"{CANARY}-way") for p in plan.chosen_option.routes[1].way_points),
    )
    option = replace(plan.chosen_option, routes=(plan.chosen_option.routes[0], route, *plan.chosen_option.routes[2:]))
    planted = replace(
        plan,
        timetable=Timetable(tuple(packets), tuple(replace(one, reason=CANARY) for one in plan.timetable.left)),
        options=tuple(option if one.label == option.label else one for one in plan.options),
        assumptions=(CANARY,),
        notices=(CANARY,),
        go=GoNoGo(go=False, reasons=(CANARY,)),
        summary=(CANARY,),
    )
    closures = tuple(replace(one, note=CANARY, id=f"{CANARY}-{one.id}") for one in scenario.closures)
    terms = tuple(replace(one, text=CANARY) for one in scenario.terms)
    quiet = replace(scenario, closures=closures, terms=terms, note=CANARY)
    book = driver_book(planted, quiet, {})
    assert CANARY in book_json(book)  # it does stand on the sheets of those who drive there
    assert CANARY not in handed(of(book, "bus-01"))
    assert CANARY not in handed(replace_sheets(book))


def replace_sheets(book: SheetBook) -> Sheet:
    """Return what stands on every page, as a sheet."""
    return Sheet("", book.title, book.footer, (Part(facts=((book.decision, book.notice), (book.banner, book.lang))),))


def test_a_sheet_says_where_when_what_and_what_if(sample: Sample, drivers: SheetBook) -> None:
    said = words(of(drivers, "bus-02"))
    trip = trips_by_serial(sample.plan, sample.scenario)["bus-02"][0]
    assert f"{trip.packet.id}, place {trip.place}" in said
    assert "Іловайськ, from 29 August 2014, 08:15 EEST (UTC+3) / 09:15 MSK (UTC+4)" in plain_text(said)
    assert "Trip 2: " in said
    assert all(line in said for line in IF_BLOCKED)
    assert f"{sample.plan.chosen_option.routes[0].way_points[-1].km:.1f}" in said
    assert "50 people (50 able)" in said
    assert str(sample.plan.people.total) not in said
    assert drivers.decision == "NO GO"
    assert "Nobody leaves" in drivers.notice
    assert drivers.footer == footer_text(sample.plan)
    assert "0123456789ab" in drivers.footer


def test_who_brings_nobody_is_told_of_no_seats_and_no_screening(sample: Sample) -> None:
    packet = sample.plan.timetable.packets[0]
    first = next(run for run in packet.runs if run.serial)
    runs = tuple(replace(run, people=Headcount(), families=()) if run is first else run for run in packet.runs)
    timetable = Timetable((replace(packet, runs=runs), *sample.plan.timetable.packets[1:]), sample.plan.timetable.left)
    fleet = tuple(
        replace(entry, role="escort", seats=0) if first.serial in entry.serials() else entry for entry in sample.scenario.fleet
    )
    made = driver_book(replace(sample.plan, timetable=timetable), replace(sample.scenario, fleet=fleet), {})
    sheet = of(made, first.serial)
    assert "escort vehicle" in sheet.subtitle
    assert "seat" not in sheet.subtitle
    facts = {label: value for part in sheet.parts if part.heading.startswith("Trip 1") for label, value in part.facts}
    assert "screened" not in facts["At the exit"]
    assert "empty" not in facts["At the exit"]


def test_a_go_and_a_reserve_are_told(sample: Sample) -> None:
    entry = replace(sample.scenario.fleet[0], count=9)
    scenario = replace(sample.scenario, fleet=(entry, *sample.scenario.fleet[1:]))
    book = driver_book(replace(sample.plan, go=GoNoGo(go=True)), scenario, {})
    assert book.decision == "GO"
    assert "only on the word" in book.notice
    assert "No trip is planned" in words(of(book, "bus-09"))
    assert "No trip is planned" not in words(of(book, "bus-01"))


def test_sheets_of_a_plan_made_again_make_earlier_ones_void(sample: Sample, drivers: SheetBook) -> None:
    plan = replace(sample.plan, revision=Revision(START + timedelta(hours=1), "ab" * 32, 2, 3))
    notice = plain_text(driver_book(plan, sample.scenario, {}).notice)
    assert "Made again at 29 August 2014, 09:00 EEST (UTC+3) / 10:00 MSK (UTC+4): earlier sheets are void." in notice
    assert "Made again" not in drivers.notice


def test_way_points_are_told_with_expected_clocks_from_its_own_departure(sample: Sample, drivers: SheetBook) -> None:
    trip = trips_by_serial(sample.plan, sample.scenario)["bus-01"][0]
    route = next(route for route in sample.plan.chosen_option.routes if route.id == trip.packet.route_id)
    tables = [table for part in of(drivers, "bus-01").parts for table in part.tables]
    assert len(tables[0].rows) == len(route.way_points)
    local = (trip.leave + timedelta(seconds=route.way_points[1].drive_s + 59)).astimezone(START.tzinfo)
    assert f"{local:%H:%M}" in " ".join(tables[0].rows[1])


def test_a_hold_moves_the_clocks_after_it_only(sample: Sample) -> None:
    packet = replace(sample.plan.timetable.packets[1], wait_s=600, wait_at=2)
    plan = replace(sample.plan, timetable=Timetable((packet,)))
    holds = holds_of(plan, sample.network)
    route = next(route for route in plan.driven_routes if route.id == packet.route_id)
    assert holds[packet.id] == pytest.approx(route.way_points[2].km)
    late = [drive_s(packet, point, holds) - point.drive_s for point in route.way_points]
    assert late == [0, 0, 0, *[600] * (len(late) - 3)]
    assert "10\u00a0min on the road at about kilometre" in words(of(driver_book(plan, sample.scenario, holds), "bus-02"))
    assert holds_of(sample.plan, sample.network) == {}


def test_own_cars_of_a_group_have_one_sheet_with_each_block(sample: Sample, drivers: SheetBook) -> None:
    sheet = of(drivers, "own cars G1")
    blocks = [p.id for p in sample.plan.timetable.packets if p.group_id == "G1" and any(not run.serial for run in p.runs)]
    rows = next(part for part in sheet.parts if part.heading == "Departures").tables[0].rows
    assert [row[0] for row in rows] == blocks
    assert "Амвросіївка" not in handed(sheet)


def with_checkpoint(sample: Sample) -> Sample:
    """Return the sample with a checkpoint on the first route."""
    first = sample.plan.chosen_option.routes[0]
    stop = WayPoint("Post 9", first.way_points[2].point, 21.5, first.way_points[2].drive_s + 30, "checkpoint")
    route = replace(first, way_points=(*first.way_points[:3], stop, *first.way_points[3:]))
    option = replace(sample.plan.chosen_option, routes=(route, *sample.plan.chosen_option.routes[1:]))
    options = tuple(option if one.label == option.label else one for one in sample.plan.options)
    scenario = replace(sample.scenario, checkpoints=(Checkpoint("K1", "Post 9", stop.point, 60, 2, "Party A"),))
    return Sample(replace(sample.plan, options=options), sample.network, scenario)


def test_each_checkpoint_and_exit_has_a_sheet_that_counts_what_passes(sample: Sample) -> None:
    made = with_checkpoint(sample)
    places = passages_of(made.plan, made.scenario, {})
    assert [(place.role, place.id) for place in places] == [("checkpoint", "K1"), ("exit", "E1")]
    packets = made.plan.timetable.packets
    assert len(places[0].passages) == sum(packet.group_id == "G1" for packet in packets)
    assert len(places[1].passages) == len(packets)
    stop = next(point for point in made.plan.chosen_option.routes[0].way_points if point.role == "checkpoint")
    for one in places[0].passages:
        assert one.first == one.packet.depart + timedelta(seconds=stop.drive_s)
        assert one.last - one.first == timedelta(seconds=6 * (one.packet.vehicles - 1))
    book = checkpoint_book(made.plan, made.scenario, {})
    said = words(of(book, "K1"))
    assert "Party A" in said
    assert "1\u00a0min a vehicle in 2 lanes; each packet stops for 5\u00a0min" in said
    people = sum(packet.people.total for packet in packets)
    hours = next(part for part in of(book, "E1").parts if part.heading == "By the hour").tables[0]
    column = [head.head for head in hours.columns].index("People")
    figures = [int(row[column].replace("\u202f", "")) for row in hours.rows]
    assert figures[-1] == people == sum(figures[:-1])


def test_checkpoints_of_one_name_are_told_apart_by_place(sample: Sample) -> None:
    made = with_checkpoint(sample)
    known = made.scenario.checkpoints[0]
    far = replace(known, id="K0", point=LonLat(known.point.lon + 1, known.point.lat))
    scenario = replace(made.scenario, checkpoints=(far, known))
    assert [place.id for place in passages_of(made.plan, scenario, {})] == ["K1", "E1"]


def test_a_checkpoint_is_told_that_empty_vehicles_come_back(sample: Sample) -> None:
    made = with_checkpoint(sample)
    assert "Way back" not in words(of(checkpoint_book(made.plan, made.scenario, {}), "K1"))
    packets = []
    for packet in made.plan.timetable.packets:
        free = packet.out + timedelta(minutes=10)
        runs = (replace(packet.runs[0], free_at=free, back_at=free + timedelta(hours=2)), *packet.runs[1:])
        packets.append(replace(packet, runs=runs))
    plan = replace(made.plan, timetable=Timetable(tuple(packets)))
    book = checkpoint_book(plan, made.scenario, {})
    assert f"not listed below: up to {len(packets)}," in words(of(book, "K1"))
    assert "not listed below" not in words(of(book, "E1"))


def test_a_checkpoint_searches_as_long_as_the_terms_say(sample: Sample) -> None:
    made = with_checkpoint(sample)
    limits = TermLimits(search_s=120, packet_size=6, party="Party A")
    scenario = replace(made.scenario, terms=(replace(made.scenario.terms[0], limits=limits),))
    said = words(of(checkpoint_book(made.plan, scenario, {}), "K1"))
    assert "2\u00a0min a vehicle in 2 lanes; each packet stops for 6\u00a0min" in said
    assert "Post 9: checkpoint, stop 6\u00a0min" in words(of(driver_book(made.plan, scenario, {}), "bus-02"))
    free = replace(made.scenario, checkpoints=(replace(made.scenario.checkpoints[0], search_s=0),))
    assert "Post 9: checkpoint, stop when asked" in words(of(driver_book(made.plan, free, {}), "bus-02"))


def test_hours_are_full_hours_of_the_first_zone(sample: Sample) -> None:
    places = passages_of(sample.plan, sample.scenario, {})
    hours = by_hour(sample.plan, places[0].passages)
    assert all(hour.astimezone(START.tzinfo).minute == 0 for hour, _ in hours)
    assert sum(len(found) for _, found in hours) == len(sample.plan.timetable.packets)
    for hour, found in hours:
        assert all(hour <= one.first < hour + timedelta(hours=1) for one in found)


def test_an_assembly_point_sees_who_loads_and_who_leaves(sample: Sample) -> None:
    wave = Wave(START + timedelta(hours=2), Headcount(30))
    group = replace(sample.scenario.groups[0], waves=(wave,))
    scenario = replace(sample.scenario, groups=(group, *sample.scenario.groups[1:]))
    sheet = of(point_book(sample.plan, scenario), "G1")
    said = words(sheet)
    assert "Nobody of a family is separated" in said
    assert "The window ends before a third trip of the buses." in said
    assert "10:00 / 11:00" in said
    loading = next(part for part in sheet.parts if part.heading == "Loading").tables[0]
    assert len(loading.rows) == sum(
        bool(run.serial) for packet in sample.plan.timetable.packets if packet.group_id == "G1" for run in packet.runs
    )
    assert "Амвросіївка" not in handed(sheet)


def test_bays_are_never_used_twice_at_once(sample: Sample) -> None:
    trips = [trip for several in trips_by_serial(sample.plan, sample.scenario).values() for trip in several]
    trips.sort(key=lambda trip: trip.run.load_start or trip.leave)
    numbers = bays_of(trips, 3)
    for first in range(len(trips)):
        for second in range(first + 1, len(trips)):
            begin = trips[second].run.load_start
            if numbers[first] is not None and numbers[first] == numbers[second]:
                assert begin is not None
                assert trips[first].loaded <= begin


def test_a_plan_without_packets_has_sheets_that_say_so(sample: Sample) -> None:
    plan = replace(sample.plan, timetable=Timetable(()))
    assert len(driver_book(plan, sample.scenario, {}).sheets) == len(serials(sample))
    assert checkpoint_book(plan, sample.scenario, {}).sheets == ()
    assert "No packet leaves from here." in words(of(point_book(plan, sample.scenario), "G1"))


def test_tokens_are_given_in_order_without_a_gap(sample: Sample) -> None:
    rows = manifest_rows(sample.plan, sample.scenario)
    for group in ("G1", "G2"):
        following = 1
        for row in rows:
            if row.packet.group_id == group and row.run.people.total:
                assert row.first_token == f"{group}-{following:04d}"
                following += row.run.people.total
                assert row.last_token == f"{group}-{following - 1:04d}"
        assert following - 1 == sum(p.people.total for p in sample.plan.timetable.packets if p.group_id == group)
    assert manifest_rows(sample.plan, sample.scenario) == rows


def test_an_empty_vehicle_gets_no_token(sample: Sample) -> None:
    packet = sample.plan.timetable.packets[0]
    bare = replace(packet, runs=tuple(replace(run, people=Headcount()) for run in packet.runs))
    rows = manifest_rows(replace(sample.plan, timetable=Timetable((bare,))), sample.scenario)
    assert {(row.first_token, row.last_token) for row in rows} == {("", "")}
