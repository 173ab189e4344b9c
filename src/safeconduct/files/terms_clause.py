"""One clause of a text: its kind, its typed fields, its words, the answers of the parties, its limits."""

from __future__ import annotations

import re

from safeconduct.files.noted import Noted, hint, nearest
from safeconduct.files.terms_limits import read_limits
from safeconduct.files.terms_papers import read_answers
from safeconduct.files.terms_places import KnownPlaces
from safeconduct.files.terms_source import Entry
from safeconduct.files.terms_values import Values
from safeconduct.files.terms_zones import Frame, framed, read_day
from safeconduct.model.clauses import CLAUSE_KINDS, ClauseKind, find_clause_kind
from safeconduct.model.place import LocalName
from safeconduct.model.terms import Answer, Moment, Term, TermsText, Value

TERM_KEYS: dict[str, str] = {
    "id": "Short id, unique in the text; made from kind and label where empty. Needed in a clause without kind.",
    "kind": "What the clause is about, one of the kinds below; empty for a clause of its own.",
    "label": "Tells several clauses of a kind apart (windows of several days, several routes).",
    "text": "Its words, as the text has them. Needed in a clause without kind.",
    "texts": 'The same words in other languages: { uk = "…", ru = "…" }.',
    "required": "true (also where empty): no GO while a party has not accepted it.",
    "source": "From where its wording is known.",
    "zone": "Zone of the hours in this clause, where it is not that of the text.",
    "day": "Day of the bare hours in this clause, where it is not that of the text.",
    "answers": "How each party stands to it, and by which paper.",
    "limits": "What it forbids or limits in the timetable, beside its fields.",
}
"""The keys of a term that are not fields of its kind; the reference page lists them."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_FIELD_NAMES = {one.name for kind in CLAUSE_KINDS for one in kind.fields}
ID_LENGTH = 60


class ClauseReader:
    """Reads the clauses of one text; what cannot be read is an error: no clause is dropped in silence."""

    def __init__(self, head: TermsText, frame: Frame, places: KnownPlaces, noted: Noted) -> None:
        self._head, self._frame, self._places, self._noted = head, frame, places, noted

    def read(self, entry: Entry) -> Term:
        """Return the clause."""
        found = entry.values
        kind = self._kind(entry)
        day = read_day(found.get("day"), entry.at("day"), self._noted)
        frame = framed(self._frame, found.get("zone"), day, entry.at("zone"), self._noted)
        values = Values(frame, self._places, self._noted)
        self._note_unknown(entry, kind)
        fields = self._fields(entry, kind, values)
        label = self._short(entry, "label", values)
        text = values.words(found["text"], entry.at("text")) if found.get("text") not in (None, "") else None
        said = text or any(found.get(one.name) not in (None, "", []) for one in (kind.fields if kind else ()))
        if kind is None and not said:
            self._noted.add("toml-missing", entry.where, key="text")
        elif kind is not None and not said:
            self._noted.add("term-says-nothing", entry.where, kind=kind.name)
        return Term(
            id=self._id(entry, kind, label, values),
            text=text or "",
            answers=self._answers(entry, values),
            required=self._required(entry, values),
            source=self._short(entry, "source", values, words=True),
            limits=read_limits(found.get("limits", {}), entry.at("limits"), values),
            kind=kind.name if kind else "",
            label=label,
            values=fields,
            texts=self._texts(entry, values),
            paper=self._head.reference,
        )

    def _kind(self, entry: Entry) -> ClauseKind | None:
        name = entry.values.get("kind", "")
        if not isinstance(name, str):
            self._noted.add("toml-type", entry.at("kind"), found=name, wanted="the name of a kind in quotes")
            return None
        kind = find_clause_kind(" ".join(name.lower().split()))
        if kind is None and name.strip():
            self._noted.add("term-kind-unknown", entry.at("kind"), kind=name, hint=hint(name, [one.name for one in CLAUSE_KINDS]))
        return kind

    def _note_unknown(self, entry: Entry, kind: ClauseKind | None) -> None:
        """Note keys that are no field of the kind: an error, since a field dropped in silence could turn no go into go."""
        known = [*TERM_KEYS, *(one.name for one in kind.fields)] if kind else list(TERM_KEYS)
        for key in entry.values:
            if key in known:
                continue
            if kind is not None:
                self._noted.add("term-field-unknown", entry.at(key), key=key, kind=kind.name, hint=hint(key, known))
            elif key in _FIELD_NAMES:
                if not entry.values.get("kind"):
                    self._noted.add("term-kind-missing", entry.at(key), key=key)
            else:
                said = hint(key, known) if nearest(key, known) else ""
                self._noted.add("toml-key-unknown", entry.at(key), hint=said)

    def _fields(self, entry: Entry, kind: ClauseKind | None, values: Values) -> tuple[tuple[str, Value], ...]:
        fields: list[tuple[str, Value]] = []
        for one in kind.fields if kind else ():
            value = values.read(one, entry.values[one.name], entry.at(one.name)) if one.name in entry.values else None
            if value is not None:
                fields.append((one.name, value))
        self._check_span(dict(fields), entry)
        return tuple(fields)

    def _check_span(self, fields: dict[str, Value], entry: Entry) -> None:
        """Note hours that end before they begin, or of which only one end is said."""
        begin, end = fields.get("from"), fields.get("to")
        if isinstance(begin, Moment) and isinstance(end, Moment) and end.at <= begin.at:
            self._noted.add("times-order", entry.at("to"), first="from", second="to")
        elif (begin is None) != (end is None):
            there, missing = ("from", "to") if end is None else ("to", "from")
            if missing not in entry.values or entry.values[missing] in (None, ""):
                self._noted.add("term-half-hours", entry.at(there), there=there, missing=missing)

    def _id(self, entry: Entry, kind: ClauseKind | None, label: str, values: Values) -> str:
        given = self._short(entry, "id", values)
        if given or kind is None:
            if not given:
                self._noted.add("toml-missing", entry.where, key="id")
            elif len(given) > ID_LENGTH:
                self._noted.add("cell-long", entry.at("id"), found=len(given), limit=ID_LENGTH)
            return given[:ID_LENGTH]
        return f"{kind.name} {label}"[:ID_LENGTH] if label else kind.name

    def _required(self, entry: Entry, values: Values) -> bool:
        found = entry.values.get("required", True)
        if found in (None, ""):
            return True
        flag = values.flag(found, entry.at("required"))
        return True if flag is None else flag

    def _short(self, entry: Entry, key: str, values: Values, *, words: bool = False) -> str:
        raw = entry.values.get(key, "")
        if raw in (None, ""):
            return ""
        return (values.words(raw, entry.at(key)) if words else values.short(raw, entry.at(key))) or ""

    def _texts(self, entry: Entry, values: Values) -> tuple[LocalName, ...]:
        raw = entry.values.get("texts", {})
        where = entry.at("texts")
        if not isinstance(raw, dict):
            self._noted.add("toml-type", where, found=raw, wanted='a table such as { uk = "…" }')
            return ()
        names: list[LocalName] = []
        for lang, text in sorted(raw.items()):
            if not _LANGUAGE.fullmatch(str(lang)):
                self._noted.add("term-language", where, lang=lang)
            elif text not in (None, "") and (words := values.words(text, where)):
                names.append(LocalName(str(lang), words))
        return tuple(names)

    def _answers(self, entry: Entry, values: Values) -> tuple[Answer, ...]:
        """Return the answers; whose text it is has proposed every clause that it does not answer itself."""
        answers = read_answers(entry.values.get("answers", []), entry.at("answers"), values)
        head = self._head
        if head.party and head.party not in {one.party for one in answers}:
            own = Answer(head.party, "proposed", head.reference, head.dated, head.channel)
            return tuple(sorted((*answers, own), key=lambda one: one.party))
        if not answers:
            self._noted.add("term-no-answers", entry.where)
        return answers
