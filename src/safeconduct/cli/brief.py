"""`safeconduct brief`: the brief of the parties, and whether a paper in hand is the current one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from safeconduct.cli import show

if TYPE_CHECKING:
    from safeconduct.app.brief import BriefMade
    from safeconduct.app.brief_check import PaperChecked
    from safeconduct.files.paper import Mark

MAKE = "make"
"""The command that runs when none of the others is named."""


class OneOrCheck(TyperGroup):
    """Commands of which one needs no name: `brief OUT/plan.json` makes the brief, `brief check FILE OUT` checks a paper."""

    default_command = MAKE

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # as in main
        """Put the name of the usual command before arguments that begin with no command's name."""
        named = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named or not args else [MAKE, *args])


app = typer.Typer(
    cls=OneOrCheck,
    name="brief",
    help="The brief of the parties: `brief OUT/plan.json --lang en,uk`. `brief check` tells whether a paper is current.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Machine output on stdout; people's text goes to stderr.")]


@app.command(MAKE, hidden=True)
def make(
    plan_file: Annotated[Path, typer.Argument(metavar="OUT/plan.json", help="The plan.")],
    lang: Annotated[str, typer.Option("--lang", metavar="en,uk,…", help="The languages, side by side: en fr uk ru ar he hy az.")],
    scenario: Annotated[
        Path | None,
        typer.Option("--scenario", metavar="DIR", help="The scenario folder (default: that above the plan folder)."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="The brief folder (default: brief beside the plan folder).")
    ] = None,
    level: Annotated[str, typer.Option("--level", help="How far it may be given: parties, operators or public.")] = "parties",
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress on stderr.")] = False,
) -> None:
    """Write one brief for all parties, the same file for each, in several languages.

    Number, version and hash stand on every page; the hash is the same in every language. Nothing is written when the independent
    checker disagrees with the plan.
    """
    from safeconduct.app.brief import make_brief

    with show.progress_line(quiet=quiet or as_json) as progress:
        made = make_brief(plan_file, lang, scenario=scenario, out=out, level=level, progress=progress)
    if as_json:
        show.say_json(_made_json(made))
        return
    facts = made.brief.facts
    show.say(f"{facts.number}, version {facts.version}, hash {made.brief.digest}: {'GO' if facts.go else 'NO GO'}")
    if not facts.go:
        show.say("The terms are not agreed; the brief says so and what is open.")
    for path in made.files:
        show.say(f"  {path}")


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="The paper in hand; left out with --printed.")],
    folder: Annotated[Path | None, typer.Argument(metavar="OUT", help="The plan folder or the brief folder.")] = None,
    printed: Annotated[
        str, typer.Option("--printed", metavar="TEXT", help='Instead of a file, what stands at its foot: "number version hash".')
    ] = "",
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress on stderr.")] = False,
) -> None:
    """Tell whether a paper in hand is the current brief; exit code 6 when it is not, or when that cannot be told."""
    from safeconduct.app.brief_check import check_paper

    if folder is None and not printed:
        raise typer.BadParameter("Name the plan folder after the file.", param_hint="OUT")
    with show.progress_line(quiet=quiet or as_json) as progress:
        told = check_paper(folder or file, None if printed else file, printed=printed, progress=progress)
    if as_json:
        show.say_json(_checked_json(told))
    else:
        for line in told.sentences:
            show.say(line)
    if not told.current:
        raise typer.Exit(show.NOT_CURRENT)


def _made_json(made: BriefMade) -> dict[str, object]:
    facts = made.brief.facts
    return {
        "number": facts.number,
        "version": facts.version,
        "hash": made.brief.hash,
        "printed": made.brief.digest,
        "level": made.brief.level,
        "languages": list(made.brief.languages),
        "go": facts.go,
        "open": len(facts.open_points),
        "folder": str(made.folder),
        "files": [str(path) for path in made.files],
    }


def _checked_json(told: PaperChecked) -> dict[str, object]:
    record = told.record
    return {
        "current": told.current,
        "kind": told.kind,
        "sentences": list(told.sentences),
        "pages": [_page_json(one) for one in told.marks],
        "on_record": {"number": record.number, "version": record.version, "hash": record.hash, "level": record.level},
    }


def _page_json(mark: Mark) -> dict[str, object]:
    printed = {"printed": mark.printed, "of": mark.of}
    return {"page": mark.page, "number": mark.number, "version": mark.version, "hash": mark.hash, **printed}
