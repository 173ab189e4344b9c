"""Record the answer of a party to a clause, as a new version of the text; no version is ever changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from safeconduct.agreement.go import decide
from safeconduct.agreement.standing import parties_of, text_name
from safeconduct.app.terms_case import TermsCase, moment_of, read_terms_case
from safeconduct.app.terms_history import changes
from safeconduct.files.terms import read_text_file
from safeconduct.files.terms_toml import text_toml, write_new
from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.notice import errors_of
from safeconduct.model.plan import GoNoGo
from safeconduct.model.terms import TERM_STATES, Answer, Term, TermsText

_VERSION = re.compile(r"[-_ ]v\d+$", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is called.

    term: id of the clause; "" for every clause of the text, as one paper often answers. party: its name, or the letter or word
    with which that begins. at: day and hour as text.
    text: reference of the text that is meant, where several hold that clause.
    """

    term: str
    party: str
    state: str
    paper: str
    at: str
    channel: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The new version. changed: what is other than in the one before, one line each; go: the decision with it."""

    path: Path
    text: TermsText
    changed: tuple[str, ...]
    go: GoNoGo


def record_answer(folder: Path, given: Given, *, new_party: bool = False) -> Answered:
    """Write a new version of the text that holds the clause, with that answer, and return it.

    new_party: the party may be one that no text knows yet. Raises RefusedError, and writes nothing, when clause or party are not
    known or not the only ones, when the text has no reference to count versions by, when nothing would change, or when a file of
    that name is there; BadInputError when the folder or the moment cannot be read.
    """
    case = read_terms_case(folder)
    if case.folder is None:
        raise RefusedError("answer-folder", "An answer is recorded in a scenario folder, not in a single file.")
    if given.state not in TERM_STATES:
        raise RefusedError("answer-state", f"No state is called {given.state!r}; there are: {', '.join(TERM_STATES)}.")
    if not given.paper.strip():
        raise RefusedError("answer-paper", "An answer is known by a paper: give its reference.")
    before = _find_text(case, given)
    at = moment_of(given.at, case)
    party = _find_party(case, given.party, new_party=new_party)
    answer = Answer(party, given.state, given.paper.strip(), at.at, given.channel.strip())
    stated = _as_written(case, before)
    after = _with_answer(stated, given.term, answer)
    if after.terms == stated.terms:
        raise RefusedError("answer-same", f"{text_name(before)} says so already; nothing was written.")
    path = case.terms_folder / f"{_VERSION.sub('', Path(before.file).stem)}-v{after.version}.toml"
    said = changes(stated, after)
    write_new(path, text_toml(after, note=f"Version {after.version}: {'; '.join(said)}"))
    _check_written(case, path, after)
    now = read_terms_case(folder)
    return Answered(path, after, tuple(said), decide(now.texts, now.terms))


def _find_text(case: TermsCase, given: Given) -> TermsText:
    """Return the text in force that holds the clause, or the one that is meant where every clause is."""
    named = [text for text in case.held if not given.text or text.reference.casefold() == given.text.strip().casefold()]
    if not named:
        names = ", ".join(text.reference or text_name(text) for text in case.held)
        raise RefusedError("answer-text", f"No text in force is called {given.text!r}; there are: {names or 'none'}.")
    found = [text for text in named if any(_is_meant(term, given.term) for term in text.terms)]
    if not found:
        known = ", ".join(dict.fromkeys(term.id for text in named for term in text.terms))
        raise RefusedError("answer-term", f"No text in force holds a term {given.term!r}; there are: {known or 'none'}.")
    if len(found) > 1:
        names = ", ".join(text_name(text) for text in found)
        said = f"Several texts hold a term {given.term!r}" if given.term.strip() else "Several texts are in force"
        raise RefusedError("answer-text", f"{said}: {names}. Say which one with --text.")
    if not found[0].reference:
        raise RefusedError(
            "answer-reference",
            "The text has no reference to count versions by. Give its file a header: [text] with a reference, and version = 1.",
        )
    return found[0]


def _find_party(case: TermsCase, name: str, *, new_party: bool) -> str:
    """Return the party of that name, or the only one whose name begins with that letter or word."""
    known, wanted = parties_of(case.texts, case.terms), " ".join(name.split())
    exact = [one for one in known if one.casefold() == wanted.casefold()]
    near = exact or [one for one in known if wanted and one.casefold().split()[0] == wanted.casefold()]
    if len(near) == 1:
        return near[0]
    if new_party and wanted and not near:
        return wanted
    said = f"Several parties begin with {name!r}" if near else f"No party is called {name!r}"
    raise RefusedError("answer-party", f"{said}; there are: {', '.join(known) or 'none'}. A new one needs --new-party.")


def _as_written(case: TermsCase, text: TermsText) -> TermsText:
    """Return the text as its file alone says it: without points that the folder knows for its places."""
    assert case.folder is not None
    read, notices = read_text_file(case.folder / text.file, case.clock)
    if read is None or errors_of(notices):
        raise BadInputError(notices)
    return read


def _is_meant(term: Term, term_id: str) -> bool:
    """Tell whether an answer to that id is one to the clause; "" means every clause."""
    wanted = term_id.strip().casefold()
    return not wanted or term.id.casefold() == wanted


def _with_answer(text: TermsText, term_id: str, answer: Answer) -> TermsText:
    terms = []
    for term in text.terms:
        if _is_meant(term, term_id):
            others = tuple(one for one in term.answers if one.party != answer.party)
            term = replace(term, answers=tuple(sorted((*others, answer), key=lambda one: one.party)))  # noqa: PLW2901
        terms.append(term)
    return replace(text, terms=tuple(terms), version=text.version + 1, dated=answer.at)


def _check_written(case: TermsCase, path: Path, wanted: TermsText) -> None:
    """Make sure that the file says what it should; else it is taken back and refused."""
    read, _ = read_text_file(path, case.clock)
    if read is None or replace(read, file="") != replace(wanted, file=""):
        path.unlink()
        raise RefusedError("answer-written", f"{path.name} would not read back as the same text; nothing was written.")
