"""Record an act of the life of an agreement, judged by what is on file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from safeconduct.agreement.lifecycle import Act, act, facts_at
from safeconduct.agreement.wording import zone_of
from safeconduct.app.terms_case import moment_of, read_terms_case
from safeconduct.files.acts_csv import append_act
from safeconduct.model.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Acted:
    """The recorded act, with the state before and after it."""

    act: Act
    before: str
    after: str
    path: Path


def record_act(folder: Path, name: str, at: str, *, by: str, paper: str, channel: str = "") -> Acted:
    """Record an act and return it with the state before and after.

    Raises RefusedError naming the rule, and records nothing, when the table of the life of an agreement forbids it or it is not
    said by which function and paper; BadInputError when the folder or the moment cannot be read.
    """
    case = read_terms_case(folder)
    if case.folder is None:
        raise RefusedError("act-folder", "An act is recorded in a scenario folder, not for a single file.")
    if not by.strip() or not paper.strip():
        raise RefusedError("act-record", "act-record: an act is recorded with the function that does it and a paper.")
    moment = moment_of(at, case)
    last = case.acts[-1].at if case.acts else None
    try:
        after = act(case.state, name.strip().lower(), facts_at(moment.at, case.texts, case.terms, last=last))
    except RefusedError as error:
        if case.acts:
            raise
        # What the terms on file add up to is told elsewhere; an act is judged by the acts alone.
        raise RefusedError(error.rule, f"{error} No act is recorded yet; the first is propose.") from error
    done = Act(moment.at, name.strip().lower(), " ".join(by.split()), " ".join(paper.split()), " ".join(channel.split()))
    local = moment.at.astimezone(zone_of(moment.zone)).isoformat()
    return Acted(done, case.state, after, append_act(case.terms_folder, done, local))
