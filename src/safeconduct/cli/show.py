"""What people and programs see: notices, findings, progress, and the errors that end a command."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safeconduct.model.notice import Notice
    from safeconduct.model.plan import Bottleneck, Proof, RoutePrice

DONE, WRONG_USAGE, BAD_INPUT, NO_PLAN, CHECK_FAILED, NOT_CURRENT, INTERRUPTED = 0, 2, 3, 4, 5, 6, 130
"""Exit codes of every command; docs/reference/commands.md explains each."""

Progress = Callable[[str, float], None]

WIDE = 100
"""Letters in a line of the terminal from which the bar of a long work is drawn long."""


def say(text: str = "") -> None:
    """Write people's text on standard output."""
    sys.stdout.write(text + "\n")


def warn(text: str) -> None:
    """Write people's text on standard error."""
    sys.stderr.write(text + "\n")


def say_json(value: object) -> None:
    """Write machine output on standard output: one JSON document."""
    say(json.dumps(value, ensure_ascii=False, indent=1))


def notice_json(notice: Notice) -> dict[str, object]:
    """Return a notice as machine output."""
    return {
        "code": notice.code,
        "severity": notice.severity,
        "file": notice.where.file,
        "row": notice.where.row,
        "feature": notice.where.feature,
        "column": notice.where.column,
        "message": notice.message,
        "cure": notice.cure,
    }


def bottleneck_json(proof: Proof, one: Bottleneck) -> dict[str, object]:
    """Return a bottleneck as machine output."""
    return {
        "proof": proof.kind,
        "name": one.name,
        "kind": one.kind,
        "capacity_per_h": one.capacity_per_h,
        "unit": proof.unit,
        "share": one.share,
        "saving_s": one.saving_s,
        "saving_note": one.saving_note,
    }


def price_json(one: RoutePrice) -> dict[str, object]:
    """Return the price of so many routes as machine output; routes is null where their number is not limited."""
    return {
        "routes": one.routes or None,
        "possible": one.possible,
        "clear_s": one.clear_s,
        "bound_s": one.bound_s,
        "names": list(one.names),
    }


def count_text(number: int, one: str, many: str = "") -> str:
    """Return a count with its noun, "1 packet" or "12 packets"; `many` defaults to the noun with an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def show_notices(notices: Sequence[Notice]) -> None:
    """Write every notice on standard error, the errors first, with a count at the end."""
    order = {"error": 0, "warning": 1, "info": 2}
    for notice in sorted(notices, key=lambda one: order[one.severity]):
        warn(str(notice))
    counts = {name: sum(one.severity == name for one in notices) for name in order}
    if notices:
        warn(", ".join(count_text(number, name) for name, number in counts.items()))


@contextmanager
def progress_line(*, quiet: bool) -> Iterator[Progress]:
    """Yield a function that shows how far a long work is on standard error; silent when quiet or without a terminal.

    It takes the stage and the share done. What follows ": " in the stage, such as the bracket of a search, stands at the end of
    the line, cut to the width of the terminal. The line is redrawn ten times a second at most.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _stage, _share: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress
    from rich.table import Column

    console = Console(stderr=True)
    columns = (  # of fixed widths but the last, so that nothing moves while the words change
        TextColumn("{task.description}", table_column=Column(width=20, no_wrap=True)),
        BarColumn(20 if console.width >= WIDE else 6),
        TimeElapsedColumn(table_column=Column(width=7, no_wrap=True)),
        TextColumn("{task.fields[known]}", table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")),
    )
    with RichProgress(*columns, console=console, transient=True, expand=True) as bar:
        task = bar.add_task("starting", total=1.0, known="")

        def show(stage: str, share: float) -> None:
            name, _, known = stage.partition(": ")
            # A stage that is done is not the work: at 1.0 the clock of the line would stop.
            bar.update(task, description=name, completed=min(share, 0.999), known=escape(known))

        yield show
