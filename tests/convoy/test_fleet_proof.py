"""The bound by prices: equal to closed forms, never above exhaustive search or any timetable, never below counted trips."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convoy.orders import HERE, ambulance, at_s, bus, door, group, order_on
from convoy.test_builder_properties import orders, orders_with_returns
from safeconduct.convoy.bound import fleet_bound
from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.fleet_proof import prove_fleet
from safeconduct.convoy.fleet_question import Row, fleet_question
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.tour_loads import Prices
from safeconduct.convoy.tours import Tours
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Headcount
from safeconduct.model.times import Span

LINE, ROAD = "a b c d", "ab:km=10 bc:km=5 cd:km=20"
BOARD_S = 300 + 2 * 180


def out_s(order: MovementOrder, name: str) -> int:
    return next(route.travel_s for route in order.routes if route.group_id == name) + 60


def back_s(order: MovementOrder, name: str) -> int:
    return next(route.back_s for route in order.routes if route.group_id == name)


def last_s(order: MovementOrder) -> float:
    table = build_timetable(order)
    assert table.left == ()
    assert table.last_out is not None
    return (table.last_out - order.start).total_seconds()


@pytest.mark.parametrize(("vehicles", "trips"), [(2, 2), (3, 2), (4, 3)])
def test_patients_of_one_place_need_whole_rounds_of_all_ambulances(vehicles: int, trips: int) -> None:
    patients = vehicles * trips * 2
    order = order_on(LINE, ROAD, {"a": group("G", 0, 0, patients)}, {"d": door("X")}, fleet=(ambulance(vehicles),), hours=40)
    cycle = BOARD_S + out_s(order, "G") + 600 + back_s(order, "G")
    best = trips * cycle - 600 - back_s(order, "G")
    assert prove_fleet(order).bound_s == best <= last_s(order) <= best * 1.01


def test_two_places_share_one_ambulance_as_counted_trips_do_not_see() -> None:
    people = {"a": group("G", 0, 0, 6), "c": group("H", 0, 0, 6)}
    order = order_on(LINE, ROAD, people, {"d": door("X")}, fleet=(ambulance(1),), hours=40)
    cycles = {name: BOARD_S + out_s(order, name) + 600 + back_s(order, name) for name in "GH"}
    best = 3 * sum(cycles.values()) - 600 - back_s(order, "G")
    assert fleet_bound(order).bound_s < best * 0.9
    proof = prove_fleet(order)
    assert best * 0.97 <= proof.bound_s <= best <= last_s(order)
    assert proof.held_groups == ("G", "H")
    assert "12 stretcher patients of G and H need at least 6 trips; 1 vehicle has stretcher places, 2 at most" in proof.sentence


def test_screening_joins_the_trips() -> None:
    order = order_on(LINE, ROAD, {"a": group("G", 300)}, {"d": door("X", 100)}, fleet=(bus(3),), hours=40)
    proof = prove_fleet(order)
    assert proof.bound_s > fleet_bound(order).bound_s
    assert 3 * 3600 < proof.bound_s <= last_s(order)
    assert "the screening at X (100 people an hour)" in proof.sentence


def test_the_last_trips_cannot_all_be_screened_at_the_last_moment() -> None:
    """The desk is not busy all the time, and the buses do not lack time; but all come back at once and then queue."""
    order = order_on(LINE, ROAD, {"a": group("G", 400)}, {"d": door("X", 200)}, fleet=(bus(4),), hours=40)
    whole = order_on(LINE, ROAD, {"a": group("G", 400)}, {"d": door("X")}, fleet=(bus(4),), hours=40)
    queue_s = 200 * 3600 // 200
    assert prove_fleet(order).bound_s > prove_fleet(whole).bound_s + queue_s / 2
    assert prove_fleet(order).bound_s <= last_s(order)


def test_beds_send_people_further() -> None:
    doors = {"b": door("N", beds=50), "d": door("F")}
    near = order_on(LINE, ROAD, {"a": group("G", 200)}, {"b": door("N"), "d": door("F")}, fleet=(bus(2),), hours=40)
    few = order_on(LINE, ROAD, {"a": group("G", 200)}, doors, fleet=(bus(2),), hours=40)
    proof = prove_fleet(few)
    assert proof.bound_s > prove_fleet(near).bound_s
    assert proof.bound_s <= last_s(few)
    assert "N with 50 beds" in proof.sentence


def test_a_wheelchair_takes_a_place_of_its_own() -> None:
    van = FleetEntry("VAN", "minibus", 1, 8, 0, wheelchair_places=1)
    people = replace(group("G", 2), people=Headcount(2, 0, 0, 3))
    order = order_on(LINE, ROAD, {"a": people}, {"d": door("X")}, fleet=(van,), hours=40)
    cycle = 300 + 120 + out_s(order, "G") + 600 + back_s(order, "G")
    assert 3 * cycle - 600 - back_s(order, "G") <= prove_fleet(order).bound_s
    none = replace(order, fleet=(replace(van, wheelchair_places=0),))
    assert prove_fleet(none).least_left == 3


def test_escorts_carry_nobody() -> None:
    escort = FleetEntry("CAR", "car", 9, 50, 0, role="escort")
    order = order_on(LINE, ROAD, {"a": group("G", 120)}, {"d": door("X")}, fleet=(bus(1), escort), hours=40)
    alone = order_on(LINE, ROAD, {"a": group("G", 120)}, {"d": door("X")}, fleet=(bus(1),), hours=40)
    assert fleet_bound(order).bound_s == fleet_bound(alone).bound_s == prove_fleet(order).bound_s


def test_a_vehicle_out_of_use_from_the_start_counts_for_nothing() -> None:
    people = {"a": group("G", 0, 0, 8)}
    order = order_on(LINE, ROAD, people, {"d": door("X")}, fleet=(ambulance(2),), hours=40)
    one = order_on(LINE, ROAD, people, {"d": door("X")}, fleet=(ambulance(1),), hours=40)
    lost = replace(order, fleet=(replace(order.fleet[0], lost=(("AMB-02", at_s(0)),)),))
    later = replace(order, fleet=(replace(order.fleet[0], lost=(("AMB-02", at_s(9000)),)),))
    assert prove_fleet(order).bound_s == prove_fleet(later).bound_s < prove_fleet(lost).bound_s == prove_fleet(one).bound_s


def test_a_night_between_two_days_counts() -> None:
    order = order_on(LINE, ROAD, {"a": group("G", 400)}, {"d": door("X")}, fleet=(bus(1),), hours=40)
    days = (Span(at_s(0), at_s(6 * 3600)), Span(at_s(24 * 3600), at_s(40 * 3600)))
    parted = replace(order, spans={"X": days})
    assert prove_fleet(order).bound_s < 24 * 3600 < prove_fleet(parted).bound_s <= last_s(parted)


def test_who_must_be_left_is_counted_over_all_places() -> None:
    people = {"a": group("G", 0, 0, 8), "c": group("H", 0, 0, 8)}
    order = order_on(LINE, ROAD, people, {"d": door("X")}, fleet=(ambulance(1),), hours=5)
    proof, left = prove_fleet(order), sum(one.people.total for one in build_timetable(order).left)
    assert fleet_bound(order).least_left <= proof.least_left <= left
    assert proof.least_left >= 2
    assert f"at least {proof.least_left} people are left" in proof.sentence


def test_a_search_that_is_stopped_keeps_what_is_proven() -> None:
    people = {"a": group("G", 0, 0, 6), "c": group("H", 0, 0, 6)}
    order = order_on(LINE, ROAD, people, {"d": door("X")}, fleet=(ambulance(1),), hours=40)
    known: list[str] = []
    full = prove_fleet(order, tell=known.append)
    assert known
    for polls in range(0, 40, 3):
        asked = iter(range(polls))
        proof = prove_fleet(order, stop=lambda asked=asked: next(asked, None) is None)  # type: ignore[misc]
        assert fleet_bound(order).bound_s <= proof.bound_s <= full.bound_s + 60


@cache
def cheapest(trips: tuple[tuple[int, int], ...]) -> int:
    """Return when one vehicle is done with these trips (seconds with people, seconds back), the longest way back saved."""
    return sum(out + 600 + back for out, back in trips) - max(600 + back for _, back in trips) if trips else 0


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 4), st.integers(0, 4), st.integers(1, 2), st.integers(1, 3))
def test_never_above_exhaustive_search_over_all_shares_of_trips(here: int, there: int, vehicles: int, places: int) -> None:
    people = {"a": group("G", 0, 0, here), "c": group("H", 0, 0, there)}
    order = order_on(LINE, ROAD, people, {"d": door("X")}, fleet=(ambulance(vehicles, 0, places),), hours=60)

    def loads(count: int) -> list[tuple[int, ...]]:
        if not count:
            return [()]
        several = range(-(-count // places), count + 1)
        return [
            one for trips in several for one in combinations_with_replacement(range(1, places + 1), trips) if sum(one) == count
        ]

    best = order.end_s
    for mine, yours in product(loads(here), loads(there)):
        trips = [("G", load) for load in mine] + [("H", load) for load in yours]
        timed = [(300 + 180 * load + out_s(order, name), back_s(order, name)) for name, load in trips]
        for who in product(range(vehicles), repeat=len(timed)):
            shares = [tuple(trip for trip, one in zip(timed, who, strict=True) if one == vehicle) for vehicle in range(vehicles)]
            best = min(best, max(cheapest(share) for share in shares))
    if not here + there:
        assert prove_fleet(order).bound_s == 0
        return
    proof = prove_fleet(order)
    assert fleet_bound(order).bound_s <= proof.bound_s <= best <= last_s(order)
    if not here or not there:
        assert proof.bound_s >= best - 2 * 180 * places


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(orders(), orders_with_returns()))
def test_no_timetable_is_better_and_counted_trips_are_no_stronger(order: MovementOrder) -> None:
    table, proof, counted = build_timetable(order), prove_fleet(order), fleet_bound(order)
    assert (proof.least_left, proof.bound_s) >= (counted.least_left, counted.bound_s)
    assert proof.least_left <= sum(one.people.total for one in table.left)
    if not table.left and table.last_out is not None:
        assert proof.bound_s <= (table.last_out - order.start).total_seconds()
    if proof.prices is not None:
        assert proof.prices.worth > proof.prices.earned


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=6, max_size=6), st.integers(1, 40), st.integers(0, 20))
def test_longer_steps_and_later_horizons_never_earn_less(prices: list[int], step: int, desk: int) -> None:
    people = {"a": group("G", 60, 10, 6), "c": group("H", 30, 0, 3)}
    order = order_on(LINE, ROAD, people, {"b": door("X", 300), "d": door("Y")}, fleet=(bus(2),), hours=8)
    question = fleet_question(order)
    given_ = Prices(((prices[0], prices[1], 0), (prices[2], prices[3], 0)), ((0, 3000, 9000, desk), (0, 0, 5000, prices[4])))
    row = Row("V", 1, (12, 2, 0), {0: 0, 1: 100 * prices[5]})

    def earned(horizon_s: int, step_s: int) -> int:
        return Tours(question, given_, row.places, horizon_s, step_s).best(row)

    exact = earned(20000, 1)
    assert exact <= earned(20000, step)
    assert exact <= earned(20000 + 37, 1)
    tours = Tours(question, given_, row.places, 20000, 1).find_tours(row, 0)
    assert (tours[0].value if tours else 0) == exact
    for found in tours:
        assert sum(trip.load.value for trip in found.trips) == found.value
        assert all(trip.load.aboard[0] <= 12 and trip.load.aboard[1] <= 2 for trip in found.trips)
        assert [one.begin_s for one in found.trips] == sorted(one.begin_s for one in found.trips)


def test_a_vehicle_that_cannot_come_earns_nothing() -> None:
    row = FleetEntry("BUS", "bus", 1, 50, 0, HERE)
    order = order_on(LINE, ROAD, {"a": group("G", 12)}, {"d": door("X")}, fleet=(row,))
    assert prove_fleet(order).least_left == 12
