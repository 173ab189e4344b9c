"""Write the founding case: Donbas, 29 August 2014."""

from __future__ import annotations

from pathlib import Path

from safeconduct.files.demo_folder import write_demo_folder


def write_demo(folder: str | Path) -> None:
    """Write the founding case as a scenario folder; raises RefusedError when the folder holds anything already."""
    write_demo_folder(Path(folder))
