"""Annex A: the options side by side, and each route of the corridor with its way-points."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from safeconduct.brief.document import RIGHT, Block, Column, Section, Table
from safeconduct.brief.letters import ends_text, first_routes, letter_routes, options_chosen_first
from safeconduct.brief.texts import (
    EXPOSURE_NOTE,
    NO_BREAK,
    amount_text,
    coordinate_text,
    count_text,
    distance_text,
    index_text,
    local_names,
    name_text,
    percent_text,
)
from safeconduct.brief.times import driven_text, duration_text, moment_text
from safeconduct.model.plan import Option, Plan, Route

NO_NAME = "(no name)"

MOST_LANGUAGES = 4
"""Most languages of local names in a table of way-points."""


def routes_annex(plan: Plan) -> Section:
    """Return annex A."""
    letters = letter_routes(plan)
    blocks = [Block(tables=(_options_table(plan),), paragraphs=(EXPOSURE_NOTE,))]
    languages = main_languages(plan)
    blocks += [_route_block(route, letters[route.id], languages) for route in plan.driven_routes]
    others = _other_routes(plan, letters)
    if others is not None:
        blocks.append(Block("Routes of the other options", tables=(others,)))
    return Section("A", "Routes", tuple(blocks))


def _options_table(plan: Plan) -> Table:
    letters = letter_routes(plan)
    columns = (
        Column("Option", share=1.5),
        Column("Routes", share=1.2),
        Column("Everybody out", share=3.4),
        Column("Longest drive", RIGHT, 1.5),
        Column("Longest way", RIGHT, 1.3),
        Column("Exposure", RIGHT, 1.4),
        Column("Left", RIGHT, 1),
        Column("Why this one", share=4),
    )
    least = min((option.person_exposure for option in plan.options), default=0.0)
    rows = tuple(
        (
            f"{option.label} (chosen)" if option.label == plan.chosen else option.label,
            ", ".join(dict.fromkeys(letters[route.id] for route in option.routes)),
            _out_cell(plan, option),
            duration_text(option.longest_s),
            distance_text(max((route.length_m for route in first_routes(option)), default=0.0)),
            _exposure_cell(option.person_exposure, least),
            count_text(option.left),
            option.why,
        )
        for option in options_chosen_first(plan)
    )
    note = "Exposure: people times index along the first routes; in brackets how many times the least of the options."
    return Table(columns, rows, "Options side by side", note)


def _out_cell(plan: Plan, option: Option) -> str:
    if option.clear_s is None:
        return f"no: {count_text(option.left)} left" if option.left else "not timed"
    moment = moment_text(plan.start + timedelta(seconds=option.clear_s), plan.zones, with_date=False)
    return f"{duration_text(option.clear_s)}, at {moment}"


def _exposure_cell(value: float, least: float) -> str:
    return f"{index_text(value)} ({value / least:.2f}{NO_BREAK}\u00d7)" if least > 0 else index_text(value)


def _route_block(route: Route, letter: str, languages: tuple[str, ...]) -> Block:
    said = [
        (
            f"{distance_text(route.length_m)}, {duration_text(route.travel_s)} of driving, "
            f"at most {count_text(route.capacity_vph)} vehicles/h, exposure {index_text(route.exposure)} for one person."
        )
    ]
    if route.overlap:
        said[0] += f" {percent_text(route.overlap)} of its length in common with the group's first route."
    back = (
        f"Way back for empty vehicles: {duration_text(route.back_s)}." if route.back_arcs else "No way back for empty vehicles."
    )
    said.append(back)
    if route.why:
        said.append(route.why)
    if route.closed_by:
        said.append(f"Part of it is shut at some time by: {', '.join(route.closed_by)}.")
    return Block(f"Route {letter}: {ends_text(route)}", (" ".join(said),), tables=(_way_points(route, languages),))


def main_languages(plan: Plan, most: int = MOST_LANGUAGES) -> tuple[str, ...]:
    """Return the languages that most way-points have a name in, so many at most, in alphabetical order."""
    counts = Counter(
        lang
        for route in plan.driven_routes
        for point in route.way_points
        for lang in {one.lang for one in point.names if one.text != point.name}
    )
    return tuple(sorted(lang for lang, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most]))


def _way_points(route: Route, languages: tuple[str, ...]) -> Table:
    columns = (
        Column("km", RIGHT, 1),
        Column("Drive, h:mm:ss", RIGHT, 1.8),
        Column("Way-point", share=3.5),
        Column("Local names", share=3.5),
        Column("Road from here", share=3.5),
        Column("Latitude, longitude", share=3.4),
    )
    rows = tuple(
        (
            f"{point.km:.1f}",
            driven_text(point.drive_s),
            (name_text(point.name) or NO_NAME)
            + {"start": " (start)", "checkpoint": " (checkpoint)", "exit": " (exit)"}.get(point.role, ""),
            local_names(point.name, point.names, languages),
            name_text(point.road),
            coordinate_text(point.point),
        )
        for point in route.way_points
    )
    return Table(columns, rows)


def _other_routes(plan: Plan, letters: dict[str, str]) -> Table | None:
    shown = {letters[route.id] for route in plan.driven_routes}
    rows: list[tuple[str, ...]] = []
    for option in options_chosen_first(plan)[1:]:
        for route in option.routes:
            letter = letters[route.id]
            if letter in shown:
                continue
            shown.add(letter)
            via = ", ".join(name_text(point.name) for point in route.way_points[1:-1] if point.name)
            row = (letter, option.label, ends_text(route), via, distance_text(route.length_m), duration_text(route.travel_s))
            rows.append((*row, index_text(route.exposure), ", ".join(route.closed_by)))
    if not rows:
        return None
    columns = (
        Column("Route", share=1),
        Column("Option", share=1.4),
        Column("From, to", share=3),
        Column("Way-points", share=4.2),
        Column("Length", RIGHT, 1.2),
        Column("Drive", RIGHT, 1.5),
        Column("Exposure", RIGHT, 1.3),
        Column("Shut by", share=1.6),
    )
    return Table(columns, tuple(rows), note=f"{amount_text(len(rows), 'route')} that the chosen option does not use.")
