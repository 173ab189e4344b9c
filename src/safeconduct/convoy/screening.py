"""The queue at an exit: packets are screened one after another, patients first, else in the order of being clear."""

from __future__ import annotations

from bisect import bisect_right, insort
from operator import attrgetter
from typing import NamedTuple

from safeconduct.convoy.duty import FOREVER
from safeconduct.convoy.order import MovementOrder
from safeconduct.model.people import Exit


class Coming(NamedTuple):
    """A packet on the way to a desk, or in its queue.

    clear: second at which it is clear. latest: by then it must be out. first: it has patients and goes before those who wait.
    """

    clear: int
    people: int
    latest: int = FOREVER
    first: bool = False


CLEAR_OF = attrgetter("clear")


class ScreeningDesk:
    """What one exit can still take: screening time until it closes, and beds.

    Packets on the way are `expect`ed, so that `find_out` can tell when a further one would be out. One that is clear `join`s the
    queue, and `serve` settles who is screened next. Who is being screened is not interrupted. beds_left: None without a limit.
    """

    def __init__(self, door: Exit, order: MovementOrder) -> None:
        self.rate_per_h = door.screening_per_h
        self.beds_left = door.beds
        self._opens = order.second_of(door.opens)
        self._closes = order.last_second_of(door.closes)
        self._end = order.end_s
        self._free_s = 0
        self._expected: list[Coming] = []
        self._firsts = 0
        self._limited = 0
        self._queue: list[tuple[Coming, object]] = []

    def screening_s(self, people: int) -> int:
        """Return how long so many people take, rounded up (0 without screening)."""
        return 0 if not self.rate_per_h else -(-people * 3600 // self.rate_per_h)

    def find_out(self, clear: int, people: int, *, first: bool = False) -> int | None:
        """Return when a packet that is clear then would be out, among all expected ones, or None when not by the end."""
        if self.rate_per_h is None:
            return clear if clear <= self._end else None
        if first or self._firsts:
            return self._find_out_by_rank(Coming(clear, people, first=first))
        free = self._free_s
        for one in self._expected:
            if one.clear > clear:
                break
            out = self._find_end(max(free, one.clear), one.people)
            free = free if out is None else out
        return self._find_end(max(free, clear), people)

    def _find_out_by_rank(self, new: Coming) -> int | None:
        """Return when a packet would be out where patients go before those who wait."""
        firsts = [one for one in self._expected if one.first]
        others = [one for one in self._expected if not one.first]
        mine = firsts if new.first else others
        mine.insert(bisect_right(mine, new.clear, key=CLEAR_OF), new)
        free, first, other = self._free_s, 0, 0
        while True:
            urgent = firsts[first] if first < len(firsts) else None
            usual = others[other] if other < len(others) else None
            now = max(free, self._opens, min(one.clear for one in (urgent, usual) if one is not None))
            if urgent is not None and urgent.clear <= now:
                one, first = urgent, first + 1
            else:
                assert usual is not None
                one, other = usual, other + 1
            out = self._find_end(max(free, one.clear), one.people)
            if one is new:
                return out
            free = free if out is None else out

    def find_pushed(self, clear: int, people: int) -> int | None:
        """Return when the last packet is clear that a further one would delay beyond its limit, or None if there is none."""
        if not self._limited:
            return None
        free, pushed, put = self._free_s, None, False
        for one in self._expected:
            if one.clear > clear and not put:
                put = True
                free = self._find_end(max(free, clear), people) or free
            out = self._find_end(max(free, one.clear), one.people)
            free = free if out is None else out
            if put and one.latest < FOREVER and (out is None or out > one.latest):
                pushed = one.clear
        return pushed

    def expect(self, coming: Coming) -> None:
        """Note a packet that is on the way."""
        if self.rate_per_h is not None:
            insort(self._expected, coming, key=CLEAR_OF)  # of the same second: as they left
            self._limited += coming.latest < FOREVER
            self._firsts += coming.first

    def forget(self, coming: Coming) -> None:
        """Take back what was noted by `expect`."""
        if self.rate_per_h is not None:
            self._expected.remove(coming)
            self._limited -= coming.latest < FOREVER
            self._firsts -= coming.first

    def join(self, coming: Coming, who: object, now: int) -> int:
        """Let a packet that is clear join the queue; return when `serve` is to be asked."""
        self._queue.append((coming, who))
        return max(now, self._free_s, self._opens)

    def serve(self, now: int) -> list[tuple[object, int | None]]:
        """Begin the next screening; return who is out when (None: too late, not screened), and forget them.

        Too late is when the desk closes before, or after `latest`. Nothing while somebody is being screened.
        """
        settled: list[tuple[object, int | None]] = []
        while self._queue and self._free_s <= now:
            coming, who = self._queue.pop(self._next(now))
            self.forget(coming)
            if self.rate_per_h is None:
                settled.append((who, coming.clear if coming.clear <= min(self._end, coming.latest) else None))
                continue
            out = self._find_end(max(self._free_s, coming.clear), coming.people)
            if out is not None and out <= coming.latest:
                self._free_s = out
                settled.append((who, out))
            else:
                settled.append((who, None))
        return settled

    def next_start(self) -> int | None:
        """Return when `serve` is to be asked again, or None when nobody waits."""
        return max(self._free_s, self._opens) if self._queue else None

    def hold_until(self, second: int) -> None:
        """Note that the desk was busy until then (what is history is not worked out again)."""
        self._free_s = max(self._free_s, second)

    def _next(self, now: int) -> int:
        """Return the place in the queue of who is next: patients, unless one who must be out soon would then be late."""
        firsts = [place for place, (one, _) in enumerate(self._queue) if one.first]
        if not firsts or not firsts[0]:
            return 0
        free = max(now, self._free_s) + self.screening_s(self._queue[firsts[0]][0].people)
        for one, _ in self._queue[: firsts[0]]:
            free += self.screening_s(one.people)
            if free > one.latest:
                return 0
        return firsts[0]

    def _find_end(self, moment: int, people: int) -> int | None:
        if not self.rate_per_h:
            return None
        out = max(moment, self._opens) + self.screening_s(people)
        return out if out <= self._closes else None
