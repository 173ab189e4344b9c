"""K = 1 to 5 named routes on real cases: plan, proven bound, gap, time, and what few routes cost.

    python benchmarks/few_routes.py [--step-s 10] [--most 5] [--only NAME] [--check] [--out FILE]

Each case: seven real networks, 1, 3 and 5 pockets of 4,000 people far from each other, six exits around; and "fed" cases with 12
pockets whose surrounding minor roads (feeder arcs) need no agreement. For every K the time of the plan, the bound that no K routes can
beat, the gap, and what so few routes cost against any number of roads. `--check` also checks every certificate with the plain-Python
checker and replays schedules where there are any. Times are of one thread; all K of a case are found in one call.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"))
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from benchmarks.inputs import DATA, MATSIM, OSM, Case, dense_case, few_case, matsim, osm
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import ArcNetwork
from safeconduct.clearance.certificate import check_certificate
from safeconduct.clearance.few_routes import clearance_by_routes
from safeconduct.clearance.replay import schedule_faults
from safeconduct.clearance.result import ClearanceResult
from safeconduct.clearance.route_certificate import RoutePrices, RouteVisits, route_certificate_faults
from safeconduct.clearance.solve import clearance_time

NETWORKS = {**MATSIM, **OSM, "Caucasus": "osm/caucasus_caspian_drive.osm.pbf"}
CASES = (*((name, pockets) for name in NETWORKS for pockets in (1, 3, 5)), ("Mount Alexander", 0), ("Yarra", 0))
"""Network and number of pockets (0: a fed case)."""
SEED = 1
FED_POCKETS, FED, NEAR_M = 12, 0.8, 3000.0
"""Pockets of a fed case; the share of arcs, those of least capacity, that are minor; and how near to a pocket they are feeders."""
NARROW = 0.05
HEADINGS = ("case", "nodes", "arcs", "people", "any roads", "K", "plan", "bound", "gap %", "proof", "price", "s for all K")


class Sample(NamedTuple):
    """A case: who is where, which arcs are feeders."""

    name: str
    net: ArcNetwork
    case: Case
    feeder: NDArray[np.bool_] | None


class Outcome(NamedTuple):
    """What was found for a case: with any roads, with 1, 2, ... routes, and the seconds of the latter."""

    sample: Sample
    free: ClearanceResult
    found: tuple[ClearanceResult, ...]
    seconds: float


def samples(step_s: float, only: str | None) -> Iterator[Sample]:
    """Yield the cases, each network read once."""
    networks: dict[str, tuple[ArcNetwork, NDArray[np.float64]]] = {}
    for name, pockets in CASES:
        label = f"{name}, {pockets} pocket{'s' if pockets > 1 else ''}" if pockets else f"{name}, {FED_POCKETS} pockets, fed"
        path = DATA / NETWORKS[name]
        if (only and only not in label) or not path.exists():
            continue
        if name not in networks:
            networks = {name: (matsim if name in MATSIM else osm)(path, step_s)}
        net, xy = networks[name]
        if pockets:
            yield Sample(label, net, few_case(net, xy, pockets=pockets, people=4000, exits=6, seed=SEED), None)
        else:
            case = dense_case(net, xy, pockets=FED_POCKETS, people=12_000, exits=6, seed=SEED)
            yield Sample(label, net, case, minor_roads(net, xy, case))


def minor_roads(net: ArcNetwork, xy: NDArray[np.float64], case: Case) -> NDArray[np.bool_]:
    """Return the arcs of little capacity with both ends near a pocket."""
    near = np.zeros(net.nodes, np.bool_)
    for pocket in case.supply:
        near |= np.hypot(*(xy - xy[pocket]).T) <= NEAR_M
    minor = net.capacity_per_step <= int(np.quantile(net.capacity_per_step, FED))
    return np.asarray(minor & near[net.tail] & near[net.head])


def clock(steps: int, step_s: float) -> str:
    """Return steps as hours and minutes."""
    minutes = round(steps * step_s / 60)
    return f"{minutes // 60} h {minutes % 60:02} min"


def is_settled(result: ClearanceResult) -> bool:
    """Tell whether the gap is narrow, or it is proven that no such routes exist."""
    return result.exact or (result.gap is not None and result.gap <= NARROW)


def rows(outcome: Outcome, step_s: float) -> Iterator[tuple[str, ...]]:
    """Yield one line of the table for each K."""
    sample, free, found, seconds = outcome
    net, people = sample.net, sum(sample.case.supply.values())
    for number, result in enumerate(found, 1):
        first = number == 1
        names = {RoutePrices: "prices", RouteVisits: "visits"}
        proof = names.get(type(result.route_certificate), "any roads")
        plan, gap, price = "no such routes (proven)" if result.exact else "none found", "-", "-"
        if result.steps is not None and result.gap is not None:
            plan, gap = str(result.steps), "0" if result.exact else f"{100 * result.gap:.1f}"
            price = "-" if free.steps is None else "+" + clock(result.steps - free.steps, step_s)
        head = (sample.name, str(net.nodes), str(net.arcs), str(people), str(free.steps)) if first else ("",) * 5
        bound = "-" if result.steps is None and result.exact else str(result.lower_bound_steps)
        yield (*head, str(number), plan, bound, gap, proof, price, f"{seconds:.1f}" if first else "")


def summary(outcomes: Sequence[Outcome]) -> list[str]:
    """Return what all cases say in sum."""
    results = [result for outcome in outcomes for result in outcome.found]
    gaps = sorted(result.gap for result in results if result.gap is not None)
    never = sum(result.steps is None and result.exact for result in results)
    unknown = sum(result.steps is None and not result.exact for result in results)
    settled = sum(map(is_settled, results))
    seconds = sorted(outcome.seconds for outcome in outcomes)
    if not gaps:
        return ["no plan was found"]
    pairs, exact = len(results), sum(result.exact for result in results)
    share = f"{settled} ({100 * settled / pairs:.0f} %) have a gap of at most 5 % or no such routes, proven; {exact} are exact."
    middle, worst = 100 * gaps[len(gaps) // 2], 100 * gaps[-1]
    ends = f"{never} pairs are proven to have no routes that serve all, {unknown} are open."
    return [
        f"{len(outcomes)} cases, {pairs} pairs of case and K: {share}",
        f"Gap over the {len(gaps)} pairs with a plan: median {middle:.2f} %, worst {worst:.1f} %; {ends}",
        f"Seconds for all K of a case: median {seconds[len(seconds) // 2]:.1f}, longest {seconds[-1]:.1f}.",
    ]


def check(outcome: Outcome) -> str:
    """Check every certificate and replay every schedule; return how many and how long."""
    sample, _free, found, _seconds = outcome
    net, case = sample.net, sample.case
    begin, proofs, replayed = time.perf_counter(), 0, 0
    feeder = None if sample.feeder is None else sample.feeder.tolist()
    for number, result in enumerate(found, 1):
        proof = result.route_certificate
        if isinstance(proof, (RoutePrices, RouteVisits)):
            faults = route_certificate_faults(net, case.supply, case.exits, proof, number, feeder=feeder)
            assert not faults, faults
        else:
            assert check_certificate(net, case.supply, case.exits, result.certificate)
        proofs += 1
        if result.schedule is not None:
            faults = schedule_faults(net, case.supply, case.exits, result.schedule, steps=result.steps)
            assert not faults, faults
            replayed += 1
    return f"{proofs} certificates accepted, {replayed} schedules replayed in {time.perf_counter() - begin:.1f} s"


def machine() -> str:
    """Return what the times were measured on."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown processor")
    return f"{model}, one thread"


def markdown(values: Sequence[str]) -> str:
    """Return one line of a Markdown table."""
    return "| " + " | ".join(values) + " |"


def write(outcomes: Sequence[Outcome], given: argparse.Namespace, checked: Sequence[str]) -> None:
    """Write everything so far as Markdown."""
    command = "python benchmarks/few_routes.py" + " --check" * given.check + f" --step-s {given.step_s:g} --most {given.most}"
    table = [markdown(row) for outcome in outcomes for row in rows(outcome, given.step_s)]
    parts = [
        "# Few named routes on real roads",
        f"`{command} --out benchmarks/RESULTS-few-routes.md`; {machine()}. Steps of {given.step_s:g} s; plan and bound in steps.",
        "\n".join(f"- {text}" for text in (*summary(outcomes), *checked)),
        "\n".join([markdown(HEADINGS), "|" + " --- |" * len(HEADINGS), *table]),
    ]
    given.out.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--step-s", type=float, default=10.0)
    parser.add_argument("--most", type=int, default=5)
    parser.add_argument("--only")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    outcomes: list[Outcome] = []
    print(markdown(HEADINGS))
    for sample in samples(given.step_s, given.only):
        free = clearance_time(sample.net, sample.case.supply, sample.case.exits)
        begin = time.perf_counter()
        found = clearance_by_routes(sample.net, sample.case.supply, sample.case.exits, given.most, feeder=sample.feeder)
        outcomes.append(Outcome(sample, free, found, time.perf_counter() - begin))
        for row in rows(outcomes[-1], given.step_s):
            print(markdown(row), flush=True)
        if given.check:
            print(check(outcomes[-1]), flush=True)
        if given.out:
            checked = ["Every certificate was checked in plain Python, and accepted."] if given.check else []
            write(outcomes, given, checked)
    print("\n".join(summary(outcomes)))


if __name__ == "__main__":
    main()
