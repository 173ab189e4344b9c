"""The cumulative curve ends with the people who are out; the queue is never below nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.sample import START, Sample, make_sample
from safeconduct.brief.curve import curve_of, greatest_of, last_of
from safeconduct.brief.curve_svg import draw_curve, tick_step
from safeconduct.model.people import Exit, Headcount
from safeconduct.model.plan import Packet, Timetable, VehicleRun
from safeconduct.model.revision import Revision


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def texts(svg: str) -> str:
    return "\n".join(one.text or "" for one in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"))


TIMES = st.tuples(st.integers(0, 900), st.integers(1, 200), st.integers(0, 60), st.integers(0, 400), st.integers(0, 90))


@given(st.lists(st.tuples(TIMES, st.sampled_from(["E1", "E2", "E3"])), max_size=30))
@settings(max_examples=80, deadline=None)
def test_laws_of_the_curve(packets: list[tuple[tuple[int, int, int, int, int], str]]) -> None:
    made = []
    for number, ((depart, drive, clear, screen, people), exit_id) in enumerate(packets):
        at = [START + timedelta(minutes=sum((depart, drive, clear, screen)[:n])) for n in range(1, 5)]
        run = VehicleRun("bus", 1, Headcount(people), f"B{number}")
        made.append(Packet(f"P{number}", "r", "G1", exit_id, at[0], at[1], at[2], at[3], 60, (run,)))
    plan = replace(make_sample().plan, timetable=Timetable(tuple(made)))
    curve = curve_of(plan, ("E1", "E2"))
    people = sum(packet.people.total for packet in made)
    assert last_of(curve.out) == last_of(curve.departed) == people
    assert sum(last_of(steps) for _, steps in curve.by_exit) == people
    assert last_of(curve.queue) == 0
    assert all(waiting >= 0 for _, waiting in curve.queue)
    assert [value for _, value in curve.out] == sorted(value for _, value in curve.out)


def test_it_tells_people_out_the_queue_the_bound_and_is_the_same_each_time(sample: Sample) -> None:
    svg = draw_curve(sample.plan, sample.scenario)
    assert svg == draw_curve(sample.plan, sample.scenario)
    said = texts(svg)
    out = sum(packet.people.total for packet in sample.plan.timetable.packets)
    assert f"out: {out:,}".replace(",", "\u202f") in said
    assert "proven: nobody can have everybody out before 10:16:41 EEST (UTC+3) / 11:16:41 MSK (UTC+4)" in said
    assert "longest (circle)" in said
    assert "out by" not in said  # one exit only: its curve is the total


def test_without_a_bound_who_is_surely_left_is_told(sample: Sample) -> None:
    plan = replace(sample.plan, bound_s=None, least_left=40)
    assert "proven: at least 40 people cannot be out by the end" in texts(draw_curve(plan, sample.scenario))
    plan = replace(sample.plan, bound_s=None)
    assert "proven: not everybody can be out by the end" in texts(draw_curve(plan, sample.scenario))


def test_each_exit_has_its_line(sample: Sample) -> None:
    second = Exit("E2", "Second <crossing>", sample.scenario.exits[0].point)
    packets = [replace(packet, exit_id="E2") if n % 2 else packet for n, packet in enumerate(sample.plan.timetable.packets)]
    plan = replace(sample.plan, timetable=Timetable(tuple(packets)))
    scenario = replace(sample.scenario, exits=(*sample.scenario.exits, second))
    assert "out by Second <crossing>: " in texts(draw_curve(plan, scenario))


def test_nobody_and_a_plan_made_again_can_be_drawn(sample: Sample) -> None:
    assert "out: 0 people" in texts(draw_curve(replace(sample.plan, timetable=Timetable(())), sample.scenario))
    plan = replace(sample.plan, revision=Revision(START + timedelta(hours=1), "ab" * 32, 2, 3))
    assert "made again" in texts(draw_curve(plan, sample.scenario))
    nobody = replace(sample.plan, people=Headcount(), timetable=Timetable(()))
    ElementTree.fromstring(draw_curve(nobody, sample.scenario))


@pytest.mark.parametrize(("most", "step"), [(1, 1), (10, 1), (11, 2), (99, 10), (1_680, 200), (60_000, 10_000), (60_001, 10_000)])
def test_the_scale_counts_in_round_steps(most: int, step: int) -> None:
    assert tick_step(most) == step
    assert -(-most // step) <= 10


def test_greatest_of_nothing_is_none() -> None:
    assert greatest_of(()) is None
