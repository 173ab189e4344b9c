"""Tell whether a paper in hand is the current brief, by the number, version and hash on its pages and by its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from safeconduct.app.paper_pages import by_edition, listed_pages, page_faults
from safeconduct.brief.party_make import digest_text
from safeconduct.files.brief_record import BriefRecord, find_record, sha256_of
from safeconduct.files.paper import HASH_DIGITS, Mark, PaperRead, Progress, read_paper, read_printed
from safeconduct.files.plan_folder import PLAN
from safeconduct.files.scenario import read_scenario as read_scenario_folder

CURRENT, SAME_HASH, PAGES, EARLIER, OTHER_STATE, OTHER_NUMBER, MIXED, NO_MARK, RECORD_OLD = (
    "current",
    "other bytes",
    "other pages",
    "earlier",
    "other state",
    "other number",
    "mixed",
    "no number",
    "record out of date",
)
"""What a paper is. Only a current one is a reason to go by it."""

MOST_SLIPS = 3
"""A hash typed in that differs in so many digits from the current one was more likely misread than is another."""


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


def check_paper(folder: Path, file: Path | None = None, *, printed: str = "", progress: Progress | None = None) -> PaperChecked:
    """Return what a PDF, or the foot of a page typed in, is beside the brief on record.

    folder: the brief folder or the plan folder beside it. Raises BadInputError without a record, or when the file is no PDF.
    Where plan or scenario have changed since, even the brief on record is not current.
    """
    place, record = find_record(folder)
    known = [digest[:HASH_DIGITS] for digest in (record.hash, *(one.hash for one in record.earlier))]
    paper = read_printed(printed, known) if printed or file is None else read_paper(file, known, progress)
    kind, sentences = _told(paper, record, place)
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


def _told(paper: PaperRead, record: BriefRecord, place: Path) -> tuple[str, tuple[str, ...]]:
    now = f"Current: {_named(record.number, record.version, record.hash)}."
    if not any(mark.hash for mark in paper.marks):
        return NO_MARK, (*_unmarked(paper), now)
    current = [mark for mark in paper.marks if _one(mark, record)[0] == CURRENT]
    if len(current) < len(paper.marks) and len({(one.number, one.version, one.hash) for one in paper.marks}) > 1:
        faults = [f"Of the current version: {fault}" for fault in page_faults(current)]
        return MIXED, ("The pages are not all of one version.", *_by_page(paper, record), *faults, now)
    kind, said = _one(paper.marks[0], record)
    if kind != CURRENT:
        return kind, (said, now)
    if not paper.data:
        return CURRENT, (f"What is printed is the current version: {_named(record.number, record.version, record.hash)}.",)
    digest = sha256_of(paper.data)
    names = [name for name, found in record.files.items() if found == digest]
    if digest in record.also:
        return CURRENT, ("This is the current version, byte for byte a file of it that was written before.", now)
    if names:
        return CURRENT, (f"This is the current version, byte for byte the {names[0]} on record.", now)
    return _by_pages(paper, record, place, now)


def _unmarked(paper: PaperRead) -> tuple[str, str]:
    """Return why nothing was found on a paper, and what to do."""
    cure = 'Type in what stands at the foot of a page instead of the file: --printed "number version hash".'
    if not any(mark.words for mark in paper.marks):
        return "The file holds pictures and no text, as a scan or a photograph does: what is printed on it cannot be read.", cure
    return "No number, version and hash was found on any page: this is no brief, or its foot cannot be read.", cure


def _by_pages(paper: PaperRead, record: BriefRecord, place: Path, now: str) -> tuple[str, tuple[str, ...]]:
    """Return what a file of the current version that is not on record is, page by page."""
    edition, foreign, unknown = by_edition(paper.marks, _editions(record, place))
    faults = (*page_faults(paper.marks), *foreign)
    if faults:
        said = "Every page says that it is the current version, but the pages are not those of one brief."
        return PAGES, (said, *faults, "Do not go by it: take the brief on record.", now)
    said = "Every page says that it is the current version, but the file is not byte for byte one on record."
    cure = "It may have been printed again or scanned, or changed: compare it with the brief on record, or take that one."
    if edition and unknown:
        words = f"The words on {listed_pages(unknown)} are of no edition on record, those on the others of {edition}."
    else:
        words = f"Its words are those of {edition} on record." if edition else "Its words are those of no edition on record."
    return SAME_HASH, (said, words, cure, now)


def _editions(record: BriefRecord, place: Path) -> dict[str, tuple[Mark, ...]]:
    """Return the pages of each edition that stands in the brief folder as it was written."""
    found: dict[str, tuple[Mark, ...]] = {}
    for name, digest in record.files.items():
        if "/" in name or not name.endswith(".pdf") or not (place / name).is_file():
            continue
        paper = read_paper(place / name)
        if sha256_of(paper.data) == digest:
            found[name] = paper.marks
    return found


def _one(mark: Mark, record: BriefRecord) -> tuple[str, str]:
    """Return what a page is by what is printed on it."""
    shown = _named(mark.number, mark.version, mark.hash)
    other = _is_other(mark, record.number)
    if mark.hash == record.hash[:HASH_DIGITS]:
        if other or (mark.version and mark.version != record.version):
            wrong = "number" if other else "version"
            said = (
                f"{shown}: the hash is that of the current version, but the {wrong} is another. Read it again; do not go by it."
            )
            return (OTHER_NUMBER if other else OTHER_STATE), said
        return CURRENT, f"{shown}: the current version"
    before = next((one for one in record.earlier if one.hash[:HASH_DIGITS] == mark.hash), None)
    if before is not None:
        return EARLIER, f"{_named(before.number, before.version, before.hash)}: an earlier version. Do not go by it."
    if other:
        return OTHER_NUMBER, f"{shown}: of another corridor or agreement. Do not go by it."
    if mark.version and _order(mark.version) < _order(record.version):
        return EARLIER, f"{shown}: an earlier version, which is not on record. Do not go by it."
    wrong_digits = sum(a != b for a, b in zip(mark.hash, record.hash, strict=False))
    if not mark.page and wrong_digits <= MOST_SLIPS:
        slip = f"the hash differs from that of the current version in {wrong_digits} of {HASH_DIGITS} digits"
        return OTHER_STATE, f"{shown}: {slip}. Read it again; do not go by it as it is."
    return OTHER_STATE, f"{shown}: not the brief on record. Do not go by it before you know where it comes from."


def _is_other(mark: Mark, number: str) -> bool:
    """Tell whether the number on a page is surely not this one.

    Of what was typed in, words beside the number do not matter, nor how its parts are set apart, nor words alone.
    """
    read, wanted = ([one.casefold() for one in re.findall(r"[^\W_]+", text)] for text in (mark.number, number))
    if mark.page or not wanted:
        return bool(mark.number) and read != wanted
    if not any(one.isdigit() for one in "".join(read)) and any(one.isdigit() for one in "".join(wanted)):
        return False
    inside = any(read[at : at + len(wanted)] == wanted for at in range(len(read)))
    return bool(read) and not inside and "".join(read) != "".join(wanted)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _by_page(paper: PaperRead, record: BriefRecord) -> tuple[str, ...]:
    """Return for each version which pages say that they are of it."""
    pages: dict[tuple[str, str, str], list[int]] = {}
    for mark in paper.marks:
        pages.setdefault((mark.number, mark.version, mark.hash), []).append(mark.page)
    said: list[str] = []
    for (number, version, digest), found in pages.items():
        what = _one(Mark(found[0], number, version, digest), record)[1] if digest else "without number, version and hash"
        listed = listed_pages(found)
        said.append(f"{listed[0].upper()}{listed[1:]}: {what.rstrip('.')}.")
    return tuple(said)


def _named(number: str, version: str, digest: str) -> str:
    """Return how a brief is named to people: "SC-7, version 2.0, hash 0123 4567 89ab cdef"."""
    parts = [number, f"version {version}" if version else "", f"hash {digest_text(digest)}" if digest else ""]
    return ", ".join(part for part in parts if part)
