"""Where texts in force contradict each other or need interpreting: what keeps a go back though everybody has accepted all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from safeconduct.agreement.diff import diff_texts
from safeconduct.agreement.diff_clauses import WINDOW
from safeconduct.agreement.diff_places import paired_places
from safeconduct.agreement.place_match import PlaceMatcher
from safeconduct.agreement.standing import text_name
from safeconduct.agreement.wording import value_text
from safeconduct.model.clauses import CLAUSE_KINDS, MOMENT, PLACE_SET, PLACES, WORDS, ClauseKind, FieldKind
from safeconduct.model.place import distance_m
from safeconduct.model.terms import Moment, PlaceRef, Term, TermsText, Value
from safeconduct.model.times import Span, union

LEAST_DANGER = 4
"""Fields of this danger and above keep a go back when two clauses in force differ in them."""

SAME_PLACE_M = 500.0
"""Two places are written alike when their points are no farther apart; without both points by name and address."""

Stated = tuple[TermsText, Term]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two texts in force that state different things (one text, where it contradicts itself), or the same in another writing.

    kind, field: of the clause. sentence: what each states, neutral, for people. to_confirm: the comparison finds no difference,
    and yet a go would rest on it alone.
    """

    kind: str
    field: str
    sentence: str
    to_confirm: bool = False


def contradictions(held: tuple[TermsText, ...]) -> tuple[Contradiction, ...]:
    """Return where texts in force contradict each other, in the order of the table of clauses.

    A contradiction of two texts is a difference that `diff_texts` finds where both speak, of `LEAST_DANGER` and above, in clauses
    of which one is required. What it takes for the same, though it is not written alike (a place in another spelling that has no
    points, people in other categories), is to be confirmed: two texts in force that need interpreting are no agreement, and the
    sentence says how to write it. Of one text with itself the fields alone are compared.
    """
    found: list[Contradiction] = []
    for pair in combinations(held, 2):
        by_meaning = tuple(_by_meaning(*pair))
        kinds = {one.kind for one in by_meaning}
        written = [one for one in _as_written(pair) if one.kind == WINDOW or one.kind not in kinds]
        hours = {one.kind for one in written if one.kind == WINDOW}
        found += [*written, *(one for one in by_meaning if one.kind not in hours)]
    found += [one for text in held for one in _as_written((text,))]
    ranks = {kind.name: rank for rank, kind in enumerate(CLAUSE_KINDS)}
    return tuple(sorted(dict.fromkeys(found), key=lambda one: ranks[one.kind]))


def to_read(held: tuple[TermsText, ...]) -> tuple[str, ...]:
    """Return what of weight two texts in force state in words that nothing compares: a reserve under which a go stands."""
    pairs = ((pair, _required(pair)) for pair in combinations(held, 2))
    found = ((one, kinds) for pair, kinds in pairs for one in diff_texts(*pair).to_read)
    return tuple(dict.fromkeys(one.sentence for one, kinds in found if one.danger >= LEAST_DANGER and one.spot.kind in kinds))


def _required(texts: tuple[TermsText, ...]) -> set[str]:
    return {term.kind for text in texts for term in text.terms if term.required and term.kind}


def _by_meaning(first: TermsText, second: TermsText) -> Iterator[Contradiction]:
    """Yield the weighty differences of meaning in clauses of which one is required; what one text leaves out is none."""
    required = {term.kind for text in (first, second) for term in text.terms if term.required and term.kind and term.values}
    for one in diff_texts(first, second).differences:
        if one.danger >= LEAST_DANGER and one.spot.kind in required:
            said = f"The texts {text_name(first)} and {text_name(second)} differ. {one.sentence}"
            yield Contradiction(one.spot.kind, one.spot.field, said)


def _as_written(texts: tuple[TermsText, ...]) -> Iterator[Contradiction]:
    """Yield where the clauses of two texts, or of one text, are not written alike."""
    for kind in CLAUSE_KINDS:
        stated = [(text, term) for text in texts for term in text.terms if term.kind == kind.name and term.values]
        if kind.name == WINDOW:
            yield from _windows(stated)
            continue
        for one, other in combinations(stated, 2):
            apart = len(texts) == 1 or one[0] is not other[0]
            if apart and (one[1].required or other[1].required) and _same_clause(kind, one, other, stated):
                settled = kind.several and _agrees(kind, one, other[0], stated) and _agrees(kind, other, one[0], stated)
                yield from () if settled else _fields(kind, one, other)


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
        if same_value(field, first, second):
            continue
        said = f"{value_text(first)} ({_where(one)}), {value_text(second)} ({_where(other)})"
        if one[0] is other[0]:
            yield Contradiction(kind.name, field.name, f"{_who(one, other)} {field.label} differently: {said}.")
        else:
            said = f"{_who(one, other)} {field.label} in two ways: {said}. {_cure(kind, (one[1], other[1]), (first, second))}"
            yield Contradiction(kind.name, field.name, said, to_confirm=True)


def _cure(kind: ClauseKind, terms: tuple[Term, Term], values: tuple[Value, Value]) -> str:
    """Return how two texts are to be written, so that everybody sees that they state the same."""
    first, second = (_places(value) for value in values)
    pairs = paired_places(first, second, PlaceMatcher())
    if kind.several and (terms[0].label != terms[1].label or not len(pairs) == len(first) == len(second)):
        return "Which clause of one is which of the other is not written: give those of one thing the same label in both texts."
    told = [
        f"{_spelled(a)} for {_spelled(b)} ({pair.why}{_apart(a, b)})"
        for pair in pairs
        for a, b in [(first[pair.first], second[pair.second])]
        if not _same_place(a, b)
    ]
    if told:
        cure = "write each of them alike in both texts, or with the same point (a gazetteer with both names gives it)"
        return f"The comparison takes {', '.join(told)}: confirm it with both parties, then {cure}."
    return "The comparison takes it for the same: confirm it with both parties, then write it alike in both texts."


def _places(value: Value) -> tuple[PlaceRef, ...]:
    return tuple(one for one in value if isinstance(one, PlaceRef)) if isinstance(value, tuple) else ()


def _spelled(place: PlaceRef) -> str:
    return f'"{place.name}, {place.address}"' if place.address else f'"{place.name}"'


def _apart(one: PlaceRef, other: PlaceRef) -> str:
    """Return how far two points are apart (", 1.2 km apart"), "" where not both are known."""
    return f", {distance_m(one.point, other.point) / 1000:.1f} km apart" if one.point and other.point else ""


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
            yield Contradiction(WINDOW, "from", f"{_who(first[0], second[0])} different hours of silence: {said}.")


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
    addresses = {_plain(place.address) for place in (one, other)} - {""}
    return _plain(one.name) == _plain(other.name) and len(addresses) < 2
