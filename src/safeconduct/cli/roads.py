"""`safeconduct roads`: what a road file holds, a smaller one for the laptop, one from a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeconduct.cli import show

if TYPE_CHECKING:
    from safeconduct.app.roads import RoadFacts

app = typer.Typer(help="Look at, clip and download road files.", no_args_is_help=True, rich_markup_mode=None)

RoadFile = Annotated[Path, typer.Argument(metavar="FILE", help="A road file: .osm.pbf, .osm, .geojson, .json or .csv.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine output on stdout; people's text goes to stderr.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on stderr.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]


@app.command("show")
def show_file(
    file: RoadFile,
    minor: Annotated[bool, typer.Option("--minor", help="Count tracks and service roads too.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Tell what a road file holds: roads by class, age, places, languages, what connects."""
    from safeconduct.app.roads import show_roads

    with show.progress_line(quiet=quiet) as progress:
        facts, notices = show_roads(file, include_minor=minor, progress=progress)
    if as_json:
        show.say_json({**_as_json(facts), "notices": [show.notice_json(one) for one in notices]})
        return
    show.show_notices(notices)
    for name, value in _lines(facts):
        show.say(f"{name:>16}: {value}")


@app.command("clip")
def clip_file(
    file: RoadFile,
    bbox: Annotated[str, typer.Option("--bbox", metavar="W,S,E,N", help="The box, decimal degrees.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="The clip (default: beside FILE, -clip).")] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write a smaller road file: every road that touches the box, whole."""
    from safeconduct.app.roads import clip_roads

    try:
        path, clipped = clip_roads(file, bbox, out, force=force)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--bbox") from error
    if as_json:
        show.say_json({"ok": True, "file": str(path), **clipped._asdict()})
        return
    show.say(f"{path}: {clipped.ways} ways, {clipped.nodes} points, {clipped.restrictions} restrictions, {clipped.bytes} bytes")


@app.command("get")
def get_file(
    name: Annotated[str, typer.Argument(metavar="REGION", help="As the server names it, such as europe/liechtenstein.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to put it (default: REGION.osm.pbf).")] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", metavar="URL", help="Another server with the same names.")] = None,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Download an extract by name and check it; needs the internet. The only command that does."""
    from safeconduct.app.roads import get_roads

    with show.progress_line(quiet=quiet) as progress:
        path, notices = get_roads(name, out, base_url=base_url, force=force, progress=progress)
    if as_json:
        show.say_json(
            {"ok": True, "file": str(path), "bytes": path.stat().st_size, "notices": [show.notice_json(one) for one in notices]}
        )
        return
    show.show_notices(notices)
    show.say(f"{path}: {path.stat().st_size} bytes")
    show.say(f"Next: safeconduct roads show {path}")


def _as_json(facts: RoadFacts) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(facts), "km": {name: round(length, 3) for name, length in facts.km}}


def _lines(facts: RoadFacts) -> list[tuple[str, str]]:
    """Return the facts as people read them: what, and how much."""
    west, south, east, north = facts.bbox
    total = sum(length for _, length in facts.km)
    return [
        ("file", f"{facts.file} ({facts.kind}, {facts.bytes} bytes)"),
        ("data of", facts.day or "unknown"),
        ("box", f"{west:.5f},{south:.5f},{east:.5f},{north:.5f} (W,S,E,N)"),
        ("roads", f"{facts.ways} ways, {total:.1f} km"),
        *((name, f"{length:.1f} km") for name, length in facts.km),
        ("one way", f"{100 * facts.oneway_share:.1f} % of the length"),
        ("as drawn", f"{facts.points} nodes, {facts.steps} arcs"),
        ("joined", f"{facts.nodes} nodes, {facts.arcs} arcs"),
        ("pieces", str(facts.pieces)),
        ("bridges", str(facts.bridges)),
        ("restrictions", str(facts.restrictions)),
        ("barriers", str(facts.barriers)),
        ("places", str(facts.places)),
        ("languages", ", ".join(facts.languages) or "none stated"),
        ("attribution", facts.attribution or "none"),
    ]
