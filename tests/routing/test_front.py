import time
from dataclasses import dataclass, replace
from itertools import pairwise
from math import frexp

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.cases import arc_between, conditions, draw
from safeconduct.routing import front as front_module
from safeconduct.routing.front import Ways, bounds_to, front_way, search_front, three_ways
from safeconduct.routing.ground import Ground, grains_of, ground_of

LETTERS = "abcdefghi"
GRID = "a  b  c\n\nd  e  f\n\ng  h  i"


@dataclass
class Case:
    """A small random map: one-way arcs with whole minutes and whole exposure, one source, some targets."""

    arcs: list[tuple[str, str, int, int]]
    targets: str

    def ground(self) -> tuple[Ground, dict[str, int]]:
        roads = " ".join(f"{tail}>{head}:km=1:kmh=60" for tail, head, _, _ in self.arcs)
        network, at = draw(GRID, roads)
        state = conditions(network, {arc: float(exposure) for arc, (*_, exposure) in enumerate(self.arcs)})
        travel = np.array([minutes for *_, minutes, _ in self.arcs], dtype=np.int32)
        return ground_of(network, travel, state), at

    def every_way(self) -> list[tuple[int, int]]:
        """Time and exposure of every simple way from a to the nearest targets, by plain enumeration."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_nodes_from(LETTERS)
        for tail, head, minutes, exposure in self.arcs:
            if tail not in self.targets:
                graph.add_edge(tail, head, cost=(minutes, exposure))
        if "a" in self.targets:
            return [(0, 0)]
        found = []
        for target in self.targets:
            for edges in nx.all_simple_edge_paths(graph, "a", target):
                costs = [graph.get_edge_data(*edge)["cost"] for edge in edges]
                found.append((sum(one for one, _ in costs), sum(two for _, two in costs)))
        return found


def best_of(ways: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs that no other beats, of those within three times the shortest time, by rising time."""
    ways = [way for way in ways if way[0] <= 3 * min(ways)[0]]
    return sorted({way for way in ways if not any(other[0] <= way[0] and other[1] <= way[1] and other != way for other in ways)})


letters = st.sampled_from(LETTERS)
arcs = st.tuples(letters, letters, st.integers(0, 9), st.integers(0, 9)).filter(lambda arc: arc[0] != arc[1])
cases = st.builds(
    Case, st.lists(arcs, min_size=1, max_size=22), st.sets(letters, min_size=1, max_size=2).map(lambda one: "".join(sorted(one)))
)


@settings(max_examples=300, deadline=None)
@given(cases)
def test_the_front_is_that_of_plain_enumeration(case: Case) -> None:
    ground, at = case.ground()
    bounds = bounds_to(ground, [at[letter] for letter in case.targets])
    every = case.every_way()
    ways = three_ways(ground, bounds, at["a"])
    if not every:
        assert ways is None
        return
    front, exact = search_front(ground, bounds, at["a"])
    assert exact
    scale = 2.0 ** (frexp(max(exposure for *_, exposure in case.arcs))[1] - 30)
    found = [(int(one), two * scale) for one, two in zip(front.one, front.two, strict=True)]
    best = best_of(every)
    assert found == best
    assert ways is not None
    check_the_three(case, ways, best)
    for rank in range(len(best)):
        way = front_way(ground, front, rank)
        nodes = [ground.network.tail[arc] for arc in way.arcs] + [ground.network.head[arc] for arc in way.arcs[-1:]]
        assert len(set(nodes)) == len(nodes), "a way meets no node twice"


def check_the_three(case: Case, ways: Ways, best: list[tuple[int, int]]) -> None:
    def costs(arcs_: tuple[int, ...]) -> tuple[int, int]:
        return sum(case.arcs[arc][2] for arc in arcs_), sum(case.arcs[arc][3] for arc in arcs_)

    fast, safe = best[0], best[-1]
    wide, high = max(1, safe[0] - fast[0]), max(1, fast[1] - safe[1])
    nearest = min(best, key=lambda one: (round(((one[0] - fast[0]) / wide) ** 2 + ((one[1] - safe[1]) / high) ** 2, 6), one[0]))
    assert costs(ways.fastest.arcs) == fast
    assert costs(ways.safest.arcs) == safe
    assert costs(ways.balanced.arcs) == nearest


def test_the_knee_lies_between_the_ends() -> None:
    arcs_ = [("a", "i", 10, 100), ("a", "b", 6, 10), ("b", "i", 6, 10), ("a", "c", 14, 0), ("c", "i", 15, 0)]
    ground, at = Case(arcs_, "i").ground()
    ways = three_ways(ground, bounds_to(ground, [at["i"]]), at["a"])
    assert ways is not None
    assert (ways.fastest.arcs, ways.balanced.arcs, ways.safest.arcs) == ((0,), (1, 2), (3, 4))


def test_a_way_of_more_than_three_times_the_shortest_time_is_not_considered() -> None:
    arcs_ = [("a", "i", 10, 100), ("a", "b", 15, 50), ("b", "i", 15, 0), ("a", "c", 15, 1), ("c", "i", 16, 1)]
    ground, at = Case(arcs_, "i").ground()
    ways = three_ways(ground, bounds_to(ground, [at["i"]]), at["a"])
    assert ways is not None
    assert ways.safest.arcs == (1, 2)


def test_equal_times_are_settled_by_exposure_and_equal_exposure_by_time() -> None:
    arcs_ = [
        ("a", "i", 10, 5),
        ("a", "b", 5, 2),
        ("b", "i", 5, 2),
        ("a", "c", 9, 2),
        ("c", "i", 9, 2),
        ("a", "d", 8, 2),
        ("d", "i", 8, 2),
    ]
    ground, at = Case(arcs_, "i").ground()
    ways = three_ways(ground, bounds_to(ground, [at["i"]]), at["a"])
    assert ways is not None
    assert ways.fastest.arcs == ways.safest.arcs == ways.balanced.arcs == (1, 2)


def test_the_coarse_search_keeps_both_ends_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    letters_ = "abcdefghi"
    arcs_ = []
    for first, second in pairwise(letters_):
        step = 2 ** letters_.index(first)
        arcs_ += [(first, second, 300, step), (first, second, 300 + step, 0)]
    ground, at = Case(arcs_, "i").ground()
    bounds = bounds_to(ground, [at["i"]])
    full, exact = search_front(ground, bounds, at["a"])
    assert exact
    assert full.one.size == 2**8
    exact_ways = three_ways(ground, bounds, at["a"])
    monkeypatch.setattr(front_module, "MOST_LABELS", 200)
    coarse, exact = search_front(ground, bounds, at["a"])
    assert not exact
    assert 0 < coarse.one.size < 2**8
    ways = three_ways(ground, bounds, at["a"])
    assert ways is not None
    assert exact_ways is not None
    assert not ways.exact
    assert (ways.fastest, ways.safest) == (exact_ways.fastest, exact_ways.safest)
    assert ways.fastest.time_s < ways.balanced.time_s < ways.safest.time_s


def test_closed_arcs_and_arcs_open_too_briefly_are_not_driven() -> None:
    network, at = draw("a b c", "ab bc ac:km=9")
    travel = network.convoy_travel_s(50)
    short = arc_between(network, at, "ab")
    for state in (
        conditions(network, closed={short: ("C",)}),
        conditions(network, open_spans={short: ((0.0, travel[short] - 1.0), (500.0, 600.0))}, shut_by={short: ("C",)}),
    ):
        ground = ground_of(network, travel, state)
        ways = three_ways(ground, bounds_to(ground, [at["c"]]), at["a"])
        assert ways is not None
        assert ways.fastest.arcs == (arc_between(network, at, "ac"),)
    long_enough = conditions(network, open_spans={short: ((0.0, float(travel[short])),)}, shut_by={short: ("C",)})
    ground = ground_of(network, travel, long_enough)
    ways = three_ways(ground, bounds_to(ground, [at["c"]]), at["a"])
    assert ways is not None
    assert ways.fastest.arcs[0] == short


@pytest.mark.parametrize("greatest", [0.0, 5e-324, 1e-12, 3.0, 1e300])
def test_grains_are_whole_and_the_greatest_takes_thirty_bits(greatest: float) -> None:
    grains = grains_of(np.array([greatest, greatest / 2, 0.0]))
    np.testing.assert_array_equal(grains, np.rint(grains))
    assert grains[0] == 0.0 if greatest == 0 else 2.0**29 <= grains[0] <= 2.0**30
    assert grains[2] == 0


def test_a_search_on_forty_thousand_nodes_ends_soon() -> None:
    side = 200
    index = np.arange(side * side).reshape(side, side)
    pairs = np.concatenate(
        [np.stack([index[:, :-1].ravel(), index[:, 1:].ravel()], 1), np.stack([index[:-1].ravel(), index[1:].ravel()], 1)]
    )
    rng = np.random.default_rng(7)
    network, _ = draw("a b", "ab")
    tail, head = np.concatenate([pairs[:, 0], pairs[:, 1]]), np.concatenate([pairs[:, 1], pairs[:, 0]])
    big = replace(
        network,
        node_lon=np.zeros(side * side),
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        twin=np.full(tail.size, -1, dtype=np.int32),
    )
    travel = rng.integers(20, 60, tail.size).astype(np.int32)
    x, y = tail % side / side - 0.5, tail // side / side - 0.5
    exposure = np.exp(-(x**2 + y**2) / 0.02) * travel
    ground = ground_of(big, travel, conditions(big, dict(enumerate(exposure.tolist()))))
    began = time.perf_counter()
    ways = three_ways(ground, bounds_to(ground, [side * side - 1]), 0)
    assert ways is not None
    assert ways.fastest.time_s < ways.balanced.time_s < ways.safest.time_s
    assert time.perf_counter() - began < 30
