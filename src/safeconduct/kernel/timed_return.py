"""Take units back that arrive too late: a flow over time for a shorter horizon, to go on from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.timed_labels import Net
from safeconduct.kernel.timed_rows import Flow, Wait, add_flow, add_waiting, last_used, row_length

Ints = NDArray[np.int64]


@compiled
def arc_into(net: Net, flow: Flow, v: int, t: int) -> int:
    """Return an arc by which units come to node v at step t, -1 when there is none."""
    tail, travel, in_start, in_arcs, early = net[0], net[2], net[4], net[5], net[8]
    at, used = flow[0], flow[1]
    for k in range(in_start[v], in_start[v + 1]):
        a = in_arcs[k]
        i = t - travel[a] - early[tail[a]]
        if at[a] >= 0 and i >= 0 and used[at[a] + i] > 0:
            return int(a)
    return -1


@compiled
def take_back(net: Net, flow: Flow, wait: Wait, end: tuple[int, int], people: tuple[Ints, Ints]) -> int:
    """Take back one unit that leaves node v at step t, end being (v, t); return the index of its pocket.

    What leaves a node at a step came at that step or waited from the step before: so one unit's way is followed back to a pocket.
    people: (index of the pocket at each node, -1 for none; units that left each pocket).
    """
    pocket_of, sent = people
    tail, travel, capacity, early = net[0], net[2], net[3], net[8]
    v, t = end
    while True:
        a = arc_into(net, flow, v, t)
        if a < 0 and t > 0:
            add_waiting(v, (t - 1 - early[v], t - early[v]), -1, wait)
            t -= 1
            continue
        if a < 0 or (t == 0 and pocket_of[v] >= 0 and sent[pocket_of[v]] > 0):
            return int(pocket_of[v])
        t -= travel[a]
        add_flow(a, t - early[tail[a]], -1, capacity, flow)
        v = tail[a]


@compiled
def return_late(net: Net, flow: Flow, wait: Wait, terms: tuple[int, int], people: tuple[Ints, Ints, Ints]) -> None:
    """Take back, in place, all units that arrive after the horizon. terms: (horizon, last step of rows).

    people: (pocket_of, sent, left), the last two changed in place; exits are the nodes before the goal, with arcs without rows to
    it.
    """
    tail, _head, travel, capacity, in_start, in_arcs, _os, _oa, early, late = net
    horizon, last = terms
    pocket_of, sent, left = people
    goal = early.size - 1
    for k in range(in_start[goal], in_start[goal + 1]):
        x = tail[in_arcs[k]]
        for j in range(in_start[x], in_start[x + 1]):
            a = in_arcs[j]
            if flow[0][a] < 0:
                continue
            i = row_length(last - early[tail[a]] - travel[a] - late[x]) - 1
            i = last_used(a, i, flow)
            while i >= 0 and i + early[tail[a]] + travel[a] > horizon:
                add_flow(a, i, -1, capacity, flow)
                index = take_back(net, flow, wait, (tail[a], i + early[tail[a]]), (pocket_of, sent))
                sent[index] -= 1
                left[index] += 1
                i = last_used(a, i, flow)
