"""The clearance time of a network of one's own, and the two checks of the answer: the public functions, input checked first."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Real
from reprlib import repr as shown
from typing import TypeGuard

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safeconduct.clearance import certificate as cut_check
from safeconduct.clearance import replay, solve
from safeconduct.clearance.arc_network import (
    ArcNetwork,
    ClearanceInputError,
    ExitLimits,
    Windows,
    checked_exits,
    checked_limits,
    checked_supply,
    checked_windows,
    is_integer,
)
from safeconduct.clearance.result import ClearanceResult, Movement, Progress, Stop, Stream
from safeconduct.model.plan import CutCertificate

MOST_ROUTES = 10_000
"""Nobody names more routes than that."""
LONGEST_S = 1e9
"""A time limit above this (30 years) is none."""


def clearance_time(  # noqa: PLR0913, PLR0917 - a published signature: one optional argument for each thing that may be left out
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    windows: Windows | None = None,
    routes: int | None = None,
    time_limit_s: float | None = None,
    seed: int = 0,
    *,
    feeder: ArrayLike | None = None,
    exit_rate: Mapping[int, int] | None = None,
    beds: Mapping[int, int] | None = None,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> ClearanceResult:
    """Return the step by which everybody can be out, the step before which nobody can have them out, and the proof of that.

    Time runs in whole steps from 0. Who enters an arc at step t has left it at step t + travel. People may wait at any node.

    Parameters
    ----------
    net : m directed arcs between nodes 0 .. n - 1; travel in steps, capacity in units per step of entry.
    supply : node -> units that wait there at step 0, whole and not negative.
    exits : nodes where people are out; at least one.
    windows : arc -> [(from_step, to_step, capacity), ...], half-open by entry step, without overlap, in any order. A listed arc
        is closed outside its windows, one that is not listed keeps its capacity. A window to step 2**40 or later never ends.
    routes : at most so many named routes, 1 to MOST_ROUTES; None does not limit them. A route is a simple path that ends at the
        first exit on it; a pocket on it may use it from there on. Who waits at a limited exit then stays there.
    time_limit_s : seconds after which the search ends with the best it has; 0 or more, None for no limit. It looks at the clock
        between pieces of work, and with many pockets it then still seeks a time that suffices: seconds more on a large
        network. Asking the result for its schedule is not limited.
    seed : steers the search for routes, 0 or more; same input and seed, same answer (if no limit of time ends the search).
    feeder : (m,) truth values, true for arcs that need no agreement: they lead to routes without counting. Without `routes` it
        changes nothing.
    exit_rate : exit -> units taken in per step; who comes may wait there and is out when taken in. Not listed: no limit.
    beds : exit -> units taken in at all. Not listed: no limit. People may pass a limited exit on their way to another one.
    stop : asked now and then; true ends the search like the time limit.
    progress : called with (lower bound, upper bound or None) whenever one moves.

    Returns
    -------
    ClearanceResult : `steps`, `lower_bound_steps`, `certificate`, `schedule`, `exact`, `gap`, `routes`; see there. Ended early it
        holds what is known so far: a bound that is proven, and a time if one is known to suffice.

    Raises
    ------
    ClearanceInputError : something in the input cannot be used; found before any work, the message names it and the cure.
    UnreachableError : a ClearanceInputError; no way leads out of some pockets, all of them named in `nodes`.
    KeyboardInterrupt : is passed on.
    """
    given = checked_question(net, supply, exits, windows, (exit_rate, beds))
    mask = checked_feeder(feeder, net.arcs)
    check_choices(routes, seed, {"stop": stop, "progress": progress})
    end = SearchEnd(checked_time_limit(time_limit_s), stop)
    try:
        if routes is None:
            return without_few_routes(net, given, end, progress)
        return with_few_routes(net, given, (int(routes), mask, int(seed)), end, progress)
    finally:
        end.lift()


def without_few_routes(net: ArcNetwork, given: Question, end: SearchEnd, progress: Progress | None) -> ClearanceResult:
    """Ask the core for the answer with any number of routes."""
    if not given.limits.nodes:
        return solve.clearance_time(net, given.supply, given.exits, windows=given.windows, stop=end, progress=progress)
    return solve.clearance_time(
        net, given.supply, given.exits, windows=given.windows, limits=given.limits, stop=end, progress=progress
    )


def with_few_routes(
    net: ArcNetwork,
    given: Question,
    choice: tuple[int, NDArray[np.bool_] | None, int],
    end: SearchEnd,
    progress: Progress | None,
) -> ClearanceResult:
    """Ask the core for the answer with few routes. choice: (how many, feeder mask, seed)."""
    from safeconduct.clearance.few_routes import clearance_with_routes

    routes, feeder, seed = choice
    return clearance_with_routes(
        net,
        given.supply,
        given.exits,
        routes,
        feeder=feeder,
        windows=given.windows,
        limits=given.limits,
        seed=seed,
        stop=end,
        progress=progress,
    )


def check_certificate(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    certificate: CutCertificate | None,
    windows: Windows | None = None,
    *,
    exit_rate: Mapping[int, int] | None = None,
    beds: Mapping[int, int] | None = None,
) -> bool:
    """Tell whether the certificate proves that not all can be out by its horizon, in one pass over the arcs, without a solver.

    Input as for `clearance_time`; unusable input raises ClearanceInputError, a certificate that proves nothing, or None, is
    False. `safeconduct.clearance.certificate.certificate_faults` says why.
    """
    given = checked_question(net, supply, exits, windows, (exit_rate, beds))
    faults = cut_check.certificate_faults(
        net,
        given.supply,
        given.exits,
        certificate,
        given.windows,
        limits=given.limits,
    )
    return not faults


def check_schedule(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    schedule: Iterable[Movement | Stream] | None,
    windows: Windows | None = None,
    *,
    exit_rate: Mapping[int, int] | None = None,
    beds: Mapping[int, int] | None = None,
    steps: int | None = None,
) -> bool:
    """Tell whether the schedule brings everybody out within every capacity, window, rate and bed total, by replaying it.

    Input as for `clearance_time`. schedule: `ClearanceResult.schedule`, or movements (path, departures, amount) in any order.
    steps: if given, the last must be out at just that step. Unusable input raises ClearanceInputError, a schedule with any fault,
    or None, is False. `safeconduct.clearance.replay.schedule_faults` says why.
    """
    given = checked_question(net, supply, exits, windows, (exit_rate, beds))
    return replay.check_schedule(
        net,
        given.supply,
        given.exits,
        schedule,
        windows=given.windows,
        limits=given.limits,
        steps=steps,
    )


@dataclass(frozen=True, slots=True)
class Question:
    """What goes with a network, checked: plain integers, ordered by node or arc."""

    supply: dict[int, int]
    exits: tuple[int, ...]
    windows: dict[int, tuple[tuple[int, int, int], ...]]
    limits: ExitLimits


def checked_question(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    windows: Windows | None,
    limits: tuple[Mapping[int, int] | None, Mapping[int, int] | None],
) -> Question:
    """Return the checked input; raises ClearanceInputError on anything unusable. limits: (exit rates, beds).

    Stricter than the core in one thing: an arc that is listed with no window at all is refused, since a list that came out
    empty by mistake would close a road.
    """
    if not isinstance(net, ArcNetwork):
        raise ClearanceInputError(f"net: {shown(net)} is not an ArcNetwork")
    goals, timed = checked_exits(net, exits), checked_windows(net, windows)
    for arc, spans in timed.items():
        if not spans:
            raise ClearanceInputError(f"windows: arc {arc} has none; to close an arc give it capacity 0, else do not list it")
    rate, beds = ({} if given is None else given for given in limits)
    return Question(checked_supply(net, supply), goals, timed, checked_limits(net, goals, ExitLimits(rate=rate, beds=beds)))


def check_choices(routes: object, seed: object, calls: Mapping[str, object]) -> None:
    """Raise ClearanceInputError unless the number of routes, the seed and the functions to call can be used."""
    if routes is not None and (not is_integer(routes) or not 1 <= routes <= MOST_ROUTES):
        raise ClearanceInputError(f"routes: {shown(routes)} is not a number from 1 to {MOST_ROUTES}; leave it out for no limit")
    if not is_integer(seed) or seed < 0:
        raise ClearanceInputError(f"seed: {shown(seed)} is not a whole number, 0 or more")
    for name, call in calls.items():
        if call is not None and not callable(call):
            raise ClearanceInputError(f"{name}: {shown(call)} cannot be called")


def checked_feeder(feeder: ArrayLike | None, arcs: int) -> NDArray[np.bool_] | None:
    """Return the mask of feeder arcs as an array; raises ClearanceInputError unless it has one truth value per arc."""
    if feeder is None:
        return None
    try:
        mask = np.asarray(feeder)
    except (TypeError, ValueError, OverflowError):
        raise ClearanceInputError(f"feeder: one truth value per arc is needed, {arcs} in a flat list") from None
    if mask.shape != (arcs,) or mask.dtype != np.bool_ or np.ma.is_masked(feeder):
        what = f"found {'masked ' if np.ma.is_masked(feeder) else ''}{mask.dtype} of shape {mask.shape}"
        raise ClearanceInputError(f"feeder: one truth value per arc is needed, {arcs} in a flat list; {what}")
    return mask.copy()


def checked_time_limit(time_limit_s: object) -> float | None:
    """Return the limit in seconds, None for none; raises ClearanceInputError unless it is a number, 0 or more."""
    if time_limit_s is None:
        return None
    if not is_number(time_limit_s) or not time_limit_s >= 0:  # "not >=" refuses NaN too
        raise ClearanceInputError(f"time_limit_s: {shown(time_limit_s)} is not a time in seconds, 0 or more; None is no limit")
    return float(time_limit_s) if time_limit_s <= LONGEST_S else None


def is_number(value: object) -> TypeGuard[float]:
    """Tell whether the value is a real number and not a truth value."""
    return isinstance(value, Real) and not isinstance(value, bool)


class SearchEnd:
    """Tells a search when to end: when its time is up, or when the caller wants it to."""

    def __init__(self, time_limit_s: float | None, stop: Stop | None) -> None:
        self._deadline = None if time_limit_s is None else time.monotonic() + time_limit_s
        self._stop = stop

    def __call__(self) -> bool:
        """Tell whether the search must end now."""
        if self._deadline is not None and time.monotonic() >= self._deadline:
            return True
        return self._stop is not None and bool(self._stop())

    def left_s(self) -> float | None:
        """Return how many seconds are left; None for no limit."""
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    def lift(self) -> None:
        """End the time limit: what the result finds out later, when asked, may take its time."""
        self._deadline = None
