"""Nothing that an officer writes freely comes out where the whitelist does not let it: looked for in every byte of every file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import typst
from openpyxl import Workbook
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject

from canaries import found_in
from canary_folder import CANARIES, PAPER, PHONE, PLATE, write_canaries
from safeconduct.app.case import Case, read_scenario
from safeconduct.app.plan import make_plan
from safeconduct.app.problems import problems_of
from safeconduct.brief.release import DRAFT, FILES, OPERATORS, PARTIES, PLAN, PUBLIC, RELEASED, may_leave
from safeconduct.files.catalogues import load_words
from safeconduct.files.csv_out import xlsx_bytes
from safeconduct.files.fonts import font_folder
from safeconduct.files.party_folder import Brief, Ground, render_brief
from safeconduct.files.plan_folder import PLAN_FILES, render_plan
from safeconduct.model.plan import Plan
from safeconduct.model.terms import Contact

WORDS = tuple(one.word for one in CANARIES)


class Made(NamedTuple):
    """A planned case with planted words, and its files."""

    case: Case
    plan: Plan
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    case = read_scenario(write_canaries(tmp_path_factory.mktemp("canaries")))
    plan = make_plan(case)
    return Made(case, plan, render_plan(plan, case.network, case.scenario, problems=problems_of(plan, case)))


@pytest.mark.parametrize("name", [name for name, _ in PLAN_FILES])
def test_a_file_holds_no_planted_word_but_those_it_may(made: Made, name: str) -> None:
    found = found_in(name, made.files[name], WORDS)
    allowed = {one.word for one in CANARIES if name in one.files}
    assert not set(found) - allowed, {word: where for word, where in found.items() if word not in allowed}
    assert set(found) == allowed, "an exception that is no longer needed"


def test_every_exception_stands_in_the_table_of_levels() -> None:
    for one in CANARIES:
        assert not any(may_leave(name, level, PLAN) for name in one.files for level in (PARTIES, PUBLIC)), one
        for name in one.files:
            assert may_leave(name, OPERATORS, PLAN) <= ("own serial" in _fields(name)), (one, name)


def _fields(name: str) -> tuple[str, ...]:
    return next(one.fields for one in FILES if one.file == name)


def test_a_number_to_call_is_read_from_the_terms_so_that_it_could_leak(made: Made) -> None:
    values = [value for term in made.case.scenario.terms for _, value in term.values if isinstance(value, tuple)]
    assert [one.number for value in values for one in value if isinstance(one, Contact)] == [PHONE.word]


def test_what_the_parties_are_given_holds_no_planted_word_at_all(made: Made) -> None:
    given = {name: data for name, data in made.files.items() if may_leave(name, PARTIES, PLAN)}
    assert given
    for name, data in given.items():
        assert found_in(name, data, WORDS) == {}


def test_the_order_of_the_parties_in_the_texts_changes_no_byte(made: Made) -> None:
    turned = tuple(replace(term, answers=term.answers[::-1]) for term in made.case.scenario.terms)
    other = replace(made.case.scenario, terms=turned)
    again = render_plan(made.plan, made.case.network, other, problems=problems_of(made.plan, made.case))
    differ = [name for name, data in again.items() if data != made.files[name] and may_leave(name, PARTIES, PLAN)]
    assert differ == []
    assert again["brief.pdf"] == made.files["brief.pdf"]


LANGUAGES = ("en", "uk", "ar")
BRIEF_EXCEPTIONS = {
    "brief-en-uk-ar.pdf": {PAPER.word},
    **{f"sheets/{name}-{lang}.pdf": {PLATE.word} for name in ("drivers", "points") for lang in LANGUAGES},
}
"""Papers stand with the answers of the parties; a serial on its own sheet and on that of the assembly point where it loads."""


@pytest.fixture(scope="module")
def briefs(made: Made) -> dict[str, Brief]:
    ground = Ground(made.plan, made.case.network, made.case.scenario)
    words = load_words(LANGUAGES, complete=False)
    return {level: render_brief(ground, words, level, state="open") for level in RELEASED}


@pytest.mark.parametrize("level", RELEASED)
def test_a_brief_holds_no_planted_word_but_those_it_may_at_its_level(briefs: dict[str, Brief], level: str) -> None:
    assert briefs[level].files
    for name, data in briefs[level].files.items():
        found = found_in(name, data, WORDS)
        assert set(found) == BRIEF_EXCEPTIONS.get(name, set()), (name, found)


def test_the_public_is_given_nothing_with_an_exception(briefs: dict[str, Brief]) -> None:
    assert not set(briefs[PUBLIC].files) & set(BRIEF_EXCEPTIONS)
    assert set(briefs[PARTIES].files) & set(BRIEF_EXCEPTIONS) == {"brief-en-uk-ar.pdf"}


@pytest.mark.parametrize("level", RELEASED)
def test_a_leak_into_a_file_of_the_brief_would_be_found(briefs: dict[str, Brief], level: str) -> None:
    """The number of the brief or the name of a place stands in every file; were it a secret, the search would tell."""
    number = briefs[level].facts.number
    for name, data in briefs[level].files.items():
        assert found_in(name, data, (number, "Mitte", "Alta")), name


def test_parties_named_the_other_way_round_get_the_same_bytes(made: Made, briefs: dict[str, Brief]) -> None:
    scenario = made.case.scenario
    texts = tuple(
        replace(text, terms=tuple(replace(term, answers=term.answers[::-1]) for term in text.terms)) for text in scenario.texts
    )
    turned = replace(scenario, texts=texts, terms=tuple(replace(term, answers=term.answers[::-1]) for term in scenario.terms))
    words = load_words(LANGUAGES, complete=False)
    again = render_brief(Ground(made.plan, made.case.network, turned), words, PARTIES, state="open")
    assert dict(again.files) == dict(briefs[PARTIES].files)
    page = PdfReader(BytesIO(again.files["brief-en-uk-ar.pdf"])).pages[0].extract_text()
    assert 0 < page.index("Party A") < page.index("Party B")


def pdf(source: str) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())])
    made = typst.Compiler(f'#set text(font: "DejaVu Sans")\n{source}'.encode(), font_paths=fonts).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def pdf_with_metadata(word: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Keywords": word})
    writer.add_attachment("list.csv", word.encode())
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_stream(word: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    stream = DecodedStreamObject()
    stream.set_data(word.encode())
    writer._add_object(stream.flate_encode())
    out = BytesIO()
    writer.write(out)
    assert word.encode() not in out.getvalue()
    return out.getvalue()


def workbook(place: str, word: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = word if place == "cell" else "a"
    if place == "comment":
        sheet["A1"].comment = Comment(word, "a")
    if place == "author":
        book.properties.creator = word
    if place == "sheet":
        sheet.title = word[:30]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def archive(word: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as inner:
        inner.writestr("a.txt", word.encode("utf-16"))
    outer = BytesIO()
    with ZipFile(outer, "w", ZIP_DEFLATED) as made:
        made.writestr("inner.zip", out.getvalue())
    return outer.getvalue()


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40"><text x="5" y="20" font-family="DejaVu Sans">{}</text></svg>'
)
PLANTED: dict[str, Callable[[str], bytes]] = {
    "text.txt": lambda word: f"a {word} b".encode(),
    "utf16.txt": lambda word: word.encode("utf-16"),
    "letters.json": lambda word: json.dumps("".join(f"\\u{ord(letter):04x}" for letter in word)).replace("\\\\", "\\").encode(),
    "spaced.csv": lambda word: "\u202f".join(word).encode(),
    "letters.svg": lambda word: SVG.format("".join(f"&#{ord(letter)};" for letter in word)).encode(),
    "isolated.html": lambda word: f"<b>\u2066{word[:3]}\u2069-{word[3:]}</b>".encode(),
    "comment.gpx": lambda word: f"<gpx><!-- {word} --></gpx>".encode(),
    "cell.xlsx": lambda word: workbook("cell", word),
    "comment.xlsx": lambda word: workbook("comment", word),
    "author.xlsx": lambda word: workbook("author", word),
    "sheet.xlsx": lambda word: workbook("sheet", word),
    "ours.xlsx": lambda word: xlsx_bytes("a", (("a", "b"),), [[word]], datetime(2022, 3, 5, tzinfo=UTC)),
    "archive.zip": archive,
    "page.pdf": lambda word: pdf(f"#text[{word.replace('@', chr(92) + '@')}]"),
    "title.pdf": lambda word: pdf(f'#set document(title: "{word}")\na'),
    "picture.pdf": lambda word: pdf(f'#image(bytes({json.dumps(SVG.format(word))}), format: "svg")'),
    "metadata.pdf": pdf_with_metadata,
    "stream.pdf": pdf_with_stream,
    "name Zaphodiva.csv": lambda _: b"a",
}


@pytest.mark.parametrize("name", PLANTED)
@pytest.mark.parametrize("word", ["Zaphodiva", "+380 67 918 45 23", "qxzaphod@example.org"])
def test_the_search_finds_a_word_planted_inside_each_format(name: str, word: str) -> None:
    if name.startswith("name") and word != "Zaphodiva":
        return
    assert found_in(name, PLANTED[name](word), (word, "Nowhereword")).keys() == {word}


@pytest.mark.parametrize("name", [name for name, _ in PLAN_FILES if name.endswith((".pdf", ".xlsx"))])
def test_a_leak_into_a_file_of_the_plan_folder_would_be_found(made: Made, name: str) -> None:
    """The name of a place stands in these files; were it a secret, the search would tell."""
    word = {"manifest.xlsx": "Famzufall", "sheets/points.pdf": "Alta"}.get(name, "Mitte")
    assert found_in(name, made.files[name], (word,))


def test_the_table_of_levels_knows_every_file_at_the_level_of_the_cell() -> None:
    assert all(may_leave(name, DRAFT, PLAN) for name, _ in PLAN_FILES)
