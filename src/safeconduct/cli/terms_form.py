"""`safeconduct terms form`: a form for Excel, blank or from a text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from safeconduct.cli import show
from safeconduct.cli.terms import AsJson, app


@app.command("form")
def form(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The form: .xlsx or .csv.")],
    source: Annotated[
        Path | None, typer.Option("--from", metavar="TEXT", help="Fill it with this text: a .toml file or another form.")
    ] = None,
    next_version: Annotated[
        bool, typer.Option("--next", help="With --from: as its next version, to which nobody has answered yet.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a form for the text of a party, one row for each field; a filled form is read from the folder terms/."""
    from safeconduct.app.terms_form import write_form

    if next_version and source is None:
        raise typer.BadParameter("--next needs --from TEXT.")
    path = write_form(out, source, next_version=next_version, force=force)
    if as_json:
        show.say_json({"ok": True, "file": str(path)})
        return
    show.say(f"The form is in {path}.")
    show.say("Fill in the column value, put the file into the folder terms/ of the scenario, then  safeconduct check DIR")
