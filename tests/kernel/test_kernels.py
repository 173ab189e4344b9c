"""The kernels: right on small graphs against networkx, and the same compiled and uncompiled."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np

from safeconduct.clearance.reduced import paired_graph
from safeconduct.kernel.augment import successive_paths
from safeconduct.kernel.chains import chains, grouped, joined, take_out
from safeconduct.kernel.heap import pop, push
from safeconduct.kernel.limits import FAR
from safeconduct.kernel.paths import correct_labels, distances, travel_from

Arcs = list[tuple[int, int, int, int]]


def random_arcs(rng: random.Random, nodes: int) -> Arcs:
    """Return arcs (tail, head, cost, room), some free, some parallel."""
    return [
        (rng.randrange(nodes), rng.randrange(nodes), rng.choice([0, 0, 1, 2, 5, 9]), rng.randint(0, 6)) for _ in range(4 * nodes)
    ]


def prepared(arcs: Arcs, nodes: int) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """Return graph and room of the kernels."""
    columns = [np.array(column, np.int64) for column in zip(*arcs, strict=True)]
    room = np.zeros(2 * len(arcs), np.int64)
    room[0::2] = columns[3]
    return paired_graph(columns[0], columns[1], columns[2], nodes), room


def test_the_heap_gives_keys_in_order() -> None:
    rng = random.Random(1)
    keys = [rng.randrange(50) for _ in range(200)]
    heap = np.empty(200, np.int64)
    size = 0
    for key in keys:
        size = push(heap, size, key)
    found = []
    while size:
        found.append(pop(heap, size))
        size -= 1
    assert found == sorted(keys)


def test_distances_equal_networkx() -> None:
    rng = random.Random(2)
    for _ in range(30):
        nodes = rng.randint(2, 12)
        arcs = random_arcs(rng, nodes)
        graph, room = prepared(arcs, nodes)
        seeds = np.array(rng.sample(range(nodes), 2), np.int64)
        begin = np.array([0, 3], np.int64)
        found = distances(graph, room, np.zeros(nodes, np.int64), seeds, begin)
        peer: nx.MultiDiGraph[int] = nx.MultiDiGraph()
        peer.add_nodes_from(range(nodes))
        peer.add_weighted_edges_from([(u, v, cost) for u, v, cost, capacity in arcs if capacity])
        peer.add_weighted_edges_from([(-1, int(node), int(cost)) for node, cost in zip(seeds, begin, strict=True)])
        lengths = nx.single_source_dijkstra_path_length(peer, -1)
        assert found.tolist() == [lengths.get(node, FAR) for node in range(nodes)]


def all_paths(
    arcs: Arcs, nodes: int, sources: list[int], bounds: tuple[int, int, int]
) -> tuple[list[int], list[int], int, np.ndarray]:
    """Return lengths, amounts and reach of the paths from the sources, by as many calls as needed, and the flow (m,)."""
    graph, room = prepared(arcs, nodes)
    before = room[0::2].copy()
    flow = (room, np.zeros(nodes, np.int64), np.zeros(nodes, np.int64), FAR)
    lengths: list[int] = []
    amounts: list[int] = []
    reach = -1
    while reach < 0:
        weighted = sum(length * amount for length, amount in zip(lengths, amounts, strict=True))
        found = successive_paths(graph, flow, np.array(sources), (sum(amounts), weighted), bounds)
        lengths += found[0].tolist()
        amounts += found[1].tolist()
        reach = found[3]
    return lengths, amounts, reach, before - room[0::2]


def cheapest(arcs: Arcs, nodes: int, sources: list[int], close: int = 0) -> tuple[int, int]:
    """Return value and cost of a cheapest largest flow by networkx; with `close` of the flow that gains most at such a prize."""
    peer: nx.DiGraph[int] = nx.DiGraph()
    for index, (u, v, price, capacity) in enumerate(arcs):
        peer.add_edge(u, nodes + index, capacity=capacity, weight=price)
        peer.add_edge(nodes + index, v, capacity=capacity, weight=0)
    for source in sources:
        peer.add_edge(-1, source, capacity=10**6, weight=0)
    if close:
        peer.add_edge(nodes - 1, -1, capacity=10**6, weight=-close)
        flow = nx.min_cost_flow(peer)
        return flow[nodes - 1].get(-1, 0), int(nx.cost_of_flow(peer, flow))
    flow = nx.max_flow_min_cost(peer, -1, nodes - 1)
    return sum(flow[-1].values()), int(nx.cost_of_flow(peer, flow))


def test_paths_are_cheapest_flows_of_every_value() -> None:
    rng = random.Random(3)
    for case in range(40):
        nodes = rng.randint(3, 9)
        arcs = [arc for arc in random_arcs(rng, nodes) if arc[0] != nodes - 1]
        sources = [0] if case % 2 else rng.sample(range(nodes - 1), 2)
        arcs.append((sources[0], nodes - 1, 30, 2))
        effort = rng.choice([1, 10**6])
        lengths, amounts, reach, flow = all_paths(arcs, nodes, sources, (10**6, 0, effort))
        assert reach == 10**6
        assert (np.diff(lengths) > 0).all() or effort == 1
        cost = sum(length * amount for length, amount in zip(lengths, amounts, strict=True))
        assert cost == int((flow * np.array([arc[2] for arc in arcs])).sum())
        assert (sum(amounts), cost) == cheapest(arcs, nodes, sources)


def test_sources_that_join_take_what_is_best_for_all() -> None:
    rng = random.Random(4)
    for _ in range(40):
        nodes = rng.randint(4, 9)
        arcs = [arc for arc in random_arcs(rng, nodes) if arc[0] != nodes - 1]
        close = rng.randint(2, 25)
        graph, room = prepared(arcs, nodes)
        flow = (room, np.zeros(nodes, np.int64), np.zeros(nodes, np.int64), close)
        joined_now: list[int] = []
        gain = 0
        for source in rng.sample(range(nodes - 1), 3):
            joined_now.append(source)
            lengths, amounts, _ways, reach = successive_paths(graph, flow, np.array([source]), (0, 0), (close - 1, 0, 10**6))
            assert reach == close - 1
            gain += int((amounts * (close - lengths)).sum())
            assert -gain == cheapest(arcs, nodes, joined_now, close)[1]


def test_the_ways_recorded_add_up_to_the_flow() -> None:
    rng = random.Random(5)
    for _ in range(30):
        nodes = rng.randint(3, 9)
        arcs = [arc for arc in random_arcs(rng, nodes) if arc[0] != nodes - 1]
        graph, room = prepared(arcs, nodes)
        before = room.copy()
        flow = (room, np.zeros(nodes, np.int64), np.zeros(nodes, np.int64), FAR)
        lengths, amounts, ways, _reach = successive_paths(graph, flow, np.array([0]), (0, 0), (100, 0, 10**6))
        record, sums = ways.tolist(), np.zeros_like(before)
        value = at = 0
        while at < len(record):
            amount, size = record[at : at + 2]
            path = record[at + 2 : at + 2 + size]
            assert [graph[2][arc ^ 1] for arc in path] == [0, *(graph[2][arc] for arc in path[:-1])]
            assert graph[2][path[-1]] == nodes - 1
            assert int(graph[3][path].sum()) in lengths
            for arc in path:
                sums[arc] -= amount
                sums[arc ^ 1] += amount
            value += amount
            at += 2 + size
        assert value == int(amounts.sum())
        assert (before + sums == room).all()


def test_a_demand_ends_the_search_when_longer_paths_cannot_help() -> None:
    arcs = [(0, 1, 3, 5), (0, 1, 50, 5)]
    assert all_paths(arcs, 2, [0], (0, 20, 10**6))[:3] == ([3], [5], 3 + 4 - 1)
    assert all_paths(arcs, 2, [0], (0, 5 * 47, 10**6))[:3] == ([3], [5], 3 + 47 - 1)
    assert all_paths(arcs, 2, [0], (0, 5 * 47 + 1, 10**6))[0] == [3, 50]


def test_travel_from_seeds_is_the_distance() -> None:
    rng = random.Random(6)
    for _ in range(20):
        nodes = rng.randint(2, 12)
        arcs = random_arcs(rng, nodes)
        tail, head, cost, _room = (np.array(column, np.int64) for column in zip(*arcs, strict=True))
        start, order = grouped(tail, nodes)
        assert [tail[order[start[v] : start[v + 1]]].tolist() for v in range(nodes)] == [
            [v] * int((tail == v).sum()) for v in range(nodes)
        ]
        seeds = np.array(rng.sample(range(nodes), 2), np.int64)
        graph = paired_graph(tail, head, cost, nodes)
        room = np.zeros(2 * tail.size, np.int64)
        room[0::2] = 1
        zero = np.zeros(nodes, np.int64)
        expected = distances(graph, room, zero, seeds, zero[:2])
        assert travel_from(start, head[order], cost[order], seeds).tolist() == expected.tolist()


def test_labels_are_corrected_to_the_distances_and_a_negative_cycle_is_told() -> None:
    rng = random.Random(7)
    for _ in range(20):
        nodes = rng.randint(3, 12)
        graph, room = prepared(random_arcs(rng, nodes), nodes)
        expected = distances(graph, room, np.zeros(nodes, np.int64), np.array([0]), np.array([0]))
        labels = np.where(np.array([v == 0 or rng.random() < 0.5 for v in range(nodes)]), expected, FAR)
        assert correct_labels(graph, room, labels)
        assert labels.tolist() == expected.tolist()
    graph, room = prepared([(0, 1, 2, 1), (0, 1, 1, 1)], 2)
    assert correct_labels(graph, room, np.array([0, FAR]))
    room[1] = 1
    assert not correct_labels(graph, room, np.array([0, FAR]))


def test_rows_of_arcs_are_found_and_dead_ends_fall() -> None:
    # 0 - 1 - 2 - 3 both ways, a dead end 4 at node 1, a loop at node 2.
    pairs = [(0, 1), (1, 0), (1, 2), (2, 1), (2, 3), (3, 2), (1, 4), (4, 1), (2, 2)]
    arcs = [(u, v, index, 10 - index) for index, (u, v) in enumerate(pairs)]
    graph, room = prepared(arcs, 5)
    alive, rounds = np.ones(len(arcs), np.bool_), True
    passes = 0
    while rounds:
        inner = take_out(graph, np.array([True, False, False, True, False]), alive)
        pieces, first, rounds = chains(graph, alive, inner)
        passes += 1
    assert passes == 2
    assert inner.tolist() == [False, True, True, False, False]
    assert np.flatnonzero(~alive).tolist() == [6, 7, 8]
    assert [pieces[a:b].tolist() for a, b in pairwise(first.tolist())] == [[0, 2, 4], [5, 3, 1]]
    travel, least = joined(pieces, first, graph[3][0::2], room[0::2])
    assert travel.tolist() == [0 + 2 + 4, 5 + 3 + 1]
    assert least.tolist() == [6, 5]


SCRIPT = """
import random, sys
sys.path.insert(0, {tests!r})
from clearance.oracle import random_grid, random_network, random_windows
from safeconduct.clearance.arc_network import UnreachableError
from safeconduct.clearance.solve import clearance_time
rng = random.Random(11)
print(clearance_time(random_grid(rng, 8, 8), {{20: 40, 43: 30, 10: 25}}, [0, 63]))
many = clearance_time(random_grid(rng, 8, 8), {{node: 1 + node % 7 for node in range(10, 40)}}, [0, 63])
print(many, many.schedule.streams)
for _ in range(40):
    net, supply, exits = random_network(rng)
    windows = random_windows(rng, net) if rng.random() < 0.5 else None
    try:
        print(clearance_time(net, supply, exits, windows=windows))
    except UnreachableError as error:
        print(error)
"""


def test_uncompiled_kernels_give_the_same_answers() -> None:
    tests = str(Path(__file__).resolve().parents[1])
    answers = []
    for setting in ("0", "1"):
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT.format(tests=tests)],
            env={**os.environ, "NUMBA_DISABLE_JIT": setting},
            capture_output=True,
            text=True,
            check=True,
        )
        answers.append(run.stdout)
    assert answers[0] == answers[1]
    assert answers[0].count("ClearanceResult") > 10
