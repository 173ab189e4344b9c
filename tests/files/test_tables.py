from __future__ import annotations

import io
import itertools
import re
import zipfile
from datetime import datetime, time
from pathlib import Path

import openpyxl
import pytest

from good_folder import good, read, write
from safeconduct.files.cells import Problem, number_of, text_of, whole_of
from safeconduct.files.columns import EXITS, GROUPS, TABLES, header_names, plain_header
from safeconduct.files.decode import NotTextError, decode
from safeconduct.files.folder import Folder
from safeconduct.files.noted import SAME_LIMIT, Noted, nearest, shown
from safeconduct.files.scenario import read_scenario
from safeconduct.files.table_csv import read_csv
from safeconduct.files.tables import read_table
from safeconduct.model.notice import Where

HEADER = "id,name,lon,lat,able,seated,stretcher\n"
ROW = "G1,Альфа,38.0,47.5,200,10,2\n"


def groups(tmp_path: Path, data: bytes | str, name: str = "groups.csv") -> tuple[str, ...]:
    """Return the group names read from one table, with the codes of what was noticed about it after them."""
    folder = write(tmp_path, groups_csv=None)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    scenario, notices = read_scenario(folder)
    told = tuple(one.code for one in notices if one.where.file == name and one.severity != "info")
    return tuple(one.name for one in scenario.groups) + told if scenario else told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_read_as_they_are(encoding: str, tmp_path: Path) -> None:
    told = groups(tmp_path, (HEADER + ROW).encode(encoding))
    assert told[0] == "Альфа"
    assert told[1:] == (("file-encoding",) if encoding.startswith("utf-16") else ())


def test_cyrillic_of_windows_is_read_and_told(tmp_path: Path) -> None:
    assert groups(tmp_path, (HEADER + ROW).encode("cp1251")) == ("Альфа", "file-encoding")


def test_western_accents_of_windows_are_read_and_told(tmp_path: Path) -> None:
    assert groups(tmp_path, (HEADER + ROW.replace("Альфа", "Saint-Étienne")).encode("cp1252")) == (
        "Saint-Étienne",
        "file-encoding",
    )


def test_one_odd_byte_in_utf8_keeps_the_rest(tmp_path: Path) -> None:
    data = (HEADER + ROW).encode() + b"# \x92\n"
    assert groups(tmp_path, data) == ("Альфа", "file-encoding")


@pytest.mark.parametrize(
    "data", [bytes(range(256)), b"\0" * 50, b"\xff\xfe\0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(200))]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(separator: str, end: str, tmp_path: Path) -> None:
    assert groups(tmp_path, (HEADER + ROW).replace(",", separator).replace("\n", end)) == ("Альфа",)


def test_a_stated_separator_and_decimal_commas(tmp_path: Path) -> None:
    text = "sep=;\nid;name;lon;lat;able;people_per_car\nG1;Alpha;38,25;47,5;200;4,5\n"
    folder = write(tmp_path, groups_csv=text, families_csv=None)
    scenario, _ = read_scenario(folder)
    assert scenario is not None
    assert scenario.groups[0].point == (38.25, 47.5)
    assert scenario.groups[0].people_per_car == 4.5


def test_a_separator_inside_quotes_does_not_mislead(tmp_path: Path) -> None:
    text = 'id;name;"lon";lat;able,seated,x,y,z,zz\nG1;"a;b";38;47;5\n'
    raw = read_csv(text.encode(), "t.csv", header_names(GROUPS), Noted())
    assert raw is not None
    assert raw.header[:4] == ("id", "name", "lon", "lat")
    assert next(raw.records)[1][1] == "a;b"


def test_row_numbers_are_those_of_a_spreadsheet(tmp_path: Path) -> None:
    text = '# first\n\nid,name,lon,lat,able\n# said\nG1,"two\nlines",38,47,5\n\n# more, "odd\nG2,Beta,38,47,-1\n'
    notices = read(tmp_path, groups_csv=text, families_csv=None)[1]
    assert [str(one.where) for one in notices if one.code == "cell-negative"] == ["groups.csv, row 8, column 'able'"]


def test_an_open_quote_is_told_where_it_opens(tmp_path: Path) -> None:
    text = HEADER + 'G1,"Alpha,38,47,5,5,0\nG2,Beta,38,47,5,5,0\n'
    notices = read(tmp_path, groups_csv=text)[1]
    assert [str(one.where) for one in notices if one.code == "table-quote-open"] == ["groups.csv, row 2"]


def test_headers_go_by_synonyms_and_any_case(tmp_path: Path) -> None:
    scenario = good(tmp_path, exits_csv="CODE,Name,Longitude,LATITUDE,Screening per h\nX1,Gamma,38.3,47.7,500\n")
    assert scenario.exits[0].point == (38.3, 47.7)
    assert scenario.exits[0].screening_per_h == 500


def test_an_own_name_beats_a_synonym_beside_it(tmp_path: Path) -> None:
    scenario = good(tmp_path, exits_csv="code,id,name,lon,lat,x,y\nA,X1,Gamma,38.3,47.7,1,2\n")
    assert scenario.exits[0].id == "X1"
    assert scenario.exits[0].point == (38.3, 47.7)


def test_synonyms_never_name_two_columns_of_a_table() -> None:
    for spec in TABLES:
        headers = [plain_header(name) for column in spec.columns for name in (column.name, *column.synonyms)]
        assert len(headers) == len(set(headers)), spec.stem


def workbook(rows: list[list[object]], *, sheets: tuple[str, ...] = ("Sheet1",)) -> bytes:
    """Return a workbook whose last sheet holds the rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title in sheets:
        sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_read_like_csv_with_its_own_dates_and_numbers(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["# a comment"],
        ["id", "name", "lon", "lat", "opens", "closes", "beds"],
        [101, "Gamma", 38.3, 47.7, datetime(2014, 8, 29, 9, 0), time(17, 30), 40.0],  # noqa: DTZ001 - a spreadsheet has no zones
        [None, None],
        ["X2", "Delta", 38.4, 47.8, None, None, -2],
    ]
    folder = write(tmp_path, exits_csv=None)
    (folder / "exits.xlsx").write_bytes(workbook(rows, sheets=("notes", "Exits")))
    scenario, notices = read_scenario(folder)
    assert scenario is None
    assert [str(one.where) for one in notices if one.code == "cell-negative"] == ["exits.xlsx, row 5, column 'beds'"]
    assert "xlsx-sheets" in {one.code for one in notices}
    rows[4][6] = 2
    (folder / "exits.xlsx").write_bytes(workbook(rows, sheets=("notes", "Exits")))
    scenario, notices = read_scenario(folder)
    assert scenario is not None
    first = scenario.exits[0]
    assert (first.id, first.beds) == ("101", 40)
    assert [str(one)[11:16] for one in (first.opens, first.closes)] == ["06:00", "14:30"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 cut", "xlsx-broken"),
        (b"\xd0\xcf\x11\xe0old", "xlsx-locked"),
        (b"id,name", "xlsx-broken"),
        (b"", "file-empty"),
    ],
)
def test_broken_workbooks(data: bytes, code: str, tmp_path: Path) -> None:
    assert groups(tmp_path, data, "groups.xlsx") == (code,)


def test_a_formula_without_its_value_is_no_empty_cell(tmp_path: Path) -> None:
    made = workbook([["id", "name", "lon", "lat", "people"], ["G1", "Alpha", 38, 47, "=400+100"]])
    folder = write(tmp_path, groups_csv=None, families_csv=None)
    (folder / "groups.xlsx").write_bytes(made)
    (told,) = [one for one in read_scenario(folder)[1] if one.code == "xlsx-formula-empty"]
    assert str(told.where) == "groups.xlsx, row 2, column 'E'"
    for number, (cell, value) in enumerate(((b'<c r="E2">', b"<v>500</v>"), (b'<c r="E2" t="str">', b"<v></v>"))):
        held = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(held, "w") as new:
            for name in old.namelist():
                part = re.sub(rb'<c r="E2"[^>]*>(<f>[^<]*</f>)<v ?(?:/>|></v>)', cell + rb"\1" + value, old.read(name))
                new.writestr(name, part)
        codes = [one.code for one in read_scenario(write(tmp_path / str(number), groups_xlsx=held.getvalue()))[1]]
        assert "xlsx-formula-empty" not in codes


def test_a_row_longer_than_the_header_is_counted_to_its_last_cell(tmp_path: Path) -> None:
    folder = write(tmp_path, groups_csv=None)
    rows: list[list[object]] = [["id", "name", "lon", "lat", "able"], ["G1", "Alpha", 38, 47, 5, None, "x"]]
    (folder / "groups.xlsx").write_bytes(workbook(rows))
    (told,) = [one for one in read_scenario(folder)[1] if one.code == "row-too-long"]
    assert "has 7 cells and the header 5" in told.message


def test_a_workbook_cut_anywhere_gives_a_notice(tmp_path: Path) -> None:
    whole = workbook([["id", "name", "lon", "lat", "able"], ["G1", "Alpha", 38, 47, 5]])
    for number, cut in enumerate(range(1, len(whole) - 1, len(whole) // 12)):
        assert groups(tmp_path / str(number), whole[:cut], "groups.xlsx") == ("xlsx-broken",)


def test_geojson_points_are_rows(tmp_path: Path) -> None:
    text = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"G1","name":"Alpha","able":5,"seated":5},'
        '"geometry":{"type":"Point","coordinates":[38.5,47.5,120]}}]}'
    )
    folder = write(tmp_path, groups_csv=None, families_csv=None, groups_geojson=text)
    scenario, _ = read_scenario(folder)
    assert scenario is not None
    assert scenario.groups[0].point == (38.5, 47.5)
    bad = text.replace('"able":5', '"able":-5')
    notices = read_scenario(write(tmp_path / "b", groups_csv=None, groups_geojson=bad))[1]
    assert [str(one.where) for one in notices if one.code == "cell-negative"] == ["groups.geojson, feature 1, column 'able'"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[1, 2]", "geojson-shape"),
        ('{"type":"FeatureCollection","features":[', "json-broken"),
        ('{"type":"FeatureCollection","features":[{"a":1}]}', "geojson-shape"),
        ('{"type":"FeatureCollection","features":[]}', "table-no-rows"),
        ('{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3857"}},"features":[]}', "geojson-crs"),
        ('{"type":"Feature","properties":{"id":NaN},"geometry":null}', "json-broken"),
    ],
)
def test_geojson_that_is_no_table(text: str, code: str, tmp_path: Path) -> None:
    assert code in groups(tmp_path, text, "groups.geojson")


def test_two_versions_of_one_table_are_named(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "groups.xlsx").write_bytes(workbook([["id"]]))
    told = [one for one in read_scenario(folder)[1] if one.code == "file-two-versions"]
    assert [one.message for one in told] == ["groups.csv and groups.xlsx are both there."]


def test_huge_files_and_tables_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safeconduct.files.folder.LIMIT_BYTES", 100)
    assert groups(tmp_path / "a", HEADER + ROW * 5) == ("file-huge",)
    monkeypatch.undo()
    monkeypatch.setattr("safeconduct.files.table_rows.ROW_LIMIT", 3)
    assert groups(tmp_path / "b", HEADER + ROW * 5) == ("table-rows-many",)


@pytest.mark.parametrize(
    ("cell", "comma", "wanted"),
    [
        ("12", False, 12),
        (" 12 ", False, 12),
        ("1 200", False, 1200),
        ("1\u00a0200", False, 1200),
        (12.0, False, 12),
        ("٤٢", False, 42),
    ],
)
def test_whole_numbers(cell: str | float, comma: bool, wanted: int) -> None:
    assert whole_of(cell, decimal_comma=comma) == wanted


@pytest.mark.parametrize(
    ("cell", "comma", "code"),
    [
        ("12.5", False, "cell-whole"),
        ("1.000", False, "cell-thousands"),
        ("1,000", True, "cell-thousands"),
        ("1,5", False, "cell-number"),
        ("1_000", False, "cell-number"),
        ("nan", False, "cell-number"),
        (float("inf"), False, "cell-number"),
        (True, False, "cell-number"),
        ("9" * 400, False, "cell-number"),
        ("½", False, "cell-number"),
    ],
)
def test_what_is_no_whole_number(cell: str | float, comma: bool, code: str) -> None:
    found = whole_of(cell, decimal_comma=comma)
    assert isinstance(found, Problem)
    assert found.code == code


def test_coordinates_may_have_three_decimals() -> None:
    assert number_of("38,125", decimal_comma=True, exact=False) == 38.125


def test_text_is_one_line_without_control_characters() -> None:
    assert text_of(" a\n\tb\x00c\ud800 ") == "a b c"
    assert text_of(101.0) == "101"
    assert len(shown("x" * 500)) <= 60


def test_repeated_notices_are_counted() -> None:
    noted = Noted()
    for row in range(SAME_LIMIT + 7):
        noted.add("cell-missing", Where("a.csv", row))
    noted.add("cell-missing", Where("b.csv", 1))
    told = noted.all()
    assert len(told) == SAME_LIMIT + 2
    assert told[-1].message == "7 further notices cell-missing."
    assert noted.errors == SAME_LIMIT + 8


def test_the_nearest_word_is_offered_only_when_alike() -> None:
    assert nearest("Ambulence", ["bus", "ambulance"]) == "ambulance"
    assert nearest("zzz", ["bus", "ambulance"]) == ""


def test_an_optional_table_that_is_absent_is_no_matter(tmp_path: Path) -> None:
    noted = Noted()
    folder = Folder(tmp_path, noted)
    assert folder.list_names()
    assert read_table(folder, EXITS._replace(required=False), noted) is None
    assert noted.all() == ()
    assert read_table(folder, EXITS, noted) is None
    assert [one.code for one in noted.all()] == ["file-missing"]


def test_a_workbook_that_unpacks_to_billions_of_letters_is_refused(tmp_path: Path) -> None:
    names = "abcdefghij"
    inner = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in itertools.pairwise(names))
    bomb = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{inner}]>'
    stream = io.BytesIO()
    rows: list[list[object]] = [["id", "name", "lon", "lat", "able"], ["G1", "Alpha", 38, 47, 5]]
    with zipfile.ZipFile(io.BytesIO(workbook(rows))) as good_book, zipfile.ZipFile(stream, "w") as bad_book:
        for name in good_book.namelist():
            text = good_book.read(name).decode()
            bad_book.writestr(name, bomb + text.replace("Sheet1", "&j;") if name.endswith("workbook.xml") else text)
    assert groups(tmp_path, stream.getvalue(), "groups.xlsx") == ("xlsx-broken",)
