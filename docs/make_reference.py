"""Write what is made and not typed: reference pages, the schema of plan.json, the README's output and map; with --check only say which differ.

Run it as `python docs/make_reference.py [--check]`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import fields, replace
from pathlib import Path

from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from safeconduct.agreement import lifecycle
from safeconduct.agreement.completeness import CHECKS
from safeconduct.app.case import read_scenario
from safeconduct.brief import release
from safeconduct.brief.checkpoint_sheets import checkpoint_book
from safeconduct.brief.driver_sheets import driver_book
from safeconduct.brief.party_gather import gather
from safeconduct.brief.party_make import digest_text, make_party_document
from safeconduct.brief.party_map import draw_party_map
from safeconduct.brief.passed_places import holds_of
from safeconduct.cli.main import app
from safeconduct.files.catalogues import load_words
from safeconduct.files.fonts import can_print
from safeconduct.files.party_folder import LEAST_MAP_MM
from safeconduct.files.party_pdf import facts_hash, measure_party_room, party_pictures
from safeconduct.files.plan_folder import read_plan
from safeconduct.files.plan_schema import write_schema
from safeconduct.files.terms_clause import TERM_KEYS
from safeconduct.files.terms_form_out import HELP as FORM_HELP
from safeconduct.files.terms_limits import LIMIT_KEYS
from safeconduct.files.terms_papers import ANSWER_KEYS
from safeconduct.files.terms_text import HEADER_KEYS
from safeconduct.files.typst_pdf import sheet_pictures
from safeconduct.model.clauses import CATEGORIES, CLAUSE_KINDS, FIELD_TYPES, MINIMUM_POINTS, SEXES
from safeconduct.model.fleet import VEHICLE_KINDS
from safeconduct.model.notice_codes import NOTICE_CODES
from safeconduct.model.road_classes import ROAD_CLASSES, SOURCE, SURFACE_SPEED_LIMITS_KMH
from safeconduct.model.settings import SETTING_TABLE, Settings

FOLDER = Path(__file__).parent / "reference"
README = Path(__file__).parents[1] / "README.md"
PICTURE = Path(__file__).parent / "images" / "founding-case.svg"
COMMAND = "$ safeconduct demo demo\n"
TEXTS_COMMAND = "$ safeconduct terms diff examples/mariupol-2022-03-05\n"
SUMY = Path(__file__).parents[1] / "examples" / "sumy"
CONVOY_DAY = Path(__file__).parent / "explanation" / "convoy-day.md"
CONVOY_COMMAND = "$ safeconduct plan examples/sumy --out sumy-plan\n"


def table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """Return a Markdown table; bars inside a cell are escaped."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """Return the page of settings."""
    defaults = {field.name: field.default for field in fields(Settings)}
    sections = sorted({info.section for info in SETTING_TABLE.values()})
    text = "# Settings\n\n_Made from `model/settings.py`._ Each stands in `scenario.toml` under its section.\n"
    for section in sections:
        rows: list[tuple[object, ...]] = []
        for name, info in SETTING_TABLE.items():
            if info.section == section:
                default = defaults[name]
                shown = str(default).lower() if isinstance(default, bool) else default
                span = f"{info.low:g} to {info.high:g}" if info.high > 1 or info.unit == "share of length" else ""
                rows.append((f"`{name}`", shown, info.unit, span, info.meaning))
        text += f"\n## [{section}]\n\n" + table(("key", "default", "unit", "range", "meaning"), rows)
    return text


def notices_page() -> str:
    """Return the page of notice codes."""
    rows: list[tuple[object, ...]] = [
        (f"`{code}`", one.severity, one.message, one.cure) for code, one in sorted(NOTICE_CODES.items())
    ]
    head = (
        "# Notices\n\n_Made from `model/notice_codes.py`._ An error stops the plan (exit code 3); a warning is printed with the plan and in\n"
        "the brief; an info is for the record. Words in braces are filled in with what was found.\n\n"
    )
    return head + table(("code", "severity", "message", "cure"), rows)


def roads_page() -> str:
    """Return the page of road classes, surfaces and vehicle kinds."""
    text = f"# Road classes and vehicle kinds\n\n_Made from `model/road_classes.py` and `model/fleet.py`._\n\n## Road classes\n\n{SOURCE}\n\n"
    text += (
        "A scenario overrides a class in `scenario.toml`: `[roads.speed_kmh]` and `[roads.capacity_vph]` with `primary = 60`.\n\n"
    )
    rows: list[tuple[object, ...]] = [
        (one.name, f"{one.speed_kmh:g}", one.lanes, one.capacity_vph, "only with `include_minor`" if one.optional else "always")
        for one in ROAD_CLASSES
    ]
    text += table(("class", "speed, km/h", "lanes one way", "vehicles/h and lane", "read"), rows)
    text += "\n## Highest speed on a surface\n\n"
    text += table(("surface", "km/h"), [(name, f"{speed:g}") for name, speed in SURFACE_SPEED_LIMITS_KMH.items()])
    text += "\n## Vehicle kinds\n\nUsed where a row of the fleet leaves a cell empty.\n\n"
    text += table(
        (
            "kind",
            "role",
            "seats",
            "stretcher places",
            "wheelchair places",
            "length, m",
            "width, m",
            "height, m",
            "weight, t",
            "source",
        ),
        [
            (
                k.name,
                k.role,
                k.seats,
                k.stretcher_places,
                k.wheelchair_places,
                f"{k.length_m:g}",
                f"{k.width_m:g}",
                f"{k.height_m:g}",
                f"{k.weight_t:g}",
                k.source,
            )
            for k in VEHICLE_KINDS
        ],
    )
    return text


def commands_page() -> str:
    """Return the page of commands, their arguments and options, from the command line itself."""
    text = "# Commands\n\n_Made from the command line._\n\n" + EXIT_CODES
    for path, command in leaves("safeconduct", get_command(app)):
        arguments = [one for one in command.params if one.param_type_name == "argument"]
        words = [str(getattr(one, "metavar", None) or one.name).replace("|", "") for one in arguments]
        text += f"\n## `{' '.join([path, *words])}`\n\n{command.help}\n\n"
        options = [one for one in command.params if one.param_type_name == "option" and one.name != "help"]
        rows: list[tuple[object, ...]] = [("`" + "`, `".join(one.opts) + "`", getattr(one, "help", "") or "") for one in options]
        text += table(("option", "meaning"), rows) if rows else ""
    return text


def lifecycle_page() -> str:
    """Return the page of the life of an agreement: its states, its acts and the diagram of both."""
    text = "# The life of an agreement\n\n_Made from `agreement/lifecycle.py`._ " + LIFECYCLE_HEAD
    text += "\n```mermaid\nstateDiagram-v2\n    [*] --> draft\n"
    for step in lifecycle.STEPS:
        text += "".join(f"    {before} --> {step.after}: {step.act}\n" for before in step.before)
    text += "    closed --> [*]\n```\n\n## States\n\n"
    text += table(("state", "meaning"), [(f"`{name}`", meaning) for name, meaning in lifecycle.STATES.items()])
    rows: list[tuple[object, ...]] = []
    for step in lifecycle.STEPS:
        guards = " ".join((guard.__doc__ or "").split("\n")[0] for guard in step.guards)
        rows.append((f"`{step.act}`", f"`{step.rule}`", ", ".join(step.before), step.after, step.who, guards))
    return text + "\n## Acts\n\n" + table(("act", "rule", "from", "to", "who", "refused"), rows)


def checks_page() -> str:
    """Return the page of checks of an agreement."""
    text = "# What an agreement is checked for\n\n_Made from `agreement/completeness.py`._ " + CHECKS_HEAD + "\n"
    rows: list[tuple[object, ...]] = [(f"`{one.code}`", one.severity, one.title, one.looks_at, one.question) for one in CHECKS]
    return text + table(
        ("code", "severity", "minimum point, or cause of failure", "what is looked at", "question to the parties"), rows
    )


def release_page() -> str:
    """Return the page of release levels: who reads what, what each level may hold, which files leave."""
    text = "# Release levels\n\n_Made from `brief/release.py`._ " + RELEASE_HEAD
    text += "\n## Levels\n\n" + table(
        ("level", "who reads it", "while the agreement is", "why"),
        [(f"`{one.name}`", one.readers, ", ".join(one.states), one.why) for one in release.LEVELS],
    )
    names = [one.name for one in release.LEVELS]
    rows: list[tuple[object, ...]] = [
        (one.name, one.holds, *("yes" if level in one.levels else "" for level in names)) for one in release.FIELDS
    ]
    text += "\n## What a level may hold\n\n" + table(("field", "what it is", *names), rows)
    text += "\n## Files\n\n" + table(
        ("folder", "file", "leaves at", "may hold"),
        [(one.folder, f"`{one.file}`", ", ".join(one.levels), _held(one)) for one in release.FILES],
    )
    return text


def _held(file: release.Released) -> str:
    inside = len(file.fields) == len(release.fields_of(release.DRAFT))
    return "everything that the level may hold" if inside else ", ".join(file.fields)


RELEASE_HEAD = """Each level is a list of what may be on its papers, never a larger document with something struck out; what is
not in the list is on none. Every party is given the same files, byte by byte. Tests plant names, telephone numbers, plates and
addresses in every free field of a scenario and look for them in every byte of every file, inside PDF streams and workbooks too.

The public is told only while the agreement is open, as the clause on release in force says (of several the strictest, accepted or
not); without such a clause nothing is released, nor before the act of release is on record. After the movement means once it is
closed. The state is that of the recorded acts (`safeconduct terms act`). A refusal names its rule: `release-act`, `release-state`,
`release-clause`, `release-moment` or `release-file`; `announcement-voluntary` or `announcement-time` for what may not be announced.
"""


def terms_page() -> str:
    """Return the page of texts of the parties: the header, clauses, every kind with its fields, types and choices."""
    text = TERMS_HEAD + "\n## The header [text]\n\n" + keys_table(HEADER_KEYS)
    text += "\n## Every clause\n\n" + keys_table(TERM_KEYS) + "\n### answers\n\n" + keys_table(ANSWER_KEYS)
    text += "\n### limits\n\n" + keys_table(LIMIT_KEYS) + LIMITS_TAIL + "\n## Types of fields\n\n"
    text += table(("type", "what it holds", "in a form"), [(name, FIELD_TYPES[name], FORM_HELP[name]) for name in FIELD_TYPES])
    text += f"\nCategories of people: {', '.join(CATEGORIES)}. Sex: {', '.join(SEXES)}. Ages in whole years, both ends counted.\n"
    text += "\n## The minimum of any agreement\n\nWithout one of these points there is no GO.\n\n"
    kinds = {point: ", ".join(f"`{one.name}`" for one in CLAUSE_KINDS if one.minimum == point) for point in MINIMUM_POINTS}
    text += table(("point", "kinds that make it"), [(words, kinds[point]) for point, words in MINIMUM_POINTS.items()])
    text += "\n## Kinds of clauses\n"
    for kind in CLAUSE_KINDS:
        several = " A text may hold several, each with its own `label`." if kind.several else ""
        needed = f" Makes the point of the minimum: {MINIMUM_POINTS[kind.minimum]}." if kind.minimum else ""
        text += f"\n### `{kind.name}`: {kind.title}\n\n" + (f"{(needed + several).strip()}\n\n" if needed or several else "")
        rows: list[tuple[object, ...]] = [
            (f"`{one.name}`", one.type, one.label, ", ".join(one.choices), one.danger) for one in kind.fields
        ]
        text += table(("field", "type", "what it says", "one of", "danger of a difference, 5 to 1"), rows)
    return text


def keys_table(keys: dict[str, str]) -> str:
    """Return keys with their meaning."""
    return table(("key", "meaning"), [(f"`{key}`", meaning) for key, meaning in keys.items()])


TERMS_HEAD = """# Texts of the parties

_Made from `model/clauses.py` and the readers of `terms/`._ How to enter a text: [two announcements](../how-to/terms.md).

A text is one version of one paper. It stands in `terms/` of a scenario folder as a TOML file (a header `[text]`, then `[[terms]]`) or as
a filled form (`.xlsx` or `.csv`, one row for each field; `safeconduct terms form` writes one). Fields of a clause are keys of the term.
Files without a header together are the common text that all parties are asked to accept, version 1. What a text does not say is left
out: silence is kept as silence. Every version stays on file; the newest that no other text replaces is in force.
"""

LIMITS_TAIL = """
Where several terms limit the same, the strictest holds (the longest search). What a term limits is planned for whether or not it is
accepted yet.
"""


def leaves(path: str, command: object) -> list[tuple[str, TyperCommand]]:
    """Return every command that does something, with its full name."""
    if isinstance(command, TyperGroup):
        usual = getattr(command, "default_command", "")
        named = ((path if name == usual else f"{path} {name}", child) for name, child in command.commands.items())
        return [leaf for name, child in named for leaf in leaves(name, child)]
    assert isinstance(command, TyperCommand)
    return [(path, command)]


EXIT_CODES = """Exit codes: 0 done; 2 wrong usage; 3 bad input (every notice printed); 4 no safe plan exists (what binds is named);
5 the independent checker disagrees (nothing is written for the parties); 6 a paper in hand is not the current brief, or that cannot be
told (`brief check`); 130 interrupted (nothing half-written).
The first Ctrl-C while `plan` or `demo` searches for proofs or prices ends that search only: the plan is written with what is proven by then and says so.
With `--json` machine output is on stdout and people's text on stderr. Nothing uses the network but `roads get`.
"""


def party_pages(folder: Path) -> dict[Path, bytes]:
    """Return the first page of the demonstration's brief in three pairs of languages."""
    plan, case = read_plan(folder / "plan"), read_scenario(folder)
    facts = gather(plan, case.scenario, holds_of(plan, case.network), places=case.network.places)
    pages = {}
    for pair in (("en", "uk"), ("en", "ar"), ("he", "ru")):
        document = make_party_document(facts, load_words(pair), digest_text(facts_hash(facts)))
        room = int(measure_party_room(document)[1])
        drawn = draw_party_map(plan, case.network, case.scenario, height_mm=max(LEAST_MAP_MM, room), can_print=can_print)
        pages[PICTURE.with_name(f"brief-{'-'.join(pair)}-1.png")] = party_pictures(document, drawn, ppi=90)[0]
    return pages


def demonstration() -> tuple[str, dict[Path, bytes]]:
    """Return the README with what the demonstration prints today, and its pictures."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "safeconduct", "demo", "demo", "--quiet"]
        told = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True).stdout
        drawn = {PICTURE: (Path(folder) / "demo/plan/map.svg").read_bytes(), **party_pages(Path(folder) / "demo")}
    page = _with_output(README.read_text(encoding="utf-8"), COMMAND, told)
    command = [sys.executable, "-m", "safeconduct", *TEXTS_COMMAND.split()[2:], "--quiet"]
    told = subprocess.run(command, cwd=README.parent, capture_output=True, encoding="utf-8", check=True).stdout
    return _with_output(page, TEXTS_COMMAND, told), drawn


def _with_output(page: str, command: str, told: str) -> str:
    """Return the page with what a command prints today below it, up to the end of its block."""
    before, _, rest = page.partition(command)
    return before + command + told.replace("\u00a0", " ").replace("\u202f", " ") + rest[rest.index("```") :]


def convoy_day() -> dict[Path, bytes]:
    """Return the page of a day of a convoy with what the command prints today, its pictures, and two of its sheets."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "safeconduct", "plan", str(SUMY), "--out", "sumy-plan", "--quiet"]
        told = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True).stdout
        out = Path(folder) / "sumy-plan"
        drawn = {PICTURE.with_name(f"sumy-{name}"): (out / name).read_bytes() for name in ("gantt.svg", "curve.svg")}
        plan = read_plan(out)
    scenario = read_scenario(SUMY).scenario
    drivers, places = driver_book(plan, scenario, {}), checkpoint_book(plan, scenario, {})
    drawn[PICTURE.with_name("driver-sheet.png")] = sheet_pictures(replace(drivers, sheets=drivers.sheets[:1]))[0]
    drawn[PICTURE.with_name("checkpoint-sheet.png")] = sheet_pictures(replace(places, sheets=places.sheets[:1]), ppi=80)[0]
    plain = told.replace(f'"{SUMY}"', str(SUMY)).replace(str(SUMY), "examples/sumy")
    page = _with_output(CONVOY_DAY.read_text(encoding="utf-8"), CONVOY_COMMAND, plain)
    return {CONVOY_DAY: page.encode(), **drawn}


LIFECYCLE_HEAD = """Acts are recorded in `terms/acts.csv` (at, act, by, paper, channel; by function, never by
name) and only ever added: `safeconduct terms act`. Whatever is not in the table is refused, and the refusal names the rule.
"""

CHECKS_HEAD = """`safeconduct terms check` tells how each stands: satisfied, open or disputed. Without a minimum
point there is no go; the others are questions to put before going. Nothing is satisfied without evidence: a clause that states it
in typed fields and that every party has accepted, or what scenario and plan show.
"""

PAGES = {
    "settings.md": settings_page,
    "notices.md": notices_page,
    "road-classes.md": roads_page,
    "commands.md": commands_page,
    "terms.md": terms_page,
    "lifecycle.md": lifecycle_page,
    "agreement-checks.md": checks_page,
    "release.md": release_page,
}


def main() -> int:
    """Write the pages, or with --check name those that differ from their table."""
    stale = []
    for name, page in PAGES.items():
        path, text = FOLDER / name, page()
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
    readme, drawn = demonstration()
    for path, data in {README: readme.encode(), **drawn, **convoy_day()}.items():
        if "--check" not in sys.argv:
            path.write_bytes(data)
        elif not path.exists() or path.read_bytes() != data:
            stale.append(path.name)
    if "--check" not in sys.argv:
        write_schema()
    if stale:
        sys.stderr.write(f"Differ from their tables: {', '.join(stale)}. Run `make docs`.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
