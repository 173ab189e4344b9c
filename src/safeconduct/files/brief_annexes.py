"""What stands beside the brief of the parties: timetable, announcement, radio script, alert."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from safeconduct.brief.announcement import announcement
from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.radio import radio_script
from safeconduct.brief.release import PUBLIC
from safeconduct.brief.translate import Words
from safeconduct.files.cap import cap_alert
from safeconduct.files.timetable_xlsx import timetable_xlsx

TIMETABLE, ALERT = "timetable.xlsx", "alert.cap.xml"


def annexes(
    facts: PartyFacts, languages: tuple[Words, ...], whole: str, level: str, *, at: datetime | None = None
) -> dict[str, bytes]:
    """Return the files of a level beside the brief by name; the same arguments give the same bytes.

    whole: the hash of the facts, 64 digits. at: the moment of the release, told as the sending of the alert.
    Announcement and script are one file for each language, the others hold all.
    """
    files = {} if level == PUBLIC else {TIMETABLE: timetable_xlsx(facts, languages, whole)}
    for words in languages:
        for name, text in zip(told_names(words.lang), _texts(facts, words, whole, level), strict=True):
            files[name] = text.encode()
    files[ALERT] = cap_alert(facts, languages, whole, level, sent=at)
    return files


def told_names(language: str) -> tuple[str, str]:
    """Return the names of announcement and radio script in a language."""
    return f"announcement-{language}.txt", f"radio-{language}.txt"


def _texts(facts: PartyFacts, words: Words, whole: str, level: str) -> Iterable[str]:
    return announcement(facts, words, whole, level), radio_script(facts, words, whole, level)
