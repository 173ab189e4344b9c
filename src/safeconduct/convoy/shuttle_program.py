"""The linear program over tours, parts of tours allowed: buses of all depots carry all loads; and a pool of tours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from safeconduct.convoy.shuttle_case import FAR, Ints, ShuttleCase, end_of
from safeconduct.convoy.shuttle_prices import ShuttlePrices, Trips

SCALE = 1 << 20
"""Prices are whole multiples of 1 / SCALE."""
DRIVING_SCALE = 1 << 10
NOTHING = 1e-7
STEPS_PER_TOUR = 100


@dataclass(frozen=True, slots=True)
class Tour:
    """A column of the program: a tour from a depot, when it ends, and how often it uses each row (pickups, then exits)."""

    depot: int
    trips: Trips
    end: int
    uses: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is still to do: loads that wait, room at exits, buses at depots."""

    loads: Ints
    capacity: Ints
    buses: Ints

    def trimmed(self, trips: Trips) -> Trips:
        """Return those of the trips that still carry something."""
        loads, room, kept = self.loads.copy(), self.capacity.copy(), []
        for pickup, leave in trips:
            if loads[pickup] > 0 and room[leave] > 0:
                loads[pickup] -= 1
                room[leave] -= 1
                kept.append((pickup, leave))
        return tuple(kept)

    def after(self, depot: int, trips: Trips) -> Waiting:
        """Return what is left when a bus of the depot has driven these trips."""
        loads, room, buses = self.loads.copy(), self.capacity.copy(), self.buses.copy()
        for pickup, leave in trips:
            loads[pickup] -= 1
            room[leave] -= 1
        buses[depot] -= 1
        return Waiting(loads, room, buses)


@dataclass(frozen=True, slots=True)
class Answer:
    """The program's answer: loads left (parts), prices, what a bus of each depot is worth, tours used with their amount."""

    left: float
    prices: ShuttlePrices
    bus: tuple[int, ...]
    used: tuple[tuple[float, Tour], ...]


def tour_of(case: ShuttleCase, depot: int, trips: Trips) -> Tour:
    """Return the column of a tour."""
    pickups = len(case.loads)
    count = Counter(pickup for pickup, _ in trips) + Counter(pickups + leave for _, leave in trips)
    return Tour(depot, trips, end_of(case, depot, trips), tuple(sorted(count.items())))


class TourPool:
    """Tours found so far; of those that use the same places equally often only the quickest."""

    def __init__(self, case: ShuttleCase) -> None:
        self._case = case
        self._tours: dict[tuple[int, tuple[tuple[int, int], ...]], Tour] = {}

    def add(self, depot: int, trips: Trips) -> bool:
        """Keep a tour; False when one as good is known."""
        tour = tour_of(self._case, depot, trips)
        known = self._tours.get((depot, tour.uses))
        if known is not None and known.end <= tour.end:
            return False
        self._tours[depot, tour.uses] = tour
        return True

    def within(self, end: int) -> list[Tour]:
        """Return the tours that end by then, in the order in which they were found."""
        return [tour for tour in self._tours.values() if tour.end <= end]


def answer_of(tours: Sequence[Tour], waiting: Waiting, bus_cost: float, left_cost: float) -> Answer | None:
    """Solve the program: least bus_cost x tours + left_cost x loads left, within the buses and the room; None when it fails."""
    from ortools.linear_solver import pywraplp

    program = pywraplp.Solver.CreateSolver("GLOP")
    infinity, objective = program.infinity(), program.Objective()
    objective.SetMinimization()
    rows = [program.Constraint(float(loads), infinity) for loads in waiting.loads.tolist()]
    pickups = len(rows)
    rows += [program.Constraint(-infinity, float(room)) for room in waiting.capacity.tolist()]
    depots = [program.Constraint(-infinity, float(buses)) for buses in waiting.buses.tolist()]
    left = [program.NumVar(0.0, infinity, "") for _ in range(pickups)]
    for row, variable in zip(rows, left, strict=False):
        row.SetCoefficient(variable, 1.0)
        objective.SetCoefficient(variable, left_cost)
    amounts = []
    for tour in tours:
        variable = program.NumVar(0.0, infinity, "")
        objective.SetCoefficient(variable, bus_cost)
        depots[tour.depot].SetCoefficient(variable, 1.0)
        for row_index, times in tour.uses:
            rows[row_index].SetCoefficient(variable, float(times))
        amounts.append(variable)
    if program.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    duals = [max(0, round(SCALE * abs(row.dual_value()))) for row in [*rows, *depots]]
    used = [(variable.solution_value(), tour) for variable, tour in zip(amounts, tours, strict=True)]
    return Answer(
        sum(variable.solution_value() for variable in left),
        ShuttlePrices(tuple(duals[:pickups]), tuple(duals[pickups : len(rows)])),
        tuple(duals[len(rows) :]),
        tuple((amount, tour) for amount, tour in used if amount > NOTHING),
    )


def waiting_of(case: ShuttleCase) -> Waiting:
    """Return all that is to do at the start."""
    return Waiting(case.loads, np.minimum(case.capacity, case.total), case.buses)


def driving_prices(case: ShuttleCase) -> ShuttlePrices | None:
    """Return prices, in 1 / DRIVING_SCALE units of time, under which no tour is worth more than it takes and its bus is worth.

    They are the prices of the least time that all buses together drive, each load and each way counted by itself; None when the
    program fails.
    """
    from ortools.linear_solver import pywraplp

    program = pywraplp.Solver.CreateSolver("GLOP")
    infinity, objective = program.infinity(), program.Objective()
    objective.SetMinimization()

    def rows(bounds: list[tuple[float, float]]) -> list[pywraplp.Constraint]:
        return [program.Constraint(low, high) for low, high in bounds]

    def add(time: int, terms: list[tuple[pywraplp.Constraint, float]]) -> None:
        if time < FAR:
            variable = program.NumVar(0.0, infinity, "")
            objective.SetCoefficient(variable, float(time))
            for row, times in terms:
                row.SetCoefficient(variable, times)

    loads = [(float(count), infinity) for count in case.loads.tolist()]
    out, there = rows(loads), rows(loads)
    room = rows([(-infinity, float(count)) for count in case.capacity.tolist()])
    depart = rows([(0.0, infinity)] * len(room))
    buses = rows([(-infinity, float(count)) for count in case.buses.tolist()])
    for pickup, times in enumerate(case.between.tolist()):
        for leave, time in enumerate(times):
            add(time, [(out[pickup], 1.0), (room[leave], 1.0), (depart[leave], 1.0)])
            add(time, [(there[pickup], 1.0), (depart[leave], -1.0)])
    for depot, times in enumerate(case.first.tolist()):
        for pickup, time in enumerate(times):
            add(time, [(there[pickup], 1.0), (buses[depot], 1.0)])
    if program.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    earned = [max(0, round(DRIVING_SCALE * (a.dual_value() + b.dual_value()))) for a, b in zip(out, there, strict=True)]
    return ShuttlePrices(tuple(earned), tuple(max(0, round(-DRIVING_SCALE * row.dual_value())) for row in room))
