"""Papers about a text: the answers of the parties to its clauses, and who has acknowledged it (which is no answer)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from safeconduct.files.cells import text_of
from safeconduct.files.noted import hint, nearest
from safeconduct.files.terms_cells import split_parts
from safeconduct.files.terms_values import Values
from safeconduct.files.terms_zones import read_paper_time
from safeconduct.model.notice import Where
from safeconduct.model.terms import TERM_STATES, Acknowledgement, Answer

ANSWER_KEYS: dict[str, str] = {
    "party": "The party, as it names itself.",
    "state": "proposed, accepted, rejected or silent.",
    "paper": "Reference of the paper by which that is known, as it is quoted.",
    "at": "Day and hour of the paper.",
    "channel": "By which way it came.",
}
"""The keys of an answer, in the order in which a form writes them."""

ACKNOWLEDGEMENT_KEYS: dict[str, str] = {name: text for name, text in ANSWER_KEYS.items() if name != "state"}


def read_answers(found: object, where: Where, values: Values) -> tuple[Answer, ...]:
    """Return the answers in alphabetical order of party."""
    answers: dict[str, Answer] = {}
    noted = values.noted
    for entry in _tables(found, tuple(ANSWER_KEYS), "[[answers]]", where, values):
        party, at = _needed(entry, "party", where, values), _at(entry, where, values)
        state = _needed(entry, "state", where, values).lower()
        paper, channel = _text(entry, "paper", where, values), _text(entry, "channel", where, values)
        if state and state not in TERM_STATES:
            noted.add("cell-choice", where, value=state, hint=hint(state, TERM_STATES))
        if party in answers:
            noted.add("term-party-twice", where, party=party)
        if state == "accepted" and not paper:
            noted.add("term-no-paper", where, party=party)
        if party and state in TERM_STATES:
            answers[party] = Answer(party, state, paper, at, channel)
    return tuple(answers[party] for party in sorted(answers))


def read_acknowledged(found: object, where: Where, values: Values) -> tuple[Acknowledgement, ...]:
    """Return who has received the text, in alphabetical order of party."""
    known = tuple(ACKNOWLEDGEMENT_KEYS)
    read = [
        Acknowledgement(
            _needed(entry, "party", where, values),
            _text(entry, "paper", where, values),
            _at(entry, where, values),
            _text(entry, "channel", where, values),
        )
        for entry in _tables(found, known, "acknowledged = [{ party = … }]", where, values)
    ]
    return tuple(sorted((one for one in read if one.party), key=lambda one: (one.party, one.paper)))


def _tables(found: object, keys: tuple[str, ...], wanted: str, where: Where, values: Values) -> list[dict[str, object]]:
    """Return the entries of a list of tables; an entry of a form holds the keys in their order between upright bars."""
    entries = values.elements(found, where) if isinstance(found, str) else found
    if not isinstance(entries, list) or not all(isinstance(one, dict | str) for one in entries):
        values.noted.add("toml-type", where, found=found, wanted=f"a list of {wanted}")
        return []
    tables: list[dict[str, object]] = []
    for one in entries:
        if isinstance(one, dict):
            for key in one:
                if key not in keys:
                    said = hint(str(key), keys) if nearest(str(key), keys) else ""
                    values.noted.add("toml-key-unknown", replace(where, column=str(key)), hint=said)
            tables.append(one)
            continue
        parts = split_parts(one)
        if len(parts) > len(keys):
            values.noted.add("term-parts-many", where, value=one, found=len(parts), wanted=" | ".join(keys))
        else:
            tables.append(dict(zip(keys, parts, strict=False)))
    return tables


def _at(entry: dict[str, object], where: Where, values: Values) -> datetime | None:
    return read_paper_time(entry.get("at"), values.frame, where, values.noted)


def _needed(entry: dict[str, object], key: str, where: Where, values: Values) -> str:
    text = _text(entry, key, where, values)
    if not text and isinstance(entry.get(key, ""), str):
        values.noted.add("toml-missing", where, key=key)
    return text


def _text(entry: dict[str, object], key: str, where: Where, values: Values) -> str:
    found = entry.get(key, "")
    if found == "":
        return ""
    if not isinstance(found, str):
        values.noted.add("toml-type", where, found=found, wanted=f'text in quotes for "{key}"')
        return ""
    return values.short(text_of(found), where) or ""
