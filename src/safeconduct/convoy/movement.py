"""The movement played forward in time: boarding, slots, screening and return, one event after another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush, heapreplace

from safeconduct.convoy.boarding import Boarding, Room
from safeconduct.convoy.dispatch import Dispatch, latest_departure
from safeconduct.convoy.order import MovementOrder, occupancy_s
from safeconduct.convoy.roadway import Line, Roadway
from safeconduct.convoy.screening import ScreeningDesk
from safeconduct.convoy.state import Batch, Draft, Point, Run, Vehicle, make_points, make_vehicles
from safeconduct.model.people import Headcount
from safeconduct.model.plan import VehicleRun

CLEAR, FREE, ARRIVAL, BOARD, BATCH, CARS = range(6)
"""Kinds of events, in the order in which they are settled at the same second and priority."""

Subject = Draft | Vehicle | Point | tuple[Point, Batch]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way a packet could take now: its line, size, departure, and when it would be clear and out."""

    line: Line
    vehicles: int
    depart: int
    clear: int
    out: int


class Movement:
    """Plays an order forward once. `run` fills `drafts` (packets that left) and leaves in `points` who could not go.

    A packet takes its slots at the second at which it leaves, so the clock never runs behind a promise, and at every second the
    lower priority number asks first, buses and ambulances before own cars, then the group of which the smaller share has left.
    Packets are screened at the second at which they are clear.
    """

    def __init__(self, order: MovementOrder) -> None:
        self._order = order
        self._settings = order.settings
        self._roadway = Roadway(order)
        self._desks = {door.id: ScreeningDesk(door, order) for door in order.exits}
        self.points = make_points(order, {group.id: self._roadway.lines_of(group.id) for group in order.groups})
        self._dispatch = Dispatch(order, self.points)
        self._most_seats = max((entry.seats for entry in order.fleet), default=0)
        self._rivals = [self._find_rivals(line) for line in self._roadway.lines]
        self._events: list[tuple[int, int, int, float, int, int, Subject]] = []
        self._count = 0
        self.drafts: list[Draft] = []

    def run(self) -> None:
        """Play all events; nothing happens after the end of the order."""
        for vehicle in make_vehicles(self._order):
            self._push(vehicle.available_s, FREE, vehicle)
        for point in self.points:
            self._push(point.ready_s, CARS, point)
        while self._events:
            now, _, _, _, _, kind, subject = heappop(self._events)
            if now <= self._order.end_s:
                self._settle(now, kind, subject)

    def is_full(self, point: Point) -> bool:
        """Tell whether the people of a point were or are stopped because no exit has a bed left."""
        beds = [self._desks[line.route.exit_id].beds_left for line in point.lines]
        return point.beds_full or bool(beds and not any(free is None or free > 0 for free in beds))

    def _settle(self, now: int, kind: int, subject: Subject) -> None:
        if isinstance(subject, Draft):
            self._screen(subject)
        elif isinstance(subject, Vehicle):
            if kind == FREE:
                self._send(subject, now)
            else:
                self._arrive(subject, now)
        elif isinstance(subject, Point):
            if kind == CARS:
                self._ask_cars(subject, now)
            else:
                self._board(subject, now)
        else:
            self._ask_batch(*subject, now)

    def _push(self, when: int, kind: int, subject: Subject) -> None:
        point = subject[0] if isinstance(subject, tuple) else subject
        priority, share = 0, 0.0
        if isinstance(point, Point):
            priority = point.group.priority
            share = point.cars.used / point.cars.cars if kind == CARS and point.cars.cars else 0.0
        # Asking for the road comes last, by priority first and then by kind; everything else at once.
        key = (BATCH, priority, kind + share) if kind >= BATCH else (kind, priority, 0.0)
        self._count += 1
        heappush(self._events, (when, *key, self._count, kind, subject))

    # Vehicles on their way

    def _send(self, vehicle: Vehicle, now: int) -> None:
        if vehicle.line is None:
            found = self._dispatch.first(vehicle, now)
        else:
            found = self._dispatch.back(vehicle, vehicle.line, now)
            if found is not None:
                vehicle.history[-1].back_s = found[1]
        if found is not None:
            self._head(vehicle, *found)

    def _head(self, vehicle: Vehicle, point: Point, there: int) -> None:
        vehicle.heading = point.index
        point.coming[vehicle.serial] = (there, vehicle)
        self._push(there, ARRIVAL, vehicle)

    def _recall(self, now: int) -> None:
        for vehicle in self._dispatch.recall():
            self._send(vehicle, now)

    def _arrive(self, vehicle: Vehicle, now: int) -> None:
        assert vehicle.heading is not None
        point = self.points[vehicle.heading]
        del point.coming[vehicle.serial]
        point.idle.append(vehicle)
        self._push(max(now, point.ready_s), BOARD, point)

    # Boarding

    def _board(self, point: Point, now: int) -> None:
        limit = min(self._settings.packet_size, max(1, point.group.loading_bays))
        soon = min((there for there, _ in point.coming.values()), default=None)
        if not point.idle or not point.party.people.total:
            return
        if len(point.idle) < limit and soon is not None and soon <= now + self._settings.packet_headway_s:
            return  # its arrival asks again
        if point.bays[0] > now:
            self._push(point.bays[0], BOARD, point)
            return
        batch = self._make_batch(point, limit, now, medical=True) or self._make_batch(point, limit, now, medical=False)
        if batch is not None:
            self._push(batch.ready_s, BATCH, (point, batch))
            self._push(now, BOARD, point)
        self._recall(now)

    def _make_batch(self, point: Point, limit: int, now: int, *, medical: bool) -> Batch | None:
        chosen = self._medical_team(point) if medical else self._seated_team(point)[:limit]
        exit_id, beds = self._find_beds(point, now)
        if not chosen or beds == 0:
            return None
        boarding = self._open_rooms(point, chosen, now, beds)
        rooms = boarding.rooms
        if medical:
            boarding.board_patients()
            boarding.rooms = [room for room in rooms if room.people.total]
        boarding.board_sitting()
        boarding.rooms = rooms
        runs = self._close_rooms(point, boarding, chosen, now)
        if not runs:
            return None
        batch = Batch(runs, boarding, max(run.load_end_s for run in runs), exit_id)
        self._keep_beds(exit_id, batch.people)
        return batch

    def _medical_team(self, point: Point) -> list[Vehicle]:
        """Return idle medical vehicles, and the buses without which the families of their patients would be parted."""
        if not point.party.people.stretcher:
            return []
        size = self._settings.packet_size
        medical = [one for one in point.idle if one.medical][:size]
        buses = sorted((one for one in point.idle if not one.medical and one.entry.seats), key=lambda one: -one.entry.seats)
        team = medical
        while medical:
            places = sum(one.entry.stretcher_places for one in medical)
            seats = sum(one.entry.seats for one in medical)
            companions = point.party.companions(places)
            team = list(medical)
            for bus in buses:
                if seats < companions:
                    team.append(bus)
                    seats += bus.entry.seats
            if len(team) <= size:
                break
            medical = medical[:-1]
        return team if medical else []

    def _seated_team(self, point: Point) -> list[Vehicle]:
        """Return idle vehicles for people who sit, the roomiest first; medical ones only when no patient waits for them."""
        patients = point.party.people.stretcher > 0
        chosen = [one for one in point.idle if one.entry.seats and not (one.medical and patients)]
        return sorted(chosen, key=lambda one: -one.entry.seats)

    def _find_beds(self, point: Point, now: int) -> tuple[str, int | None]:
        """Return the exit for which the next batch boards and its free beds; ("", None) when no exit of the point has a limit."""
        beds = {line.route.exit_id: self._desks[line.route.exit_id].beds_left for line in point.lines}
        if all(free is None for free in beds.values()):
            return "", None
        lines = [line for line in point.lines if beds[line.route.exit_id] != 0]
        choices = self._choices(lines, 1, 1, now)
        if not choices:
            point.beds_full |= not lines
            return "", 0
        exit_id = choices[0].line.route.exit_id
        return exit_id, beds[exit_id]

    def _open_rooms(self, point: Point, vehicles: list[Vehicle], now: int, beds: int | None) -> Boarding:
        """Return an empty boarding; each vehicle may board for so long that it alone could still leave in time."""
        settings = self._settings
        latest = latest_departure(point, settings)
        bays = sorted(max(now, free) for free in point.bays)
        rooms, behind = [], 0
        for index, vehicle in enumerate(vehicles):
            turn, bay = divmod(index, len(bays))
            entry = vehicle.entry
            room = Room(entry.seats, entry.stretcher_places, 0, settings)
            full = Headcount(0, entry.seats, entry.stretcher_places)
            behind = max(behind, settings.load_fixed_s + room.boarding_s(full))
            start = bays[bay] + turn * behind
            room.budget_s = 0 if latest is None else latest - start - settings.load_fixed_s
            rooms.append(room)
        return Boarding(point.party, rooms, beds=beds, most_seats=self._most_seats)

    def _close_rooms(self, point: Point, boarding: Boarding, vehicles: list[Vehicle], now: int) -> list[Run]:
        """Take the vehicles with somebody aboard off the point, give each its loading bay, return their runs."""
        runs = []
        for vehicle, room in zip(vehicles, boarding.rooms, strict=True):
            if room.people.total:
                start = max(now, point.bays[0])
                end = start + self._settings.load_fixed_s + room.boarding_s(room.people)
                heapreplace(point.bays, end)
                point.idle.remove(vehicle)
                runs.append(Run(vehicle, room.people, room.loads(), start, end))
        return runs

    def _keep_beds(self, exit_id: str, people: int) -> None:
        """Keep beds at an exit (negative: give them back); nothing where there is no limit."""
        desk = self._desks.get(exit_id)
        if desk is not None and desk.beds_left is not None:
            desk.beds_left -= people

    # On the road

    def _ask_batch(self, point: Point, batch: Batch, now: int) -> None:
        """Let a loaded batch go with as many own cars behind it as fit, or without, or wait; dissolve it when it never can."""
        lines = [line for line in point.lines if not batch.exit_id or line.route.exit_id == batch.exit_id]
        bare, moments = len(batch.runs), []
        for cars in dict.fromkeys((self._cars_beside(point, batch), 0)):
            choices = self._choices(lines, bare + cars, batch.people + point.cars.seats_of(cars), now)
            if choices and (choice := self._pick(choices, now, backlog=False)) is not None:
                block = point.cars.take(cars) if cars else None
                self._keep_beds(batch.exit_id, -batch.people)  # _leave keeps them for the whole packet
                self._leave(choice, batch.runs, block, now)
                if block is not None and not point.cars.left:
                    self._after_cars(point, now, stuck=False)
                return
            moments += [choice.depart for choice in choices if choice.depart > now]
        if moments:
            self._push(min(moments), BATCH, (point, batch))
        else:
            batch.boarding.undo()
            self._keep_beds(batch.exit_id, -batch.people)

    def _cars_beside(self, point: Point, batch: Batch) -> int:
        cars = min(self._settings.packet_size - len(batch.runs), point.cars.left)
        free = self._desks[batch.exit_id].beds_left if batch.exit_id else None
        while cars > 0 and free is not None and point.cars.seats_of(cars) > free:
            cars -= 1
        return cars if cars > 0 and point.cars.fits(cars) else 0

    def _ask_cars(self, point: Point, now: int) -> None:
        """Let the next packet of own cars go, or ask again when its road is free; those who never can stay with their cars."""
        if point.cars_stopped or not point.cars.left:
            return
        choices = []
        for line in point.lines:
            cars = self._cars_for(point, self._desks[line.route.exit_id].beds_left)
            if cars:
                choices += self._choices([line], cars, point.cars.seats_of(cars), now)
        if not choices:
            point.cars_stopped = True
            point.beds_full |= self.is_full(point)
            return
        choices.sort(key=_by_out)
        choice = self._pick(choices, now, backlog=True)
        if choice is None:
            self._push(min(one.depart for one in choices if one.depart > now), CARS, point)
            return
        block = point.cars.take(choice.vehicles)
        if block is not None:
            self._leave(choice, [], block, now)
        self._after_cars(point, now, stuck=block is None)

    def _cars_for(self, point: Point, beds: int | None) -> int:
        cars = min(self._settings.packet_size, point.cars.left)
        while cars and beds is not None and point.cars.seats_of(cars) > beds:
            cars -= 1
        return cars

    def _after_cars(self, point: Point, now: int, *, stuck: bool) -> None:
        """Ask for the next cars; whole families that no block of cars can take whole turn to the fleet."""
        if point.cars.left and not stuck:
            self._push(now, CARS, point)
            return
        point.party.add(*point.cars.give_up())
        self._push(now, BOARD, point)

    def _leave(self, choice: Choice, runs: list[Run], block: VehicleRun | None, now: int) -> None:
        """Put a packet on the road: its slots are taken, its people are expected at the exit."""
        line = choice.line
        aboard = [run.people for run in runs] + ([block.people] if block else [])
        people = sum(one.total for one in aboard)
        clear = now + line.clear_after_s(choice.vehicles, self._settings)
        draft = Draft(line, now, clear, choice.vehicles, people, runs, block)
        for run in runs:
            run.vehicle.history.append(run)
            run.vehicle.line = line
        self._roadway.book(line, choice.vehicles, now)
        self._desks[line.route.exit_id].expect(clear, people)
        self._keep_beds(line.route.exit_id, people)
        self.drafts.append(draft)
        self._push(clear, CLEAR, draft)

    def _screen(self, draft: Draft) -> None:
        exit_id = draft.line.route.exit_id
        draft.out_s = self._desks[exit_id].admit(draft.clear_s, draft.people)
        if draft.out_s is None:
            self._keep_beds(exit_id, -draft.people)
            return
        for run in draft.runs:
            run.free_s = draft.out_s + self._settings.unload_fixed_s
            self._push(run.free_s, FREE, run.vehicle)

    # Choosing a line

    def _choices(self, lines: Iterable[Line], vehicles: int, people: int, now: int) -> list[Choice]:
        """Return every line by which such a packet could be out by the end, the earliest out first (ties: order of routes)."""
        found = []
        for line in lines:
            depart = self._roadway.find_departure(line, vehicles, now)
            if depart is not None:
                clear = depart + line.clear_after_s(vehicles, self._settings)
                out = self._desks[line.route.exit_id].find_out(clear, people)
                if out is not None:
                    found.append(Choice(line, vehicles, depart, clear, out))
        return sorted(found, key=_by_out)

    def _pick(self, choices: list[Choice], now: int, *, backlog: bool) -> Choice | None:
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
        if choice.out == better.out:
            return True
        return backlog and choice.out <= self._find_last(better) and self._roadway.widens(choice.line, better.line)

    def _find_last(self, choice: Choice) -> int:
        """Return about when the last own car of all points that share this line would be out if all of them took it."""
        size = self._settings.packet_size
        rivals = [self.points[index] for index in self._rivals[choice.line.index]]
        packets = sum(-(-point.cars.left // size) for point in rivals)
        door = choice.line.route.exit_id
        same_door = [point for point in rivals if point.lines[0].route.exit_id == door]
        people = sum(point.cars.seats_of(point.cars.left) for point in same_door)
        road = choice.clear + packets * occupancy_s(size, choice.line.capacity_vph, self._settings)
        return max(road, choice.out + self._desks[door].screening_s(people))

    def _find_rivals(self, line: Line) -> tuple[int, ...]:
        """Return the points whose main line shares a road with this one."""
        segments = {segment for segment, _ in line.segments}
        return tuple(
            point.index for point in self.points if point.lines and segments & {segment for segment, _ in point.lines[0].segments}
        )


def _by_out(choice: Choice) -> tuple[int, int]:
    return choice.out, choice.line.index
