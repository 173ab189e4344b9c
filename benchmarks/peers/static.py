"""One static flow, the same that proves the clearance time of one pocket: OR-tools' and networkx' minimum-cost flow.

For a horizon T the most that can be out by T is the greatest (T + 1) |x| - sum of travel times flow over all static flows x from
the pocket to the exits (Ford and Fulkerson 1958). As a circulation: an arc from the exits back to the pocket costs -(T + 1).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import ArcNetwork

Ints = NDArray[np.int64]


class Static(NamedTuple):
    """Most people out by the horizon (supply unlimited), units of flow, and seconds to build and to solve."""

    out: int
    units: int
    build_s: float
    solve_s: float

    @property
    def seconds(self) -> float:
        """Seconds to build and to solve."""
        return self.build_s + self.solve_s


def circulation(net: ArcNetwork, pocket: int, exits: Sequence[int], horizon: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return tails, heads, capacities and costs of the circulation; the last arc is the return. Node n is where exits lead.

    The flow out of the pocket bounds every capacity, which makes the solver's numbers smaller.
    """
    most = int(net.capacity_per_step[net.tail == pocket].sum())
    goals = np.array(exits, np.int64)
    tails = np.concatenate((net.tail, goals, [net.nodes]))
    heads = np.concatenate((net.head, np.full(goals.size, net.nodes), [pocket]))
    rooms = np.concatenate((np.minimum(net.capacity_per_step, most), np.full(goals.size + 1, most)))
    costs = np.concatenate((net.travel_steps, np.zeros(goals.size, np.int64), [-(horizon + 1)]))
    return tails, heads, rooms, costs


def ortools_static(net: ArcNetwork, pocket: int, exits: Sequence[int], horizon: int) -> Static:
    """Solve the circulation with OR-tools (cost scaling)."""
    from ortools.graph.python import min_cost_flow

    begin = time.process_time()
    tails, heads, rooms, costs = circulation(net, pocket, exits, horizon)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails.astype(np.int32), heads.astype(np.int32), rooms, costs)
    middle = time.process_time()
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"minimum-cost flow ended with status {status}")
    end = time.process_time()
    return Static(-int(solver.optimal_cost()), int(solver.flow(arcs[-1])), middle - begin, end - middle)


def ortools_given_units(net: ArcNetwork, pocket: int, exits: Sequence[int], horizon: int, units: int) -> Static:
    """Solve with OR-tools when told how many units the best flow has: cheapest way to move them, nothing else to find."""
    from ortools.graph.python import min_cost_flow

    begin = time.process_time()
    tails, heads, rooms, costs = (part[:-1] for part in circulation(net, pocket, exits, horizon))
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tails.astype(np.int32), heads.astype(np.int32), rooms, costs)
    solver.set_nodes_supplies(np.array([pocket, net.nodes], np.int32), np.array([units, -units], np.int64))
    middle = time.process_time()
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"minimum-cost flow ended with status {status}")
    end = time.process_time()
    return Static((horizon + 1) * units - int(solver.optimal_cost()), units, middle - begin, end - middle)


def networkx_static(net: ArcNetwork, pocket: int, exits: Sequence[int], horizon: int) -> Static:
    """Solve the circulation with networkx' network simplex; for small networks only."""
    import networkx as nx

    begin = time.process_time()
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(range(net.nodes + 1), demand=0)
    columns = circulation(net, pocket, exits, horizon)
    for tail, head, room, cost in zip(*(part.tolist() for part in columns), strict=True):
        graph.add_edge(tail, head, capacity=room, weight=cost)
    middle = time.process_time()
    cost, flow = nx.network_simplex(graph)
    end = time.process_time()
    return Static(-int(cost), int(sum(flow[net.nodes][pocket].values())), middle - begin, end - middle)
