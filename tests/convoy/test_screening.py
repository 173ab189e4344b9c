from __future__ import annotations

from convoy.orders import door, group, order_on
from safeconduct.convoy.screening import Coming, ScreeningDesk
from safeconduct.model.people import Exit


def desk(place: Exit) -> ScreeningDesk:
    return ScreeningDesk(place, order_on("a b", "ab", {"a": group("G", 1)}, {"b": place}, hours=2))


def screened(queue: ScreeningDesk, *packets: Coming) -> dict[Coming, int | None]:
    """Let packets come to a desk, each when it is clear, and return when each is out."""
    outs: dict[Coming, int | None] = {}
    asks: set[int] = set()
    for one in packets:
        queue.expect(one)
    moments = {one.clear for one in packets}
    while moments | asks:
        now = min(moments | asks)
        for one in packets:
            if one.clear == now and now in moments:
                asks.add(queue.join(one, one, now))
        moments.discard(now)
        asks.discard(now)
        outs.update({who: out for who, out in queue.serve(now) if isinstance(who, Coming)})
        start = queue.next_start()
        if start is not None and start > now:
            asks.add(start)
    return outs


def test_one_packet_after_another_in_the_order_of_being_clear() -> None:
    queue = desk(door("X", 100))
    late, early = Coming(1000, 10), Coming(500, 10)
    queue.expect(late)
    queue.expect(early)
    assert queue.find_out(1000, 10) == 1360 + 360
    assert queue.find_out(400, 5) == 580
    assert screened(desk(door("X", 100)), late, early) == {early: 860, late: 1360}


def test_patients_go_before_those_who_wait_and_interrupt_nobody() -> None:
    first, second, patients = Coming(500, 10), Coming(510, 10), Coming(600, 5, first=True)
    assert screened(desk(door("X", 100)), first, second, patients) == {first: 860, patients: 860 + 180, second: 860 + 180 + 360}


def test_who_must_be_out_soon_is_not_made_late_by_patients() -> None:
    first, second, patients = Coming(500, 10), Coming(510, 10, 1230), Coming(600, 5, first=True)
    assert screened(desk(door("X", 100)), first, second, patients) == {first: 860, second: 1220, patients: 1400}


def test_what_is_told_before_is_what_happens() -> None:
    packets = [Coming(500, 10), Coming(510, 8), Coming(600, 5, first=True), Coming(900, 3), Coming(950, 2, first=True)]
    outs = screened(desk(door("X", 100)), *packets)
    for asked in packets:
        queue = desk(door("X", 100))
        for one in packets:
            if one is not asked:
                queue.expect(one)
        assert queue.find_out(asked.clear, asked.people, first=asked.first) == outs[asked]


def test_a_packet_that_does_not_come_is_forgotten() -> None:
    queue = desk(door("X", 100))
    queue.expect(Coming(500, 10))
    assert queue.find_out(600, 10) == 860 + 360
    queue.forget(Coming(500, 10))
    assert queue.find_out(600, 10) == 600 + 360
    free = desk(door("X"))
    free.expect(Coming(500, 10))
    free.forget(Coming(500, 10))
    assert free.find_out(600, 10) == 600


def test_what_is_history_keeps_the_desk_busy() -> None:
    queue = desk(door("X", 100))
    queue.hold_until(700)
    assert queue.find_out(600, 10) == 700 + 360


def test_time_is_rounded_up_to_whole_seconds() -> None:
    assert desk(door("X", 1000)).screening_s(3) == 11


def test_who_cannot_be_screened_before_it_closes_is_not_and_holds_up_nobody() -> None:
    large, small = Coming(800, 10), Coming(900, 1)
    assert screened(desk(door("X", 100, closes_s=1000)), large, small) == {large: None, small: 936}


def test_without_screening_one_is_out_when_clear_until_the_end() -> None:
    queue = desk(door("X"))
    assert queue.find_out(7200, 10) == 7200
    assert queue.find_out(7201, 10) is None


def test_a_desk_that_screens_nobody_lets_nobody_out() -> None:
    assert desk(door("X", 0)).find_out(10, 1) is None
