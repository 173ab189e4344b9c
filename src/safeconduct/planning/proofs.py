"""Why nobody can be faster: the proofs of a plan, by cuts and by beds, with what binds in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from safeconduct.model.conditions import ArcConditions
from safeconduct.model.people import Group
from safeconduct.model.plan import Proof, Snap
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.bed_proof import beds_proof, reached_exits
from safeconduct.planning.bottlenecks import bottlenecks_of
from safeconduct.planning.brackets import UNWATCHED, Stop, Tell, Watch, bracket_teller
from safeconduct.planning.clearance_problem import ClearanceProblem, clearance_problem
from safeconduct.planning.cut_proofs import Bound, Case, least_if_open_ended, prove_cut
from safeconduct.planning.proof_sentences import Facts
from safeconduct.planning.savings import with_savings

__all__ = ["ClearanceProblem", "clearance_problem", "prove"]


def prove(
    scenario: Scenario,
    network: RoadNetwork,
    snaps: tuple[Snap, ...],
    conditions: ArcConditions,
    *,
    groups: tuple[Group, ...],
    start: datetime,
    end: datetime,
    watch: Watch = UNWATCHED,
) -> tuple[Proof, ...]:
    """Return the proofs that bound every plan for the groups: "roads", "screening" and "beds", each where it says something.

    groups: those that some road leads out of, in the scenario's order. start, end: of the movement. watch: how the caller follows
    and ends the search; what is proven by then stays proven.

    "roads" counts vehicles. "screening" counts people; it is given where an exit has a screening rate, and where not all
    vehicles can be out by the end, since only people tell how many are left. "beds" is given where every exit has a limit.
    All bounds are found before what a little more capacity would save.
    """
    if not groups:
        return ()
    bounds: list[Bound] = []
    for kind in ("roads", "screening"):
        short = bool(bounds) and bounds[0].proof.bound_s > (end - start).total_seconds()
        if kind == "screening" and not short and all(exit_.screening_per_h is None for exit_ in scenario.exits):
            continue
        problem = clearance_problem(scenario, network, snaps, conditions, kind=kind, groups=groups, start=start, end=end)
        if problem.supply:
            progress = bracket_teller(watch.tell, kind, problem.step_s)
            bounds.append(prove_cut(Case(scenario, network, problem, watch.stop), progress))
    found = tuple(describe(bound, stop=watch.stop_extras, tell=watch.tell) for bound in bounds)
    return (*found, *beds_proof(scenario, groups, reached_exits(network, snaps, conditions, scenario, groups)))


def describe(bound: Bound, *, stop: Stop | None, tell: Tell | None) -> Proof:
    """Return the proof with its bottlenecks named, what 10 % more would save on each, and a plain sentence of what it says.

    stop: ends the search for savings; those not found by then are said not to be known. tell: told what is being worked out.
    """
    case, proof = replace(bound.case, stop=stop), bound.proof
    facts = Facts(case.scenario, case.problem, end_s=case.problem.end_step * proof.step_s)
    cut = proof.certificate
    if cut is None:
        return replace(proof, sentence=facts.no_bound(exact=bound.flow.exact))
    names = bottlenecks_of(case.scenario, case.network, case.problem, cut, case.terms(cut))
    if proof.bound_s > facts.end_s:
        needed_s = least_if_open_ended(case) * proof.step_s
        return replace(proof, bottlenecks=names, sentence=facts.too_short(proof, names, needed_s))
    names = with_savings(case, names, bound.flow, proof.bound_s, tell=tell)
    return replace(proof, bottlenecks=names, sentence=facts.in_time(proof, names))
