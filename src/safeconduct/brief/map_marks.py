"""What is drawn above the roads: closures, incidents, assembly points, exits, and the frame's scale, north and coordinates."""

from __future__ import annotations

from datetime import date
from math import sqrt

import numpy as np

from safeconduct.brief.frame import Box, Frame
from safeconduct.brief.map_labels import Taken, halo_text, number, rect_tag, text_tag, text_width
from safeconduct.brief.texts import xml_text
from safeconduct.model.hazard import Closure, Incident
from safeconduct.model.place import LonLat
from safeconduct.model.scenario import Scenario

HATCH = "sc-hatch"
MOST_INCIDENTS = 300
LARGEST_RADIUS, LEAST_RADIUS = 48.0, 5.0

DEFINITIONS = (
    f'<pattern id="{HATCH}" width="16" height="16" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line x1="0" y1="0" x2="0" y2="16" stroke="#000" stroke-width="3"/></pattern>'
)


def path_of(points: tuple[LonLat, ...], frame: Frame) -> str:
    """Return path data along the points."""
    return "M" + "L".join(" ".join(number(value) for value in frame.xy(point)) for point in points)


def closure_marks(closures: tuple[Closure, ...], frame: Frame) -> str:
    """Return areas hatched with an outline, lines with a ladder of crosses, points as a cross in a circle."""
    drawn: list[str] = []
    for one in closures:
        title = f"<title>{xml_text(f'closure {one.id}: {one.reason}')}</title>"
        if one.shape == "area":
            data = "Z".join(path_of(ring, frame) for ring in (one.points, *one.holes)) + "Z"
            fill = f'fill="url(#{HATCH})" fill-rule="evenodd" stroke="#000" stroke-width="4"'
            drawn.append(f'<path d="{data}" {fill}>{title}</path>')
        elif one.shape == "line":
            data = path_of(one.points, frame)
            under = f'<path d="{data}" fill="none" stroke="#fff" stroke-width="16"/>'
            over = f'<path d="{data}" fill="none" stroke="#000" stroke-width="14" stroke-dasharray="4 14"/>'
            line = f'<path d="{data}" fill="none" stroke="#000" stroke-width="3"/>'
            drawn.append(f"<g>{title}{under}{over}{line}</g>")
        else:
            drawn += [cross_mark(*frame.xy(point), title) for point in one.points if frame.shows(point)]
    return "".join(drawn)


def cross_mark(x: float, y: float, title: str = "") -> str:
    """Return a cross in a circle, the sign of a closed point."""
    arm = 12.0
    left, right, top, bottom = (number(value) for value in (x - arm, x + arm, y - arm, y + arm))
    cross = f'<path d="M{left} {top}L{right} {bottom}M{left} {bottom}L{right} {top}" stroke="#000" stroke-width="6"/>'
    ring = f'<circle cx="{number(x)}" cy="{number(y)}" r="19" fill="#fff" stroke="#000" stroke-width="4"/>'
    return f"<g>{title}{ring}{cross}</g>"


def aged_weight(incident: Incident, as_of: date, half_life_days: float) -> float:
    """Return an incident's severity halved once per half-life of its age on the day `as_of`; 0 when it lies after that day."""
    age_days = (as_of - incident.day).days
    return 0.0 if age_days < 0 else incident.severity * 0.5 ** (age_days / half_life_days)


def incident_marks(scenario: Scenario, frame: Frame, taken: Taken) -> str:
    """Return open circles, area in proportion to aged severity relative to the greatest shown; at most 300, the greatest ones.

    Incidents within about 100 m of each other share one circle. Names are asked to keep off the circles.
    """
    circles: list[str] = []
    found = _incident_weights(scenario, frame)
    greatest = max((weight for weight, _, _ in found), default=0.0)
    for weight, x, y in found:
        radius = max(LEAST_RADIUS, LARGEST_RADIUS * sqrt(weight / greatest))
        circles.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>')
        turn = np.linspace(0.0, 2 * np.pi, 24)
        taken.avoid(x + radius * np.cos(turn), y + radius * np.sin(turn))
    return f'<g fill="none" stroke="#000" stroke-width="3">{"".join(circles)}</g>' if circles else ""


def _incident_weights(scenario: Scenario, frame: Frame) -> list[tuple[float, float, float]]:
    """Return (weight, x, y) of each place with incidents in the frame, the greatest first, at most 300."""
    half_life = scenario.settings.incident_half_life_days
    sums: dict[tuple[float, float], float] = {}
    for one in scenario.incidents:
        weight = aged_weight(one, scenario.as_of, half_life)
        if weight > 0 and frame.shows(one.point):
            place = (round(one.point.lon, 3), round(one.point.lat, 3))
            sums[place] = sums.get(place, 0.0) + weight
    greatest = sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:MOST_INCIDENTS]
    return [(weight, *frame.xy(LonLat(*place))) for place, weight in greatest]


def group_mark(x: float, y: float, order: int) -> str:
    """Return a square with a number, the sign of an assembly point."""
    half = 17.0
    square = (
        f'<rect x="{number(x - half)}" y="{number(y - half)}" width="34" height="34" fill="#fff" stroke="#000" stroke-width="6"/>'
    )
    return square + text_tag(x, y + 9, str(order), 24, text_anchor="middle", font_weight="bold")


def exit_mark(x: float, y: float) -> str:
    """Return a filled triangle, the sign of an exit."""
    points = " ".join(f"{number(x + dx)},{number(y + dy)}" for dx, dy in ((0, -24), (22, 15), (-22, 15)))
    return f'<polygon points="{points}" fill="#000" stroke="#fff" stroke-width="5" stroke-linejoin="round"/>'


def checkpoint_mark(x: float, y: float, title: str = "") -> str:
    """Return a white diamond with a bar across, the sign of a checkpoint."""
    points = " ".join(f"{number(x + dx)},{number(y + dy)}" for dx, dy in ((0, -20), (20, 0), (0, 20), (-20, 0)))
    bar = f'<path d="M{number(x - 9)} {number(y)}h18" stroke="#000" stroke-width="6"/>'
    return f'<g>{title}<polygon points="{points}" fill="#fff" stroke="#000" stroke-width="4"/>{bar}</g>'


def scale_bar(frame: Frame, taken: Taken) -> str:
    """Return a bar of a round length with its figure, in the corner of the frame where it covers least, marked as used."""
    room_m = 0.25 * frame.box.width / frame.units_per_m
    length_m = next((step * 10.0**power for power in range(6, -1, -1) for step in (5, 2, 1) if step * 10.0**power <= room_m), 1.0)
    length = length_m * frame.units_per_m
    box = take_corner(frame, taken, length + 28, 78, ("bottom left", "bottom right", "top left"))
    x, y = box.left + 14, box.bottom - 18
    label = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    back = rect_tag(box, fill="#fff", fill_opacity="0.85")
    bar = rect_tag(Box(x, y - 8, length, 12), fill="#fff", stroke="#000", stroke_width="3")
    bar += rect_tag(Box(x, y - 8, length / 2, 12), fill="#000")
    return back + bar + text_tag(x, y - 20, f"0 to {label}", 24)


def north_arrow(frame: Frame, taken: Taken) -> str:
    """Return an arrow to the north, in the corner of the frame where it covers least, marked as used."""
    box = take_corner(frame, taken, 60, 120, ("top right", "top left", "bottom right"))
    x, y = box.left + 30, box.top + 12
    back = rect_tag(box, fill="#fff", fill_opacity="0.85")
    left = f'<path d="M{number(x)} {number(y)}l-20 62l20-14z" fill="#fff" stroke="#000" stroke-width="3"/>'
    right = f'<path d="M{number(x)} {number(y)}l20 62l-20-14z" fill="#000" stroke="#000" stroke-width="3"/>'
    return back + left + right + text_tag(x, y + 96, "N", 32, text_anchor="middle", font_weight="bold")


def banner(frame: Frame, taken: Taken, words: str) -> str:
    """Return a framed notice, in the corner of the frame where it covers least, marked as used."""
    width = text_width(words, 28) + 40
    box = take_corner(frame, taken, width, 46, ("top left", "bottom right", "top right", "bottom left"))
    framed = rect_tag(box, fill="#fff", stroke="#000", stroke_width="4")
    return framed + text_tag(box.left + width / 2, box.top + 33, words, 28, text_anchor="middle", font_weight="bold")


def take_corner(frame: Frame, taken: Taken, width: float, height: float, corners: tuple[str, ...]) -> Box:
    """Return a box in that corner which covers least of the chosen routes (the first of several), marked as used.

    When none of the corners is free, the first is taken.
    """
    inner = frame.box
    left, right = inner.left + 18, inner.right - 18 - width
    top, bottom = inner.top + 16, inner.bottom - 16 - height
    boxes = [
        Box(right if "right" in corner else left, bottom if "bottom" in corner else top, width, height) for corner in corners
    ]
    found = taken.find_free(boxes)
    if found is None:
        found = boxes[0]
        taken.take(found)
    return found


def graticule(frame: Frame, taken: Taken) -> str:
    """Return ticks with coordinates along the lower and left edges of the frame, at round degrees, and the frame's border."""
    low, high = frame.corners()
    box = frame.box
    drawn = [rect_tag(box, fill="none", stroke="#000", stroke_width="4")]
    step = _round_step((high.lon - low.lon) / 4)
    for index in range(_first(low.lon, step), _first(high.lon, step)):
        x, _ = frame.xy(LonLat(index * step, low.lat))
        drawn.append(
            f'<path d="M{number(x)} {number(box.top)}v12M{number(x)} {number(box.bottom)}v-12" stroke="#000" stroke-width="3"/>'
        )
        if box.left + 60 < x < box.right - 60:
            drawn.append(text_tag(x, box.bottom + 26, degree_text(index * step, step, "EW"), 20, text_anchor="middle"))
    step = _round_step((high.lat - low.lat) / 4)
    for index in range(_first(low.lat, step), _first(high.lat, step)):
        _, y = frame.xy(LonLat(low.lon, index * step))
        drawn.append(
            f'<path d="M{number(box.left)} {number(y)}h12M{number(box.right)} {number(y)}h-12" stroke="#000" stroke-width="3"/>'
        )
        label = degree_text(index * step, step, "NS")
        spot = Box(box.left + 16, y - 16, 120, 30)
        if taken.is_free(spot):
            taken.take(spot)
            drawn.append(halo_text(box.left + 18, y + 7, label, 20))
    return "".join(drawn)


def _first(degrees: float, step: float) -> int:
    return int(-(-degrees // step))


def _round_step(rough: float) -> float:
    """Return the greatest of 1, 2 or 5 times a power of ten that is not above `rough`."""
    steps = (step * 10.0**power for power in range(2, -6, -1) for step in (5, 2, 1))
    return next((step for step in steps if step <= rough), 1e-5)


def degree_text(value: float, step: float, sides: str) -> str:
    """Return a round coordinate with as many decimals as its step has: "38.05° E"; `sides`: letters of plus and minus."""
    digits = max(0, len(f"{step:.6f}".rstrip("0").partition(".")[2]))
    return f"{abs(value):.{digits}f}° {sides[0] if value >= 0 else sides[1]}"
