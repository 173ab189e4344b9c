"""The part of a network that lies on some way from a pocket to an exit, as a residual graph, with the way back to all nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import LIMIT, ArcNetwork, UnreachableError
from safeconduct.kernel.limits import FAR

Ints = NDArray[np.int64]
Graph = tuple[Ints, Ints, Ints, Ints]


@dataclass(frozen=True, slots=True, eq=False)
class ReducedNetwork:
    """A network cut down to useful nodes, all exits joined in one goal (the last node), arcs in pairs of opposites.

    graph: (start, order, to, cost) as in `kernel.paths`. room: (2 m',) capacities of the arcs, 0 for the opposites.
    to_goal: (n',) travel steps to the nearest exit. from_pocket: (n',) travel steps from the nearest pocket.
    kept: (n' - 1,) node of the whole network for each node but the goal. arc: (m'',) arc of the whole network for each pair but
    those into the goal, which follow them. pockets: (k,) reduced nodes of the pockets, in the order given.
    start_label: (n,) label of each node of the whole network that is not kept: 0 where no exit can be reached, -1 (meaning
    horizon + 1) elsewhere.
    """

    graph: Graph
    room: Ints
    to_goal: Ints
    from_pocket: Ints
    kept: Ints
    arc: Ints
    pockets: Ints
    start_label: Ints


def paired_graph(tail: Ints, head: Ints, cost: Ints, nodes: int) -> Graph:
    """Return the residual graph of arcs: arc 2 i as given, arc 2 i + 1 its opposite at the opposite cost."""
    from safeconduct.kernel.chains import grouped

    ends = np.empty(2 * tail.size, np.int64)
    to = np.empty_like(ends)
    prices = np.empty_like(ends)
    ends[0::2], ends[1::2] = tail, head
    to[0::2], to[1::2] = head, tail
    prices[0::2], prices[1::2] = cost, -cost
    start, order = grouped(ends, nodes)
    return start, order, to, prices


def travel_from(seeds: Ints, ends: tuple[Ints, Ints, Ints], nodes: int) -> Ints:
    """Return the travel steps of every node from the nearest seed along arcs (tail, head, travel), FAR where there is no way."""
    from safeconduct.kernel.chains import grouped
    from safeconduct.kernel.paths import travel_from as travel_along

    tail, head, travel = ends
    start, order = grouped(tail, nodes)
    return travel_along(start, head[order], travel[order], seeds)


def reduce_network(net: ArcNetwork, pockets: Sequence[int], exits: Sequence[int]) -> ReducedNetwork:
    """Return what is left of a network without nodes and arcs that no way from a pocket to an exit uses.

    Arcs without capacity and arcs out of exits fall away. Raises UnreachableError naming the pockets without a way.
    """
    seeds, goals = np.array(pockets, np.int64), np.array(exits, np.int64)
    is_exit = np.zeros(net.nodes, np.bool_)
    is_exit[goals] = True
    open_arcs = np.flatnonzero((net.capacity_per_step > 0) & ~is_exit[net.tail])
    tail, head, travel = net.tail[open_arcs], net.head[open_arcs], net.travel_steps[open_arcs]
    to_exit = travel_from(goals, (head, tail, travel), net.nodes)
    lost = tuple(int(node) for node in seeds[to_exit[seeds] == FAR])
    if lost:
        raise UnreachableError(tuple(sorted(lost)))
    from_pocket = travel_from(seeds, (tail, head, travel), net.nodes)
    useful = (to_exit < FAR) & (from_pocket < FAR)
    kept = np.flatnonzero(useful)
    number = np.full(net.nodes, -1, np.int64)
    number[kept] = np.arange(kept.size)
    inner = useful[tail] & useful[head]
    reached = goals[useful[goals]]
    goal = np.full(reached.size, kept.size, np.int64)
    graph = paired_graph(
        np.concatenate([number[tail[inner]], number[reached]]),
        np.concatenate([number[head[inner]], goal]),
        np.concatenate([travel[inner], np.zeros_like(goal)]),
        kept.size + 1,
    )
    room = np.zeros(graph[2].size, np.int64)
    room[0::2] = np.concatenate([net.capacity_per_step[open_arcs[inner]], np.full(goal.size, LIMIT, np.int64)])
    return ReducedNetwork(
        graph=graph,
        room=room,
        to_goal=np.append(to_exit[kept], 0),
        from_pocket=np.append(from_pocket[kept], from_pocket[reached].min()),
        kept=kept,
        arc=open_arcs[inner],
        pockets=number[seeds],
        start_label=np.where(to_exit == FAR, 0, -1),
    )
