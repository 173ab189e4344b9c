"""Beds come before the overlap: another exit is offered where those of the other routes have too few."""

from __future__ import annotations

from dataclasses import replace

from routing.cases import draw, options_of, scenario_of
from safeconduct.model.plan import Route
from safeconduct.model.settings import Settings

TRUNK = draw("a   b z\n    y\n    x", "ab:km=9 bz:km=1 by:km=2 bx:km=3")
BY_PASS = draw("a   b z\nc   y x", "ab:km=9 bz:km=1 by:km=1.5 bx:km=3 ac:km=4 cz:km=9")


def routes(
    drawn: tuple[object, dict[str, int]], exits: str, beds: dict[str, int], *, k: int = 2, groups: str = "a"
) -> list[Route]:
    """Return the routes of the first group in the fastest option; each group has 100 people, an exit not named has no limit."""
    scenario = scenario_of(tuple(groups), tuple(exits), settings=Settings(routes=k))
    places = tuple(replace(one, beds=beds.get(one.id[-1])) for one in scenario.exits)
    fastest = options_of(drawn, replace(scenario, exits=places), k=k).options[2]  # type: ignore[arg-type]  # as drawn
    return [route for route in fastest.routes if route.group_id == f"group-{groups[0]}"]


def ends(found: list[Route]) -> str:
    return "".join(route.exit_id[-1] for route in found)


def test_an_exit_without_limit_is_added_for_its_beds_whatever_it_shares() -> None:
    found = routes(TRUNK, "zy", {"z": 50})
    assert ends(found) == "zy"
    assert found[1].overlap > 0.5
    assert found[1].why == (
        f"Another exit (exit-y), needed because the beds of the others are too few: 14 min over 11 km; 2 min slower than the first "
        f"route, shares {round(found[1].overlap * 100)} % of its length with the first route."
    )


def test_nothing_is_added_where_the_beds_are_enough_or_not_counted() -> None:
    assert ends(routes(TRUNK, "zy", {"z": 100})) == "z"
    assert ends(routes(TRUNK, "zy", {})) == "z"
    assert ends(routes(TRUNK, "zy", {"y": 50})) == "z"


def test_the_people_of_all_groups_count() -> None:
    assert ends(routes(TRUNK, "zy", {"z": 199}, groups="ab")) == "zy"
    assert ends(routes(TRUNK, "zy", {"z": 200}, groups="ab")) == "z"


def test_an_exit_without_limit_comes_before_one_with_more_beds_than_the_nearer() -> None:
    assert ends(routes(TRUNK, "zyx", {"z": 20, "y": 90})) == "zx"
    assert ends(routes(TRUNK, "zyx", {"z": 20, "y": 30, "x": 90})) == "zx"


def test_the_last_of_a_full_set_gives_way_but_never_the_first() -> None:
    assert ends(routes(BY_PASS, "z", {"z": 20})) == "zz"
    assert ends(routes(BY_PASS, "zy", {"z": 20})) == "zy"
    assert ends(routes(BY_PASS, "zy", {"z": 20}, k=3)) == "zzy"
    assert ends(routes(TRUNK, "zy", {"z": 20}, k=1)) == "z"


def test_a_full_set_does_not_give_up_more_beds_than_it_gets() -> None:
    star = draw("y a z\n  b x", "az:km=2 ay:km=3 ab:km=4 bx:km=1")
    assert ends(routes(star, "zyx", {"z": 10, "y": 50, "x": 30})) == "zy"
    assert ends(routes(star, "zyx", {"z": 10, "y": 30, "x": 50})) == "zx"


def test_a_group_that_stands_at_an_exit_short_of_beds_gets_another() -> None:
    drawn = draw("z y", "zy:km=5")
    assert ends(routes(drawn, "zy", {"z": 20}, groups="z")) == "zy"
    assert ends(routes(drawn, "zy", {}, groups="z")) == "z"


def test_an_exit_behind_another_one_cannot_be_added() -> None:
    assert ends(routes(draw("a z y", "az:km=2 zy:km=1"), "zy", {"z": 20})) == "z"
