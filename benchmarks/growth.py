"""How time and memory grow with arcs, pockets and horizon: the product beside CCRP and OR-tools, as CSV and as plots.

    python benchmarks/growth.py [--quick] [--limit-s 40] [--csv FILE] [--svg FILE] [--plot-only]

Each point runs in a process of its own, so that its peak memory is its own; seconds are its processor seconds. Reading the input,
imports and compilation are not part of its time, but are part of its memory: the grey line is what the process held before it
began. A point cut at --limit-s is left out, and so is every larger one of that line (the CSV says "cut"). OR-tools proves the
product's T by two maximum flows on the time-expanded network (T itself is given to it), where that has at most 8 million arcs; CCRP
is the faster of its two improved ways at that point, quality aside.

arcs      road-like graphs of 10,000 to 400,000 nodes, 6 pockets of 500 people, 4 exits
pockets   road-like graph of 10,000 nodes, 30,000 people in 1 to 4,000 pockets, 6 exits
horizon   road-like graph of 10,000 nodes, 6 pockets of 125 to 32,000 people, 4 exits: the clearance time T grows
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"))
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.inputs import Case, dense_case, few_case, roadlike
from benchmarks.peers.ccrp import ccrp
from benchmarks.peers.time_expanded import TooLargeError, two_solves

from safeconduct.clearance.arc_network import ArcNetwork
from safeconduct.clearance.solve import clearance_time

SEED = 1
IMAGES = Path(__file__).parents[1] / "docs/images"
CCRP_WAYS = ("directed", "kept")
LINES = ("product", "OR-tools", *(f"CCRP {way}" for way in CCRP_WAYS))
SWEEPS = {
    "arcs": (10_000, 25_000, 50_000, 100_000, 200_000, 400_000),
    "pockets": (1, 4, 12, 40, 150, 600, 2000, 4000),
    "horizon": (125, 500, 2000, 8000, 32_000),
}
QUICK = {"arcs": (2000, 5000, 10_000), "pockets": (1, 10, 100), "horizon": (125, 500, 2000)}
MOST_ARCS = 8_000_000
"""Largest time-expanded network for OR-tools here; it takes up to a minute to solve and cannot be interrupted."""
FIELDS = ("sweep", "size", "line", "arcs", "pockets", "people", "T", "seconds", "peak MB", "before MB", "remark")


class Point(NamedTuple):
    """What a process measured: seconds (None: cut), clearance time, peak memory and that before it began, in MB of 10^6 bytes."""

    arcs: int
    pockets: int
    people: int
    steps: int | None
    seconds: float | None
    peak_mb: float
    before_mb: float
    remark: str = ""


def peak_mb() -> float:
    """Return the most memory this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def problem(sweep: str, size: int) -> tuple[ArcNetwork, Case]:
    """Return the input of a point."""
    net, xy = roadlike(size if sweep == "arcs" else 10_000, SEED)
    if sweep == "pockets" and size > 12:
        return net, dense_case(net, xy, pockets=size, people=30_000, exits=6, seed=SEED)
    if sweep == "pockets":
        return net, few_case(net, xy, pockets=size, people=30_000 // size, exits=6, seed=SEED)
    return net, few_case(net, xy, pockets=6, people=500 if sweep == "arcs" else size, exits=4, seed=SEED)


def run(line: str, net: ArcNetwork, case: Case, given: argparse.Namespace) -> tuple[int | None, str]:
    """Run one line on an input; return T (None: cut) and a remark."""
    if line == "OR-tools":
        both = two_solves(net, case.supply, case.exits, given.steps, most_arcs=MOST_ARCS)
        return given.steps if both.proven else None, f"{both.at.arcs} expanded arcs" if both.proven else "REFUTES T"
    if line.startswith("CCRP"):
        found = ccrp(net, case.supply, case.exits, way=line.split()[1], limit_s=given.limit_s)
        return found.steps, f"{found.iterations} groups" if found.steps is not None else "cut"
    begin = time.process_time()
    result = clearance_time(net, case.supply, case.exits, stop=lambda: time.process_time() - begin > given.limit_s)
    return (result.steps, "exact") if result.exact else (None, "cut")


def measure(given: argparse.Namespace) -> Point:
    """Measure one point in this process."""
    small, xy = roadlike(200, SEED)
    for warm in (
        few_case(small, xy, pockets=2, people=20, exits=2, seed=SEED),
        dense_case(small, xy, pockets=30, people=200, exits=2, seed=SEED),
    ):
        steps = clearance_time(small, warm.supply, warm.exits).steps
        run(given.line, small, warm, argparse.Namespace(limit_s=60.0, steps=steps))
    net, case = problem(given.sweep, given.size)
    before = peak_mb()
    begin = time.process_time()
    try:
        steps, remark = run(given.line, net, case, given)
    except TooLargeError as error:
        steps, remark = None, f"not run: {error}"
    seconds = time.process_time() - begin
    people = sum(case.supply.values())
    return Point(net.arcs, len(case.supply), people, steps, None if steps is None else seconds, peak_mb(), before, remark)


def point(sweep: str, size: int, line: str, steps: int | None, limit_s: float) -> Point | None:
    """Measure one point in a process of its own; None when that took far too long or failed."""
    words = ["--sweep", sweep, "--size", str(size), "--line", line, "--limit-s", str(limit_s), "--steps", str(steps or 0)]
    command = [sys.executable, __file__, *words]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=limit_s + 60)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        return None
    return Point(*json.loads(done.stdout.splitlines()[-1]))


def measure_all(given: argparse.Namespace) -> list[dict[str, str]]:
    """Measure all points, small ones first; a line that was cut ends in that sweep."""
    rows: list[dict[str, str]] = []
    for sweep, sizes in (QUICK if given.quick else SWEEPS).items():
        ended: set[str] = set()
        for size in sizes:
            steps: int | None = None
            for line in LINES:
                if line in ended or (line == "OR-tools" and steps is None):
                    continue
                found = point(sweep, size, line, steps, given.limit_s)
                if found is None or found.remark == "cut":
                    ended.add(line)
                if line == "product" and found is not None:
                    steps = found.steps
                values = ("", "", "", "", "", "", "", "cut") if found is None else tuple(shown(value) for value in found)
                rows.append(dict(zip(FIELDS, (sweep, str(size), line, *values), strict=True)))
                print("  ".join(f"{value:>10}" for value in rows[-1].values()), flush=True)
    return rows


def shown(value: float | str | None) -> str:
    """Return a figure as text, four digits of it."""
    return "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)


STYLES = {
    "product": ("product, exact with certificate", "o", "-", "#000000"),
    "OR-tools": ("OR-tools max-flow, time-expanded, two solves", "s", "--", "#b2182b"),
    "CCRP": ("CCRP heuristic, not exact, faster of two ways", "^", ":", "#2166ac"),
}
AXES = {
    "arcs": ("arcs", "arcs\n(6 pockets, 3,000 people)"),
    "pockets": ("pockets", "pockets\n(27,198 arcs, 30,000 people)"),
    "horizon": ("T", "clearance time T, steps of 10 s\n(27,198 arcs, 6 pockets)"),
}


def plot(rows: list[dict[str, str]], out: Path) -> None:
    """Draw time above and memory below, one column for each sweep."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "growth", "font.size": 10, "axes.grid": True, "grid.color": "#dddddd"})
    import matplotlib.pyplot as plt
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    figure, grid = plt.subplots(2, len(AXES), figsize=(13, 7.5), sharex="col", sharey="row")
    for column, (sweep, (field, label)) in enumerate(AXES.items()):
        mine = [row for row in rows if row["sweep"] == sweep and row["seconds"]]
        lengths = {row["size"]: row["T"] for row in mine if row["line"] == "product"}
        for name, (text, marker, style, colour) in STYLES.items():
            best = fastest([row for row in mine if row["line"].startswith(name)])
            # A heuristic's own T would shift its points; the horizon of a case is the exact one.
            x = [float(lengths.get(row["size"], row["T"]) if field == "T" else row[field]) for row in best]
            for axis, what in ((grid[0, column], "seconds"), (grid[1, column], "peak MB")):
                y = [float(row[what]) for row in best]
                axis.plot(x, y, marker=marker, linestyle=style, color=colour, label=text, markersize=6, markerfacecolor="white")
            if name == "product" and best:
                base = [float(row["before MB"]) for row in best]
                grid[1, column].plot(
                    x, base, color="#888888", linewidth=3, alpha=0.5, label="program and input, before it starts"
                )
        grid[1, column].set_xlabel(label)
    for axis in grid.flat:
        axis.set_xscale("log")
        axis.set_yscale("log")
        for scale in (axis.xaxis, axis.yaxis):
            scale.set_major_locator(LogLocator(subs=(1.0,) if scale is axis.yaxis and axis in grid[0] else (1.0, 3.0)))
            scale.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
            scale.set_minor_formatter(NullFormatter())
    grid[0, 0].set_ylabel("processor time in seconds")
    grid[1, 0].set_ylabel("peak memory of the process in MB")
    handles, texts = grid[1, 0].get_legend_handles_labels()
    figure.legend(handles, texts, loc="upper center", ncols=2, frameon=False)
    figure.tight_layout(rect=(0, 0, 1, 0.92))
    out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, metadata={"Date": None})
    plt.close(figure)


def fastest(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the fastest row of every size, in the order of the sizes."""
    best: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["size"] not in best or float(row["seconds"]) < float(best[row["size"]]["seconds"]):
            best[row["size"]] = row
    return list(best.values())


def main() -> None:
    """Measure one point, or all and draw them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small inputs only")
    parser.add_argument("--limit-s", type=float, default=40.0, help="seconds after which a point is cut")
    parser.add_argument("--csv", type=Path, default=IMAGES / "clearance-growth.csv")
    parser.add_argument("--svg", type=Path, default=IMAGES / "clearance-growth.svg")
    parser.add_argument("--plot-only", action="store_true", help="draw the CSV again")
    for word in ("--sweep", "--line"):
        parser.add_argument(word, help=argparse.SUPPRESS)
    for word in ("--size", "--steps"):
        parser.add_argument(word, type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.line:
        print(json.dumps(measure(given)))
        return
    if given.plot_only:
        with given.csv.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    else:
        rows = measure_all(given)
        with given.csv.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, FIELDS)
            writer.writeheader()
            writer.writerows(rows)
    plot(rows, given.svg)


if __name__ == "__main__":
    main()
