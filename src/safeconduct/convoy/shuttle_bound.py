"""A lower bound by column generation: prices that forbid one end after the other, until the program over tours can be met.

The program is solved for the tours known that end by the bound. Its prices say what loads are hard to carry; the best tours
under these prices are added, and one table of their worth for every end (`Worth`) tells the first end that the prices do not
forbid. The bound rises to it. It stands still where parts of tours can carry everything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.convoy.shuttle_case import FAR, Ints, ShuttleCase
from safeconduct.convoy.shuttle_effort import Effort
from safeconduct.convoy.shuttle_prices import ShuttlePrices, Worth
from safeconduct.convoy.shuttle_program import NOTHING, STEPS_PER_TOUR, Answer, TourPool, answer_of, driving_prices, waiting_of

MOST_STEPS = 8_000
"""A table of worth has no more columns while prices are sought; longer times are counted in coarser units."""
MOST_EXACT = 300_000
"""No more columns when the bound of prices found in coarser units is made sharp."""
COARSE_ROUNDS = 100
STARTS = 8
CELLS_PER_STEP = 200


@dataclass(frozen=True, slots=True)
class Bound:
    """Nobody can end before `end`; the prices that prove it (None: a single load does)."""

    end: int
    prices: ShuttlePrices | None


def single_load_bound(case: ShuttleCase) -> int:
    """Return the least end of the load that takes longest alone."""
    out = case.between[:, case.capacity > 0].min(axis=1)
    there = case.first[case.buses > 0].min(axis=0)
    return int((out + there)[case.loads > 0].max())


class BoundSearch:
    """Raises the bound of a case up to an end that is known to suffice. Its pool keeps tours that are good to build from."""

    def __init__(self, case: ShuttleCase, effort: Effort) -> None:
        self.case = case
        self.pool = TourPool(case)
        self.effort = effort
        self.bound = Bound(single_load_bound(case), None)
        self.finished = False
        self._begun = False

    def run(self, suffices: int, rounds: int) -> Bound:
        """Return the best bound found, at most `suffices`, after at most so many rounds of tours."""
        if not self._begun and self.bound.end < suffices:
            self._begin(suffices)
        for _ in range(rounds):
            if self.finished or self.bound.end >= suffices or self.effort.over():
                break
            tours = self.pool.within(self.bound.end)
            answer = answer_of(tours, waiting_of(self.case), 0.0, 1.0)
            self.effort.spend(STEPS_PER_TOUR * len(tours))
            if answer is None or answer.left <= NOTHING or not self._raise(answer, suffices):
                self.finished = True
        return self.bound

    def _begin(self, suffices: int) -> None:
        """Begin with the prices of all driving counted in one sum, and the best tours under them."""
        self._begun = True
        prices = driving_prices(self.case)
        if prices is None:
            return
        worth = worth_of(self.case, prices, suffices - 1, self.effort)
        first = worth.first_possible()
        if first > self.bound.end:
            self.bound = Bound(first, prices)
        if first < suffices:
            add_tours(self.pool, worth, (0,) * len(self.case.buses), (self.case.buses, self.bound.end), STARTS)

    def _raise(self, answer: Answer, suffices: int) -> bool:
        """Use the prices of an answer; False when they bring neither a higher bound nor a tour."""
        worth = worth_of(self.case, answer.prices, suffices - 1, self.effort)
        first, before = worth.first_possible(), self.bound.end
        if first > before:
            self.bound = Bound(first, answer.prices)
        if first >= suffices:
            return True
        added = add_tours(self.pool, worth, answer.bus, (self.case.buses, self.bound.end), STARTS)
        return added > 0 or first > before


def add_tours(pool: TourPool, worth: Worth, least: tuple[int, ...], scope: tuple[Ints, int], starts: int) -> int:
    """Add the best tours of each depot that are worth more than `least` there; return how many. scope: (buses, end)."""
    buses, end = scope
    added = 0
    for depot in np.flatnonzero(buses > 0).tolist():
        for value, pickup in worth.starts(depot, end)[:starts]:
            if value > least[depot] + 1:
                added += pool.add(depot, worth.tour(depot, pickup, end))
    return added


def worth_of(case: ShuttleCase, prices: ShuttlePrices, horizon: int, effort: Effort) -> Worth:
    """Return the table of worth, its work counted."""
    effort.spend(2 * case.between.size * (horizon + 1) / CELLS_PER_STEP)
    return Worth(case, prices, horizon)


def coarser(case: ShuttleCase, units: int) -> ShuttleCase:
    """Return the case in units so many times longer, all legs rounded down: whatever can be driven there can be driven here."""
    return ShuttleCase(
        case.buses,
        case.loads,
        case.capacity,
        np.where(case.first >= FAR, FAR, case.first // units),
        np.where(case.between >= FAR, FAR, case.between // units),
    )


def units_for(suffices: int) -> int:
    """Return how many units of time are counted as one while prices are sought."""
    return -(-suffices // MOST_STEPS)


def coarse_bound(case: ShuttleCase, suffices: int, effort: Effort) -> Bound:
    """Return a bound found in coarser units, then made sharp with the same prices in the case's own; only then they prove it."""
    units = units_for(suffices)
    search = BoundSearch(coarser(case, units), effort)
    found = search.run(-(-suffices // units), COARSE_ROUNDS)
    bound = Bound(single_load_bound(case), None)
    if found.prices is None or found.end * units <= bound.end:
        return bound
    bound = Bound(min(found.end * units, suffices), None)
    if suffices <= MOST_EXACT and not effort.over():
        sharp = worth_of(case, found.prices, suffices - 1, effort).first_possible()
        bound = Bound(sharp, found.prices) if sharp >= bound.end else bound
    return bound
