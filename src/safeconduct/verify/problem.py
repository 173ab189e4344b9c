"""The clearance problem behind a proof, rebuilt from scenario and roads in plain lists, and the value of a cut in it.

Nodes 0 to n-1 are the road network's; node n+g is group g of the scenario, the last node is the sink. Arcs are the road arcs in
their order, then one from each group to its node on the road, then one from each exit's node to the sink. All amounts are parts:
a unit (vehicle or person) has 3600 / step parts, so a road of c units an hour lets exactly c parts in at each step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from safeconduct.model.people import Group
from safeconduct.model.plan import Bottleneck
from safeconduct.verify.case import Case
from safeconduct.verify.screening import opening
from safeconduct.verify.shut import joined

Span = tuple[int, int, int]
"""From this step to before that step, so many parts may enter in each step."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One clearance problem. windows: arc -> its spans, instead of capacity. doubtful: arcs that may count as closed or open.

    factor: units in one vehicle at most (1 where vehicles are counted).
    """

    tail: list[int]
    head: list[int]
    travel: list[int]
    capacity: list[int]
    windows: dict[int, tuple[Span, ...]]
    supply: dict[int, int]
    sink: int
    doubtful: frozenset[int]
    factor: int


def parts_of(case: Case) -> int:
    """Return how many parts one vehicle or person is."""
    return 3600 // case.scenario.settings.step_s


def places_most(case: Case) -> int:
    """Return the most places of any vehicle of the fleet (0 without a fleet)."""
    return max((row.places for row in case.scenario.fleet), default=0)


def people_most(case: Case) -> int:
    """Return the most people that any vehicle of the column carries, own cars included."""
    cars = [ceil(group.people_per_car) for group in case.scenario.groups if group.cars_used]
    return max([places_most(case), *cars], default=0)


def convoy_rate_vph(case: Case) -> int:
    """Return the most vehicles an hour that packets with their gaps and headways let onto any road, rounded up."""
    settings = case.scenario.settings
    block_s = (settings.packet_size - 1) * settings.vehicle_gap_s + settings.packet_headway_s
    return -(-3600 * settings.packet_size // block_s)


def make_problem(case: Case, kind: str, groups: Sequence[Group]) -> Problem:
    """Return the problem of a "roads" proof (unit vehicles) or a "screening" proof (unit people) about these groups."""
    roads, people = case.roads, kind == "screening"
    rate, factor = convoy_rate_vph(case), people_most(case) if people else 1
    capacity = [min(ceil(vph), rate) * factor for vph in roads.capacity_vph]
    for arc in case.shut.closed:
        capacity[arc] = 0
    tail, head, travel = list(roads.tail), list(roads.head), [s // case.scenario.settings.step_s for s in roads.travel_s]
    windows = {arc: _spans(case, open_s, capacity[arc]) for arc, open_s in case.shut.open_spans.items()}
    sink = roads.nodes + len(groups)
    supply = {roads.nodes + place: supply_of(case, group, people=people) for place, group in enumerate(groups)}
    total = sum(supply.values())
    for place, group in enumerate(groups):
        if group.ready is not None and group.ready > case.start:
            ready = int(case.second(group.ready)) // case.scenario.settings.step_s
            windows[len(tail)] = ((ready, FOREVER, supply[roads.nodes + place]),)
        tail.append(roads.nodes + place)
        head.append(case.group_node[group.id])
        travel.append(0)
        capacity.append(supply[roads.nodes + place])
    for exit_ in case.scenario.exits:
        limit = exit_.screening_per_h if people and exit_.screening_per_h is not None else total
        windows[len(tail)] = _spans(case, _exit_open(case, exit_.id, people=people), limit)
        tail.append(case.exit_node[exit_.id])
        head.append(sink)
        travel.append(0)
        capacity.append(limit)
    return Problem(tail, head, travel, capacity, windows, supply, sink, case.shut.unsure, factor)


FOREVER = 1 << 40


def supply_of(case: Case, group: Group, *, people: bool) -> int:
    """Return what a group holds in parts: its people, or its own cars and the fewest vehicle runs for the rest (rounded down)."""
    if people:
        return group.people.total * parts_of(case)
    most = places_most(case)
    rest = group.people.total - group.car_people
    return group.cars_used * parts_of(case) + (rest * parts_of(case) // most if most else 0)


def _exit_open(case: Case, exit_id: str, *, people: bool) -> tuple[tuple[float, float], ...]:
    """Return when the arc from an exit to the sink is open: vehicles in the spans of movement, people while they are screened.

    Screening may go on after a span of movement has ended, so only its first start, the opening hours and the end count.
    """
    spans = case.spans[exit_id]
    if not people or not spans:
        return spans
    opens, closes = opening(case, case.exits[exit_id])
    low, high = max(spans[0][0], opens), min(case.end_s, closes)
    return ((low, high),) if low < high else ()


def _spans(case: Case, open_s: Sequence[tuple[float, float]], capacity: int) -> tuple[Span, ...]:
    """Return spans in steps, widened to whole steps (entering is allowed in a step that is partly open)."""
    step_s = case.scenario.settings.step_s
    steps = joined((max(0, low // step_s), -(-high // step_s)) for low, high in open_s)
    return tuple((int(low), int(high), capacity) for low, high in steps)


def bottleneck_arcs(case: Case, arcs: int, bottleneck: Bottleneck) -> set[int]:
    """Return the arcs that a bottleneck stands for, of so many in the problem: its roads, or those out of the exits it names."""
    first, place = arcs - len(case.scenario.exits), (bottleneck.name, bottleneck.point)
    doors = {first + number for number, exit_ in enumerate(case.scenario.exits) if (exit_.name, exit_.point) == place}
    return set(bottleneck.arcs) or doors


def cut_terms(problem: Problem, labels: Sequence[int]) -> list[int]:
    """Return what each arc lets across the cut: its offer from the label of its tail until its head's label less the travel."""
    terms = []
    columns = zip(problem.tail, problem.head, problem.travel, problem.capacity, strict=True)
    for arc, (u, v, travel, capacity) in enumerate(columns):
        first, after = labels[u], labels[v] - travel
        if after <= first:
            terms.append(0)
        elif arc in problem.windows:
            terms.append(sum(room * max(0, min(to, after) - max(low, first)) for low, to, room in problem.windows[arc]))
        else:
            terms.append(capacity * (after - first))
    return terms


def allowance_parts(case: Case, problem: Problem, labels: Sequence[int], terms: Sequence[int]) -> int:
    """Return what packets may bring across a cut beyond its capacity, since they drive denser than a steady flow for a while.

    On each road of the cut: where it carries less than the convoy's rate, a full packet less what the road carries in the
    packet's length; and for each of its open spans inside the cut what it carries in one headway (the tail of the last
    packet). Doubtful roads are left out.
    """
    settings, people = case.scenario.settings, problem.factor
    full = settings.packet_size * people * parts_of(case)
    length_s = (settings.packet_size - 1) * settings.vehicle_gap_s + settings.packet_headway_s
    allowed = 0
    for arc, term in enumerate(terms[: case.roads.arcs]):
        if term <= 0 or arc in problem.doubtful:
            continue
        room = problem.capacity[arc]
        if room < convoy_rate_vph(case) * people:
            allowed += max(0, full - room * length_s // settings.step_s)
        first, last = labels[problem.tail[arc]], labels[problem.head[arc]]
        closings = [span for span in problem.windows.get(arc, ()) if span[1] > first and span[0] < last]
        allowed += len(closings) * room * -(-settings.packet_headway_s // settings.step_s)
    return allowed
