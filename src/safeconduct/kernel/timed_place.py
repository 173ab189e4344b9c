"""Place units of a flow over time one way at a time, as long as anybody who waits can still be out by the horizon.

Ways are traced back from the goal along the records of `kernel.timed_reach`: at each node the record that serves, then the last
step at which its move is possible, and so on to a pocket. After each way the records are mended and the search goes on.

A path back is an array of five numbers a move: node, step at which one must be there, code and entry step of the move to it, and
one that is not used.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.timed_labels import Grid, Net
from safeconduct.kernel.timed_reach import Front, Parts, Records, began, mend, search
from safeconduct.kernel.timed_rows import Flow, Wait, first_open, first_used, last_open, last_used
from safeconduct.kernel.timed_ways import apply, row_lengths, what_fits

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MENDING = 100
"""What mending counts for, in nodes looked at."""


@compiled
def last_entry(net: Net, flow: Flow, code: int, span: tuple[int, int], horizon: int) -> int:
    """Return the last entry step of a move that leaves from step `low` on and arrives by `t`; else the first after; else -1.

    span: (low, t). For a move back the step is that of the units whose place is taken.
    """
    tail, head, travel, _c, _is, _ia, _os, _oa, early, late = net[:10]
    low, t = span
    a, back = code // 2, code % 2
    base, steps = early[tail[a]], travel[a]
    if back and flow[0][a] < 0:
        return -1
    first = max(0, low - base - back * steps)
    top = horizon - late[head[a]] - steps - base
    by = t - base - (1 - back) * steps
    i = -1
    if min(by, top) >= first:
        i = last_used(a, min(by, top), flow) if back else last_open(a, min(by, top), flow)
    if i < first:
        i = max(first, by + 1)
        if i <= top:
            i = first_used(a, i, top, flow) if back else first_open(a, i, top, flow)
        if i > top:
            return -1
    return int(i + base)


@compiled
def is_in_time(parts: Parts, v: int, here: int, t: int) -> bool:
    """Tell whether a unit that comes to node v at step `here` can be there at t: by waiting, or by going back."""
    return bool(here <= t or began(parts[0], parts[2], v, here) <= t)


@compiled
def cut_loop(parts: Parts, path: Ints, count: int, state: tuple[int, int, int]) -> tuple[int, int]:
    """Return to how many moves a path back can be cut when a later visit of node v serves an earlier one, and the step then.

    state: (v, step there, arrival). So no path takes the same step of an arc, or the same waiting back, twice.
    """
    v, t, here = state
    for k in range(count):
        if path[5 * k] == v and is_in_time(parts, v, here, path[5 * k + 1]):
            return k, path[5 * k + 1]
    return count, t


@compiled
def trace(parts: Parts, newest: Ints, records: Records, horizon: int, room: tuple[Ints, Ints]) -> tuple[int, int]:
    """Follow the records from the goal, which has one, back to a pocket; return (moves, pocket), -1 moves if a record is untrue.

    room: (path, zeros per node, zeros again afterwards).
    """
    net, flow, _wait = parts
    tail, head, travel = net[0], net[1], net[2]
    level, move, parent, older = records[0], records[1], records[2], records[3]
    path, visits = room
    v, t, count = tail[move[newest[-1]] // 2], horizon, 0
    r = newest[v]
    while True:
        while older[r] >= 0 and level[older[r]] <= t:
            r = older[r]
        if move[r] < 0:
            break
        a, back = move[r] // 2, move[r] % 2
        entry = last_entry(net, flow, move[r], (level[parent[r]], t), horizon)
        here = entry + travel[a] * (1 - back)
        if entry < 0 or not is_in_time(parts, v, here, t):
            return -1, v
        if visits[v] > 0:
            kept, t = cut_loop(parts, path, count, (v, t, here))
            while count > kept:
                count -= 1
                visits[path[5 * count]] -= 1
        path[5 * count : 5 * count + 5] = v, t, move[r], entry, r
        visits[v] += 1
        count += 1
        v, t = (head[a], entry + travel[a]) if back else (tail[a], entry)
        r = parent[r]
    for k in range(count):
        visits[path[5 * k]] = 0
    return count, v


@compiled
def turned(net: Net, path: Ints, way: Ints, terms: tuple[int, int, int]) -> int:
    """Write a path back as a way from its pocket to the goal to `way`; return the number of its moves.

    terms: (moves of the path, arc into the goal, step at which it is entered, -1 for that of the arrival there).
    """
    tail, head, travel = net[0], net[1], net[2]
    count, last_arc, entered = terms
    t = 0
    for k in range(count):
        code, entry = path[5 * (count - 1 - k) + 2], path[5 * (count - 1 - k) + 3]
        a, back = code // 2, code % 2
        way[5 * k : 5 * k + 5] = head[a] if back else tail[a], t, code, entry, -1
        t = entry + travel[a] * (1 - back)
    way[5 * count : 5 * count + 5] = tail[last_arc], t, 2 * last_arc, entered if entered >= 0 else t, -1
    return count + 1


@compiled
def mark(way: Ints, count: int, arcs: Flags, nodes: Flags) -> None:
    """Mark the arcs and nodes of a way, and no others."""
    arcs[:] = False
    nodes[:] = False
    for k in range(count):
        arcs[way[5 * k + 2] // 2] = True
        nodes[way[5 * k]] = True


@compiled
def pockets_first(net: Net, left: Ints, horizon: int) -> tuple[int, Front, Records]:
    """Return the records of the pockets where somebody is left: (count, front, columns). left: (n,) units at each node."""
    n = left.size
    waiting = np.flatnonzero(left > 0)
    newest = np.full(n, -1, np.int64)
    newest[waiting] = np.arange(waiting.size)
    bound = horizon - net[9] + 1
    bound[waiting] = 0
    none, zeros = np.full(4 * n, -1, np.int64), np.zeros(4 * n, np.int64)
    node = zeros.copy()
    node[: waiting.size] = waiting
    return waiting.size, (newest, left > 0, bound), (zeros, none, none.copy(), none.copy(), node, zeros.copy())


@compiled
def place(net: Net, flow: Flow, wait: Wait, people: tuple[Ints, Ints, Ints], terms: tuple[Grid, int]) -> tuple[int, int, int]:
    """Place units until all are out, no more can be, or the effort is spent; return (state, flow, waiting steps).

    people: (units left at each node, changed in place; sizes as in `give_flow_row`; lead as in `search`). terms: (grid, nodes
    to look at). state: 0 go on with another call, 1 nobody can be out in time any more, -1 a record was untrue.
    When rows lack room the last two tell how many steps they lack; the caller makes room.
    """
    left, sizes, lead = people
    grid, effort = terms
    horizon, parts, beds = grid[0], (net, flow, wait), flow[7]
    goal = left.size - 1
    count, front, records = pockets_first(net, left, horizon)
    arcs, nodes, lost = np.zeros(beds.size, np.bool_), np.zeros(left.size, np.bool_), np.zeros(left.size, np.bool_)
    path, visits = np.empty(0, np.int64), np.zeros(left.size, np.int64)
    way = path
    while effort > 0 and left.any():
        count, looks, records = search(parts, (count, horizon, lead), front, records)
        if front[0][goal] < 0:
            return 1, 0, 0
        if path.size < 5 * (count + 1):
            path, way = np.empty(10 * (count + 1), np.int64), np.empty(10 * (count + 1), np.int64)
        steps, pocket = trace(parts, front[0], records, horizon, (path, visits))
        if steps < 0:
            return -1, 0, 0
        out = records[1][front[0][goal]] // 2
        steps = turned(net, path, way, (steps, out, grid[1] if beds[out] >= 0 else -1))
        flows, waits = row_lengths(net, flow, wait, way, (steps, grid[1]))
        if sizes[0] + flows > flow[1].size or sizes[1] + waits > wait[1].size:
            return 0, flows, waits
        amount = min(what_fits(net, flow, wait, way, steps), left[pocket])
        apply(net, flow, wait, way, (steps, amount, grid[1], sizes))
        left[pocket] -= amount
        effort -= looks + MENDING
        mark(way, steps, arcs, nodes)
        count = mend(parts, (count, horizon, left), front, records, (arcs, nodes, lost))
    return 0, 0, 0
