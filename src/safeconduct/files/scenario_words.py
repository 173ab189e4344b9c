"""What an officer wrote and no document may carry: words that judge a party, telephone numbers, addresses.

Told as warnings when the folder is read, refused before a document for the parties is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from safeconduct.brief.neutral import judging_words
from safeconduct.brief.private import private_parts
from safeconduct.files.folder import Folder
from safeconduct.files.noted import Noted, shown
from safeconduct.model.errors import BadInputError
from safeconduct.model.notice import Notice, Where, notice
from safeconduct.model.scenario import Scenario
from safeconduct.model.terms import Contact, Term, TermsText, Value, in_force

TOLD, REFUSED = ("words-judge", "words-private"), ("words-judge-refused", "words-private-refused")
"""Codes of the notices: of a word that judges, of a number or an address."""
TERMS = "terms/"

Texts = Iterator[tuple[Where, str]]


def note_texts(scenario: Scenario, folder: Folder, noted: Noted) -> None:
    """Note each word that judges and each number to call, in names, notes and terms, with where it stands and what to write."""
    texts = [*_table_texts(scenario, folder), *_terms_of(scenario)]
    for one in notices_of(texts, own_names(scenario), TOLD):
        noted.take(one)


def terms_notices(texts: Iterable[TermsText], names: Iterable[str] = ()) -> tuple[Notice, ...]:
    """Return a warning for each such word and number in texts of the parties, whose own names are known from the texts.

    names: of further parties.
    """
    listed = tuple(texts)
    found = [pair for text in listed for term in text.terms for pair in term_texts(term, text.file)]
    return notices_of(
        found, {*names, *_parties(term for text in listed for term in text.terms), *(t.party for t in listed)}, TOLD
    )


def refuse_texts(scenario: Scenario, texts: Iterable[tuple[str, str]], name: str, proper: Iterable[str] = ()) -> None:
    """Raise BadInputError when a document for the parties, or a term in force, holds such a word or number.

    texts: (field, text) of everything that is printed; name: of the document's file. proper: names of roads and places as the
    road file has them, which nobody chose. Each term is named with its file, then what
    else the document holds. Nothing is printed around such a word: the cure says what to write.
    """
    names = own_names(scenario)
    terms = notices_of(_terms_in_force(scenario), names, REFUSED)
    told = {dict(one.values)["word"] for one in terms}
    placed = ((Where(name, feature=shown(field)), text) for field, text in texts)
    rest = notices_of(placed, names | {*proper}, REFUSED)
    more = tuple(one for one in rest if dict(one.values)["word"] not in told)
    if terms or more:
        raise BadInputError((*terms, *more))


def notices_of(texts: Iterable[tuple[Where, str]], names: Iterable[str], codes: tuple[str, str]) -> tuple[Notice, ...]:
    """Return one notice of these codes for each word that judges and each number or address, once for each place."""
    own = tuple(names)
    found: dict[tuple[Where, str], Notice] = {}
    for where, text in texts:
        for hit in judging_words(text, own_names=own):
            found.setdefault((where, hit.word), notice(codes[0], where, word=shown(hit.word), cure=hit.cure))
        for part in private_parts(text):
            found.setdefault((where, part), notice(codes[1], where, word=shown(part)))
    return tuple(found.values())


def own_names(scenario: Scenario) -> frozenset[str]:
    """Return what the parties of a scenario call themselves, also without the neutral letter before it ("A - Name")."""
    every = [term for text in scenario.texts for term in text.terms]
    names = {*_parties((*scenario.terms, *every)), *(text.party for text in scenario.texts)}
    names |= {one.party for one in scenario.checkpoints}
    return frozenset(names | {name.partition(" - ")[2] for name in names}) - {""}


def _parties(terms: Iterable[Term]) -> set[str]:
    found: set[str] = set()
    for term in terms:
        found |= {answer.party for answer in term.answers} | {term.limits.party}
        for _, value in term.values:
            found |= {one.party for one in _contacts(value)}
    return found - {""}


def _contacts(value: Value) -> tuple[Contact, ...]:
    return tuple(one for one in value if isinstance(one, Contact)) if isinstance(value, tuple) else ()


def _terms_of(scenario: Scenario) -> Texts:
    for text in scenario.texts:
        for term in text.terms:
            yield from term_texts(term, text.file)
    if not scenario.texts:
        for term in scenario.terms:
            yield from term_texts(term, "")


def _terms_in_force(scenario: Scenario) -> Texts:
    if not scenario.texts:
        yield from _terms_of(scenario)
    for text in in_force(scenario.texts):
        for term in text.terms:
            yield from term_texts(term, text.file)


def term_texts(term: Term, file: str) -> Texts:
    """Yield every word of a term that an officer wrote freely, with where it stands. Parties' names are not among them."""
    place = f"term {term.id}"
    yield from ((Where(file or TERMS, feature=place), one) for one in (term.id, term.label, term.source) if one)
    yield Where(file or TERMS, column="text", feature=place), term.text
    for name in term.texts:
        yield Where(file or TERMS, column=f"texts.{name.lang}", feature=place), name.text
    for answer in term.answers:
        yield from ((Where(file or TERMS, column="answers", feature=place), one) for one in (answer.paper, answer.channel) if one)
    for field, value in term.values:
        for text in _written(value):
            yield Where(file or TERMS, column=field, feature=place), text


def _written(value: Value) -> Iterator[str]:
    """Yield the free words of a field."""
    if isinstance(value, str):
        yield value
    if not isinstance(value, tuple):
        return
    for one in value:
        if isinstance(one, str):
            yield one
        elif isinstance(one, Contact):
            yield from (one.function, one.channel)
        else:
            yield from (str(getattr(one, name)) for name in ("name", "address", "kind") if hasattr(one, name))


def _table_texts(scenario: Scenario, folder: Folder) -> Texts:
    """Yield names and notes of the tables, with their rows."""
    yield Where("scenario.toml", column="name"), scenario.name
    yield Where("scenario.toml", column="note"), scenario.note
    named = (("groups", scenario.groups), ("exits", scenario.exits), ("checkpoints", scenario.checkpoints))
    for stem, things in named:
        for one in things:
            yield folder.where(stem, one.id, "name"), one.name
    for closure in scenario.closures:
        yield folder.where("closures", closure.id, "note"), closure.note
    for place in scenario.gazetteer:
        for name in (place.name, *(one.text for one in place.names)):
            yield replace(folder.where("gazetteer"), feature=shown(place.name)), name
    for incident in {(one.kind, one.source): one for one in scenario.incidents}.values():
        yield from ((folder.where("incidents", incident.id), one) for one in (incident.kind, incident.source))
