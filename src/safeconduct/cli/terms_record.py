"""`safeconduct terms answer` and `terms act`: what was answered and done, recorded without changing what was."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from safeconduct.cli import show
from safeconduct.cli.terms import AsJson, app

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The scenario folder.")]
Paper = Annotated[str, typer.Option("--paper", metavar="REF", help="The paper by which it is known, as it is quoted.")]
At = Annotated[
    str, typer.Option("--at", metavar="TIME", help="When, such as 2014-08-29 10:00 (the scenario's zone) or with an offset.")
]
Channel = Annotated[str, typer.Option("--channel", help="By which way it came.")]


@app.command("answer")
def answer(
    folder: Folder,
    party: Annotated[str, typer.Option("--party", help="The party, or the letter with which its name begins.")],
    state: Annotated[str, typer.Option("--state", help="proposed, accepted, rejected or silent.")],
    paper: Paper,
    at: At,
    term: Annotated[str, typer.Option("--term", metavar="ID", help="The clause.")] = "",
    every: Annotated[
        bool, typer.Option("--all", help="In place of --term: every clause of the text, as one paper answers it.")
    ] = False,
    channel: Channel = "",
    text: Annotated[str, typer.Option("--text", metavar="REF", help="Which text, where several hold that clause.")] = "",
    new_party: Annotated[bool, typer.Option("--new-party", help="The party is one that no text knows yet.")] = False,
    as_json: AsJson = False,
) -> None:
    """Record the answer of a party to a clause, or to all, as a new version of the text. No file that is there is touched."""
    from safeconduct.app.terms_answer import Given, record_answer

    if bool(term.strip()) == every:
        raise typer.BadParameter("name the clause with --term ID, or all of the text with --all.")
    done = record_answer(folder, Given(term, party, state, paper, at, channel, text), new_party=new_party)
    if as_json:
        show.say_json(
            {
                "ok": True,
                "file": str(done.path),
                "version": done.text.version,
                "changed": list(done.changed),
                "go": done.go.go,
                "reasons": list(done.go.reasons),
            }
        )
        return
    show.say(f"Written: {done.path} (version {done.text.version}; the older versions stay)")
    for line in done.changed:
        show.say(f"  {line}")
    more = f" (and {len(done.go.reasons) - 1} more)" if len(done.go.reasons) > 1 else ""
    show.say("GO as far as the texts on file go; people decide." if done.go.go else f"NO GO. {done.go.reasons[0]}{more}")


@app.command("act")
def act(
    folder: Folder,
    name: Annotated[str, typer.Argument(metavar="ACT", help="propose, revise, agree, open, suspend, resume, release or close.")],
    at: At,
    by: Annotated[str, typer.Option("--by", metavar="FUNCTION", help="Who does it, by function, never by name.")],
    paper: Paper,
    channel: Channel = "",
    as_json: AsJson = False,
) -> None:
    """Record an act of the life of an agreement; refused where its table forbids it, naming the rule."""
    from safeconduct.app.terms_act import record_act

    done = record_act(folder, name, at, by=by, paper=paper, channel=channel)
    if as_json:
        show.say_json(
            {"ok": True, "act": done.act.act, "at": done.act.at.isoformat(), "before": done.before, "state": done.after}
        )
        return
    show.say(f"{done.act.act}: {done.before} -> {done.after}, recorded in {done.path}")
