"""The line of a stated route on the roads: which junction a way-point means, what shuts it, and that two lines are not mixed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from drawing import draw
from network.sketch import sketch
from safeconduct.agreement.stated_routes import StatedRoute
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.place import LonLat
from safeconduct.model.terms import Term
from safeconduct.network.build import build_network
from safeconduct.network.graph import RoadNetwork
from safeconduct.network.raw import TurnRule
from safeconduct.planning.term_corridors import Corridors
from safeconduct.planning.term_places import PlacedRoute

VIA = 2
"""The number of the letter v in the sketch."""

SQUARE = "a               b\n\n\n\n\n\n\n\nd               e"
"""About 12 km by 9 km: no road lies wholly within 5 km of an end."""


def stated(*points: LonLat, off: tuple[LonLat, ...] = ()) -> PlacedRoute:
    return PlacedRoute(StatedRoute(Term("R", "", (), kind="route"), (), (), forbidden=True), points, off, ())


def conditions(network: RoadNetwork, **closed: tuple[str, ...]) -> ArcConditions:
    names = {network.arc_name(arc).name: arc for arc in range(network.arcs) if network.twin[arc] < 0 or network.twin[arc] > arc}
    shut: dict[int, tuple[str, ...]] = {}
    for name, causes in closed.items():
        arc = names[f"road {name}"]
        shut |= {arc: causes, int(network.twin[arc]): causes}
    return ArcConditions(shut, {}, {}, (0.0,) * network.arcs)


def line(network: RoadNetwork, state: ArcConditions, route: PlacedRoute) -> set[str]:
    """Return the names of the roads that the line of a route leaves."""
    allowed = Corridors(network, network.convoy_travel_s(50.0), state).allowed(route, (), ())
    return {network.arc_name(arc).name for arc in range(network.arcs) if allowed[arc] and network.length_m[arc] > 0}


def test_a_road_too_weak_for_the_fleet_is_on_no_line_though_a_closure_shuts_it_too() -> None:
    network, at = draw(SQUARE, "ab ad de eb")
    ends = stated(network.node_point(at["a"]), network.node_point(at["b"]))
    assert line(network, conditions(network, ab=("C",)), ends) == {"road ab"}
    assert line(network, conditions(network, ab=("limit:weight",)), ends) == {"road ad", "road de", "road eb"}
    assert line(network, conditions(network, ab=("C", "limit:weight")), ends) == {"road ad", "road de", "road eb"}


def test_a_road_by_a_place_to_be_bypassed_is_on_no_line_though_a_closure_shuts_it_too() -> None:
    network, at = draw("a      c        b\n\n\n\n\n\n\n\nd               e", "ac cb ad de eb")
    c = network.node_point(at["c"])
    ends = stated(network.node_point(at["a"]), network.node_point(at["b"]), off=(c,))
    assert line(network, conditions(network), ends) == {"road ad", "road de", "road eb"}
    assert line(network, conditions(network, ac=("C",), cb=("C",)), ends) == {"road ad", "road de", "road eb"}


def test_a_way_point_beside_a_junction_means_the_junction_whichever_of_its_roads_is_measured() -> None:
    network, at = draw("a   j   b\n\n\n\n\n\n\n\n    s", "js aj jb")
    j = network.node_point(at["j"])
    ends = (network.node_point(at["a"]), network.node_point(at["b"]))
    beside = LonLat(j.lon, j.lat + 0.005)  # 556 m north of the junction, where no road is
    assert line(network, conditions(network), stated(ends[0], beside, ends[1])) == {"road aj", "road jb"}


def test_a_way_point_beside_an_island_of_roads_means_the_road_that_leads_somewhere() -> None:
    """A lane of a car park lies nearer than the road, and nothing leads out of it."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP"
    grid = "  ".join(letters) + "\n" + " " * 31 + "0" + "\n" + " " * 31 + "1"
    network, at = draw(grid, " ".join(f"{one}{other}" for one, other in pairwise(letters)) + " 01")
    component = network.component.copy()
    component[[at["0"], at["1"]]] = 1
    network = replace(network, component=component)
    beside = LonLat(38.31, 47.4935)
    ends = (network.node_point(at["a"]), beside, network.node_point(at["P"]))
    assert line(network, conditions(network), stated(*ends)) == {f"road {one}{other}" for one, other in pairwise(letters)}


def test_a_way_point_at_a_junction_with_a_forbidden_turn_is_passed_by_any_of_its_turns() -> None:
    raw, key = sketch("  n\nw v e\n  s", "vn wv ve vs", turns=[TurnRule(2, VIA, 1, only=False)], keep="v")
    assert key["v"] == VIA
    network, _ = build_network(raw)
    west, middle, east = (LonLat(38.0 + 0.02 * column, 47.49) for column in range(3))
    assert line(network, conditions(network), stated(west, middle, east)) == {"way 2", "way 3"}
    assert line(network, conditions(network), stated(east, middle, west)) == {"way 2", "way 3"}
