"""The replay of schedules: sound ones hold, every corrupted one is refused, and a slow second replay agrees on all."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from time import process_time

import numpy as np
import pytest

from clearance.limited import Case, LimitedNetwork, as_streams, limited_time, random_case, slow_replay
from safeconduct.clearance.arc_network import FOREVER, NO_LIMITS, ArcNetwork, ExitLimits
from safeconduct.clearance.replay import (
    MOST_FAULTS,
    check_schedule,
    find_overload,
    last_out_step,
    mean_out_step,
    queue_times,
    schedule_faults,
)
from safeconduct.clearance.result import Movement, Schedule, Stream

# 0 and 1 lead to 2, from there to the exits 3 (no limits) and 4 (one per step, twelve beds); from 4 a road leads on to 3.
NET = ArcNetwork(np.array([0, 1, 2, 2, 4]), np.array([2, 2, 3, 4, 3]), np.array([1, 2, 3, 0, 2]), np.array([4, 3, 2, 5, 1]))
SUPPLY = {0: 6, 1: 6, 3: 2, 4: 2}
EXITS = [3, 4]
LIMITS = ExitLimits(rate={4: 1}, beds={4: 7})
WINDOWS = {2: ((1, 3, 2), (4, 6, 2))}
SOUND = (
    Stream((0, 2), (0, 1), 2, 2),  # node 0: four to exit 3, out at steps 4 and 5
    Stream((0, 3), (0, 1), 2, 1),  # two to exit 4 at step 1
    Stream((1, 3), (0, 2), 3, 1),  # node 1: three to exit 4 at step 2
    Stream((1, 2), (1, 4), 2, 1),  # two that wait at node 2 until the road to exit 3 opens again, out at step 7
    Stream((1, 3, 4), (1, 3, 4), 1, 1),  # one that passes exit 4 on its way to exit 3, out at step 6
)
# At exit 4 two wait from the start, two come at step 1 and three at step 2: taken in one by one at steps 0 to 6.
END = 7


def faults(schedule: object, **change: object) -> tuple[str, ...]:
    """Return the faults of a schedule for the network above, parts of it changed."""
    parts = {"net": NET, "supply": SUPPLY, "exits": EXITS, "windows": WINDOWS, "limits": LIMITS, "steps": END} | change
    net, supply, exits = parts.pop("net"), parts.pop("supply"), parts.pop("exits")
    return schedule_faults(net, supply, exits, schedule, **parts)  # type: ignore[arg-type]


def test_a_sound_schedule_holds_as_streams_as_movements_and_as_plain_tuples() -> None:
    assert faults(Schedule(SOUND)) == ()
    assert faults(SOUND) == ()
    assert faults(list(Schedule(SOUND))) == ()
    assert faults([tuple(one) for one in Schedule(SOUND)][::-1]) == ()
    assert faults(SOUND, steps=None) == ()
    assert check_schedule(NET, SUPPLY, EXITS, SOUND, windows=WINDOWS, limits=LIMITS, steps=END)


def test_last_and_mean_step_out() -> None:
    assert last_out_step(NET, SUPPLY, EXITS, SOUND, limits=LIMITS) == END
    # exit 3: two at 0, two at 4, two at 5, two at 7, one at 6; exit 4: 0 + 1 + ... + 6.
    assert mean_out_step(NET, SUPPLY, EXITS, SOUND, limits=LIMITS) == Fraction(2 * 4 + 2 * 5 + 2 * 7 + 6 + 21, 16)
    assert last_out_step(NET, {3: 9}, EXITS, ()) == 0
    assert mean_out_step(NET, {}, EXITS, ()) == 0
    stuck = ExitLimits(rate={4: 0})
    assert last_out_step(NET, SUPPLY, EXITS, SOUND, limits=stuck) is None
    assert mean_out_step(NET, SUPPLY, EXITS, SOUND, limits=stuck) is None


def changed(place: int, **change: object) -> tuple[Stream, ...]:
    """Return the sound schedule with one stream changed."""
    return (*SOUND[:place], replace(SOUND[place], **change), *SOUND[place + 1 :])  # type: ignore[arg-type]


CORRUPTED: list[tuple[str, object, str]] = [
    ("one more", changed(2, amount=4), "node 1 holds 6, but 7 leave it"),
    ("one less", changed(3, amount=1), "node 1 holds 6, but 5 leave it"),
    ("a movement lost", SOUND[1:], "node 0 holds 6, but 2 leave it"),
    ("a movement twice", (*SOUND, SOUND[1]), "node 0 holds 6, but 8 leave it"),
    ("nothing", (), "but 0 leave it"),
    ("none of them", None, "a schedule is"),
    ("a number", 7, "a schedule is"),
    ("a text", "plan", "a schedule is"),
    ("movements that are none", [None], "a schedule is"),
    ("movements of two parts", [((0, 2), (0, 1))], "a schedule is"),
    ("movements with a path that is none", [(3, (0, 1), 2)], "a schedule is"),
    ("an amount that is none", changed(0, amount=None), "a schedule is"),
    ("half a unit", changed(0, amount=1.5), "a schedule is"),
    ("a step like a text", changed(0, departures=("0", 1)), "integer"),
    ("a step in fractions", changed(0, departures=(0, 1.0)), "integer"),
    ("a truth value as amount", changed(4, amount=True), "integer"),
    ("numbers of fixed width", changed(0, departures=(np.int64(0), np.int64(1))), "integer"),
    ("an arc too many", changed(0, path=(0, 9)), "no such arc"),
    ("an arc below 0", changed(0, path=(0, -3)), "no such arc"),
    ("no arc", changed(0, path=(), departures=()), "0 departures for 0 arcs"),
    ("a departure too few", changed(0, departures=(0,)), "1 departures for 2 arcs"),
    ("a departure too many", changed(0, departures=(0, 1, 2)), "3 departures for 2 arcs"),
    ("no units", changed(0, amount=0), "0 units"),
    ("units below 0", changed(0, amount=-2), "-2 units"),
    ("no times", changed(0, repeats=0), "0 times"),
    ("once too often", changed(0, repeats=3), "node 0 holds 6, but 8 leave it"),
    ("before the start", changed(0, departures=(-1, 1)), "before step 0"),
    ("too quick", changed(3, departures=(1, 2)), "arc 2 is entered at step 2, arc 1 left at step 3"),
    ("back in time", changed(3, departures=(4, 1)), "arc 2 is entered at step 1"),
    ("in the wrong order", changed(0, path=(2, 0)), "arc 0 does not begin where arc 2 ends"),
    ("a road left out", changed(4, path=(1, 4), departures=(1, 4)), "arc 4 does not begin where arc 1 ends"),
    ("an end that is no exit", changed(0, path=(0,), departures=(0,)), "ends at node 2, which is no exit"),
    ("a start where nobody waits", changed(0, path=(2,), departures=(1,)), "nobody has to leave node 2"),
    ("another start", changed(2, path=(0, 3), departures=(0, 2)), "node 0 holds 6, but 9 leave it"),
    ("a narrow road", changed(1, path=(0, 2)), "arc 2 takes 2 at step 1, but 4 enter"),
    ("a closed road", changed(3, departures=(1, 3)), "arc 2 takes 0 at step 3, but 2 enter"),
    ("a road after its window", changed(3, departures=(1, 6)), "arc 2 takes 0 at step 6, but 2 enter"),
    ("too many at once", changed(0, departures=(0, 1), amount=4, repeats=1), "arc 0 takes 4 at step 0, but 6 enter"),
    ("too many for the beds", changed(4, path=(1, 3), departures=(1, 3)), "exit 4 has 7 beds, but 8 come"),
    ("later than said", changed(3, departures=(1, 5)), "the last is out at step 8, not 7"),
    ("later in the queue", changed(2, departures=(0, 40)), "the last is out at step 42, not 7"),
    ("sooner than said", changed(3, path=(1, 3, 4), departures=(1, 3, 3)), "arc 4 takes 1 at step 3, but 2 enter"),
]


@pytest.mark.parametrize(("schedule", "fault"), [row[1:] for row in CORRUPTED], ids=[row[0] for row in CORRUPTED])
def test_corrupted_schedules_are_refused(schedule: object, fault: str) -> None:
    found = faults(schedule)
    assert any(fault in one for one in found), found


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"net": replace(NET, travel_steps=np.array([1, 2, 4, 0, 2]))}, "the last is out at step 8, not 7"),
        ({"net": replace(NET, travel_steps=np.array([2, 2, 3, 0, 2]))}, "arc 0 left at step 2"),
        ({"net": replace(NET, capacity_per_step=np.array([3, 3, 2, 5, 1]))}, "arc 0 takes 3 at step 0, but 4 enter"),
        ({"supply": SUPPLY | {0: 7}}, "node 0 holds 7, but 6 leave it"),
        ({"supply": SUPPLY | {0: 5}}, "node 0 holds 5, but 6 leave it"),
        ({"supply": SUPPLY | {2: 1}}, "node 2 holds 1, but 0 leave it"),
        ({"supply": SUPPLY | {4: 3}}, "exit 4 has 7 beds, but 8 come"),
        ({"exits": [3]}, "ends at node 4, which is no exit"),
        ({"exits": [4]}, "ends at node 3, which is no exit"),
        ({"exits": [2, 3, 4]}, "goes on from node 2, where people are out"),
        ({"exits": [0, 3, 4]}, "nobody has to leave node 0"),
        ({"limits": NO_LIMITS}, "goes on from node 4, where people are out"),
        ({"limits": ExitLimits(rate={4: 1}, beds={4: 6})}, "exit 4 has 6 beds, but 7 come"),
        ({"limits": ExitLimits(rate={4: 1, 3: 1})}, "the last is out at step 10, not 7"),
        ({"limits": ExitLimits(rate={4: 0})}, "exit 4 never takes in all 7 who come"),
        ({"windows": {2: ((1, 3, 2), (5, 6, 2))}}, "arc 2 takes 0 at step 4"),
        ({"windows": {2: ((1, 6, 1),)}}, "arc 2 takes 1 at step 1, but 2 enter"),
        ({"windows": {2: ()}}, "arc 2 takes 0 at step 1"),
        ({"windows": WINDOWS | {3: ((0, 3, 5),)}}, "arc 3 takes 0 at step 3, but 1 enter"),
        ({"steps": 6}, "the last is out at step 7, not 6"),
        ({"steps": 8}, "the last is out at step 7, not 8"),
    ],
)
def test_the_same_schedule_elsewhere_is_refused(change: dict[str, object], fault: str) -> None:
    found = faults(SOUND, **change)
    assert any(fault in one for one in found), found


def test_rates_that_suffice_change_nothing() -> None:
    assert faults(SOUND, limits=ExitLimits(rate={4: 2, 3: 5}, beds={3: 50})) == ()
    assert faults(SOUND, limits=ExitLimits(beds={4: 7})) == ()
    assert faults(SOUND, windows={2: ((1, FOREVER, 2),)}) == ()


def test_no_more_faults_are_told_than_anybody_reads() -> None:
    assert len(faults([((9,), (0,), 1)] * 1000)) == MOST_FAULTS


def solved(rng: random.Random) -> tuple[Case, int, Schedule]:
    """Return a random case that can be solved, its least time and a schedule from the time-expanded network."""
    while True:
        case = random_case(rng, windows=rng.random() < 0.5)
        steps = limited_time(case, limit=60)
        if steps:
            return case, steps, LimitedNetwork(case, steps).schedule()


@pytest.mark.parametrize("seed", range(4))
def test_flows_of_the_time_expanded_network_replay_and_their_corruptions_do_not(seed: int) -> None:
    rng = random.Random(seed)
    refused = kept = 0
    for _ in range(40):
        case, steps, schedule = solved(rng)
        net, supply, exits, windows, limits = case
        for one in (schedule, as_streams(schedule), list(schedule)):
            assert schedule_faults(net, supply, exits, one, windows=windows, limits=limits, steps=steps) == ()
        truth = slow_replay(case, schedule)
        assert truth is not None
        assert last_out_step(net, supply, exits, as_streams(schedule), limits=limits) == truth[0] == steps
        assert mean_out_step(net, supply, exits, schedule, limits=limits) == Fraction(truth[1], sum(supply.values()))
        if not len(schedule):
            continue
        for _ in range(25):
            forged = corrupt(list(schedule), rng, net)
            found = slow_replay(case, forged)
            accepted = check_schedule(net, supply, exits, forged, windows=windows, limits=limits)
            assert accepted == (found is not None and found[0] is not None)
            if found is not None and found[0] is not None:
                assert last_out_step(net, supply, exits, forged, limits=limits) == found[0]
                assert mean_out_step(net, supply, exits, forged, limits=limits) == Fraction(found[1], sum(supply.values()))
            refused, kept = refused + (not accepted), kept + accepted
    assert refused > 300
    assert kept > 20


def corrupt(movements: list[Movement], rng: random.Random, net: ArcNetwork) -> list[Movement]:
    """Return the movements with one of them changed at random (which need not be wrong)."""
    place = rng.randrange(len(movements))
    path, departures, amount = movements[place]
    at = rng.randrange(len(path))
    shift = rng.choice([-2, -1, 1, 2, 5])
    changes: list[Callable[[], Movement]] = [
        lambda: Movement(path, tuple(max(0, step + shift) for step in departures), amount),
        lambda: Movement(path, (*departures[:at], max(0, departures[at] + shift), *departures[at + 1 :]), amount),
        lambda: Movement((*path[:at], rng.randrange(net.arcs), *path[at + 1 :]), departures, amount),
        lambda: Movement(path, departures, amount + rng.choice([-1, 1])),
        lambda: Movement(path[: at + 1], departures[: at + 1], amount),
        lambda: Movement(path[at:], departures[at:], amount),
        lambda: Movement((*path, rng.randrange(net.arcs)), (*departures, departures[-1] + rng.randint(0, 9)), amount),
    ]
    return [*movements[:place], rng.choice(changes)(), *movements[place + 1 :]]


@pytest.mark.parametrize("seed", range(3))
def test_queues_counted_from_change_to_change_equal_queues_counted_by_step(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(300):
        by_step = [rng.choice([0, 0, 1, 2, 6]) for _ in range(rng.randint(1, 14))]
        changes: dict[int, int] = {}
        first = rng.randint(0, 5)
        for step, (before, now) in enumerate(zip([0, *by_step], [*by_step, 0], strict=True), first):
            if now != before or rng.random() < 0.3:
                changes[step] = now - before
        rate = rng.choice([None, 1, 2, 3, 7])
        queue, last, weighted = 0, 0, 0
        for step in range(first, first + 200):
            queue += by_step[step - first] if step - first < len(by_step) else 0
            now = queue if rate is None else min(queue, rate)
            queue, weighted, last = queue - now, weighted + now * step, step if now else last
        if changes:
            assert queue_times(changes, rate) == (sum(by_step), last, weighted)


def test_rooms_of_windows_in_any_order_that_meet_and_that_never_end() -> None:
    spans = ((5, 8, 3), (0, 5, 2), (8, FOREVER, 1))
    assert find_overload({0: 2, 5: 1, 8: -2}, 0, spans) is None
    assert find_overload({0: 2, 5: 1}, 0, spans) == (8, 3, 1)
    assert find_overload({4: 3}, 9, spans) == (4, 3, 2)
    assert find_overload({4: 3}, 9, None) is None
    assert find_overload({FOREVER + 5: 1}, 0, spans) is None


def test_a_long_stream_costs_no_more_than_a_short_one() -> None:
    count, repeats = 200, 80_000
    net = ArcNetwork(np.arange(count), np.arange(1, count + 1), np.full(count, 3), np.full(count, 2))
    departures = tuple(range(0, 3 * count, 3))
    stream = Stream(tuple(range(count)), departures, 2, repeats)
    begin = process_time()
    assert check_schedule(net, {0: 2 * repeats}, [count], Schedule([stream]), steps=3 * count + repeats - 1)
    assert process_time() - begin < 1
    limits = ExitLimits(rate={count: 1})
    end = 3 * count + 2 * repeats - 1
    assert check_schedule(net, {0: 2 * repeats}, [count], Schedule([stream]), limits=limits, steps=end)
    assert mean_out_step(net, {0: 2 * repeats}, [count], [stream], limits=limits) == Fraction(3 * count + end, 2)
