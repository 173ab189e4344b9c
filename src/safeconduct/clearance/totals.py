"""Roads counted in all instead of step by step: a quick necessary condition for a horizon, and routes to begin with.

Each arc lets in, over the whole time, at most what it offers between the first step at which anybody can be at its tail and the
last from which an exit can still be reached. A plain maximum flow with these totals says that a horizon is too short, naming
pockets that then cannot all be out; where it does not, a cheapest such flow shares the roads out well, which is what a flow over
time can begin with.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.timed_net import TimedNet

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def held_in_all(net: TimedNet, amounts: Ints, horizon: int) -> Flags | None:
    """Return which pockets (k,) hold more than the roads around them can take by `horizon`; None when no such pockets are found.

    amounts: (k,) units at the pockets.
    """
    from ortools.graph.python import max_flow

    tail, head, *_rest = net.columns
    source, total = net.early.size, int(amounts.sum())
    rooms = np.minimum(net.totals(horizon), total)
    useful = np.flatnonzero(rooms > 0)
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(tail[useful], head[useful], rooms[useful])
    solver.add_arcs_with_capacity(np.full(amounts.size, source), net.pockets, amounts)
    solver.add_arc_with_capacity(source, source - 1, 0)
    if solver.solve(source, source - 1) != solver.OPTIMAL:
        raise ArithmeticError("the maximum-flow solver refused the totals of a network")
    if solver.optimal_flow() == total:
        return None
    side = np.zeros(source + 1, np.bool_)
    side[np.asarray(solver.get_source_side_min_cut(), np.int64)] = True
    return np.asarray(side[net.pockets])


def cheapest_totals(net: TimedNet, amounts: Ints, horizon: int) -> tuple[Ints, Ints]:
    """Return how many units each arc (m'',) carries, and each pocket (k,) sends, in a flow of least travel with these totals.

    All that can be sent is sent; cheapest among such flows. amounts as for `held_in_all`.
    """
    from ortools.graph.python import min_cost_flow

    tail, head, travel, _capacity = net.columns
    goal, total = net.early.size - 1, int(amounts.sum())
    rooms = np.minimum(net.totals(horizon), total)
    useful = np.flatnonzero(rooms > 0)
    solver = min_cost_flow.SimpleMinCostFlow()
    # One more than the travel, so that no round of roads without travel is worth anything.
    solver.add_arcs_with_capacity_and_unit_cost(tail[useful], head[useful], rooms[useful], travel[useful] + 1)
    solver.set_nodes_supplies(np.append(net.pockets, goal), np.append(amounts, -total))
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"the minimum-cost-flow solver ended with status {status}")
    carried = np.zeros(tail.size, np.int64)
    carried[useful] = solver.flows(np.arange(useful.size))
    leaving = np.bincount(tail, weights=carried, minlength=goal + 1) - np.bincount(head, weights=carried, minlength=goal + 1)
    return carried, np.rint(leaving[net.pockets]).astype(np.int64)
