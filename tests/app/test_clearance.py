"""The public functions: the published signature, the clock, an end by the caller, exits with limits, and the how-to page."""

from __future__ import annotations

import inspect
import math
import re
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import safeconduct
from safeconduct import ArcNetwork, check_certificate, check_schedule, clearance_time
from safeconduct.app import clearance
from safeconduct.clearance import solve
from safeconduct.clearance.result import ClearanceResult, Movement, Schedule, Stream

ROAD = ArcNetwork(np.array([0, 1]), np.array([1, 2]), np.array([3, 2]), np.array([5, 4]))
PAGE = Path(__file__).parents[2] / "docs/how-to/use-from-python.md"


def grid(side: int) -> ArcNetwork:
    """Return a grid of roads both ways."""
    across = [(r * side + c, r * side + c + 1) for r in range(side) for c in range(side - 1)]
    pairs = across + [(c * side + r, (c + 1) * side + r) for r, c in (divmod(a, side) for a, _ in across)]
    ends = np.array(pairs + [(b, a) for a, b in pairs])
    numbers = np.arange(len(ends))
    return ArcNetwork(ends[:, 0], ends[:, 1], 1 + numbers % 7, 1 + numbers % 3)


def test_the_published_signature() -> None:
    parameters = inspect.signature(clearance_time).parameters
    by_place = ["net", "supply", "exits", "windows", "routes", "time_limit_s", "seed"]
    assert [name for name, one in parameters.items() if one.kind is one.POSITIONAL_OR_KEYWORD] == by_place
    assert all(parameters[name].default is None for name in by_place[3:6])
    assert parameters["seed"].default == 0
    for check in (check_certificate, check_schedule):
        assert list(inspect.signature(check).parameters)[:3] == by_place[:3]
        assert list(inspect.signature(check).parameters)[4] == "windows"


def test_every_public_name_is_there_and_fetched_only_when_used() -> None:
    assert all(getattr(safeconduct, name) is not None for name in safeconduct.__all__)
    code = "import sys, safeconduct; print([one for one in ('numpy', 'numba', 'ortools', 'scipy') if one in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_an_answer_with_its_proof_by_place_and_by_name() -> None:
    windows = {0: [(0, 2, 5), (10, 40, 5)]}
    found = clearance_time(ROAD, {0: 20}, [2], windows, None, 60.0, 7)
    # Ten enter at steps 0 and 1, ten at steps 10 and 11; of the last five at node 1 at step 14, one must wait a step.
    assert found == clearance_time(ROAD, supply={0: 20}, exits=[2], windows=windows, routes=None, time_limit_s=60, seed=7)
    assert found.steps == found.lower_bound_steps == 17
    assert found.gap == 0
    assert check_certificate(ROAD, {0: 20}, [2], found.certificate, windows)
    assert not check_certificate(ROAD, {0: 20}, [2], found.certificate)
    assert not check_certificate(ROAD, {0: 20}, [2], None)


def test_schedules_of_ones_own_are_replayed() -> None:
    way = (0, 1)
    plan = [Movement(way, (0, 3), 4), Movement(way, (1, 4), 4)]
    assert check_schedule(ROAD, {0: 8}, [2], plan)
    assert check_schedule(ROAD, {0: 8}, [2], Schedule([Stream(way, (0, 3), 4, 2)]), steps=6)
    assert not check_schedule(ROAD, {0: 8}, [2], plan, steps=7)
    assert not check_schedule(ROAD, {0: 8}, [2], plan, {1: [(0, 4, 9)]})
    assert not check_schedule(ROAD, {0: 8}, [2], plan, beds={2: 7})
    assert check_schedule(ROAD, {0: 8}, [2], plan, exit_rate={2: 2}, steps=8)
    assert not check_schedule(ROAD, {0: 8}, [2], None)


def test_exits_with_a_rate_and_beds() -> None:
    fork = ArcNetwork(np.array([0, 0]), np.array([1, 2]), np.array([1, 10]), np.array([4, 4]))
    rate, beds = {1: 2}, {1: 12}
    found = clearance_time(fork, {0: 20}, [1, 2], exit_rate=rate, beds=beds)
    # Exit 1 takes two per step from step 1 on, twelve by step 6; the other eight are at exit 2 at steps 10 and 11.
    assert found.steps == found.lower_bound_steps == 11
    assert check_certificate(fork, {0: 20}, [1, 2], found.certificate, exit_rate=rate, beds=beds)
    assert not check_certificate(fork, {0: 20}, [1, 2], found.certificate, exit_rate=rate)
    assert clearance_time(fork, {0: 20}, [1, 2]).steps == 5
    full = clearance_time(fork, {0: 20}, [1], beds={1: 12})
    assert full.steps is None
    assert full.exact
    assert check_certificate(fork, {0: 20}, [1], full.certificate, beds={1: 12})


def test_named_routes_cost_time() -> None:
    net = grid(5)
    free = clearance_time(net, {0: 60}, [24])
    one = clearance_time(net, {0: 60}, [24], routes=1)
    assert free.steps is not None
    assert one.steps is not None
    assert one.routes is not None
    assert len(one.routes) == 1
    assert free.steps <= one.lower_bound_steps <= one.steps
    feeders = np.ones(net.arcs, np.bool_)
    assert clearance_time(net, {0: 60}, [24], routes=1, feeder=feeders).steps == free.steps


def test_a_time_limit_keeps_what_is_proven() -> None:
    net = grid(60)
    supply = dict.fromkeys(range(1000, 2000, 40), 300)
    begin = time.process_time()
    found = clearance_time(net, supply, [0, 59, 3599], time_limit_s=0)
    assert time.process_time() - begin < 10
    assert not found.exact
    assert found.lower_bound_steps >= 0
    if found.certificate is not None:
        assert check_certificate(net, supply, [0, 59, 3599], found.certificate)


@pytest.mark.parametrize("limit", [None, 0.5, 3, np.float32(2), np.int64(9), Fraction(1, 2), math.inf, 1e300, 10**400])
def test_limits_of_time_that_suffice_change_nothing(limit: float | None) -> None:
    assert clearance_time(ROAD, {0: 20}, [2], time_limit_s=limit).steps == 9


def test_the_end_of_a_search_by_clock_and_by_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    asked: list[bool] = [False]
    end = clearance.SearchEnd(5.0, lambda: asked[0])
    assert not end()
    now[0] = 104.9
    assert not end()
    now[0] = 105.0
    assert end()
    end.lift()
    assert not end()
    asked[0] = True
    assert end()


def test_a_schedule_that_is_asked_for_later_is_not_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[clearance.SearchEnd] = []

    def core(*_args: object, stop: clearance.SearchEnd, **_more: object) -> ClearanceResult:
        ends.append(stop)
        assert stop()
        return ClearanceResult(9, 9, None, exact=True, find_schedule=lambda: None if stop() else Schedule(()))

    monkeypatch.setattr(solve, "clearance_time", core)
    found = clearance_time(ROAD, {0: 20}, [2], time_limit_s=0)
    assert found.schedule is not None
    assert not ends[0]()


def test_more_steps_than_memory_holds_have_an_answer_but_no_schedule() -> None:
    people = 10**9
    net = ArcNetwork(*np.array([[0, 1, 2], [2, 2, 3], [5, 3, 4], [1, 1, 1]]))
    found = clearance_time(net, {0: people, 1: people}, [3])
    assert (found.steps, found.exact) == (2 * people + 6, True)
    assert found.schedule is None


def test_beds_for_everybody_are_no_limit() -> None:
    people = 10**9
    for beds in (people, 2 * people):
        assert clearance_time(ROAD, {0: people}, [2], beds={2: beds}).steps == clearance_time(ROAD, {0: people}, [2]).steps


def test_the_caller_can_end_the_search_and_follow_it() -> None:
    net = grid(20)
    seen: list[tuple[int, int | None]] = []
    calls = iter(range(10**9))
    supply = dict.fromkeys(range(50, 350, 20), 100)
    ended = clearance_time(net, supply, [0, 399], stop=lambda: next(calls) >= 1)
    whole = clearance_time(net, supply, [0, 399], progress=lambda low, high: seen.append((low, high)))
    assert whole.steps is not None
    assert ended.lower_bound_steps <= whole.steps
    assert seen[-1] == (whole.steps, whole.steps)


def test_an_interrupt_is_passed_on() -> None:
    def interrupt() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        clearance_time(grid(20), dict.fromkeys(range(50, 350, 20), 100), [0, 399], stop=interrupt)


def test_the_python_on_the_how_to_page_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    alone = [block for block in blocks if "my-scenario" not in block]
    assert len(alone) == len(blocks) - 1 >= 2
    names: dict[str, object] = {}
    for block in alone:
        exec(compile(block, str(PAGE), "exec"), names)
