"""A word that judges is told with its file and cure when a folder is read, and refused in a document for the parties."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from brief.test_neutral import PLANTED
from good_folder import FILES, TERM, good, read
from safeconduct.brief.private import private_parts
from safeconduct.files.scenario_words import own_names, refuse_texts, terms_notices
from safeconduct.model.errors import BadInputError
from safeconduct.model.place import LocalName
from safeconduct.model.terms import Answer, Category, Contact, PlaceRef, Term, TermsText


def told(folder: Path, **replaced: str) -> list[tuple[str, str]]:
    scenario, notices = read(folder, **replaced)
    assert scenario is not None
    return [(str(one.where), dict(one.values)["word"]) for one in notices if one.code == "words-judge"]


def test_a_neutral_folder_is_not_told_of(tmp_path: Path) -> None:
    assert told(tmp_path) == []


def test_a_judging_term_is_told_with_file_term_word_and_cure(tmp_path: Path) -> None:
    scenario, notices = read(tmp_path, terms_t1_toml=TERM.replace("Leave unimpeded.", "Leave before the enemy comes."))
    (one,) = [one for one in notices if one.code == "words-judge"]
    assert one.severity == "warning"
    assert str(one.where).startswith("terms/")
    assert "term T1" in str(one.where)
    assert '"enemy"' in one.message
    assert "names itself" in one.cure
    assert scenario is not None


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        (
            "scenario.toml",
            'name = "Test"',
            'name = "Test"\nnote = "After the cleansing of the town."',
            "scenario.toml, column 'note'",
        ),
        ("groups.csv", "Alpha", "Filtration point", "groups.csv, row 2, column 'name'"),
        ("exits.csv", "Gamma", "Пункт фильтрации", "exits.csv, row 2, column 'name'"),
    ],
)
def test_names_and_notes_are_told_with_their_row(tmp_path: Path, file: str, old: str, new: str, where: str) -> None:
    content = str(FILES[file]).replace(old, new)
    stem, ending = file.split(".")
    assert where in [place for place, _ in told(tmp_path, **{f"{stem}_{ending}": content})]


def test_the_name_that_a_party_gives_itself_is_not_judged(tmp_path: Path) -> None:
    term = TERM.replace('party = "A"', 'party = "A - National Liberation Army"')
    assert told(tmp_path, terms_t1_toml=term.replace("Leave unimpeded.", "The National Liberation Army opens the road.")) == []
    assert told(tmp_path, terms_t1_toml=term.replace("Leave unimpeded.", "Once the town is liberated."))


JUDGING = (
    Term("T1", "Everybody leaves.", (Answer("A", "accepted", "paper on the bandits"),), label="the regime"),
    Term(
        "T2",
        "",
        (Answer("A", "accepted"),),
        kind="who",
        values=(
            ("may_leave", (Category("civilians"),)),
            ("escort", ("the occupiers", "A")),
            ("contacts", (Contact("office for traitors", "A"),)),
            ("points", (PlaceRef("Square", address="Street of the martyrs 1"),)),
            ("consent", "no puppets"),
        ),
    ),
)


def test_every_free_field_of_a_term_is_looked_at() -> None:
    found = terms_notices((TermsText(JUDGING, party="A", file="terms/a.toml"),))
    assert {dict(one.values)["word"] for one in found} == {
        "bandits",
        "regime",
        "occupiers",
        "traitors",
        "martyrs",
        "puppets",
    }
    assert {one.where.file for one in found} == {"terms/a.toml"}
    assert {one.where.feature for one in found} == {"term T1", "term T2"}


def test_a_document_for_the_parties_is_refused_with_file_term_and_cure(tmp_path: Path) -> None:
    scenario = good(tmp_path)
    refuse_texts(scenario, (("title", "Agreed terms of the movement"),), "agreement.pdf")
    bad = replace(scenario, terms=(replace(scenario.terms[0], text="Leave before the enemy comes."),), texts=())
    with pytest.raises(BadInputError) as caught:
        refuse_texts(bad, (("terms", "Leave before the enemy comes."), ("map", "Пункт фільтрації")), "agreement.pdf")
    first, second = caught.value.notices
    assert (first.code, first.where.feature, first.severity) == ("words-judge-refused", "term T1", "error")
    assert (second.where.file, second.where.feature) == ("agreement.pdf", "map")


def test_a_word_in_a_text_no_longer_in_force_stops_no_document(tmp_path: Path) -> None:
    scenario = good(tmp_path)
    old = TermsText((replace(scenario.terms[0], text="Before the enemy comes."),), reference="N1", version=1, party="A")
    new = replace(old, version=2, terms=scenario.terms)
    refuse_texts(replace(scenario, texts=(old, new)), (), "agreement.pdf")
    with pytest.raises(BadInputError):
        refuse_texts(replace(scenario, texts=(old,)), (), "agreement.pdf")


def test_parties_are_known_with_and_without_their_letter(tmp_path: Path) -> None:
    scenario = good(tmp_path, terms_t1_toml=TERM.replace('party = "A"', 'party = "A - The Council"'))
    assert own_names(scenario) >= {"A - The Council", "The Council", "B"}


def test_numbers_to_call_in_free_text_are_told_and_refused(tmp_path: Path) -> None:
    term = TERM.replace("Leave unimpeded.", "Call +380 67 123 45 67 or write to desk@example.org.")
    scenario, notices = read(tmp_path, terms_t1_toml=term)
    assert scenario is not None
    told_of = [one for one in notices if one.code == "words-private"]
    assert [dict(one.values)["word"] for one in told_of] == ["+380 67 123 45 67", "desk@example.org"]
    assert all(one.severity == "warning" and "by hand" in one.cure for one in told_of)
    with pytest.raises(BadInputError) as caught:
        refuse_texts(scenario, (), "agreement.pdf")
    assert {one.code for one in caught.value.notices} == {"words-private-refused"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+380 (67) 123-45-67", ("+380 (67) 123-45-67",)),
        ("0067123456789 now", ("0067123456789",)),
        ("050 123 45 67", ("050 123 45 67",)),
        ("5 March 2022, 09:00-16:00 EET (UTC+2) / 10:00-17:00 MSK (UTC+3)", ()),
        ("47.9250 N, 38.2000 E; 47.925000, 38.200000; 0.123456789", ()),
        ("letter 14/2022-03-05 No. 1234567890, 12 345 people, order 0012", ()),
        ("2022-03-05T09:00:00+02:00 and 05.03.2022", ()),
        ("a@b, @home", ()),
    ],
)
def test_numbers_to_call_are_told_from_other_numbers(text: str, found: tuple[str, ...]) -> None:
    assert private_parts(text) == found


@pytest.mark.parametrize("language", sorted(PLANTED))
def test_planted_words_of_each_language_are_told_and_refused_on_every_way_out(tmp_path: Path, language: str) -> None:
    scenario = good(tmp_path)
    for sentence in PLANTED[language]:
        term = replace(scenario.terms[0], text=sentence)
        assert terms_notices((TermsText((term,), file="terms/t1.toml"),)), sentence
        in_text = replace(scenario, terms=(term,), texts=())
        in_translation = replace(scenario, terms=(replace(term, text="", texts=(LocalName(language, sentence),)),), texts=())
        for bad in (in_text, in_translation):
            with pytest.raises(BadInputError) as caught:
                refuse_texts(bad, (), "brief.pdf")
            assert caught.value.notices[0].where.feature == f"term {term.id}"
        with pytest.raises(BadInputError, match="judges a party"):
            refuse_texts(scenario, (("map", sentence),), "brief.pdf")


def test_planted_words_in_a_folder_are_told_by_its_check(tmp_path: Path) -> None:
    for number, (language, sentences) in enumerate(sorted(PLANTED.items())):
        content = TERM.replace("Leave unimpeded.", sentences[0].replace('"', "'"))
        assert told(tmp_path / str(number), terms_t1_toml=content), language
