"""Least-cost trees with the arcs they consist of (Dijkstra on arrays), the search behind the choice of routes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.heap import pop, push
from safeconduct.kernel.limits import FAR

Ints = NDArray[np.int64]


@compiled
def route_tree(
    star: tuple[Ints, Ints, Ints], cost: Ints, seeds: Ints, seed_cost: Ints, goals: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Return the least cost of every node from the seeds (FAR where there is no way), and the last arc of a way that has it.

    star: (start, order, ends): node v has arcs order[start[v]:start[v + 1]], each leading to ends[arc]. cost: (m,) >= 0 per arc,
    FAR for an arc that is closed. seeds, seed_cost: (k,) nodes and the cost each begins with; arc -1 at seeds. goals: (n,) or
    (0,); the search ends at the first of these nodes, and costs above its own are then not final. n times the largest cost must
    stay below 2**62. Ties: the way found first keeps the node, so the arcs form trees without cycles.
    """
    start, order, ends = star
    n = start.size - 1
    dist, via = np.full(n, FAR, np.int64), np.full(n, -1, np.int64)
    heap = np.empty(order.size + seeds.size + 1, np.int64)
    size = 0
    for i in range(seeds.size):
        if seed_cost[i] < dist[seeds[i]]:
            dist[seeds[i]] = seed_cost[i]
            size = push(heap, size, seed_cost[i] * n + seeds[i])
    while size > 0:
        key = pop(heap, size)
        size -= 1
        d = key // n
        v = key - d * n
        if d > dist[v]:
            continue
        if goals.size > 0 and goals[v]:
            break
        for i in range(start[v], start[v + 1]):
            a = order[i]
            if cost[a] < FAR:
                w = ends[a]
                nd = d + cost[a]
                if nd < dist[w]:
                    dist[w] = nd
                    via[w] = a
                    size = push(heap, size, nd * n + w)
    return dist, via
