"""Coarse time-expanded networks whose maximum flow brackets what a network with windows can carry.

Time at node v is counted from the moment the first person could be there (the travel time from the nearest pocket), so on
shortest ways nothing is lost when only the *excess* travel ``travel + early[u] - early[v] >= 0`` of an arc is rounded to whole
buckets of `width` steps:

* rounded down, with the whole capacity a bucket offers, every movement of the fine network is one of the coarse network: its
  maximum flow is an upper bound, and its cut gives a label per node that is a valid cut of the fine network, never a larger one;
* rounded up, with capacity only where it lasts through the bucket, every coarse flow spread evenly over its buckets is a movement
  of the fine network: its maximum flow can really be brought out.

At width 1 both are the fine network itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import LIMIT
from safeconduct.clearance.reduced import ReducedNetwork

Ints = NDArray[np.int64]
Spans = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class CoarseFlow:
    """Value of a coarse maximum flow, and of its cut: a label per node of the whole network, and the pockets held (indices)."""

    value: int
    labels: tuple[int, ...]
    held: tuple[int, ...]


class ExpandedNetwork:
    """Builds and solves coarse time-expanded networks of one reduced network with windows on some of its arcs."""

    def __init__(self, reduced: ReducedNetwork, windows: Mapping[int, Spans], amounts: Sequence[int]) -> None:
        _start, _order, to, cost = reduced.graph
        arcs = 2 * reduced.arc.size
        self._reduced = reduced
        self._tail, self._head, self._travel = to[1:arcs:2], to[0:arcs:2], cost[0:arcs:2]
        self._exits = to[arcs + 1 :: 2]
        self._early, self._late = reduced.from_pocket[:-1], reduced.to_goal[:-1]
        self._amounts = np.array(amounts, np.int64)
        self._total = int(self._amounts.sum())
        self._room = np.minimum(reduced.room[0:arcs:2], self._total)
        self._timed = [(index, windows[arc]) for index, arc in enumerate(reduced.arc.tolist()) if arc in windows]
        self._excess = self._travel + self._early[self._tail] - self._early[self._head]

    def size(self, horizon: int, width: int) -> int:
        """Return about how many arcs the coarse network of that horizon and bucket width has."""
        buckets = self._buckets(horizon, width, whole=False)
        return int(buckets.sum() + np.minimum(buckets[self._tail], buckets[self._head]).sum())

    def solve(self, horizon: int, width: int, *, up: bool) -> CoarseFlow:
        """Return the maximum flow for arrival by `horizon` with buckets of `width` steps, travel rounded up or down."""
        from ortools.graph.python import max_flow

        buckets = self._buckets(horizon, width, whole=up)
        first = np.concatenate([[0], np.cumsum(buckets)])
        source, goal = int(first[-1]), int(first[-1]) + 1
        solver = max_flow.SimpleMaxFlow()
        for tails, heads, rooms in self._arcs(buckets, first, width, up=up):
            useful = rooms > 0
            solver.add_arcs_with_capacity(tails[useful], heads[useful], rooms[useful])
        pockets = self._reduced.pockets
        alive = buckets[pockets] > 0
        solver.add_arcs_with_capacity(np.full(int(alive.sum()), source), first[pockets[alive]], self._amounts[alive])
        solver.add_arc_with_capacity(source, goal, 0)
        if solver.solve(source, goal) != max_flow.SimpleMaxFlow.OPTIMAL:
            raise ArithmeticError("the maximum-flow solver refused a coarse network")
        side = np.zeros(source + 2, np.bool_)
        side[np.asarray(solver.get_source_side_min_cut(), np.int64)] = True
        return CoarseFlow(int(solver.optimal_flow()), *self._labels(side, buckets, first, (horizon, width)))

    def _buckets(self, horizon: int, width: int, *, whole: bool) -> Ints:
        """Return how many buckets of each node are worth having; at exits those that end in time (`whole`) or begin in time."""
        spare = horizon - self._early - self._late
        buckets = np.maximum(spare // width + 1, 0)
        if whole:
            buckets[self._exits] = np.maximum((spare[self._exits] + 1) // width, 0)
        return np.asarray(buckets, np.int64)

    def _arcs(self, buckets: Ints, first: Ints, width: int, *, up: bool) -> Iterator[tuple[Ints, Ints, Ints]]:
        """Yield tails, heads and rooms: of the constant roads, of each road with windows, and of waiting."""
        shift = -(-self._excess // width) if up else self._excess // width
        times = np.maximum(np.minimum(buckets[self._tail], buckets[self._head] - shift), 0)
        to_goal = np.zeros(buckets.size, np.bool_)
        to_goal[self._exits] = True
        steady = times > 0
        steady[[index for index, _spans in self._timed]] = False
        chosen = np.flatnonzero(steady)
        arc = np.repeat(chosen, times[chosen])
        bucket = np.arange(arc.size) - np.repeat(np.cumsum(times[chosen]) - times[chosen], times[chosen])
        heads = np.where(to_goal[self._head[arc]], first[-1] + 1, first[self._head[arc]] + bucket + shift[arc])
        yield first[self._tail[arc]] + bucket, heads, np.minimum(self._room[arc] * width, self._total)
        for index, spans in self._timed:
            u, v = int(self._tail[index]), int(self._head[index])
            bucket = np.arange(int(times[index]))
            heads = first[v] + bucket + shift[index]
            if to_goal[v]:
                heads[:] = first[-1] + 1
            rooms = bucket_rooms(bucket * width + self._early[u], width, spans, lasting=up)
            yield first[u] + bucket, heads, np.minimum(rooms, self._total)
        waits = np.ones(int(first[-1]), np.bool_)
        waits[first[1:] - 1] = False
        wait = np.flatnonzero(waits)
        yield wait, wait + 1, np.full(wait.size, self._total)

    def _labels(
        self, side: NDArray[np.bool_], buckets: Ints, first: Ints, grid: tuple[int, int]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the fine labels of a coarse cut, each at most the first step from which no exit can be reached any more."""
        horizon, width = grid
        owner = np.repeat(np.arange(buckets.size), buckets)
        reached = np.flatnonzero(side[: owner.size])
        earliest = buckets.copy()
        np.minimum.at(earliest, owner[reached], reached - first[owner[reached]])
        fine = np.minimum(earliest * width + self._early, horizon - self._late + 1)
        fine[self._exits] = horizon + 1
        labels = np.where(self._reduced.start_label < 0, horizon + 1, 0)
        labels[self._reduced.kept] = np.clip(fine, 0, horizon + 1)
        held = np.flatnonzero(labels[self._reduced.kept][self._reduced.pockets] == 0)
        return tuple(labels.tolist()), tuple(held.tolist())


def bucket_rooms(begin: Ints, width: int, spans: Spans, *, lasting: bool) -> Ints:
    """Return what windows offer in the buckets of `width` steps that begin at `begin`; shape as `begin`.

    lasting: only what is offered in every step of the bucket, times its width.
    """
    offered, covered = np.zeros_like(begin), np.zeros_like(begin)
    least = np.full_like(begin, LIMIT)
    for first, last, capacity in spans:
        steps = np.maximum(np.minimum(begin + width, last) - np.maximum(begin, first), 0)
        offered += steps * capacity
        covered += steps
        least = np.where(steps > 0, np.minimum(least, capacity), least)
    return np.where(covered == width, least * width, 0) if lasting else offered
