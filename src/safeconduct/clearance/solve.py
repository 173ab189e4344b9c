"""The clearance time of a network, with the proof that nobody can be faster; and who must stay when the time is too short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from safeconduct.clearance.arc_network import (
    NO_LIMITS,
    ArcNetwork,
    ExitLimits,
    Windows,
    checked_exits,
    checked_limits,
    checked_supply,
    checked_windows,
)
from safeconduct.clearance.constant import constant_clearance, constant_most_out
from safeconduct.clearance.limited_exits import opened
from safeconduct.clearance.result import ClearanceResult, MostOut, Progress, Stop
from safeconduct.clearance.timed import timed_clearance, timed_most_out
from safeconduct.clearance.timed_problem import Timed


def clearance_time(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    *,
    windows: Windows | None = None,
    limits: ExitLimits = NO_LIMITS,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> ClearanceResult:
    """Return the least arrival step by which all supply can be at exits, proven by a cut.

    Parameters
    ----------
    net : capacities per step of entry, travel in steps; waiting is allowed at every node.
    supply : node -> units there at step 0. exits : nodes where people are out; any number.
    windows : arc -> (from_step, to_step, capacity), half-open by entry step; a listed arc is closed outside them.
    limits : rates and bed totals of exits; who comes to a limited exit may wait there, or go on to another one.
    stop : asked now and then; True ends the search with the best bounds so far (`exact` is then False).
    progress : called with (lower bound, upper bound or None) whenever one moves.

    All are solved exactly, windows and beds too as long as a flow over time in single steps fits into memory; beyond that windows
    are answered by a bracket. Raises ClearanceInputError on unusable input and UnreachableError naming
    pockets without a way to an exit.
    """
    goals, amounts, timed = checked_exits(net, exits), checked_supply(net, supply), checked_windows(net, windows)
    bounds = checked_limits(net, goals, limits)
    if not bounds.nodes:
        return unlimited_clearance(net, amounts, goals, timed, ({}, stop, progress))
    wide = opened(net, goals, bounds, sum(amounts.values()))
    found = unlimited_clearance(wide.net, amounts, wide.goals, timed, (wide.beds, stop, progress))
    return wide.result(found, amounts, timed)


def unlimited_clearance(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: tuple[int, ...],
    windows: Timed,
    terms: tuple[Mapping[int, int], Stop | None, Progress | None],
) -> ClearanceResult:
    """Solve `clearance_time` for checked input with exits that limit no rate. terms: (beds by exit, stop, progress)."""
    beds, stop, progress = terms
    if windows or beds:
        return timed_clearance(net, supply, exits, windows, terms)
    return constant_clearance(net, supply, exits, stop=stop, progress=progress)


def most_out(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    horizon: int,
    windows: Windows | None = None,
    *,
    stop: Stop | None = None,
) -> MostOut:
    """Return the most that can be out by arrival step `horizon`, with the cut that proves it; input as for `clearance_time`.

    Pockets without a way to an exit are an error here too: leave them out and count them as staying.
    """
    goals, amounts, timed = checked_exits(net, exits), checked_supply(net, supply), checked_windows(net, windows)
    if timed:
        return timed_most_out(net, amounts, goals, timed, (horizon, stop))
    return constant_most_out(net, amounts, goals, horizon, stop=stop)
