"""A binary heap of integer keys in an array, the queue of the shortest-path kernels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from safeconduct.kernel.compiled import compiled

Ints = NDArray[np.int64]


@compiled
def push(heap: Ints, size: int, key: int) -> int:
    """Put `key` into the heap that fills `heap[:size]`; return the new size. The array must have room."""
    at = size
    while at > 0:
        parent = (at - 1) // 2
        if heap[parent] <= key:
            break
        heap[at] = heap[parent]
        at = parent
    heap[at] = key
    return size + 1


@compiled
def pop(heap: Ints, size: int) -> int:
    """Take the least key out of a heap of `size` >= 1 keys and return it; `size - 1` keys remain."""
    least = heap[0]
    last = heap[size - 1]
    at = 0
    child = 1
    while child < size - 1:
        if child + 1 < size - 1 and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= last:
            break
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = last
    return int(least)
