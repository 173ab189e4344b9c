"""The loading bays of an assembly point: when each is taken, and when one is free for long enough."""

from __future__ import annotations

from bisect import insort


class LoadingBays:
    """Bays in which vehicles load one after another; what is reserved for later stays free for whom it is meant.

    ready_s: no bay is used before. All times are whole seconds from the start of the movement.
    """

    __slots__ = ("_ready_s", "_taken")

    def __init__(self, ready_s: int, count: int) -> None:
        self._ready_s = ready_s
        self._taken: list[list[tuple[int, int]]] = [[] for _ in range(max(1, count))]

    def __len__(self) -> int:
        """Return how many bays there are."""
        return len(self._taken)

    def starts(self, now: int, needed_s: int) -> list[int]:
        """Return, for each bay, the first moment from now on at which it is free for so long; the soonest first."""
        for taken in self._taken:  # time runs forward: what is over is forgotten
            while taken and taken[0][1] <= now:
                del taken[0]
        return sorted(_gap(taken, max(now, self._ready_s), needed_s) for taken in self._taken)

    def take(self, now: int, needed_s: int) -> int:
        """Take the bay that is free soonest for so long (of equals the first), and return when loading begins."""
        begin, bay = min((_gap(taken, max(now, self._ready_s), needed_s), bay) for bay, taken in enumerate(self._taken))
        insort(self._taken[bay], (begin, begin + needed_s))
        return begin

    def reserve(self, begin: int, end: int) -> None:
        """Keep a bay from one moment to another: one that is free then, else the first (what is planned already, stays so)."""
        fitting = (taken for taken in self._taken if _gap(taken, begin, end - begin) == begin)
        insort(next(fitting, self._taken[0]), (begin, end))

    def release(self, begin: int, end: int) -> None:
        """Give back what was kept by `reserve`."""
        for taken in self._taken:
            if (begin, end) in taken:
                taken.remove((begin, end))
                return


def _gap(taken: list[tuple[int, int]], moment: int, needed_s: int) -> int:
    """Return the first moment, not before the given one, from which a bay is free for so long."""
    for begin, end in taken:
        if end > moment and begin < moment + needed_s:
            moment = end
    return moment
