from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from good_folder import FILES, TOML, codes, good, read, write
from safeconduct.files.scenario import find_road_file, read_scenario
from safeconduct.model.notice import errors_of
from safeconduct.model.people import Headcount
from safeconduct.model.place import LonLat


def test_a_good_folder_reads_without_errors_or_warnings(tmp_path: Path) -> None:
    scenario, notices = read(tmp_path)
    assert scenario is not None
    assert [str(one) for one in notices if one.severity != "info"] == []
    assert scenario.people == Headcount(300, 10, 2)
    assert scenario.start == datetime(2014, 8, 29, 5, tzinfo=UTC)
    assert scenario.windows[0].span.start == datetime(2014, 8, 29, 6, tzinfo=UTC)
    assert scenario.zones == ("Europe/Kyiv", "Europe/Moscow")
    assert scenario.get_group("G1").families[0].count == 2
    assert scenario.incidents[0].day == date(2014, 8, 27)
    assert [answer.party for answer in scenario.terms[0].answers] == ["A", "B"]
    assert scenario.roads.file == "roads.csv"
    assert len(scenario.roads.sha256) == 64


def test_the_hash_covers_every_file_and_nothing_else(tmp_path: Path) -> None:
    first = good(tmp_path / "a").input_hash
    assert good(tmp_path / "b").input_hash == first
    (tmp_path / "b" / "README.md").write_text("not read", encoding="utf-8")
    assert good(tmp_path / "b").input_hash == first
    for number, name in enumerate(FILES):
        folder = write(tmp_path / f"c{number}")
        changed = (folder / name).read_bytes() + b"\n# \n"
        (folder / name).write_bytes(changed)
        scenario, notices = read_scenario(folder)
        assert scenario is not None, [str(one) for one in notices]
        assert scenario.input_hash != first, name


def test_places_beside_a_csv_of_roads_are_hashed(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "places.csv").write_text("name,lon,lat\nAlpha,38,47\n", encoding="utf-8")
    before = read_scenario(folder)[0]
    (folder / "places.csv").write_text("name,lon,lat\nAlpha,38,48\n", encoding="utf-8")
    after = read_scenario(folder)[0]
    assert before is not None
    assert after is not None
    assert before.input_hash != after.input_hash


def test_roads_may_lie_outside_the_folder(tmp_path: Path) -> None:
    (tmp_path / "big.osm.pbf").write_bytes(b"x")
    scenario = good(tmp_path / "s", roads_csv=None, scenario_toml=TOML + '[roads]\nfile = "../big.osm.pbf"\nschematic = true\n')
    assert scenario.roads.file == "../big.osm.pbf"
    assert scenario.roads.schematic


def test_find_road_file(tmp_path: Path) -> None:
    found = find_road_file(write(tmp_path / "a"))
    assert found is not None
    assert found.name == "roads.csv"
    assert find_road_file(write(tmp_path / "b", roads_csv=None)) is None
    assert find_road_file(tmp_path / "nowhere") is None


def test_no_such_folder(tmp_path: Path) -> None:
    scenario, notices = read_scenario(tmp_path / "nowhere")
    assert scenario is None
    assert [one.code for one in notices] == ["folder-missing"]


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert [one.code for one in read_scenario(tmp_path / "file")[1]] == ["folder-missing"]


def test_an_empty_folder_names_all_that_is_missing(tmp_path: Path) -> None:
    scenario, notices = read_scenario(tmp_path)
    assert scenario is None
    assert {str(one.where) for one in notices if one.code == "file-missing"} == {"scenario.toml", "groups.csv", "exits.csv"}
    assert "roads-missing" in {one.code for one in notices}


def test_only_the_needed_tables(tmp_path: Path) -> None:
    scenario = good(
        tmp_path,
        vehicles_csv=None,
        families_csv=None,
        windows_csv=None,
        incidents_csv=None,
        terms_t1_toml=None,
        groups_csv="id,name,lon,lat,people,own_cars\nG1,Alpha,38,47,40,10\n",
    )
    assert scenario.fleet == ()
    assert scenario.people == Headcount(40)


# One fault each: what is replaced, and the code that must appear. The good folder above shows that without it none does.
FAULTS: dict[str, dict[str, str | bytes | None]] = {
    "toml-broken": {"scenario_toml": TOML + "x = = 1"},
    "toml-missing": {"scenario_toml": TOML.replace('name = "Test"\n', "")},
    "toml-type": {"scenario_toml": TOML.replace('"Test"', "12")},
    "toml-key-unknown": {"scenario_toml": TOML + "[convoy]\npacket_sise = 8\n"},
    "zone-missing": {"scenario_toml": "\n".join(line for line in TOML.splitlines() if "zone" not in line)},
    "zone-unknown": {"scenario_toml": TOML.replace('zone = "Europe/Kyiv"', 'zone = "Europe/Kyv"')},
    "time-without-zone": {"scenario_toml": "\n".join(line for line in TOML.splitlines() if "zone" not in line)},
    "times-order": {"scenario_toml": TOML.replace("29 20:00", "28 20:00")},
    "setting-range": {"scenario_toml": TOML + "[convoy]\npacket_size = 0\n"},
    "setting-step": {"scenario_toml": TOML + "[plan]\nstep_s = 7\n"},
    "setting-headway": {"scenario_toml": TOML + "[convoy]\nvehicle_gap_s = 30\npacket_headway_s = 20\n"},
    "cell-choice": {"scenario_toml": TOML + '[plan]\npreference = "quickest"\n'},
    "movement-long": {"scenario_toml": TOML.replace('"2014-08-29 20:00"', '"2014-09-29 20:00"')},
    "roads-missing": {"roads_csv": None},
    "file-missing": {"groups_csv": None},
    "file-empty": {"groups_csv": ""},
    "file-binary": {"groups_csv": bytes(range(256)) * 8},
    "file-two-versions": {"groups_tsv": "id\n"},
    "file-format": {"windows_csv": None, "windows_xls": b"x"},
    "file-unknown": {"vehicle_csv": "id,kind\n"},
    "table-no-rows": {"groups_csv": "id,name,lon,lat,able\n"},
    "table-no-rows-optional": {"windows_csv": "id,from,to\n"},
    "column-missing": {"groups_csv": "id,name,lat,able\nG1,Alpha,47,3\n"},
    "column-twice": {"exits_csv": "id,name,lon,lon,lat\nX1,Gamma,38.3,38.3,47.7\n"},
    "column-unknown": {"exits_csv": "id,name,lon,lat,bedz\nX1,Gamma,38.3,47.7,5\n"},
    "column-personal": {"exits_csv": "id,name,lon,lat,religion\nX1,Gamma,38.3,47.7,x\n"},
    "column-ignored": {"exits_csv": "id,name,lon,lat,zzzz\nX1,Gamma,38.3,47.7,x\n"},
    "row-too-long": {"exits_csv": "id,name,lon,lat\nX1,Gamma,38,3,47,7\n"},
    "cell-missing": {"exits_csv": "id,name,lon,lat\nX1,Gamma,,47.7\n"},
    "cell-number": {"exits_csv": "id,name,lon,lat\nX1,Gamma,38 east,47.7\n"},
    "cell-whole": {"exits_csv": "id,name,lon,lat,beds\nX1,Gamma,38.3,47.7,4.5\n"},
    "cell-thousands": {"exits_csv": "id,name,lon,lat,beds\nX1,Gamma,38.3,47.7,12.000\n"},
    "cell-negative": {"exits_csv": "id,name,lon,lat,beds\nX1,Gamma,38.3,47.7,-1\n"},
    "cell-range": {"exits_csv": "id,name,lon,lat,beds\nX1,Gamma,38.3,47.7,6000000\n"},
    "cell-long": {"exits_csv": f"id,name,lon,lat\n{'X' * 50},Gamma,38.3,47.7\n"},
    "time-unreadable": {"exits_csv": "id,name,lon,lat,opens\nX1,Gamma,38.3,47.7,09:00 Kyiv\n"},
    "time-order-unknown": {"exits_csv": "id,name,lon,lat,opens\nX1,Gamma,38.3,47.7,08/09/2014 09:00\n"},
    "time-midnight": {"windows_csv": "id,from,to\nW1,2014-08-29,18:00\n"},
    "time-twice": {"exits_csv": "id,name,lon,lat,closes\nX1,Gamma,38.3,47.7,2014-10-26 03:30\n"},
    "time-skipped": {"exits_csv": "id,name,lon,lat,opens\nX1,Gamma,38.3,47.7,2014-03-30 03:30\n"},
    "point-range": {"exits_csv": "id,name,lon,lat\nX1,Gamma,3830000,4770000\n"},
    "point-swapped": {"exits_csv": "id,name,lon,lat\nX1,Gamma,47.7,138.3\n"},
    "point-zero": {"exits_csv": "id,name,lon,lat\nX1,Gamma,0,0\n"},
    "id-made": {"exits_csv": "id,name,lon,lat\n,Gamma,38.3,47.7\n"},
    "id-twice": {"vehicles_csv": "id,kind,count\nV1,bus,3\nv1,ambulance,2\n"},
    "people-none": {"groups_csv": "id,name,lon,lat,able\nG1,Alpha,38,47,0\n", "families_csv": None},
    "people-sum": {"groups_csv": "id,name,lon,lat,people,able,seated\nG1,Alpha,38,47,100,80,10\n"},
    "group-empty": {"groups_csv": "id,name,lon,lat,able,seated\nG1,Alpha,38,47,50,5\nG2,Beta,38,47,0,0\n"},
    "group-cars": {"groups_csv": "id,name,lon,lat,able,seated,own_cars\nG1,Alpha,38,47,50,5,60\n"},
    "families-many": {"families_csv": "id,group,able,count\nF1,G1,5,50\n"},
    "family-group": {"families_csv": "id,group,able\nF1,G7,5\n"},
    "family-empty": {"families_csv": "id,group,able\nF1,G1,0\n"},
    "family-one": {"families_csv": "id,group,able\nF1,G1,1\n"},
    "family-large": {
        "families_csv": "id,group,able\nF1,G1,60\n",
        "scenario_toml": TOML + "[convoy]\npacket_size = 1\n",
    },
    "ready-late": {"groups_csv": "id,name,lon,lat,able,seated,ready\nG1,Alpha,38,47,50,5,21:00\n"},
    "exit-opens-late": {"exits_csv": "id,name,lon,lat,opens\nX1,Gamma,38.3,47.7,18:30\n"},
    "exit-closes-early": {"exits_csv": "id,name,lon,lat,closes\nX1,Gamma,38.3,47.7,08:30\n"},
    "beds-few": {"exits_csv": "id,name,lon,lat,beds\nX1,Gamma,38.3,47.7,10\n"},
    "window-outside": {"windows_csv": "id,from,to\nW1,09:00,18:00\nW2,2014-08-30 09:00,2014-08-30 10:00\n"},
    "windows-never-open": {"windows_csv": "id,from,to,scope,exit\nW1,09:00,10:00,all,\nW2,11:00,12:00,exit,X1\n"},
    "window-exit": {"windows_csv": "id,from,to,scope,exit\nW1,09:00,10:00,exit,X9\n"},
    "window-exit-unused": {"windows_csv": "id,from,to,scope,exit\nW1,09:00,10:00,all,X1\n"},
    "window-area": {"windows_csv": "id,from,to,scope\nW1,09:00,10:00,area\n"},
    "vehicle-kind": {"vehicles_csv": "id,kind,count,seats\nV1,tram,3,50\nV2,ambulance,2,\n"},
    "vehicle-kind-seats": {"vehicles_csv": "id,kind,count,seats\nV1,tram,3,\nV2,ambulance,2,\n"},
    "vehicle-no-places": {"vehicles_csv": "id,kind,count,seats\nV1,bus,3,0\nV2,ambulance,2,\n"},
    "vehicle-count": {"vehicles_csv": "id,kind,count\nV1,bus,0\nV2,ambulance,2\n"},
    "seats-none": {"vehicles_csv": None, "groups_csv": "id,name,lon,lat,able,seated\nG1,Alpha,38,47,50,5\n"},
    "stretcher-no-places": {"vehicles_csv": "id,kind,count\nV1,bus,3\n"},
    "stretcher-few-places": {"groups_csv": "id,name,lon,lat,able,seated,stretcher\nG1,Alpha,38,47,50,5,9\n"},
    "closure-reason": {"closures_csv": "id,lon,lat,reason\nC1,38,47,minned\n"},
    "terms-none": {"terms_t1_toml": None},
    "incident-layout": {"incidents_csv": "when,where\n1,2\n"},
    "incident-row": {"incidents_csv": "date,lon,lat,severity\n2014-08-27,38.1,47.5,3\n2014-08-27,38.1,47.5,-3\n"},
    "incidents-later": {"incidents_csv": "date,lon,lat\n2014-08-27,38.1,47.5\n2014-08-29,38.1,47.5\n"},
    "incidents-old": {"incidents_csv": "date,lon,lat\n2014-08-07,38.1,47.5\n"},
    "incidents-none": {"incidents_csv": "date,lon,lat\n2014-08-30,38.1,47.5\n"},
}


@pytest.mark.parametrize("code", FAULTS)
def test_each_fault_is_told_and_a_good_folder_is_not(code: str, tmp_path: Path) -> None:
    assert code in codes(tmp_path / "bad", **FAULTS[code])
    assert code not in codes(tmp_path / "good")


def test_errors_and_only_errors_make_the_scenario_impossible(tmp_path: Path) -> None:
    for code, replaced in FAULTS.items():
        scenario, notices = read(tmp_path / code, **replaced)
        assert (scenario is None) == bool(errors_of(notices)), code


@pytest.mark.parametrize(
    ("given", "offered"), [("Europe/Kyv", "Europe/Kyiv"), ("Moscow", "Europe/Moscow"), ("MSK", ""), ("UTC+3", ""), ("EET-2", "")]
)
def test_a_zone_is_offered_only_where_it_is_likely_meant(given: str, offered: str, tmp_path: Path) -> None:
    notices = read(tmp_path, scenario_toml=TOML.replace('zone = "Europe/Kyiv"', f'zone = "{given}"'))[1]
    (told,) = [one for one in notices if one.code == "zone-unknown"]
    assert (f'Did you mean "{offered}"?' in told.cure) == bool(offered)
    assert ("Did you mean" in told.cure) == bool(offered)


def test_two_vehicles_never_share_a_serial(tmp_path: Path) -> None:
    rows = "id,kind,count\nV1,bus,3\nV2,ambulance,2\nV1-02,bus,1\n"
    told = [one for one in read(tmp_path / "a", vehicles_csv=rows)[1] if one.code == "id-twice"]
    assert [str(one.where) for one in told] == ["vehicles.csv, row 4, column 'id'"]
    assert "id-twice" not in codes(tmp_path / "b", vehicles_csv=rows.replace("V1-02", "V1-04"))


def test_a_swapped_point_among_plausible_ones_is_found(tmp_path: Path) -> None:
    swapped = "id,name,lon,lat,able,seated,stretcher\nG1,Alpha,38.0,47.5,200,10,2\nG2,Beta,47.6,38.1,100,0,0\n"
    found = [one for one in read(tmp_path / "a", groups_csv=swapped)[1] if one.code == "point-swapped"]
    assert [str(one.where) for one in found] == ["groups.csv, row 3"]
    far = swapped.replace("47.6,38.1", "60.0,38.1")
    assert "point-swapped" not in codes(tmp_path / "b", groups_csv=far)


def test_moments_of_one_zone_are_whole_seconds_apart_over_a_clock_change(tmp_path: Path) -> None:
    toml = TOML.replace("2014-08-29 08:00", "2014-10-26 01:00").replace("2014-08-29 20:00", "2014-10-26 06:00")
    scenario = good(tmp_path, scenario_toml=toml, windows_csv=None)
    assert (scenario.end - scenario.start).total_seconds() == 6 * 3600


def test_names_of_files_are_found_whatever_their_case(tmp_path: Path) -> None:
    folder = write(tmp_path, groups_csv=None)
    (folder / "Groups.CSV").write_bytes(b"id,name,lon,lat,able,seated\nG1,Alpha,38,47,50,5\n")
    scenario, _ = read_scenario(folder)
    assert scenario is not None
    assert scenario.people.total == 55


def test_overrides_and_settings_reach_the_scenario(tmp_path: Path) -> None:
    toml = TOML + "[roads]\ninclude_minor = true\nspeed_kmh = { track = 12 }\n[convoy]\npacket_size = 6\nconvoy_speed_kmh = 40\n"
    scenario = good(tmp_path, scenario_toml=toml)
    assert scenario.roads.speed_kmh == (("track", 12.0),)
    assert scenario.roads.include_minor
    assert scenario.settings.include_minor
    assert scenario.settings.packet_size == 6
    assert scenario.settings.convoy_speed_kmh == 40.0


def test_areas_and_circles_of_windows(tmp_path: Path) -> None:
    scenario = good(tmp_path / "a", windows_csv="id,from,to,scope,lon,lat,radius_m\nW1,09:00,18:00,area,38.1,47.6,2000\n")
    area = scenario.windows[0].area
    assert area is not None
    assert area.radius_m == 2000
    assert area.rings == ((LonLat(38.1, 47.6),),)
    ring = "[[38,47],[39,47],[39,48],[38,47]]"
    feature = (
        '{"type":"Feature","properties":{"id":"W1","from":"09:00","to":"18:00"},'
        f'"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}'
    )
    drawn = good(tmp_path / "b", windows_csv=None, windows_geojson=feature).windows[0]
    assert drawn.scope == "area"
    assert drawn.area is not None
    assert len(drawn.area.rings[0]) == 4
