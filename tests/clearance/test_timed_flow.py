"""The flow over time: as much as the time-expanded network carries at every horizon, its cuts, and what schedules make of it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest

from clearance.oracle import Spans, expanded_out, expanded_time, random_grid, random_network, random_windows
from safeconduct.clearance import constant, many_pockets, timed_flow, timed_schedule
from safeconduct.clearance.arc_network import ArcNetwork, UnreachableError
from safeconduct.clearance.certificate import check_certificate
from safeconduct.clearance.replay import schedule_faults
from safeconduct.clearance.solve import clearance_time, most_out
from safeconduct.clearance.timed_flow import TimedFlow
from safeconduct.clearance.timed_problem import TimedProblem, timed_problem
from safeconduct.clearance.totals import held_in_all

Case = tuple[ArcNetwork, dict[int, int], tuple[int, ...], Spans]


def cases(seed: int, count: int) -> Iterator[tuple[random.Random, Case, TimedProblem]]:
    """Yield small networks and grids, half of them with windows, in which every pocket has a way out."""
    rng = random.Random(seed)
    while count:
        net, supply, exits = random_network(rng)
        if rng.random() < 0.4:
            net, exits = random_grid(rng, 4, 3), [11]
            supply = {node: rng.randint(1, 25) for node in rng.sample(range(11), 4)}
        inside = {node: amount for node, amount in supply.items() if amount and node not in exits}
        windows = random_windows(rng, net) if rng.random() < 0.5 else {}
        if not inside:
            continue
        try:
            problem = timed_problem(net, inside, tuple(exits), windows, ({}, None))
        except UnreachableError:
            continue
        count -= 1
        yield rng, (net, inside, tuple(exits), windows), problem


@pytest.mark.parametrize("seed", range(4))
def test_at_every_horizon_as_much_is_out_as_the_time_expanded_network_carries(seed: int) -> None:
    for rng, (net, supply, exits, windows), problem in cases(seed, 60):
        timed = problem.timed()
        flow = TimedFlow(timed, problem.amounts, rng.choice([0, 5, 300]))
        horizon = rng.randint(0, 20)
        if rng.random() < 0.7:
            flow.begin(horizon)
        for _ in range(5):
            horizon += rng.choice([0, 1, 2, 5, 9, 70])
            assert flow.advance(horizon)
            out = expanded_out(net, supply, exits, horizon, windows)
            assert problem.total - int(flow.left.sum()) == out
            if flow.left.any():
                cut = problem.cut(timed, flow.levels(horizon), horizon)
                assert cut.demand - cut.capacity == problem.total - out
                assert check_certificate(net, supply, exits, cut, windows)


@pytest.mark.parametrize("effort", [1, 500])
def test_placed_one_way_at_a_time_as_much_is_out_too(effort: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TimedFlow, "_phase", lambda *_given: 0)
    monkeypatch.setattr(timed_flow, "LEAST_EFFORT", effort)
    for rng, (net, supply, exits, windows), problem in cases(31, 80):
        flow = TimedFlow(problem.timed(), problem.amounts, rng.choice([0, 40]))
        if rng.random() < 0.5:
            flow.begin(9)
        for horizon in (9, 10, 25):
            assert flow.advance(horizon)
            assert problem.total - int(flow.left.sum()) == expanded_out(net, supply, exits, horizon, windows)


def test_roads_counted_in_all_never_hold_too_many_back() -> None:
    named = 0
    for _rng, (net, supply, exits, windows), problem in cases(9, 150):
        steps = expanded_time(net, supply, exits, windows, limit=300)
        timed = problem.timed()
        if steps is not None:
            assert held_in_all(timed, problem.amounts, steps) is None
            named += held_in_all(timed, problem.amounts, steps - 1) is not None
    assert named > 50


def test_a_start_leaves_a_flow_and_says_truly_by_when_it_would_be_over() -> None:
    told = 0
    for rng, (net, supply, exits, windows), problem in cases(11, 150):
        flow = TimedFlow(problem.timed(), problem.amounts, 10)
        before = flow.left.sum()
        later = flow.begin(rng.randint(0, 30), longest=400)
        assert flow.left.sum() <= before
        if later is not None:
            told += 1
            assert expanded_out(net, supply, exits, later, windows) == problem.total
    assert told > 50


def test_an_end_that_lies_far_beyond_the_bound_is_found_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constant, "FEW", 0)
    monkeypatch.setattr(many_pockets, "rise_in_all", lambda *_given: None)
    lanes = ArcNetwork(np.array([0, 1]), np.array([2, 2]), np.array([1, 1]), np.array([1000, 1]))
    found = clearance_time(lanes, {0: 20_000, 1: 900}, [2])
    assert found.exact
    assert found.steps == found.lower_bound_steps == 900


def test_ended_early_many_pockets_have_an_upper_end_beside_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constant, "FEW", 0)
    monkeypatch.setattr(TimedFlow, "advance", lambda flow, *_given, **_named: not flow.left.any())
    rng, ended = random.Random(3), 0
    for _ in range(300):
        net, supply, exits = random_network(rng)
        try:
            found = clearance_time(net, supply, exits)
        except UnreachableError:
            continue
        truth = expanded_time(net, supply, exits)
        assert truth is not None
        assert found.lower_bound_steps <= truth
        assert found.steps is None or found.steps >= truth
        ended += not found.exact and found.steps is not None
    assert ended > 0


@pytest.mark.parametrize("seed", range(3))
def test_many_pockets_take_the_time_of_the_time_expanded_network(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constant, "FEW", 0)
    rng = random.Random(seed)
    solved = 0
    while solved < 60:
        net, supply, exits = random_network(rng)
        try:
            found = clearance_time(net, supply, exits)
        except UnreachableError:
            continue
        solved += 1
        assert found.exact
        assert found.steps == found.lower_bound_steps == expanded_time(net, supply, exits)
        assert found.certificate is None or check_certificate(net, supply, exits, found.certificate)
        assert schedule_faults(net, supply, exits, found.schedule, steps=found.steps) == ()
        horizon = rng.randrange((found.steps or 0) + 2)
        most = most_out(net, supply, exits, horizon)
        assert most.exact
        assert most.out_at_most == expanded_out(net, supply, exits, horizon)


def test_where_memory_is_short_static_flows_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_flow, "LARGEST_STEPS", 0)
    monkeypatch.setattr(constant, "FEW", 0)
    net = random_grid(random.Random(3), 5, 4)
    supply = dict.fromkeys(range(6), 7)
    found = clearance_time(net, supply, [19])
    assert found.exact
    assert found.steps == expanded_time(net, supply, [19])
    assert found.schedule is None


def test_the_least_mean_flow_is_the_most_at_every_step() -> None:
    for _rng, (net, supply, exits, windows), problem in cases(21, 30):
        steps = expanded_time(net, supply, exits, windows, limit=200)
        if steps is None:
            continue
        flow = timed_schedule.least_mean_flow(lambda problem=problem: TimedFlow(problem.timed(), problem.amounts, 0), steps)  # type: ignore[misc]
        schedule = timed_schedule.streams_of(flow, tuple(problem.supply.values()), problem.contracted, problem.waits())
        travel = net.travel_steps.tolist()
        arrivals = [(departures[-1] + travel[path[-1]], amount) for path, departures, amount in schedule]
        for step in range(steps + 1):
            out = sum(amount for arrival, amount in arrivals if arrival <= step)
            assert out == expanded_out(net, supply, exits, step, windows)
