"""The plan as a whole: made from this input, for this movement, by this schema, with nothing left out."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.model.plan import SCHEMA_VERSION, Plan
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span
from safeconduct.network.graph import RoadNetwork
from safeconduct.verify.finding import Finding, finding


def check_identity(scenario: Scenario, network: RoadNetwork, plan: Plan) -> Iterator[Finding]:
    """Yield a finding for each fact about the whole plan that differs from the scenario's."""
    if plan.schema_version != SCHEMA_VERSION:
        yield finding("identity-schema", "schema_version", f"{plan.schema_version!r}, this program reads {SCHEMA_VERSION!r}")
    if plan.input_hash != scenario.input_hash:
        yield finding("identity-input", "input_hash", f"{plan.input_hash[:12]!r} in the plan, {scenario.input_hash[:12]!r} here")
    if plan.scenario_name != scenario.name:
        yield finding("identity-input", "scenario_name", f"{plan.scenario_name!r} in the plan, {scenario.name!r} here")
    carried: tuple[tuple[str, object, object], ...] = (
        ("people", plan.people, scenario.people),
        ("zones", plan.zones, scenario.zones),
        ("schematic", plan.schematic, scenario.schematic or scenario.roads.schematic),
        ("attribution", plan.attribution, scenario.roads.attribution or network.attribution),
    )
    for name, stated, wanted in carried:
        if stated != wanted:
            yield finding("identity-carried", name, f"{stated!r} in the plan, {wanted!r} by the input")
    for name, sentences in (("summary", plan.summary), ("assumptions", plan.assumptions)):
        if not any(sentence.strip() for sentence in sentences):
            yield finding("identity-text", name, "empty")


def check_movement(movement: Span | None, plan: Plan) -> Iterator[Finding]:
    """Yield a finding when start or end is not the first or last moment of allowed movement to any exit."""
    if movement is None:
        yield finding("identity-times", "start", "no movement is allowed at any time, so no plan can be")
    elif plan.start != movement.start:
        yield finding("identity-times", "start", f"{plan.start.isoformat()}, movement begins {movement.start.isoformat()}")
    elif plan.end != movement.end:
        yield finding("identity-times", "end", f"{plan.end.isoformat()}, movement ends {movement.end.isoformat()}")
