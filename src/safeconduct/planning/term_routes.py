"""Corridor options within the routes that the texts state: every route of a plan follows one route of each text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from safeconduct.agreement.standing import clause_name
from safeconduct.agreement.stated_routes import StatedRoute, stated_routes
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.notice import Notice, Where, notice
from safeconduct.model.people import Group
from safeconduct.model.place import LonLat, Place
from safeconduct.model.plan import OPTION_LABELS, Option, ReturnWay, Route
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span
from safeconduct.network.graph import BoolArray
from safeconduct.planning.ground import Ground
from safeconduct.planning.term_corridors import BYPASSED, Corridors, shut_outside
from safeconduct.planning.term_places import PlacedRoute, fault_of, placed
from safeconduct.routing.options import OptionSet, Search, back_tree, find_options, prepare, route_of


@dataclass(frozen=True, slots=True, eq=False)
class RoadRoute:
    """A stated route on the roads. allowed: shape (m,), the arcs that it leaves."""

    placed: PlacedRoute
    allowed: BoolArray

    @property
    def stated(self) -> StatedRoute:
        """The route as its clause states it."""
        return self.placed.stated

    def fault(self, route: Route, start: LonLat) -> str:
        """Return why a route from `start` does not follow this one ("" when it does)."""
        found = fault_of(route.geometry, start, self.placed)
        if not found and self.stated.forbidden and not self.allowed[list(route.arcs)].all():
            return "it leaves the road of the stated route"
        return found


@dataclass(frozen=True, slots=True)
class RouteLimits:
    """The stated routes on the roads, one tuple for each text. conditions: the ground's, every arc that they leave out closed."""

    texts: tuple[tuple[RoadRoute, ...], ...]
    conditions: ArcConditions

    @property
    def strict(self) -> bool:
        """Whether any text forbids to deviate from its route."""
        return any(route.stated.forbidden for text in self.texts for route in text)


def route_limits(ground: Ground) -> RouteLimits | None:
    """Return the routes that bind a plan, None where no typed clause states any whose places are known."""
    book = known_places(ground)
    stated = (tuple(placed(route, book) for route in text) for text in stated_routes(ground.scenario))
    known = [routes for text in stated if (routes := tuple(route for route in text if route.points or route.off))]
    if not known:
        return None
    nodes = {snap.id: snap.node for snap in ground.snaps}
    groups = [(nodes[one.id], one.point) for one in ground.scenario.groups if one.id in nodes]
    exits = [(nodes[one.id], one.point) for one in ground.scenario.exits if one.id in nodes]
    corridors = Corridors(ground.network, ground.travel_s, ground.conditions)
    texts = tuple(tuple(RoadRoute(route, corridors.allowed(route, groups, exits)) for route in text) for text in known)
    of_text = [np.logical_or.reduce([route.allowed for route in text]) for text in texts]
    allowed = np.asarray(np.logical_and.reduce(of_text), dtype=np.bool_)
    causes = tuple(f"term {route.stated.term.id}" for text in texts for route in text)
    return RouteLimits(texts, shut_outside(ground.conditions, allowed, causes))


def known_places(ground: Ground) -> tuple[Place, ...]:
    """Return every place with a name: of the gazetteer, of the roads, assembly points and exits."""
    scenario = ground.scenario
    groups = [Place(one.name, one.point, "own") for one in scenario.groups]
    exits = [Place(one.name, one.point, "own") for one in scenario.exits]
    return (*scenario.gazetteer, *ground.network.places, *groups, *exits)


def options_within(ground: Ground, limits: RouteLimits | None, span: Span) -> OptionSet:
    """Return the options of a span of time by the routes of the texts; without such routes by any road.

    All routes of all texts are searched together. A group whose quickest ways there leave a way-point out gets the quickest way
    that is led through all of them. Who finds none is unreachable, with the reason.
    """
    conditions = ground.conditions if limits is None else limits.conditions
    asked = (ground.network, ground.travel_s, conditions, ground.snaps, ground.scenario)
    found = find_options(*asked, start=span.start, end=span.end, k=ground.scenario.settings.routes)
    if limits is None:
        return found
    kept = {group.id: _followed(ground.scenario, limits, found, group.id) for group in ground.scenario.groups}
    missing = [group for group in ground.scenario.groups if kept[group.id] is None and group.people.total]
    if missing:
        search = prepare(*asked, start=span.start, end=span.end)
        ways = [(route, _roads_of(ground, limits, route)) for text in limits.texts for route in text]
        for group in missing:
            kept[group.id] = _led(search, ways, limits, group)
    why = {group_id: _why(ground.scenario, limits, found, group_id) for group_id in kept}
    return _joined(ground.scenario, found, kept, why)


def _roads_of(ground: Ground, limits: RouteLimits, route: RoadRoute) -> Corridors:
    """Return the roads on which a group may be led along a route: where none may deviate, those of that route alone."""
    inside = shut_outside(limits.conditions, route.allowed, (BYPASSED,)) if route.stated.forbidden else limits.conditions
    return Corridors(ground.network, ground.travel_s, inside)


def _led(
    search: Search, ways: Iterable[tuple[RoadRoute, Corridors]], limits: RouteLimits, group: Group
) -> dict[str, list[Route]] | None:
    """Return a group's quickest way through all way-points of a stated route that follows every text, for every option."""
    if group.id not in search.node_of:
        return None
    back = back_tree(search, search.node_of[group.id])
    best: Route | None = None
    for route, corridors in ways:
        arcs = corridors.way(route.placed, (search.node_of[group.id], group.point), search.exit_at)
        if arcs is None:
            continue
        made = route_of(search, group, search.ground.way(arcs), back=back)
        made = replace(made, why=f"It is led through the way-points of {clause_name(route.stated.term)}.")
        if not fault(search.scenario, limits, made) and (best is None or made.travel_s < best.travel_s):
            best = made
    if best is None:
        return None
    number = [one.id for one in search.scenario.groups].index(group.id) + 1
    return {label: [replace(best, id=f"{label[0].upper()}{number}A")] for label in OPTION_LABELS}


def _followed(scenario: Scenario, limits: RouteLimits, found: OptionSet, group_id: str) -> dict[str, list[Route]] | None:
    """Return a group's routes that follow the texts, by option; None when it has none.

    Where the first route of an option does not follow them, the group drives the quickest one that does in every option.
    """
    by_label = {option.label: [route for route in option.routes if route.group_id == group_id] for option in found.options}
    right = {label: [one for one in routes if not fault(scenario, limits, one)] for label, routes in by_label.items()}
    if all(routes and routes[0] in right[label] for label, routes in by_label.items()):
        return right
    every = [route for routes in right.values() for route in routes]
    if not every:
        return None
    quickest = min(every, key=lambda one: (one.travel_s, one.arcs))
    named = {label: f"{label[0].upper()}{quickest.id[1:-1]}A" for label in by_label}
    return {label: [replace(quickest, id=name, overlap=0.0)] for label, name in named.items()}


def fault(scenario: Scenario, limits: RouteLimits, route: Route) -> str:
    """Return why a route follows no route of some text ("" when it follows one of each)."""
    start = scenario.get_group(route.group_id).point
    for text in limits.texts:
        faults = [one.fault(route, start) for one in text]
        if all(faults):
            return faults[0]
    return ""


def _why(scenario: Scenario, limits: RouteLimits, found: OptionSet, group_id: str) -> str:
    """Return in one sentence why a group has no way by the routes of the texts."""
    if group_id in found.unreachable:
        return found.unreachable[group_id]
    name = scenario.get_group(group_id).name
    route = next((one for option in found.options for one in option.routes if one.group_id == group_id), None)
    said = f": {fault(scenario, limits, route)}" if route is not None else ""
    clauses = ", ".join(dict.fromkeys(clause_name(one.stated.term) for text in limits.texts for one in text))
    return f"{name}: no open way to an exit follows the routes of {clauses}{said}."


def _joined(
    scenario: Scenario, found: OptionSet, kept: dict[str, dict[str, list[Route]] | None], why: dict[str, str]
) -> OptionSet:
    options = []
    for option in found.options:
        own = {group_id: routes[option.label] for group_id, routes in kept.items() if routes is not None}
        options.append(_with_routes(scenario, option, own))
    unreachable = {group_id: why[group_id] for group_id, ways in kept.items() if ways is None}
    routes = [route for option in options for route in option.routes]
    given = {(route.exit_id, route.group_id) for route in routes if route.back_arcs or not route.arcs}
    used = {route.exit_id for route in routes}
    returns: dict[tuple[str, str], ReturnWay] = {}
    for way in found.returns:
        pair = way.exit_id, way.group_id
        if pair not in given and way.exit_id in used and way.group_id not in unreachable:
            returns.setdefault(pair, way)
    return OptionSet(tuple(options), unreachable, tuple(returns.values()))


def _with_routes(scenario: Scenario, option: Option, own: dict[str, list[Route]]) -> Option:
    """Return an option with these routes of each group, and the figures that follow from them."""
    firsts = [(scenario.get_group(group_id), routes[0]) for group_id, routes in own.items() if routes]
    return replace(
        option,
        routes=tuple(route for group in scenario.groups for route in own.get(group.id, ())),
        person_exposure=sum(group.people.total * route.exposure for group, route in firsts),
        longest_s=max((route.travel_s for _, route in firsts), default=0),
    )


def check_term_routes(ground: Ground) -> tuple[Notice, ...]:
    """Return the notices about stated routes: places that nobody knows, that no road reaches, routes that nobody can follow."""
    stated_texts = stated_routes(ground.scenario)
    if not stated_texts:
        return ()
    book = known_places(ground)
    notices: list[Notice] = []
    corridors = Corridors(ground.network, ground.travel_s, ground.conditions)
    for text in stated_texts:
        for stated in text:
            notices += _check_route(stated, placed(stated, book), corridors)
    return tuple(notices)


def _check_route(stated: StatedRoute, route: PlacedRoute, corridors: Corridors) -> Iterable[Notice]:
    where = Where("terms", feature=clause_name(stated.term))
    for name in route.unknown:
        yield notice("term-place-unchecked", where, name=name)
    names = [one.name for one in stated.way_points if one.name not in route.unknown]
    for name, point in zip(names, route.points, strict=True):
        if not corridors.reaches(point):
            yield notice("term-place-off-road", where, name=name)
