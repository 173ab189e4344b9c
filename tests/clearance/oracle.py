"""A second way to the clearance time, for tests: maximum flow on the whole time-expanded network; and random small networks."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy as np
from ortools.graph.python import max_flow

from safeconduct.clearance.arc_network import FOREVER, ArcNetwork

Spans = dict[int, tuple[tuple[int, int, int], ...]]


def expanded_out(
    net: ArcNetwork, supply: Mapping[int, int], exits: Sequence[int], horizon: int, windows: Spans | None = None
) -> int:
    """Return the most that can be at exits by arrival step `horizon`."""
    layers, total, timed = horizon + 1, sum(supply.values()), windows or {}
    if not total:
        return 0
    source = net.nodes * layers
    tails, heads, rooms = [], [], []
    for node in range(net.nodes):
        for step in range(horizon):
            tails.append(node * layers + step)
            heads.append(node * layers + step + 1)
            rooms.append(total)
    columns = (net.tail.tolist(), net.head.tolist(), net.travel_steps.tolist(), net.capacity_per_step.tolist())
    for arc, (u, v, travel, capacity) in enumerate(zip(*columns, strict=True)):
        for step in range(layers - travel):
            room = sum(c for a, b, c in timed[arc] if a <= step < b) if arc in timed else capacity
            if room:
                tails.append(u * layers + step)
                heads.append(v * layers + step + travel)
                rooms.append(room)
    for node, amount in supply.items():
        tails.append(source)
        heads.append(node * layers)
        rooms.append(amount)
    for node in set(exits):
        tails.append(node * layers + horizon)
        heads.append(source + 1)
        rooms.append(total)
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(np.array(tails), np.array(heads), np.array(rooms))
    assert solver.solve(source, source + 1) == solver.OPTIMAL
    return int(solver.optimal_flow())


def expanded_time(
    net: ArcNetwork, supply: Mapping[int, int], exits: Sequence[int], windows: Spans | None = None, *, limit: int = 5000
) -> int | None:
    """Return the least arrival step by which all can be at exits, None when that is beyond `limit`."""
    total, high = sum(supply.values()), 1
    while expanded_out(net, supply, exits, high, windows) < total:
        high *= 2
        if high > limit:
            return None
    low = -1
    while high - low > 1:
        middle = (low + high) // 2
        if expanded_out(net, supply, exits, middle, windows) >= total:
            high = middle
        else:
            low = middle
    return high


def random_network(rng: random.Random) -> tuple[ArcNetwork, dict[int, int], list[int]]:
    """Return a small network with loops, parallel arcs, zero travel and zero capacities, 1-6 pockets and 1-3 exits."""
    nodes, arcs = rng.randint(3, 8), rng.randint(3, 18)
    net = ArcNetwork(
        np.array([rng.randrange(nodes) for _ in range(arcs)]),
        np.array([rng.randrange(nodes) for _ in range(arcs)]),
        np.array([rng.choice([0, 0, 1, 2, 3, 5]) for _ in range(arcs)]),
        np.array([rng.randint(0, 4) for _ in range(arcs)]),
        nodes,
    )
    exits = rng.sample(range(nodes), rng.randint(1, 3))
    supply = {node: rng.randint(0, 20) for node in rng.sample(range(nodes), rng.randint(1, min(6, nodes)))}
    return net, supply, exits


def random_windows(rng: random.Random, net: ArcNetwork, *, lasting: float = 0.5) -> Spans:
    """Return up to three windows on each of up to four arcs; with probability `lasting` the last one never ends."""
    windows: Spans = {}
    for arc in rng.sample(range(net.arcs), rng.randint(1, min(4, net.arcs))):
        spans, step = [], 0
        for _ in range(rng.randint(0, 3)):
            first = step + rng.randint(0, 4)
            step = first + rng.randint(1, 8)
            spans.append((first, step, rng.randint(0, 4)))
        if spans and rng.random() < lasting:
            spans[-1] = (spans[-1][0], FOREVER, spans[-1][2])
        windows[arc] = tuple(spans)
    return windows


def random_grid(rng: random.Random, side: int, height: int) -> ArcNetwork:
    """Return a grid of roads both ways, `side` by `height` nodes, with travel and capacity of its own on every arc."""
    pairs = [(r * side + c, r * side + c + 1) for r in range(height) for c in range(side - 1)]
    pairs += [(r * side + c, (r + 1) * side + c) for r in range(height - 1) for c in range(side)]
    both = [*pairs, *((b, a) for a, b in pairs)]
    return ArcNetwork(
        np.array([a for a, _ in both]),
        np.array([b for _, b in both]),
        np.array([rng.randint(0, 4) for _ in both]),
        np.array([rng.randint(1, 6) for _ in both]),
    )
