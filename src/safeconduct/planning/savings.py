"""What a tenth more would save on each bottleneck, alone: the clearance time solved again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from safeconduct.clearance.arc_network import ArcNetwork
from safeconduct.clearance.result import ClearanceResult
from safeconduct.clearance.solve import clearance_time
from safeconduct.model.plan import Bottleneck
from safeconduct.planning.brackets import Tell
from safeconduct.planning.clearance_problem import convoy_rate_vph
from safeconduct.planning.cut_proofs import Case
from safeconduct.planning.proof_sentences import BEYOND, ENDED, NEXT_BINDS, NOT_EXACT, SPACING

MOST_SOLVES = 5
"""How many times the problem is solved again at most, for the largest shares of the cut."""

NOT_TRIED = f"worked out for the {MOST_SOLVES} largest only"


def with_savings(
    case: Case, bottlenecks: Sequence[Bottleneck], flow: ClearanceResult, bound_s: int, *, tell: Tell | None = None
) -> tuple[Bottleneck, ...]:
    """Return the bottlenecks with what a tenth more capacity on each of them alone would save, or why that is not known.

    flow: the answer of the problem as it is; without a proven time in it nothing can be compared. bound_s: of the proof; a saving
    above it would only show how much the packets' allowance took from the bound, so it is not stated. tell: told each bottleneck.
    """
    if not flow.exact or flow.steps is None:
        return tuple(replace(one, saving_note=NOT_EXACT) for one in bottlenecks)
    found: list[Bottleneck] = []
    solved: dict[tuple[tuple[int, int], ...], ClearanceResult] = {}
    for one in bottlenecks:
        wider = widened(case, one)
        if not wider:
            found.append(replace(one, saving_s=0, saving_note=SPACING))
            continue
        key = tuple(sorted(wider.items()))
        if key not in solved:
            if len(solved) == MOST_SOLVES:
                found.append(replace(one, saving_note=NOT_TRIED))
                continue
            if tell is not None:
                tell(f"what more capacity on {one.name} would save")
            solved[key] = solve_widened(case, wider)
        found.append(with_saving(one, flow.steps, solved[key], case.problem.step_s, bound_s=bound_s))
    return tuple(found)


def with_saving(one: Bottleneck, steps: int, wider: ClearanceResult, step_s: int, *, bound_s: int) -> Bottleneck:
    """Return the bottleneck with the difference of two proven times, or with why there is none."""
    if not wider.exact or wider.steps is None:
        return replace(one, saving_note=ENDED)
    saved_s = (steps - wider.steps) * step_s
    if saved_s > bound_s:
        return replace(one, saving_note=BEYOND)
    return replace(one, saving_s=saved_s, saving_note="" if saved_s else NEXT_BINDS)


def widened(case: Case, one: Bottleneck) -> dict[int, int]:
    """Return the capacity per step of each arc of a bottleneck that lets more in when there is a tenth more room, rounded up.

    On a road no more than the packets' own rate drives in, however wide it is.
    """
    problem = case.problem
    if one.kind == "exit":
        first = problem.road_arcs + len(problem.groups)
        named = (one.name, one.point)
        doors = [first + index for index, exit_ in enumerate(case.scenario.exits) if (exit_.name, exit_.point) == named]
        rooms = {arc: -(-int(problem.net.capacity_per_step[arc]) * 11 // 10) for arc in doors}
    else:
        most = convoy_rate_vph(case.scenario.settings)
        vehicles = {arc: ceil(float(case.network.capacity_vph[arc])) for arc in one.arcs}
        rooms = {arc: min(-(-room * 11 // 10), most) * case.people_per_vehicle for arc, room in vehicles.items()}
    return {arc: room for arc, room in rooms.items() if room > int(problem.net.capacity_per_step[arc]) > 0}


def solve_widened(case: Case, rooms: dict[int, int]) -> ClearanceResult:
    """Return the clearance time with other capacities on some arcs, at the hours at which they are open anyway."""
    problem = case.problem
    capacity = problem.net.capacity_per_step.copy()
    capacity[list(rooms)] = list(rooms.values())
    net = ArcNetwork(problem.net.tail, problem.net.head, problem.net.travel_steps, capacity, problem.net.nodes)
    windows = dict(problem.windows)
    for arc in rooms.keys() & windows.keys():
        windows[arc] = tuple((low, high, rooms[arc]) for low, high, _ in windows[arc])
    return clearance_time(net, problem.supply, [problem.sink], windows=windows, stop=case.stop)
