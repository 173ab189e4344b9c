from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.sketch import sketch
from safeconduct.model.place import LonLat, distance_m
from safeconduct.network.build import build_network
from safeconduct.network.graph import RoadName, RoadNetwork
from safeconduct.network.raw import TurnRule, WayTable
from safeconduct.network.traits import RoadRules, find_traits

GRID = "  n\nw v e\n  s"
ROADS = "wv vn ve vs"
WEST, NORTH, EAST, SOUTH = 1, 2, 3, 4


def crossing(rules: Sequence[TurnRule]) -> tuple[RoadNetwork, dict[str, int], int]:
    raw, key = sketch(GRID, ROADS, turns=rules, keep="v")
    network, notices = build_network(raw)
    skipped = sum(int(dict(one.values)["count"]) for one in notices if one.code == "road-turns-skipped")
    return network, key, skipped


def test_without_rules_the_junction_is_one_node() -> None:
    network, key, _ = crossing(())
    assert network.nodes == 5
    assert (network.road_class >= 0).all()
    assert _next_roads(network, _last_arc(network, key, "w")) == {"way 1", "way 2", "way 3", "way 4"}


def test_a_forbidden_turn_cannot_be_driven_and_the_others_can() -> None:
    _, key, _ = crossing(())
    network, key, skipped = crossing([TurnRule(WEST, key["v"], NORTH, only=False)])
    assert skipped == 0
    west = _last_arc(network, key, "w")
    assert _next_roads(network, west) == {"way 1", "way 3", "way 4"}
    assert _next_roads(network, _last_arc(network, key, "s")) == {"way 1", "way 2", "way 3", "way 4"}


def test_an_only_rule_leaves_one_turn() -> None:
    _, key, _ = crossing(())
    network, key, _ = crossing([TurnRule(WEST, key["v"], EAST, only=True)])
    assert _next_roads(network, _last_arc(network, key, "w")) == {"way 3"}
    assert _next_roads(network, _last_arc(network, key, "n")) == {"way 1", "way 2", "way 3", "way 4"}


def test_no_u_turn() -> None:
    _, key, _ = crossing(())
    network, key, _ = crossing([TurnRule(WEST, key["v"], WEST, only=False)])
    assert _next_roads(network, _last_arc(network, key, "w")) == {"way 2", "way 3", "way 4"}


def test_no_road_is_counted_twice_and_turns_never_bind() -> None:
    _, key, _ = crossing(())
    plain, _, _ = crossing(())
    network, key, _ = crossing([TurnRule(WEST, key["v"], NORTH, only=False), TurnRule(SOUTH, key["v"], WEST, only=False)])
    roads = network.road_class >= 0
    assert float(network.length_m.sum()) == pytest.approx(float(plain.length_m.sum()))
    assert int(roads.sum()) == plain.arcs
    assert set(network.length_m[~roads].tolist()) == {0.0}
    assert set(network.capacity_vph[~roads].tolist()) == {1e6}
    assert int(network.component.max()) == 0
    for arc in range(network.arcs):
        assert network.arc_points(arc)[0] == network.node_point(int(network.tail[arc]))
        assert network.arc_points(arc)[-1] == network.node_point(int(network.head[arc]))


@pytest.mark.parametrize("rule", [TurnRule(99, 0, NORTH, False), TurnRule(WEST, 77, NORTH, False), TurnRule(WEST, 0, 99, True)])
def test_a_rule_that_fits_no_road_is_counted(rule: TurnRule) -> None:
    assert crossing([rule])[2] == 1


def _last_arc(network: RoadNetwork, key: dict[str, int], start: str) -> int:
    (arc,) = (a for a in range(network.arcs) if network.node_key[network.tail[a]] == key[start])
    return arc


def _next_roads(network: RoadNetwork, arc: int) -> set[str]:
    """Names of the roads that may follow the arc, over any number of turn arcs."""
    names: set[str] = set()
    waiting = [int(network.head[arc])]
    while waiting:
        node = waiting.pop()
        for after in range(network.arcs):
            if network.tail[after] == node:
                if network.road_class[after] >= 0:
                    names.add(network.arc_name(after).name)
                else:
                    waiting.append(int(network.head[after]))
    return names


@st.composite
def roads_with_rules(draw: st.DrawFn) -> tuple[list[tuple[int, int, bool]], list[TurnRule]]:
    """A line over points 3, 0, 1, 4 with a few more roads among seven points, and rules at points 0 to 2 that fit the roads."""
    pair = st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda ends: ends[0] != ends[1])
    ends = [(3, 0), (0, 1), (1, 4), *draw(st.lists(pair, max_size=8))]
    roads = [(a, b, draw(st.integers(0, 3)) == 0) for a, b in ends]
    rules = []
    for _ in range(draw(st.integers(1, 4))):
        via = draw(st.integers(0, 2))
        near = st.sampled_from([number for number, road in enumerate(roads) if via in road[:2]] or [0])
        rules.append(TurnRule(draw(near), via, draw(near), draw(st.booleans())))
    return roads, rules


def spot(point: int) -> tuple[float, float]:
    return 38 + 0.01 * (point % 3) + 0.003 * point, 47 + 0.013 * (point // 3)


@settings(max_examples=150, deadline=None)
@given(roads_with_rules())
def test_ways_with_rules_equal_a_search_over_pairs_of_roads(drawn: tuple[list[tuple[int, int, bool]], list[TurnRule]]) -> None:
    roads, rules = drawn
    table = WayTable()
    for number, (a, b, oneway) in enumerate(roads):
        tags = {"highway": "primary", "oneway": "yes" if oneway else "no"}
        traits = find_traits(tags, RoadRules())
        assert traits is not None
        table.add(number, [a, b], traits, RoadName(str(number)))
        table.lonlat.extend([*spot(a), *spot(b)])
    network, _ = build_network(table.finish(source="random", turns=rules, keep=range(7)))
    drives = [(n, a, b) for n, (a, b, _) in enumerate(roads)] + [
        (n, b, a) for n, (a, b, oneway) in enumerate(roads) if not oneway
    ]
    banned: set[tuple[tuple[int, int, int], tuple[int, int, int]]] = set()
    for rule in rules:
        came = [d for d in drives if d[0] == rule.from_way and d[2] == rule.via]
        out = [d for d in drives if d[1] == rule.via]
        left = [d for d in out if d[0] == rule.to_way]
        if came and left:
            banned |= {(came[0], d) for d in (set(out) - set(left) if rule.only else left)}
    pairs: nx.DiGraph[tuple[int, int, int]] = nx.DiGraph()
    pairs.add_nodes_from(drives)
    length = {d: distance_m(LonLat(*spot(d[1])), LonLat(*spot(d[2]))) for d in drives}
    for d in drives:
        pairs.add_edges_from((d, e, {"m": length[e]}) for e in drives if d[2] == e[1] and (d, e) not in banned)
    built: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for arc in range(network.arcs):
        built.add_edge(int(network.tail[arc]), int(network.head[arc]), m=float(network.length_m[arc]))
    node = {key: index for index, key in enumerate(network.node_key.tolist()) if key >= 0}
    for source in sorted(node.keys() - {0, 1, 2}):
        expected: dict[int, float] = {source: 0.0}
        for first in [d for d in drives if d[1] == source]:
            for last, metres in nx.single_source_dijkstra_path_length(pairs, first, weight="m").items():
                expected[last[2]] = min(expected.get(last[2], 1e12), length[first] + metres)
        found = nx.single_source_dijkstra_path_length(built, node[source], weight="m")
        for target in sorted(node.keys() - {0, 1, 2}):
            assert found.get(node[target]) == (pytest.approx(expected[target]) if target in expected else None)
