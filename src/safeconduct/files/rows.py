"""Take typed values out of a row, noting what cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from safeconduct.files.cells import Cell, Problem, is_blank, number_of, point_of, text_of, whole_of
from safeconduct.files.noted import Noted, hint, nearest
from safeconduct.files.table_rows import Row, Table
from safeconduct.files.times import Clock, read_time
from safeconduct.model.notice import Where
from safeconduct.model.place import LonLat

MOST_PEOPLE = 5_000_000
"""A group larger than this is taken for a slip of the pen."""

Number = TypeVar("Number", int, float)

NAME_LENGTH = 200
ID_LENGTH = 40


class RowReader:
    """Reads one row. A value that cannot be used is noted and the default returned, so that reading goes on."""

    def __init__(self, row: Row, table: Table, clock: Clock, noted: Noted) -> None:
        self.row = row
        self._clock = clock
        self._noted = noted
        self._decimal_comma = table.decimal_comma

    def note(self, code: str, column: str = "", **values: object) -> None:
        """Note something about this row."""
        self._noted.add(code, self.row.where(column), **values)

    def has(self, column: str) -> bool:
        """Tell whether anything stands in the column."""
        return not is_blank(self.cell(column))

    def cell(self, column: str) -> Cell:
        """Return the cell as read."""
        return self.row.cells.get(column)

    def text(self, column: str, default: str = "", *, longest: int = NAME_LENGTH) -> str:
        """Return the text of a cell on one line, at most `longest` characters."""
        text = text_of(self.cell(column))
        if len(text) > longest:
            self.note("cell-long", column, found=len(text), limit=longest)
            return text[:longest]
        return text or default

    def needed_text(self, column: str) -> str:
        """Return the text of a cell that must not be empty."""
        if not self.has(column):
            self.note("cell-missing", column)
        return self.text(column)

    def choice(self, column: str, known: Sequence[str], default: str) -> str:
        """Return one of the known words (case ignored); a word not known is an error with the nearest one."""
        word = self.text(column).lower()
        if not word:
            return default
        if word not in known:
            self.note("cell-choice", column, value=word, hint=hint(word, known))
            return default
        return word

    def flag(self, column: str, *, default: bool) -> bool:
        """Return a cell of yes or no (true and false count as well); the default where nothing (usable) stands."""
        word = self.choice(column, ("yes", "no", "true", "false"), "")
        return word in {"yes", "true"} if word else default

    def whole(self, column: str, default: int, *, low: int = 0, high: int = MOST_PEOPLE) -> int:
        """Return a whole number between `low` and `high`; the default where nothing stands."""
        found = self.find_whole(column, low=low, high=high)
        return default if found is None else found

    def find_whole(self, column: str, *, low: int = 0, high: int = MOST_PEOPLE) -> int | None:
        """Return a whole number between `low` and `high`, or None where nothing (usable) stands."""
        if not self.has(column):
            return None
        found = whole_of(self.cell(column), decimal_comma=self._decimal_comma)
        return self._checked(column, found, low, high)

    def number(self, column: str, default: float, *, low: float, high: float, exact: bool = True) -> float:
        """Return a number between `low` and `high`; the default where nothing stands."""
        if not self.has(column):
            return default
        found = number_of(self.cell(column), decimal_comma=self._decimal_comma, exact=exact)
        checked = self._checked(column, found, low, high)
        return default if checked is None else checked

    def moment(self, column: str) -> datetime | None:
        """Return the time in UTC, or None where nothing (usable) stands."""
        cell = self.cell(column)
        if cell is None or is_blank(cell):
            return None
        found = read_time(cell, self._clock)
        if found.code:
            self.note(found.code, column, value=text_of(cell))
        return found.moment

    def point(self) -> LonLat | None:
        """Return the point of the columns lon and lat; None, with a notice, where there is none that can be used."""
        numbers: list[float] = []
        for column in ("lon", "lat"):
            if not self.has(column):
                self.note("cell-missing", column)
                continue
            found = number_of(self.cell(column), decimal_comma=self._decimal_comma, exact=False)
            if isinstance(found, Problem):
                self.tell(found, column)
            else:
                numbers.append(found)
        if len(numbers) < 2:
            return None
        point = point_of(numbers[0], numbers[1])
        if isinstance(point, Problem):
            self.tell(point, "lon")
            return None
        return point

    def find_point(self) -> LonLat | None:
        """Return the point, or None (no notice) where both columns are empty."""
        return self.point() if self.has("lon") or self.has("lat") else None

    def tell(self, problem: Problem, column: str = "") -> None:
        """Note a problem found with a cell of this row."""
        self.note(problem.code, column, **dict(problem.values))

    def _checked(self, column: str, found: Number | Problem, low: float, high: float) -> Number | None:
        """Return the number if it lies in the range; else note why it cannot be used and return None."""
        if isinstance(found, Problem):
            self.tell(found, column)
            return None
        if not low <= found <= high:
            code = "cell-negative" if found < 0 <= low else "cell-range"
            self.note(code, column, value=f"{found:,.15g}", low=f"{low:,g}", high=f"{high:,g}")
            return None
        return found


class Ids:
    """Ids of one table: made from the row where empty, noted where they stand twice; `rows` is filled with where each stands."""

    def __init__(self, prefix: str, rows: dict[str, Where]) -> None:
        self._prefix = prefix
        self._rows = rows
        self._seen: dict[str, str] = {}
        self._made = 0

    def take(self, reader: RowReader) -> str:
        """Return the row's id."""
        self._made += 1
        given = reader.text("id", longest=ID_LENGTH)
        if not given:
            given = f"{self._prefix}{self._made}"
            reader.note("id-made", "id", id=given)
        if given.lower() in self._seen:
            reader.note("id-twice", "id", id=given, first=self._seen[given.lower()])
        else:
            self._seen[given.lower()] = str(reader.row.where())
            self._rows[given] = reader.row.where()
        return given


def find_id(given: str, known: Sequence[str]) -> str | None:
    """Return the known id that is meant (case ignored), or None."""
    return next((one for one in known if one.lower() == given.lower()), None)


def near_id(given: str, known: Sequence[str]) -> str:
    """Return what to say about an id that is not known: the nearest one, or all of them."""
    return f'Did you mean "{near}"?' if (near := nearest(given, known)) else f"Known: {', '.join(known[:12])}."
