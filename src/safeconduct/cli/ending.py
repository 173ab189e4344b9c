"""Ctrl-C while a plan is made: the first one ends a search and keeps what it has found, any other ends the command."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Progress = Callable[[str, float], None]

ENDING = "ending the search: Ctrl-C again writes nothing"


class Ending:
    """Whether the caller has asked a search to end.

    searches: the stages in which a first Ctrl-C ends the search and not the command. show: what progress is passed on to.
    """

    def __init__(self, searches: tuple[str, ...], show: Progress) -> None:
        self._searches, self._show = searches, show
        self._stage, self._share = "", 0.0
        self.asked = False

    def progress(self, stage: str, share: float) -> None:
        """Note the stage and pass it on; once the end is asked for, what a search still finds is not shown any more."""
        if self.asked and stage.partition(": ")[0] in self._searches:
            return
        self._stage, self._share = stage.partition(": ")[0], share
        self._show(stage, share)

    def stop(self) -> bool:
        """Tell whether the search is to end."""
        return self.asked

    def interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        """Take a Ctrl-C: ask the search to end, or raise KeyboardInterrupt when there is none or it was asked before."""
        if self.asked or self._stage not in self._searches:
            raise KeyboardInterrupt
        self.asked = True
        self._show(f"{self._stage}: {ENDING}", self._share)


@contextmanager
def ending(searches: tuple[str, ...], show: Progress) -> Iterator[Ending]:
    """Yield what a first Ctrl-C during one of the searches asks; the way Ctrl-C is taken is put back at the end.

    Where the program was started with Ctrl-C ignored, or outside the main thread, nothing is changed.
    """
    made = Ending(searches, show)
    here = threading.current_thread() is threading.main_thread()
    if not here or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield made
        return
    signal.signal(signal.SIGINT, made.interrupt)
    try:
        yield made
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def is_interrupt(error: BaseException | None) -> bool:
    """Tell whether an error is a Ctrl-C, or the SystemError that compiled code makes of one that came while it ran."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__
    return error is not None
