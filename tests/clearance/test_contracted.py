"""Chains as one arc: the same times, flows and costs as without, and certificates that hold on every arc of the whole network."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from clearance.chained import random_chained
from clearance.oracle import expanded_out, expanded_time
from safeconduct.clearance.arc_network import ArcNetwork, UnreachableError
from safeconduct.clearance.certificate import certificate_faults
from safeconduct.clearance.contracted import ContractedNetwork, contract_network
from safeconduct.clearance.reduced import reduce_network
from safeconduct.clearance.solve import clearance_time
from safeconduct.clearance.static_flow import StaticFlow
from safeconduct.kernel.limits import FAR


def network(text: str, travel: int = 1, capacity: int = 1, nodes: int = -1) -> ArcNetwork:
    """Return a network of one-digit nodes: `01` is a road both ways, `0>1` one way; each its own `:travel:capacity`, or as given."""
    arcs: list[tuple[int, int, int, int]] = []
    for word in text.split():
        ends, *numbers = word.split(":")
        own, room = (int(number) for number in numbers) if numbers else (travel, capacity)
        arcs.append((int(ends[0]), int(ends[-1]), own, room))
        if ">" not in ends:
            arcs.append((int(ends[-1]), int(ends[0]), own, room))
    tail, head, travels, rooms = (np.array(column) for column in zip(*arcs, strict=True))
    return ArcNetwork(tail, head, travels, rooms, nodes)


def roads(contracted: ContractedNetwork) -> set[tuple[int, int, int, int]]:
    """Return (tail, head, travel, room) of the contracted network's arcs but those into the goal, in nodes of the whole network."""
    tails, heads, travel = contracted.columns
    name = np.append(contracted.reduced.kept, -1)[contracted.nodes]
    rows = zip(name[tails].tolist(), name[heads].tolist(), travel.tolist(), contracted.room[0::2].tolist(), strict=True)
    return {row for row in rows if row[1] >= 0}


def contracted(net: ArcNetwork, pockets: list[int], exits: list[int]) -> ContractedNetwork:
    """Return the contracted network."""
    return contract_network(reduce_network(net, pockets, exits))


def test_a_row_of_roads_is_one_arc_each_way() -> None:
    found = contracted(network("01:2:5 12:3:4 23:1:9 34"), [0], [4])
    assert roads(found) == {(0, 4, 7, 1)}  # the exit has no way back
    found = contracted(network("04 01:2:5 12:3:4 23:1:9 35 36 6>0"), [0], [5])
    assert (0, 3, 6, 4) in roads(found)
    assert (3, 0, 6, 4) in roads(found)


def test_a_pocket_or_an_exit_inside_a_row_stays() -> None:
    found = contracted(network("01 12 23"), [0, 2], [3])
    assert roads(found) == {(0, 2, 2, 1), (2, 0, 2, 1), (2, 3, 1, 1)}


def test_dead_ends_and_rounds_fall() -> None:
    found = contracted(network("01 14 1>2 2>1 23 15 56 61"), [0], [4])
    assert roads(found) == {(0, 4, 2, 1)}


def test_roads_beside_each_other_stay_apart() -> None:
    found = contracted(network("0>1:1:1 0>1:4:2 1>2:1:5 0>3:2:2 3>2:2:2"), [0], [2])
    assert roads(found) == {(0, 1, 1, 1), (0, 1, 4, 2), (1, 2, 1, 5), (0, 2, 4, 2)}


def test_a_way_back_that_leads_nowhere_falls() -> None:
    # 1 can be entered from 2, but from there only 2 can be reached again.
    found = contracted(network("0>1:1:2 12:1:2 2>3:1:2 0>2:5:1"), [0], [3])
    assert roads(found) == {(0, 2, 2, 2), (0, 2, 5, 1), (2, 3, 1, 2)}


def test_the_arcs_of_a_chain_are_those_of_the_network_in_driving_order() -> None:
    net = network("2>3 0>1 1>2 0>3:9:1")
    found = contracted(net, [0], [3])
    lists = [found.pieces[a:b] for a, b in pairwise(found.first.tolist())]
    chains = {tuple(found.reduced.arc[pieces].tolist()) for pieces in lists if (pieces < found.reduced.arc.size).all()}
    assert chains == {(1, 2, 0), (3,)}


def test_1500_random_networks_have_the_time_expanded_answer_and_certificates_that_hold() -> None:
    rng = random.Random(41)
    solved = shorter = 0
    while solved < 1500:
        net, supply, exits = random_chained(rng)
        try:
            found = clearance_time(net, supply, exits)
        except UnreachableError:
            continue
        solved += 1
        if solved % 4 == 0:
            assert found.steps == expanded_time(net, supply, exits)
        if found.steps:
            assert found.certificate is not None
            assert found.certificate.horizon_steps == found.steps - 1
            assert certificate_faults(net, supply, exits, found.certificate) == ()
            reduced = reduce_network(net, [node for node in supply if supply[node] and node not in exits], exits)
            shorter += contract_network(reduced).nodes.size < reduced.to_goal.size
    assert shorter > 1000


def test_the_cut_of_any_set_and_horizon_is_as_large_as_the_flow() -> None:
    rng = random.Random(42)
    compared = 0
    while compared < 300:
        net, supply, exits = random_chained(rng)
        try:
            flow = StaticFlow(net, {node: amount + 50 for node, amount in supply.items()}, tuple(exits))
        except UnreachableError:
            continue
        if not flow.nodes:
            continue
        mask, horizon = rng.randrange(1, flow.everyone + 1), rng.randrange(25)
        plenty = {node: 10_000 for index, node in enumerate(flow.nodes) if mask >> index & 1}
        most = expanded_out(net, plenty, exits, horizon)
        assert flow.out(mask, horizon) == most
        assert flow.certificate(mask, horizon).capacity == most
        compared += 1


def test_lifted_flows_keep_every_node_and_road() -> None:
    rng = random.Random(43)
    for _ in range(200):
        net, supply, exits = random_chained(rng)
        try:
            found = contracted(net, [node for node in supply if node not in exits], exits)
        except (UnreachableError, ValueError):
            continue
        carried = np.zeros_like(found.room)
        carried[0::2] = [rng.randint(0, room) for room in np.minimum(found.room[0::2], 9).tolist()]
        carried[1::2] = -carried[0::2]
        room = found.lifted_room(carried)
        assert room.min() >= 0
        balance = np.zeros(found.reduced.to_goal.size, np.int64)
        to, flow = found.reduced.graph[2], found.lifted_flow(carried)
        assert (room[1::2] == flow).all()
        np.add.at(balance, to[0::2], flow)
        np.add.at(balance, to[1::2], -flow)
        inside = np.ones(balance.size, np.bool_)
        inside[found.nodes] = False
        assert not balance[inside].any()


def test_a_flow_that_is_not_cheapest_has_no_labels() -> None:
    found = contracted(network("0>1 1>2 1>4:0:1 4>2:0:1 2>3"), [0], [3])
    labels = np.zeros(found.nodes.size, np.int64)
    carried = np.zeros_like(found.room)
    assert found.lifted_labels(carried, labels).max() < FAR
    tails, heads, travel = found.columns
    dear = int(np.flatnonzero((found.nodes[tails] == 1) & (found.nodes[heads] == 2) & (travel == 1))[0])
    carried[2 * dear], carried[2 * dear + 1] = 1, -1
    with pytest.raises(ArithmeticError, match="negative cost"):
        found.lifted_labels(carried, labels)
