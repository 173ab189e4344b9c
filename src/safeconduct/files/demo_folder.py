"""The founding case as a scenario folder, kept inside the package."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from safeconduct.files.template import new_folder


def write_demo_folder(target: Path) -> None:
    """Write the founding case into a folder that does not exist yet or is empty; it appears whole or not at all.

    Raises RefusedError when the folder holds anything.
    """
    with as_file(files("safeconduct.files") / "demo") as source, new_folder(target) as draft:
        for path in sorted(source.rglob("*")):
            if path.is_file() and path.suffix in {".csv", ".toml", ".geojson"}:
                copy = draft / path.relative_to(source)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(path.read_bytes())
