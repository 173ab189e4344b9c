"""A scenario on its roads: what every stage of planning looks at."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from safeconduct.agreement.limits import limited
from safeconduct.exposure.assess import assess
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.plan import ExposureFacts, Snap
from safeconduct.model.scenario import Scenario
from safeconduct.model.times import Span
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.checkpoints import hours_of, posts_of, stops_of, with_posts, with_stops
from safeconduct.planning.movement import movement_of


@dataclass(frozen=True, slots=True)
class Ground:
    """A scenario on its roads: what every stage of planning looks at.

    scenario: with what its terms limit. network: with a node for every group, exit, vehicle base and checkpoint, no road carrying
    more than its checkpoints let through. travel_s: shape (arcs,), seconds of the column along each arc, stops included.
    """

    scenario: Scenario
    network: RoadNetwork
    snaps: tuple[Snap, ...]
    movement: Span
    conditions: ArcConditions
    facts: ExposureFacts
    travel_s: NDArray[np.int32]


def survey(scenario: Scenario, network: RoadNetwork, snaps: tuple[Snap, ...]) -> Ground:
    """Return the ground of a scenario: its movement, the state of every arc and the travel times, within the limits of its terms.

    Raises NoPlanError when no window is open at any time of the movement.
    """
    scenario = limited(scenario)
    movement = movement_of(scenario)
    posts = posts_of(scenario, network, snaps)
    stops = stops_of(posts, scenario.settings.packet_size)
    drive_s = network.convoy_travel_s(scenario.settings.convoy_speed_kmh)
    travel_s = with_stops(drive_s, stops)
    hours = hours_of(posts, drive_s, start=movement.start, end=movement.end)
    conditions, facts = assess(scenario, network, start=movement.start, end=movement.end, travel_s=travel_s, hours=hours)
    conditions = replace(conditions, stops=stops)
    return Ground(scenario, with_posts(network, posts), snaps, movement, conditions, facts, travel_s)
