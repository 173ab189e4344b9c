"""A plan that replaces another says what changed, first on the page and in the summary."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brief.sample import START, Sample, make_sample
from safeconduct.brief.changed import MOST_CHANGES, changed_facts, changed_section, changed_text
from safeconduct.brief.make import make_document
from safeconduct.brief.map_html import draw_page
from safeconduct.brief.summary import MOST_LINES, summary_lines
from safeconduct.model.revision import Change, Revision


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


AT = START + timedelta(hours=1)
CHANGES = (
    Change("cancelled", "P12 does not leave: bus-06, 50 people", "P12", START + timedelta(hours=2)),
    Change("diverted", "P01 on the road goes round", "P01", START + timedelta(hours=2), START + timedelta(hours=3)),
    Change("vehicle", "bus-06 is out of use", "", None, AT),
    *(Change("new", f"N{n} to E1, bus-01, 50 people", f"N{n}", None, AT) for n in range(9)),
)


def test_a_first_plan_has_no_such_page(sample: Sample) -> None:
    assert changed_text(sample.plan) == ""
    assert changed_facts(sample.plan) == ()
    assert changed_section(sample.plan) == ()
    assert [section.letter for section in make_document(sample.plan, sample.scenario).sections] == list("ABCDEF")


def test_the_change_is_told_in_one_sentence(sample: Sample) -> None:
    plan = replace(sample.plan, revision=Revision(AT, "ab" * 32, 12, 41, CHANGES))
    lines = summary_lines(plan)
    assert lines[1] == (
        "Made again at 29 August 2014, 09:00 EEST (UTC+3) / 10:00 MSK (UTC+4): 12 packets were on the road, 41 later ones are kept; "
        "1 diverted, 1 cancelled, 9 new."
    )
    assert len(lines) <= MOST_LINES
    assert any(line.startswith("How sure:") for line in lines)
    one = replace(plan, revision=Revision(AT, "ab" * 32, 1, 1))
    assert changed_text(one).endswith("1 packet was on the road, 1 later one is kept; nothing else changes.")


def test_every_change_is_listed_with_was_and_now(sample: Sample) -> None:
    plan = replace(sample.plan, revision=Revision(AT, "ab" * 32, 12, 41, CHANGES))
    document = make_document(plan, sample.scenario)
    assert document.facts[0].label == "Made again"
    section = document.sections[0]
    assert (section.letter, section.heading) == ("", "What changed")
    rows = section.blocks[0].tables[0].rows
    assert len(rows) == len(CHANGES)
    assert rows[1][3] != ""
    assert rows[1][4] != ""
    assert rows[0][4] == ""
    page = draw_page(plan, sample.network, sample.scenario)
    assert 'id="what-changed"' in page
    assert 'href="#what-changed"' in page
    assert "Annex : " not in page


def test_very_many_changes_are_cut_and_said(sample: Sample) -> None:
    many = tuple(Change("new", f"N{n}", f"N{n}", None, AT) for n in range(MOST_CHANGES + 7))
    plan = replace(sample.plan, revision=Revision(AT, "ab" * 32, 1, 0, many))
    (section,) = changed_section(plan)
    table = section.blocks[0].tables[0]
    assert len(table.rows) == MOST_CHANGES
    assert "7 more changes, see plan.json." in table.note
    (empty,) = changed_section(replace(plan, revision=Revision(AT, "", 0, 0)))
    assert empty.blocks[0].tables == ()
