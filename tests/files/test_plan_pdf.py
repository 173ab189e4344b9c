"""The printable brief: one page of decision, words as data, the same bytes."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace

import pytest

from brief.sample import Sample, make_sample
from safeconduct.brief.make import make_document
from safeconduct.brief.map_svg import draw_map
from safeconduct.files.plan_folder import render_brief
from safeconduct.files.typst_pdf import Maps, compile_brief, measure_room
from safeconduct.model.plan import GoNoGo, Timetable


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def pages(pdf: bytes) -> int:
    """Return the number of pages, read from the page tree (in an object stream or not)."""
    streams = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            streams.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return max(
        int(number) for stream in streams for number in re.findall(rb"/Type\s*/Pages\b.*?/Count\s+(\d+)", stream, re.DOTALL)
    )


def test_it_is_a_pdf_of_some_pages_and_the_same_each_time(sample: Sample) -> None:
    pdf = render_brief(sample.plan, sample.network, sample.scenario)
    assert pdf.startswith(b"%PDF-")
    assert 4 <= pages(pdf) <= 8
    assert render_brief(sample.plan, sample.network, sample.scenario) == pdf


def test_the_first_page_keeps_room_for_its_map(sample: Sample) -> None:
    width, height = measure_room(make_document(sample.plan, sample.scenario))
    assert width == pytest.approx(180)
    assert 90 < height < 220
    reasons = tuple(
        "A long reason that goes on and on so that it fills a line or even two of the page, as reasons do." for _ in range(4)
    )
    longer = make_document(replace(sample.plan, go=GoNoGo(go=False, reasons=reasons)), sample.scenario)
    assert measure_room(longer)[1] < height


def test_words_are_never_read_as_markup(sample: Sample) -> None:
    bad = '#panic("no") $x$ *b* _i_ @ref <label> `raw` // \\ #import "@preview/x:1.0.0"'
    plan = replace(sample.plan, scenario_name=bad, assumptions=(bad,), go=GoNoGo(go=True, reasons=(bad,)))
    document = make_document(plan, sample.scenario)
    svg = draw_map(plan, sample.network, sample.scenario, height_mm=100)
    assert compile_brief(document, Maps(svg)).startswith(b"%PDF-")


def test_a_long_timetable_and_an_empty_one_can_be_printed(sample: Sample) -> None:
    for timetable in (Timetable(()), Timetable(sample.plan.timetable.packets * 9)):
        plan = replace(sample.plan, timetable=timetable)
        assert pages(render_brief(plan, sample.network, sample.scenario)) >= 4
