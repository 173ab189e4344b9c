"""Networks and cases that the benchmarks run on: real road files, a seeded generator of road-like graphs, seeded cases.

Every function gives the same answer for the same input and seed. Networks come as `(ArcNetwork, xy)`: xy is (n, 2), metres in a
plane. Travel is rounded to the nearest step (short links take 0 steps). Capacity is what an hour's capacity gives per step,
rounded down, and at least 1.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import FOREVER, ArcNetwork

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Spans = dict[int, tuple[tuple[int, int, int], ...]]

DATA = Path(__file__).parents[1].parent / "shared/data"
MATSIM = {
    "Mount Alexander": "networks/mount_alexander_shire_network_2018.xml.gz",
    "Yarra": "networks/yarra_cardinia_bawbaw_shires_network.xml.gz",
}
OSM = {
    "Heidelberg": "osm/heidelberg_2024.osm.pbf",
    "Karabakh": "osm/karabakh_drive.osm.pbf",
    "Liechtenstein": "osm/liechtenstein_2015.osm.pbf",
    "Porto": "osm/porto_portugal_2015.osm.pbf",
}

ROAD_KINDS = ((90.0, 1800.0), (60.0, 1000.0), (45.0, 600.0), (30.0, 400.0))
"""Speed in km/h and vehicles per hour of the generator's roads, the most used kind first."""
KIND_SHARES = (0.04, 0.12, 0.30)
"""Share of edges in each kind but the last, which takes the rest."""
EXTRA_EDGES = 0.36
"""Edges beyond the spanning tree, per node: 100,000 nodes give about 272,000 directed arcs."""

INNER, RING = 0.5, (1.05, 1.5)
"""Pockets lie among this share of nodes around the middle; exits on a ring of so many times that radius."""
NO_ROAD = 1000
"""Capacities per step from here on belong to turns, not to roads."""


class Case(NamedTuple):
    """Who stands where, and where they are out: pocket -> people, and the exits ascending."""

    supply: dict[int, int]
    exits: tuple[int, ...]


def per_step(capacity_vph: Floats, step_s: float) -> Ints:
    """Return how many may enter per step: an hour's capacity shared out, rounded down, at least 1."""
    return np.maximum(1, np.floor(capacity_vph * step_s / 3600 + 1e-9)).astype(np.int64)


def matsim(path: Path, step_s: float) -> tuple[ArcNetwork, Floats]:
    """Return the links for cars of a MATSim network (XML, gzip allowed), whole, nodes in the order of the file."""
    from defusedxml.ElementTree import iterparse

    numbers: dict[str, int] = {}
    points: list[tuple[float, float]] = []
    links: list[tuple[int, int, float, float]] = []
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        for _, element in iterparse(file, events=("end",)):
            if element.tag == "node":
                numbers[element.attrib["id"]] = len(points)
                points.append((float(element.attrib["x"]), float(element.attrib["y"])))
            elif element.tag == "link":
                given = element.attrib
                if "car" in given["modes"].split(","):
                    seconds = float(given["length"]) / float(given["freespeed"])
                    links.append((numbers[given["from"]], numbers[given["to"]], seconds, float(given["capacity"])))
            element.clear()
    column = np.array(links)
    ends = column[:, :2].astype(np.int64)
    travel = np.rint(column[:, 2] / step_s).astype(np.int64)
    return ArcNetwork(ends[:, 0], ends[:, 1], travel, per_step(column[:, 3], step_s), len(points)), np.array(points)


def osm(path: Path, step_s: float) -> tuple[ArcNetwork, Floats]:
    """Return the largest strongly connected part of an OpenStreetMap extract, read and contracted by the product's own reader."""
    from safeconduct.files.roads import read_roads
    from safeconduct.model.scenario import RoadSource

    roads, _ = read_roads(path, RoadSource(path.name), cache=None)
    seconds = roads.length_m / np.maximum(roads.speed_kmh / 3.6, 0.01)
    whole = ArcNetwork(
        roads.tail.astype(np.int64),
        roads.head.astype(np.int64),
        np.rint(seconds / step_s).astype(np.int64),
        per_step(roads.capacity_vph.astype(np.float64), step_s),
        roads.nodes,
    )
    metres = np.pi / 180 * 6_371_000.0
    shrink = np.cos(np.radians(np.median(roads.node_lat)))
    return connected_part(whole, np.column_stack((roads.node_lon * shrink, roads.node_lat)) * metres)


def strong_nodes(net: ArcNetwork) -> NDArray[np.bool_]:
    """Return which nodes (n,) belong to the largest strongly connected part of the arcs that have capacity."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    open_ = net.capacity_per_step > 0
    ones = np.ones(int(open_.sum()), np.int8)
    graph = coo_matrix((ones, (net.tail[open_], net.head[open_])), shape=(net.nodes, net.nodes))
    _, part = connected_components(graph, directed=True, connection="strong")
    return np.asarray(part == np.bincount(part).argmax())


def connected_part(net: ArcNetwork, xy: Floats) -> tuple[ArcNetwork, Floats]:
    """Return the largest strongly connected part, nodes renumbered in order."""
    kept = strong_nodes(net)
    number = np.cumsum(kept) - 1
    arcs = kept[net.tail] & kept[net.head]
    part = ArcNetwork(
        number[net.tail[arcs]], number[net.head[arcs]], net.travel_steps[arcs], net.capacity_per_step[arcs], int(kept.sum())
    )
    return part, xy[kept]


def roadlike(nodes: int, seed: int, step_s: float = 10.0) -> tuple[ArcNetwork, Floats]:
    """Return a road-like graph: clustered points, their spanning tree and a thinned Gabriel graph, every edge both ways.

    2.72 arcs per node. Roads that many shortest ways use are the faster and wider ones (`ROAD_KINDS`). Arc i and arc i + m / 2
    are the two directions of one edge. All nodes are strongly connected.
    """
    rng = np.random.default_rng(seed)
    xy = clustered_points(nodes, rng)
    pairs, length = gabriel_edges(xy)
    tree = spanning_tree(pairs, length, nodes)
    rest = np.flatnonzero(~tree)
    extra = rng.choice(rest, size=min(rest.size, int(EXTRA_EDGES * nodes)), replace=False)
    chosen = np.sort(np.concatenate((np.flatnonzero(tree), extra)))
    pairs, length = pairs[chosen], length[chosen]
    use = edge_use(pairs, length, nodes, rng)
    kind = np.searchsorted(np.cumsum(KIND_SHARES) * len(use), np.argsort(np.argsort(-use, kind="stable")), side="right")
    speed_kmh, capacity_vph = np.array(ROAD_KINDS)[kind].T
    travel = np.rint(length / (speed_kmh / 3.6) / step_s).astype(np.int64)
    net = ArcNetwork(
        np.concatenate((pairs[:, 0], pairs[:, 1])),
        np.concatenate((pairs[:, 1], pairs[:, 0])),
        np.tile(travel, 2),
        np.tile(per_step(capacity_vph, step_s), 2),
        nodes,
    )
    return net, xy


def clustered_points(nodes: int, rng: np.random.Generator) -> Floats:
    """Return points (n, 2) in metres, sorted by cells: most in towns of very different size, a third spread over the country."""
    side = 250.0 * np.sqrt(nodes)
    spread = nodes // 3
    towns = max(1, nodes // 400)
    centres = rng.uniform(0.0, side, (towns, 2))
    weight = np.minimum(rng.pareto(1.2, towns) + 0.2, 10.0)
    town = rng.choice(towns, size=nodes - spread, p=weight / weight.sum())
    radius = 60.0 * np.sqrt(np.bincount(town, minlength=towns) + 1.0)[town]
    near = centres[town] + rng.normal(0.0, 1.0, (nodes - spread, 2)) * radius[:, None]
    points = np.concatenate((near, rng.uniform(0.0, side, (spread, 2))))
    cell = np.floor(points / (side / 64)).astype(np.int64)
    return np.asarray(points[np.lexsort((points[:, 0], cell[:, 1], cell[:, 0]))])


def gabriel_edges(xy: Floats) -> tuple[Ints, Floats]:
    """Return the edges (k, 2) of the Gabriel graph and their lengths: no third point lies in the circle over an edge."""
    from scipy.spatial import Delaunay

    corners = Delaunay(xy).simplices.astype(np.int64)
    pairs = np.concatenate((corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]))
    apex = xy[np.concatenate((corners[:, 2], corners[:, 0], corners[:, 1]))]
    inside = ((xy[pairs[:, 0]] - apex) * (xy[pairs[:, 1]] - apex)).sum(axis=1) < 0
    pairs.sort(axis=1)
    key, back = np.unique(pairs[:, 0] * len(xy) + pairs[:, 1], return_inverse=True)
    free = np.bincount(back, weights=inside) == 0
    edges = np.column_stack(divmod(key[free], len(xy)))
    return edges, np.hypot(*(xy[edges[:, 0]] - xy[edges[:, 1]]).T) + 1.0


def spanning_tree(pairs: Ints, length: Floats, nodes: int) -> NDArray[np.bool_]:
    """Return which edges (k,) belong to a least spanning tree."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import minimum_spanning_tree

    found = minimum_spanning_tree(coo_matrix((length, (pairs[:, 0], pairs[:, 1])), shape=(nodes, nodes)).tocsr()).tocoo()
    one, other = np.minimum(found.row, found.col).astype(np.int64), np.maximum(found.row, found.col).astype(np.int64)
    return np.isin(pairs[:, 0] * nodes + pairs[:, 1], one * nodes + other)


def edge_use(pairs: Ints, length: Floats, nodes: int, rng: np.random.Generator) -> Ints:
    """Return how many shortest ways to eight random nodes use each edge (k,)."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra

    graph = coo_matrix((length, (pairs[:, 0], pairs[:, 1])), shape=(nodes, nodes)).tocsr()
    distance, before = dijkstra(graph, directed=False, indices=rng.integers(0, nodes, 8), return_predecessors=True)
    use = np.zeros(len(pairs), np.int64)
    key = pairs[:, 0] * nodes + pairs[:, 1]
    for far, last in zip(distance, before, strict=True):
        below = tree_sizes(far, last)
        child = np.flatnonzero(last >= 0)
        parent = last[child].astype(np.int64)
        edge = np.searchsorted(key, np.minimum(child, parent) * nodes + np.maximum(child, parent))
        np.add.at(use, edge, below[child])
    return use


def tree_sizes(distance: Floats, before: NDArray[np.int32]) -> Ints:
    """Return for each node (n,) how many nodes lie at or behind it in a shortest-path tree."""
    size = [1] * len(before)
    parent = before.tolist()
    for node in np.argsort(-distance, kind="stable").tolist():
        if parent[node] >= 0:
            size[parent[node]] += size[node]
    return np.array(size, dtype=np.int64)


def dense_case(net: ArcNetwork, xy: Floats, *, pockets: int, people: int, exits: int, seed: int) -> Case:
    """Return a case with many pockets, the denser the nearer to the middle; people vary by pocket, at least 1, exactly in sum."""
    rng = np.random.default_rng(seed)
    usable, away = np.flatnonzero(strong_nodes(net)), from_middle(xy)
    goals = rim_exits(net, xy, exits, rng)
    inner = usable[away[usable] <= np.quantile(away[usable], INNER)]
    weight = np.exp(-((away[inner] / np.median(away[inner])) ** 2)) + 0.02
    weight[np.isin(inner, goals)] = 0.0
    chosen = np.sort(rng.choice(inner, size=pockets, replace=False, p=weight / weight.sum()))
    share = rng.lognormal(0.0, 0.8, pockets)
    amount = 1 + rng.multinomial(people - pockets, share / share.sum())
    return Case(dict(zip(chosen.tolist(), amount.tolist(), strict=True)), goals)


def few_case(net: ArcNetwork, xy: Floats, *, pockets: int, people: int, exits: int, seed: int) -> Case:
    """Return a case with few pockets far from each other, each with `people`."""
    rng = np.random.default_rng(seed)
    usable, away = np.flatnonzero(strong_nodes(net)), from_middle(xy)
    goals = rim_exits(net, xy, exits, rng)
    inner = np.setdiff1d(usable[away[usable] <= np.quantile(away[usable], INNER)], goals)
    chosen = [int(rng.choice(inner))]
    while len(chosen) < pockets:
        gaps = np.min([np.hypot(*(xy[inner] - xy[node]).T) for node in chosen], axis=0)
        chosen.append(int(inner[gaps.argmax()]))
    return Case(dict.fromkeys(sorted(chosen), people), goals)


def from_middle(xy: Floats) -> Floats:
    """Return how far each node (n,) is from the middle of where most nodes lie, metres; far roads out do not draw it aside."""
    away = np.hypot(*(xy - np.median(xy, axis=0)).T)
    for _ in range(5):
        middle = xy[away <= 1.5 * np.median(away)].mean(axis=0)
        away = np.hypot(*(xy - middle).T)
    return np.asarray(away)


def rim_exits(net: ArcNetwork, xy: Floats, exits: int, rng: np.random.Generator) -> tuple[int, ...]:
    """Return exits on a ring around where the pockets are, in different directions: the nodes that most can enter first."""
    usable, away = np.flatnonzero(strong_nodes(net)), from_middle(xy)
    inner = np.quantile(away[usable], INNER)
    ring = usable[(away[usable] > RING[0] * inner) & (away[usable] <= RING[1] * inner)]
    room = np.where(net.capacity_per_step < NO_ROAD, net.capacity_per_step, 0)
    entering = np.bincount(net.head, weights=room, minlength=net.nodes)
    order = ring[np.lexsort((rng.permutation(ring.size), -entering[ring]))]
    centred = xy[order] - xy[usable[away[usable].argmin()]]
    turn = np.arctan2(centred[:, 1], centred[:, 0]) / (2 * np.pi)
    chosen: list[int] = []
    apart = 0.8 / exits
    while len(chosen) < exits:
        free = np.ones(order.size, np.bool_)
        free[chosen] = False
        for place in chosen:
            gap = np.abs(turn - turn[place])
            free &= np.minimum(gap, 1.0 - gap) >= apart
        if free.any():
            chosen.append(int(free.argmax()))
        else:
            apart /= 2
    return tuple(sorted(order[chosen].tolist()))


PATTERNS = ("pauses", "late", "gap", "exit hours", "half by day")
"""Ways in which `windows_case` closes roads."""


def windows_case(net: ArcNetwork, case: Case, *, seed: int, pattern: str | None = None) -> Spans:
    """Return windows on the roads that matter: arterial arcs that the people's shortest ways share, or the arcs into exits.

    pattern (drawn when None): "pauses" open in turns; "late" opens late; "gap" is shut for one while; "exit hours" opens the
    arcs into half of the exits in turns; "half by day" lets through half in turns. The last opening never ends. Lengths of time
    are shares of the longest free way to an exit.
    """
    rng = np.random.default_rng(seed)
    kind = pattern or PATTERNS[int(rng.integers(len(PATTERNS)))]
    load, longest = shortest_way_load(net, case)
    unit = max(2, longest)
    if kind == "exit hours":
        shut = rng.permutation(case.exits)[: max(1, len(case.exits) // 2)]
        arcs = np.flatnonzero(np.isin(net.head, shut) & (net.capacity_per_step > 0))
    else:
        busiest = np.argsort(-load, kind="stable")[: 60 * len(case.exits)]
        arcs = np.sort(rng.choice(busiest, size=min(busiest.size, 8 + 2 * len(case.exits)), replace=False))
    shared = tuple(spans_of(kind, unit, rng))
    windows: Spans = {}
    for arc in arcs.tolist():
        full = int(net.capacity_per_step[arc])
        spans = shared if kind == "exit hours" else tuple(spans_of(kind, unit, rng))
        windows[arc] = tuple((first, last, -(-full // part)) for first, last, part in spans)
    return windows


def spans_of(kind: str, unit: int, rng: np.random.Generator) -> Iterator[tuple[int, int, int]]:
    """Yield (from_step, to_step, divisor of the capacity) of one road; unit: steps of the longest free way."""

    def share(low: float, high: float) -> int:
        return max(1, int(unit * rng.uniform(low, high)))

    if kind == "late":
        yield share(0.3, 1.2), FOREVER, 1
        return
    if kind == "gap":
        first = share(0.2, 0.8)
        yield 0, first, 1
        yield first + share(0.2, 0.6), FOREVER, 1
        return
    step, narrow = share(0.0, 0.3), kind == "half by day"
    for _ in range(3):
        last = step + share(0.3, 0.7)
        yield step, last, 1
        step = last + share(0.1, 0.4)
        if narrow:
            yield last, step, 2
    yield step, FOREVER, 1


def shortest_way_load(net: ArcNetwork, case: Case) -> tuple[Ints, int]:
    """Return how many people each arc (m,) carries when all take a shortest way, and the longest such way in steps."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra

    open_ = np.flatnonzero(net.capacity_per_step > 0)
    order = open_[np.lexsort((net.travel_steps[open_], net.head[open_], net.tail[open_]))]
    key = net.tail[order] * net.nodes + net.head[order]
    least = order[np.concatenate(([True], key[1:] != key[:-1]))]
    # An entry of 0 would be no arc to scipy; a thousandth of a step changes no order that matters here.
    weight = net.travel_steps[least] + 1e-3
    graph = coo_matrix((weight, (net.head[least], net.tail[least])), shape=(net.nodes, net.nodes)).tocsr()
    distance, before, _ = dijkstra(graph, indices=list(case.exits), return_predecessors=True, min_only=True)
    people = np.zeros(net.nodes, np.int64)
    people[list(case.supply)] = list(case.supply.values())
    load = np.zeros(net.arcs, np.int64)
    arc_of = dict(zip((net.tail[least] * net.nodes + net.head[least]).tolist(), least.tolist(), strict=True))
    for node in np.argsort(np.where(np.isfinite(distance), -distance, 1.0), kind="stable").tolist():
        onward = int(before[node])
        if onward >= 0 and people[node]:
            people[onward] += people[node]
            load[arc_of[node * net.nodes + onward]] = people[node]
    return load, int(max(distance[node] for node in case.supply))


def load_matsim(name: str, step_s: float, data: Path = DATA) -> tuple[ArcNetwork, Floats]:
    """Return one of the networks named in `MATSIM`."""
    return matsim(data / MATSIM[name], step_s)


def load_osm(name: str, step_s: float, data: Path = DATA) -> tuple[ArcNetwork, Floats]:
    """Return one of the extracts named in `OSM`."""
    return osm(data / OSM[name], step_s)
