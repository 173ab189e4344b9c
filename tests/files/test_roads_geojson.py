from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from safeconduct.files.roads import read_roads
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice
from safeconduct.model.scenario import RoadSource
from safeconduct.network.graph import RoadNetwork


def line(*points: tuple[float, float], **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": {"type": "LineString", "coordinates": points}, "properties": properties}


def place(lon: object, lat: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}


def read(folder: Path, *features: object) -> tuple[RoadNetwork, tuple[Notice, ...]]:
    path = folder / "roads.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return read_roads(path, RoadSource(path.name), cache=None)


A, B, C, D = (38.0, 47.5), (38.01, 47.5), (38.02, 47.5), (38.01, 47.51)


def test_lines_meet_where_they_share_a_point(tmp_path: Path) -> None:
    network, _ = read(tmp_path, line(A, B, C, highway="primary"), line(B, D, highway="residential"))
    assert (network.nodes, network.arcs) == (4, 6)
    crossing, _ = read(tmp_path, line(A, C, highway="primary"), line(B, D, highway="residential"))
    assert int(crossing.component.max()) == 1


def test_properties_are_read_like_tags(tmp_path: Path) -> None:
    network, _ = read(
        tmp_path,
        line(A, B, highway="primary", oneway=True, maxspeed=40, lanes=2.0, bridge="yes", name="Миру", ref="H1", osm_id="77"),
    )
    assert network.arcs == 1
    assert float(network.speed_kmh[0]) == 40
    assert float(network.capacity_vph[0]) == 3000
    assert bool(network.bridge[0])
    assert network.arc_name(0).label == "H1 Миру"
    assert network.way_id.tolist() == [77]


def test_packed_tags_and_other_class_columns(tmp_path: Path) -> None:
    network, _ = read(tmp_path, line(A, B, fclass="secondary", other_tags='"maxspeed"=>"30","name:uk"=>"Миру"'))
    assert set(network.speed_kmh.tolist()) == {30.0}
    assert network.arc_name(0).names[0].text == "Миру"


def test_multi_lines_heights_and_places(tmp_path: Path) -> None:
    multi = {
        "type": "Feature",
        "geometry": {"type": "MultiLineString", "coordinates": [[[*A, 100.0], [*B, 101.0]], [B, D]]},
        "properties": {"highway": "primary"},
    }
    network, _ = read(tmp_path, multi, place(*A, place="town", name="Мирне", **{"name:en": "Myrne"}), place(*B, name="no kind"))
    assert (network.nodes, network.arcs) == (2, 2)
    assert [(one.name, one.kind) for one in network.places] == [("Мирне", "town")]


def test_what_cannot_be_used_is_counted(tmp_path: Path) -> None:
    _, notices = read(
        tmp_path,
        line(A, B, highway="primary"),
        line(A, (400.0, 47.5), highway="primary"),
        line(A, highway="primary"),
        {"type": "Feature", "geometry": None},
        line(B, C, waterway="river"),
        line(B, C, highway="footway"),
    )
    found = {one.code: dict(one.values)["count"] for one in notices if one.code in {"road-feature", "road-skipped"}}
    assert found["road-skipped"] == "1"
    assert [dict(one.values)["count"] for one in notices if one.code == "road-feature"] == ["2", "1"]


def test_no_road_names_the_property(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as error:
        read(tmp_path, line(A, B, waterway="river"))
    assert "highway" in error.value.notices[-1].cure


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "geometry", "coordinates"]), inner),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example({"type": None, "geometry": {"type": []}}, None)
@given(JSON, JSON)
def test_garbage_features_never_end_in_another_error(tmp_path: Path, feature: object, coordinates: object) -> None:
    shaped = {"geometry": {"type": "LineString", "coordinates": coordinates}, "properties": {"highway": "primary"}}
    network, _ = read(tmp_path, line(A, B, highway="primary"), feature, shaped, {**shaped, "properties": coordinates})
    assert network.arcs >= 2
