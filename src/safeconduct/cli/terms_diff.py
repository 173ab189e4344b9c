"""`safeconduct terms diff`: where two texts differ by meaning, most dangerous first, each with the question to put."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeconduct.cli import show
from safeconduct.cli.terms import AsJson, app

if TYPE_CHECKING:
    from safeconduct.agreement.diff_items import Diff
    from safeconduct.app.terms_diff import ComparedTexts


@app.command()
def diff(
    first: Annotated[Path, typer.Argument(metavar="A", help="A text (.toml, .csv, .xlsx), or a scenario folder.")],
    second: Annotated[Path | None, typer.Argument(metavar="[B]", help="The other one.")] = None,
    roads: Annotated[Path | None, typer.Option("--roads", metavar="FILE", help="Follow the way-points on these roads.")] = None,
    scenario: Annotated[
        Path | None,
        typer.Option(
            "--scenario", metavar="DIR", exists=True, file_okay=False, help="Take gazetteer and roads from this scenario folder."
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="List what was found equal, and other wordings, too.")] = False,
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress on stderr.")] = False,
) -> None:
    """Differences between two texts by meaning, most dangerous first, each with the question to put.

    With one folder: between every two texts in force of different parties. Differences are a result: exit code 0.
    """
    from safeconduct.app.terms_diff import compare_texts

    with show.progress_line(quiet=quiet or as_json) as progress:
        found, notices = compare_texts(first, second, roads=roads, scenario=scenario, progress=progress)
    if as_json:
        diffs = [one.diff.as_dict() | {"roads": [way.as_dict() for way in one.routes]} for one in found]
        show.say_json({"ok": True, "diffs": diffs, "notices": [show.notice_json(one) for one in notices]})
        return
    show.show_notices([one for one in notices if one.severity != "info"])
    for number, one in enumerate(found):
        if number:
            show.say()
        for line in _lines(one, everything=everything):
            show.say(line)


def _lines(found: ComparedTexts, *, everything: bool) -> list[str]:
    """Return what was found between two texts as lines: the count and the worst, then group by group."""
    one = found.diff
    lines = [_head(one)]
    lines += _group("They differ", [f"[{item.danger}] {item.sentence} Ask: {item.question}" for item in one.differences])
    lines += _group("One text does not say", [f"[{item.danger}] {item.sentence} Ask: {item.question}" for item in one.silences])
    lines += _group("Names taken for the same place: confirm", [item.sentence for item in one.confirmations])
    lines += _group("In words only: read both", [f"[{item.danger}] {item.sentence}" for item in one.to_read])
    lines += _group("Standing of the parties", [item.sentence for item in one.standing])
    lines += _group("On the roads", [sentence for way in found.routes for sentence in way.sentences])
    if everything:
        lines += _group("Other words beside equal fields", [item.sentence for item in one.wordings])
        lines += _group("Equal", [item.said for item in one.equal])
    said = show.count_text(len(one.equal), "statement")
    more = f"; {show.count_text(len(one.wordings), 'clause')} with other words beside the fields" if one.wordings else ""
    return [*lines, f"Compared equal: {said}{more}{'' if everything else ' (--all lists them)'}."]


def _head(one: Diff) -> str:
    """Return the first line: how many differences, between what, and the most dangerous."""
    between = f"between {one.names[0]} and {one.names[1]}"
    open_ = [
        show.count_text(len(one.confirmations), "name") + " to confirm" if one.confirmations else "",
        show.count_text(len(one.to_read), "clause") + " to read" if one.to_read else "",
    ]
    tail = "".join(f", {part}" for part in open_ if part)
    if not one.count:
        return f"No difference {between}{tail}."
    counted = show.count_text(one.count, "difference")
    kinds = f"{len(one.differences)} where both speak, {len(one.silences)} where one is silent"
    worst = next(item for item in (*one.differences, *one.silences) if item.danger == one.worst)
    return f"{counted} {between}: {kinds}{tail}. Most dangerous ({one.worst} of 5): {worst.place}."


def _group(title: str, lines: list[str]) -> list[str]:
    return ["", f"{title} ({len(lines)}):", *(f"  {line}" for line in lines), ""][: len(lines) + 2] if lines else []
