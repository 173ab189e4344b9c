"""The minimum of an agreement as clauses in words, accepted by every party: what a GO in a test stands on."""

from __future__ import annotations

from safeconduct.model.terms import Answer, Term

WORDS = {
    "window": "The silence holds for the whole movement.",
    "route": "The column drives by the roads of the plan.",
    "assembly": "People gather at the assembly points of the plan.",
    "who": "Everybody may leave.",
    "voluntary": "Leave is voluntary.",
    "aid": "Aid may come in.",
}


def minimum_terms(*parties: str, state: str = "accepted", paper: str = "") -> tuple[Term, ...]:
    """Return a clause in words for each part of the minimum, answered alike by every party."""
    answers = tuple(Answer(party, state, "letter 1") for party in sorted(parties))
    return tuple(
        Term(f"M{number}", words, answers, kind=kind, paper=paper) for number, (kind, words) in enumerate(WORDS.items(), 1)
    )
