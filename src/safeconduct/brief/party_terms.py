"""The clauses of the brief of the parties, how each party stands to them, the papers, and what is open."""

from __future__ import annotations

from collections.abc import Callable

from safeconduct.brief.clause_table import TITLES
from safeconduct.brief.clause_words import clause_sentences, clause_title
from safeconduct.brief.party_document import Block, Clause, Column, Said, Section, Table, Voices
from safeconduct.brief.party_facts import (
    ANSWER,
    CONTRADICTION,
    MINIMUM,
    NO_PARTIES,
    NO_REQUIRED,
    NO_TERMS,
    ONE_PARTY,
    TO_CONFIRM,
    WORDS_ONLY,
    Open,
    Paper,
    PartyFacts,
)
from safeconduct.brief.party_times import iso_moment
from safeconduct.brief.texts import figures_isolated, isolated, msgid, name_text
from safeconduct.brief.translate import Words
from safeconduct.model.terms import Answer, Term

STANDINGS: dict[str, str] = {
    # Translators: how a party stands to a clause.
    "proposed": msgid("has proposed it"),
    # Translators: how a party stands to a clause.
    "accepted": msgid("has accepted it"),
    # Translators: how a party stands to a clause.
    "rejected": msgid("has rejected it"),
    # Translators: how a party stands to a clause.
    "silent": msgid("has not answered"),
}
"""How a party stands to a clause -> its words."""

OPEN_SENTENCES: dict[str, str] = {
    NO_TERMS: msgid("No terms are on file."),
    NO_PARTIES: msgid("No party has answered any clause."),
    NO_REQUIRED: msgid("No clause is marked as required, so nothing on file shows an agreement."),
}
"""Code of what is open -> its sentence, where it needs no value."""

ANSWER_SENTENCES: dict[str, str] = {
    "proposed": msgid("Clause {number}, {title}: {party} has proposed it; its acceptance of the final text is not on file."),
    "rejected": msgid("Clause {number}, {title}: {party} has rejected it."),
    "silent": msgid("Clause {number}, {title}: {party} has not answered."),
}
"""Standing of a party to a required clause -> what is open."""


def terms_section(facts: PartyFacts, voices: Voices) -> Section:
    """Return the clauses in the order of the table of kinds, after the papers in which they stand."""
    if not facts.terms:
        return Section(voices.say("Terms"), (Block(lines=(voices.say("No terms are on file."),)),))
    clauses = tuple(_clause(facts, voices, number, term) for number, term in enumerate(facts.terms, 1))
    papers = Block(tables=(_papers(facts, voices),)) if facts.papers else Block()
    return Section(voices.say("Terms"), (papers, Block(clauses=clauses)))


def _clause(facts: PartyFacts, voices: Voices, number: int, term: Term) -> Clause:
    said = (clause_sentences(term, words, facts.zones, voices.named(words)) for words in voices.words)
    rows = tuple(zip(*said, strict=True))
    if len(facts.papers) > 1:
        rows = (_stands_in(term, voices), *rows)
    given, beside = _own_words(term, voices)
    label = voices.say("Text as given:") if given else ()
    title = voices.each(lambda words: clause_title(term, words))
    if not term.required:
        # Translators: a clause that the go does not depend on.
        title = voices.each(lambda words: words.phrase("{title} (not required)", title=clause_title(term, words)))
    shown = (*rows, *((beside,) if beside else ()))
    return Clause(number, title, shown, given, label, _standing(facts, voices, term))


def _stands_in(term: Term, voices: Voices) -> Said:
    """Return in which of several texts in force a clause stands."""
    if term.paper:
        return voices.say("From the text: {reference}", reference=term.paper)
    return voices.say("From the common text")


def _own_words(term: Term, voices: Voices) -> tuple[str, Said]:
    """Return the words of a clause that stand once, and those beside each other where there is a translation.

    Words in their own language stand once, with a label, unless every language has a translation of its own.
    """
    translated = {one.lang: figures_isolated(one.text) for one in term.texts}
    beside = tuple(translated.get(words.lang, "") for words in voices.words)
    if all(beside):
        return "", beside
    given = figures_isolated(term.text) or next(iter(translated.values()), "")
    return given, beside if any(beside) and term.text else ()


def _standing(facts: PartyFacts, voices: Voices, term: Term) -> Table:
    answers = {one.party: one for one in term.answers}
    columns = (
        Column(voices.say("Party"), share=2.8),
        Column(voices.say("Standing"), share=3),
        Column(voices.say("By which paper"), share=3.4),
    )
    rows = tuple(
        (
            (party_label(facts, one.letter),),
            voices.say(STANDINGS[answers[one.letter].state if one.letter in answers else "silent"]),
            (_paper_of(answers[one.letter], facts.zones),) if one.letter in answers else ("",),
        )
        for one in facts.parties
    )
    return Table(columns, rows)


def party_label(facts: PartyFacts, letter: str) -> str:
    """Return a party's letter and name: "A: Ukraine"; "" without a letter."""
    return f"{isolated(letter)}: {name_text(facts.party_name(letter))}" if letter else ""


def _paper_of(answer: Answer, zones: tuple[str, ...]) -> str:
    parts = (answer.paper, answer.channel, iso_moment(answer.at, zones) if answer.at else "")
    return "; ".join(name_text(part) for part in parts if part)


def _papers(facts: PartyFacts, voices: Voices) -> Table:
    """Return the texts in force with who has received them."""
    columns = (
        Column(voices.say("Text in force"), share=2.4),
        Column(voices.say("Of"), share=2.2),
        Column(voices.say("Dated"), share=2.6),
        Column(voices.say("Receipt acknowledged by"), share=3.4),
    )
    rows = tuple(_paper_row(facts, voices, one) for one in facts.papers)
    return Table(columns, rows, note=voices.say("Receipt is not acceptance."))


def _paper_row(facts: PartyFacts, voices: Voices, paper: Paper) -> tuple[Said, ...]:
    name = voices.say("{reference}, version {number}", reference=paper.reference, number=paper.version)
    if not paper.reference:
        name = voices.say("common text, version {number}", number=paper.version)
    # Translators: whose text it is: the text that all parties are asked to accept.
    of = (party_label(facts, paper.party),) if paper.party else voices.say("all parties")
    dated = (iso_moment(paper.dated, facts.zones),) if paper.dated else voices.say("not known")
    receipts = []
    for one in paper.receipts:
        at = iso_moment(one.at, facts.zones) if one.at else ""
        receipts.append("; ".join(part for part in (party_label(facts, one.party), one.paper, one.channel, at) if part))
    return name, of, dated, ("\n".join(receipts),) if receipts else voices.say("nobody")


MOST_PARTIES = 4
"""Up to so many parties the missing answers stand in one table, a column for each; of more, in a sentence each."""


def open_section(facts: PartyFacts, voices: Voices) -> Section:
    """Return what stays open, printed as open."""
    tabled = 0 < len(facts.parties) <= MOST_PARTIES
    told = [one for one in facts.open_points if one.code != ANSWER or not tabled]
    points = [open_sentence(facts, voices, one) for one in told]
    answers = _answers(facts, voices) if tabled else ()
    if not facts.go and all(one.code == WORDS_ONLY for one in facts.open_points):
        points.append(
            voices.count("{n} reason why not stands in the plan.", "{n} reasons why not stand in the plan.", facts.reasons)
        )
    if not facts.contacts:
        points.append(voices.say("Contacts: not known; they are to be written by hand."))
    points += [
        voices.count(
            "{place}: {n} person has no place in this timetable.",
            "{place}: {n} people have no place in this timetable.",
            site.left,
            place=voices.place(site.name),
        )
        for site in facts.sites
        if site.left
    ]
    lines = () if points or answers else (voices.say("Nothing is open as far as the terms on file go."),)
    return Section(voices.say("Open points"), (Block(tables=answers), Block(lines=lines, points=tuple(points))))


def _answers(facts: PartyFacts, voices: Voices) -> tuple[Table, ...]:
    """Return the required clauses that not every party has accepted, with the standing of each party."""
    missing = {(one.clause, one.party): one.state for one in facts.open_points if one.code == ANSWER}
    numbers = sorted({clause for clause, _ in missing})
    if not numbers:
        return ()
    columns = (
        Column(voices.say("Required clause that is not accepted by all"), share=3),
        *(Column((party_label(facts, one.letter),), share=3) for one in facts.parties),
    )
    rows = []
    for number in numbers:
        term = facts.terms[number - 1]
        title = voices.each(_numbered(number, term))
        states = (missing.get((number, one.letter), "accepted") for one in facts.parties)
        rows.append((title, *(voices.say(STANDINGS[state]) for state in states)))
    note = voices.say("A proposal is no acceptance: the acceptance of the final text has to be on file.")
    return (Table(columns, tuple(rows), note=note),)


def _numbered(number: int, term: Term) -> Callable[[Words], str]:
    # Translators: number of a clause and its title.
    return lambda words: words.text("{number}. {title}", number=number, title=clause_title(term, words))


def open_sentence(facts: PartyFacts, voices: Voices, one: Open) -> Said:
    """Return what is open in every language."""

    def title(words: Words) -> str:
        return words.text(TITLES[one.what])

    if one.code == MINIMUM:
        return voices.say("No required clause in force states it: {title}.", title=title)
    if one.code == WORDS_ONLY:
        return voices.say(
            "{title}: in words only; no plan can be checked against it, people have to.",
            title=title,
        )
    if one.code == ONE_PARTY:
        return voices.say("An agreement needs two parties; only {party} has answered.", party=party_label(facts, one.party))
    if one.code == CONTRADICTION:
        return voices.say("Texts in force contradict each other: {title}.", title=title)
    if one.code == TO_CONFIRM:
        return voices.say("Texts in force are not written alike; both parties have to confirm: {title}.", title=title)
    if one.code == ANSWER:
        term = facts.terms[one.clause - 1]

        def sentence(words: Words) -> str:
            party = party_label(facts, one.party)
            return words.text(ANSWER_SENTENCES[one.state], number=one.clause, title=clause_title(term, words), party=party)

        return voices.each(sentence)
    return voices.say(OPEN_SENTENCES[one.code])
