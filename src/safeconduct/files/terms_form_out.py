"""Write a text as a form, or a blank form, for Excel: one row for each field, with a column that says what to write."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import StringIO
from typing import NamedTuple

from safeconduct.files.terms_form import ANSWER_FIELD, FORM, LIMIT_PREFIX, OTHER, WORDS_FIELD
from safeconduct.files.terms_papers import ACKNOWLEDGEMENT_KEYS, ANSWER_KEYS
from safeconduct.files.terms_source import HEADER
from safeconduct.files.terms_text import HEADER_KEYS
from safeconduct.files.terms_value_text import field_texts, limit_texts, paper_text, time_text
from safeconduct.files.workbook import RISKY, saved
from safeconduct.model.clauses import (
    CATEGORIES,
    CHOICE,
    CLAUSE_KINDS,
    CONTACTS,
    COUNT,
    FLAG,
    ITEMS,
    MINIMUM_POINTS,
    MOMENT,
    PEOPLE,
    PLACE_SET,
    PLACES,
    SECONDS,
    WORDS,
    ClauseKind,
    FieldKind,
    find_clause_kind,
)
from safeconduct.model.terms import NO_LIMITS, Term, TermsText

HELP: dict[str, str] = {
    MOMENT: "day and hour such as 2022-03-05 10:00; another zone behind it: 10:00 Europe/Moscow",
    PLACES: "names in the order in which they are passed; between them ;",
    PLACE_SET: "names; between them ; an address behind a name: Theatre | 1 Square",
    PEOPLE: "categories; between them ; sex and age behind: civilians | female | 0 to 18",
    FLAG: "yes or no",
    CHOICE: "one of: ",
    COUNT: "a whole number",
    SECONDS: "seconds; or 15 min; or 2 h",
    WORDS: "words as the text has them",
    ITEMS: "short words; between them ;",
    CONTACTS: "function | party | channel | number; between contacts ; never a name",
}
"""Type of a field -> what an officer writes for it."""

HEAD_LINES = (
    "# One row is one field. Fill in the column value and leave it empty where the text is silent.",
    "# Rows of one clause share clause and id and label. For a second window or route: copy its rows and give them a label.",
    f"# Any clause may have more rows: {WORDS_FIELD} uk (in Ukrainian) or required or source or zone or {ANSWER_FIELD}.",
    f"# {ANSWER_FIELD}: {' | '.join(ANSWER_KEYS)} - one row for each party. To acknowledge a text is not to accept it.",
)
"""What stands above the form. No comma, semicolon or quotation mark: a comment line must begin with # in a CSV file too."""

WIDTHS = (14, 18, 14, 22, 60, 70)
YES_NO = ("no", "yes")
BLANK_MADE = datetime(2000, 1, 1, tzinfo=UTC)


class FormRow(NamedTuple):
    """A row of a form; `choices`: the only values that its cell may hold."""

    clause: str
    id: str = ""
    label: str = ""
    field: str = ""
    value: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()


def form_rows(text: TermsText | None = None) -> tuple[FormRow, ...]:
    """Return the rows of a form: those of the text, and a blank one for each field about which it is silent."""
    terms = text.terms if text is not None else ()
    rows = list(_header_rows(text))
    zone = text.zone if text is not None and text.reference else ""
    for term in terms:
        rows += _term_rows(term, find_clause_kind(term.kind), zone)
    there = {term.kind for term in terms}
    for kind in CLAUSE_KINDS:
        if kind.name not in there:
            rows += [FormRow(_title(kind)), *(_blank(kind.name, "", "", one) for one in kind.fields), _blank_words(kind.name)]
    if "" not in there:
        rows += [FormRow("# A clause of its own"), FormRow(OTHER, field=WORDS_FIELD, help="its words; fill in an id too")]
    return tuple(rows)


def write_form_csv(text: TermsText | None = None) -> bytes:
    """Return the form as CSV that Excel opens with its letters right."""
    out = StringIO(newline="")
    for line in HEAD_LINES:
        out.write(f"{line}\r\n")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in FORM.columns])
    writer.writerows([tame(cell) for cell in row[:6]] for row in form_rows(text))
    return out.getvalue().encode("utf-8-sig")


def write_form_xlsx(text: TermsText | None = None) -> bytes:
    """Return the form as a workbook of one sheet: the same bytes for the same text."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = FORM.stem
    for line in HEAD_LINES:
        sheet.append([line])
    sheet.append([column.name for column in FORM.columns])
    head = sheet.max_row
    rows = form_rows(text)
    for row in rows:
        sheet.append([tame(cell) for cell in row[:6]])
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEF"[number]].width = width
    for number in range(1, len(FORM.columns) + 1):
        sheet.cell(head, number).font = Font(bold=True)
    grey, wrap, entry = Font(color="666666"), Alignment(wrap_text=True, vertical="top"), PatternFill("solid", fgColor="F2F2F2")
    for place, row in enumerate(rows, head + 1):
        if row.clause.startswith("#"):
            sheet.cell(place, 1).font = Font(bold=True)
            continue
        sheet.cell(place, 5).fill = entry
        sheet.cell(place, 5).number_format = "@"  # text: Excel must not turn an hour or a range of ages into a date
        sheet.cell(place, 5).alignment = wrap
        sheet.cell(place, 6).font = grey
    _add_choices(sheet, rows, head)
    sheet.freeze_panes = f"A{head + 1}"
    made = text.dated if text is not None and text.dated is not None else BLANK_MADE
    book.properties.created = made.astimezone(UTC).replace(tzinfo=None)
    return saved(book, made)


def tame(cell: str) -> str:
    """Return a cell that no table program takes for a formula; `files.terms_form` takes the apostrophe away again."""
    return f"'{cell}" if cell.startswith((*RISKY, "'")) else cell


def _add_choices(sheet: object, rows: Sequence[FormRow], head: int) -> None:
    """Add a list to choose from to every cell that takes only certain words."""
    from openpyxl.worksheet.datavalidation import DataValidation

    lists: dict[tuple[str, ...], DataValidation] = {}
    for place, row in enumerate(rows, head + 1):
        if row.choices:
            if row.choices not in lists:
                lists[row.choices] = DataValidation(type="list", formula1=f'"{",".join(row.choices)}"', allow_blank=True)
                sheet.add_data_validation(lists[row.choices])  # type: ignore[attr-defined]  # openpyxl has no types
            lists[row.choices].add(f"E{place}")


def _header_rows(text: TermsText | None) -> Iterator[FormRow]:
    yield FormRow("# About the paper itself")
    held = _header_values(text) if text is not None and text.reference else {}
    for key, meaning in HEADER_KEYS.items():
        said = " | ".join(ACKNOWLEDGEMENT_KEYS) + ". " if key == "acknowledged" else ""
        for value in held.get(key) or [""]:
            yield FormRow(HEADER, field=key, value=value, help=said + meaning.replace("`", ""))


def _header_values(text: TermsText) -> dict[str, list[str]]:
    """Return what the header of a text says, one value for each row."""
    one_each = {
        "reference": text.reference,
        "party": text.party,
        "version": str(text.version),
        "dated": time_text(text.dated, text.zone) if text.dated else "",
        "channel": text.channel,
        "zone": text.zone,
        "source": text.source,
    }
    several = {
        "replaces": field_texts(text.replaces, ""),
        "acknowledged": [
            paper_text((one.party, one.paper, one.at, one.channel), text.zone, in_list=True) for one in text.acknowledged
        ],
    }
    return {key: [value] if value else [] for key, value in one_each.items()} | several


def _term_rows(term: Term, kind: ClauseKind | None, zone: str) -> Iterator[FormRow]:
    """Return the rows of one clause, blank ones for fields about which it is silent."""
    yield FormRow(_title(kind) if kind else "# A clause of its own")
    clause, held = (kind.name if kind else OTHER), dict(term.values)

    def row(field: str, value: str, said: str = "", choices: tuple[str, ...] = ()) -> FormRow:
        return FormRow(clause, term.id, term.label, field, value, said, choices)

    for one in kind.fields if kind else ():
        if one.name not in held:
            yield _blank(clause, term.id, term.label, one)
            continue
        for value in field_texts(held[one.name], zone):
            yield row(one.name, value, _help(one), _choices(one))
    yield row(WORDS_FIELD, term.text, "words as the text has them")
    for name in term.texts:
        yield row(f"{WORDS_FIELD} {name.lang}", name.text, "the same words in another language")
    yield row("required", YES_NO[term.required], "yes or no", ("yes", "no"))
    if term.source:
        yield row("source", term.source, "from where its wording is known")
    for answer in term.answers:
        parts = (answer.party, answer.state, answer.paper, answer.at, answer.channel)
        yield row(ANSWER_FIELD, paper_text(parts, zone, in_list=True), " | ".join(ANSWER_KEYS))
    if term.limits != NO_LIMITS:
        for key, value in limit_texts(term.limits).items():
            yield row(LIMIT_PREFIX + key, value)


def _title(kind: ClauseKind) -> str:
    """Return the line above the rows of a kind."""
    needed = f" (needed for any agreement: {MINIMUM_POINTS[kind.minimum]})" if kind.minimum else ""
    return f"# {kind.title}{needed}"


def _blank(clause: str, term_id: str, label: str, field: FieldKind) -> FormRow:
    return FormRow(clause, term_id, label, field.name, "", _help(field), _choices(field))


def _blank_words(clause: str) -> FormRow:
    return FormRow(clause, field=WORDS_FIELD, help="words as the text has them, beside the fields or in place of them")


def _help(field: FieldKind) -> str:
    known = ", ".join(field.choices or (CATEGORIES if field.type == PEOPLE else ()))
    tail = f"{known}" if field.type == CHOICE else f". Categories: {known}" if known else ""
    return f"{field.label}: {HELP[field.type]}{tail}"


def _choices(field: FieldKind) -> tuple[str, ...]:
    return field.choices if field.type == CHOICE else ("yes", "no") if field.type == FLAG else ()
