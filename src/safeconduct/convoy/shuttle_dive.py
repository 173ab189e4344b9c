"""Whole tours out of the linear program: the tours it uses most are fixed, the rest is solved again, and so on."""

from __future__ import annotations

from safeconduct.convoy.shuttle_bound import STARTS, worth_of
from safeconduct.convoy.shuttle_case import ShuttleCase
from safeconduct.convoy.shuttle_effort import Effort
from safeconduct.convoy.shuttle_prices import Trips
from safeconduct.convoy.shuttle_program import SCALE, STEPS_PER_TOUR, Answer, Tour, TourPool, Waiting, answer_of, waiting_of

LEFT_COST = 3.0
"""What a load left costs, in buses."""
ROOT_ROUNDS, LATER_ROUNDS = 40, 4
"""Rounds of finding tours before the first is fixed, and between others."""
NEARLY = 0.8
"""A tour used so much is fixed together with the first."""


def dive(case: ShuttleCase, pool: TourPool, end: int, effort: Effort) -> list[tuple[int, Trips]]:
    """Return tours (depot, trips) of different buses that end by then and carry most loads; the pool grows by what is found."""
    waiting, fixed = waiting_of(case), list[tuple[int, Trips]]()
    rounds = ROOT_ROUNDS
    while waiting.loads.any() and waiting.buses.any() and not effort.over():
        answer = _answer(case, pool, (waiting, end, rounds), effort)
        before = len(fixed)
        for amount, tour in sorted(answer.used, key=lambda one: -one[0]) if answer else ():
            if len(fixed) > before and amount < NEARLY:
                break
            for _ in range(max(1, int(amount + 1e-6))):
                trips = waiting.trimmed(tour.trips)
                if trips and waiting.buses[tour.depot] > 0:
                    waiting = waiting.after(tour.depot, trips)
                    fixed.append((tour.depot, trips))
        if len(fixed) == before:
            break
        rounds = LATER_ROUNDS
    return fixed


def _answer(case: ShuttleCase, pool: TourPool, task: tuple[Waiting, int, int], effort: Effort) -> Answer | None:
    """Solve the program for what is left, and find tours for it, some rounds. task: (what is left, end, rounds)."""
    waiting, end, rounds = task
    first, answer = rounds == ROOT_ROUNDS, None
    for _ in range(rounds):
        if effort.over():
            break
        tours = [tour for tour in pool.within(end) if first or _fits(tour, waiting)]
        answer = answer_of(tours, waiting, 1.0, LEFT_COST)
        effort.spend(STEPS_PER_TOUR * len(tours))
        if answer is None:
            break
        worth = worth_of(case, answer.prices, end, effort)
        added = 0
        for depot, buses in enumerate(waiting.buses.tolist()):
            for value, pickup in worth.starts(depot, end)[:STARTS] if buses else ():
                if value > answer.bus[depot] + SCALE + 1:
                    trips = worth.tour(depot, pickup, end)
                    kept = waiting.trimmed(trips)
                    added += pool.add(depot, trips) if first else 0
                    added += pool.add(depot, kept) if kept else 0
        if not added:
            break
    return answer


def _fits(tour: Tour, waiting: Waiting) -> bool:
    """Tell whether every trip of the tour still carries something."""
    if waiting.buses[tour.depot] <= 0:
        return False
    pickups = len(waiting.loads)
    return all(times <= (waiting.loads[row] if row < pickups else waiting.capacity[row - pickups]) for row, times in tour.uses)
