"""The command line: arguments in, one use case, exit codes out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from typer.core import TyperGroup

from safeconduct.cli import (
    brief,
    roads,
    show,
    terms,
    terms_check,  # noqa: F401  # it adds its commands to `terms.app`
    terms_diff,  # noqa: F401  # it adds its command to `terms.app`
    terms_form,
    terms_record,  # noqa: F401  # it adds its commands to `terms.app`
)
from safeconduct.cli.ending import ending, is_interrupt
from safeconduct.model.errors import BadInputError, CheckFailedError, NoPlanError, RefusedError

if TYPE_CHECKING:
    from safeconduct.app.case import Case
    from safeconduct.model.notice import Notice
    from safeconduct.model.plan import Plan


class Commands(TyperGroup):
    """The commands, with an interrupt that says what it left behind."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # typer makes no other kind of context
        """Run the command; Ctrl-C ends it with exit code 130 and says that nothing was written."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, SystemError) as error:
            if not is_interrupt(error):
                raise
            show.warn("Interrupted. Nothing half-written is left behind.")
            raise typer.Exit(show.INTERRUPTED) from None


app = typer.Typer(
    cls=Commands,
    name="safeconduct",
    help="Plan, agree, run and account for a humanitarian corridor.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(roads.app, name="roads")
app.add_typer(brief.app, name="brief")
app.add_typer(terms.app, name="terms")
TERMS_COMMANDS = (terms_form,)
"""Files whose commands stand under `terms`: to import them is to make them known."""

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The scenario folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine output on stdout; people's text goes to stderr.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on stderr.")]


@app.callback(invoke_without_command=True)
def entry(version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False) -> None:
    """Plan, agree, run and account for a humanitarian corridor."""
    if version:
        from safeconduct import __version__

        show.say(__version__)
        raise typer.Exit


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write it: a new or empty folder.")] = Path(
        "safeconduct-demo"
    ),
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write the founding case (Donbas, 29 August 2014), plan it, and say where brief and map are."""
    from safeconduct.app.demo import write_demo

    write_demo(folder)
    if not as_json:
        show.say(f"Scenario written to {folder}")
    _plan(folder, folder / "plan", routes=None, prefer=None, seed=0, as_json=as_json, quiet=quiet)


@app.command()
def new(folder: Folder, as_json: AsJson = False) -> None:
    """Write a commented scenario folder to fill in."""
    from safeconduct.app.new import write_new

    names = [path.relative_to(folder).as_posix() for path in write_new(folder)]
    if as_json:
        show.say_json({"folder": str(folder), "files": names})
        return
    show.say(f"A scenario to fill in is in {folder}:")
    for name in names:
        show.say(f"  {name}")
    show.say(f"Next: edit the files, then  safeconduct check {_quoted(folder)}")


@app.command()
def check(folder: Folder, as_json: AsJson = False, quiet: Quiet = False) -> None:
    """Read everything, print every notice at once, plan nothing."""
    from safeconduct.app.case import inspect_scenario
    from safeconduct.model.notice import errors_of

    with show.progress_line(quiet=quiet) as progress:
        case, notices = inspect_scenario(folder, progress=progress)
    if case is None or errors_of(notices):
        raise BadInputError(notices)
    if as_json:
        show.say_json({"ok": True, "facts": _facts(case), "notices": [show.notice_json(one) for one in notices]})
        return
    show.show_notices(notices)
    for name, value in _facts(case).items():
        show.say(f"{name:>18}: {value}")
    show.say("No error in the input. Whether people get out only a plan shows.")


@app.command()
def plan(
    folder: Folder,
    out: Annotated[Path | None, typer.Option("--out", metavar="OUT", help="The plan folder (default: DIR/plan).")] = None,
    routes: Annotated[
        int | None, typer.Option("--routes", metavar="K", help="Most routes for each assembly point in one option.")
    ] = None,
    prefer: Annotated[str | None, typer.Option("--prefer", help="safest, balanced or fastest.")] = None,
    seed: Annotated[
        int,
        typer.Option(
            "--seed", metavar="N", help="Seed of the search for few routes; written into the plan. The same seed, the same plan."
        ),
    ] = 0,
    before: Annotated[
        Path | None, typer.Option("--after", metavar="OUT/plan.json", help="Plan on from this plan, which is being driven.")
    ] = None,
    at: Annotated[str, typer.Option("--at", metavar="TIME", help="With --after: the moment from which to plan on.")] = "",
    all_new: Annotated[
        bool, typer.Option("--all-new", help="With --after: keep only what is on the road or being loaded.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Corridor options, certified clearance time, timetable, map and brief.

    With --after and --at: a plan for the rest of a movement, from the scenario folder as it is now.
    """
    if before is None:
        if at or all_new:
            raise typer.BadParameter("--at and --all-new need --after OUT/plan.json.")
        _plan(folder, out or folder / "plan", routes=routes, prefer=prefer, seed=seed, as_json=as_json, quiet=quiet)
        return
    if not at:
        raise typer.BadParameter("--after needs --at TIME, the moment from which to plan on.")
    if routes is not None or prefer is not None:
        raise typer.BadParameter("--routes and --prefer are those of the plan before.")
    _plan_on(folder, (before, at, out), keep=not all_new, as_json=as_json, quiet=quiet)


@app.command()
def verify(
    plan_file: Annotated[Path, typer.Argument(metavar="OUT/plan.json", help="The plan to check.")],
    folder: Folder,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Check every promise of a plan independently of the planner."""
    from safeconduct.app.case import read_scenario
    from safeconduct.app.verify import verify_file

    with show.progress_line(quiet=quiet) as progress:
        case = read_scenario(folder, progress=progress)
        checked, findings = verify_file(plan_file, case)
    if findings:
        raise CheckFailedError(tuple(str(finding) for finding in findings))
    proofs = sum(proof.certificate is not None for proof in checked.proofs)
    packets = len(checked.timetable.packets)
    if as_json:
        show.say_json({"ok": True, "packets": packets, "certificates": proofs})
        return
    counted = (
        show.count_text(packets, "packet"),
        show.count_text(checked.people.total, "person", "people"),
        show.count_text(proofs, "clearance certificate"),
    )
    show.say(f"Every promise holds: {', '.join(counted)}, checked without the planner.")


def _plan(folder: Path, out: Path, *, routes: int | None, prefer: str | None, seed: int, as_json: bool, quiet: bool) -> None:
    """Plan a folder, write the plan, and tell the result."""
    from safeconduct.app.case import read_scenario
    from safeconduct.app.plan import SEARCHES, make_plan, write_plan

    with show.progress_line(quiet=quiet or as_json) as progress, ending(SEARCHES, progress) as end:
        case = read_scenario(folder, progress=end.progress)
        made = make_plan(case, routes=routes, preference=prefer, seed=seed, stop=end.stop, progress=end.progress)
        end.progress("checking and writing", 0.97)
        files = write_plan(made, case, out)
    if end.asked:
        show.warn("The search was ended by Ctrl-C: the plan is written with what was proven by then.")
    if as_json:
        show.say_json(_plan_json(made, case, files))
        return
    show.show_notices([one for one in case.notices if one.severity == "warning"])
    for line in made.summary:
        show.say(line)
    _tell_files(out, folder)


def _plan_on(folder: Path, what: tuple[Path, str, Path | None], *, keep: bool, as_json: bool, quiet: bool) -> None:
    """Plan on from a plan that is being driven, write the new plan, and tell the result with its changes."""
    from safeconduct.app.case import read_scenario
    from safeconduct.app.plan import write_plan
    from safeconduct.app.replan import read_before, read_moment, remake

    before_path, at_text, out = what
    with show.progress_line(quiet=quiet or as_json) as progress, ending(("clearance proofs",), progress) as end:
        case = read_scenario(folder, progress=end.progress)
        at = read_moment(at_text, case)
        made = remake(case, read_before(before_path), at, keep=keep, stop=end.stop, progress=end.progress)
        end.progress("checking and writing", 0.97)
        target = out or folder / f"plan-{at.astimezone(ZoneInfo(case.scenario.zones[0])):%m%d-%H%M}"
        files = write_plan(made, case, target)
    if as_json:
        show.say_json(_plan_json(made, case, files))
        return
    show.show_notices([one for one in case.notices if one.severity == "warning"])
    for line in made.summary:
        show.say(line)
    _tell_files(target, folder)


def _tell_files(out: Path, folder: Path) -> None:
    show.say()
    show.say(f"Brief:  {out / 'brief.pdf'}")
    show.say(f"Map:    {out / 'map.html'}")
    show.say(f"Sheets: {out / 'sheets'} (drivers, assembly points, exits and checkpoints)")
    show.say(f"Check:  safeconduct verify {_quoted(out / 'plan.json')} {_quoted(folder)}")


def _quoted(path: Path) -> str:
    """Return a path as it can be pasted into a shell."""
    return f'"{path}"' if " " in str(path) else str(path)


def _plan_json(made: Plan, case: Case, files: tuple[Path, ...]) -> dict[str, object]:
    """Return the figures of a plan as machine output; the whole plan is in plan.json."""
    return {
        "start": made.start.isoformat(),
        "end": made.end.isoformat(),
        "people": made.people.total,
        "option": made.chosen,
        "bound_s": made.bound_s,
        "clear_s": made.clear_s,
        "gap": made.gap,
        "left": made.left.total,
        "least_left": made.least_left,
        "bottlenecks": [show.bottleneck_json(proof, one) for proof in made.proofs for one in proof.bottlenecks],
        "route_prices": [show.price_json(one) for one in made.route_prices],
        "go": made.go.go,
        "reasons": list(made.go.reasons),
        "summary": list(made.summary),
        "files": [str(path) for path in files],
        "notices": [show.notice_json(one) for one in case.notices],
    }


def _facts(case: Case) -> dict[str, str]:
    """Return what a scenario holds, for people and programs."""
    from safeconduct.brief.times import span_text

    scenario, network = case.scenario, case.network
    return {
        "scenario": scenario.name,
        "movement": span_text(scenario.start, scenario.end, scenario.zones, marks=False),
        "people": f"{scenario.people.total} in {show.count_text(len(scenario.groups), 'group')}",
        "own cars": str(sum(group.own_cars for group in scenario.groups)),
        "vehicles": str(sum(entry.count for entry in scenario.fleet)),
        "exits": str(len(scenario.exits)),
        "roads": f"{network.arcs} arcs, {network.nodes} nodes ({network.source})",
        "closures": str(len(scenario.closures)),
        "incidents": str(len(scenario.incidents)),
        "terms": str(len(scenario.terms)),
    }


def run() -> None:
    """Run the command line and leave with its exit code; errors become plain text (or JSON with --json), never a traceback."""
    _speak_utf8()
    wants_json = "--json" in sys.argv
    try:
        app(standalone_mode=True)
    except (BadInputError, NoPlanError, CheckFailedError, RefusedError) as error:
        sys.exit(_told(error, wants_json=wants_json))


def _speak_utf8() -> None:
    """Make names in every script printable, whatever the console's own encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _told(error: Exception, *, wants_json: bool) -> int:
    """Tell an error of the program's own kinds and return its exit code."""
    notices: tuple[Notice, ...] = ()
    if isinstance(error, BadInputError):
        code, texts, notices = show.BAD_INPUT, [], error.notices
    elif isinstance(error, NoPlanError):
        code, texts, notices = show.NO_PLAN, ["No safe plan exists:", *error.binding], error.notices
    elif isinstance(error, CheckFailedError):
        found = show.count_text(len(error.findings), "finding")
        head = f"The independent checker disagrees ({found}); nothing was written for the parties:"
        code, texts = show.CHECK_FAILED, [head, *error.findings]
    else:
        code, texts = show.WRONG_USAGE, [f"Refused: {error}"]
    if wants_json:
        show.say_json({"ok": False, "exit": code, "texts": texts, "notices": [show.notice_json(one) for one in notices]})
    else:
        show.show_notices(notices)
        for text in texts:
            show.warn(text)
    return code
