"""Terms: what each party has proposed, accepted or left unsaid."""

from __future__ import annotations

from dataclasses import dataclass

TERM_STATES = ("proposed", "accepted", "rejected", "silent")
"""How one party stands to one term. Acknowledging receipt is none of these."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one party stands to a term, and by which paper (reference, date, channel) it is known."""

    party: str
    state: str
    paper: str = ""


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
class Term:
    """One clause of the agreement.

    `required`: no "go" while a party has not accepted it. Answers: by party, in alphabetical order. limits: what it forbids.
    """

    id: str
    text: str
    answers: tuple[Answer, ...]
    required: bool = True
    source: str = ""
    limits: TermLimits = NO_LIMITS
