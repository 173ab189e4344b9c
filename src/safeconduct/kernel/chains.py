"""Take dead ends and chains out of a network: which arcs and nodes a cheapest flow can do without, and which roads are in a row.

The network is given as in `kernel.paths`: arc 2 i runs forward, 2 i + 1 is its opposite, so the arcs that `order` lists at a node
are all that touch it. "Fixed" nodes are never taken out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Graph = tuple[Ints, Ints, Ints, Ints]


@compiled
def grouped(ends: Ints, nodes: int) -> tuple[Ints, Ints]:
    """Return the arcs by their end: node v has arcs order[start[v]:start[v + 1]], ascending."""
    start = np.zeros(nodes + 1, np.int64)
    for i in range(ends.size):
        start[ends[i] + 1] += 1
    for v in range(nodes):
        start[v + 1] += start[v]
    at = start[:nodes].copy()
    order = np.empty(ends.size, np.int64)
    for i in range(ends.size):
        v = ends[i]
        order[at[v]] = i
        at[v] += 1
    return start, order


@compiled
def neighbours(graph: Graph, alive: Flags, v: int) -> tuple[int, int, int]:
    """Return how many different nodes, 3 meaning more than two, arcs alive join to v, and the first two of them (-1: none)."""
    start, order, to, _cost = graph
    one, two = -1, -1
    for i in range(start[v], start[v + 1]):
        if alive[order[i] >> 1]:
            w = to[order[i]]
            if one in (-1, w):
                one = w
            elif two in (-1, w):
                two = w
            else:
                return 3, one, two
    return int(one >= 0) + int(two >= 0), one, two


@compiled
def count_arcs(graph: Graph, alive: Flags, v: int, w: int) -> tuple[int, int]:
    """Return how many arcs alive lead from v to w, and how many from w to v."""
    start, order, to, _cost = graph
    out, back = 0, 0
    for i in range(start[v], start[v + 1]):
        a = order[i]
        if alive[a >> 1] and to[a] == w:
            if a & 1:
                back += 1
            else:
                out += 1
    return out, back


@compiled
def examine(graph: Graph, alive: Flags, v: int) -> tuple[bool, int, int]:
    """Tell whether v is an inner node of a chain, and how arcs at it must fall: those to a node and those from a node.

    With one neighbour v is a dead end and every arc at it falls: (False, -2, -2). At an inner node a way in that has no way on,
    and a way out that has no way in, falls; the two numbers are the node to which, and the node from which, an arc falls.
    """
    count, a, b = neighbours(graph, alive, v)
    if count == 1:
        return False, -2, -2
    if count != 2:
        return False, -1, -1
    to_a, from_a = count_arcs(graph, alive, v, a)
    to_b, from_b = count_arcs(graph, alive, v, b)
    if max(to_a, from_a, to_b, from_b) > 1 or not ((from_a and to_b) or (from_b and to_a)):
        return False, -1, -1
    falls_to, falls_from = -1, -1
    if to_a and not from_b:
        falls_to = a
    if to_b and not from_a:
        falls_to = b
    if from_a and not to_b:
        falls_from = a
    if from_b and not to_a:
        falls_from = b
    return True, falls_to, falls_from


@compiled
def take_out(graph: Graph, fixed: Flags, alive: Flags) -> Flags:
    """Take arcs (pairs) that no simple way between fixed nodes needs off `alive`, and return which nodes are inside chains.

    An inner node has two neighbours, at most one arc each way to each, and every arc at it goes through.
    """
    start, order, to, _cost = graph
    nodes = start.size - 1
    inner = np.zeros(nodes, np.bool_)
    waiting = np.ones(nodes, np.bool_)
    stack = np.arange(nodes)
    size = nodes
    while size > 0:
        size -= 1
        v = stack[size]
        waiting[v] = False
        if fixed[v]:
            continue
        inner[v], falls_to, falls_from = examine(graph, alive, v)
        for i in range(start[v], start[v + 1]):
            a = order[i]
            w = to[a]
            falls = falls_to == -2 or (w == falls_from if a & 1 else w == falls_to)
            if alive[a >> 1] and falls:
                alive[a >> 1] = False
                if not waiting[w]:
                    waiting[w] = True
                    stack[size] = w
                    size += 1
    return inner


@compiled
def next_in_chain(graph: Graph, alive: Flags, v: int, came_from: int) -> int:
    """Return the arc by which a chain goes on from its inner node v."""
    start, order, to, _cost = graph
    for i in range(start[v], start[v + 1]):
        a = order[i]
        if not a & 1 and alive[a >> 1] and to[a] != came_from:
            return int(a)
    return -1


@compiled
def chains(graph: Graph, alive: Flags, inner: Flags) -> tuple[Ints, Ints, bool]:
    """Return the arcs (pairs) of every chain in the order of driving, one chain after the other, and where each begins.

    A chain runs from a node that is not inside one to the next such node; an arc between two of these is a chain alone. Chains
    that come back to where they began are left out and taken off `alive`; the last value tells whether there were any, for
    then more may be taken out. Shapes: (pieces,) and (chains + 1,).
    """
    start, order, to, _cost = graph
    pieces = np.empty(alive.size, np.int64)
    first = np.empty(alive.size + 1, np.int64)
    first[0] = 0
    count, size, rounds = 0, 0, False
    for u in range(start.size - 1):
        if inner[u]:
            continue
        for i in range(start[u], start[u + 1]):
            a = order[i]
            if a & 1 or not alive[a >> 1]:
                continue
            before, v, end = u, to[a], size + 1
            pieces[size] = a >> 1
            while inner[v]:
                on = next_in_chain(graph, alive, v, before)
                pieces[end] = on >> 1
                end += 1
                before, v = v, to[on]
            if v == u:
                alive[pieces[size:end]] = False
                rounds = True
            else:
                size = end
                count += 1
                first[count] = size
    return pieces[:size], first[: count + 1], rounds


@compiled
def joined(pieces: Ints, first: Ints, travel: Ints, room: Ints) -> tuple[Ints, Ints]:
    """Return the travel of every chain, the sum of its arcs', and its room, the least of theirs; travel and room by pair."""
    count = first.size - 1
    total, least = np.zeros(count, np.int64), np.empty(count, np.int64)
    for j in range(count):
        least[j] = room[pieces[first[j]]]
        for i in range(first[j], first[j + 1]):
            total[j] += travel[pieces[i]]
            least[j] = min(least[j], room[pieces[i]])
    return total, least
