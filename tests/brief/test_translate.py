from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.brief.texts import FIRST_STRONG, LEFT_TO_RIGHT, NO_BREAK, POP, plain_text
from safeconduct.brief.translate import LANGUAGES, Catalogue, Words, english, find_language, without_marks

ZONES = ("Europe/Kyiv", "Europe/Moscow")


def words(code: str, texts: dict[str, str] | None = None, plurals: dict[str, tuple[str, ...]] | None = None) -> Words:
    language = find_language(code)
    assert language is not None

    def form(number: int) -> int:
        if number % 10 == 1 and number % 100 != 11:
            return 0
        return 1 if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else 2

    return Words(language, Catalogue(texts or {}, plurals or {}, form))


def test_the_english_text_is_the_key() -> None:
    made = words("uk", {"{n} people leave.": "Виїжджає {n} осіб."})
    assert plain_text(made.text("{n} people leave.", n=12345)) == "Виїжджає 12 345 осіб."
    assert english().text("{n} people leave.", n=5) == "5 people leave."


def test_a_number_takes_the_form_of_its_language() -> None:
    made = words("uk", plurals={"{n} bus": ("{n} автобус", "{n} автобуси", "{n} автобусів")})
    said = [made.count("{n} bus", "{n} buses", number) for number in (1, 3, 5, 11, 21)]
    assert said == ["1 автобус", "3 автобуси", "5 автобусів", "11 автобусів", "21 автобус"]
    assert [english().count("{n} bus", "{n} buses", number) for number in (1, 2)] == ["1 bus", "2 buses"]


def test_values_in_right_to_left_text_are_isolated() -> None:
    made = words("ar", {"{name}: {n}": "{name}: {n}"})
    said = made.text("{name}: {n}", name="Ilovaisk", n=61)
    assert said == f"{FIRST_STRONG}Ilovaisk{POP}: {LEFT_TO_RIGHT}61{POP}"


def test_a_right_to_left_value_in_left_to_right_text_is_isolated_and_others_are_plain() -> None:
    assert english().text("{a} and {b}", a="مدرسة", b="School") == f"{FIRST_STRONG}مدرسة{POP} and School"


def test_a_value_with_braces_is_text() -> None:
    assert english().text("{name}", name="{0} {name!r}") == "{0} {name!r}"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "29 August 2014"),
        ("fr", "29 août 2014"),
        ("uk", "29 серпня 2014 р."),
        ("ru", "29 августа 2014 г."),
        ("ar", "29 أغسطس 2014"),
        ("he", "29 באוגוסט 2014"),
        ("hy", "29 օգոստոսի, 2014 թ."),
        ("az", "29 avqust 2014"),
    ],
)
def test_days_have_the_month_in_letters_and_western_digits(code: str, said: str) -> None:
    assert plain_text(words(code).day(date(2014, 8, 29))) == said


@pytest.mark.parametrize("code", [one.code for one in LANGUAGES])
def test_clocks_are_the_same_in_every_language_and_one_unit(code: str) -> None:
    moment = datetime(2022, 3, 5, 7, tzinfo=UTC)
    clocks = f"{LEFT_TO_RIGHT}09:00 EET (UTC+2) / 10:00 MSK (UTC+3){POP}"
    dated = words(code).moment(moment, ZONES).replace(NO_BREAK, " ")
    # Day and clocks are one unit of a right-to-left language, which ends after that of the clocks.
    assert (dated.removesuffix(POP) if words(code).language.right_to_left else dated).endswith(clocks)
    assert words(code).moment(moment, ZONES, with_date=False).replace(NO_BREAK, " ") == clocks


def test_a_span_over_a_change_of_clocks_is_written_out() -> None:
    start, end = datetime(2022, 3, 27, 0, 30, tzinfo=UTC), datetime(2022, 3, 27, 5, tzinfo=UTC)
    said = plain_text(english().span(start, end, ("Europe/Kyiv",)))
    assert said == "27 March 2022, 02:30 EET (UTC+2) to 27 March 2022, 08:00 EEST (UTC+3)"


def test_a_span_in_one_day_says_the_day_once() -> None:
    start, end = datetime(2022, 3, 5, 7, tzinfo=UTC), datetime(2022, 3, 5, 14, tzinfo=UTC)
    said = plain_text(english().span(start, end, ZONES))
    assert said == "5 March 2022, 09:00–16:00 EET (UTC+2) / 10:00–17:00 MSK (UTC+3)"


def test_days_that_differ_between_zones_stand_before_each_clock() -> None:
    said = plain_text(english().moment(datetime(2022, 3, 5, 21, 30, tzinfo=UTC), ZONES))
    assert said == "5 March 2022, 23:30 EET (UTC+2), 6 March 2022, 00:30 MSK (UTC+3)"


def test_durations_round_nothing() -> None:
    assert plain_text(english().duration(93_784)) == "1 d 2 h 3 min 4 s"
    assert english().duration(0) == f"0{NO_BREAK}s"


def test_lists() -> None:
    made = english()
    assert [made.listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert made.either(["a", "b", "c"]) == "a, b, c"


@given(st.text(alphabet="aאع1 \u202e\u2066\u2067\u2068\u2069\u200f\u061c"))
def test_a_text_from_outside_keeps_no_mark_of_direction(text: str) -> None:
    assert set(without_marks(text)) <= set("aאع1 ")
