"""Read a CSV table: any usual encoding and separator, comment lines, row numbers as a spreadsheet shows them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from safeconduct.files.cells import Cell
from safeconduct.files.columns import plain_header
from safeconduct.files.decode import NotTextError, decode
from safeconduct.files.noted import Noted
from safeconduct.files.table_rows import RawTable
from safeconduct.model.notice import Where

SEPARATORS = (",", ";", "\t")


def read_csv(data: bytes, name: str, known: dict[str, str], noted: Noted) -> RawTable | None:
    """Return the table in CSV bytes; None, with a notice, for what is no text or has no header.

    known: the plain headers that are known; the separator that makes most of them appear is taken. Lines that begin with `#` and
    a first line `sep=;` are skipped but count as rows. A decimal comma is understood where the separator is not the comma.
    """
    try:
        text, said = decode(data)
    except NotTextError:
        noted.add("file-binary", Where(name))
        return None
    if said:
        noted.add("file-encoding", Where(name), encoding=said)
    separator, fixed = _stated_separator(text)
    if not fixed:
        separator = _likely_separator(text, known)
    records = _Records(text, separator, name, noted)
    for number, record in records:
        if _is_content(record, number, fixed=fixed):
            header = tuple(cell.strip().lstrip("\ufeff").strip() for cell in record)
            while header and not header[-1]:
                header = header[:-1]
            return RawTable(header, number, _cells(records), separator != ",")
    noted.add("file-empty", Where(name))
    return None


def _is_content(record: list[str], number: int, *, fixed: bool) -> bool:
    return any(cell.strip() for cell in record) and not (fixed and number == 1)


def _cells(records: _Records) -> Iterator[tuple[int, list[Cell]]]:
    for number, record in records:
        yield number, list(record)


def _stated_separator(text: str) -> tuple[str, bool]:
    """Return the separator that a first line such as `sep=;` states, and whether there is one."""
    first = text[:12].splitlines()[:1]
    if first and first[0].lower().startswith("sep=") and len(first[0]) == 5:
        return first[0][4], True
    return ",", False


def _likely_separator(text: str, known: dict[str, str]) -> str:
    """Return the separator under which the header shows most known columns, then most columns; ties go to the comma."""
    for line in io.StringIO(text[:200_000], newline=""):
        if line.strip() and not line.lstrip().startswith("#"):
            return max(SEPARATORS, key=lambda separator: _header_score(line, separator, known))
    return ","


def _header_score(line: str, separator: str, known: dict[str, str]) -> tuple[int, int]:
    try:
        fields = next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return 0, 0
    return sum(plain_header(field.strip("\ufeff ")) in known for field in fields), len(fields)


class _Records:
    """Records with their numbers; comment lines give empty records. A quote that never closes is noted and ends the table."""

    def __init__(self, text: str, separator: str, name: str, noted: Noted) -> None:
        self._lines = io.StringIO(text, newline="")
        self._reader = csv.reader(self._feed(), delimiter=separator)
        self._separator = separator
        self._fresh = True
        self._pulled: list[str] = []
        self._number = 0
        self._name, self._noted = name, noted

    def _feed(self) -> Iterator[str]:
        for line in self._lines:
            is_comment = self._fresh and line.lstrip().startswith("#")
            self._fresh = False
            self._pulled.append(line)
            yield "\n" if is_comment else line

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return self

    def __next__(self) -> tuple[int, list[str]]:
        self._fresh = True
        self._pulled = []
        self._number += 1
        try:
            record = next(self._reader)
        except csv.Error:
            self._noted.add("table-quote-open", Where(self._name, self._number))
            raise StopIteration from None
        if len(self._pulled) > 1 and self._is_open():
            self._noted.add("table-quote-open", Where(self._name, self._number))
            raise StopIteration
        return self._number, record

    def _is_open(self) -> bool:
        """Tell whether a record of several lines ended only because the file did."""
        if len(self._pulled) < 1 or self._lines.read(1):
            self._lines.seek(self._lines.tell() - 1)
            return False
        try:
            list(csv.reader(self._pulled, delimiter=self._separator, strict=True))
        except csv.Error as problem:
            return "unexpected end" in str(problem)
        return False
