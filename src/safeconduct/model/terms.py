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
class Term:
    """One clause of the agreement.

    `required`: no "go" while a party has not accepted it. Answers: by party, in alphabetical order.
    """

    id: str
    text: str
    answers: tuple[Answer, ...]
    required: bool = True
    source: str = ""
