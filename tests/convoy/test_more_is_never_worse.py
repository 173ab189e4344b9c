"""More vehicles, more time, fewer people: what is proven never gets worse by it.

The timetable is made by a heuristic, which may leave more people behind with one more vehicle. Where what it leaves is proven to
be the least, it may not; and no bound may lie above what a harder order has been shown to do.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convoy.orders import bus, door, group, order_on
from convoy.test_builder_properties import fleets, orders
from safeconduct.convoy.bound import fleet_bound
from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.order import MovementOrder
from safeconduct.model.fleet import FleetEntry

RANDOM = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def left(order: MovementOrder) -> int:
    return sum(one.people.total for one in build_timetable(order).left)


def is_no_worse(order: MovementOrder, eased: MovementOrder) -> None:
    """Check an order that asks less, or offers more, than another: what that one did, this one could do as well."""
    before, proven, after = left(order), fleet_bound(eased).least_left, left(eased)
    assert proven <= before
    if after == proven:
        assert after <= before


@RANDOM
@given(orders(), fleets())
def test_one_more_vehicle_never_leaves_more_people_behind_where_the_least_is_proven(
    order: MovementOrder, rows: tuple[FleetEntry, ...]
) -> None:
    more = tuple(replace(row, id=f"M{number}", lost=()) for number, row in enumerate(rows))
    is_no_worse(order, replace(order, fleet=(*order.fleet, *(more or (bus(name="MORE"),)))))


@RANDOM
@given(orders(), st.sampled_from([1, 60, 3600]))
def test_more_time_never_leaves_more_people_behind_where_the_least_is_proven(order: MovementOrder, more_s: int) -> None:
    is_no_worse(order, replace(order, end=order.end + timedelta(seconds=more_s)))


@RANDOM
@given(orders())
def test_without_crews_tanks_and_escorts_no_more_people_are_left_where_the_least_is_proven(order: MovementOrder) -> None:
    fleet = tuple(replace(row, crew_h=None, range_km=None, lost=()) for row in order.fleet)
    each = replace(order.settings, escorts_per_packet=0, recovery_per_packet=0)
    is_no_worse(order, replace(order, fleet=fleet, settings=each, aid={}))


@RANDOM
@given(orders())
def test_who_comes_with_the_group_is_no_harder_to_take_where_the_least_is_proven(order: MovementOrder) -> None:
    groups = tuple(
        replace(one, waves=(), families=tuple(replace(family, ready=None) for family in one.families)) for one in order.groups
    )
    is_no_worse(order, replace(order, groups=groups))


def test_the_law_is_no_empty_one() -> None:
    """One bus more takes exactly those whom the first leaves, and both are proven."""
    few = order_on("a b", "ab:km=10", {"a": group("G", 100)}, {"b": door("X")}, fleet=(bus(),), hours=0.7)
    more = replace(few, fleet=(bus(2),))
    assert (left(few), fleet_bound(few).least_left) == (50, 50)
    assert (left(more), fleet_bound(more).least_left) == (0, 0)
