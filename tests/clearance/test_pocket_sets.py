"""The least set: equal to trying all sets, for functions of the kind that flows give and for hard ones."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from safeconduct.clearance.pocket_sets import greedy_base, is_proven, least_set


def coverage_less_weights(rng: random.Random, size: int) -> Callable[[int], int]:
    """Return a submodular function: weighted coverage of random items less a weight per element."""
    items = [(rng.randint(1, 30), sum(1 << element for element in range(size) if rng.random() < 0.4)) for _ in range(2 * size)]
    weights = [rng.randint(0, 60) for _ in range(size)]

    @cache
    def value(mask: int) -> int:
        covered = sum(worth for worth, cover in items if cover & mask)
        return covered - sum(weight for element, weight in enumerate(weights) if mask >> element & 1)

    return value


def graph_cut_less_weights(rng: random.Random, size: int) -> Callable[[int], int]:
    """Return a submodular function that is not monotone: a directed graph cut plus a weight of either sign per element."""
    arcs = [(rng.randrange(size), rng.randrange(size), rng.randint(1, 10**9)) for _ in range(3 * size)]
    weights = [rng.randint(-(10**9), 10**9) for _ in range(size)]

    @cache
    def value(mask: int) -> int:
        crossing = sum(worth for u, v, worth in arcs if mask >> u & 1 and not mask >> v & 1)
        return crossing + sum(weight for element, weight in enumerate(weights) if mask >> element & 1)

    return value


@pytest.mark.parametrize("family", [coverage_less_weights, graph_cut_less_weights])
@pytest.mark.parametrize("size", [1, 2, 4, 7, 10])
def test_least_set_equals_trying_all(family: Callable[[random.Random, int], Callable[[int], int]], size: int) -> None:
    for seed in range(12):
        value = family(random.Random(100 * size + seed), size)
        least, mask = least_set(value, size)
        assert least == value(mask)
        assert least == min(value(other) for other in range(1 << size))


def test_many_pockets_need_few_values() -> None:
    size = 40
    asked: set[int] = set()
    value = coverage_less_weights(random.Random(1), size)

    def counted(mask: int) -> int:
        asked.add(mask)
        return value(mask)

    least, mask = least_set(counted, size)
    assert least == value(mask)
    assert len(asked) < 20_000


def test_a_base_sums_to_the_whole_and_its_negative_entries_bound_the_least() -> None:
    value = graph_cut_less_weights(random.Random(3), 6)
    base, least, mask = greedy_base(value, 0, tuple(range(6)), [3, 1, 5, 0, 2, 4])
    assert sum(base) == value(63) - value(0)
    assert value(mask) == least
    assert sum(min(0, entry) for entry in base) <= min(value(other) for other in range(64))


def test_a_bound_that_is_not_tight_proves_nothing() -> None:
    assert is_proven([[-3, 2]], np.array([1.0]), -3)
    assert not is_proven([[-3, 2]], np.array([1.0]), -2)
    assert is_proven([[-4, 2], [2, -4]], np.array([0.5, 0.5]), -2)
