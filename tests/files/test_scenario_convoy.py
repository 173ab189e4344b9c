"""What a folder says about a convoy that is run: who comes later, checkpoints, aid, roles, limits of terms, changes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from good_folder import TERM, TOML, codes, good, read
from safeconduct.model.checkpoint import AidNeed, Checkpoint
from safeconduct.model.notice import errors_of
from safeconduct.model.people import Headcount, Wave
from safeconduct.model.place import LonLat
from safeconduct.model.terms import NO_LIMITS, TermLimits

GROUPS = "id,name,lon,lat,able,seated,stretcher,wheelchair,own_cars,ready\nG1,Alpha,38.0,47.5,200,10,2,1,5,\nG2,Beta,38.1,47.6,100,0,0,0,0,\n"
FLEET = "id,kind,count,wheelchair_places\nV1,bus,3,2\nV2,ambulance,2,\n"
PATIENT = "id,group,able,stretcher\nF1,G1,3,1\n"
CHANGES = "at,kind,what,value,lon,lat,note\n"

FAULTS: dict[str, dict[str, str | bytes | None]] = {
    "arrival-empty": {"arrivals_csv": "group,time,able\nG1,10:00,0\n"},
    "arrival-early": {
        "arrivals_csv": "group,time,able\nG2,09:00,10\n",
        "groups_csv": GROUPS.replace("100,0,0,0,0,", "100,0,0,0,0,10:00"),
        "vehicles_csv": FLEET,
    },
    "arrivals-many": {"arrivals_csv": "group,time,able\nG1,10:00,190\nG1,11:00,5\n"},
    "cars-later": {"arrivals_csv": "group,time,able,seated\nG1,10:00,190,5\n", "families_csv": None},
    "group-unknown": {"aid_csv": "group,tonnes\nG7,4\n"},
    "ready-late": {"arrivals_csv": "group,time,able\nG2,21:00,10\n"},
    "family-patient-vehicle": {
        "families_csv": PATIENT,
        "scenario_toml": TOML + '[convoy]\nfamily_with_patient = "vehicle"\n',
    },
    "family-large": {
        "families_csv": "id,group,able,wheelchair\nF1,G1,2,1\n",
        "groups_csv": GROUPS,
        "vehicles_csv": "id,kind,count\nV1,bus,3\nV2,ambulance,2\n",
    },
    "exit-rate-zero": {"exits_csv": "id,name,lon,lat,screening_per_h\nX1,Gamma,38.3,47.7,0\n"},
    "cell-choice": {"exits_csv": "id,name,lon,lat,fuel\nX1,Gamma,38.3,47.7,perhaps\n"},
    "setting-night": {"scenario_toml": TOML + '[convoy]\nnight_from = "21:00"\n'},
    "setting-escorts": {"scenario_toml": TOML + "[convoy]\npacket_size = 2\nescorts_per_packet = 1\nrecovery_per_packet = 1\n"},
    "fleet-role-missing": {"scenario_toml": TOML + "[convoy]\nescorts_per_packet = 1\n"},
    "vehicle-role-places": {"vehicles_csv": "id,kind,count,role,seats\nV1,bus,3,,\nV2,ambulance,2,,\nV3,car,1,escort,5\n"},
    "aid-no-vehicle": {"aid_csv": "group,tonnes\nG1,4\n"},
    "wheelchair-no-places": {"groups_csv": GROUPS},
    "wheelchair-few-places": {
        "groups_csv": GROUPS.replace("200,10,2,1", "200,10,2,9"),
        "vehicles_csv": FLEET,
    },
    "checkpoint-name": {"checkpoints_csv": "id,name,lon,lat,search_s\nK1,Post,38.1,47.6,9\nK2,post,38.2,47.6,9\n"},
    "checkpoint-shut": {"checkpoints_csv": "id,lon,lat,search_s,opens,closes\nK1,38.1,47.6,60,21:00,22:00\n"},
    "checkpoint-slow": {"checkpoints_csv": "id,lon,lat,search_s\nK1,38.1,47.6,7200\n"},
    "cell-missing": {"checkpoints_csv": "id,lon,lat,search_s\nK1,38.1,47.6,\n"},
    "times-order": {"checkpoints_csv": "id,lon,lat,search_s,opens,closes\nK1,38.1,47.6,60,12:00,11:00\n"},
    "change-time": {"changes_csv": CHANGES + "21:00,people,G1,20,,,\n"},
    "change-vehicle": {"changes_csv": CHANGES + "10:00,vehicle out,V1,,,,\n"},
    "change-twice": {"changes_csv": CHANGES + "10:00,vehicle out,V1-01,,,,\n11:00,vehicle out,V1-01,,,,\n"},
    "change-place": {"changes_csv": CHANGES + "10:00,road closed,,,,,\n"},
    "change-place-unknown": {"changes_csv": CHANGES + "10:00,road closed,Atlantis,,,,\n"},
    "change-window": {"changes_csv": CHANGES + "10:00,window end,W9,17:00,,,\n"},
    "change-end-past": {"changes_csv": CHANGES + "10:00,window end,W1,09:30,,,\n"},
    "change-extends": {"changes_csv": CHANGES + "10:00,window end,W1,19:00,,,\n"},
    "cell-negative": {"changes_csv": CHANGES + "10:00,people,G1,-5,,,\n"},
    "term-limit-unknown": {"terms_t1_toml": TERM + "[limits]\nvehicle = 3\n"},
    "setting-range": {"terms_t1_toml": TERM + "[limits]\npacket_size = 0\n"},
    "toml-type": {"terms_t1_toml": TERM + '[limits]\nreturns = "no"\n'},
}


@pytest.mark.parametrize("code", FAULTS)
def test_each_fault_is_told_and_a_good_folder_is_not(code: str, tmp_path: Path) -> None:
    assert code in codes(tmp_path / "bad", **FAULTS[code])
    assert code not in codes(tmp_path / "good")


def test_errors_and_only_errors_make_the_scenario_impossible(tmp_path: Path) -> None:
    for code, replaced in FAULTS.items():
        scenario, notices = read(tmp_path / code, **replaced)
        assert (scenario is None) == bool(errors_of(notices)), code


def test_who_comes_later_is_part_of_the_group(tmp_path: Path) -> None:
    text = "group,time,people,seated,wheelchair\nG1,11:30,40,4,1\ng1,10:00,20,,\n"
    scenario = good(tmp_path, groups_csv=GROUPS, vehicles_csv=FLEET, arrivals_csv=text)
    assert scenario.get_group("G1").people == Headcount(200, 10, 2, 1)
    assert scenario.get_group("G1").waves == (
        Wave(datetime(2014, 8, 29, 7, 0, tzinfo=UTC), Headcount(20)),
        Wave(datetime(2014, 8, 29, 8, 30, tzinfo=UTC), Headcount(35, 4, 0, 1)),
    )
    assert scenario.get_group("G2").waves == ()


def test_families_and_exits_say_when_they_come_and_where_there_is_fuel(tmp_path: Path) -> None:
    scenario = good(
        tmp_path,
        groups_csv=GROUPS,
        vehicles_csv=FLEET,
        families_csv="id,group,able,wheelchair,ready\nF1,G1,2,1,09:30\n",
        exits_csv="id,name,lon,lat,fuel\nX1,Gamma,38.3,47.7,no\nX2,Delta,38.4,47.7,\n",
    )
    (family,) = scenario.get_group("G1").families
    assert family.members == Headcount(2, 0, 0, 1)
    assert family.ready == datetime(2014, 8, 29, 6, 30, tzinfo=UTC)
    assert [one.fuel for one in scenario.exits] == [False, True]


def test_vehicles_have_a_role_a_range_and_a_crew(tmp_path: Path) -> None:
    rows = "id,kind,role,range_km,crew_h,cargo_t,seats\nB,bus,,300,9.5,2,\nE,escort car,,,,,\nR,truck,recovery,,,,\nW,wheelchair van,,,,,\nA,ambulance,,,,,\n"
    fleet = {entry.id: entry for entry in good(tmp_path, vehicles_csv=rows).fleet}
    assert (fleet["B"].role, fleet["B"].range_km, fleet["B"].crew_h, fleet["B"].cargo_t) == ("transport", 300.0, 9.5, 2.0)
    assert (fleet["E"].role, fleet["E"].places, fleet["E"].range_km) == ("escort", 0, None)
    assert (fleet["R"].role, fleet["R"].places) == ("recovery", 0)
    assert (fleet["W"].wheelchair_places, fleet["W"].places) == (3, 7)


def test_checkpoints_aid_and_limits_are_read(tmp_path: Path) -> None:
    limits = '[limits]\nvehicles = 20\nprivate_cars = 0\nreturns = false\npacket_size = 8\nsearch_s = 90\nparty = "B"\n'
    scenario = good(
        tmp_path,
        checkpoints_csv="name,lon,lat,search_s,lanes,party,opens,closes\nBridge,38.1,47.6,60,2,B,09:00,19:00\n",
        aid_csv="group,tonnes\nG2,1.5\nG1,4\nG2,2.25\n",
        terms_t1_toml=TERM + limits,
    )
    opens, closes = datetime(2014, 8, 29, 6, tzinfo=UTC), datetime(2014, 8, 29, 16, tzinfo=UTC)
    assert scenario.checkpoints == (Checkpoint("K1", "Bridge", LonLat(38.1, 47.6), 60, 2, "B", opens, closes),)
    assert scenario.aid == (AidNeed("G1", 4.0), AidNeed("G2", 3.75))
    assert scenario.terms[0].limits == TermLimits(20, 0, returns=False, packet_size=8, search_s=90, party="B")
    assert good(tmp_path / "plain").terms[0].limits == NO_LIMITS


def test_changes_say_what_is_true_now(tmp_path: Path) -> None:
    rows = (
        "13:00,window end,W1,17:00,,,\n12:00,people,G2,+200,,,\n11:00,vehicle out,v1-02,,,,engine\n"
        "14:00,road closed,,50,38.15,47.55,bridge\n15:00,window end,,19:00,,,\n15:30,road closed,Alpha,,,,\n"
    )
    gazetteer = "name,lon,lat\nAlpha,38.0,47.5\n"
    scenario = good(tmp_path, changes_csv=CHANGES + rows, gazetteer_csv=gazetteer)
    at = [datetime(2014, 8, 29, hour, tzinfo=UTC) for hour in (8, 9, 11, 14, 16)]
    assert scenario.fleet[0].lost == (("V1-02", at[0]),)
    group = scenario.get_group("G2")
    assert (group.people.able, group.waves) == (300, (Wave(at[1], Headcount(200)),))
    assert [(one.id, one.points, one.reach_m) for one in scenario.closures] == [
        ("D4", (LonLat(38.15, 47.55),), 50.0),
        ("D6", (LonLat(38.0, 47.5),), 30.0),
    ]
    assert scenario.closures[0].span is not None
    assert scenario.closures[0].span.start == at[2]
    assert scenario.closures[0].span.end > scenario.end
    assert (scenario.windows[0].span.end, scenario.end) == (at[3], at[4])


def test_more_people_never_fill_cars_that_wait_for_nobody(tmp_path: Path) -> None:
    groups = "id,name,lon,lat,able,own_cars\nG1,Alpha,38.0,47.5,20,8\nG2,Beta,38.1,47.6,100,0\n"
    rows = CHANGES + "12:00,people,G1,30,,,\n"
    before = good(tmp_path / "a", groups_csv=groups, families_csv=None).get_group("G1")
    after = good(tmp_path / "b", groups_csv=groups, families_csv=None, changes_csv=rows).get_group("G1")
    assert (before.car_people, before.cars_used) == (20, 5)
    assert (after.people.able, after.car_people, after.cars_used) == (50, 20, 5)


def test_a_table_of_changes_without_rows_is_no_fault(tmp_path: Path) -> None:
    assert codes(tmp_path / "a", changes_csv=CHANGES) == codes(tmp_path / "b")
