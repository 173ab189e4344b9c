"""The map of a plan as SVG: A4 width, readable in black and white, the same bytes for the same plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safeconduct.brief.frame import UNITS_PER_MM, Box, Frame, bounds_of, fit_frame, ground_size
from safeconduct.brief.map_labels import FONT, Taken, number, rect_tag, shortened, text_tag
from safeconduct.brief.map_legend import draw_legend, legend_entries, legend_height, short_entries
from safeconduct.brief.map_marks import (
    DEFINITIONS,
    banner,
    checkpoint_mark,
    closure_marks,
    exit_mark,
    graticule,
    group_mark,
    incident_marks,
    north_arrow,
    scale_bar,
)
from safeconduct.brief.map_places import draw_names, place_names
from safeconduct.brief.map_roads import road_paths
from safeconduct.brief.map_routes import Way, avoid_lines, letter_boxes, way_lines, ways_of
from safeconduct.brief.texts import SCHEMATIC_NOTE, xml_text
from safeconduct.brief.times import date_text
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Plan
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork

LEAST_HEIGHT_MM, GREATEST_HEIGHT_MM = 90, 230
TITLE, FOOT, EDGE = 62.0, 84.0, 6.0
COLUMNS, SMALL_COLUMNS = 2, 3
CLIP = "sc-frame"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where the parts of the map lie on the paper."""

    width: float
    height: float
    frame: Frame
    legend: Box


def draw_map(
    plan: Plan,
    network: RoadNetwork,
    scenario: Scenario,
    *,
    width_mm: int = 180,
    height_mm: int | None = None,
    can_print: Callable[[str], bool] = str.isprintable,
    small: bool = False,
    bare: tuple[Way, ...] = (),
) -> str:
    """Return the map as one SVG element with title, description, legend, scale, north, coordinates and attribution.

    height_mm: of the whole sheet; None lets the shape of the routes decide (frame between 90 and 230 mm high).
    can_print: whether the fonts at hand have every sign of a text; names of places around that fail are replaced by another
    name of theirs or left out. small: a short legend in three columns and letters of the chosen routes only, for a page that says
    the rest. bare: draw these ways alone, without heading, legend and foot, for a page that says all of it in its own languages.
    Ids in the SVG begin with "sc-"; way lines carry the classes "way" and "in-<option>".
    """
    ways = bare or ways_of(plan)
    entries = () if bare else (short_entries if small else legend_entries)(plan, scenario, ways)
    columns = SMALL_COLUMNS if small else COLUMNS
    sheet = _lay_out(plan, scenario, None if bare else legend_height(entries, columns), width_mm, height_mm)
    body, thinned = _draw_frame(
        plan=plan, network=network, scenario=scenario, ways=ways, frame=sheet.frame, can_print=can_print, small=small
    )
    title, desc = xml_text(plan.scenario_name), xml_text(_description(scenario, ways))
    size = f'width="{width_mm}mm" height="{number(sheet.height / UNITS_PER_MM)}mm"'
    view = f'viewBox="0 0 {number(sheet.width)} {number(sheet.height)}"'
    said = 'role="img" aria-labelledby="sc-title sc-desc"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} {said} font-family="{FONT}, sans-serif">'
        f'<title id="sc-title">{title}</title><desc id="sc-desc">{desc}</desc>'
        f'<defs>{DEFINITIONS}<clipPath id="{CLIP}">{rect_tag(sheet.frame.box)}</clipPath></defs>'
        f"{rect_tag(Box(0, 0, sheet.width, sheet.height), fill='#fff')}{'' if bare else _heading(plan, sheet)}{body}"
        f"{'' if bare else draw_legend(entries, sheet.legend, columns)}"
        f"{'' if bare else _foot(plan, scenario, sheet, thinned=thinned)}</svg>\n"
    )


def _description(scenario: Scenario, ways: tuple[Way, ...]) -> str:
    points = f"{len(scenario.groups)} assembly points to {len(scenario.exits)} exits"
    return f"Map of the corridor: {len(ways)} routes from {points}."


def map_bounds(plan: Plan, scenario: Scenario) -> tuple[LonLat, LonLat]:
    """Return the south-west and north-east corners round all routes and their ends (all groups and exits without)."""
    routes = [*(route for option in plan.options for route in option.routes), *plan.former_routes]
    used = {route.group_id for route in routes} | {route.exit_id for route in routes}
    ends = [(group.id, group.point) for group in scenario.groups] + [(one.id, one.point) for one in scenario.exits]
    points = [point for end_id, point in ends if end_id in used] or [point for _, point in ends]
    for route in routes:
        points += route.geometry
    return bounds_of(points)


def _lay_out(plan: Plan, scenario: Scenario, legend: float | None, width_mm: int, height_mm: int | None) -> _Sheet:
    """Return where the parts lie; without a legend the frame takes the room of heading and foot as well."""
    low, high = map_bounds(plan, scenario)
    width = float(width_mm * UNITS_PER_MM)
    top, foot = (EDGE, 0.0) if legend is None else (TITLE, FOOT)
    around = top + foot + (legend or 0.0) + 40
    if height_mm is None:
        across, up = ground_size(low, high)
        inner = min(GREATEST_HEIGHT_MM * UNITS_PER_MM, max(LEAST_HEIGHT_MM * UNITS_PER_MM, width * up / across))
        height = round(inner + around)
    else:
        height = height_mm * UNITS_PER_MM
    inner = max(200.0, height - around)
    box = Box(EDGE, top, width - 2 * EDGE, inner)
    legend_box = Box(EDGE, top + inner + 40, width - 2 * EDGE, legend or 0.0)
    return _Sheet(width, float(height), fit_frame(low, high, box), legend_box)


def _draw_frame(
    *,
    plan: Plan,
    network: RoadNetwork,
    scenario: Scenario,
    ways: tuple[Way, ...],
    frame: Frame,
    can_print: Callable[[str], bool],
    small: bool,
) -> tuple[str, bool]:
    taken = Taken(frame.box)
    roads, thinned = road_paths(network, frame)
    signs = _signs(scenario, frame, taken)
    avoid_lines(ways, frame, taken)
    incidents = incident_marks(scenario, frame, taken)
    corners = banner(frame, taken, SCHEMATIC_NOTE) if plan.schematic else ""
    corners += scale_bar(frame, taken) + north_arrow(frame, taken)
    boxes = letter_boxes(tuple(way for way in ways if way.chosen) if small else ways, network, frame, taken)
    edge = graticule(frame, taken)
    names = draw_names(place_names(scenario, network, ways, frame, can_print), taken)
    inside = "".join(
        (
            f'<g fill="none" stroke-linecap="round" stroke-linejoin="round">{"".join(roads)}</g>',
            closure_marks(tuple(one for one in scenario.closures if one.shape == "area"), frame),
            incidents,
            way_lines(ways, frame),
            closure_marks(tuple(one for one in scenario.closures if one.shape != "area"), frame),
            names,
            boxes,
            signs,
        )
    )
    return f'<g clip-path="url(#{CLIP})">{inside}{corners}</g>{edge}', thinned


def _signs(scenario: Scenario, frame: Frame, taken: Taken) -> str:
    """Return the signs of checkpoints, assembly points and exits, their places marked as used."""
    drawn: list[str] = []
    for post in scenario.checkpoints:
        x, y = frame.xy(post.point)
        if frame.shows(post.point):
            taken.take(Box(x - 22, y - 22, 44, 44))
            drawn.append(checkpoint_mark(x, y, f"<title>{xml_text(f'checkpoint: {post.name}')}</title>"))
    for order, group in enumerate(scenario.groups, 1):
        x, y = frame.xy(group.point)
        taken.take(Box(x - 21, y - 21, 42, 42))
        drawn.append(group_mark(x, y, order))
    for one in scenario.exits:
        x, y = frame.xy(one.point)
        taken.take(Box(x - 26, y - 28, 52, 48))
        drawn.append(exit_mark(x, y))
    return "".join(drawn)


def _heading(plan: Plan, sheet: _Sheet) -> str:
    size = 36.0
    return text_tag(EDGE, 42, shortened(plan.scenario_name, size, sheet.width - 2 * EDGE), size, font_weight="bold")


def _foot(plan: Plan, scenario: Scenario, sheet: _Sheet, *, thinned: bool) -> str:
    """Return the last lines: what the grey lines are, data dates, attribution, input hash."""
    grey = "Grey: other roads" + (", minor ones left out." if thinned else ".")
    chosen = f"Strong lines: the {plan.chosen} option; thin lines: other options."
    first = f"{grey} {chosen} Incident data as of {date_text(scenario.as_of)}."
    roads = f"Roads: {plan.attribution}. " if plan.attribution else ""
    schematic = f"{SCHEMATIC_NOTE}. " if plan.schematic else ""
    second = f"{schematic}{roads}Equirectangular, WGS 84. Input {plan.input_hash[:12] or 'unknown'}."
    room = sheet.width - 2 * EDGE
    lines = [text_tag(EDGE, sheet.height - drop, shortened(text, 20, room), 20) for text, drop in ((first, 42), (second, 12))]
    return "".join(lines)
