"""The brief as PDF by Typst: words go in as data, no network, own fonts, the same bytes for the same brief."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from safeconduct.brief.document import Document, texts_of
from safeconduct.files.fonts import find_unprintable, font_folder, letter_name
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, Where, notice

if TYPE_CHECKING:
    from typst import Compiler, Fonts

TEMPLATE = Path(__file__).parent / "templates" / "brief.typ"
MOST_NOTICES = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Maps:
    """The maps of a brief as SVG: of the first page, and of a page of its own ("" for none), which lies flat if `flipped`."""

    first: str
    atlas: str = ""
    flipped: bool = False


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


def _compiler(document: Document, maps: Maps) -> Compiler:
    import typst

    inputs = {
        "brief": msgspec.json.encode(document).decode(),
        "map": maps.first,
        "atlas": maps.atlas,
        "flipped": "yes" if maps.flipped else "no",
    }
    return typst.Compiler(TEMPLATE.read_bytes(), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs)


def refuse_unprintable(document: Document) -> None:
    """Raise BadInputError when a text of the document holds a letter without a glyph; one notice per letter, 20 at most."""
    found: dict[str, Notice] = {}
    for field, text in texts_of(document):
        letter = find_unprintable(text)
        if letter is not None and letter not in found:
            shown = " ".join(text.split())[:60]
            found[letter] = notice("plan-letter", Where("brief.pdf"), letter=letter_name(letter), field=field, text=shown)
    if found:
        raise BadInputError(tuple(found.values())[:MOST_NOTICES])
