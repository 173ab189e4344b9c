from __future__ import annotations

from dataclasses import replace

import pytest

from convoy.orders import door, group, order_on
from safeconduct.convoy.order import occupancy_s
from safeconduct.convoy.roadway import Roadway
from safeconduct.model.settings import Settings

PLAIN = Settings(vehicle_gap_s=6, packet_headway_s=60)


@pytest.mark.parametrize(
    ("vehicles", "capacity", "seconds"),
    [(1, 3600.0, 60), (10, 600.0, 114), (10, 300.0, 120), (7, 299.5, 96), (3, float("inf"), 72)],
)
def test_occupancy(vehicles: int, capacity: float, seconds: int) -> None:
    assert occupancy_s(vehicles, capacity, PLAIN) == max(seconds, occupancy_s(vehicles, float("inf"), PLAIN))
    assert occupancy_s(vehicles, capacity, PLAIN) == seconds


def roadway() -> Roadway:
    people = {"a": group("G", 4, cars=1), "d": group("H", 4, cars=1)}
    return Roadway(
        order_on("a b c\nd", "ab:km=6:cap=300 db:km=1:cap=900 bc:km=10:cap=600", people, {"c": door("X")}, settings=PLAIN)
    )


def test_an_emptied_roadway_forgets_its_bookings_and_books_apart() -> None:
    roads = roadway()
    roads.book(roads.lines[0], 10, 0)
    fresh = roads.emptied()
    assert fresh.find_departure(fresh.lines[0], 10, 0) == 0
    fresh.book(fresh.lines[0], 10, 200)
    assert roads.find_departure(roads.lines[0], 10, 120) == 120


def test_a_slot_is_taken_once() -> None:
    roads = roadway()
    line = roads.lines[0]
    assert roads.find_departure(line, 10, 0) == 0
    roads.book(line, 10, 0)
    assert roads.find_departure(line, 10, 0) == 120
    assert roads.find_departure(line, 10, 500) == 500


def test_a_packet_from_nearby_waits_for_one_on_the_way_or_goes_before_it() -> None:
    roads = roadway()
    far, near = roads.lines
    roads.book(far, 10, 0)  # on b-c from 432 s, for 114 s
    assert roads.find_departure(near, 1, 0) == 0
    assert roads.find_departure(near, 10, 432 - 72 - 114) == 432 - 72 - 114
    assert roads.find_departure(near, 10, 432 - 72 - 113) == 432 - 72 + 114


def test_a_closed_arc_has_no_departure() -> None:
    order = order_on("a b c", "ab bc", {"a": group("G", 4, cars=1)}, {"c": door("X")}, settings=PLAIN)
    roads = Roadway(replace(order, capacity_vph=[0.0] * len(order.capacity_vph)))
    assert roads.find_departure(roads.lines[0], 1, 0) is None


def test_a_way_back_lies_inside_one_span() -> None:
    order = order_on("a b c", "ab:km=10 bc:km=10", {"a": group("G", 4, cars=1)}, {"c": door("X")}, settings=PLAIN, hours=1.0)
    line = Roadway(order).lines[0]
    assert line.find_return(3600 - 1440) == 3600
    assert line.find_return(3600 - 1439) is None
    shut = Roadway(replace(order, open_spans={3: ((0.0, 800.0),)})).lines[0]
    assert shut.find_return(79) == 79 + 1440
    assert shut.find_return(80) is None
