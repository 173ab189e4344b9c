"""Escort and recovery vehicles: which a packet of the fleet takes along, and how many a point still needs."""

from __future__ import annotations

from collections.abc import Iterable

from safeconduct.convoy.choice import Choice
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.roadway import Line
from safeconduct.convoy.state import Point, Vehicle


class Escorts:
    """Counts escorts. per_packet: role -> vehicles in each packet with buses or ambulances; number: of all roles together.

    most: vehicles that carry people in one packet (0: escorts leave no room for any).
    """

    def __init__(self, order: MovementOrder) -> None:
        settings = order.settings
        wanted = {"escort": settings.escorts_per_packet, "recovery": settings.recovery_per_packet}
        self.per_packet = {role: count for role, count in wanted.items() if count}
        self.number = sum(self.per_packet.values())
        self.most = max(0, settings.packet_size - self.number)
        seats = max((entry.places for entry in order.fleet if entry.role == "transport"), default=0)
        self._most_people = max(1, self.most * seats)
        self._settings = settings

    def lacks(self, point: Point, role: str) -> bool:
        """Tell whether the packets that a point still needs at least want more vehicles of a role than stand there or come."""
        people = (point.party.people + point.coming_people).total
        there = [*point.escorts, *(one for _, one in point.coming.values())]
        packets = -(-people // self._most_people)
        return sum(one.entry.role == role for one in there) < packets * self.per_packet.get(role, 0)

    def find(self, point: Point, lines: Iterable[Line], now: int) -> list[Vehicle] | None:
        """Return those who stand at a point for one packet that leaves now or later, or None when there are not enough."""
        ways = list(lines)
        free = [one for one in point.escorts if any(one.duty.allows(line, now, self._settings, loads=False) for line in ways)]
        found: list[Vehicle] = []
        for role, count in self.per_packet.items():
            fitting = [one for one in free if one.entry.role == role][:count]
            if len(fitting) < count:
                return None
            found += fitting
        return found


def can_escort(escorts: Iterable[Vehicle], choice: Choice) -> bool:
    """Tell whether crews, tanks and use of escorts allow what is chosen; they are free once the packet is clear."""
    return all(
        choice.clear <= one.duty.last_free_s(choice.depart) and one.duty.reaches(choice.line.route.length_m) for one in escorts
    )
