"""GeoJSON, GPX and CSV say what the plan says, in the form their readers expect."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree

from brief.sample import Sample, make_sample
from safeconduct.files.carried_csv import MANIFEST_COLUMNS, PASSAGE_COLUMNS, VEHICLE_COLUMNS
from safeconduct.files.geojson_out import corridors_geojson
from safeconduct.files.gpx import NAMESPACE, corridors_gpx
from safeconduct.files.plan_folder import PLAN_FILES
from safeconduct.files.timetable_csv import COLUMNS, timetable_csv
from safeconduct.model.people import Headcount

DOCS = Path(__file__).parents[2] / "docs/reference"


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def features(sample: Sample) -> list[dict[str, Any]]:
    made: dict[str, Any] = json.loads(corridors_geojson(sample.plan, sample.scenario))
    assert made["type"] == "FeatureCollection"
    west, south, east, north = made["bbox"]
    assert west < east
    assert south < north
    listed: list[dict[str, Any]] = made["features"]
    return listed


def test_geojson_holds_every_route_and_point(sample: Sample) -> None:
    found = features(sample)
    kinds = [one["properties"]["feature"] for one in found]
    assert kinds.count("route") == sum(len(option.routes) for option in sample.plan.options)
    assert kinds.count("way-point") == sum(len(route.way_points) for route in sample.plan.chosen_option.routes)
    assert kinds.count("assembly point") == 2
    assert kinds.count("exit") == 1
    for one in found:
        assert set(one) == {"type", "geometry", "properties"}
        if one["properties"]["feature"] == "route":
            assert one["geometry"]["type"] == "LineString"
            lon, lat = one["geometry"]["coordinates"][0]
            assert 37 < lon < 39
            assert 47 < lat < 48
    assert {one["properties"]["letter"] for one in found if one["properties"].get("chosen")} == {"A", "B", "C"}


def test_a_route_of_no_length_has_no_geometry(sample: Sample) -> None:
    route = replace(sample.plan.chosen_option.routes[0], geometry=(), arcs=())
    plan = replace(sample.plan, options=(replace(sample.plan.chosen_option, routes=(route,)),))
    found = json.loads(corridors_geojson(plan, sample.scenario))["features"]
    assert found[0]["geometry"] is None


def test_gpx_keeps_every_chosen_route_as_way_points_and_as_road(sample: Sample) -> None:
    root = ElementTree.fromstring(corridors_gpx(sample.plan, sample.scenario))
    routes = root.findall(f"{{{NAMESPACE}}}rte")
    assert len(root.findall(f"{{{NAMESPACE}}}trk")) == 3
    assert [len(route.findall(f"{{{NAMESPACE}}}rtept")) for route in routes] == [
        len(r.way_points) for r in sample.plan.chosen_option.routes
    ]


def test_gpx_tells_neither_why_a_route_was_chosen_nor_how_many_people_wait(sample: Sample) -> None:
    text = corridors_gpx(sample.plan, sample.scenario).decode()
    for option in sample.plan.options:
        assert option.why not in text
        assert not any(route.why in text for route in option.routes if route.why)
    assert "people" not in text
    assert not any(closure.note in text for closure in sample.scenario.closures if closure.note)


def test_gpx_escapes_names(sample: Sample) -> None:
    plan = replace(sample.plan, scenario_name="a < b & \x01c")
    root = ElementTree.fromstring(corridors_gpx(plan, sample.scenario))
    assert root.findtext(f".//{{{NAMESPACE}}}metadata/{{{NAMESPACE}}}name") == "a < b & \ufffdc"


def rows(sample: Sample) -> list[dict[str, str]]:
    data = timetable_csv(sample.plan, sample.scenario)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n")
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_timetable_adds_up_and_its_times_have_offsets(sample: Sample) -> None:
    found = rows(sample)
    assert list(found[0]) == [name for name, _ in COLUMNS]
    total = Headcount()
    for row in found:
        total += Headcount(int(row["people_able"]), int(row["people_seated"]), int(row["people_stretcher"]))
        for name in ("depart", "arrive", "clear", "out"):
            assert datetime.fromisoformat(row[name]).tzinfo is not None
    expected = Headcount()
    for packet in sample.plan.timetable.packets:
        expected += packet.people
    assert total == expected
    assert any(row["families"] == "F2 x 1" for row in found)


@pytest.mark.parametrize("bad", ["=1+1", "+1", "-1", "@cmd", "\tx"])
def test_a_text_is_never_a_formula(sample: Sample, bad: str) -> None:
    group = replace(sample.scenario.groups[0], name=bad)
    scenario = replace(sample.scenario, groups=(group, *sample.scenario.groups[1:]))
    assert {row["group"] for row in rows(Sample(sample.plan, sample.network, scenario))} == {f"'{bad}", "Амвросіївка"}


def test_the_reference_page_has_every_file_and_column() -> None:
    page = (DOCS / "plan-folder.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `([^`]+)` \| (.*) \|$", page, re.MULTILINE)
    wanted = [*PLAN_FILES, *COLUMNS, *VEHICLE_COLUMNS, *PASSAGE_COLUMNS, *MANIFEST_COLUMNS]
    assert table[: len(wanted)] == wanted


def test_the_reference_page_has_every_key_of_a_plan(sample: Sample) -> None:
    page = (DOCS / "plan-json.md").read_text(encoding="utf-8")
    keys = {key for row in re.findall(r"^\| (`[^|]+) \|", page, re.MULTILINE) for key in re.findall(r"`([^`]+)`", row)}
    assert keys == set(sample.plan.__dataclass_fields__)
