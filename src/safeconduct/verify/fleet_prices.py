"""A fleet bound by prices: what all people are worth against the most that fleet, own cars, desks and bays can earn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from safeconduct.model.fleet_certificate import DeskPrice, FleetCertificate
from safeconduct.verify.case import Case
from safeconduct.verify.fleet_case import FleetCase, earliest, make_fleet_case
from safeconduct.verify.fleet_tours import Earnings, price_levels


def price_faults(case: Case, made: FleetCertificate) -> Iterator[str]:
    """Yield what keeps the certificate from proving that not everybody can be out within its horizon."""
    fleet = make_fleet_case(case)
    faults = list(form_faults(fleet, made))
    yield from faults
    if faults:
        return
    worth, most = worth_of(fleet, made), earned_of(case, fleet, made)
    if worth != made.worth:
        yield f"people are worth {made.worth} by the plan, {worth} by their prices"
    if most > made.earned:
        yield f"{made.earned} are earned at most by the plan, {most} by the best tours"
    if worth <= max(made.earned, most):
        yield f"people are worth {worth}, and {max(made.earned, most)} can be earned"


def form_faults(fleet: FleetCase, made: FleetCertificate) -> Iterator[str]:
    """Yield what is wrong with the prices as such: they stand once each for what there is, and none is below nothing."""
    trips = [fleet.load + out + fleet.unload for out in fleet.out.values()]
    if not 0 <= made.horizon_s <= fleet.end:
        yield f"the horizon {made.horizon_s} s is not within the movement"
    if not 1 <= made.step_s <= min([*trips, 3600]):
        yield f"a step of {made.step_s} s is longer than a trip, or none"
    for ids in ([one.group_id for one in made.people], [one.group_id for one in made.bays]):
        if len(set(ids)) < len(ids) or not set(ids) <= set(fleet.points):
            yield "a group is priced twice, or is none that a route leads from"
    windows = [(one.exit_id, one.from_s, one.to_s) for one in made.desks]
    if len(set(windows)) < len(windows) or not {one.exit_id for one in made.desks} <= set(fleet.doors):
        yield "an exit is priced twice for the same time, or is unknown"
    numbers = [number for one in made.people for number in (one.sitting, one.stretcher, one.wheelchair)]
    if min([*numbers, *(one.price for one in made.desks), *(one.price for one in made.bays)], default=0) < 0:
        yield "a price is below nothing"
    for one in made.desks:
        if one.exit_id in fleet.doors and _taken(fleet, made, one) is None:
            yield f"exit {one.exit_id} has a price and no limit"


def worth_of(fleet: FleetCase, made: FleetCertificate) -> int:
    """Return what all people are worth together."""
    total = 0
    for one in made.people:
        sit, lie, wheel = fleet.points[one.group_id].people
        total += sit * one.sitting + lie * one.stretcher + wheel * one.wheelchair
    return total


def earned_of(case: Case, fleet: FleetCase, made: FleetCertificate) -> int:
    """Return the most that all vehicles, own cars, desks and bays earn."""
    total = 0
    known: dict[tuple[int, int, int], Earnings] = {}
    for row in case.scenario.fleet:
        places = (row.seats, row.stretcher_places, row.wheelchair_places)
        if row.id in fleet.there:
            if places not in known:
                known[places] = Earnings(fleet, made, places)
            lost = [row.find_lost(serial) for serial in row.serials()]
            count = sum(moment is None or moment > case.start for moment in lost)
            total += count * known[places].best(fleet.there[row.id])
    for one in made.people:
        total += fleet.points[one.group_id].by_car * _by_car(fleet, made, one.group_id, one.sitting)
    for desk in made.desks:
        total += desk.price * (_taken(fleet, made, desk) or 0)
    for bay in made.bays:
        point = fleet.points[bay.group_id]
        least = min(out for (group_id, _), out in fleet.out.items() if group_id == bay.group_id)
        total += bay.price * point.bays * max(0, made.horizon_s - least - point.ready)
    return total


def least_left(made: FleetCertificate) -> int:
    """Return how many are left at least: one person makes no more of the difference than the highest price."""
    highest = max((max(one.sitting, one.stretcher, one.wheelchair) for one in made.people), default=0)
    return -(-(made.worth - made.earned) // highest) if highest else 0


def _by_car(fleet: FleetCase, made: FleetCertificate, group_id: str, price: int) -> int:
    """Return the most that one person of a group earns in an own car, at any exit and time."""
    best, point = 0, fleet.points[group_id]
    for (name, door_id), drive in fleet.out.items():
        door = fleet.doors[door_id]
        clear = earliest(door.spans, point.ready + drive, drive) if name == group_id else None
        until = min(door.closes, made.horizon_s)
        if clear is not None and max(clear, door.opens) <= until:
            begin = max(clear, door.opens)
            levels: Sequence[tuple[int, int, int]] = price_levels(made, door_id, door.screen(1))
            best = max(best, price - min(cost for low, high, cost in levels if high > begin and low <= until))
    return best


def _taken(fleet: FleetCase, made: FleetCertificate, one: DeskPrice) -> int | None:
    """Return how many people an exit can take whose screening lies wholly in the time of a price (None: no limit)."""
    door = fleet.doors[one.exit_id]
    limits = [] if door.beds is None else [door.beds]
    if door.rate:
        begin = max(one.from_s, door.opens, door.first)
        end = min(one.to_s, door.closes, made.horizon_s)
        limits.append(max(0, end - begin) * door.rate // 3600)
    return min(limits, default=None)
