"""A network as four integer arrays, checked when made, and the checks of what goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Windows = Mapping[int, Sequence[tuple[int, int, int]]]
"""Arc index -> (from_step, to_step, capacity), half-open by entry step, in order; the arc is closed outside them."""

LIMIT = 1 << 60
FOREVER = 1 << 40
"""A step later than any horizon; windows that never end may name it."""


class ClearanceInputError(ValueError):
    """The network, supply, exits or windows cannot be used; the message says which entry and why."""


class UnreachableError(ClearanceInputError):
    """Pockets from which no way leads to an exit; `nodes` names them, ascending."""

    def __init__(self, nodes: tuple[int, ...]) -> None:
        shown = ", ".join(str(node) for node in nodes[:10])
        more = f" and {len(nodes) - 10} more" if len(nodes) > 10 else ""
        super().__init__(f"no way to an exit from node {shown}{more}")
        self.nodes = nodes


@dataclass(frozen=True, slots=True, eq=False)
class ArcNetwork:
    """A directed network for flow over time: m arcs between nodes 0..n-1, one entry per arc in each array.

    tail, head: (m,) node indices. travel_steps: (m,) whole steps from entry to exit of an arc, >= 0. capacity_per_step: (m,) how
    much may enter per step, >= 0. nodes: n; -1 takes the least that holds every arc. Arrays are copied to read-only int64.
    Raises ClearanceInputError on entries that are not integers, unequal lengths, negative values, no arcs, or numbers so large
    that sums could overflow 64 bits.
    """

    tail: Ints
    head: Ints
    travel_steps: Ints
    capacity_per_step: Ints
    nodes: int = -1

    def __post_init__(self) -> None:
        for name in ("tail", "head", "travel_steps", "capacity_per_step"):
            object.__setattr__(self, name, checked_column(name, getattr(self, name), self.arcs))
        least = int(max(self.tail.max(), self.head.max())) + 1
        nodes = least if self.nodes == -1 else self.nodes
        if nodes < least:
            raise ClearanceInputError(f"an arc ends at node {least - 1}, but there are {nodes} nodes")
        object.__setattr__(self, "nodes", nodes)
        if float(self.travel_steps.sum(dtype=np.float64)) * (nodes + 2) >= LIMIT:
            raise ClearanceInputError("travel_steps: the sum over all arcs is too large for this number of nodes")
        if float(self.capacity_per_step.sum(dtype=np.float64)) >= LIMIT:
            raise ClearanceInputError("capacity_per_step: the sum over all arcs overflows")

    @property
    def arcs(self) -> int:
        """Number of arcs."""
        return len(self.tail)


def checked_column(name: str, values: ArrayLike, arcs: int) -> Ints:
    """Return the column as a read-only int64 copy; raises ClearanceInputError as `ArcNetwork` documents."""
    column = np.asarray(values)
    if column.ndim != 1 or column.size != arcs:
        raise ClearanceInputError(f"{name}: one entry per arc is needed, {arcs} as in tail; the shape is {column.shape}")
    if arcs == 0:
        raise ClearanceInputError("the network has no arcs")
    if column.dtype.kind not in "iu":
        raise ClearanceInputError(f"{name}: integers are needed, found {column.dtype}")
    if column.min() < 0:
        raise ClearanceInputError(f"{name}: entry {int(column.argmin())} is negative ({column.min()})")
    if int(column.max()) >= LIMIT:
        raise ClearanceInputError(f"{name}: entry {int(column.argmax())} is too large ({column.max()})")
    fixed = np.array(column, dtype=np.int64)
    fixed.setflags(write=False)
    return fixed


def checked_supply(net: ArcNetwork, supply: Mapping[int, int]) -> dict[int, int]:
    """Return the positive entries of the supply, ordered by node; raises ClearanceInputError on any unusable entry."""
    fixed: dict[int, int] = {}
    for node, amount in supply.items():
        if not is_integer(node) or not is_integer(amount):
            raise ClearanceInputError(f"supply: node {node!r} and amount {amount!r} must be integers")
        if not 0 <= node < net.nodes:
            raise ClearanceInputError(f"supply: there is no node {node}")
        if amount < 0:
            raise ClearanceInputError(f"supply: node {node} holds {amount}, which is negative")
        if amount:
            fixed[int(node)] = int(amount)
    if sum(fixed.values()) >= LIMIT:
        raise ClearanceInputError("supply: the sum overflows")
    return dict(sorted(fixed.items()))


def checked_exits(net: ArcNetwork, exits: Iterable[int]) -> tuple[int, ...]:
    """Return the exits ascending, each once; raises ClearanceInputError when there is none or one is not a node."""
    given = tuple(exits)
    if not given:
        raise ClearanceInputError("exits: there is none")
    for node in given:
        if not is_integer(node) or not 0 <= node < net.nodes:
            raise ClearanceInputError(f"exits: there is no node {node!r}")
    return tuple(sorted({int(node) for node in given}))


def checked_windows(net: ArcNetwork, windows: Windows | None) -> dict[int, tuple[tuple[int, int, int], ...]]:
    """Return the windows as tuples, ordered by arc; raises ClearanceInputError on any unusable entry.

    An arc without any window in its list is closed all the time.
    """
    fixed: dict[int, tuple[tuple[int, int, int], ...]] = {}
    given: Mapping[int, Sequence[tuple[int, ...]]] = windows or {}
    for arc, spans in given.items():
        if not is_integer(arc) or not 0 <= arc < net.arcs:
            raise ClearanceInputError(f"windows: there is no arc {arc!r}")
        before = 0
        for span in spans:
            if len(span) != 3 or not all(is_integer(value) for value in span):
                raise ClearanceInputError(f"windows: arc {arc}: {span!r} is not (from_step, to_step, capacity) in integers")
            first, last, capacity = span
            if first < before or last <= first or not 0 <= capacity < LIMIT:
                raise ClearanceInputError(f"windows: arc {arc}: {span!r} is empty, negative, out of order or too large")
            before = last
        fixed[int(arc)] = tuple((int(first), int(last), int(capacity)) for first, last, capacity in spans)
    return dict(sorted(fixed.items()))


def is_integer(value: object) -> bool:
    """Tell whether the value is a whole number and not a truth value."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, (bool, np.bool_))
