"""The form of a plan: every value of its declared type and in a sane range, so that later checks can rely on it."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date, datetime
from functools import cache
from math import isfinite
from typing import get_args, get_origin, get_type_hints

from safeconduct.model.people import Headcount
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Plan
from safeconduct.verify.finding import Finding, finding

MOST_INT = 10**15
"""Larger whole numbers cannot occur in a plan and would only overflow."""
YEARS = range(1900, 2200)
MOST_FINDINGS = 50


def check_shape(plan: object) -> tuple[Finding, ...]:
    """Return a finding for each value of wrong type or form; empty when the whole tree is as declared (at most 50 findings)."""
    if not isinstance(plan, Plan):
        return (finding("shape-type", "plan", f"this is a {type(plan).__name__}, not a plan"),)
    found: list[Finding] = []
    for where, fault in _faults(plan, Plan, "plan"):
        found.append(finding("shape-type", where, fault))
        if len(found) >= MOST_FINDINGS:
            break
    return tuple(found)


@cache
def _fields_of(kind: type) -> tuple[tuple[str, object], ...]:
    hints = get_type_hints(kind)
    names = list(hints)
    return tuple((name, hints[name]) for name in names)


def _faults(value: object, wanted: object, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(wanted, types.UnionType):
        if value is None and type(None) in get_args(wanted):
            return
        kinds = [kind for kind in get_args(wanted) if kind is not type(None)]
        yield from _faults(value, kinds[0], where)
    elif get_origin(wanted) is tuple:
        yield from _tuple_faults(value, get_args(wanted)[0], where)
    elif isinstance(wanted, type) and (is_dataclass(wanted) or hasattr(wanted, "_fields")):
        yield from _record_faults(value, wanted, where)
    else:
        fault = _plain_fault(value, wanted)
        if fault:
            yield where, fault


def _tuple_faults(value: object, wanted: object, where: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, tuple):
        yield where, f"a tuple is wanted, not {type(value).__name__}"
    elif wanted is int and all(type(one) is int and -MOST_INT <= one <= MOST_INT for one in value):
        return
    else:
        for number, one in enumerate(value):
            yield from _faults(one, wanted, f"{where}[{number}]")


def _record_faults(value: object, wanted: type[object], where: str) -> Iterator[tuple[str, str]]:
    if type(value) is not wanted:
        yield where, f"{wanted.__name__} is wanted, not {type(value).__name__}"
        return
    if isinstance(value, LonLat):
        if not all(type(part) in {int, float} and isfinite(part) for part in value):
            yield where, "longitude or latitude is not a number"
        elif not (-180 <= value.lon <= 180 and -90 <= value.lat <= 90):
            yield where, f"longitude {value.lon}, latitude {value.lat} is out of range"
        return
    clean = True
    for name, kind in _fields_of(wanted):  # type: ignore[arg-type]  # a class is hashable, whatever its instances are
        for fault in _faults(getattr(value, name, None), kind, f"{where}.{name}"):
            clean = False
            yield fault
    if clean and isinstance(value, Headcount) and not value.is_valid:
        counts = f"{value.able}, {value.seated}, {value.stretcher}, {value.wheelchair}"
        yield where, f"a head-count below zero: {counts}"


def _plain_fault(value: object, wanted: object) -> str:
    if wanted is int:
        if type(value) is not int:
            return f"a whole number is wanted, not {type(value).__name__}"
        return "" if -MOST_INT <= value <= MOST_INT else "the number is too large"
    if wanted is float:
        if type(value) is not int and type(value) is not float:
            return f"a number is wanted, not {type(value).__name__}"
        return "" if isfinite(value) and abs(value) <= MOST_INT else "the number is not finite or too large"
    if wanted is datetime:
        return _moment_fault(value)
    if wanted in {bool, str, date}:
        return "" if type(value) is wanted else f"{getattr(wanted, '__name__', wanted)} is wanted, not {type(value).__name__}"
    return f"no rule for {wanted}"


def _moment_fault(value: object) -> str:
    if not isinstance(value, datetime):
        return f"a time is wanted, not {type(value).__name__}"
    if value.year not in YEARS:
        return f"the year {value.year} is out of range"
    if value.utcoffset() is None:
        return "the time has no zone"
    return ""
