"""One file of terms to a text: its header, its clauses, and whether they go together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from safeconduct.files.noted import Noted, hint, nearest
from safeconduct.files.terms_clause import ClauseReader
from safeconduct.files.terms_papers import read_acknowledged
from safeconduct.files.terms_places import KnownPlaces
from safeconduct.files.terms_source import HEADER, Entry, Source
from safeconduct.files.terms_values import Values
from safeconduct.files.terms_zones import Frame, framed, read_day, read_paper_time
from safeconduct.files.times import Clock
from safeconduct.model.clauses import find_clause_kind
from safeconduct.model.notice import Where
from safeconduct.model.terms import Moment, Term, TermsText

HEADER_KEYS: dict[str, str] = {
    "reference": "How the paper is quoted; the same for every version of it. Needed.",
    "party": "Whose text it is, as the party names itself; empty for the text that all parties are asked to accept.",
    "version": "1, 2, 3 …; 1 where empty. A new version is a new file: the older one stays.",
    "dated": "Day and hour of the paper.",
    "channel": "By which way it came.",
    "zone": 'Time zone of its hours: an IANA name, or "UTC+3". The scenario\'s where empty, with a warning.',
    "day": "Day on which its bare hours lie; the day on which the scenario starts where empty.",
    "source": "From where the text is known.",
    "replaces": "References of texts whose place it takes.",
    "acknowledged": "Who has received it: party, paper, at, channel. That is never an acceptance.",
}
"""The keys of the header [text]; the reference page lists them."""

VERSION_MOST, CLAUSES_MOST = 10_000, 1_000


@dataclass(frozen=True, slots=True)
class Setting:
    """What lies around a text: the scenario's clock with the name of its zone, and the places it knows."""

    frame: Frame
    places: KnownPlaces


def clock_frame(clock: Clock) -> Frame:
    """Return the scenario's zone and day as the frame of texts that state none."""
    return Frame(str(getattr(clock.zone, "key", "")), clock)


def read_text(source: Source, setting: Setting, noted: Noted) -> TermsText:
    """Return the text of one file; a file without a header is a part of the common text (version 1, reference "")."""
    head, frame = _read_header(source, setting, noted)
    if len(source.clauses) > CLAUSES_MOST:
        noted.add("text-clauses-many", Where(source.file), found=len(source.clauses), limit=CLAUSES_MOST)
    reader = ClauseReader(head, frame, setting.places, noted)
    entries = source.clauses[:CLAUSES_MOST]
    terms = tuple(reader.read(one) for one in entries)
    if source.header is not None and not terms:
        noted.add("text-no-clauses", Where(source.file))
    check_clauses(list(zip(terms, (one.where for one in entries), strict=True)), noted)
    return replace(head, terms=terms)


def check_clauses(clauses: list[tuple[Term, Where]], noted: Noted) -> None:
    """Note clauses of one text that do not go together: ids and kinds that stand twice, a start outside the windows."""
    ids: dict[str, Where] = {}
    kinds: dict[tuple[str, str], Where] = {}
    for term, where in clauses:
        if not term.id:
            continue
        kind = find_clause_kind(term.kind)
        key = (term.kind, term.label.lower() if kind and kind.several else "")
        if kind is not None and key in kinds:
            code = "term-label-twice" if kind.several else "term-kind-twice"
            noted.add(code, where, kind=kind.name, label=term.label, first=kinds[key])
        elif term.id.lower() in ids:
            noted.add("id-twice", where, id=term.id, first=ids[term.id.lower()])
        ids.setdefault(term.id.lower(), where)
        if kind is not None:
            kinds.setdefault(key, where)
    _check_starts(clauses, noted)


def _check_starts(clauses: list[tuple[Term, Where]], noted: Noted) -> None:
    """Note a start that lies in none of the windows of the same text."""
    windows = [(one.find_value("from"), one.find_value("to")) for one, _ in clauses if one.kind == "window" and one.values]
    for term, where in clauses:
        at = term.find_value("at") if term.kind == "start" else None
        if isinstance(at, Moment) and windows and not any(_holds(window, at) for window in windows):
            noted.add("term-start-outside", replace(where, column="at"))


def _holds(window: tuple[object, object], at: Moment) -> bool:
    begin, end = window
    return (not isinstance(begin, Moment) or begin.at <= at.at) and (not isinstance(end, Moment) or at.at < end.at)


def _read_header(source: Source, setting: Setting, noted: Noted) -> tuple[TermsText, Frame]:
    """Return the text without its clauses, and the zone and day of its hours."""
    entry = source.header
    if entry is None:
        return TermsText((), file=source.file, zone=setting.frame.zone), setting.frame
    for key in entry.values:
        if key not in HEADER_KEYS:
            said = hint(key, HEADER_KEYS) if nearest(key, HEADER_KEYS) else f"Known: {', '.join(HEADER_KEYS)}."
            noted.add("text-key-unknown", entry.at(key), key=key, hint=said)
    frame = _frame(entry, setting, noted)
    values = Values(frame, setting.places, noted)
    reference = _short(entry, "reference", values)
    if not reference:
        noted.add("text-reference-missing", entry.at("reference"))
    version = values.whole(entry.values["version"], entry.at("version"), VERSION_MOST, 1) if _has(entry, "version") else 1
    replaced = [values.short(one, entry.at("replaces")) for one in _listed(entry, "replaces", values)]
    head = TermsText(
        terms=(),
        reference=reference,
        party=_short(entry, "party", values),
        version=version or 1,
        dated=read_paper_time(entry.values.get("dated"), frame, entry.at("dated"), noted),
        channel=_short(entry, "channel", values),
        zone=frame.zone,
        source=(values.words(entry.values["source"], entry.at("source")) or "") if _has(entry, "source") else "",
        replaces=tuple(one for one in replaced if one),
        acknowledged=read_acknowledged(entry.values.get("acknowledged", []), entry.at("acknowledged"), values),
        file=source.file,
    )
    return head, frame


def _frame(entry: Entry, setting: Setting, noted: Noted) -> Frame:
    """Return the zone and day of the text; the scenario's where it states none, with a warning for the zone."""
    day = read_day(entry.values.get("day"), entry.at("day"), noted)
    frame = framed(setting.frame, entry.values.get("zone"), day, entry.at("zone"), noted)
    if not _has(entry, "zone") and frame.zone:
        noted.add("text-zone-assumed", entry.at("zone"), zone=frame.zone)
    return frame


def _listed(entry: Entry, key: str, values: Values) -> list[object]:
    return values.elements(entry.values[key], entry.at(key)) if _has(entry, key) else []


def _short(entry: Entry, key: str, values: Values) -> str:
    return (values.short(entry.values[key], entry.at(key)) or "") if _has(entry, key) else ""


def _has(entry: Entry, key: str) -> bool:
    return entry.values.get(key) not in (None, "", [])


__all__ = ["HEADER", "HEADER_KEYS", "Setting", "check_clauses", "clock_frame", "read_text"]
