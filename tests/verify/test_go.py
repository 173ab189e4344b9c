"""GO only when every rule of an agreement holds, decided twice by two pieces of code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreed import minimum_terms
from safeconduct.agreement.contradictions import contradictions
from safeconduct.agreement.go import decide
from safeconduct.model.place import LonLat
from safeconduct.model.plan import GoNoGo
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Acknowledgement, Answer, Category, Moment, PlaceRef, Term, TermsText, Value, in_force
from safeconduct.verify.go import check_go, contradicting, open_terms
from safeconduct.verify.go_texts import surely_agree
from verify.sound import sound

YES, SILENT = Answer("East", "accepted"), Answer("West", "silent")
LEAST = minimum_terms("East", "West")
CASES = [
    (),
    (Term("T1", "x", ()),),
    (Term("T1", "x", (YES,)),),
    (Term("T1", "x", (YES,), required=False),),
    (Term("T1", "x", (YES, SILENT)),),
    (Term("T1", "x", (YES, SILENT), required=False), Term("T2", "y", (YES, Answer("West", "accepted")))),
    (Term("T1", "x", (YES,)), Term("T2", "y", (YES, Answer("West", "accepted")))),
    (Term("T1", "x", (YES, Answer("East", "rejected"))),),
]


def findings(scenario: Scenario, go: GoNoGo) -> list[str]:
    return [one.code for one in check_go(scenario, replace(sound()[2], go=go))]


@pytest.mark.parametrize("least", [(), LEAST, LEAST[1:]])
@pytest.mark.parametrize("terms", CASES)
def test_the_decision_is_accepted_and_its_opposite_is_not(terms: tuple[Term, ...], least: tuple[Term, ...]) -> None:
    scenario = replace(sound()[0], terms=(*terms, *least))
    right = decide((), scenario.terms)
    assert findings(scenario, right) == []
    assert findings(scenario, GoNoGo(go=not right.go, reasons=("because",)))


def test_a_party_that_a_term_does_not_mention_has_not_accepted_it() -> None:
    assert open_terms(replace(sound()[0], terms=CASES[6])) == (("T1", "West"),)


def test_go_without_a_minimum_point_is_found() -> None:
    scenario = replace(sound()[0], terms=LEAST[1:])
    assert findings(scenario, GoNoGo(go=True)) == ["go-minimum"]


HOURS = st.integers(6, 9).map(lambda hour: Moment(datetime(2022, 3, 5, hour, tzinfo=UTC), "UTC"))
SPELLED = (
    *(PlaceRef(name) for name in ("Manhush", "manhush ", "Мангуш", "Portivske")),
    *(PlaceRef("Manhush", address=address) for address in ("Myru 1", "myru  1", "Myru 2")),
    *(PlaceRef("Мангуш", LonLat(lon, 47.0), "Myru 1") for lon in (37.0, 37.003, 37.02)),
)
PLACES = st.lists(st.sampled_from(SPELLED), max_size=2).map(tuple)
PEOPLE = st.lists(
    st.builds(Category, st.sampled_from(["civilians", "children"]), st.sampled_from(["any", "female", "male"])), max_size=3
).map(tuple)
ITEMS = st.lists(st.sampled_from(["Red Cross", "red  cross", "U.N.", "UN"]), max_size=2).map(tuple)
FIELDS: dict[str, st.SearchStrategy[dict[str, Value]]] = {
    "window": st.fixed_dictionaries({}, optional={"from": HOURS, "to": HOURS}),
    "start": st.fixed_dictionaries({}, optional={"at": HOURS}),
    "route": st.fixed_dictionaries({}, optional={"way_points": PLACES, "avoid": PLACES}),
    "assembly": st.fixed_dictionaries({}, optional={"points": PLACES}),
    "cars": st.fixed_dictionaries({}, optional={"allowed": st.booleans(), "most": st.integers(0, 2)}),
    "voluntary": st.fixed_dictionaries({}, optional={"voluntary": st.booleans(), "destinations": PLACES}),
    "who": st.fixed_dictionaries({}, optional={"may_leave": PEOPLE, "may_not_leave": PEOPLE}),
    "escort": st.fixed_dictionaries({}, optional={"escort": ITEMS, "armed": st.booleans(), "hand_over": PLACES}),
    "aid": st.fixed_dictionaries({}, optional={"allowed": st.booleans(), "from": HOURS, "to": HOURS, "way_points": PLACES}),
}


@st.composite
def clauses(draw: st.DrawFn) -> Term:
    kind = draw(st.sampled_from(sorted(FIELDS)))
    values = tuple(draw(FIELDS[kind]).items())
    states = draw(st.sampled_from([("accepted", "accepted"), ("accepted", "accepted"), ("accepted", "silent")]))
    answers = (Answer("East", states[0]), Answer("West", states[1]))
    label, words = draw(st.sampled_from(["", "", "one", "two"])), draw(st.sampled_from(["", "in words"]))
    return Term(kind, words, answers, draw(st.booleans()), kind=kind, label=label, values=values)


TEXTS = st.builds(
    TermsText,
    st.lists(clauses(), max_size=4).map(tuple),
    st.sampled_from(["A/1", "B/1"]),
    version=st.integers(1, 2),
    replaces=st.sampled_from([(), (), ("A/1",)]),
    acknowledged=st.sampled_from([(), (), (Acknowledgement("East"),), (Acknowledgement("North"),)]),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(TEXTS, max_size=3, unique_by=lambda one: (one.reference, one.version)), st.booleans())
def test_both_decide_alike_on_any_texts(drawn: list[TermsText], least: bool) -> None:
    texts = (*drawn, TermsText(LEAST, "M/1")) if least else tuple(drawn)
    scenario = replace(sound()[0], texts=texts, terms=tuple(term for text in in_force(texts) for term in text.terms))
    right = decide(scenario.texts, scenario.terms)
    assert findings(scenario, right) == []
    if not right.go:
        assert findings(scenario, GoNoGo(go=True))


@st.composite
def near_pairs(draw: st.DrawFn) -> tuple[TermsText, TermsText]:
    """Return two texts of which the second has some clauses of the first, or their like with one place, or all, drawn anew."""
    terms = draw(st.lists(clauses(), min_size=1, max_size=2))
    other = []
    for one in terms:
        drawn = dict(one.values) | draw(FIELDS[one.kind])
        respelled = {name: _one_anew(value, draw(PLACES)) for name, value in one.values}
        values = draw(st.sampled_from([dict(one.values), respelled, respelled, drawn]))
        other.append(replace(one, values=tuple(values.items()), label=draw(st.sampled_from([one.label, one.label, "two"]))))
    return TermsText(tuple(terms), "A/1"), TermsText(tuple(draw(st.permutations(other))), "B/1")


def _one_anew(value: Value, places: tuple[PlaceRef, ...]) -> Value:
    listed = isinstance(value, tuple) and value and isinstance(value[0], PlaceRef) and places
    return (places[0], *value[1:]) if listed else value  # type: ignore[index]


@settings(max_examples=500, deadline=None)
@given(near_pairs())
def test_no_pair_of_texts_passes_the_decision_that_the_checker_calls_different(texts: tuple[TermsText, TermsText]) -> None:
    """Whoever has answered what: a go of the decision alone would stop the plan at the checker."""
    found, against = contradictions(texts), contradicting(replace(sound()[0], texts=texts, terms=()))
    assert found or not against
    assert not found or not all(surely_agree(one, other) for one in texts for other in texts)


def test_the_checker_calls_no_spelling_the_same() -> None:
    def text(reference: str, place: str) -> TermsText:
        route = Term("R", "", LEAST[0].answers, kind="route", values=(("way_points", (PlaceRef(place),)),))
        return TermsText((*LEAST, route), reference)

    same = replace(sound()[0], texts=(text("A", "Manhush"), text("B", " manhush")), terms=())
    other = replace(same, texts=(text("A", "Manhush"), text("B", "Mangush")))
    assert contradicting(same) == ()
    assert contradicting(other) == ("A version 1 and B version 1 state 'Route' differently",)
    assert findings(other, GoNoGo(go=True)) == ["go-contradiction"]
