"""Laws of the comparison over random texts: a text equals itself, the order of two turns the result round, one change is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from agreement_cases import OTHER, RICH, at, text
from safeconduct.agreement.diff import diff_texts
from safeconduct.agreement.diff_items import Difference
from safeconduct.model import clauses as table
from safeconduct.model.clauses import CATEGORIES, CLAUSE_KINDS, SEXES, FieldKind, get_clause_kind
from safeconduct.model.terms import Category, Contact, Moment, PlaceRef, Term, TermsText, Value

NAMES = (
    "Mariupol",
    "Нікольське",
    "Никольское",
    "Nikolske",
    "Polohy",
    "Tokmak",
    "Orikhiv",
    "Homs",
    "حمص",
    "Laçın",
    "Goris",
    "Pisky 2",
)
WORDS = ("water", "food", "Red Cross", "the police", "OSCE")


def categories() -> st.SearchStrategy[Category]:
    age = st.none() | st.integers(0, 90)
    return st.builds(Category, st.sampled_from(CATEGORIES), st.sampled_from(SEXES), age, age)


def values(kind: FieldKind) -> st.SearchStrategy[Value]:
    """Return a strategy for what a field of that type may hold."""
    place = st.builds(PlaceRef, st.sampled_from(NAMES))
    moment = st.builds(
        lambda minutes, zone: Moment((at("00:00").at + timedelta(minutes=minutes)), zone),
        st.integers(0, 2880),
        st.sampled_from(("Europe/Kyiv", "Europe/Moscow", "UTC+3", "")),
    )
    by_type: dict[str, st.SearchStrategy[Value]] = {
        table.MOMENT: moment,
        table.PLACES: st.lists(place, min_size=1, max_size=4).map(tuple),
        table.PLACE_SET: st.lists(place, min_size=1, max_size=4).map(tuple),
        table.PEOPLE: st.lists(categories(), min_size=1, max_size=4).map(tuple),
        table.FLAG: st.booleans(),
        table.CHOICE: st.sampled_from(kind.choices or ("",)),
        table.COUNT: st.integers(0, 5),
        table.SECONDS: st.integers(0, 5),
        table.WORDS: st.sampled_from(WORDS),
        table.ITEMS: st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(tuple),
        table.CONTACTS: st.lists(
            st.builds(Contact, st.sampled_from(WORDS), st.sampled_from(("A", "B"))), min_size=1, max_size=4
        ).map(tuple),
    }
    return by_type[kind.type]


@st.composite
def terms(draw: st.DrawFn) -> Term:
    kind = draw(st.sampled_from(CLAUSE_KINDS))
    filled = draw(st.sets(st.sampled_from([one.name for one in kind.fields])))
    typed = tuple((one.name, draw(values(one))) for one in kind.fields if one.name in filled)
    words = draw(st.sampled_from(("", "As said.", "As agreed.")))
    return Term(
        "x",
        words,
        (),
        kind=draw(st.sampled_from((kind.name, kind.name, ""))),
        label=draw(st.sampled_from(("", "a", "b"))),
        values=typed,
    )


def own_without_values(one: Term) -> Term:
    return replace(one, values=()) if not one.kind else one


TEXTS = st.lists(terms().map(own_without_values), max_size=6).map(lambda found: text(*found))


@settings(deadline=None)
@given(TEXTS)
def test_a_text_never_differs_from_itself_in_any_order(one: TermsText) -> None:
    made = diff_texts(replace(one, party="A"), replace(one, party="B"))
    assert made.count == 0
    assert (made.to_read, made.wordings) == ((), ())


def keys(found: tuple[Difference, ...], *, turned: bool) -> list[tuple[object, ...]]:
    return [
        (one.danger, one.spot.kind, one.spot.field, one.change, *((one.second, one.first) if turned else (one.first, one.second)))
        for one in found
    ]


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_the_order_of_two_texts_turns_the_result_round(one: TermsText, other: TermsText) -> None:
    first, second = replace(one, party="A"), replace(other, party="B")
    there, back = diff_texts(first, second), diff_texts(second, first)
    assert sorted(keys(there.differences, turned=False)) == sorted(keys(back.differences, turned=True))
    assert sorted(keys(there.silences, turned=False)) == sorted(keys(back.silences, turned=True))
    assert sorted(one.first + one.second for one in there.to_read) == sorted(one.second + one.first for one in back.to_read)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_the_most_dangerous_comes_first(one: TermsText, other: TermsText) -> None:
    made = diff_texts(one, other)
    for found in (made.differences, made.silences):
        assert [item.danger for item in found] == sorted((item.danger for item in found), reverse=True)


FILLED = [(number, name) for number, one in enumerate(RICH.terms) for name, _ in one.values]


def another(kind: FieldKind, value: Value, draw: st.DrawFn) -> Value:
    """Return a value of the field that says something else."""
    if isinstance(value, Moment):
        return replace(value, at=value.at + timedelta(minutes=draw(st.integers(1, 90))))
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + draw(st.integers(1, 50))
    if isinstance(value, str):
        others = [one for one in kind.choices if one != value]
        return draw(st.sampled_from(others)) if others else f"{value} too"
    fresh: dict[str, Value] = {
        table.PEOPLE: (Category("detainees"),),
        table.ITEMS: ("something else",),
        table.CONTACTS: (Contact("somebody else"),),
    }
    extra = fresh.get(kind.type, (PlaceRef("Hrushivka"),))
    assert isinstance(extra, tuple)
    place = draw(st.integers(0, len(value)))
    fuller = (*value[:place], *extra, *value[place:])
    return fuller if len(value) < 2 or draw(st.booleans()) else value[1:]


@settings(deadline=None)
@given(st.data())
def test_any_single_typed_change_is_found_where_it_was_made(data: st.DataObject) -> None:
    number, name = data.draw(st.sampled_from(FILLED))
    old = RICH.terms[number]
    kind = get_clause_kind(old.kind).find_field(name)
    assert kind is not None
    changed = data.draw(st.composite(lambda draw: another(kind, dict(old.values)[name], draw))())
    fresh = replace(old, values=tuple((key, changed if key == name else value) for key, value in old.values))
    shuffled = data.draw(st.permutations([*OTHER.terms[:number], fresh, *OTHER.terms[number + 1 :]]))
    made = diff_texts(RICH, replace(OTHER, terms=tuple(shuffled)))
    found = [one.spot for one in (*made.differences, *made.silences)] + [one.spot for one in made.to_read]
    spots = {(one.kind, one.field) for one in found}
    assert spots == {(old.kind, name)}


@settings(deadline=None)
@given(st.sampled_from(FILLED))
def test_a_field_taken_out_is_a_silence_there(filled: tuple[int, str]) -> None:
    number, name = filled
    old = RICH.terms[number]
    fresh = replace(old, values=tuple((key, value) for key, value in old.values if key != name))
    made = diff_texts(RICH, replace(OTHER, terms=(*OTHER.terms[:number], fresh, *OTHER.terms[number + 1 :])))
    assert made.differences == ()
    found = {(one.spot.kind, one.spot.field) for one in made.silences}
    assert found in ({(old.kind, name)}, {(old.kind, "")})  # the only field of a clause is the clause


@settings(deadline=None, max_examples=50)
@given(TEXTS, TEXTS)
def test_no_number_of_a_contact_is_ever_told(one: TermsText, other: TermsText) -> None:
    def numbered(found: TermsText) -> TermsText:
        contact = Term("c", "", (), kind="communication", values=(("contacts", (Contact("a", "", "+1 23", "+38099000"),)),))
        return replace(found, terms=(*found.terms, contact))

    said = repr(diff_texts(numbered(one), other)) + repr(diff_texts(other, numbered(one)))
    assert "38099000" not in said
    assert "+1 23" not in said
