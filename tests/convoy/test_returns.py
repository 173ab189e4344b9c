"""Empty vehicles drive to any assembly point, also to one that no route joins to their exit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from convoy.orders import at_s, bus, door, group, order_on, with_returns
from convoy.replay import faults
from safeconduct.convoy.bound import fleet_bound
from safeconduct.convoy.builder import build_timetable, timetable_of
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.policy import Policy
from safeconduct.convoy.roadway import Roadway
from safeconduct.convoy.trials import changes_of, play
from safeconduct.model.plan import Timetable
from safeconduct.model.settings import Settings
from safeconduct.model.times import Span

MAP, ROADS = "x a b y", "xa:km=5 ab:km=5 by:km=5"
PLAIN = Settings(packet_size=10, vehicle_gap_s=6, packet_headway_s=60)


def two_towns(
    *, hours: float = 6.0, spans: dict[str, tuple[Span, ...]] | None = None, settings: Settings = PLAIN
) -> MovementOrder:
    """Return an order where A leaves by X and B by Y only, and the one bus can begin at A alone."""
    people, doors = {"a": group("A", 50), "b": group("B", 100)}, {"x": door("X"), "y": door("Y")}
    order = order_on(MAP, ROADS, people, doors, fleet=(bus(1),), settings=settings, hours=hours, spans=spans)
    based = replace(order, fleet=(replace(order.fleet[0], base=order.groups[0].point),), deadhead_s={("BUS", "A"): 0})
    return with_returns(based, only={"A": "X", "B": "Y"})


def people_out(table: Timetable) -> dict[str, int]:
    out: dict[str, int] = {}
    for packet in table.packets:
        out[packet.group_id] = out.get(packet.group_id, 0) + packet.people.total
    return out


def test_a_vehicle_serves_another_group_over_a_return_way() -> None:
    order = two_towns()
    table = build_timetable(order)
    assert faults(order, table) == []
    assert people_out(table) == {"A": 50, "B": 100}
    first = table.packets[0].runs[0]
    assert first.free_at is not None
    assert first.back_at == first.free_at + timedelta(seconds=order.drive_s(order.returns["X", "B"]))
    assert table.last_out is not None
    assert order.time_of(fleet_bound(order).bound_s) <= table.last_out


def test_without_the_return_way_the_other_group_stays() -> None:
    order = replace(two_towns(), returns={})
    assert people_out(build_timetable(order)) == {"A": 50}


def test_nobody_drives_back_where_that_is_not_allowed() -> None:
    order = replace(two_towns(), settings=replace(PLAIN, return_allowed=False))
    assert people_out(build_timetable(order)) == {"A": 50}


def test_a_return_way_keeps_to_the_spans_of_the_exit() -> None:
    day = Span(at_s(0), at_s(6 * 3600))
    shut = two_towns(spans={"X": (Span(at_s(0), at_s(1700)),), "Y": (day,)})
    assert people_out(build_timetable(shut)) == {"A": 50}
    later = two_towns(spans={"X": (Span(at_s(0), at_s(1700)), Span(at_s(7200), at_s(9000))), "Y": (day,)})
    table = build_timetable(later)
    assert faults(later, table) == []
    assert people_out(table) == {"A": 50, "B": 100}
    assert table.packets[0].runs[0].back_at == at_s(7200 + later.drive_s(later.returns["X", "B"]))


def test_a_return_way_keeps_to_the_hours_of_its_roads() -> None:
    order = two_towns()
    arc = order.returns["X", "B"][-1]
    order = replace(order, open_spans={arc: ((9000.0, 20000.0),)})
    table = build_timetable(order)
    assert faults(order, table) == []
    back = table.packets[0].runs[0].back_at
    assert back is not None
    assert back >= at_s(9000 + order.travel_s[arc])
    never = replace(order, open_spans={arc: ((0.0, 10.0),)})
    assert people_out(build_timetable(never)) == {"A": 50}


def test_a_policy_can_keep_vehicles_from_return_ways_and_is_tried_where_there_are_any() -> None:
    order = two_towns()
    kept = timetable_of(order, play(order, Roadway(order), Policy(any_return=False)))
    assert faults(order, kept) == []
    assert people_out(kept) == {"A": 50}
    tried = [change(Policy()) for change in changes_of(order)]
    assert Policy(any_return=False) in tried
    assert Policy(any_return=False) not in [change(Policy()) for change in changes_of(replace(order, returns={}))]


def test_the_replay_sees_a_vehicle_that_comes_by_no_way() -> None:
    order = two_towns()
    table = build_timetable(order)
    assert any("way back" in fault for fault in faults(replace(order, returns={}), table))
    longer = replace(order, returns={("X", "B"): order.returns["X", "B"] * 2})
    assert any("way back" in fault for fault in faults(longer, table))
