"""A scenario: everything the officer put into the folder, read and checked, with nothing planned yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from safeconduct.model.checkpoint import AidNeed, Checkpoint
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.hazard import Closure, Incident
from safeconduct.model.people import Exit, Group, Headcount
from safeconduct.model.place import Place
from safeconduct.model.settings import DEFAULT_SETTINGS, Settings
from safeconduct.model.terms import Term, TermsText
from safeconduct.model.times import Span, Window, common, nights, union, without

Thing = TypeVar("Thing", Group, Exit)


@dataclass(frozen=True, slots=True)
class RoadSource:
    """Which road file a scenario uses and what the officer overrides in it.

    file: name inside the folder, or a path relative to it. sha256: of the file's bytes ("" before it was read).
    speed_kmh, capacity_vph: overrides per road class, (class name, value). schematic: drawn by hand, not surveyed; said
    wherever shown.
    """

    file: str
    sha256: str = ""
    speed_kmh: tuple[tuple[str, float], ...] = ()
    capacity_vph: tuple[tuple[str, float], ...] = ()
    include_minor: bool = False
    schematic: bool = False
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A read and checked scenario.

    start, end: the movement lies between them (start of the column, end of the horizon); windows narrow it.
    as_of: the day on which the incident data are looked at; incidents after it are not used.
    zones: IANA time zones every printed time is shown in, the scenario's own first.
    checkpoints: where vehicles are searched. aid: what returning vehicles bring in.
    texts: every version of every text of the parties; terms: the clauses of those in force (see `terms.in_force`).
    input_hash: sha256 over every input file's bytes and name (roads included).
    """

    name: str
    start: datetime
    end: datetime
    as_of: date
    zones: tuple[str, ...]
    groups: tuple[Group, ...]
    exits: tuple[Exit, ...]
    fleet: tuple[FleetEntry, ...]
    roads: RoadSource
    settings: Settings = DEFAULT_SETTINGS
    windows: tuple[Window, ...] = ()
    closures: tuple[Closure, ...] = ()
    incidents: tuple[Incident, ...] = ()
    terms: tuple[Term, ...] = ()
    gazetteer: tuple[Place, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    aid: tuple[AidNeed, ...] = ()
    schematic: bool = False
    note: str = ""
    input_hash: str = ""
    texts: tuple[TermsText, ...] = ()

    @property
    def people(self) -> Headcount:
        """Everybody in all groups."""
        total = Headcount()
        for group in self.groups:
            total += group.people
        return total

    def get_group(self, group_id: str) -> Group:
        """Return the group of that id; raises KeyError if there is none."""
        return next_by_id(self.groups, group_id)

    def get_exit(self, exit_id: str) -> Exit:
        """Return the exit of that id; raises KeyError if there is none."""
        return next_by_id(self.exits, exit_id)

    def movement_spans(self, exit_id: str = "") -> tuple[Span, ...]:
        """Return when people may be on the road (to that exit): start to end, inside the windows "all" and the exit's, by day.

        By day: outside the hours of the settings night_from and night_to, in the scenario's first zone.
        """
        spans: tuple[Span, ...] = (Span(self.start, self.end),)
        for scope, wanted in (("all", ""), ("exit", exit_id)):
            windows = [w.span for w in self.windows if w.scope == scope and (scope == "all" or w.exit_id == wanted)]
            if windows:
                spans = common(spans, union(windows))
        settings = self.settings
        if not settings.night_from or not settings.night_to:
            return spans
        begins, ends = time.fromisoformat(settings.night_from), time.fromisoformat(settings.night_to)
        zone = ZoneInfo(self.zones[0]) if self.zones else UTC
        return without(spans, nights(Span(self.start, self.end), zone, begins, ends))


def next_by_id(things: tuple[Thing, ...], wanted: str) -> Thing:
    """Return the thing with that id; raises KeyError if there is none."""
    for thing in things:
        if thing.id == wanted:
            return thing
    raise KeyError(wanted)
