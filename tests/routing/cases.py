"""Small scenarios on drawn maps, shared by the tests of exposure and routing."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np

from drawing import draw
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.hazard import Incident
from safeconduct.model.people import Exit, Group, Headcount
from safeconduct.model.place import LonLat
from safeconduct.model.plan import Snap
from safeconduct.model.scenario import RoadSource, Scenario
from safeconduct.model.settings import Settings
from safeconduct.network.graph import RoadNetwork
from safeconduct.routing.options import OptionSet, find_options

START = datetime(2014, 8, 29, 8, 0, tzinfo=timezone(timedelta(hours=3)))
END = START + timedelta(hours=12)
AS_OF = date(2014, 8, 28)


def hour(hours: float) -> datetime:
    """Return the moment so many hours after the start."""
    return START + timedelta(hours=hours)


def scenario_of(
    groups: tuple[str, ...] = ("a",),
    exits: tuple[str, ...] = ("z",),
    *,
    fleet: tuple[FleetEntry, ...] = (),
    settings: Settings | None = None,
    incidents: tuple[Incident, ...] = (),
) -> Scenario:
    """Return a scenario with a group of 100 people at each letter and an exit at each letter."""
    nowhere = LonLat(38.0, 47.5)
    return Scenario(
        name="case",
        start=START,
        end=END,
        as_of=AS_OF,
        zones=("Europe/Kyiv",),
        groups=tuple(Group(f"group-{one}", f"Group {one}", nowhere, Headcount(able=100)) for one in groups),
        exits=tuple(Exit(f"exit-{one}", f"Exit {one}", nowhere) for one in exits),
        fleet=fleet,
        roads=RoadSource("roads.csv"),
        settings=settings or Settings(),
        incidents=incidents,
    )


def snaps_of(scenario: Scenario, at: dict[str, int]) -> tuple[Snap, ...]:
    """Return where each group and exit of the scenario meets the drawn road: at its letter."""
    ids = [group.id for group in scenario.groups] + [one.id for one in scenario.exits]
    return tuple(Snap(one, at[one[-1]], 0.0) for one in ids)


def conditions(network: RoadNetwork, exposure: dict[int, float] | None = None, **kinds: dict[int, object]) -> ArcConditions:
    """Return conditions with the given exposure of some arcs (0 elsewhere) and the given closures."""
    given = exposure or {}
    blank = ArcConditions({}, {}, {}, tuple(given.get(arc, 0.0) for arc in range(network.arcs)))
    return ArcConditions(**{**{name: getattr(blank, name) for name in ArcConditions.__slots__}, **kinds})


def arc_between(network: RoadNetwork, at: dict[str, int], pair: str) -> int:
    """Return the arc from the first letter to the second."""
    hits = np.flatnonzero((network.tail == at[pair[0]]) & (network.head == at[pair[1]]))
    assert hits.size == 1, pair
    return int(hits[0])


def options_of(
    drawn: tuple[RoadNetwork, dict[str, int]],
    scenario: Scenario,
    state: ArcConditions | None = None,
    *,
    k: int = 3,
) -> OptionSet:
    """Return the options of a scenario on a drawn map."""
    network, at = drawn
    return find_options(
        network,
        network.convoy_travel_s(scenario.settings.convoy_speed_kmh),
        state or conditions(network),
        snaps_of(scenario, at),
        scenario,
        start=START,
        end=END,
        k=k,
    )


__all__ = ["AS_OF", "END", "START", "arc_between", "conditions", "draw", "hour", "options_of", "scenario_of", "snaps_of"]
