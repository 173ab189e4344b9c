"""Successive shortest paths: cheapest flows of every value at once, the engine of the clearance time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.heap import pop, push
from safeconduct.kernel.limits import FAR

Ints = NDArray[np.int64]
Graph = tuple[Ints, Ints, Ints, Ints]
"""Four arrays: of a graph (start, order, to, cost), or of a search (dist, entered, touched, heap)."""


@compiled
def highest(h: Ints, sources: Ints) -> int:
    """Return the highest potential of the sources: that of the point before them all."""
    top = h[sources[0]]
    for i in range(1, sources.size):
        top = max(top, h[sources[i]])
    return int(top)


@compiled
def begin(h: Ints, sources: Ints, work: Graph, limit: int) -> int:
    """Put the sources that are not beyond `limit` on the heap, and return how many; work as in `nearest_path`."""
    dist, entered, touched, heap = work
    top = highest(h, sources)
    count = 0
    for i in range(sources.size):
        p = sources[i]
        if top - h[p] <= limit and dist[p] == FAR:
            dist[p] = top - h[p]
            entered[p] = -1
            touched[count] = p
            count = push(heap, count, dist[p] * h.size + p)
    return count


@compiled
def move_potentials(h: Ints, dist: Ints, touched: Ints, length: int) -> None:
    """Lower the potentials of the nodes nearer than the goal, in place, and make `dist` FAR again at all touched nodes."""
    for i in range(touched.size):
        v = touched[i]
        if dist[v] < length:
            h[v] += dist[v] - length
        dist[v] = FAR


@compiled
def nearest_path(
    graph: Graph, residual: tuple[Ints, Ints], sources: Ints, work: tuple[Ints, Ints, Ints, Ints], limit: int
) -> int:
    """Find a shortest path from any source to the last node; return its reduced length, or -1 when it is above `limit`.

    residual: (room, h). work: (dist, entered, touched, heap), with dist all FAR at the call and again afterwards; entered[v] is
    the arc by which the path comes to v (-1 at a source). The potentials `h` are moved so that every arc with room, and the path
    with all its opposites, keeps a reduced cost >= 0; only nodes nearer than the goal are touched.
    """
    start, order, to, cost = graph
    room, h = residual
    dist, entered, touched, heap = work
    n = start.size - 1
    goal = n - 1
    count = begin(h, sources, work, limit)
    size = count
    length = -1
    while size > 0:
        key = pop(heap, size)
        size -= 1
        d = key // n
        v = key - d * n
        if d > dist[v]:
            continue
        if v == goal:
            length = d
            break
        for i in range(start[v], start[v + 1]):
            a = order[i]
            w = to[a]
            if room[a] > 0:
                nd = d + cost[a] + h[v] - h[w]
                if nd < dist[w] and nd <= limit and nd < dist[goal]:
                    if dist[w] == FAR:
                        touched[count] = w
                        count += 1
                    dist[w] = nd
                    entered[w] = a
                    size = push(heap, size, nd * n + w)
    move_potentials(h, dist, touched[:count], length)
    return length


@compiled
def send(to: Ints, room: Ints, entered: Ints, goal: int) -> int:
    """Send as much as fits along the path that `entered` describes, change `room`, and return the amount."""
    amount = FAR
    v = goal
    while entered[v] >= 0:
        amount = min(amount, room[entered[v]])
        v = to[entered[v] ^ 1]
    v = goal
    while entered[v] >= 0:
        room[entered[v]] -= amount
        room[entered[v] ^ 1] += amount
        v = to[entered[v] ^ 1]
    return amount


@compiled
def successive_paths(graph: Graph, room: Ints, h: Ints, sources: Ints, bounds: tuple[int, int, int]) -> tuple[Ints, Ints, int]:
    """Return lengths (never falling) and amounts of the cheapest flow's paths, and the length up to which they are complete.

    graph: (start, order, to, cost) as in `kernel.paths`, the goal is the last node. room (2 m,) and h (n,) are changed in place:
    afterwards they hold the residual graph and its potentials. sources: nodes where any amount starts.
    bounds: (horizon, demand, most): every path no longer than `horizon` is found; with demand > 0 also every path that matters
    until `demand` units, sent along these paths repeatedly, have arrived. No more than `most` different lengths; the last value
    is then -1 and the caller asks again with more.
    """
    start, order, to, _cost = graph
    horizon, demand, most = bounds
    n = start.size - 1
    work = (np.full(n, FAR, np.int64), np.full(n, -1, np.int64), np.empty(n, np.int64), np.empty(order.size + n + 1, np.int64))
    lengths, amounts = np.empty(most, np.int64), np.empty(most, np.int64)
    count, total, weighted = 0, 0, 0
    reach = horizon if demand <= 0 else FAR // (4 * n)
    while True:
        offset = h[n - 1] - highest(h, sources)
        reduced = nearest_path(graph, (room, h), sources, work, reach - offset)
        if reduced < 0:
            break
        length = reduced + offset
        amount = send(to, room, work[1], n - 1)
        if count > 0 and lengths[count - 1] == length:
            amounts[count - 1] += amount
        elif count == most:
            return lengths, amounts, -1
        else:
            lengths[count], amounts[count] = length, amount
            count += 1
        total += amount
        weighted += amount * length
        if demand > 0:
            reach = max(horizon, (demand + weighted + total - 1) // total - 1)
    return lengths[:count], amounts[:count], reach
