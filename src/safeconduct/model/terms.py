"""Terms: the texts that parties hold, their clauses, and how each party stands to each clause, by which paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from safeconduct.model.place import LocalName, LonLat

TERM_STATES = ("proposed", "accepted", "rejected", "silent")
"""How one party stands to one term. Acknowledging receipt is none of these."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one party stands to a term, and by which paper it is known.

    paper: its reference, as it is quoted. at: day and hour of the paper (None: not stated). channel: by which way it came.
    """

    party: str
    state: str
    paper: str = ""
    at: datetime | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A party has received a text. It says nothing about whether the party accepts it."""

    party: str
    paper: str = ""
    at: datetime | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class TermLimits:
    """What a term forbids or limits in the timetable; planned for whether or not it is accepted yet.

    vehicles: most vehicles of the fleet that may be used (None: no limit). private_cars: most own cars in all (None: no limit; 0:
    none may leave). returns: False when empty vehicles may not come back for a second trip. packet_size: most vehicles in a
    packet. search_s: seconds for the search of one vehicle at the checkpoints of `party` ("": at every checkpoint).
    """

    vehicles: int | None = None
    private_cars: int | None = None
    returns: bool = True
    packet_size: int | None = None
    search_s: int | None = None
    party: str = ""


NO_LIMITS = TermLimits()


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as a text states it: the aware moment, and the zone in which the text writes it (IANA name, or "UTC+3")."""

    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place as a text names it. point: where the text or the folder says it is (None: not known); address: as written."""

    name: str
    point: LonLat | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """People whom a text names: one of `clauses.CATEGORIES`, with sex and age where the text limits them.

    age_from, age_to: whole years, both included: 0 to 14 holds who is 14.
    """

    kind: str
    sex: str = "any"
    age_from: int | None = None
    age_to: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call, by function. number: telephone or radio channel; it leaves on sheets of operators only."""

    function: str
    party: str = ""
    channel: str = ""
    number: str = ""


Value = str | bool | int | Moment | tuple[PlaceRef, ...] | tuple[Category, ...] | tuple[Contact, ...] | tuple[str, ...]
"""What a field holds, by its type in `clauses`.

Moment; PlaceRefs for places and place sets; Categories for people; bool for yes or no; str for a choice and for words; int for
counts and seconds; strings for items; Contacts.
"""


@dataclass(frozen=True, slots=True)
class Term:
    """One clause of a text.

    `required`: no "go" while a party has not accepted it. Answers: by party, in alphabetical order. limits: what it forbids.
    kind: one of `clauses.CLAUSE_KINDS`, or "" for a clause of its own. label: tells several of a kind apart. values: its typed
    fields by name, in the order of the table; empty where the clause is given in words only. text: its words ("" where only
    fields are given); texts: the same words in other languages. paper: reference of the text that it stands in ("" where that has
    none).
    """

    id: str
    text: str
    answers: tuple[Answer, ...]
    required: bool = True
    source: str = ""
    limits: TermLimits = NO_LIMITS
    kind: str = ""
    label: str = ""
    values: tuple[tuple[str, Value], ...] = ()
    texts: tuple[LocalName, ...] = ()
    paper: str = ""

    def find_value(self, name: str) -> Value | None:
        """Return what the field of that name holds, or None where the text does not say."""
        return dict(self.values).get(name)


@dataclass(frozen=True, slots=True)
class TermsText:
    """One version of one text.

    reference: the same for every version of it ("" for a common text without a header). party: whose text it is; "" for the
    common text that all parties are asked to accept. replaces: references of texts that it takes the place of. version: from 1.
    dated: day and hour of the paper. channel: by which way it came. acknowledged: who has received it.
    file: name inside the scenario folder.
    """

    terms: tuple[Term, ...]
    reference: str = ""
    party: str = ""
    version: int = 1
    dated: datetime | None = None
    channel: str = ""
    zone: str = ""
    source: str = ""
    replaces: tuple[str, ...] = ()
    acknowledged: tuple[Acknowledgement, ...] = ()
    file: str = ""


def in_force(texts: Iterable[TermsText]) -> tuple[TermsText, ...]:
    """Return the newest version of each text that no other newest version replaces, in the order given."""
    listed = tuple(texts)
    newest = {one.reference: one for one in sorted(listed, key=lambda one: one.version)}
    replaced = {reference for one in newest.values() for reference in one.replaces if reference != one.reference}
    return tuple(one for one in listed if newest[one.reference] is one and one.reference not in replaced)


def terms_of(texts: Iterable[TermsText]) -> tuple[Term, ...]:
    """Return the clauses of the texts in force, in the order given."""
    return tuple(term for text in in_force(texts) for term in text.terms)
