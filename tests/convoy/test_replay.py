"""The replay that the other tests rest on must itself see each kind of fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from convoy.orders import ambulance, at_s, bus, door, group, order_on
from convoy.replay import faults
from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.order import MovementOrder
from safeconduct.model.people import Headcount
from safeconduct.model.plan import Left, Packet, Timetable

SECOND = timedelta(seconds=1)


@pytest.fixture(name="order", scope="module")
def make_order() -> MovementOrder:
    families = ((Headcount(3, 1, 1), 2), (Headcount(4), 6))
    waves = ((30000, Headcount(20)),)
    people = {"a": group("G", 150, 10, 3, families=families, cars=25, bays=2, waves=waves)}
    return order_on(
        "a b c",
        "ab:km=10:cap=300 bc:km=10",
        people,
        {"c": door("X", 500, 0, 80000, 900)},
        fleet=(bus(1, 30), ambulance(2)),
        hours=20,
    )


def change(index: int, edit: Callable[[Packet], Packet]) -> Callable[[Timetable], Timetable]:
    def edited(table: Timetable) -> Timetable:
        packets = list(table.packets)
        packets[index] = edit(packets[index])
        return replace(table, packets=tuple(packets))

    return edited


def run_edit(**changes: object) -> Callable[[Packet], Packet]:
    return lambda packet: replace(packet, runs=(replace(packet.runs[0], **changes), *packet.runs[1:]))  # type: ignore[arg-type]


def with_bus(edit: Callable[[Packet], Packet]) -> Callable[[Timetable], Timetable]:
    def edited(table: Timetable) -> Timetable:
        index = next(i for i, packet in enumerate(table.packets) if packet.runs[0].kind == "bus")
        return change(index, edit)(table)

    return edited


def part_family(table: Timetable) -> Timetable:
    """Leave one member of a family out of its vehicle's list."""
    index = next(i for i, packet in enumerate(table.packets) if packet.runs[0].families)
    first, *others = table.packets[index].runs[0].families
    parted = replace(first, members=first.members - Headcount(1))
    return change(index, run_edit(families=(parted, *others)))(table)


FAULTS: dict[str, Callable[[Timetable], Timetable]] = {
    "later": change(1, lambda p: replace(p, depart=p.depart + SECOND)),
    "closer": change(1, lambda p: replace(p, depart=p.depart - SECOND, arrive=p.arrive - SECOND, clear=p.clear - SECOND)),
    "arrive": change(0, lambda p: replace(p, arrive=p.arrive - SECOND)),
    "clear": change(0, lambda p: replace(p, clear=p.clear - SECOND)),
    "out": change(0, lambda p: replace(p, out=p.out - SECOND)),
    "occupancy": change(0, lambda p: replace(p, occupancy_s=p.occupancy_s - 1)),
    "missing packet": lambda table: replace(table, packets=table.packets[1:]),
    "double packet": lambda table: replace(table, packets=(*table.packets, table.packets[0])),
    "left": lambda table: replace(table, left=(*table.left, Left("G", Headcount(1), "because"))),
    "seats": with_bus(run_edit(people=Headcount(31))),
    "patient in a bus": with_bus(run_edit(people=Headcount(1, 0, 1))),
    "family parted": part_family,
    "loading": with_bus(run_edit(load_start=at_s(10**6))),
    "too early": with_bus(run_edit(load_start=at_s(-10))),
    "before they come": change(-1, run_edit(load_start=at_s(29999))),
    "free": with_bus(run_edit(free_at=at_s(60))),
    "back": with_bus(run_edit(back_at=at_s(60))),
    "trip": with_bus(run_edit(trip=9)),
    "serial": with_bus(run_edit(serial="AMB-1")),
    "size": change(0, lambda p: replace(p, runs=(*p.runs[:-1], replace(p.runs[-1], vehicles=11)))),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_seen(order: MovementOrder, name: str) -> None:
    table = build_timetable(order)
    assert faults(order, table) == []
    spoilt = FAULTS[name](table)
    assert spoilt != table
    try:
        found = faults(order, spoilt)
    except KeyError:
        found = ["unknown serial"]
    assert found
