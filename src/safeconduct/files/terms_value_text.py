"""What the fields of clauses hold, written so that it is read again as it was: the cells of a form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from safeconduct.files.terms_cells import join_list, join_parts
from safeconduct.files.terms_zones import moment_text
from safeconduct.model.terms import NO_LIMITS, Category, Contact, Moment, PlaceRef, TermLimits, Value

CELL_LENGTH = 2_000
"""A list longer than this goes on in another row: a cell of a workbook holds 32,767 letters and cuts off the rest in silence."""


def field_texts(value: Value, zone: str) -> list[str]:
    """Return what a field holds as the values of one row, or of several where a list is long.

    zone: that of the text; a moment in another is written with its own.
    """
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, Moment):
        return [moment_text(value, zone)]
    if isinstance(value, tuple):
        return _rows(element_text(one) for one in value)
    return [str(value)]


def element_text(one: PlaceRef | Category | Contact | str) -> str:
    """Return an element of a list."""
    if isinstance(one, PlaceRef):
        point = f"{one.point.lon!r} {one.point.lat!r}" if one.point else ""
        return join_parts((one.name, one.address, point))
    if isinstance(one, Category):
        return join_parts((one.kind, *([one.sex] if one.sex != "any" else []), *_ages(one)))
    if isinstance(one, Contact):
        return join_parts((one.function, one.party, one.channel, one.number))
    return one


def paper_text(parts: Iterable[str | datetime | None], zone: str, *, in_list: bool = False) -> str:
    """Return the parts of an answer or acknowledgement; moments in the zone of the text (UTC where it has none).

    in_list: as the one element of a list.
    """
    text = join_parts(time_text(one, zone) if isinstance(one, datetime) else one or "" for one in parts)
    return join_list([text]) if in_list else text


def time_text(at: datetime, zone: str) -> str:
    """Return a moment that has no zone of its own."""
    return moment_text(Moment(at, zone or "UTC"), zone)


def limit_texts(limits: TermLimits) -> dict[str, str]:
    """Return the limits that are stated, by their keys."""
    stated = {key: value for key, value in asdict(limits).items() if value != getattr(NO_LIMITS, key)}
    return {key: ("yes" if value else "no") if isinstance(value, bool) else str(value) for key, value in stated.items()}


def _ages(one: Category) -> list[str]:
    if one.age_from is not None and one.age_to is not None:
        return [f"{one.age_from} to {one.age_to}"]
    return [f"from {one.age_from}"] if one.age_from is not None else [f"to {one.age_to}"] if one.age_to is not None else []


def _rows(elements: Iterable[str]) -> list[str]:
    """Return the elements joined, over several rows where they are long."""
    rows: list[list[str]] = [[]]
    length = 0
    for one in elements:
        length += len(one) + 2
        if length > CELL_LENGTH and rows[-1]:
            rows.append([])
            length = len(one) + 2
        rows[-1].append(one)
    return [join_list(row) for row in rows if row]
