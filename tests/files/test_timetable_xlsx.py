"""The workbook of the timetable holds every packet, way-point and place in every zone, as text that no program computes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from brief.party_sample import CANARY_PHONE, CANARY_SOURCE, make_party_sample
from canaries import found_in
from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.party_gather import gather
from safeconduct.brief.timetable_sheets import SheetData
from safeconduct.brief.translate import english
from safeconduct.files.terms_form_out import write_form_xlsx
from safeconduct.files.timetable_xlsx import timetable_xlsx
from safeconduct.files.workbook import workbook_bytes
from safeconduct.model.errors import BadInputError

DIGEST = "0123456789abcdef" * 4
MADE = datetime(2022, 3, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def facts() -> PartyFacts:
    sample = make_party_sample()
    return gather(sample.plan, sample.scenario, {})


@pytest.fixture(scope="module")
def book(facts: PartyFacts) -> Workbook:
    return load_workbook(BytesIO(timetable_xlsx(facts, (english(),), DIGEST)))


def rows_of(book: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in book[sheet].iter_rows(values_only=True)]


def test_there_is_a_sheet_for_each_purpose(book: Workbook) -> None:
    assert book.sheetnames == ["Number", "Timetable", "Way-point", "Places and routes"]
    first = {str(row[0]): row[1] for row in rows_of(book, "Number") if row[0]}
    assert first["Number"] == "SC-7"
    assert first["Hash"] == "0123 4567 89ab cdef"
    assert "NO GO" in first


def test_every_packet_stands_in_every_zone(book: Workbook, facts: PartyFacts) -> None:
    note, head, *rows = rows_of(book, "Timetable")
    assert "A packet is" in str(note[0])
    assert [one for one in head if str(one).startswith("Leaves")] == ["Leaves, EEST (UTC+3)", "Leaves, MSK (UTC+4)"]
    assert len(rows) == len(facts.packets)
    for row, packet in zip(rows, facts.packets, strict=True):
        assert row[0] == packet.id
        shown = [datetime.fromisoformat(str(cell)) for cell in row[4:10]]
        assert shown == [moment for moment in (packet.leaves, packet.arrives, packet.out) for _ in facts.zones]
        assert (row[-2], row[-1]) == (packet.vehicles, packet.people)


def test_every_way_point_and_place_stands_with_its_position(book: Workbook, facts: PartyFacts) -> None:
    assert len(rows_of(book, "Way-point")) == 1 + sum(len(route.points) for route in facts.routes)
    names = [row[0] for row in rows_of(book, "Places and routes")[1:]]
    assert names == [one.name for one in facts.sites]


def test_heads_stay_in_view_and_pages_are_a4_with_the_number_at_their_foot(book: Workbook) -> None:
    for sheet in book:
        assert sheet.freeze_panes in {"A2", "A3"}
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter is not None
        assert sheet.oddFooter.left is not None
        assert sheet.print_title_rows
        assert "SC-7" in str(sheet.oddFooter.left.text)
        assert "0123 4567" in str(sheet.oddFooter.left.text)


def test_the_same_facts_give_the_same_bytes(facts: PartyFacts) -> None:
    assert timetable_xlsx(facts, (english(),), DIGEST) == timetable_xlsx(facts, (english(),), DIGEST)


def test_nothing_stands_in_it_that_the_parties_are_not_given(facts: PartyFacts) -> None:
    words = (CANARY_PHONE, CANARY_SOURCE, "bus-01", "amb-01")
    assert found_in("timetable.xlsx", timetable_xlsx(facts, (english(),), DIGEST), words) == {}


RISKY = ("=1+1", "+2", "-3", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "'x")


@pytest.mark.parametrize("text", RISKY)
def test_a_text_that_looks_like_a_formula_stays_a_text(facts: PartyFacts, text: str) -> None:
    site = replace(facts.sites[0], name=text)
    data = timetable_xlsx(replace(facts, sites=(site, *facts.sites[1:]), name=text), (english(),), DIGEST)
    cell = load_workbook(BytesIO(data))["Places and routes"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    with ZipFile(BytesIO(data)) as parts:
        for part in parts.namelist():
            assert b"<f>" not in parts.read(part)


@given(st.text(max_size=30), st.text(max_size=40))
@settings(max_examples=30, deadline=None)
def test_any_text_makes_a_readable_workbook(title: str, text: str) -> None:
    data = workbook_bytes((SheetData(title, (text, "b"), ((text, 1.5),), text),), MADE, footer=text)
    book = load_workbook(BytesIO(data))
    assert len(book.sheetnames) == 1
    assert all(cell.data_type in {"s", "n"} for row in book.worksheets[0].iter_rows() for cell in row)


def test_right_to_left_sheets_begin_on_the_right() -> None:
    sheets = (SheetData("a", ("b",), (("c",),), right_to_left=True), SheetData("a", ("b",), ()))
    book = load_workbook(BytesIO(workbook_bytes(sheets, MADE)))
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in book.worksheets] == [True, False]


def test_a_disk_without_room_for_temporary_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    data = SheetData("A", ("a",), (("b",),))
    assert workbook_bytes([data], MADE)
    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", full)
    for form in (True, False):
        with pytest.raises(BadInputError) as told:
            _ = write_form_xlsx() if form else workbook_bytes([data], MADE)
        assert [one.code for one in told.value.notices] == ["workbook-no-room"]
