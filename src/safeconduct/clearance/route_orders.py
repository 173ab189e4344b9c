"""Routes that come by few pockets in the orders that would be best if legs between pockets were independent.

The same relaxation as in the bound by orders of visits (`route_visits`) ranks the orders of each set of pockets; the first that
can be kept become routes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import NamedTuple

from safeconduct.clearance.result import Stop
from safeconduct.clearance.route_graph import RouteGraph
from safeconduct.clearance.route_legs import LegSearch
from safeconduct.clearance.route_visits import LegTables

MOST_ORDERED = 6
"""Orders of more pockets than this are too many."""
EACH, TRIES = 2, 6
"""Routes wanted for each set of pockets, and orders tried for them."""


class Order(NamedTuple):
    """Pockets (indices) in the order a route comes by them, with capacity and travel of the part from each on.

    step: the least at which it may bring out all of them, alone.
    """

    step: int
    pockets: tuple[int, ...]
    widths: tuple[int, ...]
    travel: tuple[int, ...]


class OrderSearch:
    """Proposes routes for one graph of few pockets. legs: what roads allow between the pockets, by capacity."""

    def __init__(self, graph: RouteGraph, legs: LegTables, stop: Stop | None) -> None:
        self._graph, self._legs, self._stop = graph, legs, stop
        self._search = LegSearch(graph)
        self._paths: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = {}

    def paths(self, horizon: int) -> Iterator[list[int]]:
        """Yield paths (arcs of the graph) by every set of pockets, on the roads that bring most by a horizon."""
        alike: dict[tuple[int, ...], list[Order]] = {}
        everyone = range(len(self._graph.amounts))
        for count in range(len(everyone), 0, -1):
            for pockets in permutations(everyone, count):
                order = self._order(pockets, horizon)
                if order is not None:
                    alike.setdefault(tuple(sorted(pockets)), []).append(order)
        for orders in alike.values():
            found = 0
            for order in sorted(orders)[:TRIES]:
                if self._stop is not None and self._stop():
                    return
                path = self._path(order)
                if path:
                    yield path
                    found += 1
                if found == EACH:
                    break

    def _path(self, order: Order) -> list[int]:
        """Return a path that keeps to the order on roads so wide; empty when none is found."""
        key = order.pockets, order.widths
        if key not in self._paths:
            nodes = [int(self._graph.pockets[index]) for index in order.pockets]
            self._paths[key] = self._search.route(nodes, order.widths, self._graph.room)
        return self._paths[key]

    def _order(self, pockets: tuple[int, ...], horizon: int) -> Order | None:
        """Return the order with the capacities that bring most of each pocket by a horizon; None where it has none."""
        best: list[tuple[int, int, int]] = [(0, 0, 0)] * len(pockets)
        for width, (table, can_pass) in self._legs.items():
            travel, ahead = 0, len(self._graph.amounts)
            for place in range(len(pockets) - 1, -1, -1):
                pocket = pockets[place]
                leg = table[pocket][ahead]
                if leg is None or not all(can_pass[pocket][later] for later in pockets[place + 1 :]):
                    break
                travel, ahead = travel + leg, pocket
                best[place] = max(best[place], (width * max(1, horizon + 1 - travel), width, travel))
        if not best[0][0]:
            return None
        people = step = 0
        for pocket, (_most, width, travel) in zip(pockets, best, strict=True):
            people += self._graph.amounts[pocket]
            step = max(step, -(-people // width) + travel - 1)
        return Order(step, pockets, tuple(width for _most, width, _travel in best), tuple(travel for _m, _w, travel in best))
