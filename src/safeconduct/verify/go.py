"""GO or NO GO, decided again from the terms alone."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.verify.finding import Finding, finding


def open_terms(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Return each required term with a party that has not accepted it; a party counts when any term has an answer of it."""
    parties = sorted({answer.party for term in scenario.terms for answer in term.answers})
    missing = []
    for term in scenario.terms:
        for party in parties:
            states = [answer.state for answer in term.answers if answer.party == party]
            if term.required and (not states or any(state != "accepted" for state in states)):
                missing.append((term.id, party))
        if term.required and not parties:
            missing.append((term.id, "any party"))
    return tuple(missing)


def check_go(scenario: Scenario, plan: Plan) -> Iterator[Finding]:
    """Yield a finding when GO stands beside an open term, without terms or two parties, or NO GO without need or reason."""
    missing = open_terms(scenario)
    required = any(term.required for term in scenario.terms)
    parties = {answer.party for term in scenario.terms for answer in term.answers}
    may_go = required and len(parties) > 1 and not missing
    if plan.go.go and len(parties) < 2:
        yield finding("go-terms", "go", f"GO, but an agreement needs two parties and {len(parties)} have answered")
    if plan.go.go and not required:
        yield finding("go-terms", "go", "GO, but no required term is on file")
    for term, party in missing if plan.go.go else ():
        yield finding("go-terms", "go", f"GO, but the required term {term!r} is not accepted by {party}")
    if not plan.go.go and may_go:
        yield finding("go-terms", "go", "NO GO, but every required term is accepted by every party")
    if not plan.go.go and not any(reason.strip() for reason in plan.go.reasons):
        yield finding("go-terms", "go", "NO GO without a reason")
