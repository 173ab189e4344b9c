"""What is open between the parties, as facts: the rules of `agreement.go`, told by code so that each language has its words."""

from __future__ import annotations

from safeconduct.agreement.contradictions import contradictions
from safeconduct.agreement.lifecycle import state_by_terms
from safeconduct.agreement.minimum import minimum_parts
from safeconduct.agreement.standing import ACCEPTED, held_texts, parties_of, state_of
from safeconduct.brief.party_facts import (
    ANSWER,
    CONTRADICTION,
    MINIMUM,
    NO_PARTIES,
    NO_REQUIRED,
    NO_TERMS,
    ONE_PARTY,
    TO_CONFIRM,
    WORDS_ONLY,
    Open,
)
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Term


def parties_named(scenario: Scenario) -> tuple[str, ...]:
    """Return every party of the texts and clauses, in alphabetical order."""
    return parties_of(scenario.texts, scenario.terms)


def agreement_state(plan: Plan, scenario: Scenario) -> str:
    """Return the state of the agreement as the terms on file have it."""
    return state_by_terms(plan.go, scenario.terms)


def open_points(scenario: Scenario, terms: tuple[Term, ...], letters: dict[str, str]) -> tuple[Open, ...]:
    """Return what is open: missing parties, then answers by clause and party, the minimum, and contradictions.

    terms: in the order in which the brief numbers them. letters: of the parties by name.
    """
    if not terms:
        return (Open(NO_TERMS),)
    found: list[Open] = []
    if not any(term.answers for term in terms):
        found.append(Open(NO_PARTIES))
    elif len(letters) < 2:
        found.append(Open(ONE_PARTY, party=next(iter(letters.values()), "")))
    if not any(term.required for term in terms):
        found.append(Open(NO_REQUIRED))
    for number, term in enumerate(terms, 1):
        if term.required:
            states = ((letter, state_of(term, party)) for party, letter in letters.items())
            found += [Open(ANSWER, number, letter, state, term.kind) for letter, state in states if state != ACCEPTED]
    parts = minimum_parts(terms)
    found += [Open(MINIMUM, what=part.kind.name) for part in parts if not part.made]
    found += [Open(WORDS_ONLY, what=part.kind.name) for part in parts if part.made and not part.typed]
    return (*found, *_contradicted(scenario))


def _contradicted(scenario: Scenario) -> tuple[Open, ...]:
    """Return the kinds of clauses in which texts in force contradict each other, else are to be confirmed, each once."""
    against = contradictions(held_texts(scenario.texts, scenario.terms))
    differ = {one.kind for one in against if not one.to_confirm}
    kinds = dict.fromkeys(one.kind for one in against)
    return tuple(Open(CONTRADICTION if kind in differ else TO_CONFIRM, what=kind) for kind in kinds)
