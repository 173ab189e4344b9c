"""Find the set of pockets that is shortest of road: exact minimisation of a submodular function of a small set.

A set is a bit mask. The least value is sought by the point of least norm of the base polytope (Wolfe's algorithm with the greedy
oracle, as used by Fujishige), in floating point; what counts is then decided in integers: every convex combination of bases,
taken with integer weights, bounds the least value from below by its negative entries. Where that is not conclusive one pocket
is taken in or left out, and both halves are searched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SetValue = Callable[[int], int]
Growing = Callable[[int, Sequence[int]], list[int]]
Floats = NDArray[np.float64]

WEIGHT_SCALE = 1 << 50


def least_set(
    value: SetValue, size: int, *, growing: Growing | None = None, enough: int | None = None, first: Sequence[int] = ()
) -> tuple[int, int]:
    """Return the least value of a submodular set function, with the bit mask of a set that has it (ties: the first found).

    value: integer value of a mask over `size` elements; called again for the same mask, so it should remember. growing: the
    values of a mask and of the larger ones as the elements of an order join one by one, where that is quicker than asking for
    each. enough: any set with a value below this ends the search. first: the order, of all elements, to begin with.
    """

    def one_by_one(mask: int, order: Sequence[int]) -> list[int]:
        masks = [mask]
        for element in order:
            masks.append(masks[-1] | 1 << element)
        return [value(one) for one in masks]

    sought = Sought(value, growing or one_by_one, enough)
    return sought.by_branches(0, tuple(first) or tuple(range(size)))


@dataclass(frozen=True, slots=True)
class Sought:
    """A set function and when to end: value, growing and enough as in `least_set`."""

    value: SetValue
    growing: Growing
    enough: int | None

    def suffices(self, least: int) -> bool:
        """Tell whether a value is low enough to end the search."""
        return self.enough is not None and least < self.enough

    def by_branches(self, inside: int, free: tuple[int, ...]) -> tuple[int, int]:
        """Return least value and mask among the sets that hold `inside` and otherwise only elements of `free`."""
        if not free:
            return self.value(inside), inside
        least, mask, undecided = self.by_least_norm(inside, free)
        if undecided is None:
            return least, mask
        for taken in (inside | 1 << undecided, inside):
            rest = tuple(element for element in free if element != undecided)
            least, mask = min((least, mask), self.by_branches(*self.settle(taken, rest)))
            if self.suffices(least):
                break
        return least, mask

    def settle(self, inside: int, free: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
        """Take in and leave out elements whose side is clear, until none is; an element gains least at the largest set."""
        changed = True
        while changed and free:
            changed = False
            whole = inside | sum(1 << element for element in free)
            for element in free:
                bit = 1 << element
                if self.value(whole) >= self.value(whole ^ bit):
                    whole ^= bit
                elif self.value(inside | bit) <= self.value(inside):
                    inside |= bit
                else:
                    continue
                free = tuple(one for one in free if one != element)
                changed = True
        return inside, free

    def greedy_base(self, inside: int, free: tuple[int, ...], order: Sequence[int]) -> tuple[list[int], int, int]:
        """Return the base of an order (gain of each element when added in turn), and the least value and mask of its prefixes."""
        values = self.growing(inside, [free[position] for position in order])
        base = [0] * len(free)
        mask = inside
        least, best = values[0], mask
        for position, before, after in zip(order, values, values[1:], strict=False):
            mask |= 1 << free[position]
            base[position] = after - before
            if after < least:
                least, best = after, mask
        return base, least, best

    def by_least_norm(self, inside: int, free: tuple[int, ...]) -> tuple[int, int, int | None]:
        """Return the least value found, its mask, and None when proven or enough; otherwise the element to branch on."""
        ground = self.value(inside)
        base, least, mask = self.greedy_base(inside, free, range(len(free)))
        scale = float(max(1, *(abs(entry) for entry in base)))
        bases, points, weights = [base], np.array([base], dtype=np.float64) / scale, np.ones(1)
        for _ in range(10 * len(free) + 20):
            point = weights @ points
            if self.suffices(least) or is_proven(bases, weights, least - ground):
                return least, mask, None
            base, low, candidate = self.greedy_base(inside, free, np.argsort(point, kind="stable").tolist())
            if low < least:
                least, mask = low, candidate
            row = np.array(base, dtype=np.float64) / scale
            if base in bases or float(point @ (point - row)) <= 1e-13 * float(point @ point):
                break
            bases.append(base)
            points, weights = np.vstack([points, row]), np.append(weights, 0.0)
            keep, weights = shrink_to_least_norm(points, weights)
            bases, points = [bases[index] for index in keep], points[keep]
        if self.suffices(least) or is_proven(bases, weights, least - ground):
            return least, mask, None
        return least, mask, free[int(np.argmin(np.abs(weights @ points)))]


def is_proven(bases: list[list[int]], weights: Floats, least: int) -> bool:
    """Tell whether the weighted bases prove that no set lies below `least` (relative to the inner set); integers throughout."""
    shares = [max(0, round(float(weight) * WEIGHT_SCALE)) for weight in weights]
    total = sum(shares)
    columns = zip(*bases, strict=True)
    bound = sum(min(0, sum(share * entry for share, entry in zip(shares, column, strict=True))) for column in columns)
    return total > 0 and bound > (least - 1) * total


def shrink_to_least_norm(points: Floats, weights: Floats) -> tuple[list[int], Floats]:
    """Return which points carry the least-norm point reached from `weights`, and their weights (Wolfe's minor cycle)."""
    keep = list(range(len(weights)))
    current = weights.copy()
    while True:
        affine = affine_least_norm(points[keep])
        if affine.min() > 1e-12 or len(keep) == 1:
            return keep, affine
        now = current[keep]
        falling = affine <= 1e-12
        ratios = now[falling] / np.maximum(now[falling] - affine[falling], 1e-300)
        step = float(min(1.0, ratios.min()))
        moved = np.maximum(now + step * (affine - now), 0.0)
        moved[int(np.flatnonzero(falling)[int(np.argmin(ratios))])] = 0.0
        current = np.zeros_like(current)
        current[keep] = moved
        keep = [index for index, weight in zip(keep, moved.tolist(), strict=True) if weight > 1e-12]


def affine_least_norm(points: Floats) -> Floats:
    """Return the weights, summing to 1, of the point of least norm in the affine hull of the points (rows)."""
    count = len(points)
    system = np.zeros((count + 1, count + 1))
    system[0, 1:] = system[1:, 0] = 1.0
    system[1:, 1:] = points @ points.T
    right = np.zeros(count + 1)
    right[0] = 1.0
    return np.asarray(np.linalg.lstsq(system, right, rcond=None)[0][1:], dtype=np.float64)
