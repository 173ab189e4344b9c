"""The brief of the parties as a document: every text once for each language, side by side, around figures that stand once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from safeconduct.brief.translate import Words

LEFT, RIGHT, BLANK = "left", "right", "blank"

Said = tuple[str, ...]
"""One text for each language, in the order of the document's languages; a single text where it is the same in all."""

Shown = str | int | Callable[[Words], str]
"""A value in a sentence: the same in every language, or made for each."""


@dataclass(frozen=True, slots=True)
class Side:
    """A language of the document. own: its name as its speakers call it. reviewed: whether a native speaker has gone over it."""

    lang: str
    own: str
    right_to_left: bool
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Column:
    """Head and side of a column ("blank": to be filled in by hand). share: its part of the width."""

    head: Said
    align: str = LEFT
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; title and note stand above."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Said, ...], ...]
    title: Said = ()
    note: Said = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: number, title, sentences; given: its own words, printed once where they have no translation, with a label.

    standing: how each party stands to it.
    """

    number: int
    title: Said
    sentences: tuple[Said, ...]
    given: str
    given_label: Said
    standing: Table


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a section: heading, lines side by side, points with a mark before them, tables, clauses, lines to be signed.

    key: what the template puts there ("map").
    """

    heading: Said = ()
    lines: tuple[Said, ...] = ()
    points: tuple[Said, ...] = ()
    tables: tuple[Table, ...] = ()
    clauses: tuple[Clause, ...] = ()
    blanks: tuple[tuple[Said, ...], ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its title. fresh: begins on a page of its own; whole: stays on one page."""

    title: Said
    blocks: tuple[Block, ...]
    fresh: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class PartyDocument:
    """The brief. decision: go or no go, with what it means; name: of the movement; footer: on every page, in no language.

    mirrored: whether tables run from right to left, as all languages do.
    """

    sides: tuple[Side, ...]
    title: Said
    name: str
    footer: str
    zones: str
    go: bool
    decision: Said
    meaning: tuple[Said, ...]
    identity: tuple[tuple[Said, str], ...]
    sections: tuple[Section, ...]
    banner: Said = ()
    review: Said = ()
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class Voices:
    """The languages of a document and the places' names in each."""

    words: tuple[Words, ...]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def say(self, english: str, /, **values: Shown) -> Said:
        """Return a text in every language, its {placeholders} filled in."""
        return tuple(one.text(english, **self._values(one, values)) for one in self.words)

    def count(self, one: str, many: str, number: int, /, **values: Shown) -> Said:
        """Return the text for so many in every language."""
        return tuple(words.count(one, many, number, **self._values(words, values)) for words in self.words)

    def each(self, made: Callable[[Words], str]) -> Said:
        """Return what is made for each language."""
        return tuple(made(one) for one in self.words)

    def named(self, words: Words) -> Mapping[str, str]:
        """Return names of places in a language by the name that plan and texts give them."""
        return self.names.get(words.lang, {})

    def place(self, name: str) -> Shown:
        """Return a place as each language calls it, the name as it is where that is not known."""
        return lambda words: self.named(words).get(name, name)

    def _values(self, words: Words, values: Mapping[str, Shown]) -> dict[str, str | int]:
        return {name: found(words) if callable(found) else found for name, found in values.items()}


def texts_of(document: PartyDocument) -> Iterator[tuple[str, str]]:
    """Yield (field, text) for every text of the document, in reading order; `field` says where in people's words."""
    yield "name of the scenario", document.name
    yield "footer", document.footer
    yield "zones", document.zones
    for said in (document.title, document.decision, document.banner, document.review, *document.meaning):
        yield from (("first page", text) for text in said)
    for label, text in document.identity:
        yield from (("first page", one) for one in (*label, text))
    for section in document.sections:
        place = section.title[0] if section.title else "first page"
        yield from ((place, text) for text in section.title)
        for block in section.blocks:
            yield from ((place, text) for text in _block_texts(block))


def _block_texts(block: Block) -> Iterator[str]:
    for said in (block.heading, *block.lines, *block.points, *(label for row in block.blanks for label in row)):
        yield from said
    for table in (*block.tables, *(clause.standing for clause in block.clauses)):
        for said in (table.title, table.note, *(column.head for column in table.columns)):
            yield from said
        yield from (text for row in table.rows for cell in row for text in cell)
    for clause in block.clauses:
        yield clause.given
        for said in (clause.title, clause.given_label, *clause.sentences):
            yield from said
