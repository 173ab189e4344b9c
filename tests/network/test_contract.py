from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.sketch import sketch
from safeconduct.model.place import LonLat, distance_m
from safeconduct.network.build import build_network, class_lengths_km
from safeconduct.network.graph import NO_LIMIT, RoadName, RoadNetwork
from safeconduct.network.raw import RawRoads, WayTable
from safeconduct.network.traits import RoadTraits


def arcs_by_key(network: RoadNetwork) -> list[tuple[int, int]]:
    keys = network.node_key.tolist()
    return sorted((keys[a], keys[b]) for a, b in zip(network.tail.tolist(), network.head.tolist(), strict=True))


def plain_graph(raw: RawRoads) -> nx.MultiDiGraph[int]:
    """The roads segment by segment, nothing contracted: the oracle."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for way in range(raw.ways):
        span = range(int(raw.way_start[way]), int(raw.way_start[way + 1]) - 1)
        for i in span:
            a, b = int(raw.point_key[i]), int(raw.point_key[i + 1])
            ends = [LonLat(float(raw.point_lon[j]), float(raw.point_lat[j])) for j in (i, i + 1)]
            length = distance_m(*ends) * float(raw.length_factor[way])
            hours = length / 1000 / float(raw.speed_kmh[way])
            graph.add_edge(a, b, length=length, hours=hours)
            if not raw.oneway[way]:
                graph.add_edge(b, a, length=length, hours=hours)
    return graph


def contracted_graph(network: RoadNetwork) -> nx.MultiDiGraph[int]:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(network.node_key.tolist())
    for arc in range(network.arcs):
        ends = (int(network.node_key[network.tail[arc]]), int(network.node_key[network.head[arc]]))
        length = float(network.length_m[arc])
        graph.add_edge(*ends, length=length, hours=length / 1000 / float(network.speed_kmh[arc]))
    return graph


def assert_same_distances(raw: RawRoads, network: RoadNetwork, sources: list[int]) -> None:
    plain, short = plain_graph(raw), contracted_graph(network)
    for weight in ("length", "hours"):
        for source in sources:
            expected = nx.single_source_dijkstra_path_length(plain, source, weight=weight)
            found = nx.single_source_dijkstra_path_length(short, source, weight=weight)
            assert set(found) == set(expected) & set(short)
            for node, value in found.items():
                assert value == pytest.approx(expected[node], rel=1e-9, abs=1e-9)


def assert_sound(network: RoadNetwork) -> None:
    """What holds for every network: twins mirror each other, lines run from tail to head."""
    for arc in range(network.arcs):
        twin = int(network.twin[arc])
        if twin >= 0:
            assert network.twin[twin] == arc
            assert (network.tail[twin], network.head[twin]) == (network.head[arc], network.tail[arc])
            assert network.geo_start[twin] == network.geo_start[arc]
            assert network.geo_flip[twin] != network.geo_flip[arc]
            assert network.length_m[twin] == pytest.approx(float(network.length_m[arc]))
        points = network.arc_points(arc)
        assert points[0] == pytest.approx(network.node_point(int(network.tail[arc])))
        assert points[-1] == pytest.approx(network.node_point(int(network.head[arc])))


def test_a_chain_becomes_one_arc_each_way() -> None:
    raw, key = sketch("a b c d", "ab bcd")
    network, _ = build_network(raw)
    assert arcs_by_key(network) == [(key["a"], key["d"]), (key["d"], key["a"])]
    assert len(network.arc_points(0)) == 4
    assert_sound(network)


def test_a_junction_is_not_passed_over() -> None:
    raw, _ = sketch("a b c\n  d", "abc bd")
    network, _ = build_network(raw)
    assert (network.nodes, network.arcs) == (4, 6)


def test_speed_capacity_limits_and_name_of_a_chain() -> None:
    raw, _ = sketch("a b   c", "ab:kmh=20:cap=300:t=10:name=short bc:kmh=60:cap=900:t=7.5:name=long:class=track")
    network, _ = build_network(raw)
    ab, bc = 2 * 751.0, 4 * 751.0
    expected = (ab + bc) / (ab / 20 + bc / 60)
    assert network.speed_kmh.tolist() == pytest.approx([expected] * 2, rel=1e-6)
    assert set(network.capacity_vph.tolist()) == {300.0}
    assert set(network.max_weight_t.tolist()) == {7.5}
    assert set(network.max_width_m.tolist()) == {NO_LIMIT}
    assert network.arc_name(0).name == "long"
    assert network.way_id.tolist() == [2, 2]
    assert class_lengths_km(network)[0][0] == "track"


def test_a_change_of_direction_breaks_the_chain() -> None:
    raw, key = sketch("a b c d", "ab b>c cd")
    network, _ = build_network(raw)
    assert (key["b"], key["c"]) in arcs_by_key(network)
    assert (key["c"], key["b"]) not in arcs_by_key(network)
    assert network.nodes == 4


def test_one_way_roads_in_line_are_joined_and_head_to_head_are_not() -> None:
    raw, key = sketch("a b c", "a>b b>c")
    assert arcs_by_key(build_network(raw)[0]) == [(key["a"], key["c"])]
    raw, key = sketch("a b c", "a>b c>b")
    assert build_network(raw)[0].arcs == 2


def test_a_kept_point_stays_a_node() -> None:
    raw, key = sketch("a b c", "abc", keep="b")
    assert key["b"] in build_network(raw)[0].node_key.tolist()
    raw, key = sketch("a b c", "abc")
    assert key["b"] not in build_network(raw)[0].node_key.tolist()


def test_a_blocked_point_lets_nothing_pass() -> None:
    raw, _ = sketch("a b c", "abc", blocked="b")
    network, notices = build_network(raw)
    assert (network.nodes, network.arcs) == (4, 4)
    assert int(network.component.max()) == 1
    assert [one.code for one in notices] == ["road-pieces"]


@pytest.mark.parametrize("ways", ["abcda", "ab bc cd da", "ab cb cd ad"])
def test_a_ring_apart_keeps_its_whole_length(ways: str) -> None:
    raw, key = sketch("a b\nd c", ways)
    network, _ = build_network(raw)
    assert arcs_by_key(network) == [(key["a"], key["a"])] * 2
    assert len(network.arc_points(0)) == 5
    assert_sound(network)


def test_a_one_way_ring_runs_one_way() -> None:
    raw, _ = sketch("a b\nd c", "a>b>c c>d>a")
    network, _ = build_network(raw)
    assert network.arcs == 1
    assert network.twin.tolist() == [-1]


def test_a_loop_at_a_junction_is_kept() -> None:
    raw, key = sketch("e a b\n  d c", "ea abcda")
    network, _ = build_network(raw)
    assert (key["a"], key["a"]) in arcs_by_key(network)
    assert network.arcs == 4


def test_parallel_roads_are_both_kept() -> None:
    raw, key = sketch("  e\na b c d\n  f", "abec bfc cd")
    network, _ = build_network(raw)
    assert arcs_by_key(network).count((key["b"], key["c"])) == 2


def test_a_road_against_its_points_is_turned_round() -> None:
    table = WayTable()
    table.add(7, [1, 2, 2, 3], RoadTraits(4, 50.0, 0.0, 900.0, -1, False, NO_LIMIT, NO_LIMIT, NO_LIMIT), RoadName("x"))
    table.lonlat.extend([0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 2.0, 0.0])
    network, _ = build_network(table.finish(source="t"))
    assert arcs_by_key(network) == [(3, 1)]
    assert network.capacity_vph.tolist() == [900.0]
    assert [point.lon for point in network.arc_points(0)] == [2.0, 1.0, 0.0]


def test_no_way_is_an_error() -> None:
    table = WayTable()
    table.add(1, [5], RoadTraits(4, 50.0, 900.0, 900.0, 0, False, NO_LIMIT, NO_LIMIT, NO_LIMIT), RoadName(""))
    table.lonlat.extend([0.0, 0.0])
    with pytest.raises(ValueError, match="no roads"):
        build_network(table.finish(source="t"))


def test_arrays_are_read_only() -> None:
    raw, _ = sketch("a b", "ab")
    with pytest.raises(ValueError, match="read-only"):
        build_network(raw)[0].length_m[0] = 1.0


@st.composite
def random_roads(draw: st.DrawFn) -> RawRoads:
    points = draw(st.integers(2, 14))
    table = WayTable()
    for number in range(draw(st.integers(1, 10))):
        keys = draw(st.lists(st.integers(0, points - 1), min_size=2, max_size=6))
        oneway = draw(st.sampled_from([0, 0, 1, -1]))
        speed = draw(st.sampled_from([20.0, 50.0, 90.0]))
        capacity = (600.0 if oneway >= 0 else 0.0, 300.0 if oneway <= 0 else 0.0)
        traits = RoadTraits(number % 16, speed, *capacity, oneway, False, NO_LIMIT, NO_LIMIT, NO_LIMIT)
        table.add(number, keys, traits, RoadName(str(number)))
        table.lonlat.extend(value for key in keys for value in (38 + 0.01 * (key % 4), 47 + 0.013 * (key // 4) + 0.001 * key))
    return table.finish(source="random")


@settings(max_examples=150, deadline=None)
@given(random_roads())
def test_contraction_changes_no_distance_and_no_length(raw: RawRoads) -> None:
    if not raw.ways:
        return
    network, _ = build_network(raw)
    assert_sound(network)
    plain = plain_graph(raw)
    total = sum(data["length"] for _, _, data in plain.edges(data=True))
    assert float(network.length_m.sum()) == pytest.approx(total, rel=1e-9)
    assert_same_distances(raw, network, network.node_key.tolist()[:5])
    alive = contracted_graph(network)
    parts = list(nx.weakly_connected_components(alive))
    assert int(network.component.max()) + 1 == len(parts)
    sizes = np.bincount(network.component).tolist()
    assert sizes == sorted(sizes, reverse=True)
    assert all((network.capacity_vph > 0).tolist())
