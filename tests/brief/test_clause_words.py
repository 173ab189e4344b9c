from __future__ import annotations

from datetime import UTC, datetime

import pytest

from safeconduct.brief import clause_table
from safeconduct.brief.clause_words import clause_sentences, clause_title, people_words
from safeconduct.brief.texts import plain_text
from safeconduct.brief.translate import english
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
    FieldKind,
)
from safeconduct.model.terms import Category, Contact, Moment, PlaceRef, Term, TermLimits, Value

ZONES = ("Europe/Kyiv",)
AT = Moment(datetime(2022, 3, 5, 7, tzinfo=UTC), "Europe/Moscow")
VALUES: dict[str, tuple[Value, ...]] = {
    MOMENT: (AT,),
    PLACES: ((PlaceRef("Mariupol"), PlaceRef("Nikolske")),),
    PLACE_SET: ((PlaceRef("School 5", address="Street 1"),),),
    PEOPLE: ((Category("civilians", "female", 0, 18),),),
    FLAG: (True, False),
    COUNT: (0, 1, 12),
    SECONDS: (90,),
    WORDS: ("a white sheet",),
    ITEMS: (("cables", "fuel"),),
    CONTACTS: ((Contact("convoy leader", number="+380 44 123 45 67"),),),
}


def said(kind: str, *values: tuple[str, Value], **more: object) -> list[str]:
    term = Term("T1", "", (), kind=kind, values=values, **more)  # type: ignore[arg-type]
    return [plain_text(one) for one in clause_sentences(term, english(), ZONES, {"Mariupol": "Маріуполь"})]


FIELDS = [(kind.name, field) for kind in CLAUSE_KINDS for field in kind.fields]


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=[f"{kind}.{field.name}" for kind, field in FIELDS])
def test_every_field_has_a_sentence_for_all_it_may_hold(kind: str, field: FieldKind) -> None:
    for value in field.choices if field.type == CHOICE else VALUES[field.type]:
        sentences = said(kind, (field.name, value))
        assert "+380" not in " ".join(sentences)
        mine = [one for one in sentences if "does not say" not in one and "does not name" not in one]
        assert len(mine) == (0 if field.type == CONTACTS else 1)
        assert all(("{" not in one and one[0].isupper()) or one[0].isdigit() for one in mine)


def test_titles_and_categories_are_those_of_the_model() -> None:
    assert {kind.name: kind.title for kind in CLAUSE_KINDS} == clause_table.TITLES
    assert list(clause_table.CATEGORY_WORDS) == list(CATEGORIES)


def test_every_sentence_belongs_to_a_field() -> None:
    known = {(kind.name, field.name) for kind in CLAUSE_KINDS for field in kind.fields}
    for table in (clause_table.SENTENCES, clause_table.ANSWERS, clause_table.CHOICES, clause_table.UNKNOWN):
        assert set(table) <= known


def test_a_window_is_one_sentence_in_every_zone_used() -> None:
    end = Moment(datetime(2022, 3, 5, 14, tzinfo=UTC), "Europe/Moscow")
    assert said("window", ("from", AT), ("to", end)) == [
        "The silence holds 5 March 2022, 09:00–16:00 EET (UTC+2) / 10:00–17:00 MSK (UTC+3)."
    ]


def test_what_a_window_does_not_say_is_told() -> None:
    assert said("window", ("from", AT)) == [
        "The silence begins: 5 March 2022, 09:00 EET (UTC+2) / 10:00 MSK (UTC+3).",
        "The text does not say when the silence ends.",
    ]


def test_way_points_are_numbered_and_named_in_the_language() -> None:
    (sentence, *_) = said("route", ("way_points", VALUES[PLACES][0]))
    assert sentence == "Way-points in this order: (1) Маріуполь (Mariupol), (2) Nikolske."


def test_people_with_sex_and_age() -> None:
    def shown(*limits: object) -> str:
        return people_words(Category("civilians", *limits), english())  # type: ignore[arg-type]

    assert shown("female", 0, 18) == "civilians (women and girls only, aged 0 to 18)"
    assert shown("male", 60) == "civilians (men and boys only, aged 60 and over)"
    assert shown("any", None, 14) == "civilians (aged up to 14)"
    assert shown() == "civilians"
    assert {"any", "female", "male"} == set(SEXES)


def test_limits_of_a_clause_in_words_are_told() -> None:
    limits = TermLimits(vehicles=61, private_cars=1, returns=False, packet_size=8, search_s=120)
    assert said("", limits=limits) == [
        "At most 61 vehicles of the fleet.",
        "At most 1 private car.",
        "Empty vehicles may not come back for further trips.",
        "A packet has at most 8 vehicles.",
        "Time for the inspection of one vehicle: 2 min.",
    ]


def test_a_label_stands_with_the_title() -> None:
    assert clause_title(Term("T1", "", (), kind="route", label="north"), english()) == "Route: north"
    assert clause_title(Term("T1", "words", ()), english()) == "Clause in its own words"
