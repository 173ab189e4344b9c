"""Where an empty vehicle goes next: to the assembly point that needs it, by priority, and only if it can still be of use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from safeconduct.convoy.duty import FOREVER, Homeward
from safeconduct.convoy.escorts import Escorts
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.policy import Policy
from safeconduct.convoy.roadway import Line, Roadway, WayBack
from safeconduct.convoy.state import Point, Vehicle, latest_departure
from safeconduct.model.people import Headcount
from safeconduct.model.settings import Settings

NO_RANGE = "The tank of no vehicle that could come would bring it to an exit."
NO_DUTY = "The duty of the crews, or the use of the vehicles, would end before a trip from there does."


@dataclass(frozen=True, slots=True)
class Halt:
    """What a vehicle does at an exit before it drives back: empty at free_s, aid that it loads, whether its crew rests."""

    free_s: int
    aid_t: float
    rests: bool


class Dispatch:
    """Sends vehicles from their base, and back from an exit. Never sends one whose trip could not end in time.

    Nor one whose crew's duty or use would end before, or whose tank would not bring it to an exit.
    """

    def __init__(self, order: MovementOrder, roadway: Roadway, points: list[Point], policy: Policy) -> None:
        self._order = order
        self._escorts = Escorts(order)
        self._policy = policy
        self._until_s = order.returns_until_s
        self._rest_s = ceil(order.settings.crew_rest_h * 3600)
        self._aid_t = dict(order.aid)
        self._fuel = {door.id: door.fuel for door in order.exits}
        self._returns = roadway.returns if policy.any_return else {}
        self._points = points
        self._waiting: list[Vehicle] = []
        self._asked: tuple[Headcount, ...] = ()
        self._promised = [0] * len(points)
        self._work = [_work(point, order.settings) * policy.work_factor.get(point.group.id, 1.0) for point in points]
        factors = [policy.work_factor.get(point.group.id, 1.0) for point in points]
        self._patients_alone = policy.patients_queue_s is not None
        self._patients_work = [_work(point, order.settings, lying=True) * by for point, by in zip(points, factors, strict=True)]
        self._places_to_lie = [0] * len(points)
        self._latest = [latest_departure(point, order.settings) for point in points]

    def first(self, vehicle: Vehicle, now: int) -> tuple[Point, Homeward] | None:
        """Return where a vehicle goes from its base and how; keep it in mind for later when nobody lacks it."""
        ways = {}
        for point in self._points:
            home = self.from_base(vehicle, point, now)
            if home is not None:
                ways[point.index] = home
        usable = {index: home for index, home in ways.items() if self._usable(self._points[index], vehicle, home)}
        self._note_reach(vehicle, usable)
        chosen = self._choose(vehicle, usable)
        if chosen is None and ways:
            self._waiting.append(vehicle)
        return chosen

    def from_base(self, vehicle: Vehicle, point: Point, now: int) -> Homeward | None:
        """Return how a vehicle that leaves its base now drives to a point, or None when it cannot."""
        deadhead = self._order.find_deadhead_s(vehicle.entry, point.group.id)
        if deadhead is None:
            return None
        return Homeward(now, now + deadhead, self._order.deadhead_m.get((vehicle.entry.id, point.group.id), 0.0))

    def recall(self) -> list[Vehicle]:
        """Return the vehicles that nobody lacked so far, to be sent `first` again, when what is lacking has changed since."""
        lacking = tuple(point.lacking_later for point in self._points) if self._waiting else ()
        if lacking == self._asked or not any(one.total for one in lacking):
            return []
        self._asked = lacking
        waiting, self._waiting = self._waiting, []
        return waiting

    def back(self, vehicle: Vehicle, driven: Line, now: int) -> tuple[Point, Homeward] | None:
        """Return where a vehicle goes that is empty at the end of a line now, and how.

        Its own assembly point unless that lacks nobody or another of lower priority number does. To a point without a line to
        that exit it takes the way of the order's `returns`. It may wait at the exit for a window.
        """
        usable: dict[int, Homeward] = {}
        for point in self._points:
            home = self.back_to(vehicle, point, driven, now)
            if home is not None and self._usable(point, vehicle, home):
                usable[point.index] = home
        self._note_reach(vehicle, usable)
        return self._choose(vehicle, usable)

    def back_to(self, vehicle: Vehicle, point: Point, driven: Line, now: int, *, aid_t: float | None = None) -> Homeward | None:
        """Return how a vehicle that is empty at the end of a line now drives to one point, or None when it may or can not.

        It refuels where its tank would not bring it to an exit again. Its crew rests first where the trip would not end within
        its duty, or where it waits for so long anyhow. It brings the aid that the point still needs, or `aid_t`, unless with aid
        it could take nobody any more.
        """
        if not self._order.settings.return_allowed:
            return None
        if aid_t is None:
            aid_t = min(vehicle.entry.cargo_t, self._aid_t.get(point.group.id, 0.0))
        found: Homeward | None = None
        for tonnes in dict.fromkeys((aid_t, 0.0)):
            for rests in (False, True) if vehicle.duty.crew_s < FOREVER else (False,):
                home = self._drive(vehicle, point, driven, Halt(now, tonnes, rests))
                if home is not None and self._usable(point, vehicle, home):
                    return home
                found = found or home
        return found

    def _drive(self, vehicle: Vehicle, point: Point, driven: Line, halt: Halt) -> Homeward | None:
        """Return the way back of a vehicle after what it does at the exit."""
        duty, settings, exit_id = vehicle.duty, self._order.settings, driven.route.exit_id
        for way in self.ways_back(point, driven):
            needed_m = way.length_m + (point.lines[0].route.length_m if point.lines else 0.0)
            refuels = not duty.reaches(needed_m) and self._fuel[exit_id]
            ready = halt.free_s + settings.refuel_s * refuels + settings.aid_load_s * (halt.aid_t > 0)
            there = way.find_return(ready + self._rest_s * halt.rests)
            if there is not None and (self._until_s is None or there <= self._until_s):
                leave = there - way.travel_s
                rests = halt.rests or (duty.crew_s < FOREVER and leave >= ready + self._rest_s)
                there += settings.aid_unload_s * (halt.aid_t > 0)
                return Homeward(leave, there, way.length_m, rests, refuels, halt.aid_t)
        return None

    def bring(self, point: Point, aid_t: float) -> None:
        """Note that so much aid is on its way to a point."""
        if aid_t:
            self._aid_t[point.group.id] = max(0.0, round(self._aid_t.get(point.group.id, 0.0) - aid_t, 6))

    def on_way(self, vehicle: Vehicle, point: Point, there: int) -> Homeward:
        """Return how a vehicle drives that is on its way to a point already, where it is at a second."""
        if vehicle.line is None:
            home = self.from_base(vehicle, point, there)
            return Homeward(there, there, home.length_m if home else 0.0)
        last, way = vehicle.history[-1], next(iter(self.ways_back(point, vehicle.line)), None)
        leave, length_m = (there, 0.0) if way is None else (there - way.travel_s, way.length_m)
        leave -= self._order.settings.aid_unload_s * (last.aid_t > 0)
        return Homeward(leave, there, length_m, last.rests, last.refuels, last.aid_t)

    def ways_back(self, point: Point, driven: Line) -> list[WayBack]:
        """Return the ways on which a vehicle that is empty at the end of a line may drive to a point, the best first."""
        exit_id = driven.route.exit_id
        lines = [line for line in point.lines if line.route.exit_id == exit_id]
        if driven not in lines and driven.route.group_id == point.group.id:
            lines.append(driven)
        lines.sort(key=lambda one: (one is not driven, one.index))
        ways = [line.back for line in lines if line.back is not None]
        way = None if ways else self._returns.get((exit_id, point.group.id))
        return ways if way is None else [way]

    def _note_reach(self, vehicle: Vehicle, usable: Iterable[int]) -> None:
        for index in usable if vehicle.carries else ():
            self._points[index].reached = True
            self._points[index].reached_stretcher |= vehicle.entry.stretcher_places > 0
            self._points[index].reached_wheelchair |= vehicle.entry.wheelchair_places > 0

    def _usable(self, point: Point, vehicle: Vehicle, home: Homeward) -> bool:
        """Tell whether a vehicle that drives so can still take somebody from a point and be empty in time."""
        latest, settings = self._latest[point.index], self._order.settings
        begin = max(home.there_s, point.ready_s)
        if latest is None or begin + settings.load_fixed_s + settings.board_able_s > latest:
            return False
        if not vehicle.duty.limited:
            return True
        after = vehicle.duty.after(home)
        if not point.party.people.total and point.next_arrival_s is not None:
            begin = max(begin, point.next_arrival_s)
        full_s = vehicle.entry.places * settings.board_able_s * vehicle.carries + self._policy.duty_slack_s
        if any(after.allows(line, begin, settings, more_s=full_s, loads=vehicle.carries) for line in point.lines):
            return True
        point.refused = NO_RANGE if not any(after.reaches(line.route.length_m) for line in point.lines) else NO_DUTY
        return False

    def _choose(self, vehicle: Vehicle, homes: dict[int, Homeward]) -> tuple[Point, Homeward] | None:
        usable = [self._points[index] for index in homes]
        if not vehicle.carries:
            return self._choose_escorted(vehicle, homes)
        chosen = _in_need(vehicle, [(point, point.lacking) for point in usable])
        chosen = chosen or _in_need(vehicle, [(point, point.lacking_later) for point in usable if point.later])
        if not chosen:
            return None
        point = min(chosen, key=lambda one: self._rank(vehicle, one, homes[one.index].there_s))
        self._promised[point.index] += vehicle.entry.places
        self._places_to_lie[point.index] += vehicle.entry.stretcher_places
        return point, homes[point.index]

    def _choose_escorted(self, vehicle: Vehicle, homes: dict[int, Homeward]) -> tuple[Point, Homeward] | None:
        """Return where an escort goes: to who lacks one, by priority, then where it is needed soonest."""
        lacking = [self._points[index] for index in homes if self._escorts.lacks(self._points[index], vehicle.entry.role)]
        if not lacking:
            return None
        point = min(lacking, key=lambda one: (one.group.priority, len(one.escorts), homes[one.index].there_s, one.index))
        return point, homes[point.index]

    def _rank(self, vehicle: Vehicle, point: Point, there: int) -> tuple[int, bool, float, int, int]:
        if self._patients_alone and vehicle.entry.stretcher_places:
            places = self._places_to_lie[point.index] + vehicle.entry.stretcher_places
            share = -self._patients_work[point.index] / places
        else:
            share = -self._work[point.index] / (self._promised[point.index] + vehicle.entry.places)
        return point.group.priority, vehicle.heading != point.index, share, there, point.index


def _in_need(vehicle: Vehicle, lacking: list[tuple[Point, Headcount]]) -> list[Point]:
    """Return the points whose patients lack what the vehicle has; if there are none, those whose people lack its seats."""
    patients = [point for point, people in lacking if vehicle.serves(people)]
    return patients or [point for point, people in lacking if vehicle.entry.seats and people.able]


def _work(point: Point, settings: Settings, *, lying: bool = False) -> float:
    """Return person-seconds of vehicle trips that the point needs: how long its people keep one seat busy.

    lying: of its patients alone, and how long they keep one stretcher place busy.
    """
    if not point.lines:
        return 0.0
    route = point.lines[0].route
    cycle = settings.load_fixed_s + route.travel_s + settings.unload_fixed_s + route.back_s
    people = point.party.people + point.coming_people
    if lying:
        return float(people.stretcher * (max(1, cycle) + settings.board_stretcher_s))
    return float(people.total * max(1, cycle))
