"""Laws of the clearance time on random small networks, with windows and with limits on exits, and the answer against an oracle.

Each law compares two answers that must be ordered, or equal, for a reason that owes nothing to the way they are found.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearance.limited import Case, limited_time, random_case, search
from safeconduct.clearance.arc_network import FOREVER, NO_LIMITS, ArcNetwork, ExitLimits, UnreachableError
from safeconduct.clearance.certificate import certificate_faults
from safeconduct.clearance.replay import last_out_step, schedule_faults
from safeconduct.clearance.result import ClearanceResult, Progress, Stop
from safeconduct.clearance.solve import clearance_time

NEVER = math.inf
SEEDS = st.integers(0, 10**6)
law = settings(max_examples=40, deadline=None)


def any_case(rng: random.Random) -> Case:
    """Return a random case, half of them with windows, half with limits on exits."""
    return random_case(rng, windows=rng.random() < 0.5, limits=rng.random() < 0.5)


def solve(case: Case, *, stop: Stop | None = None, progress: Progress | None = None) -> ClearanceResult:
    """Return the answer for a case: of the time-expanded network where exits have limits, so that both are compared."""
    net, supply, exits, windows, limits = case
    if limits.nodes:
        return search(case)
    return clearance_time(net, supply, exits, windows=windows or None, stop=stop, progress=progress)


def steps_of(case: Case) -> float:
    """Return the proven least step, NEVER when it is proven that some cannot be out, checked on the way."""
    try:
        found = solve(case)
    except UnreachableError:
        return NEVER
    assert_sound(case, found)
    assert found.exact
    return NEVER if found.steps is None else found.steps


def assert_sound(case: Case, found: ClearanceResult) -> None:
    """Check what holds for every answer: the bound, its certificate, and the replay of the schedule if there is one."""
    net, supply, exits, windows, limits = case
    if found.certificate is None:
        assert found.lower_bound_steps == 0
    else:
        assert certificate_faults(net, supply, exits, found.certificate, windows, limits=limits) == ()
        assert found.certificate.horizon_steps + 1 >= found.lower_bound_steps
    if found.steps is None:
        assert found.schedule is None
        return
    assert found.lower_bound_steps <= found.steps
    assert found.exact == (found.lower_bound_steps == found.steps)
    if found.certificate is not None:
        assert found.certificate.horizon_steps == found.lower_bound_steps - 1
    assert found.schedule is not None
    told = {"windows": windows, "limits": limits, "steps": found.steps if found.exact else None}
    assert schedule_faults(net, supply, exits, found.schedule, **told) == ()  # type: ignore[arg-type]
    assert (last_out_step(net, supply, exits, found.schedule, limits=limits) or 0) <= found.steps


@pytest.mark.parametrize("windows", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_random_networks_with_rates_equal_the_time_expanded_answer(seed: int, *, windows: bool) -> None:
    rng = random.Random(seed)
    solved = never = slowed = 0
    while solved < 60:
        net, supply, exits, spans, limits = random_case(rng, windows=windows)
        case: Case = (net, supply, exits, spans, ExitLimits(rate=limits.rate))
        found = steps_of(rates_as_roads(rng, case))
        truth = limited_time(case, limit=150)
        assert found == (NEVER if truth is None else truth)
        solved += truth is not None
        never += truth is None
        slowed += truth is not None and truth > (limited_time((net, supply, exits, spans, NO_LIMITS)) or 0)
    assert never > 5
    assert slowed > 10


Change = Callable[[random.Random, Case], Case]


def wider_road(rng: random.Random, case: Case) -> Case:
    net, supply, exits, windows, limits = case
    capacity = net.capacity_per_step.copy()
    capacity[rng.randrange(net.arcs)] += rng.randint(1, 3)
    return replace(net, capacity_per_step=capacity), supply, exits, windows, limits


def quicker_road(rng: random.Random, case: Case) -> Case:
    net, supply, exits, windows, limits = case
    travel = net.travel_steps.copy()
    travel[rng.randrange(net.arcs)] //= 2
    return replace(net, travel_steps=travel), supply, exits, windows, limits


def one_more_road(rng: random.Random, case: Case) -> Case:
    net, supply, exits, windows, limits = case
    new = (rng.randrange(net.nodes), rng.randrange(net.nodes), rng.randint(0, 5), rng.randint(0, 3))
    return with_arcs(net, [new], net.nodes), supply, exits, windows, limits


def fewer_people(rng: random.Random, case: Case) -> Case:
    net, supply, exits, windows, limits = case
    return net, {node: rng.randint(0, amount) for node, amount in supply.items()}, exits, windows, limits


def one_more_exit(rng: random.Random, case: Case) -> Case:
    net, supply, exits, windows, limits = case
    node = rng.choice([node for node in range(net.nodes) if node not in exits] or exits)
    slow = {node: rng.randint(0, 2)} if node not in exits and rng.random() < 0.5 else {}
    return net, supply, [*exits, node], windows, ExitLimits(rate={**limits.rate, **slow}, beds=limits.beds)


def wider_window(rng: random.Random, case: Case) -> Case:
    net, supply, exits, windows, limits = case
    longer = {
        arc: tuple((first, last, room + rng.randint(0, 1)) for first, last, room in spans) for arc, spans in windows.items()
    }
    for arc, spans in longer.items():
        if spans:
            longer[arc] = ((0, *spans[0][1:]), *spans[1:])
    return net, supply, exits, longer, limits


def wider_doors(rng: random.Random, case: Case) -> Case:
    net, supply, exits, windows, limits = case
    rate = {node: most + rng.randint(0, 2) for node, most in limits.rate.items() if rng.random() < 0.8}
    beds = {node: most + rng.randint(0, 9) for node, most in limits.beds.items()}
    return net, supply, exits, windows, ExitLimits(rate=rate, beds=beds)


BETTER: list[Change] = [wider_road, quicker_road, one_more_road, fewer_people, one_more_exit, wider_window, wider_doors]


@pytest.mark.parametrize("change", BETTER, ids=lambda change: change.__name__)
@law
@given(seed=SEEDS)
def test_what_helps_never_makes_it_slower(change: Change, seed: int) -> None:
    rng = random.Random(seed)
    case = any_case(rng)
    assert steps_of(change(rng, case)) <= steps_of(case)


def renumbered(rng: random.Random, case: Case) -> Case:
    """Give nodes and arcs other numbers."""
    net, supply, exits, windows, limits = case
    node = rng.sample(range(net.nodes), net.nodes)
    order = rng.sample(range(net.arcs), net.arcs)
    place = {arc: number for number, arc in enumerate(order)}
    ends = np.array(node)
    return (
        ArcNetwork(
            ends[net.tail[order]], ends[net.head[order]], net.travel_steps[order], net.capacity_per_step[order], net.nodes
        ),
        {node[u]: supply[u] for u in reversed(supply)},
        [node[u] for u in rng.sample(exits, len(exits))],
        {place[arc]: spans for arc, spans in windows.items()},
        ExitLimits({node[u]: rate for u, rate in limits.rate.items()}, {node[u]: beds for u, beds in limits.beds.items()}),
    )


def many_times_as_much(rng: random.Random, case: Case) -> Case:
    """Multiply people, capacities, rates and beds: a part of such a flow is one of the case, and flows of the case can be whole."""
    net, supply, exits, windows, limits = case
    times = rng.choice([2, 7, 1 << 40])
    return (
        replace(net, capacity_per_step=times * net.capacity_per_step),
        {node: times * amount for node, amount in supply.items()},
        exits,
        {arc: tuple((first, last, times * room) for first, last, room in spans) for arc, spans in windows.items()},
        ExitLimits({u: times * rate for u, rate in limits.rate.items()}, {u: times * beds for u, beds in limits.beds.items()}),
    )


def road_in_two_parts(rng: random.Random, case: Case) -> Case:
    """Put a node on a road; the windows stay at its beginning."""
    net, supply, exits, windows, limits = case
    arc = rng.randrange(net.arcs)
    first = rng.randint(0, int(net.travel_steps[arc]))
    head, travel = net.head.copy(), net.travel_steps.copy()
    rest = (net.nodes, int(head[arc]), int(travel[arc]) - first, 10**6 if arc in windows else int(net.capacity_per_step[arc]))
    head[arc], travel[arc] = net.nodes, first
    changed = ArcNetwork(net.tail, head, travel, net.capacity_per_step, net.nodes + 1)
    return with_arcs(changed, [rest], changed.nodes), supply, exits, windows, limits


def road_side_by_side(rng: random.Random, case: Case) -> Case:
    """Make two roads of one, with its capacity between them."""
    net, supply, exits, windows, limits = case
    arc = rng.randrange(net.arcs)
    part = rng.randint(0, int(net.capacity_per_step[arc]))
    capacity = net.capacity_per_step.copy()
    capacity[arc] -= part
    other = (int(net.tail[arc]), int(net.head[arc]), int(net.travel_steps[arc]), part)
    spans = dict(windows)
    if arc in windows:
        spans[arc] = tuple((first, last, room - room // 2) for first, last, room in windows[arc])
        spans[net.arcs] = tuple((first, last, room // 2) for first, last, room in windows[arc])
    return with_arcs(replace(net, capacity_per_step=capacity), [other], net.nodes), supply, exits, spans, limits


def rates_as_roads(rng: random.Random, case: Case) -> Case:
    """Put every exit with a rate behind a road without length that lets in so many per step."""
    net, supply, exits, windows, limits = case
    new = {node: net.nodes + place for place, node in enumerate(limits.rate)}
    doors = [(node, new[node], 0, rate) for node, rate in limits.rate.items()]
    beds = {new.get(node, node): most for node, most in limits.beds.items()}
    return (
        with_arcs(net, doors, net.nodes + len(doors)),
        supply,
        [new.get(node, node) for node in exits],
        windows,
        ExitLimits(beds=beds),
    )


def one_exit_for_all(rng: random.Random, case: Case) -> Case:
    """Lead all exits without limits to one."""
    net, supply, exits, windows, limits = case
    free = [node for node in exits if node not in limits.nodes]
    total = sum(supply.values()) + 1
    roads = [(node, net.nodes, 0, total) for node in free]
    limited = [node for node in exits if node in limits.nodes]
    return with_arcs(net, roads, net.nodes + 1), supply, [*limited, *([net.nodes] if free else [])], windows, limits


def limits_that_suffice(rng: random.Random, case: Case) -> Case:
    """Give every exit without limits as many beds, and as high a rate, as there are people."""
    net, supply, exits, windows, limits = case
    free = {node: sum(supply.values()) for node in exits if node not in limits.nodes}
    return net, supply, exits, windows, ExitLimits({**limits.rate, **free}, {**limits.beds, **free})


def windows_that_never_close(rng: random.Random, case: Case) -> Case:
    """List some roads with a window from the start to the end of time."""
    net, supply, exits, windows, limits = case
    always = {arc: ((0, FOREVER, int(net.capacity_per_step[arc])),) for arc in range(net.arcs) if rng.random() < 0.4}
    return net, supply, exits, {**always, **windows}, limits


def pocket_in_two_parts(rng: random.Random, case: Case) -> Case:
    """Let part of a pocket wait beside it."""
    net, supply, exits, windows, limits = case
    node = rng.choice(sorted(supply))
    part = rng.randint(0, supply[node])
    beside = with_arcs(net, [(net.nodes, node, 0, part)], net.nodes + 1)
    return beside, {**supply, node: supply[node] - part, net.nodes: part}, exits, windows, limits


def dead_ends(rng: random.Random, case: Case) -> Case:
    """Add roads to nodes from which nothing leads on, and from nodes that nobody is at."""
    net, supply, exits, windows, limits = case
    inside = [node for node in range(net.nodes) if node not in exits] or [0]
    roads = [(rng.choice(inside), net.nodes, 0, 5), (net.nodes + 1, rng.choice(inside), 1, 5)]
    return with_arcs(net, roads, net.nodes + 2), supply, exits, windows, limits


SAME: list[Change] = [
    renumbered,
    many_times_as_much,
    road_in_two_parts,
    road_side_by_side,
    rates_as_roads,
    one_exit_for_all,
    limits_that_suffice,
    windows_that_never_close,
    pocket_in_two_parts,
    dead_ends,
]


@pytest.mark.parametrize("change", SAME, ids=lambda change: change.__name__)
@law
@given(seed=SEEDS)
def test_what_is_the_same_takes_the_same_time(change: Change, seed: int) -> None:
    rng = random.Random(seed)
    case = any_case(rng)
    assert steps_of(change(rng, case)) == steps_of(case)


@law
@given(seed=SEEDS, later=st.integers(1, 30))
def test_who_starts_later_is_out_later_by_as_much(seed: int, later: int) -> None:
    rng = random.Random(seed)
    net, supply, exits, windows, limits = any_case(rng)
    homes = [node for node, amount in supply.items() if amount]
    roads = [(net.nodes + place, node, later, supply[node]) for place, node in enumerate(homes)]
    moved = {net.nodes + place: supply[node] for place, node in enumerate(homes)}
    shifted = {
        arc: tuple((first + later, min(last + later, FOREVER), room) for first, last, room in spans)
        for arc, spans in windows.items()
    }
    late = steps_of((with_arcs(net, roads, net.nodes + len(homes)), moved, exits, shifted, limits))
    assert late == (steps_of((net, supply, exits, windows, limits)) + later if homes else 0)


@law
@given(seed=SEEDS)
def test_one_pocket_and_one_exit_may_change_places_when_every_road_turns_round(seed: int) -> None:
    rng = random.Random(seed)
    net, supply, exits, _windows, _limits = random_case(rng, windows=False)
    start, end = rng.choice(sorted(supply)), exits[0]
    turned = replace(net, tail=net.head, head=net.tail)
    amount = supply[start]
    assert steps_of((turned, {end: amount}, [start], {}, NO_LIMITS)) == steps_of((net, {start: amount}, [end], {}, NO_LIMITS))


@law
@given(seed=SEEDS, calls=st.integers(0, 12))
def test_a_search_that_is_ended_anywhere_says_nothing_wrong(seed: int, calls: int) -> None:
    rng = random.Random(seed)
    case = any_case(rng)
    asked = iter(range(10**9))
    truth = steps_of(case)
    try:
        found = solve(case, stop=lambda: next(asked) >= calls)
    except UnreachableError:
        assert truth == NEVER
        return
    assert_sound(case, found)
    assert found.lower_bound_steps <= truth
    assert found.steps is None or truth <= found.steps
    assert not (found.steps is None and found.exact) or truth == NEVER


@law
@given(seed=SEEDS)
def test_the_bracket_only_narrows_and_the_answer_is_the_same_again(seed: int) -> None:
    rng = random.Random(seed)
    case = any_case(rng)
    told: list[tuple[int, int | None]] = []
    try:
        found = solve(case, progress=lambda low, high: told.append((low, high)))
    except UnreachableError:
        return
    again = solve(case)
    assert again == found
    assert (again.schedule is None) == (found.schedule is None)
    if found.schedule is not None and again.schedule is not None:
        assert again.schedule.streams == found.schedule.streams
    lows, highs = [low for low, _ in told], [math.inf if high is None else high for _, high in told]
    assert lows == sorted(lows)
    assert highs == sorted(highs, reverse=True)
    assert all(low <= high for low, high in zip(lows, highs, strict=True))
    if found.steps is not None and told:
        assert max(lows) <= found.lower_bound_steps
        assert min(highs) >= found.steps


def with_arcs(net: ArcNetwork, arcs: list[tuple[int, int, int, int]], nodes: int) -> ArcNetwork:
    """Return the network with more arcs (tail, head, travel, capacity) after its own."""
    columns = (net.tail, net.head, net.travel_steps, net.capacity_per_step)
    longer = [np.append(column, [arc[place] for arc in arcs]).astype(np.int64) for place, column in enumerate(columns)]
    return ArcNetwork(longer[0], longer[1], longer[2], longer[3], nodes)
