"""The truth about few named routes on tiny networks: all simple paths, all choices of K of them, integer flow over time (CP-SAT)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from safeconduct.clearance.arc_network import ArcNetwork


def simple_routes(net: ArcNetwork, exits: Sequence[int]) -> list[tuple[int, ...]]:
    """Return all simple paths, as arcs, that begin anywhere and end at an exit, which they meet only there."""
    tail, head = net.tail.tolist(), net.head.tolist()
    found: list[tuple[int, ...]] = []

    def grow(path: tuple[int, ...], nodes: tuple[int, ...]) -> None:
        for arc in range(net.arcs):
            if tail[arc] == nodes[-1] and head[arc] not in nodes and net.capacity_per_step[arc] > 0:
                if head[arc] in exits:
                    found.append((*path, arc))
                else:
                    grow((*path, arc), (*nodes, head[arc]))

    for node in range(net.nodes):
        if node not in exits:
            grow((), (node,))
    return found


def can_clear(
    net: ArcNetwork, supply: Mapping[int, int], exits: Sequence[int], routes: int, horizon: int, feeder: Sequence[bool]
) -> bool:
    """Tell whether some `routes` simple paths clear the supply by `horizon` when everybody follows one of them to its end.

    Ground: people on feeder arcs and at nodes. One chain of places per path, entered from the ground anywhere, never left. The
    movements of all chains and of the ground share each arc's capacity at each step.
    """
    inside = {node: amount for node, amount in supply.items() if amount and node not in exits}
    total = sum(inside.values())
    if not total:
        return True
    model = cp_model.CpModel()
    balance: dict[tuple[object, ...], list[cp_model.LinearExprT]] = defaultdict(list)
    load: dict[tuple[int, int], list[cp_model.LinearExprT]] = defaultdict(list)

    def move(
        start: tuple[object, ...], end: tuple[object, ...], arc: int | None, step: int, allowed: cp_model.IntVar | None
    ) -> None:
        most = total if arc is None else min(total, int(net.capacity_per_step[arc]))
        flow = model.new_int_var(0, most, "")
        if allowed is not None:
            model.add(flow <= most * allowed)
        balance[start].append(-flow)
        balance[end].append(flow)
        if arc is not None:
            load[arc, step].append(flow)

    chosen = []
    for number, path in enumerate(simple_routes(net, exits)):
        use = model.new_bool_var("")
        chosen.append(use)
        for place, arc in enumerate(path):
            for step in range(horizon + 1):
                move(("ground", int(net.tail[arc]), step), (number, place, step), None, step, use)
                if step < horizon:
                    move((number, place, step), (number, place, step + 1), None, step, use)
                then = step + int(net.travel_steps[arc])
                if then <= horizon:
                    end = ("out",) if place + 1 == len(path) else (number, place + 1, then)
                    move((number, place, step), end, arc, step, use)
    for node in range(net.nodes):
        for step in range(horizon):
            move(("ground", node, step), ("ground", node, step + 1), None, step, None)
    for arc in range(net.arcs):
        for step in range(horizon + 1 - int(net.travel_steps[arc])):
            if feeder[arc] and net.tail[arc] not in exits:
                move(
                    ("ground", int(net.tail[arc]), step),
                    ("ground", int(net.head[arc]), step + int(net.travel_steps[arc])),
                    arc,
                    step,
                    None,
                )
    for node in exits:
        for step in range(horizon + 1):
            move(("ground", node, step), ("out",), None, step, None)
    for node, amount in inside.items():
        balance["ground", node, 0].append(amount)
    for spot, terms in balance.items():
        model.add(sum(terms) == (total if spot == ("out",) else 0))
    for (arc, _step), flows in load.items():
        model.add(sum(flows) <= int(net.capacity_per_step[arc]))
    model.add(sum(chosen) <= routes)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return status != cp_model.INFEASIBLE
