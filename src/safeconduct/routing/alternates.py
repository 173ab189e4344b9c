"""More ways for the same assembly point: to other exits first, then on other roads than the ways already found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from safeconduct.network.graph import BoolArray, FloatArray
from safeconduct.routing.front import Bounds
from safeconduct.routing.ground import Ground, Way

if TYPE_CHECKING:
    from safeconduct.kernel.labels import Pair

PENALTY = 1.5
"""A road that a way has used costs this many times more for the next search, again at each try."""

TRIES = 8
"""Searches for one more way before it is given up."""

LONGEST_ALTERNATE = 1.8
"""An alternate takes at most this many times the time of the first way."""

LONGEST_TO_OTHER_EXIT = 3.0
"""An alternate to an exit that no earlier way uses may take this many times the time of the first way: where screening is the
narrowest place, a second desk is worth a longer drive."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """One set of exits to look for ways to. Infinite costs close the roads that lead into any other exit.

    costs: per arc. left: least costs from each node to the nearest of the exits. is_target: (n,) marks the exits.
    """

    costs: Pair
    left: Pair
    is_target: BoolArray


@dataclass(slots=True, eq=False)
class Aims:
    """The exits of a scenario and the price of exposure; what was worked out for a set of exits is kept for the next group."""

    ground: Ground
    bounds: Bounds
    seconds_per_grain: float
    known: dict[frozenset[int], Aim] = field(default_factory=dict)

    def at(self, without: frozenset[int] = frozenset()) -> Aim | None:
        """Return the aim at every exit but those at the nodes in `without`, or None when there is no other."""
        from safeconduct.kernel.labels import Pair, best_tree

        if without not in self.known:
            ground, is_target = self.ground, self.bounds.is_target.copy()
            is_target[list(without)] = False
            if not is_target.any():
                return None
            shut = np.zeros(self.bounds.is_target.size)
            shut[list(without)] = np.inf
            toll = shut[ground.network.head]
            costs = Pair(weights_of(ground, self.seconds_per_grain) + toll, ground.time_s + toll)
            targets = np.flatnonzero(is_target).astype(np.int64)
            weight, _, _ = best_tree(ground.backward, costs, targets)
            time_s, _, _ = best_tree(ground.backward, Pair(costs.two, costs.one), targets)
            self.known[without] = Aim(costs, Pair(weight, time_s), is_target)
        return self.known[without]


@dataclass(slots=True, eq=False)
class _Roads:
    """The roads of one list of ways, (m,) by road number. used: by a way taken. factor: on the cost, for what was tried."""

    ground: Ground
    max_overlap: float
    used: BoolArray
    factor: FloatArray

    def take(self, way: Way) -> None:
        roads = np.unique(self.ground.road[np.array(way.arcs)])
        self.used[roads] = True
        self.factor[roads] *= PENALTY

    def differs(self, arcs: Sequence[int]) -> bool:
        length_m = float(self.ground.network.length_m[np.array(arcs)].sum())
        return length_m > 0 and shared_length_m(self.ground, arcs, self.used) <= self.max_overlap * length_m


def dissimilar_ways(aims: Aims, first: Way, *, source: int, count: int, max_overlap: float) -> tuple[Way, ...]:
    """Return the first way and at most `count` - 1 more, each mostly on roads that no earlier way of the list uses.

    Of each further way at most `max_overlap` of the length lies on roads of any earlier way (both directions are one road). As
    long as there are exits that no way of the list leads to, the next one leads to one of them, if it takes at most 3 times the
    first way's time; the others take at most 1.8 times as long. Sought by penalties: eight tries for each. Ways are simple (no
    node twice) and end at the first exit they meet.
    """
    ways = [first]
    if count < 2 or not first.arcs:
        return (first,)
    arcs = aims.ground.network.arcs
    roads = _Roads(aims.ground, max_overlap, np.zeros(arcs, dtype=np.bool_), np.ones(arcs))
    roads.take(first)
    while len(ways) < count and (other := _find_other_exit(aims, roads, ways, source)) is not None:
        ways.append(other)
        roads.take(other)
    for _ in range(TRIES * (count - len(ways))):
        found = find_way(aims, aims.at(), roads.factor, source=source, limit_s=LONGEST_ALTERNATE * first.time_s)
        if found is None:
            break
        if roads.differs(found.arcs):
            ways.append(found)
            roads.take(found)
        else:
            roads.factor[np.unique(aims.ground.road[np.array(found.arcs)])] *= PENALTY
        if len(ways) == count:
            break
    return tuple(ways)


def _find_other_exit(aims: Aims, roads: _Roads, ways: Sequence[Way], source: int) -> Way | None:
    """Return the best way to an exit that none of the ways leads to, or None when eight tries find none that differs enough.

    The first try costs nothing extra; with each further one the roads of the earlier ways cost half as much again.
    """
    head = aims.ground.network.head
    aim = aims.at(frozenset(int(head[way.arcs[-1]]) for way in ways))
    factor = np.ones(roads.factor.size)
    for _ in range(TRIES):
        found = find_way(aims, aim, factor, source=source, limit_s=LONGEST_TO_OTHER_EXIT * ways[0].time_s)
        if found is None or roads.differs(found.arcs):
            return found
        factor[roads.used] *= PENALTY
    return None


def find_way(aims: Aims, aim: Aim | None, factor: FloatArray, *, source: int, limit_s: float) -> Way | None:
    """Return the cheapest way to the aim's exits within the time, each road at `factor` times its cost, or None."""
    from safeconduct.kernel.labels import Ends, Pair, penalised_way

    if aim is None or aim.is_target[source]:
        return None
    ground = aims.ground
    costs = Pair(aim.costs.one * factor[ground.road], aim.costs.two)
    arcs = penalised_way(ground.forward, costs, aim.left, Ends(source, aim.is_target), limit_s).tolist()
    return ground.way(arcs) if arcs else None
