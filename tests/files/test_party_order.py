"""The order of digits on the paper itself, read from the boxes of its glyphs: left to right in every language, whatever stands around.

Languages are made up (`brief.pseudo`), so that no translation has to be there; room is looked at with the words that are printed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from brief.party_sample import clause, make_party_sample
from brief.pseudo import pseudo_words
from brief.sample import START, Sample
from files.glyphs import crowded, line_texts, lines_of
from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.party_gather import gather
from safeconduct.brief.party_make import make_party_document
from safeconduct.brief.texts import coordinate_text, plain_text
from safeconduct.brief.translate import LANGUAGES
from safeconduct.files.catalogues import load_words
from safeconduct.files.party_pdf import compile_party_brief
from safeconduct.model.terms import PlaceRef

EDITIONS = [("en", "uk"), ("en", "ar"), ("he", "ru"), ("ar", "he"), ("en", "ru", "ar"), ("uk", "he", "ar", "hy")]
DIGEST = "7622 5924 f1a6 da57"
PHONE, HOURS, POSITION = "+380 44 765 43 21", "10:00–12:30", "47.9250, 38.2000"
NAMES = [
    "شارع 12–14 (UTC+9)",
    "רחוב 7-9 בית 3",
    "School 5 / مدرسة 5, 47.1000 N",
    "12:30–08:00",
    "ул. Мира 1 (אב 2) 3",
    "(((]]] 1 2 3 مدرسة",
]


def bare(text: str) -> str:
    return "".join(plain_text(text).split())


def adversarial() -> Sample:
    """Return the sample with a hostile name on everything that has one, and figures inside right-to-left words."""
    sample = make_party_sample()
    scenario = sample.scenario
    arabic = f"اتصل على {PHONE} بين {HOURS} عند {POSITION} الآن"
    hebrew = f"התקשרו אל {PHONE} בין {HOURS} ליד {POSITION} עכשיו"
    terms = (
        *scenario.terms,
        clause("T20", "", text=arabic),
        clause("T21", "", text=hebrew),
        clause("T22", "escort", ("escort", (f"שומר {PHONE}",)), ("hand_over", tuple(PlaceRef(name) for name in NAMES))),
        clause("T23", "cars", ("marking", f"علم أبيض {HOURS}"), ("most", 1000)),
    )
    text = replace(scenario.texts[0], terms=terms)
    names = itertools.cycle(NAMES)
    groups = tuple(replace(one, name=next(names)) for one in scenario.groups)
    routes = tuple(
        replace(route, way_points=tuple(replace(point, name=next(names)) for point in route.way_points))
        for route in sample.plan.chosen_option.routes
    )
    options = tuple(replace(one, routes=routes) if one.label == sample.plan.chosen else one for one in sample.plan.options)
    plan = replace(sample.plan, options=options, scenario_name=next(names))
    return sample._replace(plan=plan, scenario=replace(scenario, groups=groups, terms=terms, texts=(text,)))


def made(sample: Sample, codes: tuple[str, ...]) -> tuple[PartyFacts, bytes]:
    """Return the facts and the paper without a map; whoever releases it refuses numbers to call, which are wanted here."""
    facts = gather(sample.plan, sample.scenario, {})
    document = make_party_document(facts, [pseudo_words(code) for code in codes], DIGEST)
    return facts, compile_party_brief(document, "", "order.pdf")


def wanted(facts: PartyFacts) -> Iterator[str]:
    """Yield what has to be read from left to right somewhere on the paper."""
    for site in facts.sites:
        yield coordinate_text(site.at)
    for route in facts.routes:
        for point in route.points:
            yield coordinate_text(point.at)
    yield "08:00–20:00 EEST (UTC+3)"
    yield "09:00–21:00 MSK (UTC+4)"
    yield "EEST (UTC+3) / MSK (UTC+4)"
    for packet in facts.packets:
        local = packet.leaves + timedelta(hours=3)
        yield f"{local:%H:%M} / {local + timedelta(hours=1):%H:%M}"


@pytest.mark.parametrize("codes", EDITIONS, ids="-".join)
def test_every_figure_reads_from_left_to_right_in_every_edition(codes: tuple[str, ...]) -> None:
    facts, pdf = made(make_party_sample(), codes)
    lines = line_texts(pdf)
    for text in wanted(facts):
        assert any(bare(text) in line for line in lines), text
    rows = [line for line in lines if bare(DIGEST) in line]
    feet = [line for line in rows if line.startswith("№SC-7·v2.0·#")]
    assert len(feet) >= 3
    # In each language: in the box of the first page once, and in the sentences above the signatures and the receipts.
    assert len(rows) - len(feet) >= 1 + 2 * len(codes)
    # The window is told in each language, on one line or broken between its zones and nowhere else.
    for part in ("08:00–20:00EEST(UTC+3)", "09:00–21:00MSK(UTC+4)"):
        assert sum(line.count(part) for line in lines) >= len(codes)


@pytest.mark.parametrize("codes", [("en", "uk"), ("en", "ar"), ("he", "ru")], ids="-".join)
def test_hostile_names_reorder_nothing(codes: tuple[str, ...]) -> None:
    facts, pdf = made(adversarial(), codes)
    lines = line_texts(pdf)
    for text in (*wanted(facts), PHONE, HOURS, POSITION):
        assert any(bare(text) in line for line in lines), text
    assert sum(line.count(bare(PHONE)) for line in lines) >= 2 + len(codes)
    assert not any(bare(PHONE)[::-1] in line for line in lines)


@pytest.mark.parametrize("codes", [("en", "ar"), ("he", "ru"), ("ar", "he")], ids="-".join)
def test_right_to_left_paragraphs_end_at_the_right_edge_of_their_column(codes: tuple[str, ...]) -> None:
    _, pdf = made(make_party_sample(), codes)
    right_to_left = {one.code for one in LANGUAGES if one.right_to_left}
    # Beside a language that runs from left to right the last one stands on the right; of those alone the first one.
    column = codes[0] if set(codes) <= right_to_left else [code for code in codes if code in right_to_left][-1]
    page_right = 595.28 - 14 * 72 / 25.4
    script = {"ar": ("\u0600", "\u06ff"), "he": ("\u0590", "\u05ff")}[column]
    lines = [line for line in lines_of(pdf) if script[0] <= line[-1].text[0] <= script[1]]
    at_edge = [line for line in lines if abs(line[-1].right - page_right) < 3]
    assert len(at_edge) >= 15


@pytest.mark.parametrize("codes", [("en", "uk"), ("en", "ar"), ("he",), ("he", "ar")], ids="-".join)
def test_the_words_of_a_text_run_as_they_were_written(codes: tuple[str, ...]) -> None:
    sample = make_party_sample()
    given = (clause("T20", "", text="קראו 5 מילים."), clause("T21", "", text="Read five מילים now."))
    text = replace(sample.scenario.texts[0], terms=given)
    _, pdf = made(sample._replace(scenario=replace(sample.scenario, terms=given, texts=(text,))), codes)
    hebrew = next(line for line in line_texts(pdf) if "ק" in line and "5" in line)
    assert hebrew.startswith("."), hebrew  # glyphs from left to right: what is read from the right ends on the left
    latin = next(line for line in line_texts(pdf) if line.startswith("Read"))
    assert latin.endswith("now."), latin


@pytest.mark.parametrize(("codes", "label"), [(("he",), "Ukraine:B"), (("ar", "he"), "Ukraine:B"), (("en", "he"), "B:Ukraine")])
def test_a_label_stands_where_the_languages_of_the_paper_begin(codes: tuple[str, ...], label: str) -> None:
    _, pdf = made(make_party_sample(), codes)
    assert label in line_texts(pdf)


@pytest.mark.parametrize("codes", [("en", "uk"), tuple(one.code for one in LANGUAGES)], ids=["two", "all"])
def test_no_word_stands_on_another_or_on_the_line_to_sign_on(codes: tuple[str, ...]) -> None:
    sample = make_party_sample()
    facts = gather(sample.plan, sample.scenario, {})
    document = make_party_document(facts, load_words(codes), DIGEST)
    assert crowded(compile_party_brief(document, "", "crowd.pdf")) == []


def test_the_start_is_the_sample_s() -> None:
    assert START.utcoffset() == timedelta(hours=3)
