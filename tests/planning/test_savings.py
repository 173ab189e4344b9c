"""What 10 % more on each bottleneck saves: figures counted by hand, reasons where it is nothing or not known, few solves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drawing import draw
from planning.test_proofs import START, hours, proven, scenario_of, with_cars
from safeconduct.clearance.result import ClearanceResult
from safeconduct.clearance.solve import clearance_time
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Bottleneck
from safeconduct.planning import savings
from safeconduct.planning.brackets import Watch
from safeconduct.planning.proof_sentences import ENDED, NEXT_BINDS, NOT_EXACT, SPACING, place_name, saving_text
from safeconduct.planning.proofs import prove
from safeconduct.planning.savings import NOT_TRIED

HERE = LonLat(38.0, 47.5)
FORD = Bottleneck("Ford", HERE, "road", 100, 0.6, (1,), 1300)
FERRY = Bottleneck("Ferry", HERE, "road", 100, 0.3, (2,), 0, NEXT_BINDS)
GATE = Bottleneck("Gate", HERE, "exit", 100, 0.1, (), 400)


def by_name(bottlenecks: tuple[Bottleneck, ...]) -> dict[str, tuple[int | None, str]]:
    return {one.name: (one.saving_s, one.saving_note) for one in bottlenecks}


def test_a_slow_road_saves_by_its_tenth() -> None:
    network, at = draw("a  b", "ab:km=6:cap=100:name=Ford")
    scenario, snaps = scenario_of(network, at, "a", "b")
    proof = proven(network, with_cars(scenario, 400, 2000), snaps)["roads"]
    # 400 vehicles at 100 an hour: 14,400 s; at 110 an hour: 13,090.9 s, rounded up to whole steps.
    assert by_name(proof.bottlenecks) == {"Ford": (14_400 - 13_091, "")}


def test_on_a_road_wider_than_the_packets_rate_no_road_helps() -> None:
    network, at = draw("a  b", "ab:km=6:cap=600:name=Mill_Road")
    scenario, snaps = scenario_of(network, at, "a", "b")
    proof = proven(network, with_cars(scenario, 400, 2000), snaps)["roads"]
    assert by_name(proof.bottlenecks) == {"Mill_Road": (0, SPACING)}
    assert "10 %" not in proof.sentence


def test_no_more_than_the_packets_rate_drives_onto_a_wider_road() -> None:
    network, at = draw("a  b", "ab:km=6:cap=310:name=Mill_Road")
    scenario, snaps = scenario_of(network, at, "a", "b")
    proof = proven(network, with_cars(scenario, 400, 2000), snaps)["roads"]
    # 316 an hour is the rate of packets, though a tenth more would be 341.
    steady = -(-400 * 3600 // 310) - -(-400 * 3600 // 316)
    assert by_name(proof.bottlenecks) == {"Mill_Road": (steady, "")}


def test_two_in_a_row_that_bind_alike_save_nothing_alone() -> None:
    network, at = draw("a  b  c", "ab:km=6:cap=100:name=Ford bc:km=6:cap=100:name=Ferry")
    scenario, snaps = scenario_of(network, at, "a", "c")
    proof = proven(network, with_cars(scenario, 400, 2000), snaps)["roads"]
    (told,) = by_name(proof.bottlenecks).values()
    assert told == (0, NEXT_BINDS)
    assert f"10 % more there would save nothing, because {NEXT_BINDS}." in proof.sentence


def test_two_side_by_side_save_each_their_own() -> None:
    network, at = draw("a  b\n\nc", "ab:km=6:cap=100:name=Ford ac:km=6:cap=200:name=Ferry cb:km=0.1:cap=2000")
    scenario, snaps = scenario_of(network, at, "a", "b")
    proof = proven(network, with_cars(scenario, 600, 3000), snaps)["roads"]
    saved = by_name(proof.bottlenecks)
    assert set(saved) == {"Ford", "Ferry"}
    assert (saved["Ferry"][0] or 0) > (saved["Ford"][0] or 0) > 0
    assert "there would save" in proof.sentence
    assert "; on Ford " in proof.sentence


def test_an_exit_saves_too_and_is_named_with_at() -> None:
    network, at = draw("a  b  c", "ab:km=6 ac:km=6")
    scenario, snaps = scenario_of(network, at, "a", "bc")
    slow = replace(scenario, exits=tuple(replace(one, screening_per_h=40 + 20 * n) for n, one in enumerate(scenario.exits)))
    proof = proven(network, slow, snaps)["screening"]
    assert all(one.kind == "exit" and (one.saving_s or 0) > 60 for one in proof.bottlenecks)
    assert "; at Exit b " in proof.sentence


def test_no_saving_is_stated_for_a_movement_that_is_too_short() -> None:
    network, at = draw("a  b", "ab:km=6:cap=100:name=Ford")
    scenario, snaps = scenario_of(network, at, "a", "b", end=hours(1))
    proof = proven(network, with_cars(scenario, 400, 2000), snaps)["roads"]
    assert by_name(proof.bottlenecks) == {"Ford": (None, "")}


def test_an_end_of_the_extra_work_leaves_the_bound_and_says_so() -> None:
    network, at = draw("a  b", "ab:km=6:cap=100:name=Ford")
    scenario, snaps = scenario_of(network, at, "a", "b")
    scenario = with_cars(scenario, 400, 2000)
    conditions = ArcConditions({}, {}, {}, (0.0,) * network.arcs)
    whole = proven(network, scenario, snaps)["roads"]
    watch = Watch(stop_extras=lambda: True)
    (ended,) = prove(scenario, network, snaps, conditions, groups=scenario.groups, start=START, end=scenario.end, watch=watch)
    assert ended.bound_s == whole.bound_s
    assert by_name(ended.bottlenecks) == {"Ford": (None, ENDED)}


def test_the_problem_is_solved_again_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = "bcdefgh"
    roads = " ".join(f"a{one}:km=6:cap={100 + 10 * n}:name=R{one} {one}z:km=1:cap=2000" for n, one in enumerate(letters))
    network, at = draw("a  b  c\n \nd  e  f\n \ng  h  z", roads)
    scenario, snaps = scenario_of(network, at, "a", "z")
    solved: list[int] = []
    real = clearance_time

    def counted(*given: object, **named: object) -> ClearanceResult:
        solved.append(1)
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(savings, "clearance_time", counted)
    proof = proven(network, with_cars(scenario, 2000, 8000), snaps)["roads"]
    assert len(proof.bottlenecks) == len(letters)
    assert len(solved) == savings.MOST_SOLVES
    assert [one.saving_note for one in proof.bottlenecks].count(NOT_TRIED) == len(letters) - savings.MOST_SOLVES


def test_without_an_exact_time_nothing_is_compared() -> None:
    loose = ClearanceResult(900, 800, None, exact=False)
    fresh = [replace(one, saving_s=None) for one in (FORD, GATE)]
    told = savings.with_savings(None, fresh, loose, 800)  # type: ignore[arg-type]  # nothing is looked at
    assert [(one.saving_s, one.saving_note) for one in told] == [(None, NOT_EXACT)] * 2


def test_a_road_without_a_name_is_spoken_of_by_its_place() -> None:
    track = replace(FORD, name="unnamed tertiary road near Shusha")
    assert place_name(track) == "the unnamed tertiary road near Shusha"
    assert place_name(FORD) == "the road Ford"
    assert "; on the unnamed tertiary road near Shusha 21 min." in saving_text((GATE, track))


def test_small_savings_and_spacing_are_left_to_the_list() -> None:
    assert saving_text((FORD, FERRY, GATE)) == (
        f" 10 % more there would save 21 min; on Ferry nothing, because {NEXT_BINDS}; at Gate 6 min."
    )
    assert saving_text((replace(FORD, saving_s=0, saving_note=SPACING), GATE)) == " 10 % more at Gate would save 6 min."
    assert saving_text((replace(FORD, saving_s=None, saving_note=NOT_EXACT),)) == ""
    assert saving_text((FORD, replace(GATE, saving_s=30))) == " 10 % more there would save 21 min."
