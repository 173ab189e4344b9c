from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from files.test_roads import data, town
from safeconduct.files.roads import read_raw, read_roads
from safeconduct.files.roads_clip import Box, clip_roads, touches
from safeconduct.model.errors import BadInputError, RefusedError
from safeconduct.model.scenario import RoadSource

FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (64, resource.RLIM_INFINITY))  # 64 bytes are the whole disk
from safeconduct.__main__ import main
main()
"""
EAST = Box(38.011, 47.499, 38.03, 47.501)


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "3,2,1,4", "1,4,3,2", "-200,0,1,1", "0,0,1,91", "nan,0,1,1"])
def test_a_bad_box_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"W,S,E,N|west"):
        Box.parse(text)


def test_a_box() -> None:
    assert Box.parse("46.3, 39.2,47.6,40.5") == Box(46.3, 39.2, 47.6, 40.5)


def test_touching_is_a_point_inside_or_a_stretch_across() -> None:
    lines = [
        [(0.0, 0.0), (1.0, 1.0)],
        [(-5.0, 0.5), (5.0, 0.6)],
        [(-1.0, 1.5), (0.4, 3.0)],
        [(5.0, 5.0), (5.0, 6.0)],
        [(-1.0, 0.9), (0.1, 2.1)],
    ]
    points = np.array([point for line in lines for point in line])
    start = np.array([0, 2, 4, 6, 8, 10])
    found = touches(points[:, 0], points[:, 1], start, Box(0.2, 0.2, 1.2, 1.2))
    assert found.tolist() == [True, True, False, False, False]
    upright = np.array([(0.5, -9.0), (0.5, 9.0), (1.5, -9.0), (1.5, 9.0)])
    assert touches(upright[:, 0], upright[:, 1], np.array([0, 2, 4]), Box(0, 0, 1, 1)).tolist() == [True, False]


def test_roads_stay_whole_and_places_and_rules_go_along(tmp_path: Path) -> None:
    out = tmp_path / "clip.osm"
    clipped = clip_roads(town(tmp_path), EAST, out)
    assert (clipped.ways, clipped.nodes, clipped.restrictions) == (1, 2, 0)
    raw, _ = read_raw(out, RoadSource(""))
    assert raw.way_id.tolist() == [12]
    wide = clip_roads(town(tmp_path), Box(37.9, 47.4, 38.1, 47.6), tmp_path / "wide.osm.pbf")
    assert wide.restrictions == 2
    raw, _ = read_raw(tmp_path / "wide.osm.pbf", RoadSource(""))
    assert len(raw.turns) == 1
    assert len(raw.places) == 2
    assert wide.bytes == (tmp_path / "wide.osm.pbf").stat().st_size


def test_real_roads_inside_the_box_are_the_same(tmp_path: Path) -> None:
    path, box = data("liechtenstein_2015.osm.pbf"), Box(9.50, 47.10, 9.54, 47.16)
    out = tmp_path / "vaduz.osm.pbf"
    clip_roads(path, box, out)
    whole, part = read_raw(path, RoadSource(""))[0], read_raw(out, RoadSource(""))[0]
    kept = touches(whole.point_lon, whole.point_lat, whole.way_start, box)
    assert sorted(part.way_id.tolist()) == sorted(whole.way_id[kept].tolist())
    assert part.point_key.size == int(np.diff(whole.way_start)[kept].sum())
    day = [dict(one.values)["day"] for one in read_roads(out, RoadSource(""), cache=None)[1] if one.code == "road-age"]
    assert day == ["2015-07-27"]


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    path, out = town(tmp_path), tmp_path / "clip.osm"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(RefusedError):
        clip_roads(path, EAST, out)
    assert out.read_text(encoding="utf-8") == "mine"
    assert clip_roads(path, EAST, out, force=True).ways == 1
    with pytest.raises(RefusedError):
        clip_roads(path, EAST, path, force=True)


def test_no_road_in_the_box_leaves_nothing_behind(tmp_path: Path) -> None:
    path = town(tmp_path)
    with pytest.raises(BadInputError):
        clip_roads(path, Box(1, 1, 2, 2), tmp_path / "clip.osm")
    assert [one.name for one in tmp_path.iterdir()] == ["town.osm"]


def test_damaged_files_and_places_that_cannot_be_written(tmp_path: Path) -> None:
    whole = data("liechtenstein_2015.osm.pbf").read_bytes()
    bad = tmp_path / "bad.osm.pbf"
    bad.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadInputError):
        clip_roads(bad, Box(9, 47, 10, 48), tmp_path / "out.osm.pbf")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BadInputError):
        clip_roads(town(tmp_path), EAST, tmp_path / "file" / "out.osm")
    with pytest.raises(BadInputError):
        clip_roads(tmp_path / "none.osm", EAST, tmp_path / "out.osm")


def test_geojson_keeps_features_as_they_are(tmp_path: Path) -> None:
    near = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[38.0, 47.5], [38.02, 47.5]]},
        "properties": {"highway": "primary", "x": 1},
    }
    far = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[10.0, 47.5], [10.02, 47.5]]},
        "properties": {"highway": "primary"},
    }
    town_ = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [38.02, 47.5]},
        "properties": {"place": "town", "name": "Мирне"},
    }
    path = tmp_path / "a.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "name": "n", "features": [near, far, town_, None]}), encoding="utf-8"
    )
    clipped = clip_roads(path, EAST, tmp_path / "b.geojson")
    written = json.loads((tmp_path / "b.geojson").read_text(encoding="utf-8"))
    assert written == {"type": "FeatureCollection", "name": "n", "features": [near, town_]}
    assert clipped.ways == 1


def test_a_csv_is_refused(tmp_path: Path) -> None:
    (tmp_path / "roads.csv").write_text("from,to\n", encoding="utf-8")
    with pytest.raises(RefusedError):
        clip_roads(tmp_path / "roads.csv", EAST, tmp_path / "b.csv")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    source = town(tmp_path)
    out = tmp_path / "out" / "clip.osm.pbf"
    command = [sys.executable, "-c", FULL, "roads", "clip", str(source), "--bbox", "37.9,47.4,38.1,47.6", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
    assert "road-not-written: clip.osm.pbf: clip.osm.pbf cannot be written: File too large." in done.stderr
    assert list(out.parent.iterdir()) == []
