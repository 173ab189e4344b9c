"""The clearance time with few named routes: a plan on them, a bound that no other K routes can beat, and its proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safeconduct.clearance.arc_network import (
    NO_LIMITS,
    ArcNetwork,
    ClearanceInputError,
    ExitLimits,
    UnreachableError,
    Windows,
    checked_exits,
    checked_limits,
    checked_supply,
    checked_windows,
    is_integer,
)
from safeconduct.clearance.result import ClearanceResult, Progress, Schedule, Stop, report
from safeconduct.clearance.route_bound import RouteBound
from safeconduct.clearance.route_candidates import RouteFinder
from safeconduct.clearance.route_certificate import RouteCertificate
from safeconduct.clearance.route_graph import RouteGraph
from safeconduct.clearance.route_orders import MOST_ORDERED, OrderSearch
from safeconduct.clearance.route_plan import NamedRoute, RouteBook, RoutePlan, RouteProblem, on_whole_network
from safeconduct.clearance.route_prices import SHAPE
from safeconduct.clearance.route_search import NEVER, Choice, RouteSearch
from safeconduct.clearance.solve import clearance_time
from safeconduct.kernel.limits import FAR

Terms = tuple[int, Stop | None, Progress | None, int]
"""(seed, stop, progress, least number of routes whose own bounds are reported)"""
MOST_ACCESS = 20_000
"""So many pairs of a pocket and a node that feeder arcs lead to are kept to guide the search."""


def clearance_with_routes(  # noqa: PLR0913  one keyword for each part of the question
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    routes: int,
    *,
    feeder: ArrayLike | None = None,
    windows: Windows | None = None,
    limits: ExitLimits = NO_LIMITS,
    seed: int = 0,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> ClearanceResult:
    """Return the least clearance time found with at most `routes` named routes, and what no such routes can beat.

    A named route is a simple path that ends at an exit. A pocket on it may use it from there on; everybody follows one route
    from where they join it to its end. `feeder` arcs (roads that need no agreement) lead to routes, or to exits, without
    counting.

    Parameters
    ----------
    net, supply, exits, windows, limits : as for `clearance_time`. routes : K >= 1.
    feeder : (m,) truth values, one per arc; None: no arc is a feeder.
    seed : order in which the search tries candidates; same input and seed, same answer.
    stop : asked now and then; True ends the search with the best plan and bound so far.
    progress : called with (lower bound, time of the best plan or None) whenever one moves.

    The answer is a bracket: `steps` of a plan and the proven `lower_bound_steps`, equal when `exact`. More routes never give a
    later time. `route_certificate` proves the bound when it is above the one for any number of routes, which `certificate`
    proves. `steps` is None when no routes were found that serve all pockets: with few routes and without feeder arcs there need
    not be any; `exact` is then True when that is proven. Raises ClearanceInputError on unusable input and UnreachableError
    naming pockets from which no way leads to an exit at all.
    """
    if not is_integer(routes) or routes < 1:
        raise ClearanceInputError(f"routes: a whole number of at least 1 is needed, found {routes!r}")
    found: ClearanceResult | None = None
    sought = _each(net, supply, exits, (feeder, windows, limits), (seed, stop, progress, routes))
    for _number in range(routes):
        found = next(sought)
    assert found is not None
    return found


def clearance_by_routes(  # noqa: PLR0913  as above
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    most: int,
    *,
    feeder: ArrayLike | None = None,
    windows: Windows | None = None,
    limits: ExitLimits = NO_LIMITS,
    seed: int = 0,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> tuple[ClearanceResult, ...]:
    """Return what `clearance_with_routes` returns for 1, 2, ..., `most` routes, in about the time of the last alone."""
    if not is_integer(most) or most < 1:
        raise ClearanceInputError(f"routes: a whole number of at least 1 is needed, found {most!r}")
    sought = _each(net, supply, exits, (feeder, windows, limits), (seed, stop, progress, 1))
    return tuple(next(sought) for _number in range(most))


def _each(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    roads: tuple[ArrayLike | None, Windows | None, ExitLimits],
    terms: Terms,
) -> Iterator[ClearanceResult]:
    """Yield the results for 1, 2, 3, ... routes."""
    feeder, windows, limits = roads
    goals = checked_exits(net, exits)
    limits = checked_limits(net, goals, limits)
    amounts = {node: amount for node, amount in checked_supply(net, supply).items() if node in limits.nodes or node not in goals}
    moving = {node: amount for node, amount in amounts.items() if node not in goals}
    timed = checked_windows(net, windows)
    flags = checked_feeder(net, feeder)
    if float(net.travel_steps.sum(dtype=np.float64)) * net.nodes * SHAPE >= 1 << 61:
        raise ClearanceInputError("travel_steps: too large in sum to compare routes; choose longer steps")
    if not is_integer(terms[0]) or terms[0] < 0:
        raise ClearanceInputError(f"seed: a whole number of at least 0 is needed, found {terms[0]!r}")
    if not amounts:
        while True:
            yield ClearanceResult(0, 0, None, exact=True, routes=(), find_schedule=lambda: Schedule(()))
    best = unrestricted((net, amounts, goals), timed, limits, terms[1])
    if not moving:
        while True:
            yield staying(amounts, limits, best)
    stop = terms[1]
    if stop is not None and stop():
        while True:
            yield ClearanceResult(None, best.lower_bound_steps, best.certificate, exact=False)
    graph = RouteGraph(net, moving, goals, flags, timed)
    waiting = {node: amount for node, amount in amounts.items() if node not in moving}
    search = FewRoutes((graph, net.travel_steps.tolist()), best, (limits, waiting), terms)
    number = 0
    while True:
        number += 1
        yield search.with_routes(number)


def staying(waiting: Mapping[int, int], limits: ExitLimits, best: ClearanceResult) -> ClearanceResult:
    """Return when exits take in those who wait there; `best`: where they may go elsewhere, which bounds it."""
    steps = 0
    for node, amount in waiting.items():
        rate = limits.rate.get(node, amount)
        if limits.beds.get(node, amount) < amount or not rate:
            return ClearanceResult(None, best.lower_bound_steps, best.certificate, exact=True)
        steps = max(steps, -(-amount // rate) - 1)
    exact = steps == best.lower_bound_steps
    return replace(best, steps=steps, exact=exact, routes=(), find_schedule=lambda: Schedule(()))


class FewRoutes:
    """Bracket for 1, 2, 3, ... routes on one graph, each going on from the one before.

    roads: the graph, and the travel of each arc of the whole network. best: the clearance with any number of routes. taken: what
    exits can take, and who waits at them from the start.
    """

    def __init__(
        self,
        roads: tuple[RouteGraph, list[int]],
        best: ClearanceResult,
        taken: tuple[ExitLimits, Mapping[int, int]],
        terms: Terms,
    ) -> None:
        seed, stop, self._progress, self._asked = terms
        self._stop = stop
        graph, self._travel = roads
        self._graph, self._any = graph, best
        self._problem = graph_problem(graph, *taken)
        self._bound = RouteBound(graph, best.certificate, stop)
        self._finder = RouteFinder(graph, RouteBook(self._problem))
        self._orders: OrderSearch | None = None
        self._search = RouteSearch(self._problem, self._finder, seed, stop)
        self._search.offer(self._first_candidates())
        self._best = self._search.nothing()

    def _first_candidates(self) -> Iterator[NamedRoute]:
        yield from self._finder.compromises()
        yield from self._finder.alternates()
        yield from self._finder.collecting()

    def with_routes(self, routes: int) -> ClearanceResult:
        """Return the bracket for so many routes; call with 1, 2, 3, ... in turn."""
        lower, proof = self._any.lower_bound_steps, None
        self._tell(routes, lower, self._best)
        best = self._improved(routes, lower, broad=False)
        for again in range(2):
            high = best.value.steps if best.value.left == 0 else self._horizon()
            raised = self._bound.raise_bound(routes, lower, high)
            if raised is not None:
                lower, proof = raised.horizon_steps + 1, raised
                self._tell(routes, lower, best)
            new = self._search.offer(self._finder.from_paths(column.arcs for column in self._bound.columns()))
            new = self._search.offer(self._finder.from_paths(self._ordered(lower))) or new
            if self._steps(best) == lower or (again and not new) or (self._stop is not None and self._stop()):
                break
            best = self._improved(routes, lower)
        return self._result(best, lower, proof)

    def _ordered(self, lower: int) -> Iterator[list[int]]:
        """Yield paths that come by few pockets in orders that may be best."""
        if self._orders is None and len(self._graph.amounts) <= MOST_ORDERED and not self._graph.feeder.any():
            legs = self._bound.legs_of(tuple(range(len(self._graph.amounts))))
            self._orders = None if legs is None else OrderSearch(self._graph, legs, self._stop)
        if self._orders is not None:
            yield from self._orders.paths(lower)

    def _improved(self, routes: int, lower: int, *, broad: bool = True) -> Choice:
        self._best = self._search.improve(
            self._best,
            routes,
            lower,
            lambda choice: self._tell(routes, lower, choice),
            broad=broad,
        )
        return self._best

    def _tell(self, routes: int, lower: int, best: Choice) -> None:
        """Report the bracket; what so few routes cannot beat says nothing where more are asked for."""
        report(self._progress, lower if routes >= self._asked else self._any.lower_bound_steps, self._steps(best))

    def _steps(self, choice: Choice) -> int | None:
        return choice.value.steps if choice.value.left == 0 and choice.value.steps < NEVER else None

    def _horizon(self) -> int:
        """Return a step by which any routes that serve all pockets have brought everybody out, if only pocket after pocket."""
        changes = [edge for spans in self._problem.windows.values() for span in spans for edge in span[:2] if edge < 1 << 40]
        people, pockets = sum(self._problem.supply.values()), len(self._problem.supply)
        return pockets * sum(self._problem.travel) + people + max(changes, default=0) + 1

    def _whole(self, route: NamedRoute) -> tuple[int, ...]:
        """Return a route in arcs of the whole network."""
        return tuple(arc for chain in route.arcs for arc in self._graph.chain[chain])

    def _result(self, best: Choice, lower: int, proof: RouteCertificate | None) -> ClearanceResult:
        steps = self._steps(best)
        never = steps is None and not self._problem.windows and proof is not None and lower >= self._horizon()
        never = never or (steps is None and self._any.steps is None and self._any.exact)
        return ClearanceResult(
            steps,
            lower,
            self._any.certificate,
            exact=steps == lower or never,
            routes=None if steps is None else tuple(self._whole(route) for route in best.routes),
            route_certificate=proof,
            find_schedule=None if best.plan is None else ScheduleFinder(self._graph, best.plan, self._travel),
        )


class ScheduleFinder:
    """Finds the schedule of a network of routes when called, and gives it in arcs of the whole network."""

    def __init__(self, graph: RouteGraph, plan: RoutePlan, travel: Sequence[int]) -> None:
        self._graph, self._plan, self._travel = graph, plan, travel

    def __call__(self) -> Schedule | None:
        """Return the schedule, or None where the network of routes has none to give."""
        found = self._plan.clear()
        if found is None or found.schedule is None:
            return None
        return on_whole_network(found.schedule, self._plan, self._graph.chain, self._travel)


def graph_problem(graph: RouteGraph, limits: ExitLimits, waiting: Mapping[int, int]) -> RouteProblem:
    """Return the problem in the numbers of the graph; `limits` and who is `waiting` at exits in those of the network."""
    net = ArcNetwork(graph.tail, graph.head, graph.travel, graph.room, graph.nodes)
    number = {int(graph.node[node]): int(node) for node in graph.exits.tolist()}
    number.update({node: -1 - node for node in waiting if node not in number})
    access, knows_access, reach = ground_access(graph)
    return RouteProblem(
        net=net,
        supply=dict(zip(graph.pockets.tolist(), graph.amounts, strict=True)),
        exits=tuple(graph.exits.tolist()),
        feeder=frozenset(np.flatnonzero(graph.feeder).tolist()),
        windows=graph.windows,
        limits=ExitLimits(
            {number[node]: rate for node, rate in limits.rate.items() if node in number},
            {number[node]: beds for node, beds in limits.beds.items() if node in number},
        ),
        waiting={number[node]: amount for node, amount in waiting.items()},
        access=access,
        knows_access=knows_access,
        reach=reach,
    )


def ground_access(graph: RouteGraph) -> tuple[dict[int, list[tuple[int, int]]], bool, dict[int, int]]:
    """Return from which pockets, and in how many steps, feeder arcs lead to nodes; if that is all; and the pockets as bit masks.

    Not all steps are given where they are too many, or where feeder arcs alone lead to an exit. The masks are always complete.
    """
    access: dict[int, list[tuple[int, int]]] = {node: [(node, 0)] for node in graph.pockets.tolist()}
    reach: dict[int, int] = {node: 1 << index for index, node in enumerate(graph.pockets.tolist())}
    if not graph.feeder.any():
        return access, True, reach
    count, is_all = 0, True
    for index, pocket in enumerate(graph.pockets.tolist()):
        steps = graph.tree(graph.only(graph.travel, graph.feeder), np.array([pocket]), np.zeros(1, np.int64))[0]
        touched = np.flatnonzero(steps < FAR).tolist()
        count += len(touched)
        is_all = is_all and count <= MOST_ACCESS and not bool((steps[graph.exits] < FAR).any())
        for node in touched:
            reach[node] = reach.get(node, 0) | 1 << index
            if is_all and node != pocket:
                access.setdefault(node, []).append((pocket, int(steps[node])))
    return access, is_all, reach


def unrestricted(
    case: tuple[ArcNetwork, Mapping[int, int], tuple[int, ...]], windows: Windows, limits: ExitLimits, stop: Stop | None
) -> ClearanceResult:
    """Return the clearance of (network, supply, exits) with any number of routes."""
    if limits.nodes:
        return clearance_time(*case, windows=windows or None, limits=limits, stop=stop)
    return clearance_time(*case, windows=windows or None, stop=stop)


def checked_feeder(net: ArcNetwork, feeder: ArrayLike | None) -> NDArray[np.bool_]:
    """Return the feeder arcs as truth values per arc; raises ClearanceInputError when they are not one truth value per arc."""
    if feeder is None:
        return np.zeros(net.arcs, np.bool_)
    try:
        flags = np.asarray(feeder)
    except ValueError:  # lists of unequal lengths
        raise ClearanceInputError(f"feeder: one truth value per arc is needed, {net.arcs}, in a flat list") from None
    if flags.shape != (net.arcs,) or flags.dtype.kind != "b":
        raise ClearanceInputError(f"feeder: one truth value per arc is needed, {net.arcs}; found {flags.shape} of {flags.dtype}")
    return flags.astype(np.bool_)


__all__ = ["UnreachableError", "clearance_by_routes", "clearance_with_routes"]
