"""Unusable input: one clear error for each kind, before any work, and never another kind of error."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct import ArcNetwork, ClearanceInputError, UnreachableError, check_certificate, check_schedule, clearance_time
from safeconduct.clearance.arc_network import FOREVER, LIMIT, MOST_NODES, checked_limits, checked_windows
from safeconduct.clearance.arc_network import ExitLimits as Limits
from safeconduct.clearance.result import ClearanceResult, Schedule, Stream
from safeconduct.model.plan import CutCertificate

network: Callable[..., ArcNetwork] = ArcNetwork
ask: Callable[..., ClearanceResult] = clearance_time
CHECKS: tuple[tuple[Callable[..., bool], str], ...] = ((check_certificate, "certificate"), (check_schedule, "schedule"))
"""The public names as functions of anything, to be called with garbage."""

COLUMNS = {"tail": [0, 1], "head": [1, 2], "travel_steps": [3, 2], "capacity_per_step": [5, 4]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"travel_steps": [3, -2]}, r"travel_steps: entry 1 is negative \(-2\)"),
        ({"capacity_per_step": [-1, 4]}, "capacity_per_step: entry 0 is negative"),
        ({"head": [1, -2]}, "head: entry 1 is negative"),
        ({"tail": [0, 1, 2]}, "head: one entry per arc is needed, 3 as in tail"),
        ({"capacity_per_step": [5]}, "capacity_per_step: one entry per arc is needed, 2 as in tail"),
        ({"travel_steps": []}, "travel_steps: one entry per arc"),
        ({name: [] for name in COLUMNS}, "no arcs"),
        ({"travel_steps": [3.0, 2.0]}, r"travel_steps: integers are needed, found float64.*convert with .astype"),
        ({"travel_steps": [3, math.nan]}, "integers are needed, found float64"),
        ({"travel_steps": [3, math.inf]}, "integers are needed"),
        ({"capacity_per_step": [True, False]}, "integers are needed, found bool"),
        ({"tail": ["0", "1"]}, "integers are needed, found <U1"),
        ({"tail": [0, None]}, "integers are needed, found object"),
        ({"tail": [0, [1]]}, "a flat list of integers"),
        ({"tail": [[0], [1]]}, "one entry per arc is needed, a flat list of integers"),
        ({"capacity_per_step": np.ma.array([5, 4], mask=[False, True])}, "capacity_per_step: some entries are masked"),
        ({"tail": None}, "one entry per arc"),
        ({"tail": 3}, "one entry per arc"),
        ({"tail": "01"}, "one entry per arc"),
        ({"head": {1: 2}}, "one entry per arc"),
        ({"travel_steps": [1 << 59, 1 << 59]}, "travel_steps: the sum over all arcs is too large"),
        ({"capacity_per_step": [1 << 59, 1 << 59]}, "capacity_per_step: the sum over all arcs overflows"),
        ({"capacity_per_step": [1, LIMIT]}, "capacity_per_step: entry 1 is too large"),
        ({"capacity_per_step": [1, 1 << 63]}, "capacity_per_step: 9223372036854775808 is too large"),
        ({"capacity_per_step": [1, 1 << 80]}, "is too large"),
        ({"capacity_per_step": [1, -(1 << 80)]}, "is negative"),
        ({"head": [1, MOST_NODES]}, "number the nodes 0, 1, 2"),
        ({"nodes": 2}, "an arc ends at node 2, but there are 2 nodes"),
        ({"nodes": -7}, "there are -7 nodes"),
        ({"nodes": 3.0}, "nodes: 3.0 is not an integer"),
        ({"nodes": True}, "nodes: True is not an integer"),
        ({"nodes": None}, "nodes: None is not an integer"),
        ({"nodes": 1 << 40}, "are too many"),
    ],
)
def test_networks(change: dict[str, object], message: str) -> None:
    with pytest.raises(ClearanceInputError, match=message):
        network(**(COLUMNS | change))


def test_networks_of_lists_small_types_and_objects_are_usable() -> None:
    assert network(*(np.ma.array(column) for column in COLUMNS.values())).arcs == 2  # nothing is masked
    for kind in (np.int8, np.uint64, np.int32, object):
        net = network(*(np.array(column, kind) for column in COLUMNS.values()))
        assert clearance_time(net, {0: 20}, [2]).steps == 9
    assert clearance_time(network(**COLUMNS), {0: 20}, [2]).steps == 9


NET = ArcNetwork(np.array([0, 1, 3]), np.array([1, 2, 4]), np.array([3, 2, 1]), np.array([5, 4, 0]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"net": None}, "net: None is not an ArcNetwork"),
        ({"net": COLUMNS}, "is not an ArcNetwork"),
        ({"supply": None}, r"supply: None is not a mapping \{node: amount\}"),
        ({"supply": [(0, 3)]}, "supply: .* is not a mapping"),
        ({"supply": "0"}, "is not a mapping"),
        ({"supply": {7: 1}}, "supply: there is no node 7"),
        ({"supply": {-1: 1}}, "supply: there is no node -1"),
        ({"supply": {0: -4}}, "supply: node 0 has -4, which is negative"),
        ({"supply": {0: 4.0}}, r"supply: node 0 and amount 4.0 must be integers"),
        ({"supply": {0.0: 4}}, "must be integers"),
        ({"supply": {0: math.nan}}, "must be integers"),
        ({"supply": {0: True}}, "must be integers"),
        ({"supply": {"0": 4}}, "must be integers"),
        ({"supply": {0: None}}, "must be integers"),
        ({"supply": {0: LIMIT}}, "supply: the sum overflows"),
        ({"supply": {0: LIMIT // 2, 1: LIMIT // 2}}, "supply: the sum overflows"),
        ({"exits": []}, "exits: there is none"),
        ({"exits": 2}, "exits: 2 is not a list of nodes"),
        ({"exits": np.int64(2)}, "is not a list of nodes"),
        ({"exits": np.array(2)}, "is not a list of nodes"),
        ({"exits": None}, "exits: None is not a list"),
        ({"exits": "2"}, "exits: '2' is not a list"),
        ({"exits": {2: 5}}, "is not a list of nodes"),
        ({"exits": [2.0]}, "exits: node 2.0 must be an integer"),
        ({"exits": [True]}, "must be an integer"),
        ({"exits": [[2]]}, "must be an integer"),
        ({"exits": np.array([[2]])}, "must be an integer"),
        ({"exits": [5]}, "exits: there is no node 5"),
        ({"exits": [-1]}, "exits: there is no node -1"),
        ({"windows": []}, "windows: .* is not a mapping"),
        ({"windows": 4}, "windows: 4 is not a mapping"),
        ({"windows": {3: [(0, 5, 1)]}}, "windows: there is no arc 3"),
        ({"windows": {-1: [(0, 5, 1)]}}, "windows: there is no arc -1"),
        ({"windows": {0.0: [(0, 5, 1)]}}, "windows: there is no arc 0.0"),
        ({"windows": {0: []}}, "windows: arc 0 has none; to close an arc give it capacity 0"),
        ({"windows": {0: None}}, "windows: arc 0: None is not a list"),
        ({"windows": {0: (0, 5, 1)}}, r"windows: arc 0: 0 is not \(from_step, to_step, capacity\)"),
        ({"windows": {0: "012"}}, "is not a list of"),
        ({"windows": {0: ["012"]}}, r"'012' is not \(from_step"),
        ({"windows": {0: [(0, 5)]}}, r"\(0, 5\) is not \(from_step"),
        ({"windows": {0: [(0, 5.0, 1)]}}, "in integers"),
        ({"windows": {0: [(0, math.nan, 1)]}}, "in integers"),
        ({"windows": {0: [{0, 5, 1}]}}, "in integers"),
        ({"windows": {0: [(5, 5, 3)]}}, r"\(5, 5, 3\) is empty.*to close an arc give it capacity 0"),
        ({"windows": {0: [(5, 4, 3)]}}, "is empty"),
        ({"windows": {0: [(-1, 4, 3)]}}, "negative"),
        ({"windows": {0: [(1, 4, -3)]}}, "negative"),
        ({"windows": {0: [(0, 4, 1), (3, 9, 1)]}}, r"\(3, 9, 1\) is out of order, it begins before \(0, 4, 1\) ends"),
        ({"windows": {0: [(0, 4, 1), (0, 4, 1)]}}, "out of order"),
        ({"windows": {0: [(0, 4, LIMIT)]}}, "too large"),
        ({"windows": {0: [(FOREVER, FOREVER + 4, 1)]}}, "too large"),
        ({"windows": {0: [(0, 4, LIMIT // 2)], 1: [(0, 4, LIMIT // 2)]}}, "windows: the sum of their capacities overflows"),
        ({"exit_rate": {0: 3}}, "exit_rate: node 0 is not an exit"),
        ({"exit_rate": {9: 3}}, "exit_rate: there is no node 9"),
        ({"exit_rate": {2: 0.5}}, "exit_rate: node 2 and amount 0.5 must be integers"),
        ({"exit_rate": {2: -1}}, "exit_rate: node 2 has -1, which is negative"),
        ({"exit_rate": 3}, "exit_rate: 3 is not a mapping"),
        ({"beds": {2: None}}, "beds: node 2 and amount None must be integers"),
        ({"beds": {1: 3}}, "beds: node 1 is not an exit"),
        ({"beds": {2: LIMIT}}, "beds: the sum overflows"),
        ({"beds": [3]}, "beds: .* is not a mapping"),
    ],
)
def test_questions(change: dict[str, object], message: str) -> None:
    good = {"net": NET, "supply": {0: 20}, "exits": [2]} | change
    with pytest.raises(ClearanceInputError, match=message):
        ask(**good)
    for check, answer in CHECKS:
        with pytest.raises(ClearanceInputError, match=message):
            check(**good, **{answer: None})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"routes": 0}, "routes: 0 is not a number from 1 to 10000; leave it out"),
        ({"routes": -2}, "routes: -2"),
        ({"routes": 10_001}, "routes: 10001"),
        ({"routes": 2.0}, "routes: 2.0"),
        ({"routes": True}, "routes: True"),
        ({"routes": "3"}, "routes: '3'"),
        ({"time_limit_s": -1}, "time_limit_s: -1 is not a time in seconds, 0 or more"),
        ({"time_limit_s": -0.001}, "time_limit_s"),
        ({"time_limit_s": math.nan}, "time_limit_s: nan"),
        ({"time_limit_s": np.float64("nan")}, "time_limit_s"),
        ({"time_limit_s": -math.inf}, "time_limit_s: -inf"),
        ({"time_limit_s": True}, "time_limit_s: True"),
        ({"time_limit_s": "60"}, "time_limit_s: '60'"),
        ({"time_limit_s": Decimal(5)}, "time_limit_s"),
        ({"time_limit_s": 5j}, "time_limit_s"),
        ({"seed": -1}, "seed: -1 is not a whole number, 0 or more"),
        ({"seed": 1.0}, "seed: 1.0"),
        ({"seed": None}, "seed: None"),
        ({"feeder": [True, False]}, r"feeder: one truth value per arc is needed, 3 in a flat list; found bool of shape \(2,\)"),
        ({"feeder": [1, 0, 1]}, "feeder: .* found int64"),
        ({"feeder": np.ma.array([True, False, True], mask=[False, True, False])}, "feeder: .* found masked bool"),
        ({"feeder": [[True], [True, False]]}, "feeder: one truth value per arc"),
        ({"feeder": True}, r"of shape \(\)"),
        ({"feeder": "yes"}, "feeder"),
        ({"stop": 5}, "stop: 5 cannot be called"),
        ({"progress": "loud"}, "progress: 'loud' cannot be called"),
    ],
)
@pytest.mark.parametrize("routes", [None, 2])
def test_choices(change: dict[str, object], message: str, routes: int | None) -> None:
    with pytest.raises(ClearanceInputError, match=message):
        ask(NET, {0: 20}, [2], **({"routes": routes} | change))


def test_pockets_that_are_cut_off_are_all_named() -> None:
    with pytest.raises(UnreachableError, match="no way to an exit from node 3, 4") as caught:
        clearance_time(NET, {0: 20, 3: 1, 4: 2}, [2])
    assert caught.value.nodes == (3, 4)
    with pytest.raises(UnreachableError) as caught:
        clearance_time(NET, {0: 20}, [2], {1: [(0, 9, 0)]})
    assert caught.value.nodes == (0,)


def test_errors_come_before_any_work() -> None:
    asked = iter(range(9))
    with pytest.raises(ClearanceInputError):
        clearance_time(NET, {0: 20}, [2], {0: [(5, 5, 1)]}, stop=lambda: next(asked) > 0)
    assert next(asked) == 0


def test_windows_may_come_in_any_order_as_arrays_and_past_the_end_of_time() -> None:
    given = {1: np.array([[9, 12, 4], [0, 5, 2]]), 0: iter([(3, 1 << 70, 1)])}
    assert checked_windows(NET, given) == {0: ((3, FOREVER, 1),), 1: ((0, 5, 2), (9, 12, 4))}  # type: ignore[arg-type]


def test_the_core_takes_an_arc_listed_without_windows_as_closed() -> None:
    assert checked_windows(NET, {0: []}) == {0: ()}


def test_limits_become_plain_integers() -> None:
    given: dict[int, Any] = {4: np.int64(3)}
    fixed = checked_limits(NET, [2, 4], Limits(rate=given, beds={2: 0}))
    assert fixed == Limits(rate={4: 3}, beds={2: 0})
    assert type(fixed.rate[4]) is int


# Small numbers mostly, now and then garbage of every kind; sizes that would only fill the memory are left out.
NUMBERS = st.one_of(st.integers(-1, 6), st.integers(0, 6), st.sampled_from([1 << 40, LIMIT, 1 << 64, -(1 << 70)]))
JUNK = st.one_of(
    NUMBERS,
    st.none(),
    st.booleans(),
    st.floats(),
    st.text(max_size=3),
    st.binary(max_size=3),
    st.just(np.array(3)),
    st.lists(st.one_of(NUMBERS, st.floats(), st.text(max_size=2), st.lists(NUMBERS, max_size=2)), max_size=4),
    st.dictionaries(st.one_of(NUMBERS, st.text(max_size=1)), st.one_of(NUMBERS, st.none(), st.floats()), max_size=3),
)


def rarely_junk(usual: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Return mostly the usual values, sometimes anything."""
    return st.integers(0, 9).flatmap(lambda pick: JUNK if pick == 0 else usual)


SMALL = st.integers(0, 4)
SPAN = st.tuples(st.integers(0, 8), st.integers(1, 20), st.integers(0, 4))
QUESTION = st.fixed_dictionaries(
    {
        "supply": rarely_junk(st.dictionaries(SMALL, rarely_junk(st.integers(0, 9)), max_size=3)),
        "exits": rarely_junk(st.lists(rarely_junk(SMALL), min_size=1, max_size=3)),
    },
    optional={
        "windows": rarely_junk(st.dictionaries(SMALL, rarely_junk(st.lists(rarely_junk(SPAN), max_size=3)), max_size=2)),
        "time_limit_s": rarely_junk(st.floats(0, 5)),
        "exit_rate": rarely_junk(st.dictionaries(SMALL, rarely_junk(st.integers(0, 3)), max_size=2)),
        "beds": rarely_junk(st.dictionaries(SMALL, rarely_junk(st.integers(0, 30)), max_size=2)),
        "seed": rarely_junk(st.integers(0, 9)),
        "routes": rarely_junk(st.one_of(st.none(), st.integers(1, 3))),
        "feeder": rarely_junk(st.lists(st.booleans(), min_size=5, max_size=5)),
        "stop": rarely_junk(st.just(lambda: True)),
    },
)
COLUMN = st.lists(rarely_junk(SMALL), min_size=5, max_size=5)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries(dict.fromkeys(COLUMNS, rarely_junk(COLUMN)), optional={"nodes": rarely_junk(st.integers(5, 9))}))
def test_garbage_as_a_network_gives_a_network_or_the_one_error(columns: dict[str, object]) -> None:
    try:
        net = network(**columns)
    except ClearanceInputError:
        return
    assert net.tail.dtype == np.int64


FUZZED = ArcNetwork(np.array([0, 1, 2, 0, 3]), np.array([1, 2, 3, 3, 4]), np.array([0, 2, 1, 4, 0]), np.array([2, 3, 1, 1, 4]))


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUESTION, JUNK)
def test_garbage_as_a_question_gives_an_answer_or_the_one_error(question: dict[str, object], answer: object) -> None:
    parts = {key: question[key] for key in ("supply", "exits", "windows", "exit_rate", "beds") if key in question}
    try:
        found = ask(FUZZED, **question)
    except ClearanceInputError:
        pass
    else:
        assert isinstance(found, ClearanceResult)
        assert found.steps is None or found.lower_bound_steps <= found.steps
    for check, name in CHECKS:
        try:
            accepted = check(FUZZED, **parts, **{name: answer})
        except ClearanceInputError:
            continue
        else:
            assert accepted is False or answer == []


ROW = st.one_of(st.lists(rarely_junk(SMALL), max_size=5).map(tuple), JUNK)
CERTIFICATES = st.builds(
    CutCertificate, horizon_steps=rarely_junk(SMALL), labels=ROW, held=ROW, demand=rarely_junk(SMALL), capacity=rarely_junk(SMALL)
)
STREAMS = st.builds(Stream, path=ROW, departures=ROW, amount=rarely_junk(SMALL), repeats=rarely_junk(SMALL))
SCHEDULES = st.lists(st.one_of(STREAMS, st.tuples(ROW, ROW, rarely_junk(SMALL)), JUNK), min_size=1, max_size=3)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CERTIFICATES, SCHEDULES)
def test_garbage_as_an_answer_is_refused(certificate: CutCertificate, schedule: list[object]) -> None:
    supply, exits = {0: 10_000, 2: 10_000}, [4]
    assert not CHECKS[0][0](FUZZED, supply, exits, certificate=certificate)
    assert not CHECKS[1][0](FUZZED, supply, exits, schedule=schedule)
    assert not CHECKS[1][0](FUZZED, supply, exits, schedule=Schedule(schedule))  # type: ignore[arg-type]
