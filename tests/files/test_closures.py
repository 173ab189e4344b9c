from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from good_folder import codes, good, read
from safeconduct.model.hazard import Closure
from safeconduct.model.place import LonLat

SQUARE = [[38, 47], [39, 47], [39, 48], [38, 48], [38, 47]]


def collection(*features: tuple[dict[str, object], str, object]) -> str:
    """Return a FeatureCollection of (properties, geometry type, coordinates)."""
    made = [{"type": "Feature", "properties": p, "geometry": {"type": kind, "coordinates": c}} for p, kind, c in features]
    return json.dumps({"type": "FeatureCollection", "features": made})


def closures(tmp_path: Path, *features: tuple[dict[str, object], str, object]) -> tuple[Closure, ...]:
    """Return the closures read from these features."""
    return good(tmp_path, closures_geojson=collection(*features)).closures


def test_a_point_with_everything_said(tmp_path: Path) -> None:
    properties: dict[str, object] = {
        "ID": "bridge",
        "reason": "Destroyed",
        "from": "09:00",
        "to": "2014-08-29T12:00+03:00",
        "reach_m": 80,
        "reported": "28.08.2014",
        "note": "two spans",
    }
    (one,) = closures(tmp_path, (properties, "Point", [38.1, 47.5, 12]))
    assert (one.id, one.shape, one.points, one.reason, one.reach_m) == (
        "bridge",
        "point",
        (LonLat(38.1, 47.5),),
        "destroyed",
        80.0,
    )
    assert one.span is not None
    assert (one.span.start, one.span.end) == (datetime(2014, 8, 29, 6, tzinfo=UTC), datetime(2014, 8, 29, 9, tzinfo=UTC))
    assert (one.reported, one.note) == (date(2014, 8, 28), "two spans")


def test_lines_and_areas_with_holes(tmp_path: Path) -> None:
    hole = [[38.4, 47.4], [38.6, 47.4], [38.5, 47.6], [38.4, 47.4]]
    line, area = closures(tmp_path, ({}, "LineString", [[38, 47], [38.1, 47.1]]), ({"id": "A"}, "Polygon", [SQUARE, hole]))
    assert (line.id, line.shape, len(line.points), line.span) == ("C1", "line", 2, None)
    assert (area.id, area.shape, len(area.points), [len(ring) for ring in area.holes]) == ("A", "area", 5, [4])


def test_geometries_of_several_parts_are_split(tmp_path: Path) -> None:
    found = closures(
        tmp_path,
        ({"id": "P"}, "MultiPoint", [[38, 47], [39, 47]]),
        ({"id": "L"}, "MultiLineString", [[[38, 47], [39, 47]], [[38, 48], [39, 48]]]),
        ({"id": "A"}, "MultiPolygon", [[SQUARE]]),
    )
    assert [one.id for one in found] == ["P-1", "P-2", "L-1", "L-2", "A"]


def test_a_time_given_on_one_side_only_holds_to_the_end(tmp_path: Path) -> None:
    (one,) = closures(tmp_path, ({"from": "13:00"}, "Point", [38.1, 47.5]))
    assert one.span is not None
    assert one.span.start == datetime(2014, 8, 29, 10, tzinfo=UTC)
    assert one.span.end > datetime(9000, 1, 1, tzinfo=UTC)


def test_a_single_feature_will_do(tmp_path: Path) -> None:
    feature = json.dumps({"type": "Feature", "properties": None, "geometry": {"type": "Point", "coordinates": [38, 47]}})
    assert len(good(tmp_path, closures_geojson=feature).closures) == 1


def test_a_table_of_points_will_do(tmp_path: Path) -> None:
    (one,) = good(tmp_path, closures_csv="id,lon,lat,reason,reach_m\nC7,38.1,47.5,mined,250\n").closures
    assert (one.id, one.shape, one.reason, one.reach_m) == ("C7", "point", "mined", 250.0)


@pytest.mark.parametrize(
    ("kind", "coordinates"),
    [
        ("Point", []),
        ("Point", ["38", "47"]),
        ("Point", [True, 47]),
        ("LineString", [[38, 47], [38, 47]]),
        ("LineString", [[38, 47], None]),
        ("Polygon", [[[38, 47], [39, 47], [38, 47]]]),
        ("Polygon", []),
        ("MultiPolygon", []),
        ("GeometryCollection", None),
    ],
)
def test_geometry_that_cannot_be_used_is_an_error(kind: str, coordinates: object, tmp_path: Path) -> None:
    scenario, notices = read(tmp_path, closures_geojson=collection(({}, kind, coordinates)))
    assert scenario is None
    assert [str(one.where) for one in notices if one.code == "geometry-bad"] == ["closures.geojson, feature 1"]


def test_a_feature_without_geometry_is_an_error(tmp_path: Path) -> None:
    feature = json.dumps({"type": "Feature", "properties": {}, "geometry": None})
    assert "geometry-bad" in codes(tmp_path, closures_geojson=feature)


def test_projected_coordinates_are_an_error(tmp_path: Path) -> None:
    assert "point-range" in codes(
        tmp_path, closures_geojson=collection(({}, "LineString", [[4241000, 6019000], [4242000, 6019000]]))
    )


def test_an_open_ring_is_closed_and_told(tmp_path: Path) -> None:
    scenario, notices = read(tmp_path, closures_geojson=collection(({}, "Polygon", [SQUARE[:-1]])))
    assert scenario is not None
    assert scenario.closures[0].points[0] == scenario.closures[0].points[-1]
    assert "closure-ring-open" in {one.code for one in notices}
    assert "closure-ring-open" not in codes(tmp_path / "b", closures_geojson=collection(({}, "Polygon", [SQUARE])))


def test_an_outline_that_crosses_itself_is_told(tmp_path: Path) -> None:
    bow = [[38, 47], [39, 48], [39, 47], [38, 48], [38, 47]]
    assert "closure-crossing" in codes(tmp_path / "a", closures_geojson=collection(({}, "Polygon", [bow])))
    assert "closure-crossing" not in codes(tmp_path / "b", closures_geojson=collection(({}, "Polygon", [SQUARE])))


def test_a_closure_is_closed_whatever_its_reason_says(tmp_path: Path) -> None:
    scenario, notices = read(tmp_path, closures_geojson=collection(({"reason": "minned"}, "Point", [38, 47])))
    assert scenario is not None
    assert scenario.closures[0].reason == "unknown"
    assert [one.cure for one in notices if one.code == "closure-reason"] == ['Did you mean "mined"?']
