"""Proofs that K named routes cannot clear pockets by a horizon, and their check in plain Python integers without a solver.

Two kinds; both speak of `held` pockets, of what they hold, and of at most `routes` routes, and both use these facts. Whoever
follows a route joins it at a pocket or where roads that need no agreement ("feeder" arcs) lead. Everybody on a route passes the
part after the node where the last of them joins: a path of travel L and least capacity w lets at most ``w (T + 1 - early - L)``
of them arrive by T, where nobody can be at that node before `early`. All people together enter an arc only from the first step
anybody can be there to the last step from which an exit can still be reached.

`RoutePrices`: each arc has a price, and whoever uses it pays that. What the arcs can take in all is ``sum(price x room)``. If
on every route those who have not paid `scale` by feeder arcs and route together lack at most `per_route`, then at most
``(sum(price x room) + routes x per_route) / scale`` of the held are out by T.

`RouteVisits`: for every choice of the order in which routes come by the held pockets, some set of pockets cannot be out by T.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from safeconduct.clearance.arc_network import ArcNetwork, Windows
from safeconduct.clearance.route_check import CheckedRoads
from safeconduct.clearance.route_visits import visits_are_impossible


@dataclass(frozen=True, slots=True)
class RoutePrices:
    """Prices on arcs that prove: `routes` routes cannot have the held pockets out by step `horizon_steps`.

    prices: (arc, price) for arcs with a price above 0, arcs ascending; one person owes `scale`. tangents: (capacity, x, y) for
    the capacities at which the product ``owed x time left`` is bounded by ``(y owed + x time left)^2 / (4 x y)``. capacity:
    what the arcs take at their prices. per_route: what one route can take over, at most. demand: what the held pockets hold. It
    proves something when ``capacity + routes x per_route < scale x demand``.
    """

    horizon_steps: int
    routes: int
    held: tuple[int, ...]
    demand: int
    scale: int
    prices: tuple[tuple[int, int], ...]
    tangents: tuple[tuple[int, int, int], ...]
    capacity: int
    per_route: int


@dataclass(frozen=True, slots=True)
class RouteVisits:
    """The claim that no orders in which `routes` routes come by the held pockets let all of these be out by `horizon_steps`."""

    horizon_steps: int
    routes: int
    held: tuple[int, ...]
    demand: int


RouteCertificate = RoutePrices | RouteVisits


def route_certificate_faults(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    certificate: RouteCertificate,
    routes: int,
    *,
    feeder: Sequence[bool] | None = None,
    windows: Windows | None = None,
) -> tuple[str, ...]:
    """Return why the certificate proves nothing about `routes` routes; empty means it holds: not all can be out by its horizon.

    Input as for `clearance_with_routes`. Everything stated is counted again, with one shortest-path pass per capacity of road
    that matters. Never raises on a certificate of garbage values.
    """
    faults = stated_faults(net, supply, exits, certificate, routes)
    if faults:
        return faults
    roads = CheckedRoads(net, tuple(exits), certificate.held, feeder, windows)
    if isinstance(certificate, RouteVisits):
        return visit_faults(roads, supply, certificate)
    return price_faults(roads, certificate)


def stated_faults(
    net: ArcNetwork, supply: Mapping[int, int], exits: Iterable[int], certificate: RouteCertificate, routes: int
) -> tuple[str, ...]:
    """Return what is wrong with the certificate's own numbers, before any road is looked at."""
    numbers = [certificate.horizon_steps, certificate.routes, certificate.demand, *certificate.held]
    if isinstance(certificate, RoutePrices):
        numbers += [certificate.scale, certificate.capacity, certificate.per_route]
        numbers += [number for entry in (*certificate.prices, *certificate.tangents) for number in entry]
    if not all(type(number) is int for number in numbers):
        return ("every number must be an integer",)
    if certificate.horizon_steps < 0 or not 1 <= routes <= certificate.routes:
        return (f"{certificate.routes} routes and horizon {certificate.horizon_steps} say nothing about {routes} routes",)
    held, goals = certificate.held, set(exits)
    if not held or len(set(held)) != len(held):
        return ("the held pockets must be named, each once",)
    faults = [f"node {node} is held, but holds nobody" for node in held if supply.get(node, 0) <= 0]
    faults += [f"node {node} is held, but is an exit" for node in held if node in goals]
    demand = sum(supply.get(node, 0) for node in held)
    if demand != certificate.demand:
        faults.append(f"the held pockets hold {demand}, not {certificate.demand}")
    if isinstance(certificate, RoutePrices):
        arcs = [arc for arc, _price in certificate.prices]
        classes = [capacity for capacity, _x, _y in certificate.tangents]
        if len(set(arcs)) < len(arcs) or any(not 0 <= arc < net.arcs or price <= 0 for arc, price in certificate.prices):
            faults.append("a price is not above 0, or not on an arc, or there are two on one arc")
        if len(set(classes)) < len(classes) or any(x <= 0 or y <= 0 for _capacity, x, y in certificate.tangents):
            faults.append("a tangent is not above 0, or there are two for one capacity")
        if certificate.scale <= 0:
            faults.append("the scale must be above 0")
    return tuple(faults)


def price_faults(roads: CheckedRoads, certificate: RoutePrices) -> tuple[str, ...]:
    """Return why prices prove nothing; empty when they do."""
    horizon, scale, prices = certificate.horizon_steps, certificate.scale, dict(certificate.prices)
    rooms = roads.rooms(horizon)
    found = []
    capacity = sum(price * rooms[arc] for arc, price in prices.items())
    if capacity != certificate.capacity:
        found.append(f"the arcs take {capacity} at their prices, not {certificate.capacity}")
    if roads.is_free_way_cheaper(prices, scale):
        found.append("a way over feeder arcs alone leads to an exit for less than the scale")
    tangents = {width: (x, y) for width, x, y in certificate.tangents}
    worst = roads.worst_route(horizon, prices, scale, tangents, certificate.per_route)
    if worst > certificate.per_route:
        found.append(f"one route may take over {worst}, more than {certificate.per_route}")
    if capacity + certificate.routes * certificate.per_route >= scale * certificate.demand:
        found.append("arcs and routes may take all that the held pockets hold")
    return tuple(found)


def visit_faults(roads: CheckedRoads, supply: Mapping[int, int], certificate: RouteVisits) -> tuple[str, ...]:
    """Return why the claim about visiting orders is not proven; empty when it is."""
    if roads.is_free_way_cheaper({}, 1):
        return ("a way over feeder arcs alone leads from a held pocket to an exit",)
    legs = roads.legs()
    amounts = tuple(supply[node] for node in certificate.held)
    if not visits_are_impossible(legs, amounts, certificate.horizon_steps, certificate.routes):
        return ("some orders of visits may clear the held pockets, or there are too many orders to tell",)
    return ()
