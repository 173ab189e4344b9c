"""`safeconduct terms`: what the texts of the parties say, where they differ, what is missing.

Commands with much to show stand in files of their own (`terms_form`, `terms_diff`), which `main` imports so that they are known.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="terms", help="Read, compare and check the texts of the parties.", no_args_is_help=True, rich_markup_mode=None
)

TextFile = Annotated[Path, typer.Argument(metavar="FILE", help="A text (.toml, or a filled .xlsx or .csv form) or a folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine output on stdout; people's text goes to stderr.")]
