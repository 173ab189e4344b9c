from collections.abc import Callable
from typing import TypeVar

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.kernel import labels
from safeconduct.kernel.labels import Ends, Limits, Pair, Star

NODES = 8
Kernel = TypeVar("Kernel", bound=Callable[..., object])

arcs = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.integers(0, 6), st.integers(0, 6)), max_size=24
)
both = pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "plain"])


def kernel(function: Kernel, *, compiled: bool) -> Kernel:
    """Return the function compiled, or as the plain Python that it was written in."""
    return function if compiled else getattr(function, "py_func", function)


def network(rows: list[tuple[int, int, int, int]]) -> tuple[Star, Star, Pair]:
    """Return the arcs by tail, by head, and their costs."""
    tail, head, one, two = (np.array([row[column] for row in rows], dtype=np.int64) for column in range(4))

    def star(start: np.ndarray, ends: np.ndarray) -> Star:
        order = np.argsort(start, kind="stable").astype(np.int64)
        return Star(np.searchsorted(start[order], np.arange(NODES + 1)).astype(np.int64), order, ends)

    return star(tail, head), star(head, tail), Pair(one.astype(np.float64), two.astype(np.float64))


def least_costs(rows: list[tuple[int, int, int, int]], column: int, source: int) -> dict[int, float]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(NODES))
    for row in rows:
        known = graph.get_edge_data(row[0], row[1], {"cost": np.inf})["cost"]
        graph.add_edge(row[0], row[1], cost=min(known, row[column]))
    return dict(nx.single_source_dijkstra_path_length(graph, source, weight="cost"))


@both
@settings(max_examples=80, deadline=None)
@given(rows=arcs, source=st.integers(0, NODES - 1))
def test_the_tree_is_that_of_networkx_and_breaks_ties_by_the_second_cost(
    rows: list[tuple[int, int, int, int]], source: int, *, compiled: bool
) -> None:
    forward, _, costs = network(rows)
    one, two, via = kernel(labels.best_tree, compiled=compiled)(forward, costs, np.array([source]))
    # One cost that holds both: the second can never outweigh the first.
    joined = least_costs([(tail, head, first * 1000 + second, 0) for tail, head, first, second in rows], 2, source)
    for node in range(NODES):
        assert one[node] * 1000 + two[node] == joined.get(node, np.inf)
        assert (via[node] >= 0) == (np.isfinite(one[node]) and node != source)


@both
def test_a_tree_without_sources_reaches_nothing(*, compiled: bool) -> None:
    forward, _, costs = network([(0, 1, 1, 1)])
    one, _, via = kernel(labels.best_tree, compiled=compiled)(forward, costs, np.zeros(0, dtype=np.int64))
    assert np.isinf(one).all()
    assert (via == -1).all()


@both
@settings(max_examples=80, deadline=None)
@given(rows=arcs)
def test_the_front_holds_no_beaten_pair_and_its_ends_are_the_two_shortest_ways(
    rows: list[tuple[int, int, int, int]], *, compiled: bool
) -> None:
    forward, backward, costs = network(rows)
    target = np.array([NODES - 1])
    tree = kernel(labels.best_tree, compiled=compiled)
    left = Pair(tree(backward, costs, target)[0], tree(backward, Pair(costs.two, costs.one), target)[0])
    ends = Ends(0, np.arange(NODES) == NODES - 1)
    front = kernel(labels.pareto_front, compiled=compiled)(forward, costs, left, ends, Limits(np.inf, 0.0, 0))
    assert front.complete
    if np.isinf(left.one[0]):
        assert front.one.size == 0
        return
    assert (front.one[0], front.two[-1]) == (left.one[0], left.two[0])
    assert (np.diff(front.one) > 0).all()
    assert (np.diff(front.two) < 0).all()


@both
def test_the_search_stops_at_its_limit_of_labels(*, compiled: bool) -> None:
    forward, _, costs = network([(0, 1, 1, 1), (1, 2, 1, 1)])
    ends, left = Ends(0, np.arange(NODES) == 2), Pair(np.zeros(NODES), np.zeros(NODES))
    front = kernel(labels.pareto_front, compiled=compiled)
    assert front(forward, costs, left, ends, Limits(np.inf, 0.0, 3)).complete
    assert not front(forward, costs, left, ends, Limits(np.inf, 0.0, 1)).complete


@both
def test_a_single_way_keeps_its_limit_or_is_empty(*, compiled: bool) -> None:
    forward, backward, costs = network([(0, 1, 1, 9), (1, 2, 1, 9), (0, 2, 5, 4)])
    tree = kernel(labels.best_tree, compiled=compiled)
    left = Pair(tree(backward, costs, np.array([2]))[0], tree(backward, Pair(costs.two, costs.one), np.array([2]))[0])
    ends = Ends(0, np.arange(NODES) == 2)
    way = kernel(labels.penalised_way, compiled=compiled)
    assert way(forward, costs, left, ends, 100.0).tolist() == [0, 1]
    assert way(forward, costs, left, ends, 10.0).tolist() == [2]
    assert way(forward, costs, left, ends, 3.0).tolist() == []
    assert way(forward, costs, left, Ends(2, ends.is_target), 3.0).tolist() == []
