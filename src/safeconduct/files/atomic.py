"""A folder that appears whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.notice import Where, notice

FULL = frozenset({errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC})


def write_folder(
    out: Path, files: Mapping[str, bytes], *, mark: str, known: frozenset[str], overwrite: bool, kind: str = "plan"
) -> tuple[Path, ...]:
    """Write the files into the folder `out`, which appears whole under its name or not at all; return their paths in order.

    A name may lie in a folder inside ("sheets/drivers.pdf").
    They are written and synced in a hidden sibling of `out`, which is then renamed. A folder already there is replaced whole
    when it is empty, or holds `mark` and nothing but `known` names and `overwrite` is true. kind: of the folder, for people.

    Raises RefusedError (nothing changed) for any other thing under that name; BadInputError when the disk is full or the place
    cannot be written. On any error or interruption the sibling is removed and what was there stays.
    """
    out = Path(os.path.abspath(out))  # noqa: PTH100 - resolve() would follow a link that the caller named
    check_replaceable(out, mark=mark, known=known, overwrite=overwrite, kind=kind)
    with _disk_notices(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        made = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
        try:
            made.mkdir()
            for name, data in files.items():
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                _write(made / name, data)
            _put_in_place(made, out)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return tuple(out / name for name in files)


def check_replaceable(out: Path, *, mark: str, known: frozenset[str], overwrite: bool, kind: str = "plan") -> None:
    """Raise RefusedError when something stands under that name that must not be replaced."""
    if not out.exists() and not out.is_symlink():
        return
    if out.is_symlink() or not out.is_dir():
        raise RefusedError("plan-folder-only", f"{out.name} is not a folder; nothing was written.")
    names = set(_names_in(out))
    if not names:
        return
    strange = sorted(names - known)
    if mark not in names or strange:
        found = f"it holds {', '.join(strange[:3])}" if strange else f"it holds no {mark}"
        raise RefusedError("plan-folder-only", f"the folder {out.name} is not a {kind} folder ({found}); nothing was written.")
    if not overwrite:
        raise RefusedError("plan-folder-keep", f"the folder {out.name} holds a {kind} already; nothing was written.")


def _names_in(folder: Path) -> Iterator[str]:
    """Yield the name of everything in a folder; of real folders inside it, of what they hold ("sheets/a.pdf", "empty/")."""
    for entry in folder.iterdir():
        if entry.is_symlink() or not entry.is_dir():
            yield entry.name
            continue
        inside = [f"{entry.name}/{name}" for name in _names_in(entry)]
        yield from inside or (f"{entry.name}/",)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(made: Path, out: Path) -> None:
    """Rename `made` to `out`; what was there is moved aside first, put back when that fails, and removed at the end."""
    if not out.exists():
        made.rename(out)
        return
    aside = made.with_suffix(".old")
    out.rename(aside)
    try:
        made.rename(out)
    except BaseException:
        aside.rename(out)
        raise
    shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _disk_notices(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise BadInputError((notice("plan-disk-full", Where(out.name), folder=out.name),)) from error
        reason = error.strerror or type(error).__name__
        raise BadInputError((notice("plan-not-written", Where(out.name), folder=out.name, reason=reason),)) from error
