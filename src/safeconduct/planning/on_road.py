"""Packets on the road at a moment: where they are, whether they can go on, and the way round for those that cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from safeconduct.convoy.order import occupancy_s
from safeconduct.exposure.ahead import shut_ahead
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.plan import Packet, Route, VehicleRun
from safeconduct.planning.breakdown import without
from safeconduct.planning.ground import Ground
from safeconduct.routing.detour import find_detour
from safeconduct.routing.options import Search

DIVERTED = "way round for "
"""How the id of a route begins that was found for one packet on the road; the packet's id follows."""


NO_WAY = "no open road leads on to an exit"


@dataclass(frozen=True, slots=True)
class Drive:
    """A packet on its route.

    entries_s: seconds from the start at which its first vehicle enters each arc; at last, its arrival.
    """

    packet: Packet
    route: Route
    entries_s: tuple[int, ...]

    def entered(self, at_s: int) -> int:
        """Return how many arcs its first vehicle has entered by then."""
        return sum(entry <= at_s for entry in self.entries_s[:-1])

    def km(self, at_s: int, length_m: NDArray[np.float64]) -> float:
        """Return how many kilometres from its start the first vehicle is then; inside an arc by its share of the time."""
        gone = 0.0
        for number, arc in enumerate(self.route.arcs):
            begin, end = self.entries_s[number], self.entries_s[number + 1]
            if at_s < begin:
                break
            gone += float(length_m[arc]) * (1.0 if at_s >= end else (at_s - begin) / max(1, end - begin))
        return gone / 1000


@dataclass(frozen=True, slots=True)
class Stopped:
    """A packet that cannot go on: where its first vehicle is, in kilometres from its start, and why, without a full stop."""

    packet: Packet
    km: float
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of the packets that have left: `drives` go on, the rest stop.

    diverted: ids of those that go on by another way; turned: of those among them that turn round first, whose time on the road
    that they leave again counts as held before it. waiting: packet and those of its people whose vehicle broke down and who
    found no place in another, with the reason.
    """

    drives: tuple[Drive, ...]
    diverted: frozenset[str]
    turned: frozenset[str]
    stopped: tuple[Stopped, ...]
    waiting: tuple[tuple[Packet, VehicleRun, str], ...] = ()


def _breaks_down(entry: FleetEntry | None, serial: str, packet: Packet) -> bool:
    """Tell whether a vehicle goes out of use on the road; from one that stands at the exit people walk to the desk."""
    lost = entry.find_lost(serial) if entry else packet.depart
    return lost is not None and lost < packet.clear


def closure_ahead(ground: Ground, arc: int, drives_s: tuple[int, int], at_s: int) -> bool:
    """Tell whether a closure lies ahead of a vehicle that drives an arc between two seconds and is on it at `at_s`."""
    entry, leave = drives_s
    from_s, to_s = (ground.movement.start + timedelta(seconds=second) for second in (at_s, leave))
    closures = ground.scenario.closures
    active = [one for one in closures if one.span is None or (one.span.start < to_s and from_s < one.span.end)]
    return shut_ahead(ground.network, arc, max(0.0, (at_s - entry) / max(1, leave - entry)), active)


@dataclass(slots=True)
class OnRoad:
    """Finds how packets on the road can go on at a moment, one after another in order of departure.

    search: ways from that moment on. taken: arc -> (entry, end) in seconds of those looked at so far.
    """

    ground: Ground
    search: Search
    at_s: int
    taken: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def settle(self, packets: Sequence[Packet], routes: Mapping[str, Route]) -> Outcome:
        """Return what becomes of packets that have left; those that nothing stops first, since they cannot give way."""
        whole, waiting, broken = self._without_lost(packets, routes)
        drives = [self.drive(packet, routes[packet.route_id]) for packet in whole]
        free = {one.packet.id: self.can_go_on(one) for one in drives}
        for one in drives:
            if free[one.packet.id]:
                self._take(one)
        kept, stopped, diverted, turned = [], broken, set(), set()
        for one in drives:
            if free[one.packet.id]:
                kept.append(one)
                continue
            found = self.divert(one)
            if isinstance(found, Drive):
                self._take(found)
                kept.append(found)
                diverted.add(one.packet.id)
                if found.packet.wait_s and found.packet.wait_at < one.entered(self.at_s):
                    turned.add(one.packet.id)
            else:
                stopped.append(Stopped(one.packet, self._km(one), found))
        return Outcome(tuple(kept), frozenset(diverted), frozenset(turned), tuple(stopped), tuple(waiting))

    def _without_lost(
        self, packets: Sequence[Packet], routes: Mapping[str, Route]
    ) -> tuple[list[Packet], list[tuple[Packet, VehicleRun, str]], list[Stopped]]:
        """Return the packets without vehicles that broke down on the way, who waits on the road, and packets of no vehicle."""
        rows = {serial: entry for entry in self.ground.scenario.fleet for serial in entry.serials()}
        whole, waiting, empty = [], [], []
        for packet in packets:
            lost = [run.serial for run in packet.runs if run.serial and _breaks_down(rows.get(run.serial), run.serial, packet)]
            if not lost:
                whole.append(packet)
                continue
            families = self.ground.scenario.get_group(packet.group_id).families
            rest, left = without(packet, lost, rows, families)
            km = self._km(self.drive(packet, routes[packet.route_id]))
            if rest is None:
                empty.append(Stopped(packet, km, f"{', '.join(lost)} broke down"))
                continue
            whole.append(rest)
            if left.people.total:
                reason = f"{', '.join(lost)} of {packet.id} broke down; the packet is {km:.1f} km from its start"
                waiting.append((packet, left, f"{reason}. Its other vehicles have no place for them."))
        return whole, waiting, empty

    def drive(self, packet: Packet, route: Route) -> Drive:
        """Return the packet on its route."""
        depart = int((packet.depart - self.ground.movement.start).total_seconds())
        entries, moment = [], depart
        for number, arc in enumerate(route.arcs):
            moment += packet.wait_s if number == packet.wait_at else 0
            entries.append(moment)
            moment += int(self.ground.travel_s[arc])
        return Drive(packet, route, (*entries, moment))

    def can_go_on(self, drive: Drive) -> bool:
        """Tell whether every road ahead is open when the packet comes by, and it is clear in time at its exit.

        On the road that its first vehicle has entered it drives on, though that was shut since, unless a closure lies ahead.
        """
        if (drive.packet.clear - self.ground.movement.start).total_seconds() <= self.at_s:
            return True
        first = drive.entered(self.at_s)
        tail_s = self._tail_s(drive.packet)
        if self._shut_ahead(drive, first, tail_s):
            return False
        ahead = zip(drive.route.arcs[first:], drive.entries_s[first:], strict=False)
        return all(self._opens(arc, entry, tail_s) == entry for arc, entry in ahead) and self._clears(drive)

    def divert(self, drive: Drive) -> Drive | str:
        """Return the packet on its way round, held where the roads ahead are taken; or why there is none."""
        packet, first = drive.packet, drive.entered(self.at_s)
        tail_s = self._tail_s(packet)
        if self._shut_ahead(drive, first, tail_s) and not self._shut_ahead(drive, first, 0):
            return "the closure lies between its first and its last vehicle"
        ways = [] if self._shut_ahead(drive, first, 0) else [self._by_way(drive, first, 0)]
        if first and self.ground.network.twin[drive.route.arcs[first - 1]] >= 0:
            # Who turns round comes back to the last junction: as long as it has driven from there, and its own length.
            ways.append(self._by_way(drive, first - 1, 2 * (self.at_s - drive.entries_s[first - 1]) + tail_s))
        found = [way for way in ways if isinstance(way, Drive)]
        if found:
            return min(found, key=lambda one: one.entries_s[-1])
        reasons = [way for way in ways if isinstance(way, str)]
        return reasons[0] if reasons else NO_WAY

    def _km(self, drive: Drive) -> float:
        return drive.km(self.at_s, self.ground.network.length_m)

    def _by_way(self, drive: Drive, first: int, lost_s: int) -> Drive | str:
        """Return the packet on the quickest way round from its arc number `first` on, `lost_s` after it was there; or why not."""
        packet, group = drive.packet, self.ground.scenario.get_group(drive.packet.group_id)
        route = find_detour(self.search, group, drive.route.arcs[:first], packet.exit_id)
        if route is None:
            return NO_WAY
        held = packet.wait_s if packet.wait_at < first else 0
        fresh = replace(packet, exit_id=route.exit_id, wait_s=held, wait_at=packet.wait_at if held else first)
        new = self.drive(fresh, replace(route, id=DIVERTED + packet.id))
        wait_s = self._wait(new, first, lost_s)
        if wait_s and held:
            return "it was held before, and the way round is not free now"
        if wait_s is None or not self._clears(new, wait_s):
            return "by no way is it clear of an exit while movement is allowed"
        return self.drive(replace(fresh, wait_s=held + wait_s), new.route) if wait_s else new

    def _tail_s(self, packet: Packet) -> int:
        return (packet.vehicles - 1) * self.ground.scenario.settings.vehicle_gap_s

    def _shut_ahead(self, drive: Drive, first: int, tail_s: int) -> bool:
        """Tell whether, on the road that it is driving now, a closure lies ahead of the vehicle `tail_s` behind the first."""
        if not first or self.at_s >= drive.entries_s[first]:
            return False
        arc, entry, leave = drive.route.arcs[first - 1], drive.entries_s[first - 1], drive.entries_s[first]
        return closure_ahead(self.ground, arc, (entry + tail_s, leave + tail_s), self.at_s)

    def _wait(self, drive: Drive, first: int, lost_s: int) -> int | None:
        """Return how long the packet is held before its arc number `first`: `lost_s` at least, and until roads ahead are free."""
        settings, wait_s, settled = self.ground.scenario.settings, lost_s, False
        vehicles, capacity = drive.packet.vehicles, self.ground.network.capacity_vph
        tail_s = self._tail_s(drive.packet)
        ahead = list(zip(drive.route.arcs[first:], drive.entries_s[first:], strict=False))
        while not settled:
            settled = True
            for arc, entry in ahead:
                moment = self._opens(arc, entry + wait_s, tail_s)
                if moment is None:
                    return None
                length = occupancy_s(vehicles, float(capacity[arc]), settings)
                for begin, end in self.taken.get(arc, ()):
                    if moment < end and begin < moment + length:
                        moment = end
                if moment > entry + wait_s:
                    wait_s, settled = moment - entry, False
        return wait_s

    def _opens(self, arc: int, entry: int, tail_s: int) -> int | None:
        """Return the first moment from `entry` on at which a packet can drive along an arc, or None."""
        conditions = self.ground.conditions
        if arc in conditions.closed:
            return None
        spans = conditions.open_spans.get(arc)
        if spans is None:
            return entry
        along = int(self.ground.travel_s[arc]) + tail_s
        moments = (max(entry, -int(-low // 1)) for low, high in spans if max(entry, low) + along < high)
        return min(moments, default=None)

    def _clears(self, drive: Drive, wait_s: int = 0) -> bool:
        """Tell whether a packet is clear of its exit inside the span of movement in which it left."""
        scenario, start = self.ground.scenario, self.ground.movement.start
        capacity = self.ground.network.capacity_vph
        least = min((float(capacity[arc]) for arc in drive.route.arcs), default=float("inf"))
        clear = drive.entries_s[-1] + wait_s + occupancy_s(drive.packet.vehicles, least, scenario.settings)
        depart = (drive.packet.depart - start).total_seconds()
        spans = scenario.movement_spans(drive.route.exit_id)
        seconds = (((span.start - start).total_seconds(), (span.end - start).total_seconds()) for span in spans)
        return any(low <= depart and clear <= high for low, high in seconds)

    def _take(self, drive: Drive) -> None:
        settings, capacity = self.ground.scenario.settings, self.ground.network.capacity_vph
        for arc, entry in zip(drive.route.arcs, drive.entries_s, strict=False):
            length = occupancy_s(drive.packet.vehicles, float(capacity[arc]), settings)
            self.taken.setdefault(arc, []).append((entry, entry + length))
        for arc in drive.route.arcs:
            self.taken[arc].sort()
