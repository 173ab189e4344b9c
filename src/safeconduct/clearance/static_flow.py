"""Most that any set of pockets can get out within a horizon, and its cut, for constant capacities (static flows)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import ArcNetwork
from safeconduct.clearance.certificate import cut_terms
from safeconduct.clearance.reduced import reduce_network
from safeconduct.kernel.limits import FAR
from safeconduct.model.plan import CutCertificate

Ints = NDArray[np.int64]


class StoppedError(Exception):
    """The caller's `stop` asked to end the search; what is proven so far stays proven."""


class StaticFlow:
    """Answers about sets of pockets (bit masks over `nodes`) of one network with constant capacities; remembers every answer.

    The most that pockets A can get out by arrival step T is the largest value of (T + 1) |x| - sum(travel x) over static flows x
    (Ford and Fulkerson). Successive shortest paths give that for every T at once: paths of lengths L_1 <= L_2 <= ... with amounts
    f_i, used again in every step, bring sum f_i max(0, T + 1 - L_i).
    """

    def __init__(
        self, net: ArcNetwork, supply: Mapping[int, int], exits: tuple[int, ...], *, stop: Callable[[], bool] | None = None
    ) -> None:
        self.net, self.exits = net, exits
        self.nodes = tuple(node for node in supply if node not in set(exits))
        self.amounts = tuple(supply[node] for node in self.nodes)
        self.everyone = (1 << len(self.nodes)) - 1
        self._stop = stop
        self._curves: dict[int, tuple[int, tuple[int, ...], tuple[int, ...]]] = {}
        if self.nodes:
            self._reduced = reduce_network(net, self.nodes, exits)

    def demand(self, mask: int) -> int:
        """Return what the pockets of the mask hold."""
        return sum(amount for index, amount in enumerate(self.amounts) if mask >> index & 1)

    def out(self, mask: int, horizon: int) -> int:
        """Return the most that can leave the pockets of the mask, supplies unlimited, and arrive by step `horizon`."""
        if not mask or horizon < 0:
            return 0
        known = self._curves.get(mask)
        if known is None or known[0] < horizon:
            known = self._measure(mask, horizon + horizon // 4, 0)
        return sum(
            amount * (horizon + 1 - length) for length, amount in zip(known[1], known[2], strict=True) if length <= horizon
        )

    def time(self, mask: int) -> int:
        """Return the least arrival step by which what the pockets of the mask hold, alone on the roads, can all be out."""
        demand = self.demand(mask)
        _reach, lengths, amounts = self._measure(mask, 0, demand)
        total = weighted = 0
        steps = -1
        for length, amount in zip(lengths, amounts, strict=True):
            if total and steps < length:
                break
            total += amount
            weighted += amount * length
            steps = -(-(demand + weighted) // total) - 1
        return steps

    def certificate(self, mask: int, horizon: int) -> CutCertificate:
        """Return the cut that shows how little the pockets of the mask can get out by `horizon`; a proof when it is short.

        The label of a node is its distance from the pockets in the residual graph of the cheapest flow for that horizon, the
        return from pockets to goal at cost horizon + 1 included, clamped to 0 .. horizon + 1.
        """
        from safeconduct.kernel.paths import distances

        reduced = self._reduced
        _lengths, _amounts, room, h = self._paths(mask, horizon, 0)
        sources = self._sources(mask)
        top = int(h[sources].max())
        goal = reduced.to_goal.size - 1
        seeds = np.append(sources, goal)
        begin = np.append(top - h[sources], horizon + 1 + top - h[goal])
        found = distances(reduced.graph, room, h, seeds, begin)
        far = np.where(found == FAR, horizon + 1, found - top + h)
        labels = np.where(reduced.start_label < 0, horizon + 1, 0)
        labels[reduced.kept] = np.clip(far[:-1], 0, horizon + 1)
        labels[list(self.exits)] = horizon + 1
        held = tuple(node for index, node in enumerate(self.nodes) if mask >> index & 1)
        as_list = labels.tolist()
        return CutCertificate(horizon, tuple(as_list), held, self.demand(mask), sum(cut_terms(self.net, as_list)))

    def _sources(self, mask: int) -> Ints:
        return self._reduced.pockets[[index for index in range(len(self.nodes)) if mask >> index & 1]]

    def _measure(self, mask: int, horizon: int, demand: int) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
        """Find and remember the paths of a mask, complete up to `horizon` or as far as `demand` makes them matter."""
        if self._stop is not None and self._stop():
            raise StoppedError
        lengths, amounts, _room, _h = self._paths(mask, horizon, demand)
        reach = horizon
        if demand:
            total = int(amounts.sum())
            reach = max(horizon, -(-(demand + int((lengths * amounts).sum())) // total) - 1)
        known = (reach, tuple(lengths.tolist()), tuple(amounts.tolist()))
        if mask not in self._curves or self._curves[mask][0] < reach:
            self._curves[mask] = known
        return known

    def _paths(self, mask: int, horizon: int, demand: int) -> tuple[Ints, Ints, Ints, Ints]:
        from safeconduct.kernel.augment import successive_paths

        most = 256
        while True:
            room, h = self._reduced.room.copy(), -self._reduced.to_goal
            lengths, amounts, reach = successive_paths(self._reduced.graph, room, h, self._sources(mask), (horizon, demand, most))
            if reach >= 0:
                return lengths, amounts, room, h
            most *= 8
