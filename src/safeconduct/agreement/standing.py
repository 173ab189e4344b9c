"""How each party stands to each clause, and what the parties are: read from the texts, never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten

from safeconduct.model.clauses import find_clause_kind
from safeconduct.model.terms import Answer, Term, TermsText, in_force

ACCEPTED, PROPOSED, REJECTED, SILENT = "accepted", "proposed", "rejected", "silent"
TEXT_LENGTH = 120
"""Most letters of a clause's words in a sentence; the whole text stands with the terms."""


def parties_of(texts: Iterable[TermsText], terms: Iterable[Term] = ()) -> tuple[str, ...]:
    """Return every party of the texts, in alphabetical order.

    A party has written a text, has answered a clause or has acknowledged a text, in any version: whoever has once been a party is
    one until the paper that says so is taken away.
    """
    listed = tuple(texts)
    clauses = (*terms, *(term for text in listed for term in text.terms))
    named = {answer.party for term in clauses for answer in term.answers}
    named |= {text.party for text in listed} | {one.party for text in listed for one in text.acknowledged}
    return tuple(sorted(named - {""}))


def held_texts(texts: tuple[TermsText, ...], terms: tuple[Term, ...]) -> tuple[TermsText, ...]:
    """Return the texts in force; terms that stand in none of them are one common text."""
    held = in_force(texts)
    known = [term for text in held for term in text.terms]
    loose = tuple(term for term in terms if term not in known)
    return (*held, TermsText(loose)) if loose else held


def worst_answer(term: Term, party: str) -> Answer | None:
    """Return the answer of a party to a clause, the least favourable where it stands twice; None where there is none."""
    given = [answer for answer in term.answers if answer.party == party]
    return next((one for one in given if one.state != ACCEPTED), given[0] if given else None)


def state_of(term: Term, party: str) -> str:
    """Return how the party stands to the clause; a party that it does not mention is silent."""
    answer = worst_answer(term, party)
    return SILENT if answer is None else answer.state


def accepted_by_all(term: Term, parties: Iterable[str]) -> bool:
    """Tell whether every party has accepted the clause; False where there is no party."""
    states = [state_of(term, party) for party in parties]
    return bool(states) and all(state == ACCEPTED for state in states)


def text_name(text: TermsText) -> str:
    """Return how a text is called in a sentence: its reference and version."""
    name = text.reference or (f"text of {text.party}" if text.party else "common text")
    return f"{name}, version {text.version}"


def clause_name(term: Term) -> str:
    """Return how a clause is called in a sentence: its id, the paper that it stands in, and its words or its title."""
    kind = find_clause_kind(term.kind)
    title = "" if kind is None else kind.title + (f", {term.label}" if term.label else "")
    words = shorten(term.text, TEXT_LENGTH, placeholder=" …") or title
    paper = f" of {term.paper}" if term.paper else ""
    return f'Term {term.id}{paper} ("{words}")' if words else f"Term {term.id}{paper}"
