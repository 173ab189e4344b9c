"""Send units along the labels of a flow over time, until the labels are used up.

A way is traced forward from a pocket at step 0: at each node the record that serves, the first step at or after the unit's own at
which its move is possible, and so on to the goal. Units that went before change what the records promise; where a move has become
impossible the record gets the best one left (`kernel.timed_labels.relabel`), and where none is left the way goes back by one
move.

A path is an array of five numbers a move: node, step there, move code, entry step, record.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.timed_labels import Grid, Net, Records, relabel
from safeconduct.kernel.timed_rows import (
    FREE,
    Flow,
    Wait,
    add_flow,
    add_waiting,
    fewest_waiting,
    first_open,
    first_used,
    give_flow_row,
    give_wait_row,
    last_open,
    last_used,
    room_at,
    row_length,
    wait_end,
)

Ints = NDArray[np.int64]

PATIENCE = 0.3
TRIES = 0.02
"""How many labels to lower before a new search is the cheaper way to go on, and for one way before the next pocket is; both as
shares of all there are."""


@compiled
def entry_of(net: Net, flow: Flow, code: int, span: tuple[int, int], grid: Grid) -> int:
    """Return the first entry step of a move from step t on that arrives by `top`; else the last before; else -1. span: (t, top).

    For a move back the step is that of the units taken back.
    """
    tail, head, travel, _c, _is, _ia, _os, _oa, early, late = net[:10]
    at, _used, _ob, _ub, _ba, _la, _l, beds = flow
    t, top = span
    a = code // 2
    if beds[a] >= 0:
        return grid[1] if beds[a] > 0 else -1
    base = early[tail[a]]
    if code % 2 == 0:
        low, high = t - base, min(top, grid[0] - late[head[a]]) - travel[a] - base
        i = first_open(a, low, high, flow) if low <= high else high + 1
        i = last_open(a, high, flow) if i > high else i
    else:
        low, high = max(0, t - travel[a] - base), min(top, grid[0] - travel[a] - late[head[a]]) - base
        if at[a] < 0:
            return -1
        i = first_used(a, low, high, flow) if low <= high else high + 1
        i = last_used(a, high, flow) if i > high else i
    return i + base if i >= 0 else -1


@compiled
def room_of(net: Net, flow: Flow, code: int, entry: int) -> int:
    """Return how many units a move can take at its entry step."""
    tail, _h, _t, capacity, _is, _ia, _os, _oa, early, _late = net[:10]
    at, used, _ob, _ub, _ba, _la, _l, beds = flow
    a = code // 2
    i = entry - early[tail[a]]
    if code % 2 == 1:
        return int(used[at[a] + i])
    if beds[a] >= 0:
        return int(beds[a])
    return int(capacity[a]) if at[a] < 0 else room_at(a, i, capacity, flow)


@compiled
def is_within(v: int, here: int, t: int, base: int, wait: Wait) -> bool:
    """Tell whether a unit at node v at step t can leave it at step `here`: by waiting, or back to when others began to wait."""
    return bool(here >= t or wait_end(v, here - base, wait) + base >= t)


@compiled
def cut_loop(net: Net, wait: Wait, path: Ints, count: int, state: tuple[int, int, int]) -> tuple[int, int]:
    """Return to how many moves a path can be cut when it may leave node v at `here` after an earlier visit, and the step then.

    state: (v, step there, here). So no path takes the same step of an arc, or the same waiting back, twice.
    """
    v, t, here = state
    for k in range(count):
        if path[5 * k] == v and is_within(v, here, path[5 * k + 1], net[8][v], wait):
            return k, path[5 * k + 1]
    return count, t


@compiled
def trace(parts: tuple[Net, Flow, Wait], records: Records, ends: tuple[int, int, Grid, Ints], path: Ints) -> tuple[int, int]:
    """Follow the records from a pocket at step 0; return the number of moves and how many labels were lowered.

    ends: (pocket, most labels to lower, grid, zeros per node, zeros again afterwards). 0 moves: the pocket's label is used up, or
    too many labels were lowered.
    """
    net, flow, wait = parts
    pocket, patience, grid, visits = ends
    tail, head, travel, _c, _is, _ia, _os, _oa, early, _late = net[:10]
    newest, level, move, following, older = records
    goal = early.size - 1
    v, t, count, lowered = pocket, 0, 0, 0
    r = newest[pocket]
    while v != goal:
        if r < 0 or level[r] < t or lowered > patience:
            if count == 0 or lowered > patience:
                break
            count -= 1
            v, t = path[5 * count], path[5 * count + 1]
            visits[v] -= 1
            r = following[path[5 * count - 1]] if count > 0 else newest[pocket]
            continue
        while older[r] >= 0 and level[older[r]] >= t:
            r = older[r]
        a, back = move[r] // 2, move[r] % 2
        entry = entry_of(net, flow, move[r], (t, level[following[r]]), grid)
        here = entry + travel[a] * back
        if entry < 0 or not is_within(v, here, t, early[v], wait):
            relabel(net, flow, wait, records, (v, r, grid))
            lowered += 1
            r = following[path[5 * count - 1]] if count > 0 else newest[pocket]
            continue
        if visits[v] > 0:
            kept, t = cut_loop(net, wait, path, count, (v, t, here))
            while count > kept:
                count -= 1
                visits[path[5 * count]] -= 1
        path[5 * count : 5 * count + 5] = v, t, move[r], entry, r
        visits[v] += 1
        count += 1
        v, t = (tail[a], entry) if back else (head[a], entry + travel[a])
        r = following[r]
    for k in range(count):
        visits[path[5 * k]] = 0
    return (count if v == goal else 0), lowered


@compiled
def what_fits(net: Net, flow: Flow, wait: Wait, path: Ints, count: int) -> int:
    """Return how many units fit along a path."""
    travel, early = net[2], net[8]
    fits = FREE
    for k in range(count):
        v, t, code, entry = path[5 * k], path[5 * k + 1], path[5 * k + 2], path[5 * k + 3]
        here = entry + travel[code // 2] * (code % 2)
        fits = min(fits, room_of(net, flow, code, entry))
        if here < t:
            fits = min(fits, fewest_waiting(v, here - early[v], t - early[v], wait))
    return fits


@compiled
def needs_flow_row(a: int, net: Net, flow: Flow) -> bool:
    """Tell whether arc `a` must get a row before anything enters it."""
    return bool(flow[0][a] < 0 and net[3][a] < FREE and flow[7][a] < 0)


@compiled
def flow_row(a: int, last: int, net: Net) -> int:
    """Return the length of an arc's row for rows up to step `last`."""
    tail, head, travel, early, late = net[0], net[1], net[2], net[8], net[9]
    return row_length(last - early[tail[a]] - travel[a] - late[head[a]])


@compiled
def wait_row(v: int, last: int, net: Net) -> int:
    """Return the length of a node's row of waiting for rows up to step `last`."""
    return row_length(last - net[8][v] - net[9][v])


@compiled
def row_lengths(net: Net, flow: Flow, wait: Wait, path: Ints, terms: tuple[int, int]) -> tuple[int, int]:
    """Return how many steps of flow rows and of waiting rows a path needs that are not there yet. terms: (moves, last)."""
    count, last = terms
    flows = waits = 0
    for k in range(count):
        v, t, code, entry = path[5 * k], path[5 * k + 1], path[5 * k + 2], path[5 * k + 3]
        if code % 2 == 0 and needs_flow_row(code // 2, net, flow):
            flows += flow_row(code // 2, last, net)
        if wait[0][v] < 0 and entry + net[2][code // 2] * (code % 2) > t:
            waits += wait_row(v, last, net)
    return flows, waits


@compiled
def apply(net: Net, flow: Flow, wait: Wait, path: Ints, terms: tuple[int, int, int, Ints]) -> None:
    """Send units along a traced path, giving rows to arcs and nodes that need one.

    terms: (moves, amount, last step of rows, sizes as in `give_flow_row`); the arrays must have room.
    """
    tail, travel, capacity, early, beds = net[0], net[2], net[3], net[8], flow[7]
    count, amount, last, sizes = terms
    for k in range(count):
        v, t, code, entry = path[5 * k], path[5 * k + 1], path[5 * k + 2], path[5 * k + 3]
        a = code // 2
        here = entry + travel[a] * (code % 2)
        if here > t:
            if wait[0][v] < 0:
                give_wait_row(v, wait_row(v, last, net), wait, sizes)
            add_waiting(v, (t - early[v], here - early[v]), amount, wait)
        elif here < t:
            add_waiting(v, (here - early[v], t - early[v]), -amount, wait)
        if code % 2 == 1:
            add_flow(a, entry - early[tail[a]], -amount, capacity, flow)
            continue
        if needs_flow_row(a, net, flow):
            give_flow_row(a, flow_row(a, last, net), flow, sizes)
        if beds[a] >= 0:
            beds[a] -= amount
        elif capacity[a] < FREE:
            add_flow(a, entry - early[v], amount, capacity, flow)


@compiled
def send(net: Net, flow: Flow, wait: Wait, records: Records, people: tuple[Ints, Ints, Ints, Grid]) -> tuple[int, int, int]:
    """Send along the records from each pocket in turn until its label is used up; return (units, flow and waiting steps lacking).

    people: (pocket nodes, units still there (changed in place), sizes as in `give_flow_row`, grid). When rows lack room the last
    two tell how much; the caller makes room and goes on. Ends earlier when too many labels were lowered.
    """
    pockets, left, sizes, grid = people
    path = np.empty(5 * (records[1].size + 1), np.int64)
    visits = np.zeros(records[0].size, np.int64)
    total, patience, tries = 0, int(PATIENCE * records[1].size) + 64, int(TRIES * records[1].size) + 64
    for index in range(pockets.size):
        while left[index] > 0:
            count, lowered = trace((net, flow, wait), records, (pockets[index], min(patience, tries), grid, visits), path)
            patience -= lowered
            if count == 0:
                break
            flows, waits = row_lengths(net, flow, wait, path, (count, grid[1]))
            if sizes[0] + flows > flow[1].size or sizes[1] + waits > wait[1].size:
                return total, flows, waits
            amount = min(what_fits(net, flow, wait, path, count), left[index])
            apply(net, flow, wait, path, (count, amount, grid[1], sizes))
            left[index] -= amount
            total += amount
        if patience < 0:
            break
    return total, 0, 0
