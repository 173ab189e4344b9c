"""The useful part of a network as arrays for the searches of routes: numbers of nodes and arcs, steps, trees, paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import FOREVER, ArcNetwork
from safeconduct.clearance.certificate import offered
from safeconduct.clearance.reduced import reduce_network
from safeconduct.clearance.route_check import Spans, first_entry, last_entry
from safeconduct.kernel.limits import FAR

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class RouteGraph:
    """Nodes and arcs that lie on some way from a pocket to an exit, numbered anew, with chains of roads drawn together.

    tail, head, travel, room, feeder: (m',) per useful arc: ends, steps, highest capacity, whether it needs no agreement. arc:
    the arc of the network that is the narrowest of the chain; chain: all its arcs in order. node: (n',) number in the network.
    exits, pockets: useful nodes; amounts: what the pockets hold. windows: of useful arcs. classes: capacities of road, falling.
    Arcs out of exits, and dead ends without a pocket, are gone. Raises UnreachableError naming pockets without any way to an
    exit.
    """

    def __init__(
        self,
        net: ArcNetwork,
        supply: Mapping[int, int],
        exits: tuple[int, ...],
        feeder: Flags,
        windows: Mapping[int, Spans],
    ) -> None:
        capacity = net.capacity_per_step.copy()
        for index, spans in windows.items():
            capacity[index] = max((room for _first, _last, room in spans), default=0)
        widest = ArcNetwork(net.tail, net.head, net.travel_steps, capacity, net.nodes)
        useful = reduce_network(widest, tuple(supply), exits).arc
        fixed = np.zeros(net.nodes, np.bool_)
        fixed[[*supply, *exits]] = True
        special = feeder | np.isin(np.arange(net.arcs), list(windows))
        fixed[net.tail[special]] = fixed[net.head[special]] = True
        self.chain = chains_of(widest, useful, fixed)
        rooms, steps = capacity.tolist(), net.travel_steps.tolist()
        self.arc = np.array([min(chain, key=rooms.__getitem__) for chain in self.chain], np.int64)
        first = np.array([chain[0] for chain in self.chain], np.int64)
        last = np.array([chain[-1] for chain in self.chain], np.int64)
        number = np.full(net.nodes, -1, np.int64)
        self.node = np.unique(np.concatenate([net.tail[first], net.head[last]]))
        number[self.node] = np.arange(self.node.size)
        self.tail, self.head = number[net.tail[first]], number[net.head[last]]
        self.travel = np.array([sum(steps[arc] for arc in chain) for chain in self.chain], np.int64)
        self.room, self.feeder = capacity[self.arc], feeder[self.arc]
        self._inside = insides(self.chain, self.arc, net)
        self.exits = np.flatnonzero(np.isin(self.node, exits))
        self.pockets = number[list(supply)]
        self.amounts = tuple(supply.values())
        self.windows = {i: windows[arc] for i, arc in enumerate(self.arc.tolist()) if arc in windows}
        self.forward = star(self.tail, self.head, self.nodes)
        self.backward = star(self.head, self.tail, self.nodes)
        self.classes: list[int] = np.unique(capacity[useful])[::-1].tolist()
        self.to_exit = self.tree(self.travel, self.exits, np.zeros_like(self.exits), back=True)[0]
        self.from_pocket = self.tree(self.travel, self.pockets, np.zeros_like(self.pockets))[0]

    @property
    def nodes(self) -> int:
        """Number of useful nodes."""
        return int(self.node.size)

    def tree(self, cost: Ints, seeds: Ints, seed_cost: Ints, *, back: bool = False) -> tuple[Ints, Ints]:
        """Return least costs and last arcs of all nodes from the seeds, or to them (`back`); see `kernel.route_tree`."""
        from safeconduct.kernel.route_tree import route_tree

        return route_tree(self.backward if back else self.forward, cost, seeds, seed_cost, np.zeros(0, np.bool_))

    def way(self, cost: Ints, start: int, goals: Flags) -> list[int]:
        """Return the arcs of the cheapest way from a node to the nearest of the goals (n',); empty when there is none."""
        from safeconduct.kernel.route_tree import route_tree

        reached, via = route_tree(self.forward, cost, np.array([start]), np.zeros(1, np.int64), goals)
        ends = np.flatnonzero(goals)
        end = int(ends[int(np.argmin(reached[ends]))])
        return self.path(via, end) if reached[end] < FAR else []

    def path(self, via: Ints, node: int, *, back: bool = False) -> list[int]:
        """Return the arcs of the tree way to a node, or from it (`back`), in the order they are used."""
        ends = self.head if back else self.tail
        found: list[int] = []
        arc = int(via[node])
        while arc >= 0:
            found.append(arc)
            arc = int(via[ends[arc]])
        return found if back else found[::-1]

    def only(self, cost: Ints, allowed: Flags) -> Ints:
        """Return the costs with all but the allowed arcs closed."""
        return np.where(allowed, cost, FAR)

    def touched(self, seeds: Sequence[int]) -> Ints:
        """Return the nodes that feeder arcs lead to from the seeds, these included, ascending."""
        start = np.array(sorted(seeds), np.int64)
        if not self.feeder.any():
            return start
        cost, _ = self.tree(self.only(np.zeros_like(self.travel), self.feeder), start, np.zeros_like(start))
        return np.flatnonzero(cost < FAR)

    def earliest(self, seeds: Ints) -> Ints:
        """Return the first step at which anybody from the seeds can be at each node, FAR where never."""
        if not self.windows:
            return self.tree(self.travel, seeds, np.zeros_like(seeds))[0]
        early = np.full(self.nodes, FAR, np.int64)
        heap = [(0, node) for node in seeds.tolist()]
        start, order, _ends = self.forward
        while heap:
            step, node = heappop(heap)
            if early[node] < FAR:
                continue
            early[node] = step
            for arc in order[start[node] : start[node + 1]].tolist():
                entry = first_entry(step, self.windows.get(arc))
                if entry is not None and entry < FOREVER:
                    heappush(heap, (entry + int(self.travel[arc]), int(self.head[arc])))
        return early

    def latest(self, horizon: int) -> Ints:
        """Return the last step at each node from which an exit can be reached by `horizon`; below 0 where there is none."""
        if not self.windows:
            return horizon - self.to_exit
        late = np.full(self.nodes, -FAR, np.int64)
        heap = [(-horizon, node) for node in self.exits.tolist()]
        start, order, _ends = self.backward
        while heap:
            key, node = heappop(heap)
            if late[node] > -FAR:
                continue
            late[node] = -key
            for arc in order[start[node] : start[node + 1]].tolist():
                entry = last_entry(-key - int(self.travel[arc]), self.windows.get(arc))
                if entry is not None:
                    heappush(heap, (-entry, int(self.tail[arc])))
        return late

    def rooms(self, early: Ints, horizon: int) -> Ints:
        """Return what each arc's narrowest part can take of people who are at nodes from `early` on and arrive by `horizon`."""
        late, inside = self.latest(horizon), self._inside
        first = np.minimum(early[self.tail] + inside.before, early[self.head] + inside.turned_before)
        last = np.maximum(late[self.head] - inside.after, late[self.tail] - inside.turned_after) - inside.travel
        found = np.where(first < FAR, self.room * np.maximum(0, last - np.minimum(first, FAR // 2) + 1), 0)
        for arc, spans in self.windows.items():
            known = first[arc] < FAR and last[arc] >= 0
            found[arc] = offered(int(first[arc]), int(last[arc]), 0, spans) if known else 0
        return np.asarray(found, np.int64)


class Insides(NamedTuple):
    """Where the narrowest arc lies in each chain, (m',) steps each.

    before, after: from the chain's begin to that arc, from the arc to the chain's end. travel: of the arc itself. turned_before,
    turned_after: to and from the arc over the chain that leads back through the same nodes, FAR where there is none: who turns
    round within a chain is on no route, but a check that knows nothing of chains counts them too.
    """

    before: Ints
    after: Ints
    travel: Ints
    turned_before: Ints
    turned_after: Ints


def insides(chains: Sequence[tuple[int, ...]], narrowest: Ints, net: ArcNetwork) -> Insides:
    """Return where the narrowest arcs lie in their chains."""
    travel, tails, heads = net.travel_steps.tolist(), net.tail.tolist(), net.head.tolist()
    by_end = {(tails[chain[-1]], heads[chain[-1]]): chain for chain in chains if len(chain) > 1}
    rows = []
    for chain, arc in zip(chains, narrowest.tolist(), strict=True):
        place = chain.index(arc)
        before, after = sum(travel[one] for one in chain[:place]), sum(travel[one] for one in chain[place + 1 :])
        back = by_end.get((heads[chain[0]], tails[chain[0]])) if len(chain) > 1 else None
        turned = (FAR, FAR)
        if back is not None:
            behind = len(chain) - place
            turned = (sum(travel[one] for one in back[:behind]), sum(travel[one] for one in back[behind - 1 :]))
        rows.append((before, after, travel[arc], *turned))
    columns = np.array(rows, np.int64).reshape(-1, 5).T
    return Insides(*columns)


def star(tail: Ints, head: Ints, nodes: int) -> tuple[Ints, Ints, Ints]:
    """Return (start, order, ends) of arcs listed by the node they leave."""
    start = np.zeros(nodes + 1, np.int64)
    start[1:] = np.cumsum(np.bincount(tail, minlength=nodes))
    return start, np.argsort(tail, kind="stable").astype(np.int64), head


def chains_of(net: ArcNetwork, useful: Ints, fixed: Flags) -> list[tuple[int, ...]]:
    """Return the useful arcs drawn together to chains through nodes where a way can only go on; nodes in `fixed` end chains.

    A simple way goes straight through a node with two neighbours and never into a dead end; ways back at once are dropped.
    """
    tails, heads = net.tail.tolist(), net.head.tolist()
    into: dict[int, list[int]] = {}
    out: dict[int, list[int]] = {}
    for arc in useful.tolist():
        if tails[arc] != heads[arc]:
            out.setdefault(tails[arc], []).append(arc)
            into.setdefault(heads[arc], []).append(arc)
    drop_dead_ends((tails, heads), into, out, fixed)
    follow: dict[int, int] = {}
    inner: set[int] = set()
    for node in into.keys() & out.keys():
        ins, outs = into[node], out[node]
        behind, ahead = [tails[arc] for arc in ins], [heads[arc] for arc in outs]
        straight = len(ins) == len(outs) == 1 and behind != ahead
        both_ways = len(ins) == len(outs) == 2 and len(set(behind)) == 2 and set(behind) == set(ahead)
        if not fixed[node] and (straight or both_ways):
            inner.add(node)
            follow.update({arc: next(other for other in outs if heads[other] != tails[arc]) for arc in ins})
    found = []
    for node in sorted(out):
        for arc in out[node]:
            chain = [arc]
            while node not in inner and heads[chain[-1]] in inner:
                chain.append(follow[chain[-1]])
            if node not in inner and heads[chain[-1]] != node:
                found.append(tuple(chain))
    return found


def drop_dead_ends(
    ends: tuple[list[int], list[int]], into: dict[int, list[int]], out: dict[int, list[int]], fixed: Flags
) -> None:
    """Take out, in place, the arcs to and from nodes with one neighbour only, until there are none but fixed ones."""
    tails, heads = ends
    waiting = sorted(into.keys() | out.keys())
    while waiting:
        node = waiting.pop()
        near = {tails[arc] for arc in into.get(node, ())} | {heads[arc] for arc in out.get(node, ())}
        if fixed[node] or len(near) > 1:
            continue
        for arc in into.pop(node, ()):
            out[tails[arc]].remove(arc)
        for arc in out.pop(node, ()):
            into[heads[arc]].remove(arc)
        waiting.extend(near)
