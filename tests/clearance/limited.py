"""Exits with rates and beds, for tests: the time-expanded network with them, a schedule from its flow, and a slow replay."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from ortools.graph.python import max_flow

from clearance.oracle import Spans, random_network, random_windows
from safeconduct.clearance.arc_network import NO_LIMITS, ArcNetwork, ExitLimits
from safeconduct.clearance.certificate import cut_terms, exit_terms
from safeconduct.clearance.result import ClearanceResult, Movement, Schedule, Stream
from safeconduct.model.plan import CutCertificate

Case = tuple[ArcNetwork, dict[int, int], list[int], Spans, ExitLimits]
WAIT, IN = -1, -2
"""What an arc of the time-expanded network means when it is no road: waiting; being taken in."""


class LimitedNetwork:
    """A time-expanded network up to a horizon; a limited exit has an arc of its rate at each step into its beds."""

    def __init__(self, case: Case, horizon: int) -> None:
        self.net, self.supply, exits, self.windows, limits = case
        self.layers, self.total = horizon + 1, sum(self.supply.values())
        self.rows: list[tuple[int, int, int, int]] = []
        self.source = self.net.nodes * self.layers
        self.sink, beds = self.source + 1, self.source + 2
        free = set(exits) - limits.nodes
        for node in range(self.net.nodes):
            if node not in free:
                self.rows += [(self._at(node, step), self._at(node, step + 1), self.total, WAIT) for step in range(horizon)]
        for arc in range(self.net.arcs):
            if int(self.net.tail[arc]) not in free:
                self._add_road(arc)
        for place, node in enumerate(dict.fromkeys(exits)):
            rate = limits.rate.get(node, self.total)
            self.rows += [(self._at(node, step), beds + place, rate, IN) for step in range(self.layers)]
            self.rows.append((beds + place, self.sink, limits.beds.get(node, self.total), IN))
        self.rows += [(self.source, self._at(node, 0), amount, WAIT) for node, amount in self.supply.items()]
        self.flow, self._held_back = self._solve()

    def _at(self, node: int, step: int) -> int:
        return node * self.layers + step

    def _add_road(self, arc: int) -> None:
        u, v, travel = int(self.net.tail[arc]), int(self.net.head[arc]), int(self.net.travel_steps[arc])
        for step in range(self.layers - travel):
            room = int(self.net.capacity_per_step[arc])
            if arc in self.windows:
                room = sum(offer for first, last, offer in self.windows[arc] if first <= step < last)
            self.rows.append((self._at(u, step), self._at(v, step + travel), room, arc))

    def _solve(self) -> tuple[list[int], set[int]]:
        table = np.array(self.rows, np.int64)
        solver = max_flow.SimpleMaxFlow()
        solver.add_arcs_with_capacity(table[:, 0], table[:, 1], table[:, 2])
        assert solver.solve(self.source, self.sink) == solver.OPTIMAL
        return [int(amount) for amount in solver.flows(np.arange(len(self.rows)))], set(solver.get_source_side_min_cut())

    @property
    def out(self) -> int:
        """The most that can be out by the horizon."""
        return sum(amount for (tail, *_), amount in zip(self.rows, self.flow, strict=True) if tail == self.source)

    def certificate(self, capacity: Callable[[tuple[int, ...]], int]) -> CutCertificate:
        """Return the minimum cut as labels, its capacity as the function counts it for them."""
        labels = tuple(
            next((step for step in range(self.layers) if self._at(node, step) in self._held_back), self.layers)
            for node in range(self.net.nodes)
        )
        held = tuple(node for node, amount in sorted(self.supply.items()) if amount and labels[node] == 0)
        demand = sum(self.supply[node] for node in held)
        return CutCertificate(self.layers - 1, labels, held, demand, capacity(labels))

    def schedule(self) -> Schedule:
        """Return the movements of the flow, as many units at a time as its arcs carry together."""
        left = list(self.flow)
        leaving: dict[int, list[int]] = {}
        for row, (tail, *_) in enumerate(self.rows):
            leaving.setdefault(tail, []).append(row)
        found: Counter[tuple[tuple[int, ...], tuple[int, ...]]] = Counter()
        out = self.out
        while out:
            rows = self._way(left, leaving)
            amount = min(left[row] for row in rows)
            for row in rows:
                left[row] -= amount
            if self.rows[rows[-1]][1] != self.sink:
                continue  # a circle that nobody needs
            out -= amount
            roads = [self.rows[row] for row in rows if self.rows[row][3] >= 0]
            if roads:
                found[tuple(arc for *_, arc in roads), tuple(at % self.layers for at, *_ in roads)] += amount
        return Schedule([Stream(path, departures, amount) for (path, departures), amount in sorted(found.items())])

    def _way(self, left: list[int], leaving: dict[int, list[int]]) -> list[int]:
        """Return the rows of a way from source to sink along what is left of the flow, or of a circle met on it."""
        at, rows, place = self.source, list[int](), {self.source: 0}
        while at != self.sink:
            rows.append(next(row for row in leaving[at] if left[row]))
            at = self.rows[rows[-1]][1]
            if at in place:
                return rows[place[at] :]
            place[at] = len(rows)
        return rows


def limited_time(case: Case, *, limit: int = 400) -> int | None:
    """Return the least step by which all can be out, None when that is beyond `limit`."""
    total, high = sum(case[1].values()), 1
    while LimitedNetwork(case, high).out < total:
        high *= 2
        if high > limit:
            return None
    low = -1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if LimitedNetwork(case, middle).out >= total else (middle, high)
    return high


def search(case: Case, *, limit: int = 260) -> ClearanceResult:
    """Return the answer of the time-expanded network: time, minimum cut, schedule; steps None beyond `limit`."""
    net, _supply, exits, windows, limits = case
    steps = limited_time(case, limit=limit)
    last = limit if steps is None else steps - 1

    def capacity(labels: Sequence[int]) -> int:
        return sum(cut_terms(net, labels, windows)) + sum(exit_terms(limits, last, labels, dict.fromkeys(exits)))

    proof = LimitedNetwork(case, last).certificate(capacity) if last >= 0 else None
    if steps is None:
        return ClearanceResult(None, last + 1, proof, exact=True)
    return ClearanceResult(steps, steps, proof, exact=True, find_schedule=lambda: LimitedNetwork(case, steps).schedule())


def random_limits(rng: random.Random, exits: Sequence[int], total: int) -> ExitLimits:
    """Return a rate, beds, both or neither for each exit; beds are sometimes too few for everybody."""
    rate = {node: rng.choice([1, 1, 2, 3, 5]) for node in exits if rng.random() < 0.5}
    beds = {node: rng.randint(0, total + total // 2 + 1) for node in exits if rng.random() < 0.4}
    return ExitLimits(rate=rate, beds=beds)


def random_case(rng: random.Random, *, windows: bool, limits: bool = True) -> Case:
    """Return a small network, with windows on some arcs and limits on its exits if wanted."""
    net, supply, exits = random_network(rng)
    spans = random_windows(rng, net, lasting=0.8) if windows else {}
    return net, supply, exits, spans, random_limits(rng, exits, sum(supply.values())) if limits else NO_LIMITS


def as_streams(schedule: Schedule) -> Schedule:
    """Return the same schedule with equal movements in consecutive steps joined to streams."""
    streams: list[Stream] = []
    by_path = sorted(schedule, key=lambda one: (one.path, [step - one.departures[0] for step in one.departures], one.departures))
    for path, departures, amount in by_path:
        last = streams[-1] if streams else None
        follows = last and (path, tuple(step + last.repeats for step in last.departures), amount)
        if last and follows == (last.path, departures, last.amount):
            streams[-1] = Stream(path, last.departures, amount, last.repeats + 1)
        else:
            streams.append(Stream(path, departures, amount))
    return Schedule(streams)


def slow_replay(case: Case, movements: Sequence[Movement]) -> tuple[int | None, int] | None:
    """Return the last step out (None: never) and the sum of all steps out, unit by unit; None when a rule is broken."""
    net, supply, exits, windows, limits = case
    entering: Counter[tuple[int, int]] = Counter()
    coming: dict[int, Counter[int]] = {node: Counter() for node in exits}
    waiting = Counter({node: amount for node, amount in supply.items() if amount})
    free = {node for node in exits if node not in limits.rate and node not in limits.beds}
    for path, departures, amount in movements:
        if amount <= 0 or len(path) != len(departures):
            return None
        at, step = int(net.tail[path[0]]), 0
        waiting[at] -= amount
        if waiting[at] < 0:
            return None
        for arc, then in zip(path, departures, strict=True):
            if net.tail[arc] != at or then < step or at in free:
                return None
            entering[arc, then] += amount
            at, step = int(net.head[arc]), then + int(net.travel_steps[arc])
        if at not in coming:
            return None
        coming[at][step] += amount
    for (arc, step), amount in entering.items():
        offers = [offer for first, last, offer in windows.get(arc, ()) if first <= step < last]
        if amount > (sum(offers) if arc in windows else int(net.capacity_per_step[arc])):
            return None
    for node, amount in waiting.items():
        if amount and node not in coming:
            return None
        if amount:
            coming[node][0] += amount
    return taken_in(coming, limits)


def taken_in(coming: Mapping[int, Counter[int]], limits: ExitLimits) -> tuple[int | None, int] | None:
    """Return the last step in (None: never) and the sum of all steps in, step by step; None when beds do not suffice."""
    end, weighted, never = 0, 0, False
    for node, by_step in coming.items():
        if by_step.total() > limits.beds.get(node, by_step.total()):
            return None
        rate, left, step, queue = limits.rate.get(node, by_step.total()), by_step.total(), 0, 0
        if left and not rate:
            never = True
            continue
        while left:
            queue += by_step[step]
            now = min(queue, rate)
            queue, left, weighted = queue - now, left - now, weighted + now * step
            end = max(end, step if now else 0)
            step += 1
    return (None if never else end), weighted
