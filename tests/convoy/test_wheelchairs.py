"""People in wheelchairs: places of their own, sitting people beside them, families as with stretcher patients."""

from __future__ import annotations

from dataclasses import replace

from convoy.orders import ambulance, bus, door, group, order_on
from convoy.replay import faults
from safeconduct.convoy import builder
from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.order import MovementOrder
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


def test_people_in_wheelchairs_ride_beside_those_who_sit() -> None:
    people = {"a": group("G", 50, wheelchair=2)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(wheelchairs=2),), settings=PLAIN))
    (packet,) = table.packets
    assert packet.people == Headcount(50, 0, 0, 2)
    assert (packet.depart - packet.runs[0].load_start).total_seconds() == 300 + 50 * 10 + 2 * 120  # type: ignore[operator]


def test_nobody_in_a_wheelchair_takes_a_seat() -> None:
    people = {"a": group("G", 10, wheelchair=2)}
    table = held(order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(),), settings=PLAIN))
    assert [(left.people, left.reason) for left in table.left] == [(Headcount(wheelchair=2), builder.NO_WHEELCHAIR_PLACE)]
    assert sum(packet.people.able for packet in table.packets) == 10


def test_a_bus_with_wheelchair_places_is_not_held_back_and_fills_with_the_others() -> None:
    plain = order_on(LINE, ROAD, {"a": group("G", 100)}, {"c": door("X")}, fleet=(bus(2),), settings=PLAIN)
    fitted = replace(plain, fleet=(bus(2, wheelchairs=2),))
    assert held(fitted) == held(plain)


def test_only_so_many_vehicles_with_wheelchair_places_go_first_as_are_needed() -> None:
    fleet = (bus(2), bus(8, seats=10, name="LIFT", wheelchairs=1))
    order = order_on(LINE, ROAD, {"a": group("G", 90, wheelchair=1)}, {"c": door("X")}, fleet=fleet, settings=PLAIN)
    (packet,) = held(replace(order, settings=replace(PLAIN, packet_size=3))).packets
    assert packet.people == Headcount(90, 0, 0, 1)
    assert sorted(run.serial[:3] for run in packet.runs) == ["BUS", "BUS", "LIF"]


def test_a_family_with_a_wheelchair_user_may_be_spread_over_a_packet_but_not_where_one_vehicle_is_set() -> None:
    people = {"a": group("G", families=((Headcount(4, 0, 0, 1), 1),))}
    fleet = (bus(1, seats=1, name="LIFT", wheelchairs=1), bus(1, seats=4))
    order = order_on(LINE, ROAD, people, {"c": door("X")}, fleet=fleet, settings=PLAIN)
    (packet,) = held(order).packets
    assert len(packet.runs) == 2
    table = held(replace(order, settings=replace(PLAIN, family_with_patient="vehicle")))
    assert not table.packets
    assert {left.reason for left in table.left} == {builder.NO_FAMILY_ROOM}


def test_a_patients_family_waits_for_one_vehicle_with_room_for_all_where_that_is_set() -> None:
    family = (Headcount(4, 0, 1), 1)
    people = {"a": group("G", families=(family,))}
    strict = replace(PLAIN, family_with_patient="vehicle")
    small, roomy = ambulance(1, 2, 2), ambulance(1, 6, 2, name="MED")
    order = order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(small, bus(), roomy), settings=strict)
    (packet,) = held(order).packets
    assert [run.serial for run in packet.runs] == ["MED"]


def test_families_with_both_kinds_of_patients_find_places_in_different_vehicles_of_one_packet() -> None:
    people = {"a": group("G", families=((Headcount(2, 0, 1, 1), 2),))}
    order = order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(ambulance(1, 2, 2), bus(wheelchairs=2)), settings=PLAIN)
    (packet,) = held(order).packets
    assert packet.people == Headcount(4, 0, 2, 2)
