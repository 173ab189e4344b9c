"""The two Mariupol scenarios say what the announcements of the day said, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from safeconduct.app.texts import inspect_texts
from safeconduct.files.scenario import read_scenario
from safeconduct.model.clauses import MINIMUM_POINTS, get_clause_kind
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Category, Moment, PlaceRef, Term, TermsText

EXAMPLES = Path(__file__).parents[2] / "examples"
DAYS = (5, 6)
POINTS = {"Illichivets sports complex", "Drama theatre", "Kalmiuskyi district administration"}
ADDRESSES = {"пр. Нахімова, 53", "Театральна площа, 1", "пр. Металургів, 193"}


def scenario_of(day: int) -> Scenario:
    """Return the scenario of a day in March 2022, which must be free of errors."""
    scenario, notices = read_scenario(EXAMPLES / f"mariupol-2022-03-{day:02}")
    assert scenario is not None, [str(one) for one in notices]
    return scenario


def text_of(day: int, letter: str) -> TermsText:
    """Return the text of the party with that letter."""
    (text,) = [one for one in scenario_of(day).texts if one.party.startswith(letter)]
    return text


def clause(day: int, letter: str, kind: str) -> Term:
    """Return the clause of that kind."""
    (found,) = [one for one in text_of(day, letter).terms if one.kind == kind]
    return found


def english(day: int, places: object) -> list[str]:
    """Return places by the names that the tables of the folder give them, found by their points."""
    scenario = scenario_of(day)
    lines = (EXAMPLES / f"mariupol-2022-03-{day:02}/places.csv").read_text(encoding="utf-8").splitlines()
    names = {tuple(map(float, row[1:3])): row[0] for line in lines[3:] if (row := line.split(","))}
    assert isinstance(places, tuple)
    assert scenario.schematic
    assert all(isinstance(one, PlaceRef) and one.point is not None for one in places), places
    return [names[tuple(one.point)] for one in places]


def kyiv(day: int, hour: int) -> Moment:
    """Return an hour of Kyiv that day: two hours before UTC in March."""
    return Moment(datetime(2022, 3, day, hour - 2, tzinfo=UTC), "Europe/Kyiv")


@pytest.mark.parametrize("day", DAYS)
def test_both_scenarios_read_without_errors(day: int) -> None:
    scenario = scenario_of(day)
    assert [one.party[0] for one in scenario.texts] == ["A", "B"]
    assert scenario.zones == ("Europe/Kyiv", "Europe/Moscow")
    assert all(text.source and all(one.source for one in text.terms) for text in scenario.texts)
    _, notices = inspect_texts(EXAMPLES / f"mariupol-2022-03-{day:02}")
    assert {one.code for one in notices} <= {"term-half-hours"}


@pytest.mark.parametrize(("day", "begin", "end", "start"), [(5, 9, 16, 11), (6, 10, 21, 12)])
def test_the_hours_of_b(day: int, begin: int, end: int, start: int) -> None:
    window = clause(day, "B", "window")
    assert (window.find_value("from"), window.find_value("to")) == (kyiv(day, begin), kyiv(day, end))
    assert clause(day, "B", "start").find_value("at") == kyiv(day, start)


@pytest.mark.parametrize(
    ("day", "way_points", "avoid"),
    [
        (5, "Mariupol Nikolske Rozivka Polohy Orikhiv Zaporizhzhia", ""),
        (6, "Mariupol Portivske Manhush Respublika Rozivka Bilmak Polohy Orikhiv Zaporizhzhia", "Nikolske"),
    ],
)
def test_the_route_of_b(day: int, way_points: str, avoid: str) -> None:
    route = clause(day, "B", "route")
    assert english(day, route.find_value("way_points")) == way_points.split()
    assert english(day, route.find_value("avoid") or ()) == avoid.split()
    assert route.find_value("deviation") == "forbidden"


@pytest.mark.parametrize("day", DAYS)
def test_three_assembly_points_with_their_addresses(day: int) -> None:
    points = clause(day, "B", "assembly").find_value("points")
    assert set(english(day, points)) == POINTS == {one.name for one in scenario_of(day).groups}
    assert {one.address for one in points if isinstance(one, PlaceRef)} == ADDRESSES  # type: ignore[union-attr]


def test_private_cars_and_escort() -> None:
    assert clause(5, "B", "cars").values == (("allowed", True),)
    assert clause(6, "B", "cars").values == (("allowed", True), ("place", "behind the buses"))
    assert clause(6, "B", "escort").values == (("escort", ("Red Cross",)),)
    assert clause(5, "B", "stay").values == (("later_leave", True),)


def test_the_other_text_of_5_march_begins_at_10_in_moscow_and_has_no_end() -> None:
    window = clause(5, "A", "window")
    assert window.values == (("from", Moment(datetime(2022, 3, 5, 7, tzinfo=UTC), "Europe/Moscow")),)
    assert window.values[0][1].at == kyiv(5, 9).at
    route = clause(5, "A", "route")
    assert (route.values, bool(route.text)) == ((), True)


@pytest.mark.parametrize("day", DAYS)
def test_civilians_may_leave_in_both_texts(day: int) -> None:
    for letter in "AB":
        assert clause(day, letter, "who").values == (("may_leave", (Category("civilians"),)),)


def test_silence_is_left_silent() -> None:
    kinds = {(day, letter): {one.kind for one in text_of(day, letter).terms} for day in DAYS for letter in "AB"}
    assert kinds == {
        (5, "A"): {"window", "route", "who"},
        (5, "B"): {"window", "start", "route", "assembly", "who", "cars", "stay"},
        (6, "A"): {"window", "who"},
        (6, "B"): {"window", "start", "route", "assembly", "who", "cars", "escort"},
    }
    covered = {get_clause_kind(kind).minimum for found in kinds.values() for kind in found}
    assert set(MINIMUM_POINTS) - covered == {"aid"}


@pytest.mark.parametrize("day", DAYS)
def test_nobody_has_accepted_anything(day: int) -> None:
    states = {(one.party[0], one.state) for term in scenario_of(day).terms for one in term.answers}
    assert states == {("A", "proposed"), ("B", "proposed")}
