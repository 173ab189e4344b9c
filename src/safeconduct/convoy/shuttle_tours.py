"""All tours that a shuttle ending by some time can consist of: those that lose no more than all buses together can lose.

Under any prices, let w_d be the most that a tour from depot d is worth by that end. All loads together need so much worth; buses
can have at most the sum of w_d. The difference is what they may lose, so no tour that loses more is part of a solution.
"""

from __future__ import annotations

import numpy as np

from safeconduct.convoy.shuttle_case import ShuttleCase
from safeconduct.convoy.shuttle_effort import Effort
from safeconduct.convoy.shuttle_prices import Trips, Worth
from safeconduct.convoy.shuttle_program import NOTHING, STEPS_PER_TOUR, Answer, Tour, answer_of, tour_of, waiting_of

STEPS_PER_LABEL, LABELS_A_LOOK = 150, 500
NARROWER = 0.9
"""Sharper prices are sought as long as they leave less than this share of the tours."""
LEFT_COST, FORBIDDING_COST = 3.0, 1000.0
"""What a load left costs, in buses: first, and where some loads are left."""
Label = tuple[int, Trips]


def kept_tours(worth: Worth, share: float, most_labels: int, effort: Effort) -> list[Tour] | None:
    """Return all tours by the horizon of `worth` that lose no more than a share of what all buses may; None: too many.

    Of tours that use the same places equally often one is kept. With share 1 every solution consists of such tours.
    """
    case, end, slack = worth.case, worth.horizon, worth.slack()
    most = worth.of_depots()[:, end].tolist()
    found: list[Tour] = []
    for depot in np.flatnonzero(case.buses > 0).tolist() if slack >= 0 else ():
        search = _Labels(case, worth, end, most[depot] - int(slack * share))
        if not search.run(depot, most_labels, effort):
            return None
        most_labels -= search.made
        found += [tour_of(case, depot, trips) for _, trips in search.tours.values()]
    return found


def narrowed(case: ShuttleCase, tours: list[Tour], effort: Effort) -> list[Tour]:
    """Return those of all tours that a solution may use, by the prices of the program over just these tours; [] when none can be.

    The prices are sharper than those before, since no tour here takes more loads from a place than wait there. Which tours go
    is counted in integers, and again under the next prices, until few go.
    """
    before = 2 * len(tours)
    while 0 < len(tours) < NARROWER * before and not effort.over():
        before = len(tours)
        for left_cost in (LEFT_COST, FORBIDDING_COST):
            answer = answer_of(tours, waiting_of(case), 1.0, left_cost)
            effort.spend(STEPS_PER_TOUR * len(tours))
            if answer is None:
                return tours
            tours = within_slack(case, tours, answer)
            if answer.left <= NOTHING or not tours:
                break
    return tours


def most_promising(case: ShuttleCase, tours: list[Tour], most: int, effort: Effort) -> list[Tour]:
    """Return so many of the tours that lose least under the prices of the program over just these tours."""
    answer = answer_of(tours, waiting_of(case), 1.0, LEFT_COST) if len(tours) > most else None
    effort.spend(STEPS_PER_TOUR * len(tours))
    if answer is None:
        return tours[:most]
    losses, _ = losses_of(case, tours, answer)
    order = sorted(range(len(tours)), key=lambda index: (losses[index], index))
    return [tours[index] for index in order[:most]]


def within_slack(case: ShuttleCase, tours: list[Tour], answer: Answer) -> list[Tour]:
    """Return the tours that lose no more than all buses may under the prices of an answer, if these are all tours there are."""
    losses, slack = losses_of(case, tours, answer)
    return [tour for tour, loss in zip(tours, losses, strict=True) if loss <= slack]


def losses_of(case: ShuttleCase, tours: list[Tour], answer: Answer) -> tuple[list[int], int]:
    """Return what each tour loses under the prices of an answer against the best of its depot, and what all buses may."""
    price = np.array([*answer.prices.pickup, *(-paid for paid in answer.prices.exit)], np.int64)
    values = [sum(times * int(price[row]) for row, times in tour.uses) for tour in tours]
    most = [0] * len(case.buses)
    for tour, value in zip(tours, values, strict=True):
        most[tour.depot] = max(most[tour.depot], value)
    need = int(np.concatenate([case.loads, case.capacity]) @ price)
    slack = sum(buses * worth for buses, worth in zip(case.buses.tolist(), most, strict=True)) - need
    return [most[tour.depot] - value for tour, value in zip(tours, values, strict=True)], slack


class _Labels:
    """Label setting in the order of time. A label is a multiset of places used, at a pickup at some time."""

    def __init__(self, case: ShuttleCase, worth: Worth, end: int, least: int) -> None:
        self.tours: dict[int, Label] = {}
        self.made = 0
        self._looked = 0
        self._case, self._end, self._least = case, end, least
        self._trip = case.between.tolist()
        self._gain, self._load, self._rest = worth.tables()
        bits = [int(most).bit_length() + 1 for most in (*case.loads.tolist(), *case.capacity.tolist())]
        shifts = [0, *np.cumsum(bits).tolist()]
        self._one = [1 << shift for shift in shifts[:-1]]
        self._full = [
            (((1 << bit) - 1) << shift, int(most) << shift)
            for bit, shift, most in zip(bits, shifts, (*case.loads.tolist(), *case.capacity.tolist()), strict=False)
        ]

    def run(self, depot: int, most: int, effort: Effort) -> bool:
        """Find the tours of a depot; False when more labels than `most` would be needed or the effort is over."""
        waiting: list[dict[tuple[int, int], Label]] = [{} for _ in range(self._end + 1)]
        for pickup, first in enumerate(self._case.first[depot].tolist()):
            if first <= self._end and self._load[pickup][self._end - first] >= self._least:
                waiting[first][pickup, 0] = (0, ())
        for now, labels in enumerate(waiting):
            while labels:
                (pickup, used), label = labels.popitem()
                self._load_there(waiting, now, (pickup, used), label)
                self._looked += 1
                if self.made > most or (self._looked % LABELS_A_LOOK == 0 and effort.over()):
                    effort.spend(STEPS_PER_LABEL * self._looked)
                    return False
        effort.spend(STEPS_PER_LABEL * self._looked)
        return True

    def _load_there(self, waiting: list[dict[tuple[int, int], Label]], now: int, at: tuple[int, int], label: Label) -> None:
        """Carry a load from the pickup of a label to every exit, and go on to every pickup, as far as that can be worth it."""
        pickup, used = at
        value, trips = label
        mask, full = self._full[pickup]
        if used & mask >= full:
            return
        pickups = len(self._trip)
        for leave, minutes in enumerate(self._trip[pickup]):
            then = now + minutes
            mask, full = self._full[pickups + leave]
            if then > self._end or used & mask >= full:
                continue
            worth = value + self._gain[pickup][leave]
            if worth + self._rest[leave][self._end - then] < self._least:
                continue
            both = used + self._one[pickup] + self._one[pickups + leave]
            driven = (*trips, (pickup, leave))
            if worth >= self._least and both not in self.tours:
                self.tours[both] = (worth, driven)
            for other in range(pickups):
                there = then + self._trip[other][leave]
                if there > self._end or (other, both) in waiting[there]:
                    continue
                if worth + self._load[other][self._end - there] >= self._least:
                    waiting[there][other, both] = (worth, driven)
                    self.made += 1
