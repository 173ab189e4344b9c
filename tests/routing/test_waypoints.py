from dataclasses import replace

import numpy as np
import pytest

from drawing import CELL_LAT, CELL_LON, ORIGIN, draw
from routing.cases import arc_between
from safeconduct.model.place import LocalName, LonLat, Place, distance_m
from safeconduct.model.plan import WayPoint
from safeconduct.network.graph import RoadName, RoadNetwork
from safeconduct.routing.line import RouteLine, line_of, project
from safeconduct.routing.waypoints import PlaceBook, way_points

NAMES = (LocalName("uk", "Село"),)


def spot(column: float, row: float = 0.0) -> LonLat:
    return LonLat(ORIGIN.lon + column * CELL_LON, ORIGIN.lat - row * CELL_LAT)


def line_along(drawn: tuple[RoadNetwork, dict[str, int]], letters: str) -> tuple[list[int], RouteLine]:
    network, at = drawn
    arcs = [arc_between(network, at, letters[index : index + 2]) for index in range(len(letters) - 1)]
    return arcs, line_of(network, arcs, network.convoy_travel_s(50.0), at[letters[0]])


def points_along(drawn: tuple[RoadNetwork, dict[str, int]], letters: str, *places: Place) -> tuple[WayPoint, ...]:
    arcs, line = line_along(drawn, letters)
    return way_points(drawn[0], arcs, line, PlaceBook(places), start="Start", exit_name="Exit")


STRAIGHT = draw("a" + " " * 29 + "b" + " " * 29 + "z", "ab:name=M4 bz:name=M4")


def test_a_line_joins_its_arcs_without_a_point_twice() -> None:
    network, at = STRAIGHT
    _, line = line_along(STRAIGHT, "abz")
    assert line.points == tuple(network.node_point(at[letter]) for letter in "abz")
    arcs, back = line_along(STRAIGHT, "zba")
    assert back.points == line.points[::-1]
    assert back.along_m[-1] == pytest.approx(sum(network.length_m[arc] for arc in arcs))
    assert back.along_s[-1] == sum(network.convoy_travel_s(50.0)[arc] for arc in arcs)


def test_a_line_without_arcs_is_the_point_of_its_node() -> None:
    network, at = STRAIGHT
    line = line_of(network, [], network.convoy_travel_s(50.0), at["b"])
    assert line.points == (network.node_point(at["b"]),)


def test_an_arc_drawn_as_one_point_still_counts_its_length() -> None:
    network, at = draw("a z", "aa:km=2 az")
    arcs = [0, arc_between(network, at, "az")]
    line = line_of(network, arcs, network.convoy_travel_s(50.0), at["a"])
    assert line.lon.size == 2
    assert line.along_m[-1] == pytest.approx(float(network.length_m[arcs].sum()))


def test_projection_finds_the_nearest_segment() -> None:
    _, line = line_along(STRAIGHT, "abz")
    beside, beyond = spot(45, 1), spot(61, 0)
    away_m, segment, part = project(line, np.array([beside.lon, beyond.lon]), np.array([beside.lat, beyond.lat]))
    assert away_m[0] == pytest.approx(distance_m(beside, spot(45)), rel=1e-3)
    assert segment.tolist() == [1, 1]
    assert part == pytest.approx([0.5, 1.0])


def test_a_place_near_the_route_is_named_where_it_is_passed() -> None:
    village = Place("Selo", spot(15, 0.5), "village", NAMES)
    points = points_along(STRAIGHT, "abz", village)
    assert [point.name for point in points] == ["Start", "Selo", "Exit"]
    total_km = points[-1].km
    assert points[1].km == pytest.approx(total_km / 4, rel=1e-3)
    assert points[1].drive_s == pytest.approx(points[-1].drive_s / 4, abs=1)
    assert points[1].names == NAMES
    assert points[1].road == points[0].road == "M4"
    assert distance_m(points[1].point, spot(15)) < 1


@pytest.mark.parametrize(
    "place", [Place("far", spot(15, 2)), Place("at the start", spot(1)), Place("at the exit", spot(59)), Place("", spot(15))]
)
def test_a_place_far_off_or_at_an_end_or_without_a_name_is_not(place: Place) -> None:
    assert len(points_along(STRAIGHT, "abz", place)) == 2


def test_the_more_important_of_two_neighbours_is_named() -> None:
    points = points_along(
        STRAIGHT, "abz", Place("hamlet", spot(14), "hamlet"), Place("town", spot(16), "town"), Place("far town", spot(24), "town")
    )
    assert [point.name for point in points] == ["Start", "town", "far town", "Exit"]


def test_no_name_stands_twice() -> None:
    points = points_along(STRAIGHT, "abz", Place("Novo", spot(14)), Place("Novo", spot(40)))
    assert [point.name for point in points].count("Novo") == 1


def test_there_are_at_most_twelve_between_start_and_exit() -> None:
    long = draw("a" + " " * 299 + "z", "az")
    points = points_along(long, "az", *(Place(f"place {number}", spot(10 + 10 * number)) for number in range(28)))
    assert len(points) == 14
    assert [point.km for point in points] == sorted(point.km for point in points)


def test_a_turn_onto_another_road_is_named_where_no_place_is_near() -> None:
    drawn = draw("a" + " " * 9 + "b" + " " * 9 + "c\n\n\n" + " " * 20 + "z", "ab:name=M4 bc:name=M4 cz:name=H21")
    assert [point.name for point in points_along(drawn, "abcz")] == ["Start", "turn onto H21", "Exit"]
    turn = points_along(drawn, "abcz")[1]
    assert turn.road == "H21"
    assert distance_m(turn.point, spot(20)) < 1
    near = Place("Kut", spot(19.5), "village")
    assert [point.name for point in points_along(drawn, "abcz", near)] == ["Start", "Kut", "Exit"]


def test_a_short_stretch_of_another_name_and_unnamed_arcs_are_passed_over() -> None:
    drawn = draw("a" + " " * 9 + "bc" + " " * 9 + "d" + " " * 9 + "z", "ab:name=M4 bc:name=Lane cd:name=M4 dz:name=M4")
    assert len(points_along(drawn, "abcdz")) == 2
    network, at = drawn
    unnamed = replace(network, names=tuple(RoadName("") if name.name == "Lane" else name for name in network.names))
    assert [point.road for point in points_along((unnamed, at), "abcdz")] == ["M4", ""]


JUNCTIONS = draw("a" + " " * 29 + "b" + " " * 29 + "c" + " " * 29 + "z", "ab:name=First bc:name=Second cz:name=Third")


def test_the_road_from_a_place_is_the_one_that_follows_it() -> None:
    places = (Place("Bee", spot(30), "village"), Place("Cee", spot(60, 0.5), "village"))
    found = points_along(JUNCTIONS, "abcz", *places)
    assert [(one.name, one.road) for one in found] == [("Start", "First"), ("Bee", "Second"), ("Cee", "Third"), ("Exit", "")]


def test_a_road_that_comes_far_on_is_not_the_road_from_here() -> None:
    network, at = draw(
        "a" + " " * 29 + "b" + " " * 29 + "cd" + " " * 29 + "z", "ab:name=First bc:name=No cd:name=No dz:name=Last"
    )
    unnamed = replace(network, names=tuple(RoadName("") if name.name == "No" else name for name in network.names))
    places = (Place("Bee", spot(30), "village"), Place("Cee", spot(60), "village"))
    found = {one.name: one.road for one in points_along((unnamed, at), "abcdz", *places)}
    assert found["Bee"] == ""
    assert found["Cee"] == "Last"  # less than 1 km without a name leads to it: a slip road


def test_a_turn_that_has_no_way_point_of_its_own_is_told_at_the_one_before() -> None:
    near = Place("Bee", spot(29), "village")
    found = {one.name: one.road for one in points_along(JUNCTIONS, "abcz", near)}
    assert found == {"Start": "First", "Bee": "First, Second", "turn onto Third": "Third", "Exit": ""}
    behind = Place("Cee", spot(61), "village")
    found = {one.name: one.road for one in points_along(JUNCTIONS, "abcz", behind)}
    assert found == {"Start": "First", "turn onto Second": "Second, Third", "Cee": "Third", "Exit": ""}
