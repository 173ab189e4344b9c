"""The search for the shortest shuttle: a proven bound from below, tours from above, until they meet or the search must end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from safeconduct.convoy.shuttle_bound import BoundSearch, coarse_bound, units_for
from safeconduct.convoy.shuttle_case import FAR, ShuttleCase
from safeconduct.convoy.shuttle_dive import dive
from safeconduct.convoy.shuttle_effort import Effort
from safeconduct.convoy.shuttle_exact import Budget, Decision, attempt, decide_among, left_tours, sharpest
from safeconduct.convoy.shuttle_fleet import DrivenBuses, ShuttleFleet, fleet_of, greedy_fleet
from safeconduct.convoy.shuttle_flow import decide_by_flow
from safeconduct.convoy.shuttle_prices import ShuttlePrices, Worth
from safeconduct.convoy.shuttle_program import Tour

Report = Callable[[int, int], None]

CHUNK = 1_000_000
"""Trips looked at between two looks at the clock."""
FIRST_MOVES, MOST_MOVES = 400_000, 30_000_000
BOUND_ROUNDS = 60
GROWTH = 1.6
HEATS = ((0.2, 0.3), (0.1, 0.0), (0.1, 0.3), (0.3, 0.0), (0.1, 0.1), (0.3, 0.3))
"""Temperature at the start, in usual legs, and weight of all minutes: one pair after the other."""
COOL = 0.05
"""Temperature at the start for tours that are already good."""
LAST_HEAT, LEAST_HEAT = 0.01, 0.15
"""Temperature at the end, in usual legs, and the least one in units of time."""
BUDGETS = (Budget(100_000, 1.0), Budget(300_000, 2.0), Budget(400_000, 4.0))
"""What the first, the second and every later decision on the bound may take."""
FLOW_UNITS = {0: 2.0, 1: 3.0, 4: 8.0, 7: 8.0}
"""Turns in which a flow through time is tried, and what it may take."""
LARGEST_SEED = 2_147_483_646


@dataclass(frozen=True, slots=True)
class Found:
    """The best tours, when they end, when none can end sooner, and the prices that prove it (None: they are not needed)."""

    driven: DrivenBuses
    end: int
    bound: int
    prices: ShuttlePrices | None


class ShuttleSearch:
    """One search. `run` returns what was found when the bracket has closed or the effort is over."""

    def __init__(self, case: ShuttleCase, effort: Effort, seed: int, report: Report | None = None) -> None:
        self.case = case
        self.effort = effort
        self._seed = np.array([1 + seed % LARGEST_SEED], np.int64)
        self._report = report
        self._fleet = greedy_fleet(case)
        self._best = self._fleet.driven()
        self.end = self._fleet.end
        self._bounds = BoundSearch(case, effort)
        self.bound = self._bounds.bound.end
        self._prices: ShuttlePrices | None = None
        self._sharp: Worth | None = None
        self._left: tuple[int, list[Tour]] | None = None
        legs = case.between[case.between < FAR]
        self._leg = float(np.median(legs)) if legs.size else 1.0

    def run(self) -> Found:
        """Return the best that was found."""
        self._tell()
        self._anneal(self.end - 1, HEATS[0], FIRST_MOVES // 3)
        self._raise_bound()
        self._narrow()
        dived: set[int] = set()
        turn, moves = 0, 2.0 * FIRST_MOVES
        while not self._settled():
            self._raise_bound()
            self._decide(turn)
            self._attempt(turn)
            self._flow(turn)
            for target in sorted({self.end - 1, self.bound}):
                if units_for(self.end) == 1 and target not in dived and not self._settled():
                    dived.add(target)
                    self._dive(target, int(moves))
            self._restart(turn)
            target = self.bound if turn % 3 == 2 else self.end - 1
            self._anneal(target, HEATS[turn % len(HEATS)], int(moves))
            turn, moves = turn + 1, min(MOST_MOVES, moves * GROWTH)
        return Found(self._best, self.end, self.bound, self._prices)

    def _settled(self) -> bool:
        return self.bound >= self.end or self.effort.over()

    def _tell(self) -> None:
        if self._report is not None:
            self._report(self.bound, self.end)

    def _raise_bound(self) -> None:
        """Find prices that prove a higher bound, some rounds; in coarser units only once."""
        if self._settled() or self._bounds.finished:
            return
        if units_for(self.end) == 1:
            found = self._bounds.run(self.end, BOUND_ROUNDS)
        else:
            found = coarse_bound(self.case, self.end, self.effort)
            self._bounds.finished = True
        if found.end > self.bound:
            self.bound, self._prices = found.end, found.prices
            self._tell()

    def _narrow(self) -> None:
        """Halve the bracket from above with short runs."""
        low, turn = self.bound, 0
        while low < self.end and not self._settled():
            target = (low + self.end) // 2
            if not self._anneal(target, HEATS[turn % 2], FIRST_MOVES):
                low = target + 1
            turn += 1

    def _decide(self, turn: int) -> None:
        """Try to prove or to refute the bound by all tours that it leaves, as long as that gets on."""
        budget = BUDGETS[min(turn, len(BUDGETS) - 1)]
        while self._bounds.finished and units_for(self.end) == 1 and not self._settled():
            if self._sharp is None or self._sharp.horizon != self.bound:
                self._sharp = sharpest(self.case, self._bounds.pool, self.bound, self.effort)
            if self._sharp is None:
                return
            found = self._decision(self._sharp, budget, turn)
            if found.possible is None:
                return
            if found.possible:
                self._fleet = fleet_of(self.case, found.driven)
                self._keep(self._fleet)
                return
            self.bound, self._prices = self.bound + 1, found.prices
            self._tell()

    def _decision(self, worth: Worth, budget: Budget, turn: int) -> Decision:
        """Decide the bound; the tours that are left for it are kept for the next try."""
        if worth.slack() < 0:
            return Decision(possible=False, prices=worth.prices)
        if self._left is None or self._left[0] != self.bound:
            tours = left_tours(worth, budget.labels, self.effort)
            if tours is None:
                return Decision(possible=None)
            self._left = self.bound, tours
        return decide_among(self.case, self._left[1], budget.units, self.effort, turn)

    def _flow(self, turn: int) -> None:
        """Decide the bound, or the next end, by a flow of buses through time, where there are few steps of time."""
        if turn not in FLOW_UNITS or units_for(self.end) > 1 or self._settled():
            return
        target = self.bound if turn % 2 == 0 else self.end - 1
        found = decide_by_flow(self.case, target, FLOW_UNITS[turn], self.effort, turn)
        if found.possible:
            self._fleet = fleet_of(self.case, found.driven)
            self._keep(self._fleet)
        elif found.possible is not None:
            self.bound, self._prices = target + 1, None
            self._tell()

    def _attempt(self, turn: int) -> None:
        """Look for a solution among the best tours for one end below the best known: the next, or every third time the bound."""
        target = self.bound if turn % 3 == 1 else self.end - 1
        if units_for(self.end) > 1 or self._settled() or not self._bounds.finished:
            return
        worth = sharpest(self.case, self._bounds.pool, target, self.effort)
        found = attempt(worth, BUDGETS[min(turn, len(BUDGETS) - 1)], self.effort, turn) if worth else ()
        if found:
            self._fleet = fleet_of(self.case, found)
            self._keep(self._fleet)

    def _restart(self, turn: int) -> None:
        """Every other turn go on from the best tours, else from those that are there."""
        if turn % 2:
            self._fleet = fleet_of(self.case, self._best)

    def _dive(self, target: int, moves: int) -> None:
        """Build tours that end by the target from the program, and mend what they leave."""
        self._fleet = fleet_of(self.case, dive(self.case, self._bounds.pool, target, self.effort))
        self._keep(self._fleet)
        self._anneal(target, (COOL, 0.1), moves)

    def _anneal(self, target: int, heat: tuple[float, float], moves: int) -> bool:
        """Anneal towards a target; tell whether it was met. heat: (temperature in usual legs, weight of all minutes)."""
        start = max(2 * LEAST_HEAT, heat[0] * self._leg)
        factor = (max(LEAST_HEAT, LAST_HEAT * self._leg) / start) ** (1 / moves)
        made = 0
        while made < moves and self.bound < self.end and not self.effort.over():
            buses = int(self.case.buses.sum())
            chunk = min(moves - made, max(100, CHUNK // (4 + self.case.total // buses)))
            done, over = self._fleet.change(target, heat[1], (start * factor**made, factor, chunk), self._seed)
            self.effort.spend(done)
            made += chunk
            self._keep(self._fleet)
            if not over:
                return True
        return False

    def _keep(self, fleet: ShuttleFleet) -> None:
        """Keep the tours of a fleet if they end sooner than the best."""
        if fleet.end < self.end:
            self.end, self._best = fleet.end, fleet.driven()
            self._tell()
