"""Choosing a line for a packet: the one by which it is out first, or a longer one while that shortens the whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from safeconduct.convoy.duty import FOREVER
from safeconduct.convoy.order import MovementOrder, occupancy_s
from safeconduct.convoy.policy import Policy
from safeconduct.convoy.roadway import Line, Roadway
from safeconduct.convoy.screening import Coming, ScreeningDesk
from safeconduct.convoy.state import Batch, Draft, Point


@dataclass(frozen=True, slots=True)
class Choice:
    """One way a packet could take now: its line, size, departure, when it would be clear and out, and what it is ranked by."""

    line: Line
    vehicles: int
    people: int
    depart: int
    clear: int
    out: int
    rank: float = 0.0


class Chooser:
    """Knows what every line and every exit (`desks`, by exit id) can still take, and who else wants it."""

    def __init__(self, order: MovementOrder, roadway: Roadway, points: list[Point], policy: Policy) -> None:
        self._policy = policy
        self._settings = order.settings
        self._end_s = order.end_s
        self._roadway = roadway
        self._points = points
        self.desks = {door.id: ScreeningDesk(door, order) for door in order.exits}
        crewed = any(entry.crew_h is not None for entry in order.fleet)
        self._patients_first = order.settings.patients_first and not crewed
        self._rivals = [self._find_rivals(line) for line in roadway.lines]

    def is_full(self, point: Point) -> bool:
        """Tell whether no exit of a point has a bed left."""
        beds = [self.desks[line.route.exit_id].beds_left for line in point.lines]
        return bool(beds) and not any(free is None or free > 0 for free in beds)

    def has_beds(self, exit_id: str, people: int) -> bool:
        """Tell whether an exit has beds for so many more."""
        free = self.desks[exit_id].beds_left
        return free is None or people <= free

    def keep_beds(self, exit_id: str, people: int) -> None:
        """Keep beds at an exit (negative: give them back); nothing where there is no limit."""
        desk = self.desks.get(exit_id)
        if desk is not None and desk.beds_left is not None:
            desk.beds_left -= people

    def expect(self, batch: Batch) -> None:
        """Keep beds and screening time for a batch at its exit."""
        self.keep_beds(batch.exit_id, batch.people)
        self.desks[batch.exit_id].expect(self.coming(batch))

    def forget(self, batch: Batch) -> None:
        """Give back what was kept for a batch."""
        self.keep_beds(batch.exit_id, -batch.people)
        self.desks[batch.exit_id].forget(self.coming(batch))

    def coming(self, packet: Batch | Draft) -> Coming:
        """Return a packet as its desk sees it."""
        return Coming(packet.clear_s, packet.people, packet.latest_s, self._patients_first and packet.patients)

    def choices(
        self,
        lines: Iterable[Line],
        vehicles: int,
        people: int,
        now: int,
        *,
        kind: str,
        again: bool = False,
        latest_s: int = FOREVER,
        patients: bool = False,
    ) -> list[Choice]:
        """Return every line by which such a packet could be out by the end, the best first (ties: earliest out, order of routes).

        The best is out first, after what the policy adds: its delay of the exit for that kind of packet, and part of the way back
        when the vehicles have to come `again`. patients: somebody in it is one, so that it goes first at the desk. None is out
        after `latest_s`, and none delays a packet on the way beyond its own.
        """
        found = []
        for line in lines:
            depart = self._find_departure(line, vehicles, people, now)
            if depart is not None:
                clear = depart + line.clear_after_s(vehicles, self._settings)
                out = self.desks[line.route.exit_id].find_out(clear, people, first=patients and self._patients_first)
                if out is not None and out <= latest_s:
                    rank = float(out + self._policy.delay_s.get((kind, line.route.exit_id), 0))
                    if again:
                        rank += self._policy.return_weight * (line.route.back_s if line.has_back else self._end_s)
                    found.append(Choice(line, vehicles, people, depart, clear, out, rank))
        return sorted(found, key=by_rank)

    def _find_departure(self, line: Line, vehicles: int, people: int, now: int) -> int | None:
        """Return the earliest departure on a line by which no packet is screened later than it must be, or None."""
        desk, depart = self.desks[line.route.exit_id], self._roadway.find_departure(line, vehicles, now)
        while depart is not None:
            clear = depart + line.clear_after_s(vehicles, self._settings)
            pushed = desk.find_pushed(clear, people)
            if pushed is None:
                break
            depart = self._roadway.find_departure(line, vehicles, depart + pushed + 1 - clear)
        return depart

    def queue_s(self, choice: Choice) -> int:
        """Return how long the packet would wait at the exit until its own screening begins."""
        return choice.out - self.desks[choice.line.route.exit_id].screening_s(choice.people) - choice.clear

    def queues_long(self, choice: Choice) -> bool:
        """Tell whether the packet would queue at the exit for longer than own cars are sent into."""
        return self.queue_s(choice) > self._policy.exit_queue_s

    def held_back(self, choice: Choice, queue_s: int) -> Choice:
        """Return the choice, put off while its vehicles would only queue at the exit for longer than `queue_s`.

        Only where nothing can be lost by it: the exit's span lasts until the end, and no road of the line is open part-time.
        """
        line = choice.line
        spans = line.spans
        more_s = self.queue_s(choice) - queue_s
        if more_s <= 0 or line.openings or len(spans) > 1 or spans[0][1] < self._end_s:
            return choice
        return replace(choice, depart=choice.depart + more_s)

    def batch_held_back(self, choice: Choice, queue_s: int) -> Choice:
        """Return the same of a loaded batch, which is then expected so much later: batches must not all wait for each other."""
        held = self.held_back(choice, queue_s)
        return replace(held, clear=choice.clear + held.depart - choice.depart)

    def pick(self, choices: list[Choice], now: int, *, backlog: bool) -> Choice | None:
        """Return the choice to take now, or None to wait.

        The best one if it can leave now. With a `backlog` of cars another one, if it relieves every better one and is out no
        later than the last of those who queue for the better ones would be: a longer road is used while, and only while, it
        shortens the whole.
        """
        for place, choice in enumerate(choices):
            better = choices[:place]
            if choice.depart == now and all(self._relieves(choice, one, backlog=backlog) for one in better):
                return choice
        return None

    def _relieves(self, choice: Choice, better: Choice, *, backlog: bool) -> bool:
        if choice.rank == better.rank:
            return True
        if not backlog or choice.rank > self._find_last(better):
            return False
        return self._passes_queue(choice, better) or self._roadway.widens(choice.line, better.line)

    def _passes_queue(self, choice: Choice, better: Choice) -> bool:
        """Tell whether a choice goes to another exit while screening is what the better one would wait for."""
        door = better.line.route.exit_id
        return choice.line.route.exit_id != door and self.queue_s(better) > 0

    def _find_last(self, choice: Choice) -> int:
        """Return about when the last own car of all points that share this line would be out if all of them took it."""
        size = self._settings.packet_size
        rivals = [self._points[index] for index in self._rivals[choice.line.index]]
        packets = sum(-(-point.cars.left // size) for point in rivals)
        door = choice.line.route.exit_id
        same_door = [point for point in self._points if any(line.route.exit_id == door for line in point.lines)]
        people = sum(point.cars.seats_of(point.cars.left) for point in same_door)
        road = choice.clear + packets * occupancy_s(size, choice.line.capacity_vph, self._settings)
        return max(road, choice.out + self.desks[door].screening_s(people))

    def _find_rivals(self, line: Line) -> tuple[int, ...]:
        """Return the points whose main line shares a road with this one."""
        segments = {segment for segment, _ in line.segments}
        return tuple(
            point.index
            for point in self._points
            if point.lines and segments & {segment for segment, _ in point.lines[0].segments}
        )


def by_rank(choice: Choice) -> tuple[float, int, int]:
    """Return the key that sorts choices: best rank first, then earliest out, then the order of routes."""
    return choice.rank, choice.out, choice.line.index
