"""K named routes: bracket around the truth on tiny networks, laws, proofs, bad input."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from clearance.oracle import random_grid
from clearance.route_oracle import can_clear
from safeconduct.clearance.arc_network import ArcNetwork, ClearanceInputError, ExitLimits, UnreachableError
from safeconduct.clearance.certificate import check_certificate
from safeconduct.clearance.few_routes import clearance_by_routes, clearance_with_routes
from safeconduct.clearance.replay import schedule_faults
from safeconduct.clearance.result import ClearanceResult, Schedule, Stream
from safeconduct.clearance.route_certificate import RoutePrices, RouteVisits, route_certificate_faults
from safeconduct.clearance.route_plan import RoutePlan, on_whole_network
from safeconduct.clearance.solve import clearance_time

Case = tuple[ArcNetwork, dict[int, int], list[int], list[bool]]


def tiny_case(rng: random.Random, *, with_feeder: bool) -> Case:
    nodes = rng.randint(3, 5)
    arcs = rng.randint(nodes, 2 * nodes)
    net = ArcNetwork(
        np.array([rng.randrange(nodes) for _ in range(arcs)]),
        np.array([rng.randrange(nodes) for _ in range(arcs)]),
        np.array([rng.randint(0, 2) for _ in range(arcs)]),
        np.array([rng.randint(0, 3) for _ in range(arcs)]),
        nodes,
    )
    exits = sorted(rng.sample(range(nodes), rng.choice([1, 1, 2])))
    held = rng.sample([node for node in range(nodes) if node not in exits], rng.randint(1, nodes - len(exits)))
    feeder = [with_feeder and rng.random() < 0.3 for _ in range(arcs)]
    return net, {node: rng.randint(1, 5) for node in held}, exits, feeder


def assert_proven(case: Case, routes: int, found: ClearanceResult) -> None:
    net, supply, exits, feeder = case
    if found.route_certificate is not None:
        assert isinstance(found.route_certificate, (RoutePrices, RouteVisits))
        assert found.route_certificate.horizon_steps == found.lower_bound_steps - 1
        assert route_certificate_faults(net, supply, exits, found.route_certificate, routes, feeder=feeder) == ()
    elif found.lower_bound_steps:
        assert found.certificate is not None
        assert found.certificate.horizon_steps == found.lower_bound_steps - 1
        assert check_certificate(net, supply, exits, found.certificate)


def assert_named(case: Case, routes: int, found: ClearanceResult) -> None:
    net, _supply, exits, _feeder = case
    assert found.routes is not None
    assert len(found.routes) <= routes
    for path in found.routes:
        nodes = [int(net.tail[path[0]]), *(int(net.head[arc]) for arc in path)]
        assert len(set(nodes)) == len(nodes)
        assert nodes[-1] in exits
        assert all(net.head[a] == net.tail[b] for a, b in pairwise(path))


@pytest.mark.parametrize("with_feeder", [False, True])
def test_bound_truth_and_plan_are_in_order_on_tiny_networks(with_feeder: bool) -> None:
    rng = random.Random(7 + with_feeder)
    solved = tight = 0
    while solved < 40:
        case = tiny_case(rng, with_feeder=with_feeder)
        net, supply, exits, feeder = case
        try:
            results = clearance_by_routes(net, supply, exits, 3, feeder=feeder)
        except UnreachableError:
            continue
        routes = rng.randint(1, 3)
        found = results[routes - 1]
        assert_proven(case, routes, found)
        if found.steps is None:
            if found.lower_bound_steps > 15:
                assert not can_clear(net, supply, exits, routes, 15, feeder)
            continue
        if found.steps > 15:
            continue
        solved += 1
        assert_named(case, routes, found)
        assert found.steps >= found.lower_bound_steps
        assert can_clear(net, supply, exits, routes, found.steps, feeder)
        assert found.lower_bound_steps == 0 or not can_clear(net, supply, exits, routes, found.lower_bound_steps - 1, feeder)
        tight += found.steps == 0 or found.exact or not can_clear(net, supply, exits, routes, found.steps - 1, feeder)
    assert tight >= 36


@pytest.mark.parametrize("seed", [2, 3])
def test_more_routes_are_never_slower_and_never_beat_all_roads(seed: int) -> None:
    rng = random.Random(seed)
    net = random_grid(rng, 9, 8)
    exits = [0, 8, 71]
    supply = {node: rng.randint(40, 90) for node in rng.sample(range(20, 60), 3)}
    results = clearance_by_routes(net, supply, exits, 4)
    best = clearance_time(net, supply, exits)
    assert best.steps is not None
    times = [found.steps for found in results if found.steps is not None]
    assert times == sorted(times, reverse=True)
    assert min(times) >= best.steps
    for routes, found in enumerate(results, 1):
        assert found.lower_bound_steps >= best.lower_bound_steps
        assert_proven((net, supply, exits, [False] * net.arcs), routes, found)
    assert clearance_with_routes(net, supply, exits, 3).steps == results[2].steps


def test_one_pocket_and_one_route_are_exact() -> None:
    rng = random.Random(4)
    net = random_grid(rng, 8, 8)
    found = clearance_with_routes(net, {27: 500}, [0, 63], 1)
    assert found.exact
    assert found.gap == 0


def test_routes_that_meet_and_go_on_together_are_shared_but_not_changed() -> None:
    """Two pockets, ac and bc, then c to the exit by a wide and a narrow road: one route each, both over the wide road."""
    net = ArcNetwork(np.array([0, 1, 2, 2]), np.array([2, 2, 3, 3]), np.array([1, 1, 1, 2]), np.array([2, 2, 3, 1]), 4)
    one = clearance_with_routes(net, {0: 6, 1: 6}, [3], 1)
    assert one.steps is None
    assert one.exact
    two = clearance_with_routes(net, {0: 6, 1: 6}, [3], 2)
    assert two.routes is not None
    assert {path[-1] for path in two.routes} == {2}
    assert two.steps == 5


def test_feeder_arcs_lead_to_routes_without_counting() -> None:
    net = ArcNetwork(np.array([0, 1, 2]), np.array([2, 2, 3]), np.array([1, 1, 1]), np.array([2, 2, 4]), 4)
    feeder = np.array([True, True, False])
    found = clearance_with_routes(net, {0: 6, 1: 6}, [3], 1, feeder=feeder)
    assert (found.steps, found.exact, found.routes) == (4, True, ((2,),))
    alone = clearance_with_routes(net, {0: 6, 1: 6}, [3], 1, feeder=np.ones(3, bool))
    assert (alone.steps, alone.routes) == (4, ())


def test_windows_and_rates_hold_for_the_plan_and_leave_the_bound_below() -> None:
    net = ArcNetwork(np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([1, 3, 1]), np.array([2, 1, 2]), 3)
    windows = {2: [(4, 20, 2)]}
    found = clearance_with_routes(net, {0: 8}, [2], 1, windows=windows)
    assert found.steps == 8
    assert found.lower_bound_steps <= 8
    best = clearance_time(net, {0: 8}, [2], windows=windows)
    assert best.lower_bound_steps <= found.lower_bound_steps


def test_same_seed_same_answer_and_progress_narrows() -> None:
    rng = random.Random(12)
    net = random_grid(rng, 8, 7)
    told: list[tuple[int, int | None]] = []
    supply = {20: 60, 33: 80}
    first = clearance_with_routes(net, supply, [0, 55], 2, seed=5, progress=lambda low, high: told.append((low, high)))
    again = clearance_with_routes(net, supply, [0, 55], 2, seed=5)
    assert (first.steps, first.lower_bound_steps, first.routes) == (again.steps, again.lower_bound_steps, again.routes)
    assert told
    assert all(high is None or low <= high for low, high in told)


def test_stop_gives_what_is_known() -> None:
    rng = random.Random(12)
    net = random_grid(rng, 8, 7)
    calls = iter(range(10**6))
    found = clearance_with_routes(net, {20: 60, 33: 80}, [0, 55], 2, stop=lambda: next(calls) > 60)
    full = clearance_with_routes(net, {20: 60, 33: 80}, [0, 55], 2)
    assert full.steps is not None
    assert found.lower_bound_steps <= full.steps
    assert found.steps is None or found.steps >= full.lower_bound_steps


def test_stop_from_the_start_gives_the_bound_for_any_roads() -> None:
    net = random_grid(random.Random(12), 8, 7)
    found = clearance_with_routes(net, {20: 60, 33: 80}, [0, 55], 2, stop=lambda: True)
    assert found.steps is None
    assert not found.exact
    assert found.routes is None


def test_travel_too_long_to_compare_routes_is_refused() -> None:
    net = ArcNetwork(np.array([0, 1]), np.array([1, 999]), np.array([1 << 40, 1 << 40]), np.array([1, 1]), 1000)
    with pytest.raises(ClearanceInputError, match="travel_steps: too large"):
        clearance_with_routes(net, {0: 1}, [999], 1)


def test_roads_so_wide_that_products_overflow_leave_the_bound_valid() -> None:
    net = ArcNetwork(np.array([0, 1, 1, 0]), np.array([1, 2, 2, 2]), np.array([9, 9, 1, 9]) * 10**9, np.full(4, 10**10), 3)
    for found in clearance_by_routes(net, {0: 10**12}, [2], 2):
        assert found.steps is not None
        assert found.lower_bound_steps <= found.steps


def test_routes_are_found_where_feeder_arcs_with_windows_bring_only_some() -> None:
    """A feeder arc straight to the exit is open for few; the others need a route, and one pocket another."""
    net = ArcNetwork(
        np.array([1, 3, 1, 3, 0, 0]), np.array([2, 2, 2, 2, 2, 3]), np.array([1, 3, 3, 0, 1, 2]), np.array([0, 1, 1, 5, 1, 5]), 4
    )
    windows = {0: [(2, 3, 2), (4, 8, 0)], 1: [], 2: [(2, 3, 1), (3, 5, 3), (5, 1 << 40, 2)], 5: [(0, 3, 2), (4, 1 << 40, 3)]}
    feeder = [True, False, False, False, False, True]
    found = clearance_with_routes(net, {0: 3, 1: 6, 3: 5}, [2], 2, feeder=feeder, windows=windows)
    assert found.steps is not None


def test_nobody_ever_out_by_any_roads_is_proven_for_few() -> None:
    net = ArcNetwork(np.array([0]), np.array([1]), np.array([1]), np.array([5]))
    found = clearance_with_routes(net, {0: 9}, [1], 1, windows={0: [(0, 1, 5)]})
    assert (found.steps, found.exact) == (None, True)


def test_a_leg_gives_way_so_that_the_route_can_come_by_both_pockets() -> None:
    """The shortest way from b out is by c, which people from a need to come to b; the longer one over d leaves it free."""
    a, b, c, d, out = range(5)
    ends = [(a, c), (c, b), (b, c), (c, out), (b, d), (d, out)]
    net = ArcNetwork(
        np.array([u for u, _v in ends]), np.array([v for _u, v in ends]), np.array([1, 1, 1, 1, 4, 4]), np.full(6, 3), 5
    )
    found = clearance_with_routes(net, {a: 30, b: 30}, [out], 1)
    assert found.routes == ((0, 1, 4, 5),)


def test_nobody_to_move_needs_no_route() -> None:
    net = ArcNetwork(np.array([0]), np.array([1]), np.array([1]), np.array([1]))
    found = clearance_with_routes(net, {0: 0, 1: 9}, [1], 2)
    assert (found.steps, found.routes, found.exact) == (0, (), True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"routes": 0}, "routes: a whole number"),
        ({"routes": 1.5}, "routes: a whole number"),
        ({"feeder": [True]}, "feeder: one truth value per arc"),
        ({"feeder": [1, 0]}, "feeder: one truth value per arc"),
        ({"feeder": [[True], [True, False]]}, "feeder: one truth value per arc"),
        ({"seed": None}, "seed: a whole number"),
        ({"seed": -1}, "seed: a whole number"),
        ({"exits": []}, "exits: there is none"),
        ({"supply": {0: -1}}, "negative"),
    ],
)
def test_bad_input_is_refused(change: dict[str, object], message: str) -> None:
    net = ArcNetwork(np.array([0, 1]), np.array([1, 2]), np.array([1, 1]), np.array([1, 1]))
    given: dict[str, object] = {"supply": {0: 1}, "exits": [2], "routes": 1, **change}
    with pytest.raises(ClearanceInputError, match=message):
        clearance_with_routes(net, **given)  # type: ignore[arg-type]


def test_pockets_that_are_cut_off_are_named() -> None:
    net = ArcNetwork(np.array([0]), np.array([1]), np.array([1]), np.array([1]), 3)
    with pytest.raises(UnreachableError, match="from node 2"):
        clearance_with_routes(net, {0: 1, 2: 1}, [1], 1)


def test_limits_reach_the_plan() -> None:
    net = ArcNetwork(np.array([0]), np.array([1]), np.array([1]), np.array([9]))
    free = clearance_with_routes(net, {0: 9}, [1], 1)
    assert free.steps == 1
    limited = clearance_with_routes(net, {0: 9}, [1], 1, limits=ExitLimits(rate={1: 3}))
    assert limited.steps == 3
    assert replace(limited, routes=()).lower_bound_steps <= 3


def test_schedule_keeps_to_the_named_routes_and_to_the_roads() -> None:
    net = random_grid(random.Random(12), 8, 7)
    supply = {20: 60, 33: 80}
    found = clearance_with_routes(net, supply, [0, 55], 2)
    if found.schedule is None:
        pytest.skip("clearance_time gives no schedule here")
    assert found.routes is not None
    used: dict[tuple[int, int], int] = {}
    out = dict.fromkeys(supply, 0)
    for path, departures, amount in found.schedule:
        assert any(route[-len(path) :] == path for route in found.routes)
        out[int(net.tail[path[0]])] += amount
        at = 0
        for arc, step in zip(path, departures, strict=True):
            assert step >= at
            at = step + int(net.travel_steps[arc])
            used[arc, step] = used.get((arc, step), 0) + amount
        assert found.steps is not None
        assert at <= found.steps
    assert out == supply
    assert all(amount <= net.capacity_per_step[arc] for (arc, _step), amount in used.items())


def test_schedules_are_given_arc_by_arc_of_the_whole_network() -> None:
    net = ArcNetwork(np.array([0]), np.array([1]), np.array([5]), np.array([1]))
    plan = RoutePlan(net, {0: 1}, (1,), {}, ExitLimits(), ((0, 1),))
    mapped = on_whole_network(Schedule([Stream((0,), (3,), 2, 4)]), plan, [(7, 8), (9,)], [0] * 7 + [2, 2, 1])
    assert mapped.streams == (Stream((7, 8, 9), (3, 5, 7), 2, 4),)


def test_only_bounds_for_the_number_asked_are_told() -> None:
    net = ArcNetwork(*np.array([[0, 0], [1, 1], [1, 1], [1, 1]]))  # one route takes six steps for six people, two take three
    told: list[tuple[int, int | None]] = []
    found = clearance_with_routes(net, {0: 6}, [1], 2, progress=lambda low, high: told.append((low, high)))
    assert (found.steps, found.exact) == (3, True)
    assert max(low for low, _high in told) == 3
    assert (3, 6) in told
    by_number: list[int] = []
    clearance_by_routes(net, {0: 6}, [1], 2, progress=lambda low, _high: by_number.append(low))
    assert max(by_number) == 6


@pytest.mark.parametrize(
    ("supply", "rate", "beds", "steps", "exact"),
    [
        ({}, {}, {}, 0, True),
        ({1: 4}, {}, {}, 0, True),
        ({1: 4}, {1: 3}, {2: 1}, 1, True),
        ({1: 4}, {1: 1}, {1: 4}, 3, False),  # with any number of routes two of the four go over to exit 2
        ({1: 4, 2: 9}, {1: 2, 2: 3}, {}, 2, True),
        ({1: 4}, {}, {1: 3}, None, True),
        ({1: 4}, {1: 0}, {}, None, True),
    ],
)
def test_who_waits_at_an_exit_stays_there(
    supply: dict[int, int], rate: dict[int, int], beds: dict[int, int], steps: int | None, exact: bool
) -> None:
    net, limits = ArcNetwork(*np.array([[0, 1], [1, 2], [1, 1], [9, 9]])), ExitLimits(rate, beds)
    found = clearance_with_routes(net, supply, [1, 2], 2, limits=limits)
    assert (found.steps, found.exact) == (steps, exact)
    assert (found.schedule is None) == (steps is None)
    if found.schedule is not None:
        assert len(found.schedule) == 0
        assert schedule_faults(net, supply, [1, 2], found.schedule, limits=limits, steps=steps) == ()
