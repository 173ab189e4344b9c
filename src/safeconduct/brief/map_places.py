"""Names on the map: places that chosen routes pass first, then towns by size, none across another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from safeconduct.brief.frame import Box, Frame
from safeconduct.brief.map_labels import Taken, boxes_round, halo_text, number, text_width
from safeconduct.brief.map_routes import Way
from safeconduct.brief.texts import is_right_to_left, isolated
from safeconduct.model.place import LonLat, Place
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork

KIND_SIZES = {"city": 30.0, "crossing": 26.0, "town": 26.0, "gazetteer": 24.0, "village": 22.0, "suburb": 20.0, "hamlet": 20.0}
MOST_NAMES, BOLD = 70, 1.12


class Name(NamedTuple):
    """A name to write at a point of the paper; strong names are bold and come first."""

    text: str
    x: float
    y: float
    size: float
    strong: bool


def place_names(
    scenario: Scenario, network: RoadNetwork, ways: tuple[Way, ...], frame: Frame, can_print: Callable[[str], bool]
) -> Iterator[Name]:
    """Yield names in order of importance; names that cannot be printed are replaced by another or left out."""
    for text, point, size, strong in _wanted(scenario, network, ways, can_print):
        if text and frame.shows(point):
            x, y = frame.xy(point)
            yield Name(isolated(text) if is_right_to_left(text) else text, x, y, size, strong)


def _wanted(
    scenario: Scenario, network: RoadNetwork, ways: tuple[Way, ...], can_print: Callable[[str], bool]
) -> Iterator[tuple[str, LonLat, float, bool]]:
    for one in scenario.groups:
        yield one.name, one.point, 30.0, True
    for exit_ in scenario.exits:
        yield exit_.name, exit_.point, 30.0, True
    known = {place.name for place in (*scenario.gazetteer, *network.places)}
    for way in ways:
        if way.chosen:
            points = (point for point in way.route.way_points[1:-1] if point.name in known)
            yield from ((point.name, point.point, 24.0, True) for point in points)
    places = sorted((*scenario.gazetteer, *network.places), key=lambda place: (-_size(place), place.name, place.point))
    for place in places:
        if _size(place) >= 20.0:
            yield _printable(place, can_print), place.point, _size(place), False


def _size(place: Place) -> float:
    return KIND_SIZES.get(place.kind, 0.0)


def _printable(place: Place, can_print: Callable[[str], bool]) -> str:
    """Return the name on the signs, else the first other name that can be printed, else ""."""
    return next((text for text in (place.name, *(name.text for name in place.names)) if text and can_print(text)), "")


def draw_names(names: Iterator[Name], taken: Taken) -> str:
    """Return the names that find room, at most 70, each text once, with a dot unless it stands at a larger sign."""
    drawn: list[str] = []
    written: set[str] = set()
    for name in names:
        if len(drawn) >= MOST_NAMES:
            break
        if name.text in written:
            continue
        width = text_width(name.text, name.size) * (BOLD if name.strong else 1.0)
        gap = 28.0 if name.size >= 30 and name.strong else 11.0
        box = taken.find_free(boxes_round(name.x, name.y, width, name.size * 1.1, gap))
        if box is None:
            continue
        written.add(name.text)
        dot = (
            f'<circle cx="{number(name.x)}" cy="{number(name.y)}" r="5" fill="#fff" stroke="#000" stroke-width="2.5"/>'
            if gap < 20
            else ""
        )
        weight = {"font_weight": "bold"} if name.strong else {"fill": "#333"}
        drawn.append(dot + _text_in(box, name, weight))
    return "".join(drawn)


def _text_in(box: Box, name: Name, weight: dict[str, str]) -> str:
    """Return the name set so that it ends or begins at the point's side of its box."""
    baseline = box.top + name.size * 0.85
    if box.right < name.x:
        return halo_text(box.right, baseline, name.text, name.size, text_anchor="end", **weight)
    if box.left > name.x:
        return halo_text(box.left, baseline, name.text, name.size, **weight)
    return halo_text(name.x, baseline, name.text, name.size, text_anchor="middle", **weight)
