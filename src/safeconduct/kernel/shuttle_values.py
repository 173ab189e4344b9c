"""What a bus can still earn, for every place and every amount of time left: a gain for each load that it carries."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled

Ints = NDArray[np.int64]
NEVER = -(1 << 60)


@compiled
def load_value(trip: Ints, gain: Ints, rest: Ints, p: int, now: int) -> int:
    """Return the most still earned by a bus that loads at pickup p with `now` time left; NEVER when it reaches no exit."""
    best = NEVER
    for e in range(trip.shape[1]):
        then = now - trip[p, e]
        if then >= 0 and gain[p, e] + rest[e, then] > best:
            best = gain[p, e] + rest[e, then]
    return best


@compiled
def rest_value(trip: Ints, load: Ints, e: int, now: int) -> int:
    """Return the most still earned by a bus that is empty at exit e with `now` units of time left; 0 when it stays."""
    best = 0
    for p in range(trip.shape[0]):
        then = now - trip[p, e]
        if then >= 0 and load[p, then] > best:
            best = load[p, then]
    return best


@compiled
def tour_values(trip: Ints, gain: Ints, horizon: int, rounds: int) -> tuple[Ints, Ints]:
    """Return what is still earned from each pickup on, (pickups, horizon + 1), and each exit on, (exits, horizon + 1).

    Column t: with t units of time left. trip: (pickups, exits) time of a way, the same back. gain: (pickups, exits) earned by a
    load carried from there to there. rounds: passes at one moment; 1 unless ways of no time exist, then no
    fewer than the trips of any tour that must be counted.
    """
    pickups, exits = trip.shape
    load = np.full((pickups, horizon + 1), NEVER, np.int64)
    rest = np.zeros((exits, horizon + 1), np.int64)
    for now in range(horizon + 1):
        for _ in range(rounds):
            changed = False
            for p in range(pickups):
                value = load_value(trip, gain, rest, p, now)
                changed = changed or value > load[p, now]
                load[p, now] = value
            for e in range(exits):
                value = rest_value(trip, load, e, now)
                changed = changed or value > rest[e, now]
                rest[e, now] = value
            if not changed:
                break
    return load, rest
