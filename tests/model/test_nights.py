"""Nights: left out of the movement by the model, and by the checker on its own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.model.people import Exit
from safeconduct.model.place import LonLat
from safeconduct.model.scenario import RoadSource, Scenario
from safeconduct.model.settings import Settings
from safeconduct.model.times import Span, Window
from safeconduct.verify.spans import allowed_spans

KYIV = ZoneInfo("Europe/Kyiv")
DAY = date(2014, 10, 25)


def kyiv(hour: int, minute: int = 0, *, days: int = 0, fold: int = 0) -> datetime:
    """Return a moment of Kyiv clocks, so many days after 25 October 2014; on the 26th they go back from 04:00 to 03:00."""
    day = DAY + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=KYIV, fold=fold)


def movement(
    start: datetime,
    end: datetime,
    night: tuple[str, str] = ("21:00", "05:00"),
    windows: tuple[Window, ...] = (),
    zone: str = "Europe/Kyiv",
) -> Scenario:
    """Return a scenario with nothing but a movement and its nights."""
    used = Settings(night_from=night[0], night_to=night[1])
    exits = (Exit("X", "X", LonLat(38, 47)),)
    utc = (start.astimezone(UTC), end.astimezone(UTC))
    return Scenario("T", *utc, DAY, (zone,), (), exits, (), RoadSource(""), settings=used, windows=windows)


def test_a_movement_over_two_days_has_no_night_in_it() -> None:
    spans = movement(kyiv(8), kyiv(20, days=1)).movement_spans("X")
    assert spans == (Span(kyiv(8), kyiv(21)), Span(kyiv(5, days=1), kyiv(20, days=1)))
    assert spans[1].start - spans[0].end == timedelta(hours=9)  # the night on which clocks go back is an hour longer


def test_without_hours_of_night_movement_goes_on() -> None:
    assert movement(kyiv(8), kyiv(20, days=1), ("", "")).movement_spans("X") == (Span(kyiv(8), kyiv(20, days=1)),)


def test_a_night_may_lie_within_a_day_and_cut_a_window() -> None:
    windows = (Window("W", Span(kyiv(9), kyiv(18))),)
    spans = movement(kyiv(8), kyiv(20), ("12:00", "14:00"), windows).movement_spans("X")
    assert spans == (Span(kyiv(9), kyiv(12)), Span(kyiv(14), kyiv(18)))


@pytest.mark.parametrize(
    ("night", "begin", "end"),
    [
        (("23:00", "03:30"), kyiv(23), kyiv(3, 30, days=1, fold=1)),
        (("03:30", "06:00"), kyiv(3, 30, days=1), kyiv(6, days=1)),
    ],
)
def test_an_hour_that_comes_twice_makes_the_night_longer(night: tuple[str, str], begin: datetime, end: datetime) -> None:
    spans = movement(kyiv(20), kyiv(12, days=1), night).movement_spans("X")
    assert [one for one in spans if one.start.astimezone(UTC) == end.astimezone(UTC)]
    assert [one for one in spans if one.end.astimezone(UTC) == begin.astimezone(UTC)]


HOURS = st.builds(lambda hour, minute: f"{hour:02d}:{minute:02d}", st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 2000),
    st.integers(1, 72 * 60),
    st.tuples(HOURS, HOURS).filter(lambda two: two[0] != two[1]),
    st.lists(st.tuples(st.integers(0, 72), st.integers(1, 40), st.booleans()), max_size=4),
    st.sampled_from(["Europe/Kyiv", "Asia/Kabul", "America/Caracas", "Pacific/Kiritimati"]),
)
def test_the_checker_finds_the_same_spans(
    offset_h: int, length_min: int, night: tuple[str, str], windows: list[tuple[int, int, bool]], zone: str
) -> None:
    start = datetime(2014, 1, 1, tzinfo=UTC) + timedelta(hours=offset_h * 5)
    given_windows = tuple(
        Window(
            f"W{number}",
            Span(start + timedelta(hours=first), start + timedelta(hours=first + length)),
            "all" if everybody else "exit",
            "" if everybody else "X",
        )
        for number, (first, length, everybody) in enumerate(windows)
    )
    case = movement(start, start + timedelta(minutes=length_min), night, given_windows, zone)
    assert [(span.start, span.end) for span in case.movement_spans("X")] == allowed_spans(case, "X")
