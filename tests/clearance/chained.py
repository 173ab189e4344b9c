"""Random small networks whose roads have bends, dead ends and loops: what contraction takes out and certificates must bring back."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np

from clearance.oracle import random_network
from safeconduct.clearance.arc_network import ArcNetwork

Arc = tuple[int, int, int, int]


def random_chained(rng: random.Random) -> tuple[ArcNetwork, dict[int, int], list[int]]:
    """Return a random small network, about half of its arcs drawn out into rows of arcs, with dead ends, loops and ways round."""
    core, supply, exits = random_network(rng)
    nodes = core.nodes
    arcs: list[Arc] = []
    columns = (core.tail.tolist(), core.head.tolist(), core.travel_steps.tolist(), core.capacity_per_step.tolist())
    for tail, head, travel, room in zip(*columns, strict=True):
        inner = list(range(nodes, nodes + rng.choice([0, 0, 1, 2, 3])))
        nodes += len(inner)
        row = [tail, *inner, head]
        arcs += [piece(rng, u, v) if inner else (u, v, travel, room) for u, v in pairwise(row)]
        share_back = rng.choice([0.0, 0.0, 1.0, 0.5])
        arcs += [piece(rng, v, u) for u, v in pairwise(row) if rng.random() < share_back]
        if rng.random() < 0.1 and inner:
            arcs.append(piece(rng, inner[0], inner[-1]))
    for _ in range(rng.randint(0, 3)):
        at = rng.randrange(nodes)
        arcs += [piece(rng, at, nodes), piece(rng, nodes, at if rng.random() < 0.8 else rng.randrange(nodes))]
        nodes += 1
    rng.shuffle(arcs)
    tails, heads, travels, rooms = zip(*arcs, strict=True)
    return ArcNetwork(np.array(tails), np.array(heads), np.array(travels), np.array(rooms), nodes), supply, exits


def piece(rng: random.Random, tail: int, head: int) -> Arc:
    """Return an arc with travel and room of its own."""
    return tail, head, rng.choice([0, 0, 1, 2]), rng.randint(0 if rng.random() < 0.1 else 1, 5)
