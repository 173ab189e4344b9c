"""Playing one order under several policies and keeping the best movement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from safeconduct.convoy.movement import NOTHING, Movement
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.policy import CARS, FLEET, Policy
from safeconduct.convoy.roadway import Roadway
from safeconduct.convoy.standing import Standing

MOST_EVENTS = 30_000
"""Events that all plays after the first may take together (about a second). Counted, not timed: every machine plays the same."""

NEAR_ENOUGH = 1.005
"""No further play when everybody is out by so many times the least that the desks need."""

RETURN_WEIGHTS = (0.0, 0.5, 1.0)
PACKET_SCREENINGS_S = (900, 1800, 3600)
EXIT_QUEUES_S = (300, 900)
FILL_WAITS_S = (0, 900, 3600, 14400)
DUTY_SLACKS_S = (0, 900, 3600)
DELAYS_S = (-3600, -900, 900, 3600)
WORK_FACTORS = (0.5, 2.0)
"""What is tried for each preference of a policy: the first five as they stand, the last two on top of what there is."""

Change = Callable[[Policy], Policy]
"""One preference changed."""

Value = tuple[int, int, int]
"""What a movement is judged by, less is better: people left, last out, sum of the seconds at which people are out."""


def best_movement(order: MovementOrder, standing: Standing = NOTHING) -> Movement:
    """Return the best of several plays of an order: fewest people left, then the last out soonest, then people out soonest.

    The first play is under the plain policy. Then one preference after another is changed, and a change that makes the movement
    better is kept, until a whole round brings nothing or the plays have had their events: a large order gets few plays,
    a small one dozens. Never worse than the plain play. Packets smaller than the setting `packet_least` are tried only where
    people would be left, and kept only where fewer are left then. No clock and no chance: the same order gives the same movement.
    """
    roadway, least = Roadway(order), order.settings.packet_least
    best = _search(order, roadway, Policy(packet_least=least), MOST_EVENTS, standing)
    if least > 1 and (left := value_of(best)[0]):
        single = _search(order, roadway, Policy(), MOST_EVENTS // 3, standing)
        if value_of(single)[0] < left:
            return single
    return best


def _search(order: MovementOrder, roadway: Roadway, policy: Policy, most_events: int, standing: Standing) -> Movement:
    """Return the best movement found from a policy on, by changing one preference after another."""
    best = play(order, roadway, policy, standing)
    value, spent, fruitless = value_of(best), 0, 0
    changes = changes_of(order)
    if value[0] == 0 and value[1] <= NEAR_ENOUGH * desks_busy_s(order):
        return best
    while fruitless < len(changes):
        for change in changes:
            other = change(policy)
            fruitless += 1
            if other == policy:
                continue
            if spent + best.settled > most_events:
                return best
            movement = play(order, roadway, other, standing)
            spent += movement.settled
            if (found := value_of(movement)) < value:
                best, value, policy, fruitless = movement, found, other, 0
    return best


def play(order: MovementOrder, roadway: Roadway, policy: Policy, standing: Standing = NOTHING) -> Movement:
    """Return the movement of an order on its roadway (of which nothing is booked by it) under one policy."""
    movement = Movement(order, roadway.emptied(), policy, standing)
    movement.run()
    return movement


def value_of(movement: Movement) -> Value:
    """Return what a movement that was played is judged by."""
    left = sum(point.waiting.total for point in movement.points)
    last, sum_s = 0, 0
    for draft in movement.drafts:
        if draft.out_s is None:
            left += draft.people
        else:
            last = max(last, draft.out_s)
            sum_s += draft.out_s * draft.people
    return left, last, sum_s


def desks_busy_s(order: MovementOrder) -> float:
    """Return when everybody is out if all desks screen without a pause from the first possible arrival on.

    0 when there is an exit without screening.
    """
    doors = {route.exit_id for route in order.routes}
    rates = [door.screening_per_h for door in order.exits if door.id in doors]
    per_h = sum(rate or 0 for rate in rates)
    if None in rates or not per_h:
        return 0.0
    first_s = min(route.travel_s for route in order.routes)
    return first_s + sum(group.people.total for group in order.groups) * 3600 / per_h


def changes_of(order: MovementOrder) -> tuple[Change, ...]:
    """Return the changes that can matter for an order, in the order in which they are tried."""
    served = {route.exit_id for route in order.routes}
    doors = [door for door in order.exits if door.id in served]
    screened = any(door.screening_per_h is not None for door in doors)
    changes: list[Change] = []
    joined = {(route.exit_id, route.group_id) for route in order.routes}
    if order.fleet and order.settings.return_allowed and any(ends not in joined for ends in order.returns):
        changes += [partial(_any_return, anywhere=anywhere) for anywhere in (True, False)]
    if order.fleet and len(doors) > 1 and order.settings.return_allowed:
        changes += [partial(_return_weight, weight) for weight in RETURN_WEIGHTS]
    if order.fleet and screened:
        changes += [partial(_packet_screening, seconds) for seconds in PACKET_SCREENINGS_S]
    if order.fleet and len(doors) > 1 and any(door.beds is not None for door in doors):
        changes += [partial(_last_beds, last_beds_last=last) for last in (True, False)]
    if screened and any(group.cars_used for group in order.groups):
        changes += [partial(_exit_queue, seconds) for seconds in EXIT_QUEUES_S]
    if order.fleet and any(group.waves or any(family.ready for family in group.families) for group in order.groups):
        changes += [partial(_fill_wait, seconds) for seconds in FILL_WAITS_S]
    if any(entry.crew_h is not None or entry.lost for entry in order.fleet):
        changes += [partial(_duty_slack, seconds) for seconds in DUTY_SLACKS_S]
    if len(order.groups) > 1:
        changes += [partial(_work, group.id, factor) for group in order.groups for factor in WORK_FACTORS]
    if len(doors) > 1:
        keys = [(kind, door.id) for kind in (CARS, FLEET) for door in doors]
        changes += [partial(_delay, key, more_s) for key in keys for more_s in DELAYS_S]
    return tuple(changes)


def _return_weight(weight: float, policy: Policy) -> Policy:
    return replace(policy, return_weight=weight)


def _packet_screening(seconds: int, policy: Policy) -> Policy:
    return replace(policy, packet_screening_s=seconds)


def _last_beds(policy: Policy, *, last_beds_last: bool) -> Policy:
    return replace(policy, last_beds_last=last_beds_last)


def _any_return(policy: Policy, *, anywhere: bool) -> Policy:
    return replace(policy, any_return=anywhere)


def _exit_queue(seconds: int, policy: Policy) -> Policy:
    return replace(policy, exit_queue_s=seconds)


def _fill_wait(seconds: int, policy: Policy) -> Policy:
    return replace(policy, fill_wait_s=seconds)


def _duty_slack(seconds: int, policy: Policy) -> Policy:
    return replace(policy, duty_slack_s=seconds)


def _delay(key: tuple[str, str], more_s: int, policy: Policy) -> Policy:
    return replace(policy, delay_s={**policy.delay_s, key: policy.delay_s.get(key, 0) + more_s})


def _work(group_id: str, factor: float, policy: Policy) -> Policy:
    return replace(policy, work_factor={**policy.work_factor, group_id: policy.work_factor.get(group_id, 1.0) * factor})
