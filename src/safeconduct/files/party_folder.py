"""The brief folder: the brief of the parties and what may be given with it, by release level, written whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from safeconduct.brief.checkpoint_sheets import checkpoint_book
from safeconduct.brief.driver_sheets import driver_book
from safeconduct.brief.party_document import PartyDocument, texts_of
from safeconduct.brief.party_facts import TURN, WAY, PartyFacts
from safeconduct.brief.party_gather import gather
from safeconduct.brief.party_make import digest_text, make_party_document
from safeconduct.brief.party_map import draw_party_map
from safeconduct.brief.passed_places import Holds, holds_of
from safeconduct.brief.point_sheets import point_book
from safeconduct.brief.release import OPERATORS, PARTIES, PUBLIC, RELEASED, check_release, may_leave, released
from safeconduct.brief.sheet_words import SheetWords
from safeconduct.brief.translate import Words
from safeconduct.files.atomic import check_replaceable, write_folder
from safeconduct.files.brief_annexes import annexes, told_names
from safeconduct.files.brief_record import RECORD, BriefRecord, encode_record, read_record, sha256_of
from safeconduct.files.fonts import can_print
from safeconduct.files.party_gpx import party_gpx
from safeconduct.files.party_pdf import compile_party_brief, facts_hash, measure_party_room
from safeconduct.files.scenario_words import refuse_texts
from safeconduct.files.typst_pdf import compile_sheets
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork

LEVELS = RELEASED
"""Release levels at which a brief folder is written."""

LEAST_MAP_MM = 70
MOST_EARLIER = 100
"""Briefs that stood in the folder before, of which the record keeps the hash."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a brief is made from."""

    plan: Plan
    network: RoadNetwork
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief before it is written. hash: of its facts, 64 hexadecimal digits. files: bytes by name."""

    facts: PartyFacts
    hash: str
    level: str
    languages: tuple[str, ...]
    files: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """Return the hash as it is printed."""
        return digest_text(self.hash)


def brief_name(languages: Iterable[str]) -> str:
    """Return the name of the brief's file in these languages: "brief-en-uk.pdf"."""
    return f"brief-{'-'.join(languages)}.pdf"


def render_brief(
    ground: Ground,
    languages: tuple[Words, ...],
    level: str = PARTIES,
    *,
    state: str = "",
    at: datetime | None = None,
) -> Brief:
    """Return the brief with every file of its level; the same arguments give the same bytes.

    state: of the agreement ("": as the terms on file have it). at: the moment of the release, for a clause that names one
    and for the alert.
    Raises RefusedError when the level may not be released in that state (see `release.check_release`), BadInputError when a text
    holds a letter that the fonts lack, a word that judges a party or a number to call.
    """
    scenario = ground.scenario
    holds = holds_of(ground.plan, ground.network)
    facts = gather(ground.plan, scenario, holds, state, ground.network.places)
    check_release(level, facts.state, facts.terms, at)
    whole = facts_hash(facts)
    codes = tuple(one.lang for one in languages)
    document = make_party_document(facts, languages, digest_text(whole))
    refuse_texts(scenario, texts_of(document), brief_name(codes), _names_on_the_way(facts))
    files = {} if level == PUBLIC else _papers(ground, facts, document, (brief_name(codes), whole))
    if level == OPERATORS:
        for words in languages:
            files |= _sheets(ground, holds, SheetWords(words, facts.names_in(words.lang)))
    files |= annexes(facts, languages, whole, level, at=at)
    return Brief(facts, whole, level, codes, released(files, level))


def _names_on_the_way(facts: PartyFacts) -> frozenset[str]:
    """Return the names of roads and places between the ends of the routes, as the road file has them, in every language."""
    points = [point for route in facts.routes for point in route.points if point.role in (WAY, TURN)]
    return frozenset({point.name for point in points} | {name.text for point in points for name in point.names}) - {""}


def _papers(ground: Ground, facts: PartyFacts, document: PartyDocument, what: tuple[str, str]) -> dict[str, bytes]:
    """Return the brief itself and the routes for receivers. what: the brief's name and the hash of the facts."""
    plan, network, scenario = ground.plan, ground.network, ground.scenario
    name, whole = what
    room = int(measure_party_room(document)[1])
    drawn = draw_party_map(plan, network, scenario, height_mm=max(LEAST_MAP_MM, room), can_print=can_print)
    return {
        name: compile_party_brief(document, drawn, name, made=plan.start.astimezone(UTC)),
        "corridors.gpx": party_gpx(facts, digest_text(whole)),
    }


def sheet_names(language: str) -> tuple[str, str, str]:
    """Return the names of the books of sheets in a language: for drivers, assembly points, exits and checkpoints."""
    return f"sheets/drivers-{language}.pdf", f"sheets/points-{language}.pdf", f"sheets/checkpoints-{language}.pdf"


def _sheets(ground: Ground, holds: Holds, said: SheetWords) -> dict[str, bytes]:
    """Return the sheets that are handed out one by one, in one language."""
    plan, scenario = ground.plan, ground.scenario
    books = (
        driver_book(plan, scenario, holds, said),
        point_book(plan, scenario, said),
        checkpoint_book(plan, scenario, holds, said),
    )
    names = sheet_names(said.words.lang)
    made = plan.start.astimezone(UTC)
    return {name: compile_sheets(book, name, made=made) for name, book in zip(names, books, strict=True)}


def write_brief(brief: Brief, plan_bytes: bytes, out: Path) -> tuple[Path, ...]:
    """Write the brief folder and return the paths of its files, the record last.

    A brief folder already there is replaced whole. Editions in other languages of the same brief stay in it, as far as the level
    allows; of another brief its number, version and hashes stay on record as an earlier one. Raises RefusedError when `out` is
    anything but a brief folder, an empty folder or a free name, and when a file was put into it that the record does not know.
    """
    before = read_record(out)
    known = frozenset((RECORD, *brief.files, *(before.files if before is not None else ())))
    check_replaceable(out, mark=RECORD, known=known, overwrite=True, kind="brief")
    plan_hash = sha256_of(plan_bytes)
    kept = _other_editions(before, brief, out, plan_hash) if before is not None and before.hash == brief.hash else {}
    files = {**kept, **brief.files}
    record = _record(brief, before, files, plan_hash)
    return write_folder(out, {**files, RECORD: encode_record(record)}, mark=RECORD, known=known, overwrite=True, kind="brief")


def _other_editions(before: BriefRecord, brief: Brief, out: Path, plan_hash: str) -> dict[str, bytes]:
    """Return the files of the same brief in other languages that are still as they were written.

    Sheets stay only beside those of the same plan: two plans of one brief may give a packet other vehicles.
    """
    kept: dict[str, bytes] = {}
    for languages in before.languages:
        told = [name for one in languages for name in told_names(one)]
        if before.plan == plan_hash:
            told += [name for one in languages for name in sheet_names(one)]
        for name in (brief_name(languages), *told):
            new = name in brief.files or name not in before.files or not may_leave(name, brief.level)
            if new or not (out / name).is_file():
                continue
            data = (out / name).read_bytes()
            if hashlib.sha256(data).hexdigest() == before.files[name]:
                kept[name] = data
    return kept


def _record(brief: Brief, before: BriefRecord | None, files: Mapping[str, bytes], plan_hash: str) -> BriefRecord:
    languages = [list(brief.languages)]
    earlier = list(before.earlier) if before is not None else []
    hashes = {name: sha256_of(data) for name, data in sorted(files.items())}
    also: list[str] = []
    if before is not None and before.hash == brief.hash:
        also = sorted({*before.also, *before.files.values()} - set(hashes.values()))
        languages = [one for one in before.languages if brief_name(one) in files and one != languages[0]] + languages
    elif before is not None:
        earlier = [before.edition, *earlier]
    return BriefRecord(
        number=brief.facts.number,
        version=brief.facts.version,
        hash=brief.hash,
        level=brief.level,
        program=brief.facts.program,
        plan=plan_hash,
        plan_input=brief.facts.plan_input,
        languages=sorted(languages),
        files=hashes,
        also=also,
        earlier=earlier[:MOST_EARLIER],
    )
