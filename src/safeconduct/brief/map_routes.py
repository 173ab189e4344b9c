"""Routes on the map: strong lines with a dash pattern of their own, and boxes with the letters of all routes on a stretch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.brief.frame import Box, Frame
from safeconduct.brief.letters import letter_routes, options_chosen_first
from safeconduct.brief.map_labels import Taken, number, rect_tag, text_tag, text_width
from safeconduct.brief.texts import xml_text
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Plan, Route
from safeconduct.network.graph import FloatArray, RoadNetwork

CHOSEN_DASHES = ("", "38 14", "36 10 8 10", "11 9", "30 8 7 8 7 8", "20 18", "50 8 7 8 18 8", "6 14")
OTHER_DASHES = ("24 12", "8 10", "24 10 6 10", "40 10 6 10 6 10")
CHOSEN_WIDTH, OTHER_WIDTH = 14.0, 6.0
BOX_HEIGHT, BOX_SIZE = 36.0, 26.0
LEAST_RUN = 110.0
ASIDE = ((46, 0), (-46, 0), (0, 46), (0, -46), (46, 46), (-46, -46), (70, 0), (-70, 0), (0, 80), (0, -80))


@dataclass(frozen=True, slots=True)
class Way:
    """One lettered way on the map. options: labels of the options it belongs to. dash: SVG dash array ("" solid)."""

    letter: str
    route: Route
    chosen: bool
    options: tuple[str, ...]
    dash: str


def ways_of(plan: Plan) -> tuple[Way, ...]:
    """Return each lettered way once, the chosen option's first."""
    letters = letter_routes(plan)
    firsts: dict[str, tuple[Route, list[str]]] = {}
    for option in options_chosen_first(plan):
        for route in option.routes:
            labels = firsts.setdefault(letters[route.id], (route, []))[1]
            if option.label not in labels:
                labels.append(option.label)
    ways: list[Way] = []
    for letter, (route, labels) in firsts.items():
        chosen = plan.chosen in labels
        dashes = CHOSEN_DASHES if chosen else OTHER_DASHES
        order = sum(1 for way in ways if way.chosen == chosen)
        ways.append(Way(letter, route, chosen, tuple(labels), dashes[order % len(dashes)]))
    return tuple(ways)


def way_lines(ways: tuple[Way, ...], frame: Frame) -> str:
    """Return the lines, the least important first; each is marked with the options it belongs to (class `in-<label>`).

    A white casing under all of them keeps the pattern of a line apart from the grey road it follows.
    """
    order = (*(way for way in ways if not way.chosen), *(way for way in reversed(ways) if way.chosen))
    casings: list[str] = []
    lines: list[str] = []
    for way in order:
        data = _thin_path(way.route.geometry, frame)
        if not data:
            continue
        width = CHOSEN_WIDTH if way.chosen else OTHER_WIDTH
        dash = f' stroke-dasharray="{way.dash}"' if way.dash else ""
        classes = _classes(way.options)
        casings.append(f'<path class="{classes}" d="{data}" stroke="#fff" stroke-width="{number(width + 8)}"/>')
        title = f"<title>{xml_text('Route ' + way.letter)}</title>"
        lines.append(f'<path class="{classes}" d="{data}" stroke="#000" stroke-width="{number(width)}"{dash}>{title}</path>')
    return f'<g fill="none" stroke-linejoin="round">{"".join(casings + lines)}</g>'


def avoid_lines(ways: tuple[Way, ...], frame: Frame, taken: Taken) -> None:
    """Note the chosen ways' lines, so that names keep off them where they can."""
    for way in ways:
        if way.chosen and len(way.route.geometry) > 1:
            points = frame.on_paper(way.route.geometry)
            along = np.concatenate(([0.0], np.cumsum(np.abs(np.diff(points, axis=0)).sum(axis=1))))
            every = np.arange(0.0, along[-1] + 8.0, 8.0)
            taken.avoid(np.interp(every, along, points[:, 0]), np.interp(every, along, points[:, 1]))


def _classes(options: tuple[str, ...]) -> str:
    return "way " + " ".join(f"in-{label}" for label in options)


def _thin_path(points: tuple[LonLat, ...], frame: Frame) -> str:
    """Return path data that keeps within a twentieth of a millimetre of the points ("" for fewer than two)."""
    import shapely

    if len(points) < 2:
        return ""
    line = shapely.simplify(shapely.linestrings(frame.on_paper(points)), 0.5, preserve_topology=False)
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in shapely.get_coordinates(line).tolist())


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch that the same ways use: letters in order, options, points on the paper and length there."""

    ways: tuple[Way, ...]
    points: FloatArray
    length: float


def letter_boxes(ways: tuple[Way, ...], network: RoadNetwork, frame: Frame, taken: Taken) -> str:
    """Return a box for the longest stretch of each set of ways, and at least one box for every way."""
    runs = sorted(_longest_runs(ways, network, frame), key=lambda run: (not run.ways[0].chosen, len(run.ways), -run.length))
    told: set[str] = set()
    drawn: list[str] = []
    for run in runs:
        letters = {way.letter for way in run.ways}
        if run.length < LEAST_RUN and letters <= told:
            continue
        drawn.append(_letter_box(run, taken))
        told |= letters
    return "".join(drawn)


def _longest_runs(ways: tuple[Way, ...], network: RoadNetwork, frame: Frame) -> list[_Run]:
    users: dict[int, list[Way]] = {}
    for way in ways:
        for arc in dict.fromkeys(_road(network, arc) for arc in way.route.arcs):
            users.setdefault(arc, []).append(way)
    longest: dict[tuple[str, ...], _Run] = {}
    for way in ways:
        for run in _runs_of(way, users, network, frame):
            key = tuple(one.letter for one in run.ways)
            if key not in longest or run.length > longest[key].length:
                longest[key] = run
    return list(longest.values())


def _road(network: RoadNetwork, arc: int) -> int:
    """Return one number for both directions of a road."""
    twin = int(network.twin[arc])
    return min(arc, twin) if twin >= 0 else arc


def _runs_of(way: Way, users: dict[int, list[Way]], network: RoadNetwork, frame: Frame) -> list[_Run]:
    """Return the stretches of a way on each of which the set of ways stays the same."""
    runs: list[_Run] = []
    here: tuple[Way, ...] = ()
    stretch: list[int] = []
    for arc in (*way.route.arcs, -1):
        now = tuple(users[_road(network, arc)]) if arc >= 0 else ()
        if now != here and stretch:
            points = _arcs_on_paper(network, stretch, frame)
            runs.append(_Run(here, points, float(np.abs(np.diff(points, axis=0)).sum())))
            stretch = []
        here = now
        stretch.append(arc)
    return runs


def _arcs_on_paper(network: RoadNetwork, arcs: list[int], frame: Frame) -> FloatArray:
    """Return the points of consecutive arcs on the paper, shape (n, 2)."""
    across, x0, up, y0 = frame.affine()
    parts: list[FloatArray] = []
    for arc in arcs:
        span = slice(int(network.geo_start[arc]), int(network.geo_end[arc]))
        points = np.stack((network.geo_lon[span] * across + x0, network.geo_lat[span] * up + y0), axis=1)
        parts.append(points[::-1] if network.geo_flip[arc] else points)
    return np.concatenate(parts)


def _along(run: _Run, share: float) -> tuple[float, float]:
    """Return the point at a share of the stretch."""
    gone = np.concatenate(([0.0], np.cumsum(np.abs(np.diff(run.points, axis=0)).sum(axis=1))))
    wanted = share * run.length
    return float(np.interp(wanted, gone, run.points[:, 0])), float(np.interp(wanted, gone, run.points[:, 1]))


def _letter_box(run: _Run, taken: Taken) -> str:
    label = " ".join(way.letter for way in run.ways)
    width = text_width(label, BOX_SIZE) + 22
    spots = [_along(run, share) for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88)]
    boxes = [Box(x - width / 2, y - BOX_HEIGHT / 2, width, BOX_HEIGHT) for x, y in spots]
    aside = (Box(box.left + dx, box.top + dy, width, BOX_HEIGHT) for box in boxes[:5] for dx, dy in ASIDE)
    box = next((one for one in (*boxes, *aside) if taken.is_free(one)), boxes[0])
    taken.take(box)
    chosen = any(way.chosen for way in run.ways)
    options = tuple(dict.fromkeys(label for way in run.ways for label in way.options))
    fill, ink = ("#000", "#fff") if chosen else ("#fff", "#000")
    edge = "#fff" if chosen else "#000"
    frame = rect_tag(box, rx="6", fill=fill, stroke=edge, stroke_width="3")
    weight = "bold" if chosen else "normal"
    text = text_tag(box.left + width / 2, box.top + 27, label, BOX_SIZE, text_anchor="middle", font_weight=weight, fill=ink)
    return f'<g class="{_classes(options)}">{frame}{text}</g>'
