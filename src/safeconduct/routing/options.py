"""Corridor options: safest, balanced and fastest, each with alternates on other roads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from safeconduct.exposure.index import usable_incidents
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.people import Group
from safeconduct.model.plan import OPTION_LABELS, Option, ReturnWay, Route, Snap
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span, common
from safeconduct.network.graph import IntArray, LongArray, RoadNetwork
from safeconduct.routing.alternates import Aims, dissimilar_ways, overlap_share
from safeconduct.routing.beds import ways_with_beds
from safeconduct.routing.front import Bounds, Ways, bounds_to, three_ways
from safeconduct.routing.ground import Ground, Way, follow, ground_of
from safeconduct.routing.line import line_of
from safeconduct.routing.waypoints import PlaceBook, checkpoint_points, way_points, with_checkpoints
from safeconduct.routing.wording import cause_list, why_alternate, why_first, why_option

PRICE_FACTOR = {"safest": 20.0, "balanced": 1.0, "fastest": 0.0}
"""Alternates are sought by time plus exposure at a price. At factor 1 the exposure of all fastest ways together costs as much as
their time."""

UNLIMITED_VPH = 3600
"""Capacity told for a route that uses no road at all: one vehicle a second."""


@dataclass(frozen=True, slots=True)
class OptionSet:
    """The options in the order of OPTION_LABELS, and the groups without any way: group id -> the reason, one sentence.

    returns: ways for empty vehicles from each exit of any route to each group with a route, where no route gives a way back.
    """

    options: tuple[Option, ...]
    unreachable: dict[str, str] = field(default_factory=dict)
    returns: tuple[ReturnWay, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """What the search for one scenario's options stands on.

    node_of: group or exit id -> node. exit_at: node -> id of the usable exit there (of several, the first in the scenario).
    """

    ground: Ground
    bounds: Bounds
    scenario: Scenario
    travel_s: IntArray
    node_of: dict[str, int]
    exit_at: dict[int, str]
    book: PlaceBook


def find_options(
    network: RoadNetwork,
    travel_s: IntArray,
    conditions: ArcConditions,
    snaps: Sequence[Snap],
    scenario: Scenario,
    *,
    start: datetime,
    end: datetime,
    k: int,
) -> OptionSet:
    """Return three options with at most `k` routes for each group, and why a group has none.

    For each group the best compromises of time and exposure over all usable exits are found; safest and fastest are the ends of
    that list, balanced is its knee. An exit is usable when a movement to it, its opening hours and its beds leave room between
    `start` and `end`. Arcs open only part of the time are used like others and named in `Route.closed_by`. The same input gives
    the same options.
    """
    search = prepare(network, travel_s, conditions, snaps, scenario, start=start, end=end)
    ground, bounds, node_of = search.ground, search.bounds, search.node_of
    found: dict[str, Ways] = {}
    unreachable: dict[str, str] = {}
    for group in scenario.groups:
        ways = three_ways(ground, bounds, node_of[group.id]) if group.id in node_of else None
        if ways is None:
            unreachable[group.id] = why_unreachable(search, group)
        else:
            found[group.id] = ways
    back = {group_id: back_tree(search, node_of[group_id]) for group_id in found}
    options = build_options(search, found, back, k=k)
    return OptionSet(options, unreachable, find_returns(search, options, back))


def prepare(
    network: RoadNetwork,
    travel_s: IntArray,
    conditions: ArcConditions,
    snaps: Sequence[Snap],
    scenario: Scenario,
    *,
    start: datetime,
    end: datetime,
) -> Search:
    """Return what the search for ways between two moments stands on."""
    node_of = {snap.id: snap.node for snap in snaps}
    exit_at: dict[int, str] = {}
    for exit_id in usable_exits(scenario, start, end):
        if exit_id in node_of:
            exit_at.setdefault(node_of[exit_id], exit_id)
    ground = ground_of(network, travel_s, conditions)
    bounds = bounds_to(ground, list(exit_at))
    return Search(ground, bounds, scenario, travel_s, node_of, exit_at, PlaceBook((*network.places, *scenario.gazetteer)))


def usable_exits(scenario: Scenario, start: datetime, end: datetime) -> tuple[str, ...]:
    """Return the ids of the exits that people can be sent to: movement allowed, open at some time, not without a single bed."""
    movement = (Span(start, end),) if start < end else ()
    usable: list[str] = []
    for one in scenario.exits:
        opens, closes = one.opens or start, one.closes or end
        if one.beds != 0 and opens < min(closes, end) and closes > start and common(movement, scenario.movement_spans(one.id)):
            usable.append(one.id)
    return tuple(usable)


def build_options(search: Search, found: dict[str, Ways], back: dict[str, LongArray], *, k: int) -> tuple[Option, ...]:
    """Return the three options from the three ways of each group; back: group id -> tree of the ways back to it."""
    total_s = sum(ways.fastest.time_s for ways in found.values())
    total_grains = sum(ways.fastest.grains for ways in found.values())
    price = total_s / total_grains if total_grains else 0.0
    firsts: dict[tuple[str, str], Route] = {}
    alternates: dict[tuple[str, str], tuple[Route, ...]] = {}
    known: dict[tuple[str, float, tuple[int, ...]], tuple[Route, ...]] = {}
    aims = {factor: Aims(search.ground, search.bounds, factor * price) for factor in PRICE_FACTOR.values()}
    for label in OPTION_LABELS:
        for number, group in enumerate(search.scenario.groups, start=1):
            if group.id not in found:
                continue
            ways: Ways = found[group.id]
            first = {"safest": ways.safest, "balanced": ways.balanced, "fastest": ways.fastest}[label]
            aim = aims[PRICE_FACTOR[label]]
            key = (group.id, aim.seconds_per_grain, first.arcs)
            if key not in known:
                known[key] = group_routes(search, group, first, k=k, aims=aim, back=back[group.id])
            named = tuple(
                replace(route, id=f"{label[0].upper()}{number}{chr(ord('A') + rank)}") for rank, route in enumerate(known[key])
            )
            firsts[label, group.id], alternates[label, group.id] = named[0], named[1:]
    return tuple(finish_option(search, label, found, firsts=firsts, alternates=alternates) for label in OPTION_LABELS)


def finish_option(
    search: Search,
    label: str,
    found: dict[str, Ways],
    *,
    firsts: dict[tuple[str, str], Route],
    alternates: dict[tuple[str, str], tuple[Route, ...]],
) -> Option:
    """Return one option with its sentences, which compare it with the other two."""
    scenario = search.scenario
    incidents = bool(usable_incidents(scenario.incidents, scenario.as_of)) or bool(np.any(search.ground.grains))
    routes: list[Route] = []
    person_exposure = 0.0
    for group_id, ways in found.items():
        first = firsts[label, group_id]
        why = why_first(
            label,
            first,
            safest=firsts["safest", group_id],
            fastest=firsts["fastest", group_id],
            incidents=incidents,
            exact=ways.exact,
        )
        routes.append(replace(first, why=why))
        routes += alternates[label, group_id]
        person_exposure += scenario.get_group(group_id).people.total * first.exposure
    same = all(firsts["safest", group_id].arcs == firsts["fastest", group_id].arcs for group_id in found)
    longest_s = max((firsts[label, group_id].travel_s for group_id in found), default=0)
    why = why_option(label, incidents=incidents, same=same)
    return Option(label, tuple(routes), person_exposure, longest_s, why=why)


def group_routes(search: Search, group: Group, first: Way, *, k: int, aims: Aims, back: LongArray) -> tuple[Route, ...]:
    """Return the first route of a group and its alternates, not yet named; the alternates with their sentences."""
    source, scenario = search.node_of[group.id], search.scenario
    ways = dissimilar_ways(aims, first, source=source, count=k, max_overlap=scenario.settings.max_overlap)
    beds = {node: scenario.get_exit(exit_id).beds for node, exit_id in search.exit_at.items()}
    ways, for_beds = ways_with_beds(aims, ways, source=source, count=k, beds=beds, people=scenario.people.total)
    routes = [route_of(search, group, way, back=back) for way in ways]
    for rank, way in enumerate(ways[1:], start=1):
        route = replace(routes[rank], overlap=overlap_share(search.ground, way.arcs, first.arcs))
        why = why_alternate(route, routes[0], for_beds=for_beds and way is ways[-1])
        routes[rank] = replace(route, why=why)
    return tuple(routes)


def route_of(search: Search, group: Group, way: Way, *, back: LongArray) -> Route:
    """Return a way as a route, with its line, way-points and way back (the fastest on arcs not closed for good)."""
    network, conditions = search.ground.network, search.ground.conditions
    source = search.node_of[group.id]
    target = int(network.head[way.arcs[-1]]) if way.arcs else source
    exit_ = search.scenario.get_exit(search.exit_at[target])
    line = line_of(network, way.arcs, search.travel_s, source, stops=conditions.stops)
    places = way_points(network, way.arcs, line, search.book, start=group.name, exit_name=exit_.name)
    back_arcs = tuple(follow(back, network.head, target))
    least_vph = min((float(network.capacity_vph[arc]) for arc in way.arcs), default=float("inf"))
    return Route(
        id="",
        group_id=group.id,
        exit_id=exit_.id,
        arcs=way.arcs,
        geometry=line.points,
        way_points=with_checkpoints(places, checkpoint_points(network, way.arcs, search.travel_s, conditions.stops)),
        length_m=float(sum(network.length_m[arc] for arc in way.arcs)),
        travel_s=way.time_s,
        capacity_vph=int(least_vph) if least_vph < float("inf") else UNLIMITED_VPH,
        exposure=float(sum(conditions.exposure[arc] for arc in way.arcs)),
        back_arcs=back_arcs,
        back_s=sum(int(search.travel_s[arc]) for arc in back_arcs),
        closed_by=tuple(sorted({cause for arc in way.arcs for cause in conditions.shut_by.get(arc, ())})),
    )


def find_returns(search: Search, options: Sequence[Option], back: dict[str, LongArray]) -> tuple[ReturnWay, ...]:
    """Return the fastest way from each exit of any route to each group, for pairs between which no route gives a way back.

    On arcs not closed for good, as for the ways back of the routes. None for a pair that no such way joins.
    """
    routes = [route for option in options for route in option.routes]
    known = {(route.exit_id, route.group_id) for route in routes if route.back_arcs or not route.arcs}
    used = {route.exit_id for route in routes}
    ways: list[ReturnWay] = []
    for place in search.scenario.exits:
        for group_id, tree in back.items():
            if place.id not in used or (place.id, group_id) in known:
                continue
            arcs = tuple(follow(tree, search.ground.network.head, search.node_of[place.id]))
            if arcs:
                ways.append(ReturnWay(place.id, group_id, arcs, sum(int(search.travel_s[arc]) for arc in arcs)))
    return tuple(ways)


def back_tree(search: Search, node: int) -> LongArray:
    """Return, per node, the first arc of the fastest way back to a group's node, -1 where there is none."""
    from safeconduct.kernel.labels import Pair, best_tree

    ground = search.ground
    _, _, via = best_tree(ground.backward, Pair(ground.time_s, ground.grains), np.array([node], dtype=np.int64))
    return via


def why_unreachable(search: Search, group: Group) -> str:
    """Return, in one sentence, why no way leads from a group to any exit."""
    from safeconduct.kernel.labels import Pair, best_tree

    if group.id not in search.node_of:
        return f"{group.name}: no road near the assembly point."
    if not search.exit_at:
        return f"{group.name}: no exit can be used during the movement."
    network, conditions = search.ground.network, search.ground.conditions
    ground = ground_of(network, search.travel_s, conditions, everything=True)
    shut = np.ones(network.arcs)
    shut[search.ground.forward.order] = 0.0
    targets = np.array(sorted(search.exit_at), dtype=np.int64)
    _, _, via = best_tree(ground.backward, Pair(shut, ground.time_s), targets)
    arcs = follow(via, network.head, search.node_of[group.id])
    if not arcs:
        return f"{group.name}: no road in the road file joins it to any exit."
    causes = {cause for arc in arcs for cause in (*conditions.closed.get(arc, ()), *conditions.shut_by.get(arc, ()))}
    return f"{group.name}: every way to an exit is shut; the one with the fewest shut roads by {cause_list(causes)}."
