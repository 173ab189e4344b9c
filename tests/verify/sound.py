"""A small corridor planned by hand and by the simplest possible scheduler: the sound plan that the mutations corrupt.

Two assembly points, two exits, a road that is shut for good, one that is shut part of the time, buses with second trips, an
ambulance from a base, own cars, families, screening, beds, and certificates found by trying every set of nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from itertools import chain, combinations

from drawing import draw
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.hazard import Closure
from safeconduct.model.people import Exit, Family, Group, Headcount
from safeconduct.model.place import LonLat
from safeconduct.model.plan import (
    SCHEMA_VERSION,
    CutCertificate,
    ExposureFacts,
    FamilyLoad,
    GoNoGo,
    Left,
    Option,
    Packet,
    Plan,
    Proof,
    Route,
    Snap,
    Timetable,
    VehicleRun,
    WayPoint,
)
from safeconduct.model.scenario import RoadSource, Scenario
from safeconduct.model.settings import Settings
from safeconduct.model.terms import Answer, Term
from safeconduct.model.times import Span, Window
from safeconduct.network.graph import RoadNetwork
from safeconduct.verify.case import Case, make_case, movement_of
from safeconduct.verify.fleet import fleet_bound
from safeconduct.verify.problem import Problem, allowance_parts, cut_terms, make_problem, parts_of

ZONE = timezone(timedelta(hours=3))
GRID = """
a    b    c    x

d    e    f    y

     g
"""
ROADS = "ab bc cx de ef fy:cap=300 ad be cf ag gx:km=9"


def at(hour: int, minute: int = 0) -> datetime:
    """Return a moment of the sample day."""
    return datetime(2014, 8, 29, hour, minute, tzinfo=ZONE)


@cache
def ground() -> tuple[RoadNetwork, dict[str, int]]:
    """Return the drawn network and its letters."""
    return draw(GRID, ROADS)


def point(letter: str) -> LonLat:
    """Return where a letter lies."""
    net, letters = ground()
    return net.node_point(letters[letter])


def between(first: str, second: str) -> LonLat:
    """Return the middle of two letters."""
    a, b = point(first), point(second)
    return LonLat((a.lon + b.lon) / 2, (a.lat + b.lat) / 2)


def scenario(*, short: bool = False) -> Scenario:
    """Return the sample scenario; the short one ends early, screens slowly and has an open term."""
    north = Group(
        "A",
        "North school",
        point("a"),
        Headcount(178, 20, 4),
        (Family("F1", "A", Headcount(2, 1, 0), 6), Family("F2", "A", Headcount(1, 0, 1), 2)),
        own_cars=20,
        loading_bays=2,
    )
    south = Group(
        "B", "South school", point("d"), Headcount(120, 0, 0), (Family("F3", "B", Headcount(3, 0, 0), 5),), ready=at(9)
    )
    accepted = (Answer("East", "accepted", "letter 1"), Answer("West", "accepted", "letter 2"))
    open_term = (Answer("East", "accepted", "letter 1"), Answer("West", "silent" if short else "accepted"))
    return Scenario(
        name="Sample",
        start=at(8),
        end=at(9, 27) if short else at(14),
        as_of=date(2014, 8, 28),
        zones=("Europe/Kyiv",),
        groups=(north, south),
        exits=(
            Exit("X", "East crossing", point("x"), screening_per_h=500 if short else 600, opens=at(9), closes=at(13)),
            Exit("Y", "Reception site", point("y"), screening_per_h=120 if short else None, beds=400),
        ),
        fleet=(
            FleetEntry("bus", "bus", 3, 50, 0),
            FleetEntry("amb", "ambulance", 1, 2, 2, base=point("e"), available=at(8, 40), height_m=2.9),
        ),
        roads=RoadSource("roads.csv", schematic=True, attribution="drawn by hand"),
        settings=Settings(routes=2),
        windows=(
            Window("W1", Span(at(8, 30), at(13, 30))),
            Window("W2", Span(at(8, 30), at(12, 30)), scope="exit", exit_id="Y"),
        ),
        closures=(
            Closure("C1", "point", (point("g"),), "mined"),
            Closure("C2", "point", (between("b", "c"),), "checkpoint shut", span=Span(at(10), at(10, 30))),
        ),
        terms=(Term("T1", "The column leaves without weapons.", accepted), Term("T2", "Aid may come in.", open_term)),
        input_hash="5" * 64,
    )


def arcs_of(path: str) -> tuple[int, ...]:
    """Return the arcs along a path of letters."""
    net, letters = ground()
    pairs = list(zip(net.tail.tolist(), net.head.tolist(), strict=True))
    return tuple(pairs.index((letters[u], letters[v])) for u, v in zip(path, path[1:], strict=False))


PATHS = {("A", 1): ("abcx", "X", "xcba"), ("A", 2): ("adefy", "Y", "yfeda"), ("B", 1): ("defy", "Y", "yfed"), ("B", 2): ("dabcx", "X", "xcbad")}


def make_route(case: Scenario, label: str, group_id: str, number: int) -> Route:
    """Return the first route or the alternate of a group in an option."""
    net, letters = ground()
    path, exit_id, back = PATHS[group_id, number]
    arcs, back_arcs = arcs_of(path), arcs_of(back)
    travel = net.convoy_travel_s(case.settings.convoy_speed_kmh).tolist()
    lengths = net.length_m.tolist()
    marks, km, seconds = [], 0.0, 0
    for place, arc in enumerate((*arcs, None)):
        role = "start" if place == 0 else "exit" if arc is None else "way"
        marks.append(WayPoint(path[place], net.node_point(letters[path[place]]), round(km, 3), seconds, role))
        if arc is not None:
            km, seconds = km + lengths[arc] / 1000, seconds + travel[arc]
    first = {frozenset(pair) for pair in zip(PATHS[group_id, 1][0], PATHS[group_id, 1][0][1:], strict=False)}
    shared = sum(lengths[arc] for arc, pair in zip(arcs, zip(path, path[1:], strict=False), strict=False) if frozenset(pair) in first)
    return Route(
        id=f"{label[0].upper()}{group_id}{number}",
        group_id=group_id,
        exit_id=exit_id,
        arcs=arcs,
        geometry=tuple(net.node_point(letters[letter]) for letter in path),
        way_points=tuple(marks),
        length_m=km * 1000,
        travel_s=seconds,
        capacity_vph=int(min(net.capacity_vph.tolist()[arc] for arc in arcs)),
        exposure=2.0 + number,
        back_arcs=back_arcs,
        back_s=sum(travel[arc] for arc in back_arcs),
        overlap=shared / (km * 1000) if number > 1 else 0.0,
        closed_by=("C2",) if "bc" in path else (),
        why="as drawn",
    )


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
        return each.load_fixed_s + people.able * each.board_able_s + people.seated * each.board_seated_s + people.stretcher * each.board_stretcher_s

    def load_start(self, task: Task, route: Route) -> int:
        ready = self.second(self.case.get_group(task.group_id).ready)
        if task.serial in self.free:
            free, exit_id = self.free[task.serial]
            back = next(one for one in self.routes.values() if (one.group_id, one.exit_id) == (task.group_id, exit_id))
            return max(ready, free + back.back_s)
        if task.serial == "amb":
            net, _ = ground()
            travel = net.convoy_travel_s(50.0).tolist()
            return max(ready, self.second(at(8, 40)) + min(sum(travel[a] for a in arcs_of(p)) for p in ("eba", "eda")))
        return ready

    def occupancy(self, capacity: float, vehicles: int) -> int:
        own = (vehicles - 1) * self.case.settings.vehicle_gap_s + self.case.settings.packet_headway_s
        return max(own, -(-vehicles * 3600 // int(capacity)))

    def fits(self, route: Route, depart: int, vehicles: int) -> bool:
        net, _ = ground()
        travel, capacity = net.convoy_travel_s(50.0).tolist(), net.capacity_vph.tolist()
        entry = depart
        for arc in route.arcs:
            own = self.occupancy(capacity[arc], vehicles)
            if any(entry < end and begin < entry + own for begin, end in self.booked.get(arc, [])):
                return False
            leave = entry + travel[arc] + (vehicles - 1) * self.case.settings.vehicle_gap_s
            if arc in arcs_of("bc") and not (leave < self.second(at(10)) or entry >= self.second(at(10, 30))):
                return False
            entry += travel[arc]
        return True

    def leave(self, number: int, tasks: Sequence[Task]) -> bool:
        """Send the vehicles as one packet at the first second that fits; False when the movement is over before."""
        net, _ = ground()
        travel, capacity = net.convoy_travel_s(50.0).tolist(), net.capacity_vph.tolist()
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
                f"P{number:02d}", route.id, route.group_id, place.id, self.time(depart), self.time(depart + route.travel_s),
                self.time(clear), self.time(out), occupancy, tuple(runs),
            )
        )
        return True

    def mend(self, task: Task, start: int) -> None:
        """Write into the vehicle's trip before when it is back."""
        for place, packet in enumerate(self.packets):
            for row, run in enumerate(packet.runs):
                if run.serial == task.serial and run.back_at is None:
                    back = next(one for one in self.routes.values() if (one.group_id, one.exit_id) == (task.group_id, packet.exit_id))
                    assert run.free_at is not None
                    mended = replace(run, back_at=run.free_at + timedelta(seconds=back.back_s))
                    self.packets[place] = replace(packet, runs=(*packet.runs[:row], mended, *packet.runs[row + 1 :]))


def brute_cut(case: Case, kind: str, sources: Sequence[int], end: int) -> CutCertificate:
    """Return the certificate of the latest horizon that any cut by a set of nodes proves; every set of nodes is tried."""
    best: CutCertificate | None = None
    problem = make_problem(case, kind, case.scenario.groups)
    nodes = case.roads.nodes
    starts = {problem.tail[arc]: problem.windows.get(arc, ((0, 0, 0),))[0][0] for arc in range(len(problem.tail)) if problem.tail[arc] in problem.supply}
    entry_of = {problem.tail[arc]: problem.head[arc] for arc in range(len(problem.tail)) if problem.tail[arc] in problem.supply}
    for held in chain.from_iterable(combinations(sources, size) for size in range(1, len(sources) + 1)):
        reach = earliest(problem, {entry_of[node]: starts[node] for node in held}, nodes)
        demand = sum(problem.supply[node] for node in held)
        for bits in range(1 << nodes):
            low, high = (best.horizon_steps + 1 if best else 0), end
            while low <= high:
                middle = (low + high) // 2
                top = middle + 1
                labels = [min(reach[v], top) if bits >> v & 1 else top for v in range(nodes)]
                labels += [0 if node in held else top for node in sources] + [top]
                terms = cut_terms(problem, labels)
                capacity = sum(terms)
                if capacity + allowance_parts(case, problem, labels, terms) < demand:
                    best = CutCertificate(middle, tuple(labels), held, demand, capacity)
                    low = middle + 1
                else:
                    high = middle - 1
    assert best is not None
    return best


def earliest(problem: Problem, starts: dict[int, int], nodes: int) -> list[int]:
    """Return the first step at which anybody can be at each node (Bellman and Ford, windows of roads left out)."""
    far = 1 << 40
    reach = [starts.get(node, far) for node in range(nodes)]
    for _ in range(nodes):
        for u, v, travel, capacity in zip(problem.tail, problem.head, problem.travel, problem.capacity, strict=True):
            if u < nodes and v < nodes and capacity and reach[u] + travel < reach[v]:
                reach[v] = reach[u] + travel
    return reach


@cache
def sound(*, short: bool = False) -> tuple[Scenario, RoadNetwork, Plan]:
    """Return scenario, network and a plan in which every promise holds; `short` ends early and leaves people behind."""
    case = scenario(short=short)
    net, letters = ground()
    movement = movement_of(case)
    assert movement is not None
    options = []
    for label in ("safest", "balanced", "fastest"):
        routes = tuple(make_route(case, label, group, number) for group in ("A", "B") for number in (1, 2))
        firsts = [route for route in routes if not route.overlap and route.id.endswith("1")]
        options.append(
            Option(
                label, routes, sum(case.get_group(r.group_id).people.total * r.exposure for r in firsts), max(r.travel_s for r in firsts)
            )
        )
    yard = Yard(case, movement, {route.id: route for route in options[1].routes})
    left: dict[str, Headcount] = {}
    for number, tasks in enumerate(TASKS, start=1):
        if not yard.leave(number, tasks):
            for task in tasks:
                left[task.group_id] = left.get(task.group_id, Headcount()) + task.people
    timetable = Timetable(
        tuple(sorted(yard.packets, key=lambda packet: packet.depart)),
        tuple(Left(group, people, "no seat before the window ends") for group, people in left.items()),
    )
    return case, net, _finish(case, net, letters, movement, options, timetable)


def _finish(case: Scenario, net: RoadNetwork, letters: dict[str, int], movement: Span, options: list[Option], timetable: Timetable) -> Plan:
    everybody = sum(one.people.total for one in timetable.left)
    last = timetable.last_out
    assert last is not None
    clear_s = None if everybody else int((last - movement.start).total_seconds())
    options[1] = replace(options[1], clear_s=clear_s, left=everybody)
    draft = Plan(
        schema_version=SCHEMA_VERSION,
        program_version="0.1.0",
        scenario_name=case.name,
        input_hash=case.input_hash,
        seed=0,
        schematic=True,
        attribution="drawn by hand",
        zones=case.zones,
        start=movement.start,
        end=movement.end,
        people=case.people,
        snaps=(
            Snap("A", letters["a"], 0.0),
            Snap("B", letters["d"], 0.0),
            Snap("X", letters["x"], 0.0),
            Snap("Y", letters["y"], 0.0),
            Snap("base:amb", letters["e"], 0.0),
        ),
        options=tuple(options),
        chosen="balanced",
        proofs=(),
        timetable=timetable,
        bound_s=0,
        clear_s=clear_s,
        gap=None,
        least_left=0,
        go=GoNoGo(go=True) if case.end == at(14) else GoNoGo(go=False, reasons=("West has not accepted T2.",)),
        exposure=ExposureFacts(0, 0.0, None, None, None, old=False),
        summary=("Everybody is out by noon.",),
        assumptions=("Both parties keep the silence.",),
        max_routes=2,
    )
    return with_proofs(case, net, movement, draft)


def with_proofs(case: Scenario, net: RoadNetwork, movement: Span, draft: Plan) -> Plan:
    """Return the plan with proofs of all kinds and the totals that follow."""
    facts = make_case(case, net, draft, movement)
    end = int(facts.end_s)
    proofs = []
    for kind, unit in (("roads", "vehicles"), ("screening", "people")):
        cut = brute_cut(facts, kind, [net.nodes, net.nodes + 1], end)
        problem = make_problem(facts, kind, case.groups)
        beyond = allowance_parts(facts, problem, cut.labels, cut_terms(problem, cut.labels))
        held = tuple("AB"[node - net.nodes] for node in cut.held)
        bound = cut.horizon_steps + 1
        least = -(-(cut.demand - cut.capacity - beyond) // parts_of(facts)) if bound > facts.end_s and unit == "people" else 0
        proofs.append(Proof(kind, unit, 1, 3600, bound, exact=False, least_left=least, held_groups=held, certificate=cut))
    proofs.append(Proof("beds", "people", 1, 3600, 0, exact=True))
    fleet_s, fleet_left = fleet_bound(facts)
    proofs.append(Proof("fleet", "people", 1, 3600, fleet_s, exact=False, least_left=fleet_left))
    least_left = max(proof.least_left for proof in proofs)
    bound_s = None if least_left else max(proof.bound_s for proof in proofs)
    gap = (draft.clear_s - bound_s) / bound_s if draft.clear_s is not None and bound_s else None
    return replace(draft, proofs=tuple(proofs), bound_s=bound_s, gap=gap, least_left=least_left)
