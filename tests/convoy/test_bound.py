"""The fleet's bound: tight in closed forms, equal to exhaustive search where trips do not meet, never above any timetable."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convoy.orders import HERE, ambulance, bus, door, group, order_on
from safeconduct.convoy.bound import fleet_bound
from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.order import MovementOrder
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.settings import Settings

LINE, ROAD = "a b c", "ab:km=10 bc:km=10"
PLAIN = Settings()
FIRST_S = 300 + 1440 + 60
CYCLE_S = 600 + 1440 + FIRST_S


def last_s(order: MovementOrder) -> float:
    table = build_timetable(order)
    assert table.left == ()
    assert table.last_out is not None
    return (table.last_out - order.start).total_seconds()


@pytest.mark.parametrize("people", [1, 50, 51, 120])
def test_one_bus_reaches_its_bound(people: int) -> None:
    order = order_on(LINE, ROAD, {"a": group("G", people)}, {"c": door("X")}, fleet=(bus(),), hours=20)
    proof = fleet_bound(order)
    assert proof.bound_s == FIRST_S + (-(-people // 50) - 1) * CYCLE_S + 10 * people
    assert proof.bound_s == last_s(order)
    assert (proof.kind, proof.unit, proof.least_left, proof.held_groups) == ("fleet", "people", 0, ("G",))


def test_nobody_depends_on_the_fleet_when_all_have_cars() -> None:
    order = order_on(LINE, ROAD, {"a": group("G", 8, cars=2)}, {"c": door("X")}, fleet=(bus(),))
    assert fleet_bound(order).bound_s == 0


def test_who_must_be_left_is_counted() -> None:
    order = order_on(LINE, ROAD, {"a": group("G", 120)}, {"c": door("X")}, fleet=(bus(),), hours=1.0)
    proof = fleet_bound(order)
    assert (proof.least_left, proof.bound_s) == (70, 3600)
    assert "at least 70 people are left" in proof.sentence
    assert sum(left.people.total for left in build_timetable(order).left) >= 70
    longer = fleet_bound(replace(order, end=order.end + (order.end - order.start) * 9))
    assert longer.least_left == 0


def test_a_sentence_about_many_groups_can_be_read() -> None:
    places = {name: group(f"G{number}", 250) for number, name in enumerate("abdefg")}
    order = order_on(
        "a b c d e f g", "ab:km=1 bc:km=1 dc:km=1 ec:km=1 fc:km=1 gc:km=1", places, {"c": door("X")}, fleet=(bus(9),), hours=90
    )
    sentence = fleet_bound(order).sentence
    assert "1,500 people of " in sentence
    assert " and 2 more have no own car" in sentence


def test_patients_are_bound_by_stretcher_places() -> None:
    seats = order_on(LINE, ROAD, {"a": group("G", 0, 0, 4)}, {"c": door("X")}, fleet=(bus(9), ambulance(1, 2, 2)), hours=20)
    assert fleet_bound(seats).bound_s == FIRST_S + CYCLE_S + 4 * 180
    none = replace(seats, fleet=(bus(9),))
    assert fleet_bound(none).least_left == 4


def test_without_return_one_trip_is_all() -> None:
    order = order_on(LINE, ROAD, {"a": group("G", 120)}, {"c": door("X")}, fleet=(bus(2),), hours=20)
    assert fleet_bound(replace(order, settings=replace(PLAIN, return_allowed=False))).least_left == 20
    assert fleet_bound(order).least_left == 0


def test_no_vehicle_that_gets_there_leaves_everybody() -> None:
    row = FleetEntry("BUS", "bus", 1, 50, 0, HERE)
    order = order_on(LINE, ROAD, {"a": group("G", 12)}, {"c": door("X")}, fleet=(row,))
    assert fleet_bound(order).least_left == 12
    assert fleet_bound(replace(order, deadhead_s={("BUS", "G"): 100})).least_left == 0


def test_a_vehicle_may_come_by_way_of_another_group() -> None:
    row = FleetEntry("BUS", "bus", 1, 50, 0, HERE)
    people = {"a": group("G", 50, priority=2), "b": group("H", 50)}
    order = order_on(LINE, ROAD, people, {"c": door("X")}, fleet=(row,), hours=20, deadhead_s={("BUS", "H"): 100})
    proof = fleet_bound(order)
    assert proof.least_left == 0
    assert proof.bound_s <= last_s(order)


def test_few_bays_bind() -> None:
    order = order_on(LINE, ROAD, {"a": group("G", 500, bays=1)}, {"c": door("X")}, fleet=(bus(10),), hours=20)
    proof = fleet_bound(order)
    assert proof.bound_s == 10 * 300 + 500 * 10 + 1440 + 60
    assert proof.bound_s <= last_s(order)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 14), st.integers(1, 6), st.integers(1, 6), st.integers(0, 4000))
def test_the_bound_equals_exhaustive_search_over_shares_of_two_vehicles(people: int, small: int, large: int, late_s: int) -> None:
    fleet = (FleetEntry("A", "bus", 1, small, 0, HERE), FleetEntry("B", "bus", 1, large, 0, HERE))
    dead = {("A", "G"): 0, ("B", "G"): late_s}
    used = replace(PLAIN, board_able_s=60)
    order = order_on(
        LINE, ROAD, {"a": group("G", people)}, {"c": door("X")}, fleet=fleet, settings=used, hours=24, deadhead_s=dead
    )

    def time_s(carried: int, seats: int, start: int) -> int:
        return 0 if not carried else start + FIRST_S + (-(-carried // seats) - 1) * CYCLE_S + 60 * carried

    shares = [(a, b) for a, b in product(range(people + 1), repeat=2) if a + b == people]
    best = min(max(time_s(a, small, 0), time_s(b, large, late_s)) for a, b in shares)
    if best <= order.end_s:
        assert fleet_bound(order).bound_s == best
        assert last_s(order) >= best
