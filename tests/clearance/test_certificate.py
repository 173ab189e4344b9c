"""The checker: accepts what is proven, refuses every tampered certificate."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from clearance.limited import Case, LimitedNetwork, random_case
from clearance.oracle import random_network, random_windows
from safeconduct.clearance.arc_network import FOREVER, NO_LIMITS, ArcNetwork, ExitLimits, UnreachableError
from safeconduct.clearance.certificate import certificate_faults, check_certificate, cut_terms, exit_terms, offered
from safeconduct.clearance.solve import clearance_time
from safeconduct.model.plan import CutCertificate

ROAD = ArcNetwork(np.array([0]), np.array([1]), np.array([5]), np.array([3]))
SUPPLY = {0: 10}
PROOF = CutCertificate(horizon_steps=7, labels=(0, 8), held=(0,), demand=10, capacity=9)


def test_the_proof_of_one_road_holds() -> None:
    assert certificate_faults(ROAD, SUPPLY, [1], PROOF) == ()
    assert check_certificate(ROAD, SUPPLY, [1], PROOF)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"horizon_steps": 8}, "exit 1 must have label 9"),
        ({"horizon_steps": 8, "labels": (0, 9)}, "not 9"),
        ({"horizon_steps": 8, "labels": (0, 9), "capacity": 12}, "may all be out"),
        ({"horizon_steps": 6}, "outside"),
        ({"horizon_steps": -1}, "negative"),
        ({"labels": (1, 8)}, "held pocket 0 must have label 0"),
        ({"labels": (0, 7)}, "exit 1 must have label 8"),
        ({"labels": (0, 9)}, "outside"),
        ({"labels": (-1, 8)}, "outside"),
        ({"labels": (0,)}, "1 labels for 2 nodes"),
        ({"labels": (0, 8, 8)}, "3 labels for 2 nodes"),
        ({"labels": (0.0, 8)}, "integer"),
        ({"labels": (False, 8)}, "integer"),
        ({"labels": (None, 8)}, "integer"),
        ({"labels": None}, "lists of integers"),
        ({"held": 0}, "lists of integers"),
        ({"horizon_steps": "7"}, "every number must be an integer"),
        ({"demand": 10.0}, "every number must be an integer"),
        ({"labels": (0, np.int64(8))}, "every number must be an integer"),
        ({"held": ()}, "must be named"),
        ({"held": (0, 0), "demand": 20}, "each once"),
        ({"held": (1,)}, "holds nobody"),
        ({"held": (0, 5)}, "node 5 is held"),
        ({"demand": 11}, "hold 10, not 11"),
        ({"capacity": 8}, "let 9 across, not 8"),
    ],
)
def test_tampered_proofs_are_refused(change: dict[str, object], fault: str) -> None:
    forged = replace(PROOF, **change)  # type: ignore[arg-type]
    assert any(fault in one for one in certificate_faults(ROAD, SUPPLY, [1], forged))
    assert not check_certificate(ROAD, SUPPLY, [1], forged)


def test_less_supply_or_more_road_breaks_the_proof() -> None:
    assert not check_certificate(ROAD, {0: 9}, [1], PROOF)
    assert not check_certificate(replace(ROAD, capacity_per_step=np.array([4])), SUPPLY, [1], PROOF)
    assert not check_certificate(replace(ROAD, travel_steps=np.array([4])), SUPPLY, [1], PROOF)
    assert not check_certificate(ROAD, SUPPLY, [0, 1], PROOF)


def test_windows_count_by_entry_step_half_open() -> None:
    assert offered(0, 9, 7, None) == 70
    assert offered(3, 2, 7, None) == 0
    assert offered(2, 6, 7, ((0, 3, 5), (6, 9, 2))) == 1 * 5 + 1 * 2
    assert offered(3, 5, 7, ((0, 3, 5), (6, 9, 2))) == 0
    assert offered(0, 9, 7, ()) == 0
    assert cut_terms(ROAD, [0, 8]) == [9]
    assert cut_terms(ROAD, [0, 8], {0: ((1, 2, 3),)}) == [3]


def test_no_certificate_proves_nothing() -> None:
    assert certificate_faults(ROAD, SUPPLY, [1], None) == ("there is no certificate",)
    assert not check_certificate(ROAD, SUPPLY, [1], "proof")  # type: ignore[arg-type]


def test_a_window_to_the_end_of_time_never_ends() -> None:
    assert offered(0, 2 * FOREVER, 7, ((5, FOREVER, 2),)) == 2 * (2 * FOREVER - 4)
    assert offered(0, 2 * FOREVER, 7, ((5, FOREVER - 1, 2),)) == 2 * (FOREVER - 6)


# The exit takes two per step: out at steps 5 to 9, so nine steps are not enough for the eleventh.
RATE = ExitLimits(rate={1: 2})
SLOW = CutCertificate(horizon_steps=8, labels=(0, 5), held=(0,), demand=10, capacity=8)
# It has nine beds: never enough, and no later step changes that.
BEDS = ExitLimits(beds={1: 9})
FULL = CutCertificate(horizon_steps=100, labels=(0, 0), held=(0,), demand=10, capacity=9)


def test_the_proofs_of_a_slow_and_of_a_full_exit_hold() -> None:
    assert certificate_faults(ROAD, SUPPLY, [1], SLOW, limits=RATE) == ()
    assert certificate_faults(ROAD, SUPPLY, [1, 1], FULL, limits=BEDS) == ()
    assert certificate_faults(ROAD, SUPPLY, (one for one in [1]), FULL, limits=ExitLimits(rate={1: 5}, beds={1: 9})) == ()


@pytest.mark.parametrize(
    ("proof", "change", "limits", "fault"),
    [
        (SLOW, {}, NO_LIMITS, "exit 1 must have label 9"),
        (SLOW, {}, ExitLimits(beds={1: 50}), "let 50 across, not 8"),
        (SLOW, {}, ExitLimits(rate={1: 3}), "let 12 across, not 8"),
        (SLOW, {}, ExitLimits(rate={1: 1}), "let 4 across, not 8"),
        (SLOW, {}, ExitLimits(rate={1: 2}, beds={1: 7}), "let 7 across, not 8"),
        (SLOW, {"labels": (0, 4)}, RATE, "let 10 across, not 8"),
        (SLOW, {"labels": (0, 6)}, RATE, "let 9 across, not 8"),
        (SLOW, {"labels": (0, 10)}, RATE, "outside 0 .. 9"),
        (SLOW, {"horizon_steps": 9}, RATE, "let 10 across, not 8"),
        (SLOW, {"horizon_steps": 9, "capacity": 10}, RATE, "so the 10 held may all be out"),
        (FULL, {}, ExitLimits(beds={1: 10}), "so the 10 held may all be out"),
        (FULL, {"labels": (0, 101)}, BEDS, "not 9"),
    ],
)
def test_tampered_proofs_about_exits_are_refused(
    proof: CutCertificate, change: dict[str, object], limits: ExitLimits, fault: str
) -> None:
    forged = replace(proof, **change)  # type: ignore[arg-type]
    assert any(fault in one for one in certificate_faults(ROAD, SUPPLY, [1], forged, limits=limits))
    assert not check_certificate(ROAD, SUPPLY, [1], forged, limits=limits)


def test_pockets_at_exits() -> None:
    there = CutCertificate(horizon_steps=3, labels=(0, 0), held=(1,), demand=9, capacity=8)
    assert check_certificate(ROAD, {1: 9}, [1], there, limits=RATE)
    assert not check_certificate(ROAD, {1: 8}, [1], there, limits=RATE)
    assert "exit 1 must have label 4" in certificate_faults(ROAD, {1: 9}, [1], there)
    assert "held pocket 1 must have label 0" in certificate_faults(ROAD, {1: 9}, [1], replace(there, labels=(0, 1)), limits=RATE)


def test_what_exits_can_take_in() -> None:
    limits = ExitLimits(rate={0: 3, 2: 4}, beds={1: 7, 2: 10})
    assert exit_terms(limits, 9, (4, 4, 4, 4), [0, 1, 2, 3]) == [18, 7, 10, 0]
    assert exit_terms(limits, 9, (10, 10, 9, 10), [0, 1, 2]) == [0, 0, 4]
    assert exit_terms(NO_LIMITS, 9, (10,), [0]) == [0]


@pytest.mark.parametrize("seed", range(3))
def test_minimum_cuts_of_the_time_expanded_network_with_limits_are_certificates(seed: int) -> None:
    rng = random.Random(seed)
    refused = proven = 0
    while proven < 120:
        case = random_case(rng, windows=rng.random() < 0.5)
        net, supply, exits, windows, limits = case
        horizon = rng.randrange(25)
        network = LimitedNetwork(case, horizon)
        missing = sum(supply.values()) - network.out
        if not missing:
            continue
        proven += 1

        def capacity(labels: Sequence[int]) -> int:
            return sum(cut_terms(net, labels, windows)) + sum(exit_terms(limits, horizon, labels, exits))  # noqa: B023

        proof = network.certificate(capacity)
        assert certificate_faults(net, supply, exits, proof, windows, limits=limits) == ()
        assert proof.demand - proof.capacity == missing
        for _ in range(8):
            labels = tuple(label if rng.random() < 0.7 else rng.randrange(horizon + 2) for label in proof.labels)
            forged = replace(proof, labels=labels, capacity=capacity(labels))
            # However the labels are chosen: what is accepted never claims more than is true.
            if check_certificate(net, supply, exits, forged, windows, limits=limits):
                assert forged.demand - forged.capacity <= missing
            else:
                refused += 1
        assert [name for name, other, forged in tampering(case, proof) if holds(other, forged)] == []
        later = replace(proof, horizon_steps=horizon + 1)
        # Another horizon is refused, but where full exits alone make the proof: then it is as true.
        assert not holds(case, later) or set(exits) <= limits.nodes
        assert not holds(case, later) or sum(supply.values()) - LimitedNetwork(case, horizon + 1).out >= missing
    assert refused > 100


def holds(case: Case, proof: CutCertificate) -> bool:
    """Tell whether the proof holds for the case."""
    net, supply, exits, windows, limits = case
    return check_certificate(net, supply, exits, proof, windows, limits=limits)


def tampering(case: Case, proof: CutCertificate) -> Iterator[tuple[str, Case, CutCertificate]]:
    """Yield changes of a number of the proof, and of the case it is about, none of which may be accepted."""
    net, supply, exits, windows, limits = case
    for field in ("demand", "capacity"):
        for shift in (-1, 1):
            yield field, case, replace(proof, **{field: getattr(proof, field) + shift})
    free = [node for node in range(net.nodes) if node not in proof.held]
    yield "a pocket less", case, replace(proof, held=proof.held[1:])
    for node in free:
        yield "a pocket more", case, replace(proof, held=(*proof.held, node))
        yield "another pocket", case, replace(proof, held=(node, *proof.held[1:]), demand=proof.demand - 1)
    yield "nobody there", (net, supply | {proof.held[0]: 0}, exits, windows, limits), proof
    yield "more there", (net, supply | {proof.held[0]: supply[proof.held[0]] + 1}, exits, windows, limits), proof
    for arc, term in enumerate(cut_terms(net, proof.labels, windows)):
        if term and arc not in windows:
            yield "a wider road", (with_arc(net, arc, 0, 1), supply, exits, windows, limits), proof
            yield "a slower road", (with_arc(net, arc, 1, 0), supply, exits, windows, limits), proof
            yield "a closed road", (net, supply, exits, windows | {arc: ()}, limits), proof
    for node, term in zip(exits, exit_terms(limits, proof.horizon_steps, proof.labels, exits), strict=True):
        if term:
            yield "no limits", (net, supply, exits, windows, NO_LIMITS), proof
            yield "no beds", (net, supply, exits, windows, ExitLimits(limits.rate, {**limits.beds, node: 0})), proof
            yield "no rate", (net, supply, exits, windows, ExitLimits({**limits.rate, node: 0}, limits.beds)), proof
            yield "no exit", (net, supply, [one for one in exits if one != node], windows, limits), proof


def with_arc(net: ArcNetwork, arc: int, slower: int, wider: int) -> ArcNetwork:
    """Return the network with a changed arc."""
    travel, capacity = net.travel_steps.copy(), net.capacity_per_step.copy()
    travel[arc] += slower
    capacity[arc] += wider
    return ArcNetwork(net.tail, net.head, travel, capacity, net.nodes)


def test_every_change_of_a_label_that_matters_is_refused() -> None:
    """A changed label either alters the stated capacity, and is refused, or leaves it, and then the proof still holds."""
    rng = random.Random(4)
    refused = 0
    for _ in range(150):
        net, supply, exits = random_network(rng)
        windows = random_windows(rng, net)
        try:
            proof = clearance_time(net, supply, exits, windows=windows).certificate
        except UnreachableError:
            continue
        if proof is None:
            continue
        assert check_certificate(net, supply, exits, proof, windows)
        for node in range(net.nodes):
            labels = list(proof.labels)
            labels[node] = rng.choice([label for label in range(proof.horizon_steps + 2) if label != labels[node]])
            forged = replace(proof, labels=tuple(labels))
            accepted = check_certificate(net, supply, exits, forged, windows)
            if node in proof.held or node in exits:
                assert not accepted
            else:
                assert accepted == (sum(cut_terms(net, labels, windows)) == proof.capacity)
            refused += not accepted
        assert not check_certificate(net, supply, exits, replace(proof, horizon_steps=proof.horizon_steps + 1), windows)
    assert refused > 200
