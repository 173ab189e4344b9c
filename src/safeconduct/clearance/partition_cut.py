"""Cuts through a set of roads: the strongest horizon that a split of the nodes in two proves impossible.

Any split of the nodes into a near side, with the held pockets, and a far side, with the exits, gives labels for every horizon T:
far nodes take the last step from which an exit can be reached by T, plus 1, near nodes the first step at which anybody could be
there, or that step where it is sooner. Then no road inside a side or back from far to near is in the cut, and a road from near to
far counts with what it offers between these two steps.
That sum never falls as T grows, so the strongest T is found by bisection over a few roads, however long the horizon.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.certificate import offered
from safeconduct.clearance.timed_problem import TimedProblem
from safeconduct.model.plan import CutCertificate


class PartitionCut:
    """The split that a cut certificate suggests: a node is near when its label is nearer to the first step than to the last."""

    def __init__(self, problem: TimedProblem, cut: CutCertificate) -> None:
        reduced = problem.reduced
        self._problem = problem
        self._early, self._late = reduced.from_pocket[:-1], reduced.to_goal[:-1]
        labels = np.array(cut.labels, np.int64)[reduced.kept]
        near = labels - self._early < cut.horizon_steps + 1 - self._late - labels
        near[reduced.to_goal[:-1] == 0] &= ~np.isin(reduced.kept[reduced.to_goal[:-1] == 0], problem.exits)
        self._near: NDArray[np.bool_] = near
        self.held = tuple(node for node, at in zip(problem.supply, reduced.pockets.tolist(), strict=True) if near[at])
        self.demand = sum(problem.supply[node] for node in self.held)
        self._roads = self._crossing()

    def _crossing(self) -> list[tuple[int, int, int, tuple[tuple[int, int, int], ...] | None, int]]:
        """Return first step, steps needed from entry to exit, capacity, windows and beds of each road from near to far."""
        problem, reduced = self._problem, self._problem.reduced
        _start, _order, to, cost = reduced.graph
        arcs = 2 * reduced.arc.size
        tail, head, travel = to[1:arcs:2], to[0:arcs:2], cost[0:arcs:2]
        beds = problem.bed_arcs()
        return [
            (
                int(self._early[tail[index]]),
                int(travel[index] + self._late[head[index]]),
                int(problem.relaxed.capacity_per_step[reduced.arc[index]]),
                problem.left.get(int(reduced.arc[index])),
                beds.get(int(reduced.arc[index]), problem.total),
            )
            for index in np.flatnonzero(self._near[tail] & ~self._near[head]).tolist()
        ]

    def capacity(self, horizon: int) -> int:
        """Return what the roads of the split let across for arrival by `horizon`."""
        return sum(min(offered(first, horizon - after, room, spans), beds) for first, after, room, spans, beds in self._roads)

    def certificate(self, horizon: int) -> CutCertificate:
        """Return the certificate for a horizon; a proof when `capacity(horizon)` is below `demand`."""
        problem, reduced = self._problem, self._problem.reduced
        labels = np.where(reduced.start_label < 0, horizon + 1, 0)
        too_late = horizon + 1 - self._late
        inner = np.where(self._near, np.minimum(self._early, too_late), too_late)
        labels[reduced.kept] = np.maximum(inner, 0)
        labels[list(problem.exits)] = horizon + 1
        return problem.with_windows(CutCertificate(horizon, tuple(labels.tolist()), self.held, self.demand, 0))

    def strongest(self, low: int, high: int) -> CutCertificate | None:
        """Return the proof of the largest horizon in `low` .. `high` that the split shows impossible, None when it shows none."""
        if not self.held or low > high or self.capacity(low) >= self.demand:
            return None
        while low < high:
            middle = (low + high + 1) // 2
            if self.capacity(middle) < self.demand:
                low = middle
            else:
                high = middle - 1
        return self.certificate(low)
