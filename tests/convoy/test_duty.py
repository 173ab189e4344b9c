"""Crews, tanks, and vehicles that are out of use from some moment on."""

from __future__ import annotations

from dataclasses import replace

from convoy.orders import HERE, at_s, bus, door, group, order_on
from convoy.replay import faults
from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.dispatch import NO_DUTY, NO_RANGE
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.screening import Coming, ScreeningDesk
from safeconduct.model.people import Headcount
from safeconduct.model.plan import Timetable, VehicleRun
from safeconduct.model.settings import Settings

LINE = "a b c"
ROAD = "ab:km=10 bc:km=10"
"""20 km, 1440 s each way."""
PLAIN = Settings()
FULL_S = 300 + 500
"""Loading of a full bus."""
TRIP_S = FULL_S + 1440 + 60 + 600
"""From the start of loading until empty."""


def order_with(*, people: int = 100, hours: float = 24, settings: Settings = PLAIN, **entry: object) -> MovementOrder:
    fleet = (replace(bus(), **entry),)  # type: ignore[arg-type]
    return order_on(LINE, ROAD, {"a": group("G", people)}, {"c": door("X")}, fleet=fleet, settings=settings, hours=hours)


def held(order: MovementOrder) -> Timetable:
    table = build_timetable(order)
    assert faults(order, table) == []
    return table


def runs(table: Timetable) -> list[VehicleRun]:
    return [run for packet in table.packets for run in packet.runs]


def test_a_crew_goes_on_without_rest_while_the_trip_ends_within_its_duty() -> None:
    both_s = 2 * TRIP_S + 1440
    for more_s, rests in ((900, False), (-1, True)):
        first, second = runs(held(order_with(crew_h=(both_s + more_s) / 3600)))
        assert first.rests is rests
        leave_s = TRIP_S + 9 * 3600 * rests
        assert first.back_at == second.load_start == at_s(leave_s + 1440)


def test_a_rest_that_does_not_fit_into_the_movement_leaves_people_behind() -> None:
    table = held(order_with(crew_h=1.5, hours=9))
    assert len(table.packets) == 1
    assert sum(one.people.total for one in table.left) == 50


def test_a_crew_whose_duty_is_shorter_than_a_trip_is_not_used() -> None:
    table = held(order_with(crew_h=0.5))
    assert not table.packets
    assert {one.reason for one in table.left} == {NO_DUTY}


def test_waiting_at_the_exit_for_long_enough_is_a_rest() -> None:
    order = order_with(crew_h=2.0, settings=replace(PLAIN, crew_rest_h=0.0))
    first, second = runs(held(order))
    assert first.rests
    assert second.load_start == at_s(TRIP_S + 1440)


def test_a_vehicle_refuels_at_the_exit_when_its_tank_does_not_reach_there_again() -> None:
    for range_km, refuels in ((60.1, False), (59.9, True)):
        first, second = runs(held(order_with(range_km=range_km)))
        assert first.refuels is refuels
        assert second.load_start == at_s(TRIP_S + 1200 * refuels + 1440)


def test_no_second_trip_where_there_is_no_fuel() -> None:
    order = order_with(range_km=59.9)
    dry = replace(order, exits=tuple(replace(place, fuel=False) for place in order.exits))
    assert len(held(dry).packets) == 1


def test_a_tank_that_does_not_bring_it_to_an_exit_keeps_a_vehicle_away() -> None:
    table = held(order_with(range_km=19.9))
    assert {one.reason for one in table.left} == {NO_RANGE}


def test_the_way_from_the_base_takes_from_the_tank() -> None:
    based = order_with(range_km=25.0, base=HERE)
    near = replace(based, deadhead_s={("BUS", "G"): 400}, deadhead_m={("BUS", "G"): 4000.0})
    assert len(held(near).packets) == 1
    far = replace(near, deadhead_m={("BUS", "G"): 6000.0})
    assert {one.reason for one in held(far).left} == {NO_RANGE}


def test_a_vehicle_is_empty_by_the_moment_from_which_it_is_out_of_use() -> None:
    both_s = 2 * TRIP_S + 1440
    for lost_s, trips in ((both_s + 900, 2), (both_s - 1, 1), (TRIP_S - 1000, 0)):
        assert len(held(order_with(lost=(("BUS", at_s(lost_s)),))).packets) == trips


def test_others_are_not_sent_so_that_the_queue_outlasts_a_duty() -> None:
    """Ten packets of cars would be clear before the bus, and screened first; they leave after it where its crew cannot wait."""
    people = {"a": group("G", 50), "b": group("H", 400, cars=100, per_car=4.0)}
    crewed = replace(bus(), crew_h=1.2)
    order = order_on(LINE, ROAD, people, {"c": door("X", 200)}, fleet=(crewed,), settings=PLAIN, hours=12)
    table = held(order)
    assert not table.left


def test_a_desk_tells_whom_a_further_packet_would_delay_too_long() -> None:
    order = order_with()
    desk = ScreeningDesk(door("X", 3600), order)
    desk.expect(Coming(100, 50))
    assert desk.find_pushed(90, 10) is None
    desk.expect(Coming(100, 50, 205))
    assert desk.find_pushed(90, 16) == 100
    assert desk.find_pushed(90, 15) is None
    assert desk.find_pushed(100, 90) is None
    desk.forget(Coming(100, 50))
    assert desk.find_pushed(90, 40) is None


def test_people_wait_for_another_vehicle_when_one_is_lost() -> None:
    fleet = (replace(bus(2), lost=(("BUS-01", at_s(0)),)),)
    order = order_on(LINE, ROAD, {"a": group("G", 100)}, {"c": door("X")}, fleet=fleet, settings=PLAIN, hours=12)
    table = held(order)
    assert [run.serial for run in runs(table)] == ["BUS-02", "BUS-02"]
    assert sum((packet.people for packet in table.packets), Headcount()) == Headcount(100)
