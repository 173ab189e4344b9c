"""From a scenario and its road network to a plan: the recipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from safeconduct.agreement.go import decide
from safeconduct.convoy.bound import fleet_bound
from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.order import MovementOrder
from safeconduct.exposure.assess import assess
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.errors import NoPlanError
from safeconduct.model.people import Group
from safeconduct.model.plan import SCHEMA_VERSION, ExposureFacts, Left, Option, Plan, Proof, Route, Snap, Timetable
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.assumptions import assumptions_of
from safeconduct.planning.movement import movement_of, order_of
from safeconduct.planning.proofs import prove
from safeconduct.routing.deadhead import deadhead_seconds
from safeconduct.routing.options import OptionSet, find_options, usable_exits

UNLIMITED_VPH = 1e6
"""Vehicles an hour on a road that limits nobody."""

Progress = Callable[[str, float], None]
"""Called with the name of a stage and the share of the whole work that is done (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A scenario on its roads: what every stage of planning looks at.

    network: with a node for every group, exit and vehicle base. travel_s: shape (arcs,), seconds of the column along each arc.
    """

    scenario: Scenario
    network: RoadNetwork
    snaps: tuple[Snap, ...]
    movement: Span
    conditions: ArcConditions
    facts: ExposureFacts
    travel_s: NDArray[np.int32]


def survey(scenario: Scenario, network: RoadNetwork, snaps: tuple[Snap, ...]) -> Ground:
    """Return the ground of a scenario: its movement, the state of every arc and the travel times.

    Raises NoPlanError when no window is open at any time of the movement.
    """
    movement = movement_of(scenario)
    conditions, facts = assess(scenario, network, start=movement.start, end=movement.end)
    travel_s = network.convoy_travel_s(scenario.settings.convoy_speed_kmh)
    return Ground(scenario, network, snaps, movement, conditions, facts, travel_s)


def plan_corridor(
    ground: Ground,
    *,
    program_version: str,
    seed: int = 0,
    notices: tuple[str, ...] = (),
    stop: Callable[[], bool] | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Return the whole plan: options, timetable of the preferred one, and the proofs that bound it.

    seed: written into the plan; nothing here draws random numbers, so it changes nothing. stop: asked now and then; once it
    returns True the search for proofs ends and the gap is told. The same ground and seed give the same plan as long as
    `stop` does not interfere. Raises NoPlanError when not one group can leave.
    """
    tell = progress or (lambda _stage, _share: None)
    scenario, movement = ground.scenario, ground.movement
    tell("corridor options", 0.05)
    found = _options(ground)
    tell("timetables", 0.35)
    timed = _timetables(ground, found)
    options = tuple(_with_times(ground, option, timed[option.label]) for option in found.options)
    chosen = _chosen(ground, timed)
    if chosen != scenario.settings.preference:
        notices += (f"Nobody gets out by the {scenario.settings.preference} option; the {chosen} one is planned instead.",)
    cut_off = _cut_off(ground, found)
    timetable = replace(timed[chosen], left=timed[chosen].left + cut_off)
    tell("clearance proofs", 0.55)
    proofs = _proofs(ground, found, stop=stop)
    tell("joining the plan", 0.95)
    least_left = max((proof.least_left for proof in proofs), default=0) + sum(one.people.total for one in cut_off)
    bound_s = max((proof.bound_s for proof in proofs), default=0) if not least_left else None
    left = sum(one.people.total for one in timetable.left)
    last = timetable.last_out
    clear_s = int((last - movement.start).total_seconds()) if last is not None and not left else None
    return Plan(
        schema_version=SCHEMA_VERSION,
        program_version=program_version,
        scenario_name=scenario.name,
        input_hash=scenario.input_hash,
        seed=seed,
        schematic=scenario.schematic or scenario.roads.schematic,
        attribution=scenario.roads.attribution or ground.network.attribution,
        zones=scenario.zones,
        start=movement.start,
        end=movement.end,
        people=scenario.people,
        snaps=ground.snaps,
        options=options,
        chosen=chosen,
        proofs=proofs,
        timetable=timetable,
        bound_s=bound_s,
        clear_s=clear_s,
        gap=(clear_s - bound_s) / bound_s if clear_s is not None and bound_s else None,
        least_left=least_left,
        go=decide(scenario.terms),
        exposure=ground.facts,
        assumptions=assumptions_of(scenario),
        notices=notices,
        max_routes=scenario.settings.routes,
        returns=found.returns,
    )


def _options(ground: Ground) -> OptionSet:
    """Return the corridor options; raises NoPlanError, naming what binds each group, when there is not one route."""
    movement = ground.movement
    found = find_options(
        ground.network,
        ground.travel_s,
        ground.conditions,
        ground.snaps,
        ground.scenario,
        start=movement.start,
        end=movement.end,
        k=ground.scenario.settings.routes,
    )
    if not any(option.routes for option in found.options):
        raise NoPlanError(tuple(found.unreachable[group.id] for group in ground.scenario.groups))
    return found


def _timetables(ground: Ground, found: OptionSet) -> dict[str, Timetable]:
    """Return the timetable of each option; options with the same ways (as without incidents) are driven once."""
    timed: dict[str, Timetable] = {}
    returns = _returns(found)
    for option in found.options:
        same = next((other for other in found.options if other.label in timed and _ways(other) == _ways(option)), None)
        if same is None:
            timed[option.label] = _timetable(ground, option, returns)
        else:
            ids = {theirs.id: ours.id for theirs, ours in zip(same.routes, option.routes, strict=True)}
            packets = tuple(replace(packet, route_id=ids[packet.route_id]) for packet in timed[same.label].packets)
            timed[option.label] = replace(timed[same.label], packets=packets)
    return timed


def _chosen(ground: Ground, timed: dict[str, Timetable]) -> str:
    """Return the preferred option, or, where nobody gets out by that one, the first by which somebody does.

    Raises NoPlanError, with every reason, when nobody gets out by any.
    """
    preferred = ground.scenario.settings.preference
    for label in (preferred, *timed):
        if timed[label].packets:
            return label
    raise NoPlanError(tuple(dict.fromkeys(f"{one.group_id}: {one.reason}" for one in timed[preferred].left)))


def _ways(option: Option) -> list[tuple[object, ...]]:
    """Return what a timetable depends on in an option: who drives where, on which arcs, out and back."""
    return [(route.group_id, route.exit_id, route.arcs, route.back_arcs) for route in option.routes]


def _returns(found: OptionSet) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return the way of empty vehicles from each exit to each group, whichever option's routes use them."""
    routes = [route for option in found.options for route in option.routes if route.back_arcs or not route.arcs]
    known = {(route.exit_id, route.group_id): route.back_arcs for route in routes}
    return known | {(way.exit_id, way.group_id): way.arcs for way in found.returns}


def _timetable(ground: Ground, option: Option, returns: dict[tuple[str, str], tuple[int, ...]]) -> Timetable:
    """Return the timetable of one option."""
    order = order_of(
        ground.scenario,
        ground.network,
        ground.conditions,
        movement=ground.movement,
        travel_s=ground.travel_s,
        snaps=ground.snaps,
        routes=option.routes,
        returns=returns,
    )
    return build_timetable(order)


def _with_times(ground: Ground, option: Option, timetable: Timetable) -> Option:
    """Return the option with when everybody is out and who is left when it is driven."""
    left = sum(one.people.total for one in timetable.left)
    last = timetable.last_out
    clear_s = int((last - ground.movement.start).total_seconds()) if last is not None and not left else None
    return replace(option, clear_s=clear_s, left=left)


def _cut_off(ground: Ground, found: OptionSet) -> tuple[Left, ...]:
    """Return the groups that no road leads out of, whole, with the reason."""
    groups = (group for group in ground.scenario.groups if group.id in found.unreachable and group.people.total)
    return tuple(Left(group.id, group.people, found.unreachable[group.id]) for group in groups)


def _proofs(ground: Ground, found: OptionSet, *, stop: Callable[[], bool] | None) -> tuple[Proof, ...]:
    """Return every proof about the groups that can be reached: roads, screening, beds, and the fleet over any route."""
    scenario = ground.scenario
    groups = tuple(group for group in scenario.groups if group.id not in found.unreachable)
    proofs = prove(
        scenario,
        ground.network,
        ground.snaps,
        ground.conditions,
        groups=groups,
        start=ground.movement.start,
        end=ground.movement.end,
        stop=stop,
    )
    return (*proofs, fleet_bound(_widest_order(ground, groups))) if scenario.fleet else proofs


def _widest_order(ground: Ground, groups: tuple[Group, ...]) -> MovementOrder:
    """Return an order that no choice of routes can beat, for the bound of the fleet.

    Each group may drive to each usable exit in the least time that any way takes, and vehicles come to it in the least time from
    any exit, on roads without limit; so the bound holds for all routes, not only for those of the plan.
    """
    scenario, movement = ground.scenario, ground.movement
    node_of = {snap.id: snap.node for snap in ground.snaps}
    exit_ids = usable_exits(scenario, movement.start, movement.end)
    at_groups = [node_of[group.id] for group in groups]
    at_exits = [node_of[exit_id] for exit_id in exit_ids]
    out_s = deadhead_seconds(ground.network, ground.travel_s, ground.conditions, at_groups, at_exits)
    back_s = deadhead_seconds(ground.network, ground.travel_s, ground.conditions, at_exits, at_groups)
    routes = tuple(
        _quickest(group.id, exit_id, float(out_s[row, column]), float(back_s[:, row].min()))
        for row, group in enumerate(groups)
        for column, exit_id in enumerate(exit_ids)
        if np.isfinite(out_s[row, column])
    )
    order = order_of(
        scenario,
        ground.network,
        ground.conditions,
        movement=movement,
        travel_s=ground.travel_s,
        snaps=ground.snaps,
        routes=routes,
    )
    return replace(order, capacity_vph=[UNLIMITED_VPH] * ground.network.arcs, open_spans={})


def _quickest(group_id: str, exit_id: str, out_s: float, back_s: float) -> Route:
    """Return the least times between a group and an exit as a route without a line; it stands for every way between them."""
    returns = np.isfinite(back_s)
    return Route(
        id=f"{group_id} {exit_id}",
        group_id=group_id,
        exit_id=exit_id,
        # Any one arc: a route with arcs and without a time back is one that nobody returns by.
        arcs=() if returns else (0,),
        geometry=(),
        way_points=(),
        length_m=0.0,
        travel_s=int(out_s),
        capacity_vph=int(UNLIMITED_VPH),
        exposure=0.0,
        back_s=int(back_s) if returns else 0,
    )
