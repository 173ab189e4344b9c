"""Successive shortest paths: cheapest flows of every value at once, the engine of the clearance time.

The flow starts at sources, any amount at each, and ends at the goal, the last node, whose potential stays 0. `Flow` is what
changes: (room, h, sent, close). room (2 m,) and h (n,) are the residual graph and its potentials; sent (n,) says how much starts
at each node. Started amounts can be taken back: that is a way from the node to the goal at the cost `close`, which stays the
same. So with close = horizon + 1 a source can be added to a flow that is the best for this horizon, and the other sources give
way where that is better; a close beyond all lengths makes taking back useless.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.heap import pop, push
from safeconduct.kernel.limits import FAR

Ints = NDArray[np.int64]
LARGEST = 4e18
Graph = tuple[Ints, Ints, Ints, Ints]
Flow = tuple[Ints, Ints, Ints, int]
Work = tuple[Ints, Ints, Ints, Ints, Ints]
"""dist (n,), all FAR between searches; touched (n,); heap; place (n,) and way (n,) of the search in depth."""


@compiled
def highest(h: Ints, sources: Ints) -> int:
    """Return the highest potential of the sources: that of the point before them all."""
    top = h[sources[0]]
    for i in range(1, sources.size):
        top = max(top, h[sources[i]])
    return int(top)


@compiled
def work_arrays(graph: Graph, sources: int) -> Work:
    """Return the arrays that the searches on a graph need, with the distances all FAR."""
    n = graph[0].size - 1
    heap = np.empty(graph[1].size + sources + n + 1, np.int64)
    return np.full(n, FAR, np.int64), np.empty(n, np.int64), heap, np.empty(n, np.int64), np.empty(n, np.int64)


@compiled
def begin(h: Ints, sources: Ints, work: Work, limit: int) -> int:
    """Put the sources that are not beyond `limit` on the heap, and return how many."""
    dist, touched, heap, _place, _way = work
    top = highest(h, sources)
    count = 0
    for i in range(sources.size):
        p = sources[i]
        if top - h[p] <= limit and dist[p] == FAR:
            dist[p] = top - h[p]
            touched[count] = p
            count = push(heap, count, dist[p] * h.size + p)
    return count


@compiled
def move_potentials(h: Ints, dist: Ints, touched: Ints, length: int) -> None:
    """Lower the potentials of the nodes touched that are nearer than `length`, and make all distances FAR again, in place."""
    for i in range(touched.size):
        v = touched[i]
        if dist[v] < length:
            h[v] += dist[v] - length
        dist[v] = FAR


@compiled
def raise_potentials(graph: Graph, flow: Flow, sources: Ints, work: Work, limit: int) -> tuple[int, int]:
    """Move the potentials so that a shortest path to the goal becomes free; return its reduced length and the nodes settled.

    The length is -1 when it is above `limit` (>= 0); the potentials are then moved by limit + 1. Every
    arc with room keeps a reduced cost >= 0; only nodes nearer than the goal move.
    """
    start, order, to, cost = graph
    room, h, sent, close = flow
    dist, touched, heap, _place, _way = work
    n = start.size - 1
    goal = n - 1
    count = begin(h, sources, work, limit)
    size = count
    length = -1
    settled = 0
    while size > 0:
        key = pop(heap, size)
        size -= 1
        d = key // n
        v = key - d * n
        if d > dist[v]:
            continue
        settled += 1
        if v == goal:
            length = d
            break
        if sent[v] > 0 and d + close + h[v] <= limit and d + close + h[v] < dist[goal]:
            if dist[goal] == FAR:
                touched[count] = goal
                count += 1
            dist[goal] = d + close + h[v]
            size = push(heap, size, dist[goal] * n + goal)
        for i in range(start[v], start[v + 1]):
            a = order[i]
            if room[a] > 0:
                w = to[a]
                nd = d + cost[a] + h[v] - h[w]
                if nd < dist[w] and nd <= limit and nd < dist[goal]:
                    if dist[w] == FAR:
                        touched[count] = w
                        count += 1
                    dist[w] = nd
                    size = push(heap, size, nd * n + w)
    move_potentials(h, dist, touched[:count], limit + 1 if length < 0 else length)
    return length, settled


@compiled
def find_free_way(graph: Graph, flow: Flow, work: Work, depth: int) -> int:
    """Lengthen the way in `work` by free arcs until it ends; return its depth, or -1 when it has shrunk to nothing.

    The way holds arcs; the node it stands at is the head of the last one. place[v] is the next arc of v to try, -1 where v was
    not met; nodes from which nothing leads on stay met and are not tried again. A way ends at the goal or at a node whose
    started amount can be taken back at no cost.
    """
    start, order, to, cost = graph
    room, h, sent, close = flow
    _dist, _touched, _heap, place, way = work
    while depth > 0:
        v = to[way[depth - 1]]
        if v == start.size - 2 or (sent[v] > 0 and close + h[v] == 0):
            return depth
        if place[v] < 0:
            place[v] = start[v]
        on = -1
        while place[v] < start[v + 1] and on < 0:
            a = order[place[v]]
            if room[a] > 0 and place[to[a]] < 0 and cost[a] + h[v] - h[to[a]] == 0:
                on = a
            else:
                place[v] += 1
        if on >= 0:
            way[depth] = on
            depth += 1
        else:
            depth -= 1
            if depth > 0:
                place[to[way[depth] ^ 1]] += 1
    return -1


@compiled
def send(graph: Graph, flow: Flow, work: Work, depth: int) -> tuple[int, int]:
    """Send as much as fits along the way of that depth; return the amount and the depth up to which the way still has room."""
    to = graph[2]
    room, _h, sent, _close = flow
    _dist, _touched, _heap, place, way = work
    end = to[way[depth - 1]]
    amount = room[way[0]]
    for i in range(1, depth):
        amount = min(amount, room[way[i]])
    if end != graph[0].size - 2:
        amount = min(amount, sent[end])
        sent[end] -= amount
    shortest = depth
    for i in range(depth - 1, -1, -1):
        room[way[i]] -= amount
        room[way[i] ^ 1] += amount
        if room[way[i]] == 0:
            shortest = i
    for i in range(shortest, depth):
        place[to[way[i]]] = -1  # off the way again, and not known to lead nowhere
    return amount, shortest


@compiled
def send_free(graph: Graph, flow: Flow, sources: Ints, work: Work, ways: list[np.int64]) -> int:
    """Send along free ways from the sources of the highest potential until no search in depth finds one; return the amount.

    Every way is put at the end of `ways`: its amount, the number of its arcs, its arcs.
    """
    start, order, to, cost = graph
    room, h, sent, _close = flow
    _dist, _touched, _heap, place, way = work
    top = highest(h, sources)
    place[:] = -1
    total = 0
    for s in range(sources.size):
        p = sources[s]
        if h[p] != top or place[p] >= 0:
            continue
        place[p] = start[p]
        while place[p] < start[p + 1]:
            a = order[place[p]]
            if room[a] == 0 or place[to[a]] >= 0 or cost[a] + h[p] - h[to[a]] != 0:
                place[p] += 1
                continue
            way[0] = a
            depth = find_free_way(graph, flow, work, 1)
            while depth > 0:
                arcs = way[:depth].copy()
                amount, depth = send(graph, flow, work, depth)
                ways.append(np.int64(amount))
                ways.append(np.int64(arcs.size))
                ways.extend(arcs)
                total += amount
                sent[p] += amount
                depth = find_free_way(graph, flow, work, depth)
    return total


@compiled
def successive_paths(
    graph: Graph, flow: Flow, sources: Ints, before: tuple[int, int], bounds: tuple[int, int, int]
) -> tuple[Ints, Ints, Ints, int]:
    """Return lengths (never falling) and amounts of the cheapest flow's paths, the ways sent along, and how far all are known.

    graph: (start, order, to, cost) as in `kernel.paths`. flow: changed in place, afterwards the residual state. sources: (k,)
    nodes where any amount starts. before: total amount, and sum of amount x length (-1: beyond 64 bits; then no path is left out
    for the demand's sake), of the paths found by earlier calls.
    bounds: (horizon, demand, effort): every path no longer than `horizon` is found; with demand > 0 also every path that
    matters until `demand` units, sent along these paths repeatedly, have arrived. After about `effort` settled nodes the search
    pauses: the last value is then -1, and the same call with the new `before` goes on.
    """
    horizon, demand, effort = bounds
    n = graph[0].size - 1
    h = flow[1]
    work = work_arrays(graph, sources.size)
    lengths, amounts, ways = [np.int64(0)][:0], [np.int64(0)][:0], [np.int64(0)][:0]
    total, weighted = before
    reach, complete = horizon, False
    while effort > 0 and not complete:
        if demand > 0:
            reach = FAR // n
            if total > 0 and weighted >= 0:
                reach = min(reach, max(horizon, (demand + weighted + total - 1) // total - 1))
        length = -highest(h, sources)
        complete = length > reach
        if complete:
            continue
        amount = send_free(graph, flow, sources, work, ways)
        if amount > 0:
            lengths.append(np.int64(length))
            amounts.append(np.int64(amount))
            total += amount
            fits = weighted >= 0 and float(amount) * float(length) + float(weighted) + float(demand) < LARGEST
            weighted = weighted + amount * length if fits else -1
        _reduced, settled = raise_potentials(graph, flow, sources, work, reach - length)
        effort -= settled + sources.size
    found = np.array(lengths, dtype=np.int64), np.array(amounts, dtype=np.int64), np.array(ways, dtype=np.int64)
    return found[0], found[1], found[2], reach if complete else -1
