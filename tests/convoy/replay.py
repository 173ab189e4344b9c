"""A naive replay of a timetable: every rule of the road looked up again from the order, sharing no code with the builder."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from itertools import combinations
from math import ceil

from safeconduct.convoy.order import MovementOrder
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Exit, Group, Headcount
from safeconduct.model.plan import Packet, Route, Timetable, VehicleRun


class Replay:
    def __init__(self, order: MovementOrder, timetable: Timetable) -> None:
        self.order, self.table = order, timetable
        self.set = order.settings
        self.routes: dict[str, Route] = {route.id: route for route in order.routes}
        self.groups: dict[str, Group] = {group.id: group for group in order.groups}
        self.exits: dict[str, Exit] = {door.id: door for door in order.exits}
        self.rows: dict[str, FleetEntry] = {serial: row for row in order.fleet for serial in row.serials()}
        self.aid: dict[str, float] = defaultdict(float)
        self.faults: list[str] = []

    def s(self, moment: object) -> float:
        return (moment - self.order.start).total_seconds()  # type: ignore[operator, no-any-return]

    def want(self, holds: bool, text: str) -> None:
        if not holds:
            self.faults.append(text)

    def run(self) -> list[str]:
        self.want(len({packet.id for packet in self.table.packets}) == len(self.table.packets), "packet id twice")
        for packet in self.table.packets:
            self.packet(packet)
        self.separation()
        self.screening()
        self.vehicles()
        for group_id, tonnes in self.aid.items():
            self.want(tonnes <= self.order.aid.get(group_id, 0.0) + 1e-6, f"{group_id}: {tonnes} t of aid")
        self.bays()
        for group in self.order.groups:
            self.group(group)
        return self.faults

    def occupancy(self, vehicles: int, arc: int | None) -> int:
        own = (vehicles - 1) * self.set.vehicle_gap_s + self.set.packet_headway_s
        return own if arc is None else max(own, ceil(vehicles * 3600 / self.order.capacity_vph[arc]))

    def packet(self, p: Packet) -> None:
        route, n = self.routes[p.route_id], sum(run.vehicles for run in p.runs)
        self.want((p.group_id, p.exit_id) == (route.group_id, route.exit_id), f"{p.id}: route of another")
        self.want(1 <= n <= self.set.packet_size, f"{p.id}: {n} vehicles")
        depart, arrive, clear = self.s(p.depart), self.s(p.arrive), self.s(p.clear)
        self.want(depart == int(depart) and depart >= 0, f"{p.id}: depart {depart}")
        self.want(arrive == depart + sum(self.order.travel_s[arc] for arc in route.arcs), f"{p.id}: arrive")
        self.want(
            p.occupancy_s == max((self.occupancy(n, arc) for arc in route.arcs), default=self.occupancy(n, None)),
            f"{p.id}: occupancy",
        )
        self.want(clear == arrive + p.occupancy_s, f"{p.id}: clear")
        spans = self.order.spans[p.exit_id]
        self.want(any(span.start <= p.depart and p.clear <= span.end for span in spans), f"{p.id}: outside the spans")
        self.want(p.out <= self.order.end, f"{p.id}: out after the end")
        ready = self.groups[p.group_id].ready
        self.want(ready is None or p.depart >= ready, f"{p.id}: before its group is ready")
        at = depart
        for arc in route.arcs:
            for place in range(n):
                enter = at + place * self.set.vehicle_gap_s
                leave = enter + self.order.travel_s[arc]
                spans_s = self.order.open_spans.get(arc)
                self.want(
                    spans_s is None or any(a <= at and at <= enter and leave < b for a, b in spans_s), f"{p.id}: arc {arc} shut"
                )
            at += self.order.travel_s[arc]
        roles = [self.rows[run.serial].role for run in p.runs if run.serial]
        if "transport" in roles:
            self.want(roles.count("escort") == self.set.escorts_per_packet, f"{p.id}: escorts {roles}")
            self.want(roles.count("recovery") == self.set.recovery_per_packet, f"{p.id}: recovery vehicles {roles}")
        else:
            self.want(not roles, f"{p.id}: {roles} with own cars alone")
        for run in p.runs:
            self.run_of(p, run)
        for family in self.groups[p.group_id].families:
            total = Headcount()
            for run in p.runs:
                for load in run.families:
                    if load.family_id == family.id:
                        total += load.members
                        row = self.rows.get(run.serial)
                        split = load.members != family.members.times(load.count)
                        patients = family.members.stretcher + family.members.wheelchair
                        spread = patients > 0 and self.set.family_with_patient == "packet"
                        excused = spread or (patients == 0 and row is not None and family.members.sitting > row.seats)
                        self.want(not split or excused, f"{p.id}: family {family.id} split between vehicles")
            units = total.total // family.members.total
            self.want(total == family.members.times(units), f"{p.id}: family {family.id} split between packets")

    def run_of(self, p: Packet, run: VehicleRun) -> None:
        empty = bool(run.serial) and self.rows[run.serial].role != "transport"
        self.want((run.people.total > 0) != empty and run.people.is_valid, f"{p.id}: empty vehicle, or people in an escort")
        if empty:
            self.want(run.load_start is None and not run.families, f"{p.id}: an escort loads")
            return
        members = Headcount()
        for load in run.families:
            members += load.members
        self.want((run.people - members).is_valid, f"{p.id}: more family members than people")
        group = self.groups[p.group_id]
        if not run.serial:
            self.want(run.people.stretcher + run.people.wheelchair == 0, f"{p.id}: patient in a car")
            self.want(run.people.total <= ceil(run.vehicles * group.people_per_car - 1e-9), f"{p.id}: cars overfull")
            return
        row = self.rows[run.serial]
        self.want(run.vehicles == 1, f"{p.id}: one serial, many vehicles")
        self.want(
            run.people.sitting <= row.seats
            and run.people.stretcher <= row.stretcher_places
            and run.people.wheelchair <= row.wheelchair_places,
            f"{p.id}: {run.serial} overfull",
        )

    def separation(self) -> None:
        entries: dict[int, list[tuple[float, int, str]]] = defaultdict(list)
        for p in self.table.packets:
            at = self.s(p.depart)
            for arc in self.routes[p.route_id].arcs:
                entries[arc].append((at, p.vehicles, p.id))
                at += self.order.travel_s[arc]
        for arc, passing in entries.items():
            for first, second in combinations(sorted(passing), 2):
                self.want(second[0] >= first[0] + self.occupancy(first[1], arc), f"arc {arc}: {first} and {second} too close")

    def screening(self) -> None:
        for door in self.order.exits:
            packets = [p for p in self.table.packets if p.exit_id == door.id]
            self.want(door.beds is None or sum(p.people.total for p in packets) <= door.beds, f"{door.id}: beds")
            opens = self.s(door.opens) if door.opens else 0.0
            closes = self.s(door.closes) if door.closes else float("inf")
            free = 0.0
            turns = sorted(packets, key=lambda one: (one.out, one.clear))
            for place, p in enumerate(turns):
                clear = self.s(p.clear)
                if door.screening_per_h is None:
                    self.want(p.out == p.clear and opens <= clear <= closes, f"{p.id}: out without screening")
                    continue
                begin = max(clear, free, opens)
                free = begin + ceil(p.people.total * 3600 / door.screening_per_h)
                self.want(self.s(p.out) == free and free <= closes, f"{p.id}: out {self.s(p.out)}, screened until {free}")
                for other in turns[place + 1 :] if not self.hurried else ():
                    waits = self.s(other.clear) < begin and self.turn(other) < self.turn(p)
                    self.want(not waits, f"{p.id}: screened while {other.id} waits, whose turn it is")

    @property
    def hurried(self) -> bool:
        """Whether a crew's duty or a vehicle's last hour may change turns."""
        return any(row.crew_h is not None or row.lost for row in self.order.fleet)

    def turn(self, p: Packet) -> tuple[bool, float]:
        patients = any(run.serial and (run.people.stretcher or run.people.wheelchair) for run in p.runs)
        return not (self.set.patients_first and patients), self.s(p.clear)

    def load_s(self, people: Headcount) -> int:
        boarding = people.able * self.set.board_able_s + people.seated * self.set.board_seated_s
        placed = people.stretcher * self.set.board_stretcher_s + people.wheelchair * self.set.board_wheelchair_s
        return self.set.load_fixed_s + boarding + placed

    def vehicles(self) -> None:
        trips: dict[str, list[tuple[Packet, VehicleRun]]] = defaultdict(list)
        for p in self.table.packets:
            for run in p.runs:
                if run.serial:
                    trips[run.serial].append((p, run))
        for serial, several in trips.items():
            row = self.rows[serial]
            self.want([run.trip for _, run in several] == list(range(1, len(several) + 1)), f"{serial}: trips out of order")
            begin = max(0.0, self.s(row.available)) if row.available else 0.0
            home = (row.id, several[0][0].group_id)
            there = begin + self.order.deadhead_s.get(home, 0 if row.base is None else 10**9)
            since: float | None = None
            full = (row.range_km or 10**9) * 1000
            tank = full - self.order.deadhead_m.get(home, 0.0)
            for number, (p, run) in enumerate(several):
                assert run.free_at is not None
                carries = row.role == "transport"
                assert not carries or run.load_start is not None
                start = self.s(run.load_start or p.depart)
                self.want(start >= there, f"{serial}: loads before it is there")
                ready = self.groups[p.group_id].ready
                self.want(ready is None or start >= self.s(ready), f"{serial}: loads before the group is ready")
                load_s = self.load_s(run.people) if carries else 0
                self.want(start + load_s <= self.s(p.depart), f"{serial}: leaves while loading")
                empty = self.s(p.out) + self.set.unload_fixed_s if carries else self.s(p.clear)
                self.want(self.s(run.free_at) == empty, f"{serial}: free_at")
                since, tank = start if since is None else since, tank - self.routes[p.route_id].length_m
                self.want(tank >= 0, f"{serial}: its tank is empty")
                self.duty(row, run, since)
                if number + 1 == len(several):
                    self.want(run.back_at is None, f"{serial}: drives back for nothing")
                    self.want(not (run.rests or run.refuels or run.aid_t), f"{serial}: rests for nothing")
                else:
                    there, leave, metres = self.way_back(serial, p, run, several[number + 1][0].group_id)
                    since = leave if run.rests else since
                    self.want(self.exits[p.exit_id].fuel or not run.refuels, f"{serial}: no fuel at {p.exit_id}")
                    tank = (full if run.refuels else tank) - metres

    def duty(self, row: FleetEntry, run: VehicleRun, since: float) -> None:
        assert run.free_at is not None
        lost = next((moment for serial, moment in row.lost if serial == run.serial), None)
        self.want(lost is None or run.free_at <= lost, f"{run.serial}: still in use when it is lost")
        if row.crew_h is not None:
            self.want(self.s(run.free_at) - since <= row.crew_h * 3600, f"{run.serial}: a duty from {since}")

    def way_back(self, serial: str, p: Packet, run: VehicleRun, group_id: str) -> tuple[float, float, float]:
        """Return when it is back, when it left, and the metres it drove."""
        assert run.back_at is not None
        assert run.free_at is not None
        free, back = self.s(run.free_at), self.s(run.back_at)
        free += self.set.crew_rest_h * 3600 * run.rests + self.set.refuel_s * run.refuels
        if run.aid_t:
            free, back = free + self.set.aid_load_s, back - self.set.aid_unload_s
            self.aid[group_id] += run.aid_t
            self.want(0 < run.aid_t <= self.rows[serial].cargo_t, f"{serial}: {run.aid_t} t")
        self.want(self.set.return_allowed, f"{serial}: drives back")
        ways = [r for r in self.order.routes if (r.group_id, r.exit_id) == (group_id, p.exit_id) and (r.back_arcs or not r.arcs)]
        driven = [way.back_arcs for way in ways]
        if not any(r.group_id == group_id and r.exit_id == p.exit_id for r in self.order.routes):
            driven += [arcs for ends, arcs in self.order.returns.items() if ends == (p.exit_id, group_id)]
        open_ways = []
        for arcs in driven:
            at = leave = back - sum(self.order.travel_s[arc] for arc in arcs)
            fine = leave >= free and any(
                self.s(span.start) <= leave and back <= self.s(span.end) for span in self.order.spans[p.exit_id]
            )
            for arc in arcs:
                spans = self.order.open_spans.get(arc)
                fine &= spans is None or any(a <= at and at + self.order.travel_s[arc] < b for a, b in spans)
                at += self.order.travel_s[arc]
            if fine and at == back:
                open_ways.append((leave, sum(self.order.length_m[arc] for arc in arcs)))
        self.want(bool(open_ways), f"{serial}: no such way back, or outside the spans")
        leave, metres = max(open_ways, key=lambda way: (way[0], -way[1]), default=(back, 0.0))
        return self.s(run.back_at), leave, metres

    def bays(self) -> None:
        for group in self.order.groups:
            moments: dict[int, int] = defaultdict(int)
            for p in self.table.packets:
                for run in p.runs:
                    if p.group_id == group.id and run.load_start is not None:
                        start = int(self.s(run.load_start))
                        moments[start] += 1
                        moments[start + self.load_s(run.people)] -= 1
            busy = 0
            for moment in sorted(moments):
                busy += moments[moment]
                self.want(busy <= group.loading_bays, f"{group.id}: {busy} vehicles load at {moment}")

    def group(self, group: Group) -> None:
        packets = [p for p in self.table.packets if p.group_id == group.id]
        total = Headcount()
        for p in packets:
            total += p.people
        members = Headcount()
        for family in group.families:
            out = Headcount()
            for p in packets:
                for run in p.runs:
                    for load in run.families:
                        if load.family_id == family.id:
                            out += load.members
            members += out
            self.want(
                (family.members.times(family.count) - out).is_valid, f"{group.id}: more of family {family.id} than there are"
            )
        alone = group.people
        for family in group.families:
            alone -= family.members.times(family.count)
        self.want((alone - (total - members)).is_valid, f"{group.id}: family members ride as others")
        for left in self.table.left:
            if left.group_id == group.id:
                self.want(bool(left.reason) and left.people.total > 0, f"{group.id}: left without a reason")
                total += left.people
        self.want(total == group.people, f"{group.id}: {total} of {group.people}")
        self.arrivals(group, packets)
        blocks = [run for p in packets for run in p.runs if not run.serial]
        self.want(sum(run.vehicles for run in blocks) <= group.cars_used, f"{group.id}: too many cars")
        self.want(sum(run.people.total for run in blocks) <= group.car_people, f"{group.id}: too many in cars")

    def arrivals(self, group: Group, packets: list[Packet]) -> None:
        """Nobody boards before they are there: families by row, people on their own by class, own cars from those of the start."""
        start = max(group.ready or self.order.start, self.order.start)
        alone = group.people
        for family in group.families:
            alone -= family.members.times(family.count)
        took: list[tuple[datetime, bool, Headcount]] = []
        for p in packets:
            for run in p.runs:
                loose = run.people
                when = run.load_start or p.depart
                for load in run.families:
                    loose -= load.members
                    ready = next(one.ready for one in group.families if one.id == load.family_id) or start
                    here = when >= ready and (bool(run.serial) or ready <= start)
                    self.want(here, f"{p.id}: family {load.family_id} is not there yet")
                took.append((when, bool(run.serial), loose))
        for when, _fleet, _people in took:
            gone = Headcount()
            for other, _, people in took:
                gone += people if other <= when else Headcount()
            missing = Headcount()
            for wave in group.waves:
                missing += wave.people if wave.ready > max(when, start) else Headcount()
            self.want(
                (alone - missing - gone).is_valid, f"{group.id}: {gone} on their own have left, {missing} are still to come"
            )
        by_car = Headcount()
        for _when, fleet, people in took:
            by_car += people if not fleet else Headcount()
        for wave in group.waves:
            by_car += wave.people if wave.ready > start else Headcount()
        self.want((alone - by_car).is_valid, f"{group.id}: people of waves leave by car")


def faults(order: MovementOrder, timetable: Timetable) -> list[str]:
    """Return every broken rule (empty: the timetable holds)."""
    return Replay(order, timetable).run()
