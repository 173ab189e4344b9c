"""The check of route certificates: sound ones hold, every change that matters is rejected."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from safeconduct.clearance.arc_network import ArcNetwork, UnreachableError
from safeconduct.clearance.few_routes import clearance_with_routes
from safeconduct.clearance.route_bound import RouteBound
from safeconduct.clearance.route_certificate import RouteCertificate, RoutePrices, RouteVisits, route_certificate_faults
from safeconduct.clearance.route_check import CheckedRoads
from safeconduct.clearance.route_graph import RouteGraph
from safeconduct.clearance.route_passes import passes
from safeconduct.clearance.route_visits import Legs, loads, visits_are_impossible

GRID = ArcNetwork(np.array([0, 1, 1, 0]), np.array([1, 2, 2, 2]), np.array([2, 1, 1, 3]), np.array([6, 5, 5, 2]), 4)
"""Two roads of 5 behind one of 6, and one of 2: two routes can have 7 a step, and the prices prove 7.6."""
SUPPLY = {0: 300}
EXITS = [2]


def prices() -> RoutePrices:
    found = clearance_with_routes(GRID, SUPPLY, EXITS, 2).route_certificate
    assert isinstance(found, RoutePrices)
    assert found.prices
    return found


def faults(certificate: RouteCertificate, routes: int = 2) -> tuple[str, ...]:
    return route_certificate_faults(GRID, SUPPLY, EXITS, certificate, routes)


def test_a_sound_certificate_holds_for_as_many_routes_and_for_fewer() -> None:
    assert faults(prices()) == ()
    assert faults(prices(), 1) == ()
    assert "say nothing about 3 routes" in faults(prices(), 3)[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"horizon_steps": 10**6}, "the arcs take"),
        ({"horizon_steps": -1}, "say nothing"),
        ({"demand": 301}, "the held pockets hold 300, not 301"),
        ({"held": ()}, "must be named"),
        ({"held": (0, 0)}, "each once"),
        ({"held": (3,)}, "holds nobody"),
        ({"held": (2,)}, "is an exit"),
        ({"scale": 0}, "scale must be above 0"),
        ({"prices": ()}, "not "),
        ({"prices": ((10**6, 5),)}, "not on an arc"),
        ({"prices": ((1, -5),)}, "not above 0"),
        ({"per_route": 0}, "one route may take over"),
        ({"per_route": 1 << 60}, "may take all"),
        ({"capacity": 0}, "the arcs take"),
        ({"tangents": ()}, "one route may take over"),
        ({"tangents": ((1, 0, 1),)}, "a tangent is not above 0"),
        ({"horizon_steps": 3.5}, "integer"),
        ({"per_route": True}, "integer"),
    ],
)
def test_changed_certificates_are_rejected(change: dict[str, object], message: str) -> None:
    changed = replace(prices(), **change)  # type: ignore[arg-type]
    assert any(message in fault for fault in faults(changed))


def test_every_single_price_and_pocket_matters() -> None:
    sound = prices()
    for place, (arc, price) in enumerate(sound.prices):
        for other in ((arc, price + 1), (arc, price // 2 + 1 if price > 2 else price + 2)):
            changed = replace(sound, prices=(*sound.prices[:place], other, *sound.prices[place + 1 :]))
            assert faults(changed)


def test_a_certificate_for_another_network_or_more_road_is_rejected() -> None:
    wider = ArcNetwork(GRID.tail, GRID.head, GRID.travel_steps, GRID.capacity_per_step + 1, GRID.nodes)
    assert route_certificate_faults(wider, SUPPLY, EXITS, prices(), 2)
    free = [True] * GRID.arcs
    assert any("feeder" in fault for fault in route_certificate_faults(GRID, SUPPLY, EXITS, prices(), 2, feeder=free))


def two_pockets() -> tuple[ArcNetwork, dict[int, int], RouteVisits]:
    """A line: pocket 0, pocket 1, exit 2; one route must come by both."""
    net = ArcNetwork(np.array([0, 1]), np.array([1, 2]), np.array([3, 1]), np.array([1, 1]))
    supply = {0: 5, 1: 5}
    return net, supply, RouteVisits(9, 1, (0, 1), 10)


def test_orders_of_visits_prove_what_one_route_cannot_do() -> None:
    net, supply, sound = two_pockets()
    assert route_certificate_faults(net, supply, [2], sound, 1) == ()
    for changed in (replace(sound, horizon_steps=10), replace(sound, held=(0,), demand=5), replace(sound, demand=9)):
        assert route_certificate_faults(net, supply, [2], changed, 1)
    assert route_certificate_faults(net, supply, [2], replace(sound, routes=2), 1)
    assert route_certificate_faults(net, supply, [2], sound, 1, feeder=[True, True])


def test_a_pocket_in_a_dead_end_is_only_where_a_route_begins() -> None:
    both = ArcNetwork(np.array([0, 1, 1, 2, 1]), np.array([1, 0, 2, 1, 3]), np.ones(5, np.int64), np.full(5, 9), 4)
    found = clearance_with_routes(both, {0: 1, 2: 1}, [3], 1)
    assert found.steps is None
    assert found.exact
    assert isinstance(found.route_certificate, RouteVisits)
    assert route_certificate_faults(both, {0: 1, 2: 1}, [3], found.route_certificate, 1) == ()


def test_a_window_on_a_road_nobody_can_use_changes_nothing() -> None:
    """Arc 4 leaves an exit, arc 5 leads back to where it begins."""
    net = ArcNetwork(np.array([2, 2, 3, 2, 0, 2]), np.array([3, 0, 2, 4, 3, 2]), np.array([2, 2, 1, 0, 2, 1]), np.ones(6, int), 5)
    windows = {4: [(1, 1 << 40, 3)], 5: [(1, 1 << 40, 3)]}
    found = clearance_with_routes(net, {2: 4, 3: 3}, [0, 3], 1, windows=windows)
    assert found.route_certificate is not None
    assert isinstance(found.route_certificate, (RoutePrices, RouteVisits))
    assert route_certificate_faults(net, {2: 4}, [0, 3], found.route_certificate, 1, windows=windows) == ()


def roads_with_bends(rng: random.Random) -> ArcNetwork:
    """Return a few places joined by roads of several arcs each, some both ways, of varying capacity."""
    places = rng.randint(4, 7)
    nodes, rows = places, []
    for _ in range(rng.randint(places, 2 * places)):
        one, other = rng.sample(range(places), 2)
        bends = rng.choice([0, 0, 1, 2, 3])
        way = [one, *range(nodes, nodes + bends), other]
        nodes += bends
        both = rng.random() < 0.7
        for u, v in pairwise(way):
            rows.append((u, v, rng.randint(0, 4), rng.choice([1, 2, 2, 5])))
            if both:
                rows.append((v, u, rng.randint(0, 4), rng.choice([1, 2, 4])))
    tail, head, travel, room = np.array(rows).T
    return ArcNetwork(tail, head, travel, room, nodes)


def test_search_and_check_know_the_same_roads() -> None:
    """What roads take, and what they allow between pockets: counted on chains by the search, arc by arc by the check."""
    rng = random.Random(8)
    counted = 0
    while counted < 60:
        net = roads_with_bends(rng)
        held = rng.sample(range(1, net.nodes), rng.randint(1, 3))
        try:
            graph = RouteGraph(net, dict.fromkeys(sorted(held), 5), (0,), np.zeros(net.arcs, bool), {})
        except UnreachableError:
            continue
        counted += 1
        roads = CheckedRoads(net, (0,), sorted(held), None, None)
        horizon = rng.randint(0, 30)
        rooms = roads.rooms(horizon)
        found = graph.rooms(graph.earliest(graph.pockets), horizon)
        assert [rooms[arc] for arc in graph.arc.tolist()] == found.tolist()
        legs = RouteBound(graph, None, None).legs_of(tuple(range(len(held))))
        assert legs is not None
        assert {width: leg for width, leg in roads.legs().items() if width in legs} == legs


def test_loads_take_the_best_capacity_of_each_part_of_an_order() -> None:
    legs = {
        5: Legs(((None, None, 2), (None, None, None)), ((True, True), (True, True))),
        2: Legs(((None, 4, 1), (3, None, 9)), ((True, True), (True, True))),
    }
    assert loads(legs, (1, 0), 10) == (45, 2 * 7)
    assert not visits_are_impossible(legs, (44, 1), 10, 1)
    assert visits_are_impossible(legs, (45, 1), 10, 1)
    assert not visits_are_impossible(legs, (1,) * 9, 10, 1)


def test_passes_equal_all_simple_paths() -> None:
    rng = random.Random(3)
    for _ in range(60):
        nodes = rng.randint(3, 7)
        graph = nx.gnp_random_graph(nodes, rng.uniform(0.2, 0.5), seed=rng.randrange(10**6))
        exits = rng.sample(range(nodes), rng.randint(1, 2))
        found = passes({node: list(graph[node]) for node in graph}, exits, [[node] for node in range(nodes)])
        for start in set(range(nodes)) - set(exits):
            ways = [way for goal in exits for way in nx.all_simple_paths(graph, start, goal) if not set(way[:-1]) & set(exits)]
            met = {node for way in ways for node in way}
            assert all(found[start][node] == (node in met) for node in set(range(nodes)) - set(exits) - {start})
