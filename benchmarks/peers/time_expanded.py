"""OR-tools' maximum flow on the whole time-expanded network: the exact peer, with and without windows.

Nodes are pairs (place, step); those that nobody can reach in time, or from which no exit can be reached in time, are left out, and
all copies of exits are one. Building is done with arrays and timed apart from solving. The peer's task for a clearance time T is
two solves: everybody out at T, somebody left at T - 1; it is handed T and need not search for it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from benchmarks.peers.ccrp import free_distances, star_of
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import ArcNetwork, Windows

Ints = NDArray[np.int64]

MOST_ARCS = 36_000_000
"""Larger networks are not tried unless asked for: OR-tools needs some 100 bytes an arc while it solves."""


class TooLargeError(Exception):
    """The time-expanded network would have more arcs than allowed; the message says how many."""


class Expanded(NamedTuple):
    """Most people at exits by the horizon, size of the network, seconds to build and to solve."""

    out: int
    nodes: int
    arcs: int
    build_s: float
    solve_s: float


class TwoSolves(NamedTuple):
    """Whether T suffices and T - 1 does not, with the figures of both solves (`before` None: T is 0)."""

    at: Expanded
    before: Expanded | None
    proven: bool

    @property
    def seconds(self) -> float:
        """Seconds of both builds and solves."""
        return sum(one.build_s + one.solve_s for one in (self.at, self.before) if one is not None)


def two_solves(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Sequence[int],
    steps: int,
    windows: Windows | None = None,
    *,
    most_arcs: int = MOST_ARCS,
) -> TwoSolves:
    """Prove by two maximum flows that `steps` is the clearance time; raises TooLargeError before any work."""
    total = sum(supply.values())
    at = expanded_flow(net, supply, exits, steps, windows, most_arcs=most_arcs)
    before = expanded_flow(net, supply, exits, steps - 1, windows, most_arcs=most_arcs) if steps else None
    return TwoSolves(at, before, at.out == total and (before is None or before.out < total))


def expanded_flow(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Sequence[int],
    horizon: int,
    windows: Windows | None = None,
    *,
    most_arcs: int = MOST_ARCS,
) -> Expanded:
    """Return the most that can be out by arrival step `horizon`; raises TooLargeError before any work."""
    from ortools.graph.python import max_flow

    begin = time.process_time()
    tails, heads, rooms, nodes = expanded_arcs(net, supply, exits, horizon, windows, most_arcs=most_arcs)
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), rooms)
    arcs = len(tails)
    del tails, heads, rooms
    middle = time.process_time()
    status = solver.solve(nodes - 2, nodes - 1)
    if status != solver.OPTIMAL:
        raise RuntimeError(f"maximum flow ended with status {status}")
    at_exits = sum(amount for node, amount in supply.items() if node in set(exits))
    flow = int(solver.optimal_flow()) + at_exits
    return Expanded(flow, nodes, arcs, middle - begin, time.process_time() - middle)


def expanded_arcs(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Sequence[int],
    horizon: int,
    windows: Windows | None,
    *,
    most_arcs: int,
) -> tuple[Ints, Ints, Ints, int]:
    """Return tails, heads and capacities of the time-expanded arcs and the number of nodes; the last two are source and sink."""
    pockets = np.array([node for node, amount in supply.items() if amount and node not in set(exits)], np.int64)
    timed = windows or {}
    most = most_rooms(net, timed)
    early, late = free_times(net, most, pockets, np.array(exits, np.int64))
    width = np.maximum(0, horizon - late - early + 1)
    width[list(exits)] = 0
    offset = np.concatenate(([0], np.cumsum(width)))
    source, sink = int(offset[-1]), int(offset[-1]) + 1
    goal = np.zeros(net.nodes, np.bool_)
    goal[list(exits)] = True
    first = early[net.tail]
    count = np.maximum(0, horizon - net.travel_steps - late[net.head] - first + 1)
    count[(width[net.tail] == 0) | (most == 0)] = 0
    size = int(count.sum() + np.maximum(0, width - 1).sum())
    if size > most_arcs:
        raise TooLargeError(f"{size / 1e6:.0f} M arcs")
    arc, step = copies(count)
    step += first[arc]
    rooms = rooms_of(net, timed, arc, step)
    tails = offset[net.tail[arc]] + step - first[arc]
    end = net.head[arc]
    heads = np.where(goal[end], sink, offset[end] + step + net.travel_steps[arc] - early[end])
    open_ = rooms > 0
    node, wait = copies(np.maximum(0, width - 1))
    total = sum(supply.values())
    held = pockets[width[pockets] > 0]
    amounts = np.array([supply[int(pocket)] for pocket in held], np.int64)
    return (
        np.concatenate((tails[open_], offset[node] + wait, np.full(held.size, source))),
        np.concatenate((heads[open_], offset[node] + wait + 1, offset[held])),
        np.concatenate((rooms[open_], np.full(node.size, total), amounts)),
        sink + 1,
    )


def most_rooms(net: ArcNetwork, windows: Windows) -> Ints:
    """Return what each arc (m,) ever lets in per step."""
    most = net.capacity_per_step.copy()
    for number, windowed in windows.items():
        most[number] = max((room for _, _, room in windowed), default=0)
    return most


def rooms_of(net: ArcNetwork, windows: Windows, arc: Ints, step: Ints) -> Ints:
    """Return what the copies of arcs, in the order of the arcs, let in at their steps."""
    rooms = net.capacity_per_step[arc]
    for number, windowed in windows.items():
        mine = slice(*np.searchsorted(arc, [number, number + 1]))
        rooms[mine] = 0
        for opens, closes, room in windowed:
            rooms[mine][(step[mine] >= opens) & (step[mine] < closes)] = room
    return rooms


def copies(count: Ints) -> tuple[Ints, Ints]:
    """Return for counts (k,) which entry each copy belongs to and its number among them, both (sum of counts,)."""
    entry = np.repeat(np.arange(count.size), count)
    return entry, np.arange(entry.size) - np.repeat(np.cumsum(count) - count, count)


def free_times(net: ArcNetwork, most: Ints, pockets: Ints, exits: Ints) -> tuple[Ints, Ints]:
    """Return the free-flow travel (n,) from the nearest pocket and to the nearest exit, FAR where there is no way.

    most: (m,) what an arc ever lets in per step; arcs of 0 are not used.
    """
    forward, _ = star_of(ArcNetwork(net.tail, net.head, net.travel_steps, most, net.nodes), exits)
    backward, _ = star_of(ArcNetwork(net.head, net.tail, net.travel_steps, most, net.nodes), pockets)
    return free_distances(backward, pockets), free_distances(forward, exits)
