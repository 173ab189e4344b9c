"""A contracted network made ready for flows over time in single steps, and what its roads can take in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.contracted import ContractedNetwork
from safeconduct.kernel.limits import FAR

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Spans = tuple[tuple[int, int, int], ...]
Columns = tuple[Ints, Ints, Ints, Ints]


@dataclass(frozen=True, slots=True, eq=False)
class TimedNet:
    """A network for `TimedFlow`; the last node is the goal.

    columns: (tail, head, travel, capacity), each (m'',). early, late: (n'',) least travel from a pocket and to the goal. pockets:
    (k,) nodes. windows: arc -> spans. beds: (m'',) how many an arc into the goal takes in all, -1 for any number.
    """

    columns: Columns
    early: Ints
    late: Ints
    pockets: Ints
    windows: Mapping[int, Spans]
    beds: Ints

    def offers(self, arc: int, first: int, count: int) -> Ints:
        """Return what an arc with windows offers in the steps first .. first + count - 1; shape (count,)."""
        row = np.zeros(count, np.int64)
        for begin, end, room in self.windows[arc]:
            row[max(0, begin - first) : max(0, min(end - first, count))] = room
        return row

    def totals(self, horizon: int) -> Ints:
        """Return what each arc (m'',) offers, in all, to people who are out by `horizon`; FAR for more than any number."""
        tail, head, travel, capacity = self.columns
        first, last = self.early[tail], horizon - travel - self.late[head]
        steps = np.maximum(last - first + 1, 0)
        bounded = (capacity < FAR) & (capacity <= FAR // np.maximum(steps, 1))
        found = np.where(bounded, np.where(bounded, capacity, 0) * steps, FAR)
        found[steps == 0] = 0
        for arc, spans in self.windows.items():
            found[arc] = sum(
                room * max(0, min(end, int(last[arc]) + 1) - max(begin, int(first[arc]))) for begin, end, room in spans
            )
        return np.asarray(np.where(self.beds >= 0, np.minimum(found, self.beds), found), np.int64)


def timed_net(
    contracted: ContractedNetwork, most: int, windows: Mapping[int, Spans] | None = None, beds: Mapping[int, int] | None = None
) -> TimedNet:
    """Return the network for flows over time.

    most: all units there are; no arc needs to let in more. windows: by arc of the whole network, taken in place of the capacity;
    these arcs must be arcs of their own in the contracted network. beds: exit -> units in all.
    """
    reduced = contracted.reduced
    tail, head, travel = contracted.columns
    nodes = contracted.to_goal.size
    capacity = np.minimum(contracted.room[0::2], most)
    into = np.flatnonzero(head == nodes - 1)
    capacity[into] = FAR
    limited = np.full(tail.size, -1, np.int64)
    exits = reduced.kept[contracted.nodes[tail[into]]].tolist()
    for arc, node in zip(into.tolist(), exits, strict=True):
        if beds and node in beds:
            limited[arc] = beds[node]
    lone = np.append(reduced.arc, -1)[np.minimum(contracted.pieces[contracted.first[:-1]], reduced.arc.size)].tolist()
    spans = {arc: windows[one] for arc, one in enumerate(lone) if one in windows} if windows else {}
    return TimedNet(
        columns=(tail.copy(), head.copy(), travel.copy(), capacity),
        early=reduced.from_pocket[contracted.nodes],
        late=contracted.to_goal,
        pockets=contracted.pockets,
        windows=spans,
        beds=limited,
    )
