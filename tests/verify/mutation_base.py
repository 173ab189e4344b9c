"""The table of corruptions, and ways to change a part of a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from safeconduct.model.plan import CutCertificate, Option, Packet, Plan, Proof, ReturnWay, Route, VehicleRun
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork
from safeconduct.verify.case import make_case, movement_of
from safeconduct.verify.limits import within_terms
from safeconduct.verify.problem import Problem, make_problem


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


def with_return(plan: Plan, old: ReturnWay, new: ReturnWay) -> Plan:
    return replace(plan, returns=tuple(new if way == old else way for way in plan.returns))


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
    found = [
        (o, r, route)
        for o, option in enumerate(plan.options)
        for r, route in enumerate(option.routes)
        if len(route.arcs) >= least_arcs
    ]
    return rng.choice(found) if found else None


def driving_s(sample: Sample) -> list[int]:
    """Return the column's seconds on each arc, stops at checkpoints included."""
    movement = movement_of(sample.scenario)
    assert movement is not None
    return make_case(within_terms(sample.scenario), sample.network, sample.plan, movement).roads.travel_s


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
    return (
        place,
        proof.certificate,
        make_problem(make_case(within_terms(sample.scenario), sample.network, sample.plan, movement), proof.kind, groups),
    )


def after_polls(most: int) -> Callable[[], bool]:
    """Return a stop that says yes from the `most`-th time on that it is asked: the same work on every machine."""
    asked = iter(range(most))
    return lambda: next(asked, None) is None


def shift(packet: Packet, seconds: int) -> Packet:
    by = timedelta(seconds=seconds)

    def moved(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment + by

    runs = tuple(
        replace(run, load_start=moved(run.load_start), free_at=moved(run.free_at), back_at=moved(run.back_at))
        for run in packet.runs
    )
    return replace(
        packet, depart=packet.depart + by, arrive=packet.arrive + by, clear=packet.clear + by, out=packet.out + by, runs=runs
    )


def nudge(rng: Random, most: int = 600) -> int:
    return rng.choice([-1, 1]) * rng.randint(1, most)
