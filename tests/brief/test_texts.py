"""Numbers, names and coordinates are written the same way everywhere, and nothing can reorder them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.brief.texts import (
    FIRST_STRONG,
    LEFT_TO_RIGHT,
    NARROW_SPACE,
    POP,
    STARTS,
    amount_text,
    and_text,
    coordinate_text,
    count_text,
    distance_text,
    figures_isolated,
    first_capital,
    headcount_text,
    index_text,
    isolated,
    local_names,
    name_text,
    percent_text,
    xml_text,
)
from safeconduct.model.people import Headcount
from safeconduct.model.place import LocalName, LonLat


def depth_of(text: str) -> int:
    """Return how deep isolates are nested at the end; fails when one ends that did not begin."""
    depth = 0
    for letter in text:
        depth += (letter in STARTS) - (letter == POP)
        assert depth >= 0
    return depth


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_every_coordinate_is_one_isolate_with_sides_instead_of_signs(lon: float, lat: float) -> None:
    text = coordinate_text(LonLat(lon, lat))
    assert text[0] == LEFT_TO_RIGHT
    assert text[-1] == POP
    assert depth_of(text) == 0
    assert "-" not in text
    assert float(text[1:].split(" ")[0]) == pytest.approx(abs(lat), abs=1e-4)


@given(st.text(max_size=12))
def test_isolating_twice_is_isolating_once(text: str) -> None:
    once = isolated(text)
    assert isolated(once) == once


@given(st.integers(-(10**12), 10**12))
def test_a_count_keeps_its_digits_and_groups_of_three(number: int) -> None:
    text = count_text(number)
    assert int(text.replace(NARROW_SPACE, "")) == number
    assert all(len(part) == 3 for part in text.split(NARROW_SPACE)[1:])


def test_a_right_to_left_name_is_isolated_and_another_is_not() -> None:
    assert name_text("ستاره") == f"{FIRST_STRONG}ستاره{POP}"
    assert name_text("Київ") == "Київ"


def test_local_names_leave_out_the_name_itself_and_repeats() -> None:
    names = (LocalName("uk", "Іловайськ"), LocalName("en", "Ilovaisk"), LocalName("fr", "Ilovaisk"), LocalName("de", ""))
    assert local_names("Іловайськ", names, ("de", "en", "fr", "uk")) == "Ilovaisk"


def test_local_names_keep_to_the_languages_asked_for_in_their_order() -> None:
    names = (LocalName("uk", "Маринівка"), LocalName("ru", "Мариновка"), LocalName("ar", "مارينيفكا"))
    assert local_names("Marynivka", names, ("ru", "uk")) == "Мариновка / Маринівка"
    assert local_names("Marynivka", names, ()) == ""


@pytest.mark.parametrize(
    ("metres", "text"),
    [(0, "0 m"), (849.6, "850 m"), (999.6, "1.0 km"), (43_120, "43.1 km"), (99_960, "100 km"), (1_234_567, "1 235 km")],
)
def test_distances_change_unit_without_a_gap(metres: float, text: str) -> None:
    assert distance_text(metres).replace("\u00a0", " ").replace(NARROW_SPACE, " ") == text


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0 %"), (0.0001, "< 0.1 %"), (0.0949, "9.5 %"), (0.0996, "10 %"), (12.5, "1 250 %")]
)
def test_a_share_is_nothing_only_when_it_is_nothing(share: float, text: str) -> None:
    assert percent_text(share).replace("\u00a0", " ").replace(NARROW_SPACE, " ") == text


def test_an_index_is_nothing_only_when_it_is_nothing() -> None:
    assert (index_text(0), index_text(1e-9), index_text(2.345), index_text(1015.5)) == (
        "0",
        "< 0.01",
        "2.35",
        f"1{NARROW_SPACE}016",
    )


def test_people_are_told_by_class_and_nobody_is_said() -> None:
    assert headcount_text(Headcount(230, 0, 2)) == "230 able, 2 stretcher"
    assert headcount_text(Headcount()) == "nobody"


def test_words_agree_with_their_number() -> None:
    assert (amount_text(1, "packet"), amount_text(0, "packet"), amount_text(2, "person", "people")) == (
        "1 packet",
        "0 packets",
        "2 people",
    )
    assert (and_text([]), and_text(["a"]), and_text(["a", "b", "c"])) == ("", "a", "a, b and c")
    assert first_capital(isolated("abc")) == f"{LEFT_TO_RIGHT}Abc{POP}"


@given(st.text(max_size=30))
def test_any_text_is_safe_in_xml(text: str) -> None:
    made = f'<a b="{xml_text(text)}">{xml_text(text)}</a>'
    read = ET.fromstring(made)
    assert read.text is None or "\x00" not in read.text
    assert read.find("script") is None
    if all(letter.isprintable() for letter in text) and text:
        assert read.text == text


def test_figures_in_somebody_else_s_text_keep_their_order() -> None:
    said = figures_isolated("اتصل على +380 44 765 43 21 من 10:00–12:00")
    assert said == f"اتصل على {isolated('+380 44 765 43 21')} من {isolated('10:00–12:00')}"
    assert figures_isolated("call +380 44 765 43 21") == "call +380 44 765 43 21"
