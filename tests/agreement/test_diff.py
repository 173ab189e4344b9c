"""Two texts compared by meaning: every planted difference is found, no harmless rewording is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from agreement_cases import KYIV, LONDON, MOSCOW, OTHER, RICH, at, changed, places, term, text, without
from safeconduct.agreement.diff import diff_all, diff_texts
from safeconduct.agreement.diff_items import CHANGES, Difference
from safeconduct.model.place import LocalName, LonLat, Place
from safeconduct.model.terms import (
    Acknowledgement,
    Answer,
    Category,
    Contact,
    Moment,
    PlaceRef,
    Term,
    TermLimits,
    TermsText,
)

Key = tuple[str, str, str]

WOMEN_AND_CHILDREN = (Category("civilians", "female"), Category("children"), Category("wounded and sick"))
ROUTE = "Mariupol, Nikolske, Rozivka, Polohy, Orikhiv, Zaporizhzhia"


def words_only(base: TermsText, words: str) -> TermsText:
    return replace(base, terms=tuple(replace(one, text=words) if one.kind == "" else one for one in base.terms))


def with_contact(**other: str) -> tuple[Contact, ...]:
    leader = replace(Contact("convoy leader", "A", "radio", "+380 44 123 45 67"), **other)
    return (leader, Contact("duty officer", "B", "phone", "112"))


def rich(kind: str, label: str = "", **values: object) -> TermsText:
    return changed(OTHER, kind, label, **values)


PLANTS: tuple[tuple[str, TermsText, tuple[Key, ...]], ...] = (
    ("begin an hour later", rich("window", from_="10:00"), (("window", "from", "moment"),)),
    ("09:00 in London", rich("window", from_=at("09:00", LONDON)), (("window", "from", "moment"),)),
    ("end on the next day", rich("window", to=at("16:00", day="2022-03-06")), (("window", "to", "moment"),)),
    ("start an hour later", rich("start", at="12:00"), (("start", "at", "moment"),)),
    ("via against bypassing", rich("route", "out", avoid="Volnovakha, Nikolske", way_points=ROUTE.replace("Nikolske, ", "")),
     (("route", "way_points", "passed and bypassed"),)),
    ("a way-point fewer", rich("route", "out", way_points=ROUTE.replace("Rozivka, ", "")), (("route", "way_points", "place"),)),
    ("a way-point more", rich("route", "out", way_points=ROUTE.replace("Polohy", "Polohy, Tokmak")),
     (("route", "way_points", "place"),)),
    ("another way-point of a near name", rich("route", "out", way_points=ROUTE.replace("Nikolske", "Mykolaivka")),
     (("route", "way_points", "place"), ("route", "way_points", "place"))),
    ("order of way-points", rich("route", "out", way_points=ROUTE.replace("Rozivka, Polohy", "Polohy, Rozivka")),
     (("route", "way_points", "order"),)),
    ("another place bypassed", rich("route", "out", avoid="Volnovakha, Manhush"), (("route", "avoid", "place"),)),
    ("deviation allowed", rich("route", "out", deviation="allowed"), (("route", "deviation", "choice"),)),
    ("use of the route", rich("route", "in", use="both"), (("route", "use", "choice"),)),
    ("an assembly point fewer", rich("assembly", points="Drama theatre, Stadium"), (("assembly", "points", "place"),)),
    ("men left out", rich("who", may_leave=WOMEN_AND_CHILDREN), (("who", "may_leave", "people"),)),
    ("men may not leave", rich("who", may_not_leave=(Category("civilians", "male", 18, 60),)),
     (("who", "may_leave", "may and may not"),)),
    ("wounded not named", rich("who", may_leave=(Category("civilians"),)), (("who", "may_leave", "people"),)),
    ("an age", rich("held", categories=(Category("civilians", "male", 16, 60),)), (("held", "categories", "people"),)),
    ("fewer people", rich("who", most_people=3000), (("who", "most_people", "number"),)),
    ("not voluntary", rich("voluntary", voluntary=False), (("voluntary", "voluntary", "yes and no"),)),
    ("a destination fewer", rich("voluntary", destinations="Zaporizhzhia"), (("voluntary", "destinations", "place"),)),
    ("no cars", rich("cars", allowed=False), (("cars", "allowed", "yes and no"),)),
    ("cars before the buses", rich("cars", place="before the buses"), (("cars", "place", "choice"),)),
    ("fewer vehicles", rich("convoy", most_vehicles=30), (("convoy", "most_vehicles", "number"),)),
    ("phones handed over", rich("belongings", phones="handed over"), (("belongings", "phones", "choice"),)),
    ("another forbidden item", rich("belongings", forbidden_items=("weapons", "uniforms", "cameras")),
     (("belongings", "forbidden_items", "item"),)),
    ("condition on weapons", rich("weapons", condition="without heavy weapons"), (("weapons", "condition", "choice"),)),
    ("fewer ambulances", rich("medical", ambulances=2), (("medical", "ambulances", "number"),)),
    ("another intermediary", rich("escort", intermediary=("United Nations",)),
     (("escort", "intermediary", "item"), ("escort", "intermediary", "item"))),
    ("another hand-over point", rich("escort", hand_over="Kamianske"),
     (("escort", "hand_over", "place"), ("escort", "hand_over", "place"))),
    ("longer search", rich("inspection", search_s=300), (("inspection", "search_s", "number"),)),
    ("no aid", rich("aid", allowed=False), (("aid", "allowed", "yes and no"),)),
    ("hours of the aid", rich("aid", from_="14:00"), (("aid", "from", "moment"),)),
    ("no return", rich("returns", allowed=False), (("returns", "allowed", "yes and no"),)),
    ("a contact more", rich("communication", contacts=(*with_contact(), Contact("coroner"))),
     (("communication", "contacts", "contact"),)),
    ("another number", rich("communication", contacts=with_contact(number="+380 44 123 45 68")),
     (("communication", "contacts", "contact details"),)),
    ("what a blocked column does", rich("blocked", act="goes back"), (("blocked", "act", "choice"),)),
    ("release to the public", rich("release", when="after the movement"), (("release", "when", "choice"),)),
    ("level of the signature", rich("authority", level="local command"), (("authority", "level", "choice"),)),
    ("order to the checkpoint", rich("order", by="09:30"), (("order", "by", "moment"),)),
    ("road not cleared", rich("road", cleared=False), (("road", "cleared", "yes and no"),)),
    ("hours taken out", rich("window", to=None), (("window", "to", "silent"),)),
    ("deviation taken out", rich("route", "out", deviation=None), (("route", "deviation", "silent"),)),
    ("the men added as held", rich("held", access=("Red Cross",)), (("held", "access", "silent"),)),
    ("no clause on aid", without(OTHER, "aid"), (("aid", "", "silent"),)),
    ("no clause on the way in", without(OTHER, "route", "in"), (("route", "", "silent"),)),
    ("a clause of its own taken out", without(OTHER, "", "flags"), (("", "", "silent"),)),
    ("a second window", replace(OTHER, terms=(*OTHER.terms, term("window", from_="17:00", to="18:00"))),
     (("window", "", "silent"),)),
    ("fewer vehicles by a limit", replace(OTHER, terms=(*OTHER.terms, Term("x", "At most 20.", (), limits=TermLimits(vehicles=20)))),
     (("convoy", "most_vehicles", "number"), ("", "", "silent"))),
)  # fmt: skip
"""A planted difference: what, the text with it, and (kind, field, change) of all that is to be found."""


def found(first: TermsText, second: TermsText) -> list[Key]:
    made = diff_texts(first, second)
    return [(one.spot.kind, one.spot.field, one.change) for one in (*made.differences, *made.silences)]


@pytest.mark.parametrize(("second", "expected"), [plant[1:] for plant in PLANTS], ids=[plant[0] for plant in PLANTS])
def test_a_planted_difference_is_found_and_no_other(second: TermsText, expected: tuple[Key, ...]) -> None:
    assert sorted(found(RICH, second)) == sorted(expected)


def test_many_kinds_of_change_are_planted() -> None:
    assert len(PLANTS) >= 30
    assert {change for plant in PLANTS for _, _, change in plant[2]} == set(CHANGES)


def test_every_kind_of_change_is_explained() -> None:
    said = (Path(__file__).parents[2] / "docs/explanation/diff.md").read_text(encoding="utf-8")
    listed = said.partition("## Kinds of change")[2].partition("## Danger")[0].splitlines()
    assert [line for line in listed if line.startswith("|")][2:] == [
        f"| {name} | {words} |" for name, (words, _) in CHANGES.items()
    ]


def zoned(base: TermsText, zone: str) -> TermsText:
    """Return a text with all its hours written in another zone."""

    def moved(one: Term) -> Term:
        values = tuple((name, Moment(value.at, zone) if isinstance(value, Moment) else value) for name, value in one.values)
        return replace(one, values=values)

    return replace(base, terms=tuple(moved(one) for one in base.terms), zone=zone)


def shifted(base: TermsText, hours: int) -> TermsText:
    """Return a text whose moments are held with another offset, as another reader makes them."""
    zone = timezone(timedelta(hours=hours))

    def moved(one: Term) -> Term:
        values = tuple(
            (name, Moment(value.at.astimezone(zone), f"UTC+{hours}") if isinstance(value, Moment) else value)
            for name, value in one.values
        )
        return replace(one, values=values)

    return replace(base, terms=tuple(moved(one) for one in base.terms), zone=f"UTC+{hours}")


HARMLESS: tuple[tuple[str, TermsText], ...] = (
    ("10:00 in Moscow for 09:00 in Kyiv", rich("window", from_=at("10:00", MOSCOW))),
    ("07:00 in London for 09:00 in Kyiv", rich("window", from_=at("07:00", LONDON))),
    ("all hours in Moscow", zoned(OTHER, MOSCOW)),
    ("all hours with an offset", shifted(OTHER, 3)),
    ("all hours in UTC", shifted(OTHER, 0)),
    ("clauses in another order", replace(OTHER, terms=OTHER.terms[::-1])),
    ("other ids", replace(OTHER, terms=tuple(replace(one, id=f"x{n}") for n, one in enumerate(OTHER.terms)))),
    ("other labels", replace(OTHER, terms=tuple(replace(one, label=f"no {n}") for n, one in enumerate(OTHER.terms)))),
    ("no labels", replace(OTHER, terms=tuple(replace(one, label="") for one in OTHER.terms))),
    ("capital letters", rich("route", "out", way_points=ROUTE.upper())),
    ("Ukrainian names", rich("route", "out", way_points="Маріуполь, Нікольське, Розівка, Пологи, Оріхів, Запоріжжя")),
    ("words for the kind of place", rich("route", "out", way_points="м. Маріуполь, смт Нікольське, с. Розівка, м. Пологи, м. Оріхів, м. Запоріжжя")),
    ("Russian names, to be confirmed", rich("route", "out", way_points="Мариуполь, Никольское, Розовка, Пологи, Орехов, Запорожье")),
    ("older spellings, to be confirmed", rich("route", "out", way_points="Mariupol', Nikol'skoye, Rozovka, Pologi, Orekhov, Zaporozhye")),
    ("a way-point named twice in a row", rich("route", "out", way_points=ROUTE.replace("Polohy", "Polohy, Пологи"))),
    ("assembly points in another order", rich("assembly", points="House of Culture, stadium, Drama Theatre")),
    ("an assembly point named twice", rich("assembly", points="Drama theatre, Stadium, House of culture, stadium")),
    ("hyphens and apostrophes", rich("escort", hand_over="Orikhiv’")),
    ("no age written as 0 and up", rich("who", may_leave=(Category("civilians", age_from=0), Category("wounded and sick")))),
    ("both sexes written apart", rich("who", may_leave=(
        Category("wounded and sick"), Category("civilians", "male"), Category("civilians", "female")))),
    ("children and adults written apart", rich("who", may_leave=(
        Category("children"), Category("civilians", age_from=18), Category("wounded and sick")))),
    ("older people among civilians", rich("who", may_leave=(
        Category("civilians"), Category("older people"), Category("wounded and sick")))),
    ("a category named twice", rich("who", may_leave=(Category("civilians"), Category("wounded and sick"), Category("civilians")))),
    ("ages in two parts", rich("held", categories=(Category("civilians", "male", 18, 30), Category("civilians", "male", 31, 60)))),
    ("items in another order and case", rich("belongings", forbidden_items=("Uniforms", "weapons."))),
    ("contacts in another order", rich("communication", contacts=with_contact()[::-1])),
    ("a number with other gaps", rich("communication", contacts=with_contact(number="+38044-123-4567"))),
    ("a function in capitals", rich("communication", contacts=with_contact(function="Convoy Leader"))),
    ("a window in two parts", replace(without(OTHER, "window"), terms=(
        *without(OTHER, "window").terms, term("window", "a", from_="09:00", to="12:00"), term("window", "b", from_="12:00", to="16:00")))),
    ("other words beside the fields", replace(OTHER, terms=tuple(
        replace(one, text=f"Clause {n}: as above.") if one.kind else one for n, one in enumerate(OTHER.terms)))),
    ("punctuation and case of words", words_only(OTHER, "every vehicle shows a WHITE flag")),
    ("words in another language too", replace(OTHER, terms=tuple(
        replace(one, texts=(LocalName("uk", "Кожна машина має білий прапор."),)) if one.kind == "" else one for one in OTHER.terms))),
    ("vehicles as a limit", replace(rich("convoy", most_vehicles=None), terms=tuple(
        replace(one, limits=TermLimits(vehicles=50)) if one.kind == "" else one for one in rich("convoy", most_vehicles=None).terms))),
    ("another source, file and reference", replace(OTHER, source="x", file="y", reference="z", version=7, channel="fax")),
    ("an acknowledgement", replace(OTHER, acknowledged=(Acknowledgement("Beta", "p1"),))),
    ("an empty list", rich("route", "in", avoid=())),
)  # fmt: skip
"""A rewording that changes nothing: what, and the text."""


@pytest.mark.parametrize("second", [one[1] for one in HARMLESS], ids=[one[0] for one in HARMLESS])
def test_a_harmless_rewording_is_no_difference(second: TermsText) -> None:
    assert found(RICH, second) == []


def test_at_least_thirty_rewordings_are_tried_and_names_by_sound_are_told() -> None:
    assert len(HARMLESS) >= 30
    by_name = dict(HARMLESS)
    told = diff_texts(RICH, by_name["Russian names, to be confirmed"]).confirmations
    assert [(one.first, one.second) for one in told] == [
        ("Nikolske", "Никольское"), ("Rozivka", "Розовка"), ("Orikhiv", "Орехов"), ("Zaporizhzhia", "Запорожье")
    ]  # fmt: skip
    assert all("confirm" in one.sentence and "sounds alike" in one.sentence for one in told)
    assert diff_texts(RICH, by_name["Ukrainian names"]).confirmations == ()


def test_a_text_equals_itself_and_says_how_much_was_compared() -> None:
    made = diff_texts(RICH, OTHER)
    assert made.count == made.worst == 0
    assert (made.to_read, made.confirmations, made.wordings, made.standing) == ((), (), (), ())
    filled = sum(len(one.values) for one in RICH.terms) + 1  # and the clause in words
    assert len(made.equal) == filled


def mirrored(one: Difference) -> tuple[object, ...]:
    labels = one.spot.labels[::-1]
    return one.spot.kind, labels, one.spot.field, one.change, one.danger, one.second, one.first


@pytest.mark.parametrize("second", [plant[1] for plant in PLANTS], ids=[plant[0] for plant in PLANTS])
def test_the_order_of_the_texts_turns_the_differences_round(second: TermsText) -> None:
    there, back = diff_texts(RICH, second), diff_texts(second, RICH)
    for one, other in ((there.differences, back.differences), (there.silences, back.silences)):
        assert sorted(map(mirrored, one)) == sorted(
            (two.spot.kind, two.spot.labels, two.spot.field, two.change, two.danger, two.first, two.second) for two in other
        )


def test_the_hours_are_told_in_both_zones_with_what_is_left_in_common() -> None:
    first = text(term("window", from_=at("09:00"), to=at("16:00")), party="A")
    second = text(term("window", from_=at("11:00", MOSCOW), to=at("18:00", MOSCOW)), party="B", zone=MOSCOW)
    made = diff_texts(first, second)
    assert " | ".join(one.sentence for one in made.differences) == (
        "Silence window: begin of the silence is 5 March 2022, 09:00 Kyiv (UTC+2) = 10:00 Moscow (UTC+3) for A and "
        "5 March 2022, 10:00 Kyiv (UTC+2) = 11:00 Moscow (UTC+3) for B; B is 1 h later. "
        "Both are silent only 5 March 2022, 10:00-16:00 Kyiv (UTC+2) = 11:00-17:00 Moscow (UTC+3). | "
        "Silence window: end of the silence is 5 March 2022, 16:00 Kyiv (UTC+2) = 17:00 Moscow (UTC+3) for A and "
        "5 March 2022, 17:00 Kyiv (UTC+2) = 18:00 Moscow (UTC+3) for B; B is 1 h later. "
        "Both are silent only 5 March 2022, 10:00-16:00 Kyiv (UTC+2) = 11:00-17:00 Moscow (UTC+3)."
    )
    assert made.differences[0].question == "Which begin of the silence holds for both?"


def test_windows_without_a_common_hour_say_so() -> None:
    first, second = text(term("window", from_="09:00", to="12:00")), text(term("window", from_="13:00", to="16:00"))
    assert all("At no hour are both silent." in one.sentence for one in diff_texts(first, second).differences)


def test_who_is_left_out_is_named() -> None:
    made = diff_texts(RICH, rich("who", may_leave=WOMEN_AND_CHILDREN))
    assert made.differences[0].sentence == (
        "Who may leave: people who may leave: Alpha names men from 18 years; Beta leaves them out."
    )
    assert made.differences[0].question == "Does the agreement on people who may leave hold for men from 18 years?"


def test_whom_a_text_forbids_to_leave_is_not_among_those_who_may() -> None:
    first = text(term("who", may_leave=(Category("civilians"),), may_not_leave=(Category("civilians", "male", 18, 60),)))
    second = text(term("who", may_leave=(
        Category("civilians", "female"), Category("children"), Category("civilians", age_from=61))))  # fmt: skip
    made = diff_texts(first, second)
    assert made.differences == ()
    assert [one.spot.field for one in made.silences] == ["may_not_leave"]


def test_everybody_against_civilians_names_all_others() -> None:
    first, second = text(term("who", may_leave=(Category("everybody"),))), text(term("who", may_leave=(Category("civilians"),)))
    assert diff_texts(first, second).differences[0].first == (
        "wounded and sick, staff of relief organisations, medical staff, foreign nationals, detainees, people hors de combat, "
        "disarmed soldiers"
    )
    same = text(term("who", may_leave=(Category("everybody", "female"), Category("everybody", "male"), Category("children"))))
    assert diff_texts(first, same).count == 0
    women = text(term("who", may_leave=(Category("everybody", "female"),)))
    assert diff_texts(first, women).differences[0].first == "everybody (male)"


def test_a_number_of_a_contact_is_never_told() -> None:
    made = diff_texts(RICH, rich("communication", contacts=with_contact(number="+380 44 999 99 99", channel="+380 44 999 99 98")))
    assert made.differences[0].first == "channel and number"
    assert "999" not in repr(made)
    assert "123" not in repr(made)
    alone = diff_texts(RICH, without(OTHER, "communication"))
    assert "123 45 67" not in repr(alone)


def test_clauses_in_words_only_are_left_to_people() -> None:
    made = diff_texts(RICH, words_only(OTHER, "Every vehicle shows two white flags."))
    assert made.count == 0
    assert [one.sentence for one in made.to_read] == [
        'Clause of its own "flags": both have it in words only, and not in the same words; read both.'
    ]
    typed = diff_texts(text(term("cars", allowed=True), party="A"), text(term("cars", words="Cars may come."), party="B"))
    assert typed.count == 0
    assert typed.to_read[0].sentence == "Private cars: A says it in fields, B in words only; read both."
    assert typed.to_read[0].danger == 4


def test_words_beside_fields_are_not_compared_and_that_is_told() -> None:
    first, second = text(term("cars", words="Cars may come.", allowed=True)), text(term("cars", words="Cars, too.", allowed=True))
    made = diff_texts(first, second)
    assert made.count == 0
    assert [one.spot.kind for one in made.wordings] == ["cars"]


def test_a_silence_beside_words_says_that_they_may_say_it() -> None:
    first, second = text(term("cars", allowed=True, most=20)), text(term("cars", words="At most 20.", allowed=True))
    assert "its words may say it: read them" in diff_texts(first, second).silences[0].sentence


def test_a_gazetteer_makes_two_names_one_place_without_asking() -> None:
    book = (Place("Nikolske", LonLat(37.3, 47.2), names=(LocalName("ru", "Володарское"),)),)
    second = rich("route", "out", way_points=ROUTE.replace("Nikolske", "Володарское"))
    assert diff_texts(RICH, second, book).count == 0
    assert diff_texts(RICH, second).count == 2


def test_points_far_apart_make_one_name_two_places() -> None:
    def route(lon: float) -> TermsText:
        return text(term("route", way_points=(*places("Mariupol"), PlaceRef("Donetsk", LonLat(lon, 48.0)))))

    assert diff_texts(route(37.8), route(37.81)).count == 0
    assert [one.change for one in diff_texts(route(37.8), route(39.9)).differences] == ["place", "place"]


def test_a_place_passed_and_bypassed_by_another_spelling_is_found_and_confirmed() -> None:
    made = diff_texts(
        text(term("route", way_points="Mariupol, Nikolske")), text(term("route", way_points="Mariupol", avoid="Никольское"))
    )
    assert [(one.change, one.first, one.second) for one in made.differences] == [
        ("passed and bypassed", "via Nikolske", "bypassing Никольское")
    ]
    assert [(one.first, one.second) for one in made.confirmations] == [("Nikolske", "Никольское")]


def test_a_clause_that_the_other_text_has_in_words_only_is_no_silence() -> None:
    first = text(term("route", "north", way_points="A, B"), term("route", "south", way_points="C, D"), party="A")
    second = text(term("route", words="Two routes, as agreed."), party="B")
    made = diff_texts(first, second)
    assert made.count == 0
    assert [one.spot.labels[0] for one in made.to_read] == ["north", "south"]
    assert len(diff_texts(second, first).to_read) == 2


def test_one_assembly_point_with_two_addresses_is_to_be_read() -> None:
    def at_address(address: str) -> TermsText:
        return text(term("assembly", points=(PlaceRef("Stadium", address=address),)))

    made = diff_texts(at_address("Myru 1"), at_address("Myru 15"))
    assert made.count == 0
    assert [(one.first, one.second) for one in made.to_read] == [("Myru 1", "Myru 15")]
    assert made.equal == ()
    assert len(diff_texts(at_address("Myru, 1"), at_address("MYRU 1")).equal) == 1
    assert len(diff_texts(at_address("Myru 1"), at_address("")).equal) == 1


def test_one_assembly_point_at_two_spots_is_to_be_confirmed_and_a_town_on_the_way_is_not() -> None:
    def stadium(lat: float) -> tuple[PlaceRef, ...]:
        return (PlaceRef("Stadium", LonLat(37.5, lat)),)

    made = diff_texts(text(term("assembly", points=stadium(47.1))), text(term("assembly", points=stadium(47.12))))
    assert "same name, 2.2 km apart" in made.confirmations[0].sentence
    assert made.equal == ()
    way = diff_texts(text(term("route", way_points=stadium(47.1))), text(term("route", way_points=stadium(47.12))))
    assert (way.count, way.confirmations) == (0, ())


def test_what_is_to_be_confirmed_or_disputed_is_not_counted_as_equal() -> None:
    sound = diff_texts(text(term("escort", hand_over="Orikhiv")), text(term("escort", hand_over="Орехов")))
    assert (sound.count, len(sound.confirmations), sound.equal) == (0, 1, ())
    crossed = diff_texts(text(term("route", way_points="A, B")), text(term("route", way_points="A", avoid="B")))
    assert [one.change for one in crossed.differences] == ["passed and bypassed"]
    assert crossed.equal == ()


def test_a_changed_wording_with_an_old_translation_is_not_the_same() -> None:
    def own(words: str, uk: str) -> TermsText:
        return text(replace(term("", "flags", words), texts=(LocalName("uk", uk),)))

    old = own("White flags.", "Білі прапори.")
    assert len(diff_texts(old, own("No flags.", "Білі прапори.")).to_read) == 1
    assert len(diff_texts(old, own("White flags.", "Без прапорів.")).to_read) == 1
    assert diff_texts(old, own("WHITE flags", "білі прапори")).to_read == ()
    assert diff_texts(old, text(term("", "flags", "Білі прапори"))).to_read == ()  # the text of the other is the translation


def test_signs_that_change_what_is_said_stay() -> None:
    first, second = (
        text(term("belongings", forbidden_items=("bags > 20 kg",))),
        text(term("belongings", forbidden_items=("bags < 20 kg",))),
    )
    assert len(diff_texts(first, second).differences) == 2


def test_labels_that_change_places_are_to_be_read() -> None:
    first = text(term("window", "north", from_="09:00", to="11:00"), term("window", "south", from_="13:00", to="15:00"))
    second = text(term("window", "south", from_="09:00", to="11:00"), term("window", "north", from_="13:00", to="15:00"))
    made = diff_texts(first, second)
    assert made.count == 0
    assert [one.spot.labels for one in made.to_read] == [("north", "south"), ("south", "north")]
    other = text(term("window", "x", from_="09:00", to="11:00"), term("window", "y", from_="13:00", to="15:00"))
    assert diff_texts(first, other).to_read == ()


def test_places_that_sound_alike_and_change_their_order_are_found() -> None:
    first, second = text(term("route", way_points="A, Vodiane, Водяной")), text(term("route", way_points="A, Водяной, Vodiane"))
    assert [one.change for one in diff_texts(first, second).differences] == ["order"]


def test_windows_of_several_days_are_paired_by_their_hours() -> None:
    def day(number: int, clock: str) -> Term:
        return term("window", from_=at(clock, day=f"2022-03-0{number}"), to=at("16:00", day=f"2022-03-0{number}"))

    made = diff_texts(text(day(5, "09:00"), day(6, "09:00"), party="A"), text(day(7, "09:00"), day(6, "10:00"), party="B"))
    assert [(one.spot.field, one.change) for one in made.differences] == [("from", "moment")]
    assert [(bool(one.first), bool(one.second)) for one in made.silences] in (
        [(True, False), (False, True)],
        [(False, True), (True, False)],
    )


def test_the_most_dangerous_comes_first_and_the_order_is_that_of_the_table() -> None:
    second = changed(
        changed(changed(rich("belongings", phones="searched"), "window", to="15:00"), "cars", allowed=False), "start", at="12:00"
    )
    made = diff_texts(RICH, second)
    assert [(one.danger, one.spot.kind) for one in made.differences] == [
        (5, "window"),
        (5, "start"),
        (4, "cars"),
        (3, "belongings"),
    ]
    assert made.worst == 5


def answered(state: str, paper: str = "") -> TermsText:
    moment = datetime(2022, 3, 4, 20, tzinfo=UTC)
    one = replace(term("cars", allowed=True), answers=(Answer("A", "accepted", "A-1"), Answer("B", state, paper, moment, "fax")))
    return text(one, reference="T", version=1 if state == "silent" else 2)


def test_between_versions_a_change_of_standing_is_told_apart() -> None:
    made = diff_texts(answered("silent"), answered("accepted", "B-7"))
    assert made.count == 0
    assert [(one.party, one.first, one.second) for one in made.standing] == [("B", "silent", "accepted")]
    assert made.standing[0].sentence == (
        "Private cars: B is silent in T version 1 and accepted (B-7, 4 March 2022, 22:00 Kyiv (UTC+2), by fax) in T version 2."
    )
    other = replace(answered("accepted", "B-7"), reference="U")
    assert diff_texts(answered("silent"), other).standing == ()


def test_a_clause_that_is_no_longer_required_is_a_change_of_standing() -> None:
    first = text(term("cars", allowed=True), reference="T")
    second = text(replace(term("cars", allowed=True), required=False), reference="T", version=2)
    assert [(one.first, one.second) for one in diff_texts(first, second).standing] == [("required", "not required")]


def test_all_texts_in_force_are_compared_two_by_two() -> None:
    old = replace(RICH, reference="a1")
    new = replace(changed(RICH, "cars", most=10), reference="a1", version=2)
    made = diff_all((old, new, replace(OTHER, reference="b1"), replace(OTHER, party="", reference="c1")))
    assert [one.names for one in made] == [("Alpha", "Beta"), ("Alpha", "the common text"), ("Beta", "the common text")]
    assert [one.count for one in made] == [1, 1, 0]


def test_everything_found_is_plain_data() -> None:
    said = diff_texts(RICH, rich("window", from_="10:00")).as_dict()
    assert said["count"] == 1
    assert said["differences"][0]["kind"] == "window"
    assert said["differences"][0]["change"] == "moment"


def test_zones_that_nobody_knows_do_not_stop_the_comparison() -> None:
    strange = replace(at("10:00"), zone="Mars/Base")
    made = diff_texts(text(term("start", at=strange), zone="Mars/Base"), text(term("start", at=at("11:00")), zone=KYIV))
    assert "1 h later" in made.differences[0].sentence
