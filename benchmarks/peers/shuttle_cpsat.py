"""A plain CP-SAT model of the bus evacuation problem: each bus has rounds, each round a pickup and an exit, the longest bus counts."""

from __future__ import annotations

import time
from typing import NamedTuple

from benchmarks.peers.shuttle_greedy import Greedy, Legs
from ortools.sat.python import cp_model


class Plain(NamedTuple):
    """Best end found, bound, and seconds with building. It begins from the greedy's tours, so it always has an end.

    bound: None where the model has fewer rounds than a bus could have trips, so that it proves nothing.
    """

    end: int
    bound: int | None
    seconds: float


def plain_cpsat(
    depots: list[int], amounts: tuple[list[int], list[int]], legs: tuple[Legs, Legs], start: Greedy, limit_s: float
) -> Plain:
    """Solve with the greedy's tours as a hint, on one thread. amounts: (loads, capacity). legs: quickest (first, trip)."""
    begin = time.monotonic()
    (loads, capacity), (first, trip) = amounts, legs
    shortest = max(1, min(map(min, trip)))
    most = min(sum(loads), (start.end - min(map(min, first)) + shortest) // (2 * shortest))
    rounds = min(most, max(map(len, start.trips)) + 2)
    model = cp_model.CpModel()
    makespan = model.new_int_var(0, start.end, "makespan")
    at: list[list[cp_model.IntVar]] = [[] for _ in loads]
    to: list[list[cp_model.IntVar]] = [[] for _ in capacity]
    for bus, depot in enumerate(depots):
        legs_driven, before = [], None
        for turn in range(rounds):
            load = [model.new_bool_var("") for _ in loads]
            leave = [model.new_bool_var("") for _ in capacity]
            out, back = model.new_int_var(0, start.end, ""), model.new_int_var(0, start.end, "")
            model.add(sum(load) == sum(leave))
            model.add(sum(load) <= (1 if before is None else sum(before)))
            for p, here in enumerate(load):
                at[p].append(here)
                if before is None:
                    model.add(back >= first[depot][p] * here)
                for e, there in enumerate(leave):
                    model.add(out >= trip[p][e]).only_enforce_if(here, there)
                    if before is not None:
                        model.add(back >= trip[p][e]).only_enforce_if(here, before[e])
            for e, there in enumerate(leave):
                to[e].append(there)
            given = start.trips[bus][turn] if turn < len(start.trips[bus]) else (-1, -1)
            for variables, chosen in ((load, given[0]), (leave, given[1])):
                for index, variable in enumerate(variables):
                    model.add_hint(variable, index == chosen)
            legs_driven += [out, back]
            before = leave
        model.add(sum(legs_driven) <= makespan)
    for p, variables in enumerate(at):
        model.add(sum(variables) == loads[p])
    for e, variables in enumerate(to):
        model.add(sum(variables) <= capacity[e])
    model.minimize(makespan)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = max(0.1, limit_s - (time.monotonic() - begin))
    status = solver.solve(model)
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    end = min(start.end, round(solver.objective_value)) if found else start.end
    bound = max(0, round(solver.best_objective_bound)) if rounds == most else None
    return Plain(end, bound, time.monotonic() - begin)
