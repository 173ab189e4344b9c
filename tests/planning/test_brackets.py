"""A bracket in words never says more than is known, and a stop is heard once and for all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.planning.brackets import Heard, bracket_teller, bracket_text, either


@pytest.mark.parametrize(
    ("lower_s", "upper_s", "text"),
    [
        (22_200, None, "at least 6 h 10 min"),
        (22_200, 24_000, "between 6 h 10 min and 6 h 40 min"),
        (22_259, 23_941, "between 6 h 10 min and 6 h 40 min"),
        (22_205, 22_205, "6 h 10 min 5 s"),
        (3_600, 3_600, "1 h 00 min"),
        (0, 59, "between 0 min and 1 min"),
    ],
)
def test_brackets_in_words(lower_s: int, upper_s: int | None, text: str) -> None:
    assert bracket_text(lower_s, upper_s) == text


@given(st.integers(0, 200_000), st.integers(1, 50_000))
def test_the_truth_lies_in_what_is_shown(lower_s: int, more_s: int) -> None:
    shown = [
        int(hours or 0) * 60 + int(minutes)
        for hours, minutes in re.findall(r"(?:(\d+) h )?(\d+) min", bracket_text(lower_s, lower_s + more_s))
    ]
    assert shown[0] * 60 <= lower_s
    assert shown[1] * 60 >= lower_s + more_s


def test_only_a_change_of_the_words_is_told() -> None:
    told: list[str] = []
    progress = bracket_teller(told.append, "roads", 10)
    assert progress is not None
    for lower, upper in ((60, None), (61, None), (61, 100), (62, 99), (70, 70)):
        progress(lower, upper)
    assert told == ["roads: at least 10 min", "roads: between 10 min and 17 min", "roads: 11 min 40 s"]
    assert bracket_teller(None, "roads", 10) is None


def test_a_stop_once_heard_stays() -> None:
    answers = iter([False, True, False])
    heard = Heard(lambda: next(answers))
    assert [heard(), heard.said_so, heard(), heard.said_so, heard()] == [False, False, True, True, True]
    assert not Heard(None)()


def test_either_of_two_stops_ends_the_work() -> None:
    both = either(lambda: False, lambda: True)
    assert both is not None
    assert both()
    assert either(None, None) is None
    one = either(None, lambda: True)
    assert one is not None
    assert one()
