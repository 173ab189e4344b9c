"""Most that any set of pockets can get out within a horizon, and its cut, for constant capacities (static flows)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import ArcNetwork
from safeconduct.clearance.contracted import contract_network
from safeconduct.clearance.reduced import reduce_network
from safeconduct.kernel.limits import FAR
from safeconduct.model.plan import CutCertificate

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NEVER = 2 * FAR
"""Price at which a started amount is never taken back."""
EFFORT = 2_000_000
"""Nodes that a kernel settles before it lets the caller ask whether to stop; about a second."""


class StoppedError(Exception):
    """The caller's `stop` asked to end the search; what is proven so far stays proven."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Paths of a cheapest flow: `lengths` in order with `amounts`, all of them up to the length `reach`.

    Used again in every step, they bring sum amount x max(0, T + 1 - length) by arrival step T, the most that is possible, for
    every T up to `reach`.
    """

    reach: int
    lengths: tuple[int, ...]
    amounts: tuple[int, ...]

    def out(self, horizon: int) -> int:
        """Return the most that is out by arrival step `horizon`, which must be within reach."""
        pairs = zip(self.lengths, self.amounts, strict=True)
        return sum(amount * (horizon + 1 - length) for length, amount in pairs if length <= horizon)

    def time(self, demand: int) -> int:
        """Return the least arrival step by which `demand` is out; all paths that matter for it must be known."""
        total = weighted = 0
        steps = -1
        for length, amount in zip(self.lengths, self.amounts, strict=True):
            if total and steps < length:
                break
            total += amount
            weighted += amount * length
            steps = -(-(demand + weighted) // total) - 1
        return steps


class FlowState:
    """A cheapest flow of the contracted network as it grows: its residual room, its potentials and what starts at each node.

    close: from what length on a way counts for nothing, so that a pocket may as well stop sending: horizon + 1, or `NEVER`.
    """

    def __init__(self, room: Ints, to_goal: Ints, close: int) -> None:
        self.room, self.h, self.sent, self.close = room.copy(), -to_goal, np.zeros_like(to_goal), close

    @property
    def parts(self) -> tuple[Ints, Ints, Ints, int]:
        """What the kernel changes, and `close`."""
        return self.room, self.h, self.sent, self.close


class StaticFlow:
    """Answers about sets of pockets of one network with constant capacities.

    nodes, amounts: of the pockets that are not at exits, in the order of the supply. everyone: the mask of them all. A set is a
    bit mask over `nodes`, or an array of truth values, one per pocket, for the methods that end in `_of`; what masks bring out is
    remembered. contracted: the network that is searched; only there when there is a pocket.

    The most that pockets A can get out by arrival step T is the largest value of (T + 1) |x| - sum(travel x) over static flows x
    (Ford and Fulkerson). Successive shortest paths give that for every T at once. All methods but those about certificates raise
    StoppedError when `stop` wants an end.
    """

    def __init__(
        self, net: ArcNetwork, supply: Mapping[int, int], exits: tuple[int, ...], *, stop: Callable[[], bool] | None = None
    ) -> None:
        self.net, self.exits = net, exits
        goals = set(exits)
        self.nodes = tuple(node for node in supply if node not in goals)
        self.amounts = tuple(supply[node] for node in self.nodes)
        self.everyone = (1 << len(self.nodes)) - 1
        self._stop = stop
        self._values: dict[tuple[int, int], int] = {}
        if self.nodes:
            self._amounts = np.array(self.amounts, np.int64)
            self.contracted = contract_network(reduce_network(net, self.nodes, exits))
            # No road ever needs to let in more than all there is, so this changes no time and no cut that proves something.
            self._room = np.minimum(self.contracted.room, int(self._amounts.sum()))

    def lift_stop(self) -> None:
        """Let what is asked from now on take its time."""
        self._stop = None

    def demand(self, mask: int) -> int:
        """Return what the pockets of the mask hold."""
        return sum(amount for index, amount in enumerate(self.amounts) if mask >> index & 1)

    def chosen(self, mask: int) -> Flags:
        """Return a mask as truth values, one per pocket."""
        count = len(self.nodes)
        bits = np.frombuffer(mask.to_bytes(-(-count // 8), "little"), np.uint8)
        return np.unpackbits(bits, count=count, bitorder="little").astype(np.bool_)

    def out(self, mask: int, horizon: int) -> int:
        """Return the most that can leave the pockets of the mask, supplies unlimited, and arrive by step `horizon`.

        Roads count as letting in no more per step than all pockets hold together, so beyond that the answer may be too small.
        """
        return self.growing_out(mask, (), horizon)[0]

    def growing_out(self, mask: int, order: Sequence[int], horizon: int) -> list[int]:
        """Return `out` of the mask, and of each larger mask as the pockets of `order` join one by one; one flow grows for all."""
        masks = [mask]
        for index in order:
            masks.append(masks[-1] | 1 << index)
        if horizon < 0:
            return [0] * len(masks)
        if any((one, horizon) not in self._values for one in masks):
            state = self._empty_flow(horizon + 1)
            value = self._grow(state, self.chosen(mask), horizon).out(horizon) if mask else 0
            self._values[mask, horizon] = value
            for one, index in zip(masks[1:], order, strict=True):
                joining = np.zeros(len(self.nodes), np.bool_)
                joining[index] = True
                value += self._grow(state, joining, horizon).out(horizon)
                self._values[one, horizon] = value
        return [self._values[one, horizon] for one in masks]

    def time(self, mask: int) -> int:
        """Return the least arrival step by which as many as the pockets of the mask hold can be out from them.

        Sooner not all of them can be out, whatever the others do; for one pocket, and for all of the worst set, it suffices.
        """
        return self.time_of(self.chosen(mask))

    def time_of(self, chosen: Flags) -> int:
        """Return `time` of the pockets that are true in `chosen` (k,); at least one must be."""
        demand = int(self._amounts[chosen].sum())
        return self._grow(self._empty_flow(NEVER), chosen, 0, demand).time(demand)

    def certificate(self, mask: int, horizon: int) -> CutCertificate:
        """Return the cut that shows how little the pockets of the mask can get out by `horizon`; a proof when it is short."""
        return self.certificate_of(self.chosen(mask), horizon)

    def certificate_of(self, chosen: Flags, horizon: int) -> CutCertificate:
        """Return `certificate` of the pockets that are true in `chosen` (k,).

        The label of a node is its distance from the pockets in the residual graph of the cheapest flow for that horizon, the
        return from pockets to goal at cost horizon + 1 included, clamped to 0 .. horizon + 1.
        """
        state = self._empty_flow(horizon + 1)
        self._grow(state, chosen, horizon, may_stop=False)
        reduced = self.contracted.reduced
        far = self.contracted.lifted_labels(self._room - state.room, self._residual_distances(state, chosen, horizon))
        labels = np.where(reduced.start_label < 0, horizon + 1, 0)
        labels[reduced.kept] = np.clip(far[:-1], 0, horizon + 1)
        labels[list(self.exits)] = horizon + 1
        held = tuple(self.nodes[index] for index in np.flatnonzero(chosen).tolist())
        capacity = cut_capacity(self.net, labels)
        return CutCertificate(horizon, tuple(labels.tolist()), held, int(self._amounts[chosen].sum()), capacity)

    def additions(self, horizon: int) -> list[tuple[list[int], int]]:
        """Return the ways that make up the cheapest flow of everybody, of lengths up to `horizon` that never fall.

        Each is (arcs, amount), the arcs in the numbers of the contracted network's graph: an odd one takes back from its opposite
        what an earlier way sent along it.
        """
        from safeconduct.kernel.augment import successive_paths

        state = self._empty_flow(NEVER)
        everyone = self.contracted.pockets
        found: list[tuple[list[int], int]] = []
        reach = -1
        while reach < 0:
            bounds = (horizon, 0, EFFORT)
            _lengths, _amounts, ways, reach = successive_paths(self.contracted.graph, state.parts, everyone, (0, 0), bounds)
            record = ways.tolist()
            at = 0
            while at < len(record):
                amount, count = record[at : at + 2]
                found.append((record[at + 2 : at + 2 + count], amount))
                at += 2 + count
        return found

    def _empty_flow(self, close: int) -> FlowState:
        return FlowState(self._room, self.contracted.to_goal, close)

    def _residual_distances(self, state: FlowState, chosen: Flags, horizon: int) -> Ints:
        """Return the distances (n'',) of the contracted network's nodes from the pockets chosen; FAR where there is no way."""
        from safeconduct.kernel.paths import distances

        sources = self.contracted.pockets[chosen]
        top = int(state.h[sources].max())
        goal = state.h.size - 1
        begin = np.append(top - state.h[sources], horizon + 1 + top - state.h[goal])
        found = distances(self.contracted.graph, state.room, state.h, np.append(sources, goal), begin)
        return np.where(found == FAR, FAR, found - top + state.h)

    def _grow(self, state: FlowState, chosen: Flags, horizon: int, demand: int = 0, *, may_stop: bool = True) -> Curve:
        """Let the flow grow from the pockets chosen until it is the best for `horizon` (with `demand`: until no path matters).

        The curve has the paths added, in the order of their lengths.
        """
        from safeconduct.kernel.augment import successive_paths

        sources = self.contracted.pockets[chosen]
        lengths: list[int] = []
        amounts: list[int] = []
        total = weighted = 0
        reach = -1
        while reach < 0:
            if may_stop and self._stop is not None and self._stop():
                raise StoppedError
            bounds = (horizon, demand, EFFORT)
            more, how_many, _ways, reach = successive_paths(
                self.contracted.graph, state.parts, sources, (total, weighted), bounds
            )
            lengths += more.tolist()
            amounts += how_many.tolist()
            total = sum(amounts)
            weighted = sum(amount * length for length, amount in zip(lengths, amounts, strict=True))
            weighted = weighted if weighted < FAR else -1
        return Curve(reach, tuple(lengths), tuple(amounts))


def cut_capacity(net: ArcNetwork, labels: Ints) -> int:
    """Return what all arcs together let across the cut of the labels (n,), as `certificate.cut_terms` counts it; any size."""
    steps = labels[net.head] - net.travel_steps - labels[net.tail]
    crossing = np.flatnonzero((steps > 0) & (net.capacity_per_step > 0))
    return sum(
        room * count for room, count in zip(net.capacity_per_step[crossing].tolist(), steps[crossing].tolist(), strict=True)
    )
