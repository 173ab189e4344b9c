"""The chart of vehicles over time shows each run once, in its own hours, and stays readable at any size."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.sample import START, Sample, make_sample
from safeconduct.brief.gantt import BACK, DRIVE, EXIT, LOAD, REST, WAIT, car_bands, trips_by_serial, vehicle_rows
from safeconduct.brief.gantt_svg import PAGE_HEIGHT, chart_items, draw_gantt, gantt_pages
from safeconduct.brief.time_axis import TimeAxis, draw_labels, shut_spans
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Group, Headcount
from safeconduct.model.plan import Packet, Timetable, VehicleRun
from safeconduct.model.revision import Revision
from safeconduct.model.times import Span, Window


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def driven(sample: Sample) -> Counter[str]:
    return Counter(run.serial for packet in sample.plan.timetable.packets for run in packet.runs if run.serial)


def test_each_run_has_one_bar_of_driving_in_its_own_minutes(sample: Sample) -> None:
    rows = vehicle_rows(sample.plan, sample.scenario)
    assert Counter({row.serial: sum(bar.phase == DRIVE for bar in row.bars) for row in rows}) == driven(sample)
    trips = trips_by_serial(sample.plan, sample.scenario)
    gap = timedelta(seconds=sample.scenario.settings.vehicle_gap_s)
    for row in rows:
        bars = [bar for bar in row.bars if bar.phase == DRIVE]
        for bar, trip in zip(bars, trips[row.serial], strict=True):
            assert bar.start == trip.packet.depart + (trip.place - 1) * gap
            assert bar.end - bar.start == trip.packet.arrive - trip.packet.depart


def test_bars_of_a_vehicle_follow_one_another(sample: Sample) -> None:
    for row in vehicle_rows(with_returns(sample).plan, sample.scenario):
        for first, second in pairwise(row.bars):
            assert first.start <= first.end <= second.start


def with_returns(sample: Sample) -> Sample:
    """Return two packets of one bus, which refuels at the exit and comes back for its second trip."""
    first = sample.plan.timetable.packets[0]
    bus = first.runs[0]
    hours = [START + timedelta(hours=hour) for hour in (9, 10, 11)]
    coming = replace(bus, free_at=first.out + timedelta(minutes=10), back_at=hours[0], refuels=True)
    again = replace(bus, trip=2, load_start=hours[1], free_at=hours[2] + timedelta(minutes=40), back_at=None)
    out = hours[2] + timedelta(minutes=30)
    leave = hours[1] + timedelta(minutes=20)
    late = replace(first, id="P99", depart=leave, arrive=hours[2], clear=hours[2], out=out, runs=(again,))
    plan = replace(sample.plan, timetable=Timetable((replace(first, runs=(coming, *first.runs[1:])), late)))
    return Sample(plan, sample.network, sample.scenario)


def test_a_vehicle_that_returns_pauses_waits_and_drives_back(sample: Sample) -> None:
    made = with_returns(sample)
    row = next(row for row in vehicle_rows(made.plan, made.scenario) if row.trips == 2)
    assert [bar.phase for bar in row.bars][:1] == [LOAD]
    inner = [bar.phase for bar in row.bars]
    assert inner[inner.index(EXIT) :][:5] == [EXIT, REST, WAIT, BACK, WAIT]
    back = next(bar for bar in row.bars if bar.phase == BACK)
    route = next(route for route in made.plan.chosen_option.routes if route.group_id == "G2")
    assert back.end - back.start == timedelta(seconds=route.back_s)
    rest = next(bar for bar in row.bars if bar.phase == REST)
    assert rest.end - rest.start == timedelta(seconds=made.scenario.settings.refuel_s)


def test_own_cars_are_one_band_for_each_group_and_end_with_none(sample: Sample) -> None:
    bands = {band.group_id: band for band in car_bands(sample.plan, sample.scenario)}
    cars: Counter[str] = Counter()
    for packet in sample.plan.timetable.packets:
        cars[packet.group_id] += sum(run.vehicles for run in packet.runs if not run.serial)
    assert {group: band.cars for group, band in bands.items()} == dict(cars)
    for band in bands.values():
        assert all(road >= 0 and queue >= 0 for _, road, queue in band.steps)
        assert band.steps[-1][1:] == (0, 0)


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_it_is_well_formed_names_each_vehicle_and_is_the_same_each_time(sample: Sample) -> None:
    svg = draw_gantt(sample.plan, sample.scenario)
    assert svg == draw_gantt(sample.plan, sample.scenario)
    shown = texts(svg)
    assert set(driven(sample)) <= set(shown)
    assert any("EEST (UTC+3)" in text for text in shown)
    assert any("MSK (UTC+4)" in text for text in shown)
    assert not re.search(r"#[0-9a-f]*[1-9a-e][0-9a-f]*", re.sub(r'#(000|fff|ddd|888)"|url\(#[a-z-]+\)', "", svg))


def large(sample: Sample, vehicles: int, groups: int, cars: int) -> Sample:
    """Return a plan of so many vehicles with two trips each and own cars from so many groups."""
    route = sample.plan.chosen_option.routes[0]
    entry = FleetEntry("BUS", "bus", vehicles, 50, 0)
    listed = tuple(Group(f"G{n}", f"Point {n}", sample.scenario.groups[0].point, Headcount(90)) for n in range(1, groups + 1))
    packets: list[Packet] = []
    for index, serial in enumerate(entry.serials()):
        for trip in (1, 2):
            depart = START + timedelta(seconds=20 * index + 18_000 * (trip - 1) + 900)
            arrive = depart + timedelta(hours=1)
            run = VehicleRun("bus", 1, Headcount(50), serial, trip, (), depart - timedelta(minutes=14), arrive, None)
            packets.append(Packet(f"P{len(packets)}", route.id, listed[0].id, "E1", depart, arrive, arrive, arrive, 60, (run,)))
    for index in range(cars):
        depart = START + timedelta(seconds=30 * index)
        block = VehicleRun("car", 10, Headcount(47))
        arrive = depart + timedelta(hours=1)
        group = listed[index % groups].id
        packets.append(Packet(f"C{index}", route.id, group, "E1", depart, arrive, arrive, arrive, 60, (block,)))
    plan = replace(sample.plan, timetable=Timetable(tuple(packets)))
    fleet = (entry,) if vehicles else ()
    return Sample(plan, sample.network, replace(sample.scenario, groups=listed, fleet=fleet))


@pytest.mark.parametrize(("vehicles", "groups", "cars"), [(300, 4, 300), (75, 1, 100), (0, 3, 40), (1, 1, 0), (3, 200, 200)])
def test_any_size_is_cut_into_pages_with_every_line_once(sample: Sample, vehicles: int, groups: int, cars: int) -> None:
    made = large(sample, vehicles, groups, cars)
    pages = gantt_pages(made.plan, made.scenario)
    serials = [text for page in pages for text in texts(page) if re.fullmatch(r"BUS(-\d+)?", text)]
    assert sorted(serials) == sorted({run.serial for p in made.plan.timetable.packets for run in p.runs if run.serial})
    for page in pages:
        height = float(ElementTree.fromstring(page).attrib["viewBox"].split()[3])
        assert height <= PAGE_HEIGHT + 1
    assert len(pages) <= max(1, vehicles // 60) + groups // 20 + 1


def test_nobody_leaving_is_said(sample: Sample) -> None:
    plan = replace(sample.plan, timetable=Timetable(()))
    assert "No packet leaves." in texts(draw_gantt(plan, sample.scenario))
    assert len(gantt_pages(plan, sample.scenario)) == 1


def test_unused_vehicles_closures_with_hours_and_a_plan_made_again_are_marked(sample: Sample) -> None:
    bus = replace(sample.scenario.fleet[0], count=9)
    scenario = replace(sample.scenario, fleet=(bus, *sample.scenario.fleet[1:]))
    plan = replace(sample.plan, revision=Revision(START + timedelta(hours=1), "ab" * 32, 2, 3))
    shown = texts(draw_gantt(plan, scenario))
    assert any("3 not used" in text for text in shown)
    assert any(text.startswith("C2: contact line") for text in shown)
    assert any(text.startswith("made again 09:00") for text in shown)
    assert not any("made again" in text for text in texts(draw_gantt(sample.plan, scenario)))


def test_hours_outside_the_windows_are_shaded(sample: Sample) -> None:
    hour = timedelta(hours=1)
    windows = (Window("W1", Span(START + hour, START + 2 * hour)), Window("W2", Span(START + 3 * hour, START + 4 * hour)))
    scenario = replace(sample.scenario, windows=windows)
    shut = shut_spans(scenario, Span(START, START + 5 * hour))
    assert shut == (
        Span(START, START + hour),
        Span(START + 2 * hour, START + 3 * hour),
        Span(START + 4 * hour, START + 5 * hour),
    )
    assert shut_spans(sample.scenario, Span(START, START + 5 * hour)) == ()
    assert 'fill="#ddd"' in draw_gantt(sample.plan, scenario)


@given(
    st.integers(0, 72 * 60).map(lambda minutes: datetime(2014, 3, 28, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.integers(10, 100_000),
    st.sampled_from([("Europe/Kyiv",), ("Europe/Kyiv", "UTC"), ("Asia/Kathmandu", "Europe/London", "UTC"), ()]),
)
@settings(max_examples=60, deadline=None)
def test_ticks_are_in_order_inside_the_axis_and_not_too_close(first: datetime, minutes: int, zones: tuple[str, ...]) -> None:
    axis = TimeAxis(first, first + timedelta(minutes=minutes), 200, 1500, zones)
    ticks = axis.ticks()
    assert all(axis.first <= tick <= axis.last for tick in ticks)
    places = [axis.x(tick) for tick in ticks]
    assert all(b - a > 100 for a, b in pairwise(places))
    assert len(ticks) <= 14
    draw_labels(axis, 0)


def test_items_are_in_the_order_of_the_fleet_table(sample: Sample) -> None:
    items = chart_items(sample.plan, sample.scenario)
    heads = [item for item in items if isinstance(item, str)]
    assert [head.split(":")[0] for head in heads[-3:-1]] == [entry.id for entry in sample.scenario.fleet]
    assert heads[-1] == "Vehicles of no row of the fleet"  # the sample's ambulance is called amb-01 and not amb
