"""The proof of one clearance problem: the bound of its flows, made to hold for packets too, and who must be left."""

from __future__ import annotations

from dataclasses import dataclass, replace

from safeconduct.clearance.arc_network import FOREVER
from safeconduct.clearance.certificate import cut_terms
from safeconduct.clearance.result import ClearanceResult
from safeconduct.clearance.solve import clearance_time, most_out
from safeconduct.model.plan import CutCertificate, Proof
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.brackets import Progress, Stop
from safeconduct.planning.clearance_problem import ClearanceProblem, Spans, most_people_in_a_vehicle
from safeconduct.planning.packet_allowance import allowance_parts


@dataclass(frozen=True, slots=True)
class Case:
    """What every step of a proof looks at."""

    scenario: Scenario
    network: RoadNetwork
    problem: ClearanceProblem
    stop: Stop | None

    @property
    def people_per_vehicle(self) -> int:
        """How many units one vehicle may carry: 1 where vehicles are counted."""
        return most_people_in_a_vehicle(self.scenario) if self.problem.unit == "people" else 1

    def solve(self, supply: dict[int, int], progress: Progress | None) -> ClearanceResult:
        """Return the clearance time of a supply in the problem's network and windows."""
        problem = self.problem
        return clearance_time(problem.net, supply, [problem.sink], windows=problem.windows, stop=self.stop, progress=progress)

    def terms(self, cut: CutCertificate) -> list[int]:
        """Return what each arc lets across the cut."""
        return cut_terms(self.problem.net, cut.labels, self.problem.windows)

    def allowance(self, cut: CutCertificate) -> int:
        """Return what packets may bring across beyond that."""
        return allowance_parts(self.problem, self.terms(cut), cut, self.scenario.settings, self.people_per_vehicle)

    def is_stopped(self) -> bool:
        """Tell whether the caller wants an end."""
        return self.stop is not None and self.stop()


@dataclass(frozen=True, slots=True)
class Bound:
    """What one problem proves, before it is put into words: the proof, and the answer for steady flows that it comes from."""

    case: Case
    proof: Proof
    flow: ClearanceResult


def prove_cut(case: Case, progress: Progress | None) -> Bound:
    """Return the proof of one problem: its bound, and for people how many must be left at the end of the movement."""
    problem = case.problem
    flow, cut = bound_for_packets(case, progress)
    proof = Proof(problem.kind, problem.unit, problem.step_s, problem.parts_per_unit, bound_s=0, exact=flow.exact)
    if problem.unit == "people" and (flow.steps is None or flow.steps > problem.end_step):
        left = left_at_end(case)
        if left is not None:
            return Bound(case, left, flow)
    if cut is None:
        return Bound(case, proof, flow)
    exact = flow.exact and cut.horizon_steps + 1 == flow.lower_bound_steps
    return Bound(case, with_cut(problem, replace(proof, exact=exact), cut), flow)


def with_cut(problem: ClearanceProblem, proof: Proof, cut: CutCertificate) -> Proof:
    """Return the proof with its certificate and the bound that follows: one step after the horizon that is impossible."""
    bound_s = (cut.horizon_steps + 1) * problem.step_s
    return replace(proof, bound_s=bound_s, certificate=cut, held_groups=problem.held_groups(cut.held))


def bound_for_packets(case: Case, progress: Progress | None) -> tuple[ClearanceResult, CutCertificate | None]:
    """Return the answer for steady flows, and a cut that bounds packets too: demand above capacity and allowance together.

    The allowance depends on the cut. So what a cut lacks is taken from the supply it holds, the time of the rest is found with
    its own cut, and again, until a cut lacks nothing when the whole supply is counted. A fiftieth more is taken than lacks, which
    costs seconds and spares rounds. When the search is ended the cut found so far is moved to an earlier horizon instead.
    """
    problem = case.problem
    flow = case.solve(problem.supply, progress)
    cut, rest = flow.certificate, problem.supply
    while cut is not None:
        allowed = case.allowance(cut)
        missing = allowed + 1 - (cut.demand - cut.capacity)
        if missing <= 0:
            break
        if case.is_stopped():
            return flow, earlier_cut(case, cut)
        rest = lowered(rest, cut.held, missing + allowed // 50)
        next_cut = case.solve(rest, None).certificate
        if case.is_stopped():
            return flow, earlier_cut(case, cut)
        cut = next_cut and replace(next_cut, demand=sum(problem.supply[node] for node in next_cut.held))
    return flow, cut


def earlier_cut(case: Case, cut: CutCertificate) -> CutCertificate | None:
    """Return the cut at the latest horizon, not after its own, at which it bounds packets too; None when there is none.

    Its labels are lowered to the new horizon. What the arcs let across only falls with the horizon, and so does the allowance.
    """
    low, high = -1, cut.horizon_steps
    best: CutCertificate | None = None
    while low < high:
        middle = (low + high + 1) // 2
        moved = replace(cut, horizon_steps=middle, labels=tuple(min(label, middle + 1) for label in cut.labels))
        moved = replace(moved, capacity=sum(case.terms(moved)))
        if moved.demand > moved.capacity + case.allowance(moved):
            low, best = middle, moved
        else:
            high = middle - 1
    return best


def lowered(supply: dict[int, int], held: tuple[int, ...], amount: int) -> dict[int, int]:
    """Return the supply with `amount` less in the held pockets together, the fullest first; the last keeps one part at least.

    That part still proves how long its way is, whatever packets may do: no allowance helps where nothing crosses the cut.
    """
    rest = dict(supply)
    order = sorted(held, key=lambda one: (-supply[one], one))
    for node in order:
        taken = min(amount, rest[node] - (node == order[-1]))
        rest[node] -= taken
        amount -= taken
    return {node: left for node, left in rest.items() if left}


def left_at_end(case: Case) -> Proof | None:
    """Return the proof that people must be left when the movement ends, None when none need be. Unit people only."""
    problem = case.problem
    most = most_out(problem.net, problem.supply, [problem.sink], problem.end_step, windows=problem.windows, stop=case.stop)
    cut = most.certificate
    if cut is None:
        return None
    lacking = cut.demand - cut.capacity - case.allowance(cut)
    if lacking <= 0:
        return None
    least_left = -(-lacking // problem.parts_per_unit)
    proof = Proof(
        problem.kind, problem.unit, problem.step_s, problem.parts_per_unit, bound_s=0, exact=most.exact, least_left=least_left
    )
    return with_cut(problem, proof, cut)


def open_ended_windows(problem: ClearanceProblem) -> dict[int, Spans]:
    """Return the windows as if the movement went on for ever after its end: exits stay open as they are in the last step."""
    windows = dict(problem.windows)
    for arc in range(problem.road_arcs + len(problem.groups), problem.net.arcs):
        spans = windows.get(arc, ())
        if spans and spans[-1][1] == problem.end_step:
            windows[arc] = (*spans[:-1], (spans[-1][0], FOREVER, spans[-1][2]))
    return windows


def least_if_open_ended(case: Case) -> int:
    """Return the step before which nobody could have everybody out if the movement went on for ever after its end.

    It holds for packets too, as the bounds of the movement itself do.
    """
    opened = replace(case, problem=replace(case.problem, windows=open_ended_windows(case.problem)))
    _flow, cut = bound_for_packets(opened, None)
    return 0 if cut is None else cut.horizon_steps + 1
