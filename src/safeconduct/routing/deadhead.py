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
    from safeconduct.kernel.labels import Pair, best_tree

    ground = ground_of(network, travel_s, conditions)
    seconds = np.full((len(from_nodes), len(to_nodes)), np.inf)
    for column, node in enumerate(to_nodes):
        time_s, _, _ = best_tree(ground.backward, Pair(ground.time_s, ground.grains), np.array([node], dtype=np.int64))
        seconds[:, column] = time_s[np.array(from_nodes, dtype=np.int64)]
    return seconds
