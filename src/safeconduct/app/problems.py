"""The clearance problems behind a plan's proofs, in the form certificate.json carries them."""

from __future__ import annotations

from safeconduct.app.case import Case
from safeconduct.files.certificate_json import ProblemArrays
from safeconduct.model.plan import Plan
from safeconduct.planning.clearance_problem import ClearanceProblem, clearance_problem


def problems_of(plan: Plan, case: Case) -> dict[str, ProblemArrays]:
    """Return the complete problem of each proof that is a cut: kind -> arrays that a stranger can check it against."""
    ground = case.ground()
    routed = {route.group_id for option in plan.options for route in option.routes}
    groups = tuple(group for group in ground.scenario.groups if group.id in routed)
    found: dict[str, ProblemArrays] = {}
    for proof in plan.proofs:
        if proof.certificate is not None and proof.kind not in found:
            problem = clearance_problem(
                ground.scenario,
                ground.network,
                case.snaps,
                ground.conditions,
                kind=proof.kind,
                groups=groups,
                start=plan.start,
                end=plan.end,
            )
            found[proof.kind] = _arrays(problem, case)
    return found


def _arrays(problem: ClearanceProblem, case: Case) -> ProblemArrays:
    """Return a problem as plain integers, each node with what it is."""
    nodes = problem.sink + 1
    keys = [str(key) for key in case.network.node_key.tolist()]
    keys += [f"group {group.id}" for group in problem.groups] + ["sink"]
    return ProblemArrays(
        tail=tuple(problem.net.tail.tolist()),
        head=tuple(problem.net.head.tolist()),
        travel_steps=tuple(problem.net.travel_steps.tolist()),
        capacity_per_step=tuple(problem.net.capacity_per_step.tolist()),
        windows=tuple((arc, first, last) for arc, spans in sorted(problem.windows.items()) for first, last, _ in spans),
        supply=tuple(problem.supply.get(node, 0) for node in range(nodes)),
        sink=problem.sink,
        node_keys=tuple(keys),
    )
