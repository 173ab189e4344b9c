"""What a tenth more would save: refuted where the proof's own cut, with that much more room, still holds too many back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from safeconduct.model.plan import Bottleneck, CutCertificate, Proof
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.problem import Problem, bottleneck_arcs, convoy_rate_vph, cut_terms


def check_savings(case: Case, proof: Proof, problem: Problem, certificate: CutCertificate) -> Iterator[Finding]:
    """Yield a finding for each saving that is out of range, unexplained, or more than the cut allows. Nothing is solved again.

    A saving lies between nothing and the bound; there is none to state where not everybody can be out by the end. Why nothing is
    saved, or why a saving is not known, is said. Where the bound is the optimum of its question, everybody would have to be out
    by the bound less the saving with a tenth more room there: that must not contradict the cut, moved to that step.
    """
    for one in proof.bottlenecks:
        where = f"proof {proof.kind}, {one.name or 'unnamed'}"
        if one.saving_s is None:
            continue
        if proof.bound_s > case.end_s:
            yield finding("proof-saving", where, f"{one.saving_s} s saved, but not everybody can be out by the end")
        elif not 0 <= one.saving_s <= proof.bound_s:
            yield finding("proof-saving", where, f"{one.saving_s} s saved of a bound of {proof.bound_s} s")
        elif proof.step_s <= 0 or one.saving_s % proof.step_s:
            yield finding("proof-saving", where, f"{one.saving_s} s saved, in steps of {proof.step_s} s")
        elif not one.saving_s and not one.saving_note:
            yield finding("proof-saving", where, "nothing saved, without a reason")
        elif one.saving_s and proof.exact and not problem.doubtful:
            steps = certificate.horizon_steps + 1 - one.saving_s // proof.step_s
            offered = sum(cut_terms(widened(case, problem, one), moved(certificate, steps).labels))
            if offered < certificate.demand:
                text = f"{one.saving_s} s saved, but with a tenth more at most {offered} of {certificate.demand} parts are out"
                yield finding("proof-saving", where, text)


def moved(certificate: CutCertificate, horizon: int) -> CutCertificate:
    """Return the cut with its labels lowered to an earlier horizon; any labels make a cut, so it still bounds what gets out."""
    return replace(certificate, horizon_steps=horizon, labels=tuple(min(label, horizon + 1) for label in certificate.labels))


def widened(case: Case, problem: Problem, one: Bottleneck) -> Problem:
    """Return the problem with a tenth more room on the arcs of a bottleneck; on roads no more than the packets' own rate."""
    capacity, windows = list(problem.capacity), dict(problem.windows)
    most = convoy_rate_vph(case) * problem.factor
    for arc in bottleneck_arcs(case, len(capacity), one):
        if arc < case.roads.arcs:
            wider = min(-(-ceil(case.roads.capacity_vph[arc]) * 11 // 10) * problem.factor, most)
            capacity[arc] = max(capacity[arc], wider) if capacity[arc] else 0
        else:
            capacity[arc] = -(-capacity[arc] * 11 // 10)
        if arc in windows:
            windows[arc] = tuple((low, to, capacity[arc]) for low, to, _room in windows[arc])
    return replace(problem, capacity=capacity, windows=windows)
