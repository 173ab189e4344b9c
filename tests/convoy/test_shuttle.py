"""The search for the shortest shuttle: equal to trying everything, and each of its ways of deciding alone."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import numpy as np
import pytest

from convoy.shuttles import Given, best_end, drawn, quickest
from safeconduct.convoy.shuttle_bound import BoundSearch, coarse_bound
from safeconduct.convoy.shuttle_case import FAR, ShuttleCase, end_of
from safeconduct.convoy.shuttle_effort import Effort
from safeconduct.convoy.shuttle_exact import Budget, attempt, decide, sharpest
from safeconduct.convoy.shuttle_fleet import fleet_of, greedy_fleet
from safeconduct.convoy.shuttle_flow import decide_by_flow
from safeconduct.convoy.shuttle_parts import depots_for, parts_of
from safeconduct.convoy.shuttle_search import ShuttleSearch

BUDGET = Budget(20_000, 5.0)


def case_of(given: Given) -> ShuttleCase:
    return ShuttleCase(*(np.array(part, np.int64) for part in given))


def endless() -> Effort:
    return Effort(None, lambda: False)


def solvable(seed: int, *, least: int = 1) -> Given:
    rng = Random(seed)
    while True:
        given = drawn(rng, least=least)
        if any(given.loads):
            return given


@pytest.mark.parametrize("seed", range(60))
def test_the_search_equals_trying_everything(seed: int) -> None:
    given = solvable(seed, least=seed % 2)
    found = ShuttleSearch(case_of(given), Effort(20, lambda: False), seed).run()
    assert found.end == found.bound == best_end(given)
    assert max(end_of(case_of(given), depot, trips) for depot, trips in found.driven) == found.end


@pytest.mark.parametrize("seed", range(100, 130))
def test_both_exact_ways_decide_the_same(seed: int) -> None:
    given = solvable(seed)
    case, best = case_of(given), best_end(given)
    search = BoundSearch(case, endless())
    assert search.run(best, 1000).end <= best
    for end in range(max(1, search.bound.end), best + 2):
        flow = decide_by_flow(case, end, 5.0, endless(), 1)
        assert flow.possible is (end >= best)
        worth = sharpest(case, search.pool, end, endless())
        assert worth is not None
        tours = decide(worth, BUDGET, endless(), 1)
        assert tours.possible is (end >= best)
        for found in (flow, tours):
            assert not found.possible or fleet_of(case, found.driven).end <= end
        if driven := attempt(worth, BUDGET, endless(), 1):
            assert fleet_of(case, driven).end <= end


@pytest.mark.parametrize("seed", range(200, 220))
def test_a_coarser_bound_is_a_bound(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    given = solvable(seed)
    long = given._replace(
        reach=[[17 * x for x in row] for row in given.reach], trip=[[17 * x for x in row] for row in given.trip]
    )
    monkeypatch.setattr("safeconduct.convoy.shuttle_bound.MOST_STEPS", 20)
    case, best = case_of(long), best_end(long)
    assert coarse_bound(case, best, endless()).end <= best


def test_ways_are_the_quickest_and_name_their_places() -> None:
    for seed in range(30):
        given = drawn(Random(seed))
        case = case_of(given)
        first, trip = quickest(given)
        assert case.first.tolist() == first
        assert case.between.tolist() == trip
        for p in range(len(given.loads)):
            for e in range(len(given.capacity)):
                places = [p, *case.way_between(p, e)]
                legs = [given.trip[b][a] if i % 2 else given.trip[a][b] for i, (a, b) in enumerate(pairwise(places))]
                assert sum(legs) == trip[p][e]
                back = [e, *case.way_between(p, e, back=True)]
                legs = [given.trip[a][b] if i % 2 else given.trip[b][a] for i, (a, b) in enumerate(pairwise(back))]
                assert sum(legs) == trip[p][e]


def test_no_way_stays_no_way() -> None:
    case = case_of(Given([1], [1, 1], [1, 1], [[1, FAR]], [[1, FAR], [FAR, 1]]))
    assert case.between.tolist() == [[1, FAR], [FAR, 1]]
    assert case.first.tolist() == [[1, FAR]]


def test_parts_and_their_buses() -> None:
    case = case_of(Given([1, 1], [1, 1], [1, 1], [[1, 1], [1, FAR]], [[1, FAR], [FAR, 1]]))
    parts = parts_of(case)
    assert [part.depots for part in parts] == [(0, 1), (0,)]
    assert depots_for(case, parts) == {0: 1, 1: 0}
    assert greedy_fleet(case).end == 2


def test_a_search_without_any_effort_still_carries_everybody() -> None:
    given = solvable(3)
    found = ShuttleSearch(case_of(given), Effort(0, lambda: False), 0).run()
    assert sum(len(trips) for _, trips in found.driven) == sum(given.loads)
    assert found.bound <= best_end(given) <= found.end


def test_what_is_told_closes_in() -> None:
    given, told = solvable(5), list[tuple[int, int]]()
    ShuttleSearch(case_of(given), endless(), 0, lambda low, high: told.append((low, high))).run()
    assert told == sorted(told, key=lambda one: (one[0], -one[1]))
    assert told[-1][0] == told[-1][1]
