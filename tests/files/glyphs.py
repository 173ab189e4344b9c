"""Where the letters of a PDF stand on the paper, read from the boxes of its glyphs."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTPage

UNSEEN = dict.fromkeys((0x2060, *range(0x2066, 0x206A)))
"""Signs that print nothing, which the file may name beside a glyph."""


class Glyph(NamedTuple):
    """A glyph: its letters, left and right edge, base line from the bottom of the page (points)."""

    text: str
    left: float
    right: float
    base: float


def _chars(found: object) -> Iterator[LTChar]:
    if isinstance(found, LTChar):
        yield found
    elif isinstance(found, LTContainer):
        for one in found:
            yield from _chars(one)


def lines_of(pdf: bytes) -> list[list[Glyph]]:
    """Return the glyphs of each line of each page from left to right, whatever order the file holds them in.

    Glyphs are of one line when they share a base line; those farther apart than two letters are of lines beside each other.
    """
    lines: list[list[Glyph]] = []
    for page in extract_pages(io.BytesIO(pdf), laparams=None):
        assert isinstance(page, LTPage)
        rows: dict[float, list[Glyph]] = {}
        for char in _chars(page):
            if char.get_text().translate(UNSEEN).strip():
                base = round(char.matrix[5], 1)
                rows.setdefault(base, []).append(Glyph(char.get_text(), char.x0, char.x1, base))
        for row in rows.values():
            row.sort(key=lambda one: (one.left, one.right))
            line = [row[0]]
            for before, one in itertools.pairwise(row):
                if one.left - before.right > 14:
                    lines.append(line)
                    line = []
                line.append(one)
            lines.append(line)
    return lines


def line_texts(pdf: bytes) -> list[str]:
    """Return what is read from left to right on each line, without spaces."""
    return [line_text(line) for line in lines_of(pdf)]


def line_text(line: list[Glyph]) -> str:
    """Return what is read from left to right on a line, without spaces."""
    return "".join("".join(one.text for one in line).translate(UNSEEN).split())


def crowded(pdf: bytes) -> list[str]:
    """Return where a letter stands on another one or on a ruled line: page and the letters.

    Letters of one base line that share more than two fifths of their size are told, the same letter twice in a place (a halo) is not; a line
    counts when it is 40 points or longer and crosses the lower half of a letter.
    """
    found: list[str] = []
    for number, page in enumerate(extract_pages(io.BytesIO(pdf), laparams=None), 1):
        rows: dict[float, list[LTChar]] = {}
        for char in _chars(page):
            if char.get_text().translate(UNSEEN).strip():
                rows.setdefault(round(char.matrix[5], 1), []).append(char)
        for row in rows.values():
            row.sort(key=lambda one: one.x0)
            pairs = itertools.pairwise(row)
            found += [
                f"page {number}: {a.get_text()} {b.get_text()}"
                for a, b in pairs
                if a.x1 - b.x0 > 0.4 * min(a.size, b.size) and a.get_text() != b.get_text()
            ]
        for rule in (one for one in page if isinstance(one, LTCurve) and one.width > 40 and one.height < 1.5):
            for base, row in rows.items():
                on = [one for one in row if one.x0 < rule.x1 and one.x1 > rule.x0 and base + 0.5 < rule.y0 < base + one.size / 2]
                found += [f"page {number}: {one.get_text()} on a line" for one in on]
    return found
