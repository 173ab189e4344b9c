"""The case under check: scenario, roads and plan side by side, with the look-ups that every check needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import inf

from safeconduct.model.people import Exit, Group
from safeconduct.model.place import Place
from safeconduct.model.plan import Plan, Route
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span
from safeconduct.network.graph import RoadNetwork
from safeconduct.verify.posts import Posts, find_posts, manned
from safeconduct.verify.roads import Roads, read_roads
from safeconduct.verify.shut import Shut, find_shut
from safeconduct.verify.spans import allowed_spans


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the checks look at. The plan's form and references are sound when a case is made.

    scenario: within the limits of its terms. posts: its checkpoints; roads: with their stops.
    routes: those that may be driven, by id. at_s: the moment from which the plan was made again, in seconds from the start (minus
    infinity for a plan that begins); what lies before is history, in which later closures did not hold. group_node, exit_node:
    where each id meets the road. spans: allowed movement to each exit in seconds from the start. end_s: length of the movement.
    leaving: arcs out of each node. drive_from: driving times found so far, filled by `ways`. places: named places of the roads.
    """

    scenario: Scenario
    plan: Plan
    roads: Roads
    shut: Shut
    posts: Posts
    groups: dict[str, Group]
    exits: dict[str, Exit]
    routes: dict[str, Route]
    group_node: dict[str, int]
    exit_node: dict[str, int]
    spans: dict[str, tuple[tuple[float, float], ...]]
    start: datetime
    at_s: float
    end_s: float
    leaving: list[list[int]]
    drive_from: dict[int, dict[int, int]]
    places: tuple[Place, ...] = ()

    def second(self, moment: datetime) -> float:
        """Return seconds from the start of the movement."""
        return (moment - self.start).total_seconds()


def movement_of(scenario: Scenario) -> Span | None:
    """Return from the first to the last moment at which movement to any exit is allowed (None: never)."""
    spans = [span for place in scenario.exits for span in allowed_spans(scenario, place.id)]
    return Span(min(low for low, _high in spans), max(high for _low, high in spans)) if spans else None


def snapped(plan: Plan, scenario: Scenario) -> tuple[dict[str, int], dict[str, int]]:
    """Return the node of each group and of each exit; a group and an exit of the same id are told apart by their order."""
    groups: dict[str, int] = {}
    exits: dict[str, int] = {}
    for snap in plan.snaps:
        groups.setdefault(snap.id, snap.node)
        exits[snap.id] = snap.node
    return (
        {group.id: groups[group.id] for group in scenario.groups if group.id in groups},
        {place.id: exits[place.id] for place in scenario.exits if place.id in exits},
    )


def make_case(scenario: Scenario, network: RoadNetwork, plan: Plan, movement: Span) -> Case:
    """Return the case; the caller has made sure that references hold, and has put the scenario within its terms."""
    driven = read_roads(network, scenario.settings.convoy_speed_kmh)
    posts = find_posts(scenario, driven, plan, movement)
    roads = manned(driven, posts)
    group_node, exit_node = snapped(plan, scenario)
    spans = {}
    for place in scenario.exits:
        spans[place.id] = tuple(
            ((low - movement.start).total_seconds(), (high - movement.start).total_seconds())
            for low, high in allowed_spans(scenario, place.id)
        )
    leaving: list[list[int]] = [[] for _ in range(roads.nodes)]
    for arc, tail in enumerate(roads.tail):
        leaving[tail].append(arc)
    return Case(
        scenario=scenario,
        plan=plan,
        roads=roads,
        shut=find_shut(scenario, roads, movement, posts.hours),
        posts=posts,
        groups={group.id: group for group in scenario.groups},
        exits={place.id: place for place in scenario.exits},
        routes={route.id: route for route in plan.driven_routes},
        group_node=group_node,
        exit_node=exit_node,
        spans=spans,
        start=movement.start,
        at_s=(plan.revision.at - movement.start).total_seconds() if plan.revision else -inf,
        end_s=(movement.end - movement.start).total_seconds(),
        leaving=leaving,
        drive_from={},
        places=network.places,
    )
