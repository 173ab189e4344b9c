"""Names of places across spellings and scripts: what is one place, what may be, what never is."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.agreement.place_match import DIFFERENT, PROBABLE, SAME, PlaceMatcher, compare_names, skeletons_of
from safeconduct.model.place import LocalName, LonLat, Place, distance_m
from safeconduct.model.terms import PlaceRef

DATA = Path(__file__).parents[2].parent / "shared/data/places"

SAME_NAMES = (
    ("Orikhiv", "ORIKHIV"),
    ("Orikhiv", "Оріхів"),
    ("м. Оріхів", "Orikhiv town"),
    ("г.Орехов", "Орехов"),
    ("Troits'ke", "Troitske"),
    ("Novo-Ivanivka", "Novoivanivka"),
    ("Village of Pisky", "с. Піски"),
    ("Polohy", "Пологи"),
    ("Kamianets-Podilskyi", "Кам’янець-Подільський"),
    ("Izium", "Ізюм"),
    ("Izyum", "Ізюм"),
    ("Ночёвка", "Ночевка"),
    ("Лачин", "Lachin"),
    ("Լաչին", "Lachin"),
    ("თბილისი", "Tbilisi"),
    ("Laçın şəhəri", "Laçın"),
    ("حِمْص", "مدينة حمص"),
    ("Kolotylіvka", "Колотилівка"),  # a Cyrillic letter typed for the Latin one
)

PROBABLE_NAMES = (
    ("Orikhiv", "Орехов"),
    ("Оріхів", "Орехов"),
    ("Polohy", "Pologi"),
    ("Rozivka", "Розовка"),
    ("Zaporizhzhia", "Запорожье"),
    ("Zaporizhzhia", "Zaporozhye"),
    ("Запоріжжя", "Запорожье"),
    ("Nikolske", "Никольское"),
    ("Manhush", "Mangush"),
    ("Bilmak", "Bylmak"),
    ("Mykolaivka", "Николаевка"),
    ("Volodymyrivka", "Владимировка"),
    ("Kryvyi Rih", "Кривой Рог"),
    ("Lachin", "Laçın"),
    ("Xankəndi", "Khankendi"),
    ("Кельбаджар", "Kəlbəcər"),
    ("Homs", "حمص"),
    ("Хомс", "حمص"),
    ("Homs", "חומס"),
    ("بيروت", "ביירות"),
    ("Al Hasakah", "الحسكة"),
    ("Минск", "მინსკი"),
)

DIFFERENT_NAMES = (
    ("Ivanivka", "Ivankiv"),
    ("Ivanivka", "Ivanivske"),
    ("Novoazovsk", "Novoshakhtinsk"),
    ("Nikolske", "Mykolaivka"),
    ("Никольское", "Миколаївка"),
    ("Petrivka", "Petropavlivka"),
    ("Petrivka", "Petrivske"),
    ("Petrovskyi", "Petrivske"),
    ("Verkhnie Petrivske", "Nyzhnie Petrivske"),
    ("Stara Mykolaivka", "Nova Mykolaivka"),
    ("Luhansk", "Luhanske"),
    ("Донецк", "Донецьке"),
    ("Mykolaivka", "Mykhailivka"),
    ("Novotroitske", "Troitske"),
    ("Popasna", "Popasne"),
    ("Trudovskaya", "Trudivske"),
    ("Olenivka", "Ulianivka"),
    ("Kalynivka", "Kalynove"),
    ("Oleksandrivka", "Oleksiivka"),
    ("School 5", "School 15"),
    ("Pervomaiske 1", "Pervomaiske 2"),
    ("حمص", "حماة"),
    ("Homs", "Hama"),
)


def tier(first: str, second: str) -> str:
    found = compare_names(first, second).tier
    assert compare_names(second, first).tier == found
    return found


@pytest.mark.parametrize(("first", "second"), SAME_NAMES)
def test_one_name_in_two_spellings_or_scripts_is_the_same(first: str, second: str) -> None:
    assert tier(first, second) == SAME


@pytest.mark.parametrize(("first", "second"), PROBABLE_NAMES)
def test_names_that_sound_alike_are_to_be_confirmed(first: str, second: str) -> None:
    assert tier(first, second) == PROBABLE


@pytest.mark.parametrize(("first", "second"), DIFFERENT_NAMES)
def test_other_places_with_near_names_stay_other_places(first: str, second: str) -> None:
    assert tier(first, second) == DIFFERENT


def test_one_name_of_a_village_and_of_a_town_is_not_silently_one_place() -> None:
    assert tier("с. Мирне", "м. Мирне") == PROBABLE
    assert tier("с. Мирне", "смт Мирне") == SAME


def test_a_word_for_the_kind_of_place_stays_where_nothing_else_is_left() -> None:
    assert tier("Selo", "Gorod") == DIFFERENT
    assert tier("Старе Село", "Старе") == DIFFERENT


GAZETTEER = (
    Place("Nikolske", LonLat(37.31, 47.20), names=(LocalName("ru", "Володарское"), LocalName("uk", "Нікольське"))),
    Place("Nikolske", LonLat(36.00, 49.00)),
    Place("Andriivka", LonLat(37.00, 48.00)),
    Place("Andreevka", LonLat(38.90, 48.00)),
)


def test_two_names_of_one_place_in_the_gazetteer_are_the_same() -> None:
    found = PlaceMatcher(GAZETTEER[:1]).compare(PlaceRef("Volodarskoe"), PlaceRef("Нікольське"))
    assert found == (SAME, "two names of one place in the gazetteer")
    assert PlaceMatcher().compare(PlaceRef("Volodarskoe"), PlaceRef("Нікольське")).tier == DIFFERENT


def test_a_name_that_another_place_has_too_is_to_be_confirmed() -> None:
    found = PlaceMatcher(GAZETTEER).compare(PlaceRef("Volodarskoe"), PlaceRef("Nikolske"))
    assert found.tier == PROBABLE
    assert PlaceMatcher(GAZETTEER).compare(PlaceRef("Volodarskoe"), PlaceRef("Nikolske", LonLat(37.3, 47.2))).tier == SAME


def test_names_that_sound_alike_but_are_two_places_in_the_gazetteer_differ() -> None:
    assert tier("Andriivka", "Andreevka") == PROBABLE
    assert PlaceMatcher(GAZETTEER).compare(PlaceRef("Andriivka"), PlaceRef("Andreevka")).tier == DIFFERENT


def test_points_decide_where_both_texts_give_them() -> None:
    matcher = PlaceMatcher()
    here, near, far = LonLat(37.0, 47.0), LonLat(37.02, 47.0), LonLat(37.3, 47.0)
    assert matcher.compare(PlaceRef("Donetsk", here), PlaceRef("Donetsk", far)).tier == DIFFERENT
    assert matcher.compare(PlaceRef("Orikhiv", here), PlaceRef("Орехов", near)).tier == SAME
    assert matcher.compare(PlaceRef("Orikhiv", here), PlaceRef("Polohy", near)).tier == DIFFERENT
    assert matcher.compare(PlaceRef("Bakhmut", here), PlaceRef("Artemivsk", LonLat(37.001, 47.0))).tier == SAME


def test_a_point_is_taken_from_the_gazetteer_only_where_there_is_one_place_of_the_name() -> None:
    matcher = PlaceMatcher(GAZETTEER)
    assert matcher.find_point(PlaceRef("Андріївка")) == LonLat(37.00, 48.00)
    assert matcher.find_point(PlaceRef("Nikolske")) is None
    assert matcher.find_point(PlaceRef("Nowhere")) is None
    assert matcher.find_point(PlaceRef("Nowhere", LonLat(1.0, 2.0))) == LonLat(1.0, 2.0)


NAMES = st.text(min_size=1, max_size=24) | st.text("abcdeikovyzh '-1", min_size=1, max_size=12)
CYRILLIC_NAMES = st.text("абвгдеєжзиіїклмнопрстухцчшщьюя", min_size=1, max_size=12)


@given(NAMES | CYRILLIC_NAMES, NAMES | CYRILLIC_NAMES)
def test_the_order_of_two_names_does_not_matter(first: str, second: str) -> None:
    assert compare_names(first, second) == compare_names(second, first)


@given(NAMES | CYRILLIC_NAMES)
def test_a_name_is_the_same_as_itself_in_any_case(name: str) -> None:
    if any(letter.isalnum() for letter in name):
        assert compare_names(name, name).tier == SAME
        assert compare_names(name, f"  {name} ").tier == SAME


def counted(pairs: Iterable[tuple[str, str]]) -> tuple[float, float]:
    """Return the share of pairs that are SAME or PROBABLE, and how many pairs there are."""
    tiers = Counter(compare_names(first, second).tier for first, second in pairs)
    return 1 - tiers[DIFFERENT] / tiers.total(), tiers.total()


CITY_LANGUAGES = ("uk", "ru", "ar", "he", "fa", "hy", "ka", "az")
RECALL: dict[tuple[str, str], float] = {
    ("uk", "ru"): 0.94,
    ("ru", "ar"): 0.65,
    ("ru", "he"): 0.70,
    ("ru", "hy"): 0.87,
    ("ru", "ka"): 0.82,
    ("ru", "az"): 0.74,
    ("ar", "he"): 0.72,
    ("ar", "fa"): 0.76,
    ("hy", "az"): 0.74,
}
"""Least share found of one city's names in two languages; most of those missed have another name ("Vienna", "Відень")."""


@pytest.fixture(scope="module")
def cities() -> dict[str, dict[str, str]]:
    """Names of the cities of time zones in Europe, Asia and Africa in eight languages, from the Unicode locale data."""
    found: dict[str, dict[str, str]] = {}
    for language in CITY_LANGUAGES:
        for zone, names in Locale.parse(language).time_zones.items():
            if zone.startswith(("Europe/", "Asia/", "Africa/")) and names.get("city"):
                found.setdefault(zone, {})[language] = names["city"]
    return found


@pytest.mark.parametrize(("one", "other"), RECALL)
def test_cities_are_found_across_scripts(one: str, other: str, cities: dict[str, dict[str, str]]) -> None:
    pairs = [(names[one], names[other]) for names in cities.values() if one in names and other in names]
    assert len(pairs) > 120
    assert counted(pairs)[0] >= RECALL[one, other]


@pytest.mark.parametrize(("one", "other"), RECALL)
def test_other_cities_are_not_taken_for_one_across_scripts(one: str, other: str, cities: dict[str, dict[str, str]]) -> None:
    pairs = [
        (a[one], b[other])
        for zone_a, a in list(cities.items())[::5]
        for zone_b, b in cities.items()
        if zone_a != zone_b and one in a and other in b
    ]
    tiers = Counter(compare_names(first, second).tier for first, second in pairs)
    assert tiers.total() > 4000
    assert tiers[SAME] == 0
    assert tiers[PROBABLE] <= 0.0003 * tiers.total()


needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared data of places is absent")


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@needs_data
def test_border_crossings_are_found_in_english_and_ukrainian() -> None:
    pairs: list[tuple[str, str]] = []
    for row in rows_of("border_crossings.csv"):
        names = row["Name - English"].split(" - "), row["Name - Ukrainian"].split(" - ")
        if len(names[0]) == len(names[1]):
            pairs += zip(*names, strict=True)
    assert len(pairs) == 129
    assert counted(pairs)[0] >= 0.96


@needs_data
def test_places_are_found_in_english_and_russian() -> None:
    rows = [row for row in rows_of("places_east_europe_mideast.csv") if row["name_en"] and row["name_ru"]]
    assert counted((row["name_en"], row["name_ru"]) for row in rows)[0] >= 0.85
    assert counted((row["name_en"], row["name_ru"]) for row in rows if row["country"] == "Ukraine")[0] >= 0.93


@needs_data
def test_no_two_places_of_one_country_are_taken_for_one() -> None:
    """Of 61,000 pairs those alone that the table has twice, or that have one name."""
    rows = [row for row in rows_of("places_east_europe_mideast.csv") if row["name_en"] and row["name_ru"]]
    taken = {
        (a["name_en"], b["name_en"])
        for a, b in combinations(rows, 2)
        if a["country"] == b["country"]
        and (
            compare_names(a["name_en"], b["name_en"]).tier != DIFFERENT
            or compare_names(a["name_en"], b["name_ru"]).tier != DIFFERENT
        )
    }
    assert taken == {("Adapazarı", "Adapazarı"), ("Antioch", "Antioch"), ("Aktau", "Aktau")}


@needs_data
def test_villages_of_the_donbas_keep_apart() -> None:
    """Of 70,876 pairs 27 are taken for one: each is one name in two spellings, or by two hands."""
    rows = rows_of("donbas_places_from_ucdp.csv")
    far: set[frozenset[str]] = set()
    near = 0
    for a, b in combinations(rows, 2):
        if compare_names(a["where_coordinates"], b["where_coordinates"]).tier != DIFFERENT:
            points = [LonLat(float(row["lon"]), float(row["lat"])) for row in (a, b)]
            if distance_m(*points) > 5000:
                far.add(frozenset((a["where_coordinates"], b["where_coordinates"])))
            else:
                near += 1
    assert near == 15
    assert len(far) == 12
    assert frozenset(("Vodyane village", "Vodiane village")) in far


@pytest.mark.parametrize(("first", "second"), PROBABLE_NAMES)
def test_a_name_is_found_by_its_sound_in_a_large_gazetteer(first: str, second: str) -> None:
    assert skeletons_of(first) & skeletons_of(second)
    others = [Place(one, LonLat(20.0 + number, 50.0)) for number, pair in enumerate(DIFFERENT_NAMES) for one in pair]
    found = PlaceMatcher([*others, Place(second, LonLat(1.0, 2.0))]).find_by_sound(PlaceRef(first))
    assert found == (second, LonLat(1.0, 2.0)) or any(compare_names(first, one.name).tier == PROBABLE for one in others)


def test_a_name_that_sounds_like_two_places_is_not_found() -> None:
    two = (Place("Orikhiv", LonLat(35.8, 47.5)), Place("Orykhiv", LonLat(30.0, 50.0)))
    assert PlaceMatcher(two).find_by_sound(PlaceRef("Орехов")) is None
    assert PlaceMatcher(two[:1]).find_by_sound(PlaceRef("Орехов")) == ("Orikhiv", LonLat(35.8, 47.5))
    assert PlaceMatcher(two).find_by_sound(PlaceRef("Tokmak")) is None
