"""The convoy timetable on whole scenarios: plan, bound, gap, seconds and memory, and planning on after a closure.

    python benchmarks/convoy.py [CASE ...] [--write]      default: every case; --write: into benchmarks/RESULTS-convoy.md

Each case is planned in a process of its own. "first" is when every option has a timetable that keeps all rules, before any proof;
"plan" is the whole plan with proofs, prices and the search for a better timetable; "again" is planning on three hours after the
start with a road of the first packet's way closed. Seconds are of the wall, on whatever else the machine does; processor
seconds stand beside them. Every plan is checked by the independent checker.

The bound is the strongest of three proofs that share no code with the timetable, so the gap is what the timetable may at most be
improved by. There is no peer that plans such a movement; the pure shuttle problem has its own benchmark with peers (shuttle.py).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared/data/osm"
RESULTS = ROOT / "benchmarks/RESULTS-convoy.md"

LARGE_FLEET = "id,kind,count,seats,stretcher_places\nBUS,bus,270,50,0\nAMB,ambulance,24,2,2\nMED,medical bus,6,12,12\n"
GROUP_HEAD = "id,name,lon,lat,able,seated,stretcher,own_cars,people_per_car,loading_bays\n"

LARGE: dict[str, dict[str, str]] = {
    "karabakh-60000": {
        "base": "karabakh",
        "groups.csv": GROUP_HEAD
        + "G1,Stepanakert,46.7515,39.8177,33000,1800,200,1700,4.7,30\n"
        + "G2,Martakert,46.8160,40.2110,13000,600,100,700,4.7,15\n"
        + "G3,Shusha,46.7490,39.7600,5000,250,50,300,4.7,10\n"
        + "G4,Martuni,47.1120,39.7930,5700,250,50,300,4.7,10\n",
        "exits.csv": "id,name,lon,lat,kind,screening_per_h\nE1,Lachin road west,46.7282,39.7501,reception site,4000\n",
        "vehicles.csv": LARGE_FLEET,
    },
    "porto-60000": {
        "base": "porto",
        "groups.csv": GROUP_HEAD
        + "G1,Porto Aliados,-8.6110,41.1480,24000,1200,160,1200,4.0,30\n"
        + "G2,Matosinhos,-8.6890,41.1830,12000,600,80,700,4.0,20\n"
        + "G3,Gaia,-8.6120,41.1240,13000,600,90,700,4.0,20\n"
        + "G4,Gondomar,-8.5320,41.1440,7900,300,70,400,4.0,15\n",
        "exits.csv": "id,name,lon,lat,kind,screening_per_h\n"
        "E1,Valongo,-8.4986,41.1886,reception site,4000\nE2,Trofa,-8.5600,41.3370,reception site,3000\n",
        "vehicles.csv": LARGE_FLEET,
        "families.csv": "id,group,able,seated,stretcher,count\nF1,G1,3,1,0,900\nF2,G1,1,0,1,40\nF3,G3,4,0,0,800\nF4,G2,2,1,0,400\n",
    },
    "two-roads-60000": {
        "base": "sumy",
        "scenario.toml": 'name = "60,000 people by two roads"\nzone = "Europe/Kyiv"\nzones = ["Europe/Kyiv"]\n'
        'start = "2022-03-08 06:00"\nend = "2022-03-10 06:00"\nas_of = 2022-03-07\n[roads]\nfile = "roads.csv"\nschematic = true\n'
        "[plan]\nroutes = 2\n",
        "groups.csv": GROUP_HEAD
        + "G1,Sumy bus station,34.8170,50.9020,30000,1500,160,1700,4.7,40\n"
        + "G2,Sumy railway station,34.7970,50.9140,26900,1300,140,1300,4.7,40\n",
        "exits.csv": "id,name,lon,lat,kind\nE1,Zinkiv,34.3600,50.2080,reception site\nE2,Kotelva,34.7580,50.0680,reception site\n",
        "vehicles.csv": LARGE_FLEET,
        "families.csv": "id,group,able,seated,stretcher,count\nF1,G1,3,1,0,900\nF2,G1,1,0,1,40\nF3,G2,4,0,0,800\n",
    },
}
CASES = ("sumy", "karabakh", "porto", "founding case", *LARGE)


def write_case(name: str, folder: Path) -> Path | None:
    """Write a case into a folder and return the scenario folder, or None where its roads are not there."""
    if name == "founding case":
        from safeconduct.app.demo import write_demo

        write_demo(folder / "demo")
        return folder / "demo"
    parts = LARGE.get(name, {"base": name})
    base, target = ROOT / "examples" / parts["base"], folder / "case"
    target.mkdir()
    for path in base.iterdir():
        if path.is_file() and not (name in LARGE and path.name in {"families.csv", "checkpoints.csv"}):
            text = path.read_text(encoding="utf-8")
            (target / path.name).write_text(text.replace("../../../shared/data/osm", SHARED.as_posix()), encoding="utf-8")
    for file, text in parts.items():
        if file != "base":
            (target / file).write_text(text, encoding="utf-8")
    roads = [line for line in (target / "scenario.toml").read_text(encoding="utf-8").splitlines() if line.startswith("file = ")]
    return target if (target / roads[0].split('"')[1]).exists() else None


def run_case(name: str) -> dict[str, object] | None:
    """Plan a case in this process, plan on after a closure, and return the figures."""
    from safeconduct import make_plan, read_scenario, verify_plan
    from safeconduct.app.replan import remake
    from safeconduct.model.hazard import Closure
    from safeconduct.model.times import Span

    with tempfile.TemporaryDirectory() as work:
        folder = write_case(name, Path(work))
        if folder is None:
            return None
        case = read_scenario(folder)
        marks: dict[str, float] = {}
        begin, used = time.perf_counter(), time.process_time()

        def note(stage: str, _share: float) -> None:
            marks.setdefault(stage.partition(":")[0], time.perf_counter() - begin)

        plan = make_plan(case, progress=note)
        wall, spent = time.perf_counter() - begin, time.process_time() - used
        route = next(one for one in plan.driven_routes if one.id == plan.timetable.packets[0].route_id)
        at = plan.start + timedelta(hours=3)
        closure = Closure(
            "X1", "point", (route.geometry[len(route.geometry) // 2],), reach_m=200, span=Span(at, case.scenario.end)
        )
        changed = replace(case, scenario=replace(case.scenario, closures=(*case.scenario.closures, closure)))
        begin_again = time.perf_counter()
        again = remake(changed, plan, at)
        again_s = time.perf_counter() - begin_again
        assert again.revision is not None
        return {
            "people": plan.people.total,
            "fleet": sum(entry.count for entry in case.scenario.fleet),
            "cars": sum(group.own_cars for group in case.scenario.groups),
            "clear_h": None if plan.clear_s is None else plan.clear_s / 3600,
            "bound_h": None if plan.bound_s is None else plan.bound_s / 3600,
            "gap": plan.gap,
            "left": plan.left.total,
            "first_s": marks["clearance proofs"],
            "plan_s": wall,
            "cpu_s": spent,
            "again_s": again_s,
            "on_road": again.revision.on_road,
            "left_again": again.left.total,
            "checked": not verify_plan(plan, case) and not verify_plan(again, changed),
            "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3),
        }


HEAD = (
    "| case | people | fleet | cars | plan | bound | gap | left | first, s | plan, s | of processor | MB | again, s | on the road | left then "
    "| checked |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|"
)


def line_of(name: str, found: dict[str, object] | None) -> str:
    """Return one line of the table."""
    if found is None:
        return f"| {name} | skipped: its roads are not there |" + " |" * 14

    def number(key: str, form: str, unit: str = "") -> str:
        value = found[key]
        return "-" if value is None else f"{value:{form}}{unit}"

    cells = [
        name,
        *(number(key, ",") for key in ("people", "fleet", "cars")),
        *(number(key, ".2f", " h") for key in ("clear_h", "bound_h")),
        number("gap", ".1%"),
        number("left", ","),
        *(number(key, ".1f") for key in ("first_s", "plan_s", "cpu_s")),
        number("memory_mb", ".0f"),
        number("again_s", ".1f"),
        *(number(key, ",") for key in ("on_road", "left_again")),
        "yes" if found["checked"] else "NO",
    ]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Run the cases asked for, each in its own process, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("cases", nargs="*", choices=[[], *CASES], metavar="CASE")
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--one", choices=CASES, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        print(json.dumps(run_case(given.one)))
        return
    lines = [HEAD]
    print(HEAD)
    for name in given.cases or CASES:
        told = subprocess.run(
            [sys.executable, __file__, "--one", name], env=dict(os.environ), stdout=subprocess.PIPE, check=True, text=True
        ).stdout
        lines.append(line_of(name, json.loads(told.splitlines()[-1])))
        print(lines[-1], flush=True)
    if given.write:
        head = "# The convoy timetable, measured\n\n`python benchmarks/convoy.py --write`. What each column is: see the command's own text.\n\n"
        RESULTS.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
