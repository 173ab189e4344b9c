"""Degree-2 chains: pieces of road joined into one arc wherever nothing but the next piece can follow.

Every piece has two halves: half 2i runs piece i along its points, half 2i + 1 against them. At an interior node each arriving
half has exactly one successor, so the halves form lists; pointer jumping gives each its list and its place there in a few
rounds of whole-array steps, and a list together with its mirror image is one chain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.network.graph import BoolArray, FloatArray, LongArray
from safeconduct.network.pieces import Pieces


@dataclass(frozen=True, slots=True)
class Chains:
    """k chains. Chain i runs over halves[start[i] : start[i + 1]] in order of travel; two_way: it can be driven back as well."""

    halves: LongArray
    start: LongArray
    two_way: BoolArray

    def sums(self, values: FloatArray) -> FloatArray:
        """Return the sum over each chain of one value for each of its halves."""
        return np.asarray(np.add.reduceat(values, self.start[:-1]))

    def least(self, values: FloatArray) -> FloatArray:
        """Return the least over each chain of one value for each of its halves."""
        return np.asarray(np.minimum.reduceat(values, self.start[:-1]))

    def heaviest(self, values: LongArray, weight: FloatArray) -> LongArray:
        """Return for each chain the value whose halves weigh most together; the lowest value on ties."""
        chain = np.repeat(np.arange(self.start.size - 1), np.diff(self.start))
        order = np.lexsort((values, chain))
        chain, values, weight = chain[order], values[order], weight[order]
        new = np.ones(chain.size, dtype=np.bool_)
        new[1:] = (chain[1:] != chain[:-1]) | (values[1:] != values[:-1])
        opens = np.flatnonzero(new)
        total = np.add.reduceat(weight, opens)
        best = np.lexsort((values[opens], -total, chain[opens]))
        first = np.unique(chain[opens][best], return_index=True)[1]
        return np.asarray(values[opens][best][first])


def join_chains(pieces: Pieces, oneway: BoolArray) -> Chains:
    """Return the chains; `oneway` holds one flag for each piece. Every piece is in exactly one chain.

    A ring that touches no other road is opened at its node of the lowest number.
    """
    follows = _successors(pieces)
    head, place, loose = _ranked(follows)
    if loose.size:
        _open_rings(follows, loose, pieces)
        head, place, loose = _ranked(follows)
    order = np.lexsort((place, head))
    new = np.ones(order.size, dtype=np.bool_)
    new[1:] = head[order][1:] != head[order][:-1]
    start = np.flatnonzero(new)
    stop = np.concatenate([start[1:], np.array([order.size])])
    first, last = order[start], order[stop - 1]
    single = oneway[first // 2]
    kept = np.where(single, first % 2 == 0, first < (last ^ 1))
    size = (stop - start)[kept]
    return Chains(
        halves=order[np.repeat(kept, stop - start)],
        start=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(size)]),
        two_way=~single[kept],
    )


def _successors(pieces: Pieces) -> LongArray:
    """Return for each half the half that must follow it, or -1 where its end is a junction or an end."""
    leaves = np.empty(2 * pieces.way.size, dtype=np.int64)
    leaves[0::2], leaves[1::2] = pieces.start, pieces.end
    through = np.flatnonzero(pieces.interior[leaves])
    pairs = through[np.argsort(leaves[through], kind="stable")].reshape(-1, 2)
    follows = np.full(leaves.size, -1, dtype=np.int64)
    follows[pairs[:, 0] ^ 1] = pairs[:, 1]
    follows[pairs[:, 1] ^ 1] = pairs[:, 0]
    return follows


def _ranked(follows: LongArray) -> tuple[LongArray, LongArray, LongArray]:
    """Return for each half the first half of its list, its place in the list, and the halves on rings (which have no first)."""
    halves = np.arange(follows.size)
    mirror = follows[halves ^ 1]
    before = np.where(mirror >= 0, mirror ^ 1, -1)
    head = np.where(before >= 0, before, halves)
    place = (before >= 0).astype(np.int64)
    active = np.flatnonzero(before >= 0)
    for _ in range(int(follows.size).bit_length() + 1):
        if not active.size:
            break
        jump = head[active]
        place[active] += place[jump]
        head[active] = head[jump]
        active = active[before[head[active]] >= 0]
    return head, place, active


def _open_rings(follows: LongArray, loose: LongArray, pieces: Pieces) -> None:
    """Cut each ring of `follows` at its lowest node, in both directions, in place. Rings are few: plain Python."""
    waiting = set(loose.tolist())
    while waiting:
        half = first = min(waiting)
        ring: list[int] = []
        while half not in ring[:1]:
            ring.append(half)
            half = int(follows[half])
        tails = [int(pieces.start[h // 2] if h % 2 == 0 else pieces.end[h // 2]) for h in ring]
        cut = ring[tails.index(min(tails))]
        before = int(follows[cut ^ 1]) ^ 1
        follows[before] = -1
        follows[cut ^ 1] = -1
        waiting.difference_update(ring, (h ^ 1 for h in ring), (first,))
