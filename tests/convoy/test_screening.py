from __future__ import annotations

from convoy.orders import door, group, order_on
from safeconduct.convoy.screening import ScreeningDesk
from safeconduct.model.people import Exit


def desk(place: Exit) -> ScreeningDesk:
    return ScreeningDesk(place, order_on("a b", "ab", {"a": group("G", 1)}, {"b": place}, hours=2))


def test_one_packet_after_another_in_the_order_of_being_clear() -> None:
    queue = desk(door("X", 100))
    queue.expect(1000, 10)
    queue.expect(500, 10)
    assert queue.find_out(1000, 10) == 1360 + 360
    assert queue.find_out(400, 5) == 580
    assert queue.admit(500, 10) == 860
    assert queue.admit(1000, 10) == 1360


def test_a_packet_that_does_not_come_is_forgotten() -> None:
    queue = desk(door("X", 100))
    queue.expect(500, 10)
    assert queue.find_out(600, 10) == 860 + 360
    queue.forget(500, 10)
    assert queue.find_out(600, 10) == 600 + 360
    free = desk(door("X"))
    free.expect(500, 10)
    free.forget(500, 10)
    assert free.find_out(600, 10) == 600


def test_time_is_rounded_up_to_whole_seconds() -> None:
    assert desk(door("X", 1000)).screening_s(3) == 11


def test_who_cannot_be_screened_before_it_closes_is_not_and_holds_up_nobody() -> None:
    queue = desk(door("X", 100, closes_s=1000))
    queue.expect(800, 10)
    queue.expect(900, 1)
    assert queue.admit(800, 10) is None
    assert queue.admit(900, 1) == 936


def test_without_screening_one_is_out_when_clear_until_the_end() -> None:
    queue = desk(door("X"))
    assert queue.find_out(7200, 10) == 7200
    assert queue.find_out(7201, 10) is None


def test_a_desk_that_screens_nobody_lets_nobody_out() -> None:
    assert desk(door("X", 0)).find_out(10, 1) is None
