"""What backs a plan: the proofs about the groups that can be reached, and what few routes would cost them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from safeconduct.convoy.fleet_proof import prove_fleet
from safeconduct.convoy.order import MovementOrder
from safeconduct.model.people import Group
from safeconduct.model.plan import Proof, Route, RoutePrice
from safeconduct.planning.brackets import Watch
from safeconduct.planning.clearance_problem import clearance_problem
from safeconduct.planning.ground import Ground
from safeconduct.planning.movement import order_of
from safeconduct.planning.proofs import prove
from safeconduct.planning.route_prices import price_problem, route_prices
from safeconduct.routing.deadhead import deadhead_seconds
from safeconduct.routing.options import OptionSet, usable_exits

UNLIMITED_VPH = 1e6
"""Vehicles an hour on a road that limits nobody."""


def reached_groups(ground: Ground, found: OptionSet) -> tuple[Group, ...]:
    """Return the groups that some road leads out of."""
    return tuple(group for group in ground.scenario.groups if group.id not in found.unreachable)


def proofs_of(ground: Ground, found: OptionSet, watch: Watch) -> tuple[Proof, ...]:
    """Return every proof about the groups that can be reached: roads, screening, beds, and the fleet over any route."""
    scenario, groups = ground.scenario, reached_groups(ground, found)
    proofs = prove(
        scenario,
        ground.network,
        ground.snaps,
        ground.conditions,
        groups=groups,
        start=ground.movement.start,
        end=ground.movement.end,
        watch=watch,
    )
    if not scenario.fleet:
        return proofs
    order, backs = widest_order(ground, groups)
    return (*proofs, prove_fleet(order, backs, work=watch.fleet_work, stop=watch.stop_fleet, tell=watch.tell))


def prices_of(ground: Ground, found: OptionSet, proofs: tuple[Proof, ...], watch: Watch, *, seed: int) -> tuple[RoutePrice, ...]:
    """Return what few routes cost the groups that can be reached; nothing when no vehicle has to leave."""
    start, end = ground.movement.start, ground.movement.end
    problem = clearance_problem(
        ground.scenario,
        ground.network,
        ground.snaps,
        ground.conditions,
        kind="roads",
        groups=reached_groups(ground, found),
        start=start,
        end=end,
    )
    if not problem.supply:
        return ()
    # What the roads prove of the movement holds for one without end too, up to the end of the movement.
    proven_s = max((proof.bound_s for proof in proofs if proof.kind == "roads"), default=0)
    least_s = min(proven_s, int((end - start).total_seconds()))
    asked = price_problem(problem, ground.network, ground.scenario.exits)
    return route_prices(asked, least_s, seed=seed, stop=watch.stop_extras, tell=watch.tell)


def widest_order(ground: Ground, groups: tuple[Group, ...]) -> tuple[MovementOrder, dict[tuple[str, str], int]]:
    """Return an order that no choice of routes can beat, for the fleet's bound, and the least seconds back by exit and group.

    Each group may drive to each usable exit in the least time that any way takes, and vehicles come to it in the least time from
    each exit, on roads without limit; so the bound holds for all routes, not only for those of the plan.
    """
    scenario, movement = ground.scenario, ground.movement
    node_of = {snap.id: snap.node for snap in ground.snaps}
    exit_ids = usable_exits(scenario, movement.start, movement.end)
    at_groups = [node_of[group.id] for group in groups]
    at_exits = [node_of[exit_id] for exit_id in exit_ids]
    out_s = deadhead_seconds(ground.network, ground.travel_s, ground.conditions, at_groups, at_exits)
    back_s = deadhead_seconds(ground.network, ground.travel_s, ground.conditions, at_exits, at_groups)
    routes = tuple(
        quickest(group.id, exit_id, float(out_s[row, column]), float(back_s[:, row].min()))
        for row, group in enumerate(groups)
        for column, exit_id in enumerate(exit_ids)
        if np.isfinite(out_s[row, column])
    )
    backs = {
        (exit_id, group.id): int(back_s[row, column])
        for row, exit_id in enumerate(exit_ids)
        for column, group in enumerate(groups)
        if np.isfinite(back_s[row, column])
    }
    order = order_of(
        scenario,
        ground.network,
        ground.conditions,
        movement=movement,
        travel_s=ground.travel_s,
        snaps=ground.snaps,
        routes=routes,
    )
    return replace(order, capacity_vph=[UNLIMITED_VPH] * ground.network.arcs, open_spans={}), backs


def quickest(group_id: str, exit_id: str, out_s: float, back_s: float) -> Route:
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
