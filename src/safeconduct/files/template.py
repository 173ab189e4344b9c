"""Write a commented scenario folder to fill in: a tiny invented example that reads and plans as it stands."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safeconduct.files.template_texts import template_files
from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.notice import Notice, Where, notice

RULE_EMPTY = "new-folder-empty"


def write_template(folder: Path) -> None:
    """Write the folder with an example scenario; it appears whole or not at all.

    Raises RefusedError when the folder holds anything already (or is a file), BadInputError when the place cannot be written.
    """
    target = Path(folder)
    with new_folder(target) as draft:
        for name, text in template_files().items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a draft folder that becomes `target` when the block ends well, and vanishes when it does not (Ctrl-C included).

    Raises RefusedError when the target holds anything or is a file, BadInputError when the place cannot be written.
    """
    target = Path(target)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RefusedError(RULE_EMPTY, f"{target.name} is there already and not empty; nothing was written.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    except OSError as problem:
        raise BadInputError((_unwritable(target, problem),)) from problem
    try:
        yield draft
        draft.chmod(0o755)
        _appear(draft, target)
    except OSError as problem:
        raise BadInputError((_unwritable(target, problem),)) from problem
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _appear(draft: Path, target: Path) -> None:
    """Rename the draft; into a folder that is there and empty the entries are moved, and taken back when one of them fails."""
    if not target.exists():
        draft.rename(target)
        return
    moved: list[Path] = []
    try:
        for entry in sorted(draft.iterdir(), reverse=True):
            moved.append(target / entry.name)
            entry.replace(moved[-1])
    except BaseException:
        for path in moved:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        raise


def _unwritable(target: Path, problem: OSError) -> Notice:
    return notice("folder-unwritable", Where(target.name), reason=problem.strerror or type(problem).__name__)
