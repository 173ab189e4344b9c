"""The network of chosen routes, on which everybody follows one route from where they join it to its end, and its clearance time.

Routes that go on together to their ends are one chain from there on, and routes that begin together are one chain up to where
they part: whoever is on it can still be said to follow either. Where routes share a road otherwise, its capacity is divided
between them, so that what comes out is a plan for people who never change the route.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from safeconduct.clearance.arc_network import ArcNetwork, ExitLimits, UnreachableError
from safeconduct.clearance.reduced import reduce_network
from safeconduct.clearance.result import ClearanceResult, Schedule, Stop, Stream
from safeconduct.clearance.route_check import Spans
from safeconduct.clearance.solve import clearance_time

Place = tuple[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class RouteProblem:
    """A network, who waits where, the exits, the arcs that need no agreement, windows and limits; all checked before.

    waiting: exit -> who waits there from the start (exits that no way leads to have negative numbers).
    access: node -> (pocket, travel) of the pockets from which feeder arcs lead there, 0 at the pocket itself; knows_access:
    whether all are listed (there may be too many). reach: node -> these pockets as a bit mask, always complete.
    """

    net: ArcNetwork
    supply: dict[int, int]
    exits: tuple[int, ...]
    feeder: frozenset[int]
    windows: Mapping[int, Spans]
    limits: ExitLimits
    waiting: dict[int, int]
    access: Mapping[int, Sequence[tuple[int, int]]]
    knows_access: bool
    reach: Mapping[int, int]
    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    travel: list[int] = field(default_factory=list)
    room: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tails.extend(self.net.tail.tolist())
        self.heads.extend(self.net.head.tolist())
        self.travel.extend(self.net.travel_steps.tolist())
        self.room.extend(self.net.capacity_per_step.tolist())

    def most_room(self, arc: int) -> int:
        """Return the highest capacity an arc ever has."""
        spans = self.windows.get(arc)
        return self.room[arc] if spans is None else max((room for _first, _last, room in spans), default=0)


class NamedRoute(NamedTuple):
    """A route as arcs of the network, with a number for each part from a node on (`tails`) and up to a node (`fronts`).

    joins: node -> position of each node on the route; places: arc -> its position. rest: travel from each position to the end.
    last_joins: pocket -> (last position at which its people can join, least steps to a position where they can). leads: pocket
    -> (largest least capacity, least steps) of its people's ways out on this route.
    """

    arcs: tuple[int, ...]
    fronts: tuple[int, ...]
    tails: tuple[int, ...]
    joins: dict[int, int]
    places: dict[int, int]
    rest: tuple[int, ...]
    last_joins: dict[int, tuple[int, int]]
    leads: dict[int, tuple[int, int]]
    reach: int


class RouteBook:
    """Keeps routes, so that equal parts of different routes have equal numbers."""

    def __init__(self, problem: RouteProblem) -> None:
        self.problem = problem
        self._parts: dict[tuple[str, int, int], int] = {}
        self._known: dict[tuple[int, ...], NamedRoute] = {}

    def route(self, arcs: Sequence[int]) -> NamedRoute | None:
        """Return the route of a simple path to an exit without the feeder arcs it begins with; None when nothing is left."""
        problem = self.problem
        first = next((place for place, arc in enumerate(arcs) if arc not in problem.feeder), None)
        if first is None:
            return None
        key = tuple(arcs[first:])
        if key not in self._known:
            self._known[key] = self._made(key)
        return self._known[key]

    def _made(self, arcs: tuple[int, ...]) -> NamedRoute:
        problem = self.problem
        nodes = [problem.tails[arcs[0]], *(problem.heads[arc] for arc in arcs)]
        fronts = [self._number("front", -1, nodes[0])]
        for arc in arcs:
            fronts.append(self._number("front", fronts[-1], arc))
        tails, rest = [self._number("tail", -1, nodes[-1])], [0]
        leads: dict[int, tuple[int, int]] = {}
        last: dict[int, tuple[int, int]] = {}
        width = 1 << 60
        for position in range(len(arcs) - 1, -1, -1):
            arc = arcs[position]
            tails.append(self._number("tail", tails[-1], arc))
            rest.append(rest[-1] + problem.travel[arc])
            width = min(width, problem.most_room(arc))
            for pocket, steps in problem.access.get(nodes[position], ()):
                widest, least = leads.get(pocket, (width, 1 << 60))
                leads[pocket] = (widest, min(least, steps + rest[-1]))
                place, nearest = last.get(pocket, (position, 1 << 60))
                last[pocket] = (place, min(nearest, steps))
        joins = {node: place for place, node in enumerate(nodes)}
        places = {arc: place for place, arc in enumerate(arcs)}
        reach = 0
        for node in nodes[:-1]:
            reach |= problem.reach.get(node, 0)
        return NamedRoute(arcs, tuple(fronts), tuple(tails[::-1]), joins, places, tuple(rest[::-1]), last, leads, reach)

    def _number(self, kind: str, before: int, step: int) -> int:
        return self._parts.setdefault((kind, before, step), len(self._parts))


class Piece(NamedTuple):
    """An arc of the network of routes: the places it joins, and the arc of the whole network it is (-1: joining a route)."""

    tail: Place
    head: Place
    arc: int


class RoutePlan(NamedTuple):
    """A network of routes ready to be cleared, and the arcs of the whole network that each of its arcs stands for, in order."""

    net: ArcNetwork
    supply: dict[int, int]
    exits: tuple[int, ...]
    windows: dict[int, Spans]
    limits: ExitLimits
    stands_for: tuple[tuple[int, ...], ...]

    def cut_off(self) -> int:
        """Return how many units cannot get out on it, whatever the time."""
        if not self.exits:
            return sum(self.supply.values())
        try:
            reduce_network(self.net, tuple(self.supply), self.exits)
        except UnreachableError as error:
            return sum(self.supply[node] for node in error.nodes)
        return 0

    def clear(self, stop: Stop | None = None) -> ClearanceResult | None:
        """Return its clearance; None when somebody cannot get out on it."""
        if not self.exits:
            return None
        try:
            if self.limits.nodes:
                return clearance_time(
                    self.net, self.supply, self.exits, windows=self.windows or None, limits=self.limits, stop=stop
                )
            return clearance_time(self.net, self.supply, self.exits, windows=self.windows or None, stop=stop)
        except UnreachableError:
            return None


class RouteNetwork:
    """The places and pieces of a set of different routes; `plan` makes the network of them."""

    def __init__(self, problem: RouteProblem, routes: Sequence[NamedRoute]) -> None:
        self._problem, self._routes = problem, routes
        self._places = self._all_places()
        on_routes = {arc for route in routes for arc in route.arcs}
        chains: dict[Piece, set[int]] = {}
        users: dict[int, list[Piece]] = {}
        for index, (route, places) in enumerate(zip(routes, self._places, strict=True)):
            for position, arc in enumerate(route.arcs):
                piece = Piece(places[position], places[position + 1], arc)
                if piece not in chains:
                    users.setdefault(arc, []).append(piece)
                chains.setdefault(piece, set()).add(index)
        self.shared = {arc: pieces for arc, pieces in users.items() if len(pieces) > 1}
        self._followers = chains
        self.pieces = [*chains, *self._joins(on_routes)]
        self._whole_only = {-1, *problem.windows}
        self._segments = self._drawn_together()

    def _all_places(self) -> list[list[Place]]:
        """Return the places of every route, known by the way before or, where routes have come together, by the rest."""
        times = Counter(number for route in self._routes for number in route.tails)
        mixed = {
            front for route in self._routes for front, tail in zip(route.fronts, route.tails, strict=True) if times[tail] > 1
        }
        return [
            [
                ("tail", tail) if front in mixed else ("front", front)
                for front, tail in zip(route.fronts[:-1], route.tails[:-1], strict=True)
            ]
            + [("exit", self._problem.heads[route.arcs[-1]])]
            for route in self._routes
        ]

    def _joins(self, on_routes: set[int]) -> list[Piece]:
        """Return the feeder arcs on no route that people can come to, and the pieces from the ground to routes and exits."""
        problem = self._problem
        ground = [
            Piece(("ground", problem.tails[arc]), ("ground", problem.heads[arc]), arc)
            for arc in sorted(problem.feeder - on_routes)
            if problem.tails[arc] in problem.reach
        ]
        begin = set(problem.supply) | {place[1] for piece in ground for place in (piece.tail, piece.head)}
        joins: dict[Piece, None] = {}
        for route, places in zip(self._routes, self._places, strict=True):
            for node, position in route.joins.items():
                if node in begin and position < len(route.arcs):
                    joins[Piece(("ground", node), places[position], -1)] = None
        out = [Piece(("ground", node), ("exit", node), -1) for node in problem.exits if node in begin]
        return [*ground, *joins, *out]

    def followers(self, piece: Piece) -> set[int]:
        """Return the routes (by index) that a piece belongs to."""
        return self._followers[piece]

    def plan(self, shares: Mapping[Piece, int] | None = None) -> RoutePlan:
        """Return the network of the routes, chains without a junction drawn together.

        shares: weights by which pieces that share an arc divide its room; evenly without.
        """
        problem = self._problem
        rows: list[Row] = []
        for row, sharing in self._segments:
            room, spans = row.room, row.spans
            for piece in sharing:
                part = self._part(piece, shares or {})
                room = min(room, part(problem.room[piece.arc]))
                spans = None if spans is None else tuple((first, last, part(offer)) for first, last, offer in spans)
            rows.append(Row(row.tail, row.head, row.travel, room, row.arcs, spans))
        return assembled(problem, rows)

    def _drawn_together(self) -> list[tuple[Row, list[Piece]]]:
        """Return the pieces with chains through places where nothing joins or parts made one, and which of them share."""
        problem = self._problem
        total = sum(problem.supply.values())
        into, out = Counter(piece.head for piece in self.pieces), Counter(piece.tail for piece in self.pieces)
        after = {piece.tail: piece for piece in self.pieces}
        before = {piece.head: piece for piece in self.pieces}
        inner = {
            place
            for place, piece in after.items()
            if place[0] not in ("ground", "exit")
            and into[place] == out[place] == 1
            and not {piece.arc, before[place].arc} & self._whole_only
        }
        found: list[tuple[Row, list[Piece]]] = []
        for begin in self.pieces:
            if begin.tail in inner:
                continue
            chain = [begin]
            while chain[-1].head in inner:
                chain.append(after[chain[-1].head])
            arcs = tuple(piece.arc for piece in chain if piece.arc >= 0)
            room = min((problem.room[arc] for arc in arcs), default=total)
            spans = problem.windows.get(begin.arc)
            row = Row(begin.tail, chain[-1].head, sum(problem.travel[arc] for arc in arcs), min(total, room), arcs, spans)
            found.append((row, [piece for piece in chain if piece.arc in self.shared]))
        return found

    def _part(self, piece: Piece, shares: Mapping[Piece, int]) -> Callable[[int], int]:
        """Return how much of a room is the piece's own."""
        users = self.shared[piece.arc]
        weights = [max(0, shares.get(user, 1)) for user in users]
        place, total = users.index(piece), max(1, sum(weights))
        before, after = sum(weights[:place]), sum(weights[: place + 1])
        return lambda room: room * after // total - room * before // total


class Row(NamedTuple):
    """An arc of a network of routes: places, steps, room, the arcs it stands for, and its windows."""

    tail: Place
    head: Place
    travel: int
    room: int
    arcs: tuple[int, ...]
    spans: Spans | None


def assembled(problem: RouteProblem, rows: Sequence[Row]) -> RoutePlan:
    """Return the network of rows; its first nodes are the pockets, then the exits that rows lead to, then the rest."""
    number: dict[Place, int] = {}
    for node in problem.supply:
        number.setdefault(("ground", node), len(number))
    ends = {row.head[1] for row in rows if row.head[0] == "exit"} | set(problem.waiting)
    for node in (*problem.exits, *problem.waiting):
        if node in ends:
            number.setdefault(("exit", node), len(number))
    for row in rows:
        number.setdefault(row.tail, len(number))
        number.setdefault(row.head, len(number))
    net = ArcNetwork(
        np.array([number[row.tail] for row in rows], np.int64),
        np.array([number[row.head] for row in rows], np.int64),
        np.array([row.travel for row in rows], np.int64),
        np.array([row.room for row in rows], np.int64),
        len(number),
    )
    limits = ExitLimits(
        {number["exit", node]: rate for node, rate in problem.limits.rate.items() if node in ends},
        {number["exit", node]: beds for node, beds in problem.limits.beds.items() if node in ends},
    )
    return RoutePlan(
        net=net,
        supply={number["ground", node]: amount for node, amount in problem.supply.items()}
        | {number["exit", node]: amount for node, amount in problem.waiting.items()},
        exits=tuple(number["exit", node] for node in sorted(ends)),
        windows={index: row.spans for index, row in enumerate(rows) if row.spans is not None},
        limits=limits,
        stands_for=tuple(row.arcs for row in rows),
    )


def on_whole_network(schedule: Schedule, plan: RoutePlan, chains: Sequence[tuple[int, ...]], travel: Sequence[int]) -> Schedule:
    """Return the schedule of a network of routes as one of the whole network: the same movements, arc by arc.

    chains: arcs of the whole network that each arc of the graph stands for. travel: steps per arc of the whole network.
    """
    streams = []
    for stream in schedule.streams:
        path: list[int] = []
        departures: list[int] = []
        for piece, step in zip(stream.path, stream.departures, strict=True):
            at = step
            for arc in (arc for chain in plan.stands_for[piece] for arc in chains[chain]):
                path.append(arc)
                departures.append(at)
                at += travel[arc]
        streams.append(Stream(tuple(path), tuple(departures), stream.amount, stream.repeats))
    return Schedule(streams)
