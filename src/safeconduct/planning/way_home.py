"""Vehicles on their way to an assembly point at a moment: when they are there, and the way round where theirs is shut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from safeconduct.model.plan import Packet, Plan, ReturnWay, VehicleRun
from safeconduct.planning.ground import Ground
from safeconduct.planning.on_road import closure_ahead
from safeconduct.routing.detour import way_home
from safeconduct.routing.options import Search


@dataclass(slots=True)
class Homeward:
    """Where vehicles drive that are at no exit.

    backs: (serial, trips made) -> (group id, second from the start at which they are there). ways: ways back that they have taken
    or take, ways round among them. stuck: serial -> why it cannot come back.
    """

    backs: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)
    ways: list[ReturnWay] = field(default_factory=list)
    stuck: dict[str, str] = field(default_factory=dict)

    def take(self, way: ReturnWay) -> None:
        """Note a way back that is driven."""
        if way.arcs and way not in self.ways:
            self.ways.append(way)


def runs_of(plan: Plan) -> dict[str, list[tuple[Packet, VehicleRun]]]:
    """Return the runs of each vehicle of the fleet by serial, in order of trips."""
    found: dict[str, list[tuple[Packet, VehicleRun]]] = {}
    for packet in plan.timetable.packets:
        for run in packet.runs:
            if run.serial:
                found.setdefault(run.serial, []).append((packet, run))
    return {serial: sorted(runs, key=lambda one: one[1].trip) for serial, runs in found.items()}


def homeward(ground: Ground, search: Search, before: Plan, at_s: int) -> Homeward:
    """Return where the vehicles of a plan drive at a moment, by the roads as they are open now."""
    found = Homeward()
    for serial, runs in runs_of(before).items():
        for (packet, run), (following, _) in pairwise(runs):
            if packet.depart <= following.depart and run.back_at is not None:
                _note_back(ground, search, before, (serial, packet, run, following.group_id, at_s), found)
    return found


def _note_back(
    ground: Ground, search: Search, before: Plan, who: tuple[str, Packet, VehicleRun, str, int], found: Homeward
) -> None:
    """Note when a vehicle is at the next assembly point that has left its exit by now; nothing when it is still there."""
    serial, packet, run, group_id, at_s = who
    assert run.back_at is not None
    assert run.free_at is not None
    start = ground.movement.start
    back_s, free_s = int((run.back_at - start).total_seconds()), int((run.free_at - start).total_seconds())
    unload_s = ground.scenario.settings.aid_unload_s if run.aid_t else 0
    for arcs in _ways(before, packet.exit_id, group_id):
        drive_s = sum(int(ground.travel_s[arc]) for arc in arcs)
        leave = back_s - unload_s - drive_s
        if leave < free_s:
            continue
        if leave >= at_s:
            return  # it is still at the exit
        entries = list(accumulate((int(ground.travel_s[arc]) for arc in arcs), initial=leave))
        if entries[-1] <= at_s or _can_go_on(ground, arcs, entries, at_s):
            found.take(ReturnWay(packet.exit_id, group_id, arcs, drive_s))
            found.backs[serial, run.trip] = (group_id, back_s)
            return
        round_way = _way_round(ground, search, arcs, entries, (group_id, at_s))
        if round_way is None:
            found.stuck[serial] = "its way back is shut, and no other is open"
            return
        fresh, there = round_way
        found.take(ReturnWay(packet.exit_id, group_id, fresh, sum(int(ground.travel_s[arc]) for arc in fresh)))
        found.backs[serial, run.trip] = (group_id, there + unload_s)
        return


def _can_go_on(ground: Ground, arcs: tuple[int, ...], entries: list[int], at_s: int) -> bool:
    """Tell whether a vehicle can drive on as it meant to."""
    entered = sum(entry <= at_s for entry in entries[:-1])
    ahead = entered and closure_ahead(ground, arcs[entered - 1], (entries[entered - 1], entries[entered]), at_s)
    return not ahead and _open(ground, arcs[entered:], entries[entered:])


def _way_round(
    ground: Ground, search: Search, arcs: tuple[int, ...], entries: list[int], where: tuple[str, int]
) -> tuple[tuple[int, ...], int] | None:
    """Return the arcs of the quickest open way home and the second of being there: on from the next junction, or turned."""
    group_id, at_s = where
    entered = sum(entry <= at_s for entry in entries[:-1])
    starts = []
    if not (entered and closure_ahead(ground, arcs[entered - 1], (entries[entered - 1], entries[entered]), at_s)):
        starts.append((entered, entries[entered]))
    if entered and ground.network.twin[arcs[entered - 1]] >= 0:
        starts.append((entered - 1, 2 * at_s - entries[entered - 1]))
    found = []
    for number, moment in starts:
        fresh = way_home(search, arcs[:number], int(ground.network.tail[arcs[number]]), group_id)
        if fresh is not None:
            rest = fresh[number:]
            times = list(accumulate((int(ground.travel_s[arc]) for arc in rest), initial=moment))
            if _open(ground, rest, times):
                found.append((fresh, times[-1]))
    return min(found, key=lambda one: one[1], default=None)


def _ways(plan: Plan, exit_id: str, group_id: str) -> Iterator[tuple[int, ...]]:
    """Yield the ways back between an exit and a group that a plan knows."""
    for route in (*plan.driven_routes, *(route for option in plan.options for route in option.routes)):
        if (route.exit_id, route.group_id) == (exit_id, group_id) and (route.back_arcs or not route.arcs):
            yield route.back_arcs
    yield from (way.arcs for way in plan.returns if (way.exit_id, way.group_id) == (exit_id, group_id))


def _open(ground: Ground, arcs: tuple[int, ...], entries: list[int]) -> bool:
    """Tell whether each road is open when a vehicle comes by."""
    for arc, entry in zip(arcs, entries, strict=False):
        if arc in ground.conditions.closed:
            return False
        spans = ground.conditions.open_spans.get(arc)
        leave = entry + int(ground.travel_s[arc])
        if spans is not None and not any(low <= entry and leave < high for low, high in spans):
            return False
    return True


def from_base(ground: Ground, before: Plan, at_s: int, deadhead_s: Mapping[tuple[str, str], int]) -> dict[str, tuple[str, int]]:
    """Return the vehicles that have left their base and carried nobody yet: serial -> (group id, second at which they are there).

    deadhead_s: (fleet entry id, group id) -> driving seconds.
    """
    found = {}
    entries = {serial: entry for entry in ground.scenario.fleet for serial in entry.serials()}
    for serial, runs in runs_of(before).items():
        packet, run = runs[0]
        entry = entries.get(serial)
        if entry is None or run.load_start is None or (packet.depart - ground.movement.start).total_seconds() <= at_s:
            continue
        begin = 0 if entry.available is None else int((entry.available - ground.movement.start).total_seconds())
        load_s = int((run.load_start - ground.movement.start).total_seconds())
        if max(0, begin) <= at_s:
            found[serial] = (packet.group_id, min(load_s, max(0, begin) + deadhead_s.get((entry.id, packet.group_id), load_s)))
    return found
