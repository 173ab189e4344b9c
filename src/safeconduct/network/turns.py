"""Turn restrictions as nodes: a restricted road ends in a node of its own from which only the allowed turns lead on.

Round a via node v every road that leaves starts from an out node, every restricted road that arrives ends in a turn node, and v
itself serves the other arrivals. Turn arcs have no length and never bind, so no road's capacity is counted twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from safeconduct.network.graph import IntArray, LongArray, RoadNetwork
from safeconduct.network.grow import NewArcs, NewNodes, grow
from safeconduct.network.raw import TurnRule


class EndWays(NamedTuple):
    """Source number of the way that each arc begins and ends with."""

    first: LongArray
    last: LongArray


@dataclass(slots=True)
class _Around:
    """One via node: arcs in and out, and for each restricted arriving arc the arcs it may not turn into."""

    into: list[int]
    out: list[int]
    banned: dict[int, set[int]]


def apply_turns(network: RoadNetwork, ends: EndWays, rules: Sequence[TurnRule]) -> tuple[RoadNetwork, int]:
    """Return the network with the rules built in, and how many rules did not fit the roads (way missing or not ending there)."""
    around = _surroundings(network, rules)
    skipped = 0
    for rule in rules:
        at = around.get(rule.via)
        came = [arc for arc in at.into if ends.last[arc] == rule.from_way] if at else []
        left = [arc for arc in at.out if ends.first[arc] == rule.to_way] if at else []
        if at is None or len(came) != 1 or not left:
            skipped += 1
            continue
        at.banned.setdefault(came[0], set()).update(set(at.out) - set(left) if rule.only else left)
    busy = {via: at for via, at in sorted(around.items()) if at.banned}
    return (_with_turns(network, busy) if busy else network), skipped


def _surroundings(network: RoadNetwork, rules: Sequence[TurnRule]) -> dict[int, _Around]:
    """Return for each via number that is a node of the network the arcs in and out of it."""
    vias = np.unique(np.array([rule.via for rule in rules], dtype=np.int64))
    node = np.flatnonzero(np.isin(network.node_key, vias) & (network.node_key != -1))
    key = dict(zip(node.tolist(), network.node_key[node].tolist(), strict=True))
    around: dict[int, _Around] = {via: _Around([], [], {}) for via in key.values()}
    for arc in np.flatnonzero(np.isin(network.head, node)).tolist():
        around[key[int(network.head[arc])]].into.append(arc)
    for arc in np.flatnonzero(np.isin(network.tail, node)).tolist():
        around[key[int(network.tail[arc])]].out.append(arc)
    return around


def _with_turns(network: RoadNetwork, busy: dict[int, _Around]) -> RoadNetwork:
    """Return the network with turn and out nodes at each of the busy nodes."""
    tail, head = network.tail.copy(), network.head.copy()
    made_at: list[int] = []
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def make_node(hub: int) -> int:
        made_at.append(hub)
        return network.nodes + len(made_at) - 1

    for at in busy.values():
        hub = int(network.head[next(iter(at.banned))])
        door = {arc: make_node(hub) for arc in at.out}
        for arc, node in door.items():
            tail[arc] = node
            pairs[hub].append((hub, node))
        for arc, banned in sorted(at.banned.items()):
            turn = head[arc] = make_node(hub)
            pairs[hub] += [(int(turn), node) for out, node in door.items() if out not in banned]
    return _add_turn_arcs(replace(network, tail=tail, head=head), made_at, pairs)


def _add_turn_arcs(network: RoadNetwork, made_at: list[int], pairs: dict[int, list[tuple[int, int]]]) -> RoadNetwork:
    hubs = np.array([hub for hub, turns in pairs.items() for _ in turns], dtype=np.int64)
    turns = np.array([turn for group in pairs.values() for turn in group], dtype=np.int32).reshape(-1, 2)
    spot = network.geo_lon.size + 2 * np.arange(hubs.size)
    none: IntArray = np.full(hubs.size, -1, dtype=np.int32)
    at = np.array(made_at, dtype=np.int64)
    return grow(
        network,
        NewNodes(network.node_lon[at], network.node_lat[at], network.component[at]),
        NewArcs(
            tail=turns[:, 0],
            head=turns[:, 1],
            length_m=np.zeros(hubs.size),
            twin=none,
            geo_start=spot,
            geo_end=spot + 2,
            geo_flip=np.zeros(hubs.size, dtype=np.bool_),
            like=none,
        ),
        (np.repeat(network.node_lon[hubs], 2), np.repeat(network.node_lat[hubs], 2)),
    )
