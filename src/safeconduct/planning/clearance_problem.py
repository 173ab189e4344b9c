"""The clearance problems behind the proofs: a scenario on its roads as a network for flow over time, in integers.

`docs/reference/certificate.md` fixes every number here, so that a stranger can build the same problem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

import numpy as np
from numpy.typing import NDArray

from safeconduct.clearance.arc_network import FOREVER, ArcNetwork
from safeconduct.model.conditions import ArcConditions
from safeconduct.model.people import Exit, Group
from safeconduct.model.plan import Snap
from safeconduct.model.scenario import Scenario
from safeconduct.model.settings import Settings
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.checkpoints import with_stops

Spans = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ClearanceProblem:
    """A flow over time whose least time no plan can beat.

    kind: "roads" (unit vehicles) or "screening" (unit people). net: road arcs, then one arc per group (node n + g to its road
    node), then one per exit (its road node to the sink, node n + G). supply: parts per group node, without empty groups.
    windows: arc -> (from_step, to_step, capacity), for arcs that are not always open; one that never is has capacity 0.
    end_step: first step after the movement.
    groups: in the order of their nodes.
    """

    kind: str
    unit: str
    step_s: int
    parts_per_unit: int
    net: ArcNetwork
    supply: dict[int, int]
    sink: int
    windows: dict[int, Spans]
    end_step: int
    groups: tuple[Group, ...]
    road_arcs: int

    @property
    def road_nodes(self) -> int:
        """Number of nodes of the road network."""
        return self.sink - len(self.groups)

    def held_groups(self, held: Sequence[int]) -> tuple[str, ...]:
        """Return the ids of the groups whose nodes are held."""
        return tuple(self.groups[node - self.road_nodes].id for node in held)


def clearance_problem(
    scenario: Scenario,
    network: RoadNetwork,
    snaps: Sequence[Snap],
    conditions: ArcConditions,
    *,
    kind: str,
    groups: tuple[Group, ...],
    start: datetime,
    end: datetime,
) -> ClearanceProblem:
    """Return the problem of a kind, "roads" or "screening", about the given groups (in the scenario's order).

    start, end: first and last moment of the movement; step 0 begins at the start. Raises KeyError when a group or exit has no
    snap.
    """
    people = kind == "screening"
    settings = scenario.settings
    node_of = {snap.id: snap.node for snap in snaps}
    sink = network.nodes + len(groups)
    supply = [supply_parts(scenario, group, people=people) for group in groups]
    limits = [exit_limit(exit_, people=people, total=sum(supply)) for exit_ in scenario.exits]
    roads = road_capacity(scenario, network, conditions, people=people)
    clock = Clock(start, end, settings.step_s)
    windows = {arc: clock.steps(spans, int(roads[arc])) for arc, spans in conditions.open_spans.items()}
    windows |= clock.ready_windows(groups, supply, network.arcs)
    for arc, (exit_, limit) in enumerate(zip(scenario.exits, limits, strict=True), network.arcs + len(groups)):
        windows[arc] = clock.steps(clock.exit_open(scenario, exit_, people=people), limit)
    rooms = joined(roads, [*supply, *limits])
    rooms[[arc for arc, spans in windows.items() if not spans]] = 0
    along_s = with_stops(network.convoy_travel_s(settings.convoy_speed_kmh), conditions.stops)
    group_nodes = range(network.nodes, sink)
    net = ArcNetwork(
        joined(network.tail, [*group_nodes, *(node_of[exit_.id] for exit_ in scenario.exits)]),
        joined(network.head, [*(node_of[group.id] for group in groups), *(sink for _ in scenario.exits)]),
        joined(along_s // settings.step_s, [0] * (sink - network.nodes + len(limits))),
        rooms,
        sink + 1,
    )
    return ClearanceProblem(
        kind=kind,
        unit="people" if people else "vehicles",
        step_s=settings.step_s,
        parts_per_unit=3600 // settings.step_s,
        net=net,
        supply={node: amount for node, amount in zip(group_nodes, supply, strict=True) if amount},
        sink=sink,
        windows={arc: spans for arc, spans in windows.items() if spans},
        end_step=ceil(clock.seconds(end) / settings.step_s),
        groups=groups,
        road_arcs=network.arcs,
    )


def joined(column: NDArray[np.integer], more: Sequence[int]) -> NDArray[np.int64]:
    """Return the column, as 64-bit integers, with more entries after it."""
    return np.concatenate([column.astype(np.int64), np.array(more, np.int64)])


@dataclass(frozen=True, slots=True)
class Clock:
    """Moments of a movement in seconds from its start and in steps."""

    start: datetime
    end: datetime
    step_s: int

    def seconds(self, moment: datetime) -> float:
        """Return seconds from the start of the movement."""
        return (moment - self.start).total_seconds()

    def steps(self, spans: Sequence[tuple[float, float]], capacity: int) -> Spans:
        """Return sorted spans of seconds as steps, widened to whole ones: a step that is partly open counts as open."""
        found: list[tuple[int, int, int]] = []
        for low, high in spans:
            first, last = int(max(0.0, low) // self.step_s), int(-(-min(high, float(FOREVER)) // self.step_s))
            if found and first < found[-1][1]:
                found[-1] = (found[-1][0], max(last, found[-1][1]), capacity)
            elif last > first:
                found.append((first, last, capacity))
        return tuple(found)

    def ready_windows(self, groups: Sequence[Group], supply: Sequence[int], first_arc: int) -> dict[int, Spans]:
        """Return the windows of the arcs out of groups that are ready only after the start; arcs from `first_arc` on."""
        return {
            arc: ((int(self.seconds(group.ready)) // self.step_s, FOREVER, amount),)
            for arc, (group, amount) in enumerate(zip(groups, supply, strict=True), first_arc)
            if group.ready is not None and group.ready > self.start
        }

    def exit_open(self, scenario: Scenario, exit_: Exit, *, people: bool) -> tuple[tuple[float, float], ...]:
        """Return when the arc from an exit to the sink is open, in seconds.

        Vehicles: in the spans of movement to that exit. People: while they may be screened, which may go on between the spans,
        so from the first span's start to the end of the movement, in the opening hours.
        """
        spans = tuple((self.seconds(span.start), self.seconds(span.end)) for span in scenario.movement_spans(exit_.id))
        if not people or not spans:
            return spans
        low = max(spans[0][0], self.seconds(exit_.opens) if exit_.opens else spans[0][0])
        high = min(self.seconds(self.end), self.seconds(exit_.closes) if exit_.closes else self.seconds(self.end))
        return ((low, high),) if low < high else ()


def convoy_rate_vph(settings: Settings) -> int:
    """Return the most vehicles an hour that packets with their gaps and headways let onto any road, rounded up."""
    return -(-3600 * settings.packet_size // packet_length_s(settings))


def packet_length_s(settings: Settings) -> int:
    """Return how many seconds a full packet takes up: its gaps and the headway behind it."""
    return (settings.packet_size - 1) * settings.vehicle_gap_s + settings.packet_headway_s


def hourly_capacity(network: RoadNetwork, settings: Settings) -> NDArray[np.int64]:
    """Return vehicles an hour that a column may send into each road arc, shape (m,): at most the convoy's own rate.

    One vehicle an hour is one part per step.
    """
    return np.minimum(np.ceil(network.capacity_vph), convoy_rate_vph(settings)).astype(np.int64)


def road_capacity(scenario: Scenario, network: RoadNetwork, conditions: ArcConditions, *, people: bool) -> NDArray[np.int64]:
    """Return parts per step of each road arc, shape (m,): vehicles, or people at most in as many vehicles; 0 where closed."""
    capacity = hourly_capacity(network, scenario.settings) * (most_people_in_a_vehicle(scenario) if people else 1)
    if conditions.closed:
        capacity[np.fromiter(conditions.closed, np.int64)] = 0
    return capacity


def most_places(scenario: Scenario) -> int:
    """Return the most places of any vehicle of the fleet, 0 without a fleet."""
    return max((entry.places for entry in scenario.fleet), default=0)


def most_people_in_a_vehicle(scenario: Scenario) -> int:
    """Return the most people any vehicle of the column carries, own cars included; 0 when there is none."""
    cars = (ceil(group.people_per_car) for group in scenario.groups if group.cars_used)
    return max([most_places(scenario), *cars], default=0)


def supply_parts(scenario: Scenario, group: Group, *, people: bool) -> int:
    """Return what a group holds in parts: its people; or its own cars and the fewest vehicle runs for the rest, rounded down."""
    parts = 3600 // scenario.settings.step_s
    if people:
        return group.people.total * parts
    places = most_places(scenario)
    rest = group.people.total - group.car_people
    return group.cars_used * parts + (rest * parts // places if places else 0)


def exit_limit(exit_: Exit, *, people: bool, total: int) -> int:
    """Return what the arc from an exit to the sink takes per step: its screening rate, or all there is."""
    return exit_.screening_per_h if people and exit_.screening_per_h is not None else total
