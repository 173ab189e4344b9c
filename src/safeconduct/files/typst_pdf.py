"""The brief and the sheets as PDF by Typst: words go in as data, no network, own fonts, the same bytes for the same brief."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from safeconduct.brief.document import Document, texts_of
from safeconduct.brief.sheet import SheetBook, sheet_texts
from safeconduct.files.fonts import find_unprintable, font_folder, letter_name
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, Where, notice

if TYPE_CHECKING:
    from typst import Compiler, Fonts

TEMPLATES = Path(__file__).parent / "templates"
BRIEF, SHEETS = ("tables.typ", "brief.typ"), ("tables.typ", "sheets.typ")
"""The parts of each template, one after another: a template in memory cannot read a file beside it."""

MOST_NOTICES = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Maps:
    """The pictures of a brief as SVG: the map of the first page, and one for a page of its own ("" for none), flat if `flipped`.

    curve: of people over time ("" for none); vehicles: the pages of the chart of vehicles over time. Both stand in the annex of
    the timetable.
    """

    first: str
    atlas: str = ""
    flipped: bool = False
    curve: str = ""
    vehicles: tuple[str, ...] = ()


def compile_brief(document: Document, maps: Maps, *, made: datetime = EPOCH) -> bytes:
    """Return the PDF of a brief; the same arguments give the same bytes on one version of Typst.

    made: the PDF's creation time, never the clock. Raises BadInputError naming each letter that the fonts lack, with its field.
    """
    refuse_unprintable(document)
    pdf = _compiler(document, maps).compile(format="pdf", timestamp=made)
    assert isinstance(pdf, bytes)
    return pdf


def measure_room(document: Document) -> tuple[float, float]:
    """Return width and height in millimetres that the first page leaves for its map; height is 0 when the words fill the page."""
    found = json.loads(_compiler(document, Maps("")).query("<room>", field="value", one=True))
    return float(found["width"]), max(0.0, float(found["height"]))


@cache
def _fonts() -> Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())])


def template_compiler(parts: tuple[str, ...], inputs: dict[str, str]) -> Compiler:
    """Return the compiler of a template with its words, which go in as data."""
    import typst

    source = b"".join((TEMPLATES / part).read_bytes() for part in parts)
    return typst.Compiler(source, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs)


def _compiler(document: Document, maps: Maps) -> Compiler:
    inputs = {
        "brief": msgspec.json.encode(document).decode(),
        "map": maps.first,
        "atlas": maps.atlas,
        "flipped": "yes" if maps.flipped else "no",
        "curve": maps.curve,
        "vehicles": json.dumps(maps.vehicles),
    }
    return template_compiler(BRIEF, inputs)


def compile_sheets(book: SheetBook, name: str, *, made: datetime = EPOCH) -> bytes:
    """Return the PDF of a book of sheets, each beginning on a page of its own; the same arguments give the same bytes.

    name: of the file, for notices. made as for `compile_brief`. Raises BadInputError naming each letter that the fonts lack.
    """
    refuse_letters(sheet_texts(book), name)
    # Without tags for screen readers: sheets are paper, and hundreds of them would take eight times the room.
    pdf = template_compiler(SHEETS, {"book": book_json(book)}).compile(format="pdf", timestamp=made, pdf_tags=False)
    assert isinstance(pdf, bytes)
    return pdf


def sheet_pictures(book: SheetBook, *, ppi: float = 100) -> tuple[bytes, ...]:
    """Return the pages of a book of sheets as PNG pictures, for a page that shows what a sheet looks like."""
    made = template_compiler(SHEETS, {"book": book_json(book)}).compile(format="png", ppi=ppi)
    return (made,) if isinstance(made, bytes) else tuple(made or ())


def book_json(book: SheetBook) -> str:
    """Return everything that a book of sheets hands to Typst; what is not in it is on no sheet."""
    return msgspec.json.encode(book).decode()


def refuse_unprintable(document: Document) -> None:
    """Raise BadInputError when a text of the document holds a letter without a glyph; one notice per letter, 20 at most."""
    refuse_letters(texts_of(document), "brief.pdf")


def refuse_letters(texts: Iterable[tuple[str, str]], name: str) -> None:
    """Raise BadInputError when one of the (field, text) holds a letter without a glyph; one notice per letter, 20 at most."""
    found: dict[str, Notice] = {}
    for field, text in texts:
        letter = find_unprintable(text)
        if letter is not None and letter not in found:
            shown = " ".join(text.split())[:60]
            found[letter] = notice("plan-letter", Where(name), letter=letter_name(letter), field=field, text=shown)
    if found:
        raise BadInputError(tuple(found.values())[:MOST_NOTICES])
