"""The brief of the parties: one document, the same for every party, in several languages side by side."""

from __future__ import annotations

from collections.abc import Iterable

from safeconduct.brief.party_document import Block, Column, PartyDocument, Section, Side, Table, Voices
from safeconduct.brief.party_end import contacts_section, law_section, signature_section, told_section
from safeconduct.brief.party_facts import PartyFacts
from safeconduct.brief.party_terms import open_section, party_label, terms_section
from safeconduct.brief.party_times import zones_text
from safeconduct.brief.party_way import routes_section, time_block, timetable_section
from safeconduct.brief.texts import SCHEMATIC_NOTE, isolated, msgid, plate_text
from safeconduct.brief.translate import Words

MOST_COLUMNS = 3
"""So many languages stand side by side; more of them stand one under the other, text by text."""

STATES: dict[str, str] = {
    "draft": msgid("State of the agreement: draft."),
    "proposed": msgid("State of the agreement: proposed."),
    "agreed": msgid("State of the agreement: agreed."),
    "open": msgid("State of the agreement: the corridor is open."),
    "suspended": msgid("State of the agreement: suspended."),
    "closed": msgid("State of the agreement: closed."),
}
"""State in the life cycle -> its sentence."""


def make_party_document(facts: PartyFacts, languages: Iterable[Words], digest: str) -> PartyDocument:
    """Return the brief. digest: the hash of the facts as it is printed. The same arguments give the same document.

    Of two or three languages that stand side by side, those that run from right to left stand on the right.
    """
    given = tuple(languages)
    words = tuple(sorted(given, key=lambda one: one.language.right_to_left)) if len(given) <= MOST_COLUMNS else given
    voices = Voices(words, {one.lang: facts.names_in(one.lang) for one in words})
    schematic = voices.each(lambda one: one.text(SCHEMATIC_NOTE)) if facts.schematic else ()
    return PartyDocument(
        sides=tuple(_side(one) for one in words),
        title=voices.say("Humanitarian corridor: terms, routes and timetable"),
        name=facts.name,
        footer=footer_text(facts, digest),
        zones=zones_text(facts.zones, facts.start, facts.end),
        go=facts.go,
        # Translators: the two words of the decision, in capitals where the script has them.
        decision=voices.say("GO") if facts.go else voices.say("NO GO"),
        meaning=_meaning(facts, voices),
        identity=(
            (voices.say("Number"), plate_text(facts.number)),
            (voices.say("Version"), isolated(facts.version)),
            # Translators: the digits by which two copies of a document are compared.
            (voices.say("Hash"), isolated(digest)),
        ),
        sections=(
            Section((), (_parties(facts, voices), time_block(facts, voices), _map(facts, voices))),
            routes_section(facts, voices),
            timetable_section(facts, voices),
            terms_section(facts, voices),
            open_section(facts, voices),
            told_section(voices),
            contacts_section(facts, voices),
            law_section(voices),
            signature_section(facts, voices, digest),
        ),
        banner=schematic,
        review=tuple(review_note(one) for one in words),
        mirrored=all(one.language.right_to_left for one in words),
    )


def footer_text(facts: PartyFacts, digest: str) -> str:
    """Return what stands at the foot of every page in no language: number, version, hash."""
    return isolated(f"\u2116 {plate_text(facts.number)} \u00b7 v{facts.version} \u00b7 # {digest}")


def digest_text(digest: str) -> str:
    """Return the first 16 hexadecimal digits of a hash as they are printed and read out: groups of four."""
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def _side(words: Words) -> Side:
    language = words.language
    return Side(language.code, language.own, language.right_to_left, words.catalogue.reviewed)


def review_note(words: Words) -> str:
    """Return that nobody has reviewed the translation ("" where somebody has)."""
    if words.catalogue.reviewed:
        return ""
    return words.text("No native speaker who knows the law has reviewed this translation.")


def _meaning(facts: PartyFacts, voices: Voices) -> tuple[tuple[str, ...], ...]:
    said = (
        voices.say("As far as the terms on file go. The people responsible decide.")
        if facts.go
        else voices.say("The terms are not agreed. Nobody leaves on this paper.")
    )
    return said, voices.each(lambda words: words.text(STATES[facts.state]))


def _map(facts: PartyFacts, voices: Voices) -> Block:
    """Return the map with what its signs mean."""
    signs = voices.say(
        "Map: strong lines with a letter are the routes, numbers in squares the assembly points, triangles the exits, "
        "diamonds the checkpoints. North is up."
    )
    # The attribution stands as its owner wants it, in no other language.
    return Block(lines=(signs, *(((facts.attribution,),) if facts.attribution else ())), key="map")


def _parties(facts: PartyFacts, voices: Voices) -> Block:
    """Return the parties in alphabetical order as they name themselves."""
    if not facts.parties:
        return Block(heading=voices.say("Parties"), lines=(voices.say("The parties are not known."),))
    columns = (Column(voices.say("Parties in alphabetical order, as they name themselves")),)
    return Block(tables=(Table(columns, tuple(((party_label(facts, one.letter),),) for one in facts.parties)),))
