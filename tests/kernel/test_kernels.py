"""The kernels: right on small graphs against networkx, and the same compiled and uncompiled."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np

from safeconduct.clearance.reduced import paired_graph
from safeconduct.kernel.augment import successive_paths
from safeconduct.kernel.heap import pop, push
from safeconduct.kernel.limits import FAR
from safeconduct.kernel.paths import distances

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


def test_paths_are_cheapest_flows_of_every_value() -> None:
    rng = random.Random(3)
    for _ in range(25):
        nodes = rng.randint(3, 9)
        arcs = [arc for arc in random_arcs(rng, nodes) if arc[0] != nodes - 1]
        arcs.append((0, nodes - 1, 30, 2))
        graph, room = prepared(arcs, nodes)
        before = room[0::2].copy()
        lengths, amounts, reach = successive_paths(graph, room, np.zeros(nodes, np.int64), np.array([0]), (10**6, 0, 64))
        assert reach == 10**6
        assert (np.diff(lengths) > 0).all()
        value, cost = int(amounts.sum()), int((lengths * amounts).sum())
        assert cost == int(((before - room[0::2]) * np.array([arc[2] for arc in arcs])).sum())
        peer: nx.DiGraph[int] = nx.DiGraph()
        for index, (u, v, price, capacity) in enumerate(arcs):
            peer.add_edge(u, nodes + index, capacity=capacity, weight=price)
            peer.add_edge(nodes + index, v, capacity=capacity, weight=0)
        best = nx.max_flow_min_cost(peer, 0, nodes - 1)
        assert value == sum(flow for ways in best.values() for head, flow in ways.items() if head == nodes - 1)
        assert cost == nx.cost_of_flow(peer, best)


def test_too_many_lengths_are_told() -> None:
    arcs = [(0, 1, cost, 1) for cost in range(10)]
    graph, room = prepared(arcs, 2)
    assert successive_paths(graph, room, np.zeros(2, np.int64), np.array([0]), (100, 0, 4))[2] == -1


def test_a_demand_ends_the_search_when_longer_paths_cannot_help() -> None:
    arcs = [(0, 1, 3, 5), (0, 1, 50, 5)]
    graph, room = prepared(arcs, 2)
    lengths, _amounts, reach = successive_paths(graph, room, np.zeros(2, np.int64), np.array([0]), (0, 20, 64))
    assert lengths.tolist() == [3]
    assert reach == 3 + 4 - 1


SCRIPT = """
import random, sys
sys.path.insert(0, {tests!r})
from clearance.oracle import random_grid, random_network, random_windows
from safeconduct.clearance.arc_network import UnreachableError
from safeconduct.clearance.solve import clearance_time
rng = random.Random(11)
print(clearance_time(random_grid(rng, 8, 8), {{20: 40, 43: 30, 10: 25}}, [0, 63]))
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
