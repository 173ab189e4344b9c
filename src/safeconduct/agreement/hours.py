"""The hours in which the texts in force let people move: every text counts, accepted or not, the strictest holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time

from safeconduct.agreement.standing import clause_name, held_texts
from safeconduct.agreement.wording import moment_text, zone_of
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Moment, Term, TermsText
from safeconduct.model.times import Span, Window, common, union, without

AGREED = "agreed hours"
"""What the windows are called that take the place of those for all movement."""


def within_hours(scenario: Scenario) -> tuple[Window, ...]:
    """Return the windows of a scenario, those for all movement cut to the hours of its texts.

    Windows of one text add up, those of several are cut to what they share; nobody moves before the start of the column that any
    text states, on its day. Where nothing is left one empty window stands, so that no movement is possible.
    """
    whole, held = Span(scenario.start, scenario.end), held_texts(scenario.texts, scenario.terms)
    silence, from_starts = silence_hours(held, whole), _shared(_from_starts(text, whole) for text in held)
    hours = _shared((silence, from_starts))
    if hours is None:
        return scenario.windows
    stated = union(one.span for one in scenario.windows if one.scope == "all")
    agreed = common(common((whole,), stated or (whole,)), hours) or (Span(whole.start, whole.start),)
    others = tuple(one for one in scenario.windows if one.scope != "all")
    return (*(Window(f"{AGREED} {number}", span) for number, span in enumerate(agreed, 1)), *others)


def silence_hours(held: tuple[TermsText, ...], whole: Span) -> tuple[Span, ...] | None:
    """Return the hours of silence that every text with a window leaves (None where no text states any)."""
    return _shared(_windows(text, whole) for text in held)


def _shared(stated: Iterable[tuple[Span, ...] | None]) -> tuple[Span, ...] | None:
    """Return what all that state anything share."""
    hours: tuple[Span, ...] | None = None
    for spans in stated:
        if spans is not None:
            hours = spans if hours is None else common(hours, spans)
    return hours


def _windows(text: TermsText, whole: Span) -> tuple[Span, ...] | None:
    """Return the hours of silence that a text states (None: none); an end that it does not state is that of the movement."""
    spans = [(term.find_value("from"), term.find_value("to")) for term in text.terms if term.kind == "window"]
    ends = [(begin, end) for begin, end in spans if isinstance(begin, Moment) or isinstance(end, Moment)]
    if not ends:
        return None
    found = [
        Span(begin.at if isinstance(begin, Moment) else whole.start, end.at if isinstance(end, Moment) else whole.end)
        for begin, end in ends
    ]
    return union(one for one in found if one.start < one.end)


def _from_starts(text: TermsText, whole: Span) -> tuple[Span, ...] | None:
    """Return the hours that the starts of a text leave: none before the first, and on the day of each none before it."""
    starts = list(_starts(text.terms))
    if not starts:
        return None
    first = min(one.at for one in starts)
    holes = [Span(_midnight(one), one.at) for one in starts]
    holes += [Span(whole.start, first)] if whole.start < first else []
    return without((whole,), holes)


def _starts(terms: tuple[Term, ...]) -> Iterator[Moment]:
    for term in terms:
        at = term.find_value("at")
        if term.kind == "start" and isinstance(at, Moment):
            yield at


def _midnight(moment: Moment) -> datetime:
    """Return when the day of a moment begins, in the zone in which its text writes it."""
    local = moment.at.astimezone(zone_of(moment.zone) or moment.at.tzinfo)
    return datetime.combine(local.date(), time(), local.tzinfo).astimezone(UTC)


def hours_sentences(scenario: Scenario) -> tuple[str, ...]:
    """Return each clause in force that limits the hours of movement, with its hours, one plain sentence each."""
    found = []
    for text in held_texts(scenario.texts, scenario.terms):
        for term in text.terms:
            said = hours_text(term)
            if said:
                found.append(f"{clause_name(term)} leaves {said}.")
    return tuple(found)


def hours_text(term: Term) -> str:
    """Return the hours that a clause leaves to the movement, in words ("" where it limits none)."""
    begin, end, at = term.find_value("from"), term.find_value("to"), term.find_value("at")
    if term.kind == "window":
        parts = [f"from {moment_text(begin)}"] if isinstance(begin, Moment) else []
        parts += [f"until {moment_text(end)}"] if isinstance(end, Moment) else []
        return "the hours " + " ".join(parts) if parts else ""
    if term.kind == "start" and isinstance(at, Moment):
        return f"no departure before {moment_text(at)}"
    return ""


def returns_until(scenario: Scenario) -> datetime | None:
    """Return the moment by which every vehicle that drives back has to be there (None: no text says)."""
    found = [value for term in _terms(scenario) if term.kind == "returns" and (value := term.find_value("until")) is not None]
    return min((one.at for one in found if isinstance(one, Moment)), default=None)


def _terms(scenario: Scenario) -> Iterator[Term]:
    for text in held_texts(scenario.texts, scenario.terms):
        yield from text.terms
