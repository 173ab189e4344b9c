"""Names in letters at hand: another language's name where the signs cannot be printed."""

from __future__ import annotations

from dataclasses import replace

from drawing import draw
from safeconduct.model.place import LocalName, LonLat, Place
from safeconduct.network.graph import RoadName
from safeconduct.network.naming import with_shown_names

NAMES = (LocalName("bn", "\u09ab"), LocalName("de", "Vaduz"), LocalName("en", "Vaduz town"))


def test_names_that_can_be_shown_stay() -> None:
    network, _ = draw("a  b", "ab")
    assert with_shown_names(network, str.isascii) == (network, 0)


def test_another_language_takes_the_place_of_letters_that_cannot_be_shown() -> None:
    network, _ = draw("a  b", "ab")
    place = Place("\u09ab", LonLat(38.0, 47.5), "town", NAMES)
    network = replace(network, places=(place,), names=(RoadName(""), RoadName("\u09ab", "7", NAMES[:2])))
    shown, changed = with_shown_names(network, str.isascii)
    assert shown.places == (Place("Vaduz town", place.point, "town", NAMES[1:]),)
    assert shown.names[1] == RoadName("Vaduz", "7", NAMES[1:2])
    assert changed == 2


def test_a_thing_without_any_name_to_show_loses_it() -> None:
    network, _ = draw("a  b", "ab")
    place = Place("\u09ab", LonLat(38.0, 47.5), "town", NAMES[:1])
    network = replace(network, places=(place,), names=(RoadName(""), RoadName("\u09ab", "\u09ab")))
    shown, changed = with_shown_names(network, str.isascii)
    assert shown.places == ()
    assert shown.names[1] == RoadName("")
    assert changed == 2
