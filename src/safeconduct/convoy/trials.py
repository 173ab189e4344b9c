"""Playing one order under several policies and keeping the best movement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from safeconduct.convoy.movement import NOTHING, Movement
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.policy import CARS, FLEET, NO_LIMIT_S, Policy
from safeconduct.convoy.roadway import Roadway
from safeconduct.convoy.standing import Standing

MOST_EVENTS = 30_000
"""Events that all plays after the first may take together (about a second). Counted, not timed: every machine plays the same."""

NEAR_ENOUGH = 1.005
"""No further play when everybody is out by so many times the least that the desks need."""

RETURN_WEIGHTS = (0.0, 0.5, 1.0)
PACKET_SCREENINGS_S = (900, 1800, 3600)
PATIENTS_QUEUES_S = (0, 300, None)
EXIT_QUEUES_S = (300, 900, 3600, 14400)
FLEET_QUEUES_S = (900, 3600, NO_LIMIT_S)
FILL_WAITS_S = (0, 900, 3600, 14400)
DUTY_SLACKS_S = (0, 900, 3600)
DELAYS_S = (-3600, -900, 900, 3600)
WORK_FACTORS = (0.5, 2.0)
"""What is tried for each preference of a policy: the first six as they stand, the last two on top of what there is."""

Change = Callable[[Policy], Policy]
"""One preference changed."""

Value = tuple[int, int, int]
"""What a movement is judged by, less is better: people left, last out, sum of the seconds at which people are out."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is tried for a better movement.

    events: of the plays in which one preference at a time is changed, counted and not timed. more_events: of further plays, in
    which several are changed at random; seed: of those. plays: so many in each of both parts, however many events they have.
    enough_s: no further play once everybody is out by then (a proven bound). stop: asked before each play; True ends the search.
    tell: told people left and last second out, whenever better is found.
    """

    events: int = MOST_EVENTS
    more_events: int = 0
    plays: int = 0
    seed: int = 0
    enough_s: int = 0
    stop: Callable[[], bool] | None = None
    tell: Callable[[int, int], None] | None = None


USUAL = Effort()


@dataclass(slots=True)
class _Best:
    """The best movement so far with its policy and value, and the events and plays since the search began."""

    movement: Movement
    policy: Policy
    value: Value
    spent: int = 0
    plays: int = 0


def best_movement(order: MovementOrder, standing: Standing = NOTHING, effort: Effort = USUAL) -> Movement:
    """Return the best of several plays of an order: fewest people left, then the last out soonest, then people out soonest.

    The first play is under the plain policy. Then one preference after another is changed, and a change that makes the movement
    better is kept, until a whole round brings nothing; then several preferences at once are changed at random, again and again,
    until the plays have had their events: a large order gets few plays, a small one hundreds. Never worse than the plain play.
    Packets smaller than the setting `packet_least` are tried only where people would be left, and kept only where fewer are left
    then. No clock: the same order and effort give the same movement, unless `stop` ends the search.
    """
    roadway, least = Roadway(order), order.settings.packet_least
    search = _Search(order, roadway, standing, effort)
    best = search.run(Policy(packet_least=least), effort.events)
    if least > 1 and (left := best.value[0]):
        single = search.run(Policy(), effort.events // 3)
        if single.value[0] < left:
            return single.movement
    return best.movement


@dataclass(frozen=True, slots=True)
class _Search:
    """Plays one order under many policies."""

    order: MovementOrder
    roadway: Roadway
    standing: Standing
    effort: Effort

    def run(self, policy: Policy, most_events: int) -> _Best:
        """Return the best movement found from a policy on."""
        first = play(self.order, self.roadway, policy, self.standing)
        best = _Best(first, policy, value_of(first))
        changes = changes_of(self.order)
        if changes and not self._is_near_enough(best):
            self._step_by_step(best, changes, most_events)
            best.spent, best.plays = 0, 0
            self._at_random(best, changes, self.effort.more_events * most_events // max(1, self.effort.events))
        return best

    def _step_by_step(self, best: _Best, changes: tuple[Change, ...], most_events: int) -> None:
        """Change one preference after another and keep what helps, until a whole round brings nothing."""
        fruitless = 0
        while fruitless < len(changes):
            for change in changes:
                fruitless += 1
                other = change(best.policy)
                if other == best.policy:
                    continue
                if not self._may_play(best, most_events):
                    return
                if self._try(best, other):
                    fruitless = 0

    def _at_random(self, best: _Best, changes: tuple[Change, ...], most_events: int) -> None:
        """Change several preferences at once, and keep what helps."""
        chance = np.random.default_rng(self.effort.seed)
        tried: set[tuple[int, ...]] = set()
        while self._may_play(best, most_events) and not self._is_near_enough(best):
            picked = tuple(chance.integers(0, len(changes), size=int(chance.integers(2, 6))).tolist())
            if picked in tried:  # so few changes that all has been tried
                if len(tried) >= len(changes) ** 2:
                    return
                continue
            tried.add(picked)
            other = best.policy
            for number in picked:
                other = changes[number](other)
            if other != best.policy and self._try(best, other):
                tried.clear()

    def _try(self, best: _Best, policy: Policy) -> bool:
        """Play under a policy and keep the movement when it is better."""
        movement = play(self.order, self.roadway, policy, self.standing)
        best.spent += movement.settled
        best.plays += 1
        value = value_of(movement)
        if value >= best.value:
            return False
        best.movement, best.policy, best.value = movement, policy, value
        if self.effort.tell is not None:
            self.effort.tell(value[0], value[1])
        return True

    def _may_play(self, best: _Best, most_events: int) -> bool:
        stop = self.effort.stop
        goes_on = best.plays < self.effort.plays or best.spent + best.movement.settled <= most_events
        return goes_on and not (stop is not None and stop())

    def _is_near_enough(self, best: _Best) -> bool:
        enough_s = max(desks_busy_s(self.order), self.effort.enough_s)
        return best.value[0] == 0 and best.value[1] <= NEAR_ENOUGH * enough_s


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
    if screened and any(group.cars_used for group in order.groups):
        changes += [partial(_exit_queue, seconds) for seconds in EXIT_QUEUES_S]
        if order.fleet:
            changes += [partial(_fleet_queue, seconds) for seconds in FLEET_QUEUES_S]
    lying = sum(group.people.stretcher for group in order.groups)
    if lying > sum(entry.count * entry.stretcher_places for entry in order.fleet) and order.settings.return_allowed:
        changes += [partial(_patients_queue, seconds) for seconds in PATIENTS_QUEUES_S]
    joined = {(route.exit_id, route.group_id) for route in order.routes}
    if order.fleet and order.settings.return_allowed and any(ends not in joined for ends in order.returns):
        changes += [partial(_any_return, anywhere=anywhere) for anywhere in (True, False)]
    if order.fleet and len(doors) > 1 and order.settings.return_allowed:
        changes += [partial(_return_weight, weight) for weight in RETURN_WEIGHTS]
    if order.fleet and screened:
        changes += [partial(_packet_screening, seconds) for seconds in PACKET_SCREENINGS_S]
    if order.fleet and len(doors) > 1 and any(door.beds is not None for door in doors):
        changes += [partial(_last_beds, last_beds_last=last) for last in (True, False)]
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


def _patients_queue(seconds: int | None, policy: Policy) -> Policy:
    return replace(policy, patients_queue_s=seconds)


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


def _fleet_queue(seconds: int, policy: Policy) -> Policy:
    return replace(policy, fleet_queue_s=seconds)


def _delay(key: tuple[str, str], more_s: int, policy: Policy) -> Policy:
    return replace(policy, delay_s={**policy.delay_s, key: policy.delay_s.get(key, 0) + more_s})


def _work(group_id: str, factor: float, policy: Policy) -> Policy:
    return replace(policy, work_factor={**policy.work_factor, group_id: policy.work_factor.get(group_id, 1.0) * factor})
