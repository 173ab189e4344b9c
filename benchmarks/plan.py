"""Time and memory of a whole `safeconduct plan`, cold (nothing cached) and warm, and of `--help`; each in its own process.

    python benchmarks/plan.py [SCENARIO ...]      default: examples/karabakh

Cold: an empty cache of built networks. The peer is the bare osmium pass over the same file, timed in the same run, since no other
program makes such a plan; ratios to it are comparable between machines.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
BARE = (
    "import osmium,sys\n"
    "n=0\n"
    "for way in osmium.FileProcessor(sys.argv[1]).with_locations().with_filter(osmium.filter.KeyFilter('highway')):\n"
    "    if way.is_way():\n"
    "        for node in way.nodes: n+=1\n"
)


def timed(command: list[str], cache: str) -> tuple[float, float, int]:
    """Return wall seconds, peak resident MB and exit code of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, "SAFECONDUCT_CACHE": cache}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return time.perf_counter() - start, usage.ru_maxrss / scale, os.waitstatus_to_exitcode(status)


def main() -> None:
    """Print the table."""
    assert resource.RUSAGE_CHILDREN
    program = [sys.executable, "-m", "safeconduct"]
    seconds = min(timed([*program, "--help"], "")[0] for _ in range(5))
    print(f"{'--help, best of 5':<42}{seconds:8.2f} s")
    for folder in [Path(name) for name in sys.argv[1:]] or [ROOT / "examples/karabakh"]:
        roads = folder / tomllib.loads((folder / "scenario.toml").read_text(encoding="utf-8"))["roads"]["file"]
        if not roads.exists():
            print(f"{folder.name}: skipped, {roads.name} is not there")
            continue
        with tempfile.TemporaryDirectory() as work:
            bare, memory, _ = timed([sys.executable, "-c", BARE, str(roads)], "")
            print(f"{folder.name + ': bare osmium pass':<42}{bare:8.2f} s {memory:8.0f} MB")
            for name in ("cold", "warm"):
                command = [*program, "plan", str(folder), "--out", f"{work}/plan", "--quiet"]
                wall, memory, code = timed(command, f"{work}/cache")
                print(
                    f"{folder.name + ': plan, ' + name:<42}{wall:8.2f} s {memory:8.0f} MB   {wall / bare:6.2f} x bare pass, exit {code}"
                )


if __name__ == "__main__":
    main()
