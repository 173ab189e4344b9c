"""Prices by a linear program over the tours found so far: as few people left as mixes of these tours leave."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeconduct.convoy.fleet_question import FleetQuestion
from safeconduct.convoy.tour_earnings import car_begin_s
from safeconduct.convoy.tour_loads import Prices
from safeconduct.convoy.tours import Tour

if TYPE_CHECKING:
    from ortools.linear_solver import pywraplp

PRICE_OF_ONE = 10**6
"""The price of one person who is left, the most that anybody can be worth."""

SHARES = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05)
"""Desks get prices for the first and the last of these shares of the horizon; the fewer the more exits are screened."""

MOST_WINDOWS = 60

LARGE = 1e9

Window = tuple[int, int, int]
"""An exit and the first and last moment of a screening."""


@dataclass(frozen=True, slots=True)
class Mix:
    """The answer of the program: people left by the best mix of the known tours, prices, and what a vehicle of each row earns."""

    left: float
    prices: Prices
    earned: tuple[float, ...]


class TourMaster:
    """The tours found so far, for one question and any horizon (a tour that ends in time serves a longer horizon as well)."""

    def __init__(self, question: FleetQuestion) -> None:
        self._question = question
        self._tours: dict[tuple[int, tuple[tuple[int, int, int, tuple[float, ...]], ...]], Tour] = {}

    def add(self, row: int, tour: Tour) -> bool:
        """Take in a tour of a row of the fleet; tell whether it is new."""
        trips = tuple((trip.load.group, trip.load.door, trip.begin_s, trip.load.aboard) for trip in tour.trips)
        known = (row, trips) in self._tours
        self._tours[row, trips] = tour
        return not known

    def solve(self, horizon_s: int) -> Mix:
        """Return the best mix within a horizon, and the prices that it sets."""
        return _Program(self._question, horizon_s).solve([(key[0], tour) for key, tour in self._tours.items()])


def windows_of(question: FleetQuestion, horizon_s: int) -> list[Window]:
    """Return the times in which desks get a price: the whole horizon, its first and its last parts."""
    limited = [door for door, desk in enumerate(question.desks) if desk.rate_per_h or desk.beds is not None]
    screened = [door for door in limited if question.desks[door].rate_per_h]
    stride = max(1, -(-2 * len(SHARES) * len(screened) // MOST_WINDOWS))
    windows = [(door, 0, horizon_s) for door in limited]
    for door in screened:
        for share in SHARES[stride - 1 :: stride]:
            part = int(horizon_s * share)
            windows += [(door, 0, part), (door, horizon_s - part, horizon_s)]
    return windows


class _Program:
    """The linear program of one horizon: rows for people, desks, bays, vehicles; columns for tours and own cars."""

    def __init__(self, question: FleetQuestion, horizon_s: int) -> None:
        from ortools.linear_solver import pywraplp

        self._question, self._horizon_s = question, horizon_s
        self._solver = solver = pywraplp.Solver.CreateSolver("GLOP")
        goal = solver.Objective()
        goal.SetMinimization()
        self._people: dict[tuple[int, int], pywraplp.Constraint] = {}
        for group, crowd in enumerate(question.crowds):
            for index, count in enumerate(crowd.people):
                if count:
                    row = self._people[group, index] = solver.Constraint(float(count), solver.infinity())
                    left = solver.NumVar(0.0, solver.infinity(), "")
                    row.SetCoefficient(left, 1.0)
                    goal.SetCoefficient(left, 1.0)
        self._goal = goal
        self._windows = windows_of(question, horizon_s)
        limits = [question.desk_people(*window, horizon_s) for window in self._windows]
        self._desks = [self._at_most(LARGE if limit is None else limit) for limit in limits]
        self._bays = [self._at_most(question.bay_seconds(group, horizon_s)) for group in range(len(question.crowds))]
        self._rows = [self._at_most(row.count) for row in question.rows]
        for group in range(len(question.crowds)):
            self._cars(group)

    def solve(self, tours: list[tuple[int, Tour]]) -> Mix:
        """Return the best mix of these tours, each of a row of the fleet."""
        for row, tour in tours:
            if all(trip.begin_s + trip.load.screen_s <= self._horizon_s for trip in tour.trips):
                self._tour(row, tour)
        self._solver.Solve()
        people = [[0, 0, 0] for _ in self._question.crowds]
        for (group, index), row_ in self._people.items():
            people[group][index] = min(PRICE_OF_ONE, _price(row_.dual_value()))
        priced = [(*window, _price(-row_.dual_value())) for window, row_ in zip(self._windows, self._desks, strict=True)]
        return Mix(
            left=float(self._goal.Value()),
            prices=Prices(
                tuple((each[0], each[1], each[2]) for each in people),
                tuple(one for one in priced if one[3]),
                tuple(_price(-row_.dual_value()) for row_ in self._bays),
            ),
            earned=tuple(max(0.0, -row_.dual_value()) * PRICE_OF_ONE for row_ in self._rows),
        )

    def _at_most(self, limit: float) -> pywraplp.Constraint:
        return self._solver.Constraint(-self._solver.infinity(), float(min(limit, LARGE)))

    def _due(self, door: int, begin_s: int, screen_s: int) -> list[int]:
        """Return the windows that a screening counts in, as `levels_of` has it."""
        return [
            place
            for place, (where, from_s, to_s) in enumerate(self._windows)
            if where == door and from_s <= begin_s and (to_s >= self._horizon_s or begin_s < to_s - screen_s)
        ]

    def _tour(self, row: int, tour: Tour) -> None:
        variable = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._rows[row].SetCoefficient(variable, 1.0)
        people: Counter[tuple[int, int]] = Counter()
        desks: Counter[int] = Counter()
        bays: Counter[int] = Counter()
        for trip in tour.trips:
            load = trip.load
            for index, count in enumerate(load.aboard):
                people[load.group, index] += count  # type: ignore[assignment]
            screen_s = self._question.desks[load.door].screening_s(sum(self._question.rows[row].places))
            for place in self._due(load.door, trip.begin_s, screen_s):
                desks[place] += sum(load.aboard)  # type: ignore[assignment]
            bays[load.group] += load.bay_s
        for pair, count in people.items():
            if pair in self._people and count:
                self._people[pair].SetCoefficient(variable, float(count))
        for place, count in desks.items():
            self._desks[place].SetCoefficient(variable, float(count))
        for group, seconds in bays.items():
            self._bays[group].SetCoefficient(variable, float(seconds))

    def _cars(self, group: int) -> None:
        """Let the people of a group who have cars leave at the times at which prices may change."""
        crowd = self._question.crowds[group]
        if not crowd.car_people:
            return
        most = self._at_most(crowd.car_people)
        for door in self._question.doors(group):
            span = car_begin_s(self._question, group, door, self._horizon_s)
            if span is None:
                continue
            screen_s = self._question.desks[door].screening_s(1)
            turns = {moment for where, from_s, to_s in self._windows if where == door for moment in (from_s, to_s - screen_s)}
            for begin in {span[0]} | {moment for moment in turns if span[0] < moment <= span[1]}:
                variable = self._solver.NumVar(0.0, self._solver.infinity(), "")
                most.SetCoefficient(variable, 1.0)
                self._people[group, 0].SetCoefficient(variable, 1.0)
                for place in self._due(door, begin, screen_s):
                    self._desks[place].SetCoefficient(variable, 1.0)


def _price(dual: float) -> int:
    return max(0, round(dual * PRICE_OF_ONE))
