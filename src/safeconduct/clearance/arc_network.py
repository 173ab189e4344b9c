"""A network as four integer arrays, checked when made, and the checks of what goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from reprlib import repr as shown
from typing import TypeGuard

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Windows = Mapping[int, Sequence[tuple[int, int, int]]]
"""Arc index -> (from_step, to_step, capacity), half-open by entry step, in order; the arc is closed outside them."""

LIMIT = 1 << 60
FOREVER = 1 << 40
"""A step later than any horizon; a window that ends then or later never ends."""
MOST_NODES = 1 << 27
"""More nodes than memory holds: such numbers are identifiers, not positions."""


class ClearanceInputError(ValueError):
    """The network, supply, exits or windows cannot be used; the message says which entry and why."""


class UnreachableError(ClearanceInputError):
    """Pockets from which no way leads to an exit; `nodes` names them, ascending."""

    def __init__(self, nodes: tuple[int, ...]) -> None:
        shown = ", ".join(str(node) for node in nodes[:10])
        more = f" and {len(nodes) - 10} more" if len(nodes) > 10 else ""
        super().__init__(f"no way to an exit from node {shown}{more}")
        self.nodes = nodes


@dataclass(frozen=True, slots=True)
class ExitLimits:
    """What exits can take: exit -> units per step (`rate`), exit -> units in all (`beds`); an exit not named has no such limit.

    A rate counts by arrival step: whoever comes to the exit may wait there until taken in, and is out then.
    """

    rate: Mapping[int, int] = field(default_factory=dict)
    beds: Mapping[int, int] = field(default_factory=dict)

    @property
    def nodes(self) -> frozenset[int]:
        """Exits with any limit."""
        return frozenset(self.rate) | frozenset(self.beds)


NO_LIMITS = ExitLimits()


@dataclass(frozen=True, slots=True, eq=False)
class ArcNetwork:
    """A directed network for flow over time: m arcs between nodes 0..n-1, one entry per arc in each array.

    tail, head: (m,) node indices. travel_steps: (m,) whole steps from entry to exit of an arc, >= 0. capacity_per_step: (m,) how
    much may enter per step, >= 0. nodes: n; -1 takes the least that holds every arc. Arrays are copied to read-only int64.
    Raises ClearanceInputError on entries that are not integers (floats are refused even where they are whole), unequal lengths,
    negative values, no arcs, or numbers so large that sums could overflow 64 bits.
    """

    tail: Ints
    head: Ints
    travel_steps: Ints
    capacity_per_step: Ints
    nodes: int = -1

    def __post_init__(self) -> None:
        arcs = -1
        for name in ("tail", "head", "travel_steps", "capacity_per_step"):
            column = checked_column(name, getattr(self, name), arcs)
            object.__setattr__(self, name, column)
            arcs = column.size
        object.__setattr__(self, "nodes", checked_nodes(self.nodes, int(max(self.tail.max(), self.head.max())) + 1))
        if float(self.travel_steps.sum(dtype=np.float64)) * (self.nodes + 2) >= LIMIT:
            raise ClearanceInputError("travel_steps: the sum over all arcs is too large for this number of nodes")
        if float(self.capacity_per_step.sum(dtype=np.float64)) >= LIMIT:
            raise ClearanceInputError("capacity_per_step: the sum over all arcs overflows; more than all people is enough")

    @property
    def arcs(self) -> int:
        """Number of arcs."""
        return len(self.tail)


def checked_column(name: str, values: ArrayLike, arcs: int) -> Ints:
    """Return the column as a read-only int64 copy; raises ClearanceInputError as `ArcNetwork` documents.

    arcs: the length it must have, -1 for any.
    """
    try:
        column = np.asarray(values)
    except (TypeError, ValueError, OverflowError):
        raise ClearanceInputError(f"{name}: one entry per arc is needed, a flat list of integers") from None
    if np.ma.is_masked(values):
        raise ClearanceInputError(f"{name}: some entries are masked; every arc needs a known number")
    if column.ndim != 1 or arcs not in {-1, column.size}:
        expected = "a flat list of integers" if arcs == -1 else f"{arcs} as in tail"
        raise ClearanceInputError(f"{name}: one entry per arc is needed, {expected}; the shape is {column.shape}")
    if column.size == 0:
        raise ClearanceInputError("the network has no arcs")
    whole = [value for value in listed(values) or () if is_integer(value)] if column.dtype.kind in "Of" else []
    if len(whole) == column.size:  # integers after all, so large that numpy kept them as objects or made them floats
        large = max(whole, key=abs)
        if abs(large) >= LIMIT:
            raise ClearanceInputError(f"{name}: {shown(large)} is {'negative' if large < 0 else 'too large'}")
        column = column.astype(np.int64)
    if column.dtype.kind not in "iu":
        cure = "; round, or choose finer steps, and convert with .astype(np.int64)" if column.dtype.kind == "f" else ""
        raise ClearanceInputError(f"{name}: integers are needed, found {column.dtype}{cure}")
    if column.min() < 0:
        raise ClearanceInputError(f"{name}: entry {int(column.argmin())} is negative ({column.min()})")
    if int(column.max()) >= LIMIT:
        raise ClearanceInputError(f"{name}: entry {int(column.argmax())} is too large ({column.max()})")
    fixed = np.array(column, dtype=np.int64)
    fixed.setflags(write=False)
    return fixed


def checked_nodes(nodes: object, least: int) -> int:
    """Return the number of nodes, `least` for -1; raises ClearanceInputError when it does not hold every arc or is too large."""
    if not is_integer(nodes):
        raise ClearanceInputError(f"nodes: {shown(nodes)} is not an integer")
    count = least if nodes == -1 else int(nodes)
    if count < least:
        raise ClearanceInputError(f"an arc ends at node {least - 1}, but there are {count} nodes")
    if count > MOST_NODES:
        raise ClearanceInputError(f"nodes: {count} are too many; number the nodes 0, 1, 2, ... instead of by identifiers")
    return count


def checked_supply(net: ArcNetwork, supply: Mapping[int, int]) -> dict[int, int]:
    """Return the positive entries of the supply, ordered by node; raises ClearanceInputError on any unusable entry."""
    return {node: amount for node, amount in checked_amounts("supply", supply, net.nodes).items() if amount}


def checked_amounts(name: str, amounts: Mapping[int, int], nodes: int) -> dict[int, int]:
    """Return node -> amount as plain integers, ordered by node; raises ClearanceInputError on any unusable entry."""
    if not isinstance(amounts, Mapping):
        raise ClearanceInputError(f"{name}: {shown(amounts)} is not a mapping {{node: amount}}")
    fixed: dict[int, int] = {}
    for node, amount in amounts.items():
        if not is_integer(node) or not is_integer(amount):
            raise ClearanceInputError(f"{name}: node {shown(node)} and amount {shown(amount)} must be integers")
        if not 0 <= node < nodes:
            raise ClearanceInputError(f"{name}: there is no node {shown(node)}")
        if amount < 0:
            raise ClearanceInputError(f"{name}: node {node} has {shown(amount)}, which is negative")
        fixed[int(node)] = int(amount)
    if sum(fixed.values()) >= LIMIT:
        raise ClearanceInputError(f"{name}: the sum overflows")
    return dict(sorted(fixed.items()))


def checked_exits(net: ArcNetwork, exits: Iterable[int]) -> tuple[int, ...]:
    """Return the exits ascending, each once; raises ClearanceInputError when there is none or one is not a node."""
    given = listed(exits)
    if given is None:
        raise ClearanceInputError(f"exits: {shown(exits)} is not a list of nodes")
    if not given:
        raise ClearanceInputError("exits: there is none")
    fixed: set[int] = set()
    for node in given:
        if not is_integer(node):
            raise ClearanceInputError(f"exits: node {shown(node)} must be an integer")
        if not 0 <= node < net.nodes:
            raise ClearanceInputError(f"exits: there is no node {shown(node)}")
        fixed.add(int(node))
    return tuple(sorted(fixed))


def checked_limits(net: ArcNetwork, exits: Iterable[int], limits: ExitLimits) -> ExitLimits:
    """Return the limits as plain integers, ordered by exit; raises ClearanceInputError on any unusable entry.

    Rates and beds are whole units, 0 or more, of nodes that are exits; 0 means that nobody is taken in.
    """
    goals = set(exits)
    fixed = {name: checked_amounts(name, of, net.nodes) for name, of in (("exit_rate", limits.rate), ("beds", limits.beds))}
    for name, amounts in fixed.items():
        for node in amounts:
            if node not in goals:
                raise ClearanceInputError(f"{name}: node {node} is not an exit")
    return ExitLimits(rate=fixed["exit_rate"], beds=fixed["beds"])


def checked_windows(net: ArcNetwork, windows: Windows | None) -> dict[int, tuple[tuple[int, int, int], ...]]:
    """Return the windows as tuples in order of time, ordered by arc; raises ClearanceInputError on any unusable entry.

    An arc without any window in its list is closed all the time.
    """
    if windows is None:
        return {}
    if not isinstance(windows, Mapping):
        raise ClearanceInputError(f"windows: {shown(windows)} is not a mapping {{arc: [(from_step, to_step, capacity), ...]}}")
    fixed: dict[int, tuple[tuple[int, int, int], ...]] = {}
    for arc, spans in windows.items():
        if not is_integer(arc) or not 0 <= arc < net.arcs:
            raise ClearanceInputError(f"windows: there is no arc {shown(arc)}")
        fixed[int(arc)] = checked_spans(int(arc), spans)
    if sum(max((room for *_, room in spans), default=0) for spans in fixed.values()) >= LIMIT:
        raise ClearanceInputError("windows: the sum of their capacities overflows")
    return dict(sorted(fixed.items()))


def checked_spans(arc: int, spans: object) -> tuple[tuple[int, int, int], ...]:
    """Return the windows of one arc in order of time; raises ClearanceInputError on any that cannot be used."""
    given = listed(spans)
    if given is None:
        raise ClearanceInputError(f"windows: arc {arc}: {shown(spans)} is not a list of (from_step, to_step, capacity)")
    found = []
    for span in given:
        values = listed(span) if isinstance(span, (Sequence, np.ndarray)) else None
        numbers = [int(value) for value in values or () if is_integer(value)]
        if values is None or len(values) != 3 or len(numbers) != 3:
            raise ClearanceInputError(f"windows: arc {arc}: {shown(span)} is not (from_step, to_step, capacity) in integers")
        first, last, capacity = numbers
        if last <= first:
            cure = "to close an arc give it capacity 0"
            raise ClearanceInputError(f"windows: arc {arc}: {shown(values)} is empty, it must end after it begins; {cure}")
        if first < 0 or capacity < 0:
            raise ClearanceInputError(f"windows: arc {arc}: {shown(values)} has a negative entry")
        if first >= FOREVER or capacity >= LIMIT:
            raise ClearanceInputError(f"windows: arc {arc}: {shown(values)} has an entry that is too large")
        found.append((first, last, capacity))
    found.sort()
    for before, after in pairwise(found):
        if after[0] < before[1]:
            raise ClearanceInputError(f"windows: arc {arc}: {after} is out of order, it begins before {before} ends")
    return tuple((first, min(last, FOREVER), capacity) for first, last, capacity in found)


def listed(values: object) -> tuple[object, ...] | None:
    """Return the values of a list, tuple, set, array or other iterable; None for texts, mappings and what is not iterable."""
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        return None
    try:
        return tuple(values)
    except TypeError:  # an array without dimensions says that it is iterable, and is not
        return None


def is_integer(value: object) -> TypeGuard[int]:
    """Tell whether the value is a whole number and not a truth value."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, (bool, np.bool_))
