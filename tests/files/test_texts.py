"""Texts of the parties: the header, typed clauses, versions, and every fault told with its place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from good_folder import codes, good, read, write
from safeconduct.app.texts import inspect_texts, read_texts_of
from safeconduct.files.terms import read_text_file
from safeconduct.model.errors import BadInputError
from safeconduct.model.place import LocalName, LonLat
from safeconduct.model.terms import (
    Acknowledgement,
    Answer,
    Category,
    Contact,
    Moment,
    PlaceRef,
    TermsText,
)

HEAD = """[text]
reference = "A 1"
party = "A"
version = 1
dated = "2014-08-28 20:00"
channel = "radio"
zone = "Europe/Moscow"
day = 2014-08-29
source = "notebook"
acknowledged = [{ party = "B", paper = "B 7", at = "2014-08-28 21:00", channel = "letter" }]
"""
WINDOW = '[[terms]]\nkind = "window"\nfrom = "10:00"\nto = "17:00"\n'
START = '[[terms]]\nkind = "start"\nat = "12:00"\n'


def text_of(tmp_path: Path, content: str, name: str = "a.toml") -> TermsText:
    """Return the text in a file of that content, which must be free of errors."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    text, notices = read_text_file(path)
    assert text is not None, [str(one) for one in notices]
    return text


def codes_of(tmp_path: Path, content: str, name: str = "a.toml") -> list[str]:
    """Return the codes of everything noticed in a file of that content."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    text, notices = read_text_file(path)
    assert (text is None) == any(one.severity == "error" for one in notices)
    return [one.code for one in notices]


def test_a_header_says_whose_text_it_is_and_who_has_received_it(tmp_path: Path) -> None:
    text = text_of(tmp_path, HEAD + WINDOW)
    at = datetime(2014, 8, 28, 17, tzinfo=UTC)
    assert (text.reference, text.party, text.version, text.channel, text.zone) == ("A 1", "A", 1, "radio", "Europe/Moscow")
    assert text.dated == datetime(2014, 8, 28, 16, tzinfo=UTC)
    assert text.acknowledged == (Acknowledgement("B", "B 7", at, "letter"),)
    (term,) = text.terms
    assert (term.id, term.kind, term.paper, term.required) == ("window", "window", "A 1", True)
    assert term.find_value("from") == Moment(datetime(2014, 8, 29, 6, tzinfo=UTC), "Europe/Moscow")
    assert term.answers == (Answer("A", "proposed", "A 1", text.dated, "radio"),)


def test_an_acknowledgement_is_no_answer(tmp_path: Path) -> None:
    (term,) = text_of(tmp_path, HEAD + WINDOW).terms
    assert [one.party for one in term.answers] == ["A"]


@pytest.mark.parametrize(
    ("written", "hour", "zone"),
    [
        ('"10:00"', 6, "Europe/Moscow"),
        ("10:00:00", 6, "Europe/Moscow"),
        ('"10:00 Europe/Kyiv"', 7, "Europe/Kyiv"),
        ('"10:00 europe/kyiv"', 7, "Europe/Kyiv"),
        ('"07:00 GMT"', 7, "GMT"),
        ('"10:00 UTC+3"', 7, "UTC+3"),
        ('"10:00 gmt +03:00"', 7, "UTC+3"),
        ('"10:00+04:00"', 6, "Europe/Moscow"),
        ('"10:00+03:00"', 7, "UTC+3"),
        ('"2014-08-29 10:00Z"', 10, "UTC"),
        ("2014-08-29T10:00:00+05:30", 4, "UTC+5:30"),
    ],
)
def test_hours_lie_in_the_zone_that_the_text_states(written: str, hour: int, zone: str, tmp_path: Path) -> None:
    text = HEAD + f'[[terms]]\nkind = "start"\nat = {written}\n'
    at = text_of(tmp_path, text).terms[0].find_value("at")
    assert isinstance(at, Moment)
    assert (at.at.hour, at.zone) == (hour, zone)


def test_a_zone_or_day_may_stand_in_a_clause(tmp_path: Path) -> None:
    text = HEAD + '[[terms]]\nkind = "start"\nzone = "Europe/Kyiv"\nday = 2014-08-30\nat = "10:00"\n'
    assert text_of(tmp_path, text).terms[0].find_value("at") == Moment(datetime(2014, 8, 30, 7, tzinfo=UTC), "Europe/Kyiv")


def test_every_type_of_field_is_read(tmp_path: Path) -> None:
    text = (
        HEAD
        + """
[[terms]]
kind = "route"
label = "main"
way_points = ["Alpha", { name = "Gamma", address = "bridge", lon = 38.3, lat = 47.7 }]
avoid = "Delta; Epsilon"
deviation = "Forbidden"
[[terms]]
kind = "who"
may_leave = ["civilians", "children | from 5", { kind = "older people", sex = "female", age_from = 60 }]
may_not_leave = [{ kind = "civilians", sex = "male", age_from = 18, age_to = 60 }]
most_people = 900
[[terms]]
kind = "voluntary"
voluntary = true
consent = "#set page(); <b>signed</b> \\\\input{x}"
[[terms]]
kind = "communication"
contacts = [{ function = "leader", party = "A", channel = "VHF 5", number = "+380 00" }, "duty officer | B"]
interval_s = "15 min"
means = ["radio", "phone"]
"""
    )
    route, who, voluntary, calls = text_of(tmp_path, text).terms
    assert (route.id, route.label) == ("route main", "main")
    assert route.values == (
        ("way_points", (PlaceRef("Alpha"), PlaceRef("Gamma", LonLat(38.3, 47.7), "bridge"))),
        ("avoid", (PlaceRef("Delta"), PlaceRef("Epsilon"))),
        ("deviation", "forbidden"),
    )
    assert who.find_value("may_leave") == (
        Category("civilians"),
        Category("children", "any", 5),
        Category("older people", "female", 60),
    )
    assert who.find_value("may_not_leave") == (Category("civilians", "male", 18, 60),)
    assert who.find_value("most_people") == 900
    assert voluntary.find_value("voluntary") is True
    assert voluntary.find_value("consent") == "#set page(); <b>signed</b> \\input{x}"
    assert calls.find_value("contacts") == (Contact("leader", "A", "VHF 5", "+380 00"), Contact("duty officer", "B"))
    assert (calls.find_value("interval_s"), calls.find_value("means")) == (900, ("radio", "phone"))


def test_a_clause_in_words_only_and_in_other_languages(tmp_path: Path) -> None:
    text = HEAD + '[[terms]]\nkind = "aid"\ntext = "Aid  later."\ntexts = { uk = "Допомога", ar = "" }\n'
    (term,) = text_of(tmp_path, text).terms
    assert (term.text, term.texts, term.values) == ("Aid later.", (LocalName("uk", "Допомога"),), ())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HEAD.replace('"A 1"', '""') + WINDOW, "text-reference-missing"),
        (HEAD.replace("channel", "chanel") + WINDOW, "text-key-unknown"),
        (HEAD.replace("Europe/Moscow", "Moscow") + WINDOW, "zone-unknown"),
        (HEAD.replace("version = 1", "version = 0") + WINDOW, "cell-range"),
        (HEAD.replace("version = 1", 'version = "two"') + WINDOW, "cell-number"),
        (HEAD.replace("2014-08-28 20:00", "2014-02-30 20:00") + WINDOW, "time-unreadable"),
        (HEAD.replace("2014-08-28 20:00", "20:00") + WINDOW, "term-day-missing"),
        (HEAD.replace("day = 2014-08-29", 'day = "31.02.2014"') + WINDOW, "day-unreadable"),
        (HEAD, "text-no-clauses"),
        ("[text]\nday = 2014-08-29\n" + WINDOW, "term-zone-missing"),
        (HEAD.replace("day = 2014-08-29", "") + WINDOW, "term-day-missing"),
        (HEAD + WINDOW.replace("10:00", "32.13.2014 10:00"), "time-unreadable"),
        (HEAD + WINDOW.replace("10:00", "0214-08-29 10:00"), "time-unreadable"),
        (HEAD + WINDOW.replace("10:00", "2014-08-29"), "term-hour-missing"),
        (HEAD + WINDOW.replace("10:00", "10:00 Moscow time"), "zone-unknown"),
        (HEAD + WINDOW.replace("10:00", "10:00+03:00 Europe/Moscow"), "term-offset"),
        (HEAD + WINDOW.replace("10:00", "10:00+19:00"), "time-unreadable"),
        (HEAD + WINDOW.replace("10:00", "2014-10-26 01:30"), "term-hour-twice"),
        (HEAD + WINDOW.replace("10:00", "2014-03-30 03:30 Europe/Kyiv"), "term-hour-skipped"),
        (HEAD + WINDOW.replace('"10:00"', "true"), "toml-type"),
        (HEAD + WINDOW.replace("17:00", "09:00"), "times-order"),
        (HEAD + WINDOW.replace('to = "17:00"', ""), "term-half-hours"),
        (HEAD + WINDOW + START.replace("12:00", "18:00"), "term-start-outside"),
        (HEAD + WINDOW + WINDOW, "term-label-twice"),
        (HEAD + WINDOW + START + '[[terms]]\nid = "START"\ntext = "x"\n', "id-twice"),
        (HEAD + 2 * '[[terms]]\nkind = "aid"\nallowed = true\n', "term-kind-twice"),
        (HEAD + WINDOW.replace('"window"', '"windows"'), "term-kind-unknown"),
        (HEAD + WINDOW.replace('kind = "window"', 'id = "x"\ntext = "x"'), "term-kind-missing"),
        (HEAD + WINDOW + "until = 3\n", "term-field-unknown"),
        (HEAD + '[[terms]]\nkind = "aid"\n', "term-says-nothing"),
        (HEAD + '[[terms]]\nkind = "aid"\nallowed = "yes"\n', "toml-type"),
        (HEAD + '[[terms]]\nkind = "who"\nmost_people = 4.5\n', "cell-whole"),
        (HEAD + '[[terms]]\nkind = "who"\nmost_people = 0x' + "f" * 400 + "\n", "cell-number"),
        (HEAD + '[[terms]]\nkind = "who"\nmay_leave = ["women"]\n', "cell-choice"),
        (HEAD + '[[terms]]\nkind = "who"\nmay_leave = ["civilians | 60 to 18"]\n', "term-ages"),
        (HEAD + '[[terms]]\nkind = "who"\nmay_leave = [{ kind = "civilians", age_form = 3 }]\n', "term-key-unknown"),
        (HEAD + '[[terms]]\nkind = "who"\nmay_leave = [{ kind = "civilians", age_from = 300 }]\n', "cell-range"),
        (HEAD + '[[terms]]\nkind = "route"\ndeviation = "maybe"\n', "cell-choice"),
        (HEAD + '[[terms]]\nkind = "route"\nway_points = "Alpha, Beta"\n', "term-list-comma"),
        (HEAD + '[[terms]]\nkind = "route"\nway_points = [{ address = "x" }]\n', "term-place-nameless"),
        (HEAD + '[[terms]]\nkind = "route"\nway_points = ["a | b | 1 2 | d"]\n', "term-parts-many"),
        (HEAD + '[[terms]]\nkind = "route"\nway_points = ["a | b | 200 0"]\n', "point-range"),
        (HEAD + '[[terms]]\nkind = "route"\nway_points = ["' + "a" * 201 + '"]\n', "cell-long"),
        (HEAD + '[[terms]]\nkind = "route"\nway_points = [' + '"a",' * 501 + "]\n", "term-list-long"),
        (HEAD + '[[terms]]\nkind = "route"\nway_points = [[1]]\n', "toml-type"),
        (HEAD + '[[terms]]\nkind = "communication"\ncontacts = [{ party = "A" }]\n', "term-contact-nameless"),
        (HEAD + '[[terms]]\nkind = "aid"\ntext = "' + "word " * 10_000 + '"\n', "term-words-many"),
        (HEAD + '[[terms]]\nkind = "aid"\ntext = "10:00\\u202e-16:00 \\u0007"\n', "term-hidden-letters"),
        (HEAD + '[[terms]]\nkind = "aid"\ntexts = { klingon = "x" }\n', "term-language"),
        (
            HEAD + WINDOW + 'answers = [{ party = "B", state = "accepted" }, { party = "B", state = "rejected" }]\n',
            "term-party-twice",
        ),
        (HEAD + WINDOW + 'answers = [{ party = "B", state = ["accepted", "rejected"] }]\n', "toml-type"),
        (HEAD + WINDOW + 'answers = [{ party = "B", state = "acknowledged" }]\n', "cell-choice"),
        (HEAD + WINDOW + 'answers = [{ party = "B", state = "accepted", paper = "B 1", at = "x" }]\n', "time-unreadable"),
        (HEAD + "terms = 5\n", "text-key-unknown"),
        ("terms = 5\n" + HEAD, "toml-type"),
        ("text = 5\n" + WINDOW, "toml-type"),
    ],
)
def test_each_fault_is_told(content: str, code: str, tmp_path: Path) -> None:
    assert code in codes_of(tmp_path, content)
    assert code not in codes_of(tmp_path, HEAD + WINDOW + START)


def test_a_good_text_has_no_notice(tmp_path: Path) -> None:
    assert codes_of(tmp_path, HEAD + WINDOW + START) == []


def test_several_faults_are_told_at_once_with_their_places(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(HEAD + WINDOW.replace("17:00", "09:00") + '[[terms]]\nkind = "rout"\n[[terms]]\nkind = "aid"\ngods = 1\n')
    _, notices = read_text_file(path)
    assert {(one.code, str(one.where)) for one in notices} >= {
        ("times-order", "a.toml, term 1, column 'to'"),
        ("term-kind-unknown", "a.toml, term 2, column 'kind'"),
        ("term-field-unknown", "a.toml, term 3, column 'gods'"),
    }
    assert all(one.cure for one in notices)


def folder_codes(tmp_path: Path, **texts: str) -> list[str]:
    """Return the codes for a good folder with these texts added."""
    return codes(tmp_path, **{f"terms_{name}_toml": content for name, content in texts.items()})


def version(number: int, *more: str, content: str = WINDOW) -> str:
    """Return the text with another number and other lines in its header."""
    return HEAD.replace("version = 1", "\n".join([f"version = {number}", *more])) + content


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"a": version(1), "b": version(1)}, "text-version-twice"),
        ({"a": version(1), "b": version(3)}, "text-version-gap"),
        ({"a": version(2)}, "text-version-gap"),
        ({"a": version(1), "b": version(2).replace('party = "A"', 'party = "B"', 1)}, "text-party-differs"),
        ({"a": version(1), "b": version(2).replace("08-28 20:00", "08-27 20:00")}, "text-dated-order"),
        ({"a": version(1, content=WINDOW + START), "b": version(2)}, "text-clause-dropped"),
        ({"a": version(1, content=WINDOW + 'answers = [{ party = "a", state = "silent" }]\n')}, "text-party-alike"),
        ({"a": version(1, 'replaces = ["A 2"]')}, "text-replaces-unknown"),
        (
            {
                "a": version(1, 'replaces = ["A 2"]'),
                "b": version(1, 'replaces = ["A 1"]').replace('"A 1"\nparty', '"A 2"\nparty'),
            },
            "text-replaces-circle",
        ),
    ],
)
def test_what_does_not_go_together_in_versions(texts: dict[str, str], code: str, tmp_path: Path) -> None:
    assert code in folder_codes(tmp_path / "bad", **texts)
    assert code not in folder_codes(tmp_path / "good", a=version(1), b=version(2))


def test_two_versions_with_one_number_name_both_files(tmp_path: Path) -> None:
    _, notices = read(tmp_path, terms_a_toml=version(1), terms_b_toml=version(1))
    (found,) = [one for one in notices if one.code == "text-version-twice"]
    assert (found.where.file, "terms/a.toml" in found.message) == ("terms/b.toml", True)


def test_every_version_is_kept_and_the_newest_holds(tmp_path: Path) -> None:
    scenario = good(tmp_path, terms_t1_toml=None, terms_a_toml=version(1), terms_b_toml=version(2, content=WINDOW + START))
    assert [one.version for one in scenario.texts] == [1, 2]
    assert [one.kind for one in scenario.terms] == ["window", "start"]


def test_warnings_are_of_the_versions_in_force_and_errors_of_all(tmp_path: Path) -> None:
    half = WINDOW.replace('to = "17:00"\n', "")
    assert "term-half-hours" in folder_codes(tmp_path / "one", a=version(1, content=half))
    assert "term-half-hours" in folder_codes(tmp_path / "new", a=version(1), b=version(2, content=half))
    assert "term-half-hours" not in folder_codes(tmp_path / "old", a=version(1, content=half), b=version(2))
    common = version(1, 'replaces = ["A 1"]').replace('"A 1"\nparty', '"C 1"\nparty')
    assert "term-half-hours" not in folder_codes(tmp_path / "replaced", a=version(1, content=half), b=common)
    wrong = WINDOW.replace("10:00", "25:00")
    assert "time-unreadable" in folder_codes(tmp_path / "wrong", a=version(1, content=wrong), b=version(2))


def test_plain_files_together_are_the_common_text(tmp_path: Path) -> None:
    plain = 'id = "T2"\ntext = "y"\n[[answers]]\nparty = "A"\nstate = "silent"\n'
    scenario = good(tmp_path, terms_t2_toml=plain, terms_a_toml=version(1))
    common, own = scenario.texts
    assert (common.reference, common.party, common.version) == ("", "", 1)
    assert [one.id for one in common.terms] == ["T1", "T2"]
    assert (own.party, own.file) == ("A", "terms/a.toml")


def test_two_parties_may_use_the_same_ids(tmp_path: Path) -> None:
    other = version(1).replace('"A', '"B')
    assert folder_codes(tmp_path, a=version(1), b=other).count("id-twice") == 0


PLACES = "name,lon,lat,kind,name_uk\nAlpha,38.0,47.5,town,Альфа\nGamma,38.3,47.7,town,Гамма\n"


def test_places_get_their_points_by_any_name_of_the_folder(tmp_path: Path) -> None:
    route = '[[terms]]\nkind = "route"\nway_points = ["альфа", "Gamma", "Beta", "Omega"]\n'
    scenario, notices = read(tmp_path, places_csv=PLACES, terms_a_toml=version(1, content=route))
    assert scenario is not None, [str(one) for one in notices]
    points = [one.point for one in scenario.terms[-1].find_value("way_points")]  # type: ignore[union-attr]
    assert points == [LonLat(38.0, 47.5), LonLat(38.3, 47.7), LonLat(38.1, 47.6), None]
    assert [dict(one.values)["name"] for one in notices if one.code == "term-place-unknown"] == ["Omega"]


def test_a_name_of_two_places_gets_no_point(tmp_path: Path) -> None:
    twice = PLACES + "Alpha,39.0,47.5,town,\n"
    route = '[[terms]]\nkind = "route"\nway_points = ["Alpha"]\n'
    assert "term-place-several" in codes(tmp_path, gazetteer_csv=twice, terms_a_toml=version(1, content=route))


def test_a_text_without_zone_takes_that_of_the_scenario_with_a_warning(tmp_path: Path) -> None:
    content = version(1).replace('zone = "Europe/Moscow"\n', "")
    scenario, notices = read(tmp_path, terms_a_toml=content)
    assert scenario is not None
    assert "text-zone-assumed" in [one.code for one in notices]
    assert scenario.terms[-1].find_value("from") == Moment(datetime(2014, 8, 29, 7, tzinfo=UTC), "Europe/Kyiv")


def test_texts_are_read_from_a_file_or_a_folder_with_nothing_else_in_order(tmp_path: Path) -> None:
    folder = write(tmp_path, roads_csv=None, groups_csv="nonsense\n1\n", terms_a_toml=version(1), terms_b_toml=version(2))
    assert [one.version for one in read_texts_of(folder)] == [1, 1, 2]
    assert read_texts_of(folder / "terms") == read_texts_of(folder)
    assert [one.reference for one in read_texts_of(folder / "terms/a.toml")] == ["A 1"]
    (folder / "scenario.toml").unlink()
    assert len(read_texts_of(folder)) == 3


@pytest.mark.parametrize("name", ["none", "none.toml", "terms/a.doc", "empty"])
def test_what_is_no_text_is_bad_input(name: str, tmp_path: Path) -> None:
    write(tmp_path, terms_a_doc="x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInputError) as caught:
        inspect_texts(tmp_path / name)
    assert caught.value.notices


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("A - Donetsk People's Republic", "A - Donetsk Peoples Republic", True),
        ("A - Donetsk People's Republic", "A – donetsk people’s republic", True),
        ("A - Donetsk People's Republic", "A - Donetsk People's Repulbic", True),
        ("A - Donetsk People's Republic", "B - Luhansk People's Republic", False),
        ("Party A", "Party B", False),
        ("Northern council 1", "Northern council 2", False),
        ("A - Ukraine", "B - Ukraine", False),
    ],
)
def test_names_of_parties_that_may_be_one_misspelled(one: str, other: str, alike: bool, tmp_path: Path) -> None:
    content = version(1, content=WINDOW + f'answers = [{{ party = "{other}", state = "silent" }}]\n').replace(
        '"A"', f'"{one}"', 1
    )
    found = codes(tmp_path, terms_t1_toml=None, terms_a_toml=content)
    assert ("text-party-alike" in found) is alike


def test_a_file_in_the_folder_of_terms_is_read_with_the_places_of_its_scenario(tmp_path: Path) -> None:
    route = '[[terms]]\nkind = "route"\nway_points = ["Гамма"]\n'
    folder = write(tmp_path, places_csv=PLACES, terms_a_toml=version(1, content=route))
    (alone,) = read_texts_of(folder / "terms/a.toml")
    assert alone.terms == read_texts_of(folder)[1].terms
    assert alone.terms[0].find_value("way_points") == (PlaceRef("Гамма", LonLat(38.3, 47.7)),)
