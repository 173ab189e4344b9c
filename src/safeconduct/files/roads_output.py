"""One road file that appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.notice import Where, notice


@contextmanager
def new_file(out: Path, *, force: bool) -> Iterator[Path]:
    """Yield a path beside `out` to write to; when the block ends well it takes the name `out`, otherwise nothing is left.

    The path ends as `out` does, so that writers which go by the ending are not misled. Raises RefusedError when `out` exists and
    force is false, BadInputError when the place cannot be written.
    """
    refuse_existing(out, force=force)
    part = out.with_name(f".{os.getpid()}.part.{out.name}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield part
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise BadInputError((notice("road-not-written", Where(out.name), file=out.name, why=why),)) from error


def refuse_existing(out: Path, *, force: bool) -> None:
    """Raise RefusedError when something of that name exists and must not be replaced."""
    if out.is_dir() or (out.exists() and not force):
        raise RefusedError("roads-keep-file", f"{out.name} exists already; nothing was written. Use --force to replace a file.")
