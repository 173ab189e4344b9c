"""Every text of a sheet comes from the words of its language, and every text of the catalogues that is a sheet's is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from brief.pseudo import LATIN, pseudo_words
from brief.sample import START, Sample
from brief.sheet_sample import TRAM, sheet_books, sheet_sample
from safeconduct.brief.sheet import SheetBook, sheet_texts
from safeconduct.brief.sheet_words import SheetWords
from safeconduct.brief.texts import plain_text
from safeconduct.brief.translate import Catalogue, Words, english
from safeconduct.files.catalogues import TEMPLATE, messages, read_catalogue, singular
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.people import Exit, Group
from safeconduct.model.place import LocalName
from safeconduct.model.plan import WayPoint

MODULES = tuple(
    f"brief/{name}.py"
    for name in ("sheet", "sheet_words", "driver_sheets", "driver_words", "car_sheets", "point_sheets", "checkpoint_sheets")
)
ZONES = ("EEST", "MSK", "UTC")


@pytest.fixture(scope="module")
def sample() -> Sample:
    return sheet_sample()


class Noted(dict[str, str]):
    """Texts that note which of them were asked for."""

    def __init__(self, texts: dict[str, str], asked: set[str]) -> None:
        super().__init__(texts)
        self.asked = asked

    def get(self, key: str, default: object = None) -> str:
        self.asked.add(key)
        return str(super().get(key, default))


class NotedForms(dict[str, tuple[str, ...]]):
    """Plural forms that note which of them were asked for."""

    def __init__(self, forms: dict[str, tuple[str, ...]], asked: set[str]) -> None:
        super().__init__(forms)
        self.asked = asked

    def get(self, key: str, default: object = None) -> tuple[str, ...]:
        self.asked.add(key)
        return super().get(key, ())


def texts(books: tuple[SheetBook, ...]) -> Iterator[str]:
    yield from (plain_text(text) for book in books for _, text in sheet_texts(book))


def data_of(sample: Sample) -> list[str]:
    """Return what somebody else has named, longest first, and what is written the same in every language."""
    plan, scenario = sample.plan, sample.scenario
    points = [point for route in plan.driven_routes for point in route.way_points]
    places: tuple[Group | Exit | Checkpoint, ...] = (*scenario.groups, *scenario.exits, *scenario.checkpoints)
    found = {one.name for one in places} | {one.id for one in places} | {one.id for one in plan.timetable.packets}
    found |= {point.name.removeprefix("turn onto ") for point in points} | {point.road for point in points}
    found |= {name.text for point in points for name in point.names}
    found |= {serial for entry in scenario.fleet for serial in entry.serials()}
    found |= {family.id for group in scenario.groups for family in group.families}
    found |= {"Party A", plan.input_hash[:12], TRAM, TRAM.capitalize(), *ZONES}
    return sorted(found - {""}, key=len, reverse=True)


@pytest.mark.parametrize("code", ["ru", "uk", "ar", "he", "hy"])
def test_no_text_of_a_sheet_stays_english(sample: Sample, code: str) -> None:
    """A made-up language has no Latin letter, so what is left of one, beside names and ids, did not pass through its words."""
    data = re.compile("|".join(re.escape(one) for one in data_of(sample)))
    left = [text for text in texts(sheet_books(sample, pseudo_words(code))) if re.search("[A-Za-z]{2}", data.sub("", text))]
    assert left == []


def test_a_text_that_passes_by_the_words_would_show(sample: Sample) -> None:
    data = re.compile("|".join(re.escape(one) for one in data_of(sample)))
    found = [text for text in texts(sheet_books(sample, english())) if re.search("[A-Za-z]{2}", data.sub("", text))]
    assert len(found) > 400


def test_every_text_of_the_sheets_is_used_and_no_other_is_asked_for(sample: Sample) -> None:
    words = pseudo_words("uk")
    asked: set[str] = set()
    catalogue = Catalogue(
        Noted(dict(words.catalogue.texts), asked), NotedForms(dict(words.catalogue.plurals), asked), words.catalogue.form
    )
    sheet_books(sample, Words(words.language, catalogue))
    known = messages(read_catalogue(TEMPLATE))
    theirs = {singular(one) for one in known if any(path in MODULES for path, _ in one.locations)}
    assert len(theirs) > 150
    assert theirs - asked == set()
    assert asked - {singular(one) for one in known} == set()


def test_a_place_is_called_as_the_language_does_and_as_the_road_sign_does(sample: Sample) -> None:
    route = sample.plan.chosen_option.routes[0]
    sign = next(point.name for point in route.way_points if point.role == "start")
    books = sheet_books(sample, pseudo_words("ru"), {sign: "Иловайск"})
    said = list(texts(books))
    assert f"Иловайск / {sign}" in said, "the title of the assembly point"
    assert any(text.startswith(f"Иловайск / {sign} / ") for text in said), "the way-point, with its other names"
    assert f"Иловайск / {sign}" not in set(texts(sheet_books(sample, pseudo_words("ru"))))


def test_a_name_that_is_the_same_in_both_stands_once() -> None:
    said = SheetWords(english(), {"Post": "Post", "Міст": "The Bridge"})
    assert said.place("Post") == "Post"
    assert said.place("Міст") == "The Bridge / Міст"
    assert said.place("Кордон") == "Кордон"


def test_names_of_a_way_point_keep_the_language_s_own_first(sample: Sample) -> None:
    point = replace(sample.plan.chosen_option.routes[0].way_points[0], name="Sign", names=(LocalName("fr", "Panneau"),))
    said = SheetWords(pseudo_words("uk"), {"Sign": "Знак"})
    assert said.way_point(point, ("fr", "de")) == "Знак / Sign / Panneau"
    assert SheetWords().way_point(point, ()) == "Sign"


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", "29 Aug 08:00 / 09:00"), ("uk", "29 серп. 08:00 / 09:00"), ("he", "2014-08-29 08:00 / 09:00")],
)
def test_a_day_before_a_clock_cannot_be_read_as_part_of_it(code: str, said: str) -> None:
    """Letters from right to left would set the figure of the day right beside the clock: there it is in figures alone."""
    clocks = SheetWords(pseudo_words(code)).clocks(("Europe/Kyiv", "Europe/Moscow"), START, START + timedelta(days=1))
    assert plain_text(clocks.cell(START)) == said


def test_a_column_of_words_tells_the_longest_of_them(sample: Sample) -> None:
    loading = next(part for part in sheet_books(sample, english())[1].sheets[0].parts if part.heading == "Loading").tables[0]
    assert {column.head: column.longest for column in loading.columns}["Kind"] == "wheelchair"
    assert {column.longest for column in loading.columns if column.align != "left"} == {""}


@pytest.mark.parametrize("code", ["en", "he"])
def test_a_mark_of_direction_in_a_name_or_an_id_is_left_out(code: str) -> None:
    said = SheetWords(pseudo_words(code))
    assert plain_text(said.place("Port\u202e 12\u2066")) == "Port 12"
    assert plain_text(said.code("bus\u202e-01")) == "bus-01"


def test_the_road_sign_s_name_stands_on_every_sheet_also_where_the_plan_is_in_latin_letters(sample: Sample) -> None:
    """A plan that calls a place in Latin letters has the name on the sign among its local names."""

    def turned(point: WayPoint) -> WayPoint:
        names = (LocalName("uk", f"Місто {point.km:.0f}"),)
        return replace(point, name=f"Town {point.km:.0f}", names=names) if point.names else point

    options = tuple(
        replace(one, routes=tuple(replace(route, way_points=tuple(map(turned, route.way_points))) for route in one.routes))
        for one in sample.plan.options
    )
    said = list(texts(sheet_books(sample._replace(plan=replace(sample.plan, options=options)), pseudo_words("he"))[:1]))
    assert any(text.startswith("Town 3 / Місто 3") for text in said)


def test_a_kind_that_no_language_knows_stands_as_it_is_written() -> None:
    said = SheetWords(pseudo_words("uk"))
    assert said.kind(TRAM) == TRAM
    assert said.amount(TRAM, 3) == f"{TRAM}: 3"
    assert not set(said.amount("bus", 3)) & set(LATIN)


def test_a_sheet_tells_its_language_and_direction(sample: Sample) -> None:
    assert {(book.lang, book.right_to_left) for book in sheet_books(sample, pseudo_words("he"))} == {("he", True)}
    assert {(book.lang, book.right_to_left) for book in sheet_books(sample, english())} == {("en", False)}


def test_only_a_translation_that_nobody_reviewed_says_so(sample: Sample) -> None:
    words = pseudo_words("uk")
    reviewed = Words(words.language, replace(words.catalogue, reviewed=True))
    assert all(book.review for book in sheet_books(sample, words))
    assert not any(book.review for book in (*sheet_books(sample, reviewed), *sheet_books(sample, english())))
