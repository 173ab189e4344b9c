"""Checkpoints: on the road nearest to each, with what stopping there costs and which hours it leaves open, worked out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Plan, Route, WayPoint
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span
from safeconduct.verify.geometry import METRES_PER_DEGREE, flatten, line_distance
from safeconduct.verify.roads import Roads

CHECKPOINT_PREFIX = "checkpoint:"
"""A snap of a checkpoint has this prefix and the id of its row."""

Seconds = tuple[float, float]
LAND_SHARE = 0.05
"""A piece of the road network is land, and no island, from this share of all nodes on."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What stops packets on one arc: the checkpoints' names, their seconds together, whether before driving off."""

    names: tuple[str, ...]
    stop_s: int
    at_start: bool


@dataclass(frozen=True, slots=True)
class Posts:
    """What checkpoints do to arcs.

    stops: by arc, at its beginning, then at its end. most_vph: vehicles an hour of arcs that meet a checkpoint. hours: by arc,
    the ids of checkpoints with the span that each leaves open.
    """

    stops: dict[int, list[Stop]]
    most_vph: dict[int, float]
    hours: dict[int, tuple[tuple[str, Seconds], ...]]


def find_posts(scenario: Scenario, roads: Roads, plan: Plan, movement: Span) -> Posts:
    """Return what the checkpoints do to the arcs, each at the node that its snap in the plan states (checked by `nearest_road`).

    `roads` holds driving times alone. Packets stop at the end of every road that comes to the place; where an assembly point is
    joined to the road at that very place, at the beginning of those that leave it. Nodes of the same place are one.
    """
    node_of = {snap.id: snap.node for snap in plan.snaps}
    taken = {roads.node_point(node_of[group.id]) for group in scenario.groups}
    posts = Posts({}, {}, {})
    for one in scenario.checkpoints:
        place = roads.node_point(node_of[CHECKPOINT_PREFIX + one.id])
        here = {node for node in range(roads.nodes) if roads.node_lon[node] == place.lon and roads.node_lat[node] == place.lat}
        for arc, (tail, head) in enumerate(zip(roads.tail, roads.head, strict=True)):
            begins, comes = tail in here, head in here
            if begins == comes:
                continue
            if one.search_s:
                posts.most_vph[arc] = min(posts.most_vph.get(arc, float("inf")), one.lanes * 3600 / one.search_s)
            if begins == (place in taken):
                _add(posts, arc, one, scenario.settings.packet_size, at_start=begins)
                _add_hours(posts, arc, one, movement, along_s=roads.travel_s[arc], at_start=begins)
    return posts


def _add(posts: Posts, arc: int, one: Checkpoint, packet_size: int, *, at_start: bool) -> None:
    """Stop a full packet: so many rounds of search as it takes with that many lanes."""
    rounds = (packet_size + one.lanes - 1) // one.lanes
    several = posts.stops.setdefault(arc, [])
    same = next((stop for stop in several if stop.at_start == at_start), Stop((), 0, at_start))
    others = [stop for stop in several if stop.at_start != at_start]
    joined = Stop((*same.names, one.name), same.stop_s + rounds * one.search_s, at_start)
    posts.stops[arc] = [joined, *others] if at_start else [*others, joined]


def _add_hours(posts: Posts, arc: int, one: Checkpoint, movement: Span, *, along_s: int, at_start: bool) -> None:
    """Open the arc from when a vehicle that then drives on comes when the checkpoint opens, and so at its close."""
    if one.opens is None and one.closes is None:
        return
    whole_s = (movement.end - movement.start).total_seconds()
    low, high = 0.0, whole_s
    if one.opens is not None:
        low = max(0.0, (one.opens - movement.start).total_seconds() - (0 if at_start else along_s))
    if one.closes is not None:
        high = min(whole_s, (one.closes - movement.start).total_seconds() + (along_s if at_start else 0))
    posts.hours[arc] = (*posts.hours.get(arc, ()), (one.id, (low, high)))


def manned(roads: Roads, posts: Posts) -> Roads:
    """Return the roads with the stops in their driving times and no more vehicles than are searched."""
    travel_s, capacity = list(roads.travel_s), list(roads.capacity_vph)
    for arc, several in posts.stops.items():
        travel_s[arc] += sum(stop.stop_s for stop in several)
    for arc, most in posts.most_vph.items():
        capacity[arc] = min(capacity[arc], most)
    return replace(roads, travel_s=travel_s, capacity_vph=capacity)


def land_pieces(roads: Roads) -> frozenset[int]:
    """Return the pieces of the network that are land, the largest always."""
    size: dict[int, int] = {}
    for piece in roads.component:
        size[piece] = size.get(piece, 0) + 1
    return frozenset({0, *(piece for piece, nodes in size.items() if nodes >= LAND_SHARE * roads.nodes)})


def nearest_road_m(roads: Roads, point: LonLat) -> tuple[float, float]:
    """Return the distance from a point to the nearest road, and to the nearest one that is on no island, metres."""
    pieces = land_pieces(roads)
    best = {True: float("inf"), False: float("inf")}
    for arc in range(roads.arcs):
        land = roads.component[roads.tail[arc]] in pieces
        first, last = roads.geo_start[arc], roads.geo_end[arc]
        lats = roads.geo_lat[first:last]
        gap_m = max(min(lats) - point.lat, point.lat - max(lats)) * METRES_PER_DEGREE
        if gap_m < best[land]:
            best[land] = min(best[land], line_distance([(0.0, 0.0)], flatten(roads.points(arc), point), 0.0))
    return min(best.values()), best[True]


def way_points_of(roads: Roads, posts: Posts, route: Route) -> list[tuple[str, float, int]]:
    """Return name, kilometre and seconds before the stop of each checkpoint that a route passes, in order."""
    found: list[tuple[str, float, int]] = []
    metres, seconds = 0.0, 0
    for arc in route.arcs:
        for stop in posts.stops.get(arc, ()):
            at_m = metres if stop.at_start else metres + roads.length_m[arc]
            at_s = seconds if stop.at_start else seconds + roads.travel_s[arc] - stop.stop_s
            found += [(name, at_m / 1000, at_s) for name in stop.names]
        metres, seconds = metres + roads.length_m[arc], seconds + roads.travel_s[arc]
    return found


def checkpoint_fault(stated: list[WayPoint], wanted: list[tuple[str, float, int]]) -> Iterator[str]:
    """Yield what is wrong with the checkpoints that a route names."""
    if [point.name for point in stated] != [name for name, _km, _s in wanted]:
        yield f"it names the checkpoints {[point.name for point in stated]}, it passes {[name for name, _km, _s in wanted]}"
        return
    for point, (name, km, seconds) in zip(stated, wanted, strict=True):
        if abs(point.km - km) > 0.1 + 0.01 * km or abs(point.drive_s - seconds) > 2:
            yield f"{name!r}: km {point.km:.1f}, {point.drive_s} s; km {km:.1f}, {seconds} s by the route"
