"""Slots on the road: when a packet can leave so that every arc of its route is free when it comes by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil

from safeconduct.convoy.order import MovementOrder, occupancy_s
from safeconduct.model.plan import Route
from safeconduct.model.settings import Settings

Opening = tuple[int, int, tuple[tuple[float, float], ...]]
"""An arc open part of the time: seconds from the route's start to the arc, seconds along it, its open spans."""


@dataclass(frozen=True, slots=True)
class WayBack:
    """A way that empty vehicles take from an exit: when people may be on the road there, driving time, part-time arcs, metres."""

    spans: tuple[tuple[int, int], ...]
    travel_s: int
    openings: tuple[Opening, ...]
    length_m: float = 0.0

    def find_return(self, free: int) -> int | None:
        """Return when a vehicle that is empty at the exit then is at the other end, or None when it may not drive any more.

        It waits at the exit, where it is safe, until the movement or a road on its way opens again.
        """
        leave: int | None = free
        while leave is not None:
            moment = _fit_spans(self.spans, leave, self.travel_s)
            for offset, along, spans in self.openings:
                if moment is not None:
                    moment = _fit_opening(spans, moment, offset, along)
            if moment == leave:
                return leave + self.travel_s
            leave = moment
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """A route as the slots see it.

    segments: (segment, shift): a packet that leaves at d enters the segment at d + shift, in the segment's own time.
    capacity_vph: least on the route (inf for a route without arcs). spans: from-to in which a packet leaves and is clear.
    hours: from-to in which it must be clear (only exits without screening; else None). back: of the route (None: there is none).
    wait_s: how long its packet is held on the way.
    """

    index: int
    route: Route
    segments: tuple[tuple[int, int], ...]
    capacity_vph: float
    spans: tuple[tuple[int, int], ...]
    hours: tuple[int, int] | None
    openings: tuple[Opening, ...]
    back: WayBack | None
    wait_s: int = 0

    @property
    def has_back(self) -> bool:
        """True when empty vehicles can drive back (no driving at all when both ends are the same place)."""
        return self.back is not None

    def clear_after_s(self, vehicles: int, settings: Settings) -> int:
        """Return seconds from leaving until a packet of that size has passed the exit completely."""
        return self.route.travel_s + self.wait_s + occupancy_s(vehicles, self.capacity_vph, settings)

    def find_open(self, vehicles: int, not_before: int, settings: Settings) -> int | None:
        """Return the first moment when spans, opening hours and part-time arcs let a packet leave, other traffic aside."""
        if self.capacity_vph <= 0:
            return None
        clear_after = self.clear_after_s(vehicles, settings)
        tail = (vehicles - 1) * settings.vehicle_gap_s
        depart = not_before
        while True:
            fitted = _fit_spans(self.spans, depart, clear_after)
            if fitted is not None and self.hours is not None:
                fitted = max(fitted, self.hours[0] - clear_after)
                if fitted + clear_after > self.hours[1]:
                    return None
            for offset, along, spans in self.openings:
                if fitted is not None:
                    fitted = _fit_opening(spans, fitted, offset, along + tail)
            if fitted is None or fitted == depart:
                return fitted
            depart = fitted

    def find_return(self, free: int) -> int | None:
        """Return when a vehicle that is empty at the exit then is back, or None when it may not or cannot drive any more."""
        return None if self.back is None else self.back.find_return(free)


def _fit_spans(spans: tuple[tuple[int, int], ...], depart: int, clear_after: int) -> int | None:
    for begin, end in spans:
        moment = max(depart, begin)
        if moment + clear_after <= end:
            return moment
    return None


def _fit_opening(spans: tuple[tuple[float, float], ...], depart: int, offset: int, along: int) -> int | None:
    """Return the first departure at which the first vehicle enters and the last one is off the arc inside one span."""
    for begin, end in spans:
        enter = max(depart + offset, ceil(begin))
        if enter + along < end:  # strictly: the span is half-open
            return enter - offset
    return None


class _Slots:
    """Packets booked on one segment, in the order of their entry; every booking ends before the next begins."""

    __slots__ = ("begins", "ends")

    def __init__(self) -> None:
        self.begins: list[int] = []
        self.ends: list[int] = []

    def earliest(self, moment: int, length: int) -> int:
        at = bisect_right(self.begins, moment)
        if at and self.ends[at - 1] > moment:
            moment = self.ends[at - 1]
        while at < len(self.begins) and moment + length > self.begins[at]:
            moment = self.ends[at]
            at += 1
        return moment

    def book(self, moment: int, length: int) -> None:
        at = bisect_left(self.begins, moment)
        self.begins.insert(at, moment)
        self.ends.insert(at, moment + length)

    def unbook(self, moment: int, length: int) -> None:
        for at in range(bisect_left(self.begins, moment), bisect_right(self.begins, moment)):
            if self.ends[at] == moment + length:
                del self.begins[at], self.ends[at]
                return


class Roadway:
    """All lines of an order and the slots booked on them.

    Arcs on which the same routes pass with the same time between each other bind alike, so they are one segment with the least of
    their capacities. A booking costs one insertion for each segment, not for each arc.
    """

    def __init__(self, order: MovementOrder) -> None:
        self._settings = order.settings
        keys, capacities = _segments(order)
        self._capacities = capacities
        self.empty()
        self.lines = tuple(_line(order, index, keys[index]) for index in range(len(order.routes)))
        self._line_of = {line.route.id: line for line in self.lines}
        self._former = order.former
        self.returns = {ends: _way_back(order, ends[0], arcs) for ends, arcs in order.returns.items()}

    def emptied(self) -> Roadway:
        """Return the same lines with no slot booked (for another play of the same order)."""
        fresh = copy(self)
        fresh.empty()
        return fresh

    def empty(self) -> None:
        """Forget every booking."""
        self._slots = tuple(_Slots() for _ in self._capacities)

    def lines_of(self, group_id: str) -> tuple[Line, ...]:
        """Return the lines that packets of a group may still take, the main one first."""
        return tuple(line for line in self.lines if line.route.group_id == group_id and line.route.id not in self._former)

    def get_line(self, route_id: str) -> Line:
        """Return the line of a route, a former one as well; raises KeyError if there is none."""
        return self._line_of[route_id]

    def find_departure(self, line: Line, vehicles: int, not_before: int) -> int | None:
        """Return the earliest departure of a packet of that size on that line, among the packets already booked, or None."""
        depart = not_before
        while True:
            opened = line.find_open(vehicles, depart, self._settings)
            if opened is None:
                return None
            depart = self._free(line, vehicles, opened)
            if depart == opened:
                return depart

    def book(self, line: Line, vehicles: int, depart: int) -> None:
        """Take the slots of a packet that leaves then; the caller has asked `find_departure` for the moment."""
        for segment, shift in line.segments:
            self._slots[segment].book(depart + shift, self._length(segment, vehicles))

    def unbook(self, line: Line, vehicles: int, depart: int) -> None:
        """Give back the slots of a packet that was booked and does not leave."""
        for segment, shift in line.segments:
            self._slots[segment].unbook(depart + shift, self._length(segment, vehicles))

    def widens(self, line: Line, other: Line) -> bool:
        """Tell whether using `line` beside `other` lets more through: what binds `other` must not lie on `line` as well."""
        mine = {segment for segment, _ in line.segments}
        shared = [self._capacities[segment] for segment, _ in other.segments if segment in mine]
        own = [self._capacities[segment] for segment, _ in other.segments if segment not in mine]
        size, infinite = self._settings.packet_size, float("inf")
        own_s = occupancy_s(size, min(own, default=infinite), self._settings)
        return not shared or own_s > occupancy_s(size, min(shared), self._settings)

    def _length(self, segment: int, vehicles: int) -> int:
        return occupancy_s(vehicles, self._capacities[segment], self._settings)

    def _free(self, line: Line, vehicles: int, depart: int) -> int:
        settled = False
        while not settled:
            settled = True
            for segment, shift in line.segments:
                moment = self._slots[segment].earliest(depart + shift, self._length(segment, vehicles)) - shift
                if moment > depart:
                    depart, settled = moment, False
        return depart


def _segments(order: MovementOrder) -> tuple[list[tuple[tuple[int, int], ...]], list[float]]:
    """Return (segment, shift) for each route, and the least capacity of each segment."""
    passing: dict[int, list[tuple[int, int]]] = {}
    for index, route in enumerate(order.routes):
        for arc, offset in zip(route.arcs, order.offsets(route), strict=False):
            passing.setdefault(arc, []).append((index, offset))
    least: dict[tuple[tuple[int, int], ...], float] = {}
    for arc, users in passing.items():
        first = users[0][1]
        key = tuple((index, offset - first) for index, offset in users)
        least[key] = min(least.get(key, float("inf")), float(order.capacity_vph[arc]))
    kept = [key for key in least if not _implied(key, least)]
    of_route: list[list[tuple[int, int]]] = [[] for _ in order.routes]
    for segment, key in enumerate(kept):
        for index, shift in key:
            of_route[index].append((segment, shift))
    return [tuple(pairs) for pairs in of_route], [least[key] for key in kept]


def _implied(key: tuple[tuple[int, int], ...], least: dict[tuple[tuple[int, int], ...], float]) -> bool:
    """Tell whether another segment with at least these routes, equally shifted, binds at least as much."""
    for other, capacity in least.items():
        if len(other) <= len(key) or capacity > least[key]:
            continue
        shifts = dict(other)
        base = shifts.get(key[0][0])
        if base is not None and all(shifts.get(index) == shift + base - key[0][1] for index, shift in key):
            return True
    return False


def _openings(order: MovementOrder, arcs: Sequence[int], offsets: Sequence[int]) -> tuple[Opening, ...]:
    return tuple(
        (offset, int(order.travel_s[arc]), tuple(order.open_spans[arc]))
        for arc, offset in zip(arcs, offsets, strict=False)
        if arc in order.open_spans
    )


def _back_openings(order: MovementOrder, arcs: tuple[int, ...]) -> tuple[Opening, ...]:
    return _openings(order, arcs, [0, *accumulate(int(order.travel_s[arc]) for arc in arcs)])


def _line(order: MovementOrder, index: int, segments: tuple[tuple[int, int], ...]) -> Line:
    route = order.routes[index]
    door = next(one for one in order.exits if one.id == route.exit_id)
    hours = None
    if door.screening_per_h is None and (door.opens is not None or door.closes is not None):
        hours = (order.second_of(door.opens), order.last_second_of(door.closes))
    spans = order.spans_s(route.exit_id)
    returns = route.back_s > 0 or not route.arcs
    return Line(
        index=index,
        route=route,
        segments=segments,
        capacity_vph=min((float(order.capacity_vph[arc]) for arc in route.arcs), default=float("inf")),
        spans=spans,
        hours=hours,
        openings=_openings(order, route.arcs, order.offsets(route)),
        back=replace(_way_back(order, route.exit_id, route.back_arcs), travel_s=route.back_s) if returns else None,
        wait_s=order.waits.get(route.id, (0, 0))[1],
    )


def _way_back(order: MovementOrder, exit_id: str, arcs: tuple[int, ...]) -> WayBack:
    return WayBack(order.spans_s(exit_id), order.drive_s(arcs), _back_openings(order, arcs), order.metres(arcs))
