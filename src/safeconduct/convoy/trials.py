"""Playing one order under several policies and keeping the best movement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from safeconduct.convoy.movement import Movement
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.policy import CARS, FLEET, Policy
from safeconduct.convoy.roadway import Roadway

MOST_EVENTS = 30_000
"""Events that all plays of an order may take together after the first one (about a second); the first is always played whole."""

Change = Callable[[Policy], Policy]
"""One preference changed."""

Value = tuple[int, int, int]
"""What a movement is judged by, the less the better: people left, last out, sum of people x out."""


def best_movement(order: MovementOrder) -> Movement:
    """Return the best of several plays of an order: fewest people left, then the last out soonest, then people out soonest.

    The first play is under the plain policy. Then one preference after another is changed, and a change that makes the movement
    better is kept; round after round, until none does or the plays have had their events. No clock and no chance:
    the same order gives the same movement.
    """
    roadway = Roadway(order)
    policy = Policy()
    best = _play(order, roadway, policy)
    value, spent = value_of(best), 0
    changes = changes_of(order)
    unchanged = 0
    while unchanged < len(changes):
        for change in changes:
            other = change(policy)
            unchanged += 1
            if other == policy:
                continue
            if spent + best.settled > MOST_EVENTS:
                return best
            movement = _play(order, roadway, other)
            spent += movement.settled
            if (found := value_of(movement)) < value:
                best, value, policy, unchanged = movement, found, other, 0
    return best


def _play(order: MovementOrder, roadway: Roadway, policy: Policy) -> Movement:
    movement = Movement(order, roadway.emptied(), policy)
    movement.run()
    return movement


def value_of(movement: Movement) -> Value:
    """Return what a movement that was played is judged by."""
    left = sum(point.cars.people.total + point.party.people.total for point in movement.points)
    last, weighted = 0, 0
    for draft in movement.drafts:
        if draft.out_s is None:
            left += draft.people
        else:
            last = max(last, draft.out_s)
            weighted += draft.out_s * draft.people
    return left, last, weighted


def changes_of(order: MovementOrder) -> tuple[Change, ...]:
    """Return the changes that are tried, those with the widest effect first."""
    changes = [_setting("return_weight", weight) for weight in (0.0, 0.5, 1.0)]
    changes += [_setting("packet_screening_s", seconds) for seconds in (900, 1800, 3600)]
    changes += [_setting("exit_queue_s", seconds) for seconds in (300, 900)]
    doors = [door.id for door in order.exits if any(route.exit_id == door.id for route in order.routes)]
    if len(doors) > 1:
        changes += [_delay((kind, door), more) for kind in (CARS, FLEET) for door in doors for more in (-3600, -900, 900, 3600)]
    if len(order.groups) > 1 and order.fleet:
        changes += [_work(group.id, factor) for group in order.groups for factor in (0.5, 2.0)]
    return tuple(changes)


def _setting(name: str, value: float) -> Change:
    return lambda policy: replace(policy, **{name: value})


def _delay(key: tuple[str, str], more: int) -> Change:
    return lambda policy: replace(policy, delay_s={**policy.delay_s, key: policy.delay_s.get(key, 0) + more})


def _work(group_id: str, factor: float) -> Change:
    def change(policy: Policy) -> Policy:
        return replace(policy, work_factor={**policy.work_factor, group_id: policy.work_factor.get(group_id, 1.0) * factor})

    return change
