"""Rows of steps: what the bits of a row say is what its steps say."""

import random

import numpy as np
import pytest

from safeconduct.kernel import timed_rows as rows

LENGTH = 4 * rows.BLOCK
SEEDS = range(20)


def naive(flags: list[bool], places: range) -> int | None:
    return next((i for i in places if flags[i]), None)


@pytest.mark.parametrize("seed", SEEDS)
def test_bits_tell_the_first_and_the_last_step_that_is_set(seed: int) -> None:
    rng = random.Random(seed)
    flags = [rng.random() < rng.choice([0.01, 0.5]) for _ in range(LENGTH)]
    blocks = np.packbits(np.array(flags), bitorder="little").view(np.uint32).astype(np.int64)
    for i in range(LENGTH):
        for top in (i - 1, i, rng.randrange(i, LENGTH), LENGTH - 1):
            first = naive(flags, range(i, top + 1))
            found = rows.first_set(blocks, 0, i, top)
            assert found == first if first is not None else found > top
        last = naive(flags, range(i, -1, -1))
        assert rows.last_set(blocks, 0, i) == (-1 if last is None else last)


@pytest.mark.parametrize("seed", SEEDS)
def test_bits_of_waiting_follow_who_waits(seed: int) -> None:
    rng = random.Random(seed)
    at, held, least, added, block_at, is_held = (np.zeros(size, np.int64) for size in (1, LENGTH, 4, 4, 1, 4))
    wait = at, held, least, added, block_at, is_held
    truth = np.zeros(LENGTH, np.int64)
    spans: list[tuple[tuple[int, int], int]] = []
    for _ in range(60):
        if spans and rng.random() < 0.5:
            span, amount = spans.pop(rng.randrange(len(spans)))
            amount = -amount
        else:
            i = rng.randrange(LENGTH - 1)
            span, amount = (i, rng.randrange(i, LENGTH)), rng.randint(1, 3)
            spans.append((span, amount))
        rows.add_waiting(0, span, amount, wait)
        truth[span[0] : span[1]] += amount
        for i in range(LENGTH - 1):
            assert rows.wait_end(0, i, wait) == naive((truth == 0).tolist(), range(i, LENGTH))
            before = naive((truth == 0).tolist(), range(i - 1, -1, -1))
            assert rows.wait_begin(0, i, wait) == (0 if before is None else before + 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_bits_of_roads_follow_what_enters(seed: int) -> None:
    rng = random.Random(seed)
    used_row, is_open, is_used, limit = (np.zeros(size, np.int64) for size in (LENGTH, 4, 4, 1))
    at, block_at, none = (np.full(1, -1, np.int64) for _ in range(3))
    flow = at, used_row, is_open, is_used, block_at, none, limit, none
    capacity = np.array([2])
    rows.give_flow_row(0, LENGTH, flow, np.zeros(2, np.int64))
    used = [0] * LENGTH
    for _ in range(300):
        i = rng.randrange(LENGTH)
        amount = rng.choice([a for a in (-1, 1, 2) if 0 <= used[i] + a <= 2])
        rows.add_flow(0, i, amount, capacity, flow)
        used[i] += amount
    for i in range(LENGTH):
        assert rows.last_open(0, i, flow) == max((k for k in range(i + 1) if used[k] < 2), default=-1)
        assert rows.last_used(0, i, flow) == max((k for k in range(i + 1) if used[k] > 0), default=-1)
        assert rows.first_open(0, i, LENGTH - 1, flow) == min((k for k in range(i, LENGTH) if used[k] < 2), default=LENGTH)
        assert rows.first_used(0, i, LENGTH - 1, flow) == min((k for k in range(i, LENGTH) if used[k] > 0), default=LENGTH)
