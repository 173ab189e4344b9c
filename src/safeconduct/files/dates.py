"""Read days as incident databases and spreadsheets write them."""

from __future__ import annotations

import re
from datetime import date, datetime

from safeconduct.files.cells import Cell, Problem, text_of
from safeconduct.files.times import order_of_day

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

_HOUR = r"(?:[T ,]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm])?\s*(?:[Zz]|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}}){_HOUR}", re.ASCII)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_DOTS = re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){_HOUR}", re.ASCII)
_SLASHES = re.compile(rf"(\d{{1,2}})[/-](\d{{1,2}})[/-](\d{{4}}){_HOUR}", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", re.ASCII)
_MONTH_WORD_FIRST = re.compile(r"([A-Za-z]{3,9}) (\d{1,2}),? (\d{4})", re.ASCII)


def read_day(cell: Cell, *, month_first: bool = False) -> date | Problem:
    """Return the day a cell says; an hour beside it is dropped.

    Read are 2014-08-29, 20140829, 29.08.2014, 29 August 2014, August 29 2014 and dates with slashes. Of the last, one whose first
    two numbers could both be the month is a problem, unless `month_first` says how the source writes them.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)[:60]
    if match := _ISO.fullmatch(text) or _PACKED.fullmatch(text):
        return _day(match[1], match[2], match[3], text)
    if match := _DOTS.fullmatch(text):
        return _day(match[3], match[2], match[1], text)
    if match := _WORDS.fullmatch(text):
        return _day(match[3], _month(match[2]), match[1], text)
    if match := _MONTH_WORD_FIRST.fullmatch(text):
        return _day(match[3], _month(match[1]), match[2], text)
    if match := _SLASHES.fullmatch(text):
        return _slashes(match, text, month_first=month_first)
    return Problem("day-unreadable", (("value", text),))


def _slashes(match: re.Match[str], text: str, *, month_first: bool) -> date | Problem:
    first, second = int(match[1]), int(match[2])
    ordered = order_of_day(first, second)
    if ordered is None:
        if not month_first:
            return Problem("day-order-unknown", (("value", text),))
        ordered = second, first
    return _day(match[3], str(ordered[1]), str(ordered[0]), text)


def _month(word: str) -> str:
    return next((str(number) for number, name in enumerate(MONTHS, 1) if name.startswith(word.lower())), "0")


def _day(year: str, month: str, day: str, text: str) -> date | Problem:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Problem("day-unreadable", (("value", text),))
