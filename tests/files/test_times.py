from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from safeconduct.files.cells import Problem
from safeconduct.files.dates import read_day
from safeconduct.files.times import Clock, Moment, find_zone, read_time

CLOCK = Clock(find_zone("Europe/Kyiv"), date(2014, 8, 29))
EIGHT = datetime(2014, 8, 29, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2014-08-29 08:00",
        "2014-08-29T08:00:00",
        "2014-08-29T08:00+03:00",
        "2014-08-29T08:00:00.5+0300",
        "2014-08-29T05:00Z",
        "2014-08-29 07:00+02",
        "29.08.2014 08:00",
        "29/08/2014 08:00",
        "08/29/2014 8:00",
        "08:00",
        " 8:00 ",
        "05:00Z",
        datetime(2014, 8, 29, 8, 0),  # noqa: DTZ001 - a spreadsheet has no zones
        datetime(2014, 8, 29, 5, 0, tzinfo=UTC),
        time(8, 0),
    ],
)
def test_ways_to_write_eight_in_the_morning(value: Moment) -> None:
    found = read_time(value, CLOCK)
    assert (found.moment, found.code) == (EIGHT, "")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("09:00 Kyiv", "time-unreadable"),
        ("8 am", "time-unreadable"),
        ("25:00", "time-unreadable"),
        ("2014-02-30 08:00", "time-unreadable"),
        ("9999-12-31 24:00", "time-unreadable"),
        ("0001-01-01 00:00", "time-unreadable"),
        ("08/09/2014 08:00", "time-order-unknown"),
        (41880.33, "time-unreadable"),
        (True, "time-unreadable"),
    ],
)
def test_times_that_cannot_be_read(value: Moment, code: str) -> None:
    found = read_time(value, CLOCK)
    assert (found.moment, found.code) == (None, code)


def test_a_time_without_zone_needs_one() -> None:
    assert read_time("2014-08-29 08:00", Clock()).code == "time-without-zone"
    assert read_time("2014-08-29 08:00+03:00", Clock()).moment == EIGHT
    assert read_time("08:00", Clock()).code == "time-without-day"


def test_midnight_at_the_end_of_the_day() -> None:
    assert read_time("24:00", CLOCK).moment == datetime(2014, 8, 29, 21, 0, tzinfo=UTC)
    assert read_time("24:01", CLOCK).moment is None


def test_a_day_without_an_hour_is_told() -> None:
    found = read_time("2014-08-29", CLOCK)
    assert (found.moment, found.code) == (datetime(2014, 8, 28, 21, 0, tzinfo=UTC), "time-midnight")


def test_hours_that_come_twice_or_never() -> None:
    twice = read_time("2014-10-26 03:30", CLOCK)
    assert (twice.moment, twice.code) == (datetime(2014, 10, 26, 0, 30, tzinfo=UTC), "time-twice")
    never = read_time("2014-03-30 03:30", CLOCK)
    assert (never.moment, never.code) == (datetime(2014, 3, 30, 1, 30, tzinfo=UTC), "time-skipped")
    assert read_time("2014-10-26 03:30+02:00", CLOCK).code == ""


def test_zones_are_known_by_their_exact_names() -> None:
    assert find_zone("Europe/Kyiv") is not None
    for name in ("Europe/Kyv", "", "../etc", "Europe", "/etc/passwd"):
        assert find_zone(name) is None


@pytest.mark.parametrize(
    "text",
    [
        "2014-08-29",
        "20140829",
        "2014/8/29",
        "29.08.2014",
        "29 August 2014",
        "29-Aug-2014",
        "August 29, 2014",
        "29/08/2014",
        "2014-08-29T10:00Z",
    ],
)
def test_ways_to_write_a_day(text: str) -> None:
    assert read_day(text) == date(2014, 8, 29)


@pytest.mark.parametrize(("text", "day"), [("8/19/2014 12:00:00 AM", date(2014, 8, 19)), ("08/10/2014 00:00", date(2014, 8, 10))])
def test_a_source_that_writes_the_month_first(text: str, day: date) -> None:
    assert read_day(text, month_first=True) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("08/10/2014", "day-order-unknown"),
        ("2014-13-01", "day-unreadable"),
        ("29 Sommer 2014", "day-unreadable"),
        ("", "day-unreadable"),
    ],
)
def test_days_that_cannot_be_read(text: str, code: str) -> None:
    found = read_day(text)
    assert isinstance(found, Problem)
    assert found.code == code
