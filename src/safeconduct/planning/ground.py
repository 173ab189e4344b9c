"""A scenario on its roads: what every stage of planning looks at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safeconduct.exposure.assess import assess
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.plan import ExposureFacts, Snap
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.movement import movement_of


@dataclass(frozen=True, slots=True)
class Ground:
    """A scenario on its roads: what every stage of planning looks at.

    network: with a node for every group, exit and vehicle base. travel_s: shape (arcs,), seconds of the column along each arc.
    """

    scenario: Scenario
    network: RoadNetwork
    snaps: tuple[Snap, ...]
    movement: Span
    conditions: ArcConditions
    facts: ExposureFacts
    travel_s: NDArray[np.int32]


def survey(scenario: Scenario, network: RoadNetwork, snaps: tuple[Snap, ...]) -> Ground:
    """Return the ground of a scenario: its movement, the state of every arc and the travel times.

    Raises NoPlanError when no window is open at any time of the movement.
    """
    movement = movement_of(scenario)
    conditions, facts = assess(scenario, network, start=movement.start, end=movement.end)
    travel_s = network.convoy_travel_s(scenario.settings.convoy_speed_kmh)
    return Ground(scenario, network, snaps, movement, conditions, facts, travel_s)
