"""Ways round for vehicles that a change meets on the road."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from safeconduct.model.people import Group
from safeconduct.model.plan import Route
from safeconduct.routing.ground import Way, follow
from safeconduct.routing.options import Search, back_tree, route_of


def find_way_on(search: Search, node: int, targets: Collection[int]) -> tuple[int, ...] | None:
    """Return the arcs of the quickest way from a node to the nearest of the target nodes, or None where none is open.

    () when the node is a target itself. Only arcs that the search's conditions leave open at some time; whether they are open
    when a vehicle comes by is not looked at.
    """
    from safeconduct.kernel.labels import Pair, best_tree

    ground = search.ground
    if node in targets:
        return ()
    seconds, _, via = best_tree(ground.backward, Pair(ground.time_s, ground.grains), np.array(sorted(targets), dtype=np.int64))
    return tuple(follow(via, ground.network.head, node)) if np.isfinite(seconds[node]) else None


def find_detour(search: Search, group: Group, driven: Sequence[int], exit_id: str) -> Route | None:
    """Return the route of a packet of a group that has driven some arcs: those, then the quickest open way to its exit.

    To another usable exit only where its own cannot be reached any more. None where no exit can, or only along an arc that it has
    driven already. The route has no id yet.
    """
    node = int(search.ground.network.head[driven[-1]]) if driven else search.node_of[group.id]
    own = {search.node_of[exit_id]} & set(search.exit_at) if exit_id in search.node_of else set()
    for targets in (own, set(search.exit_at)):
        rest = find_way_on(search, node, targets) if targets else None
        if rest is not None and not set(rest) & set(driven):
            return route_along(search, group, (*driven, *rest))
    return None


def route_along(search: Search, group: Group, arcs: tuple[int, ...]) -> Route:
    """Return the route of a group along arcs that lead from it to a usable exit, with its line, way-points and way back."""
    seconds = int(sum(int(search.travel_s[arc]) for arc in arcs))
    return route_of(search, group, Way(arcs, seconds, 0.0), back=back_tree(search, search.node_of[group.id]))


def way_home(search: Search, driven: Sequence[int], node: int, group_id: str) -> tuple[int, ...] | None:
    """Return the arcs of an empty vehicle on its way back: those it has driven, then the quickest open way.

    node: where the driven arcs end (the exit where there is none). None where no way is open.
    """
    rest = find_way_on(search, node, {search.node_of[group_id]})
    return None if rest is None or set(rest) & set(driven) else (*driven, *rest)
