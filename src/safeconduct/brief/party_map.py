"""The map of the brief of the parties: the routes of the timetable, and nothing that its facts do not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from safeconduct.brief.letters import letter_routes, used_routes
from safeconduct.brief.map_routes import ways_of
from safeconduct.brief.map_svg import draw_map
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork


def draw_party_map(
    plan: Plan, network: RoadNetwork, scenario: Scenario, *, height_mm: int, can_print: Callable[[str], bool] = str.isprintable
) -> str:
    """Return the map as SVG without words but names of places.

    Routes carry the letters that they have in the document; other options, incidents and closures are not drawn.
    """
    letters = letter_routes(plan)
    used = used_routes(plan)
    driven = {letters[route.id] for route in used}
    only = replace(plan, options=(replace(plan.chosen_option, routes=used),), former_routes=(), schematic=False)
    plain = replace(scenario, incidents=(), closures=(), schematic=False)
    ways = tuple(way for way in ways_of(plan) if way.letter in driven)
    return draw_map(only, network, plain, height_mm=height_mm, can_print=can_print, small=True, bare=ways)
