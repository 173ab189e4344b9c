"""Way-points of two texts followed on small roads: where the ways part and meet, and what the roads do not reach."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agreement_cases import term, text
from drawing import CELL_LAT, CELL_LON, ORIGIN, draw
from safeconduct.files.roads import read_roads
from safeconduct.model.place import LonLat, Place
from safeconduct.model.scenario import RoadSource
from safeconduct.model.terms import PlaceRef, TermsText
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.text_routes import RouteDiff, diff_routes

GRID = """
a    b    c    d    e
          x
"""
ROADS = "ab:km=10 bc:km=4 cd:km=5 de:km=6 bx:km=7 xd:km=8"
NAMES = {"a": "Mariupol", "b": "Nikolske", "c": "Rozivka", "d": "Polohy", "e": "Orikhiv", "x": "Bilmak"}


def roads(more: str = "") -> RoadNetwork:
    network, _ = draw(GRID, f"{ROADS} {more}")
    return replace(network, places=tuple(replace(one, name=NAMES[one.name]) for one in network.places))


def compared(first: str, second: str, network: RoadNetwork | None = None, **values: str) -> RouteDiff:
    found = diff_routes(
        text(term("route", way_points=first), party="A"),
        text(term("route", way_points=second, **values), party="B"),
        network or roads(),
    )
    assert len(found) == 1
    return found[0]


def test_ways_part_and_meet_again_with_the_kilometres_of_each() -> None:
    made = compared("Mariupol, Rozivka, Orikhiv", "Маріуполь, Більмак, Оріхів")
    assert made.km == (25.0, 31.0)
    assert made.shared_km == 16.0
    assert made.sentences == (
        "Route on the roads: 25.0 km for A, 31.0 km for B, 16.0 km in common.",
        "They part at Nikolske (km 10.0) and meet again at Polohy: 9.0 km for A, 15.0 km for B.",
    )


def test_other_way_points_on_the_same_roads_are_the_same_way() -> None:
    made = compared("Mariupol, Orikhiv", "Mariupol, Nikolske, Rozivka, Polohy, Orikhiv")
    assert made.partings == ()
    assert made.shared_km == made.km[0] == made.km[1] == 25.0


def test_a_road_driven_there_and_back_is_in_common_no_more_than_the_other_drives_it() -> None:
    made = compared("Mariupol, Rozivka, Nikolske, Bilmak", "Mariupol, Rozivka")
    assert made.km == (25.0, 14.0)
    assert made.shared_km == 14.0
    assert compared("Mariupol, Rozivka", "Mariupol, Rozivka, Nikolske, Bilmak").shared_km == 14.0


def test_a_way_that_begins_elsewhere_has_a_stretch_of_its_own() -> None:
    made = compared("Mariupol, Orikhiv", "Rozivka, Orikhiv")
    assert [(one.first and one.first.km, one.second) for one in made.partings] == [(14.0, None)]
    assert made.sentences[1] == "Only A goes from Mariupol (km 0.0) to Rozivka, 14.0 km."


def test_what_the_roads_do_not_reach_is_named_and_passed_over() -> None:
    made = compared("Mariupol, Atlantis, Orikhiv", "Mariupol, Orikhiv")
    assert made.unreached == (("Atlantis: no place of that name, or more than one, is known.",), ())
    assert made.km == (25.0, 25.0)
    assert "The way of A leaves out Atlantis" in made.sentences[1]


def test_a_place_far_from_any_road_and_one_behind_a_one_way_road_are_not_reached() -> None:
    far = PlaceRef("Hill", LonLat(ORIGIN.lon, ORIGIN.lat + 0.2))
    first = text(term("route", way_points=(PlaceRef("Mariupol"), far, PlaceRef("Orikhiv"))), party="A")
    second = text(term("route", way_points="Orikhiv, Bilmak"), party="B")
    network, _ = draw("a  b", "a>b")
    network = replace(network, places=(Place("Mariupol", network.node_point(0)), Place("Orikhiv", network.node_point(1))))
    made = diff_routes(first, text(term("route", way_points="Orikhiv, Mariupol"), party="B"), network)[0]
    assert made.unreached[0][0].startswith("Hill: the nearest road is 22.")
    assert made.unreached[1] == ("Mariupol: no road leads there from Orikhiv.",)
    assert diff_routes(first, second, network)[0].unreached[1] == ("Bilmak: no place of that name, or more than one, is known.",)


def test_a_place_that_a_text_bypasses_and_its_way_leads_through_is_told() -> None:
    made = compared("Mariupol, Orikhiv", "Mariupol, Orikhiv", avoid="Никольское, Rozivka, Bilmak")
    assert made.through == ((), ("Никольское", "Rozivka"))
    assert made.sentences[-1] == "The way of B leads through Rozivka, which the text bypasses."


def test_a_way_point_found_by_its_sound_only_is_to_be_confirmed() -> None:
    made = compared("Mariupol, Орехов", "Mariupol, Orikhiv")
    assert made.partings == ()
    assert made.by_sound == (("Орехов (on the map Orikhiv)",), ())
    assert made.sentences[-1] == "Орехов (on the map Orikhiv) in A: taken by sound; confirm."


def test_points_of_the_text_come_before_the_map() -> None:
    there = PlaceRef("Nowhere", LonLat(ORIGIN.lon + 10 * CELL_LON, ORIGIN.lat - CELL_LAT))
    one = text(term("route", way_points=(PlaceRef("Mariupol"), there)), party="A")
    made = diff_routes(one, text(term("route", way_points="Mariupol, Bilmak"), party="B"), roads())[0]
    assert made.km[0] == made.km[1] == 17.0


def test_the_way_of_the_aid_is_compared_too_and_texts_without_way_points_are_not() -> None:
    one = text(term("aid", way_points="Orikhiv, Mariupol"), term("cars", allowed=True), party="A")
    other = text(term("aid", way_points="Orikhiv, Bilmak, Mariupol"), party="B")
    assert [(made.kind, made.km) for made in diff_routes(one, other, roads())] == [("aid", (25.0, 31.0))]
    assert diff_routes(one, text(term("cars", allowed=True)), roads()) == ()


def turned(made: RouteDiff) -> list[tuple[object, object]]:
    return [(part.second and part.second.km, part.first and part.first.km) for part in made.partings]


@pytest.mark.parametrize("second", ["Mariupol, Bilmak, Orikhiv", "Rozivka, Orikhiv", "Mariupol, Bilmak"])
def test_the_order_of_the_texts_turns_the_ways_round(second: str) -> None:
    there, back = compared("Mariupol, Rozivka, Orikhiv", second), compared(second, "Mariupol, Rozivka, Orikhiv")
    assert there.km == back.km[::-1]
    assert there.shared_km == back.shared_km
    assert sorted(map(repr, turned(there))) == sorted(
        repr((part.first and part.first.km, part.second and part.second.km)) for part in back.partings
    )


def test_it_is_plain_data_too() -> None:
    said = compared("Mariupol, Orikhiv", "Mariupol, Bilmak, Orikhiv").as_dict()
    assert said["shared_km"] == 16.0
    assert said["partings"][0]["second"]["km"] == 15.0


def test_an_empty_text_has_no_way() -> None:
    assert diff_routes(TermsText(()), TermsText(()), roads()) == ()


def test_a_way_to_a_place_beside_the_road_and_back_is_told_as_such() -> None:
    made = compared("Mariupol, Orikhiv", "Mariupol, Bilmak, Mariupol, Orikhiv", draw_spur())
    assert made.sentences[1] == "Only B leaves the way at Nikolske (km 10.0) and comes back, 14.0 km."


def draw_spur() -> RoadNetwork:
    network, _ = draw(GRID, "ab:km=10 bc:km=4 cd:km=5 de:km=6 bx:km=7")
    return replace(network, places=tuple(replace(one, name=NAMES[one.name]) for one in network.places))


OSM = Path(__file__).parents[2].parent / "shared/data/osm/karabakh_drive.osm.pbf"
SPOTS = {
    "Martakert": (46.8160, 40.2110),
    "Askeran": (46.833, 39.938),
    "Aghdam": (46.9297, 39.9931),
    "Stepanakert": (46.7515, 39.8177),
    "Shusha": (46.7490, 39.7600),
    "Lachin road": (46.7282, 39.7501),
}


def way(names: str, avoid: str = "", party: str = "") -> TermsText:
    spots = {name: PlaceRef(name, LonLat(*spot)) for name, spot in SPOTS.items()}
    points, shunned = (tuple(spots[one] for one in listed.split(", ") if one) for listed in (names, avoid))
    return text(term("route", way_points=points, avoid=shunned), party=party)


@pytest.mark.skipif(not OSM.exists(), reason="the shared road extracts are not beside this checkout")
def test_two_texts_on_real_roads() -> None:
    """From Martakert by Askeran, or by Aghdam and through Shusha: 8 km against 18, and 3 km through Shusha."""
    network, _ = read_roads(OSM, RoadSource(OSM.name), cache=None)
    first = way("Martakert, Askeran, Stepanakert, Lachin road", party="A")
    made = diff_routes(first, way("Martakert, Aghdam, Stepanakert, Shusha, Lachin road", party="B"), network)[0]
    assert [*made.km, made.shared_km] == pytest.approx([64.5, 77.7, 56.2], abs=0.3)
    assert [(one.first and round(one.first.km), one.second and round(one.second.km)) for one in made.partings] == [
        (8, 18),
        (None, 3),
    ]
    assert made.partings[1].second is not None
    assert made.partings[1].second.returns
    other = diff_routes(first, way("Martakert, Stepanakert, Lachin road", "Shusha, Askeran", party="C"), network)[0]
    assert other.through == ((), ("Askeran",))
    assert other.partings == ()
