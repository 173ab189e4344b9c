"""Texts of an agreement on disk: checked, answered, acted on; nothing that was is ever changed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreed import whole_text
from safeconduct.agreement.completeness import OPEN, SATISFIED
from safeconduct.app.brief import make_brief
from safeconduct.app.case import Case, read_scenario
from safeconduct.app.plan import make_plan, write_plan
from safeconduct.app.terms_act import record_act
from safeconduct.app.terms_answer import Answered, Given, record_answer
from safeconduct.app.terms_case import read_terms_case
from safeconduct.app.terms_check import check_agreement
from safeconduct.app.terms_history import read_history
from safeconduct.app.verify import verify_plan
from safeconduct.files.terms import read_text_file
from safeconduct.files.terms_toml import text_toml, write_new
from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Plan
from safeconduct.model.terms import Acknowledgement, Answer, Category, Moment, PlaceRef, Term, TermLimits, TermsText

AGREED = Path(__file__).parents[2] / "examples/founding-agreed/corridor-v2.toml"
WHO = {"by": "head of the movement", "paper": "order 7"}


@pytest.fixture
def folder(demo_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the founding case that a test may change."""
    return Path(shutil.copytree(demo_folder, tmp_path / "case"))


def answer(folder: Path, **changed: object) -> Answered:
    given_ = {
        "term": "T2",
        "party": "B",
        "state": "accepted",
        "paper": "letter 12",
        "at": "2014-08-29 07:00",
        "channel": "letter",
    }
    new_party = bool(changed.pop("new_party", False))
    return record_answer(folder, Given(**{**given_, **changed}), new_party=new_party)  # type: ignore[arg-type]


def test_the_founding_case_becomes_a_go_by_a_second_version(folder: Path, demo_plan: Plan, demo_case: Case) -> None:
    assert not demo_plan.go.go
    assert any(reason.startswith("Term T2 of DEMO-2014-08-29") for reason in demo_plan.go.reasons)
    assert verify_plan(demo_plan, demo_case) == ()
    shutil.copy(AGREED, folder / "terms")
    case = read_scenario(folder)
    plan = make_plan(case)
    assert plan.go.go
    assert "words only" in " ".join(plan.go.reasons)
    assert verify_plan(plan, case) == ()
    assert verify_plan(replace(plan, go=demo_plan.go), case) != ()
    assert verify_plan(replace(demo_plan, go=plan.go), demo_case) != ()
    found = read_history(folder)
    assert [(one.text.version, one.in_force) for one in found.versions] == [(1, False), (2, True)]
    assert any("B - Ukraine silent -> accepted" in line for line in found.versions[1].said if "T2" in line)
    write_plan(plan, case, folder / "plan")
    with pytest.raises(RefusedError) as caught:
        make_brief(folder / "plan", "en,uk", level="public")
    assert caught.value.rule == "release-act"
    for at, act in (("06:40", "propose"), ("07:00", "agree"), ("08:00", "open"), ("08:10", "release")):
        record_act(folder, act, at=f"2014-08-29 {at}", **WHO)
    told = make_brief(folder / "plan", "en,uk", level="public").brief.files
    assert sorted(told) == ["alert.cap.xml", "announcement-en.txt", "announcement-uk.txt", "radio-en.txt", "radio-uk.txt"]
    assert b"<sent>2014-08-29T08:10:00+03:00</sent>" in told["alert.cap.xml"]
    assert "Silence window: 29 August 2014" in told["announcement-en.txt"].decode()
    assert "People assemble at: Ilovaisk, Petrivske." in told["announcement-en.txt"].decode()


CLAUSES = {
    "window": 'from = "09:00"\nto = "16:00"',
    "route": 'way_points = ["{first}", "{second}"]',
    "assembly": 'points = ["{first}"]',
    "who": 'may_leave = ["civilians"]',
    "voluntary": "voluntary = true",
    "aid": "allowed = false",
}
ANSWERS = 'answers = [{ party = "A", state = "accepted", paper = "a" }, { party = "B", state = "accepted", paper = "b" }]'


def two_spellings(folder: Path) -> Path:
    """Write one agreement as a text of each party, with the places as each party names them."""
    (folder / "terms").mkdir(parents=True)
    for party, names in (("A", ("Mariupol", "Orikhiv")), ("B", ("Маріуполь", "Орехов"))):
        head = f'[text]\nreference = "{party}/1"\nparty = "{party}"\nzone = "Europe/Kyiv"\nday = 2022-03-05\n'
        said = [f'[[terms]]\nkind = "{kind}"\n{body}\n{ANSWERS}\n' for kind, body in CLAUSES.items()]
        filled = "".join(said).replace("{first}", names[0]).replace("{second}", names[1])
        (folder / "terms" / f"{party}.toml").write_text(head + filled, encoding="utf-8")
    return folder


def test_two_spellings_are_no_go_until_a_gazetteer_has_both(tmp_path: Path) -> None:
    folder = two_spellings(tmp_path / "case")
    go = check_agreement(folder).go
    assert [reason.partition("The comparison takes ")[2].partition(": confirm")[0] for reason in go.reasons] == [
        '"Mariupol" for "Маріуполь" (same name in other letters), "Orikhiv" for "Орехов" (sounds alike)',
        '"Mariupol" for "Маріуполь" (same name in other letters)',
    ]
    table = "name,lon,lat,name_uk,name_ru\nMariupol,37.54,47.10,Маріуполь,Мариуполь\nOrikhiv,35.79,47.57,Оріхів,Орехов\n"
    (folder / "gazetteer.csv").write_text(table, encoding="utf-8")
    assert check_agreement(folder).go.go


def test_the_report_names_what_is_missing(folder: Path) -> None:
    report = check_agreement(folder)
    assert not report.go.go
    assert report.parties == ("A - Donetsk People's Republic", "B - Ukraine")
    stands = {point.check.code: point for point in report.points}
    assert {stands[code].status for code in ("minimum-time", "minimum-who", "order", "road")} == {OPEN}
    assert stands["night"].status == OPEN  # the window ends at 20:00, the sun sets at about 19:12
    assert stands["minimum-time"].asked == report.parties
    assert report.case.state == "draft"


def test_a_plan_of_the_same_input_answers_what_shows_in_numbers(folder: Path, demo_plan: Plan, demo_case: Case) -> None:
    write_plan(demo_plan, demo_case, folder / "plan")
    report = check_agreement(folder)
    stands = {point.check.code: point for point in report.points}
    assert report.planned
    assert stands["seats"].status == stands["night"].status == SATISFIED
    answer(folder)
    other = check_agreement(folder)
    assert not other.planned
    assert "plan-of-other-input" in [one.code for one in other.notices]


def test_a_single_text_is_checked_without_a_scenario(folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "text.toml"
    shutil.copy(AGREED, alone)
    report = check_agreement(alone)
    assert report.go.go
    assert report.case.folder is None
    assert next(one for one in report.points if one.check.code == "seats").status == OPEN


def test_an_answer_is_a_new_version_and_touches_no_file(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = answer(folder)
    assert done.path.name == "corridor-v2.toml"
    (said,) = done.changed
    assert said.startswith('Term T2 ("The units leave without heavy weapons and ammunition."): B - Ukraine silent -> accepted')
    assert said.endswith(", by letter 12 (letter), 2014-08-29 07:00+03:00 (Europe/Kyiv)")
    assert {path: path.read_bytes() for path in before} == before
    assert {path for path in folder.rglob("*") if path.is_file()} - set(before) == {done.path}
    again = answer(folder, term="t1", party="b - ukraine")
    assert again.path.name == "corridor-v3.toml"
    texts = read_terms_case(folder).texts
    assert sorted(text.version for text in texts) == [1, 2, 3]
    (held,) = read_terms_case(folder).held
    assert [one.state for term in held.terms[:2] for one in term.answers] == ["accepted", "accepted", "proposed", "accepted"]
    assert held.terms[2:] == next(text for text in texts if text.version == 1).terms[2:]


def test_one_paper_answers_every_clause_of_a_text_in_one_version(folder: Path) -> None:
    (before,) = read_terms_case(folder).held
    done = answer(folder, term="")
    assert done.path.name == "corridor-v2.toml"
    (held,) = read_terms_case(folder).held
    states = {(term.id, one.party): one.state for term in held.terms for one in term.answers}
    assert {states[term.id, "B - Ukraine"] for term in held.terms} == {"accepted"}
    others = [one for term in before.terms for one in term.answers if one.party != "B - Ukraine"]
    assert [one for term in held.terms for one in term.answers if one.party != "B - Ukraine"] == others
    second = AGREED.read_text(encoding="utf-8").replace("DEMO-2014-08-29", "ANOTHER")
    (folder / "terms/another.toml").write_text(second, encoding="utf-8")
    with pytest.raises(RefusedError, match="Several texts are in force"):
        answer(folder, term="")
    with pytest.raises(RefusedError, match="No text in force is called 'X'; there are: ANOTHER, DEMO-2014-08-29"):
        answer(folder, term="", text="X")


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"term": "T99"}, "answer-term"),
        ({"party": "C"}, "answer-party"),
        ({"party": ""}, "answer-party"),
        ({"state": "agreed"}, "answer-state"),
        ({"paper": " "}, "answer-paper"),
        ({"text": "Another text"}, "answer-text"),
    ],
)
def test_what_is_not_known_is_refused_and_nothing_is_written(folder: Path, changed: dict[str, object], rule: str) -> None:
    names = sorted(path.name for path in (folder / "terms").iterdir())
    with pytest.raises(RefusedError) as found:
        answer(folder, **changed)
    assert found.value.rule == rule
    assert sorted(path.name for path in (folder / "terms").iterdir()) == names


def test_the_same_answer_twice_and_a_name_that_is_taken_are_refused(folder: Path) -> None:
    answer(folder)
    with pytest.raises(RefusedError, match="says so already"):
        answer(folder)
    taken = folder / "terms/corridor.toml"
    before = taken.read_bytes()
    with pytest.raises(RefusedError) as found:
        write_new(taken, "x")
    assert found.value.rule == "version-kept"
    assert taken.read_bytes() == before
    assert [path.name for path in (folder / "terms").iterdir() if path.name.endswith(".part")] == []


def test_a_moment_that_is_none_is_bad_input(folder: Path) -> None:
    for at in ("yesterday", "2014-13-40 10:00", "2014-08-29"):
        with pytest.raises(BadInputError):
            answer(folder, at=at)


def test_a_new_party_is_asked_for(folder: Path) -> None:
    done = answer(folder, party="C - Third party", state="silent", new_party=True)
    assert any("C - Third party" in line for line in done.changed)
    assert not done.go.go


def test_texts_without_a_reference_cannot_be_answered(tmp_path: Path) -> None:
    (tmp_path / "terms").mkdir()
    (tmp_path / "scenario.toml").write_text('name = "x"\nzone = "Europe/Kyiv"\nstart = "2014-08-29 08:00"\n')
    (tmp_path / "terms/t.toml").write_text('id = "T2"\ntext = "x"\nanswers = [{ party = "B", state = "silent" }]\n')
    with pytest.raises(RefusedError) as found:
        answer(tmp_path)
    assert found.value.rule == "answer-reference"


def test_acts_are_added_and_the_state_is_what_they_add_up_to(folder: Path) -> None:
    with pytest.raises(RefusedError, match=r"act-open: .* No act is recorded yet; the first is propose"):
        record_act(folder, "open", "2014-08-29 09:00", **WHO)
    assert record_act(folder, "propose", "2014-08-29 06:00", **WHO).after == "proposed"
    with pytest.raises(RefusedError, match="NO GO") as refused:
        record_act(folder, "agree", "2014-08-29 06:40", **WHO)
    assert "No act is recorded" not in str(refused.value)
    shutil.copy(AGREED, folder / "terms")
    assert record_act(folder, "Agree", "2014-08-29 06:40", **WHO).after == "agreed"
    first = (folder / "terms/acts.csv").read_bytes()
    with pytest.raises(RefusedError, match="outside the hours of silence"):
        record_act(folder, "open", "2014-08-29 07:00", **WHO)
    done = record_act(folder, "open", "2014-08-29 08:00", by="head of the movement", paper="=order 7", channel="radio")
    assert (done.before, done.after) == ("agreed", "open")
    assert (folder / "terms/acts.csv").read_bytes().startswith(first)
    assert check_agreement(folder).case.state == "open"
    lines = read_history(folder).acts
    assert lines[0] == "2014-08-29 06:00+03:00 (Europe/Kyiv): propose, by head of the movement, order 7"
    assert len(lines) == 3
    answer(folder, state="rejected", at="2014-08-29 08:30")
    assert "open-without-go" in [one.code for one in check_agreement(folder).notices]
    with pytest.raises(RefusedError, match="act-record"):
        record_act(folder, "suspend", "2014-08-29 08:31", by=" ", paper="x")


def test_acts_are_no_input_of_a_plan(folder: Path) -> None:
    before = read_scenario(folder).scenario.input_hash
    record_act(folder, "propose", "2014-08-29 06:00", **WHO)
    after = read_scenario(folder)
    assert after.scenario.input_hash == before
    assert "file-unknown" not in [one.code for one in after.notices]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("2014-08-29 06:00,open,head,p,\n", "act-out-of-order"),
        ("2014-08-29 06:00,opened,head,p,\n", "cell-choice"),
        ("yesterday,propose,head,p,\n", "time-unreadable"),
        ("2014-08-29 06:00,propose,,p,\n", "cell-missing"),
    ],
)
def test_a_record_that_does_not_add_up_is_bad_input(folder: Path, rows: str, code: str) -> None:
    (folder / "terms/acts.csv").write_text("at,act,by,paper,channel\n" + rows)
    with pytest.raises(BadInputError) as found:
        read_terms_case(folder)
    assert code in [one.code for one in found.value.notices]


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=30
)
TIDY = WORDS.map(lambda one: " ".join(one.split()) or "x")


@settings(max_examples=60, deadline=None)
@given(TIDY, TIDY, st.sampled_from(["Europe/Kyiv", "UTC+3", "UTC"]))
def test_a_text_reads_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, words: str, name: str, zone: str) -> None:
    whole = whole_text("A", "B")
    at = next(value.at for _, value in whole.terms[0].values if isinstance(value, Moment))
    people = (Category("civilians", "female", 0, 18), Category("everybody"))
    where = (PlaceRef(name, whole_point()), PlaceRef("Alpha", None, "Street 1"))
    answers = (Answer("A", "accepted", "paper 1", at, "radio"), Answer("B", "silent"))
    more = (
        Term("W", words, answers, required=False, source="source", limits=TermLimits(3, 0, returns=False, search_s=9, party="A")),
        Term("P", "", answers, kind="stay", values=(("protected", True),)),
        Term("H", "", answers, kind="weapons", values=(("condition", "none taken"), ("registered", False))),
        Term(
            "S",
            "",
            answers,
            kind="window",
            label=name,
            values=(("from", Moment(at, zone)), ("to", Moment(at + timedelta(1), "UTC-5"))),
        ),
        Term("E", "", answers, kind="escort", values=(("escort", ("x",)), ("hand_over", where))),
    )
    known = [replace(one, values=(("may_leave", people),)) if one.kind == "who" else one for one in whole.terms]
    terms = tuple(replace(one, paper=words) for one in (*known, *more))
    text = TermsText(
        terms, words, "A", 4, at, "letter", zone, "source", ("old 1", name), (Acknowledgement("B", "note", at, "mail"),)
    )
    path = tmp_path_factory.mktemp("text") / "text.toml"
    path.write_bytes(text_toml(text, note=f"of {words}").encode())
    read, notices = read_text_file(path)
    assert read is not None, [str(one) for one in notices]
    assert replace(read, file="") == text


def whole_point() -> LonLat:

    return LonLat(37.5412345, 47.1)


def test_a_check_tells_a_word_that_judges_and_a_number_to_call(folder: Path) -> None:
    said = '[[terms]]\nid = "X1"\ntext = "After the enemy has left, call +380 67 123 45 67."\nrequired = false\n'
    answers = 'answers = [{ party = "B - Ukraine", state = "proposed", paper = "letter 3" }]\n'
    path = folder / "terms" / "more.toml"
    path.write_text(said + answers, encoding="utf-8")
    for place in (folder, path):
        found = [one for one in check_agreement(place).notices if one.code.startswith("words-")]
        assert {(one.code, dict(one.values)["word"]) for one in found} == {
            ("words-judge", "enemy"),
            ("words-private", "+380 67 123 45 67"),
        }
        assert all("more.toml" in one.where.file and one.where.feature == "term X1" for one in found)
