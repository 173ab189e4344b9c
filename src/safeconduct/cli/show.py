"""What people and programs see: notices, findings, progress, and the errors that end a command."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safeconduct.model.notice import Notice

DONE, WRONG_USAGE, BAD_INPUT, NO_PLAN, CHECK_FAILED, INTERRUPTED = 0, 2, 3, 4, 5, 130
"""Exit codes of every command; docs/reference/commands.md explains each."""

Progress = Callable[[str, float], None]


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


def show_notices(notices: Sequence[Notice]) -> None:
    """Write every notice on standard error, the errors first, with a count at the end."""
    order = {"error": 0, "warning": 1, "info": 2}
    for notice in sorted(notices, key=lambda one: order[one.severity]):
        warn(str(notice))
    counts = {name: sum(one.severity == name for one in notices) for name in order}
    if notices:
        warn(f"{counts['error']} errors, {counts['warning']} warnings, {counts['info']} infos")


@contextmanager
def progress_line(*, quiet: bool) -> Iterator[Progress]:
    """Yield a function that shows how far a long work is on standard error; silent when quiet or without a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _stage, _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description:<22}"), BarColumn(), TimeElapsedColumn())
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=1.0)
        yield lambda stage, share: bar.update(task, description=stage, completed=share)
