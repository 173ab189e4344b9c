"""Routes for many units at once: paths out of a flow on plain arcs, and driving them step by step as early as there is room."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.timed_labels import Grid, Net
from safeconduct.kernel.timed_rows import FREE, Flow, Wait, first_open
from safeconduct.kernel.timed_ways import apply, room_of, row_lengths

Ints = NDArray[np.int64]
MOST_WORK = 20_000_000
"""Steps (of waiting and driving, all groups together) after which the driving of routes gives its caller a chance to end."""

Routes = tuple[Ints, Ints, Ints, Ints]
"""(first, arcs, pocket, units): route i takes arcs[first[i]:first[i + 1]] from the pocket of index pocket[i]."""


@compiled
def follow(net: Net, carried: Ints, work: tuple[Ints, Ints], way: Ints, pocket: int) -> int:
    """Write a way of arcs that carry something from the pocket to the goal to `way`; return how many, 0 when there is none.

    work: (n,) the next arc to look at from each node, and (n,) all -1. Rounds that are met are taken off `carried`.
    """
    at, place = work
    head, out_start, out_arcs = net[1], net[6], net[7]
    goal = place.size - 1
    v, count = pocket, 0
    place[v] = 0
    while v != goal:
        while at[v] < out_start[v + 1] and carried[out_arcs[at[v]]] == 0:
            at[v] += 1
        if at[v] == out_start[v + 1]:
            break
        a = out_arcs[at[v]]
        v = head[a]
        way[count] = a
        count += 1
        if place[v] < 0:
            place[v] = count
            continue
        begin = place[v]
        least = carried[way[begin:count]].min()
        while count > begin:
            count -= 1
            carried[way[count]] -= least
            place[head[way[count]]] = -1
        place[v] = begin
    for i in range(count):
        place[head[way[i]]] = -1
    place[pocket] = -1
    return count if v == goal else 0


@compiled
def split_into_routes(net: Net, carried: Ints, pockets: Ints, amounts: Ints) -> Routes:
    """Return routes from the pockets to the goal that make up a flow; rounds in it are left out.

    carried: (m,) units on each arc, used up in place. amounts: (k,) units that start at each pocket, no more than the flow brings
    out.
    """
    n = net[6].size - 1
    at, place, way = net[6][:n].copy(), np.full(n, -1, np.int64), np.empty(n + 1, np.int64)
    first, arcs = [np.int64(0)], [np.int64(0)][:0]
    owners, units = [np.int64(0)][:0], [np.int64(0)][:0]
    for index in range(pockets.size):
        left = amounts[index]
        while left > 0:
            count = follow(net, carried, (at, place), way, pockets[index])
            if count == 0:
                break
            most = min(left, carried[way[:count]].min())
            carried[way[:count]] -= most
            arcs.extend(way[:count])
            first.append(np.int64(len(arcs)))
            owners.append(np.int64(index))
            units.append(np.int64(most))
            left -= most
    return np.array(first), np.array(arcs), np.array(owners), np.array(units)


@compiled
def next_group(net: Net, flow: Flow, arcs: Ints, path: Ints, grid: Grid) -> tuple[int, int]:
    """Write how the next group drives a route, each arc when it first has room; return (units, arrival), 0 if too late."""
    tail, _h, travel, _c, _is, _ia, _os, _oa, early, late = net[:10]
    head, beds = net[1], flow[7]
    t, fits, arrival = 0, FREE, 0
    for k in range(arcs.size):
        a = arcs[k]
        if beds[a] >= 0:
            entry = grid[1]
        else:
            top = grid[0] - late[head[a]] - travel[a]
            entry = first_open(a, t - early[tail[a]], top - early[tail[a]], flow) + early[tail[a]]
            if entry > top:
                return 0, 0
            arrival = entry + travel[a]
        path[5 * k], path[5 * k + 1], path[5 * k + 2], path[5 * k + 3] = tail[a], t, 2 * a, entry
        fits = min(fits, room_of(net, flow, 2 * a, entry))
        t = entry + travel[a]
    return fits, arrival


@compiled
def drive(net: Net, flow: Flow, wait: Wait, routes: Routes, state: tuple[Ints, Ints, Grid, int]) -> tuple[int, int, int, int]:
    """Drive routes in turn while they arrive by the horizon; return (next route, flow and waiting steps lacking, last).

    state: (units left of each route, changed in place; sizes as in `give_flow_row`; grid; route to begin with). last: the latest
    arrival. When rows lack room the second and third tell how much; the caller makes room and goes on. After
    about `MOST_WORK` steps it returns as well, so that the caller can be asked to end.
    """
    left, sizes, grid, begin = state
    first, arcs, _pocket, _units = routes
    path = np.empty(5 * (net[8].size + 1), np.int64)
    last, work = 0, 0
    for index in range(begin, left.size):
        way = arcs[first[index] : first[index + 1]]
        while left[index] > 0:
            if work > MOST_WORK:
                return index, 0, 0, last
            fits, arrival = next_group(net, flow, way, path, grid)
            if fits <= 0:
                break
            flows, waits = row_lengths(net, flow, wait, path, (way.size, grid[1]))
            if sizes[0] + flows > flow[1].size or sizes[1] + waits > wait[1].size:
                return index, flows, waits, last
            amount = min(fits, left[index])
            apply(net, flow, wait, path, (way.size, amount, grid[1], sizes))
            left[index] -= amount
            work += arrival + way.size
            last = max(last, arrival)
    return left.size, 0, 0, last
