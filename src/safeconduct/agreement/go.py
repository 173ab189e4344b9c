"""Decide "go" from the texts alone: every rule of an agreement holds, or no go with the reasons."""

from __future__ import annotations

from safeconduct.agreement.contradictions import contradictions, to_read
from safeconduct.agreement.minimum import minimum_parts, missing_sentence, words_only_sentence
from safeconduct.agreement.standing import ACCEPTED, clause_name, held_texts, parties_of, state_of
from safeconduct.model.plan import GoNoGo
from safeconduct.model.terms import Term, TermsText

NO_TERMS = "No agreed terms are on file."
NO_REQUIRED = "No term on file is marked as required, so nothing on file shows an agreement."
NO_PARTIES = "No party has answered any term."

_SAID = {
    "proposed": "has proposed it; its acceptance of the final text is not on file",
    "rejected": "has rejected it",
    "silent": "has not answered",
}
RECEIVED = "has received the text, which is no acceptance, and has not answered"


def decide(texts: tuple[TermsText, ...], terms: tuple[Term, ...]) -> GoNoGo:
    """Return "go" only when the texts in force are an agreement; else each reason why not.

    texts: every version of every text; terms: the clauses of those in force. Go needs two parties (whoever has written, answered
    or received any version), every required clause accepted by every party, each minimum point made by a required clause in
    force, and no two clauses in force that contradict each other. Reasons are plain neutral sentences: clauses that are not
    accepted in the order given (one sentence for each, parties in alphabetical order), then missing minimum points, then
    contradictions. With a go the reasons are reserves: which minimum points stand in words only, and which words of two texts are
    to be read beside each other.
    """
    held, parties = held_texts(texts, terms), parties_of(texts, terms)
    terms = tuple(term for text in held for term in text.terms)
    if not terms:
        return GoNoGo(go=False, reasons=(NO_TERMS,))
    required = tuple(term for term in terms if term.required)
    reasons = [*_too_few(parties, terms)]
    if len(parties) > 1:
        reasons += [NO_REQUIRED] if not required else [said for term in required if (said := _reason(term, parties, held))]
    parts = minimum_parts(terms)
    reasons += [missing_sentence(part) for part in parts if not part.made]
    reasons += [one.sentence for one in contradictions(held)]
    if reasons:
        return GoNoGo(go=False, reasons=tuple(reasons))
    return GoNoGo(go=True, reasons=(*(words_only_sentence(part) for part in parts if not part.typed), *to_read(held)))


def _too_few(parties: tuple[str, ...], terms: tuple[Term, ...]) -> tuple[str, ...]:
    if not any(term.answers for term in terms):
        return (NO_PARTIES,)
    return (f"An agreement needs two parties; only {parties[0]} has answered.",) if len(parties) == 1 else ()


def _reason(term: Term, parties: tuple[str, ...], held: tuple[TermsText, ...]) -> str:
    """Return who has not accepted a clause, and how they stand to it ("" when everybody has)."""
    received = {one.party for text in held if term in text.terms for one in text.acknowledged}
    said = []
    for party in parties:
        state = state_of(term, party)
        if state != ACCEPTED:
            silent = RECEIVED if state == "silent" and party in received else _SAID.get(state, "has not accepted it")
            said.append(f"{party} {silent}")
    return f"{clause_name(term)}: {'; '.join(said)}." if said else ""
