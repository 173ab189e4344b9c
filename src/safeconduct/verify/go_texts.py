"""Whether two texts state the same, for the checker: plain and strict, no spelling is interpreted."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.model.clauses import CLAUSE_KINDS, ClauseKind
from safeconduct.model.place import distance_m
from safeconduct.model.terms import Moment, PlaceRef, Term, TermsText

WEIGHTY = 4
"""Fields of this danger and above count."""

NEAR_M = 500.0


def disagreements(one: TermsText, other: TermsText) -> Iterator[str]:
    """Yield a phrase for each kind of clause in which two texts (or one with itself) state different things."""
    for kind in CLAUSE_KINDS:
        ours, theirs = ([term for term in text.terms if term.kind == kind.name and term.values] for text in (one, other))
        if not any(term.required for term in (*ours, *theirs)):
            continue
        if kind.name == "window":
            if _other_hours(ours, theirs):
                yield f"{_named(one, other)} the hours of silence differently"
        elif not kind.several or one is not other:
            yield from _unmatched(kind, (one, ours), (other, theirs))


def surely_agree(one: TermsText, other: TermsText) -> bool:
    """Tell whether two texts state nothing that anybody could read as different: equal fields wherever both have a clause."""
    for kind in CLAUSE_KINDS:
        fields = [
            {(term.label, term.values) for term in text.terms if term.kind == kind.name and term.values} for text in (one, other)
        ]
        if all(fields) and (fields[0] != fields[1] or (one is other and not kind.several and len(fields[0]) > 1)):
            return False
    return True


def _named(one: TermsText, other: TermsText) -> str:
    names = sorted({f"{text.reference or 'the common text'} version {text.version}" for text in (one, other)})
    return f"{' and '.join(names)} state" + ("s" if len(names) == 1 else "")


def _unmatched(kind: ClauseKind, ours: tuple[TermsText, list[Term]], theirs: tuple[TermsText, list[Term]]) -> Iterator[str]:
    """Yield where a clause of one text speaks of the same thing as clauses of the other and agrees with none of them."""
    (one, mine), (other, yours) = ours, theirs
    shared = {term.label for term in mine} & {term.label for term in yours}
    for here, there in ((mine, yours), (yours, mine)):
        for term in here:
            about = [each for each in there if each is not term and (not kind.several or not shared or each.label == term.label)]
            weighty = [each for each in about if each.required or term.required]
            met = any(_same(kind, term, each) for each in about)
            if weighty and not (met if kind.several else all(_same(kind, term, each) for each in weighty)):
                yield f"{_named(one, other)} {kind.title!r} differently"
                return


def _same(kind: ClauseKind, one: Term, other: Term) -> bool:
    """Tell whether two clauses state the same wherever both state something of weight."""
    for field in kind.fields:
        mine, yours = one.find_value(field.name), other.find_value(field.name)
        if field.danger < WEIGHTY or field.type == "words" or mine is None or yours is None:
            continue
        if not (_equal_lists(mine, yours, in_order=field.type == "places") if isinstance(mine, tuple) else _equal(mine, yours)):
            return False
    return True


def _equal_lists(mine: tuple[object, ...], yours: object, *, in_order: bool) -> bool:
    if not isinstance(yours, tuple) or (len(mine) != len(yours) and (in_order or any(isinstance(x, PlaceRef) for x in mine))):
        return False
    if in_order:
        return all(_equal(a, b) for a, b in zip(mine, yours, strict=True))
    return all(any(_equal(a, b) for b in yours) for a in mine) and all(any(_equal(a, b) for a in mine) for b in yours)


def _equal(mine: object, yours: object) -> bool:
    if isinstance(mine, Moment) and isinstance(yours, Moment):
        return mine.at == yours.at
    if isinstance(mine, PlaceRef) and isinstance(yours, PlaceRef):
        if mine.point and yours.point:
            return distance_m(mine.point, yours.point) <= NEAR_M
        where = mine.address.casefold().split(), yours.address.casefold().split()
        if all(where) and where[0] != where[1]:
            return False
        return mine.name.casefold().split() == yours.name.casefold().split()
    if isinstance(mine, str) and isinstance(yours, str):
        return mine.casefold().split() == yours.casefold().split()
    return mine == yours


def _other_hours(ours: list[Term], theirs: list[Term]) -> bool:
    """Tell whether two texts state other hours; where a window has no begin or no end, the outermost stated ones are compared."""
    if not ours or not theirs:
        return False
    halves = [name for term in (*ours, *theirs) for name in ("from", "to") if not isinstance(term.find_value(name), Moment)]
    if not halves and _hours(ours) and _hours(theirs):
        return _hours(ours) != _hours(theirs)
    for name, outermost in (("from", min), ("to", max)):
        mine, yours = ([one.at for term in terms if isinstance(one := term.find_value(name), Moment)] for terms in (ours, theirs))
        if mine and yours and outermost(mine) != outermost(yours):
            return True
    return False


def _hours(terms: list[Term]) -> list[tuple[object, object]]:
    """Return the hours of silence that the windows of a text make together, in order."""
    spans = []
    for term in terms:
        begin, end = term.find_value("from"), term.find_value("to")
        if isinstance(begin, Moment) and isinstance(end, Moment):
            spans.append((begin.at, end.at))
    joined: list[tuple[object, object]] = []
    last = None
    for begin_at, end_at in sorted(spans):
        if last is not None and begin_at <= last:
            last = max(last, end_at)
            joined[-1] = (joined[-1][0], last)
        else:
            last = end_at
            joined.append((begin_at, last))
    return joined
