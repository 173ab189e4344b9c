"""What the check of a route certificate needs to know of the roads, found with the standard library alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush

from safeconduct.clearance.arc_network import ArcNetwork, Windows
from safeconduct.clearance.certificate import offered
from safeconduct.clearance.route_passes import passes
from safeconduct.clearance.route_visits import Legs

Spans = Sequence[tuple[int, int, int]]


class CheckedRoads:
    """The arcs on which held people may be, with first and last steps; none out of exits, and none from a node to itself."""

    def __init__(
        self,
        net: ArcNetwork,
        exits: Iterable[int],
        held: Sequence[int],
        feeder: Sequence[bool] | None,
        windows: Windows | None,
    ) -> None:
        self._nodes, self._exits, self._held = net.nodes, tuple(exits), tuple(held)
        self._windows: dict[int, Spans] = {arc: tuple(spans) for arc, spans in (windows or {}).items()}
        self._travel = net.travel_steps.tolist()
        self._room = net.capacity_per_step.tolist()
        for arc, spans in self._windows.items():
            self._room[arc] = max((room for _first, _last, room in spans), default=0)
        self._ends = list(zip(net.tail.tolist(), net.head.tolist(), strict=True))
        goals = set(self._exits)
        self._arcs = [arc for arc, (u, v) in enumerate(self._ends) if self._room[arc] > 0 and u not in goals and u != v]
        self._feeder = frozenset(arc for arc in self._arcs if feeder is not None and feeder[arc])
        self._out: list[list[int]] = [[] for _ in range(net.nodes)]
        self._in: list[list[int]] = [[] for _ in range(net.nodes)]
        for arc in self._arcs:
            self._out[self._ends[arc][0]].append(arc)
            self._in[self._ends[arc][1]].append(arc)
        self._early = self._earliest()
        self._starts = self._touched(self._held)

    def _earliest(self) -> list[int | None]:
        """Return the first step at which anybody held can be at each node, None where never."""
        early: list[int | None] = [None] * self._nodes
        heap = [(0, node) for node in self._held]
        while heap:
            step, node = heappop(heap)
            if early[node] is not None:
                continue
            early[node] = step
            for arc in self._out[node]:
                entry = first_entry(step, self._windows.get(arc))
                if entry is not None:
                    heappush(heap, (entry + self._travel[arc], self._ends[arc][1]))
        return early

    def _latest(self, horizon: int) -> list[int | None]:
        """Return the last step from which an exit can be reached by `horizon`, None where there is none."""
        late: list[int | None] = [None] * self._nodes
        heap = [(-horizon, node) for node in self._exits]
        while heap:
            key, node = heappop(heap)
            if late[node] is not None:
                continue
            late[node] = -key
            for arc in self._in[node]:
                entry = last_entry(-key - self._travel[arc], self._windows.get(arc))
                if entry is not None:
                    heappush(heap, (-entry, self._ends[arc][0]))
        return late

    def rooms(self, horizon: int) -> dict[int, int]:
        """Return what each arc can take of held people who are to arrive by `horizon`; arcs not named take nothing."""
        late = self._latest(horizon)
        found: dict[int, int] = dict.fromkeys(range(len(self._ends)), 0)
        for arc in self._arcs:
            u, v = self._ends[arc]
            first, last = self._early[u], late[v]
            if first is not None and last is not None:
                found[arc] = offered(first, last - self._travel[arc], self._room[arc], self._windows.get(arc))
        return found

    def _touched(self, seeds: Sequence[int]) -> set[int]:
        """Return the nodes that feeder arcs lead to from the seeds, these included."""
        found, stack = set(seeds), list(seeds)
        while stack:
            for arc in self._out[stack.pop()]:
                node = self._ends[arc][1]
                if arc in self._feeder and node not in found:
                    found.add(node)
                    stack.append(node)
        return found

    def _costs(
        self, seeds: Mapping[int, int], weigh: tuple[int, Mapping[int, int], int], least: int, among: frozenset[int] | None
    ) -> dict[int, int]:
        """Return the least cost of the nodes from seeds that begin with a cost, on arcs of at least `least` capacity.

        weigh: (y, prices, x): an arc costs y price + x travel. among: only these arcs.
        """
        y, prices, x = weigh
        done: dict[int, int] = {}
        heap = [(cost, node) for node, cost in sorted(seeds.items())]
        heap.sort()
        while heap:
            cost, node = heappop(heap)
            if node in done:
                continue
            done[node] = cost
            for arc in self._out[node]:
                head = self._ends[arc][1]
                if self._room[arc] >= least and head not in done and (among is None or arc in among):
                    heappush(heap, (cost + y * prices.get(arc, 0) + x * self._travel[arc], head))
        return done

    def is_free_way_cheaper(self, prices: Mapping[int, int], scale: int) -> bool:
        """Tell whether feeder arcs alone lead held people to an exit for less than `scale`."""
        paid = self._costs(dict.fromkeys(self._held, 0), (1, prices, 0), 0, self._feeder)
        return any(paid.get(node, scale) < scale for node in self._exits)

    def most_steps(self, horizon: int) -> int:
        """Return for how many steps at most the narrowest arc of a route can be entered for arrival by `horizon`.

        Windows only make it fewer: who waits for one to open may have entered the narrowest arc before.
        """
        travel = self._costs(dict.fromkeys(self._held, 0), (0, {}, 1), 1, None)
        return max((horizon + 1 - travel[node] for node in self._exits if node in travel), default=0)

    def worst_route(
        self, horizon: int, prices: Mapping[int, int], scale: int, tangents: Mapping[int, tuple[int, int]], enough: int
    ) -> int:
        """Return the most that one route can take over: the largest of ``capacity x owed x time left`` over the ends of routes.

        Capacities at which even ``scale x most time left`` does not exceed `enough` are settled without a search.
        """
        joined = self._costs(dict.fromkeys(self._held, 0), (1, prices, 0), 0, self._feeder)
        paid = self._costs(dict.fromkeys(self._held, 0), (1, prices, 0), 0, None)
        starts = {node: paid[node] for node in self._starts if joined.get(node, scale) < scale}
        early = {node: self._early[node] for node in starts}
        steps = self.most_steps(horizon)
        worst = 0
        for width in sorted({self._room[arc] for arc, room in self.rooms(horizon).items() if room > 0}, reverse=True):
            if width * scale * steps <= enough:
                break
            bound = width * scale * steps
            if width in tangents:
                x, y = tangents[width]
                seeds = {node: y * cost + x * step for node, cost in starts.items() if (step := early[node]) is not None}
                cost = self._costs(seeds, (y, prices, x), width, None)
                least = min((cost[node] for node in self._exits if node in cost), default=None)
                reach = 0 if least is None else max(0, y * scale + x * (horizon + 1) - least)
                bound = min(bound, width * reach * reach // (4 * x * y))
            worst = max(worst, bound)
        return worst

    def _useful(self, width: int) -> list[int]:
        """Return the arcs on some way from where held people can join a route to an exit, all on roads of at least a capacity."""
        reached = self._costs(dict.fromkeys(self._starts, 0), (0, {}, 0), width, None)
        leading, stack = set(self._exits), list(self._exits)
        while stack:
            for arc in self._in[stack.pop()]:
                node = self._ends[arc][0]
                if self._room[arc] >= width and node not in leading:
                    leading.add(node)
                    stack.append(node)
        wide = (arc for arc in self._arcs if self._room[arc] >= width)
        return [arc for arc in wide if self._ends[arc][0] in reached and self._ends[arc][1] in leading]

    def legs(self) -> dict[int, Legs]:
        """Return the travel between held pockets and to the exits, for every capacity of road."""
        near = [self._touched((node,)) for node in self._held]
        found: dict[int, Legs] = {}
        for width in sorted({self._room[arc] for arc in self._arcs}, reverse=True):
            table: list[tuple[int | None, ...]] = []
            for start in near:
                reached = self._costs(dict.fromkeys(start, 0), (0, {}, 1), width, None)
                ends = [*near, set(self._exits)]
                table.append(tuple(min((reached[node] for node in end if node in reached), default=None) for end in ends))
            beside: dict[int, list[int]] = {}
            for arc in self._useful(width):
                u, v = self._ends[arc]
                beside.setdefault(u, []).append(v)
                beside.setdefault(v, []).append(u)
            can_pass = passes(beside, self._exits, near)
            found[width] = Legs(tuple(table), tuple(tuple(row) for row in can_pass))
        return found


def first_entry(step: int, spans: Spans | None) -> int | None:
    """Return the first step from `step` on at which an arc with these windows (None: always open) can be entered."""
    if spans is None:
        return step
    return min((max(step, first) for first, last, room in spans if room and last > step), default=None)


def last_entry(step: int, spans: Spans | None) -> int | None:
    """Return the last step up to `step` at which an arc with these windows (None: always open) can be entered, None before 0."""
    if spans is None:
        return step if step >= 0 else None
    return max((min(step, last - 1) for first, last, room in spans if room and first <= step), default=None)
