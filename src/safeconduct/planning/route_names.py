"""Which roads need no agreement because they lie close to an assembly point, and what a route through the others is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from safeconduct.model.people import Exit
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.bottlenecks import nearest_place
from safeconduct.planning.clearance_problem import ClearanceProblem

MOST_ROADS = 3
"""How many roads a route's name holds: those followed longest."""


class Streets:
    """The roads close to the assembly points of a clearance problem.

    A road counts as close when its end can be driven to along it from an assembly point within `local_m` metres on open roads.
    The arcs from groups to their roads count too.
    """

    def __init__(self, problem: ClearanceProblem, network: RoadNetwork, exits: Sequence[Exit], local_m: float) -> None:
        self.problem, self.network, self.exits, self.local_m = problem, network, tuple(exits), local_m

    @cached_property
    def away_m(self) -> NDArray[np.float64]:
        """Metres from each group to each node of the roads, shape (groups, nodes); infinite beyond the limit."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import dijkstra

        network = self.network
        is_open = self.problem.net.capacity_per_step[: network.arcs] > 0
        length = np.maximum(network.length_m[is_open], 1e-3)  # a stored zero would be no road at all
        ends = (network.tail[is_open].astype(np.int64), network.head[is_open].astype(np.int64))
        order = np.lexsort((length, ends[1], ends[0]))
        pairs = np.stack(ends)[:, order]
        first = np.ones(order.size, dtype=np.bool_)
        first[1:] = np.any(pairs[:, 1:] != pairs[:, :-1], axis=0)  # of parallel roads the shortest
        graph = coo_array((length[order][first], (pairs[0][first], pairs[1][first])), shape=(network.nodes, network.nodes))
        starts = self.problem.net.head[network.arcs : network.arcs + len(self.problem.groups)]
        return np.asarray(dijkstra(graph.tocsr(), indices=starts, limit=self.local_m), dtype=np.float64)

    @cached_property
    def mask(self) -> NDArray[np.bool_]:
        """Whether each arc of the problem leads to a route without counting, shape (arcs of the problem,)."""
        network = self.network
        mask = np.zeros(self.problem.net.arcs, dtype=np.bool_)
        reached = self.away_m[:, network.tail] + network.length_m <= self.local_m
        mask[: network.arcs] = reached.any(axis=0)
        mask[network.arcs : network.arcs + len(self.problem.groups)] = True
        return mask

    def near(self, node: int) -> list[int]:
        """Return the groups, as their places in the problem, that come to a road node over such roads."""
        if node >= self.network.nodes:
            return [node - self.network.nodes] if node < self.problem.sink else []
        return np.flatnonzero(np.isfinite(self.away_m[:, node])).tolist()


def route_names(streets: Streets, routes: Sequence[Sequence[int]]) -> tuple[str, ...]:
    """Return each route as people would call it: "Martakert, Shusha to Lachin road west via R34, M12"."""
    return tuple(route_name(streets, route) for route in routes)


def route_name(streets: Streets, route: Sequence[int]) -> str:
    """Return the groups on a route in the order in which it passes them, the exit, and the roads followed longest in their order.

    Where no group is close to it, the nearest place to its beginning stands instead.
    """
    problem, network = streets.problem, streets.network
    roads = [arc for arc in route if arc < problem.road_arcs]
    nodes = [int(problem.net.tail[arc]) for arc in route]
    passed = dict.fromkeys(group for node in nodes for group in streets.near(node))
    start = ", ".join(problem.groups[group].name for group in passed)
    if not start and roads:
        start = nearest_place(network, network.arc_points(roads[0])[0]) or "the start"
    length_m: dict[str, float] = defaultdict(float)
    for arc in roads:
        length_m[network.arc_name(arc).label] += float(network.length_m[arc])
    kept = sorted((label for label in length_m if label), key=lambda label: -length_m[label])[:MOST_ROADS]
    via = ", ".join(label for label in length_m if label in kept)
    return f"{start} to {exit_name(streets, route)}" + (f" via {via}" if via else "")


def exit_name(streets: Streets, route: Sequence[int]) -> str:
    """Return the name of the exit that a route ends at."""
    first = streets.problem.road_arcs + len(streets.problem.groups)
    return streets.exits[route[-1] - first].name
