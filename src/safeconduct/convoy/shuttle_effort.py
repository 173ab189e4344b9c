"""How much work a search may still do, in steps that every machine counts alike, and whether its caller wants it to end."""

from __future__ import annotations

from collections.abc import Callable

MILLION = 1_000_000


class Effort:
    """Counts work; the search asks `over` before each piece of it.

    limit: millions of steps, None for no limit. A step is one change of a fleet that is tried, or work that takes about as long.
    stop: asked whenever `over` is. Once over, it stays so. left_s: tells how many seconds are left, None for no limit.
    """

    def __init__(self, limit: float | None, stop: Callable[[], bool], left_s: Callable[[], float | None] = lambda: None) -> None:
        self._limit = limit
        self._stop = stop
        self.left_s = left_s
        self._over = False
        self.spent = 0.0

    def spend(self, steps: float) -> None:
        """Count steps that were made."""
        self.spent += steps / MILLION

    def over(self) -> bool:
        """Tell whether the search must end."""
        if not self._over:
            self._over = (self._limit is not None and self.spent >= self._limit) or self._stop()
        return self._over
