"""Tell whether a paper in hand is the current brief, by the number, version and hash on its pages and by its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from safeconduct.brief.party_make import digest_text
from safeconduct.files.brief_record import BriefRecord, find_record, sha256_of
from safeconduct.files.paper import Mark, PaperRead, read_paper, read_printed
from safeconduct.files.plan_folder import PLAN
from safeconduct.files.scenario import read_scenario as read_scenario_folder

CURRENT, SAME_HASH, EARLIER, OTHER_STATE, OTHER_NUMBER, MIXED, NO_MARK, RECORD_OLD = (
    "current",
    "other bytes",
    "earlier",
    "other state",
    "other number",
    "mixed",
    "no number",
    "record out of date",
)
"""What a paper is. Only a current one is a reason to go by it."""


@dataclass(frozen=True, slots=True)
class PaperChecked:
    """What a paper is. kind: one of the words above. current: whether it is the current brief. sentences: for people."""

    kind: str
    sentences: tuple[str, ...]
    marks: tuple[Mark, ...]
    record: BriefRecord

    @property
    def current(self) -> bool:
        """Return whether the paper is the current brief as far as can be told from what was given."""
        return self.kind == CURRENT


def check_paper(folder: Path, file: Path | None = None, *, printed: str = "") -> PaperChecked:
    """Return what a PDF, or the foot of a page typed in, is beside the brief on record.

    folder: the brief folder or the plan folder beside it. Raises BadInputError without a record, or when the file is no PDF.
    Where plan or scenario have changed since, even the brief on record is not current.
    """
    place, record = find_record(folder)
    paper = read_printed(printed) if printed or file is None else read_paper(file)
    kind, sentences = _told(paper, record, typed=not paper.data)
    since = _changed_since(folder, place, record) if kind == CURRENT else ""
    if since:
        kind, sentences = RECORD_OLD, (*sentences, since)
    return PaperChecked(kind, sentences, paper.marks, record)


def _changed_since(folder: Path, place: Path, record: BriefRecord) -> str:
    """Return what has changed since the brief on record was made, one sentence, or "" where nothing has."""
    plan = _plan_beside(folder, place)
    if plan is not None and sha256_of(plan.read_bytes()) != record.plan:
        return f"But {plan.parent.name}/{plan.name} is not the plan that this brief was made from: make the brief again."
    home = place.absolute().parent
    if not (home / "scenario.toml").is_file():
        return ""
    scenario, _ = read_scenario_folder(home)
    if scenario is None:
        return f"But the scenario folder {home.name} cannot be read now, so whether it has changed since is not known."
    if scenario.input_hash != record.plan_input:
        return f"But the scenario folder {home.name} has changed since: plan again, and make the brief again."
    return ""


def _plan_beside(folder: Path, place: Path) -> Path | None:
    """Return the plan of the folder given, of the usual plan folder otherwise; None where there is none."""
    for found in (folder / PLAN, place.parent / "plan" / PLAN):
        if found.is_file():
            return found
    return None


def _told(paper: PaperRead, record: BriefRecord, *, typed: bool) -> tuple[str, tuple[str, ...]]:
    now = f"Current: {_named(record.number, record.version, record.hash)}."
    hashes = {mark.hash for mark in paper.marks}
    if hashes <= {""}:
        cure = 'If it is a scan, type in the foot of a page: --printed "number version hash".'
        return NO_MARK, ("No number, version and hash was found on any page.", cure, now)
    if len(hashes) > 1:
        return MIXED, ("The pages are not all of one version.", *_by_page(paper, record), now)
    mark = paper.marks[0]
    kind, said = _one(mark, record)
    if kind != CURRENT:
        return kind, (said, now)
    if typed:
        return CURRENT, (f"What is printed is the current version: {_named(record.number, record.version, record.hash)}.",)
    digest = sha256_of(paper.data)
    names = [name for name, found in record.files.items() if found == digest]
    if digest in record.also:
        return CURRENT, ("This is the current version, byte for byte a file of it that was written before.", now)
    if names:
        return CURRENT, (f"This is the current version, byte for byte the {names[0]} on record.", now)
    return SAME_HASH, (
        "Every page says that it is the current version, but the file is not byte for byte one on record.",
        "It may have been printed again or scanned, or changed: compare it with the brief on record, or take that one.",
        now,
    )


def _one(mark: Mark, record: BriefRecord) -> tuple[str, str]:
    """Return what a page is by what is printed on it."""
    shown = _named(mark.number, mark.version, mark.hash)
    if mark.hash == record.hash[:16]:
        return CURRENT, f"{shown}: the current version"
    before = next((one for one in record.earlier if one.hash[:16] == mark.hash), None)
    if before is not None:
        return EARLIER, f"{_named(before.number, before.version, before.hash)}: an earlier version. Do not go by it."
    if mark.number and mark.number != record.number:
        return OTHER_NUMBER, f"{shown}: of another corridor or agreement. Do not go by it."
    if mark.version and _order(mark.version) < _order(record.version):
        return EARLIER, f"{shown}: an earlier version, which is not on record. Do not go by it."
    return OTHER_STATE, f"{shown}: not the brief on record. Do not go by it before you know where it comes from."


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _by_page(paper: PaperRead, record: BriefRecord) -> tuple[str, ...]:
    """Return for each version which pages say that they are of it."""
    pages: dict[tuple[str, str, str], list[int]] = {}
    for mark in paper.marks:
        pages.setdefault((mark.number, mark.version, mark.hash), []).append(mark.page)
    said: list[str] = []
    for (number, version, digest), found in pages.items():
        what = _one(Mark(0, number, version, digest), record)[1] if digest else "without number, version and hash"
        listed = ", ".join(str(page) for page in found)
        said.append(f"Page{'s' if len(found) > 1 else ''} {listed}: {what.rstrip('.')}.")
    return tuple(said)


def _named(number: str, version: str, digest: str) -> str:
    """Return how a brief is named to people: "SC-7, version 2.0, hash 0123 4567 89ab cdef"."""
    parts = [number, f"version {version}" if version else "", f"hash {digest_text(digest)}" if digest else ""]
    return ", ".join(part for part in parts if part)
