"""The input of the shuttle problem: checked entry by entry, everything wrong said at once, minutes made whole units of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, isnan, lcm
from numbers import Integral, Real
from reprlib import repr as shown

import numpy as np

from safeconduct.clearance.arc_network import is_integer
from safeconduct.convoy.shuttle_case import FAR, LONGEST, ShuttleCase
from safeconduct.convoy.shuttle_parts import depots_for, parts_of
from safeconduct.convoy.shuttle_result import ShuttleAmounts
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, Where, notice

Exact = int | Fraction
Matrix = list[list[Exact | None]]

FINEST = 1_000_000
"""Units per minute where minutes have more decimals than that can show."""
MOST_AMOUNT = 1_000_000_000
MOST_LOADS = 100_000
MOST_BUSES = 100_000


@dataclass(frozen=True, slots=True)
class Question:
    """The checked input: amounts, exact minutes (None: no way), the case in units of time, and units per minute.

    rounded: some minutes are finer than a unit; the case has them rounded down, so that its bound holds. whole: all are integers.
    """

    amounts: ShuttleAmounts
    reach: Matrix
    trip: Matrix
    case: ShuttleCase
    units: int
    rounded: bool
    whole: bool


class Sheet:
    """Collects what is wrong with the input."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []

    def say(self, code: str, place: str, **values: object) -> None:
        """Note one thing that is wrong."""
        self.notices.append(notice(code, Where(feature=place), **values))

    def entries(self, name: str, values: object, count: int | None, what: str) -> list[object] | None:
        """Return the entries of a list, or None when it is none or has another length than `count`."""
        values = values.tolist() if isinstance(values, np.ndarray) else values
        wanted = f"a list with one entry for each {what}" + ("" if count is None else f", {count} in all")
        if isinstance(values, str | bytes) or not isinstance(values, Iterable):
            self.say("shuttle-shape", name, found=shown(values), wanted=wanted)
            return None
        listed = list(values)
        if (count is not None and len(listed) != count) or not listed:
            self.say("shuttle-shape", name, found=f"a list of {len(listed)}", wanted=wanted)
            return None
        return listed

    def amounts(self, name: str, values: object, what: str, most: int) -> list[int]:
        """Return whole numbers, 0 to `most`; an entry that is none becomes 0."""
        found = []
        for index, value in enumerate(self.entries(name, values, None, what) or ()):
            if is_integer(value) and 0 <= value <= most:
                found.append(int(value))
            else:
                self.say("shuttle-number", f"{name}[{index}]", value=shown(value), wanted=f"a whole number from 0 to {most}")
                found.append(0)
        return found

    def minutes(self, name: str, values: object, sizes: tuple[int, int], whats: tuple[str, str]) -> Matrix:
        """Return exact minutes by row and column."""
        found: Matrix = []
        for row, line in enumerate(self.entries(name, values, sizes[0], whats[0]) or ()):
            cells = self.entries(f"{name}[{row}]", line, sizes[1], whats[1]) or ()
            found.append([self._cell(f"{name}[{row}][{column}]", value) for column, value in enumerate(cells)])
        return found

    def _cell(self, place: str, value: object) -> Exact | None:
        """Return the exact minutes of a leg; None for no way, or for a value that cannot be used."""
        if isinstance(value, Real) and not isinstance(value, bool):
            if isinstance(value, Integral) and 0 <= int(value) <= LONGEST // FINEST:
                return int(value)
            number = float(value)
            if number == float("inf"):
                return None
            if isfinite(number) and not isnan(number) and 0 <= number <= LONGEST // FINEST:
                return Fraction(repr(number))
        wanted = f"minutes from 0 to {LONGEST // FINEST}, or inf where there is no way"
        self.say("shuttle-number", place, value=shown(value), wanted=wanted)
        return None


def checked_question(amounts: tuple[object, object, object], depot_to_pickup: object, pickup_to_exit: object) -> Question:
    """Return the checked input. amounts: (buses, loads, capacity). Raises BadInputError with everything that is wrong."""
    sheet = Sheet()
    buses = sheet.amounts("buses", amounts[0], "depot", MOST_BUSES)
    loads = sheet.amounts("loads", amounts[1], "pickup", MOST_AMOUNT)
    capacity = sheet.amounts("capacity", amounts[2], "exit", 1 << 60)
    if sum(loads) > MOST_LOADS or sum(buses) > MOST_BUSES:
        found = f"{sum(loads)} loads and {sum(buses)} buses in all"
        sheet.say("shuttle-number", "loads and buses", value=found, wanted=f"at most {MOST_LOADS} of each")
    reach = sheet.minutes("depot_to_pickup", depot_to_pickup, (len(buses), len(loads)), ("depot", "pickup"))
    trip = sheet.minutes("pickup_to_exit", pickup_to_exit, (len(loads), len(capacity)), ("pickup", "exit"))
    if not sheet.notices:
        question = stated(ShuttleAmounts(buses, loads, capacity), reach, trip)
        check_possible(sheet, question)
        if not sheet.notices:
            return question
    raise BadInputError(tuple(sheet.notices))


def stated(amounts: ShuttleAmounts, reach: Matrix, trip: Matrix) -> Question:
    """Return the question with its minutes in whole units."""
    given = [minutes for row in (*reach, *trip) for minutes in row if minutes is not None]
    units = 1
    for minutes in given:
        units = min(lcm(units, Fraction(minutes).denominator), FINEST + 1)
        if units > FINEST:
            break
    rounded = units > FINEST
    units = FINEST if rounded else units
    total = sum(amounts.loads)
    case = ShuttleCase(
        np.minimum(np.array(amounts.buses, np.int64), total),
        np.array(amounts.loads, np.int64),
        np.minimum(np.array(amounts.capacity, np.int64), total),
        counted(reach, units),
        counted(trip, units),
    )
    whole = all(isinstance(minutes, int) for minutes in given)
    return Question(amounts, reach, trip, case, units, rounded, whole)


def counted(minutes: Matrix, units: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return minutes in units, rounded down; FAR where there is no way."""
    rows = [[FAR if one is None else int(one * units) for one in row] for row in minutes]
    return np.array(rows, np.int64)


def check_possible(sheet: Sheet, question: Question) -> None:
    """Note why the loads cannot all be carried, if so."""
    amounts, case = question.amounts, question.case
    if not case.total:
        return
    if not any(amounts.buses):
        sheet.say("shuttle-buses", "buses", loads=case.total)
    if sum(amounts.capacity) < sum(amounts.loads):
        sheet.say("shuttle-capacity", "capacity", capacity=sum(amounts.capacity), loads=sum(amounts.loads))
    parts = parts_of(case)
    for part in parts:
        names = ", ".join(str(pickup) for pickup in part.pickups[:10]) + (" …" if len(part.pickups) > 10 else "")
        if not part.depots and any(amounts.buses):
            sheet.say("shuttle-cut-off", f"pickup {names}", what="depot with a bus")
        if not part.exits and any(amounts.capacity):
            sheet.say("shuttle-cut-off", f"pickup {names}", what="exit with room")
        elif part.capacity < part.loads and len(parts) > 1:
            sheet.say("shuttle-capacity", f"pickup {names}", capacity=part.capacity, loads=part.loads)
    if not sheet.notices and len(depots_for(case, parts)) < len(parts):
        sheet.say("shuttle-parts", "buses", parts=len(parts), buses=len(depots_for(case, parts)))
