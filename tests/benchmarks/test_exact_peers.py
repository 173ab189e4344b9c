"""The exact peers: the pruned time-expanded network against the plain one, static flows against each other and a closed form."""

from __future__ import annotations

import random

import numpy as np
import pytest
from benchmarks.peers.static import networkx_static, ortools_given_units, ortools_static
from benchmarks.peers.time_expanded import TooLargeError, expanded_flow, two_solves

from benchmarks import inputs
from clearance.oracle import expanded_out, random_network, random_windows
from safeconduct.clearance.arc_network import ArcNetwork
from safeconduct.clearance.solve import clearance_time


def test_pruning_loses_nobody() -> None:
    rng = random.Random(3)
    for turn in range(200):
        net, supply, exits = random_network(rng)
        windows = random_windows(rng, net) if turn % 2 else None
        horizon = rng.randint(0, 30)
        assert expanded_flow(net, supply, exits, horizon, windows).out == expanded_out(net, supply, exits, horizon, windows)


def test_two_solves_prove_the_time_and_no_other() -> None:
    net, xy = inputs.roadlike(400, 3)
    case = inputs.few_case(net, xy, pockets=3, people=50, exits=2, seed=1)
    steps = clearance_time(net, case.supply, case.exits).steps
    assert steps is not None
    proof = two_solves(net, case.supply, case.exits, steps)
    assert proof.proven
    assert proof.seconds > 0
    assert not two_solves(net, case.supply, case.exits, steps + 1).proven
    assert not two_solves(net, case.supply, case.exits, steps - 1).proven
    with pytest.raises(TooLargeError, match="M arcs"):
        expanded_flow(net, case.supply, case.exits, steps, most_arcs=100)


def test_static_flow_of_a_closed_form() -> None:
    # Two roads, 2 a step in 3 steps and 1 a step in 5: by step 6 they bring 2 x 4 and 1 x 2.
    net = ArcNetwork(np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([3, 5, 0]), np.array([2, 1, 9]))
    assert ortools_static(net, 0, [2], 6).out == 2 * 4 + 1 * 2
    assert ortools_static(net, 0, [2], 2).out == 0


def test_static_peers_agree_with_each_other_and_with_the_certificate() -> None:
    for seed in (1, 2, 3):
        net, xy = inputs.roadlike(300, seed)
        case = inputs.few_case(net, xy, pockets=1, people=300, exits=3, seed=seed)
        pocket = next(iter(case.supply))
        proof = clearance_time(net, case.supply, case.exits).certificate
        assert proof is not None
        free = ortools_static(net, pocket, case.exits, proof.horizon_steps)
        told = ortools_given_units(net, pocket, case.exits, proof.horizon_steps, free.units)
        simplex = networkx_static(net, pocket, case.exits, proof.horizon_steps)
        assert free.out == told.out == simplex.out == proof.capacity
