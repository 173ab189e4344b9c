"""What few routes cost: when all vehicles could be out if only one, two, … routes were agreed, beside any number of them.

The question is that of the "roads" proof, vehicles as a steady stream, with two changes: the movement may go on after its end, so
that every answer is a time; and no more than so many routes may be used by all assembly points together. A route is one simple
way to an exit; whoever comes to a place on it may use it from there. Streets close to an assembly point lead to routes uncounted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import FOREVER, ArcNetwork, Windows
from safeconduct.clearance.few_routes import clearance_by_routes
from safeconduct.clearance.result import ClearanceResult
from safeconduct.clearance.result import Progress as Steps
from safeconduct.clearance.solve import clearance_time
from safeconduct.model.people import Exit
from safeconduct.model.plan import ANY_NUMBER, LOCAL_ROADS_M, RoutePrice
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.brackets import Stop, Tell, bracket_teller
from safeconduct.planning.clearance_problem import ClearanceProblem, Spans
from safeconduct.planning.cut_proofs import open_ended_windows
from safeconduct.planning.route_names import Streets, route_names

MOST_ROUTES = 5
"""Prices are worked out for one route, two, … up to so many."""

Mask = NDArray[np.bool_]


class FewRoutes(Protocol):
    """The search for few routes: `clearance.few_routes.clearance_by_routes`."""

    def __call__(  # noqa: PLR0913 - as the search itself
        self,
        net: ArcNetwork,
        supply: Mapping[int, int],
        exits: Iterable[int],
        most: int,
        *,
        feeder: Mask | None = None,
        windows: Windows | None = None,
        seed: int = 0,
        stop: Stop | None = None,
        progress: Steps | None = None,
    ) -> tuple[ClearanceResult, ...]:
        """Return time, bound and routes for 1, 2, ..., `most` routes."""


@dataclass(frozen=True, slots=True)
class PriceProblem:
    """The question of prices: a "roads" problem, the network and windows of a movement without end, and the local roads."""

    problem: ClearanceProblem
    net: ArcNetwork
    windows: dict[int, Spans]
    streets: Streets


def price_problem(problem: ClearanceProblem, network: RoadNetwork, exits: Sequence[Exit]) -> PriceProblem:
    """Return the question of prices for a "roads" problem; exits: as in the scenario.

    Windows that say nothing are left out: those that are open all the time, and those of groups that are ready late, since
    waiting first is the same as a longer way out of a place that nobody comes to.
    """
    groups = range(problem.road_arcs, problem.road_arcs + len(problem.groups))
    travel, windows = problem.net.travel_steps.copy(), open_ended_windows(problem)
    for arc, spans in tuple(windows.items()):
        first, last, room = spans[0]
        if last == FOREVER and room == problem.net.capacity_per_step[arc] and (first == 0 or arc in groups):
            travel[arc] += first
            del windows[arc]
    net = ArcNetwork(problem.net.tail, problem.net.head, travel, problem.net.capacity_per_step, problem.net.nodes)
    return PriceProblem(problem, net, windows, Streets(problem, network, exits, LOCAL_ROADS_M))


def route_prices(
    asked: PriceProblem,
    least_s: int,
    *,
    few: FewRoutes = clearance_by_routes,
    seed: int = 0,
    stop: Stop | None = None,
    tell: Tell | None = None,
) -> tuple[RoutePrice, ...]:
    """Return the price of 1, 2, … routes, as far as more of them bring anything, and of any number last.

    least_s: proven for any number of routes. few: the search. stop: ends the work; times and
    bounds found by then stand. No price at all where the time with any number is not known. A time holds for every larger number
    of routes too, a bound for every smaller one; so times and bounds never rise with the number.
    """
    problem = asked.problem
    every = clearance_time(asked.net, problem.supply, [problem.sink], windows=asked.windows, stop=stop)
    if every.steps is None or (stop is not None and stop()):
        return ()
    results = few(
        asked.net,
        problem.supply,
        [problem.sink],
        MOST_ROUTES,
        feeder=asked.streets.mask,
        windows=asked.windows,
        seed=seed,
        stop=stop,
        progress=bracket_teller(tell, f"up to {MOST_ROUTES} routes", problem.step_s),
    )
    found = [price(asked, result, number) for number, result in enumerate(results, start=1)]
    found = in_order([*found, price(asked, replace(every, routes=()), ANY_NUMBER)], least_s)
    return (*worth_showing(found, cut_short=stop is not None and stop()), found[-1])


def price(asked: PriceProblem, result: ClearanceResult, routes: int) -> RoutePrice:
    """Return an answer in seconds, with its routes named; an answer without a time that is exact says that there is none."""
    step_s = asked.problem.step_s
    clear_s = None if result.steps is None else result.steps * step_s
    named = route_names(asked.streets, result.routes or ()) if clear_s is not None else ()
    possible = clear_s is not None or not result.exact
    return RoutePrice(routes, clear_s, result.lower_bound_steps * step_s, named, possible)


def in_order(prices: list[RoutePrice], least_s: int) -> list[RoutePrice]:
    """Return the prices, fewest routes first, with times and bounds that hold for others put to use: neither rises any more.

    Where so many routes cannot come by every assembly point, fewer cannot either.
    """
    better: list[RoutePrice] = []
    for one in prices:
        best = better[-1] if better else None
        if best is None or best.clear_s is None or (one.clear_s is not None and one.clear_s <= best.clear_s):
            better.append(one)
        else:  # the fewer routes do as well
            better.append(replace(one, clear_s=best.clear_s, names=best.names if one.routes else (), possible=True))
    bound_s, possible = least_s, True
    for index in range(len(better) - 1, -1, -1):
        bound_s, possible = max(bound_s, better[index].bound_s), possible and better[index].possible
        better[index] = replace(better[index], bound_s=bound_s, possible=possible)
    return better


def worth_showing(found: list[RoutePrice], *, cut_short: bool) -> list[RoutePrice]:
    """Return the prices of limited numbers up to the first that is as fast as any number (the last of `found`).

    cut_short: the work was ended; the greatest numbers, of which nothing of their own is known then, are left out.
    """
    every = found[-1]
    first = next((place for place, one in enumerate(found) if one.clear_s == every.clear_s), len(found))
    shown = found[: min(first + 1, len(found) - 1)]
    while cut_short and len(shown) > 1 and shown[-1].clear_s == shown[-2].clear_s and shown[-1].bound_s == every.bound_s:
        shown.pop()
    return shown
