"""Whether a route that begins at one pocket can come by another: which nodes lie on simple paths to an exit, by blocks.

A node lies on some simple path from a start to an exit (roads taken both ways) if and only if its block, a largest part of the
graph that no single node separates, is one of those between the start and the exits. One depth-first search finds all blocks
(Hopcroft and Tarjan).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


class Blocks:
    """Blocks of an undirected graph with all exits joined in one node; each node is known by the block towards the exits.

    near: node -> neighbours, both ways; nodes not named have none.
    """

    def __init__(self, near: Mapping[int, Sequence[int]], exits: Iterable[int]) -> None:
        self._block: dict[int, int] = {}
        self._top: list[int] = []
        self._search(near, tuple(exits))

    def _search(self, near: Mapping[int, Sequence[int]], exits: tuple[int, ...]) -> None:
        """Number all nodes from the joined exits on, and close a block wherever nothing reaches back beyond its top."""
        root = -1
        goals = set(exits)
        found: dict[int, int] = {root: 0}
        low: dict[int, int] = {root: 0}
        open_nodes: list[int] = []
        first = sorted({root if node in goals else node for goal in exits for node in near.get(goal, ())} - {root})
        stack = [(root, root, iter(first))]
        while stack:
            node, parent, rest = stack[-1]
            for raw in rest:
                other = root if raw in goals else raw
                if other not in found:
                    found[other] = low[other] = len(found)
                    open_nodes.append(other)
                    stack.append((other, node, iter(near.get(other, ()))))
                    break
                if other not in (parent, node):
                    low[node] = min(low[node], found[other])
            else:
                stack.pop()
                if node != root:
                    low[parent] = min(low[parent], low[node])
                    if low[node] >= found[parent]:
                        self._close(node, parent, open_nodes)

    def _close(self, node: int, parent: int, open_nodes: list[int]) -> None:
        number = len(self._top)
        self._top.append(parent)
        while True:
            member = open_nodes.pop()
            self._block[member] = number
            if member == node:
                return

    def between(self, starts: Iterable[int]) -> set[int]:
        """Return the blocks through which simple paths from any of the starts lead to the exits."""
        found: set[int] = set()
        for start in starts:
            block = self._block.get(start)
            while block is not None and block not in found:
                found.add(block)
                block = self._block.get(self._top[block])
        return found

    def of(self, nodes: Iterable[int]) -> set[int]:
        """Return the blocks of nodes (those towards the exits); nodes from which no exit is reached have none."""
        return {self._block[node] for node in nodes if node in self._block}


def passes(near: Mapping[int, Sequence[int]], exits: Iterable[int], touched: Sequence[Iterable[int]]) -> list[list[bool]]:
    """Return for each pair of pockets whether a simple path from a node of the first may come by a node of the second.

    touched: the nodes at which each pocket's people may join a route.
    """
    blocks = Blocks(near, exits)
    sets = [set(nodes) for nodes in touched]
    ahead = [blocks.between(nodes) for nodes in sets]
    own = [blocks.of(nodes) for nodes in sets]
    return [
        [not begin.isdisjoint(other) or not ahead[index].isdisjoint(own[place]) for place, other in enumerate(sets)]
        for index, begin in enumerate(sets)
    ]
