"""Aid that vehicles on their way back bring in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from convoy.orders import at_s, bus, door, group, order_on
from convoy.replay import faults
from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.order import MovementOrder
from safeconduct.model.plan import Timetable, VehicleRun
from safeconduct.model.settings import Settings

LINE = "a b c"
ROAD = "ab:km=10 bc:km=10"
"""20 km, 1440 s each way."""
TRIP_S = 300 + 500 + 1440 + 60 + 600
"""From the start of loading a full bus until it is empty."""


def order_with(aid_t: float, *, people: int = 200, hours: float = 24, cargo_t: float = 3.0) -> MovementOrder:
    fleet = (replace(bus(), cargo_t=cargo_t),)
    order = order_on(LINE, ROAD, {"a": group("G", people)}, {"c": door("X")}, fleet=fleet, settings=Settings(), hours=hours)
    return replace(order, aid={"G": aid_t})


def runs(order: MovementOrder) -> list[VehicleRun]:
    table: Timetable = build_timetable(order)
    assert faults(order, table) == []
    return [run for packet in table.packets for run in packet.runs]


def test_a_vehicle_brings_aid_back_until_the_need_is_met() -> None:
    first, second, third, last = runs(order_with(4.5))
    assert [run.aid_t for run in (first, second, third, last)] == [3.0, 1.5, 0.0, 0.0]
    assert first.back_at == second.load_start == at_s(TRIP_S + 1800 + 1440 + 1800)
    assert third.back_at is not None
    assert third.free_at is not None
    assert (third.back_at - third.free_at).total_seconds() == 1440


@pytest.mark.parametrize(("aid_t", "cargo_t"), [(0.0, 3.0), (5.0, 0.0)])
def test_no_aid_without_a_need_or_without_room(aid_t: float, cargo_t: float) -> None:
    assert not any(run.aid_t for run in runs(order_with(aid_t, cargo_t=cargo_t)))


def test_a_vehicle_that_could_take_nobody_with_aid_goes_without() -> None:
    order = order_with(3.0, people=100, hours=(2 * TRIP_S + 1440) / 3600)
    first, second = runs(order)
    assert (first.aid_t, second.trip) == (0.0, 2)


def test_other_points_get_none() -> None:
    order = replace(order_with(3.0), aid={"H": 3.0})
    assert not any(run.aid_t for run in runs(order))
