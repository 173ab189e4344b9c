"""The fleet's bound by prices: tours by column generation, the horizon by halving, the proof in whole numbers at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safeconduct.convoy.fleet_question import FleetQuestion
from safeconduct.convoy.tour_earnings import Balance, balance, step_for
from safeconduct.convoy.tour_loads import Prices
from safeconduct.convoy.tour_master import PRICE_OF_ONE, TourMaster
from safeconduct.model.fleet_certificate import BayPrice, DeskPrice, FleetCertificate, PersonPrice

Stop = Callable[[], bool]
Tell = Callable[[int], None]
"""Told the seconds that are proven so far."""

SEARCH_SUMS, PROOF_SUMS = 1_500_000, 6_000_000
"""Sums for one look at all tours: during the search, and for the proof (about a second where the checker adds them up)."""

MOST_ROUNDS = 60
"""Rounds of prices and tours for one horizon."""

MOST_WORK, LOAD_WORK = 600_000_000, 2_000
"""Sums that the search takes at most unless told otherwise (about ten seconds), and those that making one load counts for."""

GROWTH, FIRST_S = 1.3, 600
"""As long as every horizon is impossible, the next one is so many times as long, and so much longer."""

NEAR = 0.002
"""The horizon is closed in to this share."""

SOMEBODY = 0.01
"""People left below which a mix of tours counts as leaving nobody."""

LAST_ROUNDS = 3
"""How many times the last prices are made sharper from the end that they prove."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A horizon within which not everybody can be out, and the prices that show it. least_left: at the end of the movement."""

    horizon_s: int
    prices: Prices
    step_s: int
    found: Balance

    @property
    def least_left(self) -> int:
        """Return how many people are left at least: each who is left takes no more than the highest price from what is earned."""
        highest = max((price for each in self.prices.people for price in each), default=0)
        return -(-self.found.excess // highest) if highest else 0


def priced_bound(
    question: FleetQuestion, known_s: int, *, work: int = MOST_WORK, stop: Stop | None = None, tell: Tell | None = None
) -> Shown | None:
    """Return the longest horizon found within which not everybody can be out, or None where it is not beyond `known_s`.

    known_s: a time before which nobody can have everybody out anyway. work: sums after which the search ends; being counted, they
    end it at the same place on every machine. stop: ends the search too; what is shown by then holds.
    """
    search = _Search(question, work, stop or (lambda: False))
    low, high, best = known_s, question.end_s + 1, None
    while high - low > max(10, NEAR * low) and not search.stop():
        middle = (low + high) // 2 if high <= question.end_s else min(question.end_s, int(low * GROWTH) + FIRST_S)
        shown = search.show(middle, keen=middle == question.end_s)
        low, high, best = (low, middle, best) if shown is None else (middle, high, shown)
        if tell is not None and shown is not None:
            tell(low)
    return search.sharpened(best or search.show(max(1, low)), low, high)


class _Search:
    def __init__(self, question: FleetQuestion, most_work: int, stop: Stop) -> None:
        self._question, self._most_work, self._stop = question, most_work, stop
        self._master = TourMaster(question)
        self._work = 0

    def stop(self) -> bool:
        """Tell whether the caller wants an end, or the work is done that a bound may cost."""
        return self._work > self._most_work or self._stop()

    def show(self, horizon_s: int, *, keen: bool = False) -> Shown | None:
        """Return prices that show a horizon to be impossible, or None when there are none or they were not found.

        keen: go on to the best prices; otherwise the first that do are enough.
        """
        best: Shown | None = None
        for _ in range(MOST_ROUNDS):
            mix = self._master.solve(horizon_s)
            if mix.left < SOMEBODY:
                return best
            shown = self._look(mix.prices, horizon_s)
            if shown.found.excess > max(0, best.found.excess if best else 0):
                best = shown
            if best is not None and (not keen or best.found.excess > 0.9999 * mix.left * PRICE_OF_ONE):
                return best
            if self.stop() or not self._learn(shown, mix.earned):
                return best
        return best

    def _look(self, prices: Prices, horizon_s: int) -> Shown:
        """Return what prices show of a horizon, in the steps of a search."""
        step = step_for(self._question, horizon_s, SEARCH_SUMS)
        shown = Shown(horizon_s, prices, step, balance(self._question, prices, horizon_s, step))
        self._work += sum(tours.size for tours in shown.found.tours.values()) * (LOAD_WORK + horizon_s // step)
        return shown

    def proven(self, shown: Shown, horizon_s: int) -> Shown | None:
        """Return the same prices for a horizon in steps as short as the proof may take, or None when they show nothing there."""
        shift, step = horizon_s - shown.horizon_s, step_for(self._question, horizon_s, PROOF_SUMS)
        prices = moved(shown.prices, shown.horizon_s, shift)
        again = Shown(horizon_s, prices, step, balance(self._question, prices, horizon_s, step))
        return again if again.found.excess > 0 else None

    def stretched(self, shown: Shown, low: int, high: int) -> Shown | None:
        """Return the longest horizon between two that the same prices show to be impossible (None: not even the lower one)."""
        best = self.proven(shown, low)
        while best is not None and high - low > 1:
            middle = (low + high) // 2
            further = self.proven(shown, middle)
            low, high, best = (low, middle, best) if further is None else (middle, high, further)
        return best

    def sharpened(self, best: Shown | None, low: int, high: int) -> Shown | None:
        """Return the longest horizon below `high` that can be shown, `best` being shown at `low`, in the steps of a proof."""
        kept: Shown | None = None
        for _ in range(LAST_ROUNDS):
            further = None if best is None else self.stretched(best, low, high)
            if further is None:
                return kept
            kept, low = further, further.horizon_s
            if low + 1 >= high or self.stop():
                return kept
            best, low = self.show(low + 1, keen=True), low + 1
        return kept

    def _learn(self, shown: Shown, earned: tuple[float, ...]) -> bool:
        """Take in the best tours of each row that earn more than the mix pays it; tell whether there was a new one."""
        learned = False
        for place, row in enumerate(self._question.rows):
            for tour in shown.found.tours[row.places].find_tours(row, earned[place] + 1):
                learned = self._master.add(place, tour) or learned
        return learned


def moved(prices: Prices, horizon_s: int, shift_s: int) -> Prices:
    """Return the prices with the times of desks that are told from the end of the horizon moved along with it."""
    desks = tuple(
        (door, from_s + shift_s if from_s else 0, to_s + shift_s if to_s >= horizon_s else to_s, price)
        for door, from_s, to_s, price in prices.desks
    )
    return Prices(prices.people, desks, prices.bays)


def certificate_of(question: FleetQuestion, shown: Shown) -> FleetCertificate:
    """Return the certificate of what was shown; prices of nothing are left out."""
    crowds, prices = question.crowds, shown.prices
    return FleetCertificate(
        horizon_s=shown.horizon_s,
        step_s=shown.step_s,
        people=tuple(PersonPrice(crowd.id, *each) for crowd, each in zip(crowds, prices.people, strict=True) if any(each)),
        desks=tuple(DeskPrice(question.desks[door].id, *rest) for door, *rest in prices.desks),
        bays=tuple(BayPrice(crowd.id, prices.bay(place)) for place, crowd in enumerate(crowds) if prices.bay(place)),
        worth=shown.found.worth,
        earned=shown.found.earned,
    )
