"""The fonts of the brief: DejaVu Sans as it comes with matplotlib, never the operating system's."""

from __future__ import annotations

import importlib.util
import unicodedata
from functools import cache
from pathlib import Path

from safeconduct.brief.texts import JOINED, POP, STARTS

FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
UNPRINTED = frozenset({*STARTS, POP, JOINED, "\u200c", "\u200d", "\n", "\t"})
"""Signs that print nothing and that the brief may hold though a font has no glyph for them."""


def font_folder() -> Path:
    """Return the folder with the fonts, found without importing matplotlib. Raises FileNotFoundError when it is not installed."""
    spec = importlib.util.find_spec("matplotlib")
    folder = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" if spec is not None and spec.origin else Path()
    if not all((folder / face).is_file() for face in FACES):
        raise FileNotFoundError(folder / FACES[0])
    return folder


@cache
def printable_letters() -> frozenset[str]:
    """Return the letters that every face has a glyph for, and those that print nothing anyway."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    found: list[set[int]] = []
    for face in FACES:
        with TTFont(font_folder() / face, lazy=True) as font:
            found.append(set(font.getBestCmap()))
    return UNPRINTED.union(chr(code) for code in found[0].intersection(*found[1:]))


def find_unprintable(text: str) -> str | None:
    """Return a letter of the text that the fonts cannot print (the least code point of several), or None.

    The text is put into normal form C first, as the shaper does with a letter and its accent.
    """
    return min(set(unicodedata.normalize("NFC", text)) - printable_letters(), default=None)


def can_print(text: str) -> bool:
    """Tell whether the fonts have every sign of the text."""
    return find_unprintable(text) is None


def letter_name(letter: str) -> str:
    """Return how to speak of a letter that may not show: "U+4E2D CJK UNIFIED IDEOGRAPH-4E2D"."""
    return f"U+{ord(letter):04X} {unicodedata.name(letter, 'without a name')}"
