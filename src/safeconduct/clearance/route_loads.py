"""How people may divide over chosen routes by a horizon: a linear program that bounds the set of routes and guides shared roads.

Each pocket sends people along each route it can join; on every road all of them together need room between the first step
anybody of them can be there and the last from which the end is reached in time. Whatever plan there is keeps that, so a set of
routes that falls short cannot clear by the horizon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.route_plan import NamedRoute, Piece, RouteNetwork, RouteProblem

if TYPE_CHECKING:
    from ortools.linear_solver import pywraplp

Ints = NDArray[np.int64]
Users = tuple[tuple[int, int], ...]

FINE = 1000
"""Shares are in parts of this."""
NEVER = 1 << 60


class Loads(NamedTuple):
    """The part of everybody (0 to 1) that can be out, and how many of each pocket take each route (index)."""

    part: float
    people: dict[tuple[int, int], float]


class Line(NamedTuple):
    """A route as arrays: its arcs, travel from before each to the end, and the stage each lies in (n,).

    A stage is the part between two last joins; from stage k on the first k pockets that join may pass. first: (stages,) travel
    from there to the end plus first step of any of them, NEVER in stage 0. users: pockets of each stage.
    """

    arcs: Ints
    rest: Ints
    stage: Ints
    first: Ints
    users: tuple[tuple[int, ...], ...]


class RouteLoads:
    """The programs for sets of routes of one problem."""

    def __init__(self, problem: RouteProblem) -> None:
        self._problem = problem
        self._room = np.array([problem.most_room(arc) for arc in range(len(problem.room))], np.int64)
        self._total = float(sum(problem.supply.values()))
        self._lines: dict[tuple[int, ...], Line] = {}

    def best(self, routes: Sequence[NamedRoute], horizon: int) -> Loads:
        """Return the division that brings the largest part of every pocket out by `horizon`."""
        program, use = self._program(routes, horizon)
        part = program.NumVar(0.0, 1.0, "")
        for pocket, amount in self._problem.supply.items():
            row = program.Constraint(0.0, program.infinity())
            row.SetCoefficient(part, -amount / self._total)
            for index in range(len(routes)):
                if (pocket, index) in use:
                    row.SetCoefficient(use[pocket, index], 1.0)
        program.Objective().SetCoefficient(part, 1.0)
        solve(program)
        people = {user: variable.solution_value() * self._total for user, variable in use.items()}
        return Loads(part.solution_value(), people)

    def most(self, routes: Sequence[NamedRoute], horizon: int) -> float:
        """Return the part of everybody (0 to 1) that routes can bring out by `horizon`, from whichever pockets."""
        program, use = self._program(routes, horizon)
        for pocket, amount in self._problem.supply.items():
            row = program.Constraint(-program.infinity(), amount / self._total)
            for index in range(len(routes)):
                if (pocket, index) in use:
                    row.SetCoefficient(use[pocket, index], 1.0)
        for variable in use.values():
            program.Objective().SetCoefficient(variable, 1.0)
        solve(program)
        return float(program.Objective().Value())

    def _program(
        self, routes: Sequence[NamedRoute], horizon: int
    ) -> tuple[pywraplp.Solver, dict[tuple[int, int], pywraplp.Variable]]:
        """Return the program with what roads take by the horizon, and the part of everybody on each (pocket, route)."""
        from ortools.linear_solver import pywraplp

        program = pywraplp.Solver.CreateSolver("GLOP")
        program.SuppressOutput()
        use = {}
        for index, route in enumerate(routes):
            for pocket, (width, travel) in route.leads.items():
                most = width * max(0, horizon + 1 - travel) / self._total
                use[pocket, index] = program.NumVar(0.0, most, "")
        rows = self.own_rows(routes, horizon)
        for users, room in self.shared_rows(routes, horizon).items():
            rows[users] = min(rows.get(users, room), room)
        for users, room in rows.items():
            row = program.Constraint(-program.infinity(), room / self._total)
            for user in users:
                row.SetCoefficient(use[user], 1.0)
        return program, use

    def own_rows(self, routes: Sequence[NamedRoute], horizon: int) -> dict[Users, int]:
        """Return for the pockets of each stage of each route, as (pocket, route), the least room that it has for them."""
        found: dict[Users, int] = {}
        for index, route in enumerate(routes):
            line = self._line(route)
            joined = sorted((place, pocket) for pocket, (place, _steps) in route.last_joins.items())
            for stage, (_place, pocket) in enumerate(joined, 1):
                users = tuple((user, index) for user in line.users[stage])
                found[users] = route.leads[pocket][0] * max(0, horizon + 1 - int(line.first[stage]))
        return found

    def shared_rows(self, routes: Sequence[NamedRoute], horizon: int) -> dict[Users, int]:
        """Return for every set of (pocket, route) that meet on roads of several routes the least room that such a road has."""
        lines = [self._line(route) for route in routes]
        if not lines:
            return {}
        index = np.repeat(np.arange(len(lines)), [line.arcs.size for line in lines])
        every, place, times = np.unique(np.concatenate([line.arcs for line in lines]), return_inverse=True, return_counts=True)
        on_several = (times > 1)[place]
        if not on_several.any():
            return {}
        stage = np.zeros((len(lines), every.size), np.int64)
        rest, before = np.full_like(stage, NEVER), np.full_like(stage, NEVER)
        stage[index, place] = np.concatenate([line.stage for line in lines])
        rest[index, place] = np.concatenate([line.rest for line in lines])
        before[index, place] = np.concatenate([line.first[line.stage] - line.rest for line in lines])
        steps = np.maximum(0, horizon + 1 - np.minimum(before.min(axis=0), NEVER // 2) - rest.min(axis=0))
        room = self._room[every] * steps
        on_columns = np.flatnonzero(times > 1)
        stages = stage[:, on_columns]
        codes = np.zeros(on_columns.size, np.int64)
        for row in stages:
            codes = codes * (int(stages.max()) + 1) + row
        _codes, example, alike = np.unique(codes, return_index=True, return_inverse=True)
        least = np.full(example.size, NEVER, np.int64)
        np.minimum.at(least, alike, room[on_columns])
        found: dict[Users, int] = {}
        for column, most in zip(stages[:, example].T.tolist(), least.tolist(), strict=True):
            users = tuple((user, which) for which, part in enumerate(column) for user in lines[which].users[part])
            if users:
                found[users] = most
        return found

    def _line(self, route: NamedRoute) -> Line:
        if route.arcs not in self._lines:
            joined = sorted((place, pocket, steps) for pocket, (place, steps) in route.last_joins.items())
            first = [NEVER]
            for place, _pocket, steps in joined:
                first.append(min(first[-1], steps + route.rest[place]))
            places = np.array([place for place, _pocket, _steps in joined], np.int64)
            self._lines[route.arcs] = Line(
                np.array(route.arcs, np.int64),
                np.array(route.rest[:-1], np.int64),
                np.searchsorted(places, np.arange(len(route.arcs)), side="right"),
                np.array(first, np.int64),
                tuple(tuple(pocket for _place, pocket, _steps in joined[:stage]) for stage in range(len(joined) + 1)),
            )
        return self._lines[route.arcs]


def solve(program: pywraplp.Solver) -> None:
    """Find the largest value of a program."""
    program.Objective().SetMaximization()
    if program.Solve() != program.OPTIMAL:
        raise ArithmeticError("the linear-program solver refused a program over routes")


def shares_of(network: RouteNetwork, routes: Sequence[NamedRoute], people: Mapping[tuple[int, int], float]) -> dict[Piece, int]:
    """Return weights for the pieces that share roads, in the ratio in which the people on their routes pass them."""
    shares: dict[Piece, int] = {}
    for pieces in network.shared.values():
        for piece in pieces:
            passing = 0.0
            for index in network.followers(piece):
                route = routes[index]
                position = route.places[piece.arc]
                passing += sum(
                    people.get((pocket, index), 0.0)
                    for pocket, (joined, _steps) in route.last_joins.items()
                    if joined <= position
                )
            shares[piece] = round(passing * FINE)
    return shares
