"""Each rule of the timetable: one case in which it lets people go, one in which it stops them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from convoy.orders import HERE, START, ambulance, at_s, bus, door, group, order_on
from convoy.replay import faults
from safeconduct.convoy import builder
from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.policy import Policy
from safeconduct.convoy.roadway import Roadway
from safeconduct.convoy.trials import play
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Headcount
from safeconduct.model.plan import Timetable
from safeconduct.model.settings import Settings
from safeconduct.model.times import Span

LINE = "a b c"
ROAD = "ab:km=10 bc:km=10"
"""a - b - c, 720 s a piece at 50 km/h."""
PLAIN = Settings(packet_size=10, vehicle_gap_s=6, packet_headway_s=60)


def held(order: MovementOrder) -> Timetable:
    table = build_timetable(order)
    assert faults(order, table) == []
    return table


def out(table: Timetable) -> int:
    return sum(packet.people.total for packet in table.packets)


def reasons(table: Timetable) -> set[str]:
    return {left.reason for left in table.left}


def test_one_bus_loads_leaves_and_is_clear_to_the_second() -> None:
    table = held(order_on(LINE, ROAD, {"a": group("G", 20)}, {"c": door("X")}, fleet=(bus(),), settings=PLAIN))
    (packet,) = table.packets
    assert packet.depart == at_s(300 + 20 * 10)
    assert packet.arrive == at_s(500 + 2 * 720)
    assert packet.clear == packet.out == at_s(500 + 1440 + 60)
    assert packet.runs[0].free_at == at_s(2000 + 600)
    assert packet.runs[0].back_at is None
    assert table.left == ()


def test_boarding_time_counts_each_class() -> None:
    people = {"a": group("G", 3, 2, 1)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(ambulance(1, 5, 1),), settings=PLAIN))
    assert table.packets[0].depart == at_s(300 + 3 * 10 + 2 * 30 + 180)


def test_own_cars_leave_in_full_packets_as_often_as_the_road_allows() -> None:
    people = {"a": group("G", 100, cars=25, per_car=4.0)}
    table = held(order_on(LINE, "ab:km=10:cap=600 bc:km=10:cap=300", people, {"c": door("X")}, settings=PLAIN))
    assert [packet.vehicles for packet in table.packets] == [10, 10, 5]
    assert [packet.depart for packet in table.packets] == [at_s(0), at_s(120), at_s(240)]  # 10 vehicles at 300 an hour
    assert [packet.people.total for packet in table.packets] == [40, 40, 20]


def test_own_cars_carry_exactly_the_people_meant_for_them() -> None:
    people = {"a": group("G", 500, 30, cars=61, per_car=4.7)}
    order = order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(10),), settings=PLAIN)
    table = held(order)
    blocks = [run for packet in table.packets for run in packet.runs if not run.serial]
    assert sum(run.vehicles for run in blocks) == order.groups[0].cars_used == 61
    assert sum(run.people.total for run in blocks) == order.groups[0].car_people == 286
    assert table.left == ()


def test_cars_follow_behind_the_bus_in_its_packet() -> None:
    people = {"a": group("G", 90, cars=400, per_car=4.0, ready_s=0)}
    people["a"] = replace(people["a"], people=Headcount(1640))
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(),), settings=PLAIN))
    mixed = [packet for packet in table.packets if len(packet.runs) > 1]
    assert mixed
    for packet in mixed:
        assert [bool(run.serial) for run in packet.runs] == [True, False]
        assert packet.vehicles == 10


def test_packets_of_two_groups_keep_apart_where_their_roads_join() -> None:
    people = {"a": group("G", 200, cars=50), "d": group("H", 200, cars=50)}
    table = held(order_on("a b c\nd", "ab:km=7 db:km=3 bc:km=10", people, {"c": door("X")}, settings=PLAIN))
    assert {packet.group_id for packet in table.packets} == {"G", "H"}
    assert table.left == ()


def test_a_lower_priority_number_gets_the_road_first() -> None:
    people = {"a": group("G", 200, cars=50, priority=2), "b": group("H", 200, cars=50, priority=1)}
    order = order_on(LINE, ROAD, people, {"c": door("X")}, settings=PLAIN)
    last = {p.group_id: p.out for p in held(order).packets}
    assert last["H"] < last["G"]
    swapped = replace(order, groups=tuple(replace(one, priority=3 - one.priority) for one in order.groups))
    first = {p.group_id: p.depart for p in reversed(held(swapped).packets)}
    assert first["G"] == START


def test_a_bus_drives_again_while_people_wait_and_never_for_nothing() -> None:
    order = order_on(LINE, ROAD, {"a": group("G", 120)}, {"c": door("X")}, fleet=(bus(),), settings=PLAIN)
    table = held(order)
    runs = [packet.runs[0] for packet in table.packets]
    assert [run.trip for run in runs] == [1, 2, 3]
    assert [run.back_at is None for run in runs] == [False, False, True]
    for before, after in pairwise(runs):
        assert before.back_at is not None
        assert after.load_start is not None
        assert after.load_start >= before.back_at
    kept = build_timetable(replace(order, settings=replace(PLAIN, return_allowed=False)))
    assert out(kept) == 50
    assert reasons(kept) == {builder.NO_SEAT}


def test_no_return_that_cannot_be_back_in_time() -> None:
    order = order_on(LINE, ROAD, {"a": group("G", 120)}, {"c": door("X")}, fleet=(bus(),), settings=PLAIN, hours=1.5)
    table = held(order)
    assert [run.back_at for packet in table.packets for run in packet.runs] == [None]


def test_an_empty_vehicle_waits_at_the_exit_for_the_next_window() -> None:
    spans = {"X": (Span(at_s(0), at_s(3600)), Span(at_s(7200), at_s(14400)))}
    order = order_on(LINE, ROAD, {"a": group("G", 100)}, {"c": door("X")}, fleet=(bus(),), settings=PLAIN, spans=spans)
    table = held(order)
    first, second = (packet.runs[0] for packet in table.packets)
    assert first.free_at is not None
    assert first.back_at is not None
    assert second.load_start is not None
    assert first.free_at < at_s(7200) < first.back_at <= second.load_start
    assert out(table) == 100


def test_a_vehicle_serves_another_group_when_its_own_is_done() -> None:
    people = {"a": group("G", 50, priority=1), "b": group("H", 50, priority=2)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(),), settings=PLAIN))
    assert [packet.group_id for packet in table.packets] == ["G", "H"]
    assert table.left == ()


def test_families_ride_in_one_vehicle() -> None:
    people = {"a": group("G", 3, families=((Headcount(4, 2), 3),), bays=5)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(3, 7),), settings=PLAIN))
    assert table.left == ()
    loads = [load for packet in table.packets for run in packet.runs for load in run.families]
    assert [load.count for load in loads] == [1, 1, 1]


def test_a_family_that_no_vehicle_can_take_whole_is_left_whole() -> None:
    people = {"a": group("G", 0, families=((Headcount(8), 1),))}
    settings = replace(PLAIN, packet_size=1)
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(3, 7),), settings=settings))
    assert table.packets == ()
    assert [(left.people, left.reason) for left in table.left] == [(Headcount(8), builder.NO_FAMILY_ROOM)]


def test_a_family_larger_than_any_vehicle_rides_in_one_packet() -> None:
    people = {"a": group("G", 0, families=((Headcount(12), 1),))}
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(3, 7),), settings=PLAIN))
    assert len(table.packets) == 1
    assert table.left == ()


def test_the_family_of_a_patient_rides_in_the_same_packet() -> None:
    people = {"a": group("G", 10, families=((Headcount(6, 0, 1), 1),))}
    order = order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(ambulance(), bus()), settings=PLAIN)
    table = held(order)
    assert table.left == ()
    patient = next(packet for packet in table.packets if packet.people.stretcher)
    assert {run.kind for run in patient.runs} == {"ambulance", "bus"}


def test_a_patient_without_a_stretcher_place_is_left_with_the_family() -> None:
    people = {"a": group("G", 10, families=((Headcount(1, 0, 1), 1),))}
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(),), settings=PLAIN))
    assert [(left.people, left.reason) for left in table.left] == [(Headcount(1, 0, 1), builder.NO_STRETCHER_PLACE)]


def test_loading_bays_hold_vehicles_back() -> None:
    def last(bays: int) -> object:
        people = {"a": group("G", 200, bays=bays)}
        return held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(4),), settings=PLAIN)).last_out

    assert last(1) > last(4)  # type: ignore[operator]


@pytest.mark.parametrize("minutes", range(30, 150, 7))
def test_who_is_loaded_too_late_to_leave_is_counted_as_left(minutes: int) -> None:
    people = {"a": group("G", 200, 30, bays=1)}
    settings = replace(PLAIN, board_able_s=0, return_allowed=False)
    held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(6, 30), ambulance(3)), settings=settings, hours=minutes / 60))


def test_a_packet_leaves_and_is_clear_inside_one_span() -> None:
    spans = {"X": (Span(at_s(0), at_s(1000)), Span(at_s(2000), at_s(4000)))}
    people = {"a": group("G", 4, cars=1)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, settings=PLAIN, spans=spans))
    assert [packet.depart for packet in table.packets] == [at_s(2000)]
    short = {"X": (Span(at_s(0), at_s(1499)),)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, settings=PLAIN, spans=short))
    assert reasons(table) == {builder.ROAD_FULL}
    exact = {"X": (Span(at_s(0), at_s(1500)),)}
    assert len(held(order_on(LINE, ROAD, people, {"c": door("X")}, settings=PLAIN, spans=exact)).packets) == 1


def test_a_part_time_road_is_entered_and_left_while_open() -> None:
    people = {"a": group("G", 40, cars=10)}
    opened = {2: ((0.0, 1494.0), (5000.0, 9000.0))}  # the arc b>c: last vehicle is on it from 774 s to 1494 s
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, settings=PLAIN, open_spans=opened))
    assert table.packets[0].depart == at_s(5000 - 720)
    opened = {2: ((0.0, 1495.0), (5000.0, 9000.0))}
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, settings=PLAIN, open_spans=opened))
    assert table.packets[0].depart == START


def test_a_group_leaves_when_it_is_ready() -> None:
    people = {"a": group("G", 54, cars=1, ready_s=1000)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(),), settings=PLAIN))
    assert min(packet.depart for packet in table.packets) == at_s(1000)
    assert table.left == ()


def test_screening_takes_packets_one_after_another_inside_opening_hours() -> None:
    people = {"a": group("G", 80, cars=20)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X", 60, opens_s=4000)}, settings=PLAIN))
    assert [packet.out for packet in table.packets] == [at_s(4000 + 2400), at_s(4000 + 4800)]
    table = held(order_on(LINE, ROAD, people, {"c": door("X", 60, opens_s=4000, closes_s=8799)}, settings=PLAIN))
    assert out(table) == 40
    assert table.left


def test_cars_wait_at_the_assembly_point_and_not_in_the_queue_of_the_exit() -> None:
    people = {"a": group("G", 1400, cars=300, per_car=4.0)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X", 400)}, fleet=(bus(4),), settings=PLAIN, hours=12))
    assert table.left == ()
    for packet in table.packets:
        screened_s = packet.people.total * 9
        most_s = Policy().exit_queue_s + 4 * 50 * 9  # the four buses may slip in between
        assert (packet.out - packet.clear).total_seconds() - screened_s <= most_s
    assert (table.packets[-1].out - table.packets[0].clear).total_seconds() == 1400 * 9  # the desk never runs dry


def test_cars_do_not_wait_where_their_road_may_shut_before_the_end() -> None:
    people = {"a": group("G", 400, cars=100, per_car=4.0)}
    spans = {"X": (Span(at_s(0), at_s(3000)),)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X", 400)}, settings=PLAIN, hours=6, spans=spans))
    assert table.left == ()


@pytest.mark.parametrize(("rate", "buses"), [(100, 1), (200, 2), (10000, 4)])
def test_few_buses_share_a_packet_where_screening_is_slow(rate: int, buses: int) -> None:
    people = {"a": group("G", 200)}
    order = order_on(LINE, ROAD, people, {"c": door("X", rate)}, fleet=(bus(4),), settings=PLAIN)
    table = builder.timetable_of(order, play(order, Roadway(order), Policy()))
    assert faults(order, table) == []
    assert table.packets[0].vehicles == buses


def test_an_exit_without_screening_is_reached_inside_its_hours() -> None:
    people = {"a": group("G", 4, cars=1)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X", None, opens_s=4000)}, settings=PLAIN))
    assert table.packets[0].clear == at_s(4000)
    table = held(order_on(LINE, ROAD, people, {"c": door("X", None, closes_s=1400)}, settings=PLAIN))
    assert table.packets == ()


def test_beds_limit_who_is_sent_to_an_exit() -> None:
    people = {"a": group("G", 60, cars=5, per_car=4.0)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X", beds=33)}, fleet=(bus(),), settings=PLAIN))
    assert out(table) == 33
    assert reasons(table) == {builder.BEDS_FULL}
    both = held(order_on(LINE, ROAD, people, {"c": door("X", beds=33), "b": door("Y", beds=27)}, fleet=(bus(2),), settings=PLAIN))
    assert out(both) == 60


def test_bases_and_availability() -> None:
    people = {"a": group("G", 20)}
    row = FleetEntry("BUS", "bus", 1, 50, 0, HERE, at_s(500))
    order = order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(row,), settings=PLAIN, deadhead_s={("BUS", "G"): 700})
    assert held(order).packets[0].runs[0].load_start == at_s(1200)
    table = held(replace(order, deadhead_s={}))
    assert reasons(table) == {builder.NO_VEHICLE}


def test_without_a_route_everybody_is_left() -> None:
    people = {"a": group("G", 20, 1, 1, cars=2)}
    table = held(order_on(LINE, "ab", people, {"c": door("X")}, fleet=(bus(),), settings=PLAIN))
    assert {left.reason for left in table.left} == {builder.NO_ROUTE}


def test_a_group_at_the_exit_itself_needs_no_road() -> None:
    table = held(order_on(LINE, ROAD, {"c": group("G", 120, cars=3)}, {"c": door("X")}, fleet=(bus(),), settings=PLAIN))
    assert table.left == ()


def test_a_second_road_is_used_while_it_shortens_the_whole() -> None:
    def both_roads(cars: int) -> set[str]:
        people = {"a": group("G", 4 * cars, cars=cars)}
        roads = "ab:km=10:cap=300 bc:km=10:cap=300 ad:km=13:cap=300 dc:km=13:cap=300"
        table = held(order_on("a b c\n  d", roads, people, {"c": door("X")}, settings=PLAIN, routes=2))
        assert table.left == ()
        return {packet.route_id for packet in table.packets}

    assert both_roads(100) == {"G-X-1", "G-X-2"}
    assert both_roads(20) == {"G-X-1"}


def test_a_longer_road_through_the_same_bottleneck_is_not_used() -> None:
    people = {"a": group("G", 400, cars=100)}
    roads = "ab:km=10:cap=900 ad:km=13:cap=900 db:km=1:cap=900 bc:km=5:cap=300"
    table = held(order_on("a b c\n  d", roads, people, {"c": door("X")}, settings=PLAIN, routes=2))
    assert {packet.route_id for packet in table.packets} == {"G-X-1"}


def test_an_order_with_a_headway_below_the_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="headway"):
        order_on(LINE, ROAD, {"a": group("G", 4)}, {"c": door("X")}, settings=replace(PLAIN, packet_headway_s=5))


def test_times_keep_the_offset_of_the_order() -> None:
    table = held(order_on(LINE, ROAD, {"a": group("G", 4, cars=1)}, {"c": door("X")}, settings=PLAIN))
    assert table.packets[0].out.utcoffset() == START.utcoffset()
