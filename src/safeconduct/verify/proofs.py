"""Proofs: each certificate is evaluated again in plain integers, each bound follows from it, no plan beats its bound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from safeconduct.model.people import Group
from safeconduct.model.plan import PROOF_KINDS, CutCertificate, Proof
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.fleet import check_fleet
from safeconduct.verify.problem import Problem, allowance_parts, bottleneck_arcs, cut_terms, make_problem, parts_of, supply_of
from safeconduct.verify.savings import check_savings
from safeconduct.verify.ways import drive_times, sure_times

UNITS = {"roads": "vehicles", "screening": "people", "fleet": "people", "beds": "people"}


def check_proofs(case: Case) -> Iterator[Finding]:
    """Yield a finding for each proof that does not prove what it says, and for totals that do not follow from the proofs."""
    kinds = [proof.kind for proof in case.plan.proofs]
    for kind in sorted(set(kinds)):
        if kind not in PROOF_KINDS or kinds.count(kind) > 1:
            yield finding(
                "proof-form", f"proof {kind}", f"given {kinds.count(kind)} times; known kinds are {', '.join(PROOF_KINDS)}"
            )
    if "roads" not in kinds and any(supply_of(case, group, people=False) for group in reachable(case)):
        yield finding("proof-form", "proofs", "no proof about the roads")
    for proof in case.plan.proofs:
        if proof.kind not in PROOF_KINDS:
            continue
        if proof.unit != UNITS[proof.kind]:
            yield finding("proof-form", f"proof {proof.kind}", f"its unit is {proof.unit!r}, not {UNITS[proof.kind]!r}")
        if proof.prices is not None and proof.kind != "fleet":
            yield finding("proof-form", f"proof {proof.kind}", "prices, which only a proof of the fleet has")
        if proof.bound_s < 0 or proof.least_left < 0:
            yield finding("proof-bound", f"proof {proof.kind}", f"bound {proof.bound_s} s, {proof.least_left} left")
        if proof.kind in {"roads", "screening"}:
            yield from check_cut(case, proof)
        elif proof.kind == "beds":
            yield from check_beds(case, proof)
        else:
            yield from check_fleet(case, proof)
    yield from check_totals(case)
    yield from check_clear(case)


def reachable(case: Case) -> list[Group]:
    """Return the groups that have a route in the chosen option, in the scenario's order; proofs are about these."""
    served = {route.group_id for route in case.plan.chosen_option.routes}
    return [group for group in case.scenario.groups if group.id in served]


def check_cut(case: Case, proof: Proof) -> Iterator[Finding]:
    """Yield a finding unless the certificate is a violated cut of the problem and the bound follows from it."""
    where = f"proof {proof.kind}"
    certificate = proof.certificate
    if certificate is None:
        if proof.bound_s or proof.least_left:
            yield finding("proof-form", where, "a bound without a certificate")
        return
    if proof.step_s != case.scenario.settings.step_s or proof.parts_per_unit != parts_of(case):
        text = f"{proof.step_s} s a step, {proof.parts_per_unit} parts a unit; {case.scenario.settings.step_s}, {parts_of(case)}"
        yield finding("proof-form", where, text)
    groups = reachable(case)
    problem = make_problem(case, proof.kind, groups)
    faults = list(label_faults(problem, certificate))
    yield from (finding("proof-labels", where, fault) for fault in faults)
    if faults:
        return
    named = {groups[node - case.roads.nodes].id for node in certificate.held}
    if set(proof.held_groups) != named:
        yield finding("proof-labels", where, f"it holds {sorted(named)} and names {sorted(proof.held_groups)}")
    demand = sum(problem.supply[node] for node in certificate.held)
    if demand != certificate.demand:
        yield finding("proof-demand", where, f"{certificate.demand} parts stated, {demand} are held")
    terms = cut_terms(problem, certificate.labels)
    high = sum(terms)
    low = high - sum(terms[arc] for arc in problem.doubtful)
    if not low <= certificate.capacity <= high:
        yield finding("proof-capacity", where, f"{certificate.capacity} parts stated, {low} to {high} are let through")
    allowance = allowance_parts(case, problem, certificate.labels, terms)
    excess = certificate.demand - certificate.capacity - allowance
    if excess <= 0:
        text = f"{certificate.capacity} of {certificate.demand} parts, and {allowance} by dense packets, may leave"
        yield finding("proof-cut", where, text)
    yield from check_bound(case, proof, certificate, excess)
    yield from check_bottlenecks(case, proof, terms, certificate.capacity)
    yield from check_savings(case, proof, problem, certificate)


def label_faults(problem: Problem, certificate: CutCertificate) -> Iterator[str]:
    """Yield what is wrong with the labels themselves."""
    labels, top = certificate.labels, certificate.horizon_steps + 1
    if certificate.horizon_steps < 0:
        yield f"the horizon {certificate.horizon_steps} is before the start"
    if len(labels) != problem.sink + 1:
        yield f"{len(labels)} labels for {problem.sink + 1} nodes"
        return
    if min(labels) < 0 or max(labels) > top:
        yield f"labels from {min(labels)} to {max(labels)}, not within 0 and {top}"
    if not certificate.held or len(set(certificate.held)) != len(certificate.held):
        yield "it holds nobody, or a group twice"
    for node in certificate.held:
        if node not in problem.supply:
            yield f"node {node} is no group"
        elif labels[node] != 0:
            yield f"the held node {node} has label {labels[node]}, not 0"
    if labels[problem.sink] != top:
        yield f"the sink has label {labels[problem.sink]}, not {top}"


def check_bound(case: Case, proof: Proof, certificate: CutCertificate, excess: int) -> Iterator[Finding]:
    """Yield a finding unless bound and least left follow from the cut.

    Nobody can have all held people out by step `horizon`, so the bound is the next step. When the horizon reaches the end of the
    movement, the excess of demand over capacity and the packets' allowance is left. Vehicles do not say how many people, so
    they prove no number left.
    """
    where = f"proof {proof.kind}"
    proven_s = (certificate.horizon_steps + 1) * proof.step_s
    if proof.bound_s != proven_s:
        yield finding("proof-bound", where, f"bound {proof.bound_s} s stated, the certificate proves {proven_s} s")
    if not proof.least_left:
        return
    proven = -(-excess // parts_of(case)) if proof.unit == "people" else 0
    if proven_s <= case.end_s:
        yield finding("proof-bound", where, f"{proof.least_left} left stated, but {proven_s} s is before the end of the movement")
    elif proof.least_left > proven:
        yield finding("proof-bound", where, f"{proof.least_left} left stated, the certificate proves {proven}")


def check_bottlenecks(case: Case, proof: Proof, terms: Sequence[int], capacity: int) -> Iterator[Finding]:
    """Yield a finding for a bottleneck that carries nothing of the cut, or another share than stated (within 0.01)."""
    for road in proof.bottlenecks:
        where = f"proof {proof.kind}, {road.name or 'unnamed'}"
        carried = sum(terms[arc] for arc in bottleneck_arcs(case, len(terms), road))
        if carried <= 0:
            yield finding("proof-bottleneck", where, "none of its roads carries a part of the cut")
        elif capacity > 0 and abs(carried / capacity - road.share) > 0.01:
            yield finding("proof-bottleneck", where, f"share {road.share:.3f} stated, {carried / capacity:.3f} by the cut")


def check_beds(case: Case, proof: Proof) -> Iterator[Finding]:
    """Yield a finding when the beds of all exits together leave fewer people over than stated, or a time bound hangs on them."""
    proven = left_by_beds(case, surely=False)
    most = left_by_beds(case, surely=True) if case.shut.unsure else proven
    if not proven <= proof.least_left <= most:
        yield finding("proof-beds", "proof beds", f"{proof.least_left} left stated, {proven} people have no bed")
    if proof.bound_s:
        yield finding("proof-bound", "proof beds", f"beds bound no time, {proof.bound_s} s are stated")


def left_by_beds(case: Case, *, surely: bool) -> int:
    """Return how many people find no bed at the exits that any group can reach; 0 when one of these has no limit.

    surely: reach counts only on roads that are surely open all the time, where the edge of a closure is in doubt.
    """
    groups = reachable(case)
    search = sure_times if surely else drive_times
    reached = [search(case, case.group_node[group.id]) for group in groups]
    beds = [place.beds for place in case.scenario.exits if any(case.exit_node[place.id] in nodes for nodes in reached)]
    known = [count for count in beds if count is not None]
    people = sum(group.people.total for group in groups)
    return max(0, people - sum(known)) if len(known) == len(beds) else 0


def check_totals(case: Case) -> Iterator[Finding]:
    """Yield a finding unless bound and least left of the plan are the strongest of its proofs, groups cut off added."""
    plan = case.plan
    served = {group.id for group in reachable(case)}
    cut_off = sum(one.people.total for one in plan.timetable.left if one.group_id not in served)
    least_left = max((proof.least_left for proof in plan.proofs), default=0) + cut_off
    if plan.least_left != least_left:
        yield finding("bound-total", "least_left", f"{plan.least_left} stated, the proofs say {least_left}")
    bound_s = None if least_left else max((proof.bound_s for proof in plan.proofs), default=0)
    if plan.bound_s != bound_s:
        yield finding("bound-total", "bound_s", f"{plan.bound_s} stated, the proofs say {bound_s}")
    if plan.left.total < plan.least_left:
        yield finding("bound-broken", "least_left", f"{plan.left.total} people are left, at least {plan.least_left} is proven")
    for option in plan.options:
        if option.clear_s is not None and plan.bound_s is not None and option.clear_s < plan.bound_s:
            yield finding("bound-broken", f"option {option.label}", f"out after {option.clear_s} s, {plan.bound_s} s is proven")


def check_clear(case: Case) -> Iterator[Finding]:
    """Yield a finding unless the clearance time is when the last packet is out (None with anybody left) and the gap follows."""
    plan = case.plan
    last = max((case.second(packet.out) for packet in plan.timetable.packets), default=None)
    clear_s = None if plan.left.total or last is None else int(last)
    if plan.clear_s != clear_s:
        yield finding("clear-time", "clear_s", f"{plan.clear_s} stated, {clear_s} by the timetable")
    if plan.clear_s is not None and plan.bound_s is not None and plan.clear_s < plan.bound_s:
        yield finding("bound-broken", "clear_s", f"out after {plan.clear_s} s, {plan.bound_s} s is proven")
    gap = (plan.clear_s - plan.bound_s) / plan.bound_s if plan.clear_s is not None and plan.bound_s else None
    if (plan.gap is None) != (gap is None) or (gap is not None and plan.gap is not None and abs(gap - plan.gap) > 1e-6):
        yield finding("clear-time", "gap", f"{plan.gap} stated, {gap} by bound and clearance time")
