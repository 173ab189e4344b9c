"""Options: the three choices, their alternates, and the figures shown side by side."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from safeconduct.model.plan import Option, Route
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.screening import opening
from safeconduct.verify.term_routes import routes_stated
from safeconduct.verify.ways import sure_times

SHARE_SLACK = 1e-6


def check_options(case: Case) -> Iterator[Finding]:
    """Yield a finding for each broken promise about the set of options and about each of them."""
    plan, settings = case.plan, case.scenario.settings
    if plan.max_routes != settings.routes:
        yield finding("option-set", "max_routes", f"{plan.max_routes} in the plan, {settings.routes} in the scenario")
    if plan.chosen != settings.preference:
        yield finding("option-set", "chosen", f"{plan.chosen!r} is timed, {settings.preference!r} is preferred")
    served = [{route.group_id for route in option.routes} for option in plan.options]
    for option, groups in zip(plan.options, served, strict=True):
        for group_id in sorted(set().union(*served) - groups):
            text = "no route, though another option has one"
            yield finding("option-routes", f"option {option.label}, group {group_id}", text)
        yield from check_sets(case, option)
        yield from check_overlaps(case, option)
        yield from check_figures(case, option)
    yield from check_order(case)


def routes_of(option: Option, group_id: str) -> list[Route]:
    """Return a group's routes in an option, its first one first."""
    return [route for route in option.routes if route.group_id == group_id]


def check_sets(case: Case, option: Option) -> Iterator[Finding]:
    """Yield a finding for too many routes, wrong order of groups, or a group that has no route though there is a way.

    Where texts state routes, an open way may be none of theirs: nothing is said of groups without one then.
    """
    order = {group.id: number for number, group in enumerate(case.scenario.groups)}
    stated = [order[route.group_id] for route in option.routes]
    if stated != sorted(stated):
        yield finding("option-routes", f"option {option.label}", "its routes do not stand in the order of the groups")
    for group in case.scenario.groups:
        count = len(routes_of(option, group.id))
        where = f"option {option.label}, group {group.id}"
        if count > case.scenario.settings.routes:
            yield finding("option-routes", where, f"{count} routes, at most {case.scenario.settings.routes} are allowed")
        if not count and group.people.total and not routes_stated(case.scenario) and (exit_id := find_way(case, group.id)):
            yield finding("option-routes", where, f"no route, though there is an open way to exit {exit_id}")


def find_way(case: Case, group_id: str) -> str:
    """Return a usable exit that a group can surely reach within one span of its movement, or "".

    Only roads that are open all the time prove a way; an exit without beds, or shut during the whole movement, is not usable.
    """
    reached = sure_times(case, case.group_node[group_id])
    for place in case.scenario.exits:
        opens, closes = opening(case, place)
        longest = max((high - low for low, high in case.spans[place.id]), default=0.0)
        usable = place.beds != 0 and opens < min(closes, case.end_s) and closes > 0
        if usable and reached.get(case.exit_node[place.id], inf) < longest:
            return place.id
    return ""


def check_overlaps(case: Case, option: Option) -> Iterator[Finding]:
    """Yield a finding when an alternate shares too much with an earlier route of its group, or states a wrong share.

    A last route that the beds make necessary may share as much as it must.
    """
    most = case.scenario.settings.max_overlap
    for group in case.scenario.groups:
        earlier: set[int] = set()
        first: set[int] = set()
        routes = routes_of(option, group.id)
        for number, route in enumerate(routes):
            own = {case.roads.road(arc) for arc in route.arcs}
            if number:
                shared = _share(case, route, earlier)
                if shared > most + SHARE_SLACK and not is_for_beds(case, routes, number):
                    text = f"{shared:.3f} of its length lies on earlier routes of the group, at most {most:g} may"
                    yield finding("route-overlap", f"route {route.id}", text)
                true = _share(case, route, first)
                if abs(true - route.overlap) > 1e-3:
                    text = f"overlap {route.overlap:.3f} stated, {true:.3f} by its arcs"
                    yield finding("route-overlap", f"route {route.id}", text)
            else:
                first = own
                if route.overlap:
                    yield finding("route-overlap", f"route {route.id}", f"overlap {route.overlap:.3f} stated for a first route")
            earlier |= own


def is_for_beds(case: Case, routes: list[Route], number: int) -> bool:
    """Tell whether a route of a group is needed for its beds.

    It is the group's last one and leads to an exit of its own; the exits of the earlier ones all count their beds, and have fewer
    together than there are people in all groups.
    """
    earlier = {route.exit_id for route in routes[:number]}
    if number + 1 < len(routes) or routes[number].exit_id in earlier:
        return False
    total = 0
    for exit_id in earlier:
        beds = case.exits[exit_id].beds
        if beds is None:
            return False
        total += beds
    return total < case.scenario.people.total


def _share(case: Case, route: Route, roads: set[int]) -> float:
    metres = case.roads.metres(route.arcs)
    if metres <= 0:
        return 0.0
    return case.roads.metres(arc for arc in route.arcs if case.roads.road(arc) in roads) / metres


def check_figures(case: Case, option: Option) -> Iterator[Finding]:
    """Yield a finding when exposure, longest time, clearance or people left of an option do not follow from the plan."""
    where = f"option {option.label}"
    firsts = [(group, routes_of(option, group.id)[0]) for group in case.scenario.groups if routes_of(option, group.id)]
    exposure = sum(group.people.total * route.exposure for group, route in firsts)
    if abs(exposure - option.person_exposure) > 1e-6 * max(1.0, abs(exposure)):
        yield finding(
            "option-numbers", where, f"person exposure {option.person_exposure:g} stated, {exposure:g} by its first routes"
        )
    longest = max((route.travel_s for _group, route in firsts), default=0)
    if option.longest_s != longest:
        yield finding("option-numbers", where, f"longest time {option.longest_s} s stated, {longest} s by its first routes")
    if option.clear_s is not None and option.left:
        yield finding("option-numbers", where, f"everybody out after {option.clear_s} s and {option.left} people left")
    if not 0 <= option.left <= case.scenario.people.total:
        yield finding("option-numbers", where, f"{option.left} of {case.scenario.people.total} people left")
    if option.label == case.plan.chosen:
        left = sum(one.people.total for one in case.plan.timetable.left if routes_of(option, one.group_id))
        if option.left != left:
            yield finding("option-numbers", where, f"{option.left} people left stated, {left} by the timetable")
        last = max((case.second(packet.out) for packet in case.plan.timetable.packets), default=None)
        clear_s = None if left or last is None else int(last)
        if option.clear_s != clear_s:
            yield finding("option-numbers", where, f"out after {option.clear_s} s stated, {clear_s} s by the timetable")


def check_order(case: Case) -> Iterator[Finding]:
    """Yield a finding when another option has a safer first route than the safest, or a faster one than the fastest."""
    by_label = {option.label: option for option in case.plan.options}
    for group in case.scenario.groups:
        firsts = {label: routes[0] for label, option in by_label.items() if (routes := routes_of(option, group.id))}
        greatest = max((route.exposure for route in firsts.values()), default=0.0)
        for label, route in firsts.items():
            safest, fastest = firsts.get("safest"), firsts.get("fastest")
            if safest and route.exposure < safest.exposure * (1 - 1e-4) - 1e-6 * greatest:
                text = f"exposure {safest.exposure:g} in the safest option, {route.exposure:g} in {label}"
                yield finding("option-order", f"group {group.id}", text)
            if fastest and route.travel_s < fastest.travel_s:
                text = f"{fastest.travel_s} s in the fastest option, {route.travel_s} s in {label}"
                yield finding("option-order", f"group {group.id}", text)
