"""Import and contraction of a road file beside a bare osmium pass over its highways, in one run on the same input.

    python benchmarks/import_roads.py FILE.osm.pbf [--rounds 3]

Every side runs in a process of its own, in turn, so that the peak memory is its own and a busy machine slows all alike. The bare
pass touches longitude and latitude of every node of every highway and keeps nothing. pyrosm joins in when it can be imported
(see requirements.txt). Times are the best of the rounds; start-up and imports of the processes are not counted.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


def bare_pass(path: Path) -> str:
    """Touch every point of every highway with osmium."""
    import osmium

    kinds = osmium.osm
    processor = osmium.FileProcessor(str(path), kinds.NODE | kinds.WAY).with_locations()
    processor.with_filter(osmium.filter.EntityFilter(kinds.WAY))
    processor.with_filter(osmium.filter.KeyFilter("highway"))
    count, total = 0, 0.0
    for way in processor:
        assert isinstance(way, kinds.Way)
        for node in way.nodes:
            total += node.lon + node.lat
            count += 1
    return f"{count} points"


def import_cold(path: Path) -> str:
    """Read and contract, no cache."""
    from safeconduct.files.roads import read_roads
    from safeconduct.model.scenario import RoadSource

    network, _ = read_roads(path, RoadSource(path.name), cache=None)
    return f"{network.nodes} nodes, {network.arcs} arcs"


def import_cached(path: Path) -> str:
    """Take the built network from the cache (filled before)."""
    import tempfile

    from safeconduct.files.roads import read_roads
    from safeconduct.model.scenario import RoadSource

    folder = Path(tempfile.gettempdir()) / "safeconduct-benchmark-roads"
    network, _ = read_roads(path, RoadSource(path.name), cache=folder)
    return f"{network.nodes} nodes, {network.arcs} arcs"


def import_pyrosm(path: Path) -> str:
    """Read the same roads with pyrosm."""
    pyrosm = importlib.import_module("pyrosm")
    nodes, edges = pyrosm.OSM(str(path)).get_network(network_type="driving", nodes=True)
    return f"{len(nodes)} nodes, {len(edges)} edges"


SIDES: dict[str, Callable[[Path], str]] = {
    "bare osmium pass": bare_pass,
    "import + contraction": import_cold,
    "from the cache": import_cached,
    "pyrosm": import_pyrosm,
}


def peak_mb() -> float:
    """Return the most memory this process held, in MB of 10^6 bytes (0 where the system does not tell)."""
    if importlib.util.find_spec("resource") is None:
        return 0.0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def run_side(name: str, path: Path) -> None:
    """Run one side in this process and print its figures as JSON."""
    if name != "pyrosm":
        importlib.import_module("osmium")  # imports are not part of the measured time
    if name.startswith(("import", "from")):
        for module in ("scipy.sparse.csgraph", "safeconduct.files.roads", "safeconduct.files.roads_osm"):
            importlib.import_module(module)
    start, cpu = time.perf_counter(), time.process_time()
    holds = SIDES[name](path)
    seconds = time.perf_counter() - start
    print(json.dumps({"s": seconds, "cpu_s": time.process_time() - cpu, "mb": peak_mb(), "holds": holds}))


def main() -> None:
    """Run all sides in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--side", choices=sorted(SIDES), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        run_side(given.side, given.file)
        return
    names = [name for name in SIDES if name != "pyrosm" or importlib.util.find_spec("pyrosm")]
    best: dict[str, dict[str, float | str]] = {}
    for _ in range(given.rounds):
        for name in names:
            command = [sys.executable, __file__, str(given.file), "--side", name]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            if name not in best or found["s"] < best[name]["s"]:
                best[name] = found
    base = float(best[names[0]]["s"])
    print(f"{given.file.name}, {given.file.stat().st_size} bytes, best of {given.rounds}")
    print(f"{'':24}{'wall s':>8}{'cpu s':>8}{'ratio':>8}{'peak MB':>9}  holds")
    for name in names:
        row = best[name]
        ratio = float(row["s"]) / base
        print(f"{name:24}{float(row['s']):8.2f}{float(row['cpu_s']):8.2f}{ratio:8.2f}{float(row['mb']):9.0f}  {row['holds']}")
    if "pyrosm" not in names:
        print("pyrosm is not installed: see benchmarks/requirements.txt")


if __name__ == "__main__":
    main()
