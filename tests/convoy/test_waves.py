"""People who come later: they join those who wait at their second, and vehicles are there for them."""

from __future__ import annotations

from dataclasses import replace

from convoy.orders import at_s, bus, door, group, order_on
from convoy.replay import faults
from safeconduct.convoy import builder
from safeconduct.convoy.builder import build_timetable, timetable_of
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.parties import split_group
from safeconduct.convoy.policy import Policy
from safeconduct.convoy.roadway import Roadway
from safeconduct.convoy.trials import play
from safeconduct.model.people import Headcount
from safeconduct.model.plan import Timetable
from safeconduct.model.settings import Settings

LINE = "a b c"
ROAD = "ab:km=10 bc:km=10"
PLAIN = Settings()


def held(order: MovementOrder) -> Timetable:
    table = build_timetable(order)
    assert faults(order, table) == []
    return table


def test_people_of_a_wave_board_from_their_second_on() -> None:
    people = {"a": group("G", 50, waves=((7200, Headcount(30)),))}
    first, second = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(2),), settings=PLAIN)).packets
    assert (first.people.able, first.depart) == (50, at_s(800))
    assert (second.people.able, second.runs[0].load_start) == (30, at_s(7200))


def test_the_same_vehicle_comes_back_for_those_who_come_later() -> None:
    people = {"a": group("G", 50, waves=((9000, Headcount(30)),))}
    first, second = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(),), settings=PLAIN)).packets
    assert second.runs[0].trip == 2
    assert first.runs[0].back_at is not None
    assert second.runs[0].load_start == at_s(9000)


def test_units_of_a_family_come_at_their_own_second() -> None:
    people = {"a": group("G", 0, families=((Headcount(3), 2), (Headcount(2), 4)), later={2: 5000})}
    first, second = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(2),), settings=PLAIN)).packets
    assert [load.family_id for load in first.runs[0].families] == ["F1"]
    assert (second.runs[0].load_start, second.people.able) == (at_s(5000), 8)


def test_those_who_come_too_late_are_left_with_that_reason() -> None:
    people = {"a": group("G", 50, waves=((21600 - 1500, Headcount(30)),))}
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(2),), settings=PLAIN))
    assert [(left.people, left.reason) for left in table.left] == [(Headcount(30), builder.TOO_LATE)]


def test_own_cars_take_only_those_who_are_there_with_the_group() -> None:
    late = group("G", 20, cars=10, per_car=4.0, waves=((3600, Headcount(40)),))
    table = held(order_on(LINE, ROAD, {"a": late}, {"c": door("X")}, fleet=(bus(2),), settings=PLAIN))
    cars = [run for packet in table.packets for run in packet.runs if not run.serial]
    assert (sum(run.vehicles for run in cars), sum(run.people.total for run in cars)) == (5, 20)
    assert sum(packet.people.total for packet in table.packets) == 60


def test_who_comes_with_the_group_is_no_late_arrival() -> None:
    early = group("G", 20, cars=5, per_car=4.0, ready_s=600, waves=((0, Headcount(10)),))
    table = held(order_on(LINE, ROAD, {"a": early}, {"c": door("X")}, fleet=(bus(),), settings=PLAIN))
    assert not table.left
    assert split_group(early, 10).cars.total == 20


def test_a_bus_that_is_not_filled_waits_for_those_who_come_soon() -> None:
    waves = tuple((600 * number, Headcount(10)) for number in range(1, 5))
    order = order_on(LINE, ROAD, {"a": group("G", 10, waves=waves)}, {"c": door("X")}, fleet=(bus(5),), settings=PLAIN)
    for wait_s, packets in ((900, 1), (0, 5)):
        table = timetable_of(order, play(order, Roadway(order), Policy(fill_wait_s=wait_s)))
        assert faults(order, table) == []
        assert len(table.packets) == packets


def test_who_waits_now_is_served_before_who_comes_later() -> None:
    people = {"a": group("G", 0, waves=((9000, Headcount(50)),)), "b": group("H", 50)}
    order = order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(),), settings=PLAIN)
    first, second = held(order).packets
    assert (first.group_id, second.group_id) == ("H", "G")
    assert second.runs[0].trip == 2
    assert not held(replace(order, fleet=(bus(2),))).left
