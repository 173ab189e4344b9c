"""The announcement and the radio script say what people need, at the level they may be told it, and every number unmistakably."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from brief.bidi import shown
from brief.party_sample import CANARY_PHONE, CANARY_SOURCE, clause, make_party_sample
from brief.sample import END, START
from safeconduct.brief.announcement import announcement, column_start, silence
from safeconduct.brief.neutral import judging_words
from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.party_gather import gather
from safeconduct.brief.radio import DIGITS, letters_spoken, radio_script
from safeconduct.brief.release import PARTIES, PUBLIC
from safeconduct.brief.translate import LANGUAGES, Words, english
from safeconduct.files.catalogues import load_words
from safeconduct.model.errors import RefusedError
from safeconduct.model.place import LocalName
from safeconduct.model.terms import Moment, PlaceRef
from safeconduct.model.times import Span

DIGEST = "0123456789abcdef" * 4
CODES = [one.code for one in LANGUAGES]
SPOKEN = re.compile(r"([0-9][0-9:.]*)\u2069? ?\[([^\]]*)\]")


@pytest.fixture(scope="module")
def facts() -> PartyFacts:
    sample = make_party_sample()
    return gather(sample.plan, sample.scenario, {})


def words_of(code: str) -> Words:
    (made,) = load_words((code,), complete=False)
    return made


def both(facts: PartyFacts, words: Words, level: str) -> str:
    return announcement(facts, words, DIGEST, level) + radio_script(facts, words, DIGEST, level)


def plain(text: str) -> str:
    """Return the text without signs that print nothing and with ordinary spaces."""
    return re.sub("[\u2060\u2066-\u2069]", "", text).replace("\u00a0", " ").replace("\u202f", " ")


def test_it_says_who_when_where_by_which_road_and_that_leaving_is_voluntary(facts: PartyFacts) -> None:
    said = plain(announcement(facts, english(), DIGEST, PUBLIC))
    for part in (
        "Number SC-7, version 2.0, hash 0123 4567 89ab cdef.",
        "Silence window: 29 August 2014, 08:00–20:00 EEST (UTC+3) / 09:00–21:00 MSK (UTC+4).",
        "The column starts: 29 August 2014, 08:20 EEST (UTC+3)",
        "People assemble at: Школа 5 (вул. Миру 1).",
        "Way-points in this order: (1) Ilovaisk (Іловайськ), (2) Uspenka (Успенка).",
        "Deviation from the route is forbidden.",
        "May leave: civilians (women and girls only, aged 0 to 18).",
        "Leaving is voluntary.",
        "Bring papers",
        "A corridor adds no protection and takes none away",
        "Only the parties are guarantors.",
    ):
        assert part in said, part


@pytest.mark.parametrize("code", CODES)
def test_it_holds_nothing_that_its_level_may_not(facts: PartyFacts, code: str) -> None:
    text = both(facts, words_of(code), PUBLIC)
    plain = re.sub(r"[\u2066-\u2069\u00a0\u202f]", "", text)
    assert CANARY_PHONE.replace(" ", "") not in plain.replace(" ", "")
    assert CANARY_SOURCE not in plain
    for site in facts.sites:
        assert f"{site.at.lat:.4f}"[:7] not in plain
    assert "Post 1" not in plain
    assert str(facts.people.total) not in plain
    assert "500" not in plain
    assert not any(re.search(rf"\b{packet.id}\b", plain) for packet in facts.packets)
    assert not any(one in plain for one in ("letter 14", "Donetsk People"))


@pytest.mark.parametrize("code", CODES)
def test_until_it_is_released_it_says_so_at_its_head(facts: PartyFacts, code: str) -> None:
    words = words_of(code)
    head = words.text("NOT RELEASED. For checking only: do not read out, do not pass on.")
    assert announcement(facts, words, DIGEST, PARTIES).startswith(head)
    assert radio_script(facts, words, DIGEST, PARTIES).startswith(f"[{head}]")
    assert head not in both(facts, words, PUBLIC)


def test_nobody_is_called_to_a_movement_that_is_not_voluntary(facts: PartyFacts) -> None:
    forced = replace(facts, terms=(*facts.terms, clause("T99", "voluntary", ("voluntary", False))))
    with pytest.raises(RefusedError) as caught:
        announcement(forced, english(), DIGEST, PUBLIC)
    assert caught.value.rule == "announcement-voluntary"
    assert "not voluntary" in announcement(forced, english(), DIGEST, PARTIES)


def test_the_silence_is_what_windows_and_every_text_have_in_common(facts: PartyFacts) -> None:
    hour = timedelta(hours=1)
    assert silence(facts) == (Span(START, END),)
    later = clause("W2", "window", ("from", Moment(START + hour, "UTC")), ("to", Moment(END + hour, "UTC")), paper="B-1")
    assert silence(replace(facts, terms=(*facts.terms, later))) == (Span(START + hour, END),)
    apart = clause("W3", "window", ("from", Moment(END + hour, "UTC")), ("to", Moment(END + 2 * hour, "UTC")), paper="C-1")
    assert silence(replace(facts, terms=(*facts.terms, apart))) == ()
    assert silence(replace(facts, terms=(), windows=())) == ()
    half = clause("W4", "window", ("from", Moment(START + hour, "UTC")), paper="D-1")
    assert silence(replace(facts, terms=(*facts.terms, half))) == (Span(START + hour, END),)
    assert silence(replace(facts, terms=(half,), windows=())) == (Span(START + hour, facts.end),)


def test_nobody_is_called_onto_a_road_without_an_hour_of_silence(facts: PartyFacts) -> None:
    none = replace(facts, terms=(), windows=())
    apart = clause("W3", "window", ("from", Moment(END, "UTC")), ("to", Moment(END + timedelta(hours=1), "UTC")), paper="C-1")
    for bare in (none, replace(facts, terms=(*facts.terms, apart))):
        for made in (announcement, radio_script):
            with pytest.raises(RefusedError) as caught:
                made(bare, english(), DIGEST, PUBLIC)
            assert caught.value.rule == "announcement-time"
    assert "No silence window is on file." in both(none, english(), PARTIES)
    assert "leave no hour of silence in common" in both(replace(facts, terms=(*facts.terms, apart)), english(), PARTIES)


def test_the_column_starts_when_the_latest_clause_says(facts: PartyFacts) -> None:
    first, second = (clause(f"S{n}", "start", ("at", Moment(START + timedelta(hours=n), "UTC"))) for n in (1, 2))
    assert column_start(replace(facts, terms=(first, second))) == START + timedelta(hours=2)
    assert column_start(replace(facts, first_out=START + timedelta(seconds=61))) == START + timedelta(minutes=2)
    assert column_start(replace(facts, terms=(), first_out=None)) is None


def test_without_clauses_the_plan_says_where_and_by_which_road(facts: PartyFacts) -> None:
    said = announcement(replace(facts, terms=()), english(), DIGEST, PUBLIC)
    assert "People assemble at: Ilovaisk (Іловайськ)" in said
    assert said.count("Way-points in this order") == len(
        {(r.start, r.goal, tuple(p.name for p in r.points)) for r in facts.routes}
    )
    assert "Post 1" not in said


OLD_TOWN = (LocalName("ru", "Старый город"), LocalName("", "Old Town"))


def test_a_place_without_a_name_in_the_language_has_that_of_the_plan(facts: PartyFacts) -> None:
    term = clause("T1", "route", ("way_points", (PlaceRef("Старе місто"),)))
    named = replace(facts, terms=(term,), places=(("Старе місто", OLD_TOWN),))
    assert "(1) Old Town (Старе місто)." in plain(announcement(named, english(), DIGEST, PUBLIC))
    assert "Old Town.\n" in radio_script(named, english(), DIGEST, PUBLIC)
    assert "Старый город.\n" in radio_script(named, words_of("ru"), DIGEST, PUBLIC)


def test_a_road_that_two_texts_spell_differently_is_told_once(facts: PartyFacts) -> None:
    one, other = (clause(name, "route", ("way_points", (PlaceRef(name),)), label=name) for name in ("Старе місто", "Staro"))
    named = replace(facts, terms=(one, other), places=(("Staro", OLD_TOWN), ("Старе місто", OLD_TOWN)))
    assert announcement(named, english(), DIGEST, PUBLIC).count("Way-points") == 1
    assert radio_script(named, english(), DIGEST, PUBLIC).count("The road passes") == 2  # the script is read twice
    unlike = replace(named, places=(("Staro", OLD_TOWN),))
    assert announcement(unlike, english(), DIGEST, PUBLIC).count("Way-points") == 2


@pytest.mark.parametrize("code", CODES)
def test_every_figure_is_followed_by_its_digits_in_words(facts: PartyFacts, code: str) -> None:
    words = words_of(code)
    digits = [words.text(one) for one in DIGITS]
    script = radio_script(facts, words, DIGEST, PUBLIC)
    found = SPOKEN.findall(script)
    assert len(found) > 20
    for figures, spoken in found:
        plain = re.sub(r"[\u2066-\u2069]", "", spoken)
        said = [digits.index(word) for word in re.split(r"[ ,،]+", plain) if word in digits]
        assert "".join(map(str, said)) == re.sub(r"\D", "", figures), (figures, spoken)
    assert not re.search(r"[0-9]", SPOKEN.sub("", script)), SPOKEN.sub("", script)


@pytest.mark.parametrize("code", CODES)
def test_it_is_read_twice_in_short_lines(facts: PartyFacts, code: str) -> None:
    words = words_of(code)
    script = radio_script(facts, words, DIGEST, PUBLIC)
    first, second = script.split(f"[{words.text('Read everything a second time.')}]\n{words.text('I repeat.')}\n\n")
    reading = first.split("]\n\n", 1)[1]
    assert reading.strip().splitlines() == second.strip().splitlines()
    assert script.endswith("\n")
    assert "\r" not in script


def test_letters_and_figures_of_a_reference_are_read_one_by_one() -> None:
    assert letters_spoken("SC-7/b 2022", english()) == "S C, seven, B, two zero two two"
    assert letters_spoken("09:05", english()) == "zero nine, zero five"


@pytest.mark.parametrize("code", ["ar", "he"])
def test_hours_keep_their_order_in_right_to_left_lines(facts: PartyFacts, code: str) -> None:
    words = words_of(code)
    lines = announcement(facts, words, DIGEST, PUBLIC).splitlines()
    drawn = [plain(shown(line, right_to_left=True)) for line in lines]
    assert any("08:00–20:00 EEST (UTC+3) / 09:00–21:00 MSK (UTC+4)" in line for line in drawn)
    assert any("0123 4567 89ab cdef" in line for line in drawn)


@pytest.mark.parametrize("code", CODES)
def test_no_word_in_it_judges_anybody(facts: PartyFacts, code: str) -> None:
    assert judging_words(both(facts, words_of(code), PARTIES)) == ()


def test_the_same_facts_give_the_same_text(facts: PartyFacts) -> None:
    for code in CODES:
        assert both(facts, words_of(code), PUBLIC) == both(facts, words_of(code), PUBLIC)


def test_a_place_with_markup_and_marks_is_text(facts: PartyFacts) -> None:
    odd = clause("T3", "assembly", ("points", (PlaceRef("<b>#x</b> 7"),)))
    terms = tuple(odd if term.kind == "assembly" else term for term in facts.terms)
    assert "People assemble at: <b>#x</b> 7." in announcement(replace(facts, terms=terms), english(), DIGEST, PUBLIC)
