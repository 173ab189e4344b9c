"""Notices: everything there is to say about an input, said at once, each with its place and its cure."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.model.notice_codes import NOTICE_CODES

ERROR, WARNING, INFO = "error", "warning", "info"


@dataclass(frozen=True, slots=True)
class Where:
    """Where in the input: file name inside the scenario folder, row (the header is row 1), column, feature number or OSM id."""

    file: str = ""
    row: int | None = None
    column: str = ""
    feature: str = ""

    def __str__(self) -> str:
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.feature:
            parts.append(self.feature)
        if self.column:
            parts.append(f"column {self.column!r}")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know about the input. `values` fills the placeholders of the code's message and cure.

    An error stops the plan (exit code 3); a warning is printed with the plan; an info is for the record.
    """

    code: str
    where: Where = Where()
    values: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> str:
        """Return "error", "warning" or "info" as the table of codes fixes it."""
        return NOTICE_CODES[self.code].severity

    @property
    def message(self) -> str:
        """Return the message with its values filled in."""
        return NOTICE_CODES[self.code].message.format(**dict(self.values))

    @property
    def cure(self) -> str:
        """Return what to do about it, with its values filled in."""
        return NOTICE_CODES[self.code].cure.format(**dict(self.values))

    def __str__(self) -> str:
        place = f"{self.where}: " if str(self.where) else ""
        return f"{self.severity} {self.code}: {place}{self.message} {self.cure}".rstrip()


def notice(code: str, where: Where | None = None, **values: object) -> Notice:
    """Return a notice of `code`; raises KeyError at once when the code or one of its placeholders is unknown."""
    made = Notice(code, where or Where(), tuple((name, str(value)) for name, value in values.items()))
    str(made)
    return made


def errors_of(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """Return those notices that stop a plan."""
    return tuple(one for one in notices if one.severity == ERROR)
