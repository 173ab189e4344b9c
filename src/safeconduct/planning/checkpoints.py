"""Checkpoints put on the roads: which arcs they stop, for how long, in which hours, and what passes at most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from safeconduct.exposure.assess import Hours
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.conditions import ArcStop
from safeconduct.model.plan import Snap
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork

CHECKPOINT_PREFIX = "checkpoint:"
"""Snap id of a checkpoint is this prefix and its id."""


@dataclass(frozen=True, slots=True)
class Post:
    """A checkpoint on the roads.

    stops: arcs on which it stops vehicles, at their end (at_start: at their beginning). through: every arc that meets it.
    """

    checkpoint: Checkpoint
    stops: tuple[int, ...]
    through: tuple[int, ...]
    at_start: bool


def posts_of(scenario: Scenario, network: RoadNetwork, snaps: Iterable[Snap]) -> tuple[Post, ...]:
    """Return the checkpoints of a scenario on its roads, those without a snap left out.

    Whoever comes to the place of a checkpoint on any road is stopped at the end of it, so that a passage is one stop whatever
    the direction. Where an assembly point has that same place, whoever leaves it is stopped instead. Nodes of one place (those
    of turns) count as one.
    """
    node_of = {snap.id: snap.node for snap in snaps}
    posts: list[Post] = []
    for checkpoint in scenario.checkpoints:
        node = node_of.get(CHECKPOINT_PREFIX + checkpoint.id)
        if node is None:
            continue
        here = (network.node_lon == network.node_lon[node]) & (network.node_lat == network.node_lat[node])
        begins, comes = here[network.tail], here[network.head]
        at_start = any(here[node_of[group.id]] for group in scenario.groups if group.id in node_of)
        stops = begins & ~comes if at_start else comes & ~begins
        posts.append(Post(checkpoint, _arcs(stops), _arcs(begins != comes), at_start))
    return tuple(posts)


def _arcs(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(mask).tolist())


def with_posts(network: RoadNetwork, posts: Iterable[Post]) -> RoadNetwork:
    """Return the network in which no more vehicles an hour pass a checkpoint than are searched there."""
    capacity = network.capacity_vph.copy()
    for post in posts:
        arcs = list(post.through)
        capacity[arcs] = np.minimum(capacity[arcs], post.checkpoint.vehicles_per_h)
    capacity.flags.writeable = False
    return replace(network, capacity_vph=capacity)


def stops_of(posts: Iterable[Post], packet_size: int) -> dict[int, tuple[ArcStop, ...]]:
    """Return the arcs on which packets stop; checkpoints of one place follow one another."""
    stops: dict[tuple[int, bool], ArcStop] = {}
    for post in posts:
        one = post.checkpoint
        for arc in post.stops:
            known = stops.get((arc, post.at_start), ArcStop((), (), 0, one.point, post.at_start))
            ids, names = (*known.ids, one.id), (*known.names, one.name)
            stop_s = known.stop_s + one.stop_s(packet_size)
            stops[arc, post.at_start] = replace(known, ids=ids, names=names, stop_s=stop_s)
    arcs = sorted({arc for arc, _ in stops})
    return {arc: tuple(stops[arc, begins] for begins in (True, False) if (arc, begins) in stops) for arc in arcs}


def with_stops(drive_s: NDArray[np.int32], stops: Mapping[int, tuple[ArcStop, ...]]) -> NDArray[np.int32]:
    """Return the column's seconds along each arc with the stops in them."""
    travel_s = drive_s.copy()
    for arc, several in stops.items():
        travel_s[arc] += sum(stop.stop_s for stop in several)
    return travel_s


def hours_of(posts: Iterable[Post], drive_s: NDArray[np.int32], *, start: datetime, end: datetime) -> tuple[Hours, ...]:
    """Return when the arcs of each checkpoint may be driven on and off, so that vehicles are in it in its hours.

    Where the stop is at the end of an arc, a vehicle may drive on before the checkpoint opens, by as long as it drives; where it
    is at the beginning, it may drive off as long after it closes.
    """
    whole_s = (end - start).total_seconds()
    found: list[Hours] = []
    for post in posts:
        one = post.checkpoint
        if one.opens is None and one.closes is None:
            continue
        low = (one.opens - start).total_seconds() if one.opens else 0.0
        high = (one.closes - start).total_seconds() if one.closes else whole_s
        for arc in post.stops:
            along = float(drive_s[arc])
            first, last = (
                (low, high + along if one.closes else high) if post.at_start else (low - along if one.opens else low, high)
            )
            span = (max(0.0, first), min(whole_s, last))
            found.append(Hours((arc,), one.id, (span,) if span[0] < span[1] else ()))
    return tuple(found)
