"""Why nobody can be faster: proofs of the clearance time by cuts, with what binds in plain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from safeconduct.clearance.arc_network import FOREVER, ArcNetwork
from safeconduct.clearance.certificate import cut_terms
from safeconduct.clearance.result import ClearanceResult
from safeconduct.clearance.solve import clearance_time, most_out
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.people import Exit, Group
from safeconduct.model.plan import Bottleneck, CutCertificate, Proof, Snap
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.bottlenecks import bottlenecks_of
from safeconduct.planning.clearance_problem import ClearanceProblem, clearance_problem, convoy_rate_vph, most_people_in_a_vehicle
from safeconduct.planning.packet_allowance import allowance_parts
from safeconduct.planning.proof_sentences import Facts, at_once_sentence
from safeconduct.planning.reach import find_idle_exits

__all__ = ["ClearanceProblem", "clearance_problem", "prove"]

Stop = Callable[[], bool]
Progress = Callable[[int, int | None], None]


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


def prove(  # noqa: PLR0913 - the whole ground of a plan, named one by one
    scenario: Scenario,
    network: RoadNetwork,
    snaps: tuple[Snap, ...],
    conditions: ArcConditions,
    *,
    groups: tuple[Group, ...],
    start: datetime,
    end: datetime,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> tuple[Proof, ...]:
    """Return the proofs that bound every plan for the groups: "roads", "screening" and "beds", each where it says something.

    groups: those that some road leads out of, in the scenario's order. start, end: of the movement. stop: asked now and then;
    True ends the search with the bounds found so far. progress: called with lower and upper bound in steps.

    "roads" counts vehicles. "screening" counts people; it is given where an exit has a screening rate, and where not all
    vehicles can be out by the end, since only people tell how many are left. "beds" is given where every exit has a limit.
    """
    if not groups:
        return ()
    found: list[Proof] = []
    for kind in ("roads", "screening"):
        short = bool(found) and found[0].bound_s > (end - start).total_seconds()
        if kind == "screening" and not short and all(exit_.screening_per_h is None for exit_ in scenario.exits):
            continue
        problem = clearance_problem(scenario, network, snaps, conditions, kind=kind, groups=groups, start=start, end=end)
        if problem.supply:
            found.append(prove_cut(Case(scenario, network, problem, stop), progress))
    return (*found, *beds_proof(scenario, groups, reached_exits(network, snaps, conditions, scenario, groups)))


def prove_cut(case: Case, progress: Progress | None) -> Proof:
    """Return the proof of one problem: its bound, and for people how many must be left at the end of the movement."""
    problem = case.problem
    result, cut = bound_for_packets(case, progress)
    proof = Proof(problem.kind, problem.unit, problem.step_s, problem.parts_per_unit, bound_s=0, exact=result.exact)
    if problem.unit == "people" and (result.steps is None or result.steps > problem.end_step):
        left = left_at_end(case)
        if left is not None:
            return described(case, left, result)
    if cut is None:
        return replace(proof, sentence=at_once_sentence(problem))
    exact = result.exact and cut.horizon_steps + 1 == result.lower_bound_steps
    return described(case, with_cut(problem, replace(proof, exact=exact), cut), result)


def with_cut(problem: ClearanceProblem, proof: Proof, cut: CutCertificate) -> Proof:
    """Return the proof with its certificate and the bound that follows: one step after the horizon that is impossible."""
    bound_s = (cut.horizon_steps + 1) * problem.step_s
    return replace(proof, bound_s=bound_s, certificate=cut, held_groups=problem.held_groups(cut.held))


def bound_for_packets(case: Case, progress: Progress | None) -> tuple[ClearanceResult, CutCertificate | None]:
    """Return the answer for steady flows, and a cut that bounds packets too: demand above capacity and allowance together.

    The allowance depends on the cut. So what a cut lacks is taken from the supply it holds, the time of the rest is found with
    its own cut, and again, until a cut lacks nothing when the whole supply is counted. A fiftieth more is taken than lacks, which
    costs seconds and spares rounds.
    """
    problem = case.problem
    result = case.solve(problem.supply, progress)
    cut, rest = result.certificate, problem.supply
    while cut is not None:
        allowed = case.allowance(cut)
        missing = allowed + 1 - (cut.demand - cut.capacity)
        if missing <= 0:
            break
        rest = lowered(rest, cut.held, missing + allowed // 50)
        cut = case.solve(rest, None).certificate
        if cut is not None:
            cut = replace(cut, demand=sum(problem.supply[node] for node in cut.held))
    return result, cut


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


def described(case: Case, proof: Proof, result: ClearanceResult) -> Proof:
    """Return the proof with its bottlenecks named and a plain sentence of what it says."""
    cut = proof.certificate
    assert cut is not None
    names = bottlenecks_of(case.scenario, case.network, case.problem, cut, case.terms(cut))
    facts = Facts(case.scenario, case.problem, end_s=case.problem.end_step * proof.step_s)
    if proof.bound_s > facts.end_s:
        longer = open_ended(case)
        needed_s = longer.lower_bound_steps * proof.step_s
        return replace(proof, bottlenecks=names, sentence=facts.too_short(proof, names, needed_s))
    return replace(proof, bottlenecks=names, sentence=facts.in_time(proof, names, saving_s(case, names, result)))


def open_ended(case: Case) -> ClearanceResult:
    """Return the answer when the movement could go on for ever after its end: exits stay open as they are in the last step."""
    windows = dict(case.problem.windows)
    for arc in range(case.problem.road_arcs + len(case.problem.groups), case.problem.net.arcs):
        spans = windows.get(arc, ())
        if spans and spans[-1][1] == case.problem.end_step:
            windows[arc] = (*spans[:-1], (spans[-1][0], FOREVER, spans[-1][2]))
    return clearance_time(case.problem.net, case.problem.supply, [case.problem.sink], windows=windows, stop=case.stop)


def saving_s(case: Case, names: tuple[Bottleneck, ...], result: ClearanceResult) -> int | None:
    """Return how much sooner everybody could be out with a tenth more on the first bottleneck; None where that is not known.

    Not known: without a proven time to compare, and on a road where not the road but the convoy's own spacing is the limit.
    """
    problem = case.problem
    if not names or not result.exact or result.steps is None:
        return None
    arcs = names[0].arcs or exit_arcs(case, names[0])
    if names[0].kind != "exit" and is_convoy_bound(case, arcs):
        return None
    capacity = problem.net.capacity_per_step.copy()
    windows = dict(problem.windows)
    for arc in arcs:
        capacity[arc] = ceil(int(capacity[arc]) * 11 / 10)
        windows |= {arc: tuple((low, high, int(capacity[arc])) for low, high, _room in windows[arc])} if arc in windows else {}
    net = ArcNetwork(problem.net.tail, problem.net.head, problem.net.travel_steps, capacity, problem.net.nodes)
    wider = clearance_time(net, problem.supply, [problem.sink], windows=windows, stop=case.stop)
    return None if wider.steps is None else (result.steps - wider.steps) * problem.step_s


def exit_arcs(case: Case, bottleneck: Bottleneck) -> tuple[int, ...]:
    """Return the arcs to the sink of the exits that a bottleneck names."""
    first = case.problem.road_arcs + len(case.problem.groups)
    return tuple(first + index for index, exit_ in enumerate(case.scenario.exits) if exit_.point == bottleneck.point)


def is_convoy_bound(case: Case, arcs: tuple[int, ...]) -> bool:
    """Tell whether each of the roads could carry more than the packets with their gaps and headways bring."""
    limit = convoy_rate_vph(case.scenario.settings) * case.people_per_vehicle
    return all(int(case.problem.net.capacity_per_step[arc]) >= limit for arc in arcs)


def reached_exits(
    network: RoadNetwork, snaps: Sequence[Snap], conditions: ArcConditions, scenario: Scenario, groups: tuple[Group, ...]
) -> tuple[Exit, ...]:
    """Return the exits that at least one of the groups can drive to at some time of the movement."""
    node_of = {snap.id: snap.node for snap in snaps}
    starts = {group.id: node_of[group.id] for group in groups}
    idle = find_idle_exits(network, conditions, starts, {exit_.id: node_of[exit_.id] for exit_ in scenario.exits})
    return tuple(exit_ for exit_ in scenario.exits if exit_.id not in idle)


def beds_proof(scenario: Scenario, groups: tuple[Group, ...], exits: tuple[Exit, ...]) -> tuple[Proof, ...]:
    """Return the proof by beds where every exit that can be reached has a limit: who finds no bed is left."""
    beds = [exit_.beds for exit_ in exits if exit_.beds is not None]
    if len(beds) < len(exits):
        return ()
    people = sum(group.people.total for group in groups)
    left = max(0, people - sum(beds))
    text = f"The exits that can be reached have {sum(beds):,} beds for {people:,} people: "
    text += f"at least {left:,} people are left, whatever the plan." if left else "beds leave nobody behind."
    parts = 3600 // scenario.settings.step_s
    return (
        Proof(
            "beds",
            "people",
            scenario.settings.step_s,
            parts,
            bound_s=0,
            exact=True,
            least_left=left,
            held_groups=tuple(group.id for group in groups) if left else (),
            sentence=text,
        ),
    )
