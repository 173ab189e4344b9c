"""Release levels: who may be given what, as one whitelist of files and of what they hold, and when a level may be released.

A level is never a larger document with something struck out: each file is made from facts that its levels may hold. What is not
in the table is on no paper. The reference page is made from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import TypeVar

from safeconduct.brief.times import moment_text
from safeconduct.model.errors import RefusedError
from safeconduct.model.terms import Moment, Term

DRAFT, PARTIES, OPERATORS, PUBLIC = "draft", "parties", "operators", "public"

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Level:
    """A release level. readers: who is given it. states: states of the agreement in which it may be released."""

    name: str
    readers: str
    states: tuple[str, ...]
    why: str


LEVELS: tuple[Level, ...] = (
    Level(
        DRAFT,
        "the cell that plans, and the people who decide in it",
        ("draft", "proposed", "agreed", "open", "suspended", "closed"),
        "It stays in the cell: the scenario folder and the plan folder.",
    ),
    Level(
        PARTIES,
        "every party and the intermediary, the same files for all",
        ("draft", "proposed", "agreed", "open", "suspended", "closed"),
        "Parties have to read what they are to agree to; a draft says so on every page.",
    ),
    Level(
        OPERATORS,
        "convoy leader, drivers, assembly points, checkpoints, exits: each its own sheet",
        ("agreed", "open", "suspended"),
        "Nobody drives on what is not agreed.",
    ),
    Level(
        PUBLIC,
        "everybody",
        ("open", "closed"),
        "Routes out help whoever wants to harm those on them: only once the silence is real, as the clause on release says.",
    ),
)
"""The levels, from the narrowest circle to the widest."""

_STATES = {one.name: one.states for one in LEVELS}
RELEASED = (PARTIES, OPERATORS, PUBLIC)
"""Levels at which something leaves the cell."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a file may hold, and the levels that may hold it."""

    name: str
    holds: str
    levels: tuple[str, ...]


_ALL, _TWO, _CREW, _CELL = (DRAFT, *RELEASED), (DRAFT, PARTIES, OPERATORS), (DRAFT, OPERATORS), (DRAFT,)

FIELDS: tuple[Field, ...] = (
    Field("identity", "number, version and hash of the brief", _ALL),
    Field("window", "when the silence holds, when the column starts, in every zone", _ALL),
    Field("assembly", "assembly points by name and address as the terms have them", _ALL),
    Field("who", "who may leave, that leaving is voluntary, private cars, what to bring", _ALL),
    Field("law", "the law sentences", _ALL),
    Field("destinations", "exits by name", _ALL),
    Field("way-points", "way-points by name, in order", _ALL),
    Field("areas", "assembly points as circles of two kilometres around a rounded place", _ALL),
    Field("positions", "coordinates of assembly points, way-points, checkpoints and exits", _TWO),
    Field("lines", "the course of the roads, kilometres and driving time", _TWO),
    Field("decision", "go or no go, what is open between the parties", _TWO),
    Field("terms", "clauses, answers and papers of the parties", _TWO),
    Field("contacts", "whom to call, by function and party, without numbers", _TWO),
    Field("checkpoints", "checkpoints with their party and hours", _TWO),
    Field("packets", "packets: route, hours, number of vehicles and people", _TWO),
    Field("people", "how many people, by class and assembly point", _TWO),
    Field("own serial", "the serial of the vehicle whose sheet it is, and of those that a checkpoint counts", _CREW),
    Field("families", "family units of one packet as a count", _CREW),
    Field("serials", "serials of all vehicles, each trip by trip", _CELL),
    Field("tokens", "tokens of seats, family rows", _CELL),
    Field("hazards", "closures with their notes, incidents with their sources, exposure, other options", _CELL),
    Field("proofs", "what binds, proofs, prices of few routes", _CELL),
    Field("notices", "warnings on the input", _CELL),
    Field("numbers to call", "telephone numbers and radio channels of contacts", ()),
    Field("plates", "number plates", ()),
    Field("names", "names of people", ()),
)
"""Everything that could stand on a paper, with the levels that may hold it; nothing at all for those without a level."""

_FIELDS = {one.name: one for one in FIELDS}


@dataclass(frozen=True, slots=True)
class Released:
    """A file, the levels at which it leaves and the fields that it holds. file: a name, `*` for the languages."""

    file: str
    folder: str
    levels: tuple[str, ...]
    fields: tuple[str, ...]


_TOLD = ("identity", "window", "assembly", "who", "law", "destinations", "way-points")
_SHARED = (*_TOLD, "positions", "lines", "decision", "terms", "contacts", "checkpoints", "packets", "people")
_SHEET = ("window", "assembly", "law", "destinations", "way-points", "positions", "lines", "packets", "people", "own serial")
_ROADS = ("assembly", "destinations", "way-points", "positions", "lines")
_INSIDE = tuple(one.name for one in FIELDS if one.levels)
PLAN, BRIEF = "plan", "brief"

FILES: tuple[Released, ...] = (
    *(Released(name, PLAN, _CELL, _INSIDE) for name in ("plan.json", "certificate.json", "brief.pdf")),
    *(
        Released(name, PLAN, _CELL, (*_SHARED, "hazards", "proofs"))
        for name in ("map.svg", "map.html", "gantt.svg", "curve.svg", "corridors.geojson")
    ),
    *(
        Released(name, PLAN, _CELL, ("destinations", "packets", "people", "families", "own serial", "serials", "tokens"))
        for name in ("timetable.csv", "timetable-vehicles.csv", "manifest.csv", "manifest.xlsx")
    ),
    Released("timetable-checkpoints.csv", PLAN, _CELL, ("checkpoints", "destinations", "packets", "people")),
    *(
        Released(f"sheets/{name}.pdf", PLAN, _CREW, (*_SHEET, "checkpoints", "families"))
        for name in ("drivers", "points", "checkpoints")
    ),
    Released("corridors.gpx", PLAN, _TWO, _ROADS),
    Released("brief-*.pdf", BRIEF, _TWO, _SHARED),
    Released(
        "corridors.gpx", BRIEF, _TWO, ("identity", "assembly", "destinations", "way-points", "positions", "lines", "checkpoints")
    ),
    *(
        Released(f"sheets/{name}-*.pdf", BRIEF, _CREW, (*_SHEET, "checkpoints", "families"))
        for name in ("drivers", "points", "checkpoints")
    ),
    Released(
        "timetable.xlsx", BRIEF, _TWO, ("identity", "window", "assembly", "destinations", "checkpoints", "packets", "people")
    ),
    Released("announcement-*.txt", BRIEF, _ALL, _TOLD),
    Released("radio-*.txt", BRIEF, _ALL, _TOLD),
    Released("alert.cap.xml", BRIEF, _ALL, (*_TOLD, "areas")),
    Released("brief.json", BRIEF, _CELL, ("identity",)),
)
"""Every file of the plan folder and of the brief, with the levels at which it leaves and what it may hold."""


def fields_of(level: str) -> tuple[Field, ...]:
    """Return what a level may hold, in the order of the table."""
    return tuple(one for one in FIELDS if level in one.levels)


def may_hold(level: str, field: str) -> bool:
    """Tell whether a level may hold a field; raises KeyError when there is no such field."""
    return level in _FIELDS[field].levels


def may_leave(file: str, level: str, folder: str = BRIEF) -> bool:
    """Tell whether a file leaves at a level; a file that is not in the table leaves at none."""
    return any(one.folder == folder and level in one.levels and fnmatchcase(file, one.file) for one in FILES)


def released(files: Mapping[str, Content], level: str, folder: str = BRIEF) -> dict[str, Content]:
    """Return those of the files that leave at a level, in their order; raises RefusedError for a file that no table knows."""
    for name in files:
        if not any(one.folder == folder and fnmatchcase(name, one.file) for one in FILES):
            raise RefusedError("release-file", f"{name} is not in the table of files that may leave.")
    return {name: content for name, content in files.items() if may_leave(name, level, folder)}


NEVER, IN_SILENCE, AFTER = "never", "when the silence holds", "after the movement"
"""The words of the release clause."""


def check_release(level: str, state: str, terms: Iterable[Term], at: datetime | None = None) -> None:
    """Raise RefusedError, naming the rule, when a level may not be released in a state of the agreement.

    state: of the life cycle ("draft" to "closed"). terms: the clauses in force; of several clauses on release the strictest
    holds, accepted or not, and without one nothing is released to the public. at: the moment of the release (None: not told, so
    a clause that names an earliest moment refuses). Raises KeyError for a level that is none.
    """
    states = _STATES[level]
    if state not in states:
        allowed = " or ".join(states)
        message = f'The level "{level}" is released only while the agreement is {allowed}; it is {state}.'
        raise RefusedError("release-state", message)
    if level == PUBLIC:
        _check_clause(state, tuple(term for term in terms if term.kind == "release"), at)


def _check_clause(state: str, clauses: tuple[Term, ...], at: datetime | None) -> None:
    said = {term.find_value("when") for term in clauses}
    if not said - {None}:
        message = "No clause on release to the public is on file with the words when it may be released; agree on one."
        raise RefusedError("release-clause", message)
    if NEVER in said:
        raise RefusedError("release-clause", "The clause on release says that nothing is released to the public.")
    if AFTER in said and state != "closed":
        raise RefusedError("release-clause", "The clause on release says: only after the movement. It is not closed.")
    if AFTER not in said and state != "open":
        raise RefusedError("release-state", "The movement is closed: an announcement would send people to a road that is shut.")
    _check_moment(clauses, at)


def _check_moment(clauses: tuple[Term, ...], at: datetime | None) -> None:
    for term in clauses:
        earliest = term.find_value("at")
        if isinstance(earliest, Moment) and (at is None or at < earliest.at):
            zones = (earliest.zone,) if "/" in earliest.zone else ()
            shown = moment_text(earliest.at, zones, marks=False)
            raise RefusedError("release-moment", f"The clause on release says: not before {shown}.")
