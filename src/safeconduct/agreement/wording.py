"""Values of clauses as words in a sentence."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from safeconduct.model.terms import Category, Contact, Moment, PlaceRef, Value

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", re.ASCII)


def zone_of(name: str) -> tzinfo | None:
    """Return the zone in which a text writes its hours (an IANA name, "UTC" or "UTC+3"), or None."""
    found = _OFFSET.fullmatch(name)
    if found is not None:
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes)) if minutes < 24 * 60 else None
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def moment_text(moment: Moment) -> str:
    """Return a moment as its text writes it, with zone and offset: "2022-03-05 10:00+03:00 (Europe/Moscow)"."""
    local = moment.at.astimezone(zone_of(moment.zone) or moment.at.tzinfo)
    said = local.isoformat(sep=" ", timespec="minutes")
    return f"{said} ({moment.zone})" if moment.zone else said


def value_text(value: Value | None) -> str:
    """Return a value as it stands in a sentence."""
    if isinstance(value, Moment):
        return moment_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(_item_text(item) for item in value) or "none"
    return "nothing" if value is None else str(value)


def _item_text(item: PlaceRef | Category | Contact | str) -> str:
    if isinstance(item, PlaceRef):
        return item.name
    if isinstance(item, Contact):
        return item.function
    if isinstance(item, Category):
        return category_text(item)
    return item


def category_text(one: Category) -> str:
    """Return a category of people as words: "civilians, female, 18 to 60"."""
    low, high = one.age_from, one.age_to
    ages = f"{low} to {high}" if low is not None and high is not None else ""
    ages = ages or (f"from {low}" if low is not None else "") or (f"up to {high}" if high is not None else "")
    return ", ".join(part for part in (one.kind, "" if one.sex == "any" else one.sex, ages) if part)
