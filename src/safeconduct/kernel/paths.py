"""Shortest paths on a residual graph with node potentials (Dijkstra), on a plain one, and labels corrected arc by arc.

The graph is a list of arcs with their opposites: arc ``2 i`` runs forward, ``2 i + 1`` back. ``start`` (n + 1) and ``order``
list the arcs that leave each node; ``to``, ``cost`` and ``room`` (what an arc can still carry) are indexed by arc. With
potentials ``h`` the reduced cost ``cost + h[v] - h[w]`` of every arc with room must not be negative.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.heap import pop, push
from safeconduct.kernel.limits import FAR

Ints = NDArray[np.int64]
Graph = tuple[Ints, Ints, Ints, Ints]


@compiled
def distances(graph: Graph, room: Ints, h: Ints, seeds: Ints, seed_distance: Ints) -> Ints:
    """Return the reduced distance of every node from the seeds, FAR where there is no way.

    graph: (start, order, to, cost). seeds, seed_distance: (k,) nodes and the reduced distance each begins with (>= 0). Shape
    (n,). Keys are distance * n + node, so n times the longest distance must stay below 2**62.
    """
    start, order, to, cost = graph
    n = start.size - 1
    dist = np.full(n, FAR, np.int64)
    heap = np.empty(order.size + seeds.size + 1, np.int64)
    size = 0
    for i in range(seeds.size):
        if seed_distance[i] < dist[seeds[i]]:
            dist[seeds[i]] = seed_distance[i]
            size = push(heap, size, seed_distance[i] * n + seeds[i])
    while size > 0:
        key = pop(heap, size)
        size -= 1
        d = key // n
        v = key - d * n
        if d > dist[v]:
            continue
        for i in range(start[v], start[v + 1]):
            a = order[i]
            if room[a] > 0:
                w = to[a]
                nd = d + cost[a] + h[v] - h[w]
                if nd < dist[w]:
                    dist[w] = nd
                    size = push(heap, size, nd * n + w)
    return dist


@compiled
def travel_from(start: Ints, head: Ints, travel: Ints, seeds: Ints) -> Ints:
    """Return the least travel (n,) of every node from the nearest seed, FAR where there is no way.

    head, travel: by arc, sorted so that node v has the arcs start[v]:start[v + 1]; travel >= 0. Limits as for `distances`.
    """
    n = start.size - 1
    dist = np.full(n, FAR, np.int64)
    heap = np.empty(head.size + seeds.size + 1, np.int64)
    size = 0
    for i in range(seeds.size):
        if dist[seeds[i]] > 0:
            dist[seeds[i]] = 0
            size = push(heap, size, seeds[i])
    while size > 0:
        key = pop(heap, size)
        size -= 1
        d = key // n
        v = key - d * n
        if d > dist[v]:
            continue
        for i in range(start[v], start[v + 1]):
            w = head[i]
            nd = d + travel[i]
            if nd < dist[w]:
                dist[w] = nd
                size = push(heap, size, nd * n + w)
    return dist


@compiled
def correct_labels(graph: Graph, room: Ints, labels: Ints) -> bool:
    """Lower the labels (n,), in place, to the least distances that follow from them along arcs with room; FAR is no label.

    Labels that are right already are never touched, so this is quick where only few nodes between them lack theirs. Costs may
    be negative. Returns False, the labels being then of no use, when a cycle of negative cost makes them fall without end.
    """
    start, order, to, cost = graph
    n = start.size - 1
    queue, queued = np.empty(n, np.int64), np.zeros(n, np.bool_)
    rounds = np.zeros(n, np.int64)
    size = 0
    for v in range(n):
        if labels[v] < FAR:
            queue[size] = v
            queued[v] = True
            size += 1
    at = 0
    while size > 0:
        v = queue[at]
        at = at + 1 if at + 1 < n else 0
        size -= 1
        queued[v] = False
        for i in range(start[v], start[v + 1]):
            a = order[i]
            w = to[a]
            if room[a] > 0 and labels[v] + cost[a] < labels[w]:
                labels[w] = labels[v] + cost[a]
                if not queued[w]:
                    rounds[w] += 1
                    if rounds[w] > n + 1:
                        return False
                    queued[w] = True
                    queue[(at + size) % n] = w
                    size += 1
    return True
