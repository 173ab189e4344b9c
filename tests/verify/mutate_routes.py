"""Corruptions of snaps and routes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from safeconduct.model.place import LonLat
from safeconduct.model.plan import Plan
from safeconduct.verify.case import make_case, movement_of
from verify.mutation_base import Sample, driving_s, mutation, nudge, pick_route, with_option, with_packet, with_return, with_route


@mutation
def snap_moved(sample: Sample, rng: Random) -> Plan:
    place = rng.randrange(len(sample.plan.snaps))
    snap = sample.plan.snaps[place]
    lon, lat = sample.network.node_lon.tolist(), sample.network.node_lat.tolist()
    far = [
        n
        for n in range(sample.network.nodes)
        if abs(lon[n] - lon[snap.node]) + abs(lat[n] - lat[snap.node]) > 0.005 + snap.distance_m / 20_000
    ]
    moved = [
        replace(snap, distance_m=snap.distance_m * 1.1 + 5),
        replace(snap, node=sample.network.nodes),
        replace(snap, id="nowhere"),
    ]
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
    return with_route(
        sample.plan, label, place, replace(route, way_points=rng.choice([route.way_points[::-1], route.way_points[1:], ()]))
    )


@mutation
def way_back_broken(sample: Sample, rng: Random) -> Plan | None:
    picked = pick_route(sample.plan, rng, 2)
    if picked is None or len(picked[2].back_arcs) < 2:
        return None
    label, place, route = picked
    travel = driving_s(sample)
    arcs = route.back_arcs[:-1] if rng.random() < 0.5 else route.back_arcs[1:]
    return with_route(sample.plan, label, place, replace(route, back_arcs=arcs, back_s=sum(travel[arc] for arc in arcs)))


@mutation
def return_way_broken(sample: Sample, rng: Random) -> Plan | None:
    """Give a way back of its own other arcs, its seconds right for them."""
    if not sample.plan.returns:
        return None
    way = rng.choice(sample.plan.returns)
    travel = driving_s(sample)
    changed: list[tuple[int, ...]] = [way.arcs[:-1], way.arcs[1:]]
    if len(way.arcs) > 1:
        changed.append(way.arcs[::-1])
    if len(way.arcs) > 2:
        gap = rng.randrange(1, len(way.arcs) - 1)
        changed.append(way.arcs[:gap] + way.arcs[gap + 1 :])
    arcs = rng.choice(changed)
    return with_return(sample.plan, way, replace(way, arcs=arcs, travel_s=sum(travel[arc] for arc in arcs)))


@mutation
def return_way_seconds(sample: Sample, rng: Random) -> Plan | None:
    if not sample.plan.returns:
        return None
    way = rng.choice(sample.plan.returns)
    return with_return(sample.plan, way, replace(way, travel_s=way.travel_s + nudge(rng)))


@mutation
def return_way_elsewhere(sample: Sample, rng: Random) -> Plan | None:
    """Name another exit or group, an arc that does not exist, or the same way twice."""
    if not sample.plan.returns:
        return None
    way = rng.choice(sample.plan.returns)
    if rng.random() < 0.3:
        return replace(sample.plan, returns=(*sample.plan.returns, way))
    changed = [
        replace(way, exit_id="nowhere"),
        replace(way, group_id="nobody"),
        replace(way, arcs=(*way.arcs[:-1], rng.choice([-1, sample.network.arcs, 10**12]))),
    ]
    return with_return(sample.plan, way, rng.choice(changed))


@mutation
def return_way_closed(sample: Sample, rng: Random) -> Plan | None:
    """Drive to and fro over a closed road at the end: the seconds are kept right for that way."""
    movement = movement_of(sample.scenario)
    assert movement is not None
    case = make_case(sample.scenario, sample.network, sample.plan, movement)
    closed = [arc for arc in case.shut.closed if case.roads.twin[arc] in case.shut.closed]
    if not closed or not sample.plan.returns:
        return None
    way, arc = rng.choice(sample.plan.returns), rng.choice(closed)
    arcs = (*way.arcs, arc, case.roads.twin[arc])
    return with_return(sample.plan, way, replace(way, arcs=arcs, travel_s=case.roads.drive_s(arcs)))


@mutation
def return_way_lost(sample: Sample, rng: Random) -> Plan | None:
    """Leave out a way back that some vehicle drives, where no route gives one."""
    runs = {(run.serial, run.trip): packet for packet in sample.plan.timetable.packets for run in packet.runs if run.serial}
    driven = {
        (packet.exit_id, runs[serial, trip + 1].group_id) for (serial, trip), packet in runs.items() if (serial, trip + 1) in runs
    }
    used = [way for way in sample.plan.returns if (way.exit_id, way.group_id) in driven]
    if not used:
        return None
    lost = rng.choice(used)
    return replace(sample.plan, returns=tuple(way for way in sample.plan.returns if way != lost))


@mutation
def twin_route(sample: Sample, rng: Random) -> Plan | None:
    """Offer the first route again as the alternate, its overlap stated truly."""
    found = [
        (label, place)
        for label, option in enumerate(sample.plan.options)
        for place in range(1, len(option.routes))
        if option.routes[place].group_id == option.routes[place - 1].group_id
        and option.routes[place - 1].overlap == 0
        and option.routes[place].arcs
    ]
    if not found:
        return None
    label, place = rng.choice(found)
    routes = sample.plan.options[label].routes
    return with_route(sample.plan, label, place, replace(routes[place - 1], id=routes[place].id, overlap=1.0))


@mutation
def closure_unnamed(sample: Sample, rng: Random) -> Plan | None:
    found = [
        (o, r, route) for o, option in enumerate(sample.plan.options) for r, route in enumerate(option.routes) if route.closed_by
    ]
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
    return with_option(
        sample.plan, 0, replace(option, routes=(replace(option.routes[0], id=other.routes[0].id), *option.routes[1:]))
    )
