"""Several exits: who is sent where, at boarding and with own cars."""

from __future__ import annotations

from datetime import datetime

from convoy.orders import bus, door, group, order_on
from convoy.replay import faults
from safeconduct.convoy.builder import build_timetable, timetable_of
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.policy import Policy
from safeconduct.convoy.roadway import Roadway
from safeconduct.convoy.trials import play
from safeconduct.model.people import Headcount
from safeconduct.model.plan import Packet, Timetable
from safeconduct.model.settings import Settings

PLAIN = Settings(packet_size=10, vehicle_gap_s=6, packet_headway_s=60)
ONCE = Settings(packet_size=10, vehicle_gap_s=6, packet_headway_s=60, return_allowed=False)
MAP = "x a y"
NEAR = "xa:km=6 ay:km=7"


def held(order: MovementOrder) -> Timetable:
    table = build_timetable(order)
    assert faults(order, table) == []
    return table


def sent(table: Timetable) -> dict[str, int]:
    used: dict[str, int] = {}
    for packet in table.packets:
        used[packet.exit_id] = used.get(packet.exit_id, 0) + packet.people.total
    return used


def last_out(table: Timetable, exit_id: str) -> datetime:
    return max(packet.out for packet in table.packets if packet.exit_id == exit_id)


def test_buses_are_shared_between_two_exits_with_screening() -> None:
    people = {"a": group("G", 800)}
    table = held(order_on(MAP, NEAR, people, {"x": door("X", 200), "y": door("Y", 200)}, fleet=(bus(16),), settings=ONCE))
    assert table.left == ()
    assert sent(table) == {"X": 400, "Y": 400}
    assert abs((last_out(table, "X") - last_out(table, "Y")).total_seconds()) <= 900  # one bus


def test_the_slower_desk_gets_the_smaller_share() -> None:
    people = {"a": group("G", 800)}
    used = sent(held(order_on(MAP, NEAR, people, {"x": door("X", 300), "y": door("Y", 100)}, fleet=(bus(16),), settings=ONCE)))
    assert used["X"] == 3 * used["Y"]


def test_own_cars_are_shared_between_two_exits_with_screening() -> None:
    people = {"a": group("G", 1200, cars=300)}
    table = held(order_on(MAP, NEAR, people, {"x": door("X", 300), "y": door("Y", 300)}, settings=PLAIN))
    assert table.left == ()
    assert min(sent(table).values()) >= 560
    alone = held(order_on(MAP, NEAR, people, {"x": door("X", 300)}, settings=PLAIN))
    assert max(last_out(table, "X"), last_out(table, "Y")) < last_out(alone, "X")


def test_a_far_exit_is_left_alone_where_it_shortens_nothing() -> None:
    people = {"a": group("G", 80, cars=20)}
    table = held(order_on(MAP, "xa:km=6 ay:km=60", people, {"x": door("X", 300), "y": door("Y", 300)}, settings=PLAIN))
    assert sent(table) == {"X": 80}


def test_beds_are_used_up_and_never_overdrawn() -> None:
    people = {"a": group("G", 400)}
    doors = {"x": door("X", beds=120), "y": door("Y", 100)}
    table = held(order_on(MAP, NEAR, people, doors, fleet=(bus(8),), settings=ONCE, hours=12))
    assert table.left == ()
    assert 100 <= sent(table)["X"] <= 120


def test_a_bed_too_few_for_a_family_does_not_keep_it_from_another_exit() -> None:
    people = {"a": group("G", families=((Headcount(4), 20),))}
    doors = {"x": door("X", beds=3), "y": door("Y")}
    table = held(order_on(MAP, NEAR, people, doors, fleet=(bus(4),), settings=ONCE))
    assert sent(table) == {"Y": 80}
    assert held(order_on(MAP, NEAR, people, {"x": door("X", beds=3)}, fleet=(bus(4),), settings=ONCE)).packets == ()


def test_beds_for_one_small_car_do_not_send_families_to_the_fleet() -> None:
    people = {"a": group("G", families=((Headcount(4), 10),), cars=20, per_car=2.0)}
    table = held(order_on(MAP, NEAR, people, {"x": door("X", beds=2), "y": door("Y")}, settings=PLAIN))
    assert sent(table) == {"Y": 40}
    assert table.left == ()


def behind_a_bus(rate: int | None) -> list[Packet]:
    """Return the packets of buses with own cars behind them, for a group with many of both and one exit."""
    people = {"a": group("G", 700, cars=100)}
    order = order_on("a b", "ab:km=10", people, {"b": door("X", rate)}, fleet=(bus(6),), settings=PLAIN, hours=24)
    table = timetable_of(order, play(order, Roadway(order), Policy()))
    assert faults(order, table) == []
    return [packet for packet in table.packets if {bool(run.serial) for run in packet.runs} == {True, False}]


def test_cars_ride_behind_a_bus_but_not_into_a_long_queue() -> None:
    assert behind_a_bus(None)
    assert behind_a_bus(100) == []
