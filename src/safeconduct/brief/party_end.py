"""The last pages of the brief of the parties: who is told what, whom to call, the law, and the lines to be signed."""

from __future__ import annotations

from collections.abc import Callable

from safeconduct.brief.party_document import BLANK, Block, Column, Said, Section, Table, Voices
from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.party_terms import party_label
from safeconduct.brief.texts import LAW_SENTENCES, NO_BREAK, isolated, msgid, name_text, plate_text
from safeconduct.brief.translate import Words

LEVELS: tuple[tuple[str, str, str], ...] = (
    (msgid("each party"), msgid("this brief, the same file for every party"), msgid("before anything is signed")),
    (
        msgid("convoy leader, drivers, assembly points, checkpoints and exits"),
        msgid("their own sheet: what they do, when and where, and nothing of any other"),
        msgid("once every required clause is accepted by every party"),
    ),
    (
        msgid("people at the assembly points"),
        msgid("when and where they assemble, that leaving is voluntary, what they may take along"),
        msgid("once the parties are told that the silence holds"),
    ),
    (
        msgid("the public"),
        msgid("the announcement; no timetable of packets and no positions"),
        msgid("once the silence holds, if the clause on release to the public allows it"),
    ),
)
"""Who is told, what, and when, from the narrowest circle to the widest."""

FUNCTIONS: tuple[str, ...] = (msgid("convoy leader"), msgid("neutral intermediary"), msgid("medical officer"))
"""Contacts that a movement needs beside a liaison officer of each party; empty lines where none is on file."""


def told_section(voices: Voices) -> Section:
    """Return who is told what and when."""
    columns = (
        Column(voices.say("Who is told"), share=3),
        Column(voices.say("What"), share=4),
        Column(voices.say("When"), share=4),
    )
    rows = tuple(tuple(voices.each(_text(cell)) for cell in row) for row in LEVELS)
    return Section(voices.say("Who is told what, and when"), (Block(tables=(Table(columns, rows),)),))


def _text(english: str) -> Callable[[Words], str]:
    """Return what looks a text of a table up in a language."""
    return lambda words: words.text(english)


def contacts_section(facts: PartyFacts, voices: Voices) -> Section:
    """Return whom to call by function; numbers are written by hand on each copy, because they must not be in any file."""
    columns = (
        Column(voices.say("Function"), share=3.4),
        Column(voices.say("Party"), share=3),
        Column(voices.say("By"), share=1.8),
        Column(voices.say("Number or channel, by hand"), BLANK, 3),
    )
    rows: list[tuple[Said, ...]] = [
        ((name_text(one.function),), (party_label(facts, one.party) or one.party,), (name_text(one.channel),), ("",))
        for one in facts.contacts
    ]
    if not rows:
        rows += [(voices.each(_text(one)), ("",), ("",), ("",)) for one in FUNCTIONS]
        rows += [(voices.say("liaison officer"), (party_label(facts, one.letter),), ("",), ("",)) for one in facts.parties]
    note = voices.say("By function, never by name. Numbers and channels are written by hand.")
    return Section(voices.say("Contacts"), (Block(tables=(Table(columns, tuple(rows), note=note),)),))


def law_section(voices: Voices) -> Section:
    """Return the law in plain words."""
    return Section(voices.say("What the law says"), (Block(lines=tuple(voices.each(_text(one)) for one in LAW_SENTENCES)),))


def signature_section(facts: PartyFacts, voices: Voices, digest: str) -> Section:
    """Return the lines for signatures of acceptance, and apart from them those for receipt."""
    values = {
        "number": plate_text(facts.number),
        "version": isolated(facts.version),
        "hash": isolated(digest.replace(" ", NO_BREAK)),
    }
    sign = voices.say("Accepted: all clauses of this paper, number {number}, version {version}, hash {hash}.", **values)
    receive = voices.say(
        "Received: this paper, number {number}, version {version}, hash {hash}. Receipt is not acceptance.", **values
    )
    blanks = (voices.say("Function"), voices.say("Signature"), voices.say("Place, day, hour and zone"))
    parties: list[tuple[Said, ...]] = [((party_label(facts, one.letter),), *blanks) for one in facts.parties]
    if not parties:
        parties = [(voices.say("Party"), *blanks)] * 2
    return Section(
        voices.say("Signatures"),
        (
            Block(lines=(sign,), blanks=tuple(parties), key="sign"),
            Block(heading=voices.say("Receipt"), lines=(receive,), blanks=tuple(parties), key="receive"),
        ),
    )
