"""The least set: equal to trying all sets, for functions of the kind that flows give and for hard ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import pytest

from safeconduct.clearance.pocket_sets import Sought, is_proven, least_set


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
    sought = Sought(value, lambda mask, order: [value(one) for one in masks_of(mask, order)], None)
    base, least, mask = sought.greedy_base(0, tuple(range(6)), [3, 1, 5, 0, 2, 4])
    assert sum(base) == value(63) - value(0)
    assert value(mask) == least
    assert sum(min(0, entry) for entry in base) <= min(value(other) for other in range(64))


def masks_of(mask: int, order: Sequence[int]) -> list[int]:
    """Return the mask and the larger ones as the elements of the order join."""
    masks = [mask]
    for element in order:
        masks.append(masks[-1] | 1 << element)
    return masks


def test_values_of_growing_sets_are_used_where_given() -> None:
    value = coverage_less_weights(random.Random(5), 9)
    singly: list[int] = []
    chains: list[int] = []

    def alone(mask: int) -> int:
        singly.append(mask)
        return value(mask)

    def growing(mask: int, order: Sequence[int]) -> list[int]:
        chains.append(len(order))
        return [value(one) for one in masks_of(mask, order)]

    least, mask = least_set(alone, 9, growing=growing)
    assert (least, value(mask)) == (min(value(other) for other in range(512)),) * 2
    assert chains
    assert len(singly) < sum(chains)


def test_a_set_below_enough_ends_the_search() -> None:
    for seed in range(20):
        value = graph_cut_less_weights(random.Random(seed), 8)
        truth = min(value(other) for other in range(256))
        least, mask = least_set(value, 8, enough=truth + 10)
        assert least == value(mask) < truth + 10
        assert least_set(value, 8, enough=truth) == least_set(value, 8)


def test_a_search_may_begin_with_any_order() -> None:
    value = coverage_less_weights(random.Random(6), 8)
    orders: list[list[int]] = []

    def growing(mask: int, order: Sequence[int]) -> list[int]:
        orders.append(list(order))
        return [value(one) for one in masks_of(mask, order)]

    least, _mask = least_set(value, 8, growing=growing, first=[7, 2, 3, 0, 1, 6, 5, 4])
    assert orders[0] == [7, 2, 3, 0, 1, 6, 5, 4]
    assert least == min(value(other) for other in range(256))


def test_a_bound_that_is_not_tight_proves_nothing() -> None:
    assert is_proven([[-3, 2]], np.array([1.0]), -3)
    assert not is_proven([[-3, 2]], np.array([1.0]), -2)
    assert is_proven([[-4, 2], [2, -4]], np.array([0.5, 0.5]), -2)
