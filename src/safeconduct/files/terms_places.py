"""Where the places are that a text names: those of the folder's tables, by any of their names, letter by letter."""

from __future__ import annotations

from collections.abc import Iterable

from safeconduct.files.cells import text_of
from safeconduct.files.noted import nearest
from safeconduct.model.place import LonLat, Place, distance_m

SAME_M = 2_000.0
"""Two places of one name nearer than this are taken for one: coordinates of tables are rough."""


POINT_KIND = "point of a table"
"""Kind of a place that is only the name of an assembly point, exit or checkpoint."""


class KnownPlaces:
    """Places by name (case ignored). Spellings are not guessed here: whoever compares texts matches across scripts."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._points: dict[str, list[LonLat]] = {}
        self.has_gazetteer = False
        """Whether there is a list of places at all: without one, a name that is not known says nothing."""
        for place in places:
            for name in {place.name, *(one.text for one in place.names)}:
                self._points.setdefault(_plain(name), []).append(place.point)
            self.has_gazetteer = self.has_gazetteer or place.kind != POINT_KIND

    def find(self, name: str) -> tuple[LonLat | None, int]:
        """Return where the place is (None: not known, or several far apart have the name) and how many there are."""
        points = self._points.get(_plain(name), [])
        if not points:
            return None, 0
        apart = {one for one in points if distance_m(one, points[0]) > SAME_M}
        return (None, 1 + len(apart)) if apart else (points[0], 1)

    def nearest(self, name: str) -> str:
        """Return the known name most like this one, or ""."""
        return nearest(_plain(name), self._points)


def with_points(places: Iterable[Place], points: Iterable[tuple[str, LonLat]]) -> tuple[Place, ...]:
    """Return the places, and those of the other names that none of them has: assembly points, exits, checkpoints."""
    listed = tuple(places)
    known = {_plain(name) for one in listed for name in (one.name, *(other.text for other in one.names))}
    return (*listed, *(Place(name, point, POINT_KIND) for name, point in points if name and _plain(name) not in known))


def _plain(name: str) -> str:
    return text_of(name).casefold()
