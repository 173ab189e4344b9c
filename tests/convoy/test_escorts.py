"""Escort and recovery vehicles: in each packet with buses or ambulances, and back for the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from convoy.orders import at_s, bus, door, group, order_on
from convoy.replay import faults
from safeconduct.convoy import builder
from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.dispatch import NO_DUTY
from safeconduct.convoy.order import MovementOrder
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Group, Headcount
from safeconduct.model.plan import Timetable
from safeconduct.model.settings import Settings

LINE = "a b c"
ROAD = "ab:km=10 bc:km=10"
"""20 km, 1440 s each way."""
GUARDED = Settings(escorts_per_packet=1)


def escort(count: int = 1, role: str = "escort") -> FleetEntry:
    return FleetEntry(role[:3].upper(), "car", count, 5, 0, role=role)


def order_with(people: Group, *fleet: FleetEntry, settings: Settings = GUARDED, hours: float = 12) -> MovementOrder:
    return order_on(LINE, ROAD, {"a": people}, {"c": door("X", 500)}, fleet=fleet, settings=settings, hours=hours)


def held(order: MovementOrder) -> Timetable:
    table = build_timetable(order)
    assert faults(order, table) == []
    return table


def test_an_escort_leads_the_packet_and_carries_nobody() -> None:
    (packet,) = held(order_with(group("G", 100), bus(2), escort())).packets
    first, *buses = packet.runs
    assert (first.serial, first.people, first.load_start) == ("ESC", Headcount(), None)
    assert len(buses) == 2
    assert first.free_at == packet.clear
    assert packet.occupancy_s == 2 * 6 + 60


def test_a_batch_waits_until_its_escort_is_back() -> None:
    small = replace(GUARDED, packet_size=2)
    first, second = held(order_with(group("G", 100), bus(2), escort(), settings=small)).packets
    back = first.runs[0].back_at
    assert back is not None
    assert back == at_s((first.clear - at_s(0)).total_seconds() + 1440)
    assert second.runs[1].load_start == back


def test_with_two_escorts_nobody_waits() -> None:
    small = replace(GUARDED, packet_size=2)
    first, second = held(order_with(group("G", 100), bus(2), escort(2), settings=small)).packets
    assert first.runs[1].load_start == second.runs[1].load_start == at_s(0)
    assert {packet.runs[0].serial for packet in (first, second)} == {"ESC-01", "ESC-02"}


def test_recovery_vehicles_drive_behind_and_cars_behind_them() -> None:
    both = replace(GUARDED, recovery_per_packet=1)
    people = group("G", 70, cars=5, per_car=4.0)
    table = held(order_with(people, bus(1), escort(), escort(role="recovery"), settings=both))
    packet = next(packet for packet in table.packets if packet.runs[0].serial)
    kinds = [run.serial[:3] for run in packet.runs if run.serial]
    assert kinds == ["ESC", "BUS", "REC"]


def test_own_cars_alone_need_none() -> None:
    table = held(order_with(group("G", 40, cars=10, per_car=4.0)))
    assert not table.left


@pytest.mark.parametrize("fleet", [(bus(2),), (bus(2), escort(role="recovery"))])
def test_without_an_escort_no_bus_leaves(fleet: tuple[FleetEntry, ...]) -> None:
    table = held(order_with(group("G", 60), *fleet))
    assert [(one.people.total, one.reason) for one in table.left] == [(60, builder.NO_ESCORT)]


def test_an_escort_goes_to_the_point_that_lacks_one() -> None:
    people = {"a": group("G", 50, priority=1), "b": group("H", 50, priority=2)}
    order = order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(bus(2), escort()), settings=GUARDED, hours=12)
    first, second = held(order).packets
    assert (first.group_id, second.group_id) == ("G", "H")
    assert second.runs[0].trip == 2


def test_an_escorts_duty_ends_when_its_packet_is_clear() -> None:
    trip_s = 1440 + 6 + 60
    for more_s, out in ((1, 50), (-1, 0)):
        crewed = replace(escort(), crew_h=(trip_s + more_s) / 3600)
        table = held(order_with(group("G", 50), bus(1), crewed))
        assert sum(packet.people.total for packet in table.packets) == out


def test_a_crew_too_short_for_any_trip_is_named() -> None:
    table = held(order_with(group("G", 50), replace(bus(1), crew_h=0.1), escort()))
    assert {one.reason for one in table.left} == {NO_DUTY}
