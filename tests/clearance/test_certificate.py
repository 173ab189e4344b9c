"""The checker: accepts what is proven, refuses every tampered certificate."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from clearance.oracle import random_network, random_windows
from safeconduct.clearance.arc_network import ArcNetwork, UnreachableError
from safeconduct.clearance.certificate import certificate_faults, check_certificate, cut_terms, offered
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
