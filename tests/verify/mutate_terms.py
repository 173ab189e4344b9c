"""Corruptions of checkpoints, of what terms limit, and of what the order of priority costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from safeconduct.model.place import distance_m
from safeconduct.model.plan import Plan, Route
from safeconduct.model.terms import Moment, PlaceRef
from safeconduct.verify.posts import CHECKPOINT_PREFIX
from verify.mutation_base import Sample, driving_s, mutation, pick_route, pick_run, shift, with_packet, with_route, with_run


def routes_past_a_checkpoint(plan: Plan) -> list[tuple[int, int, int, Route]]:
    """Return option, place, and the way-point's place for each checkpoint that a route names."""
    return [
        (o, r, p, route)
        for o, option in enumerate(plan.options)
        for r, route in enumerate(option.routes)
        for p, point in enumerate(route.way_points)
        if point.role == "checkpoint"
    ]


@mutation
def checkpoint_unnamed(sample: Sample, rng: Random) -> Plan | None:
    found = routes_past_a_checkpoint(sample.plan)
    if not found:
        return None
    label, place, at, route = rng.choice(found)
    point = route.way_points[at]
    put = rng.choice([(), (replace(point, name="Other post"),), (replace(point, drive_s=point.drive_s + 50),), (point, point)])
    points = (*route.way_points[:at], *put, *route.way_points[at + 1 :])
    return with_route(sample.plan, label, place, replace(route, way_points=points))


@mutation
def checkpoint_that_is_none(sample: Sample, rng: Random) -> Plan | None:
    found = [
        (o, r, p, route)
        for o, option in enumerate(sample.plan.options)
        for r, route in enumerate(option.routes)
        for p, point in enumerate(route.way_points)
        if point.role == "way"
    ]
    if not found:
        return None
    label, place, at, route = rng.choice(found)
    points = list(route.way_points)
    points[at] = replace(points[at], role="checkpoint")
    return with_route(sample.plan, label, place, replace(route, way_points=tuple(points)))


@mutation
def checkpoint_on_another_road(sample: Sample, rng: Random) -> Plan | None:
    """Put it where nobody passes, at the true distance."""
    plan, net = sample.plan, sample.network
    names = {CHECKPOINT_PREFIX + one.id: one.point for one in sample.scenario.checkpoints}
    posts = [(place, snap) for place, snap in enumerate(plan.snaps) if snap.id in names]
    if not posts:
        return None
    place, snap = rng.choice(posts)
    node = rng.choice([node for node in range(net.nodes) if net.node_point(node) != net.node_point(snap.node)])
    moved = replace(snap, node=node, distance_m=distance_m(names[snap.id], net.node_point(node)))
    return replace(plan, snaps=(*plan.snaps[:place], moved, *plan.snaps[place + 1 :]))


@mutation
def drives_past_without_a_stop(sample: Sample, rng: Random) -> Plan | None:
    found = routes_past_a_checkpoint(sample.plan)
    if not found:
        return None
    label, place, at, route = rng.choice(found)
    before = route.way_points[at].drive_s
    by_s = rng.randint(5, 60)
    points = tuple(replace(one, drive_s=one.drive_s - by_s * (one.drive_s > before)) for one in route.way_points)
    plan = with_route(sample.plan, label, place, replace(route, way_points=points, travel_s=route.travel_s - by_s))
    for number, packet in enumerate(plan.timetable.packets):
        if packet.route_id == route.id:
            sooner = timedelta(seconds=by_s)
            plan = with_packet(plan, number, replace(packet, arrive=packet.arrive - sooner, clear=packet.clear - sooner))
    return plan


@mutation
def one_vehicle_too_many(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: bool(run.serial) and run.trip > 1)
    if picked is None or all(entry.id != "late" for entry in sample.scenario.fleet):
        return None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, serial="late", kind="minibus", trip=1))


@mutation
def more_cars_than_agreed(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_run(sample.plan, rng, lambda run: not run.serial)
    if picked is None:
        return None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, vehicles=run.vehicles + rng.randint(1, 3)))


@mutation
def drives_back_though_forbidden(sample: Sample, rng: Random) -> Plan | None:
    if all(term.limits.returns for term in sample.scenario.terms):
        return None
    picked = pick_run(sample.plan, rng, lambda run: run.free_at is not None and run.back_at is None)
    if picked is None or picked[2].free_at is None:
        return None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, back_at=picked[2].free_at + timedelta(minutes=rng.randint(10, 60))))


@mutation
def leaves_before_the_start(sample: Sample, rng: Random) -> Plan | None:
    if all(term.kind != "start" for term in sample.scenario.terms):
        return None
    packet = sample.plan.timetable.packets[0]
    early = sample.plan.start - timedelta(minutes=rng.randint(1, 25))
    return with_packet(sample.plan, 0, shift(packet, int((early - packet.depart).total_seconds())))


@mutation
def on_the_road_after_the_window(sample: Sample, rng: Random) -> Plan | None:
    packets = sample.plan.timetable.packets
    ends = [value.at for term in sample.scenario.terms if isinstance(value := term.find_value("to"), Moment)]
    if not ends:
        return None
    late = max(ends) + timedelta(seconds=rng.randint(1, 1200))
    place = len(packets) - 1
    return with_packet(sample.plan, place, shift(packets[place], int((late - packets[place].clear).total_seconds())))


@mutation
def back_later_than_a_term_allows(sample: Sample, rng: Random) -> Plan | None:
    until = [value.at for term in sample.scenario.terms if isinstance(value := term.find_value("until"), Moment)]
    picked = pick_run(sample.plan, rng, lambda run: run.back_at is not None)
    if not until or picked is None:
        return None
    place, row, run = picked
    return with_run(sample.plan, place, row, replace(run, back_at=until[0] + timedelta(seconds=rng.randint(1, 600))))


@mutation
def way_point_left_out(sample: Sample, rng: Random) -> Plan | None:
    """End a route before the last way-point of every stated one."""
    if len([term for term in sample.scenario.terms if term.find_value("way_points")]) < 2:
        return None
    picked = pick_route(sample.plan, rng, 3)
    if picked is None:
        return None
    label, place, route = picked
    return with_route(sample.plan, label, place, replace(route, arcs=route.arcs[:-2]))


@mutation
def by_a_place_to_be_bypassed(sample: Sample, rng: Random) -> Plan | None:
    avoid = [place for term in sample.scenario.terms for place in term.find_value("avoid") or ()]  # type: ignore[union-attr]
    points = {place.point for place in avoid if isinstance(place, PlaceRef)}
    net = sample.network
    there = [arc for arc in range(net.arcs) if points & {net.node_point(int(net.head[arc])), net.node_point(int(net.tail[arc]))}]
    picked = pick_route(sample.plan, rng, 1)
    if not there or picked is None:
        return None
    label, place, route = picked
    return with_route(sample.plan, label, place, replace(route, arcs=(rng.choice(there),)))


@mutation
def drives_back_by_another_road(sample: Sample, rng: Random) -> Plan | None:
    """Swap a way back for another one, so long that no road need be on the line; its stated time stays that of the old one."""
    net = sample.network
    picked = pick_route(sample.plan, rng, 1)
    if picked is None or not picked[2].back_arcs:
        return None
    label, place, route = picked
    end, node, arcs, met = int(net.tail[route.arcs[0]]), int(net.head[route.arcs[-1]]), list[int](), set[int]()
    while node != end:
        met.add(node)
        onwards = [arc for arc in range(net.arcs) if net.tail[arc] == node and int(net.head[arc]) not in met]
        if not onwards:
            return None
        arcs.append(rng.choice(onwards))
        node = int(net.head[arcs[-1]])
    driven_s = driving_s(sample)
    if sum(driven_s[arc] for arc in arcs) == route.back_s:
        return None
    return with_route(sample.plan, label, place, replace(route, back_arcs=tuple(arcs)))


@mutation
def cost_of_priority(sample: Sample, rng: Random) -> Plan:
    plan = sample.plan
    wrong = [None, -1, (plan.clear_s or 0) + 1, (plan.clear_s or 0) - (plan.bound_s or 0) + rng.randint(1, 60)]
    return replace(plan, priority_s=rng.choice(wrong if plan.clear_s is not None else [0, -1, rng.randint(1, 600)]))
