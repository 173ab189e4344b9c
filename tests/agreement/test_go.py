from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreed import minimum_terms
from safeconduct.agreement.contradictions import contradictions
from safeconduct.agreement.go import NO_PARTIES, NO_REQUIRED, NO_TERMS, decide
from safeconduct.agreement.standing import parties_of
from safeconduct.model.place import LonLat
from safeconduct.model.plan import GoNoGo
from safeconduct.model.terms import (
    TERM_STATES,
    Acknowledgement,
    Answer,
    Category,
    Moment,
    PlaceRef,
    Term,
    TermsText,
    Value,
)


def term(name: str, *, required: bool = True, **states: str) -> Term:
    """Return a term with one answer for each party."""
    return Term(name, f"text of {name}", tuple(Answer(party, state) for party, state in sorted(states.items())), required)


def go(*terms: Term, parties: str = "AB") -> GoNoGo:
    """Decide on these terms beside a minimum that every party has accepted."""
    return decide((), (*terms, *minimum_terms(*parties)))


def test_go_when_every_party_accepted_every_required_term() -> None:
    assert go(term("T1", A="accepted", B="accepted"), term("T2", required=False, A="rejected", B="accepted")).go


@pytest.mark.parametrize("state", [one for one in TERM_STATES if one != "accepted"])
def test_no_go_while_one_answer_is_missing(state: str) -> None:
    decision = go(term("T1", A="accepted", B=state))
    assert not decision.go
    assert len(decision.reasons) == 1
    assert decision.reasons[0].startswith('Term T1 ("text of T1"): B ')


def test_a_party_that_a_term_leaves_out_has_not_answered_it() -> None:
    decision = go(term("T1", A="accepted", B="accepted"), term("T2", A="accepted"))
    assert decision.reasons == ('Term T2 ("text of T2"): B has not answered.',)


def test_one_sentence_for_each_clause_with_parties_in_alphabetical_order() -> None:
    decision = go(term("T1", Zeta="silent", Alpha="rejected", Mid="accepted"), parties=("Alpha", "Mid", "Zeta"))  # type: ignore[arg-type]
    assert decision.reasons == ('Term T1 ("text of T1"): Alpha has rejected it; Zeta has not answered.',)


def test_nothing_agreed_is_no_go() -> None:
    assert decide((), ()).reasons == (NO_TERMS,)
    assert decide((), (term("T1"),)).reasons[0] == NO_PARTIES
    assert NO_REQUIRED in decide((), (term("T1", required=False, A="accepted", B="accepted"),)).reasons


def test_one_party_alone_agrees_with_nobody() -> None:
    decision = go(term("T1", A="accepted"), parties="A")
    assert not decision.go
    assert "only A" in decision.reasons[0]


def test_the_worst_of_two_answers_of_one_party_counts() -> None:
    both = Term("T1", "x", (Answer("A", "accepted"), Answer("A", "rejected"), Answer("B", "accepted")))
    assert not go(both).go


def test_a_long_text_is_shortened_in_the_reason() -> None:
    long = Term("T1", "word " * 100, (Answer("A", "accepted"), Answer("B", "silent")))
    (reason,) = go(long).reasons
    assert len(reason) < 170
    assert reason.endswith('…"): B has not answered.')


@pytest.mark.parametrize("left_out", range(6))
def test_each_part_of_the_minimum_is_needed(left_out: int) -> None:
    terms = minimum_terms("A", "B")
    decision = decide((), terms[:left_out] + terms[left_out + 1 :])
    assert not decision.go
    (reason,) = decision.reasons
    assert reason.startswith("Missing of the minimum, ")
    optional = (*terms[:left_out], replace(terms[left_out], required=False), *terms[left_out + 1 :])
    assert "not marked as required" in decide((), optional).reasons[0]


def test_a_minimum_in_words_only_is_a_go_with_a_reserve() -> None:
    decision = go()
    assert decision.go
    assert len(decision.reasons) == 6
    assert all("words only" in one for one in decision.reasons)
    assert go(*typed()).reasons == ()


def at(hour: int, zone: str = "UTC", minute: int = 0) -> Moment:
    return Moment(datetime(2022, 3, 5, hour, minute, tzinfo=UTC), zone)


def clause(kind: str, state: str = "accepted", **values: Value) -> Term:
    named = tuple((name.rstrip("_"), value) for name, value in values.items())
    return Term(kind, "", (Answer("A", state, "1"), Answer("B", state, "2")), kind=kind, values=named)


def typed(start: int = 7, place: str = "Rozivka") -> tuple[Term, ...]:
    """Return a typed minimum that A and B have accepted."""
    return (
        clause("window", from_=at(start), to=at(14)),
        clause("route", way_points=(PlaceRef("Mariupol"), PlaceRef(place))),
        clause("assembly", points=(PlaceRef("Theatre"),)),
        clause("who", may_leave=(Category("civilians"),)),
        clause("voluntary", voluntary=True),
        clause("aid", allowed=False),
    )


def test_a_typed_clause_without_what_the_minimum_needs_does_not_make_it() -> None:
    window = clause("window", from_=at(7))
    decision = decide((), (window, *typed()[1:]))
    (reason,) = decision.reasons
    assert reason.endswith('Term window ("Silence window") does not state end of the silence.')
    (reason,) = decide((), (clause("window", from_=at(7), to=at(7)), *typed()[1:])).reasons
    assert reason.endswith('Term window ("Silence window") ends no later than it begins.')
    assert decide((), typed()).go


def test_leave_that_is_not_voluntary_is_no_go() -> None:
    terms = tuple(clause("voluntary", voluntary=False) if one.kind == "voluntary" else one for one in typed())
    (reason,) = decide((), terms).reasons
    assert "not voluntary" in reason


def two(first: tuple[Term, ...], second: tuple[Term, ...]) -> tuple[TermsText, ...]:
    return (TermsText(first, "A/1", "A"), TermsText(second, "B/1", "B"))


def force(texts: tuple[TermsText, ...]) -> GoNoGo:
    return decide(texts, tuple(term for text in texts for term in text.terms))


def test_texts_that_contradict_each_other_are_no_go_though_all_is_accepted() -> None:
    assert force(two(typed(), typed())).go
    decision = force(two(typed(), typed(start=8)))
    (reason,) = decision.reasons
    assert reason.startswith(
        "The texts A/1, version 1 and B/1, version 1 state different hours of silence: from 2022-03-05 07:00"
    )
    head = "The texts A/1, version 1 and B/1, version 1 differ. Route: way-points: "
    assert force(two(typed(), typed(place="Nikolske"))).reasons == (
        f"{head}Rozivka stands in A (after Mariupol) and not in B.",
        f"{head}Nikolske stands in B (after Mariupol) and not in A.",
    )


SPELLED = (
    "The comparison takes {}: confirm it with both parties, then write each of them alike in both texts, or with the same point "
    "(a gazetteer with both names gives it)."
)


@pytest.mark.parametrize(
    ("other", "taken"),
    [
        (PlaceRef("Розівка"), '"Rozivka" for "Розівка" (same name in other letters)'),
        (PlaceRef("village of Rozivka"), '"Rozivka" for "village of Rozivka" (same name)'),
        (PlaceRef("Розовка"), '"Rozivka" for "Розовка" (sounds alike)'),
        (PlaceRef("Rozivka", address="2 Myru"), '"Rozivka, 1 Myru" for "Rozivka, 2 Myru" (same name)'),
    ],
)
def test_a_place_that_is_not_written_alike_is_no_go_and_no_contradiction(other: PlaceRef, taken: str) -> None:
    here = PlaceRef("Rozivka", address="1 Myru" if other.address else "")

    def with_place(place: PlaceRef) -> tuple[Term, ...]:
        return tuple(clause("route", way_points=(place,)) if one.kind == "route" else one for one in typed())

    texts = two(with_place(here), with_place(other))
    (reason,) = force(texts).reasons
    assert reason.startswith(
        "The texts A/1, version 1 and B/1, version 1 state way-points in two ways: Rozivka (term route of A/1"
    )
    assert reason.endswith(SPELLED.format(taken))
    assert [one.to_confirm for one in contradictions(texts)] == [True]
    near = [replace(one, point=LonLat(37.0 + 0.001 * number, 47.0)) for number, one in enumerate((here, other))]
    assert force(two(with_place(near[0]), with_place(near[1]))).go  # the cure: the point in both


def test_a_place_of_one_name_at_two_points_is_to_be_confirmed_with_its_distance() -> None:
    def points(*spots: LonLat) -> tuple[tuple[Term, ...], ...]:
        found = (clause("assembly", points=(PlaceRef("Stadium", one),)) for one in spots)
        return tuple((one, *(other for other in typed() if other.kind != "assembly")) for one in found)

    (reason,) = force(two(*points(LonLat(37.0, 47.0), LonLat(37.0, 47.01)))).reasons
    assert 'takes "Stadium" for "Stadium" (same name, 1.1 km apart): confirm it' in reason
    assert force(two(*points(LonLat(37.0, 47.0), LonLat(37.0, 47.004)))).go


def test_a_clause_that_one_text_has_in_words_only_is_a_reserve_of_the_go() -> None:
    words = tuple(replace(one, text="By the southern road.", values=()) if one.kind == "route" else one for one in typed())
    decision = force(two(typed(), words))
    assert decision.go
    assert decision.reasons == ("Route: A says it in fields, B in words only; read both.",)
    assert force(two(typed(), tuple(one for one in typed() if one.kind != "route"))).reasons == ()
    other = tuple(replace(one, text="By the northern road.", values=()) if one.kind == "route" else one for one in typed())
    assert force(two(other, words)).reasons[1:] == ("Route: both have it in words only, and not in the same words; read both.",)


def test_people_in_other_categories_are_to_be_confirmed_and_others_contradict() -> None:
    def who(*people: Category) -> tuple[Term, ...]:
        return tuple(clause("who", may_leave=people) if one.kind == "who" else one for one in typed())

    women, men, children = Category("civilians", "female"), Category("civilians", "male"), Category("children")
    (reason,) = force(two(who(Category("civilians")), who(women, men))).reasons
    assert reason.endswith(
        "state people who may leave in two ways: civilians (term who of A/1, version 1), civilians, female, civilians, male "
        "(term who of B/1, version 1). The comparison takes it for the same: confirm it with both parties, then write it alike in "
        "both texts."
    )
    (reason,) = force(two(who(Category("civilians")), who(women, children))).reasons
    assert reason.endswith("differ. Who may leave: people who may leave: A names men from 18 years; B leaves them out.")


def test_the_same_hour_in_two_zones_is_no_contradiction() -> None:
    kyiv = (clause("window", from_=at(7, "Europe/Kyiv"), to=at(14, "Europe/Kyiv")), *typed()[1:])
    moscow = (clause("window", from_=at(7, "Europe/Moscow"), to=at(14, "Europe/Moscow")), *typed()[1:])
    assert force(two(kyiv, moscow)).go


def test_a_window_without_an_end_is_compared_by_what_it_states() -> None:
    half, whole = (clause("window", from_=at(7)),), typed()
    assert force(two(whole, half)).go
    (reason,) = force(two(whole, (clause("window", from_=at(8)),))).reasons
    assert reason.endswith(
        "from 2022-03-05 07:00+00:00 (UTC) until 2022-03-05 14:00+00:00 (UTC) (A/1, version 1), "
        "from 2022-03-05 08:00+00:00 (UTC) (B/1, version 1)."
    )


def test_a_place_passed_by_one_text_and_bypassed_by_the_other_is_no_go() -> None:
    passes = tuple(clause("route", way_points=(PlaceRef("Rozivka"),)) if one.kind == "route" else one for one in typed())
    bypasses = tuple(clause("route", avoid=(PlaceRef("Rozivka"),)) if one.kind == "route" else one for one in typed())
    decision = force(two(passes, bypasses))
    assert not decision.go
    assert "Rozivka" in decision.reasons[-1]


def test_a_text_that_another_replaces_contradicts_nothing() -> None:
    old, new = two(typed(), typed(start=8))
    new = replace(new, replaces=("A/1",))
    assert decide((old, new), new.terms).go
    older = replace(new, version=1, terms=typed(start=6))
    assert decide((older, replace(new, version=2)), new.terms).go


def test_a_text_contradicts_itself() -> None:
    cars = (clause("cars", allowed=True), clause("cars", allowed=False))
    (reason,) = decide((), (*typed(), *cars)).reasons
    assert (
        reason == "The text common text, version 1 states private cars differently: yes (term cars of common text, version 1), "
        "no (term cars of common text, version 1)."
    )


def test_routes_are_told_apart_by_their_labels() -> None:
    def routes(*names: str) -> tuple[Term, ...]:
        made = tuple(replace(clause("route", way_points=(PlaceRef(one),)), label=one) for one in names)
        return (*made, *(one for one in typed() if one.kind != "route"))

    assert force(two(routes("north", "south"), routes("south", "north"))).go
    assert force(two(routes("north"), routes("south", "north"))).go
    assert not force(two(routes("north"), routes("south"))).go
    (reason,) = force(two(routes("north"), tuple(replace(one, label="") for one in routes("north", "south")))).reasons
    assert reason.endswith("give those of one thing the same label in both texts.")


def test_receipt_is_no_acceptance_and_makes_a_party() -> None:
    text = TermsText(typed(), "J/1", acknowledged=(Acknowledgement("C", "note 3"),))
    decision = decide((text,), text.terms)
    assert not decision.go
    assert all("C has received the text, which is no acceptance, and has not answered" in one for one in decision.reasons)


def test_a_party_of_an_older_version_is_still_one() -> None:
    old = TermsText((term("T1", A="accepted", B="accepted", C="silent"),), "J/1")
    new = TermsText(typed(), "J/1", version=2)
    assert parties_of((old, new)) == ("A", "B", "C")
    assert not decide((old, new), new.terms).go


STATES = st.dictionaries(st.sampled_from("ABC"), st.sampled_from(TERM_STATES), max_size=3)


@given(st.lists(st.tuples(STATES, st.booleans()), max_size=4), st.booleans())
def test_go_needs_every_answer_and_the_minimum(drawn: list[tuple[dict[str, str], bool]], least: bool) -> None:
    terms = tuple(term(f"T{number}", required=required, **states) for number, (states, required) in enumerate(drawn))
    terms += minimum_terms("A", "B") if least else ()
    decision = decide((), terms)
    parties = parties_of((), terms)
    required = [{answer.party: answer.state for answer in one.answers} for one in terms if one.required]
    agreed = all(states.get(party) == "accepted" for states in required for party in parties)
    assert decision.go == (agreed and least)
    assert decision.go or decision.reasons
