"""Labels that do not cover each other: a box is taken by whoever comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import floor

from safeconduct.brief.frame import Box
from safeconduct.brief.texts import JOINED, POP, STARTS, xml_text
from safeconduct.network.graph import FloatArray

FONT = "DejaVu Sans"
NARROW = frozenset("iljtfrI1.,:;'|()[]! ")
WIDE = frozenset("mwMWШЩЖМЮшщжмю@%")
CELL, FINE = 200.0, 8.0


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is in DejaVu Sans of that size, rather too wide than too narrow."""
    ems = 0.0
    for letter in text:
        if letter in STARTS or letter in (POP, JOINED):
            continue
        ems += 0.4 if letter in NARROW else 0.95 if letter in WIDE else 0.72 if letter.isupper() else 0.62
    return ems * size


def shortened(text: str, size: float, width: float) -> str:
    """Return the text, cut with an ellipsis when it would be wider than `width`."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


@dataclass(slots=True)
class Taken:
    """The boxes already used on the map; nothing may be written outside `limit`."""

    limit: Box
    _cells: dict[tuple[int, int], list[Box]] = field(default_factory=dict)
    _lines: set[tuple[int, int]] = field(default_factory=set)

    def _keys(self, box: Box) -> Iterable[tuple[int, int]]:
        for column in range(floor(box.left / CELL), floor(box.right / CELL) + 1):
            for row in range(floor(box.top / CELL), floor(box.bottom / CELL) + 1):
                yield column, row

    def is_free(self, box: Box) -> bool:
        """Tell whether the box lies inside the limit and meets no box taken before."""
        return self.limit.holds(box) and not any(box.meets(one) for key in self._keys(box) for one in self._cells.get(key, ()))

    def take(self, box: Box) -> None:
        """Mark the box as used, whether it was free or not."""
        for key in self._keys(box):
            self._cells.setdefault(key, []).append(box)

    def avoid(self, x: FloatArray, y: FloatArray) -> None:
        """Note points of lines that a name should rather not cover."""
        self._lines.update(zip((x // FINE).astype(int).tolist(), (y // FINE).astype(int).tolist(), strict=True))

    def _covered(self, box: Box) -> int:
        columns = range(floor(box.left / FINE), floor(box.right / FINE) + 1)
        rows = range(floor(box.top / FINE), floor(box.bottom / FINE) + 1)
        return sum((column, row) in self._lines for column in columns for row in rows)

    def find_free(self, boxes: Iterable[Box]) -> Box | None:
        """Return that free one of the boxes which covers least of the lines to avoid (the first of several), marked as used.

        None when none of them is free.
        """
        free = [box for box in boxes if self.is_free(box)]
        best = min(free, key=self._covered, default=None)
        if best is not None:
            self.take(best)
        return best


def boxes_round(x: float, y: float, width: float, height: float, gap: float) -> tuple[Box, ...]:
    """Return boxes of that size at eight sides of a point, the best for reading first: right, left, above, below, corners."""
    right, left, middle = x + gap, x - gap - width, x - width / 2
    above, below, level = y - gap - height, y + gap, y - height / 2
    places = (
        (right, level),
        (left, level),
        (middle, above),
        (middle, below),
        (right, above),
        (right, below),
        (left, above),
        (left, below),
    )
    return tuple(Box(at_x, at_y, width, height) for at_x, at_y in places)


def number(value: float) -> str:
    """Return a coordinate with at most one decimal, as short as can be."""
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")


def text_tag(x: float, y: float, text: str, size: float, **attributes: str) -> str:
    """Return an SVG text element; attribute names use underscores for hyphens. The text is escaped."""
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}"{more}>{xml_text(text)}</text>'


def rect_tag(box: Box, **attributes: str) -> str:
    """Return an SVG rectangle; attribute names use underscores for hyphens."""
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    place = f'x="{number(box.left)}" y="{number(box.top)}" width="{number(box.width)}" height="{number(box.height)}"'
    return f"<rect {place}{more}/>"


def halo_text(x: float, y: float, text: str, size: float, **attributes: str) -> str:
    """Return a text with a white halo behind it, drawn as two elements so that every renderer shows it."""
    halo = {"fill": "#fff", "stroke": "#fff", "stroke_width": number(size * 0.26), "stroke_linejoin": "round"}
    return text_tag(x, y, text, size, **{**attributes, **halo}) + text_tag(x, y, text, size, **attributes)
