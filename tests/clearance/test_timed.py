"""Clearance with windows: exact on small networks, a true bracket on coarse ones, ready times, and windows that never suffice."""

from __future__ import annotations

import random

import numpy as np
import pytest

from clearance.oracle import expanded_out, expanded_time, random_grid, random_network, random_windows
from safeconduct.clearance import timed, timed_flow
from safeconduct.clearance.arc_network import FOREVER, ArcNetwork, UnreachableError
from safeconduct.clearance.certificate import certificate_faults, check_certificate
from safeconduct.clearance.solve import clearance_time, most_out

ROAD = ArcNetwork(np.array([0]), np.array([1]), np.array([5]), np.array([2]))


@pytest.mark.parametrize(
    ("spans", "steps"),
    [
        (((0, FOREVER, 2),), 9),  # 5 steps of queue
        (((7, FOREVER, 2),), 16),
        (((0, 3, 2), (10, FOREVER, 2)), 16),
        (((0, 3, 2), (10, FOREVER, 1)), 18),
        (((0, 5, 2),), 9),
        (((0, 4, 2),), None),
        ((), "unreachable"),
    ],
)
def test_one_road_with_windows(spans: tuple[tuple[int, int, int], ...], steps: int | str | None) -> None:
    if steps == "unreachable":
        with pytest.raises(UnreachableError):
            clearance_time(ROAD, {0: 10}, [1], windows={0: spans})
        return
    found = clearance_time(ROAD, {0: 10}, [1], windows={0: spans})
    assert found.steps == steps
    assert found.exact
    assert found.certificate is not None
    assert check_certificate(ROAD, {0: 10}, [1], found.certificate, {0: spans})


@pytest.mark.parametrize("seed", [2014, 9, 21])
def test_random_networks_with_windows_equal_the_time_expanded_answer(seed: int) -> None:
    rng = random.Random(seed)
    solved = never = 0
    while solved < 150:
        net, supply, exits = random_network(rng)
        windows = random_windows(rng, net)
        try:
            found = clearance_time(net, supply, exits, windows=windows)
        except UnreachableError:
            continue
        solved += 1
        steps = expanded_time(net, supply, exits, windows, limit=300)
        assert found.steps == steps
        assert found.exact
        never += steps is None
        if found.certificate is not None:
            assert certificate_faults(net, supply, exits, found.certificate, windows) == ()
        horizon = rng.randrange((steps or 20) + 1)
        most = most_out(net, supply, exits, horizon, windows)
        assert most.exact
        assert most.out_at_most == expanded_out(net, supply, exits, horizon, windows)
        if most.certificate is not None:
            assert certificate_faults(net, supply, exits, most.certificate, windows) == ()
    assert never > 0


def test_coarse_buckets_give_a_true_bracket(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1854)
    monkeypatch.setattr(timed, "FIRST_SIZE", 15)
    monkeypatch.setattr(timed_flow, "LARGEST_STEPS", 0)
    solved = open_brackets = 0
    while solved < 300:
        monkeypatch.setattr(timed, "LARGEST_SIZE", rng.choice([15, 40, 10**6]))
        net, supply, exits = random_network(rng)
        windows = random_windows(rng, net, lasting=0.8)
        try:
            found = clearance_time(net, supply, exits, windows=windows)
        except UnreachableError:
            continue
        solved += 1
        steps = expanded_time(net, supply, exits, windows, limit=300)
        if steps is None:
            assert found.steps is None
        else:
            assert found.lower_bound_steps <= steps
            assert found.steps is None or steps <= found.steps
            assert found.exact == (found.steps == found.lower_bound_steps)
        open_brackets += not found.exact
        if found.certificate is not None:
            assert certificate_faults(net, supply, exits, found.certificate, windows) == ()
        horizon = rng.randrange((steps or 20) + 1)
        most = most_out(net, supply, exits, horizon, windows)
        truth = expanded_out(net, supply, exits, horizon, windows)
        assert most.out_at_most == truth if most.exact else most.out_at_most >= truth
        if most.certificate is not None:
            assert certificate_faults(net, supply, exits, most.certificate, windows) == ()
    assert open_brackets > 10


def test_the_proof_of_a_split_does_not_count_a_way_back_that_leads_to_no_exit_in_time() -> None:
    # Out of the pocket 0 to 1, where a window opens to the exit 4; and round by 2 and 3 back to the pocket, too late for anything.
    net = ArcNetwork(*np.array([[0, 1, 1, 2, 3], [1, 4, 2, 3, 0], [1, 0, 0, 4, 0], [2, 1, 1, 1, 1]]))
    windows = {1: ((4, 5, 1),)}
    found = clearance_time(net, {0: 2}, [4], windows=windows)
    assert (found.steps, found.lower_bound_steps, found.exact) == (None, 5, True)  # one of the two gets through, at step 4
    assert certificate_faults(net, {0: 2}, [4], found.certificate, windows) == ()


def test_a_closed_bottleneck_on_a_long_horizon_is_bounded_to_the_step() -> None:
    net = ArcNetwork(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([600, 300, 900]), np.array([500, 3, 500]))
    windows = {1: ((0, 5000, 3), (9000, FOREVER, 3))}
    found = clearance_time(net, {0: 60_000}, [3], windows=windows)
    # 4,400 steps from 600 to 5,000 bring 13,200; the other 46,800 need 15,600 steps from 9,000 on.
    assert found.lower_bound_steps == 9000 + 15_600 - 1 + 1200
    assert found.certificate is not None
    assert check_certificate(net, {0: 60_000}, [3], found.certificate, windows)


def test_windows_open_long_enough_change_nothing() -> None:
    rng = random.Random(3)
    net = random_grid(rng, 10, 8)
    supply = {45: 100, 12: 80}
    plain = clearance_time(net, supply, [79])
    assert plain.steps is not None
    into = np.flatnonzero(net.head == 79).tolist()
    windows = {arc: ((0, plain.steps + 1, int(net.capacity_per_step[arc])),) for arc in into}
    found = clearance_time(net, supply, [79], windows=windows)
    assert found.steps == plain.steps
    assert found.exact


def test_ready_times_are_travel_times() -> None:
    net = ArcNetwork(np.array([0, 1, 2]), np.array([2, 2, 3]), np.array([0, 0, 4]), np.array([50, 60, 3]))
    windows = {0: ((100, FOREVER, 50),), 1: ((10, FOREVER, 60),)}
    found = clearance_time(net, {0: 50, 1: 60}, [3], windows=windows)
    assert found.steps == 100 + 4 + 17 - 1
    assert found.exact
    assert found.certificate is not None
    assert check_certificate(net, {0: 50, 1: 60}, [3], found.certificate, windows)


def test_a_movement_that_ends_too_early_is_never_enough_and_says_who_is_left() -> None:
    windows = {0: ((0, 20, 2),)}
    found = clearance_time(ROAD, {0: 100}, [1], windows=windows)
    assert found.steps is None
    assert found.exact
    most = most_out(ROAD, {0: 100}, [1], 1000, windows)
    assert most.out_at_most == 40
    assert most.certificate is not None
    assert most.certificate.horizon_steps == 1000
    assert certificate_faults(ROAD, {0: 100}, [1], most.certificate, windows) == ()


def test_stop_keeps_what_is_proven() -> None:
    found = clearance_time(ROAD, {0: 100}, [1], windows={0: ((0, 20, 2), (30, FOREVER, 1))}, stop=lambda: True)
    assert not found.exact
    assert found.lower_bound_steps >= 0


def test_a_cut_moved_past_a_time_without_arrivals_keeps_unreached_nodes_out() -> None:
    net = ArcNetwork(
        np.array([0, 1, 1, 4, 2, 1, 1]),
        np.array([2, 4, 5, 5, 2, 4, 0]),
        np.array([3, 2, 3, 1, 0, 5, 5]),
        np.array([1, 0, 1, 1, 1, 3, 1]),
        7,
    )
    windows = {3: ((2, 10, 3), (11, 19, 2), (23, 27, 3)), 1: ((2, 3, 2), (5, FOREVER, 3)), 0: ((0, 1, 1),), 6: ()}
    most = most_out(net, {1: 12, 0: 11}, [5, 1, 2], 17, windows)
    assert most.out_at_most == 13
    assert most.certificate is not None
    assert certificate_faults(net, {1: 12, 0: 11}, [5, 1, 2], most.certificate, windows) == ()


def test_a_night_without_an_open_exit_is_slept_through() -> None:
    net = ArcNetwork(np.array([0, 1]), np.array([1, 2]), np.array([600, 0]), np.array([300, 10**6]))
    windows = {1: ((0, 14_400, 10**6), (86_400, 108_000, 10**6))}
    found = clearance_time(net, {0: 300 * 20_000}, [2], windows=windows)
    # 13,800 steps bring 4,140,000 by the evening; the other 1,860,000 pass in the first two steps of the morning.
    assert found.steps == found.lower_bound_steps == 86_401
    assert found.certificate is not None
    assert certificate_faults(net, {0: 300 * 20_000}, [2], found.certificate, windows) == ()
