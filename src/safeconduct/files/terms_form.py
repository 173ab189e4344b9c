"""A text as a form: one row for each field, to be filled in Excel. Read into the same source as a TOML file."""

from __future__ import annotations

import re
from dataclasses import replace

from safeconduct.files.cells import Cell, Problem, is_blank, text_of, whole_of
from safeconduct.files.columns import Column, TableSpec, header_names, plain_header
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted, hint
from safeconduct.files.table_csv import read_csv
from safeconduct.files.table_rows import Row, fit
from safeconduct.files.table_xlsx import read_xlsx
from safeconduct.files.terms_limits import LIMIT_KEYS
from safeconduct.files.terms_source import HEADER, Entry, Source
from safeconduct.files.terms_text import HEADER_KEYS
from safeconduct.files.workbook import RISKY
from safeconduct.model.clauses import CLAUSE_KINDS, CONTACTS, FLAG, ITEMS, PEOPLE, PLACE_SET, PLACES, find_clause_kind
from safeconduct.model.notice import Where

OTHER = "other"
"""What a form writes in the column clause for a clause of its own."""

FORM = TableSpec(
    "form",
    required=True,
    columns=(
        Column("clause", "word", "text (about the paper itself), a kind of clause, or other.", required=True, synonyms=("kind",)),
        Column("id", "word", "Empty, or a short id: rows with the same clause, id and label belong together."),
        Column("label", "text", "Empty, or what tells several clauses of a kind apart."),
        Column("field", "word", "Which field the row is for; `words` are the words of the clause.", required=True),
        Column("value", "", "What the text says; empty where it is silent.", required=True, synonyms=("answer", "entry")),
        Column("what to write", "text", "Help for whoever fills it in; not read."),
    ),
    free=True,
)
"""The columns of a form."""

LISTS = frozenset({PLACES, PLACE_SET, PEOPLE, ITEMS, CONTACTS})
WORDS_FIELD, ANSWER_FIELD, LIMIT_PREFIX = "words", "answer", "limit_"
COMMON_FIELDS = ("required", "source", "zone", "day")

YES_NO = {"yes": True, "true": True, "no": False, "false": False}
FLAG_KEYS = frozenset({"required", "limits.returns"})
HEADER_LISTS = frozenset({"replaces", "acknowledged"})
_LANGUAGE_FIELD = re.compile(r"words ([a-z]{2,3}(?:-[a-z0-9]{2,8})?)")

Group = tuple[str, str, str]
"""Clause, id and label: what rows of one clause share."""


def read_form(folder: Folder, name: str, noted: Noted) -> Source | None:
    """Return what a form says; None for a blank one (an info) and for one that cannot be read (an error)."""
    data = folder.read(name)
    if data is None:
        return None
    is_book = name.lower().endswith(".xlsx")
    raw = read_xlsx(data, name, FORM.stem, noted) if is_book else read_csv(data, name, header_names(FORM), noted)
    before = noted.errors
    table = None if raw is None else fit(raw, name, FORM, noted)
    if table is None or noted.errors > before:
        return None
    entries: dict[Group, Entry] = {}
    filled = False
    for row in table.rows:
        if is_blank(row.cells.get("value")):
            continue
        filled = True
        _take(row, entries, noted)
    if not filled:
        noted.add("form-blank", Where(name))
        return None
    header = entries.pop((HEADER, "", ""), None)
    return Source(name, header, tuple(entries.values()))


def _take(row: Row, entries: dict[Group, Entry], noted: Noted) -> None:
    """Add what a row says to the entry of its clause."""
    clause, field = plain_header(text_of(row.cells.get("clause"))), plain_header(text_of(row.cells.get("field")))
    for column, said in (("clause", clause), ("field", field)):
        if not said:
            noted.add("form-row-half", row.where(column), column=column)
    if not clause or not field:
        return
    kind = find_clause_kind(clause)
    if clause not in {HEADER, OTHER} and kind is None:
        known = [HEADER, *(one.name for one in CLAUSE_KINDS), OTHER]
        noted.add("term-kind-unknown", row.where("clause"), kind=clause, hint=hint(clause, known))
        return
    is_header = clause == HEADER
    term_id, label = ("", "") if is_header else (_plain(row.cells.get("id")), _plain(row.cells.get("label")))
    known_fields = _known(clause)
    key = known_fields.get(field) or _words_key(field, is_header=is_header)
    if not key:
        noted.add("term-field-unknown", row.where("field"), key=field, kind=clause, hint=hint(field, list(known_fields)))
        return
    entry = entries.get((clause, term_id, label))
    if entry is None:
        start: dict[str, object] = {} if is_header else {"kind": kind.name if kind else "", "id": term_id, "label": label}
        feature = "" if is_header else f"clause {clause}"
        entry = entries[clause, term_id, label] = Entry(start, Where(row.file, row.number, feature=feature))
    _put(entry, key, row, clause, noted)


def _words_key(field: str, *, is_header: bool) -> str:
    match = _LANGUAGE_FIELD.fullmatch(field)
    return f"texts.{match[1]}" if match and not is_header else ""


def _known(clause: str) -> dict[str, str]:
    """Return the key of an entry for each field that a form may name in that clause, as it is compared."""
    if clause == HEADER:
        return {plain_header(key): key for key in HEADER_KEYS}
    kind = find_clause_kind(clause)
    fields = {plain_header(one.name): one.name for one in (kind.fields if kind else ())}
    limits = {plain_header(LIMIT_PREFIX + one): f"limits.{one}" for one in LIMIT_KEYS}
    return {**fields, WORDS_FIELD: "text", **{one: one for one in COMMON_FIELDS}, ANSWER_FIELD: "answers", **limits}


def _put(entry: Entry, key: str, row: Row, clause: str, noted: Noted) -> None:
    """Put the value of a row under its key; lists go on over several rows, anything else may stand once."""
    value, where = _typed(untamed(row.cells.get("value")), clause, key), row.where("value")
    outer, _, inner = key.partition(".")
    into = entry.values.setdefault(outer, {}) if inner else entry.values
    name = inner or outer
    assert isinstance(into, dict)
    if _is_list(clause, key):
        joined = value if isinstance(value, str) else text_of(value)
        if name in into:
            entry.places[outer] = _and_row(entry.at(outer), row)
        into[name] = f"{into[name]}\n{joined}" if name in into else joined
    elif name in into:
        noted.add("form-field-twice", where, field=name, first=entry.at(outer))
    else:
        into[name] = value
    entry.places.setdefault(outer, where)


def _and_row(where: Where, row: Row) -> Where:
    """Return where a list stands that goes on in another row."""
    return replace(where, feature=f"{where.feature}, {row.number}" if where.feature else f"with row {row.number}")


def untamed(value: Cell) -> Cell:
    """Return a cell without the apostrophe that keeps a table program from taking it for a formula."""
    return value[1:] if isinstance(value, str) and value.startswith("'") and value[1:].startswith((*RISKY, "'")) else value


def _plain(value: Cell) -> str:
    return text_of(untamed(value))


def _typed(value: Cell, clause: str, key: str) -> Cell:
    """Return yes and no as true and false, and digits as a number, where the field wants that; else the cell as it is."""
    kind = find_clause_kind(clause)
    field = kind.find_field(key) if kind else None
    word = value.strip().lower() if isinstance(value, str) else ""
    if word in YES_NO and (key in FLAG_KEYS or (field is not None and field.type == FLAG)):
        return YES_NO[word]
    if key.startswith("limits."):
        number = whole_of(value, decimal_comma=False)
        return value if isinstance(number, Problem) else number
    return value


def _is_list(clause: str, key: str) -> bool:
    if clause == HEADER:
        return key in HEADER_LISTS
    if key == "answers":
        return True
    kind = find_clause_kind(clause)
    field = kind.find_field(key) if kind else None
    return field is not None and field.type in LISTS
