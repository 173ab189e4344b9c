"""Garbage in any file gives notices and never a traceback."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from good_folder import FILES, write
from safeconduct.files.scenario import read_scenario
from safeconduct.model.notice import Notice, errors_of

MORE = ["arrivals.csv", "checkpoints.csv", "checkpoints.geojson", "aid.csv", "changes.csv"]
HEADERS = {
    "arrivals.csv": "group,time,people,seated,wheelchair",
    "checkpoints.csv": "id,lon,lat,search_s,lanes,opens,closes",
    "aid.csv": "group,tonnes",
    "changes.csv": "at,kind,what,value,lon,lat",
}
NAMES = [*FILES, *MORE, "groups.xlsx", "windows.geojson", "closures.geojson", "gazetteer.csv", "incidents.csv.gz", "closures.csv"]
FEW = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def read_with(name: str, data: bytes) -> tuple[bool, tuple[Notice, ...]]:
    """Read a good folder in which one file holds `data`; every notice must be printable."""
    with TemporaryDirectory() as place:
        folder = write(Path(place))
        if name == "groups.xlsx":
            (folder / "groups.csv").unlink()
        (folder / name).write_bytes(data)
        scenario, notices = read_scenario(folder)
        for one in notices:
            str(one).encode("utf-8")
        assert (scenario is None) == bool(errors_of(notices))
        return scenario is not None, notices


def workbook() -> bytes:
    """Return a good workbook of groups."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("id", "name", "lon", "lat", "able", "seated", "stretcher"), ("G1", "Alpha", 38.0, 47.5, 200, 10, 2)):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@FEW
@given(st.sampled_from(NAMES), st.binary(max_size=300))
def test_random_bytes(name: str, data: bytes) -> None:
    read_with(name, data)


@FEW
@given(st.sampled_from(NAMES), st.text(max_size=200))
def test_random_text(name: str, text: str) -> None:
    read_with(name, text.encode("utf-8", errors="surrogatepass"))


CELLS = st.one_of(
    st.text(max_size=12), st.integers().map(str), st.floats().map(str), st.sampled_from(["", "1e400", "٣", "½", '"', "#"])
)


@FEW
@given(
    st.sampled_from([*HEADERS, *(name for name in FILES if name.endswith(".csv") and name != "roads.csv")]),
    st.lists(CELLS, max_size=9),
    st.data(),
)
def test_random_cells_under_a_good_header(name: str, cells: list[str], data: st.DataObject) -> None:
    content = HEADERS.get(name) or FILES[name]
    assert isinstance(content, str)
    separator = data.draw(st.sampled_from([",", ";"]))
    header = content.splitlines()[0].replace(",", separator)
    read_with(name, (header + "\n" + separator.join(cells) + "\n").encode("utf-8", errors="surrogatepass"))


CHANGE_CELLS = st.one_of(
    CELLS, st.sampled_from(["G1", "V1-02", "W1", "10:00", "19:00", "+20", "-3", "38.1", "47.6", "Alpha", "2014-08-30 10:00"])
)


@FEW
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["vehicle out", "road closed", "people", "window end", "x"]), st.lists(CHANGE_CELLS, max_size=4)
        ),
        max_size=5,
    )
)
def test_random_changes(rows: list[tuple[str, list[str]]]) -> None:
    lines = [",".join(["10:00", kind, *(cell.replace(",", "") for cell in cells)]) for kind, cells in rows]
    read_with("changes.csv", "\n".join([HEADERS["changes.csv"], *lines]).encode("utf-8", errors="surrogatepass"))


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(["type", "coordinates", "id", "a"]), inner, max_size=4)
    ),
    max_leaves=12,
)
KINDS = st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "MultiPoint", "GeometryCollection", "x"])


@FEW
@given(st.sampled_from(["closures.geojson", "windows.geojson"]), KINDS, JSON, JSON)
def test_random_geometry(name: str, kind: str, coordinates: object, properties: object) -> None:
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
    read_with(name, json.dumps({"type": "FeatureCollection", "features": [feature, properties]}).encode())


VALUES = st.one_of(
    st.text(max_size=5).map(json.dumps),
    st.sampled_from(
        ["inf", "nan", "-1", "0x" + "f" * 400, "1e300", "true", "[]", "{}", "[[]]", "2014-08-29", "08:00:00", "[1, {a = 2}]"]
    ),
)
KEYS = st.sampled_from(
    [
        "name",
        "zone",
        "zones",
        "start",
        "end",
        "as_of",
        "schematic",
        "note",
        "roads",
        "roads.file",
        "roads.speed_kmh",
        "roads.capacity_vph.primary",
        "plan.step_s",
        "convoy",
        "convoy.packet_size",
        "convoy.return_allowed",
        "exposure.incident_half_life_days",
    ]
)


@FEW
@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_random_settings(pairs: dict[str, str]) -> None:
    read_with("scenario.toml", "\n".join(f"{key} = {value}" for key, value in pairs.items()).encode())


@FEW
@given(st.integers(0, 10_000), st.integers(0, 255), st.booleans())
def test_damaged_workbooks(place: int, byte: int, cut: bool) -> None:
    data = bytearray(workbook())
    place %= len(data)
    if cut:
        del data[place:]
    else:
        data[place] = byte
    read_with("groups.xlsx", bytes(data))


@FEW
@given(
    st.integers(0, 5_000),
    st.binary(min_size=1, max_size=40),
    st.sampled_from(["sheet1.xml", "workbook.xml", "styles.xml", "Types"]),
)
def test_damaged_parts_of_workbooks(place: int, junk: bytes, part: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as good, zipfile.ZipFile(stream, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if part in name:
                at = place % len(content)
                content = content[:at] + junk + content[at + len(junk) :]
            bad.writestr(name, content)
    read_with("groups.xlsx", stream.getvalue())


@pytest.mark.parametrize("name", ["groups.csv", "scenario.toml", "closures.geojson", "terms/t1.toml", "incidents.csv"])
@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b"{" * 100_000, b'"' * 99_999, b"\xff\xfe" + b"a" * 7, b"a=" + b"[" * 50_000, b"," * 200_000]
)
def test_hostile_bytes(name: str, data: bytes) -> None:
    assert not read_with(name, data)[0]


def test_a_good_workbook_reads() -> None:
    assert read_with("groups.xlsx", workbook())[0]


def test_folders_in_place_of_files(tmp_path: Path) -> None:
    folder = write(tmp_path, groups_csv=None, terms_t1_toml=None)
    (folder / "groups.csv").mkdir()
    (folder / "terms").write_text("x", encoding="utf-8")
    scenario, notices = read_scenario(folder)
    assert scenario is None
    assert {str(one.where) for one in notices if one.code == "file-unreadable"} == {"groups.csv", "terms/"}
