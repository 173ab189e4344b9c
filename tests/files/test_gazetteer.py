from __future__ import annotations

from pathlib import Path

import pytest

from good_folder import good, read, write
from safeconduct.files.scenario import read_scenario
from safeconduct.model.place import LocalName, LonLat

PLACES = Path(__file__).parents[2].parent / "shared/data/places"


def test_places_with_names_in_any_language(tmp_path: Path) -> None:
    text = "name,lon,lat,kind,name_uk,name:ar\nIlovaisk,38.19,47.93,town,Іловайськ,إيلوفايسك\nBare,38,47,,,\n"
    first, second = good(tmp_path, gazetteer_csv=text).gazetteer
    assert (first.name, first.point, first.kind) == ("Ilovaisk", LonLat(38.19, 47.93), "town")
    assert first.names == (LocalName("uk", "Іловайськ"), LocalName("ar", "إيلوفايسك"))
    assert (second.kind, second.names) == ("gazetteer", ())


def test_a_place_without_a_point_is_an_error(tmp_path: Path) -> None:
    scenario, notices = read(tmp_path, gazetteer_csv="name,lon,lat\nAlpha,,47\n")
    assert scenario is None
    assert [str(one.where) for one in notices if one.code == "cell-missing"] == ["gazetteer.csv, row 2, column 'lon'"]


@pytest.mark.skipif(not PLACES.is_dir(), reason="the shared place lists are not here")
@pytest.mark.parametrize(
    ("name", "count"),
    [("border_crossings.csv", 67), ("donbas_places_from_ucdp.csv", 377), ("places_east_europe_mideast.csv", 901)],
)
def test_place_lists_of_others_are_read_as_they_are(name: str, count: int, tmp_path: Path) -> None:
    folder = write(tmp_path, gazetteer_csv=(PLACES / name).read_bytes())
    scenario, notices = read_scenario(folder)
    assert scenario is not None, [str(one) for one in notices]
    assert len(scenario.gazetteer) == count
