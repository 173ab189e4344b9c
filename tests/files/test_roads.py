from __future__ import annotations

import re
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from safeconduct.files.roads import read_raw, read_roads, road_kind
from safeconduct.model.errors import BadInputError
from safeconduct.model.place import LonLat, distance_m
from safeconduct.model.scenario import RoadSource

OSM = Path(__file__).parents[2].parent / "shared/data/osm"
TOWN = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
 <node id="1" lat="47.50" lon="38.00"/><node id="2" lat="47.50" lon="38.01"/><node id="3" lat="47.50" lon="38.02"/>
 <node id="4" lat="47.51" lon="38.01"/><node id="5" lat="47.49" lon="38.01"/>
 <node id="6" lat="47.505" lon="38.01"><tag k="barrier" v="bollard"/></node>
 <node id="7" lat="47.50" lon="38.00"><tag k="place" v="town"/><tag k="name" v="Миргород"/><tag k="name:en" v="Myrhorod"/></node>
 <node id="8" lat="47.49" lon="38.01"><tag k="barrier" v="border_control"/></node>
 <way id="11"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="name" v="Миру"/></way>
 <way id="12"><nd ref="2"/><nd ref="3"/><tag k="highway" v="primary"/><tag k="bridge" v="yes"/></way>
 <way id="13"><nd ref="2"/>BARRIER<nd ref="4"/><tag k="highway" v="secondary"/></way>
 <way id="14"><nd ref="2"/><nd ref="5"/><tag k="highway" v="track"/></way>
 <way id="15"><nd ref="1"/><nd ref="3"/><tag k="route" v="ferry"/></way>
 <way id="16"><nd ref="1"/><nd ref="4"/><tag k="highway" v="construction"/></way>
 <relation id="21"><member type="way" ref="11" role="from"/><member type="node" ref="2" role="via"/>
  <member type="way" ref="13" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>
 <relation id="22"><member type="way" ref="11" role="from"/><member type="way" ref="12" role="via"/>
  <member type="way" ref="13" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>
</osm>
"""


def town(folder: Path, *, barrier: bool = False) -> Path:
    path = folder / "town.osm"
    path.write_text(TOWN.replace("BARRIER", '<nd ref="6"/>' if barrier else ""), encoding="utf-8")
    return path


def data(name: str) -> Path:
    path = OSM / name
    if not path.is_file():
        pytest.skip(f"{name} is not on this machine")
    return path


def codes(error: pytest.ExceptionInfo[BadInputError]) -> list[str]:
    return [one.code for one in error.value.notices]


def outcome(path: Path) -> str:
    try:
        read_roads(path, RoadSource(""), cache=None)
    except BadInputError as error:
        return error.notices[0].code
    return "read"


def test_an_osm_file_with_everything(tmp_path: Path) -> None:
    network, notices = read_roads(town(tmp_path), RoadSource("town.osm"), cache=None)
    assert {name for index in range(network.arcs) if (name := network.arc_name(index).name)} == {"Миру"}
    assert [(place.name, place.kind) for place in network.places] == [("Миргород", "town"), ("border control", "crossing")]
    assert network.places[0].names[0].text == "Myrhorod"
    assert sorted({one.code for one in notices}) == ["road-age-unknown", "road-turns-via-way"]
    assert all(one.where.file == "town.osm" for one in notices)
    assert int((network.road_class < 0).sum()) > 0
    assert network.bridge.any()
    assert "OpenStreetMap" in network.attribution
    assert 5 not in network.node_key.tolist()


def test_minor_roads_come_with_the_setting(tmp_path: Path) -> None:
    network, _ = read_roads(town(tmp_path), RoadSource("town.osm", include_minor=True), cache=None)
    assert 5 in network.node_key.tolist()


def test_a_barrier_cuts_the_road(tmp_path: Path) -> None:
    whole, _ = read_roads(town(tmp_path), RoadSource("town.osm"), cache=None)
    cut, notices = read_roads(town(tmp_path, barrier=True), RoadSource("town.osm"), cache=None)
    assert (int(whole.component.max()), int(cut.component.max())) == (0, 1)
    assert "road-blocked" in {one.code for one in notices}


def test_overrides_and_attribution(tmp_path: Path) -> None:
    source = RoadSource("x", speed_kmh=(("primary", 33.0),), capacity_vph=(("primary", 444.0),), attribution="Ours")
    network, _ = read_roads(town(tmp_path), source, cache=None)
    assert 33.0 in network.speed_kmh.tolist()
    assert 444.0 in network.capacity_vph.tolist()
    assert network.attribution == "Ours"


def test_bad_overrides_are_all_told(tmp_path: Path) -> None:
    source = RoadSource("x", speed_kmh=(("primari", 33.0), ("primary", -1.0)), capacity_vph=(("track", float("nan")),))
    with pytest.raises(BadInputError) as error:
        read_roads(town(tmp_path), source, cache=None)
    assert codes(error) == ["road-class-unknown", "road-override-value", "road-override-value"]


def test_roads_with_missing_points_are_cut_there(tmp_path: Path) -> None:
    path = tmp_path / "clip.osm"
    path.write_text(TOWN.replace('<way id="11">', '<way id="11"><nd ref="99"/>').replace("BARRIER", ""), encoding="utf-8")
    network, notices = read_roads(path, RoadSource("x"), cache=None)
    assert "road-nodes-missing" in {one.code for one in notices}
    assert 99 not in network.node_key.tolist()
    assert 1 in network.node_key.tolist()


@pytest.mark.parametrize("drawn", ["by hand", "points last"])
def test_points_with_negative_numbers_or_behind_the_roads(tmp_path: Path, drawn: str) -> None:
    text = TOWN.replace("BARRIER", "")
    if drawn == "by hand":
        text = re.sub(r'(node id|nd ref)="(\d)"', r'\1="-2\2"', text)
        text = text.replace('type="node" ref="2"', 'type="node" ref="-22"')
    else:
        nodes = "".join(re.findall(r" <node.*\n", text))
        text = re.sub(r" <node.*\n", "", text).replace("</osm>", nodes + "</osm>")
    path = tmp_path / "drawn.osm"
    path.write_text(text, encoding="utf-8")
    network, notices = read_roads(path, RoadSource("x"), cache=None)
    usual, _ = read_roads(town(tmp_path), RoadSource("x"), cache=None)
    assert (network.nodes, network.arcs) == (usual.nodes, usual.arcs)
    assert float(network.length_m.sum()) == pytest.approx(float(usual.length_m.sum()))
    assert "road-nodes-missing" not in {one.code for one in notices}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.osm.pbf", b"", "road-unreadable"),
        ("a.osm.pbf", bytes(range(256)) * 40, "road-unreadable"),
        ("a.osm", b"<osm version='0.6'><node id='1' lat=", "road-unreadable"),
        ("a.osm", b"<html></html>", "road-unreadable"),
        ("a.osm", b"<?xml version='1.0'?><osm version='0.6'></osm>", "road-none"),
        ("a.osm", b"\x00\x01\x02" * 100, "road-unreadable"),
        ("a.osm.gz", b"not gzip", "road-unreadable"),
        ("a.xlsx", b"PK", "road-format"),
        ("a.geojson", b"\xff\xfe", "road-unreadable"),
        ("a.geojson", b"[1, 2", "road-unreadable"),
        ("a.geojson", b"[" * 100_000, "road-unreadable"),
        ("a.geojson", b"{}", "road-unreadable"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": []}', "road-none"),
        ("a.json", b'{"features": [1, null, {"geometry": 3}]}', "road-feature"),
        ("a.csv", b"\x00\x00\x00", "road-unreadable"),
        ("a.csv", b"a,b\n1,2\n", "road-columns"),
        ("a.csv", b"\xff\xfe\xfa", "road-unreadable"),
    ],
)
def test_garbage_gives_notices(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInputError) as error:
        read_roads(path, RoadSource(name), cache=tmp_path / "cache")
    assert code in codes(error)
    assert all(one.where.file for one in error.value.notices)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as error:
        read_roads(tmp_path / "no.osm.pbf", RoadSource(""), cache=None)
    assert codes(error) == ["road-missing"]
    (tmp_path / "dir.osm").mkdir()
    with pytest.raises(BadInputError) as error:
        read_roads(tmp_path / "dir.osm", RoadSource(""), cache=None)
    assert codes(error) == ["road-unreadable"]


def test_a_pbf_cut_anywhere_gives_notices(tmp_path: Path) -> None:
    whole = data("liechtenstein_2015.osm.pbf").read_bytes()
    for share in (0.02, 0.3, 0.5, 0.9, 0.999):
        path = tmp_path / "cut.osm.pbf"
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(BadInputError) as error:
            read_roads(path, RoadSource(""), cache=None)
        assert codes(error) == ["road-unreadable"]


def test_a_damaged_pbf_never_ends_in_another_error(tmp_path: Path) -> None:
    whole = data("liechtenstein_2015.osm.pbf").read_bytes()
    rng = np.random.default_rng(7)
    path = tmp_path / "bad.osm.pbf"
    for _ in range(12):
        bad = bytearray(whole)
        for place in rng.integers(0, len(whole), 20).tolist():
            bad[place] = int(rng.integers(256))
        path.write_bytes(bad)
        assert outcome(path) in {"read", "road-unreadable", "road-none"}


@pytest.mark.parametrize(
    ("name", "kind"), [("a.osm.pbf", "osm"), ("A.PBF", "osm"), ("a.geojson", "geojson"), ("r.csv", "csv"), ("a.txt", "")]
)
def test_kinds(name: str, kind: str) -> None:
    assert road_kind(Path(name)) == kind


def test_distances_on_real_roads_equal_those_on_every_segment() -> None:
    path = data("liechtenstein_2015.osm.pbf")
    raw, _ = read_raw(path, RoadSource(""))
    network, _ = read_roads(path, RoadSource(""), cache=None)
    plain: nx.DiGraph[int] = nx.DiGraph()
    total = 0.0
    blocked = set(raw.blocked.tolist())
    for way in range(raw.ways):
        for i in range(int(raw.way_start[way]), int(raw.way_start[way + 1]) - 1):
            ends = [LonLat(float(raw.point_lon[j]), float(raw.point_lat[j])) for j in (i, i + 1)]
            length = distance_m(*ends)
            a, b = int(raw.point_key[i]), int(raw.point_key[i + 1])
            if a in blocked or b in blocked:  # nothing passes, but the length is there
                a, b = (-2 * i - 1 if a in blocked else a), (-2 * i - 2 if b in blocked else b)
            for u, v in [(a, b)] if raw.oneway[way] else [(a, b), (b, a)]:
                total += length
                plain.add_edge(u, v, length=min(length, plain.get_edge_data(u, v, {"length": length})["length"]))
    assert float(network.length_m.sum()) == pytest.approx(total, rel=1e-9)
    short: nx.DiGraph[int] = nx.DiGraph()
    for arc in range(network.arcs):
        u, v, length = int(network.tail[arc]), int(network.head[arc]), float(network.length_m[arc])
        short.add_edge(u, v, length=min(length, short.get_edge_data(u, v, {"length": length})["length"]))
    key = network.node_key.tolist()
    hubs = {k: i for i, k in enumerate(key) if k >= 0}
    near_turns = {rule.via for rule in raw.turns}
    rng = np.random.default_rng(3)
    for source in rng.choice([k for k in hubs if k in plain and k not in near_turns], 5).tolist():
        expected = nx.single_source_dijkstra_path_length(plain, source, weight="length")
        found = nx.single_source_dijkstra_path_length(short, hubs[source], weight="length")
        compared = [(found.get(node), expected.get(k)) for k, node in hubs.items() if k not in near_turns]
        # Turn restrictions may only make a way longer; nearly all ways are untouched by the few there are.
        assert all((a is None) == (b is None) and (a is None or b is None or a >= b - 1e-6) for a, b in compared)
        same = sum(a == b or (a is not None and b is not None and abs(a - b) < 1e-6) for a, b in compared)
        assert same / len(compared) > 0.9


def test_no_forbidden_turn_can_be_driven_in_a_real_town() -> None:
    path = data("heidelberg_2024.osm.pbf")
    raw, _ = read_raw(path, RoadSource(""))
    network, notices = read_roads(path, RoadSource(""), cache=None)
    hub = {key: node for node, key in enumerate(network.node_key.tolist()) if key >= 0}
    turns: dict[int, set[int]] = {}
    for arc in np.flatnonzero(network.road_class < 0).tolist():
        turns.setdefault(int(network.tail[arc]), set()).add(int(network.head[arc]))
    checked = 0
    for rule in raw.turns:
        if rule.only or rule.via not in hub:
            continue
        spot = network.node_point(hub[rule.via])
        here = [n for n in [hub[rule.via], *turns.get(hub[rule.via], ())] if network.node_point(n) == spot]
        came = [
            a
            for a in np.flatnonzero(network.way_id == rule.from_way).tolist()
            if network.node_point(int(network.head[a])) == spot
        ]
        left = [a for a in np.flatnonzero(network.way_id == rule.to_way).tolist() if int(network.tail[a]) in here]
        if len(came) != 1 or len(left) != 1 or came == left:
            continue
        checked += 1
        end, begin = int(network.head[came[0]]), int(network.tail[left[0]])
        assert end != begin
        assert begin not in turns.get(end, set())
        assert begin in turns[hub[rule.via]] or not turns.get(hub[rule.via])
    assert checked > 50
    assert "road-turns-skipped" in {one.code for one in notices}
