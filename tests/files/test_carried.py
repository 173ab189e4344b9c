"""Tables and sheets for those who carry a plan out: complete, without names, the same bytes, at any size."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from brief.sample import Sample, make_sample
from brief.test_gantt import large
from brief.test_sheets import with_checkpoint
from files.test_plan_pdf import pages
from safeconduct.brief.checkpoint_sheets import checkpoint_book
from safeconduct.brief.driver_sheets import driver_book
from safeconduct.brief.point_sheets import point_book
from safeconduct.files.carried_csv import (
    MANIFEST_COLUMNS,
    PASSAGE_COLUMNS,
    VEHICLE_COLUMNS,
    manifest_csv,
    manifest_xlsx,
    passages_csv,
    vehicles_csv,
)
from safeconduct.files.csv_out import xlsx_bytes
from safeconduct.files.plan_folder import render_carried
from safeconduct.files.typst_pdf import compile_sheets
from safeconduct.model.errors import BadInputError
from safeconduct.model.plan import Timetable


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def read(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_each_trip_of_each_vehicle_has_a_row(sample: Sample) -> None:
    rows = read(vehicles_csv(sample.plan, sample.scenario))
    assert list(rows[0]) == [name for name, _ in VEHICLE_COLUMNS]
    runs = [run for packet in sample.plan.timetable.packets for run in packet.runs if run.serial]
    assert len(rows) == len(runs)
    assert sum(int(row["people"]) for row in rows) == sum(run.people.total for run in runs)
    serials = [row["serial"] for row in rows]
    assert serials == sorted(serials, key=lambda serial: (serial.startswith("amb"), serial))
    for row in rows:
        assert datetime.fromisoformat(row["load_start"]) <= datetime.fromisoformat(row["loaded"])
        assert datetime.fromisoformat(row["loaded"]) <= datetime.fromisoformat(row["leave"])
        assert datetime.fromisoformat(row["leave"]).tzinfo is not None


def test_each_passage_has_a_row(sample: Sample) -> None:
    made = with_checkpoint(sample)
    rows = read(passages_csv(made.plan, made.scenario, {}))
    assert list(rows[0]) == [name for name, _ in PASSAGE_COLUMNS]
    packets = made.plan.timetable.packets
    assert sum(row["role"] == "exit" for row in rows) == len(packets)
    assert sum(row["role"] == "checkpoint" for row in rows) == sum(packet.group_id == "G1" for packet in packets)
    at_exit = [row for row in rows if row["role"] == "exit"]
    assert sum(int(row["people"]) for row in at_exit) == sum(packet.people.total for packet in packets)
    assert any("6 own cars" in row["kinds"] for row in rows)


def test_the_manifest_counts_everybody_and_both_forms_agree(sample: Sample) -> None:
    rows = read(manifest_csv(sample.plan, sample.scenario))
    assert list(rows[0]) == [name for name, _ in MANIFEST_COLUMNS]
    assert len(rows) == sum(len(packet.runs) for packet in sample.plan.timetable.packets)
    for row in rows:
        first, last = (int(row[key].rsplit("-", 1)[1]) for key in ("first_token", "last_token"))
        assert last - first + 1 == int(row["people"])
    sheet = load_workbook(BytesIO(manifest_xlsx(sample.plan, sample.scenario)))["manifest"]
    cells = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells[0] == list(rows[0])
    assert cells[1:] == [list(row.values()) for row in rows]


def test_a_workbook_is_the_same_each_time_and_holds_no_formula() -> None:
    made = datetime(2014, 8, 29, 5, tzinfo=UTC)
    columns = (("a", "text"), ("b", "number"))
    first = xlsx_bytes("t", columns, [["=1+1", 2], ["@x", 3]], made)
    assert first == xlsx_bytes("t", columns, [["=1+1", 2], ["@x", 3]], made)
    book = load_workbook(BytesIO(first))
    assert [(cell.value, cell.data_type) for cell in book["t"]["A"]] == [("a", "s"), ("=1+1", "s"), ("@x", "s")]
    assert book.properties.modified == book.properties.created == datetime(2014, 8, 29, 5)  # noqa: DTZ001


def test_what_is_carried_is_the_same_each_time(sample: Sample) -> None:
    first = render_carried(sample.plan, sample.network, sample.scenario)
    assert first == render_carried(sample.plan, sample.network, sample.scenario)
    assert [pages(first[f"sheets/{name}.pdf"]) for name in ("drivers", "points", "checkpoints")] >= [9, 2, 1]


@pytest.mark.parametrize(("vehicles", "groups", "cars"), [(0, 1, 0), (1, 1, 0), (0, 3, 40), (2, 200, 200), (40, 4, 60)])
def test_any_size_can_be_carried(sample: Sample, vehicles: int, groups: int, cars: int) -> None:
    made = large(sample, vehicles, groups, cars)
    for data in render_carried(*made).values():
        assert data


def test_no_packet_at_all_can_be_carried(sample: Sample) -> None:
    plan = replace(sample.plan, timetable=Timetable(()))
    files = render_carried(plan, sample.network, sample.scenario)
    assert len(read(files["manifest.csv"])) == len(read(files["timetable-vehicles.csv"])) == 0
    assert pages(files["sheets/checkpoints.pdf"]) == 1


def test_words_on_sheets_are_never_read_as_markup(sample: Sample) -> None:
    bad = '#panic("no") $x$ *b* _i_ @ref <label> `raw` // \\ #import "@preview/x:1.0.0"'
    groups = tuple(replace(group, name=bad) for group in sample.scenario.groups)
    exits = tuple(replace(one, name=bad) for one in sample.scenario.exits)
    scenario = replace(sample.scenario, groups=groups, exits=exits)
    for book in (
        driver_book(sample.plan, scenario, {}),
        point_book(sample.plan, scenario),
        checkpoint_book(sample.plan, scenario, {}),
    ):
        assert compile_sheets(book, "sheets.pdf").startswith(b"%PDF-")


def test_a_letter_without_a_sign_is_refused_with_its_sheet(sample: Sample) -> None:
    group = replace(sample.scenario.groups[0], name="Point \u4e2d")
    scenario = replace(sample.scenario, groups=(group, *sample.scenario.groups[1:]))
    with pytest.raises(BadInputError) as caught:
        compile_sheets(point_book(sample.plan, scenario), "sheets/points.pdf")
    (notice,) = caught.value.notices
    assert "sheets/points.pdf" in str(notice)
    assert "Assembly points, G1" in notice.message


def test_every_page_of_a_sheet_is_its_own(sample: Sample) -> None:
    book = driver_book(sample.plan, sample.scenario, {})
    alone = [pages(compile_sheets(replace(book, sheets=(sheet,)), "x")) for sheet in book.sheets]
    assert pages(compile_sheets(book, "x")) == sum(alone)
