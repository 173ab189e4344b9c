"""The public shuttle functions: laws, exact minutes, ends of the search, and everything that is wrong said at once."""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import inf, nan
from random import Random

import numpy as np
import pytest
from hypothesis import given as drawn_from
from hypothesis import settings
from hypothesis import strategies as st

from convoy.shuttles import Given, best_end, drawn, prices_forbid
from safeconduct import check_shuttle, shuttle_plan
from safeconduct.model.errors import BadInputError

seeds = st.integers(0, 10**6)
few = settings(max_examples=40, deadline=None)


def problem(seed: int) -> Given:
    return drawn(Random(seed), least=seed % 2)


def large(seed: int = 1, pickups: int = 40) -> Given:
    rng = Random(seed)
    loads = [rng.randint(1, 5) for _ in range(pickups)]
    trip = [[rng.randint(20, 400) for _ in range(8)] for _ in loads]
    return Given([10, 8, 2], loads, [sum(loads) // 4] * 8, [[rng.randint(20, 400) for _ in loads] for _ in range(3)], trip)


@drawn_from(seeds)
@few
def test_the_answer_is_the_best_and_replays(seed: int) -> None:
    case = problem(seed)
    result = shuttle_plan(*case, time_limit_s=None, work_limit=20)
    assert check_shuttle(*case, result) == []
    assert result.makespan == result.lower_bound == best_end(case)
    assert result.exact
    assert result.gap == 0


@drawn_from(seeds)
@few
def test_prices_prove_the_bound_without_the_search(seed: int) -> None:
    case = drawn(Random(seed), least=1)
    result = shuttle_plan(*case, time_limit_s=None, work_limit=20)
    if result.prices is not None:
        assert isinstance(result.lower_bound, int)
        assert prices_forbid(case, result.prices.pickup, result.prices.exit, result.lower_bound - 1)
        assert not prices_forbid(case, result.prices.pickup, result.prices.exit, int(result.makespan))


@drawn_from(seeds)
@few
def test_more_means_never_make_it_worse(seed: int) -> None:
    case = problem(seed)
    best = shuttle_plan(*case, time_limit_s=None, work_limit=20).makespan
    rng = Random(seed)
    for more in (
        case._replace(buses=[count + 1 for count in case.buses]),
        case._replace(capacity=[count + 1 for count in case.capacity]),
        case._replace(loads=[max(0, count - rng.randint(0, 1)) for count in case.loads]),
    ):
        assert shuttle_plan(*more, time_limit_s=None, work_limit=20).makespan <= best


@drawn_from(seeds)
@few
def test_order_of_places_and_scale_of_minutes_do_not_matter(seed: int) -> None:
    case, rng = problem(seed), Random(seed)
    best = shuttle_plan(*case, time_limit_s=None, work_limit=20).makespan
    depots, pickups, exits = (rng.sample(range(len(part)), len(part)) for part in case[:3])
    turned = Given(
        [case.buses[d] for d in depots],
        [case.loads[p] for p in pickups],
        [case.capacity[e] for e in exits],
        [[3 * case.reach[d][p] for p in pickups] for d in depots],
        [[3 * case.trip[p][e] for e in exits] for p in pickups],
    )
    assert shuttle_plan(*turned, time_limit_s=None, work_limit=20).makespan == 3 * best


def test_decimal_minutes_are_exact() -> None:
    case = ([1], [3], [3], [[0.1]], [[0.1]])
    result = shuttle_plan(*case)
    assert result.makespan == result.lower_bound == float(Fraction(6, 10))
    assert check_shuttle(*case, result) == []


def test_minutes_finer_than_a_millionth_still_give_a_bound() -> None:
    case = ([1], [3], [3], [[1 / 3]], [[2 / 3]])
    result = shuttle_plan(*case, time_limit_s=2)
    assert result.lower_bound <= result.makespan == pytest.approx(11 / 3)
    assert result.gap < 1e-3
    assert check_shuttle(*case, result) == []


def test_a_bus_drives_through_places_where_that_is_shorter() -> None:
    result = shuttle_plan([1], [0, 1], [0, 1], [[1, 50]], [[1, 50], [1, 1]])
    assert result.makespan == 4
    assert result.tours == ((0, 0, 0, 1, 1),)
    assert [tuple(trip) for trip in result.trips[0]] == [(1, 1, 3, 4)]


def test_numpy_input_and_spare_buses() -> None:
    arrays = [np.array(part) for part in ([3], [1], [2**60], [[2.5]], [[1.5]])]
    result = shuttle_plan(*arrays)  # type: ignore[arg-type]
    assert result.makespan == 4.0
    assert sorted(map(len, result.tours)) == [1, 1, 3]


def test_nobody_waits() -> None:
    result = shuttle_plan([2], [0], [0], [[1]], [[1]])
    assert (result.makespan, result.exact, result.tours) == (0, True, ((0,), (0,)))


def test_ways_of_no_time() -> None:
    assert shuttle_plan([1], [5, 1], [9], [[0, 3]], [[0], [0]]).makespan == 0
    assert shuttle_plan([1], [5, 2], [9], [[0, 3]], [[0], [4]]).makespan == best_end(
        Given([1], [5, 2], [9], [[0, 3]], [[0], [4]])
    )


def test_separate_places_need_a_bus_each() -> None:
    case = ([1, 1], [1, 2], [1, 2], [[1, 2], [1, 2]], [[1, inf], [inf, 3]])
    result = shuttle_plan(*case)
    assert result.makespan == 11
    assert check_shuttle(*case, result) == []
    with pytest.raises(BadInputError, match="2 places between which there is no way"):
        shuttle_plan([1], [1, 1], [1, 1], [[1, 1]], [[1, inf], [inf, 1]])


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(BadInputError) as caught:
        shuttle_plan([1, -1], [1.5, True], "ab", [[1, nan]], [[-1], [inf]])  # type: ignore[list-item, arg-type]
    places = [one.where.feature for one in caught.value.notices]
    assert {"buses[1]", "loads[0]", "loads[1]", "capacity", "depot_to_pickup", "pickup_to_exit[0]"} <= set(places)
    assert {one.code for one in caught.value.notices} == {"shuttle-number", "shuttle-shape"}


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (([0], [1], [1], [[1]], [[1]]), "shuttle-buses"),
        (([1], [2], [1], [[1]], [[1]]), "shuttle-capacity"),
        (([1], [1], [1], [[inf]], [[1]]), "shuttle-cut-off"),
        (([1], [1], [1], [[1]], [[inf]]), "shuttle-cut-off"),
        (([1], [1], [0, 1], [[1]], [[1, inf]]), "shuttle-cut-off"),
        (([2], [2, 1], [1, 5], [[1, 1]], [[1, inf], [inf, 1]]), "shuttle-capacity"),
        (([1], [1, 1], [1, 1], [[1, 1]], [[1, inf], [inf, 1]]), "shuttle-parts"),
    ],
)
def test_what_cannot_be_carried_is_said(case: Given, code: str) -> None:
    with pytest.raises(BadInputError) as caught:
        shuttle_plan(*case)
    assert code in {one.code for one in caught.value.notices}


@pytest.mark.parametrize(
    "choice", [{"seed": -1}, {"seed": 1.5}, {"time_limit_s": -1}, {"time_limit_s": "1"}, {"work_limit": nan}, {"stop": 3}]
)
def test_choices_are_checked(choice: dict[str, object]) -> None:
    with pytest.raises(BadInputError):
        shuttle_plan([1], [1], [1], [[1]], [[1]], **choice)  # type: ignore[arg-type]


def test_same_seed_and_work_same_answer() -> None:
    case = large()
    first, again = (shuttle_plan(*case, time_limit_s=None, work_limit=3, seed=7) for _ in range(2))
    assert first == again
    assert check_shuttle(*case, first) == []


def test_the_time_limit_holds() -> None:
    case = large(2)
    shuttle_plan(*case, time_limit_s=None, work_limit=0.5)
    for limit in (0, 0.5, 2):
        begin = time.perf_counter()
        result = shuttle_plan(*case, time_limit_s=limit)
        assert time.perf_counter() - begin < limit + 1.5
        assert check_shuttle(*case, result) == []


def test_stop_ends_the_search_and_progress_closes_in() -> None:
    case, told = large(3), list[tuple[float, float]]()
    result = shuttle_plan(*case, time_limit_s=9, stop=lambda: len(told) > 2, progress=lambda low, high: told.append((low, high)))
    assert told[-1] == (result.lower_bound, result.makespan)
    assert all(a[0] <= b[0] and a[1] >= b[1] for a, b in pairwise(told))


def test_an_interrupt_is_passed_on() -> None:
    def stop() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shuttle_plan(*large(4), stop=stop)


def test_very_long_minutes_are_bounded_in_coarser_units() -> None:
    case = large(5, pickups=15)
    long = case._replace(reach=[[997 * x for x in row] for row in case.reach], trip=[[997 * x for x in row] for row in case.trip])
    result = shuttle_plan(*long, time_limit_s=3)
    assert check_shuttle(*long, result) == []
    assert result.gap < 0.2


def test_the_replay_finds_every_fault() -> None:
    case = Given([1, 1], [2, 1], [2, 2], [[1, 2], [2, 1]], [[3, 4], [5, 1]])
    good = shuttle_plan(*case)
    assert check_shuttle(*case, good) == []
    longer = tuple((*tour, 0) for tour in good.tours)
    for bad in (
        replace(good, makespan=good.makespan - 1),
        replace(good, lower_bound=good.makespan + 1),
        replace(good, tours=good.tours[::-1]),
        replace(good, tours=good.tours[:1]),
        replace(good, tours=longer),
        replace(good, trips=((), *good.trips[1:])),
        replace(good, trips=tuple((*trips, *trips) for trips in good.trips)),
        replace(good, arrivals=tuple(one + 1 for one in good.arrivals)),
    ):
        assert check_shuttle(*case, bad)
