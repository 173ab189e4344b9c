"""The best tour of one vehicle under given prices: what it can still earn from every exit and assembly point at every moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safeconduct.convoy.fleet_question import Desk, FleetQuestion, Row, Three
from safeconduct.convoy.tour_loads import NEVER_S, Load, Prices, loads_of

Moments = NDArray[np.int64]

NOTHING = -(1 << 60)
"""What a trip is worth that cannot be made."""

MOST_TOURS = 6
"""Tours of one row that are given at once."""


@dataclass(frozen=True, slots=True)
class Trip:
    """One trip of a tour: its load and when its screening begins."""

    load: Load
    begin_s: int


@dataclass(frozen=True, slots=True)
class Tour:
    """A tour and what it earns under the prices that it was found with."""

    value: int
    trips: tuple[Trip, ...]


class Tours:
    """All tours of vehicles with the same places within a horizon, by dynamic programming backwards in time.

    Moments are rounded down to whole steps when a vehicle is free at an exit and when it is at a group, so that what a tour earns
    is never below what it can. `at_exit[x, k]`, `at_group[g, k]`: the most that is earned from step k on.
    """

    def __init__(self, question: FleetQuestion, prices: Prices, places: Three, horizon_s: int, step_s: int) -> None:
        self._question, self._horizon_s, self._step_s = question, horizon_s, step_s
        self._last = horizon_s // step_s
        self._loads = loads_of(question, prices, places, horizon_s)
        self.at_exit = np.zeros((len(question.desks), self._last + 2), np.int64)
        self.at_group = np.zeros((len(question.crowds), self._last + 2), np.int64)
        if self._loads:
            self._read_loads()
            self._fill()

    @property
    def size(self) -> int:
        """How many loads were looked at."""
        return len(self._loads)

    def best(self, row: Row) -> int:
        """Return the most that one vehicle of a row earns."""
        return max((int(self.at_group[group, self._step(there)]) for group, there in row.there_s.items()), default=0)

    def find_tours(self, row: Row, above: float) -> list[Tour]:
        """Return tours of a vehicle of a row that earn more than `above`, the best for each first group, the best first."""
        starts = [(int(self.at_group[group, self._step(there)]), -group) for group, there in row.there_s.items()]
        starts = sorted((start for start in starts if start[0] > max(above, 0)), reverse=True)
        return [Tour(value, self._trips_from(-first, self._step(row.there_s[-first]))) for value, first in starts[:MOST_TOURS]]

    def _trips_from(self, group: int, step: int) -> tuple[Trip, ...]:
        trips = []
        here: tuple[int, int] | None = (group, step)
        while here is not None:
            place, begin_s, step = self._next_trip(*here)
            trips.append(Trip(self._loads[place], begin_s))
            here = self._next_group(self._loads[place].door, step)
        return tuple(trips)

    def _step(self, second: int) -> int:
        return min(second // self._step_s, self._last + 1)

    def _read_loads(self) -> None:
        loads, crowds, desks = self._loads, self._question.crowds, self._question.desks
        self._door = _column([load.door for load in loads])
        self._lead = _column([load.lead_s for load in loads])
        self._out = _column([self._question.out_s[load.group, load.door] for load in loads])
        self._screen = _column([load.screen_s for load in loads])
        self._value = _column([load.value for load in loads])
        self._ready = _column([crowds[load.group].ready_s for load in loads])
        self._from = _column([max(load.level.from_s, desks[load.door].opens_s) for load in loads])
        self._upto = _column([load.level.upto_s for load in loads])
        self._until = _column([min(desks[load.door].closes_s, self._horizon_s) for load in loads])
        self._group = _column([load.group for load in loads])
        groups = self._group[:, 0]
        self._first = _changes(groups)
        self._groups = groups[self._first]
        backs = sorted(self._question.back_s.items())
        self._back_door = np.array([door for (door, _), _ in backs], np.int64)
        self._back_group = np.array([group for (_, group), _ in backs], np.int64)
        self._back_s = np.array([seconds for _, seconds in backs], np.int64)
        self._back_first = _changes(self._back_door)
        self._parted = [door for door, desk in enumerate(desks) if not _always_open(desk, self._question.end_s)]

    def _trips(self, steps: Moments) -> tuple[Moments, Moments, NDArray[np.bool_]]:
        """Return when screening begins, the step at which the vehicle is free, whether the trip can be made: by load and step."""
        clear = np.maximum(steps * self._step_s, self._ready) + self._lead
        for door in self._parted:
            mine = np.flatnonzero(self._door[:, 0] == door)
            clear[mine] = _fit(self._question.desks[door], clear[mine], self._out[mine])
        begin = np.maximum(clear, self._from)
        out = begin + self._screen
        free = np.minimum((out + self._question.unload_s) // self._step_s, self._last + 1)
        return begin, free, (begin < self._upto) & (out <= self._until)

    def _fill(self) -> None:
        least_s = int((self._lead + self._screen).min()) + self._question.unload_s
        block, high = max(1, least_s // self._step_s), self._last
        while high >= 0:
            low = max(0, high - block + 1)
            steps = np.arange(low, high + 1, dtype=np.int64)[None, :]
            _, free, possible = self._trips(steps)
            earned = np.where(possible, self._value + self.at_exit[self._door, free], NOTHING)
            span = np.zeros((len(self._question.crowds), high - low + 1), np.int64)
            span[self._groups] = np.maximum.reduceat(earned, self._first, axis=0)
            self.at_group[:, low : high + 1] = _waiting(span, self.at_group[:, high + 1])
            self._fill_exits(steps[0])
            high = low - 1

    def _fill_exits(self, steps: Moments) -> None:
        span = np.zeros((len(self._question.desks), len(steps)), np.int64)
        if len(self._back_s):
            earned = self.at_group[self._back_group[:, None], self._backs(steps)]
            span[self._back_door[self._back_first]] = np.maximum.reduceat(earned, self._back_first, axis=0)
        self.at_exit[:, steps[0] : steps[-1] + 1] = _waiting(span, self.at_exit[:, steps[-1] + 1])

    def _backs(self, steps: Moments) -> Moments:
        """Return the step at which a vehicle that is free at these is back, by way."""
        there = steps[None, :] * self._step_s + self._back_s[:, None]
        for door in self._parted:
            mine = np.flatnonzero(self._back_door == door)
            there[mine] = _fit(self._question.desks[door], there[mine], self._back_s[mine][:, None])
        steps_there: Moments = np.minimum(there // self._step_s, self._last + 1)
        return steps_there

    def _next_trip(self, group: int, step: int) -> tuple[int, int, int]:
        """Return the best load at a group from a step on, when its screening begins and the step at which the vehicle is free."""
        while self.at_group[group, step + 1] == self.at_group[group, step]:
            step += 1
        begin, free, possible = self._trips(np.array([[step]], np.int64))
        possible &= self._group == group
        earned = np.where(possible, self._value + self.at_exit[self._door, free], NOTHING)
        place = int(np.argmax(earned[:, 0]))
        return place, int(begin[place, 0]), int(free[place, 0])

    def _next_group(self, door: int, step: int) -> tuple[int, int] | None:
        """Return where the best tour goes on from an exit, and the step at which it is there; None when it ends."""
        worth = self.at_exit[door, step]
        if worth <= 0:
            return None
        while self.at_exit[door, step + 1] == worth:
            step += 1
        there = self._backs(np.array([step], np.int64))[:, 0]
        for place in np.flatnonzero(self._back_door == door):
            group = int(self._back_group[place])
            if self.at_group[group, there[place]] == worth:
                return group, int(there[place])
        raise AssertionError("no way back earns what the exit promises")


def _column(numbers: list[int]) -> Moments:
    return np.array(numbers, np.int64)[:, None]


def _changes(numbers: Moments) -> NDArray[np.intp]:
    """Return where another number begins than the one before, the first place included."""
    if not len(numbers):
        return np.zeros(0, np.intp)
    return np.flatnonzero(np.append(1, numbers[1:] - numbers[:-1]))


def _waiting(span: Moments, after: Moments) -> Moments:
    """Return what is earned where a vehicle may also wait: the most from each step on; `after`: from the end of the span on."""
    joined = np.concatenate([span, after[:, None]], axis=1)
    most: Moments = np.maximum.accumulate(joined[:, ::-1], axis=1)[:, ::-1][:, :-1]
    return most


def _always_open(desk: Desk, end_s: int) -> bool:
    return len(desk.spans) == 1 and desk.spans[0][0] == 0 and desk.spans[0][1] >= end_s


def _fit(desk: Desk, there: Moments, drive_s: Moments) -> Moments:
    """Return the first moments not before these at which who drives so long can be there inside one span."""
    fitted = np.full_like(there, NEVER_S)
    for begin, end in reversed(desk.spans):
        moment = np.maximum(there, begin + drive_s)
        fitted = np.where(moment <= end, moment, fitted)
    return fitted
