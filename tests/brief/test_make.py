"""The document says what the plan says, on the page where it belongs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brief.sample import Sample, make_sample
from safeconduct.brief.annex_timetable import MOST_ROWS, MOST_SUMS, timetable_annex
from safeconduct.brief.document import Document, Section, Table, texts_of
from safeconduct.brief.make import make_document
from safeconduct.brief.texts import LAW_SENTENCES
from safeconduct.model.people import Headcount
from safeconduct.model.plan import GoNoGo, Timetable
from safeconduct.model.terms import Category, Term
from safeconduct.model.times import Span, Window


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


@pytest.fixture(scope="module")
def document(sample: Sample) -> Document:
    return make_document(sample.plan, sample.scenario)


def annex(document: Document, letter: str) -> Section:
    return next(section for section in document.sections if section.letter == letter)


def tables(section: Section) -> list[Table]:
    return [table for block in section.blocks for table in block.tables]


def words(section: Section) -> str:
    blocks = " ".join(" ".join((block.heading, *block.paragraphs, *block.points)) for block in section.blocks)
    return blocks + " ".join(cell for table in tables(section) for row in table.rows for cell in row)


def test_the_first_page_decides(document: Document) -> None:
    assert document.decision == "NO GO"
    assert "T1" in document.reasons[0]
    assert [fact.label for fact in document.facts] == [
        "Corridor",
        "Window",
        "Everybody out",
        "What binds",
        "Left behind",
        "How sure",
    ]
    assert document.law == LAW_SENTENCES
    assert document.banner == "Schematic, not surveyed"
    assert "0123456789ab" in document.footer
    assert "0123456789abc" not in document.footer


def test_a_surveyed_plan_has_no_banner_and_an_accepted_one_is_a_go(sample: Sample) -> None:
    document = make_document(replace(sample.plan, schematic=False, go=GoNoGo(go=True)), sample.scenario)
    assert document.banner == ""
    assert document.decision == "GO"


def test_many_reasons_are_counted_on_the_first_page_and_all_given_in_the_annex(sample: Sample) -> None:
    reasons = tuple(f"Reason {n}." for n in range(9))
    document = make_document(replace(sample.plan, go=GoNoGo(go=False, reasons=reasons)), sample.scenario)
    assert document.reasons[-1] == "And 5 more reasons, see annex D."
    assert all(reason in words(annex(document, "D")) for reason in reasons)


def test_every_row_is_as_long_as_its_columns(document: Document) -> None:
    for section in document.sections:
        for table in tables(section):
            assert all(len(row) == len(table.columns) for row in table.rows), table.title
    assert len(list(texts_of(document))) > 200


def test_every_way_point_of_the_chosen_option_is_in_annex_a(sample: Sample, document: Document) -> None:
    text = words(annex(document, "A"))
    for route in sample.plan.chosen_option.routes:
        assert all(f"{point.km:.1f}" in text and (point.name or "(no name)") in text for point in route.way_points)
    assert "Ilovaisk" in text
    assert "إيلوفايسك" in text


def test_few_packets_are_listed_and_many_are_summed(sample: Sample, document: Document) -> None:
    assert len(tables(annex(document, "B"))[0].rows) == len(sample.plan.timetable.packets)
    packets = tuple(
        replace(packet, id=f"{packet.id}-{n}", depart=packet.depart + timedelta(minutes=n))
        for n in range(6)
        for packet in sample.plan.timetable.packets
    )
    assert len(packets) > MOST_ROWS
    section = annex(make_document(replace(sample.plan, timetable=Timetable(packets)), sample.scenario), "B")
    assert [table.title.partition(" (")[0] for table in tables(section)] == [
        "Departures per hour and group",
        "Departures per group",
    ]
    assert "timetable.csv" in words(section)
    for table in tables(section):
        people = sum(int(row[-1].replace("\u202f", "")) for row in table.rows)
        assert people == sum(packet.people.total for packet in packets)


def test_very_many_groups_and_hours_are_summed_by_hour_alone(sample: Sample) -> None:
    one = sample.plan.timetable.packets[0]
    groups = tuple(replace(sample.scenario.groups[0], id=f"G{n}", name=f"Point {n}") for n in range(MOST_SUMS // 2))
    packets = tuple(
        replace(one, id=f"P{n}-{hour}", group_id=group.id, depart=one.depart + timedelta(hours=hour))
        for n, group in enumerate(groups)
        for hour in range(3)
    )
    plan = replace(sample.plan, timetable=Timetable(packets))
    by_hour, by_group = tables(timetable_annex(plan, replace(sample.scenario, groups=groups)))
    assert (len(by_hour.rows), len(by_group.rows)) == (3, len(groups))
    for table in (by_hour, by_group):
        assert sum(int(row[-1].replace("\u202f", "")) for row in table.rows) == len(packets) * one.people.total


def test_people_in_wheelchairs_are_counted_where_there_are_any(sample: Sample) -> None:
    group = replace(sample.scenario.groups[0], people=Headcount(970, 40, 6, 10))
    scenario = replace(sample.scenario, groups=(group, *sample.scenario.groups[1:]))
    plan = replace(sample.plan, people=scenario.people)
    document = make_document(plan, scenario)
    assert "10 wheelchair" in " ".join(detail for fact in document.facts for detail in fact.details)
    for letter in "BC":
        assert "Wheelchair" in [column.head for table in tables(annex(document, letter)) for column in table.columns]
    assert "Wheelchair" not in [
        c.head for t in tables(annex(make_document(sample.plan, sample.scenario), "C")) for c in t.columns
    ]


def test_people_out_and_left_are_told_by_group(document: Document) -> None:
    rows = {row[1]: row for row in tables(annex(document, "C"))[0].rows}
    assert rows["Іловайськ (G1)"][-1] == "208"
    assert rows["Амвросіївка (G2)"][-1] == "0"
    assert "The window ends before a third trip of the buses." in words(annex(document, "C"))


def test_terms_show_every_party_in_alphabetical_order_and_silence_is_said(sample: Sample, document: Document) -> None:
    table = tables(annex(document, "D"))[0]
    assert [column.head for column in table.columns][-2:] == ["Party A", "Party B"]
    term = replace(sample.scenario.terms[0], answers=sample.scenario.terms[0].answers[::-1][:1])
    other = replace(sample.scenario, terms=(term, sample.scenario.terms[1]))
    shown = tables(annex(make_document(sample.plan, other), "D"))[0]
    assert [column.head for column in shown.columns][-2:] == ["Party A", "Party B"]
    assert shown.rows[0][-2] == "no answer on file"


def test_terms_say_what_their_fields_say_and_of_which_text_they_are(sample: Sample) -> None:
    one = Term("who", "Own words.", (), kind="who", values=(("may_leave", (Category("civilians"),)),), paper="Letter 1")
    alone = annex(make_document(sample.plan, replace(sample.scenario, terms=(one,))), "D")
    assert tables(alone)[0].rows[0][:2] == ("who", "May leave: civilians. Own words.")
    both = replace(sample.scenario, terms=(one, replace(one, paper="Letter 2")))
    shown = tables(annex(make_document(sample.plan, both), "D"))[0]
    assert [row[0] for row in shown.rows] == ["who of Letter 1", "who of Letter 2"]


def test_no_terms_is_said_with_what_is_the_least(sample: Sample) -> None:
    text = words(annex(make_document(sample.plan, replace(sample.scenario, terms=())), "D"))
    assert "No terms on file" in text


def test_each_proof_stands_with_its_sum(sample: Sample, document: Document) -> None:
    rows = tables(annex(document, "E"))[0].rows
    assert len(rows) == len(sample.plan.proofs)
    assert " > " in rows[0][4]
    assert rows[2][4] == "no cut"
    assert "(not exact)" in rows[2][0]
    for assumption in sample.plan.assumptions:
        assert assumption in words(annex(document, "E"))


def test_closures_incidents_and_warnings_are_listed_with_their_age(sample: Sample, document: Document) -> None:
    text = words(annex(document, "F"))
    assert all(closure.id in text for closure in sample.scenario.closures)
    assert "0 days old" in text
    assert sample.plan.notices[0] in text
    bare = replace(sample.plan, exposure=replace(sample.plan.exposure, incidents=0, newest_age_days=None), notices=())
    said = words(annex(make_document(bare, replace(sample.scenario, closures=(), incidents=())), "F"))
    assert "unknown, not nil" in said
    assert "does not make a road open" in said


def test_old_data_are_called_old(sample: Sample) -> None:
    plan = replace(sample.plan, exposure=replace(sample.plan.exposure, newest_age_days=40, old=True))
    assert "the newest 40 days old (old data)" in words(annex(make_document(plan, sample.scenario), "F"))


def test_exits_with_windows_of_their_own_are_told_apart(sample: Sample) -> None:
    start = sample.plan.start
    second = replace(sample.scenario.exits[0], id="E2", name="Other exit")
    windows = (*sample.scenario.windows, Window("W2", Span(start, start + timedelta(hours=2)), "exit", "E2"))
    document = make_document(sample.plan, replace(sample.scenario, exits=(*sample.scenario.exits, second), windows=windows))
    window = next(fact for fact in document.facts if fact.label == "Window")
    assert any(line.startswith("Other exit: ") and "08:00\u201310:00" in line for line in (window.answer, *window.details))


def test_the_road_file_is_named_without_its_folders(sample: Sample) -> None:
    for path in ("../../somebody/roads.osm.pbf", "C:\\Users\\somebody\\roads.osm.pbf", "roads.osm.pbf"):
        scenario = replace(sample.scenario, roads=replace(sample.scenario.roads, file=path))
        said = words(annex(make_document(sample.plan, scenario), "F"))
        assert "Road file: roads.osm.pbf." in said
        assert "somebody" not in said
