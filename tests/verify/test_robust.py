"""A plan of wild values gives findings, never an exception."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest

from safeconduct.model.place import LonLat
from safeconduct.model.plan import Plan
from safeconduct.verify.check import check_plan
from verify.mutation_base import Sample
from verify.sound import sound

WORDS = [
    "",
    "A",
    "B",
    "X",
    "Y",
    "bus-01",
    "amb",
    "BA1",
    "SB2",
    "P01",
    "base:amb",
    "roads",
    "fleet",
    "people",
    "car",
    "\u202e",
    "balanced",
]


def wild(value: object, rng: Random, share: float, *, calm: bool) -> object:
    """Return the value with each leaf replaced by another value of its type with a given chance, and tuples cut or doubled."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: wild(getattr(value, one.name), rng, share, calm=calm) for one in fields(value)})
    if isinstance(value, LonLat):
        return LonLat(rng.uniform(-180, 180), rng.uniform(-90, 90) * (1 if calm else 2)) if rng.random() < share else value
    if type(value) is tuple:
        kept = tuple(wild(one, rng, share, calm=calm) for one in value)
        chance = rng.random()
        return () if chance < share / 4 else kept + kept[:1] if chance < share / 2 else kept[1:] if chance < share else kept
    if rng.random() >= share:
        return value
    if type(value) is bool:
        return not value
    if type(value) is str:
        return rng.choice(WORDS)
    if type(value) is int:
        tame = [0, -1, 1, rng.randint(-50, 50), rng.randint(0, 10**6), value + 1]
        return rng.choice(tame if calm else [10**15, 10**30, -(10**9)])
    if type(value) is float:
        return rng.choice([0.0, -1.0, 1e-300, rng.uniform(-10, 10)] if calm else [1e14, float("inf"), float("nan")])
    if type(value) is datetime:
        odd = [
            value.replace(tzinfo=None),
            datetime.max.replace(tzinfo=UTC),
            None,
            datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        ]
        return value + timedelta(seconds=rng.randint(-(10**5), 10**5)) if calm else rng.choice(odd)
    return rng.choice([None, value, 1])


@pytest.mark.parametrize("share", [0.002, 0.02, 0.3])
@pytest.mark.parametrize("calm", [False, True])
@pytest.mark.parametrize("short", [False, True])
def test_wild_values_never_raise(short: bool, calm: bool, share: float) -> None:
    sample = Sample(*sound(short=short))
    rng = Random(f"{short}{calm}{share}")
    for _ in range(150):
        plan = wild(sample.plan, rng, share, calm=calm)
        assert isinstance(plan, Plan)
        check_plan(sample.scenario, sample.network, plan)


@pytest.mark.parametrize("thing", [None, 3, "plan", {}, object()])
def test_what_is_no_plan_is_a_finding(thing: object) -> None:
    scenario, network, _plan = sound()
    assert [one.code for one in check_plan(scenario, network, thing)] == ["shape-type"]  # type: ignore[arg-type]


def test_a_plan_without_anything_is_rejected() -> None:
    scenario, network, plan = sound()
    empty = replace(plan, snaps=(), options=(), proofs=(), timetable=replace(plan.timetable, packets=(), left=()))
    assert check_plan(scenario, network, empty)
