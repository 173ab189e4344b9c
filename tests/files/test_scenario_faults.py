"""One folder with many planted faults: every one is told in one run, at its place."""

from __future__ import annotations

import json
from pathlib import Path

from good_folder import write
from safeconduct.files.scenario import read_scenario

TOML = """name = ""
zone = "Europe/Kiew"
zones = ["Europe/Kyiv"]
start = "2014-08-29T08:00+03:00"
end = "2014-08-29T20:00+03:00"
as_of = 2014-08-28
sead = 3

[plan]
preference = "quickest"
step_s = 7

[convoy]
vehicle_gap_s = 30
packet_headway_s = 10
packet_size = 99

[roads]
file = "roads.osm.pbf"
"""
GROUPS = """# who waits where
id,name,lon,lat,able,seated,stretcher,own_cars,people_per_car,ready,priority
G1,Alpha,38.0,47.5,200,10,9,5,4.7,,1
G1,Beta,38.1,47.6,-5,0,0,0,,,1
G3,Delta,47.7,38.2,30,0,0,0,,,0
G4,Epsilon,38.2,147.5,30,0,0,0,12,,1
G5,Zeta,0,0,3.5,0,0,0,,21:00,1
G6,Eta,38.2,47.5,12.000,0,0,0,,8/9/2014 07:00,1
G7,Theta,38.2,,many,0,0,0,,,1
"""
EXITS = """id;name;lon;lat;opens;closes;bedz
X1;Gamma;38,3;47,7;2014-08-29T21:00+03:00;2014-08-29T22:00+03:00;5
X2;Iota;38,35;47,6;2014-08-29T12:00+03:00;2014-08-29T10:00+03:00;5
;Kappa;38,31;47,65;09:00 Kyiv;;5
"""
VEHICLES = "id,kind,count,seats\nV1,bus,3,0\nV2,trolley,2,\nV3,bus,0,\n"
FAMILIES = "id,group,able,count\nF1,G9,3,1\nF2,G1,0,1\nF3,G1,60,50\n"
WINDOWS = """id,from,to,scope,exit
W1,2014-08-29T10:00+03:00,2014-08-29T09:00+03:00,all,
W2,2014-08-29T09:00+03:00,2014-08-29T17:00+03:00,exit,X7
W3,2014-08-29T09:00+03:00,2014-08-29T17:00+03:00,area,
W4,2014-09-29T09:00+03:00,2014-09-29T17:00+03:00,all,
W5,2014-08-29T09:00+03:00,2014-08-29T17:00+03:00,zone,
"""
INCIDENTS = "date,lon,lat,severity\n2014-07-01,38.1,47.5,3\n08/07/2014,38.1,47.5,3\n2014-07-02,381,47.5,3\n2014-08-29,38,47,1\n"
ARRIVALS = "group,time,able\nG9,2014-08-29T09:00+03:00,5\nG1,2014-08-29T09:00+03:00,0\n"
CHECKPOINTS = "id,name,lon,lat,search_s\nK1,Post,38.1,47.6,\n"
CHANGES = """id,at,kind,what,value
D1,2014-08-29T09:00+03:00,vehicle out,V7-01,
D2,2014-08-30T09:00+03:00,people,G1,20
D3,2014-08-29T10:00+03:00,window end,W7,2014-08-29T11:00+03:00
"""
TERM = 'id = "T1"\ntext = ""\n[[answers]]\nparty = "A"\nstate = "agreed"\n[[answers]]\nparty = "B"\nstate = "accepted"\n[limits]\nbuses = 3\n'


def closures() -> str:
    """Return closures with a crossing outline, an open ring, an empty line, an unknown reason and times out of order."""
    bow = [[[38, 47], [39, 48], [39, 47], [38, 48], [38, 47]]]
    rows: list[tuple[dict[str, object], dict[str, object]]] = [
        ({"id": "C1"}, {"type": "Polygon", "coordinates": bow}),
        ({"id": "C2"}, {"type": "Polygon", "coordinates": [[[38, 47], [39, 47], [39, 48]]]}),
        ({"id": "C3"}, {"type": "LineString", "coordinates": [[38, 47]]}),
        ({"id": "C4", "reason": "minned"}, {"type": "Point", "coordinates": [38, 47]}),
        (
            {"id": "C5", "from": "2014-08-29T12:00Z", "to": "2014-08-29T11:00Z"},
            {"type": "Point", "coordinates": [38, 47]},
        ),
    ]
    features = [{"type": "Feature", "properties": p, "geometry": g} for p, g in rows]
    return json.dumps({"type": "FeatureCollection", "features": features})


# Every fault planted above: the code that tells it, and where it must be told.
PLANTED = [
    ("toml-missing", "scenario.toml, column 'name'"),
    ("zone-unknown", "scenario.toml, column 'zone'"),
    ("toml-key-unknown", "scenario.toml, column 'sead'"),
    ("cell-choice", "scenario.toml, column 'plan.preference'"),
    ("setting-step", "scenario.toml, column 'plan.step_s'"),
    ("setting-headway", "scenario.toml, column 'convoy.packet_headway_s'"),
    ("setting-range", "scenario.toml, column 'convoy.packet_size'"),
    ("roads-missing", "scenario.toml, column 'roads.file'"),
    ("id-twice", "groups.csv, row 4, column 'id'"),
    ("cell-negative", "groups.csv, row 4, column 'able'"),
    ("point-swapped", "groups.csv, row 5"),
    ("cell-range", "groups.csv, row 5, column 'priority'"),
    ("point-swapped", "groups.csv, row 6, column 'lon'"),
    ("cell-range", "groups.csv, row 6, column 'people_per_car'"),
    ("point-zero", "groups.csv, row 7, column 'lon'"),
    ("cell-whole", "groups.csv, row 7, column 'able'"),
    ("time-without-zone", "groups.csv, row 7, column 'ready'"),
    ("cell-thousands", "groups.csv, row 8, column 'able'"),
    ("time-order-unknown", "groups.csv, row 8, column 'ready'"),
    ("cell-missing", "groups.csv, row 9, column 'lat'"),
    ("cell-number", "groups.csv, row 9, column 'able'"),
    ("column-unknown", "exits.csv, row 1"),
    ("exit-opens-late", "exits.csv, row 2, column 'opens'"),
    ("times-order", "exits.csv, row 3, column 'closes'"),
    ("id-made", "exits.csv, row 4, column 'id'"),
    ("time-unreadable", "exits.csv, row 4, column 'opens'"),
    ("vehicle-no-places", "vehicles.csv, row 2, column 'seats'"),
    ("vehicle-kind-seats", "vehicles.csv, row 3, column 'kind'"),
    ("vehicle-count", "vehicles.csv, row 4, column 'count'"),
    ("stretcher-no-places", "vehicles.csv"),
    ("family-group", "families.csv, row 2, column 'group'"),
    ("family-empty", "families.csv, row 3, column 'able'"),
    ("families-many", "families.csv, column 'able'"),
    ("family-large", "families.csv, row 4"),
    ("times-order", "windows.csv, row 2, column 'to'"),
    ("window-exit", "windows.csv, row 3, column 'exit'"),
    ("window-area", "windows.csv, row 4, column 'radius_m'"),
    ("window-outside", "windows.csv, row 5"),
    ("cell-choice", "windows.csv, row 6, column 'scope'"),
    ("closure-crossing", "closures.geojson, feature 1"),
    ("closure-ring-open", "closures.geojson, feature 2"),
    ("geometry-bad", "closures.geojson, feature 3"),
    ("closure-reason", "closures.geojson, feature 4, column 'reason'"),
    ("times-order", "closures.geojson, feature 5, column 'to'"),
    ("incident-row", "incidents.csv, row 3"),
    ("incident-row", "incidents.csv, row 4"),
    ("incidents-later", "incidents.csv"),
    ("incidents-old", "incidents.csv"),
    ("group-unknown", "arrivals.csv, row 2, column 'group'"),
    ("arrival-empty", "arrivals.csv, row 3, column 'people'"),
    ("cell-missing", "checkpoints.csv, row 2, column 'search_s'"),
    ("change-vehicle", "changes.csv, row 2, column 'what'"),
    ("change-time", "changes.csv, row 3, column 'at'"),
    ("change-window", "changes.csv, row 4, column 'what'"),
    ("term-limit-unknown", "terms/t1.toml, term 1, column 'limits'"),
    ("toml-missing", "terms/t1.toml, term 1"),
    ("cell-choice", "terms/t1.toml, term 1, column 'answers'"),
    ("term-no-paper", "terms/t1.toml, term 1, column 'answers'"),
    ("file-unknown", "vehicle.csv"),
    ("file-two-versions", "gazetteer.csv"),
]


def test_every_planted_fault_is_told_in_one_run(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        scenario_toml=TOML,
        groups_csv=GROUPS,
        exits_csv=EXITS,
        vehicles_csv=VEHICLES,
        vehicle_csv="id,kind\n",
        families_csv=FAMILIES,
        windows_csv=WINDOWS,
        incidents_csv=INCIDENTS,
        closures_geojson=closures(),
        terms_t1_toml=TERM,
        arrivals_csv=ARRIVALS,
        checkpoints_csv=CHECKPOINTS,
        changes_csv=CHANGES,
        gazetteer_csv="name,lon,lat\n",
        gazetteer_tsv="name\tlon\tlat\n",
    )
    scenario, notices = read_scenario(folder)
    found = {(one.code, str(one.where)) for one in notices}
    assert [planted for planted in PLANTED if planted not in found] == []
    assert len(PLANTED) >= 25
    assert scenario is None
    assert all(one.cure or one.severity == "info" or one.code == "toml-key-unknown" for one in notices)
    # Nothing that is not planted: what follows from a planted fault alone is listed here.
    follows = {"group-empty", "seats-none"}
    strange = {code for code, _ in found} - {code for code, _ in PLANTED} - follows
    assert strange == set(), [str(one) for one in notices if one.code in strange]
