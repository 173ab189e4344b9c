"""References: every id, arc and node in the plan exists and no id is given twice. The other checks rely on this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from safeconduct.model.plan import OPTION_LABELS, Option, Packet, Plan, ReturnWay
from safeconduct.model.scenario import Scenario
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.posts import CHECKPOINT_PREFIX

BASE_PREFIX = "base:"
"""A snap of a vehicle base has this prefix and the id of its row of the fleet."""


def check_references(scenario: Scenario, plan: Plan, *, nodes: int, arcs: int) -> Iterator[Finding]:
    """Yield a finding for each reference to something that does not exist, and for each id given twice."""
    yield from _check_snaps(scenario, plan, nodes)
    if tuple(option.label for option in plan.options) != OPTION_LABELS:
        yield finding("option-set", "options", f"{[option.label for option in plan.options]}, not {list(OPTION_LABELS)}")
    if plan.chosen not in {option.label for option in plan.options}:
        yield finding("option-set", "chosen", f"{plan.chosen!r} is none of the options")
    groups = {group.id for group in scenario.groups}
    exits = {place.id for place in scenario.exits}
    every = [*(route for option in plan.options for route in option.routes), *plan.former_routes]
    yield from _twice("routes", (route.id for route in every))
    yield from _twice("packets", (packet.id for packet in plan.timetable.packets))
    for route in every:
        yield from _unknown(f"route {route.id}", "group", [route.group_id], groups)
        yield from _unknown(f"route {route.id}", "exit", [route.exit_id], exits)
        yield from _indices(f"route {route.id}", (*route.arcs, *route.back_arcs), arcs)
    if plan.revision is None:  # a plan made again also has the ways that vehicles have taken
        yield from _twice("returns", (return_name(way) for way in plan.returns))
    for way in plan.returns:
        yield from _unknown(return_name(way), "exit", [way.exit_id], exits)
        yield from _unknown(return_name(way), "group", [way.group_id], groups)
        yield from _indices(return_name(way), way.arcs, arcs)
    chosen = next((option for option in plan.options if option.label == plan.chosen), None)
    yield from _check_timetable(scenario, plan, chosen)
    for proof in plan.proofs:
        yield from _unknown(f"proof {proof.kind}", "group", proof.held_groups, groups)
        for road in proof.bottlenecks:
            yield from _indices(f"proof {proof.kind}", road.arcs, arcs)


def _check_snaps(scenario: Scenario, plan: Plan, nodes: int) -> Iterator[Finding]:
    wanted = Counter([*(group.id for group in scenario.groups), *(place.id for place in scenario.exits)])
    wanted.update(CHECKPOINT_PREFIX + one.id for one in scenario.checkpoints)
    stated = Counter(snap.id for snap in plan.snaps)
    bases = {BASE_PREFIX + row.id for row in scenario.fleet}
    for name, times in wanted.items():
        if stated[name] < times:
            yield finding("reference-unknown", f"snap {name}", "missing: the point is not joined to any road")
    for name, times in stated.items():
        if name not in wanted and name not in bases:
            yield finding("reference-unknown", f"snap {name}", "no group, exit, vehicle base or checkpoint has this id")
        elif times > wanted.get(name, 1):
            yield finding("reference-twice", f"snap {name}", f"given {times} times")
    for snap in plan.snaps:
        if not 0 <= snap.node < nodes:
            yield finding("reference-unknown", f"snap {snap.id}", f"node {snap.node} of {nodes}")


def return_name(way: ReturnWay) -> str:
    """Return how a way back that no route gives is named in findings."""
    return f"way back from {way.exit_id} to {way.group_id}"


def _check_timetable(scenario: Scenario, plan: Plan, chosen: Option | None) -> Iterator[Finding]:
    groups = {group.id for group in scenario.groups}
    exits = {place.id for place in scenario.exits}
    routes = {route.id for route in (*chosen.routes, *plan.former_routes)} if chosen else set()
    serials = {serial for row in scenario.fleet for serial in row.serials()}
    families = {group.id: {family.id for family in group.families} for group in scenario.groups}
    for packet in plan.timetable.packets:
        where = f"packet {packet.id}"
        yield from _unknown(where, "group", [packet.group_id], groups)
        yield from _unknown(where, "exit", [packet.exit_id], exits)
        yield from _unknown(where, "route of the chosen option", [packet.route_id], routes)
        yield from _check_runs(packet, serials, families.get(packet.group_id, set()))
    yield from _unknown("left", "group", (left.group_id for left in plan.timetable.left), groups)


def _check_runs(packet: Packet, serials: set[str], families: set[str]) -> Iterator[Finding]:
    where = f"packet {packet.id}"
    for run in packet.runs:
        if run.serial:
            yield from _unknown(where, "vehicle", [run.serial], serials)
        yield from _unknown(where, "family of the group", (load.family_id for load in run.families), families)


def _unknown(where: str, kind: str, names: Iterable[str], known: set[str]) -> Iterator[Finding]:
    for name in names:
        if name not in known:
            yield finding("reference-unknown", where, f"no {kind} has the id {name!r}")


def _indices(where: str, arcs: Iterable[int], count: int) -> Iterator[Finding]:
    bad = next((arc for arc in arcs if not 0 <= arc < count), None)
    if bad is not None:
        yield finding("reference-unknown", where, f"arc {bad} of {count}")


def _twice(where: str, names: Iterable[str]) -> Iterator[Finding]:
    for name, times in Counter(names).items():
        if times > 1:
            yield finding("reference-twice", where, f"{name!r} is given {times} times")
