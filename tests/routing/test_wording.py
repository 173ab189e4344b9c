from dataclasses import replace

import pytest

from safeconduct.model.plan import Route
from safeconduct.routing.wording import distance, duration, exposure_against, longer_by, why_alternate, why_first

PLAIN = Route("F1A", "g", "x", (1,), (), (), 71_000.0, 5760, 600, 4.6)
QUIET = replace(PLAIN, arcs=(2,), length_m=90_400.0, travel_s=7200, exposure=2.0)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 min"), (61, "2 min"), (5760, "96 min"), (10_740, "179 min"), (11_520, "3 h 12 min")]
)
def test_durations_are_rounded_up_to_minutes(seconds: int, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(("length_m", "text"), [(9_940.0, "9.9 km"), (71_400.0, "71 km"), (9_960.0, "10 km")])
def test_distances_have_a_decimal_below_ten_kilometres(length_m: float, text: str) -> None:
    assert distance(length_m) == text


@pytest.mark.parametrize(
    ("own", "other", "text"),
    [
        (0.0, 0.0, "no exposure on file, as it"),
        (0.0, 1.0, "no exposure on file, unlike it"),
        (1.0, 0.0, "exposed, where it has no exposure on file"),
        (1.004, 1.0, "the same exposure as it"),
        (0.9, 1.0, "0.90 times the exposure of it"),
        (2.3, 1.0, "2.3 times the exposure of it"),
        (23.4, 1.0, "23 times the exposure of it"),
    ],
)
def test_exposures_are_compared_and_never_divided_by_none(own: float, other: float, text: str) -> None:
    assert exposure_against(replace(PLAIN, exposure=own), replace(PLAIN, exposure=other), name="it") == text


def test_slower_and_faster_are_told_apart() -> None:
    assert longer_by(QUIET, PLAIN, name="it") == "24 min slower than it"
    assert longer_by(PLAIN, QUIET, name="it") == "24 min faster than it"
    assert longer_by(PLAIN, PLAIN, name="it") == "as fast as it"


def why(label: str, route: Route, *, exact: bool = True) -> str:
    return why_first(label, route, safest=QUIET, fastest=PLAIN, incidents=True, exact=exact)


def test_each_option_says_why_with_its_figures() -> None:
    assert why("fastest", PLAIN) == "Shortest time: 96 min over 71 km; 2.3 times the exposure of the safest way."
    assert why("safest", QUIET) == (
        "Least exposure: 120 min over 90 km; 24 min slower than the fastest way, with 0.43 times the exposure of it."
    )
    assert why("balanced", PLAIN) == "No better compromise than the fastest way itself: 96 min over 71 km."
    between = replace(PLAIN, arcs=(3,), travel_s=6000, exposure=3.0)
    assert why("balanced", between).startswith("Between the two: 100 min over 71 km; 4 min slower than the fastest way")


def test_a_coarse_search_is_told() -> None:
    assert "coarsely" in why("fastest", PLAIN, exact=False)
    assert "coarsely" not in why("fastest", PLAIN)


def test_an_alternate_is_compared_with_the_first_and_names_another_exit() -> None:
    other = replace(QUIET, overlap=0.314, exit_id="y")
    assert why_alternate(other, PLAIN) == (
        "Another exit (y): 120 min over 90 km; 24 min slower than the first route, "
        "31 % of its length on the same roads, 0.43 times the exposure of the first route."
    )
    silent = replace(PLAIN, exposure=0.0)
    assert "exposure" not in why_alternate(silent, silent)
