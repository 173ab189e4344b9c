"""What one trip of a vehicle can earn under given prices, and how long it takes: full, or with people left off to save time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from safeconduct.convoy.fleet_question import Desk, FleetQuestion, Three

NEVER_S = 1 << 40
"""Stands for no end, in seconds; a difference of two such numbers still fits into 64 bits."""

SAVED_32NDS = (1, 2, 4, 8, 12, 16, 20, 24, 28, 32)
"""Time saved by leaving people off is looked at up to these parts of 32 of what a full load takes."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Whole prices: of one person by group and class, of one at a desk (exit, from_s, to_s, price), of one second in a bay."""

    people: tuple[Three, ...]
    desks: tuple[tuple[int, int, int, int], ...] = ()
    bays: tuple[int, ...] = ()

    def bay(self, group: int) -> int:
        """Return the price of a second in a bay of the group."""
        return self.bays[group] if self.bays else 0


@dataclass(frozen=True, slots=True)
class Level:
    """A time in which screening costs one person the same: it begins at from_s <= t < upto_s."""

    from_s: int
    upto_s: int
    price: int


@dataclass(frozen=True, slots=True)
class Load:
    """One way to fill a vehicle at a group for an exit.

    lead_s: from the start of loading until clear of the exit. screen_s: screening of those aboard. level: when it begins.
    value: what the trip earns at most. aboard: people by class (parts of people where time is saved). bay_s: seconds in the bay.
    """

    group: int
    door: int
    level: Level
    lead_s: int
    screen_s: int
    value: int
    aboard: tuple[float, float, float]
    bay_s: int

    def beats(self, other: Load) -> bool:
        """Tell whether it earns at least as much as another load of the same way, at least as soon."""
        return (
            self.value >= other.value
            and self.lead_s <= other.lead_s
            and self.screen_s <= other.screen_s
            and self.level.from_s <= other.level.from_s
            and self.level.upto_s >= other.level.upto_s
        )


def levels_of(prices: Prices, door: int, screen_s: int, horizon_s: int) -> list[Level]:
    """Return the price of one person by when screening begins, for a vehicle whose screening takes `screen_s` at most.

    A price for screening that lies wholly between two moments is due from the first of them on, as long as it surely ends by the
    second. (People of a packet are screened one after another, so a vehicle's own screening may begin between two seconds.)
    """
    steps: dict[int, int] = {0: 0}
    for where, from_s, to_s, price in prices.desks:
        begin, end = max(0, from_s), NEVER_S if to_s >= horizon_s else to_s - screen_s
        if where == door and begin < end:
            steps[begin] = steps.get(begin, 0) + price
            steps[end] = steps.get(end, 0) - price
    found, due = [], 0
    for begin, end in pairwise([*sorted(steps), NEVER_S + 1]):
        due += steps[begin]
        found.append(Level(begin, end, due))
    return found


@dataclass(frozen=True, slots=True)
class _Class:
    """People of one class that a vehicle can take: index, price of one after what it costs, how many, seconds x rate for one."""

    index: int
    net: int
    count: int
    units: int


def loads_of(question: FleetQuestion, prices: Prices, places: Three, horizon_s: int) -> list[Load]:
    """Return the loads that can matter for a vehicle with these places, by group."""
    found: list[Load] = []
    for group in range(len(question.crowds)):
        for door in question.doors(group):
            desk = question.desks[door]
            several: list[Load] = []
            for level in levels_of(prices, door, desk.screening_s(sum(places)), horizon_s):
                several += _loads(question, prices, places, (group, door), level)
            found += undominated(several)
    return found


def undominated(loads: list[Load]) -> list[Load]:
    """Return the loads of one way that no other of them beats."""
    kept: list[Load] = []
    for load in sorted(loads, key=lambda one: (one.lead_s, one.screen_s, -one.value)):
        if not any(other.beats(load) for other in reversed(kept)):
            kept.append(load)
    return kept


def _loads(question: FleetQuestion, prices: Prices, places: Three, way: tuple[int, int], level: Level) -> list[Load]:
    """Return the full load of those who are worth taking, and for each span of time saved the most that is then earned."""
    group, door = way
    crowd, desk, out_s = question.crowds[group], question.desks[door], question.out_s[way]
    classes = _worthy(question, prices, places, way, level)
    cost = prices.bay(group) * question.load_s
    board = sum(one.count * crowd.board_s[one.index] for one in classes)
    people = sum(one.count for one in classes)
    aboard = [0.0, 0.0, 0.0]
    for one in classes:
        aboard[one.index] = float(one.count)
    value = sum(one.count * one.net for one in classes)
    lead = question.load_s + board + out_s
    loads = [Load(group, door, level, lead, desk.screening_s(people), value - cost, _three(aboard), question.load_s + board)]
    whole = sum(one.count * one.units for one in classes)
    saved, rate = 0, max(1, desk.rate_per_h)
    for part in SAVED_32NDS:
        most = whole * part // 32
        if most <= saved:
            continue
        lost, rest = _loss(classes, saved, aboard)
        board_s = max(0, board - most // rate)
        screen_s = max(0, people * 3600 - most) // rate if desk.rate_per_h else 0
        if lost < value:
            lead = question.load_s + board_s + out_s
            loads.append(Load(group, door, level, lead, screen_s, value - lost - cost, rest, question.load_s + board_s))
        saved = most
    return loads


def _worthy(question: FleetQuestion, prices: Prices, places: Three, way: tuple[int, int], level: Level) -> list[_Class]:
    """Return the classes of the group of which each person earns something on this way, the worst paid for its time first."""
    group, door = way
    crowd, desk = question.crowds[group], question.desks[door]
    found = []
    for index in range(3):
        net = prices.people[group][index] - level.price - prices.bay(group) * crowd.board_s[index]
        count = min(places[index], crowd.people[index])
        if net > 0 and count:
            found.append(_Class(index, net, count, _units(desk, crowd.board_s[index])))
    return sorted(found, key=lambda one: one.net / one.units if one.units else float("inf"))


def _units(desk: Desk, board_s: int) -> int:
    """Return the time that one person takes to board and to be screened, in seconds x screening rate (x 1 without screening)."""
    return board_s * max(1, desk.rate_per_h) + (3600 if desk.rate_per_h else 0)


def _loss(classes: list[_Class], saved: int, aboard: list[float]) -> tuple[int, tuple[float, float, float]]:
    """Return the least that is lost when more than `saved` of the time is saved, at least one person's price, and who rides."""
    lost, rest, left = 0, list(aboard), saved
    for one in classes:
        if one.units and left > 0:
            taken = min(left, one.count * one.units)
            lost += -(-taken * one.net // one.units)
            rest[one.index] -= taken / one.units
            left -= taken
    cheapest = min(classes, key=lambda one: one.net)
    if lost < cheapest.net:
        rest = list(aboard)
        rest[cheapest.index] -= 1.0
        lost = cheapest.net
    return lost, _three(rest)


def _three(numbers: list[float]) -> tuple[float, float, float]:
    return numbers[0], numbers[1], numbers[2]
