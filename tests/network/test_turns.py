from __future__ import annotations

from collections.abc import Sequence

import pytest
from network.sketch import sketch

from safeconduct.network.build import build_network
from safeconduct.network.graph import RoadNetwork
from safeconduct.network.raw import TurnRule

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
