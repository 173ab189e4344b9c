"""GO or NO GO, decided again from the texts alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from safeconduct.model.clauses import CLAUSE_KINDS
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Term, TermsText, in_force
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.go_texts import disagreements, surely_agree

MADE_BY = {
    "window": ("from", "to"),
    "route": ("way_points",),
    "assembly": ("points",),
    "who": ("may_leave",),
    "voluntary": ("voluntary",),
    "aid": ("allowed",),
}
"""Each clause without which there is no go, and the fields that its typed form needs."""


def texts_of(scenario: Scenario) -> tuple[TermsText, ...]:
    """Return the texts in force; terms that stand in none of them are a text of their own."""
    held = in_force(scenario.texts)
    known = [term for text in held for term in text.terms]
    loose = tuple(term for term in scenario.terms if term not in known)
    return (*held, TermsText(loose)) if loose else held


def terms_of(scenario: Scenario) -> tuple[Term, ...]:
    """Return every clause in force."""
    return tuple(term for text in texts_of(scenario) for term in text.terms)


def answering_parties(scenario: Scenario) -> tuple[str, ...]:
    """Return whoever has written, answered or received any version of any text, in alphabetical order."""
    names = {answer.party for term in scenario.terms for answer in term.answers}
    for text in scenario.texts:
        names.add(text.party)
        names.update(one.party for one in text.acknowledged)
        names.update(answer.party for term in text.terms for answer in term.answers)
    return tuple(sorted(name for name in names if name))


def open_terms(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Return each required term with a party that has not accepted it."""
    missing = []
    parties = answering_parties(scenario)
    for term in terms_of(scenario):
        for party in parties:
            states = [answer.state for answer in term.answers if answer.party == party]
            if term.required and (not states or any(state != "accepted" for state in states)):
                missing.append((term.id, party))
        if term.required and not parties:
            missing.append((term.id, "any party"))
    return tuple(missing)


def missing_points(scenario: Scenario) -> tuple[str, ...]:
    """Return the title of each clause of the minimum that no required clause in force makes."""
    terms = terms_of(scenario)
    missing = []
    for kind in CLAUSE_KINDS:
        if kind.name not in MADE_BY:
            continue
        mine = [term for term in terms if term.kind == kind.name]
        forced = kind.name == "voluntary" and any(term.find_value("voluntary") is False for term in mine)
        if forced or not any(term.required and _makes(term) for term in mine):
            missing.append(kind.title)
    return tuple(missing)


def _makes(term: Term) -> bool:
    """Tell whether a clause says, in fields or in words, what the minimum asks of its kind."""
    if term.text.strip():
        return True
    values = [term.find_value(name) for name in MADE_BY[term.kind]]
    if any(value is None or value in ("", ()) for value in values):
        return False
    if term.kind == "window":
        begin, end = (getattr(value, "at", None) for value in values)
        return begin is not None and end is not None and begin < end
    return True


def contradicting(scenario: Scenario) -> tuple[str, ...]:
    """Return what clauses in force state differently, one phrase each."""
    return tuple(phrase for one, other in _pairs(scenario) for phrase in disagreements(one, other))


def _pairs(scenario: Scenario) -> tuple[tuple[TermsText, TermsText], ...]:
    """Return every two texts in force, and each text beside itself."""
    held = texts_of(scenario)
    return (*combinations(held, 2), *((text, text) for text in held))


def check_go(scenario: Scenario, plan: Plan) -> Iterator[Finding]:
    """Yield a finding when GO stands where the rule forbids it, or NO GO without need or reason."""
    missing, points, against = open_terms(scenario), missing_points(scenario), contradicting(scenario)
    required = any(term.required for term in terms_of(scenario))
    parties = answering_parties(scenario)
    may_go = required and len(parties) > 1 and not missing and not points
    may_go = may_go and all(surely_agree(one, other) for one, other in _pairs(scenario))
    if plan.go.go and len(parties) < 2:
        yield finding("go-terms", "go", f"GO, but an agreement needs two parties and {len(parties)} have answered")
    if plan.go.go and not required:
        yield finding("go-terms", "go", "GO, but no required term is on file")
    for term, party in missing if plan.go.go else ():
        yield finding("go-terms", "go", f"GO, but the required term {term!r} is not accepted by {party}")
    for point in points if plan.go.go else ():
        yield finding("go-minimum", "go", f"GO, but no required clause in force makes the minimum point {point!r}")
    for phrase in against if plan.go.go else ():
        yield finding("go-contradiction", "go", f"GO, but {phrase}")
    if not plan.go.go and may_go:
        yield finding("go-terms", "go", "NO GO, but every rule of an agreement holds")
    if not plan.go.go and not any(reason.strip() for reason in plan.go.reasons):
        yield finding("go-terms", "go", "NO GO without a reason")
