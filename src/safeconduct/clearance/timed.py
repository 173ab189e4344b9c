"""Clearance with windows: a bracket that only narrows, from a static relaxation and from coarse time-expanded networks.

First the highest capacity of every window is taken as lasting: the static time is a lower bound, and where the windows offer that
capacity whenever it can matter, the answer. Otherwise coarse networks bracket the time; buckets shrink until both sides meet or
the next network would be too large.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.clearance.arc_network import ArcNetwork
from safeconduct.clearance.constant import constant_clearance, constant_most_out
from safeconduct.clearance.partition_cut import PartitionCut
from safeconduct.clearance.result import ClearanceResult, MostOut, Progress, Stop, report
from safeconduct.clearance.timed_problem import Timed, TimedProblem, timed_problem
from safeconduct.model.plan import CutCertificate

FIRST_SIZE = 40_000
LARGEST_SIZE = 600_000
"""Arcs of the first and of the largest time-expanded network that is tried."""
REFINEMENT = 4


@dataclass(slots=True)
class Bracket:
    """What is known: nobody can be faster than `lower` (proven by `certificate`), and `upper` suffices (None: not known)."""

    lower: int
    upper: int | None
    certificate: CutCertificate | None

    def result(self) -> ClearanceResult:
        """Return the bracket as a result."""
        return ClearanceResult(self.upper, self.lower, self.certificate, exact=self.lower == self.upper)


def timed_clearance(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: tuple[int, ...],
    windows: Timed,
    calls: tuple[Stop | None, Progress | None],
) -> ClearanceResult:
    """Solve `clearance_time` for checked input with windows. calls: (stop, progress)."""
    stop, progress = calls
    if set(supply) <= set(exits):
        return ClearanceResult(0, 0, None, exact=True)
    problem = timed_problem(net, supply, exits, windows, stop)
    static = constant_clearance(problem.relaxed, problem.supply, exits, stop=stop, progress=progress)
    proof = static.certificate and problem.with_windows(static.certificate)
    if static.steps is None:
        return ClearanceResult(None, static.lower_bound_steps, proof, exact=False)
    if static.steps > problem.last_useful_step():
        return ClearanceResult(None, static.steps, proof, exact=True)
    if problem.is_unhindered(static.steps):
        return ClearanceResult(static.steps, static.steps, proof, exact=True)
    bracket = Bracket(static.steps, problem.patient_steps(), proof)
    sharpen(problem, bracket, proof)
    if bracket.upper is None:
        never = settle_whether_ever(problem, bracket)
        if never is not None or bracket.upper is None:
            return never or bracket.result()
    narrow(problem, bracket, progress)
    return bracket.result()


def settle_whether_ever(problem: TimedProblem, bracket: Bracket) -> ClearanceResult | None:
    """Find out whether everybody can ever be out: return the result when never; else set the upper end, if it can be told."""
    horizon = problem.last_useful_step()
    if bracket.lower > horizon:
        return ClearanceResult(None, bracket.lower, bracket.certificate, exact=True)
    for width in widths(problem, horizon):
        if problem.is_stopped():
            break
        flow = problem.expanded.solve(horizon, width, up=False)
        if flow.value < problem.total:
            return ClearanceResult(None, horizon + 1, problem.proof(horizon, flow), exact=True)
        if width == 1 or problem.expanded.solve(horizon, width, up=True).value == problem.total:
            bracket.upper = horizon
            break
    return None


def narrow(problem: TimedProblem, bracket: Bracket, progress: Progress | None) -> None:
    """Narrow the bracket with smaller and smaller buckets, in place, until it is closed, too large to go on, or stopped."""
    width: int | None = None
    while bracket.upper is not None and bracket.lower < bracket.upper and not problem.is_stopped():
        width = next_width(problem, bracket.upper, width)
        if width is None:
            return
        raise_lower(problem, bracket, width)
        if width > 1:
            drop_upper(problem, bracket, width)
        report(progress, bracket.lower, bracket.upper)


def sharpen(problem: TimedProblem, bracket: Bracket, cut: CutCertificate | None) -> None:
    """Raise the lower end, in place, to what the split that a cut suggests proves, and past times without arrivals."""
    if cut is None or bracket.certificate is None:
        return
    high = bracket.upper - 1 if bracket.upper is not None else problem.last_useful_step()
    stronger = PartitionCut(problem, cut).strongest(bracket.lower, high)
    if stronger is not None:
        bracket.lower, bracket.certificate = stronger.horizon_steps + 1, stronger
    arrival = problem.next_arrival(bracket.lower)
    if arrival is not None and arrival > bracket.lower:
        bracket.lower, bracket.certificate = arrival, problem.later(bracket.certificate, arrival - 1)


def raise_lower(problem: TimedProblem, bracket: Bracket, width: int) -> None:
    """Raise the lower end by bisection over coarse networks with travel rounded down; with buckets of one step close it."""
    assert bracket.upper is not None
    high = bracket.upper
    while high - bracket.lower >= max(1, width // 2) and not problem.is_stopped():
        middle = (bracket.lower - 1 + high) // 2 if high - bracket.lower > 1 else bracket.lower
        flow = problem.expanded.solve(middle, width, up=False)
        if flow.value < problem.total:
            bracket.lower, bracket.certificate = middle + 1, problem.proof(middle, flow)
            sharpen(problem, bracket, bracket.certificate)
        else:
            high = middle
            if width == 1:
                bracket.upper = middle


def drop_upper(problem: TimedProblem, bracket: Bracket, width: int) -> None:
    """Lower the upper end by bisection over coarse networks with travel rounded up."""
    assert bracket.upper is not None
    low = bracket.lower - 1
    while bracket.upper - low > max(1, width // 2) and not problem.is_stopped():
        middle = (low + bracket.upper) // 2
        if problem.expanded.solve(middle, width, up=True).value == problem.total:
            bracket.upper = middle
        else:
            low = middle


def next_width(problem: TimedProblem, horizon: int, before: int | None) -> int | None:
    """Return the next smaller bucket width worth trying (the first without `before`), None when there is none."""
    if before == 1:
        return None
    if before is None:
        width = 1
        while width <= horizon and problem.expanded.size(horizon, width) > max(FIRST_SIZE, 4 * problem.reduced.arc.size):
            width *= 2
        return width
    width = max(1, before // REFINEMENT)
    return width if problem.expanded.size(horizon, width) <= LARGEST_SIZE else None


def widths(problem: TimedProblem, horizon: int) -> list[int]:
    """Return all bucket widths for one horizon, falling."""
    found: list[int] = []
    width = next_width(problem, horizon, None)
    while width is not None:
        found.append(width)
        width = next_width(problem, horizon, width)
    return found


def timed_most_out(
    net: ArcNetwork, supply: Mapping[int, int], exits: tuple[int, ...], windows: Timed, terms: tuple[int, Stop | None]
) -> MostOut:
    """Solve `most_out` for checked input with windows. terms: (horizon, stop)."""
    horizon, stop = terms
    everyone = sum(supply.values())
    if set(supply) <= set(exits):
        return MostOut(everyone, None, exact=True)
    problem = timed_problem(net, supply, exits, windows, stop)
    useful = min(horizon, problem.last_useful_step())
    static = constant_most_out(problem.relaxed, problem.supply, exits, useful, stop=stop)
    best = static.certificate and problem.with_windows(static.certificate)
    exact = static.exact and problem.is_unhindered(useful)
    if best is not None and not exact:
        best = max(best, PartitionCut(problem, best).certificate(useful), key=lack)
    for width in widths(problem, useful):
        if exact or problem.is_stopped():
            break
        flow = problem.expanded.solve(useful, width, up=False)
        if flow.value < problem.total:
            cut = problem.proof(useful, flow)
            best = max(best, cut, PartitionCut(problem, cut).certificate(useful), key=lack)
        least = problem.expanded.solve(useful, width, up=True).value if width > 1 else flow.value
        exact = problem.total - lack(best) == least
    return MostOut(everyone - lack(best), best and problem.later(best, horizon), exact)


def lack(certificate: CutCertificate | None) -> int:
    """Return how much must stay by a cut: demand minus capacity, 0 without a certificate."""
    return certificate.demand - certificate.capacity if certificate else 0
