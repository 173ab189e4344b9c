"""Read the terms of the agreement from `terms/*.toml`."""

from __future__ import annotations

from safeconduct.files.cells import text_of
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted, hint, nearest, shown
from safeconduct.files.scenario_toml import Toml, read_toml
from safeconduct.model.notice import Where
from safeconduct.model.terms import TERM_STATES, Answer, Term

FOLDER = "terms"
TERM_KEYS = ("id", "text", "required", "source", "answers")
ANSWER_KEYS = ("party", "state", "paper")


def read_terms(folder: Folder, noted: Noted) -> tuple[Term, ...]:
    """Return the terms, files in alphabetical order; a file holds one term, or several as `[[terms]]`.

    What cannot be read is an error: a term is never dropped in silence, since that could turn "no go" into "go".
    """
    terms: list[Term] = []
    seen: dict[str, str] = {}
    for name in _files(folder, noted):
        content = read_toml(folder, name, name, noted)
        for number, entry in enumerate(_entries(content or {}, name, noted), 1):
            where = Where(name, feature=f"term {number}")
            term = _term(entry, where, noted)
            if term.id and term.id.lower() in seen:
                noted.add("id-twice", where, id=term.id, first=seen[term.id.lower()])
            seen.setdefault(term.id.lower(), str(where))
            terms.append(term)
    if not terms:
        noted.add("terms-none", Where(f"{FOLDER}/"))
    return tuple(terms)


def _files(folder: Folder, noted: Noted) -> list[str]:
    """Return the names of the TOML files in the folder of terms, relative to the scenario folder."""
    name = folder.find(FOLDER)
    if name is None:
        return []
    try:
        found = sorted(one.name for one in (folder.path / name).iterdir())
    except OSError as problem:
        noted.add("file-unreadable", Where(f"{name}/"), reason=problem.strerror or "not a folder")
        return []
    files = [one for one in found if not one.startswith((".", "~"))]
    for one in files:
        if not one.isprintable():
            noted.add("file-unreadable", Where(f"{name}/"), reason=f"the name of a file in it cannot be read: {shown(one)}")
    files = [one for one in files if one.isprintable()]
    for one in files:
        if not one.lower().endswith(".toml"):
            noted.add("file-unknown", Where(f"{name}/{one}"), hint="Terms are read from .toml files.")
    return [f"{name}/{one}" for one in files if one.lower().endswith(".toml")]


def _entries(content: Toml, name: str, noted: Noted) -> list[Toml]:
    """Return the terms of one file as TOML tables."""
    if not content:
        return []
    if "terms" not in content:
        return [content]
    found = content["terms"]
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        noted.add("toml-type", Where(name, column="terms"), found=found, wanted="a list of [[terms]]")
        return []
    _note_unknown(content, ("terms",), Where(name), noted)
    return found


def _term(entry: Toml, where: Where, noted: Noted) -> Term:
    _note_unknown(entry, TERM_KEYS, where, noted)
    required = entry.get("required", True)
    if not isinstance(required, bool):
        noted.add("toml-type", where, found=required, wanted="true or false")
        required = True
    answers = _answers(entry.get("answers", []), where, noted)
    text = _text(entry, "text", where, noted)
    return Term(_text(entry, "id", where, noted), text, answers, required, _text(entry, "source", where, noted, needed=False))


def _answers(found: object, where: Where, noted: Noted) -> tuple[Answer, ...]:
    """Return the answers in alphabetical order of party."""
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        noted.add("toml-type", where, found=found, wanted="a list of [[answers]]")
        return ()
    answers: dict[str, Answer] = {}
    for entry in found:
        _note_unknown(entry, ANSWER_KEYS, where, noted)
        party, state = _text(entry, "party", where, noted), _text(entry, "state", where, noted).lower()
        if state and state not in TERM_STATES:
            noted.add("cell-choice", where, value=state, hint=hint(state, TERM_STATES))
        if party in answers:
            noted.add("term-party-twice", where, party=party)
        paper = _text(entry, "paper", where, noted, needed=False)
        if state == "accepted" and not paper:
            noted.add("term-no-paper", where, party=party)
        if party and state in TERM_STATES:
            answers[party] = Answer(party, state, paper)
    if not answers:
        noted.add("term-no-answers", where)
    return tuple(answers[party] for party in sorted(answers))


def _text(entry: Toml, key: str, where: Where, noted: Noted, *, needed: bool = True) -> str:
    found = entry.get(key, "")
    if not isinstance(found, str):
        noted.add("toml-type", where, found=found, wanted=f'text in quotes for "{key}"')
        return ""
    text = text_of(found)
    if needed and not text:
        noted.add("toml-missing", where, key=key)
    return text


def _note_unknown(found: Toml, known: tuple[str, ...], where: Where, noted: Noted) -> None:
    for key in found:
        if key not in known:
            said = hint(key, known) if nearest(key, known) else ""
            noted.add("toml-key-unknown", Where(where.file, column=key, feature=where.feature), hint=said)
