"""Simulated annealing of bus tours: trips are moved between buses until no bus drives longer than a target.

A fleet is `rows` (buses, 2, room): row 0 of a bus holds its pickups in order, row 1 the exit of each; `count` trips of it are
in use; `minutes` is when its last trip ends; `depot` where it starts; `free` (exits,) the loads that each exit could still
take. A `map` is (first, trip): minutes from depot to pickup, and between pickup and exit, either way. All integers.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled

Ints = NDArray[np.int64]
Map = tuple[Ints, Ints]
Fleet = tuple[Ints, Ints, Ints, Ints, Ints]
"""(rows, count, minutes, depot, free)."""

EXIT, WITHIN, MOVE, MOVE_AND_EXIT, SWAP, SWAP_PICKUPS, SWAP_EXITS, TAILS = 0, 1, 2, 3, 4, 5, 6, 7
KINDS = 8
REFUSED = -1


@compiled
def drawn(seed: Ints, below: int) -> int:
    """Return a number from 0 to below - 1 (Lehmer's generator, below is far less than its period)."""
    seed[0] = seed[0] * 48271 % 2147483647
    return int(seed[0] % below)


@compiled
def copied(source: Ints, i: int, target: Ints, j: int, count: int) -> None:
    """Copy the first `count` trips of row i of one fleet to row j of another."""
    for k in range(count):
        target[j, 0, k] = source[i, 0, k]
        target[j, 1, k] = source[i, 1, k]


@compiled
def end_of(ways: Map, depot: int, rows: Ints, bus: int, count: int) -> int:
    """Return the minutes at which the last of `count` trips of a bus ends; 0 without trips."""
    first, trip = ways
    if count == 0:
        return 0
    end = first[depot, rows[bus, 0, 0]] + trip[rows[bus, 0, 0], rows[bus, 1, 0]]
    for i in range(1, count):
        pickup = rows[bus, 0, i]
        end += trip[pickup, rows[bus, 1, i - 1]] + trip[pickup, rows[bus, 1, i]]
    return int(end)


@compiled
def reorder(seed: Ints, pair: Ints, count: int, i: int) -> bool:
    """Exchange pickup or exit of trip i of the first row with another trip, or put it elsewhere; False when there is no other."""
    if count < 2:
        return False
    j = drawn(seed, count)
    how = drawn(seed, 3)
    if i == j:
        return False
    if how < 2:
        pair[0, how, i], pair[0, how, j] = pair[0, how, j], pair[0, how, i]
        return True
    pickup, leave = pair[0, 0, i], pair[0, 1, i]
    step = 1 if i < j else -1
    for k in range(i, j, step):
        pair[0, 0, k], pair[0, 1, k] = pair[0, 0, k + step], pair[0, 1, k + step]
    pair[0, 0, j], pair[0, 1, j] = pickup, leave
    return True


@compiled
def shift(seed: Ints, pair: Ints, counts: tuple[int, int], i: int, leave: int) -> None:
    """Take trip i out of the first row and put it, to exit `leave`, somewhere into the second."""
    n, m = counts
    pickup = pair[0, 0, i]
    for k in range(i, n - 1):
        pair[0, 0, k], pair[0, 1, k] = pair[0, 0, k + 1], pair[0, 1, k + 1]
    j = drawn(seed, m + 1)
    for k in range(m, j, -1):
        pair[1, 0, k], pair[1, 1, k] = pair[1, 0, k - 1], pair[1, 1, k - 1]
    pair[1, 0, j], pair[1, 1, j] = pickup, leave


@compiled
def cross(pair: Ints, counts: tuple[int, int], i: int, j: int) -> bool:
    """Exchange the trips from i on of the first row with those from j on of the second; False when they do not fit."""
    n, m = counts
    longest = max(n - i, m - j)
    if max(i, j) + longest > pair.shape[2]:
        return False
    for k in range(longest):
        for part in range(2):
            pair[0, part, i + k], pair[1, part, j + k] = pair[1, part, j + k], pair[0, part, i + k]
    return True


@compiled
def between(seed: Ints, pair: Ints, counts: tuple[int, int], kind: int, i: int) -> tuple[int, int]:
    """Change two rows by a swap or an exchange of ends; return their counts, REFUSED twice when that cannot be."""
    n, m = counts
    if kind == TAILS:
        j = drawn(seed, m + 1)
        if cross(pair, counts, i, j):
            return i + m - j, j + n - i
        return REFUSED, REFUSED
    if m == 0:
        return REFUSED, REFUSED
    j = drawn(seed, m)
    if kind != SWAP_EXITS:
        pair[0, 0, i], pair[1, 0, j] = pair[1, 0, j], pair[0, 0, i]
    if kind != SWAP_PICKUPS:
        pair[0, 1, i], pair[1, 1, j] = pair[1, 1, j], pair[0, 1, i]
    return n, m


@compiled
def other_exit(seed: Ints, free: Ints, now: int) -> int:
    """Return a random exit with room, `now` itself, or REFUSED when the drawn one is full."""
    leave = drawn(seed, free.size)
    return leave if leave == now or free[leave] > 0 else REFUSED


@compiled
def picked(seed: Ints, fleet: Fleet, target: int) -> int:
    """Return a bus, every other time one that drives too long if some draws find one."""
    _rows, count, minutes, _depot, _free = fleet
    bus = drawn(seed, count.size)
    if drawn(seed, 2) == 0:
        for _ in range(4):
            if minutes[bus] > target:
                break
            bus = drawn(seed, count.size)
    return bus


@compiled
def proposed(seed: Ints, fleet: Fleet, pair: Ints, buses: tuple[int, int]) -> tuple[int, int, int, int]:
    """Write a changed copy of one or two buses' rows into `pair`.

    Returns the trips of each (first REFUSED: nothing to try; second REFUSED: that bus stays as it is), the exit given up and the
    one taken (-1: none).
    """
    rows, count, _minutes, _depot, free = fleet
    a, b = buses
    n, m = int(count[a]), int(count[b])
    if n == 0:
        return REFUSED, REFUSED, -1, -1
    kind = drawn(seed, KINDS)
    i = drawn(seed, n)
    now = int(rows[a, 1, i])
    copied(rows, a, pair, 0, n)
    if kind == EXIT:
        leave = other_exit(seed, free, now)
        pair[0, 1, i] = leave
        return (REFUSED if leave in (REFUSED, now) else n), REFUSED, now, leave
    if kind == WITHIN or a == b:
        return (n if reorder(seed, pair, n, i) else REFUSED), REFUSED, -1, -1
    copied(rows, b, pair, 1, m)
    if kind in (MOVE, MOVE_AND_EXIT):
        leave = other_exit(seed, free, now) if kind == MOVE_AND_EXIT else now
        if leave == REFUSED or m == pair.shape[2]:
            return REFUSED, REFUSED, -1, -1
        shift(seed, pair, (n, m), i, leave)
        return n - 1, m + 1, now, leave
    left, right = between(seed, pair, (n, m), kind, i)
    return left, right, -1, -1


@compiled
def accepted(seed: Ints, cost: float, temperature: float) -> bool:
    """Tell whether a change of that cost is made: always when it costs nothing, else by chance."""
    return cost <= 0 or drawn(seed, 1 << 20) < math.exp(-cost / temperature) * (1 << 20)


@compiled
def taken_over(fleet: Fleet, pair: Ints, side: int, bus: int, made: tuple[int, int]) -> None:
    """Give a bus the row that was tried. made: (trips, minutes)."""
    rows, count, minutes, _depot, _free = fleet
    copied(pair, side, rows, bus, made[0])
    count[bus], minutes[bus] = made


@compiled
def anneal(ways: Map, fleet: Fleet, aim: tuple[int, float], heat: tuple[float, float, int], seed: Ints) -> tuple[int, int]:
    """Change a fleet in place until no bus ends after the target, or all moves are made; return (moves made, minutes too long).

    aim: (target, weight): a change costs the minutes beyond the target and weight x all minutes. heat: (temperature, factor by
    which it falls with every move, moves). seed: (1,) state of the generator, 1 to 2147483646.
    """
    rows, count, minutes, depot, free = fleet
    target, weight = aim
    temperature, factor, moves = heat
    pair = np.empty((2, 2, rows.shape[2]), np.int64)
    over = 0
    for bus in range(count.size):
        minutes[bus] = end_of(ways, depot[bus], rows, bus, count[bus])
        over += max(0, minutes[bus] - target)
    for made in range(moves):
        if over == 0:
            return made, 0
        temperature *= factor
        a, b = picked(seed, fleet, target), drawn(seed, count.size)
        n, m, given_up, taken = proposed(seed, fleet, pair, (a, b))
        if n == REFUSED:
            continue
        end_a = end_of(ways, depot[a], pair, 0, n)
        late, longer, end_b = max(0, end_a - target) - max(0, minutes[a] - target), end_a - minutes[a], 0
        if m != REFUSED:
            end_b = end_of(ways, depot[b], pair, 1, m)
            late += max(0, end_b - target) - max(0, minutes[b] - target)
            longer += end_b - minutes[b]
        if not accepted(seed, late + weight * longer, temperature):
            continue
        over += late
        taken_over(fleet, pair, 0, a, (n, end_a))
        if m != REFUSED:
            taken_over(fleet, pair, 1, b, (m, end_b))
        if given_up >= 0:
            free[given_up] += 1
            free[taken] -= 1
    return moves, over
