"""Decide "go" from the terms alone: every required term accepted by every party, or no go with the reasons."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten

from safeconduct.model.plan import GoNoGo
from safeconduct.model.terms import Term

ACCEPTED = "accepted"
TEXT_LENGTH = 120
"""Most letters of a term's text in a reason; the whole text stands with the terms."""
NO_TERMS = "No agreed terms are on file."
NO_REQUIRED = "No term on file is marked as required, so nothing on file shows an agreement."
NO_PARTIES = "No party has answered any term."

_SAID = {
    "proposed": "has proposed it; its acceptance of the final text is not on file",
    "rejected": "has rejected it",
    "silent": "has not answered",
}


def parties_of(terms: Iterable[Term]) -> tuple[str, ...]:
    """Return every party that answers any term, in alphabetical order."""
    return tuple(sorted({answer.party for term in terms for answer in term.answers}))


def decide(terms: tuple[Term, ...]) -> GoNoGo:
    """Return "go" only when every required term is accepted by every party that appears in any term; else each reason why not.

    Reasons are plain neutral sentences: terms in the order given, parties in alphabetical order. A party that a term does not
    mention counts as not having answered. No terms, no required term, or fewer than two parties is no go.
    """
    if not terms:
        return GoNoGo(go=False, reasons=(NO_TERMS,))
    parties = parties_of(terms)
    if not parties:
        return GoNoGo(go=False, reasons=(NO_PARTIES,))
    if len(parties) == 1:
        return GoNoGo(go=False, reasons=(f"An agreement needs two parties; only {parties[0]} has answered.",))
    required = tuple(term for term in terms if term.required)
    if not required:
        return GoNoGo(go=False, reasons=(NO_REQUIRED,))
    reasons = tuple(_reason(term, party) for term in required for party in parties if _state(term, party) != ACCEPTED)
    return GoNoGo(go=not reasons, reasons=reasons)


def _state(term: Term, party: str) -> str:
    """Return how the party stands to the term; the least favourable answer counts where it stands twice."""
    states = [answer.state for answer in term.answers if answer.party == party]
    return next((state for state in states if state != ACCEPTED), ACCEPTED) if states else "silent"


def _reason(term: Term, party: str) -> str:
    text = shorten(term.text, TEXT_LENGTH, placeholder=" …")
    return f'Term {term.id} ("{text}"): {party} {_SAID.get(_state(term, party), "has not accepted it")}.'
