"""A network with windows made ready for the search: ready times as travel, the useful part, its relaxation and its last time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import FOREVER, ArcNetwork, Ints, UnreachableError
from safeconduct.clearance.certificate import cut_terms
from safeconduct.clearance.constant import constant_clearance
from safeconduct.clearance.contracted import ContractedNetwork, contract_network
from safeconduct.clearance.expanded import CoarseFlow, ExpandedNetwork, Spans
from safeconduct.clearance.reduced import ReducedNetwork, reduce_network
from safeconduct.clearance.result import Stop
from safeconduct.clearance.timed_net import TimedNet, timed_net
from safeconduct.model.plan import CutCertificate

Timed = Mapping[int, Spans]


@dataclass(frozen=True, slots=True, eq=False)
class TimedProblem:
    """A network with windows and what follows from them at once.

    net, windows, exits: as given. supply: without the pockets at exits. relaxed: the same problem with its ready times in the
    travel and each window's highest capacity all the time; left: the windows on it that may still matter. reduced, expanded: of
    the relaxed network. entered: whether anything leads to a node.
    """

    net: ArcNetwork
    windows: Timed
    supply: dict[int, int]
    exits: tuple[int, ...]
    relaxed: ArcNetwork
    left: dict[int, Spans]
    reduced: ReducedNetwork
    contracted: ContractedNetwork
    beds: Mapping[int, int]
    entered: tuple[bool, ...]
    stop: Stop | None

    @property
    def total(self) -> int:
        """Everything that waits."""
        return sum(self.supply.values())

    @property
    def amounts(self) -> Ints:
        """What the pockets hold (k,)."""
        return np.array(tuple(self.supply.values()), np.int64)

    def expanded(self) -> ExpandedNetwork:
        """Return the builder of coarse time-expanded networks; without the exits' beds."""
        return ExpandedNetwork(self.reduced, self.left, tuple(self.supply.values()))

    def timed(self) -> TimedNet:
        """Return the network for flows over time in single steps."""
        return timed_net(self.contracted, self.total, self.left, self.beds)

    def waits(self) -> dict[int, int]:
        """Return arc -> steps of its relaxed travel that are really spent waiting before it, for arcs with a ready time."""
        added = self.relaxed.travel_steps - self.net.travel_steps
        return {int(arc): int(added[arc]) for arc in np.flatnonzero(added)}

    def cut(self, net: TimedNet, levels: Ints, horizon: int) -> CutCertificate:
        """Return the certificate of a least cut, levels (n'',) being those of a flow over time that fell short of `horizon`.

        Roads that let held-back people across are full, all others let nobody across: so the labels of nodes inside a chain of
        roads are residual distances from those at its ends.
        """
        tail, head, travel, _capacity = net.columns
        labels = np.clip(np.where(levels < 0, net.early, levels + 1), 0, horizon + 1)
        labels[-1] = horizon + 1
        carried = np.zeros(2 * tail.size, np.int64)
        carried[0::2] = np.where(labels[head] - travel > labels[tail], self.contracted.room[0::2], 0)
        reduced = self.reduced
        inner = np.clip(self.contracted.lifted_labels(carried, labels)[:-1], 0, horizon + 1)
        whole = np.where(reduced.start_label < 0, horizon + 1, 0)
        whole[reduced.kept] = inner
        whole[list(self.exits)] = horizon + 1
        nodes = tuple(self.supply)
        held = tuple(nodes[index] for index in np.flatnonzero(levels[net.pockets] < 0).tolist())
        demand = sum(self.supply[node] for node in held)
        return self.with_windows(CutCertificate(horizon, tuple(whole.tolist()), held, demand, 0))

    def proof(self, horizon: int, flow: CoarseFlow) -> CutCertificate:
        """Return the certificate of a coarse cut, its capacity counted in single steps and the windows as given."""
        nodes = tuple(self.supply)
        held = tuple(nodes[index] for index in flow.held)
        return self.with_windows(CutCertificate(horizon, flow.labels, held, sum(self.supply[node] for node in held), 0))

    def with_windows(self, cut: CutCertificate) -> CutCertificate:
        """Return the cut with the capacity it has under the windows as given (never more than in the relaxed problem).

        A node that nothing leads to and that is not held gets the last label: nobody held back is ever there.
        """
        held = set(cut.held)
        last = cut.horizon_steps + 1
        labels = tuple(
            label if entered or node in held else last
            for node, (label, entered) in enumerate(zip(cut.labels, self.entered, strict=True))
        )
        terms = cut_terms(self.net, labels, self.windows)
        for arc, beds in self.bed_arcs().items():
            terms[arc] = min(terms[arc], beds)
        return CutCertificate(cut.horizon_steps, labels, cut.held, cut.demand, sum(terms))

    def bed_arcs(self) -> dict[int, int]:
        """Return arc -> units in all, for the only arc into each exit with beds."""
        return {int(np.flatnonzero(self.net.head == node)[0]): beds for node, beds in self.beds.items()}

    def later(self, cut: CutCertificate, horizon: int) -> CutCertificate:
        """Return the cut for a later horizon, no weaker where nobody arrives in between.

        Only the last label changes: of the exits, and of the nodes to which no way leads from a pocket.
        """
        labels = np.array(cut.labels, np.int64)
        never = self.reduced.start_label < 0
        never[self.reduced.kept] = False
        never[list(self.exits)] = True
        labels[never] = horizon + 1
        return self.with_windows(CutCertificate(horizon, tuple(labels.tolist()), cut.held, cut.demand, 0))

    def is_stopped(self) -> bool:
        """Tell whether the caller wants an end."""
        return self.stop is not None and self.stop()

    def is_unhindered(self, horizon: int) -> bool:
        """Tell whether the windows offer their highest capacity at every step that can matter for arrival by `horizon`.

        With beds the answer is no: whether they bind is not a question of time.
        """
        if self.beds:
            return False
        position = np.full(self.net.nodes, -1, np.int64)
        position[self.reduced.kept] = np.arange(self.reduced.kept.size)
        useful = set(self.reduced.arc.tolist())
        for arc, spans in self.left.items():
            if arc not in useful:
                continue
            u, v = position[int(self.net.tail[arc])], position[int(self.net.head[arc])]
            first = int(self.reduced.from_pocket[u])
            last = horizon - int(self.relaxed.travel_steps[arc]) - int(self.reduced.to_goal[v])
            room = int(self.relaxed.capacity_per_step[arc])
            steps = sum(max(0, min(to, last + 1) - max(start, first)) for start, to, offer in spans if offer == room)
            if steps < last + 1 - first:
                return False
        return True

    def patient_steps(self) -> int | None:
        """Return a step by which everybody can be out when all wait for the last change of a window; None when some cannot then.

        After that change capacities are constant, so the static time of the roads that stay open is enough. Not told with beds.
        """
        if self.beds:
            return None
        lasting = self.relaxed.capacity_per_step.copy()
        for arc, spans in self.left.items():
            lasting[arc] = spans[-1][2] if spans and spans[-1][1] >= FOREVER else 0
        try:
            after = ArcNetwork(self.relaxed.tail, self.relaxed.head, self.relaxed.travel_steps, lasting, self.relaxed.nodes)
            found = constant_clearance(after, self.supply, self.exits, stop=self.stop).steps
        except UnreachableError:
            return None
        return None if found is None else self.last_change() + found

    def last_change(self) -> int:
        """Return the first step from which on no window changes any more."""
        edges = [edge for spans in self.left.values() for span in spans for edge in span[:2] if edge < FOREVER]
        return max(edges, default=0)

    def next_arrival(self, step: int) -> int | None:
        """Return the first step, not before `step`, at which the windows let anybody come to an exit; None when never again."""
        useful = self.reduced.arc
        found: list[int] = []
        for arc in useful[np.isin(self.relaxed.head[useful], self.exits)].tolist():
            travel = int(self.relaxed.travel_steps[arc])
            spans = self.left.get(arc, ((0, FOREVER, 1),))
            found += [max(step, first + travel) for first, last, room in spans if room and last - 1 + travel >= step]
        return min(found, default=None)

    def last_useful_step(self) -> int:
        """Return a horizon after which nobody comes out who could not come out within it."""
        useful = self.reduced.arc
        arcs = useful[np.isin(self.relaxed.head[useful], self.exits)].tolist()
        closing = [self.left[arc][-1][1] if arc in self.left else FOREVER for arc in arcs]
        if max(closing) < FOREVER:
            return max(step - 1 + int(self.relaxed.travel_steps[arc]) for step, arc in zip(closing, arcs, strict=True))
        travel = int(self.relaxed.travel_steps[self.reduced.arc].sum())
        return self.last_change() + 2 * travel + self.total


def timed_problem(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: tuple[int, ...],
    windows: Timed,
    terms: tuple[Mapping[int, int], Stop | None],
) -> TimedProblem:
    """Return the problem of checked input; raises UnreachableError for pockets without a way even when all windows are open.

    terms: (beds, stop); beds: exit -> units in all, of exits with a single arc to them.
    """
    beds, stop = terms
    goals = set(exits)
    inside = {node: amount for node, amount in supply.items() if node not in goals}
    entered = np.zeros(net.nodes, np.bool_)
    entered[net.head[net.capacity_per_step > 0]] = True
    entered[net.head[list(windows)]] = True
    relaxed, left = without_ready_times(net, windows, entered)
    reduced = reduce_network(relaxed, tuple(inside), exits)
    contracted = contract_network(reduced, np.flatnonzero(np.isin(reduced.arc, list(left))))
    return TimedProblem(net, windows, inside, exits, relaxed, left, reduced, contracted, beds, tuple(entered.tolist()), stop)


def without_ready_times(net: ArcNetwork, windows: Timed, entered: NDArray[np.bool_]) -> tuple[ArcNetwork, dict[int, Spans]]:
    """Return the same problem with the time before a first opening taken as travel where that is the same, and the windows left.

    Out of a node that nothing leads to, whoever will be there is there from step 0: entering from step r on is the same as
    entering from step 0 on and taking r steps more. Cut values stay the same when the node's label is 0 or the last. The network
    returned has the highest capacity of every window all the time; windows that are open from step 0 for good are not left.
    """
    travel: Ints = net.travel_steps.copy()
    capacity: Ints = net.capacity_per_step.copy()
    left: dict[int, Spans] = {}
    for arc, spans in windows.items():
        capacity[arc] = max((span[2] for span in spans), default=0)
        wait = spans[0][0] if spans and not entered[net.tail[arc]] else 0
        travel[arc] += wait
        moved = tuple((first - wait, last if last >= FOREVER else last - wait, room) for first, last, room in spans)
        if not (len(moved) == 1 and moved[0][0] == 0 and moved[0][1] >= FOREVER):
            left[arc] = moved
    return ArcNetwork(net.tail, net.head, travel, capacity, net.nodes), left
