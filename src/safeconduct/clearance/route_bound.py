"""The lower bound for K routes: the best of several kinds of proof over several sets of pockets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.result import Stop
from safeconduct.clearance.route_certificate import RouteCertificate, RouteVisits
from safeconduct.clearance.route_graph import RouteGraph
from safeconduct.clearance.route_passes import passes
from safeconduct.clearance.route_prices import Column, PriceSearch
from safeconduct.clearance.route_visits import MOST_HELD, Legs, visits_are_impossible
from safeconduct.kernel.limits import FAR
from safeconduct.model.plan import CutCertificate

MOST_SETS = 12
"""How many sets of pockets are tried."""
NEAR_SHARES = (0.2, 0.4, 0.6, 0.8)
"""Near sides: nodes whose first step is at most this share of first step and steps left together."""


class RouteBound:
    """Lower bounds for K routes on one graph; finds and keeps prices, orders of visits, and the ways it met."""

    def __init__(self, graph: RouteGraph, cut: CutCertificate | None, stop: Stop | None) -> None:
        self.graph, self._stop = graph, stop
        nodes = graph.node[graph.pockets].tolist()
        self._tight = frozenset(index for index, node in enumerate(nodes) if cut is not None and node in cut.held)
        self._questions: list[tuple[tuple[int, ...], NDArray[np.bool_] | None]] = [(held, None) for held in self._sets()]
        if graph.feeder.any():
            self._questions += [(self._questions[0][0], near) for near in self._near_sides(cut)]
        self._searches: list[PriceSearch] = []
        self._legs: dict[tuple[int, ...], dict[int, Legs]] = {}

    def _sets(self) -> list[tuple[int, ...]]:
        """Return sets of pockets (indices) worth a proof: all, the tight one, each alone, the largest together, pairs."""
        graph = self.graph
        everyone = tuple(range(len(graph.amounts)))
        order = sorted(everyone, key=lambda index: (-graph.amounts[index], index))
        far = sorted(everyone, key=lambda index: (-int(graph.to_exit[graph.pockets[index]]), index))
        sets = [everyone, tuple(sorted(self._tight)), *((index,) for index in order[:5]), *((index,) for index in far[:2])]
        if len(everyone) <= 5:
            sets += list(combinations(everyone, 2)) + list(combinations(everyone, 3))
        else:
            sets += [tuple(sorted(far[: len(far) // share])) for share in (2, 4)]
        return [held for held in dict.fromkeys(sets) if held][:MOST_SETS]

    def _near_sides(self, cut: CutCertificate | None) -> list[NDArray[np.bool_]]:
        """Return splits of the nodes into near and far: that of the unrestricted cut, and by the share of the way gone."""
        graph = self.graph
        early, late = graph.from_pocket, graph.to_exit
        sides = [early < share * (early + late) for share in NEAR_SHARES]
        if cut is not None:
            labels = np.array(cut.labels, np.int64)[graph.node]
            sides.insert(0, labels - early < cut.horizon_steps + 1 - late - labels)
        for side in sides:
            side[graph.exits] = False
            side[graph.pockets] = True
        return sides

    def raise_bound(self, routes: int, low: int, high: int) -> RouteCertificate | None:
        """Return the proof of the largest horizon found in `low` .. `high - 1`; None when no horizon from `low` on was proven."""
        best: RouteCertificate | None = None
        for proof in self._proofs(routes, low, high):
            if best is None or proof.horizon_steps > best.horizon_steps:
                best = proof
            if best.horizon_steps >= high - 1:
                break
        return best

    def _proofs(self, routes: int, low: int, high: int) -> Iterable[RouteCertificate]:
        for held in self._visit_sets():
            if self._is_stopped():
                return
            found = self._visits(held, routes, low, high)
            if found is not None:
                low = found.horizon_steps + 1
                yield found
        for place, (held, near) in enumerate(self._questions):
            if low >= high or self._is_stopped():
                return
            if place == len(self._searches):
                self._searches.append(PriceSearch(self.graph, held, near))
            search = self._searches[place]
            proof = search.raise_bound(routes, low, high, self._stop)
            if proof is not None:
                low = proof.horizon_steps + 1
                yield proof

    def _is_stopped(self) -> bool:
        return self._stop is not None and self._stop()

    def columns(self) -> list[Column]:
        """Return the ways met by all searches."""
        return list(dict.fromkeys(column for search in self._searches for column in search.columns()))

    def _visit_sets(self) -> list[tuple[int, ...]]:
        """Return the sets of pockets whose orders of visits are looked at: all when few, else the largest and the farthest."""
        graph = self.graph
        everyone = range(len(graph.amounts))
        if len(everyone) <= MOST_HELD:
            return [tuple(everyone)] if len(everyone) > 1 else []
        by_amount = sorted(everyone, key=lambda index: (-graph.amounts[index], index))[:4]
        by_travel = sorted(everyone, key=lambda index: (-int(graph.to_exit[graph.pockets[index]]), index))[:4]
        return [tuple(sorted(by_amount)), tuple(sorted(by_travel))]

    def _visits(self, held: tuple[int, ...], routes: int, low: int, high: int) -> RouteVisits | None:
        """Return the proof of the largest horizon at which no orders of visits clear the held pockets, or None."""
        legs = self.legs_of(held)
        amounts = [self.graph.amounts[index] for index in held]
        if legs is None or low >= high or not visits_are_impossible(legs, amounts, low, routes):
            return None
        top = high - 1
        while low < top and not self._is_stopped():
            middle = (low + top + 1) // 2
            if visits_are_impossible(legs, amounts, middle, routes):
                low = middle
            else:
                top = middle - 1
        nodes = tuple(int(self.graph.node[self.graph.pockets[index]]) for index in held)
        return RouteVisits(low, routes, nodes, sum(amounts))

    def legs_of(self, held: tuple[int, ...]) -> dict[int, Legs] | None:
        """Return the travel between held pockets and to exits by capacity of road.

        None when feeder arcs alone lead out, or when the search was stopped before.
        """
        if held not in self._legs:
            made = self._made_legs(held)
            if made is None:
                return None
            self._legs[held] = made
        return self._legs[held] or None

    def _made_legs(self, held: Sequence[int]) -> dict[int, Legs] | None:
        graph = self.graph
        near = [graph.touched([int(graph.pockets[index])]) for index in held]
        if any(np.isin(start, graph.exits).any() for start in near):
            return {}
        legs: dict[int, Legs] = {}
        for width in graph.classes:
            if self._is_stopped():
                return None
            allowed = graph.room >= width
            table: list[tuple[int | None, ...]] = []
            for start in near:
                reached = graph.tree(graph.only(graph.travel, allowed), start, np.zeros_like(start))[0]
                ends = [int(reached[end].min()) for end in (*near, graph.exits)]
                table.append(tuple(travel if travel < FAR else None for travel in ends))
            starts = np.unique(np.concatenate(near))
            wide = graph.only(np.zeros_like(graph.travel), allowed)
            reached = graph.tree(wide, starts, np.zeros_like(starts))[0]
            leading = graph.tree(wide, graph.exits, np.zeros_like(graph.exits), back=True)[0]
            allowed &= (reached[graph.tail] < FAR) & (leading[graph.head] < FAR)
            beside: dict[int, list[int]] = {}
            for u, v in zip(graph.tail[allowed].tolist(), graph.head[allowed].tolist(), strict=True):
                beside.setdefault(u, []).append(v)
                beside.setdefault(v, []).append(u)
            can_pass = passes(beside, graph.exits.tolist(), [start.tolist() for start in near])
            legs[width] = Legs(tuple(table), tuple(tuple(row) for row in can_pass))
        return legs
