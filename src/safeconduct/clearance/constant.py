"""Clearance with constant capacities: exact, by static flows and the set of pockets that lacks most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from safeconduct.clearance.arc_network import ArcNetwork
from safeconduct.clearance.many_pockets import find_schedule, many_pockets, most_of_many
from safeconduct.clearance.pocket_sets import least_set
from safeconduct.clearance.result import ClearanceResult, MostOut, Progress, Schedule, Stop, TooLargeError, report
from safeconduct.clearance.static_flow import StaticFlow, StoppedError
from safeconduct.clearance.static_schedule import repeated_streams
from safeconduct.clearance.timed_net import timed_net

FEW = 16
"""Pockets up to which their worst set is sought among static flows alone; beyond, a flow over time is the quicker proof."""


def constant_clearance(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: tuple[int, ...],
    *,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> ClearanceResult:
    """Solve `clearance_time` for checked input without windows.

    Everybody can be out by T if and only if every set of pockets can (Hoppe and Tardos). So T rises from one short set to the
    next (Newton's method on sets): for the present T a set that lacks something is found, its own least time becomes T, until
    no set lacks anything.
    """
    flow = StaticFlow(net, supply, exits, stop=stop)
    if not flow.nodes:
        return ClearanceResult(0, 0, None, exact=True, find_schedule=lambda: Schedule(()))
    if len(flow.nodes) > FEW:
        try:
            return many_pockets(flow, stop, progress)
        except TooLargeError:
            pass  # static flows need no memory for the time
    return few_pockets(flow, progress)


def few_pockets(flow: StaticFlow, progress: Progress | None) -> ClearanceResult:
    """Solve `clearance_time` with constant capacities by static flows alone: exact for any number of pockets, quick for few."""
    steps, tight = 0, 0
    try:
        steps, tight = flow.time(flow.everyone), flow.everyone
        while True:
            report(progress, steps, None)
            lacking, mask = lacks_most(flow, steps, enough=0)
            if lacking >= 0:
                break
            later = flow.time(mask)
            if later <= steps:
                raise ArithmeticError("a set of pockets that lacks road needs no more time")
            steps, tight = later, mask
    except StoppedError:
        return ClearanceResult(None, steps, flow.certificate(tight, steps - 1) if steps > 0 else None, exact=False)
    report(progress, steps, steps)
    proof = flow.certificate(tight, steps - 1) if steps > 0 else None
    return ClearanceResult(steps, steps, proof, exact=True, find_schedule=lambda: schedule_of(flow, steps))


def schedule_of(flow: StaticFlow, steps: int) -> Schedule | None:
    """Return movements by which everybody is out by `steps`, with the least mean arrival of one pocket at any size."""
    flow.lift_stop()
    if len(flow.nodes) == 1:
        return repeated_streams(flow, steps)
    return find_schedule(flow, timed_net(flow.contracted, sum(flow.amounts)), steps)


def constant_most_out(
    net: ArcNetwork, supply: Mapping[int, int], exits: tuple[int, ...], horizon: int, *, stop: Stop | None = None
) -> MostOut:
    """Solve `most_out` for checked input without windows: everybody, less the most that some set of pockets lacks."""
    everyone = sum(supply.values())
    flow = StaticFlow(net, supply, exits, stop=stop)
    if not flow.nodes:
        return MostOut(everyone, None, exact=True)
    exact = True
    if len(flow.nodes) > FEW:
        try:
            return most_of_many(flow, everyone, horizon, stop)
        except TooLargeError:
            pass
    try:
        lacking, mask = lacks_most(flow, horizon)
    except StoppedError:
        lacking, mask, exact = 0, 0, False
    if lacking >= 0:
        return MostOut(everyone, None, exact)
    return MostOut(everyone + lacking, flow.certificate(mask, horizon), exact)


def lacks_most(flow: StaticFlow, horizon: int, *, enough: int | None = None) -> tuple[int, int]:
    """Return the least of what sets of pockets can get out by `horizon` less what they hold, and the mask of such a set.

    enough: any set below this will do.
    """

    def value(mask: int) -> int:
        return flow.out(mask, horizon) - flow.demand(mask)

    def growing(mask: int, order: Sequence[int]) -> list[int]:
        values, demand = flow.growing_out(mask, order, horizon), flow.demand(mask)
        held = accumulate((flow.amounts[index] for index in order), initial=demand)
        return [most - amount for most, amount in zip(values, held, strict=True)]

    return least_set(value, len(flow.nodes), growing=growing, enough=enough)
