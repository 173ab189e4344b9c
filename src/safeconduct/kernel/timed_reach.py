"""Where those who still wait can be, and when: the earliest step of each node, kept and mended from one way to the next.

People may wait at every node, so whoever can be at a node at a step can be there at any later one: what can be reached in the
residual network is described by the *earliest* such step of each node. Whoever comes to the tail of an arc may enter it when
there is room; whoever comes to its head may take the place of a unit that arrives then, and go on from the tail at the step at
which that unit entered; and whoever comes to a node while others wait there may go on at the step when they began to.

A node may be reached earlier and earlier, by ways that lead through it at later steps. Each time is a record of its own that
comes from an older one, so following records back always ends. What is sent along a way makes nothing reachable that was not
(the moves back that it opens lead to where it came by). So the records stay, but for those whose move it used up: these are taken
out, and the search goes on around them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.heap import pop, push
from safeconduct.kernel.timed_labels import Net, bits_of
from safeconduct.kernel.timed_rows import Flow, Wait, first_open, first_used, wait_begin

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Parts = tuple[Net, Flow, Wait]
Front = tuple[Ints, Flags, Ints]
"""(newest, is_open, bound) by node: the last record, -1 where nobody can be; whether the moves from there are still to be looked
at; the step before which another record must be, 0 for the goal when it is reached."""
Records = tuple[Ints, Ints, Ints, Ints, Ints, Ints]
"""(level, move, parent, older, node, leaving) by record. level: the earliest step. move: the arc taken, ``2 a`` forward or
``2 a + 1`` back, -1 at a pocket; parent: the record from which; leaving: the step at which. older: the node's record before, with
a higher level."""


@compiled
def first_arrival(net: Net, flow: Flow, code: int, span: tuple[int, int], horizon: int) -> int:
    """Return the earliest arrival by a move from step t on, `known` if it is no earlier. span: (t, known)."""
    tail, head, travel, _c, _is, _ia, _os, _oa, early, late = net[:10]
    t, known = span
    a = code // 2
    base = early[tail[a]]
    if code % 2 == 0:
        top = min(horizon - late[head[a]], known - 1) - travel[a] - base
        i = first_open(a, t - base, top, flow) if t - base <= top else top + 1
        return i + base + travel[a] if i <= top else known
    if flow[0][a] < 0:
        return known
    top = min(horizon - travel[a] - late[head[a]], known - 1) - base
    low = max(0, t - travel[a] - base)
    i = first_used(a, low, top, flow) if low <= top else top + 1
    return i + base if i <= top else known


@compiled
def leaving_step(net: Net, code: int, arrival: int) -> int:
    """Return the step at which a move leaves that arrives at `arrival`."""
    travel = net[2][code // 2]
    return int(arrival + travel if code % 2 else arrival - travel)


@compiled
def began(net: Net, wait: Wait, v: int, step: int) -> int:
    """Return the earliest step to which whoever comes to node v at a step can go back while others wait there."""
    return int(wait_begin(v, step - net[8][v], wait) + net[8][v])


@compiled
def doubled(columns: Records) -> Records:
    """Return copies of the columns with room for as much again."""
    level, move, parent, older, node, leaving = columns
    more = np.zeros(level.size, np.int64)
    first = np.concatenate((level, more)), np.concatenate((move, more)), np.concatenate((parent, more))
    return (*first, np.concatenate((older, more)), np.concatenate((node, more)), np.concatenate((leaving, more)))


@compiled
def open_nodes(front: Front, level: Ints, lead: Ints, shift: int) -> tuple[int, Ints]:
    """Return (size, heap) of the nodes whose moves are still to be looked at; a key is level + lead, then the node."""
    newest, is_open, _bound = front
    n = newest.size
    heap = np.empty(2 * n, np.int64)
    size = 0
    for v in range(n - 1):
        if is_open[v] and newest[v] >= 0:
            size = push(heap, size, (level[newest[v]] + lead[v] << shift) + v)
    return size, heap


@compiled
def search(parts: Parts, terms: tuple[int, int, Ints], front: Front, records: Records) -> tuple[int, int, Records]:
    """Look at the moves from open nodes until the goal is reached or none is open; return (records, nodes looked at, columns).

    terms: (records so far, horizon, lead by node); front is changed in place. The node of the least level + lead comes first.
    """
    net, flow, wait = parts
    first, far, codes, gain = net[10], net[11], net[12], net[13]
    count, horizon, lead = terms
    newest, is_open, bound = front
    goal, looks, shift = newest.size - 1, 0, bits_of(newest.size)
    size, heap = open_nodes(front, records[0], lead, shift)
    while size > 0 and newest[goal] < 0:
        key = pop(heap, size)
        size -= 1
        v = key & (1 << shift) - 1
        t = records[0][newest[v]]
        if not is_open[v] or t + lead[v] != key >> shift:
            continue
        r = newest[v]
        is_open[v] = False
        looks += 1
        for k in range(first[v], first[v + 1]):
            w = far[k]
            if t + gain[k] >= bound[w] or (w == goal and flow[7][codes[k] // 2] == 0):
                continue
            step = first_arrival(net, flow, codes[k], (t, bound[w]), horizon)
            if step >= bound[w]:
                continue
            if count == records[0].size:
                records = doubled(records)
            level, move, parent, older, node, leaving = records
            level[count] = began(net, wait, w, step) if w != goal else step
            move[count], parent[count], older[count], node[count] = codes[k], r, newest[w], w
            leaving[count] = leaving_step(net, codes[k], step)
            newest[w], is_open[w], bound[w] = count, True, level[count] if w != goal else 0
            if size == heap.size:
                heap = np.concatenate((heap, heap))
            size = push(heap, size, (level[count] + lead[w] << shift) + w)
            count += 1
    return count, looks, records


@compiled
def mend(parts: Parts, terms: tuple[int, int, Ints], front: Front, records: Records, marks: tuple[Flags, Flags, Flags]) -> int:
    """Take out, in place, the records that lead on no longer, and open the nodes around them; return how many are left.

    terms: (records, horizon, units left at each node). marks: (arcs whose rows have changed, nodes whose have, room for flags by
    node).
    """
    net, flow, wait = parts
    count, horizon, left = terms
    newest, _is_open, bound = front
    level, move, parent, older, node, leaving = records
    arcs, nodes, lost = marks
    goal = newest.size - 1
    newest[:] = -1
    bound[:] = horizon - net[9] + 1
    lost[:] = False
    kept = 0
    for r in range(count):
        w, code, reached, leave, q = node[r], move[r], level[r], leaving[r], -1
        a = max(code, 0) // 2
        if code >= 0:
            q = newest[net[1][a] if code % 2 else net[0][a]]
        if code < 0 or w == goal:
            if (left[w] <= 0) if code < 0 else (q < 0 or flow[7][a] == 0):
                lost[w] = True
                continue
        elif q < 0 or arcs[a] or nodes[w] or level[q] > leave:
            known = bound[w]
            step = first_arrival(net, flow, code, (level[q], known), horizon) if q >= 0 else known
            lost[w] |= step >= known or began(net, wait, w, step) > reached
            if step >= known:
                continue
            reached, leave = began(net, wait, w, step), leaving_step(net, code, step)
        level[kept], move[kept], parent[kept], older[kept], node[kept], leaving[kept] = reached, code, q, newest[w], w, leave
        newest[w], bound[w] = kept, reached if w != goal else 0
        kept += 1
    reopen(net, lost, front)
    return kept


@compiled
def reopen(net: Net, lost: Flags, front: Front) -> None:
    """Have the moves looked at, once more, from the nodes that have lost records and from those beside them."""
    first, far = net[10], net[11]
    for w in range(lost.size):
        if lost[w]:
            front[1][w] = True
            for k in range(first[w], first[w + 1]):
                front[1][far[k]] = True
