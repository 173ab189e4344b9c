"""The roads and exits of a cut, named: what binds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from safeconduct.model.place import LonLat, distance_m
from safeconduct.model.plan import Bottleneck, CutCertificate
from safeconduct.model.road_classes import ROAD_CLASSES
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.clearance_problem import ClearanceProblem

MOST = 12
"""How many bottlenecks are named; the smallest shares of a wide cut are left out."""


def bottlenecks_of(
    scenario: Scenario, network: RoadNetwork, problem: ClearanceProblem, cut: CutCertificate, terms: Sequence[int]
) -> tuple[Bottleneck, ...]:
    """Return what the cut's capacity consists of, largest share first (ties: by name), at most `MOST`.

    terms: what each arc of the problem lets across. Arcs of one road are one bottleneck, and so are exits of one name at one
    place. capacity_per_h is in the problem's unit.
    """
    by_road: dict[str, list[int]] = defaultdict(list)
    by_exit: dict[tuple[str, LonLat], list[int]] = defaultdict(list)
    found = []
    for arc, term in enumerate(terms):
        if term <= 0:
            continue
        if arc < problem.road_arcs:
            by_road[road_name(network, arc)].append(arc)
        elif arc >= problem.road_arcs + len(problem.groups):
            exit_ = scenario.exits[arc - problem.road_arcs - len(problem.groups)]
            by_exit[exit_.name, exit_.point].append(arc)
    for (name, point), arcs in by_exit.items():
        rate = sum(int(problem.net.capacity_per_step[arc]) for arc in arcs)
        found.append(Bottleneck(name, point, "exit", rate, sum(terms[arc] for arc in arcs) / cut.capacity))
    for name, arcs in by_road.items():
        carried = sum(terms[arc] for arc in arcs)
        main = max(arcs, key=lambda arc: (terms[arc], -arc))
        points = network.arc_points(main)
        kind = "bridge" if any(bool(network.bridge[arc]) for arc in arcs) else "road"
        rate = road_rate(problem, cut, arcs)
        found.append(Bottleneck(name, points[len(points) // 2], kind, rate, carried / cut.capacity, tuple(arcs)))
    return tuple(sorted(found, key=lambda one: (-one.share, one.name))[:MOST])


def road_rate(problem: ClearanceProblem, cut: CutCertificate, arcs: Sequence[int]) -> int:
    """Return what several arcs of one road carry an hour together: side by side they add up, one behind the other they do not.

    Each arc counts by the part of the whole time, from the first entry to the last, in which it is in the cut.
    """
    tail, head, travel = problem.net.tail, problem.net.head, problem.net.travel_steps
    spans = [(cut.labels[int(tail[arc])], cut.labels[int(head[arc])] - int(travel[arc])) for arc in arcs]
    whole = max(last for _first, last in spans) - min(first for first, _last in spans)
    rooms = [int(problem.net.capacity_per_step[arc]) for arc in arcs]
    weighted = sum(room * (last - first) for room, (first, last) in zip(rooms, spans, strict=True))
    return max(min(rooms), round(weighted / whole))


def road_name(network: RoadNetwork, arc: int) -> str:
    """Return what a road is called, or its class and the nearest place where it has no name."""
    label = network.arc_name(arc).label
    if label:
        return label
    points = network.arc_points(arc)
    klass = int(network.road_class[arc])
    kind = f"{ROAD_CLASSES[klass].name} road" if klass >= 0 else "turn"
    place = nearest_place(network, points[len(points) // 2])
    return f"unnamed {kind} near {place}" if place else f"unnamed {kind}"


def nearest_place(network: RoadNetwork, point: LonLat) -> str:
    """Return the name of the place nearest to a point, "" when the source names none."""
    return min(network.places, key=lambda place: (distance_m(place.point, point), place.name)).name if network.places else ""
