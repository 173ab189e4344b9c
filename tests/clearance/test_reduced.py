"""The useful part of a network: what stays, what falls, and what the arrays say about it."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np
import pytest

from clearance.oracle import random_network
from safeconduct.clearance.arc_network import ArcNetwork, UnreachableError
from safeconduct.clearance.reduced import paired_graph, reduce_network


def test_only_ways_from_pockets_to_exits_stay() -> None:
    # 0 -> 1 -> 2; 3 cannot be reached, 4 leads nowhere, the road 5 is closed, nobody goes on from the exit.
    tail, head = np.array([0, 1, 3, 1, 0, 2]), np.array([1, 2, 1, 4, 2, 1])
    found = reduce_network(ArcNetwork(tail, head, np.array([2, 3, 1, 1, 1, 1]), np.array([4, 5, 6, 7, 0, 8])), [0], [2])
    assert found.kept.tolist() == [0, 1, 2]
    assert found.arc.tolist() == [0, 1]
    assert found.pockets.tolist() == [0]
    assert found.to_goal.tolist() == [5, 3, 0, 0]
    assert found.from_pocket.tolist() == [0, 2, 5, 5]
    assert found.start_label.tolist() == [-1, -1, -1, -1, 0]
    assert found.room[0::2].tolist()[:2] == [4, 5]
    assert found.room[1::2].tolist() == [0, 0, 0]
    assert found.graph[2][0::2].tolist() == [1, 2, 3]  # the last arc leads from the exit to the goal


def test_cut_off_pockets_are_named() -> None:
    net = ArcNetwork(np.array([0, 1, 4]), np.array([1, 2, 3]), np.ones(3, np.int64), np.array([1, 0, 1]))
    with pytest.raises(UnreachableError, match="node 0, 1"):
        reduce_network(net, [1, 0, 4], [3])


def test_travel_equals_networkx_on_random_networks() -> None:
    rng = random.Random(12)
    compared = 0
    while compared < 60:
        net, supply, exits = random_network(rng)
        pockets = [node for node in supply if node not in exits]
        try:
            found = reduce_network(net, pockets, exits)
        except (UnreachableError, ValueError):
            continue
        compared += 1
        graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
        graph.add_nodes_from(range(-1, net.nodes))
        columns = (net.tail.tolist(), net.head.tolist(), net.travel_steps.tolist(), net.capacity_per_step.tolist())
        graph.add_weighted_edges_from(
            [(u, v, travel) for u, v, travel, room in zip(*columns, strict=True) if room and u not in exits]
        )
        graph.add_weighted_edges_from([(-1, pocket, 0) for pocket in pockets])
        early = nx.single_source_dijkstra_path_length(graph, -1)
        back: nx.MultiDiGraph[int] = nx.MultiDiGraph(graph.reverse())
        back.add_weighted_edges_from([(-2, node, 0) for node in exits])
        late = nx.single_source_dijkstra_path_length(back, -2)
        kept = [node for node in range(net.nodes) if node in early and node in late]
        assert found.kept.tolist() == kept
        assert found.from_pocket[:-1].tolist() == [early[node] for node in kept]
        assert found.to_goal[:-1].tolist() == [late[node] for node in kept]
        assert found.from_pocket[-1] == min(early[node] for node in exits if node in early)


def test_arcs_are_listed_by_the_node_they_leave_with_their_opposites() -> None:
    start, order, to, cost = paired_graph(np.array([0, 1, 0]), np.array([1, 2, 2]), np.array([4, 5, 6]), 3)
    assert [sorted(order[start[node] : start[node + 1]].tolist()) for node in range(3)] == [[0, 4], [1, 2], [3, 5]]
    assert to.tolist() == [1, 0, 2, 1, 2, 0]
    assert cost.tolist() == [4, -4, 5, -5, 6, -6]
