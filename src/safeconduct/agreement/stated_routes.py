"""The routes for people that the texts in force state in typed clauses."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.agreement.standing import held_texts
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import PlaceRef, Term


@dataclass(frozen=True, slots=True)
class StatedRoute:
    """A route as a clause states it: way-points in order, places to be bypassed, whether deviation is forbidden."""

    term: Term
    way_points: tuple[PlaceRef, ...]
    avoid: tuple[PlaceRef, ...]
    forbidden: bool


def stated_routes(scenario: Scenario) -> tuple[tuple[StatedRoute, ...], ...]:
    """Return, for each text in force that states any, the routes by which people may leave.

    Of one text any of its routes may be driven; every text counts. Routes for aid alone and those in words only are not here.
    """
    found = []
    for text in held_texts(scenario.texts, scenario.terms):
        routes = [
            StatedRoute(
                term, _places(term, "way_points"), _places(term, "avoid"), forbidden=term.find_value("deviation") == "forbidden"
            )
            for term in text.terms
            if term.kind == "route" and term.find_value("use") != "aid in"
        ]
        routes = [route for route in routes if route.way_points or route.avoid]
        if routes:
            found.append(tuple(routes))
    return tuple(found)


def _places(term: Term, name: str) -> tuple[PlaceRef, ...]:
    value = term.find_value(name)
    return tuple(one for one in value if isinstance(one, PlaceRef)) if isinstance(value, tuple) else ()
