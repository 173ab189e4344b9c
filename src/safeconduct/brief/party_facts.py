"""What the brief of the parties holds, and nothing else: facts without a word of any language, the same for every party.

This is a whitelist. A document for the parties is made from these facts alone; what has no field here is on no paper of theirs:
no plates and serials, no names, no numbers to call, no incidents and closures, no other options, no proofs. The hash on every
page is taken over these facts, so it is the same in every language. Times are in UTC; distances whole metres; positions have
five decimals (about a metre).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from safeconduct.model.people import Headcount
from safeconduct.model.place import LocalName, LonLat
from safeconduct.model.terms import Contact, Term

TURN, START, WAY, CHECKPOINT, EXIT = "turn", "start", "way", "checkpoint", "exit"
NO_TERMS, NO_PARTIES, ONE_PARTY, NO_REQUIRED, ANSWER, MINIMUM, WORDS_ONLY, CONTRADICTION, TO_CONFIRM = (
    "no terms",
    "no parties",
    "one party",
    "no required",
    "answer",
    "minimum",
    "words only",
    "contradiction",
    "to confirm",
)
"""What keeps an agreement open, by code; `WORDS_ONLY` is a reserve, with which it can be agreed all the same."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party as it names itself, beside a neutral letter; letters follow the alphabetical order of the names."""

    letter: str
    name: str


@dataclass(frozen=True, slots=True)
class Window:
    """When roads may be used by the silence windows on file. exit: for movements to it alone ("" for all)."""

    start: datetime
    end: datetime
    exit: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A way-point of a route. name: of a turn, the road turned onto. first: when the first vehicle is planned there, or None."""

    km: float
    name: str
    role: str
    at: LonLat
    names: tuple[LocalName, ...] = ()
    first: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoadRoute:
    """A route that packets drive, or would drive. line: the road itself. drive_s: driving time of the column."""

    letter: str
    start: str
    goal: str
    length_m: int
    drive_s: int
    points: tuple[Point, ...]
    line: tuple[LonLat, ...]


@dataclass(frozen=True, slots=True)
class PacketRow:
    """A packet: its route, where it starts and ends, when, and how many. leaves to out as in `Packet`."""

    id: str
    route: str
    start: str
    goal: str
    leaves: datetime
    arrives: datetime
    out: datetime
    vehicles: int
    people: int


@dataclass(frozen=True, slots=True)
class Site:
    """An assembly point, exit or checkpoint. people: of an assembly point; left: of them without a place in the timetable."""

    kind: str
    name: str
    at: LonLat
    people: int = 0
    left: int = 0
    party: str = ""
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A party has received a text; that says nothing about accepting it."""

    party: str
    paper: str
    at: datetime | None
    channel: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A text in force. party: letter of its author ("" for a common text). receipts: who has acknowledged it."""

    reference: str
    version: int
    party: str
    dated: datetime | None
    channel: str
    receipts: tuple[Receipt, ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """What keeps the agreement open. code: one of those above; clause: its number in the brief (0 for none).

    party: letter; state: how that party stands to the clause. what: kind of clause that it is about.
    """

    code: str
    clause: int = 0
    party: str = ""
    state: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Everything that the brief of the parties says.

    number, version: of the brief. state: of the agreement, one of the life cycle. reasons: how many reasons the plan gives why it
    is no go. windows: on file; shared_hours: of silence that every text with such a clause leaves (None: no text has one).
    first_out, last_out: when the first packet leaves and the last person is out by the timetable. people, left: in all. vehicles:
    of all packets, one that drives twice counted twice. terms: clauses in the order of the table of kinds, without numbers to
    call. places: names in other languages of the places in it.
    """

    number: str
    version: str
    program: str
    plan_input: str
    name: str
    schematic: bool
    attribution: str
    zones: tuple[str, ...]
    start: datetime
    end: datetime
    parties: tuple[Party, ...]
    state: str
    go: bool
    reasons: int
    windows: tuple[Window, ...]
    shared_hours: tuple[Window, ...] | None
    first_out: datetime | None
    last_out: datetime | None
    people: Headcount
    left: int
    vehicles: int
    routes: tuple[RoadRoute, ...]
    sites: tuple[Site, ...]
    packets: tuple[PacketRow, ...]
    papers: tuple[Paper, ...]
    terms: tuple[Term, ...]
    contacts: tuple[Contact, ...]
    open_points: tuple[Open, ...]
    places: tuple[tuple[str, tuple[LocalName, ...]], ...]

    def find_party(self, name: str) -> str:
        """Return the letter of a party by its name, "" when it is none of them."""
        return next((one.letter for one in self.parties if one.name == name), "")

    def party_name(self, letter: str) -> str:
        """Return a party's name by its letter, the letter itself when there is none."""
        return next((one.name for one in self.parties if one.letter == letter), letter)

    def names_in(self, lang: str) -> dict[str, str]:
        """Return each place's name in a language; where it has none there, the name that plan and signs have for it.

        A place that has neither is left out: it keeps the name that the text gives it.
        """
        named = {place: {one.lang: one.text for one in names} for place, names in self.places}
        return {place: found for place, names in named.items() if (found := names.get(lang) or names.get(""))}
