"""The legend under the map: what each line and sign means, in columns."""

from __future__ import annotations

from collections.abc import Callable

from safeconduct.brief.frame import Box
from safeconduct.brief.letters import ends_text
from safeconduct.brief.map_labels import number, rect_tag, shortened, text_tag
from safeconduct.brief.map_marks import HATCH, checkpoint_mark, cross_mark, exit_mark, group_mark
from safeconduct.brief.map_routes import CHOSEN_WIDTH, OTHER_WIDTH, Way
from safeconduct.brief.texts import distance_text
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario

ROW, SIZE, SIGN = 40.0, 22.0, 96.0
MOST_WAYS = 12

Entry = tuple[Callable[[float, float], str], str]
"""A drawing of the sign at (left, middle) and the words beside it."""


def legend_entries(plan: Plan, scenario: Scenario, ways: tuple[Way, ...]) -> tuple[Entry, ...]:
    """Return the entries of everything that the map shows, routes first."""
    entries: list[Entry] = [_way_entry(way) for way in ways[:MOST_WAYS]]
    if len(ways) > MOST_WAYS:
        entries.append((lambda _x, _y: "", f"and {len(ways) - MOST_WAYS} more routes"))
    for order, group in enumerate(scenario.groups[:MOST_WAYS], 1):
        entries.append((_group_sign(order), f"assembly point {order}: {group.name}"))
    entries += [(_exit_sign, f"exit: {one.name}") for one in scenario.exits[:MOST_WAYS]]
    return (*entries, *_hazard_entries(plan, scenario))


def short_entries(plan: Plan, scenario: Scenario, ways: tuple[Way, ...]) -> tuple[Entry, ...]:
    """Return the entries for a small map: the chosen ways by letter and ends, one entry for each kind of sign."""
    chosen = [way for way in ways if way.chosen][:MOST_WAYS]
    entries: list[Entry] = [(_way_entry(way)[0], f"{way.letter}: {ends_text(way.route)}") for way in chosen]
    if len(ways) > len(chosen):
        entries.append((_way_entry(ways[-1])[0], "other options, see annexes A and G"))
    entries += [(_group_sign(1), "assembly point"), (_exit_sign, "exit")]
    return (*entries, *((sign, words.partition(" (")[0]) for sign, words in _hazard_entries(plan, scenario)))


def _hazard_entries(plan: Plan, scenario: Scenario) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    if scenario.checkpoints:
        entries.append((lambda x, y: checkpoint_mark(x + SIGN / 2, y), "checkpoint, see annex F"))
    shapes = {closure.shape for closure in scenario.closures}
    if "point" in shapes:
        entries.append((lambda x, y: cross_mark(x + SIGN / 2, y), "closed point"))
    if "line" in shapes:
        entries.append((_closed_line, "closed road"))
    if "area" in shapes:
        entries.append((_closed_area, "closed area, see annex F"))
    if plan.exposure.incidents:
        half_life = f"{scenario.settings.incident_half_life_days:g}"
        entries.append((_circles, f"recorded incidents, relative (half after {half_life} days)"))
    return tuple(entries)


def _way_entry(way: Way) -> Entry:
    route = way.route
    said = f"{way.letter}: {ends_text(route)}, {distance_text(route.length_m)}"
    width = CHOSEN_WIDTH if way.chosen else OTHER_WIDTH
    options = "" if way.chosen else f" ({', '.join(way.options)})"
    dash = f' stroke-dasharray="{way.dash}"' if way.dash else ""

    def sign(x: float, y: float) -> str:
        return f'<path d="M{number(x)} {number(y)}h{number(SIGN)}" stroke="#000" stroke-width="{number(width)}"{dash}/>'

    return sign, said + options


def _group_sign(order: int) -> Callable[[float, float], str]:
    return lambda x, y: group_mark(x + SIGN / 2, y, order)


def _exit_sign(x: float, y: float) -> str:
    return exit_mark(x + SIGN / 2, y)


def _closed_line(x: float, y: float) -> str:
    path = f'd="M{number(x)} {number(y)}h{number(SIGN)}" stroke="#000"'
    return f'<path {path} stroke-width="14" stroke-dasharray="4 14"/><path {path} stroke-width="3"/>'


def _closed_area(x: float, y: float) -> str:
    return rect_tag(Box(x, y - 13, SIGN, 26), fill=f"url(#{HATCH})", stroke="#000", stroke_width="4")


def _circles(x: float, y: float) -> str:
    rings = "".join(
        f'<circle cx="{number(x + dx)}" cy="{number(y)}" r="{radius}"/>' for dx, radius in ((16, 14), (48, 10), (74, 6))
    )
    return f'<g fill="none" stroke="#000" stroke-width="3">{rings}</g>'


def legend_height(entries: tuple[Entry, ...], columns: int) -> float:
    """Return how high the legend is in tenths of a millimetre."""
    return ROW * -(-len(entries) // columns) + 10


def draw_legend(entries: tuple[Entry, ...], box: Box, columns: int) -> str:
    """Return the entries in columns inside the box, filled downwards; words too long for a column end with an ellipsis."""
    rows = -(-len(entries) // columns)
    width = box.width / columns
    drawn: list[str] = []
    for index, (sign, words) in enumerate(entries):
        x, y = box.left + (index // rows) * width, box.top + (index % rows) * ROW + ROW / 2
        drawn.append(sign(x, y))
        drawn.append(text_tag(x + SIGN + 14, y + 8, shortened(words, SIZE, width - SIGN - 26), SIZE))
    return "".join(drawn)
