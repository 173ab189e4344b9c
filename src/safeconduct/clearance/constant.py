"""Clearance with constant capacities: exact, by static flows and the set of pockets that lacks most."""

from __future__ import annotations

from collections.abc import Mapping

from safeconduct.clearance.arc_network import ArcNetwork
from safeconduct.clearance.pocket_sets import least_set
from safeconduct.clearance.result import ClearanceResult, MostOut, Progress, Stop, report
from safeconduct.clearance.static_flow import StaticFlow, StoppedError


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
    next (Newton's method on sets): for the present T the set that lacks most is found, its own least time becomes T, until no
    set lacks anything.
    """
    flow = StaticFlow(net, supply, exits, stop=stop)
    if not flow.nodes:
        return ClearanceResult(0, 0, None, exact=True)
    steps, tight = -1, flow.everyone
    try:
        for mask in dict.fromkeys([flow.everyone, *(1 << index for index in range(len(flow.nodes)))]):
            steps, tight = max((steps, tight), (flow.time(mask), mask), key=lambda pair: pair[0])
        while True:
            report(progress, steps, None)
            lacking, mask = least_set(lambda chosen: flow.out(chosen, steps) - flow.demand(chosen), len(flow.nodes))  # noqa: B023
            if lacking >= 0:
                break
            steps, tight = flow.time(mask), mask
    except StoppedError:
        return ClearanceResult(None, max(steps, 0), flow.certificate(tight, steps - 1) if steps > 0 else None, exact=False)
    report(progress, steps, steps)
    return ClearanceResult(steps, steps, flow.certificate(tight, steps - 1) if steps > 0 else None, exact=True)


def constant_most_out(
    net: ArcNetwork, supply: Mapping[int, int], exits: tuple[int, ...], horizon: int, *, stop: Stop | None = None
) -> MostOut:
    """Solve `most_out` for checked input without windows: everybody, less the most that some set of pockets lacks."""
    everyone = sum(supply.values())
    flow = StaticFlow(net, supply, exits, stop=stop)
    if not flow.nodes:
        return MostOut(everyone, None, exact=True)
    exact = True
    try:
        lacking, mask = least_set(lambda chosen: flow.out(chosen, horizon) - flow.demand(chosen), len(flow.nodes))
    except StoppedError:
        lacking, mask, exact = 0, 0, False
    if lacking >= 0:
        return MostOut(everyone, None, exact)
    return MostOut(everyone + lacking, flow.certificate(mask, horizon), exact)
