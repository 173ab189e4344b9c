"""Packets on the road at a moment: where they are, whether they can go on, and the way round for those that cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from safeconduct.convoy.order import occupancy_s
from safeconduct.model.plan import Packet, Route
from safeconduct.planning.ground import Ground
from safeconduct.routing.detour import find_detour
from safeconduct.routing.options import Search

DIVERTED = "way round for "
"""How the id of a route begins that was found for one packet on the road; the packet's id follows."""


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

    def km(self, at_s: int, length_m: Sequence[float]) -> float:
        """Return how many kilometres from its start the first vehicle is then; inside an arc by its share of the time."""
        gone = 0.0
        for number, arc in enumerate(self.route.arcs):
            begin, end = self.entries_s[number], self.entries_s[number + 1]
            if at_s < begin:
                break
            gone += float(length_m[arc]) * (1.0 if at_s >= end else (at_s - begin) / max(1, end - begin))
        return gone / 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of the packets that have left: `drives` go on, the rest stop.

    diverted: ids of those that go on by another way. stopped: packet and the reason in one sentence.
    """

    drives: tuple[Drive, ...]
    diverted: frozenset[str]
    stopped: tuple[tuple[Packet, str], ...]


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
        drives = [self.drive(packet, routes[packet.route_id]) for packet in packets]
        free = {one.packet.id: self.can_go_on(one) for one in drives}
        for one in drives:
            if free[one.packet.id]:
                self._take(one)
        kept, stopped, diverted = [], [], set()
        for one in drives:
            if free[one.packet.id]:
                kept.append(one)
                continue
            found = self.divert(one)
            if isinstance(found, Drive):
                self._take(found)
                kept.append(found)
                diverted.add(one.packet.id)
            else:
                stopped.append((one.packet, found))
        return Outcome(tuple(kept), frozenset(diverted), tuple(stopped))

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

        A road that its first vehicle has entered is driven to its end, though it may have been shut since.
        """
        if (drive.packet.clear - self.ground.movement.start).total_seconds() <= self.at_s:
            return True
        first = drive.entered(self.at_s)
        tail_s = (drive.packet.vehicles - 1) * self.ground.scenario.settings.vehicle_gap_s
        ahead = zip(drive.route.arcs[first:], drive.entries_s[first:], strict=False)
        return all(self._opens(arc, entry, tail_s) == entry for arc, entry in ahead) and self._clears(drive)

    def divert(self, drive: Drive) -> Drive | str:
        """Return the packet on its way round, held where the roads ahead are taken; or why there is none, in one sentence."""
        packet, group = drive.packet, self.ground.scenario.get_group(drive.packet.group_id)
        first = drive.entered(self.at_s)
        where = f"{packet.id} is on the road, {drive.km(self.at_s, self.ground.network.length_m.tolist()):.1f} km from its start"
        route = find_detour(self.search, group, drive.route.arcs[:first], packet.exit_id)
        if route is None:
            return f"{where}; no open road leads on to an exit."
        held = packet.wait_s if packet.wait_at < first else 0
        fresh = replace(packet, exit_id=route.exit_id, wait_s=held, wait_at=packet.wait_at if held else first)
        new = self.drive(fresh, replace(route, id=DIVERTED + packet.id))
        wait_s = self._wait(new, first)
        if wait_s and held:
            return f"{where}; it was held before, and the way round is not free now."
        if wait_s is None or not self._clears(new, wait_s):
            return f"{where}; by no way is it clear of the exit while movement is allowed."
        return self.drive(replace(fresh, wait_s=held + wait_s), new.route) if wait_s else new

    def _wait(self, drive: Drive, first: int) -> int | None:
        """Return for how long the packet is held before its arc number `first`: until roads ahead are open and not taken."""
        settings, wait_s, settled = self.ground.scenario.settings, 0, False
        vehicles, capacity = drive.packet.vehicles, self.ground.network.capacity_vph
        tail_s = (vehicles - 1) * settings.vehicle_gap_s
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
