"""The most that can be out by a horizon, found step by step with one label per node, and kept when the horizon grows.

Unlike a maximum flow on the time-expanded network, nothing is made for steps at which nobody moves, and the search needs one
label per node (see `kernel.timed_labels`, and `kernel.timed_reach` for the last units). Units are never taken back from the goal,
so whatever was the most by an earlier horizon stays so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.result import TooLargeError
from safeconduct.clearance.timed_net import TimedNet
from safeconduct.kernel.limits import FAR

if TYPE_CHECKING:  # the kernels are compiled when first needed
    from safeconduct.kernel.timed_labels import Net, Records
    from safeconduct.kernel.timed_rows import Flow, Wait

Ints = NDArray[np.int64]

LARGEST_STEPS = 150_000_000
"""Entries that the rows of a flow may take up together (8 bytes each)."""
LEAST_RISE = 64
"""Steps by which a label must rise to be followed, in searches for many ways at once."""
MANY = 2
"""Units that such a search must bring out, on the whole; otherwise they are placed one way at a time."""
LEAST_EFFORT, MOST_EFFORT = 50_000, 400_000
"""Nodes to look at in placing before ways are sought for many again: twice as many each time that this leads to little."""
STEERING = 3
"""Halves of the steps to the nearest exit that count, beside the step there, for how soon a node is looked at."""


class TimedFlow:
    """A flow over time in a network that only grows: `advance(horizon)` makes it a maximum flow for that horizon.

    net: the network. amounts: (k,) units at its pockets. `left` (k,) is what each still holds.
    Arcs and nodes get rows of steps only when units use them; all moves are integers. Raises TooLargeError
    where they would need more than `LARGEST_STEPS`.
    """

    def __init__(self, net: TimedNet, amounts: Sequence[int] | Ints, horizon: int = 0) -> None:
        from safeconduct.kernel.chains import grouped
        from safeconduct.kernel.timed_labels import all_moves

        tail, head, *_rest = net.columns
        nodes = net.early.size
        self.net = net
        into, out = grouped(head, nodes), grouped(tail, nodes)
        self._net: Net = (*net.columns, *into, *out, net.early, net.late, *all_moves(net.columns, into, out))
        self.left = np.array(amounts, np.int64)
        self._amounts = self.left.copy()
        self._beds = net.beds.copy()
        self._lead: tuple[int, Ints] | None = None
        self._clear(max(horizon, 0))

    def _clear(self, last: int) -> None:
        """Make all rows anew, empty, up to step `last`."""
        arcs, nodes = self._net[0].size, self._net[8].size
        self._last = last
        self._sizes = np.zeros(2, np.int64)
        self._at, self._block_at, self._limit_at = (np.full(arcs, -1, np.int64) for _ in range(3))
        self._wait_at, self._wait_block_at = (np.full(nodes, -1, np.int64) for _ in range(2))
        self._used, self._is_open, self._is_used = (np.zeros(0, np.int64) for _ in range(3))
        self._held, self._least, self._added, self._is_held = (np.zeros(0, np.int64) for _ in range(4))
        lengths = {arc: self._row_length(arc) for arc in self.net.windows}
        self._limit = np.zeros(max(1, sum(lengths.values())), np.int64)
        self._make_room(sum(lengths.values()) + 4096, 4096)
        for arc, length in lengths.items():
            self._limit_row(arc, length)

    def _row_length(self, arc: int) -> int:
        from safeconduct.kernel.timed_ways import flow_row

        return int(flow_row(arc, self._last, self._net))

    def _limit_row(self, arc: int, length: int) -> None:
        """Give an arc with windows its row, with what it can take at each step."""
        from safeconduct.kernel.timed_rows import BLOCK, give_flow_row

        at = int(self._sizes[0])
        give_flow_row(arc, length, self._flow, self._sizes)
        self._limit_at[arc] = at
        row = self.net.offers(arc, int(self.net.early[self._net[0][arc]]), length)
        self._limit[at : at + length] = row
        self._is_open[at // BLOCK : (at + length) // BLOCK] = (row.reshape(-1, BLOCK) > 0) @ (1 << np.arange(BLOCK))

    def _make_room(self, flows: int, waits: int) -> None:
        """Lengthen the arrays so that so many more steps of flow and of waiting fit, at least doubling what is full."""
        from safeconduct.kernel.timed_rows import BLOCK

        if int(self._sizes.sum()) + flows + waits > LARGEST_STEPS:
            raise TooLargeError
        if self._sizes[0] + flows > self._used.size:
            blocks = -(-max(int(self._sizes[0]) + flows, 2 * self._used.size) // BLOCK)
            self._used = lengthened(self._used, blocks * BLOCK)
            self._is_open, self._is_used = lengthened(self._is_open, blocks), lengthened(self._is_used, blocks)
        if self._sizes[1] + waits > self._held.size:
            blocks = -(-max(int(self._sizes[1]) + waits, 2 * self._held.size) // BLOCK)
            self._held = lengthened(self._held, blocks * BLOCK)
            self._least, self._added = lengthened(self._least, blocks), lengthened(self._added, blocks)
            self._is_held = lengthened(self._is_held, blocks)

    @property
    def _flow(self) -> Flow:
        rows = self._at, self._used, self._is_open, self._is_used, self._block_at
        return (*rows, self._limit_at, self._limit, self._beds)

    @property
    def _wait(self) -> Wait:
        return self._wait_at, self._held, self._least, self._added, self._wait_block_at, self._is_held

    def advance(self, horizon: int, *, stop: Callable[[], bool] | None = None) -> bool:
        """Make the flow a maximum flow for arrival by `horizon`, no earlier than that of an earlier call; False when stopped."""
        if horizon > self._last:
            self._extend(horizon + horizon // 8 + 64)
        effort = LEAST_EFFORT
        gain = MANY
        while horizon >= 0 and self.left.any():
            if stop is not None and stop():
                return False
            if gain >= MANY:
                sent = self._phase(horizon)
                gain = (gain + sent) // 2
                effort = LEAST_EFFORT if sent >= MANY else effort
                continue
            if not self._place(horizon, effort):
                break
            gain, effort = MANY, min(2 * effort, MOST_EFFORT)
        return True

    def begin(self, horizon: int, *, longest: int = 0, spent: bool = False, stop: Callable[[], bool] | None = None) -> int | None:
        """Send what arrives by `horizon` along routes that share the roads out well: a start, before the first `advance`.

        longest: return the step by which everybody would be out if the others followed on these routes; None when that is later
        than `longest`, or not asked for, or when stopped (what was sent by then is a start as well). spent: the others may follow
        in this flow itself, which then is good for nothing else; otherwise in a copy.
        """
        from safeconduct.clearance.totals import cheapest_totals
        from safeconduct.kernel.timed_routes import split_into_routes

        if max(horizon, longest) > self._last:
            self._extend(max(horizon, longest))
        carried, sent = cheapest_totals(self.net, self.left, horizon)
        held = int((self.left - sent).sum())
        first, arcs, pocket, units = split_into_routes(self._net, carried, self.net.pockets, sent)
        if not pocket.size:
            return None
        order = np.argsort(np.add.reduceat(self._net[2][arcs], first[:-1]), kind="stable")
        arcs = np.concatenate([arcs[first[index] : first[index + 1]] for index in order.tolist()])
        first = np.concatenate([[0], np.cumsum(np.diff(first)[order])])
        routes = first, arcs, pocket[order], units[order]
        left = routes[3].copy()
        self._drive(routes, left, horizon, stop)
        np.subtract.at(self.left, routes[2], routes[3] - left)
        if held or longest <= horizon:
            return None
        twin = self if spent else self._twin()
        last = twin._drive(routes, left, longest, stop)  # noqa: SLF001 - of its own class
        return None if left.any() else max(last, horizon)

    def _twin(self) -> TimedFlow:
        """Return a flow with the same moves, to go on from apart."""
        twin = object.__new__(TimedFlow)
        twin.__dict__.update(
            {name: value.copy() if isinstance(value, np.ndarray) else value for name, value in vars(self).items()}
        )
        return twin

    def _drive(self, routes: tuple[Ints, Ints, Ints, Ints], left: Ints, horizon: int, stop: Callable[[], bool] | None) -> int:
        """Drive routes while they arrive by `horizon`; return the last arrival. left: units of each route, changed in place."""
        from safeconduct.kernel.timed_routes import drive

        at, last, calls = 0, 0, 0
        while at < left.size and not (calls and stop is not None and stop()):
            calls += 1
            state = left, self._sizes, (horizon, self._last), at
            at, flows, waits, arrival = drive(self._net, self._flow, self._wait, routes, state)
            last = max(last, arrival)
            if flows + waits:
                self._make_room(flows, waits)
        return int(last)

    def _phase(self, horizon: int) -> int:
        """Search for pockets that still hold somebody, and send what the labels allow; return how much that was.

        Labels that rise step by step make the search long, so only large rises are followed: where nothing is sent, there may
        still be ways.
        """
        from safeconduct.kernel.timed_labels import label_all

        grid, lead, sought = (horizon, self._last), *self._aim()
        records = label_all(self._net, self._flow, self._wait, grid, (lead, sought, LEAST_RISE))
        ready = np.flatnonzero((records[0][self.net.pockets] >= 0) & (self.left > 0))
        return self._send(records, ready, grid) if ready.size else 0

    def _send(self, records: Records, ready: Ints, grid: tuple[int, int]) -> int:
        """Send from the pockets of some indices (r,) along records; return how much that was."""
        from safeconduct.kernel.timed_ways import send

        pockets, left, total = self.net.pockets[ready], self.left[ready], 0
        while True:
            people = pockets, left, self._sizes, grid
            sent, flows, waits = send(self._net, self._flow, self._wait, records, people)
            total += int(sent)
            if not flows + waits:
                break
            self._make_room(int(flows), int(waits))
        self.left[ready] = left
        return total

    def _place(self, horizon: int, effort: int) -> bool:
        """Bring out some by `horizon`, one way at a time; False when nobody more can be out by then.

        effort: nodes to look at, roughly.
        """
        from safeconduct.kernel.timed_place import place

        left = np.zeros(self.net.early.size, np.int64)
        left[self.net.pockets] = self.left
        people = left, self._sizes, STEERING * self.net.late // 2
        state, flows, waits = place(self._net, self._flow, self._wait, people, ((horizon, self._last), effort))
        self.left = left[self.net.pockets]
        if state < 0:
            raise ArithmeticError("a way that the residual network offers could not be taken")
        if flows + waits:
            self._make_room(int(flows), int(waits))
        return int(state) == 0

    def _aim(self) -> tuple[Ints, Ints]:
        """Return what steers the search: least steps from a pocket that still holds somebody, and which nodes these are.

        The steps are found anew when half of the pockets have emptied; older ones steer worse and are not wrong.
        """
        from safeconduct.kernel.paths import travel_from

        waiting = self.net.pockets[self.left > 0]
        sought = np.zeros(self.net.early.size, np.int64)
        sought[waiting] = 1
        if self._lead is None or 2 * waiting.size <= self._lead[0]:
            _tail, head, travel, _capacity, _is, _ia, start, order, *_rest = self._net
            steps = travel_from(start, head[order], travel[order], waiting)
            reached = steps < FAR
            self._lead = waiting.size, np.where(reached, steps, steps[reached].max())
        return self._lead[1], sought

    def _extend(self, last: int) -> None:
        """Copy all rows into longer ones, up to a later step; whoever lies in a bed waits there until then."""
        from safeconduct.kernel.timed_rows import add_waiting, copy_flow_row, copy_wait_row, give_flow_row, give_wait_row
        from safeconduct.kernel.timed_ways import wait_row

        before = self._last
        at, used, wait_at, wait = self._at, self._used, self._wait_at, (self._held, self._added, self._wait_block_at)
        self._clear(last)
        tail, head, travel, capacity, *_rest = self._net
        early, late = self.net.early, self.net.late
        arcs, nodes = np.flatnonzero(at >= 0).tolist(), np.flatnonzero(wait_at >= 0).tolist()
        lengths = {arc: self._row_length(arc) for arc in arcs if self._at[arc] < 0}
        waits = {node: int(wait_row(node, last, self._net)) for node in nodes}
        self._make_room(sum(lengths.values()), sum(waits.values()))
        for arc in arcs:
            if arc in lengths:
                give_flow_row(arc, lengths[arc], self._flow, self._sizes)
            steps = max(0, before - int(early[tail[arc]] + travel[arc] + late[head[arc]]) + 1)
            copy_flow_row(arc, steps, (at, used), capacity, self._flow)
        for node in nodes:
            give_wait_row(node, waits[node], self._wait, self._sizes)
            copy_wait_row(node, max(0, before - int(early[node] + late[node]) + 1), (wait_at, *wait), self._wait)
        for arc in np.flatnonzero(self._beds < self.net.beds).tolist():
            node = int(tail[arc])
            taken = int(self.net.beds[arc] - self._beds[arc])
            add_waiting(node, (before - int(early[node]), last - int(early[node])), taken, self._wait)

    def levels(self, horizon: int) -> Ints:
        """Return the latest step (n'',) from which each node leads on to the goal by `horizon`, -1 for none.

        After `advance(horizon)` fell short this is a least cut: what is held back at a node is there after its level.
        """
        from safeconduct.kernel.timed_labels import label_all

        none = np.zeros(self.net.early.size, np.int64)
        newest, level, *_rest = label_all(self._net, self._flow, self._wait, (horizon, self._last), (none, none, 1))
        return np.where(newest >= 0, level[newest], -1)

    def entries(self) -> tuple[Ints, Ints, Ints]:
        """Return (arc, step, units) of everything that enters an arc with a row, by arc and step, each (k,)."""
        tail, head, travel, *_rest = self._net
        early, late = self.net.early, self.net.late
        arcs, steps, units = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for arc in np.flatnonzero(self._at >= 0).tolist():
            length = self._last - int(early[tail[arc]] + travel[arc] + late[head[arc]]) + 1
            row = self._used[self._at[arc] : self._at[arc] + max(0, length)]
            found = np.flatnonzero(row > 0)
            arcs.append(np.full(found.size, arc))
            steps.append(found + int(early[tail[arc]]))
            units.append(row[found])
        return np.concatenate(arcs), np.concatenate(steps), np.concatenate(units)


def lengthened(column: Ints, size: int) -> Ints:
    """Return a copy of the column with zeros behind it, `size` long."""
    longer = np.zeros(size, np.int64)
    longer[: column.size] = column
    return longer
