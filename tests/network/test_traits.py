from __future__ import annotations

import pytest

from safeconduct.model.place import LocalName
from safeconduct.model.road_classes import CLASS_INDEX, ROAD_CLASSES
from safeconduct.network.graph import NO_LIMIT
from safeconduct.network.tag_values import parse_lanes, parse_length_m, parse_speed_kmh, parse_weight_t
from safeconduct.network.traits import RoadRules, RoadTraits, find_traits, is_blocking, read_name

RULES = RoadRules()


def tagged(tags: dict[str, str]) -> RoadTraits | None:
    return find_traits({"highway": "primary", **tags}, RULES)


def traits(**tags: str) -> RoadTraits:
    found = tagged({key.replace("__", ":"): value for key, value in tags.items()})
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50),
        ("50 km/h", 50),
        ("30 mph", 48.28032),
        ("RU:urban", None),
        ("none", None),
        ("", None),
        ("80;50", 50),
        ("0", None),
    ],
)
def test_speeds(text: str, kmh: float | None) -> None:
    assert parse_speed_kmh(text) == (None if kmh is None else pytest.approx(kmh))


@pytest.mark.parametrize(
    ("text", "tonnes"),
    [
        ("7.5", 7.5),
        ("7,5 t", 7.5),
        ("3500 kg", 3.5),
        ("10 st", 9.0718474),
        ("none", NO_LIMIT),
        ("12;8", 8.0),
        ("heavy", NO_LIMIT),
    ],
)
def test_weights(text: str, tonnes: float) -> None:
    assert parse_weight_t(text) == pytest.approx(tonnes)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("2.5", 2.5),
        ("250 cm", 2.5),
        ("6'7\"", 2.0066),
        ("12'", 3.6576),
        ("7 ft", 2.1336),
        ("7 ft 6 in", 2.286),
        ("default", NO_LIMIT),
        ("below_default", NO_LIMIT),
    ],
)
def test_lengths(text: str, metres: float) -> None:
    assert parse_length_m(text) == pytest.approx(metres)


def test_lanes() -> None:
    assert parse_lanes("3") == 3
    assert parse_lanes("2;1") == 1
    assert parse_lanes("-2") is None
    assert parse_lanes("1000") is None


@pytest.mark.parametrize("road", [road.name for road in ROAD_CLASSES])
def test_every_class_is_read_and_optional_ones_only_when_asked(road: str) -> None:
    optional = ROAD_CLASSES[CLASS_INDEX[road]].optional
    assert (find_traits({"highway": road}, RULES) is None) == optional
    found = find_traits({"highway": road}, RoadRules(include_minor=True))
    assert found is not None
    assert found.speed_kmh == ROAD_CLASSES[CLASS_INDEX[road]].speed_kmh


@pytest.mark.parametrize("road", ["footway", "construction", "proposed", "cycleway", "path", "", "bus_stop"])
def test_what_is_no_road_for_vehicles_is_not_read(road: str) -> None:
    assert find_traits({"highway": road}, RULES) is None


@pytest.mark.parametrize(
    ("tags", "open_"),
    [
        ({"access": "no"}, False),
        ({"access": "private"}, False),
        ({"access": "destination"}, True),
        ({"access": "no", "motor_vehicle": "yes"}, True),
        ({"motor_vehicle": "no"}, False),
        ({"vehicle": "private", "motor_vehicle": "permissive"}, True),
        ({"access": "yes", "vehicle": "no"}, False),
        ({"area": "yes"}, False),
    ],
)
def test_access(tags: dict[str, str], open_: bool) -> None:
    assert (tagged(tags) is not None) == open_


@pytest.mark.parametrize(
    ("tags", "direction"),
    [
        ({}, 0),
        ({"oneway": "yes"}, 1),
        ({"oneway": "-1"}, -1),
        ({"oneway": "no"}, 0),
        ({"junction": "roundabout"}, 1),
        ({"highway": "motorway"}, 1),
        ({"highway": "motorway", "oneway": "no"}, 0),
        ({"oneway": "reversible"}, 0),
    ],
)
def test_direction(tags: dict[str, str], direction: int) -> None:
    assert traits(**tags).oneway == direction


def test_lanes_and_surface_make_the_capacity_of_each_direction() -> None:
    assert traits().capacity_fwd_vph == 1500
    both = traits(lanes="4")
    assert (both.capacity_fwd_vph, both.capacity_back_vph) == (3000, 3000)
    one = traits(lanes="2", oneway="yes")
    assert (one.capacity_fwd_vph, one.capacity_back_vph) == (3000, 0)
    uneven = traits(lanes="3", lanes__forward="2", lanes__backward="1")
    assert (uneven.capacity_fwd_vph, uneven.capacity_back_vph) == (3000, 1500)
    assert traits(lanes="1").capacity_fwd_vph == 750
    gravel = traits(surface="gravel")
    assert (gravel.capacity_fwd_vph, gravel.speed_kmh) == (900, 40)
    assert traits(surface="asphalt").speed_kmh == 80


def test_an_override_replaces_the_default_and_the_lower_figure_holds() -> None:
    rules = RoadRules({"primary": 60.0}, {"primary": 1000.0})
    plain = find_traits({"highway": "primary"}, rules)
    slow = find_traits({"highway": "primary", "maxspeed": "40"}, rules)
    fast = find_traits({"highway": "primary", "maxspeed": "90"}, rules)
    other = find_traits({"highway": "secondary"}, rules)
    assert plain
    assert slow
    assert fast
    assert other
    assert [plain.speed_kmh, slow.speed_kmh, fast.speed_kmh, other.speed_kmh] == [60, 40, 60, 60]
    assert [plain.capacity_fwd_vph, other.capacity_fwd_vph] == [1000, 1000]
    assert find_traits({"highway": "primary", "lanes": "4"}, rules).capacity_fwd_vph == 2000  # type: ignore[union-attr]


def test_limits_and_bridges() -> None:
    found = traits(maxweight="7.5", maxheight="3.2", maxwidth="2.4", width="6", bridge="viaduct")
    assert (found.max_weight_t, found.max_height_m, found.max_width_m, found.bridge) == (7.5, 3.2, 2.4, True)
    free = traits(bridge="no")
    assert (free.max_weight_t, free.max_height_m, free.max_width_m, free.bridge) == (NO_LIMIT, NO_LIMIT, NO_LIMIT, False)


def test_names_in_every_language() -> None:
    tags = {
        "name": "вулиця Миру",
        "ref": "H21",
        "name:ru": "улица Мира",
        "name:uk": "вулиця Миру",
        "name:left": "x",
        "int_name": "Myru",
    }
    name = read_name(tags)
    assert name.label == "H21 вулиця Миру"
    assert name.names == (LocalName("en", "Myru"), LocalName("ru", "улица Мира"), LocalName("uk", "вулиця Миру"))
    assert read_name({}).label == ""
    assert read_name({"name:en": "Peace Street"}).name == "Peace Street"


@pytest.mark.parametrize(
    ("tags", "blocking"),
    [
        ({"barrier": "bollard"}, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, False),
        ({"barrier": "gate"}, False),
        ({"barrier": "gate", "access": "no"}, True),
        ({"barrier": "lift_gate"}, False),
        ({"barrier": "border_control"}, False),
        ({"place": "village"}, False),
    ],
)
def test_barriers(tags: dict[str, str], blocking: bool) -> None:
    assert is_blocking(tags) == blocking
