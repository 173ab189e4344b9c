"""Places of two texts laid side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from safeconduct.agreement.place_match import PROBABLE, SAME, PlaceMatcher
from safeconduct.model.terms import PlaceRef


class PlacePair(NamedTuple):
    """Two places taken for one: where they stand in their lists, whether by sound only, and what shows it."""

    first: int
    second: int
    by_sound: bool
    why: str


def paired_places(first: Sequence[PlaceRef], second: Sequence[PlaceRef], places: PlaceMatcher) -> list[PlacePair]:
    """Return which place of one list is which of the other, each once: the same ones first, then those that sound alike.

    Where a list has a place twice, the first of one list goes with the first of the other.
    """
    tiers = [[places.compare(a, b) for b in second] for a in first]
    pairs: list[PlacePair] = []
    for tier in (SAME, PROBABLE):
        for i, row in enumerate(tiers):
            if any(pair.first == i for pair in pairs):
                continue
            taken = {pair.second for pair in pairs}
            j = next((j for j, match in enumerate(row) if match.tier == tier and j not in taken), None)
            if j is not None:
                pairs.append(PlacePair(i, j, tier == PROBABLE, row[j].why))
    return sorted(pairs)


def in_order(pairs: Sequence[PlacePair], first: Sequence[PlaceRef], second: Sequence[PlaceRef], places: PlaceMatcher) -> bool:
    """Return whether the places that both lists have can be followed in the same order in both."""
    taken = {(pair.first, pair.second) for pair in pairs}
    fit = [[(i, j) in taken or places.compare(a, b).tier == SAME for j, b in enumerate(second)] for i, a in enumerate(first)]
    longest = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in range(len(first)):
        for j in range(len(second)):
            longest[i + 1][j + 1] = longest[i][j] + 1 if fit[i][j] else max(longest[i][j + 1], longest[i + 1][j])
    return longest[-1][-1] >= len(pairs)


def without_repeats(listed: Sequence[PlaceRef], places: PlaceMatcher) -> list[PlaceRef]:
    """Return way-points with a place that is named twice in a row once."""
    kept: list[PlaceRef] = []
    for one in listed:
        if not kept or places.compare(kept[-1], one).tier != SAME:
            kept.append(one)
    return kept


def stands_between(listed: Sequence[PlaceRef], place: int) -> str:
    """Return where a way-point lies among the others: " (after A, before B)"."""
    parts = [f"after {listed[place - 1].name}"] if place else []
    parts += [f"before {listed[place + 1].name}"] if place + 1 < len(listed) else []
    return f" ({', '.join(parts)})" if parts else ""
