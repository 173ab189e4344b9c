"""Sheets for those who carry a plan out: one each, with nothing on it that another needs and they do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from safeconduct.brief.document import LEFT, Table
from safeconduct.brief.make import HASH_LETTERS
from safeconduct.brief.party_make import review_note
from safeconduct.brief.texts import SCHEMATIC_NOTE, msgid
from safeconduct.brief.translate import Words
from safeconduct.model.plan import Plan

A4, A5 = "a4", "a5"

NOT_AGREED = msgid("Draft, not agreed. Nobody leaves on this sheet.")
ON_THE_WORD = msgid("As far as the terms on file go. Leave only on the word of the convoy leader.")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sheet: heading, answers with their labels, paragraphs, tables, points, and lines to be filled in by hand."""

    heading: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person is handed. key: whom it is for (a serial, an id), unique in its book and told at the foot of each page."""

    key: str
    title: str
    subtitle: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class SheetBook:
    """Sheets that are printed together and handed out apart, so that nothing of one stands on another.

    decision: the words for "GO" or "NO GO" (`go`), with `notice` at the head of every page. footer: program, format and input
    hash as in the brief. empty: what a book without a sheet says. review: that nobody has reviewed the translation, "" else.
    """

    title: str
    paper: str
    decision: str
    notice: str
    footer: str
    banner: str
    sheets: tuple[Sheet, ...]
    lang: str = "en"
    go: bool = False
    empty: str = ""
    review: str = ""
    right_to_left: bool = False


def make_book(plan: Plan, words: Words, title: str, paper: str, sheets: tuple[Sheet, ...]) -> SheetBook:
    """Return a book of sheets of a plan, with what stands on every page."""
    return SheetBook(
        title=title,
        paper=paper,
        decision=words.text("GO") if plan.go.go else words.text("NO GO"),
        notice=f"{words.text(ON_THE_WORD if plan.go.go else NOT_AGREED)}{_made_again(plan, words)}",
        footer=_footer(plan, words),
        banner=words.text(SCHEMATIC_NOTE) if plan.schematic else "",
        sheets=tuple(replace(sheet, parts=tuple(_with_room(part) for part in sheet.parts)) for sheet in sheets),
        lang=words.lang,
        go=plan.go.go,
        empty=words.text("Nothing to hand out."),
        review=review_note(words),
        right_to_left=words.language.right_to_left,
    )


def _with_room(part: Part) -> Part:
    """Return a part whose tables tell the longest word of each column of words."""
    return replace(part, tables=tuple(_table_with_room(table) for table in part.tables))


def _table_with_room(table: Table) -> Table:
    columns = []
    for at, column in enumerate(table.columns):
        words = (word for row in table.rows for word in row[at].split(" ")) if column.align == LEFT else ()
        columns.append(replace(column, longest=max(words, key=len, default="")))
    return replace(table, columns=tuple(columns))


def _made_again(plan: Plan, words: Words) -> str:
    """Return that sheets of the plan before are void, "" for a plan that replaces none."""
    if plan.revision is None:
        return ""
    # Translators: a sentence: when the plan was made anew while the movement runs.
    return " " + words.text("Made again at {at}: earlier sheets are void.", at=words.moment(plan.revision.at, plan.zones))


def _footer(plan: Plan, words: Words) -> str:
    """Return program version, format and the first digits of the input hash, by which two copies are compared."""
    return words.text(
        "safeconduct {program}, plan format {format}, input {hash}",
        program=plan.program_version,
        format=plan.schema_version,
        hash=plan.input_hash[:HASH_LETTERS] or words.text("not known"),
    )


def _every_page(book: SheetBook) -> tuple[str, ...]:
    return (book.title, book.decision, book.notice, book.footer, book.banner, book.empty, book.review)


def sheet_texts(book: SheetBook) -> Iterator[tuple[str, str]]:
    """Yield (where, text) for every text of the book, in reading order."""
    yield from (("title", text) for text in _every_page(book))
    for sheet in book.sheets:
        where = f"{book.title}, {sheet.key}"
        yield from ((where, text) for text in (sheet.key, sheet.title, sheet.subtitle))
        for part in sheet.parts:
            yield from ((where, text) for text in (part.heading, *part.paragraphs, *part.points, *part.blanks))
            yield from ((where, text) for fact in part.facts for text in fact)
            for table in part.tables:
                yield from ((where, text) for text in (table.title, table.note, *(column.head for column in table.columns)))
                yield from ((where, cell) for row in table.rows for cell in row)
