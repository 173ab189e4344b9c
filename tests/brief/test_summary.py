"""The terminal answers at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brief.sample import Sample, make_sample
from safeconduct.brief.letters import ends_text, letter_routes, via_text
from safeconduct.brief.summary import MOST_LINES, binding_proof, summary_lines
from safeconduct.model.people import Headcount
from safeconduct.model.plan import GoNoGo, Left, Timetable


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def test_all_questions_are_answered_in_few_lines(sample: Sample) -> None:
    lines = summary_lines(sample.plan)
    assert len(lines) <= MOST_LINES
    for word in ("NO GO", "Corridor:", "Everybody out:", "Proven:", "What binds:", "Left behind:", "How sure:"):
        assert sum(word in line for line in lines) == 1, word
    assert "(schematic, not surveyed)" in lines[0]
    assert not any(letter in line for line in lines for letter in "\u00a0\u202f\u2066\u2069")


def test_people_left_are_told_with_their_number_and_group(sample: Sample) -> None:
    text = "\n".join(summary_lines(sample.plan))
    assert "Left behind: 208 people (202 able, 4 seated, 2 stretcher) of Іловайськ." in text
    assert "not everybody: 1 220 of 1 428 people" in text


def test_of_many_groups_left_the_first_are_named(sample: Sample) -> None:
    left = tuple(Left(f"H{number}", Headcount(10), "no seat") for number in range(1, 10))
    for count, named in ((6, "H1, H2, H3, H4, H5 and H6."), (9, "H1, H2, H3, H4 and 5 more.")):
        plan = replace(sample.plan, timetable=replace(sample.plan.timetable, left=left[:count]))
        assert f"Left behind: {10 * count} people ({10 * count} able) of {named}" in "\n".join(summary_lines(plan))


def test_when_nobody_is_left_the_time_stands_beside_its_bound() -> None:
    plan = make_sample(leave_people=False).plan
    text = "\n".join(summary_lines(plan))
    assert "Left behind: nobody by this timetable." in text
    assert plan.gap is not None
    assert f"this plan is {plan.gap * 100:.1f} % above it" in text
    assert "equal to that bound" in "\n".join(summary_lines(replace(plan, gap=0.0)))


def test_a_proof_that_some_must_stay_is_told(sample: Sample) -> None:
    text = "\n".join(summary_lines(replace(sample.plan, bound_s=None, gap=None, least_left=55)))
    assert "Proven: at least 55 people cannot be out by the end, whatever the plan." in text


def test_a_go_is_a_go_only_as_far_as_terms_go_and_reasons_are_counted(sample: Sample) -> None:
    assert "GO as far as the terms on file go" in summary_lines(replace(sample.plan, go=GoNoGo(go=True)))[0]
    assert "(and 2 more)" in summary_lines(replace(sample.plan, go=GoNoGo(go=False, reasons=("A.", "B.", "C."))))[0]


def test_an_empty_plan_still_answers(sample: Sample) -> None:
    bare = replace(sample.plan, timetable=Timetable(()), proofs=(), exposure=replace(sample.plan.exposure, incidents=0))
    text = "\n".join(summary_lines(bare))
    assert "nobody leaves by the end" in text
    assert "no proof on file" in text
    assert "exposure is unknown" in text


def test_letters_begin_with_the_chosen_option_and_equal_ways_share_one(sample: Sample) -> None:
    letters = letter_routes(sample.plan)
    assert [letters[route.id] for route in sample.plan.chosen_option.routes] == ["A", "B", "C"]
    assert letters["safest-G2-1"] == letters["fastest-G2-1"] == letters["balanced-G2-1"]
    assert letters["safest-G1-1"] != letters["balanced-G1-1"]


def test_letters_go_on_after_z(sample: Sample) -> None:
    route = sample.plan.chosen_option.routes[0]
    many = tuple(replace(route, id=f"r{n}", exit_id=f"E{n}") for n in range(30))
    plan = replace(sample.plan, options=(replace(sample.plan.chosen_option, routes=many),))
    assert [letter_routes(plan)[f"r{n}"] for n in (0, 25, 26, 29)] == ["A", "Z", "AA", "AD"]


def test_of_a_turn_the_road_is_named_and_few_names_are_taken(sample: Sample) -> None:
    route = sample.plan.chosen_option.routes[0]
    turned = replace(route, way_points=tuple(replace(p, name=f"turn onto H{n}") for n, p in enumerate(route.way_points)))
    assert via_text(turned) == "via H1, H2, H3"
    assert via_text(turned, most=2) == "via H1, H3"
    assert via_text(replace(route, way_points=route.way_points[:2])) == ""


def test_a_right_to_left_name_is_isolated_on_paper_and_plain_in_the_terminal(sample: Sample) -> None:
    option = sample.plan.chosen_option
    first = option.routes[0]
    points = (replace(first.way_points[0], name="ستاره"), *first.way_points[1:])
    route = replace(first, way_points=points)
    plan = replace(sample.plan, options=(replace(option, routes=(route, *option.routes[1:])),))
    assert ends_text(route).startswith("\u2068ستاره\u2069 to ")
    assert not any(mark in line for line in summary_lines(plan) for mark in "\u2066\u2068\u2069")


def test_of_proofs_that_say_nearly_the_same_the_one_that_names_places_binds() -> None:
    plan = make_sample().plan
    named = next(proof for proof in plan.proofs if proof.bottlenecks)
    bare = replace(named, kind="fleet", bottlenecks=(), bound_s=named.bound_s + named.bound_s // 200)
    assert binding_proof(replace(plan, proofs=(bare, named))) == named
    later = replace(bare, bound_s=named.bound_s * 2)
    assert binding_proof(replace(plan, proofs=(later, named))) == later
    more = replace(bare, least_left=named.least_left + 1)
    assert binding_proof(replace(plan, proofs=(more, named))) == more
    assert binding_proof(replace(plan, proofs=())) is None


def test_aid_that_comes_in_is_told(sample: Sample) -> None:
    assert not any("Aid in" in line for line in summary_lines(sample.plan))
    packet = sample.plan.timetable.packets[0]
    brings = replace(packet, runs=(replace(packet.runs[0], aid_t=1.5), *packet.runs[1:]))
    plan = replace(sample.plan, timetable=replace(sample.plan.timetable, packets=(brings, *sample.plan.timetable.packets[1:])))
    assert sum("Aid in: 1.5 t on 1 way back." in line for line in summary_lines(plan)) == 1
