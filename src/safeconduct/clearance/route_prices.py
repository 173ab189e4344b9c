"""Search for prices that prove a lower bound for K routes: a linear program over paths, its columns found by pricing.

The program: people on paths, each path within its own most (least capacity times steps left), each arc within its room, and the
sum of (people on a path / the path's most) within K. Its value bounds what K routes bring out; its dual prices, rounded to
integers, are the certificate. Floating point only guides: every bound is counted in integers from the rounded prices.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.result import Stop
from safeconduct.clearance.route_certificate import RoutePrices
from safeconduct.clearance.route_graph import RouteGraph
from safeconduct.kernel.limits import FAR

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SCALE = 1 << 16
SHAPE = 1 << 12
"""Tangents are stored with integers up to this."""
ROUNDS = 14
TANGENTS = 3
MOST_SHARE = 1000.0
"""No way carries more than so many times the people held; only keeps the program bounded."""


class Column(NamedTuple):
    """A way of people: all its arcs (also those before the route is joined), least capacity, and steps from joining on.

    width 0: a way over feeder arcs alone, which needs no route. begin: first step at the node where the route is joined.
    """

    arcs: tuple[int, ...]
    width: int
    begin: int
    travel: int


class Tangent(NamedTuple):
    """Result of pricing one capacity: ratio (x, y), least y paid + x (begin + travel), and its way (None: no way)."""

    width: int
    x: int
    y: int
    least: int
    column: Column | None

    def most(self, horizon: int, scale: int) -> int:
        """Return what one route of this capacity can take over at most."""
        reach = max(0, self.y * scale + self.x * (horizon + 1) - self.least)
        return self.width * reach * reach // (4 * self.x * self.y)


class PriceSearch:
    """Bounds for one set of held pockets (by index) of a graph; keeps its columns between calls.

    near: useful nodes that count as the near side; feeder arcs that leave it are paid in full (None: no such side).
    """

    def __init__(self, graph: RouteGraph, held: Sequence[int], near: NDArray[np.bool_] | None = None) -> None:
        self.graph, self.held = graph, tuple(held)
        self.seeds = np.sort(graph.pockets[list(held)])
        self.demand = sum(graph.amounts[index] for index in held)
        self.early = graph.earliest(self.seeds)
        touched = graph.touched(self.seeds.tolist())
        self._starts = touched[~np.isin(touched, graph.exits)]
        self._fixed = np.zeros(graph.arc.size, np.bool_)
        if near is not None:
            self._fixed = graph.feeder & near[graph.tail] & ~near[graph.head]
        self._columns: dict[Column, None] = {}
        self._least_travel = int(graph.tree(graph.travel, self.seeds, np.zeros_like(self.seeds))[0][graph.exits].min())

    def raise_bound(self, routes: int, low: int, high: int, stop: Stop | None) -> RoutePrices | None:
        """Return the proof of the largest horizon found in `low` .. `high - 1` that K routes cannot keep; None when none was."""
        best: RoutePrices | None = None
        if int(self.graph.room.max()) * (high + 1) >= FAR:  # what a road takes would overflow
            return None
        target = high - 1
        for _round in range(ROUNDS):
            if target < low or (stop is not None and stop()):
                break
            prices, per_route = self._duals(routes, target)
            tangents = self._price(prices, target, per_route)
            proof = self._proof(routes, prices, tangents, (low, target))
            if proof is not None:
                best, low = proof, proof.horizon_steps + 1
            grown = [t.column for t in tangents if t.column is not None and t.column not in self._columns]
            for column in grown:
                self._columns[column] = None
            if not grown and target < high - 1:
                break
            before, target = target, self._threshold(routes, low, high - 1)
            if not grown and target == before:
                break
        return best

    def columns(self) -> list[Column]:
        """Return the ways met so far that use a route."""
        return [column for column in self._columns if column.width]

    def add(self, columns: Sequence[Column]) -> None:
        """Take in ways that another search met."""
        self._columns.update(dict.fromkeys(columns))

    def _threshold(self, routes: int, low: int, high: int) -> int:
        """Return the largest horizon in `low` .. `high` for which the known ways bring too little; low - 1 when there is none."""
        if self._value(routes, high) < self.demand:
            return high
        low -= 1
        while low + 1 < high:
            middle = (low + high) // 2
            if self._value(routes, middle) < self.demand:
                low = middle
            else:
                high = middle
        return low

    def _value(self, routes: int, horizon: int) -> float:
        return self._solve(routes, horizon)[0]

    def _duals(self, routes: int, horizon: int) -> tuple[Ints, int]:
        """Return integer prices per arc, and what one route takes over, of the program over the known ways."""
        _value, rows, prices, charge = self._solve(routes, horizon)
        found = np.zeros(self.graph.arc.size, np.int64)
        found[rows] = np.rint(prices * SCALE).astype(np.int64)
        found[self._fixed] = SCALE
        return found, int(charge * SCALE)

    def _solve(self, routes: int, horizon: int) -> tuple[float, Ints, Floats, float]:
        """Solve the program over the known ways: value, arcs with rows, their prices, and the price of a route."""
        from ortools.linear_solver import pywraplp

        rooms = self.graph.rooms(self.early, horizon)
        given = int(rooms[self._fixed].sum())
        ways = [
            (way, most) for way in self._columns if (most := way_most(way, horizon)) > 0 and not self._fixed[list(way.arcs)].any()
        ]
        if not ways:
            return float(given), np.zeros(0, np.int64), np.zeros(0), 0.0
        unit = float(self.demand)
        solver = pywraplp.Solver.CreateSolver("GLOP")
        solver.SuppressOutput()
        use = [solver.NumVar(0.0, MOST_SHARE, "") for _way in ways]
        rows: list[int] = []
        bounds = []
        for members, arc in tightest_rows([way.arcs for way, _most in ways], rooms, self._fixed).items():
            row = solver.Constraint(-solver.infinity(), float(rooms[arc]) / unit)
            for index, times in members:
                row.SetCoefficient(use[index], float(times))
            rows.append(arc)
            bounds.append(row)
        limit = solver.Constraint(-solver.infinity(), float(routes))
        for variable, (_way, most) in zip(use, ways, strict=True):
            if most < FAR:
                limit.SetCoefficient(variable, unit / most)
            solver.Objective().SetCoefficient(variable, 1.0)
        solver.Objective().SetMaximization()
        if solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise ArithmeticError("the linear-program solver refused a program over paths")
        prices = np.array([max(0.0, row.dual_value()) for row in bounds])
        charge = max(0.0, limit.dual_value()) * unit
        return given + solver.Objective().Value() * unit, np.array(rows, np.int64), prices, charge

    def _price(self, prices: Ints, horizon: int, per_route: int) -> list[Tangent]:
        """Return for each capacity that may matter the tangent found best, with its way."""
        graph = self.graph
        if SHAPE * graph.nodes * int(prices.sum()) >= FAR:
            return []
        zero = np.zeros_like(self.seeds)
        paid, paid_via = graph.tree(prices, self.seeds, zero)
        starts = self._starts
        found: list[Tangent] = []
        if graph.feeder.any():
            joined, joined_via = graph.tree(graph.only(prices, graph.feeder), self.seeds, zero)
            found += self._free_way(joined, joined_via)
            starts = starts[joined[starts] < SCALE]
        starts = starts[(paid[starts] < SCALE) & (self.early[starts] <= horizon)]
        steps = horizon + 1 - self._least_travel
        floor = per_route * 0.97
        for width in graph.classes:
            if width * SCALE * max(0, steps) <= floor or not starts.size:
                break
            found.append(self._best_tangent(width, prices, horizon, (starts, paid, paid_via)))
            floor = max(floor, found[-1].most(horizon, SCALE))
        return found

    def _free_way(self, joined: Ints, via: Ints) -> list[Tangent]:
        """Return the cheapest way over feeder arcs alone as a tangent of width 0, when it is not paid in full."""
        exits = self.graph.exits
        end = int(exits[int(np.argmin(joined[exits]))])
        if joined[end] >= SCALE:
            return []
        return [Tangent(0, 1, 1, int(joined[end]), Column(tuple(self.graph.path(via, end)), 0, 0, 0))]

    def _best_tangent(self, width: int, prices: Ints, horizon: int, begin: tuple[Ints, Ints, Ints]) -> Tangent:
        """Return the best of a few tangents of one capacity: each next one touches at the way that the last one found."""
        graph, (starts, paid, paid_via) = self.graph, begin
        owed, left = SCALE, max(1, horizon + 1 - self._least_travel)
        best: Tangent | None = None
        allowed = graph.room >= width
        for _ in range(TANGENTS):
            x, y = in_shape(owed, left)
            cost, via = graph.tree(
                graph.only(y * prices + x * graph.travel, allowed), starts, y * paid[starts] + x * self.early[starts]
            )
            end = int(graph.exits[int(np.argmin(cost[graph.exits]))])
            if cost[end] >= FAR:
                return Tangent(width, 1, 1, FAR, None)
            route = graph.path(via, end)
            start = int(graph.tail[route[0]]) if route else end
            before = graph.path(paid_via, start)
            column = Column(
                (*before, *route), int(graph.room[route].min()), int(self.early[start]), int(graph.travel[route].sum())
            )
            tangent = Tangent(width, x, y, int(cost[end]), column)
            owed = SCALE - int(paid[start]) - int(prices[route].sum())
            left = horizon + 1 - column.begin - column.travel
            better = best is None or tangent.most(horizon, SCALE) < best.most(horizon, SCALE)
            if better:
                best = tangent
            if owed <= 0 or left <= 0 or not better or width * owed * left >= tangent.most(horizon, SCALE) * 0.999:
                break
        assert best is not None
        return best

    def _proof(self, routes: int, prices: Ints, tangents: list[Tangent], span: tuple[int, int]) -> RoutePrices | None:
        """Return the certificate of the largest horizon in the span that the prices prove; None when they prove none."""
        if any(tangent.width == 0 for tangent in tangents):
            return None
        low, high = span
        if not self._lacks(routes, prices, tangents, low):
            return None
        while low < high:
            middle = (low + high + 1) // 2
            if self._lacks(routes, prices, tangents, middle):
                low = middle
            else:
                high = middle - 1
        capacity, per_route = self._taken(prices, tangents, low)
        net_arc, graph = self.graph.arc, self.graph
        return RoutePrices(
            horizon_steps=low,
            routes=routes,
            held=tuple(sorted(int(graph.node[node]) for node in self.seeds)),
            demand=self.demand,
            scale=SCALE,
            prices=tuple((int(net_arc[arc]), int(prices[arc])) for arc in np.flatnonzero(prices).tolist()),
            tangents=tuple((t.width, t.x, t.y) for t in tangents),
            capacity=capacity,
            per_route=per_route,
        )

    def _lacks(self, routes: int, prices: Ints, tangents: list[Tangent], horizon: int) -> bool:
        capacity, per_route = self._taken(prices, tangents, horizon)
        return capacity + routes * per_route < SCALE * self.demand

    def _taken(self, prices: Ints, tangents: list[Tangent], horizon: int) -> tuple[int, int]:
        """Return what arcs take at the prices, and what one route takes over, for a horizon; in Python integers."""
        rooms = self.graph.rooms(self.early, horizon)
        paying = np.flatnonzero(prices)
        capacity = sum(a * b for a, b in zip(prices[paying].tolist(), rooms[paying].tolist(), strict=True))
        steps = max(0, horizon + 1 - self._least_travel)
        known = {tangent.width: min(tangent.most(horizon, SCALE), tangent.width * SCALE * steps) for tangent in tangents}
        worst = 0
        for width in self.graph.classes:
            if width * SCALE * steps <= worst:
                break
            worst = max(worst, known.get(width, width * SCALE * steps))
        return capacity, worst


def way_most(way: Column, horizon: int) -> int:
    """Return how many people the route of a way brings at most by a horizon (FAR for a way that needs no route)."""
    return FAR if way.width == 0 else way.width * max(0, horizon + 1 - way.begin - way.travel)


def tightest_rows(ways: Sequence[Sequence[int]], rooms: Ints, paid: NDArray[np.bool_]) -> dict[tuple[tuple[int, int], ...], int]:
    """Return the arc with the least room for every pattern (way, times used) in which ways use arcs that are not paid."""
    users: dict[int, dict[int, int]] = {}
    for index, arcs in enumerate(ways):
        for arc in arcs:
            if not paid[arc]:
                times = users.setdefault(arc, {})
                times[index] = times.get(index, 0) + 1
    found: dict[tuple[tuple[int, int], ...], int] = {}
    for arc, times in users.items():
        key = tuple(times.items())
        if key not in found or rooms[arc] < rooms[found[key]]:
            found[key] = arc
    return found


def in_shape(owed: int, left: int) -> tuple[int, int]:
    """Return integers (x, y), at least 1 and at most SHAPE, in about the ratio of the two."""
    larger = max(owed, left)
    return max(1, round(owed * SHAPE / larger)), max(1, round(left * SHAPE / larger))
