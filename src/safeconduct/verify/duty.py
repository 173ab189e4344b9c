"""Duty: what limits a vehicle beside its places. Crews, tanks, vehicles out of use, and what is done before the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

from safeconduct.model.fleet import FleetEntry
from safeconduct.model.plan import Packet, VehicleRun
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.references import BASE_PREFIX
from safeconduct.verify.ways import road_metres

ROUNDING_M, ROUNDING_T = 0.5, 1e-6
"""Metres and tonnes are compared to within this."""


@dataclass(frozen=True, slots=True)
class Trip:
    """One run of a fleet vehicle with its packet, its row of the fleet and when it may leave at the latest, all in seconds.

    leave: its own departure, by its place in the packet.
    """

    run: VehicleRun
    packet: Packet
    row: FleetEntry
    leave: float

    @property
    def carries(self) -> bool:
        """False for escort and recovery vehicles."""
        return self.row.role == "transport"

    @property
    def begins(self) -> datetime | None:
        """Return when it must be at the assembly point: loading begins, or an escort's packet leaves."""
        return self.run.load_start if self.carries else self.packet.depart

    @property
    def where(self) -> str:
        """Return where in the plan this is."""
        return f"packet {self.packet.id}, vehicle {self.run.serial}"


@dataclass(frozen=True, slots=True)
class Home:
    """A way back that a vehicle may have taken: its arcs, and when it left the exit."""

    arcs: tuple[int, ...]
    leave: float


def halt_s(case: Case, run: VehicleRun) -> float:
    """Return how long an empty vehicle stays at the exit at least: it rests, refuels and loads aid, one after another."""
    settings = case.scenario.settings
    return settings.crew_rest_h * 3600 * run.rests + settings.refuel_s * run.refuels + settings.aid_load_s * (run.aid_t > 0)


def empty_s(case: Case, trip: Trip) -> float:
    """Return when a vehicle is empty at the exit: screened and unloaded; an escort when its packet is clear."""
    if not trip.carries:
        return case.second(trip.packet.clear)
    return case.second(trip.packet.out) + case.scenario.settings.unload_fixed_s


def there_s(case: Case, run: VehicleRun) -> float:
    """Return when a vehicle that drives back arrives; it is `back_at` once aid is unloaded."""
    assert run.back_at is not None
    return case.second(run.back_at) - case.scenario.settings.aid_unload_s * (run.aid_t > 0)


def check_duty(case: Case, trips: Sequence[Trip], homes: Sequence[Home | None]) -> Iterator[Finding]:
    """Yield a finding for each trip of a vehicle that its crew, its tank or its end of use does not allow.

    homes: for each trip the way back, None where there is none or none that fits. Trips that had left when the plan was made
    again are counted, not judged.
    """
    row = trips[0].row
    lost = row.find_lost(trips[0].run.serial)
    since, tank_m = -inf, _first_tank_m(case, trips[0])
    for number, (trip, home) in enumerate(zip(trips, homes, strict=True)):
        run, judged = trip.run, case.second(trip.packet.depart) > case.at_s
        begin = case.second(run.load_start or trip.packet.depart)
        free = case.second(run.free_at) if run.free_at else case.second(trip.packet.out)
        since = begin if since == -inf else since
        tank_m -= sum(case.roads.length_m[arc] for arc in case.routes[trip.packet.route_id].arcs)
        if judged and lost is not None and free > case.second(lost):
            late = free - case.second(lost)
            yield finding("vehicle-lost", trip.where, f"it is empty {late:.0f} s after the moment from which it is out of use")
        if judged and row.crew_h is not None and free - since > row.crew_h * 3600:
            yield finding("vehicle-crew", trip.where, f"a duty of {free - since:.0f} s, {row.crew_h * 3600:.0f} s are allowed")
        if judged and tank_m < -ROUNDING_M:
            yield finding("vehicle-range", trip.where, f"its tank is empty {-tank_m:.0f} m before the exit")
        yield from _check_halt(case, trip, last=number + 1 == len(trips))
        if home is not None:
            since = home.leave if run.rests else since
            tank_m = _full_m(row) if run.refuels else tank_m
            tank_m -= sum(case.roads.length_m[arc] for arc in home.arcs)


def _full_m(row: FleetEntry) -> float:
    return inf if row.range_km is None else row.range_km * 1000


def _first_tank_m(case: Case, trip: Trip) -> float:
    """Return how far the tank brings a vehicle from its first assembly point: full, less the shortest way from its base."""
    base = next((snap.node for snap in case.plan.snaps if snap.id == BASE_PREFIX + trip.row.id), None)
    if trip.row.base is None or trip.row.range_km is None or base is None:
        return _full_m(trip.row)
    return _full_m(trip.row) - road_metres(case, base, case.group_node[trip.packet.group_id])


def _check_halt(case: Case, trip: Trip, *, last: bool) -> Iterator[Finding]:
    run = trip.run
    if (run.rests or run.refuels or run.aid_t) and (run.back_at is None or last):
        yield finding("vehicle-return", trip.where, "it rests, refuels or loads aid at the exit and does not drive back to load")
    if run.refuels and not case.exits[trip.packet.exit_id].fuel:
        yield finding("vehicle-range", trip.where, f"it refuels at {trip.packet.exit_id}, where there is no fuel")


def check_aid(case: Case, trips: Mapping[str, Sequence[Trip]]) -> Iterator[Finding]:
    """Yield a finding for aid beyond what a vehicle carries or a group needs; trips: of each vehicle, in order."""
    needs = {need.group_id: need.tonnes for need in case.scenario.aid}
    brought: dict[str, float] = {}
    for several in trips.values():
        for number, trip in enumerate(several):
            aid_t = trip.run.aid_t
            if not 0 <= aid_t <= trip.row.cargo_t + ROUNDING_T:
                yield finding("vehicle-aid", trip.where, f"{aid_t:g} t of aid, it carries {trip.row.cargo_t:g} t")
            if aid_t and number + 1 < len(several):
                group_id = several[number + 1].packet.group_id
                brought[group_id] = brought.get(group_id, 0.0) + aid_t
    for group_id, tonnes in brought.items():
        if tonnes > needs.get(group_id, 0.0) + ROUNDING_T:
            yield finding("vehicle-aid", f"group {group_id}", f"{tonnes:g} t of aid, {needs.get(group_id, 0.0):g} t are needed")
