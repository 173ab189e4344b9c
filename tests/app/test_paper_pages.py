"""Pages of a paper in hand: missing, doubled, out of order, of another edition, read from a picture; and hashes typed in."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader, PdfWriter
from typer.testing import CliRunner

from safeconduct.app.brief import make_brief
from safeconduct.app.brief_check import (
    CURRENT,
    MIXED,
    NO_MARK,
    OTHER_NUMBER,
    OTHER_STATE,
    PAGES,
    SAME_HASH,
    PaperChecked,
    check_paper,
)
from safeconduct.app.case import Case
from safeconduct.app.paper_pages import listed_pages, page_faults
from safeconduct.app.plan import write_plan
from safeconduct.cli.main import app, run
from safeconduct.cli.show import BAD_INPUT, NOT_CURRENT
from safeconduct.files.brief_record import BriefRecord, read_record
from safeconduct.files.paper import Mark, read_paper, read_printed
from safeconduct.model.errors import BadInputError
from safeconduct.model.plan import Plan


@pytest.fixture(scope="module")
def home(demo_plan: Plan, demo_case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The brief folder of the demo with three editions: of two of them the pages are as many."""
    folder = tmp_path_factory.mktemp("pages") / "scenario"
    shutil.copytree(demo_case.folder, folder)
    write_plan(demo_plan, demo_case, folder / "plan")
    for languages in ("en", "en,uk", "he,ru"):
        make_brief(folder / "plan" / "plan.json", languages)
    return folder / "brief"


def paged(path: Path, *pages: tuple[Path, int]) -> Path:
    """Write a PDF of these pages (from 1) of other PDFs."""
    writer = PdfWriter()
    for source, page in pages:
        writer.add_page(PdfReader(io.BytesIO(source.read_bytes())).pages[page - 1])
    writer.write(path)
    return path


def told(home: Path, path: Path, *pages: int, of: str = "brief-en.pdf") -> PaperChecked:
    return check_paper(home, paged(path, *((home / of, page) for page in pages)))


def count(path: Path) -> int:
    return len(PdfReader(io.BytesIO(path.read_bytes())).pages)


@pytest.mark.parametrize("name", ["brief-en.pdf", "brief-en-uk.pdf", "brief-he-ru.pdf"])
def test_every_page_says_which_of_how_many_it_is_in_every_edition(home: Path, name: str) -> None:
    marks = read_paper(home / name).marks
    assert [(one.printed, one.of) for one in marks] == [(page, len(marks)) for page in range(1, len(marks) + 1)]
    assert all(one.words for one in marks)


def test_pages_that_are_missing_twice_or_in_another_order_are_told(home: Path, tmp_path: Path) -> None:
    total = count(home / "brief-en.pdf")
    whole = list(range(1, total + 1))
    assert total >= 4
    cases = [
        (whole[:-1], [f"Missing: page {total} of {total}."]),
        (whole[1:], [f"Missing: page 1 of {total}."]),
        ([1, 2, 4, *whole[4:]], [f"Missing: page 3 of {total}."]),
        ([2, 1, *whole[2:]], [f"Out of order: the pages stand as {', '.join(map(str, [2, 1, *whole[2:]]))}."]),
        ([1, 2, 2, *whole[2:]], [f"More than once: page 2 of {total}."]),
        ([*whole, *whole], ["Every page is there 2 times or more: copies joined in one file."]),
        ([*whole, *whole[:1]], [f"More than once: page 1 of {total}."]),
    ]
    for pages, faults in cases:
        checked = told(home, tmp_path / "some.pdf", *pages)
        assert checked.kind == PAGES, pages
        assert list(checked.sentences[1:-2]) == faults, pages
        assert not checked.current
    again = told(home, tmp_path / "all.pdf", *whole)
    assert again.kind == SAME_HASH
    assert "Its words are those of brief-en.pdf on record." in again.sentences


def test_a_page_of_another_edition_is_told_by_its_words_or_its_number_of_pages(home: Path, tmp_path: Path) -> None:
    own, other = home / "brief-en-uk.pdf", home / "brief-he-ru.pdf"
    pages = [(own, page) for page in range(1, count(own) + 1)]
    pages[2] = (other, 3)
    checked = check_paper(home, paged(tmp_path / "two.pdf", *pages))
    assert checked.kind == PAGES
    assert "Page 3 of the file has the words of brief-he-ru.pdf, the others those of brief-en-uk.pdf." in checked.sentences
    if count(own) != count(other):
        assert any("of another edition than the rest" in one for one in checked.sentences)


def test_a_page_whose_words_were_changed_is_told(home: Path, tmp_path: Path) -> None:
    paper = tmp_path / "changed.pdf"
    writer = PdfWriter(clone_from=home / "brief-en.pdf")
    writer.pages[1].merge_page(written("OTHER WORDS"))
    writer.write(paper)
    checked = check_paper(home, paper)
    assert checked.kind == SAME_HASH
    assert any("words on page 2 are of no edition on record" in one for one in checked.sentences)


def written(text: str) -> PageObject:
    """Return a page with a line of Latin text and nothing else."""
    body = f"BT /F1 9 Tf 50 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(body), body),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return PdfReader(io.BytesIO(data + b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF")).pages[0]


def record_of(home: Path) -> BriefRecord:
    record = read_record(home)
    assert record is not None
    return record


def shown(record: BriefRecord) -> str:
    return " ".join(record.hash[at : at + 4] for at in range(0, 16, 4))


def test_a_foot_read_from_a_picture_counts_by_its_hash(home: Path, tmp_path: Path) -> None:
    record = record_of(home)
    writer = PdfWriter()
    foot = f"No {record.number} - v{record.version} - {shown(record).upper().replace('0', 'O')} NO GO 1 / 2"
    writer.add_page(written(foot))
    writer.write(tmp_path / "read.pdf")
    checked = check_paper(home, tmp_path / "read.pdf")
    assert checked.kind == PAGES
    assert "Missing: page 2 of 2." in checked.sentences
    writer = PdfWriter()
    writer.add_page(written(foot.replace("v", "V").replace(shown(record)[:4].upper().replace("0", "O"), "ABAB")))
    writer.write(tmp_path / "other.pdf")
    assert check_paper(home, tmp_path / "other.pdf").kind == NO_MARK


def test_a_page_of_another_paper_among_them_and_what_is_missing_then(home: Path, tmp_path: Path) -> None:
    total = count(home / "brief-en.pdf")
    writer = PdfWriter()
    for page in PdfReader(home / "brief-en.pdf").pages[:-1]:
        writer.add_page(page)
    writer.add_page(written("A letter."))
    writer.write(tmp_path / "mixed.pdf")
    checked = check_paper(home, tmp_path / "mixed.pdf")
    assert checked.kind == MIXED
    assert f"Page {total}: without number, version and hash." in checked.sentences
    assert f"Of the current version: Missing: page {total} of {total}." in checked.sentences


def test_a_scan_without_text_is_told_from_a_paper_without_a_foot(home: Path, tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "scan.pdf")
    scan = check_paper(home, tmp_path / "scan.pdf")
    assert scan.kind == NO_MARK
    assert "pictures and no text" in scan.sentences[0]
    assert "--printed" in scan.sentences[1]
    writer.add_page(written("A letter."))
    writer.write(tmp_path / "letter.pdf")
    letter = check_paper(home, tmp_path / "letter.pdf")
    assert letter.kind == NO_MARK
    assert "no brief, or its foot cannot be read" in letter.sentences[0]


def test_why_a_file_cannot_be_read_is_said_in_plain_words(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (home / "brief-en.pdf").read_bytes()
    locked = io.BytesIO()
    writer = PdfWriter(clone_from=io.BytesIO(whole))
    writer.encrypt("secret")
    writer.write(locked)
    for data, reason in (
        (b"", "the file is empty"),
        (b"PK\x03\x04" + bytes(400), "does not begin as a PDF does"),
        (whole[: len(whole) // 2], "it is cut off"),
        (locked.getvalue(), "it needs a password"),
    ):
        path = tmp_path / "bad.pdf"
        path.write_bytes(data)
        with pytest.raises(BadInputError) as caught:
            check_paper(home, path)
        assert [reason in str(one) for one in caught.value.notices] == [True]
        monkeypatch.setattr(sys, "argv", ["safeconduct", "brief", "check", str(path), str(home)])
        with pytest.raises(SystemExit) as ended:
            run()
        assert ended.value.code == BAD_INPUT


def test_five_hundred_pages_of_copies_are_read_once(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    total, copies = count(home / "brief-en.pdf"), 500 // count(home / "brief-en.pdf") + 1
    path = tmp_path / "many.pdf"
    writer = PdfWriter()
    for _ in range(copies):
        writer.append(home / "brief-en.pdf")
    writer.write(path)
    read: list[int] = []
    real = PageObject.extract_text

    def counted(page: PageObject) -> str:
        read.append(1)
        return real(page)

    monkeypatch.setattr(PageObject, "extract_text", counted)
    shares: list[float] = []
    marks = read_paper(path, progress=lambda _what, share: shares.append(share)).marks
    assert len(marks) == total * copies >= 500
    assert len(read) == total
    assert shares[-1] == 1.0
    assert page_faults(marks) == (f"Every page is there {copies} times or more: copies joined in one file.",)


def lookalike(digits: str) -> str:
    return digits.replace("0", "O").replace("1", "l").replace("5", "S")


@pytest.mark.parametrize(
    "typed",
    [
        lambda digits: digits.upper(),
        " ".join,
        lookalike,
        lambda digits: lookalike(digits.upper()).replace("l", "I"),
        lambda digits: f"{digits[:5]}:{digits[5:9]}_{digits[9:]}",
        lambda digits: digits.replace("a", "\u0430").replace("c", "\u0441").replace("e", "\u0435"),
        lambda digits: "".join(chr(0x0660 + int(one)) if one.isdigit() else one for one in digits),
        lambda digits: "".join(chr(ord(one) + 0xFEE0) for one in digits),
        lambda digits: f"{digits[:4]}-{digits[4:8]}-{digits[8:12]}-{digits[12:]} page 1 / 5",
    ],
)
def test_a_hash_is_read_however_it_was_typed(home: Path, typed: Callable[[str], str]) -> None:
    record = record_of(home)
    digits = typed(record.hash[:16])
    for text in (digits, f"{record.number} v{record.version} {digits}", f"# {digits} \u2116 {record.number}"):
        (mark,) = read_printed(text, (record.hash[:16],)).marks
        assert mark.hash == record.hash[:16], text


@given(st.text(max_size=60))
def test_whatever_is_typed_in_is_a_hash_or_a_notice(text: str) -> None:
    try:
        (mark,) = read_printed(text).marks
    except BadInputError:
        return
    assert len(mark.hash) == 16


def test_the_current_hash_under_another_number_or_version_is_not_current(home: Path) -> None:
    record = record_of(home)
    for text, kind, wrong in (
        (f"SC-9 v{record.version} {shown(record)}", OTHER_NUMBER, "another"),
        (f"{record.number}1 {shown(record)}", OTHER_NUMBER, "number"),
        (f"{record.number} v9.9 {shown(record)}", OTHER_STATE, "version"),
    ):
        checked = check_paper(home, printed=text)
        assert checked.kind == kind, text
        assert wrong in checked.sentences[0]
    for text in (f"hash {shown(record)}", f"number {record.number.lower()} {shown(record)} NO GO UTC+2 1 / 5", shown(record)):
        assert check_paper(home, printed=text).kind == CURRENT, text


def test_a_hash_with_a_slip_asks_to_be_read_again(home: Path) -> None:
    record = record_of(home)
    slip = ("1" if record.hash[0] != "1" else "2") + shown(record)[1:]
    checked = check_paper(home, printed=slip)
    assert checked.kind == OTHER_STATE
    assert "in 1 of 16 digits. Read it again" in checked.sentences[0]


def test_machine_output_names_the_printed_pages(home: Path, tmp_path: Path) -> None:
    path = paged(tmp_path / "one.pdf", (home / "brief-en.pdf", 2))
    done = CliRunner().invoke(app, ["brief", "check", str(path), str(home), "--json"])
    assert done.exit_code == NOT_CURRENT
    answer = json.loads(done.stdout)
    assert answer["kind"] == "other pages"
    assert (answer["pages"][0]["printed"], answer["pages"][0]["of"]) == (2, count(home / "brief-en.pdf"))


def test_pages_are_listed_for_people() -> None:
    assert listed_pages([3]) == "page 3"
    assert listed_pages([9, 1, 2, 4, 5, 6]) == "pages 1, 2, 4-6, 9"


@given(st.lists(st.integers(1, 6), min_size=1, max_size=14))
def test_nothing_is_wrong_with_pages_only_when_all_are_there_once_in_order(pages: list[int]) -> None:
    faults = page_faults([Mark(at, "N", "1.0", "0" * 16, page, 6) for at, page in enumerate(pages, 1)])
    assert (faults == ()) == (pages == [1, 2, 3, 4, 5, 6])
    missing = [page for page in range(1, 7) if page not in pages]
    assert any(one == f"Missing: {listed_pages(missing)} of 6." for one in faults) == bool(missing)
