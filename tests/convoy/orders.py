"""Orders for tests: drawn roads, routes found by the simplest search there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from heapq import heappop, heappush

from drawing import draw
from safeconduct.convoy.order import MovementOrder
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Exit, Family, Group, Headcount, Wave
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Route
from safeconduct.model.settings import Settings
from safeconduct.model.times import Span
from safeconduct.network.graph import RoadNetwork

START = datetime(2026, 5, 4, 8, 0, tzinfo=timezone(timedelta(hours=3)))
HERE = LonLat(38.0, 47.5)


def at_s(second: float) -> datetime:
    return START + timedelta(seconds=second)


def shortest(
    network: RoadNetwork, travel: list[int], ends: tuple[int, int], penalty: Mapping[int, int]
) -> tuple[int, ...] | None:
    queue: list[tuple[int, int, tuple[int, ...]]] = [(0, ends[0], ())]
    done: set[int] = set()
    while queue:
        cost, node, arcs = heappop(queue)
        if node == ends[1]:
            return arcs
        if node in done:
            continue
        done.add(node)
        for arc in range(network.arcs):
            if int(network.tail[arc]) == node and network.capacity_vph[arc] > 0:
                heappush(queue, (cost + travel[arc] + penalty.get(arc, 0), int(network.head[arc]), (*arcs, arc)))
    return None


def find_routes(
    network: RoadNetwork, travel: list[int], group: tuple[str, int], door: tuple[str, int], count: int
) -> list[Route]:
    penalty: dict[int, int] = {}
    found: list[tuple[int, ...]] = []
    for _ in range(count):
        arcs = shortest(network, travel, (group[1], door[1]), penalty)
        if arcs is None:
            break
        if arcs not in found:
            found.append(arcs)
        penalty.update(dict.fromkeys(arcs, 3600))
    back = shortest(network, travel, (door[1], group[1]), {}) or ()
    return [
        Route(
            id=f"{group[0]}-{door[0]}-{number}",
            group_id=group[0],
            exit_id=door[0],
            arcs=arcs,
            geometry=(),
            way_points=(),
            length_m=float(sum(network.length_m[list(arcs)])),
            travel_s=sum(travel[arc] for arc in arcs),
            capacity_vph=int(min(network.capacity_vph[list(arcs)], default=0)),
            exposure=0.0,
            back_arcs=back,
            back_s=sum(travel[arc] for arc in back),
        )
        for number, arcs in enumerate(found, start=1)
    ]


def order_on(
    grid: str,
    roads: str,
    groups: Mapping[str, Group],
    exits: Mapping[str, Exit],
    *,
    fleet: tuple[FleetEntry, ...] = (),
    settings: Settings | None = None,
    hours: float = 6.0,
    spans: Mapping[str, tuple[Span, ...]] | None = None,
    open_spans: Mapping[int, tuple[tuple[float, float], ...]] | None = None,
    deadhead_s: Mapping[tuple[str, str], int] | None = None,
    routes: int = 1,
) -> MovementOrder:
    """Groups and exits are given by the letter of the place they are at."""
    used = settings or Settings()
    network, at = draw(grid, roads)
    travel = network.convoy_travel_s(used.convoy_speed_kmh).tolist()
    end = at_s(int(hours * 3600))
    found = [
        route
        for place, group in groups.items()
        for where, door in exits.items()
        for route in find_routes(network, travel, (group.id, at[place]), (door.id, at[where]), routes)
    ]
    return MovementOrder(
        start=START,
        end=end,
        groups=tuple(groups.values()),
        exits=tuple(exits.values()),
        fleet=fleet,
        settings=used,
        routes=tuple(found),
        travel_s=travel,
        capacity_vph=network.capacity_vph.tolist(),
        spans=spans or {door.id: (Span(START, end),) for door in exits.values()},
        open_spans=open_spans or {},
        deadhead_s=deadhead_s or {},
        length_m=network.length_m.tolist(),
        deadhead_m={ends: seconds * 10.0 for ends, seconds in (deadhead_s or {}).items()},
    )


def with_returns(order: MovementOrder, *, only: Mapping[str, str]) -> MovementOrder:
    """Return the order with only the routes of each group in `only` to its exit there, and every other way back as a return."""
    kept = tuple(route for route in order.routes if only[route.group_id] == route.exit_id)
    returns = {
        (route.exit_id, route.group_id): route.back_arcs
        for route in order.routes
        if only[route.group_id] != route.exit_id and route.exit_id in only.values() and route.back_arcs
    }
    return replace(order, routes=kept, returns=returns)


def group(
    name: str,
    able: int = 0,
    seated: int = 0,
    stretcher: int = 0,
    *,
    families: tuple[tuple[Headcount, int], ...] = (),
    cars: int = 0,
    per_car: float = 4.0,
    ready_s: int | None = None,
    priority: int = 1,
    bays: int = 10,
    wheelchair: int = 0,
    waves: tuple[tuple[int, Headcount], ...] = (),
    later: Mapping[int, int] | None = None,
) -> Group:
    """`able`, `seated`, `stretcher`, `wheelchair` count those outside families.

    waves: (second, people) who come later. later: number of a family row, from 1 -> second at which its units come.
    """
    people = Headcount(able, seated, stretcher, wheelchair)
    for members, count in families:
        people += members.times(count)
    for _second, more in waves:
        people += more
    comes = {row: at_s(second) for row, second in (later or {}).items()}
    rows = tuple(
        Family(f"F{number}", name, members, count, comes.get(number)) for number, (members, count) in enumerate(families, start=1)
    )
    ready = None if ready_s is None else at_s(ready_s)
    comers = tuple(Wave(at_s(second), more) for second, more in waves)
    return Group(name, name, HERE, people, rows, cars, per_car, ready, priority, bays, comers)


def door(
    name: str, rate: int | None = None, opens_s: int | None = None, closes_s: int | None = None, beds: int | None = None
) -> Exit:
    opens = None if opens_s is None else at_s(opens_s)
    return Exit(name, name, HERE, "border crossing", rate, opens, None if closes_s is None else at_s(closes_s), beds)


def bus(count: int = 1, seats: int = 50, name: str = "BUS", base: LonLat | None = None, wheelchairs: int = 0) -> FleetEntry:
    return FleetEntry(name, "bus", count, seats, 0, base, wheelchair_places=wheelchairs)


def ambulance(count: int = 1, seats: int = 2, places: int = 2, name: str = "AMB") -> FleetEntry:
    return FleetEntry(name, "ambulance", count, seats, places)
