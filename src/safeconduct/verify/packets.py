"""Packets on the road: times, room on every road, windows, ready times and screening."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil

from safeconduct.model.plan import Packet, Route
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding


def check_packets(case: Case) -> Iterator[Finding]:
    """Yield a finding for each packet that breaks a rule of the road on its own, then for those that do so together."""
    before: float | None = None
    for packet in case.plan.timetable.packets:
        route = case.routes[packet.route_id]
        yield from check_route(packet, route)
        yield from check_size(case, packet)
        yield from check_escort(case, packet)
        yield from check_times(case, packet, route)
        yield from check_window(case, packet)
        yield from check_part_time(case, packet, route)
        yield from check_ready(case, packet)
        depart = case.second(packet.depart)
        if before is not None and depart < before:
            yield finding("packet-times", _where(packet), "it departs before the packet listed above it")
        before = depart
    yield from check_separation(case)


def _where(packet: Packet) -> str:
    return f"packet {packet.id}"


def occupancy_s(case: Case, arc: int | None, vehicles: int) -> int:
    """Return the seconds a packet takes up on an arc: its own length in time and a headway, or more where the road is narrow."""
    settings = case.scenario.settings
    own = (vehicles - 1) * settings.vehicle_gap_s + settings.packet_headway_s
    if arc is None or case.roads.capacity_vph[arc] <= 0:
        return own
    return max(own, ceil(vehicles * 3600 / case.roads.capacity_vph[arc]))


def check_route(packet: Packet, route: Route) -> Iterator[Finding]:
    """Yield a finding when a packet's group or exit is not that of its route."""
    if (packet.group_id, packet.exit_id) != (route.group_id, route.exit_id):
        text = f"{packet.group_id} to {packet.exit_id}, its route leads from {route.group_id} to {route.exit_id}"
        yield finding("packet-route", _where(packet), text)


def check_size(case: Case, packet: Packet) -> Iterator[Finding]:
    """Yield a finding for a packet of no vehicle or too many, and for a run of no vehicle."""
    most = case.scenario.settings.packet_size
    if not 1 <= packet.vehicles <= most or any(run.vehicles < 1 for run in packet.runs):
        yield finding(
            "packet-size", _where(packet), f"{[run.vehicles for run in packet.runs]} vehicles, at most {most} may drive together"
        )


def check_escort(case: Case, packet: Packet) -> Iterator[Finding]:
    """Yield a finding for a packet with buses or ambulances that lacks escort or recovery vehicles, or has more than it needs."""
    roles = {serial: row.role for row in case.scenario.fleet for serial in row.serials()}
    there = [roles[run.serial] for run in packet.runs if run.serial]
    settings = case.scenario.settings
    carries = "transport" in there
    for role, count in (("escort", settings.escorts_per_packet), ("recovery", settings.recovery_per_packet)):
        wanted = count if carries else 0
        if there.count(role) != wanted:
            yield finding("packet-escort", _where(packet), f"{there.count(role)} {role} vehicles, {wanted} belong in it")


def check_times(case: Case, packet: Packet, route: Route) -> Iterator[Finding]:
    """Yield a finding when arrival, occupancy or clear time does not follow from the departure."""
    vehicles = max(1, packet.vehicles)
    arcs: tuple[int | None, ...] = route.arcs or (None,)
    wanted = max(occupancy_s(case, arc, vehicles) for arc in arcs)
    depart, arrive, clear = case.second(packet.depart), case.second(packet.arrive), case.second(packet.clear)
    if any(moment != int(moment) for moment in (depart, arrive, clear, case.second(packet.out))):
        yield finding("packet-times", _where(packet), "its times are not whole seconds from the start")
    if packet.occupancy_s != wanted:
        yield finding("packet-times", _where(packet), f"occupancy {packet.occupancy_s} s stated, its vehicles take up {wanted} s")
    travel_s = case.roads.drive_s(route.arcs) + packet.wait_s
    if arrive != depart + travel_s:
        yield finding("packet-times", _where(packet), f"it drives {arrive - depart:.0f} s, its route takes {travel_s} s")
    yield from check_wait(case, packet, route)
    if clear != arrive + wanted:
        yield finding("packet-times", _where(packet), f"it is clear {clear - arrive:.0f} s after arrival, {wanted} s are needed")


def check_wait(case: Case, packet: Packet, route: Route) -> Iterator[Finding]:
    """Yield a finding when a packet is held on the road that no change met there, or at no arc of its route."""
    if not packet.wait_s:
        return
    met = case.second(packet.depart) <= case.at_s
    if packet.wait_s < 0 or not met or not 0 <= packet.wait_at < len(route.arcs):
        text = f"held for {packet.wait_s} s before arc number {packet.wait_at} of {len(route.arcs)}"
        yield finding("packet-wait", _where(packet), text if met else f"{text}, though it leaves after the plan was made")


def entries_of(case: Case, packet: Packet) -> Iterator[tuple[int, float]]:
    """Yield each arc of a packet's route with the second at which its first vehicle enters it."""
    moment = case.second(packet.depart)
    for number, arc in enumerate(case.routes[packet.route_id].arcs):
        moment += packet.wait_s if number == packet.wait_at else 0
        yield arc, moment
        moment += case.roads.travel_s[arc]


def check_window(case: Case, packet: Packet) -> Iterator[Finding]:
    """Yield a finding unless departure and clear time lie in one span of movement to the exit; people out by the end."""
    depart, clear, out = case.second(packet.depart), case.second(packet.clear), case.second(packet.out)
    if clear > case.at_s and not any(low <= depart and clear <= high for low, high in case.spans[packet.exit_id]):
        text = f"from {depart:.0f} s to {clear:.0f} s; movement is allowed {_spans(case.spans[packet.exit_id])}"
        yield finding("packet-window", _where(packet), text)
    if out > case.end_s:
        yield finding("packet-end", _where(packet), f"it is out at {out:.0f} s, the movement ends at {case.end_s:.0f} s")


def check_part_time(case: Case, packet: Packet, route: Route) -> Iterator[Finding]:
    """Yield a finding for each road that is entered or left outside one of its open spans, by any vehicle of the packet.

    A road that its first vehicle had entered when the plan was made again is history. Roads shut for good are looked at here only
    for routes that are none of an option.
    """
    former = route in case.plan.former_routes
    if not case.shut.open_spans and not former:
        return
    tail_s = (max(1, packet.vehicles) - 1) * case.scenario.settings.vehicle_gap_s
    for arc, entry in entries_of(case, packet):
        leave = entry + case.roads.travel_s[arc]
        if entry <= case.at_s:
            continue
        if former and (arc in case.shut.closed or case.roads.capacity_vph[arc] <= 0):
            yield finding("packet-part-time", _where(packet), f"on arc {arc} from {entry:.0f} s, which is shut")
        spans = case.shut.open_spans.get(arc)
        if spans is not None and not any(low <= entry and leave + tail_s < high for low, high in spans):
            text = f"on arc {arc} from {entry:.0f} s to {leave + tail_s:.0f} s; it is open {_spans(spans)}"
            yield finding("packet-part-time", _where(packet), text)


def _spans(spans: tuple[tuple[float, float], ...]) -> str:
    return ", ".join(f"{low:.0f}-{high:.0f} s" for low, high in spans) or "never"


def check_ready(case: Case, packet: Packet) -> Iterator[Finding]:
    """Yield a finding when a packet leaves before its group is ready."""
    ready = case.groups[packet.group_id].ready
    if ready is not None and packet.depart < ready:
        yield finding("packet-ready", _where(packet), f"it departs at {packet.depart.isoformat()}, ready is {ready.isoformat()}")


def check_separation(case: Case) -> Iterator[Finding]:
    """Yield a finding for each pair of packets that follow each other too closely on a road (at most one for each packet)."""
    entries: dict[int, list[tuple[float, int, str]]] = {}
    for packet in case.plan.timetable.packets:
        for arc, entry in entries_of(case, packet):
            entries.setdefault(arc, []).append((entry, max(1, packet.vehicles), packet.id))
    told: set[str] = set()
    for arc, passing in entries.items():
        passing.sort()
        for (first, vehicles, before), (second, _count, after) in pairwise(passing):
            wanted = occupancy_s(case, arc, vehicles)
            if second - first < wanted and after not in told:
                told.add(after)
                text = f"it enters arc {arc} {second - first:.0f} s after packet {before}, which takes up {wanted} s"
                yield finding("packet-separation", f"packet {after}", text)
