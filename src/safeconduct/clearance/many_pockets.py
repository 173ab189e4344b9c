"""Clearance of many pockets with constant capacities: static flows prove the bound, one flow over time that it suffices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.result import ClearanceResult, MostOut, Progress, Schedule, Stop, report
from safeconduct.clearance.static_flow import StaticFlow, StoppedError
from safeconduct.clearance.timed_flow import TimedFlow
from safeconduct.clearance.timed_net import TimedNet, timed_net
from safeconduct.clearance.timed_schedule import least_mean_flow, streams_of
from safeconduct.clearance.totals import held_in_all

Flags = NDArray[np.bool_]


@dataclass(slots=True)
class Rising:
    """What is proven so far: nobody can be faster than `lower`, because of the pockets `tight`; `upper` suffices, if known."""

    lower: int
    tight: Flags
    upper: int | None = None


def many_pockets(flow: StaticFlow, stop: Stop | None, progress: Progress | None) -> ClearanceResult:
    """Solve `clearance_time` with constant capacities; raises TooLargeError when the flow over time needs too much memory.

    The time rises from one set of pockets that is short of road to the next, as in `clearance.constant`. Here the sets come from
    maximum flows: first of roads counted in all, which takes no time, then of the flow over time, which is kept as the time
    rises. When that brings everybody out, the time is exact.
    """
    everyone = np.ones(len(flow.nodes), np.bool_)
    amounts = np.array(flow.amounts, np.int64)
    net = timed_net(flow.contracted, int(amounts.sum()))
    known = Rising(0, everyone)
    try:
        rise_to_time(flow, net, amounts, known, (stop, progress))
    except StoppedError:
        report(progress, known.lower, known.upper)
    return result(flow, net, known)


def rise_to_time(
    flow: StaticFlow, net: TimedNet, amounts: NDArray[np.int64], known: Rising, calls: tuple[Stop | None, Progress | None]
) -> None:
    """Raise the time, in place, until a flow over time brings everybody out. calls: (stop, progress). Raises StoppedError."""
    stop, progress = calls
    rise(flow, known, known.tight)
    report(progress, known.lower, None)
    rise_in_all(flow, net, amounts, known)
    longest = known.lower + known.lower // 2 + 64
    timed = TimedFlow(net, amounts, longest)
    timed.begin(known.lower, stop=stop)
    while known.lower != known.upper:
        report(progress, known.lower, None)
        if not timed.advance(known.lower, stop=stop):
            known.upper = timed.begin(known.lower, longest=longest, spent=True)
            raise StoppedError
        if timed.left.any():
            rise(flow, known, timed.levels(known.lower)[net.pockets] < 0)
        else:
            known.upper = known.lower
    report(progress, known.lower, known.upper)


def rise_in_all(flow: StaticFlow, net: TimedNet, amounts: NDArray[np.int64], known: Rising) -> None:
    """Raise the time, in place, as long as roads counted in all are short."""
    while True:
        held = held_in_all(net, amounts, known.lower)
        if held is None:
            return
        rise(flow, known, held)


def rise(flow: StaticFlow, known: Rising, held: Flags) -> None:
    """Raise the time, in place, to what pockets need that are short of road."""
    later = flow.time_of(held)
    if later <= known.lower and known.lower > 0:
        raise ArithmeticError("a set of pockets that lacks road needs no more time")
    known.lower, known.tight = later, held


def result(flow: StaticFlow, net: TimedNet, known: Rising) -> ClearanceResult:
    """Return what is known as a result."""
    proof = flow.certificate_of(known.tight, known.lower - 1) if known.lower > 0 else None
    exact = known.lower == known.upper
    return ClearanceResult(known.upper, known.lower, proof, exact, find_schedule=lambda: find_schedule(flow, net, known.upper))


def find_schedule(flow: StaticFlow, net: TimedNet, steps: int | None) -> Schedule | None:
    """Return movements by which everybody is out by `steps`, a time that suffices."""
    if steps is None:
        return None
    found = least_mean_flow(lambda: TimedFlow(net, flow.amounts, steps), steps)
    return streams_of(found, flow.amounts, flow.contracted)


def most_of_many(flow: StaticFlow, everyone: int, horizon: int, stop: Stop | None) -> MostOut:
    """Solve `most_out` with constant capacities; everyone: all units, those at exits too. Raises TooLargeError."""
    net = timed_net(flow.contracted, sum(flow.amounts))
    timed = TimedFlow(net, flow.amounts, horizon)
    timed.begin(horizon, stop=stop)
    done = timed.advance(horizon, stop=stop)
    if not done or not timed.left.any():
        return MostOut(everyone, None, done)
    proof = flow.certificate_of(timed.levels(horizon)[net.pockets] < 0, horizon)
    return MostOut(everyone - int(timed.left.sum()), proof, exact=True)
