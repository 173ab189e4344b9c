"""The queue at an exit: packets are screened one after another, in the order in which they are clear."""

from __future__ import annotations

from bisect import insort
from operator import itemgetter

from safeconduct.convoy.duty import FOREVER
from safeconduct.convoy.order import MovementOrder
from safeconduct.model.people import Exit


class ScreeningDesk:
    """What one exit can still take: screening time until it closes, and beds.

    Packets on the way are `expect`ed, so that `find_out` can tell when a further one would be out. `admit` settles them one by
    one, in the order of being clear. beds_left: None without a limit.
    """

    def __init__(self, door: Exit, order: MovementOrder) -> None:
        self.rate_per_h = door.screening_per_h
        self.beds_left = door.beds
        self._opens = order.second_of(door.opens)
        self._closes = order.last_second_of(door.closes)
        self._end = order.end_s
        self._free_s = 0
        self._expected: list[tuple[int, int, int]] = []
        self._limited = 0

    def screening_s(self, people: int) -> int:
        """Return how long so many people take, rounded up (0 without screening)."""
        return 0 if not self.rate_per_h else -(-people * 3600 // self.rate_per_h)

    def find_out(self, clear: int, people: int) -> int | None:
        """Return when a packet that is clear then would be out, behind all expected ones, or None when not by the end."""
        if self.rate_per_h is None:
            return clear if clear <= self._end else None
        free = self._free_s
        for before, waiting, _latest in self._expected:
            if before > clear:
                break
            out = self._find_end(max(free, before), waiting)
            free = free if out is None else out
        return self._find_end(max(free, clear), people)

    def find_pushed(self, clear: int, people: int) -> int | None:
        """Return when the last packet is clear that a further one would delay beyond its limit, or None if there is none."""
        if not self._limited:
            return None
        free, pushed, put = self._free_s, None, False
        for before, waiting, latest in self._expected:
            if before > clear and not put:
                put = True
                free = self._find_end(max(free, clear), people) or free
            out = self._find_end(max(free, before), waiting)
            free = free if out is None else out
            if put and latest < FOREVER and (out is None or out > latest):
                pushed = before
        return pushed

    def expect(self, clear: int, people: int, latest: int = FOREVER) -> None:
        """Note a packet that is on the way, and when it must be out."""
        if self.rate_per_h is not None:
            insort(self._expected, (clear, people, latest), key=itemgetter(0))  # of the same second: as they left
            self._limited += latest < FOREVER

    def forget(self, clear: int, people: int, latest: int = FOREVER) -> None:
        """Take back what was noted by `expect`."""
        if self.rate_per_h is not None:
            self._expected.remove((clear, people, latest))
            self._limited -= latest < FOREVER

    def admit(self, clear: int, people: int, latest: int = FOREVER) -> int | None:
        """Screen a packet that is clear now; return when it is out, or None when that is too late (it is not screened).

        Too late is when the desk closes before, or after `latest`.
        """
        if self.rate_per_h is None:
            return clear if clear <= min(self._end, latest) else None
        self.forget(clear, people, latest)
        out = self._find_end(max(self._free_s, clear), people)
        if out is None or out > latest:
            return None
        self._free_s = out
        return out

    def _find_end(self, moment: int, people: int) -> int | None:
        if not self.rate_per_h:
            return None
        out = max(moment, self._opens) + self.screening_s(people)
        return out if out <= self._closes else None
