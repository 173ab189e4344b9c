"""How long an empty vehicle drives from its base to an assembly point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from safeconduct.model.conditions import ArcConditions
from safeconduct.network.graph import FloatArray, IntArray, RoadNetwork
from safeconduct.routing.ground import ground_of


def deadhead_seconds(
    network: RoadNetwork,
    travel_s: IntArray,
    conditions: ArcConditions,
    from_nodes: Sequence[int],
    to_nodes: Sequence[int],
) -> FloatArray:
    """Return the shortest seconds from each base to each assembly point, shape (from, to); infinite where there is no way.

    Arcs that are closed for the whole movement are not used; arcs open part of the time are, so the hour must be looked at apart.
    """
    return deadheads(network, travel_s, conditions, from_nodes, to_nodes)[0]


def deadheads(
    network: RoadNetwork,
    travel_s: IntArray,
    conditions: ArcConditions,
    from_nodes: Sequence[int],
    to_nodes: Sequence[int],
) -> tuple[FloatArray, FloatArray]:
    """Return the same seconds, and the metres along the fastest way (of equals the shortest), each of shape (from, to)."""
    from safeconduct.kernel.labels import Pair, best_tree

    ground = ground_of(network, travel_s, conditions)
    seconds = np.full((len(from_nodes), len(to_nodes)), np.inf)
    metres = seconds.copy()
    costs = Pair(ground.time_s, network.length_m.astype(np.float64))
    starts = np.array(from_nodes, dtype=np.int64)
    for column, node in enumerate(to_nodes):
        time_s, length_m, _ = best_tree(ground.backward, costs, np.array([node], dtype=np.int64))
        seconds[:, column], metres[:, column] = time_s[starts], length_m[starts]
    return seconds, metres
