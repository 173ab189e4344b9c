"""A document of sections and tables, the same for paper and for the page on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LEFT, RIGHT, BLANK = "left", "right", "blank"


@dataclass(frozen=True, slots=True)
class Column:
    """Head and side of a column ("blank": boxes to be filled in by hand).

    share: its part of the width; 0 lets the longest cell decide. longest: the longest word in its cells, for which a sheet makes
    room.
    """

    head: str
    align: str = LEFT
    share: float = 0.0
    longest: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts, each as long as `columns`. title stands above, note below."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a section: an optional heading, paragraphs, a list of points, then tables."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """An annex: a letter ("" for a page before the annexes), a title, blocks."""

    letter: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> str:
        """Return "Annex A: Routes", or the title alone without a letter."""
        return f"Annex {self.letter}: {self.title}" if self.letter else self.title


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer of the first page: its question in a word or two, the answer, and lines of detail."""

    label: str
    answer: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A brief. decision: "GO" or "NO GO"; reasons: why not, or under which reserve. banner: "" or the schematic note.

    facts: the first page's answers. law: the law sentences. footer: program, input hash and state of the data, on every page.
    """

    title: str
    subtitle: str
    decision: str
    reasons: tuple[str, ...]
    facts: tuple[Fact, ...]
    law: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: str
    banner: str = ""
    lang: str = "en"


def texts_of(document: Document) -> Iterator[tuple[str, str]]:
    """Yield (field, text) for every text of the document, in reading order; `field` says where in people's words."""
    yield "title", document.title
    yield "subtitle", document.subtitle
    yield "decision", document.decision
    yield from (("decision", reason) for reason in document.reasons)
    for fact in document.facts:
        yield from ((f"first page, {fact.label}", text) for text in (fact.label, fact.answer, *fact.details))
    yield from (("law sentences", text) for text in document.law)
    for section in document.sections:
        yield from _section_texts(section)
    yield "footer", document.footer
    yield "banner", document.banner


def _section_texts(section: Section) -> Iterator[tuple[str, str]]:
    place = f"annex {section.letter}, {section.title}" if section.letter else section.title
    yield place, section.title
    for block in section.blocks:
        yield from ((place, text) for text in (block.heading, *block.paragraphs, *block.points))
        for table in block.tables:
            yield from ((place, text) for text in (table.title, table.note, *(column.head for column in table.columns)))
            for row in table.rows:
                yield from ((f"{place}, column {column.head}", cell) for column, cell in zip(table.columns, row, strict=True))
