"""The product and its peers on the same input in one run: clearance times, their quality and seconds, as a table of ratios.

    python benchmarks/clearance.py [--quick] [--only dense more few windows static check] [--step-s 10] [--limit-s 300] [--out FILE.md]

dense    thousands of pockets, beside CCRP in three ways (see peers/ccrp.py); OR-tools' maximum flow on the time-expanded network too
         where that fits into memory
more     the same with other seeds and numbers of pockets, people and exits, beside the fastest way of CCRP
few      1 to 12 pockets of 4,000 people, beside the same; steps of 60 s, since at 10 s the peer's network does not fit
windows  random small networks against the tests' oracle, and real roads that open and close, beside the time-expanded network
static   one pocket, beside OR-tools' minimum-cost flow on the static network that decides the same horizon; networkx where small
check    the plain-Python check of the certificate beside the time-expanded computation that it replaces

The time-expanded peer is handed the product's T and proves it by two solves (out at T, not at T - 1); building is part of its time,
reading is of nobody's. Where the product's answer is a bracket, the peer halves it until it has T. All run on one thread in this
process, and seconds are its processor seconds (of whatever threads), which other work on the machine disturbs less than a clock.
Both sides ran once before on a small case, so that no compilation is counted. What is cut at --limit-s or does not fit into memory
says so. Ratios are peer seconds / product seconds, and peer seconds / seconds of the check.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"))
sys.path.pop(0)  # this folder: its clearance.py would hide the tests' folder of that name
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.inputs import Case, Floats, Spans
from benchmarks.peers.ccrp import WAYS, ccrp
from benchmarks.peers.static import Static, networkx_static, ortools_given_units, ortools_static
from benchmarks.peers.time_expanded import TooLargeError, expanded_flow
from benchmarks.report import EXPANDED, MIN_COST, Line, Ours, Peer, cells, head, markdown, summary, write

from benchmarks import inputs
from safeconduct.clearance.arc_network import ArcNetwork, UnreachableError
from safeconduct.clearance.certificate import check_certificate
from safeconduct.clearance.solve import clearance_time

SEED = 1
Loaded = tuple[ArcNetwork, Floats]
Load = Callable[[], Loaded]


class Task(NamedTuple):
    """One input: what it is called, network, case, windows (None: none), seconds that product and peers may take each."""

    name: str
    net: ArcNetwork
    case: Case
    windows: Spans | None
    limit_s: float

    @property
    def pocket(self) -> int:
        """The only pocket of a static task."""
        return next(iter(self.case.supply))


def solve(task: Task) -> Ours:
    """Run the product and the plain check of its certificate."""
    net, (supply, exits), windows = task.net, task.case, task.windows
    begin = time.process_time()
    result = clearance_time(net, supply, exits, windows=windows, stop=lambda: time.process_time() - begin > task.limit_s)
    seconds = time.process_time() - begin
    cut = not result.exact and seconds > task.limit_s
    if result.certificate is None:
        return Ours(result, seconds, 0.0, None, cut)
    begin = time.process_time()
    accepted = check_certificate(net, supply, exits, result.certificate, windows)
    return Ours(result, seconds, time.process_time() - begin, accepted, cut)


def ccrp_peers(task: Task, ours: Ours, ways: Sequence[str] = WAYS) -> Iterator[Peer]:
    """Run the heuristic in these ways."""
    for way in ways:
        found = ccrp(task.net, task.case.supply, task.case.exits, way=way, limit_s=task.limit_s)
        if found.steps is None:
            yield Peer(f"CCRP {way}", "-", found.seconds, f"cut after {found.iterations} groups")
            continue
        best = ours.result.steps
        above = (found.steps - best) / best if best else None
        told = "" if above is None else f"T {100 * above:+.1f} %, "
        remark = f"{told}{found.iterations} groups"
        yield Peer(f"CCRP {way}", f"T {found.steps}", found.seconds, remark, equal=found.steps == best, above=above)


def expanded_peer(task: Task, ours: Ours) -> Iterator[Peer]:
    """Confirm T by two maximum flows on the time-expanded network; search between the product's bounds when it is not exact."""
    net, (supply, exits), result, name = task.net, task.case, ours.result, EXPANDED
    if result.steps is None:
        yield Peer(name, "-", None, "no T to confirm")
        return
    total, seconds, solves = sum(supply.values()), [0.0, 0.0], 0
    low, high = result.lower_bound_steps - 1, result.steps
    probes = [high, low] if result.exact else [(low + high) // 2]
    size = 0
    try:
        while probes and probes[-1] >= 0:
            horizon = probes.pop(0)
            found = expanded_flow(net, supply, exits, horizon, task.windows)
            seconds[0], seconds[1], solves = seconds[0] + found.build_s, seconds[1] + found.solve_s, solves + 1
            size = max(size, found.arcs)
            if found.out == total:
                high = min(high, horizon)
            else:
                low = max(low, horizon)
                if horizon == result.steps:
                    yield Peer(name, "REFUTES T", sum(seconds), equal=False)
                    return
            if not probes and not result.exact and high - low > 1:
                probes = [(low + high) // 2]
    except TooLargeError as error:
        yield Peer(name, "-", None, f"not run: {error}")
        return
    note = f"{solves} solves, {size / 1e6:.1f} M arcs, built in {seconds[0]:.2f} s"
    settled = high - low == 1 or high == 0
    yield Peer(
        name, f"T {high}" if settled else f"T {low + 1} .. {high}", sum(seconds), note, equal=settled and high == result.steps
    )


def static_peers(task: Task, ours: Ours) -> Iterator[Peer]:
    """Solve the static flow of the certificate's horizon with OR-tools (two ways) and, where small, networkx; equal cost?"""
    proof = ours.result.certificate
    if proof is None:
        yield Peer(MIN_COST, "-", None, "no certificate to compare with")
        return
    net, exits, horizon = task.net, task.case.exits, proof.horizon_steps

    def row(name: str, found: Static) -> Peer:
        equal = found.out == proof.capacity
        answer = f"{found.out} {'equal' if equal else f'DIFFERS from {proof.capacity}'}"
        return Peer(name, answer, found.seconds, f"{found.units} units, horizon {horizon}", equal=equal)

    free = ortools_static(net, task.pocket, exits, horizon)
    yield row(f"{MIN_COST} (circulation)", free)
    yield row(f"{MIN_COST} (told the units)", ortools_given_units(net, task.pocket, exits, horizon, free.units))
    if net.arcs <= 30_000:
        yield row("networkx network simplex", networkx_static(net, task.pocket, exits, horizon))


def both_peers(task: Task, ours: Ours) -> Iterator[Peer]:
    """CCRP and the time-expanded network."""
    yield from ccrp_peers(task, ours)
    yield from expanded_peer(task, ours)


def fast_peer(task: Task, ours: Ours) -> Iterator[Peer]:
    """The heuristic in its fastest way only."""
    yield from ccrp_peers(task, ours, ["kept"])


PEERS = {
    "dense": both_peers,
    "more": fast_peer,
    "few": both_peers,
    "windows": expanded_peer,
    "static": static_peers,
    "check": expanded_peer,
}


def tasks(group: str, given: argparse.Namespace) -> Iterator[Task]:
    """Yield the inputs of a group, small ones only under --quick."""
    makers = {"dense": dense_tasks, "more": more_tasks, "few": few_tasks}
    makers |= {"windows": window_tasks, "static": static_tasks, "check": check_tasks}
    return makers[group](given)


def matsim_loads(given: argparse.Namespace, step_s: float) -> list[tuple[str, Load]]:
    """Return both MATSim networks, to be read when their turn comes."""
    return [(name, lambda name=name: inputs.load_matsim(name, step_s, given.data)) for name in inputs.MATSIM]  # type: ignore[misc]


def dense_tasks(given: argparse.Namespace) -> Iterator[Task]:
    """Many pockets: both MATSim networks and the generator."""
    step_s = given.step_s or 10.0
    sizes = {"Mount Alexander": (3000, 30_000, 6), "Yarra": (3500, 35_000, 8)}
    plan = [(f"{name}, {step_s:g} s", load, sizes[name]) for name, load in matsim_loads(given, step_s)]
    made = [(10_000, (3000, 30_000, 6)), (100_000, (4000, 40_000, 6)), (400_000, (1000, 10_000, 6))]
    plan += [(f"road-like {nodes}", lambda nodes=nodes: inputs.roadlike(nodes, SEED, step_s), size) for nodes, size in made]  # type: ignore[misc]
    if given.quick:
        plan = [("road-like 3000", lambda: inputs.roadlike(3000, SEED, step_s), (300, 3000, 4))]
    for name, load, (pockets, people, exits) in plan:
        net, xy = load()
        case = inputs.dense_case(net, xy, pockets=pockets, people=people, exits=exits, seed=SEED)
        yield Task(f"dense: {name}", net, case, None, given.limit_s)


def more_tasks(given: argparse.Namespace) -> Iterator[Task]:
    """Many pockets again: other seeds and other numbers of pockets, people and exits on both MATSim networks."""
    step_s = given.step_s or 10.0
    sizes = [(3000, 30_000, 6, 1), (5000, 50_000, 4, 1), (3000, 60_000, 10, 1), (3000, 30_000, 6, 2), (3000, 30_000, 6, 3)]
    for name, load in [] if given.quick else matsim_loads(given, step_s):
        net, xy = load()
        for pockets, people, exits, seed in sizes:
            case = inputs.dense_case(net, xy, pockets=pockets, people=people, exits=exits, seed=seed)
            called = f"more: {name}, {step_s:g} s, {pockets} pockets, {people} people, {exits} exits, seed {seed}"
            yield Task(called, net, case, None, given.limit_s)


def few_tasks(given: argparse.Namespace) -> Iterator[Task]:
    """1, 3, 6 and 12 pockets of 4,000 people."""
    step_s = given.step_s or 60.0
    loads = matsim_loads(given, step_s)
    people = 1000 if given.quick else 4000
    if given.quick:
        loads = [("road-like 3000", lambda: inputs.roadlike(3000, SEED, step_s))]
    for name, load in loads:
        net, xy = load()
        for pockets in (1, 6) if given.quick else (1, 3, 6, 12):
            case = inputs.few_case(net, xy, pockets=pockets, people=people, exits=4, seed=SEED)
            yield Task(f"few: {name}, {step_s:g} s, {pockets} pockets", net, case, None, given.limit_s)


def window_tasks(given: argparse.Namespace) -> Iterator[Task]:
    """Real roads that open and close, every pattern at least twice."""
    step_s = given.step_s or 60.0
    loads = matsim_loads(given, step_s)
    loads += [(name, lambda name=name: inputs.load_osm(name, step_s, given.data)) for name in inputs.OSM]  # type: ignore[misc]
    kinds = inputs.PATTERNS
    if given.quick:
        loads = [("road-like 2000", lambda: inputs.roadlike(2000, SEED, step_s))]
    for number, (name, load) in enumerate(loads):
        net, xy = load()
        case = inputs.few_case(net, xy, pockets=4, people=200 if given.quick else 600, exits=4, seed=SEED)
        for pattern in (kinds[number % len(kinds)], kinds[(number + 2) % len(kinds)]):
            windows = inputs.windows_case(net, case, seed=SEED + number, pattern=pattern)
            yield Task(f"windows: {name}, {step_s:g} s, {pattern}", net, case, windows, given.limit_s)


def static_tasks(given: argparse.Namespace) -> Iterator[Task]:
    """One pocket at the widest node of the middle, on the generator's networks."""
    for nodes in (2000, 10_000) if given.quick else (10_000, 100_000, 400_000):
        net, xy = inputs.roadlike(nodes, SEED, given.step_s or 10.0)
        case = inputs.few_case(net, xy, pockets=1, people=1, exits=6, seed=SEED)
        middle = inputs.from_middle(xy).argsort(kind="stable")[: nodes // 4]
        leaving = [int(net.capacity_per_step[net.tail == node].sum()) for node in middle[:500].tolist()]
        pocket = int(middle[leaving.index(max(leaving))])
        yield Task(f"static: road-like {nodes}", net, Case({pocket: 20_000}, case.exits), None, given.limit_s)


def check_tasks(given: argparse.Namespace) -> Iterator[Task]:
    """Many pockets in steps of 60 s, where the time-expanded network fits."""
    step_s = given.step_s or 60.0
    loads = matsim_loads(given, step_s)
    if given.quick:
        loads = [("road-like 3000", lambda: inputs.roadlike(3000, SEED, step_s))]
    for name, load in loads:
        net, xy = load()
        for pockets, people in ((6, 6000),) if given.quick else ((6, 24_000), (3000, 30_000)):
            make = inputs.dense_case if pockets > 100 else inputs.few_case
            amount = people if pockets > 100 else people // pockets
            case = make(net, xy, pockets=pockets, people=amount, exits=6, seed=SEED)
            yield Task(f"check: {name}, {step_s:g} s, {pockets} pockets", net, case, None, given.limit_s)


def warm_up() -> None:
    """Run both sides once on small cases, so that nothing is compiled later."""
    net, xy = inputs.roadlike(300, SEED)
    for case in (
        inputs.few_case(net, xy, pockets=2, people=30, exits=2, seed=SEED),
        inputs.dense_case(net, xy, pockets=40, people=400, exits=2, seed=SEED),
    ):
        for windows in (None, inputs.windows_case(net, case, seed=SEED, pattern="pauses")):
            task = Task("warm-up", net, case, windows, 60.0)
            for _ in both_peers(task, solve(task)):
                pass


def random_windows(count: int, seed: int) -> str:
    """Compare with the tests' oracle on `count` random small networks with windows; return what agreed."""
    from clearance.oracle import expanded_time, random_network
    from clearance.oracle import random_windows as draw

    rng, tally, seconds = Random(seed), Counter[str](), [0.0, 0.0]
    while tally["solved"] < count:
        net, supply, exits = random_network(rng)
        windows = draw(rng, net)
        begin = time.process_time()
        truth = expanded_time(net, supply, exits, windows, limit=600)
        middle = time.process_time()
        try:
            found = clearance_time(net, supply, exits, windows=windows)
        except UnreachableError:
            continue
        if truth is None:
            tally["never, both say"] += found.steps is None
            tally["never, peer only"] += found.steps is not None
            continue
        seconds = [seconds[0] + time.process_time() - middle, seconds[1] + middle - begin]
        tally["solved"] += 1
        tally["equal and exact"] += found.steps == found.lower_bound_steps == truth and found.exact
        if found.certificate is not None:
            tally["certificates"] += 1
            tally["accepted"] += check_certificate(net, supply, exits, found.certificate, windows)
    counts = ", ".join(f"{name} {number}" for name, number in tally.items())
    return f"Random small networks with windows: {counts}; product {seconds[0]:.2f} s, oracle {seconds[1]:.2f} s."


def arguments() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=sorted(PEERS), help="these groups only")
    parser.add_argument("--quick", action="store_true", help="small inputs of the generator only")
    parser.add_argument("--step-s", type=float, help="seconds in a step, for all groups")
    parser.add_argument("--limit-s", type=float, default=300.0, help="seconds after which the product or CCRP is cut")
    parser.add_argument("--data", type=Path, default=inputs.DATA, help="folder that holds networks/ and osm/")
    parser.add_argument("--out", type=Path, help="write the table to this Markdown file")
    return parser.parse_args()


def main() -> None:
    """Run the chosen groups and print each line as it comes."""
    given = arguments()
    machine = f"{platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores of which one is used"
    chosen = [f"--only {' '.join(given.only)}"] if given.only else []
    chosen += ["--quick"] if given.quick else []
    chosen += [f"--step-s {given.step_s:g}"] if given.step_s else []
    command = " ".join(["python benchmarks/clearance.py", *chosen, f"--limit-s {given.limit_s:g}"])
    remarks = [f"Command: `{command}`", f"Machine: {machine}."]
    print("\n".join(remarks), flush=True)
    warm_up()
    print(head(), flush=True)
    lines: list[Line] = []
    for group in given.only or tuple(PEERS):
        if not given.quick and group != "static" and not given.data.is_dir():
            remarks.append(f"{group}: skipped, the data folder is not there.")
            print(remarks[-1])
            continue
        for task in tasks(group, given):
            ours = solve(task)
            for peer in PEERS[group](task, ours):
                lines.append(Line(group, task.name, task.net, task.case, ours, peer))
                print(markdown(cells(lines[-1])), flush=True)
                if given.out:  # after every line, should the run be ended
                    write(lines, (__doc__ or "", remarks), given.out)
        if group == "windows":
            remarks.append(random_windows(30 if given.quick else 300, SEED))
            print(remarks[-1], flush=True)
    print("\n".join(summary(lines)))
    if given.out:
        write(lines, (__doc__ or "", remarks), given.out)


if __name__ == "__main__":
    main()
