"""Random texts of the parties, as they may be read: for laws of reading and writing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from safeconduct.files.cells import text_of
from safeconduct.files.terms_zones import read_moment
from safeconduct.model.clauses import (
    CATEGORIES,
    CHOICE,
    CLAUSE_KINDS,
    CONTACTS,
    COUNT,
    FLAG,
    ITEMS,
    MOMENT,
    PEOPLE,
    PLACE_SET,
    PLACES,
    SECONDS,
    SEXES,
    WORDS,
    ClauseKind,
    FieldKind,
)
from safeconduct.model.place import LocalName, LonLat
from safeconduct.model.terms import (
    TERM_STATES,
    Acknowledgement,
    Answer,
    Category,
    Contact,
    Moment,
    PlaceRef,
    Term,
    TermLimits,
    TermsText,
    Value,
)

__all__ = ["TEXTS", "read_moment"]

ZONES = ("Europe/Kyiv", "Europe/Moscow", "Asia/Kathmandu", "America/St_Johns", "UTC", "GMT", "UTC+3", "UTC-5:30")
LETTERS = st.characters(exclude_categories=("C", "Zl", "Zp"))
WORD = st.text(LETTERS, min_size=1, max_size=12).map(text_of).filter(bool) | st.sampled_from(
    [
        "a; b",
        "a | b",
        '"a" b',
        'a "b"',
        "a, b",
        "=1+1",
        "'x",
        "'=x",
        "-",
        "+380 1",
        "@x",
        "# x",
        "yes",
        "12",
        "<b>",
        "#set x",
        "א ב",
        "من",
    ]
)
WORDS_TEXT = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
MAYBE = st.just("") | WORD
START = datetime(2000, 1, 1, tzinfo=UTC)
TIMES = st.integers(0, 2_000_000_000).map(lambda second: START + timedelta(seconds=second))
AUTUMN = st.integers(0, 6 * 3600).map(lambda second: datetime(2014, 10, 25, 21, tzinfo=UTC) + timedelta(seconds=second))
MOMENTS = st.builds(Moment, TIMES | AUTUMN, st.sampled_from(ZONES))
DEGREES = st.floats(0.001, 89, allow_nan=False)
PLACE = st.builds(PlaceRef, WORD, st.none() | st.builds(LonLat, DEGREES, DEGREES), MAYBE)
AGES = st.tuples(st.none() | st.integers(0, 60), st.none() | st.integers(60, 130))
CATEGORY = st.builds(
    lambda kind, sex, ages: Category(kind, sex, *ages), st.sampled_from(CATEGORIES), st.sampled_from(SEXES), AGES
)
CONTACT = st.builds(Contact, WORD, MAYBE, MAYBE, MAYBE)
ANSWER = st.builds(Answer, WORD, st.sampled_from(TERM_STATES), MAYBE, st.none() | TIMES | AUTUMN, MAYBE)
LIMITS = st.builds(
    TermLimits, st.none() | st.integers(0, 9), st.none() | st.just(0), st.booleans(), st.none() | st.just(7), st.none(), MAYBE
)


def values_of(field: FieldKind) -> st.SearchStrategy[Value]:
    """Return what a field may hold."""
    several: dict[str, st.SearchStrategy[Value]] = {
        PLACES: st.lists(PLACE, min_size=1, max_size=4).map(tuple),
        PLACE_SET: st.lists(PLACE, min_size=1, max_size=4).map(tuple),
        PEOPLE: st.lists(CATEGORY, min_size=1, max_size=4).map(tuple),
        ITEMS: st.lists(WORD, min_size=1, max_size=4).map(tuple),
        CONTACTS: st.lists(CONTACT, min_size=1, max_size=3).map(tuple),
        FLAG: st.booleans(),
        COUNT: st.integers(0, 5_000_000),
        SECONDS: st.integers(0, 1_209_600),
        WORDS: WORDS_TEXT,
        MOMENT: MOMENTS,
    }
    return st.sampled_from(field.choices) if field.type == CHOICE else several[field.type]


def in_order(values: dict[str, Value]) -> bool:
    """Tell whether hours end after they begin."""
    begin, end = values.get("from"), values.get("to")
    return not (isinstance(begin, Moment) and isinstance(end, Moment)) or begin.at < end.at


def fields_of(kind: ClauseKind) -> st.SearchStrategy[tuple[tuple[str, Value], ...]]:
    """Return typed fields of a kind, in the order of the table."""
    choices = st.fixed_dictionaries({}, optional={one.name: values_of(one) for one in kind.fields})
    ordered = choices.filter(in_order).map(
        lambda held: tuple((one.name, held[one.name]) for one in kind.fields if one.name in held)
    )
    return ordered.filter(bool)


@st.composite
def terms(draw: st.DrawFn, number: int, kind: ClauseKind | None, paper: str) -> Term:
    """Return a clause of that kind."""
    answers = {one.party: one for one in draw(st.lists(ANSWER, max_size=2))}
    langs = draw(st.dictionaries(st.sampled_from(["uk", "ru", "ar"]), WORDS_TEXT, max_size=2))
    return Term(
        id=f"T{number}",
        text=draw(WORDS_TEXT if kind is None else st.just("") | WORDS_TEXT),
        answers=tuple(answers[party] for party in sorted(answers)),
        required=draw(st.booleans()),
        source=draw(MAYBE),
        limits=draw(st.just(TermLimits()) | LIMITS),
        kind=kind.name if kind else "",
        label=draw(MAYBE),
        values=draw(fields_of(kind)) if kind else (),
        texts=tuple(LocalName(lang, text) for lang, text in sorted(langs.items())),
        paper=paper,
    )


@st.composite
def texts(draw: st.DrawFn) -> TermsText:
    """Return a text with clauses of different kinds; the start is left out, since it must lie in a window."""
    kinds = draw(
        st.lists(st.sampled_from([None, *(one for one in CLAUSE_KINDS if one.name != "start")]), max_size=4, unique=True)
    )
    reference = draw(WORD)
    acknowledged = draw(st.lists(st.builds(Acknowledgement, WORD, MAYBE, st.none() | TIMES, MAYBE), max_size=2))
    return TermsText(
        terms=tuple(draw(terms(number, kind, reference)) for number, kind in enumerate(kinds or [None], 1)),
        reference=reference,
        version=draw(st.integers(1, 9)),
        dated=draw(st.none() | TIMES),
        channel=draw(MAYBE),
        zone=draw(st.sampled_from(("", *ZONES))),
        source=draw(MAYBE),
        replaces=tuple(draw(st.lists(WORD, max_size=2))),
        acknowledged=tuple(sorted(acknowledged, key=lambda one: (one.party, one.paper))),
    )


TEXTS = texts()
