"""Which groups can reach an exit at all, and what stands in the way of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from safeconduct.model.conditions import ArcConditions
from safeconduct.network.graph import BoolArray, RoadNetwork

LIMIT_PREFIX = "limit:"


def reached_from(network: RoadNetwork, nodes: Iterable[int], arcs: BoolArray, *, backward: bool = False) -> BoolArray:
    """Return for each node whether a path over `arcs` (shape (m,), true where usable) leads to it from one of `nodes`.

    backward: whether a path leads from it to one of them instead.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import breadth_first_order

    start = network.nodes
    starts = np.fromiter(nodes, dtype=np.int64)
    tails, heads = network.tail[arcs], network.head[arcs]
    if backward:
        tails, heads = heads, tails
    rows = np.concatenate((tails.astype(np.int64), np.full(starts.size, start, dtype=np.int64)))
    columns = np.concatenate((heads.astype(np.int64), starts))
    graph = coo_array((np.ones(rows.size, dtype=np.int8), (rows, columns)), shape=(start + 1, start + 1)).tocsr()
    order = breadth_first_order(graph, start, directed=True, return_predecessors=False)
    reached = np.zeros(start + 1, dtype=np.bool_)
    reached[order] = True
    return reached[:start]


def open_arcs(network: RoadNetwork, conditions: ArcConditions) -> BoolArray:
    """Return for each arc whether it is open at some time of the movement."""
    arcs = np.ones(network.arcs, dtype=np.bool_)
    if conditions.closed:
        arcs[np.fromiter(conditions.closed, dtype=np.int64)] = False
    return arcs


def find_cut_off(
    network: RoadNetwork, conditions: ArcConditions, groups: Mapping[str, int], exits: Mapping[str, int]
) -> dict[str, str]:
    """Return why each group that cannot reach any exit cannot; `groups` and `exits` give the node of each id."""
    usable = open_arcs(network, conditions)
    can = reached_from(network, exits.values(), usable, backward=True)
    cut_off = {group: node for group, node in groups.items() if not can[node]}
    if not cut_off:
        return {}
    any_road = reached_from(network, exits.values(), np.ones(network.arcs, dtype=np.bool_), backward=True)
    return {
        group: _why_closed(network, conditions, node, exits.values())
        if any_road[node]
        else _why_apart(network, node, exits.values())
        for group, node in cut_off.items()
    }


def find_idle_exits(
    network: RoadNetwork, conditions: ArcConditions, groups: Mapping[str, int], exits: Mapping[str, int]
) -> tuple[str, ...]:
    """Return the exits that no group can reach."""
    reached = reached_from(network, groups.values(), open_arcs(network, conditions))
    return tuple(exit_id for exit_id, node in exits.items() if not reached[node])


def _why_apart(network: RoadNetwork, node: int, exits: Iterable[int]) -> str:
    """Say that a group stands on another piece of the road network than every exit, or that one-way roads keep it in."""
    piece = int(network.component[node])
    if piece in {int(network.component[one]) for one in exits}:
        return "the roads from there allow no way out in the direction of driving"
    inside = network.component == piece
    own = inside[network.tail] & ((network.twin < 0) | (np.arange(network.arcs) < network.twin))
    km = float(network.length_m[own].sum()) / 1000.0
    return f"it stands on a separate piece of the road network ({int(inside.sum())} nodes, {km:.1f} km) that holds no exit"


def _why_closed(network: RoadNetwork, conditions: ArcConditions, node: int, exits: Iterable[int]) -> str:
    """Name what shuts the roads at the edge of where the group can drive, those only that would lead on to an exit."""
    usable = open_arcs(network, conditions)
    inside = reached_from(network, (node,), usable)
    onward = reached_from(network, exits, ~inside[network.tail], backward=True)
    edge = inside[network.tail] & ~inside[network.head] & onward[network.head] & ~usable
    causes = sorted({cause for arc in np.flatnonzero(edge).tolist() for cause in conditions.closed[arc]})
    limits = [cause.removeprefix(LIMIT_PREFIX) for cause in causes if cause.startswith(LIMIT_PREFIX)]
    closures = [cause for cause in causes if not cause.startswith(LIMIT_PREFIX)]
    said = []
    if closures:
        said.append(f"every way is closed by {', '.join(closures)}")
    if limits:
        said.append(f"a vehicle of the fleet exceeds the {' and '.join(limits)} limit of roads on the way")
    return "; ".join(said)
