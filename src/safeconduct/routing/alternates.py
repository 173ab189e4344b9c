"""More ways for the same assembly point, on other roads than the ways already found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from safeconduct.network.graph import BoolArray, FloatArray
from safeconduct.routing.front import Bounds
from safeconduct.routing.ground import Ground, Way

PENALTY = 1.5
"""A road that a way has used costs this many times more for the next search, again at each try."""

TRIES = 8
"""Searches for one more way before it is given up."""

LONGEST_ALTERNATE = 1.8
"""An alternate takes at most this many times the time of the first way."""


def shared_length_m(ground: Ground, arcs: Sequence[int], roads: BoolArray) -> float:
    """Return how many metres of the arcs lie on the marked roads (shape (m,), by road number; either direction counts)."""
    index = np.array(arcs, dtype=np.int64)
    return float(ground.network.length_m[index][roads[ground.road[index]]].sum())


def overlap_share(ground: Ground, arcs: Sequence[int], earlier: Sequence[int]) -> float:
    """Return the share of the arcs' length that lies on the same roads as the earlier arcs; 0 for a way without length."""
    roads = np.zeros(ground.network.arcs, dtype=np.bool_)
    roads[ground.road[np.array(earlier, dtype=np.int64)]] = True
    length_m = float(ground.network.length_m[np.array(arcs, dtype=np.int64)].sum())
    return shared_length_m(ground, arcs, roads) / length_m if length_m else 0.0


def weights_of(ground: Ground, seconds_per_grain: float) -> FloatArray:
    """Return one cost per arc, in seconds: time plus exposure at a fixed price. Shape (m,)."""
    return ground.time_s + seconds_per_grain * ground.grains


def dissimilar_ways(
    ground: Ground, bounds: Bounds, first: Way, *, source: int, count: int, seconds_per_grain: float, max_overlap: float
) -> tuple[Way, ...]:
    """Return the first way and at most `count` - 1 more, each mostly on roads that no earlier way of the list uses.

    Penalty method: the roads of the last way found cost half as much again, then the cheapest way is sought anew. A way is taken
    when at most `max_overlap` of its length lies on roads of any earlier way (both directions are one road) and it
    takes at most 1.8 times the first way's time. Fewer ways when eight tries do not find one. Ways are simple: no node twice.
    """
    from safeconduct.kernel.labels import Ends, Pair, best_tree, penalised_way

    ways = [first]
    if count < 2 or not first.arcs:
        return (first,)
    weights = weights_of(ground, seconds_per_grain)
    targets = np.flatnonzero(bounds.is_target).astype(np.int64)
    left_weight, _, _ = best_tree(ground.backward, Pair(weights, ground.time_s), targets)
    left, ends = Pair(left_weight, bounds.time_s), Ends(source, bounds.is_target)
    factor = np.ones(ground.network.arcs)
    used = np.zeros(ground.network.arcs, dtype=np.bool_)
    last: Sequence[int] = first.arcs
    used[ground.road[np.array(last)]] = True
    for _ in range(TRIES * (count - 1)):
        factor[np.unique(ground.road[np.array(last)])] *= PENALTY
        costs = Pair(weights * factor[ground.road], ground.time_s)
        last = penalised_way(ground.forward, costs, left, ends, LONGEST_ALTERNATE * first.time_s).tolist()
        if not last:
            break
        found = ground.way(last)
        length_m = float(ground.network.length_m[np.array(last)].sum())
        if shared_length_m(ground, last, used) <= max_overlap * length_m and length_m:
            ways.append(found)
            used[ground.road[np.array(last)]] = True
        if len(ways) == count:
            break
    return tuple(ways)
