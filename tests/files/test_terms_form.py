"""A form is read as it was written, and what an officer may do to it is told."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from files.texts import TEXTS
from good_folder import codes, good
from safeconduct.files.terms import read_text_file
from safeconduct.files.terms_cells import join_list, join_parts, split_list, split_parts
from safeconduct.files.terms_form_out import form_rows, write_form_csv, write_form_xlsx
from safeconduct.files.terms_toml import text_toml
from safeconduct.model.clauses import CLAUSE_KINDS
from safeconduct.model.terms import Category, Moment, PlaceRef, Term, TermsText

SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
HEADER = "clause,id,label,field,value\n"
GOOD = (
    HEADER
    + """text,,,reference,A 1
text,,,party,A
text,,,zone,Europe/Kyiv
text,,,day,2014-08-29
window,,,from,10:00
window,,,to,17:00
route,,,way points,Alpha; Beta
route,,,way points,Gamma
who,,,may_leave,civilians | female | 0 to 18; older people | from 60
voluntary,,,voluntary,yes
aid,,,words,Aid comes later.
aid,,,words uk,Допомога прийде потім.
aid,,,answer,B | accepted | B 4 | 2014-08-28 20:00 | letter
aid,,,limit_returns,no
other,X1,,words,Own words.
"""
)


def read_bytes(data: bytes, name: str) -> tuple[TermsText | None, list[str]]:
    """Return the text in a file of those bytes and the codes of everything noticed."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        text, notices = read_text_file(path)
        assert [one for one in notices if not str(one)] == []
        return text, [f"{one.code} {one}" for one in notices]


def same(text: TermsText, data: bytes, name: str) -> None:
    """Check that the file holds the text, but for its name."""
    read, said = read_bytes(data, name)
    assert read is not None, said
    assert replace(read, file="") == text


@SOME
@given(TEXTS)
def test_a_form_in_csv_is_read_as_it_was_written(text: TermsText) -> None:
    same(text, write_form_csv(text), "a.csv")


@SOME
@given(TEXTS)
def test_a_form_in_a_workbook_is_read_as_it_was_written(text: TermsText) -> None:
    same(text, write_form_xlsx(text), "a.xlsx")


@SOME
@given(TEXTS)
def test_toml_is_read_as_it_was_written(text: TermsText) -> None:
    same(text, text_toml(text).encode(), "a.toml")


@pytest.mark.parametrize("name", ["a | b", '"a" b', '"a"', "a; b", "a, b", "a - b", "'=a", "=a"])
def test_odd_names_of_places_come_back(name: str) -> None:
    term = Term(
        "T1",
        "",
        (),
        kind="route",
        values=(("way_points", (PlaceRef(name),)), ("avoid", (PlaceRef("c"), PlaceRef(name)))),
        paper="R",
    )
    text = TermsText((term,), reference="R", zone="UTC")
    same(text, write_form_csv(text), "a.csv")
    same(text, write_form_xlsx(text), "a.xlsx")
    same(text, text_toml(text).encode(), "a.toml")


def test_the_same_text_makes_the_same_bytes() -> None:
    text, _ = read_bytes(GOOD.encode(), "a.csv")
    assert text is not None
    assert write_form_xlsx(text) == write_form_xlsx(text)


@pytest.mark.parametrize("elements", [["a"], ["a, b"], ["a - b"], ["a; b", "c"], ['"a" b', 'c "d"'], ['"', '""']])
def test_lists_and_parts_keep_their_elements(elements: list[str]) -> None:
    assert split_list(join_list(elements)) == elements
    assert split_parts(join_parts(elements)) == elements


def test_a_filled_form_is_a_text() -> None:
    text, said = read_bytes(GOOD.encode(), "a.csv")
    assert text is not None, said
    assert [one.id for one in text.terms] == ["window", "route", "who", "voluntary", "aid", "X1"]
    window, route, who, voluntary, aid, own = text.terms
    assert window.find_value("from") == Moment(datetime(2014, 8, 29, 7, tzinfo=UTC), "Europe/Kyiv")
    assert route.find_value("way_points") == (PlaceRef("Alpha"), PlaceRef("Beta"), PlaceRef("Gamma"))
    assert who.find_value("may_leave") == (Category("civilians", "female", 0, 18), Category("older people", "any", 60))
    assert voluntary.find_value("voluntary") is True
    assert (aid.text, aid.texts[0].text, aid.limits.returns) == ("Aid comes later.", "Допомога прийде потім.", False)
    assert [(one.party, one.state) for one in aid.answers] == [("A", "proposed"), ("B", "accepted")]
    assert (own.kind, own.text) == ("", "Own words.")


def test_a_form_and_a_toml_file_say_the_same() -> None:
    text, _ = read_bytes(GOOD.encode(), "a.csv")
    assert text is not None
    same(replace(text, file=""), text_toml(text).encode(), "b.toml")


def test_semicolons_and_windows_letters_as_a_table_program_saves_them() -> None:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=";").writerows(csv.reader(io.StringIO(GOOD)))
    read, said = read_bytes(held.getvalue().encode("cp1251"), "a.csv")
    assert read is not None, said
    assert read.terms[4].texts[0].text == "Допомога прийде потім."
    assert len(read.terms[1].find_value("way_points") or ()) == 3  # type: ignore[arg-type]


def test_cells_of_a_workbook_may_be_hours_days_and_numbers() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("clause", "field", "value"),
        ("text", "reference", 17),
        ("text", "zone", "Europe/Kyiv"),
        ("text", "day", datetime(2014, 8, 29)),  # noqa: DTZ001 - as a cell holds it
        ("text", "version", 1.0),
        ("window", "from", time(10)),
        ("window", "to", datetime(2014, 8, 29, 17)),  # noqa: DTZ001
        ("who", "most people", 900.0),
        ("voluntary", "voluntary", True),
        ("communication", "interval_s", 900),
    ):
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    text, said = read_bytes(held.getvalue(), "a.xlsx")
    assert text is not None, said
    window, who, voluntary, calls = text.terms
    assert (text.reference, text.version) == ("17", 1)
    assert window.find_value("to") == Moment(datetime(2014, 8, 29, 14, tzinfo=UTC), "Europe/Kyiv")
    assert (who.find_value("most_people"), voluntary.find_value("voluntary"), calls.find_value("interval_s")) == (900, True, 900)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (GOOD + ",,,from,10:00\n", "form-row-half"),
        (GOOD + "window,,,,10:00\n", "form-row-half"),
        (GOOD + "windw,,,from,10:00\n", "term-kind-unknown"),
        (GOOD + "window,,,form,10:00\n", "term-field-unknown"),
        (GOOD + "window,,,from,11:00\n", "form-field-twice"),
        (GOOD + "window,,second,from,11:00\nwindow,,second,to,09:00\n", "times-order"),
        (GOOD + "aid,Z,,allowed,no\n", "term-kind-twice"),
        (GOOD.replace("voluntary,yes", "voluntary,maybe"), "toml-type"),
        (GOOD.replace("text,,,reference,A 1\n", ""), "text-reference-missing"),
        (GOOD.replace("accepted", "acepted"), "cell-choice"),
        (GOOD.replace("limit_returns,no", "limit_vehicles,many"), "toml-type"),
        (GOOD.replace("Alpha; Beta", '"Alpha, Beta"').replace("route,,,way points,Gamma\n", ""), "term-list-comma"),
        (GOOD.replace("Alpha; Beta", "Alpha – Beta").replace("route,,,way points,Gamma\n", ""), "term-list-comma"),
        (GOOD + "other,,,words,No id.\n", "toml-missing"),
        (GOOD.replace("clause", "x"), "column-missing"),
        (HEADER, "table-no-rows"),
        ("", "file-empty"),
    ],
)
def test_each_fault_of_a_form_is_told(content: str, code: str) -> None:
    text, said = read_bytes(content.encode(), "a.csv")
    assert text is None
    assert code in [one.split()[0] for one in said]
    assert code not in [one.split()[0] for one in read_bytes(GOOD.encode(), "a.csv")[1]]


def test_a_semicolon_says_that_a_name_with_a_dash_is_one() -> None:
    text, said = read_bytes(
        GOOD.replace("Alpha; Beta", "Alpha - Beta;").replace("route,,,way points,Gamma\n", "").encode(), "a.csv"
    )
    assert text is not None, said
    assert text.terms[1].find_value("way_points") == (PlaceRef("Alpha - Beta"),)


def test_faults_name_the_row() -> None:
    _, said = read_bytes((GOOD + "window,,,form,10:00\n").encode(), "a.csv")
    assert any("a.csv, row 17, column 'field'" in one and "Did you mean" in one for one in said)
    _, said = read_bytes(GOOD.replace("window,,,to,17:00", "window,,,to,7:00").encode(), "a.csv")
    assert any("times-order" in one and "row 7, column 'value'" in one for one in said)


def test_a_fault_in_a_list_names_every_row_of_it() -> None:
    answers = "window,,,answer,B | accepted | B 1\nwindow,,,answer,C - accepted\nwindow,,,answer,D | silent\n"
    _, said = read_bytes((GOOD + answers).encode(), "a.csv")
    assert any("toml-missing" in one and "row 17, with row 18, 19, column 'value'" in one for one in said)


@pytest.mark.parametrize(
    ("field", "value"), [("from", 0.4167), ("to", 41880.7), ("interval_s", "15 хв"), ("interval_s", time(0, 15))]
)
def test_what_a_table_program_makes_of_an_hour_is_told_with_its_cure(field: str, value: float | str | time) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    clause = "communication" if field == "interval_s" else "window"
    for row in (("clause", "field", "value"), ("text", "reference", "A 1"), ("text", "zone", "UTC"), (clause, field, value)):
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    text, said = read_bytes(held.getvalue(), "a.xlsx")
    assert text is None
    cure = "15 min" if field == "interval_s" else "Format the cell as text"
    assert any(one.split()[0] in {"term-time-number", "term-seconds"} and cure in one and "row 4" in one for one in said)


@pytest.mark.parametrize("written", [write_form_csv(), write_form_xlsx()], ids=["csv", "xlsx"])
def test_a_blank_form_is_no_text_and_no_fault(written: bytes, tmp_path: Path) -> None:
    name = "a.xlsx" if written.startswith(b"PK") else "a.csv"
    assert {one.split()[0] for one in read_bytes(written, name)[1]} == {"form-blank"}
    good(tmp_path, **{f"terms_{name.replace('.', '_')}": written})


def test_a_blank_form_has_a_row_for_every_field() -> None:
    rows = {(one.clause, one.field) for one in form_rows()}
    assert {(kind.name, field.name) for kind in CLAUSE_KINDS for field in kind.fields} <= rows
    assert all(one.help for one in form_rows() if one.field)


def test_a_form_in_the_folder_of_terms(tmp_path: Path) -> None:
    scenario = good(tmp_path, terms_a_csv=GOOD)
    assert [one.reference for one in scenario.texts] == ["", "A 1"]
    assert "text-version-twice" in codes(tmp_path, terms_b_csv=GOOD)
