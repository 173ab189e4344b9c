"""Which orders of visits could clear a few pockets with K routes: a search over all orders, in plain integers.

A route that comes by pockets i_1, i_2, ..., i_m brings out of any set of them at most what passes the part after the last
pocket of that set: its least capacity times the steps left after its travel. An earlier pocket more never harms, so only orders
of all pockets count. K routes can clear the pockets only if for every set the routes together bring what it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from operator import add, ge
from typing import NamedTuple

MOST_HELD = 6
"""Orders of more pockets than this are too many."""
MOST_BRANCHES = 20_000
"""How many partial choices of routes are looked at before the search gives up."""


class Legs(NamedTuple):
    """What roads of at least some capacity allow between a few pockets.

    travel: least travel from each pocket (row) to each pocket and, last column, to an exit; None where no way is. can_pass:
    whether a simple path from a pocket (row) to an exit may come by another (column).
    """

    travel: tuple[tuple[int | None, ...], ...]
    can_pass: tuple[tuple[bool, ...], ...]


LegTables = Mapping[int, Legs]
"""Capacity of road -> legs on roads of at least that capacity."""


def loads(legs: LegTables, order: Sequence[int], horizon: int) -> tuple[int, ...]:
    """Return for each pocket the most that passes the part after it of a route in that order, for arrival by `horizon`."""
    best = [0] * len(order)
    for width, (table, can_pass) in legs.items():
        travel, ahead = 0, len(order)
        for place in range(len(order) - 1, -1, -1):
            pocket = order[place]
            leg = table[pocket][ahead]
            if leg is None or not all(can_pass[pocket][later] for later in order[place + 1 :]):
                break
            travel += leg
            ahead = pocket
            best[pocket] = max(best[pocket], width * max(0, horizon + 1 - travel))
    return tuple(best)


def set_values(order: Sequence[int], load: Sequence[int]) -> tuple[int, ...]:
    """Return for every set of pockets (bit mask) what one route in that order brings of it at most."""
    values = [0] * (1 << len(order))
    for mask in range(1, len(values)):
        values[mask] = next(load[pocket] for pocket in reversed(order) if mask >> pocket & 1)
    return tuple(values)


def useful_orders(legs: LegTables, pockets: int, horizon: int) -> list[tuple[int, ...]]:
    """Return the set values of all orders that no other order equals or exceeds for every set, the largest first."""
    found = {set_values(order, loads(legs, order, horizon)) for order in permutations(range(pockets))}
    kept: list[tuple[int, ...]] = []
    for values in sorted(found, key=lambda entry: (-sum(entry), entry)):
        if not any(all(a >= b for a, b in zip(other, values, strict=True)) for other in kept):
            kept.append(values)
    return kept


def visits_are_impossible(legs: LegTables, amounts: Sequence[int], horizon: int, routes: int) -> bool:
    """Tell whether no `routes` orders clear the amounts by `horizon`; False also where there are too many choices."""
    if not 0 < len(amounts) <= MOST_HELD:
        return False
    orders = useful_orders(legs, len(amounts), horizon)
    most = list(orders)
    for place in range(len(orders) - 2, -1, -1):
        most[place] = tuple(map(max, most[place], most[place + 1]))
    demand = [sum(amount for index, amount in enumerate(amounts) if mask >> index & 1) for mask in range(1 << len(amounts))]
    stack: list[tuple[int, int, tuple[int, ...]]] = [(0, routes, tuple(0 for _ in demand))]
    tried = 0
    while stack:
        first, left, sums = stack.pop()
        tried += 1
        if tried > MOST_BRANCHES or all(map(ge, sums, demand)):
            return False
        stack.extend(
            (index, left - 1, tuple(map(add, sums, orders[index])))
            for index in range(len(orders) - 1, first - 1, -1)
            if left and all(have + left * more >= need for have, more, need in zip(sums, most[index], demand, strict=True))
        )
    return True
