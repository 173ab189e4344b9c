"""The movements that make up a flow over time: every unit's way, equal ones that follow each other step by step as one stream."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from safeconduct.clearance.contracted import ContractedNetwork
from safeconduct.clearance.result import Schedule, Stream
from safeconduct.clearance.timed_flow import TimedFlow

EARLY_STEPS = 500_000
"""Nodes times steps up to which as many as possible are brought out by every step; above it only by the last."""
Way = tuple[tuple[int, ...], tuple[int, ...]]


def least_mean_flow(make: Callable[[], TimedFlow], steps: int) -> TimedFlow:
    """Return a flow that brings everybody out by `steps`, in smaller networks with as many out by every earlier step as possible.

    Such a flow has the least mean arrival. make: returns an empty flow. In larger ones all that counts is the last.
    """
    flow = make()
    if flow.net.early.size * steps <= EARLY_STEPS:
        for step in range(int(flow.net.late[flow.net.pockets].min()), steps):
            flow.advance(step)
    else:
        flow.begin(steps)
    flow.advance(steps)
    if flow.left.any():
        raise ArithmeticError(f"not everybody is out by step {steps}")
    return flow


def streams_of(
    flow: TimedFlow, amounts: Sequence[int], contracted: ContractedNetwork, waits: Mapping[int, int] | None = None
) -> Schedule:
    """Return the movements of a flow that has brought everybody out.

    amounts: (k,) units that the pockets held. waits: as for `on_roads`.
    """
    leaving = Departures(flow)
    ways: dict[tuple[Way, int], dict[int, int]] = {}
    for pocket, amount in zip(contracted.pockets.tolist(), amounts, strict=True):
        left = int(amount)
        while left:
            path, units = leaving.take(pocket, left)
            left -= units
            way, first = on_roads(path, contracted, waits or {})
            shifted = way[0], tuple(step - first for step in way[1])
            starts = ways.setdefault((shifted, units), {})
            starts[first] = starts.get(first, 0) + 1
    streams = []
    for ((arcs, departures), units), starts in ways.items():
        for first, repeats in runs(starts) if arcs else ():
            streams.append(Stream(arcs, tuple(step + first for step in departures), units, repeats))
    return Schedule(streams)


def runs(starts: dict[int, int]) -> list[tuple[int, int]]:
    """Return the steps (step -> how often) as runs of steps in a row: (first, how many)."""
    found: list[tuple[int, int]] = []
    while starts:
        first = min(starts)
        step = first
        while starts.get(step, 0):
            starts[step] -= 1
            if not starts[step]:
                del starts[step]
            step += 1
        found.append((first, step - first))
    return found


class Departures:
    """What leaves each node of a flow, in order of time, to be followed unit by unit."""

    def __init__(self, flow: TimedFlow) -> None:
        tail, self._head, self._travel = (column.tolist() for column in flow.net.columns[:3])
        self._goal = flow.net.early.size - 1
        self._at: dict[int, list[tuple[int, int]]] = {}
        self._units: dict[int, list[int]] = {}
        self._next: dict[int, list[int]] = {}
        into_goal = {node for node, end in zip(tail, self._head, strict=True) if end == self._goal}
        self._exits = into_goal
        for arc, step, units in sorted(zip(*(column.tolist() for column in flow.entries()), strict=True), key=lambda one: one[1]):
            self._at.setdefault(tail[arc], []).append((step, arc))
            self._units.setdefault(tail[arc], []).append(units)
        for node, leaving in self._at.items():
            self._next[node] = list(range(len(leaving) + 1))

    def _first(self, node: int, step: int) -> int:
        """Return the place of the first departure from a node at or after a step of which something is left."""
        following = self._next[node]
        place = bisect_left(self._at[node], (step, -1))
        end = place
        while following[end] != end:
            end = following[end]
        while following[place] != end:
            following[place], place = end, following[place]
        return end

    def take(self, pocket: int, most: int) -> tuple[list[tuple[int, int]], int]:
        """Return a way of up to `most` units from a pocket, always with the first departure, as (arc, step), and how many."""
        node, step = pocket, 0
        path: list[tuple[int, int]] = []
        places: list[tuple[int, int]] = []
        seen: dict[tuple[int, int], int] = {}
        while node not in self._exits:
            place = self._first(node, step)
            begin = seen.get((node, place))
            if begin is not None:  # a round without travel, which moves nobody
                self._drop(places[begin:], min(self._units[at][one] for at, one in places[begin:]))
                return self.take(pocket, most)
            seen[node, place] = len(places)
            entry, arc = self._at[node][place]
            places.append((node, place))
            path.append((arc, entry))
            node, step = self._head[arc], entry + self._travel[arc]
        units = min([most, *(self._units[at][place] for at, place in places)])
        self._drop(places, units)
        return path, units

    def _drop(self, places: list[tuple[int, int]], units: int) -> None:
        """Take units off departures."""
        for at, place in places:
            self._units[at][place] -= units
            if not self._units[at][place]:
                self._next[at][place] = place + 1


def on_roads(path: list[tuple[int, int]], contracted: ContractedNetwork, waits: Mapping[int, int]) -> tuple[Way, int]:
    """Return a way (arc, entry step) as arcs of the whole network and the entry step of each, and the first of these (0: none).

    waits: arc of the whole network -> steps of its travel that are really spent waiting before it.
    """
    reduced = contracted.reduced
    real = reduced.arc.size
    travel = reduced.graph[3][0::2]
    arcs: list[int] = []
    steps: list[int] = []
    for arc, entry in path:
        step = entry
        for piece in contracted.pieces[contracted.first[arc] : contracted.first[arc + 1]].tolist():
            if piece < real:
                arcs.append(int(reduced.arc[piece]))
                steps.append(step + waits.get(arcs[-1], 0))
                step += int(travel[piece])
    return (tuple(arcs), tuple(steps)), steps[0] if steps else 0
