"""What stands when a timetable is made again while the movement runs, and how it is put on the road before anything new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from safeconduct.convoy.boarding import boarding_s
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.roadway import Roadway
from safeconduct.convoy.state import Draft, Point, Run, Vehicle
from safeconduct.model.people import Family, Headcount
from safeconduct.model.plan import Packet, VehicleRun


@dataclass(frozen=True, slots=True)
class Standing:
    """What a new timetable may not, or need not, change.

    now_s: nothing new happens before. gone: packets that left before; they stay. planned: packets that leave later and should
    stay as they are; one whose vehicles cannot be there in time is given up. Both in order of departure, their people not in
    the order's groups. backs: (serial, trip) -> (group id, second) for vehicles that drive to an assembly point at now_s or
    drove there before: after that trip (0: from their base) they are there at that second. last_number: the highest that any
    packet's id has had; ids are not given twice.
    """

    now_s: int = 0
    gone: tuple[Packet, ...] = ()
    planned: tuple[Packet, ...] = ()
    backs: Mapping[tuple[str, int], tuple[str, int]] = field(default_factory=lambda: MappingProxyType({}))
    last_number: int = 0


def number_of(packet_id: str) -> int:
    """Return the number in a packet's id (0 where there is none)."""
    return int(packet_id[1:]) if packet_id[1:].isdecimal() else 0


def standing_drafts(
    order: MovementOrder, roadway: Roadway, standing: Standing, points: list[Point], vehicles: list[Vehicle]
) -> Iterator[Draft]:
    """Yield the standing packets in order of their being clear, as drafts; each vehicle gets its runs in `kept`."""
    by_serial = {vehicle.serial: vehicle for vehicle in vehicles}
    by_group = {point.group.id: point for point in points}
    drafts: list[Draft] = []
    for packets, gone in ((standing.gone, True), (standing.planned, False)):
        for packet in packets:
            draft = _draft(order, roadway, packet, by_serial)
            draft.gone, draft.name = gone, packet.id
            on_time = draft.clear_s <= order.second_of(packet.clear)  # it was not sent round since
            if gone and on_time and order.second_of(packet.out) - _screening_s(order, packet) <= standing.now_s:
                draft.out_s = order.second_of(packet.out)
            drafts.append(draft)
            for run in draft.runs:
                run.vehicle.kept.append((draft, run))
                if run.vehicle.carries:
                    by_group[packet.group_id].bays.reserve(run.load_start_s, run.load_end_s)
    yield from sorted(drafts, key=lambda one: one.clear_s)


def _screening_s(order: MovementOrder, packet: Packet) -> int:
    """Return how long a packet is screened at its exit."""
    rate = next(door.screening_per_h for door in order.exits if door.id == packet.exit_id)
    return -(-packet.people.total * 3600 // rate) if rate else 0


def _draft(order: MovementOrder, roadway: Roadway, packet: Packet, vehicles: Mapping[str, Vehicle]) -> Draft:
    line = roadway.get_line(packet.route_id)
    depart = order.second_of(packet.depart)
    runs = [_run(order, packet, run, vehicles[run.serial]) for run in packet.runs if run.serial]
    block = next((run for run in packet.runs if not run.serial), None)
    clear = depart + line.clear_after_s(packet.vehicles, order.settings)
    return Draft(line, depart, clear, packet.vehicles, packet.people.total, runs, block)


def _run(order: MovementOrder, packet: Packet, run: VehicleRun, vehicle: Vehicle) -> Run:
    each, people = order.settings, run.people
    if not vehicle.carries:
        depart = order.second_of(packet.depart)
        return Run(vehicle, people, (), depart, depart, rests=run.rests, refuels=run.refuels, aid_t=run.aid_t)
    begin = order.second_of(run.load_start)
    end = begin + each.load_fixed_s + boarding_s(people, each)
    return Run(vehicle, people, run.families, begin, end, rests=run.rests, refuels=run.refuels, aid_t=run.aid_t)


def party_of(draft: Draft, families: Mapping[str, Family]) -> tuple[dict[str, int], Headcount]:
    """Return who rides the fleet in a packet: units by family row (one over several vehicles counts once), and people alone."""
    members: dict[str, Headcount] = {}
    people = Headcount()
    for run in draft.runs:
        people += run.people
        for load in run.families:
            members[load.family_id] = members.get(load.family_id, Headcount()) + load.members
    for one in members.values():
        people -= one
    return {name: one.total // families[name].members.total for name, one in members.items()}, people
