"""One letter for each way on the map, in the tables and in the timetable: the chosen option first."""

from __future__ import annotations

from dataclasses import replace

from safeconduct.brief.texts import name_text
from safeconduct.model.plan import Option, Plan, Route

TURN = "turn onto "
"""How the name of a way-point begins that is a turn and not a place."""


def options_chosen_first(plan: Plan) -> tuple[Option, ...]:
    """Return the options with the chosen one first (former routes that are still driven counted in), the others in order."""
    chosen = replace(plan.chosen_option, routes=plan.driven_routes) if plan.former_routes else plan.chosen_option
    return (chosen, *(option for option in plan.options if option.label != plan.chosen))


def letter_routes(plan: Plan) -> dict[str, str]:
    """Return the letter of each route id: A, B, … Z, AA, …; routes of the same arcs, group and exit share one letter.

    The chosen option's routes come first, so its letters are the first of the alphabet.
    """
    letters: dict[str, str] = {}
    ways: dict[tuple[str, str, tuple[int, ...]], str] = {}
    for option in options_chosen_first(plan):
        for route in option.routes:
            way = (route.group_id, route.exit_id, route.arcs)
            if way not in ways:
                ways[way] = _letter(len(ways))
            letters[route.id] = ways[way]
    return letters


def _letter(number: int) -> str:
    return ("" if number < 26 else _letter(number // 26 - 1)) + chr(ord("A") + number % 26)


def first_routes(option: Option) -> tuple[Route, ...]:
    """Return each group's first route in the option."""
    firsts: dict[str, Route] = {}
    for route in option.routes:
        firsts.setdefault(route.group_id, route)
    return tuple(firsts.values())


def used_routes(plan: Plan) -> tuple[Route, ...]:
    """Return the routes, former ones as well, that a packet of the timetable drives, or each group's first when none drives."""
    driven = {packet.route_id for packet in plan.timetable.packets}
    return tuple(route for route in plan.driven_routes if route.id in driven) or first_routes(plan.chosen_option)


def ends_text(route: Route) -> str:
    """Return "Ilovaisk to Uspenka crossing": the names of the first and last way-point (the ids when it has none)."""
    if not route.way_points:
        return f"{route.group_id} to {route.exit_id}"
    return f"{name_text(route.way_points[0].name)} to {name_text(route.way_points[-1].name)}"


def via_text(route: Route, *, most: int = 3) -> str:
    """Return up to `most` way-points between the ends, evenly taken, as "via A, B" ("" when there are none).

    Of a way-point that is a turn, the road is named.
    """
    between = (point.name.removeprefix(TURN) for point in route.way_points[1:-1])
    names = [name for name in dict.fromkeys(between) if name]
    if len(names) > most:
        names = [names[round(index * (len(names) - 1) / (most - 1))] for index in range(most)] if most > 1 else names[:most]
    return "via " + ", ".join(name_text(name) for name in names) if names else ""
