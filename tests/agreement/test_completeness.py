"""What an agreement lacks: every check passes by evidence alone, and names what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreed import Fields, minimum_terms, moment, places, whole_text
from brief.sample import Sample, make_sample
from safeconduct.agreement.completeness import CHECKS, MINIMUM, Point, check_all
from safeconduct.agreement.daylight import daylight
from safeconduct.agreement.facts import DISPUTED, OPEN, SATISFIED, Seen, all_of, facts_of
from safeconduct.model.clauses import MINIMUM_POINTS
from safeconduct.model.place import LonLat
from safeconduct.model.terms import TERM_STATES, Answer, Category, Contact, PlaceRef, TermsText

NUMBERS = ("seats", "checkpoint", "night", "cannot-walk")
"""Causes that show in a scenario or a plan."""


def points(*texts: TermsText) -> dict[str, Point]:
    found = check_all(facts_of(texts, ()))
    return {point.check.code: point for point in found}


def test_four_minimum_points_and_fourteen_causes() -> None:
    minimum = [one.code for one in CHECKS if one.severity == MINIMUM]
    assert minimum == [f"minimum-{point}" for point in MINIMUM_POINTS]
    assert len(CHECKS) - len(minimum) == 14
    assert len({one.code for one in CHECKS}) == len(CHECKS)
    assert all(one.question.endswith("?") and one.looks_at and one.title for one in CHECKS)


def test_nothing_passes_on_an_empty_table() -> None:
    assert {point.status for point in points().values()} == {OPEN}
    assert all(point.missing for point in points().values())


def test_a_whole_text_leaves_only_what_shows_in_numbers() -> None:
    found = points(whole_text("A", "B"))
    assert [code for code, point in found.items() if point.status != SATISFIED] == list(NUMBERS)
    assert all(point.evidence and not point.asked for point in found.values() if point.status == SATISFIED)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("window", "minimum-time"),
        ("window", "fire"),
        ("route", "minimum-place"),
        ("assembly", "minimum-place"),
        ("who", "minimum-who"),
        ("who", "categories"),
        ("voluntary", "minimum-who"),
        ("aid", "minimum-aid"),
        ("aid", "aid-seized"),
        ("authority", "principle"),
        ("window", "principle"),
        ("duration", "changed"),
        ("order", "order"),
        ("road", "road"),
        ("blocked", "fire"),
        ("communication", "fire"),
        ("reciprocity", "reciprocity"),
        ("held", "categories"),
        ("returns", "way-back"),
    ],
)
def test_a_clause_left_out_opens_its_point(kind: str, code: str) -> None:
    point = points(whole_text("A", "B", without=kind))[code]
    assert point.status == OPEN
    assert point.asked == ("A", "B")


@pytest.mark.parametrize(
    ("kind", "fields", "code", "said"),
    [
        ("order", {"confirmed": False}, "order", "not confirmed"),
        ("road", {"cleared": False}, "road", "explosive ordnance"),
        ("road", {"passable": False}, "road", "passable"),
        ("returns", {"allowed": False}, "way-back", "may not come back"),
        ("returns", {"until": None}, "way-back", "No hours and no road"),
        ("reciprocity", {"depends_on": ("evacuation of the other side",), "act": "stops"}, "reciprocity", "stops"),
        ("communication", {"contacts": (Contact("duty officer", "A"),)}, "fire", "No contact by function is stated for B"),
        ("aid", {"goods": None}, "aid-seized", "goods of the aid"),
        ("voluntary", {"voluntary": False}, "minimum-who", "not voluntary"),
        ("held", {"review": None}, "categories", "review by"),
        ("reciprocity", {"depends_on": ("evacuation of the other side",), "act": None}, "reciprocity", "does not state what"),
        ("who", {"most_people": 10}, "seats", "The texts alone"),
    ],
)
def test_a_clause_that_says_something_else_opens_its_point(kind: str, fields: Fields, code: str, said: str) -> None:
    point = points(whole_text("A", "B", changed={kind: fields}))[code]
    assert point.status == OPEN
    assert said in point.missing


def test_no_aid_leaves_none_to_be_seized() -> None:
    found = points(whole_text("A", "B", changed={"aid": {"allowed": False, "goods": None}}))
    assert (found["aid-seized"].status, found["minimum-aid"].status) == (SATISFIED, SATISFIED)


def test_texts_that_differ_are_disputed() -> None:
    other = replace(whole_text("A", "B", changed={"route": {"way_points": places("Mariupol", "Manhush")}}), reference="B/1")
    found = points(whole_text("A", "B"), other)
    assert found["minimum-place"].status == found["texts"].status == DISPUTED
    assert "Route: way-points: Manhush stands in B/1 (after Mariupol) and not in J/1." in found["texts"].missing
    assert found["minimum-time"].status == SATISFIED


def test_texts_that_are_not_written_alike_are_open_and_not_disputed() -> None:
    route = {"way_points": places("Маріуполь", "Nikolske", "Zaporizhzhia")}
    first = whole_text("A", "B", changed={"route": {"way_points": places("Mariupol", "Nikolske", "Zaporizhzhia")}})
    found = points(first, replace(whole_text("A", "B", changed={"route": route}), reference="B/1"))
    assert found["minimum-place"].status == found["texts"].status == OPEN
    assert '"Mariupol" for "Маріуполь" (same name in other letters): confirm it' in found["texts"].missing


def test_a_clause_that_a_party_rejects_is_disputed() -> None:
    text = whole_text("A", "B")
    terms = tuple(
        replace(one, answers=(Answer("A", "accepted"), Answer("B", "rejected"))) if one.kind == "road" else one
        for one in text.terms
    )
    found = points(replace(text, terms=terms))
    assert found["road"].status == found["texts"].status == DISPUTED


def test_an_acceptance_of_other_words_is_none_of_these() -> None:
    answers = (Answer("A", "accepted", "1", datetime(2022, 3, 4, tzinfo=UTC)), Answer("B", "accepted", "2"))
    old = whole_text("A", "B", changed={"road": {"passable": False}})
    new = replace(whole_text("A", "B"), version=2, dated=datetime(2022, 3, 5, tzinfo=UTC))
    new = replace(new, terms=tuple(replace(one, answers=answers) for one in new.terms))
    point = points(old, new)["changed"]
    assert point.status == OPEN
    assert point.missing.count("Term C") == 2
    assert 'Term C19 of J/1 ("State of the road"): the acceptance of A is older than version 2, which changed it' in point.missing
    assert "not stated whether B accepted after version 2" in point.missing
    third = replace(new, version=3, dated=datetime(2022, 3, 6, tzinfo=UTC))
    assert "older than version 2" in points(old, new, third)["changed"].missing
    assert points(replace(old, terms=new.terms), new)["changed"].status == SATISFIED


def test_words_alone_answer_the_minimum_with_a_reserve_and_nothing_else() -> None:
    found = points(TermsText((*minimum_terms("A", "B"), replace(minimum_terms("A", "B")[0], kind="road")), "J/1"))
    assert found["minimum-time"].status == SATISFIED
    assert "words only" in " ".join(found["minimum-time"].evidence)
    assert found["principle"].status == OPEN
    assert "people have to read" in found["road"].missing


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def in_numbers(sample: Sample, *, planned: bool) -> dict[str, Point]:
    text = whole_text("A", "B")
    facts = facts_of((text,), (), scenario=replace(sample.scenario, texts=(), terms=()), plan=sample.plan if planned else None)
    return {point.check.code: point for point in check_all(facts)}


def test_scenario_and_plan_answer_what_shows_in_numbers(sample: Sample) -> None:
    stated = in_numbers(sample, planned=False)
    assert all(stated[code].missing != "" or stated[code].evidence for code in NUMBERS)
    assert "The texts alone" not in " ".join(stated[code].missing for code in NUMBERS)
    left = sample.plan.left.total
    planned = in_numbers(sample, planned=True)
    assert (planned["seats"].status == SATISFIED) == (left == 0)


def test_more_people_than_a_text_lets_leave_is_open(sample: Sample) -> None:
    text = whole_text("A", "B", changed={"who": {"most_people": 1}})
    facts = facts_of((text,), (), scenario=sample.scenario)
    point = next(one for one in check_all(facts) if one.check.code == "seats")
    assert "lets 1 leave" in point.missing


def test_hours_after_sunset_are_open() -> None:
    here = (PlaceRef("Mariupol", LonLat(37.54, 47.10)), PlaceRef("Zaporizhzhia", LonLat(35.14, 47.84)))
    day = points(whole_text("A", "B", changed={"route": {"way_points": here}}))
    assert day["night"].status == SATISFIED
    late = points(whole_text("A", "B", changed={"route": {"way_points": here}, "window": {"to": moment(19)}}))
    assert late["night"].status == OPEN
    assert "dark" in late["night"].missing


@pytest.mark.parametrize(
    ("day", "point", "rise", "fall"),
    [  # sunrise and sunset in UTC by a table of the sun
        (date(2014, 8, 29), LonLat(38.19, 47.93), (2, 45), (16, 12)),
        (date(2022, 3, 5), LonLat(37.54, 47.10), (4, 6), (15, 22)),
        (date(2023, 9, 25), LonLat(46.75, 39.82), (2, 52), (14, 55)),
    ],
)
def test_daylight_is_right_to_a_few_minutes(day: date, point: LonLat, rise: tuple[int, int], fall: tuple[int, int]) -> None:
    light = daylight(day, point)
    assert light is not None
    for found, (hour, minute) in ((light.start, rise), (light.end, fall)):
        assert abs(found - datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)) < timedelta(minutes=12)


def test_where_the_sun_does_not_set_nothing_is_said() -> None:
    assert daylight(date(2022, 6, 21), LonLat(25.0, 75.0)) is None


def test_a_look_needs_evidence_or_a_reason() -> None:
    for wrong in ((SATISFIED, (), ""), (OPEN, ("x",), ""), (SATISFIED, ("x",), "y")):
        with pytest.raises(ValueError, match="evidence"):
            Seen(*wrong)
    assert all_of(Seen(SATISFIED, ("x",)), Seen(OPEN, (), "a"), Seen(DISPUTED, (), "b")).status == DISPUTED


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(TERM_STATES)), max_size=3), st.sampled_from(["", "road", "who"]))
def test_only_what_every_party_accepted_satisfies(answers: list[tuple[str, str]], without: str) -> None:
    text = whole_text("A", "B", without=without)
    given_ = tuple(Answer(party, state) for party, state in answers)
    terms = tuple(replace(one, answers=given_) for one in text.terms)
    found = check_all(facts_of((replace(text, terms=terms),), ()))
    agreed = {party for party, _ in answers} == {"A", "B"} and all(state == "accepted" for _, state in answers)
    satisfied = [one.check.code for one in found if one.status == SATISFIED]
    assert agreed or not satisfied
    assert all(one.missing for one in found if one.status != SATISFIED)


def test_categories_are_told_by_sex_and_age() -> None:
    people = (Category("civilians", "female", 18, 60), Category("children", age_to=17))
    other = whole_text("A", "B", changed={"who": {"may_leave": people}})
    found = points(whole_text("A", "B"), replace(other, reference="B/1"))
    assert "civilians from 61 years, men from 18 to 60 years" in found["minimum-who"].missing
