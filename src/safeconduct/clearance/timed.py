"""Clearance with windows and beds: a bracket that only narrows, from a static relaxation and a flow over time.

First the highest capacity of every window is taken as lasting: the static time is a lower bound, and where the windows offer that
capacity whenever it can matter, the answer. Otherwise a maximum flow over time says whether the lower end suffices; if not, its
cut raises it, and the flow goes on from there. Where that needs too much memory coarse networks bracket the time; buckets shrink
until both sides meet or the next network would be too large.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.clearance.arc_network import ArcNetwork
from safeconduct.clearance.constant import FEW, constant_clearance, constant_most_out
from safeconduct.clearance.expanded import ExpandedNetwork
from safeconduct.clearance.partition_cut import PartitionCut
from safeconduct.clearance.result import ClearanceResult, MostOut, Progress, Schedule, Stop, TooLargeError, report
from safeconduct.clearance.static_flow import StaticFlow, StoppedError
from safeconduct.clearance.timed_flow import TimedFlow
from safeconduct.clearance.timed_problem import Timed, TimedProblem, timed_problem
from safeconduct.clearance.timed_schedule import least_mean_flow, streams_of
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

    def result(self, problem: TimedProblem) -> ClearanceResult:
        """Return the bracket as a result."""
        upper = self.upper
        exact = self.lower == upper
        return ClearanceResult(upper, self.lower, self.certificate, exact, find_schedule=lambda: find_schedule(problem, upper))


def find_schedule(problem: TimedProblem, steps: int | None) -> Schedule | None:
    """Return movements by which everybody is out by `steps`, a time that suffices."""
    if steps is None:
        return None
    net = problem.timed()
    found = least_mean_flow(lambda: TimedFlow(net, problem.amounts, steps), steps)
    return streams_of(found, tuple(problem.supply.values()), problem.contracted, problem.waits())


def timed_clearance(
    net: ArcNetwork,
    supply: Mapping[int, int],
    exits: tuple[int, ...],
    windows: Timed,
    terms: tuple[Mapping[int, int], Stop | None, Progress | None],
) -> ClearanceResult:
    """Solve `clearance_time` for checked input with windows or beds. terms: (beds by exit, stop, progress)."""
    beds, stop, progress = terms
    if set(supply) <= set(exits):
        return ClearanceResult(0, 0, None, exact=True, find_schedule=lambda: Schedule(()))
    problem = timed_problem(net, supply, exits, windows, (beds, stop))
    static = relaxed_clearance(problem, progress)
    proof = static.certificate and problem.with_windows(static.certificate)
    if static.lower_bound_steps > problem.last_useful_step():
        return ClearanceResult(None, static.lower_bound_steps, proof, exact=True)
    bracket = Bracket(static.lower_bound_steps, None, proof)
    if static.steps is not None and problem.is_unhindered(static.steps):
        bracket.upper = static.steps
    elif not problem.is_stopped():
        bracket.upper = problem.patient_steps() if len(problem.supply) <= FEW else None
        sharpen(problem, bracket, proof)
        report(progress, bracket.lower, bracket.upper)
        try:
            if close(problem, bracket, progress):
                return ClearanceResult(None, bracket.lower, bracket.certificate, exact=True)
        except TooLargeError:
            if not beds:
                return by_coarse_time(problem, bracket, progress)
    return bracket.result(problem)


def relaxed_clearance(problem: TimedProblem, progress: Progress | None) -> ClearanceResult:
    """Return the clearance when every window is at its best all the time; of many pockets only the bound of all together."""
    if len(problem.supply) <= FEW:
        told = None if progress is None else lambda low, _high: progress(low, None)
        return constant_clearance(problem.relaxed, problem.supply, problem.exits, stop=problem.stop, progress=told)
    flow = StaticFlow(problem.relaxed, problem.supply, problem.exits, stop=problem.stop)
    try:
        steps = flow.time(flow.everyone)
    except StoppedError:
        return ClearanceResult(None, 0, None, exact=False)
    return ClearanceResult(None, steps, flow.certificate(flow.everyone, steps - 1) if steps else None, exact=False)


def close(problem: TimedProblem, bracket: Bracket, progress: Progress | None) -> bool:
    """Close the bracket, in place, by a flow over time that is kept as the lower end rises; True when never all can be out.

    Left as it is when the caller wants an end. Raises TooLargeError when the flow needs too much memory; what is proven stays.
    """
    net, last = problem.timed(), problem.last_useful_step()
    longest = bracket.lower + bracket.lower // 4 + 64
    flow = TimedFlow(net, problem.amounts, longest)
    found = flow.begin(bracket.lower, longest=longest, stop=problem.stop)
    if found is not None and (bracket.upper is None or found < bracket.upper):
        bracket.upper = found
    while bracket.lower <= last:
        report(progress, bracket.lower, bracket.upper)
        if not flow.advance(bracket.lower, stop=problem.stop):
            return False
        if not flow.left.any():
            bracket.upper = bracket.lower
            report(progress, bracket.lower, bracket.upper)
            return False
        cut = problem.cut(net, flow.levels(bracket.lower), bracket.lower)
        if cut.capacity >= cut.demand:
            raise ArithmeticError("the cut of a flow over time that falls short proves nothing")
        bracket.lower, bracket.certificate = bracket.lower + 1, cut
        sharpen(problem, bracket, cut)
    bracket.upper = None
    return True


def by_coarse_time(problem: TimedProblem, bracket: Bracket, progress: Progress | None) -> ClearanceResult:
    """Narrow the bracket by networks of time buckets, where single steps need too much memory."""
    expanded = problem.expanded()
    if bracket.upper is None:
        never = settle_whether_ever(problem, expanded, bracket)
        if never is not None or bracket.upper is None:
            return never or bracket.result(problem)
    narrow(problem, expanded, bracket, progress)
    return bracket.result(problem)


def settle_whether_ever(problem: TimedProblem, expanded: ExpandedNetwork, bracket: Bracket) -> ClearanceResult | None:
    """Find out whether everybody can ever be out: return the result when never; else set the upper end, if it can be told."""
    horizon = problem.last_useful_step()
    if bracket.lower > horizon:
        return ClearanceResult(None, bracket.lower, bracket.certificate, exact=True)
    for width in widths(problem, expanded, horizon):
        if problem.is_stopped():
            break
        flow = expanded.solve(horizon, width, up=False)
        if flow.value < problem.total:
            return ClearanceResult(None, horizon + 1, problem.proof(horizon, flow), exact=True)
        if width == 1 or expanded.solve(horizon, width, up=True).value == problem.total:
            bracket.upper = horizon
            break
    return None


def narrow(problem: TimedProblem, expanded: ExpandedNetwork, bracket: Bracket, progress: Progress | None) -> None:
    """Narrow the bracket with smaller and smaller buckets, in place, until it is closed, too large to go on, or stopped."""
    width: int | None = None
    while bracket.upper is not None and bracket.lower < bracket.upper and not problem.is_stopped():
        width = next_width(problem, expanded, bracket.upper, width)
        if width is None:
            return
        raise_lower(problem, expanded, bracket, width)
        if width > 1:
            drop_upper(problem, expanded, bracket, width)
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


def raise_lower(problem: TimedProblem, expanded: ExpandedNetwork, bracket: Bracket, width: int) -> None:
    """Raise the lower end by bisection over coarse networks with travel rounded down; with buckets of one step close it."""
    assert bracket.upper is not None
    high = bracket.upper
    while high - bracket.lower >= max(1, width // 2) and not problem.is_stopped():
        middle = (bracket.lower - 1 + high) // 2 if high - bracket.lower > 1 else bracket.lower
        flow = expanded.solve(middle, width, up=False)
        if flow.value < problem.total:
            bracket.lower, bracket.certificate = middle + 1, problem.proof(middle, flow)
            sharpen(problem, bracket, bracket.certificate)
        else:
            high = middle
            if width == 1:
                bracket.upper = middle


def drop_upper(problem: TimedProblem, expanded: ExpandedNetwork, bracket: Bracket, width: int) -> None:
    """Lower the upper end by bisection over coarse networks with travel rounded up."""
    assert bracket.upper is not None
    low = bracket.lower - 1
    while bracket.upper - low > max(1, width // 2) and not problem.is_stopped():
        middle = (low + bracket.upper) // 2
        if expanded.solve(middle, width, up=True).value == problem.total:
            bracket.upper = middle
        else:
            low = middle


def next_width(problem: TimedProblem, expanded: ExpandedNetwork, horizon: int, before: int | None) -> int | None:
    """Return the next smaller bucket width worth trying (the first without `before`), None when there is none."""
    if before == 1:
        return None
    if before is None:
        width = 1
        while width <= horizon and expanded.size(horizon, width) > max(FIRST_SIZE, 4 * problem.reduced.arc.size):
            width *= 2
        return width
    width = max(1, before // REFINEMENT)
    return width if expanded.size(horizon, width) <= LARGEST_SIZE else None


def widths(problem: TimedProblem, expanded: ExpandedNetwork, horizon: int) -> list[int]:
    """Return all bucket widths for one horizon, falling."""
    found: list[int] = []
    width = next_width(problem, expanded, horizon, None)
    while width is not None:
        found.append(width)
        width = next_width(problem, expanded, horizon, width)
    return found


def timed_most_out(
    net: ArcNetwork, supply: Mapping[int, int], exits: tuple[int, ...], windows: Timed, terms: tuple[int, Stop | None]
) -> MostOut:
    """Solve `most_out` for checked input with windows. terms: (horizon, stop)."""
    horizon, stop = terms
    everyone = sum(supply.values())
    if set(supply) <= set(exits):
        return MostOut(everyone, None, exact=True)
    problem = timed_problem(net, supply, exits, windows, ({}, stop))
    useful = min(horizon, problem.last_useful_step())
    try:
        best, exact = flow_lack(problem, useful)
    except TooLargeError:
        best, exact = coarse_lack(problem, useful)
    return MostOut(everyone - lack(best), best and problem.later(best, horizon), exact)


def flow_lack(problem: TimedProblem, horizon: int) -> tuple[CutCertificate | None, bool]:
    """Return the cut that shows how many must stay by a horizon (None: nobody, as far as is known), and whether that is exact."""
    net = problem.timed()
    flow = TimedFlow(net, problem.amounts, horizon)
    flow.begin(horizon, stop=problem.stop)
    done = flow.advance(horizon, stop=problem.stop)
    if not done or not flow.left.any():
        return None, done
    return problem.cut(net, flow.levels(horizon), horizon), True


def coarse_lack(problem: TimedProblem, horizon: int) -> tuple[CutCertificate | None, bool]:
    """Answer like `flow_lack` by networks of time buckets, where single steps need too much memory."""
    static = constant_most_out(problem.relaxed, problem.supply, problem.exits, horizon, stop=problem.stop)
    best = static.certificate and problem.with_windows(static.certificate)
    exact = static.exact and problem.is_unhindered(horizon)
    if best is not None and not exact:
        best = max(best, PartitionCut(problem, best).certificate(horizon), key=lack)
    expanded = problem.expanded()
    for width in widths(problem, expanded, horizon):
        if exact or problem.is_stopped():
            break
        flow = expanded.solve(horizon, width, up=False)
        if flow.value < problem.total:
            cut = problem.proof(horizon, flow)
            best = max(best, cut, PartitionCut(problem, cut).certificate(horizon), key=lack)
        least = expanded.solve(horizon, width, up=True).value if width > 1 else flow.value
        exact = problem.total - lack(best) == least
    return best, exact


def lack(certificate: CutCertificate | None) -> int:
    """Return how much must stay by a cut: demand minus capacity, 0 without a certificate."""
    return certificate.demand - certificate.capacity if certificate else 0
