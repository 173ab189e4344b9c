from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path

import pytest

from safeconduct.files.incident_layouts import DEATHS_FLOOR, find_layout
from safeconduct.files.incidents import read_incidents
from safeconduct.model.hazard import Incident
from safeconduct.model.notice import Notice

DATA = Path(__file__).parents[2].parent / "shared/data/incidents"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared incident files are not here")
UCDP = "id,date_start,date_end,where_prec,where_coordinates,latitude,longitude,type_of_violence,best\n"


def read(
    tmp_path: Path, text: str | bytes, name: str = "incidents.csv", as_of: date | None = None
) -> tuple[tuple[Incident, ...], tuple[Notice, ...]]:
    """Write one table of incidents and read it."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_incidents(path, as_of=as_of)


def test_own_columns(tmp_path: Path) -> None:
    text = "date,lon,lat,severity,precision_m,kind,source,place\n2014-08-27,38.1,47.5,3,500,shelling,press,Alpha\n"
    (one,), notices = read(tmp_path, text)
    assert one == Incident("I1", date(2014, 8, 27), one.point, 3.0, 500.0, "shelling", "press", "Alpha")
    assert notices == ()


def test_one_row_for_each_death_weighs_as_one_row_for_all(tmp_path: Path) -> None:
    row = "{},2014-08-29,2014-08-29,2,Alpha,47.7,38.1,1,{}\n"
    many, notices = read(tmp_path, UCDP + "".join(row.format(number, 1) for number in range(40)))
    alone, _ = read(tmp_path, UCDP + row.format(1, 40))
    assert [one.severity for one in many] == [one.severity for one in alone] == [40.0]
    assert [one.rows for one in many] == [40]
    assert "incident-one-death" in {one.code for one in notices}


def test_rows_of_another_day_place_or_kind_stay_apart(tmp_path: Path) -> None:
    text = UCDP + (
        "1,2014-08-29,2014-08-29,2,A,47.7,38.1,1,1\n2,2014-08-28,2014-08-28,2,A,47.7,38.1,1,1\n"
        "3,2014-08-29,2014-08-29,2,A,47.8,38.1,1,1\n4,2014-08-29,2014-08-29,2,A,47.7,38.1,3,1\n"
    )
    incidents, notices = read(tmp_path, text)
    assert len(incidents) == 4
    assert "incident-one-death" not in {one.code for one in notices}


def test_an_event_without_counted_deaths_still_counts(tmp_path: Path) -> None:
    incidents, _ = read(tmp_path, UCDP + "1,2014-08-29,2014-08-29,1,A,47.7,38.1,1,0\n")
    assert [one.severity for one in incidents] == [DEATHS_FLOOR]


def test_an_event_read_twice_counts_once(tmp_path: Path) -> None:
    row = "1,2014-08-29,2014-08-29,1,A,47.7,38.1,1,5\n"
    incidents, notices = read(tmp_path, UCDP + row + row)
    assert [one.severity for one in incidents] == [5.0]
    assert "incident-twice" in {one.code for one in notices}


def test_an_event_over_several_days_is_known_when_it_has_ended(tmp_path: Path) -> None:
    text = UCDP + "1,2014-08-25,2014-09-02,3,A,47.7,38.1,1,366\n"
    assert read(tmp_path, text, as_of=date(2014, 8, 28))[0] == ()
    (one,), _ = read(tmp_path, text, as_of=date(2014, 9, 2))
    assert (one.day, one.last_day, one.precision_m) == (date(2014, 8, 25), date(2014, 9, 2), 15_000.0)


def test_ucdp_dates_with_the_month_first(tmp_path: Path) -> None:
    text = (
        UCDP
        + "1,8/19/2014 12:00:00 AM,8/19/2014 12:00:00 AM,1,A,47.7,38.1,1,1\n2,08/10/2014 00:00,08/10/2014 00:00,1,A,47.7,38.1,1,1\n"
    )
    assert [one.day for one in read(tmp_path, text)[0]] == [date(2014, 8, 10), date(2014, 8, 19)]


def test_own_dates_with_slashes_are_not_guessed(tmp_path: Path) -> None:
    incidents, notices = read(tmp_path, "date,lon,lat\n08/10/2014,38.1,47.5\n29/08/2014,38.1,47.5\n")
    assert [one.day for one in incidents] == [date(2014, 8, 29)]
    assert [str(one.where) for one in notices if one.code == "incident-row"] == ["incidents.csv, row 2"]


def test_acled(tmp_path: Path) -> None:
    text = (
        "event_id_cnty,event_date,event_type,sub_event_type,location,latitude,longitude,geo_precision,fatalities\n"
        "UKR1,29 August 2014,Battles,Armed clash,Alpha,47.7,38.1,2,12\n"
    )
    (one,), _ = read(tmp_path, text)
    assert (one.id, one.day, one.kind, one.severity, one.precision_m) == (
        "UKR1",
        date(2014, 8, 29),
        "Armed clash",
        12.0,
        10_000.0,
    )
    assert one.source == "ACLED"


def test_viina_classes(tmp_path: Path) -> None:
    text = "event_id_1pd,date,geonameid,asciiname,longitude,latitude,t_artillery,t_airstrike\n7,20220224,699942,Nizhyn,31.9,51.0,0.2,0.9\n"
    (one,), _ = read(tmp_path, text)
    assert (one.day, one.kind, one.severity, one.place) == (date(2022, 2, 24), "airstrike", 1.0, "Nizhyn")


@pytest.mark.parametrize(
    "row",
    [
        "2014-08-27,381,47.5,3",
        "2014-08-27,38,147.5,3",
        "2014-08-27,,47.5,3",
        "2014-08-27,0,0,3",
        "soon,38,47,3",
        "2014-08-27,38,47,-1",
    ],
)
def test_a_row_that_cannot_be_used_is_told_and_the_rest_read(row: str, tmp_path: Path) -> None:
    incidents, notices = read(tmp_path, f"date,lon,lat,severity\n{row}\n2014-08-26,38.1,47.5,2\n")
    assert [one.severity for one in incidents] == [2.0]
    assert [(one.code, one.where.row) for one in notices] == [("incident-row", 2)]


def test_many_bad_rows_are_told_as_a_number(tmp_path: Path) -> None:
    notices = read(tmp_path, "date,lon,lat\n" + "never,38,47\n" * 500)[1]
    assert sum(one.code == "incident-row" for one in notices) == 20
    assert [one.message for one in notices if one.code == "notices-more"] == ["480 further notices incident-row."]


def test_packed_files(tmp_path: Path) -> None:
    packed = gzip.compress(b"date,lon,lat\n2014-08-27,38.1,47.5\n")
    assert len(read(tmp_path, packed, "incidents.csv.gz")[0]) == 1
    assert [one.code for one in read(tmp_path, packed[:-9], "incidents.csv.gz")[1]] == ["file-gzip"]


def test_no_known_layout() -> None:
    assert find_layout(("a", "b")) is None
    assert find_layout(()) is None


@needs_data
def test_the_founding_case_sums_to_its_deaths() -> None:
    path = DATA / "ucdp_ilovaisk_2014.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        best = [int(row["best"]) for row in csv.DictReader(stream)]
    incidents, notices = read_incidents(path)
    assert sum(one.rows for one in incidents) == len(best) == 517
    assert sum(one.severity for one in incidents) == sum(best) + DEATHS_FLOOR * best.count(0)
    assert [one.message.split(",")[0] for one in notices if one.code == "incident-one-death"] == ["517 rows"]
    assert len(incidents) < 517


@needs_data
@pytest.mark.parametrize(
    ("name", "rows", "layout"),
    [("ucdp_ged_ukraine_2014_2023.csv.gz", 3883, "UCDP GED"), ("viina_2022_sample.csv.gz", 2060, "VIINA")],
)
def test_whole_databases_are_read_to_the_last_row(name: str, rows: int, layout: str) -> None:
    incidents, notices = read_incidents(DATA / name)
    assert sum(one.rows for one in incidents) == rows
    assert {one.source for one in incidents} == {layout}
    assert [one for one in notices if one.code == "incident-row"] == []
