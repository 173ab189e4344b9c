"""The way-points of two texts followed on the roads: where the ways part, where they meet again, for how many kilometres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from safeconduct.agreement.diff import text_names
from safeconduct.agreement.diff_clauses import Clause, clauses_of, pair_clauses
from safeconduct.agreement.place_match import PlaceMatcher
from safeconduct.model.clauses import CLAUSE_KINDS, get_clause_kind
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.place import LonLat, Place, distance_m
from safeconduct.model.terms import PlaceRef, TermsText
from safeconduct.network.attach import attach
from safeconduct.network.graph import RoadNetwork
from safeconduct.routing.front import bounds_to, edge_way
from safeconduct.routing.ground import Ground, ground_of
from safeconduct.routing.line import line_of, project

FAR_FROM_ROAD_M = 2000.0
"""A way-point farther than this from any road is not reached by the roads."""
THROUGH_M = 500.0
"""A way that comes nearer than this to a place leads through it."""
NAMED_WITHIN_M = 5000.0
"""A point of the roads is named after the nearest place within this distance."""
LEAST_RUN_M = 500.0
"""Stretches shorter than this, such as the street to a way-point beside the road, are no parting."""
DRIVING_KMH = 200.0
"""No limit for a column: each road at its own speed, since only the way is asked for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of one way that the other does not use.

    start, end: names of where it begins and ends. start_km: from the start of the way. km: its length. returns: it ends where it
    begins, as a way to a place beside the common road and back does.
    """

    start: str
    end: str
    start_km: float
    km: float
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Parting:
    """Where two ways part and meet again: the stretch of each (None: the other way has no stretch between these ends)."""

    first: Stretch | None
    second: Stretch | None


@dataclass(frozen=True, slots=True)
class RouteDiff:
    """The ways of two clauses on the roads.

    kind, labels: of the clauses. names: of the texts. km: length of each way. shared_km: on roads that both use, along the first.
    unreached: way-points that the roads do not reach, with the reason, for each text; the way goes on to the next one. through:
    places that a text bypasses and that its way leads through all the same. by_sound: way-points that were found on the map by
    their sound only, each with the name there.
    """

    kind: str
    labels: tuple[str, str]
    names: tuple[str, str]
    km: tuple[float, float]
    shared_km: float
    partings: tuple[Parting, ...]
    unreached: tuple[tuple[str, ...], tuple[str, ...]]
    through: tuple[tuple[str, ...], tuple[str, ...]]
    by_sound: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    @property
    def sentences(self) -> tuple[str, ...]:
        """The result in plain sentences."""
        labels = " / ".join(dict.fromkeys(one for one in self.labels if one))
        title = get_clause_kind(self.kind).title + (f' "{labels}"' if labels else "")
        lengths = (f"{km:.1f} km for {name}" for km, name in zip(self.km, self.names, strict=True))
        lines = [f"{title} on the roads: {', '.join(lengths)}, {self.shared_km:.1f} km in common."]
        lines += [self._parting(one) for one in self.partings]
        for name, unreached, through, sound in zip(self.names, self.unreached, self.through, self.by_sound, strict=True):
            lines += [f"{one} in {name}: taken by sound; confirm." for one in sound]
            lines += [f"The way of {name} leaves out {one}" for one in unreached]
            lines += [f"The way of {name} leads through {one}, which the text bypasses." for one in through]
        return tuple(lines)

    def _parting(self, one: Parting) -> str:
        if one.first is not None and one.second is not None:
            return (
                f"They part at {one.first.start} (km {one.first.start_km:.1f}) and meet again at {one.first.end}: "
                f"{one.first.km:.1f} km for {self.names[0]}, {one.second.km:.1f} km for {self.names[1]}."
            )
        name, stretch = (self.names[0], one.first) if one.first is not None else (self.names[1], one.second)
        assert stretch is not None
        if stretch.returns:
            return (
                f"Only {name} leaves the way at {stretch.start} (km {stretch.start_km:.1f}) and comes back, {stretch.km:.1f} km."
            )
        return f"Only {name} goes from {stretch.start} (km {stretch.start_km:.1f}) to {stretch.end}, {stretch.km:.1f} km."

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for machine output."""
        from dataclasses import asdict

        return {**asdict(self), "sentences": self.sentences}


@dataclass(frozen=True, slots=True)
class _Roads:
    """The roads with a node for every way-point that lies on them; places: what points of the roads are named after."""

    ground: Ground
    node_of: dict[LonLat, int]
    far_m: dict[LonLat, float]
    places: tuple[Place, ...]
    matcher: PlaceMatcher


@dataclass(frozen=True, slots=True)
class _Way:
    arcs: tuple[int, ...]
    unreached: tuple[str, ...]


def diff_routes(
    first: TermsText, second: TermsText, network: RoadNetwork, gazetteer: Iterable[Place] = ()
) -> tuple[RouteDiff, ...]:
    """Return, for every two clauses of two texts that have way-points and belong together, how their ways lie on the roads.

    Way-points are placed by the text's own points, then by the places of the gazetteer and of the road file; between each two of
    them the quickest way is followed, each road at its own speed. A way-point without a place, with several, or out of reach of
    the roads is told and passed over.
    """
    book = (*gazetteer, *network.places)
    matcher = PlaceMatcher(book)
    pairs = [pair for kind in _kinds() for pair in pair_clauses(kind, _of(first, kind), _of(second, kind), matcher)[0]]
    if not pairs:
        return ()
    roads = _roads_of(network, book, matcher, [place for pair in pairs for one in pair for place in _listed(one, "way_points")])
    return tuple(_compared(roads, text_names(first, second), pair) for pair in pairs)


def _kinds() -> tuple[str, ...]:
    return tuple(kind.name for kind in CLAUSE_KINDS if kind.find_field("way_points") is not None)


def _of(text: TermsText, kind: str) -> list[Clause]:
    return [one for one in clauses_of(text) if one.kind == kind and _listed(one, "way_points")]


def _listed(clause: Clause, name: str) -> list[PlaceRef]:
    value = clause.values.get(name, ())
    return [one for one in value if isinstance(one, PlaceRef)] if isinstance(value, tuple) else []


def _roads_of(network: RoadNetwork, book: tuple[Place, ...], matcher: PlaceMatcher, places: Iterable[PlaceRef]) -> _Roads:
    found = [(place.name, _find_point(matcher, place)[0]) for place in places]
    named = tuple(Place(name, point) for name, point in found if point is not None)
    points = list(dict.fromkeys(place.point for place in named))
    attached, snaps = attach(network, [(str(number), point) for number, point in enumerate(points)])
    travel_s = attached.convoy_travel_s(DRIVING_KMH)
    open_roads = ArcConditions({}, {}, {}, (0.0,) * attached.arcs)
    return _Roads(
        ground_of(attached, travel_s, open_roads),
        {point: snap.node for point, snap in zip(points, snaps, strict=True)},
        {point: snap.distance_m for point, snap in zip(points, snaps, strict=True)},
        (*book, *named),
        matcher,
    )


def _find_point(matcher: PlaceMatcher, place: PlaceRef) -> tuple[LonLat | None, str]:
    """Return where a place lies, by its name or else by its sound, and in the second case its name on the map."""
    point = matcher.find_point(place)
    by_sound = matcher.find_by_sound(place) if point is None else None
    return (by_sound[1], by_sound[0]) if by_sound is not None else (point, "")


def _compared(roads: _Roads, names: tuple[str, str], pair: tuple[Clause, Clause]) -> RouteDiff:
    ways = tuple(_follow(roads, _listed(clause, "way_points")) for clause in pair)
    network = roads.ground.network
    used = [{int(roads.ground.road[arc]) for arc in way.arcs} for way in ways]
    # A way may drive a road there and back; the other cannot have more of it in common than it drives itself.
    shared = min(
        sum(float(network.length_m[arc]) for arc in way.arcs if int(roads.ground.road[arc]) in other)
        for way, other in zip(ways, reversed(used), strict=True)
    )
    runs = [_runs(roads, ways[mine].arcs, used[1 - mine]) for mine in (0, 1)]
    return RouteDiff(
        kind=pair[0].kind,
        labels=(pair[0].label, pair[1].label),
        names=names,
        km=(_km(network, ways[0].arcs), _km(network, ways[1].arcs)),
        shared_km=round(shared / 1000, 3),
        partings=_partings(runs[0], runs[1]),
        unreached=(ways[0].unreached, ways[1].unreached),
        through=(_through(roads, ways[0].arcs, pair[0]), _through(roads, ways[1].arcs, pair[1])),
        by_sound=(_by_sound(roads, pair[0]), _by_sound(roads, pair[1])),
    )


def _follow(roads: _Roads, way_points: Sequence[PlaceRef]) -> _Way:
    """Return the quickest way along the way-points that can be reached, and those that cannot, with the reason."""
    arcs: list[int] = []
    unreached: list[str] = []
    here: tuple[int, str] | None = None
    for place in way_points:
        point, _ = _find_point(roads.matcher, place)
        if point is None:
            unreached.append(f"{place.name}: no place of that name, or more than one, is known.")
            continue
        if roads.far_m[point] > FAR_FROM_ROAD_M:
            unreached.append(f"{place.name}: the nearest road is {roads.far_m[point] / 1000:.1f} km away.")
            continue
        node = roads.node_of[point]
        if here is not None:
            bounds = bounds_to(roads.ground, [node])
            if not isfinite(float(bounds.time_s[here[0]])):
                unreached.append(f"{place.name}: no road leads there from {here[1]}.")
                continue
            arcs += edge_way(roads.ground, bounds.fastest_via, here[0]).arcs
        here = (node, place.name)
    return _Way(tuple(arcs), tuple(unreached))


def _by_sound(roads: _Roads, clause: Clause) -> tuple[str, ...]:
    """Return the way-points and bypassed places that were found on the map by their sound only, each with the name there."""
    places = (*_listed(clause, "way_points"), *_listed(clause, "avoid"))
    found = ((place.name, _find_point(roads.matcher, place)[1]) for place in places)
    return tuple(f"{name} (on the map {there})" for name, there in found if there)


def _km(network: RoadNetwork, arcs: Sequence[int]) -> float:
    return round(sum(float(network.length_m[arc]) for arc in arcs) / 1000, 3)


_Ends = tuple[LonLat, LonLat]


def _runs(roads: _Roads, arcs: Sequence[int], others: set[int]) -> list[tuple[_Ends, Stretch]]:
    """Return the stretches of a way on roads that the other does not use, with their ends."""
    network = roads.ground.network
    found: list[tuple[_Ends, Stretch]] = []
    run: list[int] = []
    driven_m = start_m = 0.0
    for arc in (*(arc for arc in arcs if network.length_m[arc] > 0), None):
        if arc is not None and int(roads.ground.road[arc]) not in others:
            start_m = start_m if run else driven_m
            run.append(arc)
        elif run:
            ends = network.node_point(int(network.tail[run[0]])), network.node_point(int(network.head[run[-1]]))
            length_m = sum(float(network.length_m[one]) for one in run)
            if length_m >= LEAST_RUN_M:
                names = (_name(roads, ends[0]), _name(roads, ends[1]))
                back = distance_m(*ends) <= LEAST_RUN_M
                found.append((ends, Stretch(*names, round(start_m / 1000, 3), round(length_m / 1000, 3), returns=back)))
            run = []
        driven_m += float(network.length_m[arc]) if arc is not None else 0.0
    return found


def _partings(first: list[tuple[_Ends, Stretch]], second: list[tuple[_Ends, Stretch]]) -> tuple[Parting, ...]:
    """Return stretches with the same ends together, the others alone, in the order of the first way."""
    left = list(second)
    found: list[Parting] = []
    for ends, stretch in first:
        match = next((one for one in left if one[0] == ends), None)
        if match is not None:
            left.remove(match)
        found.append(Parting(stretch, match[1] if match else None))
    return (*found, *(Parting(None, stretch) for _, stretch in left))


def _name(roads: _Roads, point: LonLat) -> str:
    """Return what a point of the roads is called: by the nearest place, else by its coordinates."""
    near = min(((distance_m(place.point, point), place.name) for place in roads.places if place.name), default=None)
    if near is not None and near[0] <= THROUGH_M:
        return near[1]
    spot = f"{point.lat:.4f}, {point.lon:.4f}"
    return f"{spot} ({near[0] / 1000:.1f} km from {near[1]})" if near is not None and near[0] <= NAMED_WITHIN_M else spot


def _through(roads: _Roads, arcs: Sequence[int], clause: Clause) -> tuple[str, ...]:
    """Return the places that the clause bypasses and that the way leads through."""
    points = [(place.name, _find_point(roads.matcher, place)[0]) for place in _listed(clause, "avoid")]
    known = [(name, point) for name, point in points if point is not None]
    if not arcs or not known:
        return ()
    network = roads.ground.network
    line = line_of(network, arcs, network.convoy_travel_s(DRIVING_KMH), int(network.tail[arcs[0]]))
    away_m, _, _ = project(line, np.array([p.lon for _, p in known]), np.array([p.lat for _, p in known]))
    return tuple(name for (name, _), away in zip(known, away_m.tolist(), strict=True) if away <= THROUGH_M)
