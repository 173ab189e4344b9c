"""Silence windows of two texts that are cut otherwise: compared by the hours that they cover together."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.agreement.diff_clauses import Clause
from safeconduct.agreement.diff_times import span_words
from safeconduct.model.times import Span, common, union, without


@dataclass(frozen=True, slots=True)
class CutOtherwise:
    """Windows of two texts that overlap and are more than one on a side, which no pair of them can say."""

    windows: tuple[tuple[Clause, ...], tuple[Clause, ...]]

    @property
    def spans(self) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """The hours of either side."""
        first, second = (union(one.span for one in side if one.span) for side in self.windows)
        return first, second

    @property
    def labels(self) -> tuple[str, str]:
        """The labels of either side."""
        first, second = (" + ".join(one.label for one in side if one.label) for side in self.windows)
        return first, second

    def said(self, zones: tuple[str, ...]) -> tuple[str, str]:
        """Return the hours that either text states."""
        first, second = (_all_words(spans, zones) for spans in self.spans)
        return first, second

    def sentence(self, names: tuple[str, str], zones: tuple[str, ...]) -> str:
        """Return what each text states, and the hours that only one of them has."""
        said, spans = self.said(zones), self.spans
        stated = "; ".join(f"{name} is silent {hours}" for name, hours in zip(names, said, strict=True))
        alone = (without(spans[0], spans[1]), without(spans[1], spans[0]))
        only = [f"Only {name} is silent {_all_words(left, zones)}." for name, left in zip(names, alone, strict=True) if left]
        return f"{stated}. {' '.join(only)}"


def _all_words(spans: tuple[Span, ...], zones: tuple[str, ...]) -> str:
    return " and ".join(span_words(one, zones) for one in spans)


def cut_otherwise(first: list[Clause], second: list[Clause]) -> tuple[CutOtherwise, ...]:
    """Return the groups of windows that overlap, where a text has more than one of a group; windows of a text are joined."""
    every = [[one for one in side if one.span is not None] for side in (first, second)]
    found = []
    for whole in _touching([one.span for side in every for one in side if one.span]):
        mine, theirs = (tuple(one for one in side if one.span and common((one.span,), (whole,))) for side in every)
        if mine and theirs and len(mine) + len(theirs) > 2:
            found.append(CutOtherwise((mine, theirs)))
    return tuple(found)


def _touching(spans: list[Span]) -> list[Span]:
    """Return spans with those that overlap joined; those that only touch are kept apart."""
    joined: list[Span] = []
    for one in sorted(spans):
        if joined and one.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, one.end))
        else:
            joined.append(one)
    return joined
