"""Gather notices while reading on, so that everything is said at once and nothing is said a thousand times."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches

from safeconduct.model.notice import ERROR, Notice, Where, notice

SAME_LIMIT = 20
"""How many notices of one code are told for one file before the rest are only counted."""

SHOWN_LENGTH = 60
"""Most characters of a value that a notice shows."""

LISTS = frozenset({"hint", "headers", "columns", "reason"})
LIST_LENGTH = 300
"""Most characters of a value that lists or explains, as those of these names do."""


class Noted:
    """Notices in the order they were found; at most `SAME_LIMIT` of a code for each file, the rest as a count at the end."""

    def __init__(self) -> None:
        self._notices: list[Notice] = []
        self._counts: Counter[tuple[str, str]] = Counter()
        self._errors = 0

    def add(self, code: str, where: Where | None = None, **values: object) -> None:
        """Note one thing; raises KeyError when the code or one of its placeholders is unknown."""
        self.take(
            notice(
                code,
                where,
                **{name: shown(value, LIST_LENGTH if name in LISTS else SHOWN_LENGTH) for name, value in values.items()},
            )
        )

    def take(self, one: Notice) -> None:
        """Note a notice that was made elsewhere."""
        self._errors += one.severity == ERROR
        key = (one.where.file, one.code)
        self._counts[key] += 1
        if self._counts[key] <= SAME_LIMIT:
            self._notices.append(one)

    @property
    def errors(self) -> int:
        """How many errors were noted, those only counted included."""
        return self._errors

    def all(self) -> tuple[Notice, ...]:
        """Return every notice, and one for each code whose further notices were only counted."""
        more = (
            notice("notices-more", Where(file), count=count - SAME_LIMIT, kind=code)
            for (file, code), count in self._counts.items()
            if count > SAME_LIMIT
        )
        return (*self._notices, *more)


def shown(value: object, length: int = SHOWN_LENGTH) -> str:
    """Return a value as it may stand in a sentence: one line, no control characters, at most `length` characters."""
    try:
        written = str(value)[: 4 * length]
    except ValueError:  # a whole number of more digits than Python writes
        written = "a very large number"
    text = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in written)
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like `word` (case ignored), or "" when none is alike."""
    by_lower = {one.lower(): one for one in known}
    found = get_close_matches(word.lower()[:100], by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else ""


def hint(word: str, known: Iterable[str]) -> str:
    """Return `Did you mean "x"?` for the known word most like `word`, else the list of known words."""
    words = tuple(known)
    found = nearest(word, words)
    return f'Did you mean "{found}"?' if found else f"Known: {', '.join(words)}."
