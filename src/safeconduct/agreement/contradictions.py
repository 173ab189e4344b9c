"""Where clauses in force contradict each other: what keeps a go back even when every party has accepted every clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from safeconduct.agreement.diff import diff_texts
from safeconduct.agreement.standing import text_name
from safeconduct.agreement.wording import value_text
from safeconduct.model.clauses import CLAUSE_KINDS, MOMENT, PLACE_SET, PLACES, WORDS, ClauseKind, FieldKind
from safeconduct.model.place import distance_m
from safeconduct.model.terms import Moment, PlaceRef, Term, TermsText, Value
from safeconduct.model.times import Span, union

LEAST_DANGER = 4
"""Fields of this danger and above keep a go back when two clauses in force differ in them."""

SAME_PLACE_M = 500.0
"""Two places of other names are the same when their points are no farther apart."""

Stated = tuple[TermsText, Term]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two texts in force that state different things (one text, where it contradicts itself).

    kind, field: of the clause. sentence: what each states, neutral, for people.
    """

    kind: str
    field: str
    sentence: str


def contradictions(held: tuple[TermsText, ...]) -> tuple[Contradiction, ...]:
    """Return where texts in force contradict each other, in the order of the table of clauses.

    Compared are typed fields of `LEAST_DANGER` and above that both state, in clauses of which one is required. Careful on
    purpose: the same place by another spelling counts as another one unless its points say otherwise, since two texts in force
    that need interpreting are no agreement. What the comparison by meaning finds beside that (a place passed by one text and
    bypassed by the other, people who may by one and may not by the other) counts as well.
    """
    found: list[Contradiction] = []
    for kind in CLAUSE_KINDS:
        stated = [(text, term) for text in held for term in text.terms if term.kind == kind.name and term.values]
        if kind.name == "window":
            found += _windows(stated)
            continue
        for one, other in combinations(stated, 2):
            if (one[1].required or other[1].required) and _same_clause(kind, one, other, stated):
                settled = kind.several and _agrees(kind, one, other[0], stated) and _agrees(kind, other, one[0], stated)
                found += () if settled else _fields(kind, one, other)
    known = {one.kind for one in found}
    by_meaning = (one for pair in combinations(held, 2) for one in _by_meaning(*pair) if one.kind not in known)
    return tuple(dict.fromkeys((*found, *by_meaning)))


def _by_meaning(first: TermsText, second: TermsText) -> Iterator[Contradiction]:
    """Yield the weighty differences of meaning in clauses of which one is required; what one text leaves out is none."""
    required = {term.kind for text in (first, second) for term in text.terms if term.required and term.kind and term.values}
    for one in diff_texts(first, second).differences:
        if one.danger >= LEAST_DANGER and one.spot.kind in required:
            yield Contradiction(one.spot.kind, one.spot.field, one.sentence)


def _same_clause(kind: ClauseKind, one: Stated, other: Stated, stated: list[Stated]) -> bool:
    """Tell whether two clauses of one kind speak of the same thing.

    Of a kind that a text may hold more than once: those of one label in two texts; without a common label any two of them.
    """
    if not kind.several:
        return True
    if one[0] is other[0]:
        return False
    if one[1].label == other[1].label:
        return True
    first, second = ({term.label for text, term in stated if text is which[0]} for which in (one, other))
    return not first & second


def _agrees(kind: ClauseKind, one: Stated, text: TermsText, stated: list[Stated]) -> bool:
    """Tell whether a text holds a clause of that kind that says the same as one of another text."""
    others = [other for other in stated if other[0] is text and _same_clause(kind, one, other, stated)]
    return any(not list(_fields(kind, one, other)) for other in others)


def _fields(kind: ClauseKind, one: Stated, other: Stated) -> Iterator[Contradiction]:
    for field in kind.fields:
        first, second = one[1].find_value(field.name), other[1].find_value(field.name)
        if field.danger < LEAST_DANGER or field.type == WORDS or first is None or second is None:
            continue
        if not same_value(field, first, second):
            said = f"{value_text(first)} ({_where(one)}), {value_text(second)} ({_where(other)})"
            yield Contradiction(kind.name, field.name, f"{_who(one, other)} {field.label} differently: {said}.")


def _windows(stated: list[Stated]) -> Iterator[Contradiction]:
    """Yield where the hours of silence of two texts are not the same; within one text windows add up."""
    texts = list(dict.fromkeys(id(text) for text, _ in stated))
    by_text = [[one for one in stated if id(one[0]) == which] for which in texts]
    for first, second in combinations(by_text, 2):
        if not any(term.required for _, term in (*first, *second)):
            continue
        whole = _spans(first) and _spans(second) and not any(None in _ends(term) for _, term in (*first, *second))
        if whole:
            differ = _spans(first) != _spans(second)
        else:  # where one states no end, what both state is compared: the first begin, the last end
            pairs = zip(_outer(first), _outer(second), strict=True)
            differ = any(one is not None and other is not None and one != other for one, other in pairs)
        if differ:
            said = f"{_hours(first)} ({text_name(first[0][0])}), {_hours(second)} ({text_name(second[0][0])})"
            yield Contradiction("window", "from", f"{_who(first[0], second[0])} different hours of silence: {said}.")


def _outer(stated: list[Stated]) -> tuple[datetime | None, datetime | None]:
    """Return the first begin and the last end that the windows of a text state."""
    ends = [_ends(term) for _, term in stated]
    begins, lasts = [begin.at for begin, _ in ends if begin], [end.at for _, end in ends if end]
    return min(begins, default=None), max(lasts, default=None)


def _spans(stated: list[Stated]) -> tuple[Span, ...]:
    return union(Span(begin.at, end.at) for _, term in stated for begin, end in [_ends(term)] if begin and end)


def _ends(term: Term) -> tuple[Moment | None, Moment | None]:
    begin, end = term.find_value("from"), term.find_value("to")
    return begin if isinstance(begin, Moment) else None, end if isinstance(end, Moment) else None


def _hours(stated: list[Stated]) -> str:
    pairs = [_ends(term) for _, term in stated]
    said = [(f"from {value_text(begin)}" if begin else "", f"until {value_text(end)}" if end else "") for begin, end in pairs]
    return " and ".join(" ".join(part for part in one if part) for one in said if any(one))


def _who(one: Stated, other: Stated) -> str:
    if one[0] is other[0]:
        return f"The text {text_name(one[0])} states"
    return f"The texts {text_name(one[0])} and {text_name(other[0])} state"


def _where(stated: Stated) -> str:
    text, term = stated
    return f"term {term.id} of {text_name(text)}"


def same_value(field: FieldKind, one: Value, other: Value) -> bool:
    """Tell whether two values of a field are the same for sure."""
    if field.type == MOMENT:
        return isinstance(one, Moment) and isinstance(other, Moment) and one.at == other.at
    if field.type in (PLACES, PLACE_SET) and isinstance(one, tuple) and isinstance(other, tuple):
        return _same_places(one, other, ordered=field.type == PLACES)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return {_plain(item) for item in one} == {_plain(item) for item in other}
    return _plain(one) == _plain(other)


def _plain(value: object) -> object:
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


def _same_places(one: tuple[object, ...], other: tuple[object, ...], *, ordered: bool) -> bool:
    if len(one) != len(other):
        return False
    if ordered:
        return all(_same_place(first, second) for first, second in zip(one, other, strict=True))
    left = list(other)
    for place in one:
        match = next((number for number, there in enumerate(left) if _same_place(place, there)), None)
        if match is None:
            return False
        left.pop(match)
    return True


def _same_place(one: object, other: object) -> bool:
    if not isinstance(one, PlaceRef) or not isinstance(other, PlaceRef):
        return one == other
    if one.point is not None and other.point is not None:
        return distance_m(one.point, other.point) <= SAME_PLACE_M
    return _plain(one.name) == _plain(other.name)
