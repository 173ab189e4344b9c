"""alert.cap.xml: the announcement for alerting systems, in the Common Alerting Protocol 1.2 of OASIS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from safeconduct.brief.announcement import column_start, not_released, parts, silence
from safeconduct.brief.party_facts import START, PartyFacts, Site
from safeconduct.brief.release import LEVELS, OPERATORS, PUBLIC, may_hold
from safeconduct.brief.texts import xml_text
from safeconduct.brief.translate import Words

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
SENDER = "safeconduct"
MOST_HEADLINE = 160
"""Most letters of a headline that the standard suggests."""

WIDE_KM, NEAR_KM = 2.0, 0.2
WIDE_DIGITS, NEAR_DIGITS = 2, 5
"""Circle round an assembly point where its position may not be told (rounded to a hundredth of a degree), and where it may."""

SOON = timedelta(hours=1)
_FORBIDDEN = re.compile(r"[\s,<&]+")
"""What an identifier may not hold."""


def cap_alert(
    facts: PartyFacts, languages: Iterable[Words], digest: str, level: str, *, sent: datetime | None = None, sender: str = SENDER
) -> bytes:
    """Return the alert as UTF-8, one <info> for each language; the same arguments give the same bytes, others another identifier.

    status and scope follow the level: Draft and Restricted until the parties have agreed, Actual and Restricted for those who
    carry the plan out, Actual and Public once it is released. sent: the moment of sending (None: the start of the movement,
    never the clock). sender: who sends it. The response asked for is to assess: leaving is voluntary, nobody is told to evacuate.
    Severity is unknown, because nothing here measures danger. `expires` is the end of the silence.
    """
    moment, told = facts.start if sent is None else sent, tuple(languages)
    named = (facts.number, f"v{facts.version}", digest[:16], level, *(words.lang for words in told))
    at = () if sent is None else (sent.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"),)
    scope = "Public" if level == PUBLIC else "Restricted"
    readers = next(one.readers for one in LEVELS if one.name == level)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<alert xmlns="{NAMESPACE}">',
        _one("identifier", _plain("-".join((*named, *at)))),
        _one("sender", _plain(sender)),
        _one("sent", _moment(moment, facts)),
        _one("status", "Actual" if level in {OPERATORS, PUBLIC} else "Draft"),
        _one("msgType", "Alert"),
        _one("scope", scope),
        *([] if scope == "Public" else [_one("restriction", readers)]),
    ]
    for words in told:
        lines += _info(facts, words, digest, (level, moment))
    return ("\n".join([*lines, "</alert>"]) + "\n").encode()


def _one(name: str, text: str) -> str:
    return f"<{name}>{xml_text(text)}</{name}>"


def _plain(text: str) -> str:
    """Return an identifier without what the standard forbids in it: spaces, commas, < and &."""
    return _FORBIDDEN.sub("-", text).strip("-") or "unknown"


def _moment(moment: datetime, facts: PartyFacts) -> str:
    """Return a moment as the standard wants it: to the second, with its offset, UTC as -00:00 and never as Z."""
    local = moment.astimezone(ZoneInfo(facts.zones[0] if facts.zones else "UTC")).replace(microsecond=0)
    text = local.isoformat()
    return f"{text[:-6]}-00:00" if text.endswith("+00:00") else text


def _info(facts: PartyFacts, words: Words, digest: str, what: tuple[str, datetime]) -> Iterator[str]:
    level, sent = what
    said = parts(facts, words, digest, level)
    spans, start = silence(facts), column_start(facts)
    onset = min([*(one.start for one in spans), *([start] if start is not None else [])], default=facts.start)
    end = max((one.end for one in spans), default=facts.end)
    head = () if level == PUBLIC else (not_released(words),)
    yield "<info>"
    yield _one("language", words.lang)
    yield from (_one("category", one) for one in ("Safety", "Transport"))
    yield _one("event", said.title)
    yield _one("responseType", "Assess")
    yield _one("urgency", "Past" if end <= sent else "Expected" if onset - sent <= SOON else "Future")
    yield from (_one(name, "Unknown") for name in ("severity", "certainty"))
    yield _one("effective", _moment(sent, facts))
    yield _one("onset", _moment(onset, facts))
    yield _one("expires", _moment(end, facts))
    yield _one("headline", " ".join((*head, said.title))[:MOST_HEADLINE])
    yield _one("description", "\n".join((*head, said.identity, *said.when, *said.where)))
    yield _one("instruction", "\n".join((*said.who, *said.law)))
    for name, text in (("number", facts.number), ("version", facts.version), ("hash", digest[:16])):
        yield f"<parameter>{_one('valueName', name)}{_one('value', text)}</parameter>"
    yield from (_area(one, words, facts, level) for one in facts.sites if one.kind == START)
    yield "</info>"


def _area(site: Site, words: Words, facts: PartyFacts, level: str) -> str:
    """Return the area round an assembly point, no finer than the level may hold."""
    names = {text.lang: text.text for place, found in facts.places if place == site.name for text in found}
    near = may_hold(level, "positions")
    digits, radius = (NEAR_DIGITS, NEAR_KM) if near else (WIDE_DIGITS, WIDE_KM)
    circle = f"{site.at.lat:.{digits}f},{site.at.lon:.{digits}f} {radius:g}"
    return f"<area>{_one('areaDesc', names.get(words.lang) or site.name)}{_one('circle', circle)}</area>"
