"""Sheets for those who carry a plan out: one each, with nothing on it that another needs and they do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safeconduct.brief.decision import decision_word
from safeconduct.brief.document import Table
from safeconduct.brief.make import footer_text
from safeconduct.brief.texts import SCHEMATIC_NOTE
from safeconduct.brief.times import moment_text
from safeconduct.model.plan import Plan

A4, A5 = "a4", "a5"

NOT_AGREED = "Draft, not agreed. Nobody leaves on this sheet."
ON_THE_WORD = "As far as the terms on file go. Leave only on the word of the convoy leader."


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

    decision: "GO" or "NO GO", with `notice` at the head of every page. footer: program, format and input hash as in the brief.
    """

    title: str
    paper: str
    decision: str
    notice: str
    footer: str
    banner: str
    sheets: tuple[Sheet, ...]
    lang: str = "en"


def make_book(plan: Plan, title: str, paper: str, sheets: tuple[Sheet, ...]) -> SheetBook:
    """Return a book of sheets of a plan, with what stands on every page."""
    return SheetBook(
        title=title,
        paper=paper,
        decision=decision_word(plan),
        notice=f"{ON_THE_WORD if plan.go.go else NOT_AGREED}{_made_again(plan)}",
        footer=footer_text(plan),
        banner=SCHEMATIC_NOTE if plan.schematic else "",
        sheets=sheets,
    )


def _made_again(plan: Plan) -> str:
    """Return that sheets of the plan before are void, "" for a plan that replaces none."""
    return (
        "" if plan.revision is None else f" Made again at {moment_text(plan.revision.at, plan.zones)}: earlier sheets are void."
    )


def sheet_texts(book: SheetBook) -> Iterator[tuple[str, str]]:
    """Yield (where, text) for every text of the book, in reading order."""
    yield from (("title", text) for text in (book.title, book.decision, book.notice, book.footer, book.banner))
    for sheet in book.sheets:
        where = f"{book.title}, {sheet.key}"
        yield from ((where, text) for text in (sheet.key, sheet.title, sheet.subtitle))
        for part in sheet.parts:
            yield from ((where, text) for text in (part.heading, *part.paragraphs, *part.points, *part.blanks))
            yield from ((where, text) for fact in part.facts for text in fact)
            for table in part.tables:
                yield from ((where, text) for text in (table.title, table.note, *(column.head for column in table.columns)))
                yield from ((where, cell) for row in table.rows for cell in row)
