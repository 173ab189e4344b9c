"""What a plan that is made again while a movement runs says about the plan before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

CHANGE_KINDS = ("kept", "diverted", "cancelled", "moved", "new", "vehicle", "people")
"""What a re-plan does to the plan before it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a plan and the one before it, in a plain sentence without hours.

    packet: its id ("" for none). was, now: its departure in the plan before and in this one (diverted: its arrival, kept: when
    its people are out); the moment of what happened to a vehicle or a group is `now`.
    """

    kind: str
    text: str
    packet: str = ""
    was: datetime | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """That this plan replaces another while the movement is running.

    at: the moment from which it was made again; what left before stays as it was. before: sha256 of the plan before (plan.json).
    on_road: packets that were on the road then. kept: packets after `at` that stay as they were.
    """

    at: datetime
    before: str
    on_road: int
    kept: int
    changes: tuple[Change, ...] = ()
