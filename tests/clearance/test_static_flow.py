"""Sets of pockets: what they can get out, when they are out, and their cuts, against the time-expanded network."""

from __future__ import annotations

import random
from itertools import count, pairwise

import numpy as np
import pytest

from clearance.chained import random_chained
from clearance.oracle import expanded_out, random_grid
from safeconduct.clearance.arc_network import ArcNetwork, UnreachableError
from safeconduct.clearance.certificate import certificate_faults, cut_terms
from safeconduct.clearance.static_flow import Curve, StaticFlow, StoppedError, cut_capacity

PLENTY = 10_000


def random_flow(rng: random.Random, *, at_least: int = 1) -> tuple[StaticFlow, list[int]]:
    """Return the flow of a random small network with at least one pocket, each with so many at least, and its exits."""
    while True:
        net, supply, exits = random_chained(rng)
        try:
            flow = StaticFlow(net, {node: amount + at_least for node, amount in supply.items()}, tuple(exits))
        except UnreachableError:
            continue
        if flow.nodes:
            return flow, exits


def held(flow: StaticFlow, mask: int) -> dict[int, int]:
    """Return what the pockets of a mask hold."""
    return {node: flow.amounts[index] for index, node in enumerate(flow.nodes) if mask >> index & 1}


def pooled_time(flow: StaticFlow, exits: list[int], mask: int) -> int:
    """Return the least step by which so many as the pockets of a mask hold can be out, from whichever of them."""
    plenty = dict.fromkeys(held(flow, mask), PLENTY)
    return next(step for step in count() if expanded_out(flow.net, plenty, exits, step) >= flow.demand(mask))


def test_times_of_sets_equal_the_time_expanded_ones() -> None:
    rng = random.Random(1)
    for _ in range(150):
        flow, exits = random_flow(rng)
        mask = rng.randrange(1, flow.everyone + 1)
        alone = held(flow, mask)
        steps = flow.time(mask)
        assert steps == flow.time_of(flow.chosen(mask)) == pooled_time(flow, exits, mask)
        if steps:
            proof = flow.certificate_of(flow.chosen(mask), steps - 1)
            assert proof == flow.certificate(mask, steps - 1)
            assert certificate_faults(flow.net, alone, exits, proof) == ()
            assert certificate_faults(flow.net, alone, exits, flow.certificate(mask, steps)) != ()


def test_pockets_joining_one_by_one_give_what_each_set_gives() -> None:
    rng = random.Random(2)
    sets = 0
    for _ in range(120):
        flow, exits = random_flow(rng, at_least=100)
        order = list(range(len(flow.nodes)))
        rng.shuffle(order)
        inside = rng.randint(0, len(order))
        mask, horizon = sum(1 << index for index in order[:inside]), rng.randrange(30)
        found = flow.growing_out(mask, order[inside:], horizon)
        masks = [mask]
        for index in order[inside:]:
            masks.append(masks[-1] | 1 << index)
        fresh = StaticFlow(flow.net, dict(zip(flow.nodes, flow.amounts, strict=True)), tuple(exits))
        for one, value in zip(masks, found, strict=True):
            assert value == fresh.out(one, horizon)
            assert value == expanded_out(flow.net, dict.fromkeys(held(flow, one), PLENTY), exits, horizon)
            sets += 1
    assert sets > 200


def test_out_grows_with_the_set_by_less_and_less() -> None:
    net = random_grid(random.Random(3), 9, 8)
    flow = StaticFlow(net, {20: 50, 30: 50, 43: 50, 51: 50}, (0, 71))
    for horizon in (5, 9, 20):
        for first in range(16):
            for other in range(16):
                both = flow.out(first | other, horizon) + flow.out(first & other, horizon)
                assert both <= flow.out(first, horizon) + flow.out(other, horizon)
                assert flow.out(first, horizon) <= flow.out(first | other, horizon)


def test_nobody_is_out_before_the_start_or_from_no_pocket() -> None:
    flow = StaticFlow(random_grid(random.Random(4), 3, 3), {4: 5}, (8,))
    assert flow.out(1, -1) == flow.out(0, 50) == 0
    assert flow.growing_out(0, [0], -1) == [0, 0]


def test_many_pockets_as_a_mask_and_as_truth_values() -> None:
    net = random_grid(random.Random(5), 20, 15)
    flow = StaticFlow(net, dict.fromkeys(range(1, 299), 3), (0, 299))
    rng = random.Random(6)
    chosen = np.array([rng.random() < 0.5 for _ in flow.nodes])
    mask = sum(1 << int(index) for index in np.flatnonzero(chosen))
    assert (flow.chosen(mask) == chosen).all()
    assert flow.demand(mask) == 3 * int(chosen.sum())
    steps = flow.time_of(chosen)
    plenty = dict.fromkeys(held(flow, mask), PLENTY)
    assert expanded_out(net, plenty, [0, 299], steps - 1) < flow.demand(mask) <= expanded_out(net, plenty, [0, 299], steps)
    assert certificate_faults(net, dict.fromkeys(range(1, 299), 3), [0, 299], flow.certificate_of(chosen, steps - 1)) == ()


def test_the_capacity_of_a_cut_is_counted_as_the_checker_counts() -> None:
    rng = np.random.default_rng(7)
    net = random_grid(random.Random(7), 6, 6)
    for _ in range(20):
        labels = rng.integers(0, 30, net.nodes)
        assert cut_capacity(net, labels) == sum(cut_terms(net, labels.tolist()))
    wide = ArcNetwork(np.array([0]), np.array([1]), np.array([0]), np.array([1 << 59]))
    assert cut_capacity(wide, np.array([0, 1 << 40])) == 1 << 99


def test_numbers_beyond_64_bits_stay_exact() -> None:
    # Amount times length of the paths is far beyond 64 bits here.
    net = ArcNetwork(np.array([0, 0]), np.array([1, 1]), np.array([10**8, 10**9]), np.array([10**14, 10**16]))
    supply = {0: 10**17}
    flow = StaticFlow(net, supply, (1,))
    steps = flow.time(1)
    assert steps == 10**8 + 10**3 - 1
    proof = flow.certificate(1, steps - 1)
    assert certificate_faults(net, supply, [1], proof) == ()
    assert flow.out(1, 2 * 10**9) == 10**14 * (19 * 10**8 + 1) + 10**16 * (10**9 + 1)


def test_a_stop_ends_the_search_but_not_the_proof() -> None:
    net = random_grid(random.Random(8), 5, 5)
    flow = StaticFlow(net, {12: 40}, (0, 24), stop=lambda: True)
    with pytest.raises(StoppedError):
        flow.time(1)
    with pytest.raises(StoppedError):
        flow.out(1, 5)
    assert flow.certificate(1, 2).held == (12,)


def test_a_search_that_pauses_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    net = random_grid(random.Random(9), 8, 8)
    supply = {27: 300, 36: 200, 20: 50}
    whole = StaticFlow(net, supply, (0, 63))
    monkeypatch.setattr("safeconduct.clearance.static_flow.EFFORT", 1)
    paused = StaticFlow(net, supply, (0, 63))
    for mask in range(1, 8):
        assert paused.time(mask) == whole.time(mask)
        assert paused.out(mask, 25) == whole.out(mask, 25)
        assert paused.certificate(mask, 20) == whole.certificate(mask, 20)
    assert paused.additions(30) == whole.additions(30)


def test_a_curve_tells_out_and_time() -> None:
    curve = Curve(20, (3, 5), (2, 1))
    assert [curve.out(horizon) for horizon in (2, 3, 5, 6)] == [0, 2, 7, 10]
    assert [curve.time(demand) for demand in (1, 2, 3, 7, 8, 10, 11)] == [3, 3, 4, 5, 6, 6, 7]
    assert all(curve.out(curve.time(demand) - 1) < demand <= curve.out(curve.time(demand)) for demand in range(1, 40))
    assert all(a <= b for a, b in pairwise(curve.time(demand) for demand in range(1, 40)))
