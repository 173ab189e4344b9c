"""No right-to-left text can change the order of a coordinate, a time, a plate or a telephone number.

The order on paper is worked out by `bidi`, a reference of its own that was compared with python-bidi on 120,000 random texts.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.bidi import shown, shown_order
from safeconduct.brief.texts import LEFT_TO_RIGHT, NO_BREAK, POP, coordinate_text, isolated, phone_text, plate_text
from safeconduct.brief.times import ZoneColumns, moment_text, span_text
from safeconduct.model.place import LonLat

ZONES = ("Europe/Kyiv", "Europe/Moscow", "Asia/Tehran")
AROUND = st.text(st.sampled_from("אבגד עברית عربي ـَ abc 0123456789 ٠١٢ ()[]-–/.,:+%«»"), max_size=14)
MOMENTS = st.integers(600_000_000, 2_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
COORDINATES = st.builds(lambda lon, lat: coordinate_text(LonLat(lon, lat)), st.floats(-180, 180), st.floats(-90, 90))
TIMES = MOMENTS.map(lambda moment: moment_text(moment, ZONES))
SPANS = st.builds(lambda start, s: span_text(start, start + timedelta(seconds=s), ZONES), MOMENTS, st.integers(60, 10**6))
CELLS = MOMENTS.map(lambda moment: ZoneColumns(ZONES, moment, moment + timedelta(hours=30)).cell(moment))
PHONES = st.text(st.sampled_from("0123456789 +-()/"), min_size=1, max_size=16).map(phone_text)
PLATES = st.text(st.sampled_from("0123456789 -ABXאבعشٱ"), min_size=1, max_size=10).map(plate_text)
TOKENS = st.one_of(COORDINATES, TIMES, SPANS, CELLS, PHONES, PLATES)
DIGIT_GROUP = re.compile(r"[0-9]+")


def in_order(text: str, begin: int, end: int, *, right_to_left: bool) -> bool:
    """Tell whether the digits between two indices stand on paper from left to right as written, nothing foreign between them."""
    order = shown_order(text, right_to_left=right_to_left)
    inside = [i for i in order if begin <= i < end]
    at = [order.index(i) for i in inside]
    digits = [i for i in inside if text[i].isdecimal()]
    return at == list(range(at[0], at[0] + len(at))) and digits == sorted(digits) if at else True


@given(st.lists(st.tuples(AROUND, TOKENS), min_size=1, max_size=4), AROUND, st.booleans())
def test_isolated_tokens_keep_their_digits_in_order(parts: list[tuple[str, str]], last: str, rtl: bool) -> None:
    text, spans = "", []
    for around, token in parts:
        text += around
        spans.append((len(text), len(text) + len(token)))
        text += token
    text += last
    for begin, end in spans:
        assert in_order(text, begin, end, right_to_left=rtl), (text, shown(text, right_to_left=rtl))


@pytest.mark.parametrize("token", ["47.9250, 38.2000", "06:00–10:00 EEST (UTC+3)", "+380 44 123 45 67", "12 ש 345"])
def test_the_same_tokens_without_isolates_do_not_keep_it(token: str) -> None:
    text = f"שער {token} בוקר"
    assert not in_order(text, 4, 4 + len(token), right_to_left=True)
    assert in_order(f"שער {plate_text(token)} בוקר", 4, 4 + len(plate_text(token)), right_to_left=True)


def test_a_line_is_drawn_as_the_standard_says() -> None:
    assert shown("א 1–2 ב", right_to_left=True) == "ב 2–1 א"
    assert shown(f"א {isolated('1–2')} ב", right_to_left=True) == "ב 1–2 א"
    assert shown("ع 1-2", right_to_left=False) == "2-1 ع"


def test_two_isolates_side_by_side_are_made_one_unit() -> None:
    pair = f"{isolated('1')}, {isolated('2')}"
    assert isolated(pair) == f"{LEFT_TO_RIGHT}{pair}{POP}"
    assert isolated(isolated(pair)) == isolated(pair)


def test_phones_and_plates_stay_on_one_line_and_lose_hidden_signs() -> None:
    assert phone_text("+380 44\n123\u202e 45") == isolated(NO_BREAK.join(("+380", "44", "123", "45")))
    assert plate_text("AX 1234 \u2067BB") == isolated(NO_BREAK.join(("AX", "1234", "BB")))
    assert (phone_text(""), plate_text(" ")) == ("", "")


@given(st.text(max_size=20))
def test_a_plate_is_one_isolate_whatever_it_holds(text: str) -> None:
    made = plate_text(text)
    assert made == "" or isolated(made) == made
    assert phone_text(phone_text(text)) == phone_text(text)
