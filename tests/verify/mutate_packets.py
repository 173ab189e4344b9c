"""Corruptions of packets on the road and at the exits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from safeconduct.model.plan import Plan
from safeconduct.verify.case import make_case, movement_of
from verify.mutation_base import Sample, mutation, nudge, pick_packet, pick_run, shift, with_packet, with_packets, with_run


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
    pairs = [
        (a, b)
        for a in range(len(packets))
        for b in range(len(packets))
        if a != b and routes[packets[a].route_id].arcs and packets[a].route_id == packets[b].route_id
    ]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    late = int((packets[first].depart - packets[second].depart).total_seconds()) + rng.randrange(
        0, min(packets[first].occupancy_s, 60)
    )
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
    late = [
        (p, packet) for p, packet in enumerate(sample.plan.timetable.packets) if sample.scenario.get_group(packet.group_id).ready
    ]
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
            found += [
                (place, packet, int(high - case.roads.travel_s[arc] + 1 - entry)) for _low, high in spans if high < case.end_s
            ]
            entry += case.roads.travel_s[arc]
    if not found:
        return None
    place, packet, by = rng.choice(found)
    return with_packet(sample.plan, place, shift(packet, by))


@mutation
def without_escort(sample: Sample, rng: Random) -> Plan | None:
    """Put another vehicle of the fleet, or nobody, into the place of an escort."""
    roles = {serial: entry.role for entry in sample.scenario.fleet for serial in entry.serials()}
    picked = pick_run(sample.plan, rng, lambda run: roles.get(run.serial) == "escort")
    if picked is None:
        return None
    place, row, run = picked
    packet = sample.plan.timetable.packets[place]
    there = {one.serial for one in packet.runs}
    others = [serial for serial, role in roles.items() if role == "transport" and serial not in there]
    if not others or rng.random() < 0.5:
        return with_packet(sample.plan, place, replace(packet, runs=(*packet.runs[:row], *packet.runs[row + 1 :])))
    return with_run(sample.plan, place, row, replace(run, serial=rng.choice(others)))


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
