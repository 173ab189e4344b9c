"""Laws that hold for every order: the rules are kept, people are conserved, the bound is never above the plan."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convoy.orders import HERE, at_s, door, group, order_on, with_returns
from convoy.replay import faults
from safeconduct.convoy.bound import fleet_bound
from safeconduct.convoy.builder import build_timetable, timetable_of
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.policy import CARS, FLEET, Policy
from safeconduct.convoy.roadway import Roadway
from safeconduct.convoy.trials import play
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Exit, Group, Headcount
from safeconduct.model.settings import Settings
from safeconduct.model.times import Span

GRID = "a b c\n\nd e f"
TREE = ("ab", "bc", "de", "ef", "ad")
MORE = ("be", "cf", "a>e", "b>f")

members = st.builds(
    Headcount,
    st.integers(0, 5),
    st.integers(0, 2),
    st.sampled_from([0, 0, 0, 0, 0, 1, 2]),
    st.sampled_from([0, 0, 0, 0, 0, 1, 2]),
).filter(lambda one: one.total > 0)

comers = st.builds(Headcount, st.integers(0, 60), st.integers(0, 5), st.sampled_from([0, 0, 1]), st.sampled_from([0, 0, 1]))


@st.composite
def groups(draw: st.DrawFn, name: str) -> Group:
    return group(
        name,
        draw(st.integers(0, 60)),
        draw(st.integers(0, 15)),
        draw(st.sampled_from([0, 0, 1, 4])),
        families=tuple(draw(st.lists(st.tuples(members, st.integers(1, 4)), max_size=3))),
        cars=draw(st.sampled_from([0, 0, 1, 5, 40])),
        per_car=draw(st.sampled_from([1.0, 2.5, 4.7])),
        ready_s=draw(st.none() | st.integers(0, 4000)),
        priority=draw(st.integers(1, 2)),
        bays=draw(st.sampled_from([1, 2, 10])),
        wheelchair=draw(st.sampled_from([0, 0, 1, 5])),
        waves=draw(st.just(()) | st.lists(st.tuples(st.integers(-500, 15000), comers), max_size=3).map(tuple)),
        later=draw(st.just({}) | st.dictionaries(st.integers(1, 3), st.integers(-500, 15000))),
    )


@st.composite
def exits(draw: st.DrawFn, name: str) -> Exit:
    made = door(
        name,
        draw(st.sampled_from([None, None, 60, 200, 1000])),
        draw(st.none() | st.integers(-1000, 5000)),
        draw(st.sampled_from([None, None, 4000, 9000, 20000])),
        draw(st.sampled_from([None] * 7 + [0, 7, 40])),
    )
    return replace(made, fuel=bool(draw(st.integers(0, 3))))


VEHICLES = [
    ("bus", 50, 0, 0),
    ("bus", 50, 0, 2),
    ("minibus", 9, 0, 0),
    ("ambulance", 2, 2, 0),
    ("ambulance", 2, 1, 1),
    ("medical bus", 12, 6, 3),
    ("van", 0, 1, 0),
    ("lift van", 0, 0, 3),
]
"""Kind, seats, stretcher places, wheelchair places."""


@st.composite
def fleets(draw: st.DrawFn) -> tuple[FleetEntry, ...]:
    rows = []
    for number in range(draw(st.sampled_from([0, 1, 2, 3, 3, 3]))):
        kind, seats, lying, wheelchairs = draw(st.sampled_from(VEHICLES))
        base = draw(st.sampled_from([None, None, HERE]))
        available = draw(st.none() | st.integers(-500, 3000))
        count = draw(st.integers(1, 4))
        lost = draw(st.sampled_from([None, None, None, *range(600, 30000, 3000)]))
        serial = f"V{number}" if count == 1 else f"V{number}-01"
        rows.append(
            FleetEntry(
                f"V{number}",
                kind,
                count,
                seats,
                lying,
                base,
                None if available is None else at_s(available),
                wheelchair_places=wheelchairs,
                range_km=draw(st.sampled_from([None, None, None, 15.0, 40.0, 100.0])),
                crew_h=draw(st.sampled_from([None, None, None, 1.0, 2.0, 5.0])),
                role=draw(st.sampled_from(["transport", "transport", "transport", "escort", "recovery"])),
                cargo_t=draw(st.sampled_from([0.0, 0.0, 2.5])),
                lost=() if lost is None else ((serial, at_s(lost)),),
            )
        )
    return tuple(rows)


@st.composite
def orders(draw: st.DrawFn) -> MovementOrder:
    roads = [road for road in TREE if draw(st.integers(0, 19))] + [road for road in MORE if draw(st.booleans())]
    caps = [f"{road}:cap={draw(st.sampled_from([60, 300, 900]))}:km={draw(st.integers(1, 12))}" for road in roads] or ["ab"]
    hours = draw(st.sampled_from([1.0, 4.0, 12.0, 24.0]))
    places = draw(st.permutations("abcdef"))
    people = {places[i]: draw(groups(f"G{i}")) for i in range(draw(st.integers(1, 3)))}
    doors = {places[5 - i]: draw(exits(f"X{i}")) for i in range(draw(st.integers(1, 2)))}
    fleet = draw(fleets())
    used = Settings(
        packet_size=draw(st.sampled_from([1, 2, 4, 10])),
        packet_headway_s=draw(st.sampled_from([6, 60, 300])),
        return_allowed=bool(draw(st.integers(0, 3))),
        board_able_s=draw(st.sampled_from([0, 10])),
        crew_rest_h=draw(st.sampled_from([0.0, 0.5, 3.0])),
        refuel_s=draw(st.sampled_from([0, 1200])),
        escorts_per_packet=draw(st.sampled_from([0, 0, 0, 1, 2])),
        recovery_per_packet=draw(st.sampled_from([0, 0, 0, 0, 1])),
        aid_load_s=draw(st.sampled_from([0, 900])),
        aid_unload_s=draw(st.sampled_from([0, 600])),
        family_with_patient=draw(st.sampled_from(["packet", "packet", "vehicle"])),
    )
    spans = {}
    for one in doors.values():
        cut = draw(st.integers(600, 5000))
        whole = Span(at_s(0), at_s(hours * 3600))
        spans[one.id] = draw(
            st.sampled_from(
                [
                    (whole,),
                    (Span(at_s(0), at_s(cut)), Span(at_s(cut + 900), at_s(hours * 3600 + 5000))),
                    (Span(at_s(cut), whole.end),),
                ]
            )
        )
    opened = dict.fromkeys(draw(st.sets(st.integers(0, 1), max_size=1)), ((0.0, 2500.5), (3000.0, 90000.0)))
    dead = {
        (row.id, g.id): draw(st.integers(0, 1500))
        for row in fleet
        for g in people.values()
        if row.base is not None and draw(st.integers(0, 4))
    }
    made = order_on(
        GRID,
        " ".join(caps),
        people,
        doors,
        fleet=fleet,
        settings=used,
        hours=hours,
        spans=spans,
        open_spans=opened,
        deadhead_s=dead,
        routes=draw(st.integers(1, 3)),
    )
    return replace(made, aid=draw(st.just({}) | st.dictionaries(st.sampled_from(["G0", "G1"]), st.sampled_from([1.0, 8.1]))))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(orders())
def test_every_rule_is_kept_and_nobody_is_faster_than_the_bound(order: MovementOrder) -> None:
    table = build_timetable(order)
    assert faults(order, table) == []
    proof = fleet_bound(order)
    assert proof.least_left <= sum(one.people.total for one in table.left)
    if not table.left and table.last_out is not None:
        assert proof.bound_s <= (table.last_out - order.start).total_seconds()


@st.composite
def orders_with_returns(draw: st.DrawFn) -> MovementOrder:
    """Return an order in which each group has routes to one exit only; vehicles come to it from the others over return ways."""
    order = draw(orders())
    doors = sorted({route.exit_id for route in order.routes})
    only = {one.id: draw(st.sampled_from(doors)) if doors else "" for one in order.groups}
    return with_returns(order, only=only)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(orders_with_returns())
def test_return_ways_break_no_rule_and_no_bound(order: MovementOrder) -> None:
    table = build_timetable(order)
    assert faults(order, table) == []
    proof = fleet_bound(order)
    assert proof.least_left <= sum(one.people.total for one in table.left)
    if not table.left and table.last_out is not None:
        assert proof.bound_s <= (table.last_out - order.start).total_seconds()


policies = st.builds(
    Policy,
    patients_queue_s=st.sampled_from([None, 0, 300]),
    packet_screening_s=st.sampled_from([0, 900, 3600]),
    exit_queue_s=st.sampled_from([0, 300, 900]),
    last_beds_last=st.booleans(),
    any_return=st.booleans(),
    duty_slack_s=st.sampled_from([0, 900]),
    fill_wait_s=st.sampled_from([0, 900, 14400]),
    return_weight=st.sampled_from([0.0, 0.5, 1.0, 5.0]),
    delay_s=st.dictionaries(st.tuples(st.sampled_from([CARS, FLEET]), st.sampled_from(["X0", "X1"])), st.integers(-9000, 9000)),
    work_factor=st.dictionaries(st.sampled_from(["G0", "G1", "G2"]), st.sampled_from([0.01, 0.5, 100.0])),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(orders(), policies)
def test_no_policy_breaks_a_rule(order: MovementOrder, policy: Policy) -> None:
    assert faults(order, timetable_of(order, play(order, Roadway(order), policy))) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(orders())
def test_the_same_order_gives_the_same_timetable(order: MovementOrder) -> None:
    assert build_timetable(order) == build_timetable(replace(order))
