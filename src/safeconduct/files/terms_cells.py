"""Lists inside one value of a text: elements between semicolons, the parts of an element between upright bars.

An element or part that holds the mark itself stands in quotation marks, as in CSV. Every place that writes such a value uses
`join_list` and `join_parts`, so that what is written is read again as it was.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

from safeconduct.files.cells import text_of

ELEMENT, PART = ";", "|"
_DASH = re.compile(r"\s[-–—]\s")


def split_list(text: str) -> list[str]:
    """Return the elements of a list in one value; line breaks part elements too, empty ones are left out."""
    return [one for line in text.splitlines() for one in _split(line, ELEMENT) if one]


def split_parts(element: str) -> list[str]:
    """Return the parts of an element; an empty part keeps its place."""
    return _split(element, PART)


def join_list(elements: Iterable[str]) -> str:
    """Return elements as one value.

    A single one that looks like several gets a semicolon behind it, which says that it is one.
    """
    quoted = [_quoted(one, ELEMENT) for one in elements]
    return f"{quoted[0]};" if len(quoted) == 1 and looks_like_several(quoted[0]) else "; ".join(quoted)


def looks_like_several(text: str) -> bool:
    """Tell whether commas or dashes between words may part several names ("Mariupol - Nikolske - Rozivka")."""
    return "," in text or _DASH.search(text) is not None


def join_parts(parts: Iterable[str]) -> str:
    """Return the parts of an element as one text; empty parts at the end are left out."""
    listed = list(parts)
    while len(listed) > 1 and not listed[-1]:
        listed.pop()
    quoted = [_quoted(one, PART) for one in listed]
    return ("|" if quoted != listed else " | ").join(quoted)  # a mark must follow a closing quotation mark at once


def _split(text: str, mark: str) -> list[str]:
    try:
        found = next(csv.reader([text], delimiter=mark, skipinitialspace=True, strict=True), [])
    except csv.Error:  # a quotation mark that is part of a name
        found = text.split(mark)
    return [text_of(one) for one in found]


def _quoted(text: str, mark: str) -> str:
    return '"' + text.replace('"', '""') + '"' if mark in text or text.startswith('"') else text
