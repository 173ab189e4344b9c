"""What the search for the shortest shuttle answers, and a check of it that shares nothing with the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from safeconduct.convoy.shuttle_prices import ShuttlePrices

Minutes = int | float
Matrix = Sequence[Sequence[Fraction | None]]
"""Exact minutes; None where there is no way."""


class BusTrip(NamedTuple):
    """One bus load: where people get on and off, and at which positions of the bus's tour."""

    pickup: int
    exit: int
    on: int
    off: int


@dataclass(frozen=True, slots=True)
class ShuttleResult:
    """Tours of all buses, when the last loaded one arrives, and a time that no tours can beat.

    makespan, lower_bound: minutes; integers when all given minutes are.
    tours: one per bus, the buses of depot 0 first; the places that it really drives through: (depot, pickup, exit, pickup, exit
        ...), only (depot,) when it is not needed. It ends where its last load gets off.
    trips: for each bus what it carries, in order. A place in a tour that no trip names is driven through.
    arrivals: when each bus has dropped its last load, minutes; 0 for a bus that carries nobody.
    prices: prove the lower bound, one whole number per place (see `safeconduct.convoy.shuttle_prices`); None when it is proven
        otherwise: by a single load, by all tours that might do better, or with legs rounded down to coarser units of time.
    """

    makespan: Minutes
    lower_bound: Minutes
    tours: tuple[tuple[int, ...], ...]
    trips: tuple[tuple[BusTrip, ...], ...]
    arrivals: tuple[Minutes, ...]
    prices: ShuttlePrices | None

    @property
    def exact(self) -> bool:
        """Tell whether the tours are proven to be the best."""
        return self.makespan == self.lower_bound

    @property
    def gap(self) -> float:
        """Return by what share the makespan might be too long."""
        return float((self.makespan - self.lower_bound) / self.makespan) if self.makespan else 0.0


class ShuttleAmounts(NamedTuple):
    """Buses of each depot, loads of each pickup, capacity of each exit."""

    buses: Sequence[int]
    loads: Sequence[int]
    capacity: Sequence[int]


def shuttle_faults(amounts: ShuttleAmounts, reach: Matrix, trip: Matrix, result: ShuttleResult) -> list[str]:
    """Return what is wrong with a result, replayed leg by leg with the given minutes; nothing when all its promises hold.

    reach: minutes[depot][pickup], trip: minutes[pickup][exit]. The lower bound is not proven here, only that it is not above the
    makespan.
    """
    faults = []
    expected = [depot for depot, count in enumerate(amounts.buses) for _ in range(count)]
    if [tour[0] for tour in result.tours] != expected:
        faults.append("the tours do not begin at the depots of the buses")
    if not len(result.tours) == len(result.trips) == len(result.arrivals):
        faults.append("tours, trips and arrivals differ in number")
        return faults
    got_on, got_off = [0] * len(amounts.loads), [0] * len(amounts.capacity)
    ends = [Fraction(0)]
    for bus, (tour, trips) in enumerate(zip(result.tours, result.trips, strict=True)):
        moments = _moments(tour, reach, trip)
        if moments is None:
            faults.append(f"bus {bus} drives where there is no way")
            continue
        faults += _misfits(bus, tour, trips)
        for one in trips:
            got_on[one.pickup] += 1
            got_off[one.exit] += 1
        ends.append(moments[-1])
        if float(moments[-1]) != float(result.arrivals[bus]):
            faults.append(f"bus {bus} arrives after {float(moments[-1])} and not {result.arrivals[bus]} minutes")
    faults += [
        f"{got_on[p]} of {loads} loads get on at pickup {p}" for p, loads in enumerate(amounts.loads) if got_on[p] != loads
    ]
    faults += [
        f"{got_off[e]} loads get off at exit {e} with room for {room}"
        for e, room in enumerate(amounts.capacity)
        if got_off[e] > room
    ]
    if float(max(ends)) != float(result.makespan):
        faults.append(f"the last bus arrives after {float(max(ends))} and not {result.makespan} minutes")
    if result.lower_bound > result.makespan:
        faults.append("the lower bound is above the makespan")
    return faults


def _moments(tour: Sequence[int], reach: Matrix, trip: Matrix) -> list[Fraction] | None:
    """Return when the bus is at each place of its tour; None when a leg does not exist."""
    moments = [Fraction(0)]
    for leg in range(1, len(tour)):
        before, here = tour[leg - 1], tour[leg]
        minutes = reach[before][here] if leg == 1 else trip[before][here] if leg % 2 == 0 else trip[here][before]
        if minutes is None:
            return None
        moments.append(moments[-1] + minutes)
    return moments


def _misfits(bus: int, tour: Sequence[int], trips: Sequence[BusTrip]) -> list[str]:
    """Return which trips of a bus do not fit its tour."""
    faults, free_at = [], 0
    for one in trips:
        fits = 0 < one.on < one.off < len(tour) and one.on % 2 == 1 and one.off % 2 == 0 and one.on > free_at
        if not fits or tour[one.on] != one.pickup or tour[one.off] != one.exit:
            faults.append(f"bus {bus} does not carry {tuple(one)} on its tour")
        free_at = one.off
    if len(tour) - 1 != free_at:
        faults.append(f"bus {bus} does not end where its last load gets off")
    return faults
