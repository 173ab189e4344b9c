"""When the movement is, and the order that the convoy builder works from."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from safeconduct.agreement.hours import hours_sentences, returns_until
from safeconduct.convoy.order import MovementOrder
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.errors import NoPlanError
from safeconduct.model.plan import Route, Snap
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span, union
from safeconduct.network.graph import RoadNetwork
from safeconduct.routing.deadhead import deadheads

BASE_PREFIX = "base:"
"""Snap id of a vehicle base is this prefix and the id of the fleet entry."""


def movement_of(scenario: Scenario) -> Span:
    """Return the span of the whole movement: from the first moment any exit may be driven to, until the last.

    Raises NoPlanError when windows and terms leave no moment at all, naming the clauses that limit the hours.
    """
    spans = union(span for exit_ in scenario.exits for span in scenario.movement_spans(exit_.id))
    if not spans:
        nobody = f"No window lies inside {scenario.start.isoformat()} to {scenario.end.isoformat()}: nobody may be on the road."
        raise NoPlanError((nobody, *hours_sentences(scenario)))
    return Span(spans[0].start, spans[-1].end)


def arcs_with_capacity(network: RoadNetwork, conditions: ArcConditions) -> NDArray[np.float64]:
    """Return the hourly capacity of every arc, shape (m,), 0 on arcs that are closed for the whole movement."""
    capacity = network.capacity_vph.copy()
    if conditions.closed:
        capacity[np.fromiter(conditions.closed, dtype=np.int64)] = 0.0
    return capacity


def order_of(
    scenario: Scenario,
    network: RoadNetwork,
    conditions: ArcConditions,
    *,
    movement: Span,
    travel_s: NDArray[np.int32],
    snaps: tuple[Snap, ...],
    routes: tuple[Route, ...],
    returns: Mapping[tuple[str, str], tuple[int, ...]] | None = None,
) -> MovementOrder:
    """Return the order for the convoy builder: the groups that have a route in `routes`, with everything that limits them.

    returns: (exit id, group id) -> arcs on which empty vehicles may drive there, where no route of `routes` gives a way.
    """
    served = {route.group_id for route in routes}
    groups = tuple(group for group in scenario.groups if group.id in served)
    until = returns_until(scenario)
    deadhead_s, deadhead_m = _deadheads(scenario, network, conditions, travel_s=travel_s, snaps=snaps)
    return MovementOrder(
        start=movement.start,
        end=movement.end,
        groups=groups,
        exits=scenario.exits,
        fleet=scenario.fleet,
        settings=scenario.settings,
        routes=routes,
        travel_s=travel_s.tolist(),
        capacity_vph=arcs_with_capacity(network, conditions).tolist(),
        spans={exit_.id: scenario.movement_spans(exit_.id) for exit_ in scenario.exits},
        open_spans=conditions.open_spans,
        deadhead_s=deadhead_s,
        returns=returns or {},
        length_m=network.length_m.tolist(),
        deadhead_m=deadhead_m,
        returns_until_s=None if until is None else int((until - movement.start).total_seconds() // 1),
        aid={need.group_id: need.tonnes for need in scenario.aid if need.group_id in served},
    )


def _deadheads(
    scenario: Scenario,
    network: RoadNetwork,
    conditions: ArcConditions,
    *,
    travel_s: NDArray[np.int32],
    snaps: tuple[Snap, ...],
) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], float]]:
    """Return seconds and metres from each fleet entry's base to each group it can reach; 0 s where it waits for them there."""
    node_of = {snap.id: snap.node for snap in snaps}
    found = {(entry.id, group.id): 0 for entry in scenario.fleet if entry.base is None for group in scenario.groups}
    metres_of: dict[tuple[str, str], float] = {}
    based = [entry for entry in scenario.fleet if entry.base is not None]
    if based:
        from_nodes = [node_of[BASE_PREFIX + entry.id] for entry in based]
        to_nodes = [node_of[group.id] for group in scenario.groups]
        seconds, metres = deadheads(network, travel_s, conditions, from_nodes, to_nodes)
        for row, entry in enumerate(based):
            for column, group in enumerate(scenario.groups):
                if np.isfinite(seconds[row, column]):
                    found[entry.id, group.id] = int(seconds[row, column])
                    metres_of[entry.id, group.id] = float(metres[row, column])
    return found, metres_of
