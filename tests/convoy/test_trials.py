"""Several plays of one order: what is tried, what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from convoy.orders import ambulance, bus, door, group, order_on
from convoy.replay import faults
from safeconduct.convoy import trials
from safeconduct.convoy.builder import build_timetable, timetable_of
from safeconduct.convoy.movement import Movement
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.policy import CARS, FLEET, Policy
from safeconduct.convoy.roadway import Roadway
from safeconduct.convoy.standing import Standing
from safeconduct.convoy.trials import Effort, best_movement, changes_of, desks_busy_s, play, value_of
from safeconduct.model.settings import Settings

PLAIN = Settings(packet_size=10, vehicle_gap_s=6, packet_headway_s=60)
MAP = "x a b y"
ROADS = "xa:km=6 ab:km=1 by:km=20"


def two_exits(cars: int = 0, buses: int = 4, rate: int | None = 300, beds: int | None = None) -> MovementOrder:
    people = {"a": group("G", 1000, cars=cars), "b": group("H", 400)}
    doors = {"x": door("X", rate), "y": door("Y", beds=beds)}
    return order_on(MAP, ROADS, people, doors, fleet=(bus(buses),) if buses else (), settings=PLAIN, hours=24)


def exits_used(order: MovementOrder, policy: Policy) -> dict[str, int]:
    used: dict[str, int] = {}
    for packet in timetable_of(order, play(order, Roadway(order), policy)).packets:
        used[packet.exit_id] = used.get(packet.exit_id, 0) + packet.people.total
    return used


@pytest.mark.parametrize("order", [two_exits(), two_exits(cars=150, beds=300), two_exits(buses=1, rate=50)])
def test_the_best_play_is_never_worse_than_the_plain_one_and_always_the_same(order: MovementOrder) -> None:
    best = value_of(best_movement(order))
    assert best <= value_of(play(order, Roadway(order), Policy(packet_least=order.settings.packet_least)))
    assert best == value_of(best_movement(order))
    assert faults(order, build_timetable(order)) == []


def test_another_policy_than_the_plain_one_can_win() -> None:
    order = two_exits(cars=150, beds=300)
    assert value_of(best_movement(order)) < value_of(play(order, Roadway(order), Policy()))


def test_the_first_play_is_always_whole_and_the_others_have_their_events() -> None:
    order = two_exits(cars=150, beds=300)
    plain = value_of(play(order, Roadway(order), Policy()))
    assert value_of(best_movement(order, effort=Effort(events=0))) == plain
    assert value_of(best_movement(order, effort=Effort(events=0, plays=5))) < plain


def test_a_longer_search_is_never_worse_and_the_same_for_the_same_seed() -> None:
    order = two_exits(cars=150, beds=300)
    usual = value_of(best_movement(order))
    longer = [value_of(best_movement(order, effort=Effort(more_events=4000, seed=seed))) for seed in (0, 0, 1)]
    assert longer[0] == longer[1]
    assert max(longer) <= usual


def test_the_search_ends_when_it_is_told_to_and_where_the_bound_is_met() -> None:
    order = two_exits(cars=150, beds=300)
    plain, told = value_of(play(order, Roadway(order), Policy(packet_least=order.settings.packet_least))), []
    assert value_of(best_movement(order, effort=Effort(stop=lambda: True))) == plain
    assert value_of(best_movement(order, effort=Effort(enough_s=plain[1]))) == plain
    best_movement(order, effort=Effort(tell=lambda left, last_s: told.append((left, last_s))))
    assert told
    assert told == sorted(told, reverse=True)


def test_only_what_can_matter_is_tried() -> None:
    line = order_on("a b", "ab", {"a": group("G", 40, cars=10)}, {"b": door("X")}, settings=PLAIN)
    assert changes_of(line) == ()
    screened = order_on("a b", "ab", {"a": group("G", 40, cars=10)}, {"b": door("X", 100)}, settings=PLAIN)
    assert [change(Policy()) for change in changes_of(screened)] == [
        Policy(exit_queue_s=seconds) for seconds in (300, 900, 3600, 14400)
    ]
    assert len(changes_of(two_exits(buses=0))) == 4 + 2 * 2 * 4
    assert len(changes_of(two_exits(cars=10))) == 3 + 3 + 4 + 3 + 4 + 2 * 2 * 4


def test_fewest_left_counts_first_then_the_last_out() -> None:
    early, late = two_exits(buses=4), two_exits(buses=1)
    assert value_of(best_movement(early))[:2] < value_of(best_movement(late))[:2]
    shut = order_on(MAP, ROADS, {"a": group("G", 100)}, {"x": door("X")}, settings=PLAIN)
    assert value_of(best_movement(shut))[:2] == (100, 0)


def test_a_delay_moves_one_kind_of_packet_to_another_exit() -> None:
    cars = two_exits(cars=100, buses=0)
    assert exits_used(cars, Policy(delay_s={(CARS, "X"): 80_000})) == {"Y": 400}
    assert exits_used(cars, Policy(delay_s={(FLEET, "X"): 80_000})) == exits_used(cars, Policy())
    fleet = two_exits()
    assert exits_used(fleet, Policy(delay_s={(FLEET, "X"): 80_000})) == {"Y": 1400}
    assert exits_used(fleet, Policy())["X"] > 0


def test_with_weight_on_the_way_back_vehicles_that_must_come_again_go_to_the_near_exit() -> None:
    order = two_exits()
    assert exits_used(order, Policy(return_weight=5.0))["X"] > exits_used(order, Policy())["X"]


def test_the_work_factor_says_whose_cars_go_first() -> None:
    people = {"a": group("G", 400, cars=100), "b": group("H", 400, cars=100)}
    order = order_on("a c x\n  b", "ac:km=2 bc:km=2 cx:km=2", people, {"x": door("X")}, settings=PLAIN)

    def last(policy: Policy) -> str:
        return timetable_of(order, play(order, Roadway(order), policy)).packets[-1].group_id

    assert last(Policy(work_factor={"G": 10.0})) == "H"
    assert last(Policy(work_factor={"H": 10.0})) == "G"


def test_an_exit_short_of_beds_comes_last_unless_the_policy_says_otherwise() -> None:
    people = {"a": group("G", 60)}
    doors = {"x": door("X", beds=30), "b": door("Y")}
    order = order_on("x a  b", "xa:km=5 ab:km=6", people, doors, fleet=(bus(1),), settings=PLAIN, hours=12)

    def first(policy: Policy) -> tuple[str, int]:
        packet = timetable_of(order, play(order, Roadway(order), policy)).packets[0]
        return packet.exit_id, packet.people.total

    assert first(Policy()) == ("Y", 50)
    assert first(Policy(last_beds_last=False)) == ("X", 30)


def test_no_further_play_where_the_desks_never_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    people = {"a": group("G", 2000, cars=500)}
    order = order_on("a b", "ab:km=5", people, {"b": door("X", 200)}, settings=PLAIN, hours=24)
    assert desks_busy_s(order) == order.routes[0].travel_s + 2000 * 18
    assert desks_busy_s(two_exits()) == 0.0
    played: list[Policy] = []

    def counted(one: MovementOrder, roadway: Roadway, policy: Policy, standing: Standing) -> Movement:
        played.append(policy)
        return play(one, roadway, policy, standing)

    monkeypatch.setattr(trials, "play", counted)
    best_movement(order)
    assert played == [Policy(packet_least=order.settings.packet_least)]
    best_movement(two_exits())
    assert len(played) > 2


def test_small_packets_only_where_people_would_be_left_otherwise() -> None:
    people = {"a": group("G", 200)}
    order = order_on(MAP, "xa:km=6", people, {"x": door("X", 100)}, fleet=(bus(4),), settings=PLAIN, hours=12)
    kept = timetable_of(order, best_movement(order))
    assert min(packet.vehicles for packet in kept.packets[:1]) >= order.settings.packet_least
    short = replace(order, end=order.start + (kept.packets[0].out - order.start) - timedelta(minutes=20))
    rescued = timetable_of(short, best_movement(short))
    assert sum(packet.people.total for packet in rescued.packets) > 0
    assert rescued.packets[0].vehicles < order.settings.packet_least


def test_patients_do_not_queue_behind_buses_where_they_need_many_trips() -> None:
    people = {"a": group("G", 900, 0, 16), "b": group("H", 300, cars=40)}
    order = order_on(
        "a b c",
        "ab:km=4 bc:km=4",
        people,
        {"c": door("X", 250)},
        fleet=(bus(12), ambulance(1, 2, 2)),
        hours=40,
        settings=replace(PLAIN, patients_first=False),
    )
    roadway = Roadway(order)
    base = Policy(packet_least=order.settings.packet_least)
    plain, ahead = (play(order, roadway, replace(base, patients_queue_s=queue)) for queue in (None, 0))
    assert faults(order, timetable_of(order, ahead)) == []

    def last_patient(movement: Movement) -> int:
        return max(one.out_s or 0 for one in movement.drafts if any(run.people.stretcher for run in one.runs))

    assert last_patient(ahead) < last_patient(plain) * 0.9
    assert value_of(best_movement(order))[:2] <= value_of(ahead)[:2]
