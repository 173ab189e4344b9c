"""Read one cell: a whole number, a number, a word, a point. Each answer is a value or the problem to be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from safeconduct.model.place import LonLat

Cell = str | int | float | bool | datetime | date | time | None
"""What a table holds in one place; None where nothing stands. CSV gives text only, XLSX and GeoJSON the rest too."""

_NUMBER = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,30})?(?:[eE][+-]?\d{1,2})?|[+-]?\.\d{1,30}")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[.,'’]\d{3})+")
_SPACED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007"), " ")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be used: the notice's code and its values."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing stands in the cell (spaces count as nothing)."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Cell) -> str:
    """Return the cell as text on one line; 101.0 from a spreadsheet is "101", nothing is ""."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat()
    text = str(cell)
    if text.isprintable():
        return " ".join(text.split())
    plain = "".join(letter if letter.isprintable() or letter in "\u200c\u200d" else " " for letter in text)
    return " ".join(plain.split())


def number_of(cell: Cell, *, decimal_comma: bool, exact: bool) -> float | Problem:
    """Return a finite number.

    decimal_comma: whether "4,7" may stand for 4.7. exact: refuse what could as well be thousands ("1.000", "12,500"); off for
    coordinates, which are never that large.
    """
    if cell is None or isinstance(cell, (bool, datetime, date, time)):
        return _not_a_number(cell)
    if isinstance(cell, (int, float)):
        return float(cell) if abs(cell) < 1e18 else _not_a_number(cell)
    text = cell.translate(_SPACES).strip().replace("−", "-")
    if " " in text and _SPACED.fullmatch(text):
        text = text.replace(" ", "")
    if exact and _THOUSANDS.fullmatch(text):
        return Problem("cell-thousands", (("value", text[:60]),))
    if not _NUMBER.fullmatch(text) or ("," in text and not decimal_comma):
        return _not_a_number(cell)
    return float(text.replace(",", "."))


def whole_of(cell: Cell, *, decimal_comma: bool) -> int | Problem:
    """Return a whole number; 12.0 is 12, 12.5 and "1.000" are problems."""
    number = number_of(cell, decimal_comma=decimal_comma, exact=True)
    if isinstance(number, Problem):
        return number
    if not number.is_integer() or abs(number) > 1e15:
        return Problem("cell-whole", (("value", text_of(cell)[:60]),))
    return int(number)


def point_of(lon: float, lat: float) -> LonLat | Problem:
    """Return the point, or why it can be no place of a scenario: out of range, the two swapped, or both zero."""
    values = (("lon", f"{lon:g}"), ("lat", f"{lat:g}"))
    if lon == 0 and lat == 0:
        return Problem("point-zero")
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        could_be_swapped = abs(lon) <= 90 and abs(lat) <= 180
        return Problem("point-swapped" if could_be_swapped else "point-range", values)
    return LonLat(lon, lat)


def _not_a_number(cell: Cell) -> Problem:
    return Problem("cell-number", (("value", text_of(cell)[:60]),))
