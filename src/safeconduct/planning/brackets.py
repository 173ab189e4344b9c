"""How a caller follows and ends the searches behind a plan, and a search's bracket in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safeconduct.convoy.priced_bound import MOST_WORK

Stop = Callable[[], bool]
"""Asked now and then by a search; True ends it with what is known so far."""

Tell = Callable[[str], None]
"""Called with what is known so far, in a few words."""

Progress = Callable[[int, int | None], None]
"""Called by a search with the lower and upper end of its bracket in steps (None: no upper end is known)."""


class Heard:
    """A stop that remembers whether it ever said yes, and goes on saying so."""

    def __init__(self, stop: Stop | None) -> None:
        self._stop = stop
        self.said_so = False

    def __call__(self) -> bool:
        """Tell whether the caller wants an end."""
        self.said_so = self.said_so or (self._stop is not None and self._stop())
        return self.said_so


@dataclass(frozen=True, slots=True)
class Watch:
    """How the caller follows and ends the searches.

    stop: ends the search for bounds; what is known by then stays. stop_extras: the same for what is worked out beside them (what
    more capacity would save, what few routes cost). tell: told what is known so far. stop_fleet: ends the search for the fleet's
    bound, which takes `fleet_work` sums at most.
    """

    stop: Stop | None = None
    stop_extras: Stop | None = None
    tell: Tell | None = None
    stop_fleet: Stop | None = None
    fleet_work: int = MOST_WORK


UNWATCHED = Watch()


def either(first: Stop | None, second: Stop | None) -> Stop | None:
    """Return a stop that says yes when one of the two does; None without both."""
    if first is None or second is None:
        return first or second
    return lambda: first() or second()


def bracket_text(lower_s: int, upper_s: int | None) -> str:
    """Return a bracket in hours and minutes: "at least 6 h 10 min", "between 6 h 10 min and 6 h 40 min", "6 h 10 min 5 s".

    The lower end is rounded down and the upper one up to a minute, so the truth lies between what is shown; where both meet, the
    time is shown to the second.
    """
    if upper_s is None:
        return f"at least {minutes_text(lower_s // 60)}"
    if lower_s == upper_s:
        rest = lower_s % 60
        return minutes_text(lower_s // 60) + (f" {rest} s" if rest else "")
    return f"between {minutes_text(lower_s // 60)} and {minutes_text(-(-upper_s // 60))}"


def minutes_text(minutes: int) -> str:
    """Return whole minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"


def bracket_teller(tell: Tell | None, subject: str, step_s: int) -> Progress | None:
    """Return what a search may report its bracket to: `tell` gets "subject: between … and …" each time the words change.

    None without `tell`.
    """
    if tell is None:
        return None
    told = ""

    def progress(lower: int, upper: int | None) -> None:
        nonlocal told
        text = f"{subject}: {bracket_text(lower * step_s, None if upper is None else upper * step_s)}"
        if text != told:
            told = text
            tell(text)

    return progress
