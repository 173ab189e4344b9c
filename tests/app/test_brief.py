"""The brief of a plan, and papers in hand beside it."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from typer.testing import CliRunner

from safeconduct.app.brief import make_brief
from safeconduct.app.brief_check import (
    CURRENT,
    EARLIER,
    MIXED,
    NO_MARK,
    OTHER_NUMBER,
    OTHER_STATE,
    RECORD_OLD,
    SAME_HASH,
    PaperChecked,
    check_paper,
)
from safeconduct.app.case import Case, read_scenario
from safeconduct.app.plan import make_plan, write_plan
from safeconduct.cli.main import app
from safeconduct.cli.show import BAD_INPUT, NOT_CURRENT
from safeconduct.files.plan_codec import encode_plan
from safeconduct.model.errors import BadInputError, CheckFailedError, RefusedError
from safeconduct.model.plan import Plan


@pytest.fixture(scope="module")
def planned(demo_plan: Plan, demo_case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan folder inside a copy of the demo's scenario, with its brief in English beside it."""
    folder = tmp_path_factory.mktemp("brief") / "scenario"
    shutil.copytree(demo_case.folder, folder)
    out = folder / "plan"
    write_plan(demo_plan, demo_case, out)
    make_brief(out / "plan.json", "en")
    return out


@pytest.fixture
def paper(planned: Path, tmp_path: Path) -> Path:
    """A copy of the brief that somebody holds."""
    path = tmp_path / "paper.pdf"
    path.write_bytes((planned.parent / "brief" / "brief-en.pdf").read_bytes())
    return path


def codes(error: BadInputError) -> list[str]:
    return [one.code for one in error.notices]


def rewritten(path: Path, *pages: tuple[Path, int]) -> None:
    """Write a PDF of these pages of other PDFs."""
    writer = PdfWriter()
    for source, index in pages:
        writer.add_page(PdfReader(io.BytesIO(source.read_bytes())).pages[index])
    writer.write(path)


def told(planned: Path, paper: Path) -> PaperChecked:
    return check_paper(planned, paper)


def test_the_brief_stands_beside_the_plan(planned: Path) -> None:
    folder = planned.parent / "brief"
    record = json.loads((folder / "brief.json").read_text(encoding="utf-8"))
    told = {"announcement-en.txt", "radio-en.txt", "alert.cap.xml"}
    assert set(record["files"]) == {"brief-en.pdf", "corridors.gpx", "timetable.xlsx", *told}
    assert record["level"] == "parties"


@pytest.mark.parametrize(
    ("languages", "level", "code"),
    [
        ("", "parties", "brief-no-language"),
        (" , ", "parties", "brief-no-language"),
        ("xx", "parties", "brief-language-unknown"),
        ("en", "friends", "brief-level-unknown"),
    ],
)
def test_languages_and_levels_that_are_none(planned: Path, languages: str, level: str, code: str) -> None:
    with pytest.raises(BadInputError) as caught:
        make_brief(planned, languages, level=level)
    assert codes(caught.value) == [code]


ACTS = "at,act,by,paper\n" + "".join(
    f"2014-08-2{day} 0{day - 8 + number}:00,{act},head of the movement,order {number}\n"
    for number, (day, act) in enumerate([(8, "propose"), (8, "agree"), (9, "open"), (9, "release")])
)


def test_the_public_is_told_by_a_recorded_act_and_as_the_clause_on_release_says(planned: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        make_brief(planned, "en", level="public", out=tmp_path / "public")
    assert caught.value.rule == "release-act"
    acts = planned.parent / "terms" / "acts.csv"
    acts.write_text(ACTS, encoding="utf-8")
    try:
        with pytest.raises(RefusedError) as caught:
            make_brief(planned, "en", level="public", out=tmp_path / "public")
        assert caught.value.rule == "release-clause"
        sheets = make_brief(planned, "en", level="operators", out=tmp_path / "operators")
        assert "sheets/drivers-en.pdf" in sheets.brief.files
        acts.write_text(ACTS + "2014-08-29 06:00,suspend,head of the movement,order 9\n", encoding="utf-8")
        with pytest.raises(RefusedError) as caught:
            make_brief(planned, "en", level="public", out=tmp_path / "public")
        assert caught.value.rule == "release-state"
    finally:
        acts.unlink()
    with pytest.raises(RefusedError) as caught:
        make_brief(planned, "en", level="operators", out=tmp_path / "none")
    assert caught.value.rule == "release-state"
    assert not (tmp_path / "public").exists()


def test_a_plan_away_from_its_scenario_needs_its_name(planned: Path, demo_case: Case, tmp_path: Path) -> None:
    alone = tmp_path / "alone" / "plan"
    alone.mkdir(parents=True)
    for name in ("plan.json", "certificate.json"):
        (alone / name).write_bytes((planned / name).read_bytes())
    with pytest.raises(BadInputError) as caught:
        make_brief(alone, "en")
    assert codes(caught.value) == ["brief-no-scenario"]
    made = make_brief(alone, "en", scenario=demo_case.folder)
    assert made.folder == tmp_path / "alone" / "brief"
    assert (made.folder / "brief-en.pdf").read_bytes() == (planned.parent / "brief" / "brief-en.pdf").read_bytes()


def test_a_scenario_that_has_changed_is_refused(planned: Path, demo_plan: Plan, tmp_path: Path) -> None:
    alone = tmp_path / "alone" / "plan"
    alone.mkdir(parents=True)
    (alone / "plan.json").write_bytes(encode_plan(replace(demo_plan, input_hash="ab" * 32)))
    with pytest.raises(BadInputError) as caught:
        make_brief(alone, "en", scenario=planned.parent)
    assert codes(caught.value) == ["brief-other-scenario"]


def test_nothing_is_printed_for_the_parties_when_the_checker_disagrees(planned: Path, demo_plan: Plan, tmp_path: Path) -> None:
    alone = tmp_path / "alone" / "plan"
    alone.mkdir(parents=True)
    (alone / "plan.json").write_bytes(encode_plan(replace(demo_plan, least_left=demo_plan.least_left + 1)))
    with pytest.raises(CheckFailedError):
        make_brief(alone, "en", scenario=planned.parent)
    assert not (tmp_path / "alone" / "brief").exists()


def test_the_state_is_that_of_the_recorded_acts(planned: Path, tmp_path: Path) -> None:
    folder = tmp_path / "scenario"
    shutil.copytree(planned.parent, folder)
    rows = "at,act,by\n2014-08-29T05:00+03:00,propose,intermediary\n2014-08-29T06:00+03:00,close,head of the movement\n"
    (folder / "terms" / "acts.csv").write_text(rows, encoding="utf-8")
    made = make_brief(folder / "plan", "en")
    assert made.brief.facts.state == "closed"
    shown = PdfReader(io.BytesIO(made.brief.files["brief-en.pdf"])).pages[0].extract_text()
    assert "State of the agreement: closed." in shown
    before = (planned.parent / "brief" / "brief-en.pdf").read_bytes()
    assert before != made.brief.files["brief-en.pdf"]
    paper = tmp_path / "signed.pdf"
    paper.write_bytes(before)
    checked = check_paper(folder / "plan", paper)
    assert checked.current
    assert "written before" in checked.sentences[0]


def test_the_current_paper_byte_for_byte(planned: Path, paper: Path) -> None:
    checked = told(planned, paper)
    assert checked.kind == CURRENT
    assert "byte for byte the brief-en.pdf on record" in checked.sentences[0]
    assert told(planned.parent / "brief", paper).current


def test_current_but_other_bytes(planned: Path, paper: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    pages = len(PdfReader(io.BytesIO(paper.read_bytes())).pages)
    rewritten(again, *((paper, index) for index in range(pages)))
    checked = told(planned, again)
    assert checked.kind == SAME_HASH
    assert not checked.current


def other_brief(planned: Path, tmp_path: Path) -> Path:
    """Return a brief of another version in a folder whose record knows that of `planned`."""
    folder = tmp_path / "scenario"
    shutil.copytree(planned.parent, folder)
    text = (folder / "terms" / "corridor.toml").read_text(encoding="utf-8")
    (folder / "terms" / "corridor.toml").write_text(text.replace("unimpeded", "freely"), encoding="utf-8")
    case = read_scenario(folder)
    write_plan(make_plan(case), case, folder / "plan")
    make_brief(folder / "plan", "en")
    return folder


def test_an_earlier_version_is_named_and_pages_of_two_are_told(planned: Path, paper: Path, tmp_path: Path) -> None:
    folder = other_brief(planned, tmp_path)
    checked = check_paper(folder / "plan", paper)
    assert checked.kind == EARLIER
    assert "an earlier version" in checked.sentences[0]
    mixed = tmp_path / "mixed.pdf"
    rewritten(mixed, (folder / "brief" / "brief-en.pdf", 0), (paper, 1), (paper, 2))
    checked = check_paper(folder / "plan", mixed)
    assert checked.kind == MIXED
    assert any("Page 1: " in one and "the current version" in one for one in checked.sentences)
    assert any("Pages 2, 3: " in one and "an earlier version" in one for one in checked.sentences)
    later = check_paper(planned, folder / "brief" / "brief-en.pdf")
    assert later.kind == OTHER_STATE


def test_the_record_of_another_plan_is_told(planned: Path, paper: Path, tmp_path: Path) -> None:
    folder = tmp_path / "moved"
    (folder / "plan").mkdir(parents=True)
    (folder / "plan" / "plan.json").write_text("{}", encoding="utf-8")
    (folder / "brief").mkdir()
    (folder / "brief" / "brief.json").write_bytes((planned.parent / "brief" / "brief.json").read_bytes())
    checked = check_paper(folder / "plan", paper)
    assert checked.kind == RECORD_OLD
    assert not checked.current


@pytest.mark.parametrize("content", ["changed", "broken ["])
def test_a_scenario_that_has_changed_since_makes_the_record_old(planned: Path, paper: Path, tmp_path: Path, content: str) -> None:
    folder = tmp_path / "scenario"
    shutil.copytree(planned.parent, folder)
    assert check_paper(folder / "plan", paper).current
    if content == "changed":
        with (folder / "terms" / "corridor.toml").open("a", encoding="utf-8") as file:
            file.write("# a note\n")
    else:
        (folder / "scenario.toml").write_text(content, encoding="utf-8")
    checked = check_paper(folder / "plan", paper)
    assert checked.kind == RECORD_OLD
    assert "scenario" in checked.sentences[-1]


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("№ {number} · v{version} · # {hash}", CURRENT),
        ("{hash}", CURRENT),
        ("{number} version {version} {plain}", CURRENT),
        ("{number} v0.0 0123 4567 89ab cdef", EARLIER),
        ("{number} v{version} 0123-4567-89ab-cdef", OTHER_STATE),
        ("SC-9 v{version} 0123456789abcdef", OTHER_NUMBER),
    ],
)
def test_what_is_printed_may_be_typed_in(planned: Path, printed: str, kind: str) -> None:
    record = json.loads((planned.parent / "brief" / "brief.json").read_text(encoding="utf-8"))
    digits = record["hash"][:16]
    shown = " ".join(digits[at : at + 4] for at in range(0, 16, 4))
    text = printed.format(number=record["number"], version=record["version"], hash=shown, plain=digits)
    assert check_paper(planned, printed=text).kind == kind


def test_a_paper_without_marks(planned: Path, tmp_path: Path) -> None:
    blank = tmp_path / "scan.pdf"
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(blank)
    checked = told(planned, blank)
    assert checked.kind == NO_MARK
    assert "--printed" in checked.sentences[1]


def broken_papers(paper: Path) -> dict[str, bytes]:
    whole = paper.read_bytes()
    locked = io.BytesIO()
    writer = PdfWriter(clone_from=io.BytesIO(whole))
    writer.encrypt("secret")
    writer.write(locked)
    return {
        "empty": b"",
        "text": b"no PDF at all",
        "head alone": b"%PDF-1.7\n",
        "cut off": whole[: len(whole) // 2],
        "zeros": bytes(1000),
        "locked": locked.getvalue(),
        "no pages": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    }


def outcome(planned: Path, paper: Path) -> str:
    try:
        return told(planned, paper).kind
    except BadInputError as error:
        return codes(error)[0]


@pytest.mark.parametrize("name", ["empty", "text", "head alone", "cut off", "zeros", "locked", "no pages"])
def test_what_is_no_pdf_gives_a_notice(planned: Path, paper: Path, tmp_path: Path, name: str) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(broken_papers(paper)[name])
    assert outcome(planned, bad) in (NO_MARK, "paper-unreadable")


def test_a_missing_paper_a_missing_record_and_no_hash(planned: Path, paper: Path, tmp_path: Path) -> None:
    for folder, file in ((planned, tmp_path / "none.pdf"), (planned, tmp_path), (tmp_path / "nowhere", paper)):
        with pytest.raises(BadInputError):
            check_paper(folder, file)
    with pytest.raises(BadInputError):
        check_paper(planned, printed="SC-7 v2.0")


def test_the_command_line(planned: Path, paper: Path, tmp_path: Path) -> None:
    run = CliRunner()
    made = run.invoke(app, ["brief", str(planned / "plan.json"), "--lang", "en", "--out", str(tmp_path / "out"), "--json"])
    assert made.exit_code == 0, made.output
    answer = json.loads(made.stdout)
    assert answer["go"] is False
    assert len(answer["hash"]) == 64
    assert run.invoke(app, ["brief", "check", str(paper), str(planned)]).exit_code == 0
    wrong = run.invoke(app, ["brief", "check", "--printed", "0123 4567 89ab cdef", str(planned), "--json"])
    assert wrong.exit_code == NOT_CURRENT
    assert json.loads(wrong.stdout)["current"] is False
    assert run.invoke(app, ["brief", "check", str(paper)]).exit_code == 2
    assert run.invoke(app, ["brief"]).exit_code in (0, 2)
    assert BAD_INPUT == 3
