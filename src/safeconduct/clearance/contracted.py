"""A reduced network without its dead ends and with every chain of roads as one arc, and the way back from it.

A dead end is never on a simple way. A chain is a row of nodes without pocket or exit, each with two neighbours and at most one
arc each way to each: whoever enters it drives it to its end, so one arc per direction, with the sum of the travel and the
least of the capacities, carries the same flows at the same cost. Flows and labels are brought back exactly: a flow is the same on
all arcs of a chain, and the labels of nodes taken out are residual distances that follow from those kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.clearance.reduced import Graph, Ints, ReducedNetwork, paired_graph
from safeconduct.kernel.limits import FAR


@dataclass(frozen=True, slots=True, eq=False)
class ContractedNetwork:
    """A network of chains between pockets, junctions and the goal (the last node); arcs in pairs of opposites.

    graph, room, to_goal: as in `ReducedNetwork`, of the contracted network. nodes: (n'',) node of the reduced network for each.
    pockets: (k,) its pockets, in the order given. pieces, first: the pairs of the reduced network that pair j stands for are
    pieces[first[j]:first[j + 1]], in the order of driving.
    """

    reduced: ReducedNetwork
    graph: Graph
    room: Ints
    to_goal: Ints
    nodes: Ints
    pockets: Ints
    pieces: Ints
    first: Ints

    @property
    def columns(self) -> tuple[Ints, Ints, Ints]:
        """Tail, head and travel of each pair (m'',)."""
        return self.graph[2][1::2], self.graph[2][0::2], self.graph[3][0::2]

    def lifted_room(self, carried: Ints) -> Ints:
        """Return the residual room (2 m',) of the reduced network with a flow of the contracted one on it.

        carried: (2 m'',) how much less room each arc has than without the flow.
        """
        flow = self.lifted_flow(carried)
        residual = self.reduced.room.copy()
        residual[0::2] -= flow
        residual[1::2] += flow
        return residual

    def lifted_flow(self, carried: Ints) -> Ints:
        """Return what each pair (m',) of the reduced network carries; carried as in `lifted_room`."""
        flow = np.zeros(self.reduced.room.size // 2, np.int64)
        flow[self.pieces] = np.repeat(carried[0::2], np.diff(self.first))
        return flow

    def lifted_labels(self, carried: Ints, labels: Ints) -> Ints:
        """Return the residual distances (n',) of all nodes of the reduced network from those of the contracted one, `labels`."""
        from safeconduct.kernel.paths import correct_labels

        lifted = np.full(self.reduced.to_goal.size, FAR, np.int64)
        lifted[self.nodes] = labels
        if not correct_labels(self.reduced.graph, self.lifted_room(carried), lifted):
            raise ArithmeticError("a flow that should be cheapest has a cycle of negative cost")
        return lifted


def contract_network(reduced: ReducedNetwork, keep: Ints | None = None) -> ContractedNetwork:
    """Return the network of chains; its cheapest flows of every value cost what those of the reduced network cost.

    keep: pairs of the reduced network that stay arcs of their own, such as roads with windows.
    """
    from safeconduct.kernel.chains import chains, joined, take_out

    graph = reduced.graph
    arcs = reduced.arc.size
    fixed = np.zeros(reduced.to_goal.size, np.bool_)
    fixed[reduced.pockets] = fixed[-1] = True
    fixed[graph[2][2 * arcs + 1 :: 2]] = True
    if keep is not None:
        fixed[graph[2][0::2][keep]] = fixed[graph[2][1::2][keep]] = True
    alive, rounds = np.ones(reduced.room.size // 2, np.bool_), True
    while rounds:
        inner = take_out(graph, fixed, alive)
        pieces, first, rounds = chains(graph, alive, inner)
    travel, room = joined(pieces, first, graph[3][0::2], reduced.room[0::2])
    tail, head = graph[2][1::2][pieces[first[:-1]]], graph[2][0::2][pieces[first[1:] - 1]]
    needed = np.zeros(fixed.size, np.bool_)
    needed[tail] = needed[head] = needed[reduced.pockets] = needed[-1] = True
    nodes = np.flatnonzero(needed)
    number = np.full(fixed.size, -1, np.int64)
    number[nodes] = np.arange(nodes.size)
    both = np.zeros(2 * room.size, np.int64)
    both[0::2] = room
    return ContractedNetwork(
        reduced=reduced,
        graph=paired_graph(number[tail], number[head], travel, nodes.size),
        room=both,
        to_goal=reduced.to_goal[nodes],
        nodes=nodes,
        pockets=number[reduced.pockets],
        pieces=pieces,
        first=first,
    )
