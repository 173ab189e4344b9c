"""The clearance time of a network, with the proof that nobody can be faster; and who must stay when the time is too short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from safeconduct.clearance.arc_network import ArcNetwork, Windows, checked_exits, checked_supply, checked_windows
from safeconduct.clearance.constant import constant_clearance, constant_most_out
from safeconduct.clearance.result import ClearanceResult, MostOut, Progress, Stop
from safeconduct.clearance.timed import timed_clearance, timed_most_out


def clearance_time(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: Iterable[int],
    *,
    windows: Windows | None = None,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> ClearanceResult:
    """Return the least arrival step by which all supply can be at exits, proven by a cut.

    Parameters
    ----------
    net : capacities per step of entry, travel in steps; waiting is allowed at every node.
    supply : node -> units there at step 0. exits : nodes where people are out; any number, each without limit.
    windows : arc -> (from_step, to_step, capacity), half-open by entry step; a listed arc is closed outside them.
    stop : asked now and then; True ends the search with the best bounds so far (`exact` is then False).
    progress : called with (lower bound, upper bound or None) whenever one moves.

    Constant capacities are solved exactly whatever the number of pockets, in practice up to some dozens; with windows exactly
    for small networks, otherwise up to a bracket. Raises ClearanceInputError on unusable input and UnreachableError naming
    pockets without a way to an exit.
    """
    goals, amounts, timed = checked_exits(net, exits), checked_supply(net, supply), checked_windows(net, windows)
    if timed:
        return timed_clearance(net, amounts, goals, timed, (stop, progress))
    return constant_clearance(net, amounts, goals, stop=stop, progress=progress)


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
