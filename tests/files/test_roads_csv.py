from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.files.roads import read_roads
from safeconduct.model.errors import BadInputError
from safeconduct.model.scenario import RoadSource
from safeconduct.network.graph import RoadNetwork

PLACES = "name,lon,lat,kind,name_uk\nIlovaisk,38.20,47.92,town,Іловайськ\nStarobesheve,38.03,47.75,town,\nNovokaterynivka,38.12,47.69,village,\n"
ROADS = (
    "from,to,name,ref,class,length_km,speed_kmh,capacity_vph,lanes,surface,oneway,bridge,via\n"
    "Ilovaisk,Starobesheve,Station road,T0508,secondary,26,50,400,,asphalt,no,yes,38.12 47.85\n"
    "Starobesheve,Novokaterynivka,Valley road,,tertiary,,,,,gravel,yes,,\n"
)


def folder(path: Path, *, roads: str = ROADS, places: str = PLACES) -> Path:
    (path / "roads.csv").write_text(roads, encoding="utf-8")
    (path / "places.csv").write_text(places, encoding="utf-8")
    return path / "roads.csv"


def read(path: Path) -> RoadNetwork:
    return read_roads(path, RoadSource("roads.csv"), cache=None)[0]


def faults(path: Path) -> list[tuple[str, str, int | None, str]]:
    with pytest.raises(BadInputError) as error:
        read(path)
    return [(one.code, one.where.file, one.where.row, one.where.column) for one in error.value.notices]


def test_named_roads_between_named_places(tmp_path: Path) -> None:
    network, notices = read_roads(folder(tmp_path), RoadSource("roads.csv"), cache=None)
    assert (network.nodes, network.arcs) == (3, 3)
    assert [place.name for place in network.places] == ["Ilovaisk", "Starobesheve", "Novokaterynivka"]
    assert network.places[0].names[0].text == "Іловайськ"
    station = next(arc for arc in range(3) if network.arc_name(arc).ref == "T0508")
    assert float(network.length_m[station]) == pytest.approx(26_000)
    assert (float(network.speed_kmh[station]), float(network.capacity_vph[station])) == (50, 400)
    assert bool(network.bridge[station])
    assert len(network.arc_points(station)) == 3
    assert set(network.way_id.tolist()) == {-1}
    assert [(one.code, dict(one.values)["count"]) for one in notices] == [("road-straight", "1")]


def test_a_place_on_the_way_stays_a_node_and_a_via_point_does_not(tmp_path: Path) -> None:
    network = read(folder(tmp_path))
    spots = {(round(network.node_point(n).lon, 2), round(network.node_point(n).lat, 2)) for n in range(network.nodes)}
    assert (38.03, 47.75) in spots
    assert (38.12, 47.85) not in spots


def test_semicolons_decimal_commas_bom_and_comments(tmp_path: Path) -> None:
    roads = '\ufeff# an "odd comment\nfrom;to;length_km\nIlovaisk;Starobesheve;26,5\n'
    network = read(folder(tmp_path, roads=roads))
    assert set(network.length_m.round(3).tolist()) == {26_500.0}


def test_a_track_written_by_hand_is_read(tmp_path: Path) -> None:
    assert read(folder(tmp_path, roads="from,to,class\nIlovaisk,Starobesheve,track\n")).arcs == 2


def test_every_bad_row_is_told_at_once(tmp_path: Path) -> None:
    roads = (
        "from,to,class,length_km,speed_kmh,lanes,oneway,bridge,via\n"
        "Ilovaisk,Starobeshewe,,,,,,,\n"
        "Ilovaisk,Ilovaisk,,,,,,,\n"
        "Ilovaisk,,,,,,,,\n"
        "Ilovaisk,Starobesheve,boulevard,,,,,,\n"
        "Ilovaisk,Starobesheve,,5,,,,,\n"
        "Ilovaisk,Starobesheve,,-3,fast,99,perhaps,maybe,38.1\n"
        "Ilovaisk,Starobesheve,,26,5,,,,,,,12\n"
    )
    places = PLACES + "Ilovaisk,1,2,town,\nNowhere,200,x,town,\n,38,47,town,\n"
    found = faults(folder(tmp_path, roads=roads, places=places))
    assert ("road-place-unknown", "roads.csv", 2, "to") in found
    assert ("road-ends-same", "roads.csv", 3, "to") in found
    assert ("road-value", "roads.csv", 4, "to") in found
    assert ("road-class-unknown", "roads.csv", 5, "class") in found
    assert ("road-too-short", "roads.csv", 6, "length_km") in found
    wrong = {column for code, file, row, column in found if (code, file, row) == ("road-value", "roads.csv", 7)}
    assert wrong == {"length_km", "speed_kmh", "lanes", "oneway", "bridge", "via"}
    assert ("road-row-long", "roads.csv", 8, "") in found
    assert ("road-place-twice", "places.csv", 5, "name") in found
    assert ("road-value", "places.csv", 6, "lon") in found
    assert ("road-value", "places.csv", 6, "lat") in found
    assert ("road-value", "places.csv", 7, "name") in found


def test_a_near_name_is_offered(tmp_path: Path) -> None:
    path = folder(tmp_path, roads="from,to\nIlovaisk,Starobeshewe\n")
    with pytest.raises(BadInputError) as error:
        read(path)
    assert "Starobesheve" in error.value.notices[0].cure


def test_missing_places_and_columns_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "roads.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert faults(tmp_path / "roads.csv") == [("road-columns", "roads.csv", None, ""), ("road-missing", "places.csv", None, "")]


def test_a_header_alone_is_no_road(tmp_path: Path) -> None:
    assert faults(folder(tmp_path, roads="from,to\n")) == [("road-none", "roads.csv", None, "")]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.binary(max_size=120))
def test_garbage_gives_notices_and_never_another_error(tmp_path: Path, roads: bytes, places: bytes) -> None:
    (tmp_path / "roads.csv").write_bytes(b"from,to,length_km,via\n" + roads)
    (tmp_path / "places.csv").write_bytes(PLACES.encode("utf-8") + places)
    try:
        read(tmp_path / "roads.csv")
    except BadInputError as error:
        text = " ".join(str(one) for one in error.notices)
    else:
        text = "read"
    assert text
