"""Shortest paths on a residual graph with node potentials (Dijkstra).

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


@compiled
def distances(graph: tuple[Ints, Ints, Ints, Ints], room: Ints, h: Ints, seeds: Ints, seed_distance: Ints) -> Ints:
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
