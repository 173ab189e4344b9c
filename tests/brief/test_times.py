"""Every time stands in every zone, and no duration is rounded."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.brief.texts import LEFT_TO_RIGHT, POP
from safeconduct.brief.times import ZoneColumns, date_text, duration_text, moment_text, offset_text, span_text, zone_label

ZONES = ("Europe/Kyiv", "Europe/Moscow")
KYIV = ZoneInfo("Europe/Kyiv")
EIGHT = datetime(2014, 8, 29, 8, tzinfo=KYIV)
MOMENTS = st.integers(946_684_800, 1_893_456_000).map(lambda second: datetime.fromtimestamp(second, UTC))


def plain(text: str) -> str:
    return text.replace(LEFT_TO_RIGHT, "").replace(POP, "")


def test_the_founding_hour_in_both_zones() -> None:
    assert plain(moment_text(EIGHT, ZONES)) == "29 August 2014, 08:00 EEST (UTC+3) / 09:00 MSK (UTC+4)"


def test_the_day_stands_with_each_clock_when_it_differs() -> None:
    late = datetime(2014, 8, 29, 23, 30, tzinfo=KYIV)
    assert plain(moment_text(late, ZONES)) == "29 August 2014, 23:30 EEST (UTC+3) / 30 August 2014, 00:30 MSK (UTC+4)"


def test_a_zone_without_letters_and_half_hours() -> None:
    assert zone_label(datetime(2023, 9, 24, tzinfo=ZoneInfo("Asia/Baku"))) == "UTC+4"
    assert zone_label(datetime(2023, 9, 24, tzinfo=ZoneInfo("Asia/Tehran"))) == "UTC+3:30"
    assert offset_text(timedelta(hours=-3, minutes=-30)) == "UTC-3:30"
    assert offset_text(timedelta()) == "UTC"


def test_zones_of_one_clock_and_name_are_told_once() -> None:
    assert plain(moment_text(EIGHT, ("Europe/Kyiv", "Europe/Helsinki"))).count("08:00") == 1


def test_no_zone_means_utc() -> None:
    assert plain(moment_text(EIGHT, ())) == "29 August 2014, 05:00 UTC"


def test_a_span_within_a_day_is_one_line_and_over_midnight_two_moments() -> None:
    assert (
        plain(span_text(EIGHT, EIGHT + timedelta(hours=4), ZONES))
        == "29 August 2014, 08:00\u201312:00 EEST (UTC+3) / 09:00\u201313:00 MSK (UTC+4)"
    )
    assert " to " in span_text(EIGHT, EIGHT + timedelta(hours=15, minutes=30), ZONES)


def test_a_span_over_the_change_of_clocks_names_both_offsets() -> None:
    before = datetime(2014, 10, 26, 2, tzinfo=KYIV)
    text = span_text(before, datetime(2014, 10, 26, 5, tzinfo=KYIV), ("Europe/Kyiv",))
    assert "UTC+3" in text
    assert "UTC+2" in text


@given(MOMENTS, st.sampled_from([("Europe/Kyiv",), ZONES, ("Asia/Tehran", "UTC", "America/St_Johns")]))
def test_every_printed_clock_is_the_moment(moment: datetime, zones: tuple[str, ...]) -> None:
    text = moment_text(moment, zones)
    assert text[0] == LEFT_TO_RIGHT
    assert text[-1] == POP
    for key in zones:
        local = moment.astimezone(ZoneInfo(key))
        assert f"{local:%H:%M}" in text
        assert date_text(local.date()) in text


@given(st.integers(0, 10**7))
def test_a_duration_can_be_read_back_exactly(seconds: int) -> None:
    sizes = {"d": 86_400, "h": 3600, "min": 60, "s": 1}
    found = re.findall(r"(\d+)\u00a0(d|h|min|s)\b", duration_text(seconds))
    assert sum(int(number) * sizes[unit] for number, unit in found) == seconds
    assert duration_text(seconds).count(" ") == len(found) - 1


@pytest.mark.parametrize(("seconds", "text"), [(0, "0 s"), (95 * 60, "1 h 35 min"), (-60, "minus 1 min")])
def test_durations_in_words(seconds: int, text: str) -> None:
    assert duration_text(seconds).replace("\u00a0", " ") == text


def test_cells_round_up_to_the_minute_and_name_the_day_when_needed() -> None:
    one_day = ZoneColumns(ZONES, EIGHT, EIGHT + timedelta(hours=8))
    assert one_day.head == "EEST (UTC+3) / MSK (UTC+4)"
    assert plain(one_day.cell(EIGHT + timedelta(seconds=1))) == "08:01 / 09:01"
    two_days = ZoneColumns(ZONES, EIGHT, EIGHT + timedelta(hours=30))
    assert plain(two_days.cell(EIGHT + timedelta(hours=15, minutes=30))) == "29 Aug 23:30 / 30 Aug 00:30"


def test_cells_name_the_offset_when_clocks_change() -> None:
    before = datetime(2014, 10, 26, 0, 30, tzinfo=UTC)
    columns = ZoneColumns(("Europe/Kyiv",), before, before + timedelta(hours=2))
    assert plain(columns.cell(before)) == "03:30 UTC+3"
    assert plain(columns.cell(before + timedelta(hours=1))) == "03:30 UTC+2"
