import numpy as np
import pytest

from drawing import CELL_LAT, CELL_LON, ORIGIN, draw
from routing.cases import arc_between
from safeconduct.exposure.touch import Shape, lines_of, shape_of_area, touched_arcs
from safeconduct.model.place import LonLat
from safeconduct.model.times import Area

MAP = draw("a  b  c\n\nd  e  f", "ab bc de ef ad be cf")


def spot(column: float, row: float) -> LonLat:
    return LonLat(ORIGIN.lon + column * CELL_LON, ORIGIN.lat - row * CELL_LAT)


def roads_touched(shape: Shape) -> set[str]:
    network, at = MAP
    hits = set(touched_arcs(lines_of(network), shape).tolist())
    pairs = [pair for word in ("ab", "bc", "de", "ef", "ad", "be", "cf") for pair in (word, word[::-1])]
    by_pair = {pair: arc_between(network, at, pair) for pair in pairs}
    touched = {pair for pair, arc in by_pair.items() if arc in hits}
    assert all(pair[::-1] in touched for pair in touched), "both directions of a road share one line"
    return {pair for pair in touched if pair[0] < pair[1]}


def test_a_point_touches_the_road_within_its_reach_and_no_other() -> None:
    near = spot(1.5, 0.02)
    assert roads_touched(Shape("point", ((near,),), 30.0)) == {"ab"}
    assert roads_touched(Shape("point", ((near,),), 10.0)) == set()


def test_a_point_on_a_junction_touches_every_road_there() -> None:
    assert roads_touched(Shape("point", ((spot(3, 0),),), 5.0)) == {"ab", "bc", "be"}


def test_a_line_touches_what_it_crosses() -> None:
    cut = (spot(1, -1), spot(1, 3))
    assert roads_touched(Shape("line", (cut,), 0.0)) == {"ab", "de"}
    assert roads_touched(Shape("line", ((spot(1, 0.5), spot(1, 1.5)),), 0.0)) == set()


def box(west: float, north: float, east: float, south: float) -> tuple[LonLat, ...]:
    return (spot(west, north), spot(east, north), spot(east, south), spot(west, south), spot(west, north))


def test_an_area_touches_what_it_holds_and_what_crosses_its_edge() -> None:
    assert roads_touched(Shape("area", (box(2, -1, 4, 1),), 0.0)) == {"ab", "bc", "be"}
    assert roads_touched(Shape("area", (box(1, 0.5, 2, 1.5),), 0.0)) == set()


def test_a_hole_leaves_open_what_lies_wholly_in_it() -> None:
    outer, hole = box(-1, -1, 7, 3), box(-0.5, -0.5, 6.5, 1.9)
    assert roads_touched(Shape("area", (outer, hole), 0.0)) == {"de", "ef", "ad", "be", "cf"}


def test_a_ring_that_crosses_itself_counts_with_both_lobes() -> None:
    bow_tie = (spot(1, -0.5), spot(1.2, 0.5), spot(1, 0.5), spot(1.2, -0.5), spot(1, -0.5))
    assert roads_touched(Shape("area", (bow_tie,), 0.0)) == {"ab"}


@pytest.mark.parametrize("rings", [((),), ((spot(1, 0),),), ((spot(1, 0), spot(1, 0), spot(1, 0), spot(1, 0)),)])
def test_a_ring_without_area_is_taken_as_the_point_that_it_is(rings: tuple[tuple[LonLat, ...], ...]) -> None:
    assert roads_touched(Shape("area", rings, 0.0)) == ({"ab"} if rings[0] else set())


def test_a_circle_reaches_as_far_as_its_radius() -> None:
    centre = spot(1.5, 1)
    assert roads_touched(shape_of_area(Area(((centre,),), 1000.0))) == set()
    assert roads_touched(shape_of_area(Area(((centre,),), 1115.0))) == {"ab", "de"}


def test_the_bounds_of_lines_hold_their_points() -> None:
    lines = lines_of(MAP[0])
    assert lines.start.size == 7
    assert lines.of_arc.shape == (14,)
    west, south, east, north = lines.bounds
    for row, (start, end) in enumerate(zip(lines.start.tolist(), lines.end.tolist(), strict=True)):
        lon, lat = MAP[0].geo_lon[start:end], MAP[0].geo_lat[start:end]
        np.testing.assert_array_equal(
            [west[row], south[row], east[row], north[row]], [lon.min(), lat.min(), lon.max(), lat.max()]
        )
