"""Make the brief of the parties from a plan and the scenario that it was made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from safeconduct.agreement.lifecycle import state_after
from safeconduct.app.case import read_scenario
from safeconduct.app.terms_case import read_terms_case
from safeconduct.app.verify import verify_plan
from safeconduct.brief.release import PARTIES, PUBLIC
from safeconduct.files.brief_record import FOLDER
from safeconduct.files.catalogues import load_words
from safeconduct.files.party_folder import LEVELS, Brief, Ground, render_brief, write_brief
from safeconduct.files.plan_folder import PLAN, read_plan
from safeconduct.model.errors import BadInputError, CheckFailedError, RefusedError
from safeconduct.model.notice import Where, notice

Progress = Callable[[str, float], None]

HASH_LETTERS = 12
PUBLIC_FOLDER = f"{FOLDER}-public"
"""Where what is released goes: the brief of the parties stays where it is."""

RELEASE = "release"
"""The act by which the public is told."""


@dataclass(frozen=True, slots=True)
class BriefMade:
    """A brief that was written: its facts and hash, the folder and the files in it."""

    brief: Brief
    folder: Path
    files: tuple[Path, ...]


def make_brief(
    plan_file: Path,
    languages: str,
    *,
    scenario: Path | None = None,
    out: Path | None = None,
    level: str = PARTIES,
    progress: Progress | None = None,
) -> BriefMade:
    """Write the brief of a plan in these languages ("en,uk") and return what was written.

    scenario: the folder that the plan was made from (None: the one that the plan folder lies in). out: the brief folder (None:
    "brief" beside the plan folder, "brief-public" at the level public). Raises BadInputError for languages, levels, plans and
    folders that cannot be used together; CheckFailedError, and writes nothing, when the independent checker disagrees with the
    plan; RefusedError when the level may not be released yet.
    """
    codes = tuple(code for code in languages.replace(",", " ").split())
    if not codes:
        raise BadInputError((notice("brief-no-language"),))
    if level not in LEVELS:
        raise BadInputError((notice("brief-level-unknown", level=level, known=", ".join(LEVELS)),))
    words = load_words(codes)
    file = plan_file / PLAN if plan_file.is_dir() else plan_file
    plan = read_plan(file)
    home = file.absolute().parent.parent
    folder = home if scenario is None else scenario
    if scenario is None and not (folder / "scenario.toml").is_file():
        raise BadInputError((notice("brief-no-scenario", Where(file.name), folder=str(folder)),))
    case = read_scenario(folder, progress=progress, ahead=False)
    if case.scenario.input_hash != plan.input_hash:
        hashes = {"plan_hash": plan.input_hash[:HASH_LETTERS], "folder_hash": case.scenario.input_hash[:HASH_LETTERS]}
        raise BadInputError((notice("brief-other-scenario", Where(file.name), **hashes),))
    if progress is not None:
        progress("checking and writing", 0.8)
    findings = verify_plan(plan, case)
    if findings:
        raise CheckFailedError(tuple(str(one) for one in findings))
    state, at = _recorded(folder, level)
    brief = render_brief(Ground(plan, case.network, case.scenario), words, level, state=state, at=at)
    target = out or home / (PUBLIC_FOLDER if level == PUBLIC else FOLDER)
    return BriefMade(brief, target, write_brief(brief, file.read_bytes(), target))


def _recorded(folder: Path, level: str) -> tuple[str, datetime | None]:
    """Return the state that the recorded acts lead to ("" without any), and when the release to the public was recorded.

    The moment is asked for at the level public alone (None at the others). Raises RefusedError for the public while no act of
    release is on record.
    """
    acts = read_terms_case(folder).acts
    releases = [one.at for one in acts if one.act == RELEASE]
    if level == PUBLIC and not releases:
        message = "No act of release is on record; record it with `safeconduct terms act` once the silence holds."
        raise RefusedError("release-act", message)
    return state_after(acts) if acts else "", releases[-1] if level == PUBLIC else None
