"""Write a commented scenario folder to fill in."""

from __future__ import annotations

from pathlib import Path

from safeconduct.files.template import write_template


def write_new(folder: str | Path) -> tuple[Path, ...]:
    """Write the folder and return its files; raises RefusedError when the folder holds anything already."""
    target = Path(folder)
    write_template(target)
    return tuple(sorted(path for path in target.rglob("*") if path.is_file()))
