"""Boarding one packet of fleet vehicles: patients and their families first, families whole, then everybody else."""

from __future__ import annotations

from dataclasses import dataclass, field

from safeconduct.convoy.parties import ABLE, SEATED, STRETCHER, WHEELCHAIR, FleetParty
from safeconduct.model.people import Family, Headcount
from safeconduct.model.plan import FamilyLoad
from safeconduct.model.settings import Settings


def boarding_s(people: Headcount, each: Settings) -> int:
    """Return how long people take through one door, in seconds."""
    sitting_s = people.able * each.board_able_s + people.seated * each.board_seated_s
    return sitting_s + people.stretcher * each.board_stretcher_s + people.wheelchair * each.board_wheelchair_s


@dataclass(slots=True)
class Room:
    """What is still free in one vehicle: places by class, and seconds of boarding until it must close its door."""

    seats: int
    stretchers: int
    wheelchairs: int
    budget_s: int
    settings: Settings
    people: Headcount = field(default_factory=Headcount)
    families: dict[str, tuple[int, Headcount]] = field(default_factory=dict)

    def boarding_s(self, people: Headcount) -> int:
        """Return how long these people take through the one door."""
        return boarding_s(people, self.settings)

    def room_for(self, members: Headcount, wanted: int) -> int:
        """Return how many of `wanted` equal parties fit in whole (none once the door must be closed)."""
        if self.budget_s < 0:
            return 0
        for need, free in (
            (members.sitting, self.seats),
            (members.stretcher, self.stretchers),
            (members.wheelchair, self.wheelchairs),
            (self.boarding_s(members), self.budget_s),
        ):
            if need > 0:
                wanted = min(wanted, max(0, free) // need)
        return wanted

    def board(self, members: Headcount, family_id: str = "", units: int = 1) -> None:
        """Let people in: `members` all together, of `units` units of a family row if one is named."""
        self.seats -= members.sitting
        self.stretchers -= members.stretcher
        self.wheelchairs -= members.wheelchair
        self.budget_s -= self.boarding_s(members)
        self.people += members
        if family_id:
            count, before = self.families.get(family_id, (0, Headcount()))
            self.families[family_id] = (count + units, before + members)

    def loads(self) -> tuple[FamilyLoad, ...]:
        """Return which families ride here."""
        return tuple(FamilyLoad(name, count, members) for name, (count, members) in self.families.items())


class Boarding:
    """One boarding of several vehicles that will leave as one packet. Takes people out of `party`; `undo` gives them back.

    rooms: in the order in which they fill. beds: most people together (None: no limit). most_seats: seats of the roomiest
    vehicle of the fleet; only a larger family (or, where `spread_patients`, one with somebody on a stretcher or in a wheelchair)
    may be spread over several rooms.
    """

    def __init__(
        self, party: FleetParty, rooms: list[Room], *, beds: int | None, most_seats: int, spread_patients: bool = True
    ) -> None:
        self.rooms = rooms
        self._spread_patients = spread_patients
        self._party = party
        self._beds = beds if beds is not None else party.people.total
        self._most_seats = most_seats
        self._units: dict[str, int] = {}
        self._loose = Headcount()

    def board_patients(self) -> None:
        """Board families with a patient (in one vehicle, or spread over the packet), then other patients.

        Patients are people on stretchers and in wheelchairs.
        """
        for row in self._party.rows(medical=True):
            self._board_row(row, spread=self._spread_patients)
        self._board_alone(STRETCHER)
        self._board_alone(WHEELCHAIR)

    def board_sitting(self) -> None:
        """Board families whole, the largest first, then people who need help, then the able."""
        for row in self._party.rows(medical=False):
            self._board_row(row, spread=row.members.sitting > self._most_seats)
        self._board_alone(SEATED)
        self._board_alone(ABLE)

    def undo(self) -> None:
        """Give everybody back to the party."""
        self._party.add(self._units, self._loose)

    def _board_row(self, row: Family, *, spread: bool) -> None:
        size = row.members.total
        for room in self.rooms:
            count = room.room_for(row.members, min(self._party.units[row.id], self._beds // size))
            if count:
                room.board(row.members.times(count), row.id, count)
                self._take(row, count)
        while spread and self._party.units[row.id] and size <= self._beds and self._spread(row):
            self._take(row, 1)

    def _take(self, row: Family, count: int) -> None:
        self._party.release(row.id, count)
        self._units[row.id] = self._units.get(row.id, 0) + count
        self._beds -= row.members.total * count

    def _spread(self, row: Family) -> bool:
        """Board one unit over several rooms, those with its patients first; False (nothing changed) when it does not fit."""
        parts: dict[int, Headcount] = {}
        for one, wanted in zip(CLASSES, _classes(row.members), strict=True):
            order = sorted(range(len(self.rooms)), key=lambda index: (index not in parts, index))
            missing = wanted
            for index in order:
                missing -= _put(self.rooms[index], parts, index, one.times(missing))
            if missing:
                return False
        for index, members in parts.items():
            self.rooms[index].board(members, row.id, 1)
        return True

    def _board_alone(self, one: Headcount) -> None:
        for room in self.rooms:
            waiting = self._party.loose
            left = sum(count for kind, count in zip(CLASSES, _classes(waiting), strict=True) if kind == one)
            count = room.room_for(one, min(left, self._beds))
            room.board(one.times(count))
            self._party.release_alone(one.times(count))
            self._loose += one.times(count)
            self._beds -= count


CLASSES = (STRETCHER, WHEELCHAIR, SEATED, ABLE)
"""One person of each class, in the order in which they look for a place."""


def _classes(people: Headcount) -> tuple[int, ...]:
    """Return how many there are of each of `CLASSES`."""
    return people.stretcher, people.wheelchair, people.seated, people.able


def _put(room: Room, parts: dict[int, Headcount], index: int, wanted: Headcount) -> int:
    """Add as many people of one class as fit beside the parts already meant for the room; return how many."""
    if not wanted.total:
        return 0
    held = parts.get(index, Headcount())
    rest = Room(
        room.seats - held.sitting,
        room.stretchers - held.stretcher,
        room.wheelchairs - held.wheelchair,
        room.budget_s - room.boarding_s(held),
        room.settings,
    )
    one = next(kind for kind, count in zip(CLASSES, _classes(wanted), strict=True) if count)
    count = rest.room_for(one, wanted.total)
    if count:
        parts[index] = held + one.times(count)
    return count
