"""The most that one vehicle earns under the prices of a proof, worked out again in plain integers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from safeconduct.model.fleet_certificate import FleetCertificate
from safeconduct.verify.fleet_case import Door, FleetCase, Point

FAR = 1 << 40
SAVED_32NDS = (1, 2, 4, 8, 12, 16, 20, 24, 28, 32)
"""Time saved by leaving people off, in spans up to so many parts of 32 of what the full load takes."""

Three = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Ride:
    """One load on one way: value, seconds from loading to clear, seconds of screening, which may begin at low <= t < high."""

    group: str
    door: str
    value: int
    lead: int
    screen: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Hop:
    """A ride by steps: who begins to load at a step from first to last is free `shift` steps later and has earned the value.

    Who loads before the first step waits: is free at step `free` as if loading at step `at` (None: nobody has to wait).
    """

    value: int
    door: str
    first: int
    last: int
    shift: int
    at: int | None
    free: int


def price_levels(made: FleetCertificate, door_id: str, screen: int) -> list[tuple[int, int, int]]:
    """Return (from, to, price of one person), by when screening begins, for vehicles whose screening takes so long at most."""
    changes = {0: 0}
    for one in made.desks:
        until = FAR if one.to_s >= made.horizon_s else one.to_s - screen
        begin = max(0, one.from_s)
        if one.exit_id == door_id and until > begin:
            changes[begin] = changes.get(begin, 0) + one.price
            changes[until] = changes.get(until, 0) - one.price
    moments = sorted(changes)
    prices = accumulate(changes[moment] for moment in moments)
    return list(zip(moments, [*moments[1:], FAR + 1], prices, strict=True))


def rides_of(fleet: FleetCase, made: FleetCertificate, places: Three) -> list[Ride]:
    """Return every load of a vehicle with these places that can matter, on every way."""
    people = {one.group_id: (one.sitting, one.stretcher, one.wheelchair) for one in made.people}
    bays = {one.group_id: one.price for one in made.bays}
    found: list[Ride] = []
    for (group_id, door_id), out in fleet.out.items():
        point, door = fleet.points[group_id], fleet.doors[door_id]
        several: list[Ride] = []
        for low, high, desk_price in price_levels(made, door_id, door.screen(sum(places))):
            bay = bays.get(group_id, 0)
            worth = people.get(group_id, (0, 0, 0))
            classes = _classes(
                point, door, places, [price - desk_price - bay * s for price, s in zip(worth, point.board, strict=True)]
            )
            for value, board, screen in _fillings(door, classes):
                lead = fleet.load + board + out
                several.append(Ride(group_id, door_id, value - bay * fleet.load, lead, screen, low, high))
        found += _best_of(several)
    return found


def _classes(point: Point, door: Door, places: Three, nets: list[int]) -> list[tuple[int, int, int, int]]:
    """Return (net price, people, boarding seconds, seconds x rate to board and be screened) of each class worth taking."""
    found = []
    for net, room, people, board in zip(nets, places, point.people, point.board, strict=True):
        if net > 0 and min(room, people) > 0:
            found.append((net, min(room, people), board, board * max(1, door.rate) + (3600 if door.rate else 0)))
    return found


def _fillings(door: Door, classes: list[tuple[int, int, int, int]]) -> Iterable[tuple[int, int, int]]:
    """Yield (value, boarding and screening seconds): full, then with so much time saved and as little lost as can be."""
    value = sum(net * count for net, count, _, _ in classes)
    board = sum(count * seconds for _, count, seconds, _ in classes)
    people = sum(count for _, count, _, _ in classes)
    yield value, board, door.screen(people)
    whole, saved = sum(count * units for _, count, _, units in classes), 0
    for part in SAVED_32NDS:
        most = whole * part // 32
        if most > saved:
            lost = max(_least_lost(classes, saved), min(net for net, _, _, _ in classes))
            if lost < value:
                screen = max(0, people * 3600 - most) // door.rate if door.rate else 0
                yield value - lost, max(0, board - most // max(1, door.rate)), screen
            saved = most


def _least_lost(classes: list[tuple[int, int, int, int]], saved: int) -> int:
    """Return the least value of people, and parts of people, without whom more than so much time is saved."""
    lost = 0
    for net, count, _, units in sorted((one for one in classes if one[3]), key=lambda one: Fraction(one[0], one[3])):
        off = min(saved, count * units)
        lost, saved = lost - (-off * net // units), saved - off
    return lost


def _best_of(rides: list[Ride]) -> list[Ride]:
    """Leave out rides of one way that take no less time than another and earn no more."""
    kept: list[Ride] = []
    for ride in sorted(rides, key=lambda one: (one.lead, one.screen, -one.value)):
        if not any(
            other.value >= ride.value and other.screen <= ride.screen and other.low <= ride.low and other.high >= ride.high
            for other in kept
        ):
            kept.append(ride)
    return kept


class Earnings:
    """What a vehicle can still earn from each step on: `at_group`, and `at_door` once it is free there."""

    def __init__(self, fleet: FleetCase, made: FleetCertificate, places: Three) -> None:
        self._fleet, self._step, self._last = fleet, made.step_s, made.horizon_s // made.step_s
        rides = rides_of(fleet, made, places)
        self._hops: dict[str, list[Hop]] = {group_id: [] for group_id in fleet.points}
        for ride in rides:
            self._hops[ride.group] += self._hops_of(ride, made.horizon_s)
        self.at_group = {group_id: [0] * (self._last + 2) for group_id in fleet.points}
        self.at_door = {door_id: [0] * (self._last + 2) for door_id in fleet.doors}
        least = min((ride.lead + ride.screen for ride in rides), default=0) + fleet.unload
        self._fill(max(1, least // self._step))

    def best(self, there: dict[str, int]) -> int:
        """Return the most that a vehicle earns that can be at the groups at these seconds."""
        return max((self.at_group[name][min(second // self._step, self._last + 1)] for name, second in there.items()), default=0)

    def _hops_of(self, ride: Ride, horizon: int) -> list[Hop]:
        """Return the hops of a ride: one for each span of movement in which it can be driven."""
        door, ready, step = self._fleet.doors[ride.door], self._fleet.points[ride.group].ready, self._step
        out, until = self._fleet.out[ride.group, ride.door], min(horizon, door.closes)
        found = []
        for low, high in door.spans:
            earliest = max(ready + ride.lead, low + out, door.opens, ride.low)
            if max(ready + ride.lead, low + out) > high or earliest >= ride.high or earliest + ride.screen > until:
                continue
            last = min(high, ride.high - 1, until - ride.screen) - ride.lead
            waits = (earliest - ride.lead) // step if earliest >= ride.lead else None
            after = ride.screen + self._fleet.unload
            if last >= 0:
                found.append(
                    Hop(
                        value=ride.value,
                        door=ride.door,
                        first=0 if waits is None else waits + 1,
                        last=last // step,
                        shift=(ride.lead + after) // step,
                        at=None if waits is None else min(waits, last // step),
                        free=(earliest + after) // step,
                    )
                )
        return found

    def _fill(self, block: int) -> None:
        high = self._last
        while high >= 0:
            low = max(0, high - block + 1)
            for group_id, table in self.at_group.items():
                self._fill_group(group_id, table, low, high)
            for door_id, table in self.at_door.items():
                self._fill_door(door_id, table, low, high)
            high = low - 1

    def _fill_group(self, group_id: str, table: list[int], low: int, high: int) -> None:
        for hop in self._hops[group_id]:
            after = self.at_door[hop.door]
            first, last = max(low, hop.first), min(high, hop.last)
            if first <= last:
                _raise(table, first, last, after[first + hop.shift : last + hop.shift + 1], hop.value)
            if hop.at is not None and low <= hop.at <= high:
                table[hop.at] = max(table[hop.at], hop.value + after[min(hop.free, self._last + 1)])
        _wait(table, low, high)

    def _fill_door(self, door_id: str, table: list[int], low: int, high: int) -> None:
        step = self._step
        for group_id, there in self.at_group.items():
            back = self._fleet.back.get((door_id, group_id))
            for begin, end in self._fleet.doors[door_id].spans if back is not None else ():
                if back is None or begin + back > end:
                    continue
                first, last = max(low, begin // step + 1), min(high, (end - back) // step)
                if first <= last:
                    _raise(table, first, last, there[first + back // step : last + back // step + 1], 0)
                if low <= begin // step <= high:
                    at = begin // step
                    table[at] = max(table[at], there[min((begin + back) // step, self._last + 1)])
        _wait(table, low, high)


def _raise(table: list[int], first: int, last: int, after: list[int], value: int) -> None:
    """Raise entries first to last to `value` and what is earned afterwards (nothing after the horizon)."""
    after = after + [0] * (last - first + 1 - len(after))
    pairs = zip(table[first : last + 1], after, strict=True)
    # Not max(): this line takes nearly all the time of the check.
    table[first : last + 1] = [old if old > value + more else value + more for old, more in pairs]  # noqa: FURB136


def _wait(table: list[int], low: int, high: int) -> None:
    """Let a vehicle wait: no entry is below the one after it."""
    table[low : high + 1] = list(accumulate(reversed(table[low : high + 2]), max))[:0:-1]
