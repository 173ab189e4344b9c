from __future__ import annotations

from dataclasses import replace

from convoy.orders import group
from safeconduct.convoy.boarding import Boarding, Room
from safeconduct.convoy.parties import FleetParty, split_group
from safeconduct.model.people import Headcount
from safeconduct.model.settings import Settings

EACH = Settings(board_able_s=10, board_seated_s=30, board_stretcher_s=180)
LONG = 10**6


def party(able: int = 0, seated: int = 0, stretcher: int = 0, *families: tuple[Headcount, int]) -> FleetParty:
    return split_group(group("G", able, seated, stretcher, families=families), 10).fleet


def boarded(waiting: FleetParty, *rooms: Room, beds: int | None = None, most_seats: int = 50) -> Boarding:
    boarding = Boarding(waiting, list(rooms), beds=beds, most_seats=most_seats)
    boarding.board_patients()
    boarding.board_sitting()
    return boarding


def test_who_needs_help_boards_before_the_able() -> None:
    room = Room(5, 0, 0, LONG, EACH)
    boarded(party(10, 3), room)
    assert room.people == Headcount(2, 3)


def test_boarding_stops_when_the_door_must_close() -> None:
    room = Room(50, 0, 0, 95, EACH)
    boarded(party(20, 1), room)
    assert room.people == Headcount(6, 1)
    late = Room(50, 0, 0, -5, EACH)
    boarded(party(20), late)
    assert late.people.total == 0
    at_once = Room(50, 0, 0, -5, replace(EACH, board_able_s=0))
    boarded(party(20), at_once)
    assert at_once.people.total == 0


def test_a_family_stays_together_or_waits() -> None:
    waiting = party(0, 0, 0, (Headcount(4), 2))
    rooms = [Room(5, 0, 0, LONG, EACH), Room(3, 0, 0, LONG, EACH)]
    boarded(waiting, *rooms, most_seats=5)
    assert [room.people.total for room in rooms] == [4, 0]
    assert waiting.people == Headcount(4)


def test_a_patients_family_may_be_spread_over_the_packet_but_not_left_in_part() -> None:
    family = (Headcount(4, 0, 1), 1)
    waiting = party(0, 0, 0, family)
    rooms = [Room(2, 2, 0, LONG, EACH), Room(3, 0, 0, LONG, EACH)]
    boarded(waiting, *rooms)
    assert [room.people for room in rooms] == [Headcount(2, 0, 1), Headcount(2)]
    waiting = party(0, 0, 0, family)
    rooms = [Room(2, 2, 0, LONG, EACH), Room(1, 0, 0, LONG, EACH)]
    boarded(waiting, *rooms)
    assert sum(room.people.total for room in rooms) == 0
    assert waiting.people == Headcount(4, 0, 1)


def test_beds_limit_everybody_together() -> None:
    waiting = party(3, 0, 1, (Headcount(4), 3))
    room = Room(50, 2, 0, LONG, EACH)
    boarded(waiting, room, beds=7)
    assert room.people == Headcount(6, 0, 1)


def test_undo_gives_everybody_back() -> None:
    waiting = party(9, 3, 2, (Headcount(2, 1, 1), 2), (Headcount(3), 4))
    before = waiting.people
    boarding = boarded(waiting, Room(10, 3, 0, LONG, EACH), Room(6, 0, 0, LONG, EACH))
    assert waiting.people != before
    boarding.undo()
    assert waiting.people == before
    assert waiting.units == {"F1": 2, "F2": 4}
