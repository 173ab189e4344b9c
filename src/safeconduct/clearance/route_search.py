"""The search for few good routes: a pool of candidates, exact clearance of chosen sets, exchange of one route at a time.

The search for K routes goes on from the set found for K - 1, so a route more never makes it slower, and it ends when the lower
bound is met, when no exchange helps, or when its number of evaluations is used up. It draws from `seed` only the order in which
candidates are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from safeconduct.clearance.result import Stop
from safeconduct.clearance.route_candidates import RouteFinder
from safeconduct.clearance.route_loads import Loads, RouteLoads, shares_of
from safeconduct.clearance.route_plan import NamedRoute, Piece, RouteNetwork, RoutePlan, RouteProblem

NEVER = 1 << 60
EVALUATIONS = 240
LEAST_EVALUATIONS = 12
"""Exact clearances per number of routes, for networks of routes of up to `USUAL_SIZE` arcs; fewer for larger ones."""
USUAL_SIZE = 400
LIGHT = 0.05
"""How much of an exact clearance a set counts that a linear program rules out."""
POOL = 500
NEIGHBOURS = 200
"""Sets one exchange away that are looked at, those with the best guesses."""
ROUNDS = 4
TARGETS = (100, 30)
"""Steps at which sets are compared, in percent of the lower bound: sooner, fewer of them bring everybody out and more differ."""
GUESSERS, GUESSED = 12, 24
"""Sets of which those one route longer are guessed, and how many of these, with the best guesses, a linear program looks at."""
LEADERS, BEAM, PROMISING = 4, 12, 8
"""Sets of which a linear program looks at all that are one route longer, sets kept, and how many of the last are cleared."""
MOST_BEAM_POCKETS = 6
BESIDE = 3
SMALL_ROOM = 8
"""Shared roads of so little capacity are also tried as one route's own (without feeder arcs), for there shares are coarse."""


class Value(NamedTuple):
    """How good a set of routes is, least best: units that cannot get out, clearance time, sum of pockets' own times."""

    left: int
    steps: int
    own: int


class Choice(NamedTuple):
    """A set of routes with its value and, when everybody gets out, the network that shows it."""

    routes: tuple[NamedRoute, ...]
    value: Value
    plan: RoutePlan | None


class RouteSearch:
    """Finds sets of routes for one problem; keeps its candidates and what it evaluated."""

    def __init__(self, problem: RouteProblem, finder: RouteFinder, seed: int, stop: Stop | None) -> None:
        self._problem, self._finder, self._stop = problem, finder, stop
        self._loads = RouteLoads(problem)
        self._random = np.random.default_rng(seed)
        self._pool: dict[tuple[int, ...], NamedRoute] = {}
        self._alike: dict[tuple[int, ...], list[NamedRoute]] = {}
        self._known: dict[frozenset[tuple[int, ...]], Choice] = {}
        self._beside: set[tuple[int, ...]] = set()
        self._brings: dict[tuple[frozenset[tuple[int, ...]], int], float] = {}
        self._left = 0.0

    def offer(self, routes: Iterable[NamedRoute]) -> bool:
        """Take routes into the pool; return whether any is new.

        Of routes that come by the same several pockets in the same order, those that are nowhere better than two others stay out.
        """
        before = len(self._pool)
        for route in routes:
            if len(self._pool) >= POOL or self._is_stopped():
                break
            if route.arcs not in self._pool:
                alike = self._alike.setdefault(tuple(route.leads), [])
                if len(route.leads) < 2 or sum(is_nowhere_better(route, other) for other in alike) < 2:
                    self._pool[route.arcs] = route
                    alike.append(route)
        return len(self._pool) > before

    def improve(self, start: Choice, routes: int, lower: int, told: Callable[[Choice], None], *, broad: bool = True) -> Choice:
        """Return the best set of at most `routes` routes found from `start`; no set can be faster than `lower`.

        told: called with every better choice. broad: also looks at sets that have nothing to do with the start.
        """
        self._left = self._allowance()
        best = start
        for share in TARGETS if broad else ():
            target = lower * share // 100
            best = self._cleared_promising(best, routes, (lower, target), told)
            if self._is_over(best, lower) or not self._collect_beside(routes, target):
                break
        for _round in range(ROUNDS):
            before = best
            best = self._exchange(best, routes, lower, told)
            improved = best.value < before.value
            if self._is_over(best, lower):
                break
            if not self._widen(best) and not improved:
                break
        return best

    def _is_over(self, best: Choice, lower: int) -> bool:
        if self._left <= 0 or self._is_stopped():
            return True
        return best.value.left == 0 and best.value.steps <= lower

    def _is_stopped(self) -> bool:
        return self._stop is not None and self._stop()

    def _allowance(self) -> int:
        size = len(self._problem.feeder) + len(self._problem.supply) + 40
        return max(LEAST_EVALUATIONS, EVALUATIONS * USUAL_SIZE // max(USUAL_SIZE, size * min(len(self._problem.supply), 8)))

    def _widen(self, best: Choice) -> bool:
        """Offer candidates that the present choice suggests; return whether there are new ones."""
        horizon = best.value.steps if best.value.left == 0 else sum(self._problem.supply.values())
        new = self.offer(self._finder.beside(best.routes, horizon))
        for index, route in enumerate(best.routes):
            rest = [*best.routes[:index], *best.routes[index + 1 :]]
            new = self.offer(self._finder.beside(rest, horizon)) or new
            if len(self._problem.supply) > 1:
                new = self.offer(self._finder.extended(route)) or new
        return new

    def _cleared_promising(self, best: Choice, routes: int, steps: tuple[int, int], told: Callable[[Choice], None]) -> Choice:
        """Return the best of a choice and the sets that are promising; steps: lower bound, and when they are compared."""
        lower, target = steps
        for candidate in self._promising(routes, target):
            if self._is_over(best, lower):
                break
            found = self._evaluated(candidate, best.value)
            if found is not None and found.value < best.value:
                best = found
                told(best)
        return best

    def _collect_beside(self, routes: int, target: int) -> bool:
        """Offer routes by several pockets beside single routes of promising sets; return whether any is new."""
        new = False
        for candidate in self._promising(routes, target)[:BESIDE]:
            for route in candidate[:2] if len(candidate) > 1 else ():
                if route.arcs not in self._beside:
                    self._beside.add(route.arcs)
                    new = self.offer(self._finder.collecting([route])) or new
            new = self.offer(self._finder.apart(candidate)) or new
        return new

    def _promising(self, routes: int, target: int) -> list[tuple[NamedRoute, ...]]:
        """Return sets of routes that a beam search finds best, of different visits; none where there is one pocket.

        Exchanging one route at a time cannot change which pockets two routes come by; this can. Of the sets with the best guesses
        those are kept that a linear program brings most people out with by the target.
        """
        if not 1 < len(self._problem.supply) <= MOST_BEAM_POCKETS or not self._problem.knows_access:
            return []
        pool = self._best_of_each_order()
        beam: list[tuple[NamedRoute, ...]] = [()]
        for _level in range(routes):
            if self._is_stopped():
                return []
            next_sets = [(*chosen, route) for chosen in beam[:GUESSERS] for route in pool]
            longer = {frozenset(route.arcs for route in made): made for made in next_sets}
            ranked = sorted(((self._estimate(made), tie) for tie, made in enumerate(longer.values())))
            sets = list(longer.values())
            good = different([sets[tie] for _guess, tie in ranked], 3, GUESSED)
            good += [(*chosen, route) for chosen in beam[:LEADERS] for route in pool]
            brings = [-round(self._brought(made, target), 6) for made in good]
            order = sorted(range(len(good)), key=lambda place: (brings[place], place))
            beam = different([good[place] for place in order], 2, BEAM)
        return beam[:PROMISING]

    def _brought(self, routes: tuple[NamedRoute, ...], horizon: int) -> float:
        """Return the part of everybody that routes can bring out by a horizon."""
        key = frozenset(route.arcs for route in routes), horizon
        if key not in self._brings:
            self._brings[key] = self._loads.most(routes, horizon)
        return self._brings[key]

    def _best_of_each_order(self) -> list[NamedRoute]:
        """Return of the routes that come by the same pockets in the same order the three that bring most by a usual time."""
        horizon = sum(self._problem.supply.values())
        found: list[NamedRoute] = []
        for alike in self._alike.values():

            def brings(route: NamedRoute) -> int:
                return -sum(width * max(0, horizon + 1 - travel) for width, travel in route.leads.values())

            found += sorted(alike, key=brings)[:3]
        return found

    def _exchange(self, best: Choice, routes: int, lower: int, told: Callable[[Choice], None]) -> Choice:
        """Return the choice after adding and exchanging single routes as long as that helps."""
        improved = True
        while improved and not self._is_over(best, lower):
            improved = False
            for candidate in self._neighbours(best, routes):
                if self._is_over(best, lower):
                    break
                found = self._evaluated(candidate, best.value)
                if found is not None and found.value < best.value:
                    best, improved = found, True
                    told(best)
                    break
        return best

    def _neighbours(self, best: Choice, routes: int) -> list[tuple[NamedRoute, ...]]:
        """Return the sets with one route added or exchanged, the most promising first."""
        chosen = {route.arcs for route in best.routes}
        pool = [route for arcs, route in self._pool.items() if arcs not in chosen]
        sets: list[tuple[NamedRoute, ...]] = []
        if len(best.routes) < routes:
            sets += [(*best.routes, route) for route in pool]
        for index in range(len(best.routes)):
            rest = (*best.routes[:index], *best.routes[index + 1 :])
            sets += [(*rest, route) for route in pool]
        tie = self._random.permutation(len(sets)).tolist()
        order = sorted(range(len(sets)), key=lambda index: (self._estimate(sets[index]), tie[index]))
        return [sets[index] for index in order[:NEIGHBOURS]]

    def _estimate(self, routes: Sequence[NamedRoute]) -> Value:
        """Return a guess of a set's value that is never worse than the truth when all access is known."""
        if not self._problem.knows_access:
            return self._rough_estimate(routes)
        steps = own = left = 0
        total = sum(self._problem.supply.values())
        for pocket, amount in self._problem.supply.items():
            parts = [route.leads[pocket] for route in routes if pocket in route.leads]
            alone = least_time(parts, amount)
            if alone == NEVER:
                left += amount
            else:
                steps, own = max(steps, alone), own + alone
        lasts = [
            (max(width for width, _travel in route.leads.values()), min(travel for _width, travel in route.leads.values()))
            for route in routes
            if route.leads
        ]
        together = least_time(lasts, total - left)
        return Value(left, max(steps, together if together < NEVER else 0), own)

    def _rough_estimate(self, routes: Sequence[NamedRoute]) -> Value:
        """Return who cannot reach any of the routes (exactly), and guesses of the times."""
        reached = 0
        for node in self._problem.exits:
            reached |= self._problem.reach.get(node, 0)
        for route in routes:
            reached |= route.reach
        amounts = list(self._problem.supply.values())
        left = sum(amount for index, amount in enumerate(amounts) if not reached >> index & 1)
        ways = [(min(self._problem.most_room(arc) for arc in route.arcs), route.rest[0]) for route in routes]
        together = least_time(ways, sum(amounts) - left)
        return Value(left, 0, min(together, NEVER))

    def _evaluated(self, routes: tuple[NamedRoute, ...], limit: Value) -> Choice | None:
        """Return the exact value of a set; None when it is certainly not better than `limit`."""
        key = frozenset(route.arcs for route in routes)
        if key in self._known:
            return self._known[key]
        guess = self._estimate(routes)
        if guess >= limit if self._problem.knows_access else guess.left > limit.left:
            return None
        if guess.left:
            return Choice(routes, guess, None)
        loads = None
        if self._problem.knows_access and guess.left == 0:
            bounded = limit.left == 0 and limit.steps < NEVER
            horizon = limit.steps - (guess.own >= limit.own) if bounded else 2 * guess.steps + 1
            loads = self._loads.best(routes, horizon)
            if bounded and loads.part < 1 - 1e-7:
                self._left -= LIGHT
                return None
        self._left -= 1
        choice = self._cleared(routes, guess, loads)
        self._known[key] = choice
        return choice

    def _cleared(self, routes: tuple[NamedRoute, ...], guess: Value, loads: Loads | None) -> Choice:
        """Return a set with its exact value: the better of dividing shared roads evenly and as `loads` suggests."""
        if guess.left:
            return Choice(routes, guess, None)
        network = RouteNetwork(self._problem, routes)
        left, best = sum(self._problem.supply.values()), None
        if not network.pieces:
            return Choice(routes, Value(left, NEVER, guess.own), None)
        shares: list[dict[Piece, int]] = [{}]
        if network.shared and loads is not None:
            shares.append(shares_of(network, routes, loads.people))
        small = network.shared and min(self._problem.most_room(arc) for arc in network.shared) <= SMALL_ROOM
        if small and not self._problem.feeder:
            shares += [
                {piece: int(index in network.followers(piece)) for pieces in network.shared.values() for piece in pieces}
                for index in range(len(routes))
            ]
        for weights in shares:
            plan = network.plan(weights)
            result = plan.clear(self._stop)
            if result is None:
                left = min(left, plan.cut_off())
            elif result.steps is None:  # windows or limits keep somebody back, who knows how many
                left = min(left, 1)
            elif best is None or result.steps < best.value.steps:
                best = Choice(routes, Value(0, result.steps, guess.own), plan)
        return best or Choice(routes, Value(left, NEVER, guess.own), None)

    def nothing(self) -> Choice:
        """Return the choice of no route: whoever needs one stays."""
        return self._cleared((), self._estimate(()), None)


def different(sets: Sequence[tuple[NamedRoute, ...]], alike: int, most: int) -> list[tuple[NamedRoute, ...]]:
    """Return the first of the sets, at most so many, and so many `alike`: that come by the same pockets in the same order."""
    counts: dict[tuple[tuple[int, ...], ...], int] = {}
    found: list[tuple[NamedRoute, ...]] = []
    for chosen in sets:
        kind = tuple(sorted(tuple(route.leads) for route in chosen))
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= alike and len(found) < most:
            found.append(chosen)
    return found


def is_nowhere_better(route: NamedRoute, other: NamedRoute) -> bool:
    """Tell whether for no pocket the first route is wider or shorter than the other, which comes by the same pockets."""
    return all(
        width <= other.leads[pocket][0] and travel >= other.leads[pocket][1] for pocket, (width, travel) in route.leads.items()
    )


def least_time(parts: Sequence[tuple[int, int]], amount: int) -> int:
    """Return the least arrival step by which ways (capacity, travel), used in every step, bring an amount, or NEVER."""
    best, total, weighted = NEVER, 0, 0
    for width, travel in sorted(parts, key=lambda part: part[1]):
        if best <= travel or not width:
            continue
        total, weighted = total + width, weighted + width * travel
        best = min(best, -(-(amount + weighted) // total) - 1)
    return best if amount else 0
