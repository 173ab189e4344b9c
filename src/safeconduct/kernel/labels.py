"""Ways through a network by labels: one-criterion trees, all the best compromises of two criteria, and penalised single ways.

All costs are float64 and must not be negative; whole numbers below 2^53 are summed exactly, so equal ways tie exactly. Arcs are
given by a `Star`; an arc that is not in it does not exist for the search. All ties are broken by node and arc order.

The search in two criteria is the bi-objective A* of Hernandez Ulloa, Yeoh, Baier, Zhang, Suazo and Koenig (ICAPS 2020),
written anew: labels are popped in lexicographic order of their bounds, so a label is useful only if its criterion two is below
that of every earlier one at its node.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
LongArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


class Star(NamedTuple):
    """Arcs by the node they are followed from: node v has arcs order[first[v]:first[v + 1]], each leading to ends[arc]."""

    first: LongArray
    order: LongArray
    ends: LongArray


class Pair(NamedTuple):
    """Two criteria, each one number per arc (costs) or per node (least cost from there to a target)."""

    one: FloatArray
    two: FloatArray


class Ends(NamedTuple):
    """Where a single search starts, and which nodes (true per node) it may end at."""

    source: int
    is_target: BoolArray


class Limits(NamedTuple):
    """Where a search stops: most of criterion one, by how much criterion two must improve, most labels made (0: no limit)."""

    one: float
    gain_two: float
    labels: int


class Front(NamedTuple):
    """The compromises found, by rising criterion one, each with its last label; and the label tree to walk back.

    parent, arc: for each label the label before it and the arc that made it (-1 at the source). complete: false when the search
    ran into its limit of labels.
    """

    one: FloatArray
    two: FloatArray
    label: LongArray
    parent: LongArray
    arc: LongArray
    complete: bool


@njit(cache=True)
def best_tree(star: Star, costs: Pair, sources: LongArray) -> tuple[FloatArray, FloatArray, LongArray]:
    """Return, per node, the least criterion one from any source, the least two among those ways, and the last arc.

    Dijkstra's algorithm on pairs in lexicographic order. Unreached nodes have infinity and arc -1; sources have 0 and arc -1.
    """
    nodes = star.first.size - 1
    one, two = np.full(nodes, np.inf), np.full(nodes, np.inf)
    via = np.full(nodes, -1, np.int64)
    settled = np.zeros(nodes, np.bool_)
    heap = [(0.0, 0.0, np.int64(source)) for source in sources]
    for source in sources:
        one[source] = 0.0
        two[source] = 0.0
    while len(heap) > 0:
        at_one, at_two, node = heappop(heap)
        if settled[node]:
            continue
        settled[node] = True
        for place in range(star.first[node], star.first[node + 1]):
            arc = star.order[place]
            end = star.ends[arc]
            new_one, new_two = at_one + costs.one[arc], at_two + costs.two[arc]
            if new_one < one[end] or (new_one == one[end] and new_two < two[end]):
                one[end] = new_one
                two[end] = new_two
                via[end] = arc
                heappush(heap, (new_one, new_two, end))
    return one, two, via


@njit(cache=True)
def pareto_front(star: Star, costs: Pair, left: Pair, ends: Ends, limits: Limits) -> Front:
    """Return every way from the source to the nearest targets that no other way beats in both criteria.

    One way stands for each pair of values. `left` holds exact lower bounds to the targets (two backward trees). Ways above
    limits.one are dropped. With limits.gain_two > 0 a label must improve by more than that at its node, which keeps the front
    small at the price of losing compromises that close to another.
    """
    least = np.full(star.first.size - 1, np.inf)
    least_target = np.inf
    nodes, parents, arcs = [np.int64(ends.source)], [np.int64(-1)], [np.int64(-1)]
    ones, twos = [0.0], [0.0]
    found = [np.int64(0)][:0]
    complete = True
    heap = [(left.one[ends.source], left.two[ends.source], np.int64(0))]
    while len(heap) > 0 and complete:
        bound_one, bound_two, label = heappop(heap)
        node, at_two = nodes[label], twos[label]
        if at_two + limits.gain_two >= least[node] or bound_two + limits.gain_two >= least_target or bound_one == np.inf:
            continue
        least[node] = at_two
        if ends.is_target[node]:
            least_target = at_two
            found.append(label)
            continue
        for place in range(star.first[node], star.first[node + 1]):
            arc = star.order[place]
            end = star.ends[arc]
            new_one, new_two = ones[label] + costs.one[arc], at_two + costs.two[arc]
            new_bound_one, new_bound_two = new_one + left.one[end], new_two + left.two[end]
            useful = new_two + limits.gain_two < least[end] and new_bound_two + limits.gain_two < least_target
            if not useful or new_bound_one > limits.one or new_bound_one == np.inf:
                continue
            heappush(heap, (new_bound_one, new_bound_two, np.int64(len(nodes))))
            nodes.append(end)
            parents.append(label)
            arcs.append(arc)
            ones.append(new_one)
            twos.append(new_two)
        complete = limits.labels == 0 or len(nodes) <= limits.labels
    labels = np.array(found, dtype=np.int64)
    all_ones, all_twos = np.array(ones), np.array(twos)
    return Front(all_ones[labels], all_twos[labels], labels, np.array(parents), np.array(arcs), complete)


@njit(cache=True)
def penalised_way(star: Star, costs: Pair, left: Pair, ends: Ends, limit_two: float) -> LongArray:
    """Return the arcs of the way of least criterion one to a target whose criterion two stays within the limit; empty if none.

    A* with `left.one` as its bound, which must hold for `costs.one` (lower costs than these give a valid one). Nodes from which
    the limit on criterion two cannot be kept any more are left out as they are met: the way found keeps the limit, but a
    way that reaches some node dearer and quicker may be missed.
    """
    nodes = star.first.size - 1
    one, two = np.full(nodes, np.inf), np.full(nodes, np.inf)
    via, before = np.full(nodes, -1, np.int64), np.full(nodes, -1, np.int64)
    settled = np.zeros(nodes, np.bool_)
    one[ends.source] = 0.0
    two[ends.source] = 0.0
    heap = [(left.one[ends.source], 0.0, np.int64(ends.source))]
    while len(heap) > 0:
        _, _, node = heappop(heap)
        if settled[node]:
            continue
        settled[node] = True
        if ends.is_target[node]:
            way = [np.int64(0)][:0]
            while via[node] >= 0:
                way.append(via[node])
                node = before[node]
            return np.array(way, dtype=np.int64)[::-1].copy()
        for place in range(star.first[node], star.first[node + 1]):
            arc = star.order[place]
            end = star.ends[arc]
            new_one, new_two = one[node] + costs.one[arc], two[node] + costs.two[arc]
            if new_two + left.two[end] > limit_two or left.one[end] == np.inf or settled[end]:
                continue
            if new_one < one[end] or (new_one == one[end] and new_two < two[end]):
                one[end] = new_one
                two[end] = new_two
                via[end] = arc
                before[end] = node
                heappush(heap, (new_one + left.one[end], new_two, end))
    return np.zeros(0, np.int64)
