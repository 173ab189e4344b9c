"""The simplest scheduler: one packet after another, each at the first second that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from safeconduct.model.people import Headcount
from safeconduct.model.plan import (
    FamilyLoad,
    Packet,
    Route,
    VehicleRun,
)
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span
from verify.sound_case import arcs_of, at, ground, return_way, travel_s


@dataclass
class Task:
    """One vehicle load, or a block of own cars, that wants to leave; `after` is the serial's trip before."""

    group_id: str
    route: int
    people: Headcount
    families: tuple[FamilyLoad, ...] = ()
    serial: str = ""
    cars: int = 0


TASKS = (
    [Task("A", 1, Headcount(47, 0, 0), cars=10)],
    [Task("A", 2, Headcount(47, 0, 0), cars=10)],
    [Task("A", 1, Headcount(2, 0, 2), (FamilyLoad("F2", 2, Headcount(2, 0, 2)),), "amb")],
    [
        Task("A", 1, Headcount(44, 6, 0), (FamilyLoad("F1", 6, Headcount(12, 6, 0)),), "bus-01"),
        Task("A", 1, Headcount(38, 12, 0), (), "bus-02"),
    ],
    [Task("B", 1, Headcount(50, 0, 0), (FamilyLoad("F3", 5, Headcount(15, 0, 0)),), "bus-03")],
    [Task("A", 1, Headcount(0, 2, 2), (), "amb")],
    [Task("B", 1, Headcount(50, 0, 0), (), "bus-03")],
    [Task("B", 2, Headcount(20, 0, 0), (), "bus-01")],
)


@dataclass
class Yard:
    """The state of the simplest scheduler: what is booked on each arc, and where each vehicle is."""

    case: Scenario
    movement: Span
    routes: dict[str, Route]
    booked: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    free: dict[str, tuple[int, str]] = field(default_factory=dict)
    trips: dict[str, int] = field(default_factory=dict)
    desk: dict[str, int] = field(default_factory=dict)
    packets: list[Packet] = field(default_factory=list)

    def second(self, moment: datetime | None) -> int:
        return 0 if moment is None else max(0, int((moment - self.movement.start).total_seconds()))

    def time(self, second: int) -> datetime:
        return self.movement.start + timedelta(seconds=second)

    def loading(self, task: Task) -> int:
        each = self.case.settings
        people = task.people
        return (
            each.load_fixed_s
            + people.able * each.board_able_s
            + people.seated * each.board_seated_s
            + people.stretcher * each.board_stretcher_s
        )

    def load_start(self, task: Task, route: Route) -> int:
        ready = self.second(self.case.get_group(task.group_id).ready)
        if task.serial in self.free:
            free, exit_id = self.free[task.serial]
            return max(ready, free + self.back_s(task.group_id, exit_id))
        if task.serial == "amb":
            travel = travel_s()
            drive: int = min(sum(travel[a] for a in arcs_of(p)) for p in ("eba", "eda"))
            return max(ready, self.second(at(8, 40)) + drive)
        return ready

    def back_s(self, group_id: str, exit_id: str) -> int:
        route = next(one for one in self.routes.values() if (one.group_id, one.exit_id) == (group_id, exit_id))
        return route.back_s if route.back_arcs else return_way().travel_s

    def occupancy(self, capacity: float, vehicles: int) -> int:
        own = (vehicles - 1) * self.case.settings.vehicle_gap_s + self.case.settings.packet_headway_s
        return max(own, -(-vehicles * 3600 // int(capacity)))

    def fits(self, route: Route, depart: int, vehicles: int) -> bool:
        net, _ = ground()
        travel, capacity = travel_s(), net.capacity_vph.tolist()
        entry = depart
        for arc in route.arcs:
            own = self.occupancy(capacity[arc], vehicles)
            if any(entry < end and begin < entry + own for begin, end in self.booked.get(arc, [])):
                return False
            leave = entry + travel[arc] + (vehicles - 1) * self.case.settings.vehicle_gap_s
            if arc in arcs_of("ab") and leave >= self.second(at(13)):
                return False
            if arc in arcs_of("bc") and not (leave < self.second(at(10)) or entry >= self.second(at(10, 30))):
                return False
            entry += travel[arc]
        return True

    def leave(self, number: int, tasks: Sequence[Task]) -> bool:
        """Send the vehicles as one packet at the first second that fits; False when the movement is over before."""
        net, _ = ground()
        travel, capacity = travel_s(), net.capacity_vph.tolist()
        route = self.routes[f"B{tasks[0].group_id}{tasks[0].route}"]
        place = self.case.get_exit(route.exit_id)
        starts = [self.load_start(task, route) for task in tasks]
        depart = max(start + (self.loading(task) if task.serial else 0) for start, task in zip(starts, tasks, strict=True))
        depart = max(depart, self.second(self.packets[-1].depart) if self.packets else 0)
        vehicles = sum(task.cars or 1 for task in tasks)
        while not self.fits(route, depart, vehicles):
            depart += 1
        occupancy = max(self.occupancy(capacity[arc], vehicles) for arc in route.arcs)
        clear = depart + route.travel_s + occupancy
        people = sum(task.people.total for task in tasks)
        out = clear
        if place.screening_per_h:
            out = max(clear, self.desk.get(place.id, 0), self.second(place.opens)) + -(-people * 3600 // place.screening_per_h)
        spans = self.case.movement_spans(place.id)
        if clear > self.second(spans[-1].end) or out > min(self.second(self.movement.end), self.second(place.closes or at(14))):
            return False
        if place.screening_per_h:
            self.desk[place.id] = out
        entry = depart
        for arc in route.arcs:
            self.booked.setdefault(arc, []).append((entry, entry + self.occupancy(capacity[arc], vehicles)))
            entry += travel[arc]
        runs = []
        for task, start in zip(tasks, starts, strict=True):
            self.trips[task.serial] = self.trips.get(task.serial, 0) + 1
            kind = "car" if task.cars else "ambulance" if task.serial == "amb" else "bus"
            free = out + self.case.settings.unload_fixed_s
            if task.serial:
                self.mend(task, start)
                self.free[task.serial] = (free, place.id)
            runs.append(
                VehicleRun(
                    kind,
                    task.cars or 1,
                    task.people,
                    task.serial,
                    self.trips[task.serial] if task.serial else 1,
                    task.families,
                    self.time(start) if task.serial else None,
                    self.time(free) if task.serial else None,
                )
            )
        self.packets.append(
            Packet(
                f"P{number:02d}",
                route.id,
                route.group_id,
                place.id,
                self.time(depart),
                self.time(depart + route.travel_s),
                self.time(clear),
                self.time(out),
                occupancy,
                tuple(runs),
            )
        )
        return True

    def mend(self, task: Task, start: int) -> None:
        """Write into the vehicle's trip before when it is back."""
        for place, packet in enumerate(self.packets):
            for row, run in enumerate(packet.runs):
                if run.serial == task.serial and run.back_at is None:
                    assert run.free_at is not None
                    back_s = self.back_s(task.group_id, packet.exit_id)
                    mended = replace(run, back_at=run.free_at + timedelta(seconds=back_s))
                    self.packets[place] = replace(packet, runs=(*packet.runs[:row], mended, *packet.runs[row + 1 :]))
