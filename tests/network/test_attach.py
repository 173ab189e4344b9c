from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing import CELL_LAT, CELL_LON, ORIGIN, draw
from network.sketch import sketch
from network.test_contract import assert_sound
from safeconduct.model.place import LonLat, distance_m
from safeconduct.network.attach import IslandRule, attach, snap_notices
from safeconduct.network.build import build_network
from safeconduct.network.graph import RoadNetwork
from safeconduct.network.nearest import RoadIndex
from safeconduct.network.raw import TurnRule


def at(column: float, row: float) -> LonLat:
    return LonLat(ORIGIN.lon + column * CELL_LON, ORIGIN.lat - row * CELL_LAT)


def assert_same_roads(before: RoadNetwork, after: RoadNetwork) -> None:
    """Distances between old nodes, total length and free travel time are unchanged."""
    assert float(after.length_m.sum()) == pytest.approx(float(before.length_m.sum()))
    hours = [float((net.length_m / net.speed_kmh).sum()) for net in (before, after)]
    assert hours[0] == pytest.approx(hours[1])
    for source in range(before.nodes):
        old, new = (nx.single_source_dijkstra_path_length(graph(net), source, weight="length") for net in (before, after))
        for node, value in old.items():
            assert new[node] == pytest.approx(value, abs=1e-6)


def graph(network: RoadNetwork) -> nx.MultiDiGraph[int]:
    made: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    made.add_nodes_from(range(network.nodes))
    for arc in range(network.arcs):
        made.add_edge(int(network.tail[arc]), int(network.head[arc]), length=float(network.length_m[arc]))
    return made


def test_a_point_cuts_the_road_both_ways() -> None:
    network, letter = draw("a   b", "ab")
    grown, (snap,) = attach(network, [("g1", at(1, 0.1))])
    assert (grown.nodes, grown.arcs) == (3, 4)
    assert snap.distance_m == pytest.approx(111.2, rel=1e-3)
    assert snap.road == "road ab"
    assert grown.node_point(snap.node) == pytest.approx(at(1, 0))
    arc = next(a for a in range(4) if grown.tail[a] == letter["a"])
    assert float(grown.length_m[arc]) == pytest.approx(float(network.length_m[0]) / 4, rel=1e-6)
    assert_sound(grown)
    assert_same_roads(network, grown)


def test_a_one_way_road_stays_one_way() -> None:
    network, letter = draw("a   b", "a>b")
    grown, (snap,) = attach(network, [("g1", at(1, 0))])
    assert grown.arcs == 2
    assert nx.has_path(graph(grown), letter["a"], snap.node)
    assert not nx.has_path(graph(grown), letter["b"], snap.node)


def test_two_points_on_one_road_whatever_their_order() -> None:
    network, letter = draw("a     b", "ab:km=10")
    points = [("far", at(4, 0)), ("near", at(2, 0))]
    for order in (points, points[::-1]):
        grown, snaps = attach(network, order)
        node = {snap.id: snap.node for snap in snaps}
        assert grown.arcs == 6
        ways = nx.single_source_dijkstra_path_length(graph(grown), letter["a"], weight="length")
        assert ways[node["near"]] == pytest.approx(10_000 * 2 / 6)
        assert ways[node["far"]] == pytest.approx(10_000 * 4 / 6)
        assert_sound(grown)
        assert_same_roads(network, grown)


def test_points_on_one_spot_share_a_node_and_near_an_end_take_it() -> None:
    network, letter = draw("a   b", "ab")
    grown, snaps = attach(network, [("g1", at(2, 0)), ("g2", at(2, 0)), ("g3", at(0, 0)), ("g4", at(4.5, 0))])
    assert snaps[0].node == snaps[1].node
    assert [snaps[2].node, snaps[3].node] == [letter["a"], letter["b"]]
    assert (grown.nodes, grown.arcs) == (3, 4)
    metre = 1 / 75_000 / CELL_LON
    grown, snaps = attach(network, [("g1", at(3 * metre, 0))])
    assert snaps[0].node not in letter.values()


def test_attaching_again_keeps_numbers() -> None:
    network, _ = draw("a     b\n\nc     d", "ab cd ac")
    once, first = attach(network, [("g1", at(2, 0)), ("g2", at(3, 2))])
    twice, second = attach(once, [("x", at(4, 0)), ("g1", at(2, 0))])
    assert second[1].node == first[0].node
    assert_sound(twice)
    assert_same_roads(network, twice)


def test_a_point_beside_a_restricted_junction_serves_both_directions() -> None:
    raw, key = sketch("  n\nw v e\n  s", "wv vn ve vs", turns=[TurnRule(1, 1, 2, only=False)], keep="wnves")
    assert key["w"] == 1
    raw, key = sketch("  n\nw v e\n  s", "wv vn ve vs", turns=[TurnRule(1, key["v"], 2, only=False)], keep="v")
    network, _ = build_network(raw)
    grown, (snap,) = attach(network, [("g1", at(2, 1))])
    roads = graph(grown)
    ends = [node for node in range(network.nodes) if network.node_key[node] in (key["w"], key["n"], key["e"], key["s"])]
    assert len(ends) == 4
    assert all(nx.has_path(roads, end, snap.node) and nx.has_path(roads, snap.node, end) for end in ends)


def test_an_island_is_passed_over_only_when_land_is_near() -> None:
    roads = "ab bc cd de ef fg xy"
    network, _ = draw("a b c d e f g\n\n\nx y", roads)
    raw_component = np.array([0] * 7 + [1] * 2, dtype=np.int32)
    from dataclasses import replace

    network = replace(network, component=raw_component)
    point = at(1, 2.9)
    rule = IslandRule(least_share=0.3)
    near = attach(network, [("g", point)], islands=rule)[1][0]
    assert near.road == "road xy"
    wide = attach(network, [("g", point)], islands=rule._replace(slack_m=5000.0))[1][0]
    assert wide.road == "road ab"
    assert wide.distance_m == pytest.approx(distance_m(point, at(1, 0)), rel=1e-3)
    counted = attach(network, [("g", point)], islands=IslandRule(least_share=0.1, slack_m=5000.0))[1][0]
    assert counted.road == "road xy"


def test_a_far_point_is_noticed_and_a_near_one_is_not() -> None:
    network, _ = draw("a   b", "ab")
    _, snaps = attach(network, [("far", at(1, 2)), ("near", at(1, 0.1))])
    (found,) = snap_notices(snaps, 1000.0)
    assert found.code == "road-snap-far"
    assert "2224" in found.message


def test_no_roads_is_an_error() -> None:
    network, _ = draw("a b", "ab")
    from dataclasses import replace

    bare = replace(network, road_class=np.full(2, -1, dtype=np.int32))
    with pytest.raises(ValueError, match="no roads"):
        attach(bare, [("g", at(0, 0))])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-1, 7), st.floats(-1, 4)), min_size=1, max_size=6), st.sampled_from(["", ">"]))
def test_any_points_leave_the_roads_as_they_are(spots: list[tuple[float, float]], way: str) -> None:
    network, _ = draw("a  b  c\n\n d   e\nf    g", f"a{way}b bc ad de eb fg df g{way}e ec:km=9")
    grown, snaps = attach(network, [(str(i), at(*spot)) for i, spot in enumerate(spots)])
    assert_sound(grown)
    assert_same_roads(network, grown)
    for snap, spot in zip(snaps, spots, strict=True):
        assert distance_m(grown.node_point(snap.node), at(*spot)) == pytest.approx(snap.distance_m, rel=0.01, abs=1.1)


@settings(max_examples=60, deadline=None)
@given(st.floats(-1, 7), st.floats(-1, 4))
def test_the_nearest_road_equals_a_search_over_every_line(column: float, row: float) -> None:
    network, _ = draw("a  b  c\n\n d   e\nf    g", "ab bc ad de eb fg df ge ec")
    point = at(column, row)
    foot = RoadIndex(network).find_nearest(point)
    assert foot is not None
    best = min(
        distance_m(point, LonLat(a.lon + share * (b.lon - a.lon), a.lat + share * (b.lat - a.lat)))
        for arc in range(network.arcs)
        for a, b in [network.arc_points(arc)]
        for share in np.linspace(0, 1, 201).tolist()
    )
    assert foot.distance_m == pytest.approx(best, rel=0.01, abs=6.0)
