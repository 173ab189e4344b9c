"""The pure shuttle problem (bus evacuation problem) for numbers of one's own: the public functions, input checked first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from reprlib import repr as shown

from safeconduct.app.clearance import LONGEST_S, SearchEnd, is_number
from safeconduct.app.shuttle_input import Question, checked_question
from safeconduct.clearance.arc_network import is_integer
from safeconduct.convoy.shuttle_case import ShuttleCase
from safeconduct.convoy.shuttle_effort import Effort
from safeconduct.convoy.shuttle_prices import ShuttlePrices, Trips
from safeconduct.convoy.shuttle_result import BusTrip, Minutes, ShuttleResult, shuttle_faults
from safeconduct.convoy.shuttle_search import Found, ShuttleSearch
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Where, notice

Row = Sequence[float]


def shuttle_plan(  # noqa: PLR0913, PLR0917 - a published signature: one optional argument for each thing that may be left out
    buses: Sequence[int],
    loads: Sequence[int],
    capacity: Sequence[int],
    depot_to_pickup: Sequence[Row],
    pickup_to_exit: Sequence[Row],
    time_limit_s: float | None = 10,
    seed: int = 0,
    *,
    work_limit: float | None = None,
    stop: Callable[[], bool] | None = None,
    progress: Callable[[Minutes, Minutes], None] | None = None,
) -> ShuttleResult:
    """Return tours that carry every bus load from its pickup to an exit as soon as possible, and a time that no tours can beat.

    The bus evacuation problem (Bish 2011; Goerigk, Grün and Heßler 2013): each bus starts at its depot at minute 0, takes one bus
    load at a time from a pickup to an exit, and goes on until everybody is out. What counts is when the last loaded bus
    arrives; the way of an empty bus after its last load does not. Loading takes no time.

    A bus may drive through any pickup or exit on its way, loaded or empty, so between two places it takes the quickest way over
    the given legs: the matrices need not obey the triangle inequality. An exit counts a load only where it gets off. No bus
    drives through a depot, and none goes back to one.

    Parameters
    ----------
    buses : number of buses at each depot.
    loads : bus loads that wait at each pickup.
    capacity : bus loads that each exit takes in; any number up to 2**60 for "no limit".
    depot_to_pickup : minutes[depot][pickup], not negative; inf where there is no way.
    pickup_to_exit : minutes[pickup][exit], the same back from the exit to the pickup. Integers or floats. A float counts as the
        decimal number that Python prints for it, exactly, as long as all of them are whole multiples of some fraction of a minute
        not below a millionth; if they are finer, tours are sought with legs rounded down to millionths: the makespan is exact
        even then, the bound holds, and only their last millionths may keep them from being equal.
    time_limit_s : seconds after which the search ends with the best it has; 0 or more, None for no limit.
    seed : steers the search, a whole number, 0 or more.
    work_limit : millions of search steps (some millions a second) after which it ends; None for no limit.
    stop : asked now and then; true ends the search like the time limit.
    progress : called with (lower bound, makespan), minutes, whenever one moves.

    Returns
    -------
    ShuttleResult : `makespan`, `lower_bound`, `exact`, `gap`, `tours`, `trips`, `arrivals`, `prices`; see there.

    Same input, seed and `work_limit`, same result, unless `time_limit_s` or `stop` ends the search first; where the bracket
    closes before either, the result is the same whatever they are. Bounds of two runs never contradict each other.

    Raises
    ------
    BadInputError : the input cannot be used, or the loads cannot all be carried; `notices` name everything that is wrong.
    KeyboardInterrupt : is passed on.
    """
    check_choices({"time_limit_s": time_limit_s, "work_limit": work_limit}, seed, {"stop": stop, "progress": progress})
    limit = None if time_limit_s is None or time_limit_s > LONGEST_S else float(time_limit_s)
    end = SearchEnd(limit, stop)
    given = checked_question((buses, loads, capacity), depot_to_pickup, pickup_to_exit)
    if not given.case.total:
        return result_of(
            given, Found(tuple((depot, ()) for depot, count in enumerate(given.amounts.buses) for _ in range(count)), 0, 0, None)
        )
    effort = Effort(work_limit, end, end.left_s)
    told = None if progress is None else lambda low, high: progress(in_minutes(given, low), in_minutes(given, high))
    return result_of(given, ShuttleSearch(given.case, effort, int(seed), told).run())


def check_shuttle(  # noqa: PLR0917 - the arguments of shuttle_plan and its result
    buses: Sequence[int],
    loads: Sequence[int],
    capacity: Sequence[int],
    depot_to_pickup: Sequence[Row],
    pickup_to_exit: Sequence[Row],
    result: ShuttleResult,
) -> list[str]:
    """Return what is wrong with a result, replayed leg by leg in exact arithmetic; an empty list when all its promises hold.

    Input as for `shuttle_plan`; unusable input raises BadInputError. The lower bound is only compared with the makespan.
    """
    given = checked_question((buses, loads, capacity), depot_to_pickup, pickup_to_exit)
    exact = [[[None if one is None else Fraction(one) for one in row] for row in part] for part in (given.reach, given.trip)]
    return shuttle_faults(given.amounts, exact[0], exact[1], result)


def check_choices(limits: dict[str, object], seed: object, calls: dict[str, object]) -> None:
    """Raise BadInputError unless limits, seed and the functions to call can be used."""
    wrong = []
    for name, value in limits.items():
        if value is not None and not (is_number(value) and value >= 0):
            wrong.append(notice("shuttle-number", Where(feature=name), value=shown(value), wanted="a number, 0 or more, or None"))
    if not is_integer(seed) or seed < 0:
        wrong.append(notice("shuttle-number", Where(feature="seed"), value=shown(seed), wanted="a whole number, 0 or more"))
    for name, call in calls.items():
        if call is not None and not callable(call):
            wrong.append(notice("shuttle-number", Where(feature=name), value=shown(call), wanted="a function, or None"))
    if wrong:
        raise BadInputError(tuple(wrong))


def in_minutes(given: Question, time: int) -> Minutes:
    """Return units of time as minutes: an integer when all minutes given are."""
    return time if given.whole else float(Fraction(time, given.units))


def result_of(given: Question, found: Found) -> ShuttleResult:
    """Return what was found, with the places that are driven through, in the order of the buses and in minutes."""
    driven = padded(given, found)
    lists = [places_of(given.case, depot, trips) for depot, trips in driven]
    ends = [exact_end(given, tour) for tour, _ in lists]
    minutes: tuple[Minutes, ...] = tuple(int(end) if given.whole else float(end) for end in ends)
    makespan = max(minutes, default=0)
    bound = min(in_minutes(given, found.bound), makespan)
    tours = tuple(tour for tour, _ in lists)
    prices: ShuttlePrices | None = found.prices
    return ShuttleResult(makespan, bound, tours, tuple(trips for _, trips in lists), minutes, prices)


def padded(given: Question, found: Found) -> list[tuple[int, Trips]]:
    """Return the trips of all buses by depot, also of those that no load was left for."""
    driven: list[tuple[int, Trips]] = []
    for depot, count in enumerate(given.amounts.buses):
        mine = [one for one in found.driven if one[0] == depot]
        driven += [*mine, *[(depot, ())] * (count - len(mine))]
    return driven


def places_of(case: ShuttleCase, depot: int, trips: Trips) -> tuple[tuple[int, ...], tuple[BusTrip, ...]]:
    """Return the places that a bus drives through, and where on its tour each load gets on and off."""
    places, carried = [depot], []
    before: int | None = None
    for pickup, leave in trips:
        places += case.way_from_depot(depot, pickup) if before is None else case.way_between(pickup, before, back=True)
        on = len(places) - 1
        places += case.way_between(pickup, leave)
        carried.append(BusTrip(pickup, leave, on, len(places) - 1))
        before = leave
    return tuple(places), tuple(carried)


def exact_end(given: Question, tour: Sequence[int]) -> Fraction:
    """Return when a bus is at the last place of its tour, in exact minutes."""
    end = Fraction(0)
    for leg in range(1, len(tour)):
        here, before = tour[leg], tour[leg - 1]
        minutes = (
            given.reach[before][here] if leg == 1 else given.trip[before][here] if leg % 2 == 0 else given.trip[here][before]
        )
        end += minutes or 0
    return end
