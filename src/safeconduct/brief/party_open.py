"""What is open between the parties, as facts: answers that are missing, minimum points that no clause makes."""

from __future__ import annotations

from safeconduct.brief.party_facts import ANSWER, MINIMUM, NO_PARTIES, NO_REQUIRED, NO_TERMS, Open
from safeconduct.model.clauses import CLAUSE_KINDS
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Term

ACCEPTED, SILENT = "accepted", "silent"
DRAFT, PROPOSED, AGREED = "draft", "proposed", "agreed"


def parties_named(scenario: Scenario) -> tuple[str, ...]:
    """Return every party of the texts and clauses, in alphabetical order."""
    named = {answer.party for term in scenario.terms for answer in term.answers}
    for text in scenario.texts:
        named |= {text.party} | {one.party for one in text.acknowledged}
        named |= {answer.party for term in text.terms for answer in term.answers}
    return tuple(sorted(named - {""}))


def standing(term: Term, party: str) -> str:
    """Return how a party stands to a clause, the least favourable of several answers; silent where it is not mentioned."""
    states = [answer.state for answer in term.answers if answer.party == party]
    return next((state for state in states if state != ACCEPTED), ACCEPTED if states else SILENT)


def agreement_state(plan: Plan, scenario: Scenario) -> str:
    """Return the state of the agreement as the terms on file have it."""
    if plan.go.go:
        return AGREED
    return PROPOSED if any(term.answers for term in scenario.terms) else DRAFT


def open_points(scenario: Scenario, plan: Plan, terms: tuple[Term, ...], letters: dict[str, str]) -> tuple[Open, ...]:
    """Return what is open: first the minimum that no clause makes, then answers by clause and party.

    terms: in the order in which the brief numbers them. letters: of the parties by name.
    """
    if not terms:
        return (Open(NO_TERMS),)
    if not parties_named(scenario):
        return (Open(NO_PARTIES),)
    found: list[Open] = [] if any(term.required for term in terms) else [Open(NO_REQUIRED)]
    if not plan.go.go:
        made = {term.kind for term in terms if term.required}
        found += [Open(MINIMUM, what=kind.name) for kind in CLAUSE_KINDS if kind.minimum and kind.name not in made]
    for number, term in enumerate(terms, 1):
        if term.required:
            states = ((letter, standing(term, party)) for party, letter in letters.items())
            found += [Open(ANSWER, number, letter, state, term.kind) for letter, state in states if state != ACCEPTED]
    return tuple(found)
