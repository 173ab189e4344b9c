"""Read the terms of the agreement from `terms/*.toml`."""

from __future__ import annotations

from safeconduct.files.cells import text_of
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted, hint, nearest, shown
from safeconduct.files.scenario_toml import Toml, read_toml
from safeconduct.model.notice import Where
from safeconduct.model.terms import NO_LIMITS, TERM_STATES, Answer, Term, TermLimits

FOLDER = "terms"
TERM_KEYS = ("id", "text", "required", "source", "answers", "limits")
ANSWER_KEYS = ("party", "state", "paper")

LIMIT_KEYS: dict[str, str] = {
    "vehicles": "Most vehicles of the fleet that may be used, escorts counted.",
    "private_cars": "Most own cars in all; 0: none may leave, their people wait for the fleet.",
    "returns": "false when empty vehicles may not come back for a second trip.",
    "packet_size": "Most vehicles in a packet.",
    "search_s": "Seconds for the search of one vehicle, in place of those of the table of checkpoints.",
    "party": "At whose checkpoints `search_s` holds; at all where empty.",
}
"""The keys of the table [limits] of a term; the reference page lists them."""

LIMIT_RANGES = {"vehicles": (0, 100_000), "private_cars": (0, 1_000_000), "packet_size": (1, 50), "search_s": (0, 14_400)}


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
    term_id, source = _text(entry, "id", where, noted), _text(entry, "source", where, noted, needed=False)
    return Term(term_id, text, answers, required, source, _limits(entry.get("limits", {}), where, noted))


def _limits(found: object, where: Where, noted: Noted) -> TermLimits:
    """Return what the term forbids or limits; what cannot be read is an error: no limit is dropped in silence."""
    if not isinstance(found, dict):
        noted.add("toml-type", where, found=found, wanted="a table [limits]")
        return NO_LIMITS
    for key in found:
        if key not in LIMIT_KEYS:
            noted.add("term-limit-unknown", where, key=key, hint=hint(key, LIMIT_KEYS))
    numbers = {key: _number(found.get(key), key, where, noted) for key in LIMIT_RANGES}
    returns = found.get("returns", True)
    if not isinstance(returns, bool):
        noted.add("toml-type", where, found=returns, wanted='true or false for "returns"')
        returns = True
    party = _text(found, "party", where, noted, needed=False)
    return TermLimits(
        vehicles=numbers["vehicles"],
        private_cars=numbers["private_cars"],
        returns=returns,
        packet_size=numbers["packet_size"],
        search_s=numbers["search_s"],
        party=party,
    )


def _number(found: object, key: str, where: Where, noted: Noted) -> int | None:
    """Return a whole number in the key's range, None where there is none; what cannot be used is noted."""
    low, high = LIMIT_RANGES[key]
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int):
        noted.add("toml-type", where, found=found, wanted=f'a whole number for "{key}"')
    elif not low <= found <= high:
        noted.add("setting-range", where, value=found, low=low, high=high)
    else:
        return found
    return None


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
