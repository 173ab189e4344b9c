"""Kinds of corruption: each takes a sound sample and a generator and returns a corrupted plan, or None where it does not apply.

Every mutation makes sure that what it returns breaks a promise for certain: it changes a stated number that the checker can work
out, or makes the plan break a rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from safeconduct.model.people import Headcount
from safeconduct.model.place import LonLat
from safeconduct.model.plan import CutCertificate, GoNoGo, Left, Option, Packet, Plan, Proof, Route, VehicleRun
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork
from safeconduct.verify.case import make_case, movement_of
from safeconduct.verify.problem import Problem, cut_terms, make_problem


@dataclass(frozen=True)
class Sample:
    """A sound plan with what it was made from."""

    scenario: Scenario
    network: RoadNetwork
    plan: Plan


Mutation = Callable[[Sample, Random], Plan | None]
MUTATIONS: dict[str, Mutation] = {}


def mutation(function: Mutation) -> Mutation:
    """Put the function into the table under its name."""
    MUTATIONS[function.__name__] = function
    return function


# Ways to change a part of a plan


def with_packets(plan: Plan, packets: tuple[Packet, ...]) -> Plan:
    return replace(plan, timetable=replace(plan.timetable, packets=packets))


def with_packet(plan: Plan, place: int, packet: Packet) -> Plan:
    packets = plan.timetable.packets
    return with_packets(plan, (*packets[:place], packet, *packets[place + 1 :]))


def with_run(plan: Plan, place: int, row: int, run: VehicleRun) -> Plan:
    packet = plan.timetable.packets[place]
    return with_packet(plan, place, replace(packet, runs=(*packet.runs[:row], run, *packet.runs[row + 1 :])))


def with_route(plan: Plan, label: int, place: int, route: Route) -> Plan:
    option = plan.options[label]
    return with_option(plan, label, replace(option, routes=(*option.routes[:place], route, *option.routes[place + 1 :])))


def with_option(plan: Plan, label: int, option: Option) -> Plan:
    return replace(plan, options=(*plan.options[:label], option, *plan.options[label + 1 :]))


def with_proof(plan: Plan, place: int, proof: Proof) -> Plan:
    return replace(plan, proofs=(*plan.proofs[:place], proof, *plan.proofs[place + 1 :]))


def with_cut(plan: Plan, place: int, cut: CutCertificate) -> Plan:
    return with_proof(plan, place, replace(plan.proofs[place], certificate=cut))


def pick_packet(plan: Plan, rng: Random) -> tuple[int, Packet]:
    place = rng.randrange(len(plan.timetable.packets))
    return place, plan.timetable.packets[place]


def pick_run(plan: Plan, rng: Random, wanted: Callable[[VehicleRun], bool]) -> tuple[int, int, VehicleRun] | None:
    found = [(p, r, run) for p, packet in enumerate(plan.timetable.packets) for r, run in enumerate(packet.runs) if wanted(run)]
    return rng.choice(found) if found else None


def pick_route(plan: Plan, rng: Random, least_arcs: int = 0) -> tuple[int, int, Route] | None:
    found = [(o, r, route) for o, option in enumerate(plan.options) for r, route in enumerate(option.routes) if len(route.arcs) >= least_arcs]
    return rng.choice(found) if found else None


def pick_cut(sample: Sample, rng: Random) -> tuple[int, CutCertificate, Problem] | None:
    found = [(p, proof) for p, proof in enumerate(sample.plan.proofs) if proof.certificate is not None]
    if not found:
        return None
    place, proof = rng.choice(found)
    movement = movement_of(sample.scenario)
    assert movement is not None
    assert proof.certificate is not None
    served = {route.group_id for route in sample.plan.chosen_option.routes}
    groups = [group for group in sample.scenario.groups if group.id in served]
    return place, proof.certificate, make_problem(make_case(sample.scenario, sample.network, sample.plan, movement), proof.kind, groups)


def shift(packet: Packet, seconds: int) -> Packet:
    by = timedelta(seconds=seconds)

    def moved(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment + by

    runs = tuple(
        replace(run, load_start=moved(run.load_start), free_at=moved(run.free_at), back_at=moved(run.back_at)) for run in packet.runs
    )
    return replace(
        packet, depart=packet.depart + by, arrive=packet.arrive + by, clear=packet.clear + by, out=packet.out + by, runs=runs
    )


def nudge(rng: Random, most: int = 600) -> int:
    return rng.choice([-1, 1]) * rng.randint(1, most)


# The plan as a whole


@mutation
def other_schema(sample: Sample, rng: Random) -> Plan:
    return replace(sample.plan, schema_version=rng.choice(["0.9", "2.0", "", "1"]))


@mutation
def other_input(sample: Sample, rng: Random) -> Plan:
    place = rng.randrange(len(sample.plan.input_hash))
    text = sample.plan.input_hash
    return replace(sample.plan, input_hash=text[:place] + "x" + text[place + 1 :])


@mutation
def other_name(sample: Sample, rng: Random) -> Plan:
    return replace(sample.plan, scenario_name=sample.plan.scenario_name + rng.choice("ab "))


@mutation
def other_people(sample: Sample, rng: Random) -> Plan:
    return replace(sample.plan, people=sample.plan.people + Headcount(*rng.choice([(1, 0, 0), (0, 1, 0), (0, 0, 1)])))


@mutation
def other_frame(sample: Sample, rng: Random) -> Plan:
    plan = sample.plan
    changed: list[Plan] = [
        replace(plan, zones=("UTC", *plan.zones)),
        replace(plan, schematic=not plan.schematic),
        replace(plan, attribution=plan.attribution + "!"),
        replace(plan, max_routes=plan.max_routes + 1),
        replace(plan, summary=()),
        replace(plan, assumptions=("  ",)),
    ]
    return rng.choice(changed)


@mutation
def other_movement(sample: Sample, rng: Random) -> Plan:
    by = timedelta(seconds=nudge(rng, 7200))
    return replace(sample.plan, start=sample.plan.start + by) if rng.random() < 0.5 else replace(sample.plan, end=sample.plan.end + by)


@mutation
def go_flipped(sample: Sample, rng: Random) -> Plan:
    go = sample.plan.go
    if go.go and rng.random() < 0.5:
        return replace(sample.plan, go=GoNoGo(go=False, reasons=("not today",)))
    return replace(sample.plan, go=GoNoGo(go=not go.go))


@mutation
def option_lost(sample: Sample, rng: Random) -> Plan:
    plan = sample.plan
    options = list(plan.options)
    choice = rng.randrange(4)
    if choice == 0:
        options.pop(rng.randrange(3))
    elif choice == 1:
        rng.shuffle(options)
        if tuple(options) == plan.options:
            options.reverse()
    elif choice == 2:
        options[rng.randrange(3)] = options[0]
        if tuple(options) == plan.options:
            options[2] = options[1]
    else:
        return replace(plan, chosen=rng.choice(["quickest", "", plan.chosen.upper()]))
    return replace(plan, options=tuple(options))


@mutation
def other_choice(sample: Sample, rng: Random) -> Plan:
    return replace(sample.plan, chosen=rng.choice([option.label for option in sample.plan.options if option.label != sample.plan.chosen]))


@mutation
def option_figures(sample: Sample, rng: Random) -> Plan:
    label = rng.randrange(3)
    option = sample.plan.options[label]
    changed: list[Option] = [
        replace(option, person_exposure=option.person_exposure * 1.01 + 1),
        replace(option, longest_s=option.longest_s + nudge(rng)),
        replace(option, clear_s=1, left=0) if sample.plan.bound_s != 0 else replace(option, left=10**9),
        replace(option, left=sample.scenario.people.total + rng.randint(1, 9)),
        replace(option, clear_s=10**6, left=5),
    ]
    return with_option(sample.plan, label, rng.choice(changed[:2] + changed[3:] if sample.plan.bound_s is None else changed))


@mutation
def routes_of_a_group_lost(sample: Sample, rng: Random) -> Plan | None:
    label = rng.randrange(3)
    option = sample.plan.options[label]
    group = rng.choice([group.id for group in sample.scenario.groups])
    kept = tuple(route for route in option.routes if route.group_id != group)
    return with_option(sample.plan, label, replace(option, routes=kept)) if kept != option.routes else None


@mutation
def too_many_routes(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_route(sample.plan, rng)
    if picked is None:
        return None
    label, place, route = picked
    option = sample.plan.options[label]
    more = tuple(replace(route, id=f"{route.id}-{number}") for number in range(sample.scenario.settings.routes))
    return with_option(sample.plan, label, replace(option, routes=(*option.routes[: place + 1], *more, *option.routes[place + 1 :])))


@mutation
def safest_is_not(sample: Sample, rng: Random) -> Plan | None:
    option = sample.plan.options[0]
    if not option.routes:
        return None
    route = option.routes[0]
    other = sample.plan.options[2].routes[0]
    raised = replace(route, exposure=other.exposure * 2 + 1)
    people = sample.scenario.get_group(route.group_id).people.total
    if not people or route.group_id != other.group_id:
        return None
    total = option.person_exposure + people * (raised.exposure - route.exposure)
    return with_option(sample.plan, 0, replace(option, routes=(raised, *option.routes[1:]), person_exposure=total))


# Snaps and routes


@mutation
def snap_moved(sample: Sample, rng: Random) -> Plan:
    place = rng.randrange(len(sample.plan.snaps))
    snap = sample.plan.snaps[place]
    lon, lat = sample.network.node_lon.tolist(), sample.network.node_lat.tolist()
    far = [n for n in range(sample.network.nodes) if abs(lon[n] - lon[snap.node]) + abs(lat[n] - lat[snap.node]) > 0.005 + snap.distance_m / 20_000]
    moved = [replace(snap, distance_m=snap.distance_m * 1.1 + 5), replace(snap, node=sample.network.nodes), replace(snap, id="nowhere")]
    moved += [replace(snap, node=rng.choice(far))] if far else []
    return replace(sample.plan, snaps=(*sample.plan.snaps[:place], rng.choice(moved), *sample.plan.snaps[place + 1 :]))


@mutation
def route_broken(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_route(sample.plan, rng, 2)
    if picked is None:
        return None
    label, place, route = picked
    gap = rng.randrange(len(route.arcs))
    return with_route(sample.plan, label, place, replace(route, arcs=route.arcs[:gap] + route.arcs[gap + 1 :]))


@mutation
def arc_reversed(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_route(sample.plan, rng, 1)
    if picked is None:
        return None
    label, place, route = picked
    at = rng.randrange(len(route.arcs))
    twin = int(sample.network.twin[route.arcs[at]])
    other = twin if twin >= 0 else (route.arcs[at] + 1) % sample.network.arcs
    return with_route(sample.plan, label, place, replace(route, arcs=(*route.arcs[:at], other, *route.arcs[at + 1 :])))


@mutation
def arc_out_of_range(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_route(sample.plan, rng, 1)
    if picked is None:
        return None
    label, place, route = picked
    bad = rng.choice([-1, sample.network.arcs, 10**12])
    return with_route(sample.plan, label, place, replace(route, arcs=(*route.arcs[:-1], bad)))


@mutation
def closed_road(sample: Sample, rng: Random) -> Plan | None:
    """Drive back over a closed road: the plan's own numbers are kept right for that way."""
    movement = movement_of(sample.scenario)
    assert movement is not None
    case = make_case(sample.scenario, sample.network, sample.plan, movement)
    closed = [arc for arc in case.shut.closed if case.roads.twin[arc] in case.shut.closed]
    picked = pick_route(sample.plan, rng)
    if not closed or picked is None:
        return None
    label, place, route = picked
    arc = rng.choice(closed)
    arcs = (*route.back_arcs, arc, case.roads.twin[arc])
    return with_route(sample.plan, label, place, replace(route, back_arcs=arcs, back_s=case.roads.drive_s(arcs)))


@mutation
def route_figures(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_route(sample.plan, rng, 1)
    if picked is None:
        return None
    label, place, route = picked
    changed = [
        replace(route, length_m=route.length_m * rng.choice([0.9, 1.1]) + 10),
        replace(route, travel_s=route.travel_s + nudge(rng)),
        replace(route, capacity_vph=route.capacity_vph + nudge(rng)),
        replace(route, exposure=-1.0),
        replace(route, back_s=route.back_s + nudge(rng)),
        replace(route, overlap=route.overlap + 0.1),
    ]
    return with_route(sample.plan, label, place, rng.choice(changed))


@mutation
def line_moved(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_route(sample.plan, rng, 1)
    if picked is None:
        return None
    label, place, route = picked
    at = rng.randrange(len(route.geometry))
    point = route.geometry[at]
    moved = LonLat(point.lon + rng.choice([-0.01, 0.01]), point.lat)
    lines = [(*route.geometry[:at], moved, *route.geometry[at + 1 :]), route.geometry[::-1], route.geometry[:-1], ()]
    return with_route(sample.plan, label, place, replace(route, geometry=rng.choice(lines)))


@mutation
def way_point_moved(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_route(sample.plan, rng, 1)
    if picked is None:
        return None
    label, place, route = picked
    points = list(route.way_points)
    at = rng.randrange(len(points))
    point = points[at]
    changed = [
        replace(point, point=LonLat(point.point.lon, point.point.lat + 0.1)),
        replace(point, km=point.km + route.length_m / 1000 + 5),
        replace(point, km=-3.0),
        replace(point, drive_s=point.drive_s + route.travel_s + 600),
        replace(point, role="turn"),
    ]
    points[at] = rng.choice(changed)
    return with_route(sample.plan, label, place, replace(route, way_points=tuple(points)))


@mutation
def way_points_reordered(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_route(sample.plan, rng, 1)
    if picked is None:
        return None
    label, place, route = picked
    return with_route(sample.plan, label, place, replace(route, way_points=rng.choice([route.way_points[::-1], route.way_points[1:], ()])))


@mutation
def way_back_broken(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_route(sample.plan, rng, 2)
    if picked is None or len(picked[2].back_arcs) < 2:
        return None
    label, place, route = picked
    travel = sample.network.convoy_travel_s(sample.scenario.settings.convoy_speed_kmh).tolist()
    arcs = route.back_arcs[:-1] if rng.random() < 0.5 else route.back_arcs[1:]
    return with_route(sample.plan, label, place, replace(route, back_arcs=arcs, back_s=sum(travel[arc] for arc in arcs)))


@mutation
def twin_route(sample: Sample, rng: Random) -> Plan | None:
    """Offer the first route again as the alternate, its overlap stated truly."""
    found = [
        (label, place)
        for label, option in enumerate(sample.plan.options)
        for place in range(1, len(option.routes))
        if option.routes[place].group_id == option.routes[place - 1].group_id and option.routes[place - 1].overlap == 0 and option.routes[place].arcs
    ]
    if not found:
        return None
    label, place = rng.choice(found)
    routes = sample.plan.options[label].routes
    return with_route(sample.plan, label, place, replace(routes[place - 1], id=routes[place].id, overlap=1.0))


@mutation
def closure_unnamed(sample: Sample, rng: Random) -> Plan | None:
    found = [(o, r, route) for o, option in enumerate(sample.plan.options) for r, route in enumerate(option.routes) if route.closed_by]
    if not found:
        picked = pick_route(sample.plan, rng)
        return None if picked is None else with_route(sample.plan, *picked[:2], replace(picked[2], closed_by=("no such",)))
    label, place, route = rng.choice(found)
    return with_route(sample.plan, label, place, replace(route, closed_by=rng.choice([(), ("no such",)])))


@mutation
def id_twice(sample: Sample, rng: Random) -> Plan | None:
    packets = sample.plan.timetable.packets
    if len(packets) > 1 and rng.random() < 0.5:
        first, second = rng.sample(range(len(packets)), 2)
        return with_packet(sample.plan, first, replace(packets[first], id=packets[second].id))
    option = sample.plan.options[0]
    other = sample.plan.options[1]
    return with_option(sample.plan, 0, replace(option, routes=(replace(option.routes[0], id=other.routes[0].id), *option.routes[1:])))


# Packets


@mutation
def unknown_reference(sample: Sample, rng: Random) -> Plan:
    place, packet = pick_packet(sample.plan, rng)
    changed = [
        replace(packet, route_id="none"),
        replace(packet, group_id="none"),
        replace(packet, exit_id="none"),
        replace(packet, runs=(replace(packet.runs[0], serial="none-01"), *packet.runs[1:])),
    ]
    return with_packet(sample.plan, place, rng.choice(changed))


@mutation
def packet_time(sample: Sample, rng: Random) -> Plan:
    place, packet = pick_packet(sample.plan, rng)
    by = timedelta(seconds=nudge(rng))
    changed = [
        replace(packet, depart=packet.depart + by),
        replace(packet, arrive=packet.arrive + by),
        replace(packet, clear=packet.clear + by),
        replace(packet, occupancy_s=packet.occupancy_s + nudge(rng)),
        replace(packet, depart=packet.depart + timedelta(microseconds=1)),
    ]
    return with_packet(sample.plan, place, rng.choice(changed))


@mutation
def packets_too_close(sample: Sample, rng: Random) -> Plan | None:
    packets = sample.plan.timetable.packets
    routes = {route.id: route for route in sample.plan.chosen_option.routes}
    pairs = [(a, b) for a in range(len(packets)) for b in range(len(packets)) if a != b and routes[packets[a].route_id].arcs and packets[a].route_id == packets[b].route_id]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    late = int((packets[first].depart - packets[second].depart).total_seconds()) + rng.randrange(0, min(packets[first].occupancy_s, 60))
    moved = with_packet(sample.plan, second, shift(packets[second], late))
    return with_packets(moved, tuple(sorted(moved.timetable.packets, key=lambda packet: packet.depart)))


@mutation
def outside_window(sample: Sample, rng: Random) -> Plan | None:
    place, packet = pick_packet(sample.plan, rng)
    spans = sample.scenario.movement_spans(packet.exit_id)
    early = int((spans[0].start - packet.depart).total_seconds()) - rng.randint(1, 3600)
    late = int((spans[-1].end - packet.clear).total_seconds()) + rng.randint(1, 3600)
    return with_packet(sample.plan, place, shift(packet, rng.choice([early, late])))


@mutation
def before_ready(sample: Sample, rng: Random) -> Plan | None:
    late = [(p, packet) for p, packet in enumerate(sample.plan.timetable.packets) if sample.scenario.get_group(packet.group_id).ready]
    if not late:
        return None
    place, packet = rng.choice(late)
    ready = sample.scenario.get_group(packet.group_id).ready
    assert ready is not None
    return with_packet(sample.plan, place, shift(packet, int((ready - packet.depart).total_seconds()) - rng.randint(1, 900)))


@mutation
def through_shut_road(sample: Sample, rng: Random) -> Plan | None:
    """Shift a packet so that it is on a part-time road while that is shut."""
    movement = movement_of(sample.scenario)
    assert movement is not None
    case = make_case(sample.scenario, sample.network, sample.plan, movement)
    found = []
    for place, packet in enumerate(sample.plan.timetable.packets):
        entry = case.second(packet.depart)
        for arc in case.routes[packet.route_id].arcs:
            spans = case.shut.open_spans.get(arc, ())
            found += [(place, packet, int(low - 1 - entry)) for low, _high in spans if low > 0]
            found += [(place, packet, int(high - case.roads.travel_s[arc] + 1 - entry)) for _low, high in spans if high < case.end_s]
            entry += case.roads.travel_s[arc]
    if not found:
        return None
    place, packet, by = rng.choice(found)
    return with_packet(sample.plan, place, shift(packet, by))


@mutation
def packet_lost(sample: Sample, rng: Random) -> Plan:
    place, _packet = pick_packet(sample.plan, rng)
    packets = sample.plan.timetable.packets
    return with_packets(sample.plan, packets[:place] + packets[place + 1 :])


@mutation
def packet_doubled(sample: Sample, rng: Random) -> Plan:
    place, packet = pick_packet(sample.plan, rng)
    packets = sample.plan.timetable.packets
    return with_packets(sample.plan, (*packets[: place + 1], replace(packet, id="twice"), *packets[place + 1 :]))


@mutation
def packet_too_long(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: not run.serial)
    if picked is None:
        place, packet = pick_packet(sample.plan, rng)
        return with_packet(sample.plan, place, replace(packet, runs=()))
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, vehicles=rng.choice([0, -1, sample.scenario.settings.packet_size + 1])))


@mutation
def other_exit(sample: Sample, rng: Random) -> Plan | None:
    place, packet = pick_packet(sample.plan, rng)
    others = [one.id for one in sample.scenario.exits if one.id != packet.exit_id]
    return with_packet(sample.plan, place, replace(packet, exit_id=rng.choice(others))) if others else None


@mutation
def other_route(sample: Sample, rng: Random) -> Plan | None:
    place, packet = pick_packet(sample.plan, rng)
    others = [route.id for route in sample.plan.chosen_option.routes if route.group_id != packet.group_id]
    return with_packet(sample.plan, place, replace(packet, route_id=rng.choice(others))) if others else None


@mutation
def order_of_packets(sample: Sample, rng: Random) -> Plan | None:
    packets = sample.plan.timetable.packets
    return with_packets(sample.plan, packets[::-1]) if packets[0].depart < packets[-1].depart else None


@mutation
def screening_time(sample: Sample, rng: Random) -> Plan:
    place, packet = pick_packet(sample.plan, rng)
    by = timedelta(seconds=rng.choice([-7, -1, 1, 13, 600, 6 * 3600]))
    return with_packet(sample.plan, place, replace(packet, out=packet.out + by))


@mutation
def screened_while_shut(sample: Sample, rng: Random) -> Plan | None:
    found = []
    for place, packet in enumerate(sample.plan.timetable.packets):
        exit_ = sample.scenario.get_exit(packet.exit_id)
        if exit_.screening_per_h and exit_.closes:
            found.append((place, packet, exit_.closes + timedelta(seconds=rng.randint(1, 900))))
        if exit_.screening_per_h and exit_.opens:
            found.append((place, packet, exit_.opens + timedelta(seconds=rng.randint(0, 2))))
    if not found:
        return None
    place, packet, out = rng.choice(found)
    return with_packet(sample.plan, place, replace(packet, out=out)) if out != packet.out else None


# Vehicles


@mutation
def seats(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: bool(run.serial))
    if picked is None:
        return None
    place, row, run = picked
    most = max(entry.seats for entry in sample.scenario.fleet)
    return with_run(sample.plan, place, row, replace(run, people=run.people + Headcount(most + 1 - run.people.able)))


@mutation
def stretcher_in_a_bus(sample: Sample, rng: Random) -> Plan | None:
    """Swap a stretcher patient with an able person of the same group elsewhere: totals stay right."""
    lying = pick_run(sample.plan, rng, lambda run: run.people.stretcher > 0)
    rows = {serial: entry for entry in sample.scenario.fleet for serial in entry.serials()}
    if lying is None:
        return None
    group = sample.plan.timetable.packets[lying[0]].group_id
    found = [
        (p, r, run)
        for p, packet in enumerate(sample.plan.timetable.packets)
        for r, run in enumerate(packet.runs)
        if packet.group_id == group and run.people.able and (not run.serial or not rows[run.serial].stretcher_places)
    ]
    if not found:
        return None
    place, row, run = rng.choice(found)
    swap = Headcount(1, 0, -1)
    plan = with_run(sample.plan, lying[0], lying[1], replace(lying[2], people=lying[2].people + swap))
    return with_run(plan, place, row, replace(run, people=run.people - swap))


@mutation
def two_places_at_once(sample: Sample, rng: Random) -> Plan | None:
    found = [(p, r, run) for p, packet in enumerate(sample.plan.timetable.packets) for r, run in enumerate(packet.runs) if run.serial]
    pairs = [(one, two) for one in found for two in found if one[2].serial != two[2].serial and one[2].kind == two[2].kind]
    if not pairs:
        return None
    (place, row, run), (_p, _r, other) = rng.choice(pairs)
    return with_run(sample.plan, place, row, replace(run, serial=other.serial))


@mutation
def other_kind(sample: Sample, rng: Random) -> Plan:
    picked = pick_run(sample.plan, rng, lambda _run: True)
    assert picked is not None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, kind="tram"))


@mutation
def trip_number(sample: Sample, rng: Random) -> Plan:
    picked = pick_run(sample.plan, rng, lambda _run: True)
    assert picked is not None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, trip=run.trip + rng.choice([-1, 1, 2])))


@mutation
def loading_too_short(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: run.load_start is not None)
    if picked is None:
        return None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, load_start=rng.choice([None, sample.plan.timetable.packets[place].depart])))


@mutation
def loading_too_early(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: run.load_start is not None)
    if picked is None:
        return None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, load_start=sample.plan.start - timedelta(seconds=rng.randint(1, 3600))))


@mutation
def from_base_too_soon(sample: Sample, rng: Random) -> Plan | None:
    based = {serial for entry in sample.scenario.fleet if entry.base for serial in entry.serials()}
    picked = pick_run(sample.plan, rng, lambda run: run.serial in based and run.trip == 1)
    if picked is None:
        return None
    place, row, run = picked
    entry = next(entry for entry in sample.scenario.fleet if run.serial in entry.serials())
    there = max(sample.plan.start, entry.available or sample.plan.start)
    return with_run(sample.plan, place, row, replace(run, load_start=there)) if run.load_start != there else None


@mutation
def before_it_is_back(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: run.trip > 1 and run.load_start is not None)
    if picked is None:
        return None
    place, row, run = picked
    last = next(r for p in sample.plan.timetable.packets for r in p.runs if r.serial == run.serial and r.trip == run.trip - 1)
    assert last.back_at is not None
    return with_run(sample.plan, place, row, replace(run, load_start=last.back_at - timedelta(seconds=rng.randint(1, 900))))


@mutation
def free_or_back(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: run.free_at is not None)
    if picked is None:
        return None
    place, row, run = picked
    by = timedelta(seconds=rng.choice([-3, -1, 1, 2]))
    assert run.free_at is not None
    if run.back_at is not None and rng.random() < 0.7:
        return with_run(sample.plan, place, row, replace(run, back_at=run.back_at + by))
    return with_run(sample.plan, place, row, replace(run, free_at=rng.choice([None, run.free_at + by])))


@mutation
def no_return(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: run.back_at is not None)
    if picked is None:
        return None
    place, row, run = picked
    later = any(r.serial == run.serial and r.trip == run.trip + 1 for p in sample.plan.timetable.packets for r in p.runs)
    return with_run(sample.plan, place, row, replace(run, back_at=None)) if later else None


@mutation
def bays_overfull(sample: Sample, rng: Random) -> Plan | None:
    """Let more vehicles than there are bays load in the same second."""
    of_group: dict[str, list[tuple[int, int, VehicleRun]]] = {}
    for place, packet in enumerate(sample.plan.timetable.packets):
        for row, run in enumerate(packet.runs):
            if run.load_start is not None and run.trip == 1:
                of_group.setdefault(packet.group_id, []).append((place, row, run))
    full = [(name, runs) for name, runs in of_group.items() if len(runs) > sample.scenario.get_group(name).loading_bays]
    if not full:
        return None
    _name, runs = rng.choice(full)
    first = min(run.load_start for _p, _r, run in runs if run.load_start is not None)
    plan = sample.plan
    for place, row, run in runs:
        plan = with_run(plan, place, row, replace(run, load_start=first))
    return plan


# People


@mutation
def one_missing(sample: Sample, rng: Random) -> Plan:
    picked = pick_run(sample.plan, rng, lambda run: run.people.total > 0)
    assert picked is not None
    place, row, run = picked
    people = run.people
    less = Headcount(1) if people.able else Headcount(0, 1) if people.seated else Headcount(0, 0, 1)
    return with_run(sample.plan, place, row, replace(run, people=people - less))


@mutation
def class_changed(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: run.people.able > 0)
    if picked is None:
        return None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, people=run.people + Headcount(-1, 1, 0)))


@mutation
def cars_overfull(sample: Sample, rng: Random) -> Plan | None:
    """Move people of the group from a bus into the cars; totals stay right."""
    cars = pick_run(sample.plan, rng, lambda run: not run.serial)
    if cars is None:
        return None
    group = sample.plan.timetable.packets[cars[0]].group_id
    bus = pick_run(sample.plan, rng, lambda run: bool(run.serial) and run.people.able > 1)
    if bus is None or sample.plan.timetable.packets[bus[0]].group_id != group:
        return with_run(sample.plan, *cars[:2], replace(cars[2], vehicles=cars[2].vehicles + 1))
    plan = with_run(sample.plan, *cars[:2], replace(cars[2], people=cars[2].people + Headcount(1)))
    return with_run(plan, *bus[:2], replace(bus[2], people=bus[2].people - Headcount(1)))


@mutation
def family_split(sample: Sample, rng: Random) -> Plan | None:
    """Move one member of a family from its vehicle into another packet."""
    picked = pick_run(sample.plan, rng, lambda run: any(load.members.able for load in run.families))
    if picked is None:
        return None
    place, row, run = picked
    group = sample.plan.timetable.packets[place].group_id
    others = [(p, r, one) for p, packet in enumerate(sample.plan.timetable.packets) for r, one in enumerate(packet.runs) if p != place and packet.group_id == group]
    at = next(i for i, load in enumerate(run.families) if load.members.able)
    load = run.families[at]
    family = next(one for one in sample.scenario.get_group(group).families if one.id == load.family_id)
    if not others or family.members == Headcount(1):
        return None
    less = replace(load, members=load.members - Headcount(1))
    plan = with_run(
        sample.plan, place, row, replace(run, people=run.people - Headcount(1), families=(*run.families[:at], less, *run.families[at + 1 :]))
    )
    p, r, other = rng.choice(others)
    more = replace(load, count=1, members=Headcount(1))
    return with_run(plan, p, r, replace(other, people=other.people + Headcount(1), families=(*other.families, more)))


@mutation
def family_unlisted(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: bool(run.families))
    if picked is None:
        return None
    place, row, run = picked
    load = run.families[0]
    changed = [
        replace(run, families=(replace(load, count=load.count + 1), *run.families[1:])),
        replace(run, families=(replace(load, members=load.members + Headcount(1)), *run.families[1:])),
        replace(run, families=(*run.families, load)),
        replace(run, families=(replace(load, family_id="none"), *run.families[1:])),
    ]
    group = sample.scenario.get_group(sample.plan.timetable.packets[place].group_id)
    family = next(one for one in group.families if one.id == load.family_id)
    # A wrong count of units beside a spread unit may still be true; only whole loads are recounted here.
    return with_run(sample.plan, place, row, rng.choice(changed[1:] if family.members.stretcher else changed))


@mutation
def left_changed(sample: Sample, rng: Random) -> Plan:
    plan = sample.plan
    left = plan.timetable.left
    if not left:
        group = rng.choice(sample.scenario.groups)
        return replace(plan, timetable=replace(plan.timetable, left=(Left(group.id, Headcount(rng.choice([0, 1])), "no seat"),)))
    place = rng.randrange(len(left))
    one = left[place]
    changed = [replace(one, reason=" "), replace(one, people=one.people + Headcount(1)), replace(one, group_id="none"), replace(one, people=Headcount())]
    lists = [(*left[:place], rng.choice(changed), *left[place + 1 :]), left[:place] + left[place + 1 :], (*left, left[place])]
    return replace(plan, timetable=replace(plan.timetable, left=rng.choice(lists)))


# Proofs


@mutation
def label_changed(sample: Sample, rng: Random) -> Plan | None:
    """Change one label so that the capacity of the cut is another, or leave the range."""
    picked = pick_cut(sample, rng)
    if picked is None:
        return None
    place, cut, problem = picked
    labels = list(cut.labels)
    at = rng.randrange(len(labels))
    labels[at] = rng.choice([rng.randint(0, cut.horizon_steps + 1), labels[at] + nudge(rng, 60), cut.horizon_steps + 2, -1])
    inside = min(labels) >= 0 and max(labels) <= cut.horizon_steps + 1
    structural = labels[problem.sink] != cut.horizon_steps + 1 or any(labels[node] for node in cut.held)
    if inside and not structural and sum(cut_terms(problem, labels)) == cut.capacity:
        return None
    return with_cut(sample.plan, place, replace(cut, labels=tuple(labels)))


@mutation
def labels_cut_short(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_cut(sample, rng)
    if picked is None:
        return None
    place, cut, _problem = picked
    return with_cut(sample.plan, place, replace(cut, labels=rng.choice([(), cut.labels[:-1], (*cut.labels, 0)])))


@mutation
def horizon_changed(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_cut(sample, rng)
    if picked is None:
        return None
    place, cut, problem = picked
    later = cut.horizon_steps + rng.randint(1, 900)
    labels = tuple(later + 1 if label == cut.horizon_steps + 1 else label for label in cut.labels)
    changed = [replace(cut, horizon_steps=later), replace(cut, horizon_steps=later, labels=labels), replace(cut, horizon_steps=-1)]
    changed += [replace(cut, horizon_steps=cut.horizon_steps - rng.randint(1, 60))]
    return with_cut(sample.plan, place, rng.choice(changed))


@mutation
def held_changed(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_cut(sample, rng)
    if picked is None:
        return None
    place, cut, problem = picked
    others = [node for node, amount in problem.supply.items() if node not in cut.held and amount]
    changed: list[tuple[int, ...]] = [cut.held[1:], (*cut.held, cut.held[0]), (0,), (problem.sink,), (10**9,)]
    changed += [(*cut.held, others[0])] if others else []
    return with_cut(sample.plan, place, replace(cut, held=rng.choice(changed)))


@mutation
def demand_or_capacity(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_cut(sample, rng)
    if picked is None:
        return None
    place, cut, _problem = picked
    by = nudge(rng, 5000)
    return with_cut(sample.plan, place, replace(cut, demand=cut.demand + by) if rng.random() < 0.5 else replace(cut, capacity=cut.capacity + by))


@mutation
def bound_raised(sample: Sample, rng: Random) -> Plan:
    place = rng.randrange(len(sample.plan.proofs))
    proof = sample.plan.proofs[place]
    changed = [replace(proof, bound_s=proof.bound_s + rng.randint(1, 3600)), replace(proof, least_left=proof.least_left + rng.randint(1, 9))]
    return with_proof(sample.plan, place, rng.choice(changed))


@mutation
def proof_form(sample: Sample, rng: Random) -> Plan:
    place = rng.randrange(len(sample.plan.proofs))
    proof = sample.plan.proofs[place]
    other = {"people": "vehicles", "vehicles": "people"}[proof.unit]
    changed = [replace(proof, kind="hope"), replace(proof, unit=other), replace(proof, bound_s=-1)]
    if proof.certificate is not None:
        changed += [replace(proof, certificate=None), replace(proof, parts_per_unit=proof.parts_per_unit + 1), replace(proof, held_groups=())]
    plan = with_proof(sample.plan, place, rng.choice(changed))
    return plan if rng.random() < 0.7 else replace(sample.plan, proofs=(*sample.plan.proofs, proof))


@mutation
def total_bound(sample: Sample, rng: Random) -> Plan:
    plan = sample.plan
    changed = [
        replace(plan, bound_s=(plan.bound_s or 0) + rng.randint(1, 3600)),
        replace(plan, clear_s=(plan.clear_s or 0) + nudge(rng)),
        replace(plan, gap=(plan.gap or 0.0) + 0.01),
        replace(plan, least_left=plan.least_left + rng.randint(1, 9)),
    ]
    changed += [replace(plan, gap=None), replace(plan, clear_s=None)] if plan.clear_s is not None and plan.gap is not None else []
    return rng.choice(changed)


@mutation
def beds_overfull(sample: Sample, rng: Random) -> Plan | None:
    """Send so many more people to an exit with beds that they cannot all lie down."""
    limited = {one.id: one.beds for one in sample.scenario.exits if one.beds is not None}
    found = [(p, packet) for p, packet in enumerate(sample.plan.timetable.packets) if packet.exit_id in limited and packet.runs]
    if not found:
        return None
    place, packet = rng.choice(found)
    beds = limited[packet.exit_id]
    assert beds is not None
    run = replace(packet.runs[0], people=packet.runs[0].people + Headcount(beds + 1))
    return with_packet(sample.plan, place, replace(packet, runs=(run, *packet.runs[1:])))
