"""A small corridor planned by hand and by the simplest possible scheduler: the sound plan that the mutations corrupt.

Two assembly points, two exits, a road that is shut for good, one that is shut part of the time, buses with second trips, an
ambulance from a base, own cars, families, screening, beds, and certificates found by trying every set of nodes.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from safeconduct.model.fleet_certificate import BayPrice, DeskPrice, FleetCertificate, PersonPrice
from safeconduct.model.people import Headcount
from safeconduct.model.plan import (
    ANY_NUMBER,
    SCHEMA_VERSION,
    Bottleneck,
    ExposureFacts,
    GoNoGo,
    Left,
    Option,
    Plan,
    Proof,
    RoutePrice,
    Snap,
    Timetable,
)
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span
from safeconduct.network.graph import RoadNetwork
from safeconduct.verify.case import Case, make_case, movement_of
from safeconduct.verify.fleet import fleet_bound
from safeconduct.verify.fleet_case import make_fleet_case
from safeconduct.verify.fleet_prices import earned_of, least_left, worth_of
from safeconduct.verify.limits import within_terms
from safeconduct.verify.problem import allowance_parts, cut_terms, make_problem, parts_of
from verify.sound_case import at, ground, make_route, return_way, scenario
from verify.sound_cut import brute_cut
from verify.sound_yard import TASKS, Yard


@cache
def sound(*, short: bool = False) -> tuple[Scenario, RoadNetwork, Plan]:
    """Return scenario, network and a plan in which every promise holds; `short` ends early and leaves people behind."""
    stated = scenario(short=short)
    case = within_terms(stated)
    net, letters = ground()
    movement = movement_of(case)
    assert movement is not None
    options = []
    for label in ("safest", "balanced", "fastest"):
        routes = tuple(make_route(case, label, group, number) for group in ("A", "B") for number in (1, 2))
        firsts = [route for route in routes if not route.overlap and route.id.endswith("1")]
        options.append(
            Option(
                label,
                routes,
                sum(case.get_group(r.group_id).people.total * r.exposure for r in firsts),
                max(r.travel_s for r in firsts),
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
    return stated, net, _finish(case, net, letters, movement, options, timetable)


def _finish(
    case: Scenario, net: RoadNetwork, letters: dict[str, int], movement: Span, options: list[Option], timetable: Timetable
) -> Plan:
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
            Snap("checkpoint:K1", letters["b"], 0.0),
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
        returns=(return_way(),),
        priority_s=None if everybody else 0,
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
        terms = cut_terms(problem, cut.labels)
        binding = tuple(
            Bottleneck(
                f"arc {arc}",
                net.node_point(problem.tail[arc]),
                "road",
                problem.capacity[arc],
                term / cut.capacity,
                (arc,),
                None if cut.horizon_steps >= end else 0,
                "" if cut.horizon_steps >= end else "the packets' own spacing binds",
            )
            for arc, term in enumerate(terms[: net.arcs])
            if term
        )
        beyond = allowance_parts(facts, problem, cut.labels, terms)
        held = tuple("AB"[node - net.nodes] for node in cut.held)
        bound = cut.horizon_steps + 1
        least = -(-(cut.demand - cut.capacity - beyond) // parts_of(facts)) if bound > facts.end_s and unit == "people" else 0
        proofs.append(
            Proof(
                kind, unit, 1, 3600, bound, exact=False, least_left=least, held_groups=held, certificate=cut, bottlenecks=binding
            )
        )
    proofs.append(Proof("beds", "people", 1, 3600, 0, exact=True))
    proofs.append(fleet_proof(facts))
    left = max(proof.least_left for proof in proofs)
    bound_s = None if left else max(proof.bound_s for proof in proofs)
    gap = (draft.clear_s - bound_s) / bound_s if draft.clear_s is not None and bound_s else None
    prices = price_list(min(proofs[0].bound_s, end))
    return replace(draft, proofs=tuple(proofs), bound_s=bound_s, gap=gap, least_left=left, route_prices=prices)


def fleet_proof(facts: Case) -> Proof:
    """Return what the vehicles force by prices, mostly of people, for the latest horizon looked at for which they prove it."""
    fleet = make_fleet_case(facts)
    bound_s, left = fleet_bound(facts)
    end, most = int(facts.end_s), 10**6
    patients = (PersonPrice("A", 0, most, 0),)
    everybody = (PersonPrice("A", most * 3 // 4, most, 0), PersonPrice("B", most, 0, 0))
    for horizon, people in [(end, everybody), *((bound_s + later, patients) for later in range(100, 0, -10))]:
        desks = (DeskPrice("X", 0, horizon, 2), DeskPrice("X", horizon - 900, horizon, 1), DeskPrice("Y", 0, horizon, 1))
        made = FleetCertificate(horizon, 5, people, desks, (BayPrice("B", 1),), 0, 0)
        made = replace(made, worth=worth_of(fleet, made), earned=earned_of(facts, fleet, made))
        if made.worth > made.earned:
            left = max(left, least_left(made)) if horizon == end else left
            bound_s = min(end, horizon + 1)
            return Proof("fleet", "people", 1, 3600, bound_s, exact=False, least_left=left, prices=made)
    raise AssertionError("these prices prove nothing")


def price_list(least_s: int) -> tuple[RoutePrice, ...]:
    """Return prices as a plan may state them: one route dear and within a gap, two cheaper, three as good as any number."""
    return (
        RoutePrice(1, least_s + 3000, least_s + 2400, ("A, B to East crossing",)),
        RoutePrice(2, least_s + 600, least_s + 600, ("A to East crossing", "B to Reception site")),
        RoutePrice(3, least_s, least_s, ("A to East crossing", "B to Reception site", "B to East crossing")),
        RoutePrice(ANY_NUMBER, least_s, least_s),
    )
