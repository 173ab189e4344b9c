"""The brief folder: the same bytes, the hash on every page, editions side by side, refusals that change nothing."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from brief.party_sample import CANARY_PHONE, CANARY_SOURCE, clause, make_party_sample
from brief.sample import Sample
from canaries import found_in
from safeconduct.brief.release import OPERATORS, PARTIES, PUBLIC
from safeconduct.brief.translate import Words
from safeconduct.files.brief_record import RECORD, read_record, sha256_of
from safeconduct.files.catalogues import load_words
from safeconduct.files.paper import FOOT, read_paper
from safeconduct.files.party_folder import Brief, Ground, brief_name, render_brief, write_brief
from safeconduct.files.party_pdf import facts_hash, facts_json
from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.plan import Route
from safeconduct.model.terms import Term

PLAN = b"plan.json of the sample"
BESIDE = (
    *("brief-en-uk.pdf", "corridors.gpx", "timetable.xlsx", "announcement-en.txt", "radio-en.txt"),
    *("announcement-uk.txt", "radio-uk.txt", "alert.cap.xml"),
)
"""Files of the brief in English and Ukrainian for the parties."""


def words(*codes: str) -> tuple[Words, ...]:
    return load_words(codes, complete=False)


def brief_of(sample: Sample, *codes: str, level: str = "parties") -> Brief:
    return render_brief(Ground(*sample), words(*codes), level)


def with_terms(*terms: Term) -> Sample:
    sample = make_party_sample()
    text = replace(sample.scenario.texts[0], terms=terms)
    return sample._replace(scenario=replace(sample.scenario, terms=terms, texts=(text,)))


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_party_sample()


@pytest.fixture(scope="module")
def brief(sample: Sample) -> Brief:
    return brief_of(sample, "en", "uk")


def page_texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_two_builds_are_byte_for_byte_the_same(sample: Sample, brief: Brief) -> None:
    assert dict(brief_of(sample, "en", "uk").files) == dict(brief.files)


@pytest.mark.parametrize("codes", [("en",), ("en", "uk"), ("en", "ar"), ("he", "ru"), ("en", "fr", "uk", "ar"), ("ar", "he")])
def test_number_version_and_hash_stand_on_every_page_and_are_the_same_in_every_language(
    sample: Sample, codes: tuple[str, ...]
) -> None:
    made = brief_of(sample, *codes)
    pdf = made.files[brief_name(codes)]
    assert made.hash == facts_hash(made.facts)
    texts = page_texts(pdf)
    assert len(texts) >= 3
    for number, text in enumerate(texts, 1):
        (found,) = FOOT.finditer(re.sub("[\u2066-\u2069]", "", text))
        assert (found["number"], found["version"], found["hash"]) == ("SC-7", "2.0", made.digest)
        assert f"{number} / {len(texts)}" in text
        assert "NO GO" in text or "en" not in codes
        assert "EEST (UTC+3) / MSK (UTC+4)" in text.replace("\u00a0", " ")
    assert made.hash == brief_of(sample, "en").hash


def test_a_full_brief_with_its_map_takes_less_than_two_seconds_of_work(sample: Sample, brief: Brief) -> None:
    assert brief.files
    begun = time.process_time()
    brief_of(sample, "en", "uk")
    assert time.process_time() - begun < 2.0


def test_the_hash_is_of_the_facts(sample: Sample, brief: Brief) -> None:
    other = replace(sample.plan, end=sample.plan.end.replace(minute=1))
    assert brief_of(sample._replace(plan=other), "en").hash != brief.hash
    unseen = replace(sample.plan, notices=("a warning",), assumptions=("x",))
    assert brief_of(sample._replace(plan=unseen), "en").hash == brief.hash
    assert facts_json(brief.facts) == facts_json(brief_of(sample, "en").facts)


def test_nothing_that_the_parties_may_not_have_is_in_any_byte(brief: Brief) -> None:
    for name, data in brief.files.items():
        assert found_in(name, data, (CANARY_PHONE, CANARY_SOURCE, "bus-01", "amb-01", "Sample source")) == {}


def test_drivers_sheets_come_at_the_level_of_operators_only_once_it_is_agreed(sample: Sample, brief: Brief) -> None:
    assert not any(name.startswith("sheets/") for name in brief.files)
    made = brief_of(make_party_sample(go=True), "en", "uk", level=OPERATORS)
    books = [f"sheets/{name}-{lang}.pdf" for lang in ("en", "uk") for name in ("drivers", "points", "checkpoints")]
    assert [name for name in made.files if name.startswith("sheets/")] == books
    assert dict(made.files) == dict(brief_of(make_party_sample(go=True), "en", "uk", level=OPERATORS).files)
    with pytest.raises(RefusedError) as caught:
        brief_of(sample, "en", level=OPERATORS)
    assert caught.value.rule == "release-state"


def test_the_public_is_given_announcement_script_and_alert_once_it_is_open() -> None:
    sample = make_party_sample(go=True)
    release = clause("T11", "release", ("when", "when the silence holds"))
    text = replace(sample.scenario.texts[0], terms=(*sample.scenario.terms, release))
    scenario = replace(sample.scenario, terms=text.terms, texts=(text,))
    ground = Ground(sample.plan, sample.network, scenario)
    with pytest.raises(RefusedError) as caught:
        render_brief(ground, words("en", "uk"), PUBLIC)
    assert caught.value.rule == "release-state"
    made = render_brief(ground, words("en", "uk"), PUBLIC, state="open")
    told = ("announcement-en.txt", "radio-en.txt", "announcement-uk.txt", "radio-uk.txt", "alert.cap.xml")
    assert tuple(made.files) == told
    with pytest.raises(RefusedError) as caught:
        render_brief(Ground(*sample), words("en"), PUBLIC, state="open")
    assert caught.value.rule == "release-clause"


@pytest.mark.parametrize(
    ("said", "code"), [("Once the enemy has left.", "words-judge-refused"), ("Call +380 67 123 45 67.", "words-private-refused")]
)
def test_a_word_that_judges_and_a_number_to_call_are_refused(said: str, code: str) -> None:
    with pytest.raises(BadInputError) as caught:
        brief_of(with_terms(clause("T1", "", text=said)), "en")
    (notice,) = caught.value.notices
    assert (notice.code, notice.where.feature) == (code, "term T1")


def test_a_letter_without_a_font_is_refused_with_letter_and_field() -> None:
    sample = make_party_sample()
    group = replace(sample.scenario.groups[0], name="校舎")
    with pytest.raises(BadInputError) as caught:
        brief_of(sample._replace(scenario=replace(sample.scenario, groups=(group, *sample.scenario.groups[1:]))), "en")
    said = str(caught.value.notices[0])
    assert "brief-en.pdf" in said
    assert "U+6821" in said
    assert "Places and routes" in said


def test_markup_is_printed_as_text(brief: Brief) -> None:
    everything = "\n".join(page_texts(brief.files["brief-en-uk.pdf"]))
    assert '#import "x" *bold* $x$ <b>' in everything


@pytest.mark.parametrize("kind", ["", "medical"])
def test_a_clause_of_ten_thousand_words_fills_pages_that_all_have_their_foot(kind: str) -> None:
    long = "word " * 9_999 + "end."
    made = brief_of(with_terms(clause("T1", kind, text=long.strip())), "en", "ar")
    texts = page_texts(made.files["brief-en-ar.pdf"])
    assert len(texts) > 10
    assert all(made.digest in text for text in texts)
    assert "end." in "".join(texts)


def test_a_whole_folder_is_written_and_read_back(brief: Brief, tmp_path: Path) -> None:
    out = tmp_path / "brief"
    made = write_brief(brief, PLAN, out)
    assert [path.name for path in made] == [*BESIDE, "brief.json"]
    record = read_record(out)
    assert record is not None
    assert (record.number, record.version, record.hash, record.level) == ("SC-7", "2.0", brief.hash, "parties")
    assert record.files == {name: sha256_of(data) for name, data in sorted(brief.files.items())}
    assert record.plan == sha256_of(PLAN)
    first = (out / RECORD).read_bytes()
    write_brief(brief, PLAN, out)
    assert (out / RECORD).read_bytes() == first


def test_editions_of_one_brief_stand_beside_each_other(sample: Sample, brief: Brief, tmp_path: Path) -> None:
    write_brief(brief, PLAN, tmp_path / "brief")
    write_brief(brief_of(sample, "en", "ar"), PLAN, tmp_path / "brief")
    record = read_record(tmp_path / "brief")
    assert record is not None
    assert record.languages == [["en", "ar"], ["en", "uk"]]
    assert set(record.files) == {*BESIDE, "brief-en-ar.pdf", "announcement-ar.txt", "radio-ar.txt"}
    assert record.earlier == []


def test_sheets_in_other_languages_stay_beside_those_of_the_same_plan(tmp_path: Path) -> None:
    agreed, out = make_party_sample(go=True), tmp_path / "brief"
    first = brief_of(agreed, "en", level=OPERATORS)
    write_brief(first, PLAN, out)
    write_brief(brief_of(agreed, "uk", level=OPERATORS), PLAN, out)
    assert (out / "sheets/drivers-en.pdf").read_bytes() == first.files["sheets/drivers-en.pdf"]
    # Another plan of the same brief may give the packets other vehicles: its sheets are none of the first one's.
    write_brief(brief_of(agreed, "ar", level=OPERATORS), b"another plan", out)
    assert sorted(path.name for path in (out / "sheets").iterdir()) == [
        f"{name}-ar.pdf" for name in ("checkpoints", "drivers", "points")
    ]
    assert (out / "brief-en.pdf").is_file()
    # Whoever may have the brief only finds no sheet any more.
    write_brief(brief_of(agreed, "ar", level=PARTIES), b"another plan", out)
    assert not (out / "sheets").exists()


def test_sheets_call_places_as_their_language_does(tmp_path: Path) -> None:
    made = brief_of(make_party_sample(go=True), "en", "he", level=OPERATORS).files
    # The name of the language, and the one on the sign.
    assert "Ilovaisk / Іловайськ" in "\n".join(page_texts(made["sheets/points-en.pdf"]))
    assert "אילובאיסק" in "".join(page_texts(made["sheets/points-he.pdf"]))
    assert "אילובאיסק" not in "".join(page_texts(made["sheets/points-en.pdf"]))


def test_another_brief_takes_its_place_and_the_record_keeps_the_hash(brief: Brief, tmp_path: Path) -> None:
    out = tmp_path / "brief"
    write_brief(brief, PLAN, out)
    other = brief_of(make_party_sample(go=True), "en")
    write_brief(other, PLAN, out)
    record = read_record(out)
    assert record is not None
    assert [one.hash for one in record.earlier] == [brief.hash]
    assert not (out / "brief-en-uk.pdf").exists()


def test_what_was_signed_stays_current_when_the_corridor_opens(tmp_path: Path) -> None:
    ground, out = Ground(*make_party_sample(go=True)), tmp_path / "brief"
    agreed, opened = (render_brief(ground, words("en"), "parties", state=state) for state in ("agreed", "open"))
    assert agreed.hash == opened.hash
    assert "the corridor is open" in page_texts(opened.files["brief-en.pdf"])[0]
    write_brief(agreed, PLAN, out)
    write_brief(opened, PLAN, out)
    record = read_record(out)
    assert record is not None
    assert record.also == [sha256_of(agreed.files["brief-en.pdf"])]
    assert record.earlier == []


def test_a_foreign_folder_and_a_foreign_file_are_left_alone(brief: Brief, tmp_path: Path) -> None:
    out = tmp_path / "brief"
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RefusedError, match="not a brief folder"):
        write_brief(brief, PLAN, out)
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    (out / "mine.txt").unlink()
    write_brief(brief, PLAN, out)
    (out / "brief-notes.pdf").write_bytes(b"mine")
    with pytest.raises(RefusedError):
        write_brief(brief, PLAN, out)
    assert (out / "brief-notes.pdf").read_bytes() == b"mine"


def test_a_broken_record_is_told(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_text('{"number": 3}', encoding="utf-8")
    with pytest.raises(BadInputError) as caught:
        read_record(tmp_path)
    assert caught.value.notices[0].code == "brief-record-broken"


def test_the_paper_is_read_page_by_page(brief: Brief, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(brief.files["brief-en-uk.pdf"])
    marks = read_paper(path).marks
    assert [one.page for one in marks] == list(range(1, len(marks) + 1))
    assert {(one.number, one.version, one.hash) for one in marks} == {("SC-7", "2.0", brief.hash[:16])}


@pytest.mark.parametrize("number", ["SC 7 · b", "אב-12", "عقد 7", "SC-7 · v9.9 · # 0000 0000 0000 0000"])
def test_a_strange_reference_keeps_the_foot_readable(number: str, tmp_path: Path) -> None:
    sample = make_party_sample()
    text = replace(sample.scenario.texts[0], reference=number)
    made = brief_of(sample._replace(scenario=replace(sample.scenario, texts=(text,))), "en")
    path = tmp_path / "paper.pdf"
    path.write_bytes(made.files["brief-en.pdf"])
    assert {(one.version, one.hash) for one in read_paper(path).marks} == {("2.0", made.hash[:16])}


def test_a_road_called_after_martyrs_is_the_roads_own_name(sample: Sample) -> None:
    def called(route: Route) -> Route:
        points = tuple(replace(one, name="شهيد مدني") if one.role == "way" else one for one in route.way_points)
        return replace(route, way_points=points)

    options = tuple(replace(one, routes=tuple(called(route) for route in one.routes)) for one in sample.plan.options)
    ground = Ground(replace(sample.plan, options=options), sample.network, sample.scenario)
    assert "brief-en.pdf" in render_brief(ground, words("en")).files
    named = replace(sample.scenario.exits[0], name="Camp of the martyrs")
    with pytest.raises(BadInputError, match="judges a party"):
        render_brief(Ground(ground.plan, ground.network, replace(sample.scenario, exits=(named,))), words("en"))
