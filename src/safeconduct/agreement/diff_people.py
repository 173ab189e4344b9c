"""Categories of people as sets, so that "women and children" against "civilians" names who is left out: men from 18 years."""

from __future__ import annotations

from collections.abc import Iterable

from safeconduct.model.clauses import CATEGORIES
from safeconduct.model.terms import Category

ADULT_AGE = 18
"""Children are people below it (Convention on the Rights of the Child, article 1)."""
OLDEST = 130
"""An age that nobody passes; a text without an upper limit reaches to it."""

AMONG_CIVILIANS = ("people with disabilities", "pregnant women", "caregivers", "older people")
"""Categories whose people a text that says "civilians" means too, as it means children. The others must be named."""

_KINDS = tuple(kind for kind in CATEGORIES if kind not in {"everybody", "children"})

Ages = tuple[tuple[int, int], ...]
People = dict[tuple[str, str], Ages]
"""(kind, sex) -> ages in whole years, both ends included, in order, apart from each other."""


def people_of(categories: Iterable[Category]) -> People:
    """Return the people whom categories name: children are civilians to 17 years, everybody is every kind."""
    found: People = {}
    for one in categories:
        low, high = one.age_from or 0, OLDEST if one.age_to is None else min(one.age_to, OLDEST)
        kinds: tuple[str, ...] = (one.kind,)
        if one.kind == "everybody":
            kinds = _KINDS
        elif one.kind in {"civilians", "children"}:
            kinds = ("civilians", *AMONG_CIVILIANS)
        if one.kind == "children":
            high = min(high, ADULT_AGE - 1)
        sexes = ("female",) if one.kind == "pregnant women" else ("female", "male") if one.sex == "any" else (one.sex,)
        for kind in kinds:
            for sex in sexes:
                if low <= high and not (kind == "pregnant women" and sex == "male"):
                    found[kind, sex] = _joined((*found.get((kind, sex), ()), (low, high)))
    return found


def minus(first: People, second: People) -> People:
    """Return the people of the first set who are not in the second."""
    left = {key: _without(ages, second.get(key, ())) for key, ages in first.items()}
    return {key: ages for key, ages in left.items() if ages}


def both(first: People, second: People) -> People:
    """Return the people who are in both sets."""
    return minus(first, minus(first, second))


def people_words(people: People) -> str:
    """Return a set of people in words: "men from 18 years", "civilians, detainees"; "" for nobody."""
    kinds = [kind for kind in _KINDS if any((kind, sex) in people for sex in ("female", "male"))]
    ages = {_two(people, kind) for kind in _KINDS if kind != "pregnant women"}
    if len(ages) == 1 and (women := people.get(("pregnant women", "female"), ())) == _two(people, _KINDS[0])[0]:
        return _kind_words("everybody", *_two(people, _KINDS[0])) if women or people else ""
    said: list[str] = []
    for kind in kinds:
        left = people
        if kind in AMONG_CIVILIANS:
            covered = {(kind, sex): people[("civilians", sex)] for sex in ("female", "male") if ("civilians", sex) in people}
            left = minus({key: ages for key, ages in people.items() if key[0] == kind}, covered)
        words = _kind_words(kind, *_two(left, kind))
        said += [words] if words else []
    return ", ".join(said)


def category_words(one: Category) -> str:
    """Return a category as a text has it: "civilians, female, to 18 years"."""
    ages = _age_words(one.age_from or 0, OLDEST if one.age_to is None else one.age_to)
    return ", ".join(part for part in (one.kind, one.sex if one.sex != "any" else "", ages) if part)


def _two(people: People, kind: str) -> tuple[Ages, Ages]:
    return people.get((kind, "female"), ()), people.get((kind, "male"), ())


def _kind_words(kind: str, female: Ages, male: Ages) -> str:
    if kind == "pregnant women":
        return ", ".join(_span_words(kind, "any", *span) for span in female)
    if female == male:
        return ", ".join(_span_words(kind, "any", *span) for span in female)
    parts = [_span_words(kind, "any", *span) for span in _common(female, male)]
    only_female, only_male = _without(female, male), _without(male, female)
    parts += [_span_words(kind, "female", *span) for span in only_female]
    parts += [_span_words(kind, "male", *span) for span in only_male]
    return ", ".join(parts)


def _span_words(kind: str, sex: str, low: int, high: int) -> str:
    ages = _age_words(low, high)
    if kind == "civilians" and sex != "any":
        adult, child = ("women", "girls") if sex == "female" else ("men", "boys")
        if low >= ADULT_AGE:
            return f"{adult} {ages}"
        if high < ADULT_AGE:
            return f"{child} {ages}".rstrip()
        return f"{adult} and {child} {ages}".rstrip()
    if kind == "civilians" and (low, high) == (0, ADULT_AGE - 1):
        return f"children {ages}"
    return " ".join(part for part in (kind, f"({sex})" if sex != "any" else "", ages) if part)


def _age_words(low: int, high: int) -> str:
    """Return "from 18 years", "to 17 years", "from 18 to 60 years", "of 18 years", or "" without a limit."""
    if low == 0 and high >= OLDEST:
        return ""
    if high >= OLDEST:
        return f"from {low} years"
    if low == 0:
        return f"to {high} years"
    return f"of {low} years" if low == high else f"from {low} to {high} years"


def _joined(spans: Iterable[tuple[int, int]]) -> Ages:
    joined: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return tuple(joined)


def _without(spans: Ages, holes: Ages) -> Ages:
    left = list(spans)
    for low, high in holes:
        parts = [((a, min(b, low - 1)), (max(a, high + 1), b)) for a, b in left]
        left = [part for pair in parts for part in pair if part[0] <= part[1]]
    return _joined(left)


def _common(first: Ages, second: Ages) -> Ages:
    return _without(first, _without(first, second))
