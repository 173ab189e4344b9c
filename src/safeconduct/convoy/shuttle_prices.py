"""Prices that prove how long the shuttle must take: each load earns at its pickup and pays at its exit.

If no tour of a bus of depot d that ends by T earns more than w_d, then all loads together earn at most the sum of w_d over the
buses, and pay no more than all exits full. So when loads x earnings > the sum of w_d + capacity x payments, nobody has all
loads out by T. All in integers: floating point may find prices, but proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.convoy.shuttle_case import Ints, ShuttleCase
from safeconduct.kernel.shuttle_values import NEVER, tour_values

Trips = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ShuttlePrices:
    """What a load earns at each pickup and pays at each exit; whole numbers, none negative."""

    pickup: tuple[int, ...]
    exit: tuple[int, ...]


class Worth:
    """What tours are worth under some prices, for every end up to a horizon."""

    def __init__(self, case: ShuttleCase, prices: ShuttlePrices, horizon: int) -> None:
        self.case = case
        self.prices = prices
        self.horizon = horizon
        self._gain = np.array(prices.pickup, np.int64)[:, None] - np.array(prices.exit, np.int64)[None, :]
        timeless = not case.between.size or int(case.between.min()) == 0
        self._longest = case.total if timeless else horizon + 1
        self._load, self._rest = tour_values(case.between, self._gain, horizon, case.total + 1 if timeless else 1)

    def of_depots(self) -> Ints:
        """Return (depots, horizon + 1): the most that a tour from there earns by each end; 0 for no tour."""
        worth = np.zeros((len(self.case.buses), self.horizon + 1), np.int64)
        for depot, row in enumerate(self.case.first.tolist()):
            for pickup, minutes in enumerate(row):
                if minutes <= self.horizon:
                    part = self._load[pickup, : self.horizon + 1 - minutes]
                    np.maximum(worth[depot, minutes:], part, out=worth[depot, minutes:])
        return worth

    def first_possible(self) -> int:
        """Return the first end by which the prices do not forbid that all loads are out; horizon + 1 when they forbid all."""
        enough = self.case.buses @ self.of_depots() >= self.need()
        return int(enough.argmax()) if enough.any() else self.horizon + 1

    def need(self) -> int:
        """Return the worth that all loads together must have: what they earn, less what all exits full are paid."""
        pickup, leave = np.array(self.prices.pickup), np.array(self.prices.exit)
        return int(self.case.loads @ pickup - self.case.capacity @ leave)

    def slack(self) -> int:
        """Return what all buses together may lose, against best tours by the horizon; negative: they cannot carry all."""
        return int(self.case.buses @ self.of_depots()[:, self.horizon]) - self.need()

    def tables(self) -> tuple[list[list[int]], list[list[int]], list[list[int]]]:
        """Return the gain of each trip, and what is still earned from each pickup and exit on by time left, as lists."""
        return self._gain.tolist(), self._load.tolist(), self._rest.tolist()

    def starts(self, depot: int, end: int) -> list[tuple[int, int]]:
        """Return (worth, pickup) of the best tour from a depot by way of each first pickup, the best first."""
        found = []
        for pickup, minutes in enumerate(self.case.first[depot].tolist()):
            if minutes <= end and self._load[pickup, end - minutes] > NEVER:
                found.append((int(self._load[pickup, end - minutes]), pickup))
        return sorted(found, key=lambda one: (-one[0], one[1]))

    def tour(self, depot: int, pickup: int, end: int) -> Trips:
        """Return the trips of a best tour that loads first at `pickup` and ends by `end`."""
        left, trips = end - int(self.case.first[depot, pickup]), []
        while True:
            then = left - self.case.between[pickup]
            value = np.where(then >= 0, self._gain[pickup] + self._rest[np.arange(then.size), np.maximum(then, 0)], NEVER)
            leave = int(value.argmax())
            left = int(then[leave])
            trips.append((pickup, leave))
            if self._rest[leave, left] <= 0 or len(trips) >= self._longest:
                return tuple(trips)
            then = left - self.case.between[:, leave]
            value = np.where(then >= 0, self._load[np.arange(then.size), np.maximum(then, 0)], NEVER)
            pickup = int(value.argmax())
            left = int(then[pickup])
