"""The Hakari study: its counts are the shared ones, nothing later enters the forecast, errors are right, the page says what is computed."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from benchmarks.hakari_model import EXAMPLE, ROOT, ZONE, Count, Forecast, Study

from benchmarks import hakari, hakari_model, hakari_plot
from safeconduct import make_plan, read_scenario, verify_plan

COUNTS = hakari_model.read_counts()
BASE = hakari_model.variations(COUNTS)[0]
START = datetime(2023, 9, 28, tzinfo=ZONE)


@pytest.mark.skipif(not hakari.SHARED.exists(), reason="the shared counts of the Hakari bridge are not beside this checkout")
def test_every_shared_count_stands_in_our_table_on_its_day() -> None:
    with hakari.SHARED.open(encoding="utf-8", newline="") as file:
        shared = list(csv.DictReader(file))
    assert len(shared) == 10
    assert hakari.missing_counts(COUNTS, hakari.SHARED) == []
    for row in shared:
        found = next(one for one in COUNTS if one.people == int(row["people_cumulative"]))
        for name, value in (("vehicles_cumulative", found.vehicles), ("registered_cumulative", found.registered)):
            assert not row[name] or int(row[name]) == value
        told = datetime.fromisoformat(row["when_local"])
        assert found.when.date() == told.date()
        if row["precision"].startswith("hour"):
            later = found.when.replace(tzinfo=None) - told
            # The shared row of 07:00 is Moscow time, as its note says.
            assert later == timedelta(hours=1 if told.hour == 7 else 0)


def test_a_shared_count_that_differs_is_named(tmp_path: Path) -> None:
    path = tmp_path / "shared.csv"
    head = "when_local,people_cumulative,vehicles_cumulative,registered_cumulative\n"
    path.write_text(head + "2023-09-27,53629,10985,\n2023-09-27T12:00,53629,1,\n2023-09-28T14:00,70501,,\n", encoding="utf-8")
    assert hakari.missing_counts(COUNTS, path) == ["2023-09-27T12:00", "2023-09-28T14:00"]


def test_our_table_is_in_order_and_never_falls() -> None:
    assert [one.when for one in COUNTS if one.hour_known] == sorted(one.when for one in COUNTS if one.hour_known)
    for values in (
        [one.people for one in COUNTS if one.people is not None],
        [one.vehicles for one in COUNTS if one.vehicles is not None],
        [one.registered for one in COUNTS if one.registered is not None],
    ):
        assert values == sorted(values)
    assert {one.use for one in COUNTS} == {"before", "first day", "later"}
    assert all((one.use == "later") == (one.when >= datetime(2023, 9, 28, tzinfo=ZONE)) for one in COUNTS)


def test_no_later_count_enters_the_forecast() -> None:
    changed = [one._replace(people=1, vehicles=1, registered=1) if one.use == "later" else one for one in COUNTS]
    rates = hakari_model.first_day_rates(COUNTS)
    assert hakari_model.first_day_rates(changed) == rates
    assert hakari_model.variations(changed)[0] == BASE
    assert rates.people_per_h == pytest.approx((50_243 - 28_120) / 19)
    assert rates.people_per_vehicle == 4.882
    assert rates.registered_per_h == round((20_800 - 5_580) / 27)


def test_the_example_is_the_first_forecast(tmp_path: Path) -> None:
    hakari_model.write_folder(BASE, tmp_path)
    names = sorted(path.name for path in EXAMPLE.iterdir() if path.is_file())
    assert names == ["exits.csv", "groups.csv", "places.csv", "roads.csv", "scenario.toml"]
    for name in names:
        assert (tmp_path / name).read_text(encoding="utf-8") == (EXAMPLE / name).read_text(encoding="utf-8")


def test_a_variation_with_a_desk_is_written(tmp_path: Path) -> None:
    hakari_model.write_folder(replace(BASE, people_per_h=None, total=60_000), tmp_path, 564)
    assert read_scenario(tmp_path).scenario.exits[0].screening_per_h == 564
    assert read_scenario(tmp_path).scenario.groups[0].people.total == 9757
    assert ",0.15,,yes" in (tmp_path / "roads.csv").read_text(encoding="utf-8")


def test_the_example_is_read_planned_and_verified() -> None:
    case = read_scenario(EXAMPLE)
    assert [notice.code for notice in case.notices] == ["terms-none"]
    plan = make_plan(case)
    assert verify_plan(plan, case) == ()
    assert plan.people.total == hakari_model.TO_LEAVE - BASE.across
    assert plan.gap is not None
    assert 0 <= plan.gap < 0.005


def made_up(*people: tuple[int, int]) -> Forecast:
    curve = [(START + timedelta(hours=hour), count) for hour, count in people]
    return Forecast(curve, curve, curve[-1][0], None, 0)


def test_errors_are_those_of_the_later_counts() -> None:
    counts = [
        Count(START + timedelta(hours=1), True, 100, None, None, "later"),
        Count(START + timedelta(hours=2), True, None, None, 7, "later"),
        Count(START + timedelta(hours=3), True, 200, None, None, "later"),
        Count(START + timedelta(hours=3), True, 1, None, None, "first day"),
        Count(START + timedelta(days=3), True, 400, None, None, "later"),
    ]
    told = made_up((0, 50), (1, 110), (3, 150), (9, 600))
    assert hakari_model.errors(told, counts) == pytest.approx([10, -25, 50])
    assert hakari_model.errors(told, counts, full_road=True) == pytest.approx([10, -25])
    assert hakari_model.errors(told, counts, full_road=True, less=50) == pytest.approx([20, -100 / 3])
    assert hakari_model.mean_size([10, -25, 50]) == pytest.approx(85 / 3)
    assert hakari_model.largest([10, -25]) == -25


def test_a_curve_holds_its_last_value() -> None:
    curve = made_up((0, 50), (1, 110)).people
    values = [hakari_model.at(curve, START + timedelta(minutes=minute)) for minute in (-5, 0, 59, 60, 600)]
    assert values == [50, 50, 50, 110, 110]
    assert hakari_model.passed(curve, 51) == START + timedelta(hours=1)
    assert hakari_model.passed(curve, 111) is None


def test_the_desk_registers_at_its_rate_and_waits_for_people() -> None:
    arrivals = [(START, 300), (START + timedelta(hours=6), 400)]
    desk = hakari_model.registrations(arrivals, (START, 100), 100)
    values = [hakari_model.at(desk, START + timedelta(hours=hour)) for hour in (0, 1, 2, 6, 7)]
    assert values == [100, 200, 300, 300, 400]


@pytest.fixture(scope="module")
def result() -> Study:
    """Return the study without the one forecast whose proof takes long, the day after the outflow began."""
    variations = [one for one in hakari_model.variations(COUNTS) if not one.name.startswith("day after")]
    told = [(one, hakari_model.forecast(one)) for one in variations]
    known = next((one.when, one.registered) for one in reversed(COUNTS) if one.use == "first day" and one.registered is not None)
    desk = hakari_model.registrations(hakari_model.arrivals(COUNTS, told[0][1]), known, 564)
    return Study(COUNTS, told, desk, hakari_model.forecast(BASE, 564))


def test_the_page_says_what_is_computed(result: Study) -> None:
    page = (ROOT / "docs/explanation/hakari.md").read_text(encoding="utf-8")
    missing = [line for block in hakari.tables(result) for line in block if line not in page]
    assert not missing


def test_everybody_of_a_forecast_is_across_once(result: Study) -> None:
    for variation, told in result.told:
        assert told.people[0] == (variation.since, variation.across)
        assert told.people[-1][1] == variation.total
        assert told.clear == told.people[-1][0]
        assert told.bound is not None
        assert told.bound <= told.clear
    assert result.desk[-1][1] == hakari_model.TO_LEAVE


def test_the_figure_is_the_same_twice(result: Study, tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        hakari_plot.draw(result, tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert "<dc:date>" not in (tmp_path / "a.svg").read_text(encoding="utf-8")
