"""A plan: options, proofs, timetable and what is left, complete enough for a stranger to check every promise in it.

Times are aware datetimes; durations are whole seconds; arcs and nodes are indices into the road network as built for the scenario
(deterministic for the same input and program version). The JSON form is documented in `docs/reference/plan-json.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from safeconduct.model.fleet_certificate import FleetCertificate
from safeconduct.model.people import Headcount
from safeconduct.model.place import LocalName, LonLat
from safeconduct.model.revision import Revision

SCHEMA_VERSION = "1.0"
OPTION_LABELS = ("safest", "balanced", "fastest")
PROOF_KINDS = ("roads", "screening", "fleet", "beds")
ANY_NUMBER = 0
"""The number of routes of a price that is not limited."""
LOCAL_ROADS_M = 2000
"""Roads within this distance of an assembly point, along the roads, need no agreement and count as no route."""


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a point of the scenario meets the road: node, distance and the road's name.

    id: of the group or exit, "base:" and the id of a row of the fleet, or "checkpoint:" and the id of a checkpoint.
    """

    id: str
    node: int
    distance_m: float
    road: str = ""


@dataclass(frozen=True, slots=True)
class WayPoint:
    """A named point on a route: kilometres and driving seconds from the start of the route. role: start, way, checkpoint or exit.

    At a checkpoint drive_s is when the column comes there, before its stop.
    """

    name: str
    point: LonLat
    km: float
    drive_s: int
    role: str = "way"
    road: str = ""
    names: tuple[LocalName, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """One way from an assembly point to an exit, and the way back for empty vehicles.

    id: unique in the plan. arcs: network arcs in order (empty when the group stands at the exit's own node); back_arcs: the way
    back ("" arcs and back_s 0 when there is none). travel_s: driving time of the column, already rounded up per arc (see
    `convoy_travel_s` of the network). capacity_vph: smallest road capacity on the way. exposure: relative index for one person
    driven along it once. overlap: share of its length in common with the same group's first route in the option.
    closed_by: ids of closures and windows that shut part of it at some time of the movement. why: one plain sentence.
    """

    id: str
    group_id: str
    exit_id: str
    arcs: tuple[int, ...]
    geometry: tuple[LonLat, ...]
    way_points: tuple[WayPoint, ...]
    length_m: float
    travel_s: int
    capacity_vph: int
    exposure: float
    back_arcs: tuple[int, ...] = ()
    back_s: int = 0
    overlap: float = 0.0
    closed_by: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReturnWay:
    """A way on which empty vehicles drive from an exit to an assembly point that no route joins to it.

    arcs: network arcs in order, the fastest open way. travel_s: driving seconds along them, rounded up per arc.
    """

    exit_id: str
    group_id: str
    arcs: tuple[int, ...]
    travel_s: int


@dataclass(frozen=True, slots=True)
class Option:
    """One of the choices shown side by side: for each group a first route and at most K-1 alternates.

    routes: ordered by group as in the scenario, first route first. person_exposure: people x exposure along the first routes
    (relative). clear_s: seconds from the start until the last person is out when planned this way (None: not timed, or people
    are left). left: people left when the movement ends.
    """

    label: str
    routes: tuple[Route, ...]
    person_exposure: float
    longest_s: int
    clear_s: int | None = None
    left: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A road (or the screening of an exit) that binds: named, located, with what it carries.

    share: its part of the cut's capacity. saving_s: how many seconds sooner everybody could be out, by the same flow question,
    with a tenth more capacity there and nowhere else (None: not known). saving_note: why nothing would be saved, or why it is not
    known.
    """

    name: str
    point: LonLat
    kind: str
    capacity_per_h: int
    share: float
    arcs: tuple[int, ...] = ()
    saving_s: int | None = None
    saving_note: str = ""


@dataclass(frozen=True, slots=True)
class CutCertificate:
    """A cut of the time-expanded network as one integer per node: nobody can clear `held` within `horizon_steps` steps.

    labels[v]: first step at which held-back flow may be at node v, between 0 and horizon_steps + 1; 0 on the held pockets,
    horizon_steps + 1 on the sink. demand: what the held pockets hold; capacity: what the arcs let through between the labels;
    demand > capacity is the proof. All integers, in parts (see `Proof`).
    """

    horizon_steps: int
    labels: tuple[int, ...]
    held: tuple[int, ...]
    demand: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Proof:
    """One reason why nobody can be faster (or save more people), with its certificate where it is a cut.

    kind: "roads" (vehicles on roads), "screening" (people through the exits), "fleet" (vehicle trips), "beds".
    unit: "vehicles" or "people"; one unit is `parts_per_unit` parts. bound_s: nobody can have everybody out sooner, seconds from
    the start. exact: the bound is the optimum of its relaxation (steps and flows), not only a valid lower bound.
    least_left: at least so many people are still inside at the end of the movement (0 when all may be out). prices: the
    certificate of a fleet bound.
    """

    kind: str
    unit: str
    step_s: int
    parts_per_unit: int
    bound_s: int
    exact: bool
    least_left: int = 0
    held_groups: tuple[str, ...] = ()
    certificate: CutCertificate | None = None
    bottlenecks: tuple[Bottleneck, ...] = ()
    sentence: str = ""
    prices: FleetCertificate | None = None


@dataclass(frozen=True, slots=True)
class RoutePrice:
    """When all vehicles could be out if only so many routes were agreed, all assembly points together.

    routes: how many (`ANY_NUMBER`: no limit). clear_s: seconds from the start in which they suffice (None: no time is known);
    bound_s: proven, nobody who uses so few is faster. Both count vehicles as a steady stream on the roads, without the fleet's
    trips, screening and beds, as if the movement might go on after its end. names: one text for each route (empty with no limit).
    possible: false where it is proven that so few routes cannot come by every assembly point, however long it takes.
    """

    routes: int
    clear_s: int | None
    bound_s: int
    names: tuple[str, ...] = ()
    possible: bool = True


@dataclass(frozen=True, slots=True)
class FamilyLoad:
    """`count` units of a family row in one vehicle; members is what rides in this vehicle, of all these units together."""

    family_id: str
    count: int
    members: Headcount


@dataclass(frozen=True, slots=True)
class VehicleRun:
    """One vehicle (or a block of own cars of one group) in one packet.

    serial: of a fleet vehicle, or "" for own cars. vehicles: 1, or the number of own cars in the block. trip: 1 for the first.
    people: everybody aboard, family members included. families: which families ride here.
    load_start: loading begins (fleet vehicles). free_at: emptied and turned round at the exit, where it may wait;
    back_at: back at its assembly point, and unloaded where it brings aid (None: it does not return). refuels, rests: at the exit,
    before it drives back. aid_t: tonnes of aid that it brings back.
    """

    kind: str
    vehicles: int
    people: Headcount
    serial: str = ""
    trip: int = 1
    families: tuple[FamilyLoad, ...] = ()
    load_start: datetime | None = None
    free_at: datetime | None = None
    back_at: datetime | None = None
    refuels: bool = False
    rests: bool = False
    aid_t: float = 0.0


@dataclass(frozen=True, slots=True)
class Packet:
    """Vehicles that drive together, in the order of `runs`.

    depart: the first vehicle leaves; the n-th follows (n-1) x vehicle gap later. arrive: the first vehicle reaches the exit.
    clear: the packet has passed completely: arrive + occupancy, where occupancy = max over its roads of the time the packet
    takes up there, and at least (n-1) x gap + headway. out: screening of the last person is over (screening of a packet begins
    when it is clear, and packets are screened one after the other at each exit); without screening out = clear. wait_s: how long
    it is held on the road before the arc numbered `wait_at` of its route (only packets that a change met on the road); counted in
    arrive.
    """

    id: str
    route_id: str
    group_id: str
    exit_id: str
    depart: datetime
    arrive: datetime
    clear: datetime
    out: datetime
    occupancy_s: int
    runs: tuple[VehicleRun, ...]
    wait_s: int = 0
    wait_at: int = 0

    @property
    def people(self) -> Headcount:
        """Everybody in the packet."""
        total = Headcount()
        for run in self.runs:
            total += run.people
        return total

    @property
    def vehicles(self) -> int:
        """How many vehicles drive in it."""
        return sum(run.vehicles for run in self.runs)


@dataclass(frozen=True, slots=True)
class Left:
    """People of a group who are still there when the movement ends, and the reason in one sentence."""

    group_id: str
    people: Headcount
    reason: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """Who leaves when: packets by departure, and who is left."""

    packets: tuple[Packet, ...]
    left: tuple[Left, ...] = ()

    @property
    def last_out(self) -> datetime | None:
        """Return when the last person of the timetable is out (None: no packet)."""
        return max((packet.out for packet in self.packets), default=None)


@dataclass(frozen=True, slots=True)
class GoNoGo:
    """Whether the terms allow "go", and each reason why not, one plain sentence each."""

    go: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExposureFacts:
    """What the exposure index rests on: how many incidents, their weight and days, the age of the newest (None: none)."""

    incidents: int
    severity: float
    first_day: date | None
    last_day: date | None
    newest_age_days: int | None
    old: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole answer. Frozen; the same input, program version and seed give the same plan.

    start: time zero of every bound (the scenario's start, or the first moment of its windows, whichever is later).
    end: end of the movement. bound_s: the largest proven bound, None when the proofs show that not everybody can be out by the
    end. clear_s: the plan's own time (None when somebody is left). gap: (clear_s - bound_s) / bound_s, None when either is None.
    least_left: proven: at least so many are left by the end. notices: texts of the warnings the input gave. max_routes: most
    routes that each assembly point could get in one option. returns: ways for empty vehicles from the exits of the routes to the
    assembly points with a route, for pairs between which no route of any option gives a way back. route_prices: what few routes
    cost, the fewest first and no limit last; empty where nothing was worked out. priority_s: seconds by which everybody would be
    out sooner if no group went before another (None: all have the same priority, or people are left). revision: where it replaces
    a plan that is being driven. former_routes: routes of packets that left, or were planned, before then and that the chosen
    option no longer holds; ways round found for packets on the road.
    """

    schema_version: str
    program_version: str
    scenario_name: str
    input_hash: str
    seed: int
    schematic: bool
    attribution: str
    zones: tuple[str, ...]
    start: datetime
    end: datetime
    people: Headcount
    snaps: tuple[Snap, ...]
    options: tuple[Option, ...]
    chosen: str
    proofs: tuple[Proof, ...]
    timetable: Timetable
    bound_s: int | None
    clear_s: int | None
    gap: float | None
    least_left: int
    go: GoNoGo
    exposure: ExposureFacts
    summary: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    max_routes: int = 3
    returns: tuple[ReturnWay, ...] = ()
    route_prices: tuple[RoutePrice, ...] = ()
    priority_s: int | None = None
    revision: Revision | None = None
    former_routes: tuple[Route, ...] = ()

    @property
    def driven_routes(self) -> tuple[Route, ...]:
        """Return every route that a packet may drive: those of the chosen option, and the former ones."""
        return (*self.chosen_option.routes, *self.former_routes)

    def get_option(self, label: str) -> Option:
        """Return the option of that label; raises KeyError if there is none."""
        for option in self.options:
            if option.label == label:
                return option
        raise KeyError(label)

    @property
    def chosen_option(self) -> Option:
        """Return the option that the timetable follows."""
        return self.get_option(self.chosen)

    @property
    def left(self) -> Headcount:
        """Everybody left when the movement ends."""
        total = Headcount()
        for one in self.timetable.left:
            total += one.people
        return total
