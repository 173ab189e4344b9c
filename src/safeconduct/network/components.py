"""Which roads hang together."""

from __future__ import annotations

import numpy as np

from safeconduct.network.graph import IntArray, RoadNetwork


def number_components(network: RoadNetwork) -> IntArray:
    """Return the number of the weakly connected component of each node: 0 the one of most nodes, ties by lowest node."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = network.nodes
    ones = np.ones(network.arcs, dtype=np.int8)
    links = coo_array((ones, (network.tail, network.head)), shape=(n, n))
    count, label = connected_components(links, directed=False)
    size = np.bincount(label, minlength=count)
    lowest = np.unique(label, return_index=True)[1]
    rank = np.empty(count, dtype=np.int32)
    rank[np.lexsort((lowest, -size))] = np.arange(count, dtype=np.int32)
    return np.asarray(rank[label], dtype=np.int32)
