"""One route that comes by given pockets in a given order: legs that share no node, found by raising tolls where legs meet.

Each leg takes its cheapest way; a node that two legs want costs more in the next round, until they part (negotiated congestion:
L. McMurchie and C. Ebeling, *PathFinder*, 1995). The search may fail where there is a route; what it finds is one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.route_graph import RouteGraph
from safeconduct.kernel.limits import FAR

Ints = NDArray[np.int64]

ROUNDS = 24
UNIT = 64
"""Cost of one step of travel; tolls grow from about that."""
MOST_TOLL = 1 << 24


class LegSearch:
    """Finds routes by pockets of one graph."""

    def __init__(self, graph: RouteGraph) -> None:
        self._graph = graph
        self._mean = max(1, int(graph.travel.mean()))
        self._exits = np.zeros(graph.nodes, np.bool_)
        self._exits[graph.exits] = True

    def route(self, order: Sequence[int], widths: Sequence[int], room: Ints) -> list[int]:
        """Return the arcs of a route by the nodes `order`, on roads of at least `widths` from each on; empty when none is found.

        It begins at the first node and ends at an exit. room: (m',) capacity per arc.
        """
        if UNIT * self._graph.nodes * int(self._graph.travel.sum()) >= FAR:
            return []
        costs, goals = self._legs(order, widths, room)
        history = np.zeros(self._graph.nodes, np.int64)
        ways: list[list[int]] = [[] for _leg in costs]
        for again in range(ROUNDS):
            present = min(MOST_TOLL, (UNIT * self._mean) << again // 2)
            times = self._uses(ways)
            for leg, cost in enumerate(costs):
                times -= self._uses([ways[leg]])
                toll = history + present * times
                ways[leg] = self._graph.way(np.where(cost < FAR, cost + toll[self._graph.head], FAR), order[leg], goals[leg])
                if not ways[leg]:
                    return []
                times += self._uses([ways[leg]])
            shared = times > 1
            if not shared.any():
                return [arc for way in ways for arc in way]
            history[shared] += UNIT * self._mean
        return []

    def _uses(self, ways: Sequence[Sequence[int]]) -> Ints:
        """Return how many of the ways come to each node; where a way begins does not count."""
        times = np.zeros(self._graph.nodes, np.int64)
        for way in ways:
            times[self._graph.head[list(way)]] += 1
        return times

    def _legs(self, order: Sequence[int], widths: Sequence[int], room: Ints) -> tuple[list[Ints], list[NDArray[np.bool_]]]:
        """Return the costs and the goals of each leg: it may come to none of the nodes `order` but the one where it ends."""
        graph = self._graph
        stops = np.zeros(graph.nodes, np.bool_)
        stops[list(order)] = True
        costs, goals = [], []
        for place, width in enumerate(widths):
            goal = self._exits
            if place + 1 < len(order):
                goal = np.zeros(graph.nodes, np.bool_)
                goal[order[place + 1]] = True
            free = (room >= width) & (~stops | goal)[graph.head]
            costs.append(graph.only(UNIT * graph.travel + 1, free))
            goals.append(goal)
        return costs, goals
