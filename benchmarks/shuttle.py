"""The shuttle problem beside a plain greedy and a plain CP-SAT model, given the same seconds on one core.

    python benchmarks/shuttle.py [--limit-s 10] [--only TEXT] [--out FILE.md]

48 seeded instances (see shuttle_inputs.py). T: when the last loaded bus arrives, minutes; bound: nobody can do better. The peers are
handed the quickest ways through all places, and CP-SAT the greedy's tours to begin with and two rounds more than the greedy needs (its
bound is shown where no bus could have more). Every answer of the product is replayed.
All sides run on one thread, one after another; the limit is of the clock, so other work on the machine disturbs all of them.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from benchmarks.peers.shuttle_cpsat import Plain, plain_cpsat
from benchmarks.peers.shuttle_greedy import Greedy, greedy
from benchmarks.shuttle_inputs import Shuttle, instance, instances

from safeconduct.app.shuttle import check_shuttle, shuttle_plan
from safeconduct.convoy.shuttle_case import ShuttleCase
from safeconduct.convoy.shuttle_result import ShuttleResult

HEADINGS = (
    *("instance", "depots", "buses", "pickups", "exits", "loads", "T", "bound", "gap %", "s"),
    *("greedy T", "CP-SAT T", "CP-SAT bound", "CP-SAT s", "greedy / T", "CP-SAT / T"),
)


class Line(NamedTuple):
    """One instance and all answers."""

    name: str
    given: Shuttle
    ours: ShuttleResult
    seconds: float
    greedy: Greedy
    plain: Plain


def run(name: str, given: Shuttle, limit_s: float) -> Line:
    """Run all sides on one instance; raises AssertionError when the product's answer does not replay."""
    begin = time.monotonic()
    ours = shuttle_plan(*given, time_limit_s=limit_s, seed=0)
    seconds = time.monotonic() - begin
    faults = check_shuttle(*given, ours)
    assert not faults, faults
    case = ShuttleCase(*(np.array(part, np.int64) for part in given))
    first, trip = case.first.tolist(), case.between.tolist()
    depots = [depot for depot, buses in enumerate(given.buses) for _ in range(buses)]
    start = greedy(depots, given.loads, given.capacity, first, trip)
    plain = plain_cpsat(depots, (given.loads, given.capacity), (first, trip), start, limit_s)
    assert ours.lower_bound <= plain.end, "the bound is above a peer's answer"
    assert plain.bound is None or plain.bound <= ours.makespan, "a peer's bound is above the answer"
    return Line(name, given, ours, seconds, start, plain)


def cells(line: Line) -> tuple[str, ...]:
    """Return a line as text."""
    given, ours, plain = line.given, line.ours, line.plain
    return (
        line.name,
        *(str(len(given.buses)), str(sum(given.buses)), str(len(given.loads)), str(len(given.capacity)), str(sum(given.loads))),
        *(str(ours.makespan), str(ours.lower_bound), "0" if ours.exact else f"{100 * ours.gap:.2f}", f"{line.seconds:.2f}"),
        *(str(line.greedy.end), str(plain.end), "-" if plain.bound is None else str(plain.bound), f"{plain.seconds:.1f}"),
        *(f"{line.greedy.end / ours.makespan:.3f}", f"{plain.end / ours.makespan:.3f}"),
    )


def markdown(values: Sequence[str]) -> str:
    """Return one line of a Markdown table."""
    return "| " + " | ".join(values) + " |"


def summary(lines: Sequence[Line], limit_s: float) -> list[str]:
    """Return what all lines say in sum."""
    exact = [line for line in lines if line.ours.exact]
    gaps = sorted(line.ours.gap for line in lines if not line.ours.exact)
    better = sum(line.ours.makespan < line.plain.end for line in lines)
    worse = sum(line.ours.makespan > min(line.plain.end, line.greedy.end) for line in lines)
    proven = sum(line.plain.end == line.plain.bound for line in lines)
    worst = (
        f"; the others have a gap of {100 * gaps[len(gaps) // 2]:.2f} % in the middle, {100 * gaps[-1]:.2f} % at worst"
        if gaps
        else ""
    )
    seconds = sorted(line.seconds for line in lines)
    return [
        f"{len(exact)} of {len(lines)} instances are proven optimal within {limit_s:g} s on one core{worst}.",
        f"The product takes {seconds[len(seconds) // 2]:.2f} s in the middle and {seconds[-1]:.2f} s at most.",
        f"The product is better than CP-SAT on {better}, worse than any peer on {worse}.",
        f"CP-SAT proves {proven}; its bound counts only where no bus could make more rounds than its model has.",
    ]


def machine() -> str:
    """Return what the times were measured on."""
    info = Path("/proc/cpuinfo")
    rows = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    model = next((row.split(":", 1)[1].strip() for row in rows if row.startswith("model name")), platform.processor())
    return f"{model}, Python {platform.python_version()}; load of the machine {os.getloadavg()[0]:.1f} when written"


def write(lines: Sequence[Line], limit_s: float, out: Path) -> None:
    """Write everything so far as Markdown."""
    parts = [
        "# Shuttle benchmark",
        f"`python benchmarks/shuttle.py --limit-s {limit_s:g} --out {out.as_posix()}`; {machine()}.",
        "\n".join(f"- {text}" for text in summary(lines, limit_s)),
        f"```\n{(__doc__ or '').strip()}\n```",
        "\n".join([markdown(HEADINGS), "|" + " --- |" * len(HEADINGS), *(markdown(cells(line)) for line in lines)]),
    ]
    out.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def main() -> None:
    """Run all instances."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit-s", type=float, default=10.0)
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    shuttle_plan(*instance("short", (1, 5, 5, 3), 0), time_limit_s=None, work_limit=1)  # compiles what must be compiled
    lines: list[Line] = []
    print(markdown(HEADINGS))
    for name, one in instances():
        if given.only in name:
            lines.append(run(name, one, given.limit_s))
            print(markdown(cells(lines[-1])), flush=True)
            if given.out:
                write(lines, given.limit_s, given.out)
    print("\n".join(summary(lines, given.limit_s)))


if __name__ == "__main__":
    main()
