"""Exactness in figures: random networks against a time-expanded oracle, corrupted certificates and plans against the checkers.

    python benchmarks/exactness.py [--networks 1000] [--seed 1]

The oracle is OR-tools' maximum flow on the fully expanded network, in `tests/clearance/oracle.py`; it shares nothing with the product.
Times of both sides stand beside the counts. The tests run the same on fixed seeds; here you choose your own.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path.pop(0)  # this folder: its clearance.py would hide the folder of that name in tests
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from clearance.oracle import expanded_time, random_network, random_windows
from safeconduct.clearance.arc_network import UnreachableError
from safeconduct.clearance.certificate import check_certificate
from safeconduct.clearance.solve import clearance_time
from safeconduct.verify.check import check_plan
from verify.mutations import MUTATIONS, Sample
from verify.sound import sound


def networks(count: int, rng: Random, *, windows: bool) -> None:
    """Compare with the oracle until `count` networks that can be cleared were solved; print what agreed."""
    tally: Counter[str] = Counter()
    ours_s = oracle_s = 0.0
    while tally["solved"] < count:
        net, supply, exits = random_network(rng)
        spans = random_windows(rng, net) if windows else None
        begin = time.perf_counter()
        truth = expanded_time(net, supply, exits, spans, limit=600)
        middle = time.perf_counter()
        try:
            found = clearance_time(net, supply, exits, windows=spans)
        except UnreachableError:
            tally["cut off, told"] += 1
            continue
        ours_s, oracle_s = ours_s + time.perf_counter() - middle, oracle_s + middle - begin
        if truth is None:
            tally["never, told"] += found.steps is None
            continue
        tally["solved"] += 1
        tally["equal"] += found.steps == found.lower_bound_steps == truth
        proof = found.certificate
        if proof is not None:
            tally["certificates"] += 1
            tally["accepted"] += bool(check_certificate(net, supply, exits, proof, spans))
            tally["longer horizon"] += 1
            later = replace(proof, horizon_steps=truth)
            tally["longer horizon rejected"] += not check_certificate(net, supply, exits, later, spans)
    kind = "with windows" if windows else "constant capacities"
    print(f"{kind}: " + ", ".join(f"{name} {number}" for name, number in tally.items()))
    print(f"  product {ours_s:.2f} s, time-expanded oracle {oracle_s:.2f} s")


def corrupted(rounds: int) -> None:
    """Corrupt two sound plans in every way the kit knows; print how many the checker rejects."""
    made, missed = 0, []
    for name, mutate in sorted(MUTATIONS.items()):
        for which, sample in enumerate((Sample(*sound()), Sample(*sound(short=True)))):
            rng = Random(f"{name}-{which}")
            for _ in range(rounds):
                plan = mutate(sample, rng)
                if plan is not None:
                    made += 1
                    if not check_plan(sample.scenario, sample.network, plan):
                        missed.append(name)
    print(f"corrupted plans: {len(MUTATIONS)} kinds, {made} made, {made - len(missed)} rejected {sorted(set(missed)) or ''}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--networks", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    networks(said.networks, Random(said.seed), windows=False)
    networks(said.networks // 2, Random(said.seed), windows=True)
    corrupted(10)
