"""The founding case end to end."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from agreed import minimum_terms
from safeconduct import make_plan, read_scenario, verify_plan, write_plan
from safeconduct.app.case import Case
from safeconduct.app.demo import write_demo
from safeconduct.convoy.builder import build_timetable
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.trials import Effort
from safeconduct.model.errors import BadInputError, CheckFailedError, RefusedError
from safeconduct.model.plan import OPTION_LABELS, Packet, Plan, Timetable

UCDP = Path(__file__).parents[2].parent / "shared/data/incidents/ucdp_ilovaisk_2014.csv"


def test_the_checker_agrees_with_the_plan(demo_plan: Plan, demo_case: Case) -> None:
    assert verify_plan(demo_plan, demo_case) == ()


def test_everybody_is_counted_once(demo_plan: Plan, demo_case: Case) -> None:
    out = sum(packet.people.total for packet in demo_plan.timetable.packets)
    assert out + demo_plan.left.total == demo_case.scenario.people.total


def test_the_bound_is_not_above_the_plan(demo_plan: Plan) -> None:
    if demo_plan.bound_s is not None and demo_plan.clear_s is not None:
        assert demo_plan.bound_s <= demo_plan.clear_s
    assert demo_plan.least_left <= demo_plan.left.total


def test_who_is_screened_out_of_turn_is_found(demo_plan: Plan, demo_case: Case) -> None:
    rates = {one.id: one.screening_per_h or 0 for one in demo_case.scenario.exits}

    def took(packet: Packet) -> timedelta:
        return timedelta(seconds=-(-packet.people.total * 3600 // rates[packet.exit_id]))

    packets, swapped = demo_plan.timetable.packets, 0
    for first in range(len(packets)):
        for second in range(len(packets)):
            one, other = packets[first], packets[second]
            if not rates[one.exit_id] or one.exit_id != other.exit_id or other.out - took(other) != one.out:
                continue
            begin = one.out - took(one)
            if one.clear < other.clear <= begin:
                changed = list(packets)
                changed[first], changed[second] = replace(one, out=other.out), replace(other, out=begin + took(other))
                plan = replace(demo_plan, timetable=replace(demo_plan.timetable, packets=tuple(changed)))
                assert "packet-turn" in {finding.code for finding in verify_plan(plan, demo_case)}
                swapped += 1
    assert swapped


def test_the_unaccepted_condition_makes_no_go(demo_plan: Plan) -> None:
    assert not demo_plan.go.go
    assert any("T2" in reason or "heavy weapons" in reason for reason in demo_plan.go.reasons)


def test_accepting_every_term_makes_go(demo_case: Case) -> None:
    terms = tuple(
        replace(term, answers=tuple(replace(answer, state="accepted", paper="signed text") for answer in term.answers))
        for term in demo_case.scenario.terms
    )
    parties = {answer.party for term in terms for answer in term.answers}
    agreed = replace(demo_case.scenario, texts=(), terms=(*terms, *minimum_terms(*parties)))
    plan = make_plan(replace(demo_case, scenario=agreed))
    assert plan.go.go


def test_three_options_side_by_side(demo_plan: Plan) -> None:
    assert tuple(option.label for option in demo_plan.options) == OPTION_LABELS
    safest, _, fastest = demo_plan.options
    assert safest.person_exposure <= fastest.person_exposure
    assert fastest.longest_s <= safest.longest_s


def test_the_same_input_gives_the_same_plan(demo_case: Case, demo_plan: Plan) -> None:
    assert make_plan(demo_case) == demo_plan


def test_schematic_is_said(demo_plan: Plan) -> None:
    assert demo_plan.schematic
    assert any("schematic" in sentence for sentence in demo_plan.assumptions)


def test_the_folder_holds_what_was_promised(demo_plan: Plan, demo_case: Case, tmp_path: Path) -> None:
    made = write_plan(demo_plan, demo_case, tmp_path / "план out")
    names = {path.name for path in made}
    assert names >= {
        "plan.json",
        "brief.pdf",
        "map.svg",
        "map.html",
        "corridors.geojson",
        "corridors.gpx",
        "timetable.csv",
        "certificate.json",
    }


def test_no_plan_leaves_without_the_checker(demo_plan: Plan, demo_case: Case, tmp_path: Path) -> None:
    wrong = replace(demo_plan, least_left=demo_plan.least_left + 1)
    with pytest.raises(CheckFailedError):
        write_plan(wrong, demo_case, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RefusedError):
        write_demo(tmp_path)
    assert (tmp_path / "kept.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("wrong", [{"routes": 0}, {"routes": 99}, {"preference": "quickest"}])
def test_wrong_choices_are_bad_input(demo_case: Case, wrong: dict[str, object]) -> None:
    with pytest.raises(BadInputError):
        make_plan(demo_case, **wrong)  # type: ignore[arg-type]


@pytest.mark.skipif(not UCDP.exists(), reason="the shared incident data are not beside this checkout")
def test_the_incident_table_sums_to_its_source() -> None:
    table = (files("safeconduct.files") / "demo/incidents.csv").read_text(encoding="utf-8")
    ours: Counter[str] = Counter()
    for row in csv.DictReader(line for line in table.splitlines() if not line.startswith("#")):
        ours[row["date"]] += int(row["severity"])
    theirs: Counter[str] = Counter()
    with UCDP.open(encoding="utf-8", errors="replace") as source:
        for row in csv.DictReader(source):
            if row["date_start"] <= "2014-08-31":
                theirs[row["date_start"]] += int(row["best"])
    assert ours == theirs
    assert ours["2014-08-29"] == 239


def test_an_option_nobody_gets_out_by_gives_way_to_one_that_works(demo_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_balanced(order: MovementOrder, effort: Effort) -> Timetable:
        return Timetable(()) if order.routes[0].id.startswith("B") else build_timetable(order, effort=effort)

    monkeypatch.setattr("safeconduct.planning.make.build_timetable", without_balanced)
    plan = make_plan(demo_case, preference="balanced")
    assert plan.chosen != "balanced"
    assert plan.timetable.packets
    assert any("Nobody gets out by the balanced option" in text for text in plan.notices)


def test_a_scenario_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInputError):
        read_scenario(tmp_path / "nothing here")
