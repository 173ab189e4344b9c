"""The independent check of a plan: from scenario, roads and plan alone, in plain Python, sharing no code with the planner."""

from __future__ import annotations

from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork
from safeconduct.verify.arrivals import check_arrivals
from safeconduct.verify.case import make_case, movement_of
from safeconduct.verify.finding import Finding
from safeconduct.verify.go import check_go
from safeconduct.verify.identity import check_identity, check_movement
from safeconduct.verify.limits import check_terms, within_terms
from safeconduct.verify.options import check_options
from safeconduct.verify.packets import check_packets
from safeconduct.verify.people import check_people
from safeconduct.verify.prices import check_prices
from safeconduct.verify.priority import check_priority
from safeconduct.verify.proofs import check_proofs
from safeconduct.verify.references import check_references
from safeconduct.verify.revision import check_revision
from safeconduct.verify.routes import check_routes
from safeconduct.verify.screening import check_screening
from safeconduct.verify.shape import check_shape
from safeconduct.verify.snaps import check_snaps
from safeconduct.verify.term_routes import check_term_routes
from safeconduct.verify.vehicles import check_vehicles
from safeconduct.verify.way_points import check_way_points

FUNDAMENTAL = frozenset({"reference-unknown", "reference-twice", "option-set", "identity-times"})
"""Where one of these is wrong, the content cannot be looked at."""


def check_plan(scenario: Scenario, network: RoadNetwork, plan: Plan) -> tuple[Finding, ...]:
    """Return every promise of the plan that does not hold; empty when all do.

    scenario and network are taken as read and checked (the network with a node for every group, exit, vehicle base and
    checkpoint); the plan may hold anything. What the terms limit holds before all else. Checks go from form to references to
    content: where the form or a reference is wrong, the content is not looked at, so a damaged plan gives findings and never an
    exception. Findings stand in the order of the checks, the same for the same input.
    """
    found = check_shape(plan)
    if found:
        return found
    stated, scenario = scenario, within_terms(scenario)
    movement = movement_of(scenario)
    found = (
        *check_identity(scenario, network, plan),
        *check_movement(movement, plan),
        *check_references(scenario, plan, nodes=network.nodes, arcs=network.arcs),
        *check_go(scenario, plan),
        *check_terms(stated, plan),
    )
    if movement is None or any(one.code in FUNDAMENTAL for one in found):
        return found
    case = make_case(scenario, network, plan, movement)
    return (
        *found,
        *check_snaps(case),
        *check_routes(case),
        *check_way_points(case),
        *check_term_routes(case),
        *check_options(case),
        *check_packets(case),
        *check_screening(case),
        *check_vehicles(case),
        *check_people(case),
        *check_arrivals(case),
        *check_priority(case),
        *check_proofs(case),
        *check_prices(case),
        *check_revision(case),
    )
