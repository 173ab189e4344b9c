"""Rows of steps: how much enters each arc and waits at each node, step by step, kept only for arcs and nodes that are used.

A flow over time is `flow` = (at, used, open_blocks, used_blocks, block_at, limit_at, limit, beds): arc a with a row (at[a] >= 0)
lets used[at[a] + i] units in at its local step i; local steps count from the first step at which anybody can be at the arc's
tail. An arc with windows has its own limits per step at limit_at[a]; an arc into the goal with beds[a] >= 0 takes in so many more
in all. `wait` = (at, held, least, added, block_at): held[at[v] + i] + added[its block] units wait at node v from local step i to
the next. BLOCK steps are summed up in one entry of the block arrays, so that full, empty and occupied stretches are skipped.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.limits import FAR

Ints = NDArray[np.int64]
Flow = tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints]
Wait = tuple[Ints, Ints, Ints, Ints, Ints]

BLOCK = 64
FREE = FAR
"""Capacity of an arc that limits nothing and whose flow is never taken back (into the goal): it has no row."""


@compiled
def row_length(last: int) -> int:
    """Return the length of a row for local steps 0 .. last and the one after, in whole blocks."""
    return (max(last, 0) + 1) // BLOCK * BLOCK + BLOCK


@compiled
def room_at(a: int, i: int, capacity: Ints, flow: Flow) -> int:
    """Return what arc `a`, which has a row, can still take at local step i."""
    at, used, _ob, _ub, _ba, limit_at, limit, _beds = flow
    most = capacity[a] if limit_at[a] < 0 else limit[limit_at[a] + i]
    return int(most - used[at[a] + i])


@compiled
def last_open(a: int, i: int, capacity: Ints, flow: Flow) -> int:
    """Return the last local step <= i at which arc `a` can take more, -1 when there is none."""
    at, _used, open_blocks, _ub, block_at, _la, _l, _beds = flow
    if i < 0 or at[a] < 0:
        return max(i, -1)
    while i >= 0:
        if open_blocks[block_at[a] + i // BLOCK] == 0:
            i = i // BLOCK * BLOCK - 1
            continue
        if room_at(a, i, capacity, flow) > 0:
            return i
        i -= 1
    return -1


@compiled
def first_open(a: int, i: int, top: int, capacity: Ints, flow: Flow) -> int:
    """Return the first local step from i to `top` at which arc `a` can take more, a later one when there is none."""
    at, _used, open_blocks, _ub, block_at, _la, _l, _beds = flow
    if at[a] < 0:
        return i
    while i <= top:
        if open_blocks[block_at[a] + i // BLOCK] == 0:
            i = (i // BLOCK + 1) * BLOCK
            continue
        if room_at(a, i, capacity, flow) > 0:
            return i
        i += 1
    return top + 1


@compiled
def last_used(a: int, i: int, flow: Flow) -> int:
    """Return the last local step <= i at which something entered arc `a`, which has a row, -1 when there is none."""
    at, used, _ob, used_blocks, block_at, _la, _l, _beds = flow
    while i >= 0:
        if used_blocks[block_at[a] + i // BLOCK] == 0:
            i = i // BLOCK * BLOCK - 1
            continue
        if used[at[a] + i] > 0:
            return i
        i -= 1
    return -1


@compiled
def first_used(a: int, i: int, top: int, flow: Flow) -> int:
    """Return the first local step from i to `top` at which something entered arc `a`, a later one when there is none."""
    at, used, _ob, used_blocks, block_at, _la, _l, _beds = flow
    while i <= top:
        if used_blocks[block_at[a] + i // BLOCK] == 0:
            i = (i // BLOCK + 1) * BLOCK
            continue
        if used[at[a] + i] > 0:
            return i
        i += 1
    return top + 1


@compiled
def wait_end(v: int, i: int, wait: Wait) -> int:
    """Return the first local step >= i from which nobody waits at node v: who comes by then can go back to step i."""
    at, held, least, added, block_at = wait
    if at[v] < 0:
        return i
    while True:
        b = block_at[v] + i // BLOCK
        if least[b] + added[b] > 0:
            i = (i // BLOCK + 1) * BLOCK
            continue
        if held[at[v] + i] + added[b] == 0:
            return i
        i += 1


@compiled
def wait_begin(v: int, i: int, wait: Wait) -> int:
    """Return the first local step <= i to which whoever comes to node v at step i can go back, while others wait there."""
    at, held, least, added, block_at = wait
    if at[v] < 0:
        return i
    while i > 0:
        b = block_at[v] + (i - 1) // BLOCK
        if least[b] + added[b] > 0:
            i = (i - 1) // BLOCK * BLOCK
            continue
        if held[at[v] + i - 1] + added[b] == 0:
            return i
        i -= 1
    return i


@compiled
def fewest_waiting(v: int, i: int, j: int, wait: Wait) -> int:
    """Return the least number that waits at node v at the local steps i .. j - 1 (0 when the node has no row)."""
    at, held, least, added, block_at = wait
    if at[v] < 0:
        return 0
    found = FAR
    while i < j:
        b = block_at[v] + i // BLOCK
        if i % BLOCK == 0 and i + BLOCK <= j:
            found = min(found, least[b] + added[b])
            i += BLOCK
            continue
        found = min(found, held[at[v] + i] + added[b])
        i += 1
    return found


@compiled
def add_waiting(v: int, span: tuple[int, int], amount: int, wait: Wait) -> None:
    """Let `amount` more (or fewer) wait at node v, which has a row, at the local steps of the half-open span."""
    at, held, least, added, block_at = wait
    i, j = span
    while i < j:
        b = block_at[v] + i // BLOCK
        if i % BLOCK == 0 and i + BLOCK <= j:
            added[b] += amount
            i += BLOCK
            continue
        begin = i // BLOCK * BLOCK
        stop = min(j, begin + BLOCK)
        for k in range(i, stop):
            held[at[v] + k] += amount
        low = held[at[v] + begin]
        for k in range(begin + 1, begin + BLOCK):
            low = min(low, held[at[v] + k])
        least[b] = low
        i = stop


@compiled
def add_flow(a: int, i: int, amount: int, capacity: Ints, flow: Flow) -> None:
    """Let `amount` more (or fewer) enter arc `a`, which has a row, at local step i."""
    at, used, open_blocks, used_blocks, block_at, _la, _l, _beds = flow
    b = block_at[a] + i // BLOCK
    before_open, before_used = room_at(a, i, capacity, flow) > 0, used[at[a] + i] > 0
    used[at[a] + i] += amount
    open_blocks[b] += int(room_at(a, i, capacity, flow) > 0) - int(before_open)
    used_blocks[b] += int(used[at[a] + i] > 0) - int(before_used)


@compiled
def give_flow_row(a: int, length: int, flow: Flow, sizes: Ints) -> None:
    """Give arc `a` an empty row. sizes: (flow steps, waiting steps) that rows take up, changed in place."""
    at, _used, open_blocks, _ub, block_at, _la, _l, _beds = flow
    at[a], block_at[a] = sizes[0], sizes[0] // BLOCK
    open_blocks[block_at[a] : block_at[a] + length // BLOCK] = BLOCK
    sizes[0] += length


@compiled
def give_wait_row(v: int, length: int, wait: Wait, sizes: Ints) -> None:
    """Give node v an empty row of waiting; sizes as in `give_flow_row`."""
    at, _held, _least, _added, block_at = wait
    at[v], block_at[v] = sizes[1], sizes[1] // BLOCK
    sizes[1] += length


@compiled
def copy_flow_row(a: int, steps: int, old: tuple[Ints, Ints], capacity: Ints, flow: Flow) -> None:
    """Copy the first steps of an arc's earlier row into its present one. old: (at, used) of the earlier."""
    at, used = old
    for i in range(steps):
        if used[at[a] + i] > 0:
            add_flow(a, i, used[at[a] + i], capacity, flow)


@compiled
def copy_wait_row(v: int, steps: int, old: tuple[Ints, Ints, Ints, Ints], wait: Wait) -> None:
    """Copy the first steps of a node's earlier row of waiting into its present one. old: (at, held, added, block_at)."""
    at, held, added, block_at = old
    i = 0
    while i < steps:
        units = held[at[v] + i] + added[block_at[v] + i // BLOCK]
        j = i + 1
        while j < steps and held[at[v] + j] + added[block_at[v] + j // BLOCK] == units:
            j += 1
        if units > 0:
            add_waiting(v, (i, j), units, wait)
        i = j
