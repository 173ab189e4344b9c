"""What a timetable is made from: one frozen order of movement, with every road already turned into plain numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Exit, Group
from safeconduct.model.plan import Route
from safeconduct.model.settings import Settings
from safeconduct.model.times import Span


@dataclass(frozen=True, slots=True)
class MovementOrder:
    """Who has to go, by which routes and vehicles, and when the roads are theirs.

    start: time zero of every second below. end: people count as out when they are out by then. Both whole seconds, aware.
    routes: any number for each group, its main one first; an arc stands at most once in a route. travel_s, capacity_vph: one
    number for each network arc (column travel time, vehicles per hour). spans: exit id -> when people may be on the road to
    that exit. open_spans: arcs open part of the time -> (from_s, to_s), half-open. deadhead_s: (fleet entry id, group id) ->
    driving seconds from where the vehicles stand; a missing pair means that they cannot get there, unless the entry has no
    base: those vehicles stand at whichever assembly point they are sent to first. returns: (exit id, group id) -> arcs on which
    empty vehicles drive to a group that no route leads from to that exit. length_m: one number for each arc, and deadhead_m:
    metres for each of deadhead_s; without them no way back and no way from a base takes anything from a tank. aid: group id ->
    tonnes that vehicles on their way back bring there. former: ids of routes that only packets already on the road or planned
    before still drive. returns_until_s: last second at which a vehicle that drives back may come to an assembly point (None: it
    may at any time). waits: route id -> (number of an arc, seconds for which its packet is held before that arc).

    Raises ValueError when `packet_headway_s` is below `vehicle_gap_s` (the bound on roads would not hold).
    """

    start: datetime
    end: datetime
    groups: tuple[Group, ...]
    exits: tuple[Exit, ...]
    fleet: tuple[FleetEntry, ...]
    settings: Settings
    routes: tuple[Route, ...]
    travel_s: Sequence[int]
    capacity_vph: Sequence[float]
    spans: Mapping[str, tuple[Span, ...]]
    open_spans: Mapping[int, tuple[tuple[float, float], ...]]
    deadhead_s: Mapping[tuple[str, str], int]
    returns: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    former: frozenset[str] = frozenset()
    waits: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    length_m: Sequence[float] = ()
    deadhead_m: Mapping[tuple[str, str], float] = field(default_factory=dict)
    aid: Mapping[str, float] = field(default_factory=dict)
    returns_until_s: int | None = None

    def __post_init__(self) -> None:
        if self.settings.packet_headway_s < self.settings.vehicle_gap_s:
            raise ValueError("the headway between packets is shorter than the gap between vehicles")

    @property
    def end_s(self) -> int:
        """Whole seconds from start to end."""
        return int((self.end - self.start).total_seconds())

    def second_of(self, moment: datetime | None) -> int:
        """Return the first whole second at or after the moment, never before the start (0 for None)."""
        return 0 if moment is None else max(0, ceil((moment - self.start).total_seconds()))

    def last_second_of(self, moment: datetime | None) -> int:
        """Return the last whole second at or before the moment, never after the end (which stands for None)."""
        return self.end_s if moment is None else min(self.end_s, int((moment - self.start).total_seconds() // 1))

    def time_of(self, second: int) -> datetime:
        """Return the moment `second` seconds after the start."""
        return self.start + timedelta(seconds=second)

    def spans_s(self, exit_id: str) -> tuple[tuple[int, int], ...]:
        """Return the spans to that exit in whole seconds, clipped to start and end, in order, each shrunk to whole seconds."""
        clipped = []
        for span in self.spans.get(exit_id, ()):
            begin, end = self.second_of(span.start), self.last_second_of(span.end)
            if begin < end:
                clipped.append((begin, end))
        return tuple(sorted(clipped))

    def drive_s(self, arcs: Sequence[int]) -> int:
        """Return the driving seconds along the arcs."""
        return sum(int(self.travel_s[arc]) for arc in arcs)

    def metres(self, arcs: Sequence[int]) -> float:
        """Return the length of the way along the arcs (0 where the order has no lengths)."""
        return sum(float(self.length_m[arc]) for arc in arcs) if self.length_m else 0.0

    def offsets(self, route: Route) -> list[int]:
        """Return, for each arc of a route, the seconds from departure until the first vehicle enters it; at last, its arrival."""
        place, seconds = self.waits.get(route.id, (0, 0))
        found, offset = [], 0
        for number, arc in enumerate(route.arcs):
            offset += seconds if seconds and number == place else 0
            found.append(offset)
            offset += int(self.travel_s[arc])
        return [*found, offset]

    def find_deadhead_s(self, entry: FleetEntry, group_id: str) -> int | None:
        """Return the driving time of a fleet entry to its first assembly point, or None when there is no way."""
        known = self.deadhead_s.get((entry.id, group_id))
        if known is None and entry.base is None:
            return 0
        return known


def occupancy_s(vehicles: int, capacity_vph: float, settings: Settings) -> int:
    """Return how long a packet takes up a road of that capacity, in whole seconds.

    The larger of its own length plus the headway behind it and the time in which the road lets so many vehicles through.
    `capacity_vph` is positive; infinity leaves only the first term.
    """
    own = (vehicles - 1) * settings.vehicle_gap_s + settings.packet_headway_s
    return max(own, ceil(vehicles * 3600 / capacity_vph))
