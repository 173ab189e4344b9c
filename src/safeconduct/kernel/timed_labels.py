"""Labels of a flow over time: until which step an exit can be reached, with one label per node instead of one per step.

People may wait at every node, so if a unit can still be brought to the goal in time from node v at step t, it can from any
earlier step too: the residual network is described by the *latest* such step of each node. Reverse moves take back what was sent
before: a unit that comes to the head of an arc may go on as if it stood at its tail when another unit entered, and one that comes
to a node while others wait there may go on at the step when they began to.

A label can rise more than once, by moves that lead through the same node at earlier steps. Each rise is a record of its own that
leads to an older record, so following records always ends.

`net` = (tail, head, travel, capacity, in_start, in_arcs, out_start, out_arcs, early, late, first, far, code, gain): early and
late are the least steps from a pocket and to the goal, the goal is the last node. The moves from node v, along the arcs that
leave it and back along those that enter it, are those from first[v] to first[v + 1] - 1: far is the node that a move leads to,
code the arc taken, ``2 a`` forward or ``2 a + 1`` back, gain the steps that it takes at least (negative back). `grid` = (horizon,
last): arrival counts by `horizon`; `last`, no earlier, is the step up to which rows reach, and at which whoever lies in a bed
leaves for the goal. Rows: see `kernel.timed_rows`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.heap import pop, push
from safeconduct.kernel.limits import FAR
from safeconduct.kernel.timed_rows import Flow, Wait, last_open, last_used, wait_end

Ints = NDArray[np.int64]
Net = tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints]
Grid = tuple[int, int]
Records = tuple[Ints, Ints, Ints, Ints, Ints]
"""(newest, level, move, following, older), all by record but the first. newest: the last record of each node, -1 without label.
level: the latest step from which that record leads on. move: the arc taken, ``2 a`` forward or ``2 a + 1`` back. following: the
record after it. older: the node's record before, with a lower level."""

Grouped = tuple[Ints, Ints]

ENOUGH = 2
"""Once a pocket that is sought is found, the search goes on for so many times the effort until then."""


@compiled
def all_moves(columns: tuple[Ints, Ints, Ints, Ints], into: Grouped, out: Grouped) -> tuple[Ints, Ints, Ints, Ints]:
    """Return (first, far, code, gain) of the moves from each node. into, out: (start, arcs) of the arcs by head and by tail."""
    tail, head, travel, _capacity = columns
    first = into[0] + out[0]
    far, code, gain = np.empty(2 * tail.size, np.int64), np.empty(2 * tail.size, np.int64), np.empty(2 * tail.size, np.int64)
    for v in range(first.size - 1):
        at = first[v]
        for a in out[1][out[0][v] : out[0][v + 1]]:
            far[at], code[at], gain[at] = head[a], 2 * a, travel[a]
            at += 1
        for a in into[1][into[0][v] : into[0][v + 1]]:
            far[at], code[at], gain[at] = tail[a], 2 * a + 1, -travel[a]
            at += 1
    return first, far, code, gain


@compiled
def latest_entry(net: Net, flow: Flow, code: int, span: tuple[int, int], grid: Grid) -> int:
    """Return the latest step at the near end of a move from which it leads to its far end by step `top`, span being (known, top).

    -1 when there is none or it is surely not after the step `known`.
    """
    tail, head, travel, _c, _is, _ia, _os, _oa, early, late = net[:10]
    at, _used, _ob, _ub, _ba, _la, _l, beds = flow
    a = code // 2
    known, top = span
    if code % 2 == 1:
        top = min(top, grid[0] - travel[a] - late[head[a]])
        if at[a] < 0 or top + travel[a] <= known:
            return -1
        i = last_used(a, top - early[tail[a]], flow)
        return i + early[tail[a]] + travel[a] if i >= 0 else -1
    if beds[a] >= 0:
        return grid[1] if beds[a] > 0 else -1
    top = min(top, grid[0] - late[head[a]]) - travel[a]
    if top <= known:
        return -1
    i = last_open(a, top - early[tail[a]], flow)
    return i + early[tail[a]] if i >= 0 else -1


@compiled
def doubled(column: Ints) -> Ints:
    """Return a copy of a column with room for as much again."""
    longer = np.empty(2 * column.size, np.int64)
    longer[: column.size] = column
    return longer


@compiled
def bits_of(n: int) -> int:
    """Return how many bits the numbers below n take."""
    bits = 1
    while n > 1 << bits:
        bits += 1
    return bits


@compiled
def label_all(net: Net, flow: Flow, wait: Wait, grid: Grid, aim: tuple[Ints, Ints, int]) -> Records:
    """Return the records for arrival by the horizon, found backwards from the goal.

    aim: (lead, sought, rise), the first two by node. Of two labels the one with the larger level - lead is followed first; when
    all nodes sought have labels, or after `ENOUGH`, the search ends. A label that is known rises only by `rise` steps or more;
    with 1, and no node sought, all labels are found and final.
    """
    first, far, codes, gain = net[10], net[11], net[12], net[13]
    lead, sought, rise = aim
    in_start, early, n = net[4], net[8], net[8].size
    goal, shift = n - 1, bits_of(n)
    newest, floor = np.full(n, -1, np.int64), early.copy()
    level, move = np.empty(4 * n, np.int64), np.empty(4 * n, np.int64)
    following, older = np.empty(4 * n, np.int64), np.empty(4 * n, np.int64)
    heap = np.empty(4 * n, np.int64)
    level[0], move[0], following[0], older[0] = grid[0], -1, -1, -1
    newest[goal], floor[goal] = 0, FAR
    count, size = 1, push(heap, 0, (lead[goal] - grid[0] << shift) + goal)
    missing, pops, most = sought.sum(), 0, -1
    open_ = sought.copy()
    while size > 0:
        key = pop(heap, size)
        size -= 1
        w = key & (1 << shift) - 1
        r = newest[w]
        if lead[w] - level[r] != key >> shift:
            continue
        pops += 1
        if open_[w] > 0:
            open_[w] = 0
            missing -= 1
            most = ENOUGH * pops + 50 if most < 0 else most
            if missing == 0:
                break
        if 0 <= most < pops:
            break
        inward, moves = in_start[w + 1] - in_start[w], first[w + 1] - first[w]  # along the arcs that enter w first
        for j in range(moves):
            k = first[w + 1] - inward + j if j < inward else first[w] + j - inward
            v = far[k]
            if level[r] + gain[k] < floor[v] and w != goal:
                continue
            step = latest_entry(net, flow, codes[k] ^ 1, (floor[v] - 1, level[r]), grid)
            if step < floor[v]:
                continue
            if count == level.size:
                level, move, following, older = doubled(level), doubled(move), doubled(following), doubled(older)
            if size == heap.size:
                heap = doubled(heap)
            level[count] = wait_end(v, step - early[v], wait) + early[v]
            move[count], following[count], older[count] = codes[k] ^ 1, r, newest[v]
            newest[v], floor[v] = count, level[count] + rise
            size = push(heap, size, (lead[v] - level[count] << shift) + v)
            count += 1
    return newest, level[:count], move[:count], following[:count], older[:count]


@compiled
def relabel(net: Net, flow: Flow, wait: Wait, records: Records, state: tuple[int, int, Grid]) -> None:
    """Give record r of node v the move to an older record that now leads on longest, and its level. state: (v, r, grid)."""
    early, first, far, codes = net[8], net[10], net[11], net[12]
    newest, level, move, following, older = records
    v, r, grid = state
    best = level[older[r]] if older[r] >= 0 else -1
    for k in range(first[v], first[v + 1]):
        code, on = codes[k], newest[far[k]]
        while on >= r:
            on = older[on]
        if on < 0 or level[on] < 0:
            continue
        known = best if wait[0][v] < 0 else -1
        step = latest_entry(net, flow, code, (known, level[on]), grid)
        if step <= known:
            continue
        step = wait_end(v, step - early[v], wait) + early[v]
        if step > best:
            best = step
            move[r], following[r] = code, on
    level[r] = min(best, level[r])
