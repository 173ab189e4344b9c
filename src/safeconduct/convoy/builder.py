"""The convoy timetable: who leaves when, with which vehicle, and who cannot."""

from __future__ import annotations

from safeconduct.convoy.duty import FOREVER
from safeconduct.convoy.movement import NOTHING, Movement
from safeconduct.convoy.order import MovementOrder, occupancy_s
from safeconduct.convoy.standing import Standing, number_of
from safeconduct.convoy.state import Draft, Point, Run
from safeconduct.convoy.trials import USUAL, Effort, best_movement
from safeconduct.model.people import Headcount
from safeconduct.model.plan import Left, Packet, Timetable, VehicleRun

NO_ROUTE = "No open road leads from the assembly point to an exit."
NO_VEHICLE = "No vehicle of the fleet can reach the assembly point in time."
NO_STRETCHER_PLACE = "No vehicle with a stretcher place can reach the assembly point in time."
BEDS_FULL = "The exits have no bed left."
SCREENING_CLOSED = "Screening at the exit ends before they can pass."
ROAD_FULL = "The road has no slot left for their cars before the movement ends."
NO_WHEELCHAIR_PLACE = "No vehicle with a wheelchair place can reach the assembly point in time."
QUEUE_TOO_LONG = "The queue at the exit lasts beyond the duty of a crew, or the use of a vehicle, of their packet."
NO_ESCORT = "No packet from there can have the escort and recovery vehicles that it needs."
TOO_LATE = "They come to the assembly point when no vehicle can leave in time any more."
NO_SEAT = "No vehicle has a place for them before the movement ends."
NO_FAMILY_ROOM = "No packet that could still leave has room for the whole family together."


def build_timetable(order: MovementOrder, standing: Standing = NOTHING, effort: Effort = USUAL) -> Timetable:
    """Return a timetable that keeps every rule of the order, and everybody it cannot take in time, with the reason.

    Feasible by construction: a packet leaves only when each arc of its route is free when it comes by, inside the spans of its
    exit and of part-time arcs; its vehicles are there, loaded and not elsewhere; families are whole; screening goes packet by
    packet in the order of being clear; nobody counts as out after the end. Deterministic: ties go by priority number, then buses
    and ambulances before own cars, then the order of groups, routes and fleet in `order`. The order is played under several
    policies and the best movement kept (`trials.best_movement`). It is not proven to be the shortest; see `bound.fleet_bound`.
    With `standing` the movement is planned on from there: what has left stays, what was planned stays where it can.
    40,000 own cars and 60 buses take about two seconds.
    """
    return timetable_of(order, best_movement(order, standing, effort))


def timetable_of(order: MovementOrder, movement: Movement) -> Timetable:
    """Return the timetable of a movement that was played: its packets in order of departure, and everybody who is left."""
    # Of those that leave at the same second, packets that stood come first, in the order in which they stood.
    out = (draft for draft in movement.drafts if draft.out_s is not None)
    kept = sorted(out, key=lambda one: (one.depart_s, not one.name, number_of(one.name)))
    packets = [_packet(order, draft, name) for draft, name in zip(kept, _names(kept, movement.standing.last_number), strict=True)]
    missed = [draft for draft in movement.drafts if draft.out_s is None]
    left = [one for point in movement.points for one in _left(movement, point, missed)]
    return Timetable(tuple(packets), tuple(left))


def _names(drafts: list[Draft], last_number: int) -> list[str]:
    """Return the ids of packets: those that stood keep theirs, new ones go on from the highest number, in order of departure."""
    new = sum(not draft.name for draft in drafts)
    first = max((number_of(draft.name) for draft in drafts), default=0)
    first = max(first, last_number) + 1
    width = max(3, len(str(first + new - 1)), *(len(draft.name) - 1 for draft in drafts))
    fresh = (f"P{number:0{width}d}" for number in range(first, first + new))
    return [draft.name or next(fresh) for draft in drafts]


def _packet(order: MovementOrder, draft: Draft, name: str) -> Packet:
    assert draft.out_s is not None
    runs = [_vehicle_run(order, run) for run in sorted(draft.runs, key=_place)]
    route = draft.line.route
    return Packet(
        id=name,
        route_id=route.id,
        group_id=route.group_id,
        exit_id=route.exit_id,
        depart=order.time_of(draft.depart_s),
        arrive=order.time_of(draft.depart_s + route.travel_s + draft.line.wait_s),
        clear=order.time_of(draft.clear_s),
        out=order.time_of(draft.out_s),
        occupancy_s=occupancy_s(draft.vehicles, draft.line.capacity_vph, order.settings),
        runs=(*runs, draft.block) if draft.block else tuple(runs),
        wait_s=draft.line.wait_s,
        wait_at=order.waits.get(route.id, (0, 0))[0],
    )


def _place(run: Run) -> int:
    """Return where a vehicle drives: the escort first, then ambulances, then buses, then recovery vehicles."""
    entry = run.vehicle.entry
    return {"escort": 0, "recovery": 3}.get(entry.role, 1 if entry.stretcher_places else 2)


def _vehicle_run(order: MovementOrder, run: Run) -> VehicleRun:
    history = run.vehicle.history
    trip = history.index(run) + 1
    assert run.free_s is not None
    # A way back is part of the plan only when the vehicle carries people again.
    returns = trip < len(history) and history[trip].free_s is not None and run.back_s is not None
    return VehicleRun(
        kind=run.vehicle.entry.kind,
        vehicles=1,
        people=run.people,
        serial=run.vehicle.serial,
        trip=trip,
        families=run.families,
        load_start=order.time_of(run.load_start_s) if run.vehicle.carries else None,
        free_at=order.time_of(run.free_s),
        back_at=order.time_of(run.back_s) if returns and run.back_s is not None else None,
        rests=returns and run.rests,
        refuels=returns and run.refuels,
        aid_t=run.aid_t if returns else 0.0,
    )


def _left(movement: Movement, point: Point, missed: list[Draft]) -> list[Left]:
    """Return who of a point is left, one entry for each reason."""
    reasons: dict[str, Headcount] = {}

    def note(reason: str, people: Headcount) -> None:
        if people.total:
            reasons[reason] = reasons.get(reason, Headcount()) + people

    for draft in missed:
        if draft.line.route.group_id == point.group.id:
            note(SCREENING_CLOSED if draft.latest_s == FOREVER else QUEUE_TOO_LONG, draft.everybody)
    full = BEDS_FULL if movement.is_full(point) else None
    note(NO_ROUTE if not point.lines else full or ROAD_FULL, point.cars.people)
    for arrival in point.later:
        note(NO_ROUTE if not point.lines else TOO_LATE, arrival.people)
    if not point.lines:
        note(NO_ROUTE, point.party.people)
        return [Left(point.group.id, people, reason) for reason, people in reasons.items()]
    for people in _waiting(point):
        note(full or _reason(movement.order, point, people), people)
    return [Left(point.group.id, people, reason) for reason, people in reasons.items()]


def _lacks_escort(order: MovementOrder, point: Point) -> bool:
    """Tell whether vehicles stand at a point that could not leave without an escort."""
    wanted = {"escort": order.settings.escorts_per_packet, "recovery": order.settings.recovery_per_packet}
    there = [vehicle.entry.role for vehicle in point.escorts]
    return bool(point.idle) and any(there.count(role) < count for role, count in wanted.items())


def _reason(order: MovementOrder, point: Point, people: Headcount) -> str:
    """Return why these people found no vehicle."""
    if people.stretcher and not point.reached_stretcher:
        return NO_STRETCHER_PLACE
    if people.wheelchair and not point.reached_wheelchair:
        return NO_WHEELCHAIR_PLACE
    if not point.reached:
        return point.refused or NO_VEHICLE
    if _lacks_escort(order, point):
        return NO_ESCORT
    return NO_FAMILY_ROOM if point.idle and not point.party.loose.total else NO_SEAT


def _waiting(point: Point) -> tuple[Headcount, Headcount, Headcount]:
    """Return who still waits for the fleet: on a stretcher, in a wheelchair (each with their families), and everybody else."""
    loose = point.party.loose
    lying, wheelchairs = Headcount(stretcher=loose.stretcher), Headcount(wheelchair=loose.wheelchair)
    for row in point.party.rows(medical=True):
        members = row.members.times(point.party.units[row.id])
        if row.members.stretcher:
            lying += members
        else:
            wheelchairs += members
    return lying, wheelchairs, point.party.people - lying - wheelchairs
