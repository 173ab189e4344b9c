from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from drawing import ORIGIN, draw
from safeconduct.files.roads import read_roads
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.notice import Notice
from safeconduct.model.people import Exit, Group, Headcount
from safeconduct.model.place import LocalName, LonLat, Place
from safeconduct.model.plan import Snap
from safeconduct.model.scenario import RoadSource, Scenario
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.checks import check_against_roads
from safeconduct.planning.place_names import name_key, nearest_of_name, places_by_key, wanted_keys
from safeconduct.planning.reach import find_cut_off, reached_from

OSM = Path(__file__).parents[2].parent / "shared/data/osm"


def free(network: RoadNetwork, closed: dict[int, tuple[str, ...]] | None = None) -> ArcConditions:
    """Return conditions in which only these arcs are closed."""
    return ArcConditions(closed or {}, {}, {}, (0.0,) * network.arcs)


def scenario(group: LonLat, exit_: LonLat, *, group_name: str = "b", exit_name: str = "z", **other: object) -> Scenario:
    """Return a scenario with one group G1 and one exit X1."""
    made = Scenario(
        name="test",
        start=datetime(2014, 8, 29, 5, tzinfo=UTC),
        end=datetime(2014, 8, 29, 17, tzinfo=UTC),
        as_of=date(2014, 8, 28),
        zones=("Europe/Kyiv",),
        groups=(Group("G1", group_name, group, Headcount(10)),),
        exits=(Exit("X1", exit_name, exit_),),
        fleet=(),
        roads=RoadSource("roads.csv"),
    )
    return replace(made, **other)  # type: ignore[arg-type]


def check(
    network: RoadNetwork, at: dict[str, int], made: Scenario, *, closed: dict[int, tuple[str, ...]] | None = None
) -> list[Notice]:
    """Return the notices with the group at place a and the exit at place d, apart from names that are not known."""
    snaps = (Snap("G1", at["a"], 0.0), Snap("X1", at["d"], 0.0))
    notices = check_against_roads(made, network, snaps, free(network, closed))
    return [one for one in notices if one.code != "names-unchecked"]


def drawn() -> tuple[RoadNetwork, dict[str, int], Scenario]:
    """Return a road from a over b and c to d, and a group at a with an exit at d."""
    network, at = draw("abcd", "ab bc cd")
    return network, at, scenario(network.node_point(at["a"]), network.node_point(at["d"]))


def test_nothing_to_say_where_all_is_well() -> None:
    assert check(*drawn()) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ilovaysk", "ИЛОВАЙСК"),
        ("Іловайськ", "Ilovaisk"),
        ("Şuşa", "susa"),
        ("Novo-Azovsk", "Novoazovsk"),
        ("Horlivka", "Горлівка"),
    ],
)
def test_names_agree_over_case_accents_and_script(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Shusha", "Lachin"), ("Marinka", "Makiivka"), ("Ագարակ", "Գորիս")])
def test_other_names_differ(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_a_crossing_is_found_by_either_side_and_without_its_generic_word() -> None:
    places = (Place("Uspenka", LonLat(38.0, 47.0)), Place("Kuibyshevo", LonLat(38.2, 47.0)))
    for name in ("Uspenka - Matveev Kurgan", "Uspenka border crossing", "USPENKA"):
        wanted = frozenset(key for keys in wanted_keys(name) for key in keys)
        found = nearest_of_name(name, LonLat(38.0, 47.1), places_by_key(places, wanted))
        assert found is not None
        assert (found.place.name, round(found.km)) == ("Uspenka", 11)
    assert nearest_of_name("Kurgan", LonLat(38.0, 47.1), places_by_key(places, frozenset({"kurgan"}))) is None


def test_a_point_283_km_from_its_name_is_told_with_both_places() -> None:
    network, at, made = drawn()
    there = LonLat(ORIGIN.lon, ORIGIN.lat + 283 / 111.195)
    far = Place("Далеке", there, "village", (LocalName("en", "Daleke"),))
    made = replace(made, gazetteer=(far,), groups=(replace(made.groups[0], name="DALEKE village"),))
    (told,) = check(network, at, made)
    assert told.code == "name-far"
    assert dict(told.values)["km"] == "283"
    assert "47.50000 N, 38.00000 E" in told.message
    assert f"{there.lat:.5f} N, 38.00000 E" in told.message
    near = replace(made, gazetteer=(far, replace(far, point=ORIGIN)))
    assert check(network, at, near) == []
    patient = replace(made, settings=replace(made.settings, name_limit_km=300.0))
    assert check(network, at, patient) == []


def test_names_of_the_road_file_are_compared_too() -> None:
    network, at, made = drawn()
    made = replace(made, groups=(replace(made.groups[0], name="Ilovaisk"),))
    named = replace(network, places=(Place("Иловайск", LonLat(ORIGIN.lon + 1, ORIGIN.lat), "town"),))
    assert [one.code for one in check(named, at, made)] == ["name-far"]
    assert check(network, at, made) == []


def test_names_that_nobody_knows_are_said_not_to_be_checked() -> None:
    network, _, made = drawn()
    told = check_against_roads(made, network, (), free(network))
    assert [one.code for one in told] == ["names-unchecked"]
    assert "z" in told[0].message


def test_points_outside_the_roads() -> None:
    network, at, made = drawn()
    away = replace(made, groups=(replace(made.groups[0], point=LonLat(30.0, 50.0)),))
    assert [one.code for one in check(network, at, away)] == ["point-outside-roads"]
    swapped = replace(made, groups=(replace(made.groups[0], point=LonLat(ORIGIN.lat, ORIGIN.lon)),))
    assert [one.code for one in check(network, at, swapped)] == ["point-swapped-roads"]
    parked = replace(made, fleet=(FleetEntry("V1", "bus", 1, 50, 0, base=LonLat(30.0, 50.0)),))
    assert [str(one.where) for one in check(network, at, parked)] == ["vehicles, V1"]


def test_a_group_behind_closures_is_told_what_closes_it() -> None:
    network, at, made = drawn()
    arc = int(np.flatnonzero((network.tail == at["b"]) & (network.head == at["c"]))[0])
    (told,) = check(network, at, made, closed={arc: ("C7", "C2")})
    assert told.code == "group-cut-off"
    assert dict(told.values)["reason"] == "every way is closed by C2, C7"
    back = int(network.twin[arc])
    assert check(network, at, made, closed={back: ("C7",)}) == []


def test_closures_that_do_not_matter_are_not_blamed() -> None:
    network, at = draw("abcd\n e", "ab bc cd be:km=3")
    made = scenario(network.node_point(at["a"]), network.node_point(at["d"]))
    out = int(np.flatnonzero((network.tail == at["b"]) & (network.head == at["c"]))[0])
    side = int(np.flatnonzero((network.tail == at["b"]) & (network.head == at["e"]))[0])
    (told,) = check(network, at, made, closed={out: ("C1",), side: ("C2",), int(network.twin[side]): ("C2",)})
    assert dict(told.values)["reason"] == "every way is closed by C1"


def test_vehicle_limits_are_named() -> None:
    network, at, made = drawn()
    arcs = np.flatnonzero(network.tail == at["c"]).tolist()
    (told,) = check(network, at, made, closed=dict.fromkeys(arcs, ("limit:weight", "limit:height")))
    assert dict(told.values)["reason"] == "a vehicle of the fleet exceeds the height and weight limit of roads on the way"


def test_a_separate_piece_of_road_is_measured() -> None:
    network, at = draw("ab  cd", "ab:km=3 cd:km=4")
    apart = replace(network, component=np.array([1, 1, 0, 0], dtype=np.int32))
    made = scenario(network.node_point(at["a"]), network.node_point(at["d"]))
    told = check(apart, at, made)
    assert [one.code for one in told] == ["group-cut-off"]
    assert "separate piece of the road network (2 nodes, 3.0 km)" in told[0].message


def test_one_way_roads_that_lead_the_wrong_way() -> None:
    network, at = draw("abcd", "b>a bc cd")
    made = scenario(network.node_point(at["a"]), network.node_point(at["d"]))
    (told,) = check(network, at, made)
    assert "direction of driving" in told.message


def test_an_exit_that_nobody_can_reach_is_told_once_somebody_can_leave() -> None:
    network, at = draw("abcd", "ab bc d>c")
    made = scenario(network.node_point(at["a"]), network.node_point(at["d"]))
    made = replace(made, exits=(*made.exits, Exit("X2", "y", network.node_point(at["c"]))))
    snaps = (Snap("G1", at["a"], 0.0), Snap("X1", at["d"], 0.0), Snap("X2", at["c"], 0.0))
    told = [one for one in check_against_roads(made, network, snaps, free(network)) if one.code != "names-unchecked"]
    assert [(one.code, str(one.where)) for one in told] == [("exit-cut-off", "exits, X1")]


def test_reach_equals_networkx_on_random_graphs() -> None:
    import networkx as nx

    network, _ = draw("abcdefghij", "ab b>c c>d de e>a f>g gh h>i i>f ij")
    graph = nx.DiGraph(list(zip(network.tail.tolist(), network.head.tolist(), strict=True)))
    every = np.ones(network.arcs, dtype=np.bool_)
    for node in range(network.nodes):
        forward = set(np.flatnonzero(reached_from(network, (node,), every)).tolist())
        backward = set(np.flatnonzero(reached_from(network, (node,), every, backward=True)).tolist())
        assert forward == nx.descendants(graph, node) | {node}
        assert backward == nx.ancestors(graph, node) | {node}


def test_nobody_is_cut_off_at_an_exit_itself() -> None:
    network, at = draw("ab", "ab")
    assert find_cut_off(network, free(network), {"G": at["a"]}, {"X": at["a"]}) == {}


@pytest.mark.skipif(not OSM.is_dir(), reason="the shared road files are not here")
def test_the_real_trap_on_real_roads() -> None:
    path = OSM / "karabakh_drive.osm.pbf"
    network, _ = read_roads(path, RoadSource(path.name), cache=None)
    stepanakert, far = LonLat(46.7515, 39.8153), LonLat(46.7515, 39.8153 - 283 / 111.195)
    good = scenario(stepanakert, LonLat(46.55, 39.64), group_name="STEPANAKERT", exit_name="nowhere at all")
    gazetteer = (Place("Ստեփանակերտ", stepanakert, "city", (LocalName("en", "Stepanakert"),)),)
    good = replace(good, gazetteer=gazetteer)
    assert [one.code for one in check_against_roads(good, network, (), free(network)) if one.code == "name-far"] == []
    bad = replace(good, groups=(replace(good.groups[0], point=far),))
    codes = {one.code: one for one in check_against_roads(bad, network, (), free(network))}
    assert dict(codes["name-far"].values)["km"] == "283"
    assert "point-outside-roads" in codes
