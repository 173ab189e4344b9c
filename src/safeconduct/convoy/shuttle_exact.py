"""Decide whether the shuttle can end by some time: all tours that a solution may use, then whole numbers of them (CP-SAT)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeconduct.convoy.shuttle_bound import STARTS, add_tours, worth_of
from safeconduct.convoy.shuttle_case import ShuttleCase
from safeconduct.convoy.shuttle_effort import MILLION, Effort
from safeconduct.convoy.shuttle_fleet import DrivenBuses
from safeconduct.convoy.shuttle_prices import ShuttlePrices, Trips, Worth
from safeconduct.convoy.shuttle_program import SCALE, STEPS_PER_TOUR, Tour, TourPool, answer_of, waiting_of
from safeconduct.convoy.shuttle_tours import kept_tours, most_promising, narrowed

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

LEFT_COST = 3.0
ROUNDS = 150
LEAST_SHARE, MOST_TOURS = 0.002, 2000
MILLIONS_PER_UNIT = 5.0
"""Millions of steps that take as long as one unit of CP-SAT's deterministic time."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one decision may take: labels of tours, and units of CP-SAT's deterministic time (each about a second)."""

    labels: int
    units: float


@dataclass(frozen=True, slots=True)
class Decision:
    """possible: True with the trips of the buses that drive, False when no tours end by then, None when it is not known.

    prices: prove the False; None when a search through all tours does.
    """

    possible: bool | None
    driven: DrivenBuses = ()
    prices: ShuttlePrices | None = None


def sharpest(case: ShuttleCase, pool: TourPool, end: int, effort: Effort) -> Worth | None:
    """Return the worth under prices that let buses lose little by `end`; None when none were found in time.

    They are the prices of the program that uses as few buses as it can.
    """
    worth = None
    for _ in range(ROUNDS):
        tours = pool.within(end)
        answer = answer_of(tours, waiting_of(case), 1.0, LEFT_COST)
        effort.spend(STEPS_PER_TOUR * len(tours))
        if answer is None or effort.over():
            return None
        worth = worth_of(case, answer.prices, end, effort)
        bus = tuple(value + SCALE for value in answer.bus)
        if worth.slack() < 0 or not add_tours(pool, worth, bus, (case.buses, end), STARTS):
            break
    return worth


def decide(worth: Worth, budget: Budget, effort: Effort, seed: int) -> Decision:
    """Decide whether the shuttle can end by the horizon of `worth`."""
    if worth.slack() < 0:
        return Decision(possible=False, prices=worth.prices)
    tours = left_tours(worth, budget.labels, effort)
    return Decision(possible=None) if tours is None else decide_among(worth.case, tours, budget.units, effort, seed)


def left_tours(worth: Worth, most_labels: int, effort: Effort) -> list[Tour] | None:
    """Return all tours that a solution by the horizon of `worth` may use; None when there are too many or the effort is over."""
    tours = kept_tours(worth, 1.0, most_labels, effort)
    if tours is not None:
        tours = narrowed(worth.case, tours, effort)
    return None if effort.over() else tours


def decide_among(case: ShuttleCase, tours: list[Tour], units: float, effort: Effort, seed: int) -> Decision:
    """Decide whether some of the tours, all that a solution may use, carry every load."""
    found = chosen(case, tours, units, effort, seed)
    return Decision(possible=None) if found == [] else Decision(possible=found is not None, driven=tuple(found or ()))


def attempt(worth: Worth, budget: Budget, effort: Effort, seed: int) -> DrivenBuses:
    """Try to end by the horizon of `worth` with the best tours only, as many as the budget allows; () when that fails."""
    share = 0.5
    while share > LEAST_SHARE and not effort.over():
        tours = kept_tours(worth, share, budget.labels, effort)
        if tours is not None and not effort.over():
            best = most_promising(worth.case, tours, MOST_TOURS, effort)
            return tuple(chosen(worth.case, best, budget.units, effort, seed) or ())
        share *= 0.6
    return ()


def chosen(case: ShuttleCase, tours: list[Tour], units: float, effort: Effort, seed: int) -> list[tuple[int, Trips]] | None:
    """Return tours that carry every load, [] when none were found in time, None when there are none (every load exactly once)."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    rows, depots = defaultdict(list), defaultdict(list)
    pickups = len(case.loads)
    amounts = []
    for tour in tours:
        amount = model.new_int_var(0, int(case.buses[tour.depot]), "")
        amounts.append(amount)
        depots[tour.depot].append(amount)
        for pickup, leave in tour.trips:
            rows[pickup].append(amount)
            rows[pickups + leave].append(amount)
    for pickup, loads in enumerate(case.loads.tolist()):
        model.add(sum(rows[pickup]) == loads)
    for leave, room in enumerate(case.capacity.tolist()):
        model.add(sum(rows[pickups + leave]) <= room)
    for depot, buses in enumerate(case.buses.tolist()):
        model.add(sum(depots[depot]) <= buses)
    status, solver = solved(model, units, effort, seed)
    if status == "INFEASIBLE":
        return None
    if status not in {"OPTIMAL", "FEASIBLE"}:
        return []
    used = zip(tours, amounts, strict=True)
    return [(tour.depot, tour.trips) for tour, amount in used for _ in range(solver.value(amount))]


def solved(model: cp_model.CpModel, units: float, effort: Effort, seed: int, *, linear: int = 2) -> tuple[str, cp_model.CpSolver]:
    """Search for a solution on one thread, so many units of deterministic time at most; return the status and the solver."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    left = effort.left_s()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % MILLION
    solver.parameters.linearization_level = linear
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_deterministic_time = units
    if left is not None:
        solver.parameters.max_time_in_seconds = left
    status = solver.solve(model)
    effort.spend(MILLION * MILLIONS_PER_UNIT * solver.response_proto.deterministic_time)
    return solver.status_name(status), solver
