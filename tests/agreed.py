"""Agreements for tests: the minimum as clauses in words, and a whole text of typed clauses, accepted by every party."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from safeconduct.model.terms import Answer, Category, Contact, Moment, PlaceRef, Term, TermsText, Value

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


def moment(hour: int, minute: int = 0, zone: str = "Europe/Kyiv", day: int = 5) -> Moment:
    """Return an hour (UTC) of a day of March 2022 as a text states it."""
    return Moment(datetime(2022, 3, day, hour, minute, tzinfo=UTC), zone)


def places(*names: str) -> tuple[PlaceRef, ...]:
    return tuple(PlaceRef(name) for name in names)


Fields = Mapping[str, Value | None]

WHOLE: dict[str, Fields] = {
    "window": {"from": moment(7), "to": moment(14)},
    "start": {"at": moment(9)},
    "route": {"way_points": places("Mariupol", "Nikolske", "Zaporizhzhia"), "deviation": "forbidden"},
    "assembly": {"points": places("Theatre")},
    "who": {"may_leave": (Category("everybody"),)},
    "voluntary": {"voluntary": True},
    "convoy": {"packet_size": 10},
    "medical": {"first": True, "access": True},
    "inspection": {"places": places("Vasylivka"), "search_s": 60},
    "aid": {"allowed": True, "way_points": places("Zaporizhzhia"), "from": moment(7), "to": moment(14), "goods": ("food",)},
    "returns": {"allowed": True, "until": moment(14)},
    "held": {"review": ("intermediary",), "family_told": True},
    "communication": {"contacts": (Contact("duty officer", "A"), Contact("duty officer", "B"))},
    "blocked": {"act": "waits", "decides": ("intermediary",)},
    "duration": {"extension": True, "decides": ("A", "B")},
    "authority": {"signed_by": ("A", "B"), "level": "regional command"},
    "order": {"by": moment(6), "places": places("Vasylivka"), "confirmed": True},
    "reciprocity": {"act": "goes on"},
    "road": {"cleared": True, "cleared_by": ("A", "B"), "passable": True},
}
"""A text in which nothing is missing that a text can say."""


def whole_text(*parties: str, without: str = "", changed: Mapping[str, Fields] | None = None) -> TermsText:
    """Return that text, accepted by every party; without the clause of a kind, or with other fields of a kind (None: left out)."""
    answers = tuple(Answer(party, "accepted", f"letter of {party}") for party in sorted(parties))
    fields = {kind: {**values, **(changed or {}).get(kind, {})} for kind, values in WHOLE.items() if kind != without}
    terms = []
    for number, (kind, values) in enumerate(fields.items(), 1):
        stated = tuple((name, value) for name, value in values.items() if value is not None)
        terms.append(Term(f"C{number}", "", answers, kind=kind, values=stated, paper="J/1"))
    return TermsText(tuple(terms), "J/1")
