"""Rows of steps: how much enters each arc and waits at each node, step by step, kept only for arcs and nodes that are used.

A flow over time is `flow` = (at, used, is_open, is_used, block_at, limit_at, limit, beds): arc a with a row (at[a] >= 0) lets
used[at[a] + i] units in at its local step i; local steps count from the first step at which anybody can be at the arc's tail. An
arc with windows has its own limits per step at limit_at[a]; an arc into the goal with beds[a] >= 0 takes in so many more in all.
`wait` = (at, held, least, added, block_at, is_held): held[at[v] + i] + added[its block] units wait at node v from local step i to
the next. Searches look at bits only, BLOCK of them in one entry of the block arrays: whether the step can take more, whether
anything enters, whether anybody waits. So a search touches a thirty-second of the memory that rows take up.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled
from safeconduct.kernel.limits import FAR

Ints = NDArray[np.int64]
Flow = tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints]
Wait = tuple[Ints, Ints, Ints, Ints, Ints, Ints]

SHIFT = 5
BLOCK = 1 << SHIFT
ALL = (1 << BLOCK) - 1
"""A block in which all bits are set."""
PLACES = np.zeros(BLOCK, np.int64)
"""Which bit it is, by what a number with a single bit gives times `DE_BRUIJN`, shifted: no two bits give the same."""
DE_BRUIJN = 0x077CB531
PLACES[[(DE_BRUIJN << _bit & ALL) >> 27 for _bit in range(BLOCK)]] = np.arange(BLOCK)
FREE = FAR
"""Capacity of an arc that limits nothing and whose flow is never taken back (into the goal): it has no row."""


@compiled
def row_length(last: int) -> int:
    """Return the length of a row for local steps 0 .. last and the one after, in whole blocks."""
    return (max(last, 0) + 1) // BLOCK * BLOCK + BLOCK


@compiled
def room_at(a: int, i: int, capacity: Ints, flow: Flow) -> int:
    """Return what arc `a`, which has a row, can still take at local step i."""
    at, used, _io, _iu, _ba, limit_at, limit, _beds = flow
    most = capacity[a] if limit_at[a] < 0 else limit[limit_at[a] + i]
    return int(most - used[at[a] + i])


@compiled
def lowest(bits: int) -> int:
    """Return the place of the lowest bit that is set, of a block in which one is."""
    return int(PLACES[((bits & -bits) * DE_BRUIJN & ALL) >> 27])


@compiled
def highest(bits: int) -> int:
    """Return the place of the highest bit that is set, of a block in which one is."""
    for shift in (1, 2, 4, 8, 16):
        bits |= bits >> shift
    return int(PLACES[((bits - (bits >> 1)) * DE_BRUIJN & ALL) >> 27])


@compiled
def last_set(blocks: Ints, at: int, i: int) -> int:
    """Return the last place <= i whose bit is set in the blocks from `at` on, -1 when there is none."""
    if i < 0:
        return -1
    b = i >> SHIFT
    bits = blocks[at + b] & ((2 << (i & BLOCK - 1)) - 1)
    while bits == 0:
        if b == 0:
            return -1
        b -= 1
        bits = blocks[at + b]
    return b * BLOCK + highest(bits)


@compiled
def first_set(blocks: Ints, at: int, i: int, top: int) -> int:
    """Return the first place from i to `top` whose bit is set in the blocks from `at` on, a later one when there is none."""
    if i > top:
        return top + 1
    b, last = i >> SHIFT, top >> SHIFT
    bits = blocks[at + b] >> (i & BLOCK - 1) << (i & BLOCK - 1)
    while bits == 0:
        if b == last:
            return top + 1
        b += 1
        bits = blocks[at + b]
    return b * BLOCK + lowest(bits)


@compiled
def last_open(a: int, i: int, flow: Flow) -> int:
    """Return the last local step <= i at which arc `a` can take more, -1 when there is none."""
    return max(i, -1) if flow[0][a] < 0 else last_set(flow[2], flow[4][a], i)


@compiled
def first_open(a: int, i: int, top: int, flow: Flow) -> int:
    """Return the first local step from i to `top` at which arc `a` can take more, a later one when there is none."""
    return i if flow[0][a] < 0 else first_set(flow[2], flow[4][a], i, top)


@compiled
def last_used(a: int, i: int, flow: Flow) -> int:
    """Return the last local step <= i at which something entered arc `a`, which has a row, -1 when there is none."""
    return last_set(flow[3], flow[4][a], i)


@compiled
def first_used(a: int, i: int, top: int, flow: Flow) -> int:
    """Return the first local step from i to `top` at which something entered arc `a`, a later one when there is none."""
    return first_set(flow[3], flow[4][a], i, top)


@compiled
def wait_end(v: int, i: int, wait: Wait) -> int:
    """Return the first local step >= i from which nobody waits at node v: who comes by then can go back to step i."""
    at, _held, _least, _added, block_at, is_held = wait
    if at[v] < 0:
        return i
    b = i >> SHIFT
    bits = (is_held[block_at[v] + b] ^ ALL) >> (i & BLOCK - 1) << (i & BLOCK - 1)
    while bits == 0:
        b += 1
        bits = is_held[block_at[v] + b] ^ ALL
    return b * BLOCK + lowest(bits)


@compiled
def wait_begin(v: int, i: int, wait: Wait) -> int:
    """Return the first local step <= i to which whoever comes to node v at step i can go back, while others wait there."""
    at, _held, _least, _added, block_at, is_held = wait
    if at[v] < 0 or i == 0:
        return i
    b = i - 1 >> SHIFT
    bits = (is_held[block_at[v] + b] ^ ALL) & ((2 << (i - 1 & BLOCK - 1)) - 1)
    while bits == 0:
        if b == 0:
            return 0
        b -= 1
        bits = is_held[block_at[v] + b] ^ ALL
    return b * BLOCK + highest(bits) + 1


@compiled
def fewest_waiting(v: int, i: int, j: int, wait: Wait) -> int:
    """Return the least number that waits at node v at the local steps i .. j - 1 (0 when the node has no row)."""
    at, held, least, added, block_at, _ih = wait
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
def held_bits(v: int, block: int, wait: Wait) -> int:
    """Return the bits that tell at which steps of a block of its row anybody waits at node v."""
    at, held, least, added, block_at, _ih = wait
    b = block_at[v] + block
    if least[b] + added[b] > 0:
        return ALL
    bits = 0
    for k in range(BLOCK):
        bits |= int(held[at[v] + block * BLOCK + k] + added[b] > 0) << k
    return bits


@compiled
def add_waiting(v: int, span: tuple[int, int], amount: int, wait: Wait) -> None:
    """Let `amount` more (or fewer) wait at node v, which has a row, at the local steps of the half-open span."""
    at, held, least, added, block_at, is_held = wait
    i, j = span
    while i < j:
        block = i // BLOCK
        b = block_at[v] + block
        begin = block * BLOCK
        stop = min(j, begin + BLOCK)
        if stop - i == BLOCK:
            added[b] += amount
        else:
            for k in range(i, stop):
                held[at[v] + k] += amount
            low = held[at[v] + begin]
            for k in range(begin + 1, begin + BLOCK):
                low = min(low, held[at[v] + k])
            least[b] = low
        is_held[b] = held_bits(v, block, wait)
        i = stop


@compiled
def add_flow(a: int, i: int, amount: int, capacity: Ints, flow: Flow) -> None:
    """Let `amount` more (or fewer) enter arc `a`, which has a row, at local step i."""
    at, used, is_open, is_used, block_at, _la, _l, _beds = flow
    b, bit = block_at[a] + (i >> SHIFT), 1 << (i & BLOCK - 1)
    used[at[a] + i] += amount
    is_open[b] = is_open[b] | bit if room_at(a, i, capacity, flow) > 0 else is_open[b] & (ALL ^ bit)
    is_used[b] = is_used[b] | bit if used[at[a] + i] > 0 else is_used[b] & (ALL ^ bit)


@compiled
def give_flow_row(a: int, length: int, flow: Flow, sizes: Ints) -> None:
    """Give arc `a` an empty row. sizes: (flow steps, waiting steps) that rows take up, changed in place."""
    at, _used, is_open, _iu, block_at, _la, _l, _beds = flow
    at[a], block_at[a] = sizes[0], sizes[0] // BLOCK
    is_open[block_at[a] : block_at[a] + length // BLOCK] = ALL
    sizes[0] += length


@compiled
def give_wait_row(v: int, length: int, wait: Wait, sizes: Ints) -> None:
    """Give node v an empty row of waiting; sizes as in `give_flow_row`."""
    at, _held, _least, _added, block_at, _ih = wait
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
