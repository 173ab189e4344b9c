"""Where an empty vehicle goes next: to the assembly point that needs it, by priority, and only if it can still be of use."""

from __future__ import annotations

from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.policy import Policy
from safeconduct.convoy.roadway import Line, Roadway
from safeconduct.convoy.state import Point, Vehicle, latest_departure
from safeconduct.model.people import Headcount
from safeconduct.model.settings import Settings


class Dispatch:
    """Sends vehicles from their base, and back from an exit. Never sends one whose trip could not end in time."""

    def __init__(self, order: MovementOrder, roadway: Roadway, points: list[Point], policy: Policy) -> None:
        self._order = order
        self._returns = roadway.returns if policy.any_return else {}
        self._points = points
        self._waiting: list[Vehicle] = []
        self._asked: tuple[Headcount, ...] = ()
        self._promised = [0] * len(points)
        self._work = [_work(point, order.settings) * policy.work_factor.get(point.group.id, 1.0) for point in points]
        self._latest = [latest_departure(point, order.settings) for point in points]

    def first(self, vehicle: Vehicle, now: int) -> tuple[Point, int] | None:
        """Return where a vehicle goes from its base and when it is there; keep it in mind for later when nobody lacks it."""
        ways = {}
        for point in self._points:
            deadhead = self._order.find_deadhead_s(vehicle.entry, point.group.id)
            if deadhead is not None:
                ways[point.index] = now + deadhead
        self._note_reach(vehicle, ways)
        chosen = self._choose(vehicle, ways)
        if chosen is None and ways:
            self._waiting.append(vehicle)
        return chosen

    def recall(self) -> list[Vehicle]:
        """Return the vehicles that nobody lacked so far, to be sent `first` again, when what is lacking has changed since."""
        lacking = tuple(point.lacking_later for point in self._points) if self._waiting else ()
        if lacking == self._asked or not any(one.total for one in lacking):
            return []
        self._asked = lacking
        waiting, self._waiting = self._waiting, []
        return waiting

    def back(self, vehicle: Vehicle, driven: Line, now: int) -> tuple[Point, int] | None:
        """Return where a vehicle goes that is empty at the end of a line now, and when it is there.

        Its own assembly point unless that lacks nobody or another of lower priority number does. To a point without a line to
        that exit it takes the way of the order's `returns`. It may wait at the exit for a window.
        """
        if not self._order.settings.return_allowed:
            return None
        ways: dict[int, int] = {}
        for point in self._points:
            back = self._find_return(point, driven, now)
            if back is not None:
                ways[point.index] = back
        self._note_reach(vehicle, ways)
        return self._choose(vehicle, ways)

    def back_to(self, point: Point, driven: Line, now: int) -> int | None:
        """Return when a vehicle that is empty at the end of a line now can be at one point, or None when it may or can not."""
        return self._find_return(point, driven, now) if self._order.settings.return_allowed else None

    def _find_return(self, point: Point, driven: Line, now: int) -> int | None:
        """Return when a vehicle that is empty at the end of a line now can be at a point, or None."""
        exit_id = driven.route.exit_id
        lines = [line for line in point.lines if line.route.exit_id == exit_id]
        if driven not in lines and driven.route.group_id == point.group.id:
            lines.append(driven)
        for line in sorted(lines, key=lambda one: (one is not driven, one.index)):
            back = line.find_return(now)
            if back is not None:
                return back
        way = None if any(line.has_back for line in lines) else self._returns.get((exit_id, point.group.id))
        return None if way is None else way.find_return(now)

    def _note_reach(self, vehicle: Vehicle, ways: dict[int, int]) -> None:
        for index, there in ways.items():
            if self._usable(self._points[index], there):
                self._points[index].reached = True
                self._points[index].reached_stretcher |= vehicle.entry.stretcher_places > 0
                self._points[index].reached_wheelchair |= vehicle.entry.wheelchair_places > 0

    def _usable(self, point: Point, there: int) -> bool:
        latest, settings = self._latest[point.index], self._order.settings
        return latest is not None and max(there, point.ready_s) + settings.load_fixed_s + settings.board_able_s <= latest

    def _choose(self, vehicle: Vehicle, ways: dict[int, int]) -> tuple[Point, int] | None:
        usable = [self._points[index] for index, there in ways.items() if self._usable(self._points[index], there)]
        chosen = _in_need(vehicle, [(point, point.lacking) for point in usable])
        chosen = chosen or _in_need(vehicle, [(point, point.lacking_later) for point in usable if point.later])
        if not chosen:
            return None
        point = min(chosen, key=lambda one: self._rank(vehicle, one, ways[one.index]))
        self._promised[point.index] += vehicle.entry.places
        return point, ways[point.index]

    def _rank(self, vehicle: Vehicle, point: Point, there: int) -> tuple[int, bool, float, int, int]:
        share = -self._work[point.index] / (self._promised[point.index] + vehicle.entry.places)
        return point.group.priority, vehicle.heading != point.index, share, there, point.index


def _in_need(vehicle: Vehicle, lacking: list[tuple[Point, Headcount]]) -> list[Point]:
    """Return the points whose patients lack what the vehicle has; if there are none, those whose people lack its seats."""
    patients = [point for point, people in lacking if vehicle.serves(people)]
    return patients or [point for point, people in lacking if vehicle.entry.seats and people.able]


def _work(point: Point, settings: Settings) -> float:
    """Return person-seconds of vehicle trips that the point needs: how long its people keep one seat busy."""
    if not point.lines:
        return 0.0
    route = point.lines[0].route
    cycle = settings.load_fixed_s + route.travel_s + settings.unload_fixed_s + route.back_s
    return float((point.party.people + point.coming_people).total * max(1, cycle))
