"""What changes while a timetable is made: vehicles, assembly points and packets in the making."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf

from safeconduct.convoy.arrivals import Arrival, late_arrivals
from safeconduct.convoy.bays import LoadingBays
from safeconduct.convoy.boarding import Boarding
from safeconduct.convoy.duty import FOREVER, Duty, Homeward, duty_of
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.parties import CarParty, FleetParty, split_group
from safeconduct.convoy.roadway import Line
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Group, Headcount
from safeconduct.model.plan import FamilyLoad, VehicleRun
from safeconduct.model.settings import Settings


@dataclass(slots=True, eq=False)
class Vehicle:
    """One vehicle of the fleet.

    history: its runs in packets that left, in order. heading: index of the assembly point it serves or nears. line: last driven.
    kept: its runs in packets that stood before the movement was played and have not been settled yet, in order.
    """

    serial: str
    entry: FleetEntry
    available_s: int
    heading: int | None = None
    line: Line | None = None
    history: list[Run] = field(default_factory=list)
    duty: Duty = field(default_factory=lambda: Duty(FOREVER, FOREVER, inf, inf))
    kept: list[tuple[Draft, Run]] = field(default_factory=list)

    @property
    def medical(self) -> bool:
        """True when it has stretcher or wheelchair places."""
        return self.entry.stretcher_places > 0 or self.entry.wheelchair_places > 0

    @property
    def carries(self) -> bool:
        """False for escort and recovery vehicles."""
        return self.entry.role == "transport"

    def set_out(self, home: Homeward | None) -> None:
        """Let it drive to an assembly point, back from its last trip or from its base."""
        if home is None:
            return
        if self.duty.limited:
            self.duty = self.duty.after(home)
        if self.history:
            last = self.history[-1]
            last.back_s, last.rests, last.refuels, last.aid_t = home.there_s, home.rests, home.refuels, home.aid_t

    def drive(self, run: Run, line: Line) -> None:
        """Let it leave with its people along a line."""
        self.history.append(run)
        self.line = line
        if self.duty.limited:
            since = run.load_start_s if self.duty.since_s is None else self.duty.since_s
            self.duty = replace(self.duty, since_s=since, tank_m=self.duty.tank_m - line.route.length_m)

    def serves(self, patients: Headcount) -> bool:
        """Tell whether it has a place for one of the people on stretchers or in wheelchairs."""
        entry = self.entry
        return bool((patients.stretcher and entry.stretcher_places) or (patients.wheelchair and entry.wheelchair_places))


@dataclass(slots=True, eq=False)
class Run:
    """One vehicle with its people in one packet; free_s and back_s are known once it has been screened and sent back."""

    vehicle: Vehicle
    people: Headcount
    families: tuple[FamilyLoad, ...]
    load_start_s: int
    load_end_s: int
    free_s: int | None = None
    back_s: int | None = None
    rests: bool = False
    refuels: bool = False
    aid_t: float = 0.0


@dataclass(slots=True, eq=False)
class Batch:
    """Vehicles that board together and wait for their slot.

    exit_id: where they are expected and beds are kept for them. clear_s: when they are expected to be clear there. again: their
    vehicles have to come once more. latest_s: when all must be out, for the crews' sake. reach_m: longest way that the tanks
    allow.
    """

    runs: list[Run]
    boarding: Boarding
    ready_s: int
    exit_id: str
    clear_s: int
    again: bool
    latest_s: int = FOREVER
    reach_m: float = inf
    escorts: list[Vehicle] = field(default_factory=list)

    @property
    def patients(self) -> bool:
        """Whether somebody aboard lies or sits in a wheelchair."""
        return any(run.people.stretcher or run.people.wheelchair for run in self.runs)

    @property
    def vehicles(self) -> int:
        """How many vehicles drive in it."""
        return len(self.runs) + len(self.escorts)

    @property
    def people(self) -> int:
        """Everybody aboard."""
        return sum(run.people.total for run in self.runs)

    def runs_at(self, depart: int) -> list[Run]:
        """Return the vehicles of a packet that leaves then, escorts included, which board nobody."""
        return [*self.runs, *(Run(vehicle, Headcount(), (), depart, depart) for vehicle in self.escorts)]


@dataclass(slots=True, eq=False)
class Draft:
    """A packet that has left; out_s stays None when the exit could not take it any more.

    gone: it left before the movement was played; where out_s is set then, that is history. given_up: it stood, but does not
    leave. name: its id, where it stood ("": none yet). latest_s: when all must be out, for the crews' sake.
    """

    line: Line
    depart_s: int
    clear_s: int
    vehicles: int
    people: int
    runs: list[Run]
    block: VehicleRun | None
    out_s: int | None = None
    gone: bool = False
    given_up: bool = False
    name: str = ""
    latest_s: int = FOREVER

    @property
    def patients(self) -> bool:
        """Whether somebody in it lies or sits in a wheelchair."""
        return any(run.people.stretcher or run.people.wheelchair for run in self.runs)

    @property
    def everybody(self) -> Headcount:
        """Everybody in it, by class."""
        total = self.block.people if self.block else Headcount()
        for run in self.runs:
            total += run.people
        return total


@dataclass(slots=True, eq=False)
class Point:
    """An assembly point: who still waits, which vehicles stand there or come, when its loading bays are free.

    stuck: nobody who waits can board any of the vehicles that stand there (a family is too large for them, say). later: who joins
    those who wait, in order of time; those who come after last_s are too late for every vehicle and stay in it.
    """

    index: int
    group: Group
    ready_s: int
    lines: tuple[Line, ...]
    cars: CarParty
    party: FleetParty
    bays: LoadingBays
    idle: list[Vehicle] = field(default_factory=list)
    escorts: list[Vehicle] = field(default_factory=list)
    coming: dict[str, tuple[int, Vehicle]] = field(default_factory=dict)
    cars_stopped: bool = False
    beds_full: bool = False
    reached: bool = False
    later: list[Arrival] = field(default_factory=list)
    last_s: int | None = None
    stuck: bool = False
    refused: str = ""
    reached_stretcher: bool = False
    reached_wheelchair: bool = False

    @property
    def coming_people(self) -> Headcount:
        """Everybody who will join those who wait, early enough to be taken."""
        total = Headcount()
        for arrival in self.later:
            if not self.is_too_late(arrival):
                total += arrival.people
        return total

    @property
    def waiting(self) -> Headcount:
        """Everybody who has not left: with a car, for the fleet, and still to come."""
        total = self.cars.people + self.party.people
        for arrival in self.later:
            total += arrival.people
        return total

    @property
    def next_arrival_s(self) -> int | None:
        """When somebody joins those who wait (None: nobody will)."""
        return next((arrival.second for arrival in self.later if not self.is_too_late(arrival)), None)

    def is_too_late(self, arrival: Arrival) -> bool:
        """Tell whether those people come when no vehicle can leave in time any more."""
        return self.last_s is not None and arrival.second > self.last_s

    @property
    def lacking(self) -> Headcount:
        """People (able holds everybody who sits) for whom no vehicle of use stands here or is on its way."""
        return self._lacking(self.party.people)

    @property
    def lacking_later(self) -> Headcount:
        """The same with those who have still to come."""
        return self._lacking(self.party.people + self.coming_people)

    def _lacking(self, waiting: Headcount) -> Headcount:
        seats, lying, wheelchairs = 0, 0, 0
        standing = [] if self.stuck else self.idle
        for vehicle in [*standing, *(one for _, one in self.coming.values())]:  # escorts have no places
            entry = vehicle.entry
            seats += entry.seats
            lying += entry.stretcher_places
            wheelchairs += entry.wheelchair_places
        return Headcount(
            max(0, waiting.sitting - seats), 0, max(0, waiting.stretcher - lying), max(0, waiting.wheelchair - wheelchairs)
        )


def make_points(order: MovementOrder, lines_of: dict[str, tuple[Line, ...]]) -> list[Point]:
    """Return the assembly points of an order before anything has moved."""
    points = []
    for index, group in enumerate(order.groups):
        late = late_arrivals(order, group)
        split = split_group(group, order.settings.packet_size, late)
        ready = order.second_of(group.ready)
        point = Point(index, group, ready, lines_of[group.id], split.cars, split.fleet, LoadingBays(ready, group.loading_bays))
        latest = latest_departure(point, order.settings)
        point.later = list(late)
        point.last_s = None if latest is None else latest - order.settings.load_fixed_s
        points.append(point)
    return points


def latest_departure(point: Point, settings: Settings) -> int | None:
    """Return the last moment at which one vehicle may leave the point, other traffic aside; None when there is no way out."""
    ends = [
        min(end, line.hours[1] if line.hours else end) - line.clear_after_s(1, settings)
        for line in point.lines
        if line.capacity_vph > 0
        for _, end in line.spans
    ]
    return max(ends, default=None)


def make_vehicles(order: MovementOrder) -> list[Vehicle]:
    """Return every vehicle of the fleet that can carry or escort, in the order of the table; escorts have no places."""
    return [
        Vehicle(serial, _placed(entry), order.second_of(entry.available), duty=duty_of(order, entry, serial))
        for entry in order.fleet
        if entry.places > 0 or entry.role != "transport"
        for serial in entry.serials()
    ]


def _placed(entry: FleetEntry) -> FleetEntry:
    return entry if entry.role == "transport" else replace(entry, seats=0, stretcher_places=0, wheelchair_places=0)
