"""From roads as a file states them to the contracted network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from safeconduct.model.notice import Notice, notice
from safeconduct.model.road_classes import ROAD_CLASSES
from safeconduct.network.components import number_components
from safeconduct.network.contract import Chains, join_chains
from safeconduct.network.graph import BoolArray, FloatArray, IntArray, LongArray, RoadNetwork
from safeconduct.network.grow import freeze
from safeconduct.network.pieces import Pieces, cut_pieces
from safeconduct.network.raw import RawRoads
from safeconduct.network.turns import EndWays, apply_turns


def build_network(raw: RawRoads) -> tuple[RoadNetwork, tuple[Notice, ...]]:
    """Return the contracted network of the roads and what there is to say about it (pieces apart, turns left out).

    Length per direction is conserved; an arc's mean speed gives the same free travel time as its parts; capacity and limits are
    the least of its parts; name, class and way are those of the longest part (lowest number on ties). Raises ValueError when
    there is no way at all.
    """
    if not raw.ways:
        raise ValueError("no roads")
    pieces = cut_pieces(raw)
    chains = join_chains(pieces, raw.oneway[pieces.way])
    network, ends = _as_network(raw, pieces, chains)
    network, skipped = apply_turns(network, ends, raw.turns)
    network = freeze(replace(network, component=number_components(network)))
    notices = [notice("road-turns-skipped", count=skipped, total=len(raw.turns))] if skipped else []
    return network, (*notices, *component_notices(network))


def component_notices(network: RoadNetwork) -> tuple[Notice, ...]:
    """Return a notice when the roads fall into separate pieces: how many, and how much of the length the largest has."""
    parts = int(network.component.max()) + 1 if network.nodes else 0
    if parts < 2:
        return ()
    inside = network.component[network.tail] == 0
    share = 100.0 * float(network.length_m[inside].sum()) / max(1e-9, float(network.length_m.sum()))
    return (notice("road-pieces", count=parts, share=f"{share:.1f}"),)


def _as_network(raw: RawRoads, pieces: Pieces, chains: Chains) -> tuple[RoadNetwork, EndWays]:
    piece, against = chains.halves // 2, chains.halves % 2 == 1
    way, length = pieces.way[piece], pieces.length_m[piece]
    along = chains.least(np.where(against, raw.capacity_back_vph[way], raw.capacity_fwd_vph[way]))
    back = chains.least(np.where(against, raw.capacity_fwd_vph[way], raw.capacity_back_vph[way]))
    chain, flip, twin = _directions(chains)
    first, last = chains.start[:-1], chains.start[1:] - 1
    used, start_node, end_node = _ends(pieces, chains)
    points, geo_start = _geometry(pieces, chains)
    network = RoadNetwork(
        node_lon=raw.point_lon[pieces.node_point[used]],
        node_lat=raw.point_lat[pieces.node_point[used]],
        node_key=pieces.node_key[used],
        tail=np.where(flip, end_node[chain], start_node[chain]).astype(np.int32),
        head=np.where(flip, start_node[chain], end_node[chain]).astype(np.int32),
        length_m=chains.sums(length)[chain],
        speed_kmh=_mean_speed(chains, length, raw.speed_kmh[way])[chain],
        capacity_vph=np.where(flip, back[chain], along[chain]),
        road_class=chains.heaviest(raw.road_class[way].astype(np.int64), length)[chain].astype(np.int32),
        name=chains.heaviest(raw.name[way].astype(np.int64), length)[chain].astype(np.int32),
        bridge=chains.sums(raw.bridge[way].astype(np.float64))[chain] > 0,
        max_weight_t=chains.least(raw.max_weight_t[way])[chain],
        max_width_m=chains.least(raw.max_width_m[way])[chain],
        max_height_m=chains.least(raw.max_height_m[way])[chain],
        twin=twin,
        geo_start=geo_start[:-1][chain],
        geo_end=geo_start[1:][chain],
        geo_flip=flip,
        geo_lon=raw.point_lon[points],
        geo_lat=raw.point_lat[points],
        way_id=raw.way_id[chains.heaviest(way, length)][chain],
        component=np.zeros(used.size, dtype=np.int32),
        names=raw.names,
        places=raw.places,
        source=raw.source,
        attribution=raw.attribution,
    )
    first_way, last_way = raw.way_id[way[first]][chain], raw.way_id[way[last]][chain]
    return network, EndWays(np.where(flip, last_way, first_way), np.where(flip, first_way, last_way))


def _mean_speed(chains: Chains, length: FloatArray, speed: FloatArray) -> FloatArray:
    """Return the speed over each chain that gives the travel time of its parts, in km/h."""
    total = chains.sums(length)
    # A chain of no length (two points on one spot) has no mean speed; the slowest of its parts stands in.
    return np.where(total > 1e-6, total / np.maximum(chains.sums(length / speed), 1e-12), chains.least(speed))


def _ends(pieces: Pieces, chains: Chains) -> tuple[LongArray, LongArray, LongArray]:
    """Return the nodes that chains end at, in order, and the place in that list of the first and last node of each chain."""
    first, last = chains.halves[chains.start[:-1]], chains.halves[chains.start[1:] - 1]
    starts = np.where(first % 2 == 1, pieces.end[first // 2], pieces.start[first // 2])
    ends = np.where(last % 2 == 1, pieces.start[last // 2], pieces.end[last // 2])
    used, place = np.unique(np.concatenate([starts, ends]), return_inverse=True)
    return used, place[: starts.size], place[starts.size :]


def _directions(chains: Chains) -> tuple[LongArray, BoolArray, IntArray]:
    """Return for each arc its chain, whether it runs against the chain, and its twin; twins stand side by side."""
    count = 1 + chains.two_way.astype(np.int64)
    chain = np.repeat(np.arange(count.size), count)
    flip = np.zeros(chain.size, dtype=np.bool_)
    flip[1:] = chain[1:] == chain[:-1]
    arc = np.arange(chain.size)
    twin = np.where(chains.two_way[chain], np.where(flip, arc - 1, arc + 1), -1)
    return chain, flip, twin.astype(np.int32)


def _geometry(pieces: Pieces, chains: Chains) -> tuple[LongArray, LongArray]:
    """Return the points of all chains one after the other, joints once, and where each chain begins (k + 1 numbers)."""
    piece, against = chains.halves // 2, chains.halves % 2 == 1
    opens = np.zeros(piece.size, dtype=np.int64)
    opens[chains.start[:-1]] = 1
    # Each piece gives its points but the first, which the piece before it gave; the first piece of a chain gives all.
    count = pieces.last[piece] - pieces.first[piece] + opens
    offset = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(count)])
    rank = np.arange(offset[-1]) - np.repeat(offset[:-1], count) + np.repeat(1 - opens, count)
    base = np.repeat(np.where(against, pieces.last[piece], pieces.first[piece]), count)
    points = np.where(np.repeat(against, count), base - rank, base + rank)
    return points, offset[chains.start]


def class_lengths_km(network: RoadNetwork) -> tuple[tuple[str, float], ...]:
    """Return kilometres of road per class, twins counted once, most important class first; classes without road left out."""
    once = (network.twin < 0) | (network.twin > np.arange(network.arcs))
    result = []
    for index, road in enumerate(ROAD_CLASSES):
        length = float(network.length_m[once & (network.road_class == index)].sum()) / 1000.0
        if length > 0:
            result.append((road.name, length))
    return tuple(result)
