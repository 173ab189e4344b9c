"""timetable.xlsx: the timetable of the brief as a workbook, one sheet for each purpose, times in every zone."""

from __future__ import annotations

from collections.abc import Iterable

from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.party_make import digest_text, footer_text
from safeconduct.brief.texts import plain_text
from safeconduct.brief.timetable_sheets import timetable_sheets
from safeconduct.brief.translate import Words
from safeconduct.files.workbook import workbook_bytes


def timetable_xlsx(facts: PartyFacts, languages: Iterable[Words], digest: str) -> bytes:
    """Return the workbook; number, version and hash stand on its first sheet and at the foot of every printed page.

    The same arguments give the same bytes: the time of writing that it tells is the start of the movement.
    """
    sheets = timetable_sheets(facts, languages, digest)
    return workbook_bytes(sheets, facts.start, footer=plain_text(footer_text(facts, digest_text(digest))))
