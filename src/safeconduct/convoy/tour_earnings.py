"""What people are worth under given prices, and the most that fleet, own cars, desks and bays can earn within a horizon."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.convoy.fleet_question import FleetQuestion, Three
from safeconduct.convoy.tour_loads import Prices, levels_of
from safeconduct.convoy.tours import Tours

STEPS_S = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600)
"""The lengths of a step that tours are looked at in."""

LOADS_A_WAY = 12
"""About how many loads matter for one kind of vehicle on one way."""


@dataclass(frozen=True, slots=True)
class Balance:
    """worth of all people and the most that can be earned; worth > earned proves that not everybody can be out."""

    worth: int
    earned: int
    tours: dict[Three, Tours]

    @property
    def excess(self) -> int:
        """By how much people are worth more than can be earned."""
        return self.worth - self.earned


def balance(question: FleetQuestion, prices: Prices, horizon_s: int, step_s: int) -> Balance:
    """Return worth and earnings of a horizon, with the tours by places of a vehicle."""
    tours: dict[Three, Tours] = {}
    earned = 0
    for row in question.rows:
        if row.places not in tours:
            tours[row.places] = Tours(question, prices, row.places, horizon_s, step_s)
        earned += row.count * tours[row.places].best(row)
    for group, crowd in enumerate(question.crowds):
        earned += crowd.car_people * _by_car(question, prices, group, horizon_s)
        earned += prices.bay(group) * question.bay_seconds(group, horizon_s)
    for door, from_s, to_s, price in prices.desks:
        people = question.desk_people(door, from_s, to_s, horizon_s)
        earned += price * (0 if people is None else people)
    pairs = zip(prices.people, question.crowds, strict=True)
    worth = sum(price * count for each, crowd in pairs for price, count in zip(each, crowd.people, strict=True))
    return Balance(worth, earned, tours)


def car_begin_s(question: FleetQuestion, group: int, door: int, horizon_s: int) -> tuple[int, int] | None:
    """Return from when to when screening of somebody in an own car can begin at an exit, or None when not by the horizon."""
    drive, desk = question.out_s[group, door], question.desks[door]
    clear = desk.find_clear(question.crowds[group].ready_s + drive, drive)
    until = min(desk.closes_s, horizon_s)
    if clear is None or max(clear, desk.opens_s) > until:
        return None
    return max(clear, desk.opens_s), until


def _by_car(question: FleetQuestion, prices: Prices, group: int, horizon_s: int) -> int:
    """Return the most that one person earns who leaves in an own car."""
    most = 0
    for door in question.doors(group) if question.crowds[group].car_people else ():
        span = car_begin_s(question, group, door, horizon_s)
        if span is not None:
            levels = levels_of(prices, door, question.desks[door].screening_s(1), horizon_s)
            cost = min(level.price for level in levels if level.upto_s > span[0] and level.from_s <= span[1])
            most = max(most, prices.people[group][0] - cost)
    return most


def step_for(question: FleetQuestion, horizon_s: int, most_sums: int) -> int:
    """Return the shortest step with which about so many sums give the earnings; shorter than any trip."""
    kinds = len({row.places for row in question.rows})
    loads = max(1, kinds * len(question.out_s) * LOADS_A_WAY)
    trip_s = question.load_s + min(question.out_s.values(), default=1) + question.unload_s
    fitting = [step for step in STEPS_S if horizon_s // step * loads <= most_sums]
    return max((step for step in STEPS_S if step <= min(trip_s, fitting[0] if fitting else STEPS_S[-1])), default=1)
