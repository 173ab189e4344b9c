"""The best compromises of time and exposure for one assembly point, and the three of them that are offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeconduct.network.graph import BoolArray, FloatArray, LongArray
from safeconduct.routing.ground import Ground, Way, follow

if TYPE_CHECKING:
    from safeconduct.kernel.labels import Front

LONGEST_FACTOR = 3.0
"""Ways that take more than this many times the shortest time are not considered, however quiet they are."""

MOST_LABELS = 1_000_000
"""Labels of one exact search (about half a second); beyond it exposure is compared coarsely."""

COARSEST = 5000.0
"""The coarse search first tells apart this many levels between the least exposure and that of the fastest way."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least time and least exposure from every node to the nearest target, and the trees they come from.

    time_s, grains: (n,), infinite where no target can be reached. fastest_via, safest_via: (n,) first arc of the way of least
    time (ties: exposure) and of least exposure (ties: time), -1 at targets.
    """

    is_target: BoolArray
    time_s: FloatArray
    grains: FloatArray
    fastest_via: LongArray
    safest_via: LongArray


@dataclass(frozen=True, slots=True)
class Ways:
    """The three ways of one assembly point. exact: false when compromises too close to another may be missing."""

    safest: Way
    balanced: Way
    fastest: Way
    exact: bool = True


def bounds_to(ground: Ground, targets: list[int]) -> Bounds:
    """Return the bounds to the nearest of the target nodes, by two searches backward."""
    from safeconduct.kernel.labels import Pair, best_tree

    sources = np.array(sorted(set(targets)), dtype=np.int64)
    is_target = np.zeros(ground.network.nodes, dtype=np.bool_)
    is_target[sources] = True
    time_s, _, fastest_via = best_tree(ground.backward, Pair(ground.time_s, ground.grains), sources)
    grains, _, safest_via = best_tree(ground.backward, Pair(ground.grains, ground.time_s), sources)
    return Bounds(is_target, time_s, grains, fastest_via, safest_via)


def search_front(ground: Ground, bounds: Bounds, source: int) -> tuple[Front, bool]:
    """Return the best compromises of time and exposure from a node to the targets, and whether none is missing.

    None of them is beaten in both by another way of at most three times the shortest time; of ways equal in both, one stands.
    When that would need more than a million labels, a compromise must improve exposure by a five-thousandth of the range between
    the fastest way and the least exposure (by four times as much again, until the search ends). Empty when there is no way.
    """
    from safeconduct.kernel.labels import Ends, Limits, Pair, pareto_front

    costs, left = Pair(ground.time_s, ground.grains), Pair(bounds.time_s, bounds.grains)
    ends, limit_s = Ends(source, bounds.is_target), LONGEST_FACTOR * float(bounds.time_s[source])
    front = pareto_front(ground.forward, costs, left, ends, Limits(limit_s, 0.0, MOST_LABELS))
    if front.complete:
        return front, True
    gain = max(1.0, (edge_way(ground, bounds.fastest_via, source).grains - float(bounds.grains[source])) / COARSEST)
    while not front.complete:
        front = pareto_front(ground.forward, costs, left, ends, Limits(limit_s, gain, MOST_LABELS))
        gain *= 4
    return front, False


def edge_way(ground: Ground, via: LongArray, source: int) -> Way:
    """Return the way from a node to its target along a backward tree."""
    return ground.way(follow(via, ground.network.head, source))


def front_way(ground: Ground, front: Front, rank: int) -> Way:
    """Return the way of one compromise, by walking its labels back."""
    arcs: list[int] = []
    label = int(front.label[rank])
    while front.arc[label] >= 0:
        arcs.append(int(front.arc[label]))
        label = int(front.parent[label])
    return ground.way(arcs[::-1])


def three_ways(ground: Ground, bounds: Bounds, source: int) -> Ways | None:
    """Return the two ends of the front and its knee; None when no target can be reached.

    fastest: least time (ties: exposure). safest: least exposure (ties: time). balanced: the compromise nearest to the ideal point
    (least time, least exposure), both scaled to 0..1 over the front, straight-line distance; ties go to the faster. The
    fastest way is always exact; the safest too, unless the search was coarse and the safest of all takes more than three
    times the shortest time.
    """
    if np.isinf(bounds.time_s[source]):
        return None
    front, exact = search_front(ground, bounds, source)
    fastest = edge_way(ground, bounds.fastest_via, source)
    safest = edge_way(ground, bounds.safest_via, source)
    if safest.time_s > LONGEST_FACTOR * fastest.time_s:
        safest = front_way(ground, front, -1)
    wide, high = max(1, safest.time_s - fastest.time_s), max(1.0, fastest.grains - safest.grains)
    distance = ((front.one - fastest.time_s) / wide) ** 2 + ((front.two - safest.grains) / high) ** 2
    return Ways(safest, front_way(ground, front, int(np.argmin(distance))), fastest, exact=exact)
