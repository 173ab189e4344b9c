from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from brief.party_sample import CANARY_PHONE, CANARY_SOURCE, A, B, clause, make_party_sample
from brief.sample import END, START, Sample, make_sample
from safeconduct.brief.party_document import PartyDocument, texts_of
from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.party_gather import gather
from safeconduct.brief.party_make import digest_text, footer_text, make_party_document
from safeconduct.brief.party_map import draw_party_map
from safeconduct.brief.party_times import Clocks, iso_moment
from safeconduct.brief.party_way import MOST_PACKETS
from safeconduct.brief.passed_places import holds_of
from safeconduct.brief.texts import LAW_SENTENCES, plain_text
from safeconduct.brief.translate import LANGUAGES, Catalogue, Words, english
from safeconduct.model.clauses import CLAUSE_KINDS
from safeconduct.model.place import LocalName, LonLat, Place
from safeconduct.model.plan import GoNoGo
from safeconduct.model.revision import Revision
from safeconduct.model.terms import Answer, Moment, PlaceRef, TermsText

START_POINT = LonLat(37.54, 47.1)
DIGEST = digest_text("0123456789abcdef" * 4)


def facts_of(sample: Sample) -> PartyFacts:
    return gather(sample.plan, sample.scenario, holds_of(sample.plan, sample.network))


def document_of(sample: Sample, *words: Words) -> PartyDocument:
    return make_party_document(facts_of(sample), words or (english(),), DIGEST)


def said(document: PartyDocument) -> str:
    return "\n".join(plain_text(text) for _, text in texts_of(document))


def strings(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, tuple):
        for one in found:
            yield from strings(one)
    elif hasattr(found, "__dataclass_fields__"):
        for name in found.__dataclass_fields__:
            yield from strings(getattr(found, name))


def other(code: str) -> Words:
    """Return a language whose every text is the English one in brackets with its code."""
    language = next(one for one in LANGUAGES if one.code == code)
    return Words(language, Catalogue({}, {}, lambda _: 0))


def test_the_facts_hold_no_number_source_serial_or_other_option() -> None:
    everything = "\n".join(strings(facts_of(make_party_sample())))
    for canary in (CANARY_PHONE, CANARY_SOURCE, "bus-01", "amb-01", "mined", "Sample source", "safest", "F1"):
        assert canary not in everything, canary


def test_parties_stand_in_alphabetical_order_as_they_name_themselves() -> None:
    facts = facts_of(make_party_sample())
    assert [(one.letter, one.name) for one in facts.parties] == [("A", "Donetsk People's Republic"), ("B", "Ukraine")]
    assert tuple(sorted((A, B))) == (A, B)


def test_the_order_of_the_input_changes_nothing() -> None:
    sample = make_party_sample()
    turned = tuple(replace(term, answers=term.answers[::-1]) for term in sample.scenario.terms)
    text = replace(sample.scenario.texts[0], terms=turned)
    assert facts_of(sample) == facts_of(sample._replace(scenario=replace(sample.scenario, terms=turned, texts=(text,))))


def test_clauses_stand_in_the_order_of_the_table_those_in_words_last() -> None:
    kinds = [term.kind for term in facts_of(make_party_sample()).terms]
    order = [kind.name for kind in CLAUSE_KINDS]
    assert kinds[-1] == ""
    assert kinds[:-1] == sorted(kinds[:-1], key=order.index)


def test_number_and_version_are_those_of_the_common_text() -> None:
    facts = facts_of(make_party_sample())
    assert (facts.number, facts.version) == ("SC-7", "2.0")
    assert plain_text(footer_text(facts, DIGEST)) == "№ SC-7 · v2.0 · # 0123 4567 89ab cdef"


def test_without_a_reference_the_number_is_made_from_the_scenario() -> None:
    sample = make_sample()
    facts = facts_of(sample)
    assert facts.number.startswith("SC-20140829-")
    assert facts.version == "1.0"
    renamed = replace(sample.scenario, name="Another corridor")
    assert facts_of(sample._replace(scenario=renamed)).number != facts.number
    assert facts_of(sample._replace(scenario=replace(sample.scenario, terms=(), texts=()))).version == "0.0"


def test_a_plan_made_again_is_a_version_of_its_own() -> None:
    sample = make_party_sample()
    again = replace(sample.plan, revision=Revision(START + timedelta(hours=5), "ab", 1, 2))
    assert facts_of(sample._replace(plan=again)).version == "2.300"


def test_what_is_open_is_printed_as_open() -> None:
    words = said(document_of(make_party_sample()))
    assert "NO GO" in words
    assert "Nobody leaves on this paper." in words
    assert "6. Weapons\nhas accepted it\nhas proposed it" in words
    assert "A proposal is no acceptance" in words
    assert "Receipt is not acceptance." in words


def test_of_many_parties_each_missing_answer_has_a_sentence() -> None:
    sample = make_party_sample()
    more = tuple(Answer(f"{letter} - Party", "accepted", "letter") for letter in "CDE")
    terms = tuple(replace(term, answers=(*term.answers, *more)) for term in sample.scenario.terms)
    text = replace(sample.scenario.texts[0], terms=terms)
    words = said(document_of(sample._replace(scenario=replace(sample.scenario, terms=terms, texts=(text,)))))
    assert "Weapons: B: Ukraine has proposed it; its acceptance of the final text is not on file." in words


def test_go_says_under_which_reserve() -> None:
    words = said(document_of(make_party_sample(go=True)))
    assert "NO GO" not in words
    assert "As far as the terms on file go. The people responsible decide." in words
    assert "State of the agreement: agreed." in words


def test_missing_minimum_points_are_named() -> None:
    words = said(document_of(make_sample()))
    assert "No required clause in force states it: Silence window." in words
    assert "No required clause in force states it: Aid in." in words


def test_without_terms_or_parties_that_is_said() -> None:
    sample = make_sample()
    plan = replace(sample.plan, go=GoNoGo(go=False, reasons=("No agreed terms are on file.",)))
    words = said(document_of(sample._replace(plan=plan, scenario=replace(sample.scenario, terms=()))))
    assert "No terms are on file." in words
    assert "The parties are not known." in words


def test_reasons_that_no_clause_shows_are_counted() -> None:
    sample = make_party_sample()
    terms = tuple(term for term in sample.scenario.terms if term.kind != "weapons")
    text = replace(sample.scenario.texts[0], terms=terms)
    words = said(document_of(sample._replace(scenario=replace(sample.scenario, terms=terms, texts=(text,)))))
    assert "1 reason why not stands in the plan." in words


def test_own_words_of_a_clause_stand_beside_each_other_or_once_as_given() -> None:
    document = document_of(make_party_sample(), english(), other("uk"))
    clauses = [clause for section in document.sections for block in section.blocks for clause in block.clauses]
    assert clauses[-1].given == "Leaflets are dropped before."
    assert clauses[-1].sentences == (("", "Перед тим скидають листівки."),)
    only = document_of(make_party_sample(), other("uk"))
    last = [clause for section in only.sections for block in section.blocks for clause in block.clauses][-1]
    assert last.given == ""
    assert last.sentences == (("Перед тим скидають листівки.",),)


def test_every_text_stands_once_for_each_language() -> None:
    document = document_of(make_party_sample(), english(), other("uk"), other("ar"))
    assert [one.lang for one in document.sides] == ["en", "uk", "ar"]
    assert len(document.decision) == 3
    assert not document.mirrored


def test_right_to_left_languages_stand_on_the_right_and_alone_they_turn_the_tables() -> None:
    assert [one.lang for one in document_of(make_party_sample(), other("he"), other("ru")).sides] == ["ru", "he"]
    assert document_of(make_party_sample(), other("ar"), other("he")).mirrored
    four = document_of(make_party_sample(), other("he"), other("ru"), other("en"), other("uk"))
    assert [one.lang for one in four.sides] == ["he", "ru", "en", "uk"]


def test_the_law_is_on_every_brief() -> None:
    words = said(document_of(make_party_sample()))
    assert all(sentence in words for sentence in LAW_SENTENCES)


def test_many_packets_are_told_as_sums() -> None:
    sample = make_party_sample()
    packets = sample.plan.timetable.packets
    more = tuple(
        replace(one, id=f"{one.id}-{number}", depart=one.depart + timedelta(hours=number))
        for number in range(MOST_PACKETS // len(packets) + 1)
        for one in packets
    )
    words = said(document_of(sample._replace(plan=replace(sample.plan, timetable=replace(sample.plan.timetable, packets=more)))))
    assert f"Sums, because there are more than {MOST_PACKETS} packets." in words
    assert "P01-0" not in words


def two_texts(*, until: int) -> Sample:
    """Return the sample with a text of each party: silence until 20:00 in one, until that hour in the other."""
    sample = make_party_sample()
    zone = "Europe/Kyiv"
    ends = (END, START.replace(hour=until))
    texts = tuple(
        TermsText(
            (clause(f"T{number}", "window", ("from", Moment(START, zone)), ("to", Moment(end, zone)), paper=f"paper {number}"),),
            reference=f"paper {number}",
            party=party,
        )
        for number, (party, end) in enumerate(zip((A, B), ends, strict=True), 1)
    )
    terms = tuple(term for text in texts for term in text.terms)
    return sample._replace(scenario=replace(sample.scenario, texts=texts, terms=terms, windows=()))


def test_hours_that_all_texts_share_are_told_and_each_clause_names_its_text() -> None:
    words = said(document_of(two_texts(until=12)))
    assert "Hours of silence that the texts share: 29 August 2014, 08:00–12:00 EEST (UTC+3) / 09:00–13:00 MSK (UTC+4)." in words
    assert "From the text: paper 1" in words
    assert "From the text: paper 2" in words
    assert "Texts in force contradict each other: Silence window." in words
    assert facts_of(two_texts(until=12)).version == "0.0"


def test_texts_that_are_not_written_alike_contradict_nothing() -> None:
    sample = two_texts(until=20)
    assembly = [
        clause(f"P{number}", "assembly", ("points", (PlaceRef(name),))) for number, name in enumerate(("Rozivka", "Розівка"))
    ]
    texts = tuple(replace(text, terms=(one,)) for text, one in zip(sample.scenario.texts, assembly, strict=True))
    words = said(document_of(sample._replace(scenario=replace(sample.scenario, texts=texts, terms=tuple(assembly)))))
    assert "Texts in force are not written alike; both parties have to confirm: Assembly points." in words
    assert "contradict each other" not in words


def test_texts_without_a_common_hour_are_told_so() -> None:
    assert "The texts have no hour of silence in common." in said(document_of(two_texts(until=8)))


def test_a_place_is_found_by_any_of_its_names() -> None:
    sample = make_party_sample()
    place = Place("Mariupol", START_POINT, names=(LocalName("uk", "Маріуполь"), LocalName("ru", "Мариуполь")))
    terms = (clause("T1", "assembly", ("points", (PlaceRef("Мариуполь"),))),)
    text = replace(sample.scenario.texts[0], terms=terms)
    scenario = replace(sample.scenario, terms=terms, texts=(text,), gazetteer=(place,))
    words = said(document_of(sample._replace(scenario=scenario), english(), other("uk")))
    assert "People assemble at: Mariupol (Мариуполь)." in words
    assert "People assemble at: Маріуполь (Мариуполь)." in words


def test_marks_of_direction_in_names_are_taken_out() -> None:
    sample = make_party_sample()
    bad = replace(sample.scenario.groups[0], name="Іло\u202eвайськ\u2069")
    facts = facts_of(sample._replace(scenario=replace(sample.scenario, groups=(bad, *sample.scenario.groups[1:]))))
    assert "Іловайськ" in [one.name for one in facts.sites]
    assert not {"\u202e", "\u2069"} & set("".join(strings(facts)))


def test_the_map_shows_the_routes_of_the_timetable_and_no_incident() -> None:
    sample = make_party_sample()
    drawn = draw_party_map(sample.plan, sample.network, sample.scenario, height_mm=120)
    assert ">A<" in drawn
    assert "Route C" in drawn
    assert "Route B" not in drawn
    assert "Input" not in drawn
    assert drawn == draw_party_map(sample.plan, sample.network, sample.scenario, height_mm=120)


@pytest.mark.parametrize("hours", [0, 20])
def test_clocks_in_cells_tell_the_day_where_there_are_several(hours: int) -> None:
    zones = ("Europe/Kyiv", "Europe/Moscow")
    clocks = Clocks.over(zones, (START, START + timedelta(hours=hours)))
    assert clocks is not None
    wanted = "2014-08-29 08:31 / 09:31" if hours else "08:31 / 09:31"
    assert plain_text(clocks.cell(START + timedelta(minutes=30, seconds=1))) == wanted


def test_moments_in_no_language() -> None:
    zones = ("Europe/Kyiv", "Europe/Moscow")
    assert plain_text(iso_moment(START, zones)) == "2014-08-29 08:00 EEST (UTC+3) / 09:00 MSK (UTC+4)"
    late = START + timedelta(hours=15, minutes=30)
    assert plain_text(iso_moment(late, zones)) == "2014-08-29 23:30 EEST (UTC+3) / 2014-08-30 00:30 MSK (UTC+4)"
