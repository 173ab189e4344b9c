"""What a search for the clearance time answers, and how its caller follows and ends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, overload

from safeconduct.model.plan import CutCertificate

Stop = Callable[[], bool]
Progress = Callable[[int, int | None], None]


class TooLargeError(Exception):
    """A flow over time would need more memory than it may take."""


class Movement(NamedTuple):
    """Units that go one way together, enough to replay them.

    path: arc indices from a pocket to an exit, in the order they are used. departures: the step at which each of these arcs is
    entered (waiting before an arc shows as a later step). amount: how many.
    """

    path: tuple[int, ...]
    departures: tuple[int, ...]
    amount: int


@dataclass(frozen=True, slots=True)
class Stream:
    """A movement that is repeated: the same path and amount again in each of the next `repeats - 1` steps."""

    path: tuple[int, ...]
    departures: tuple[int, ...]
    amount: int
    repeats: int = 1

    def movement(self, number: int) -> Movement:
        """Return the movement that begins `number` steps after the first."""
        return Movement(self.path, tuple(step + number for step in self.departures), self.amount)


class Schedule(Sequence[Movement]):
    """All movements of a plan, kept as streams; units that are at an exit from the start have none."""

    def __init__(self, streams: Sequence[Stream]) -> None:
        self.streams = tuple(streams)

    def __len__(self) -> int:
        """Return the number of movements."""
        return sum(stream.repeats for stream in self.streams)

    def __iter__(self) -> Iterator[Movement]:
        """Go through all movements, stream by stream."""
        for stream in self.streams:
            for number in range(stream.repeats):
                yield stream.movement(number)

    @overload
    def __getitem__(self, index: int) -> Movement: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Movement]: ...
    def __getitem__(self, index: int | slice) -> Movement | Sequence[Movement]:
        """Return the movement at a position, or those of a slice."""
        if isinstance(index, slice):
            return tuple(self)[index]
        position = index + len(self) if index < 0 else index
        for stream in self.streams:
            if 0 <= position < stream.repeats:
                return stream.movement(position)
            position -= stream.repeats
        raise IndexError(f"there is no movement {index}")


@dataclass(frozen=True)
class ClearanceResult:
    """When everybody can be out, and the proof that it cannot be sooner.

    steps: arrival step of the last person (the first may depart at step 0); None when no time is known to suffice. Where the
    search ended early it is a time that suffices: the schedule may then have the last person out sooner, never later.
    lower_bound_steps: nobody can do better (with few routes: nobody who uses so few). certificate: proves that
    `lower_bound_steps - 1` is impossible (None when that is trivial: the bound is 0); with few routes it proves the bound for any
    number of routes, and `route_certificate` the bound for so few. exact: `steps` equals the bound; with steps None: proven that
    never everybody can be out. routes: the named routes, each the arcs of a simple path to an exit; None when not limited.
    """

    steps: int | None
    lower_bound_steps: int
    certificate: CutCertificate | None
    exact: bool
    routes: tuple[tuple[int, ...], ...] | None = None
    route_certificate: object | None = None
    find_schedule: Callable[[], Schedule | None] | None = field(default=None, repr=False, compare=False)

    @property
    def gap(self) -> float | None:
        """(steps - bound) / bound: 0 when proven optimal, None when no time is known to suffice."""
        if self.steps is None:
            return None
        return (self.steps - self.lower_bound_steps) / max(1, self.lower_bound_steps)

    @cached_property
    def schedule(self) -> Schedule | None:
        """How everybody gets out by `steps`, found when first asked for.

        None when no time is known to suffice, and when so long a time does not fit into memory step by step.
        """
        try:
            return self.find_schedule() if self.find_schedule is not None and self.steps is not None else None
        except TooLargeError:
            return None


@dataclass(frozen=True, slots=True)
class MostOut:
    """The most that can be out by a horizon: no plan brings more than `out_at_most`.

    certificate: the cut; its demand minus its capacity is what must stay (None: nothing need stay, as far as is known).
    exact: so many can indeed be out.
    """

    out_at_most: int
    certificate: CutCertificate | None
    exact: bool


def report(progress: Progress | None, lower: int, upper: int | None) -> None:
    """Tell the caller the present bracket, if it wants to know."""
    if progress is not None:
        progress(lower, upper)
