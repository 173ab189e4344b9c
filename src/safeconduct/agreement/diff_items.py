"""What a comparison of two texts finds: differences, silences, places to confirm, clauses to read, changes of standing."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from safeconduct.model.clauses import find_clause_kind

CHANGES: dict[str, tuple[str, str]] = {
    "passed and bypassed": ("a place passed in one text and bypassed in the other", "Is {what} passed or bypassed?"),
    "may and may not": ("people who may leave by one text and may not by the other", "May {what} leave?"),
    "moment": ("another moment", "Which {label} holds for both?"),
    "place": ("a place in one text only", "Does {what} belong to the {label}?"),
    "order": ("the same places in another order", "In which order are the {label} passed?"),
    "people": ("people in one text only", "Does the agreement on {label} hold for {what}?"),
    "yes and no": ("yes in one text and no in the other", "Which holds for both on {label}?"),
    "choice": ("another choice", "Which holds for both on {label}?"),
    "number": ("another number", "Which {label} holds for both?"),
    "item": ("an item in one text only", "Does {what} belong to {label}?"),
    "contact": ("a contact in one text only", "Who is called as {what}?"),
    "contact details": ("another number, channel or party of a contact", "Which details of {what} hold?"),
    "silent": ("one text does not say", "{silent}: does this hold for you too?"),
}
"""Kind of change -> its words, and the question to put to the parties."""

SILENT = "silent"

OWN_TITLE = "Clause of its own"
"""Title of a clause that is of none of the kinds."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where two texts are compared.

    kind: of the clause ("" for a clause of its own). labels: of the clause in the first and in the second text. field: its name
    ("" for the whole clause).
    """

    kind: str
    labels: tuple[str, str] = ("", "")
    field: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two texts, by meaning.

    change: one of CHANGES. danger: 5 (people are hit or turned back) to 1. first, second: what each text says, in words; "" where
    it says nothing. sentence: the difference in plain words. question: what to ask the parties.
    """

    spot: Spot
    change: str
    danger: int
    first: str
    second: str
    sentence: str
    question: str

    @property
    def place(self) -> str:
        """The clause, its label and the field in words: 'Route "north", way-points'."""
        kind = find_clause_kind(self.spot.kind)
        field = kind.find_field(self.spot.field) if kind else None
        labels = " / ".join(dict.fromkeys(label for label in self.spot.labels if label))
        title = (kind.title if kind else OWN_TITLE) + (f' "{labels}"' if labels else "")
        return f"{title}, {field.label}" if field else title


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Two names that were taken for one place by sound: neither silently equal nor a difference, until people confirm it."""

    spot: Spot
    first: str
    second: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A clause that cannot be compared, since a text has it in words only; danger as of the clause's most dangerous field."""

    spot: Spot
    danger: int
    first: str
    second: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A party stands otherwise to a clause in the second version of a text than in the first."""

    spot: Spot
    party: str
    first: str
    second: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Equal:
    """What both texts say alike."""

    spot: Spot
    said: str


@dataclass(frozen=True, slots=True)
class Diff:
    """All that was found between two texts; differences and silences with the most dangerous first.

    names: of the two texts, as the sentences call them. silences: what one text says and the other does not. to_read: clauses in
    words only. wordings: clauses whose fields agree and whose words, which are not compared, are not the same.
    """

    names: tuple[str, str]
    differences: tuple[Difference, ...] = ()
    silences: tuple[Difference, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    to_read: tuple[Reading, ...] = ()
    standing: tuple[Standing, ...] = ()
    wordings: tuple[Reading, ...] = ()
    equal: tuple[Equal, ...] = ()

    @property
    def count(self) -> int:
        """Differences and silences together."""
        return len(self.differences) + len(self.silences)

    @property
    def worst(self) -> int:
        """The danger of the most dangerous of them; 0 where there is none."""
        return max((one.danger for one in (*self.differences, *self.silences)), default=0)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data for machine output."""
        groups = ("differences", "silences", "confirmations", "to_read", "standing", "wordings", "equal")
        return {
            "first": self.names[0],
            "second": self.names[1],
            "count": self.count,
            "worst": self.worst,
            **{group: [_plain(one) for one in getattr(self, group)] for group in groups},
        }


def _plain(one: Difference | Confirmation | Reading | Standing | Equal) -> dict[str, object]:
    found: dict[str, object] = {
        "kind": one.spot.kind,
        "label_first": one.spot.labels[0],
        "label_second": one.spot.labels[1],
        "field": one.spot.field,
    }
    return found | {item.name: getattr(one, item.name) for item in fields(one) if item.name != "spot"}
