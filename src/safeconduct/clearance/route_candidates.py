"""Routes worth trying: compromises of travel and capacity, alternates, what is left beside others, and detours by pockets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.route_graph import RouteGraph
from safeconduct.clearance.route_legs import LegSearch
from safeconduct.clearance.route_plan import NamedRoute, RouteBook
from safeconduct.kernel.limits import FAR

Ints = NDArray[np.int64]

ALTERNATES = 4
"""Penalised alternates for each pocket."""
COLLECTING_CLASSES = 5
"""Capacities of road on which routes by several pockets are built."""
MOST_COLLECTED = 8
MOST_POCKETS = 24
"""Alternates and detours are sought from so many pockets, those that hold most."""


class RouteFinder:
    """Finds candidate routes on a graph; all of them simple paths from a pocket's node to an exit."""

    def __init__(self, graph: RouteGraph, book: RouteBook) -> None:
        self._graph, self._book = graph, book
        self._legs = LegSearch(graph)
        self._zero = np.zeros_like(graph.exits)
        order = np.argsort(-np.array(graph.amounts, np.int64), kind="stable")
        self._main = graph.pockets[order[:MOST_POCKETS]].tolist()

    def from_paths(self, paths: Iterable[Sequence[int]]) -> Iterator[NamedRoute]:
        """Yield the routes of paths given in arcs of the graph; loops are cut out."""
        for path in paths:
            route = self._book.route(without_loops(self._graph, path))
            if route is not None:
                yield route

    def compromises(self) -> Iterator[NamedRoute]:
        """Yield for every capacity of road the shortest ways from the main pockets on roads of at least that capacity."""
        graph = self._graph
        for width in graph.classes:
            yield from self._shortest(graph.only(graph.travel, graph.room >= width), self._main)

    def alternates(self) -> Iterator[NamedRoute]:
        """Yield ways that avoid, more and more, the roads of those found before (penalties), from each main pocket."""
        graph = self._graph
        for pocket in self._main[:6]:
            cost = 4 * graph.travel + 1
            for _ in range(ALTERNATES):
                path = self._one_path(cost, pocket)
                if not path:
                    break
                yield from self.from_paths([path])
                cost = cost.copy()
                cost[path] += cost[path] // 2 + 1

    def beside(self, routes: Sequence[NamedRoute], horizon: int) -> Iterator[NamedRoute]:
        """Yield the ways that bring most by a horizon on the room that the routes leave, for every pocket."""
        graph = self._graph
        room = self._left_over(routes)
        best: dict[int, tuple[int, list[int]]] = {}
        for width in np.unique(room[room > 0])[::-1].tolist():
            cost, via = graph.tree(graph.only(graph.travel, room >= width), graph.exits, self._zero, back=True)
            for pocket in self._main:
                brings = width * (horizon + 1 - int(cost[pocket]))
                if brings > best.get(pocket, (0, []))[0]:
                    best[pocket] = (brings, graph.path(via, pocket, back=True))
            if best and width * (horizon + 1) <= min(best.get(pocket, (0, []))[0] for pocket in self._main):
                break
        yield from self.from_paths([path for _brings, path in best.values()])

    def extended(self, route: NamedRoute) -> Iterator[NamedRoute]:
        """Yield the route begun at another pocket: on the shortest way to its start that meets no other node of it."""
        for width in self._some_classes():
            yield from self._collected(list(route.arcs), self._graph.room, width, 1)

    def apart(self, routes: Sequence[NamedRoute]) -> Iterator[NamedRoute]:
        """Yield each of the routes anew, by its pockets in the same order, on the room that the others leave."""
        for index, route in enumerate(routes):
            stops = [pocket for pocket in reversed(route.leads) if pocket in route.joins]
            widths = [route.leads[pocket][0] for pocket in stops]
            room = self._left_over([*routes[:index], *routes[index + 1 :]])
            for narrower in dict.fromkeys((tuple(widths), (1,) * len(widths))):
                path = self._legs.route(stops, narrower, room)
                if path:
                    yield from self.from_paths([path])
                    break

    def collecting(self, routes: Sequence[NamedRoute] = ()) -> Iterator[NamedRoute]:
        """Yield routes that come by several pockets, in any order of few pockets: built backwards from the exits, leg by leg.

        Each leg is the shortest, on roads that have at least some capacity (or any) beside the given routes, that meets no node
        of the later legs.
        """
        room = self._left_over(routes)
        depth = {1: 0, 2: 1, 3: 2, 4: 3}.get(len(self._main), 2 if len(self._main) <= 6 else 1)
        if not depth:
            return
        for width in self._some_classes():
            reached, via = self._tree_to(room >= width, self._graph.exits)
            for pocket in self._main[:MOST_COLLECTED]:
                if reached[pocket] < FAR:
                    yield from self._collected(self._graph.path(via, pocket, back=True), room, width, depth)

    def _collected(self, path: list[int], room: Ints, width: int, depth: int) -> Iterator[NamedRoute]:
        """Yield the path begun at each other pocket, and these paths begun at yet others, up to `depth` more."""
        graph = self._graph
        if not path:
            return
        start = int(graph.tail[path[0]])
        blocked = np.zeros(graph.nodes, np.bool_)
        blocked[graph.head[path]] = True
        found: dict[tuple[int, ...], None] = {}
        free = ~blocked[graph.tail] & ~blocked[graph.head]
        for least in sorted({width, graph.classes[-1]}):
            reached, via = self._tree_to(free & (room >= least), np.array([start]))
            for pocket in self._main[:MOST_COLLECTED]:
                if pocket != start and reached[pocket] < FAR:
                    found[tuple(graph.path(via, pocket, back=True)) + tuple(path)] = None
        yield from self.from_paths(found)
        if depth > 1:
            for longer in found:
                yield from self._collected(list(longer), room, width, depth - 1)

    def _tree_to(self, allowed: NDArray[np.bool_], ends: Ints) -> tuple[Ints, Ints]:
        """Return travel and first arcs of the ways to the ends on the allowed arcs."""
        graph = self._graph
        return graph.tree(graph.only(graph.travel, allowed), ends, np.zeros_like(ends), back=True)

    def _some_classes(self) -> list[int]:
        """Return a few capacities of road, the least among them."""
        classes = self._graph.classes
        return sorted({*classes[:: max(1, len(classes) // COLLECTING_CLASSES)], classes[-1]})

    def _shortest(self, cost: Ints, pockets: Sequence[int]) -> Iterator[NamedRoute]:
        reached, via = self._graph.tree(cost, self._graph.exits, self._zero, back=True)
        yield from self.from_paths([self._graph.path(via, node, back=True) for node in pockets if reached[node] < FAR])

    def _one_path(self, cost: Ints, pocket: int) -> list[int]:
        reached, via = self._graph.tree(cost, np.array([pocket]), np.zeros(1, np.int64))
        end = int(self._graph.exits[int(np.argmin(reached[self._graph.exits]))])
        return self._graph.path(via, end) if reached[end] < FAR else []

    def _left_over(self, routes: Sequence[NamedRoute]) -> Ints:
        """Return the room per arc that is left when each route takes, one after another, all that fits along it."""
        room = self._graph.room.copy()
        for route in routes:
            arcs = list(route.arcs)
            room[arcs] -= int(room[arcs].min())
        return room


def without_loops(graph: RouteGraph, path: Sequence[int]) -> list[int]:
    """Return the path without the parts by which it comes back to a node."""
    if not path:
        return []
    found: list[int] = []
    nodes = [int(graph.tail[path[0]])]
    place = {nodes[0]: 0}
    for arc in path:
        head = int(graph.head[arc])
        if head in place:
            keep = place[head]
            for gone in nodes[keep + 1 :]:
                del place[gone]
            del found[keep:], nodes[keep + 1 :]
        else:
            found.append(arc)
            nodes.append(head)
            place[head] = len(found)
    return found
