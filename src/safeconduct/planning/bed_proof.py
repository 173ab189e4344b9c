"""The proof by beds: who finds no place at any exit that can be reached is left."""

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.model.conditions import ArcConditions
from safeconduct.model.people import Exit, Group
from safeconduct.model.plan import Proof, Snap
from safeconduct.model.scenario import Scenario
from safeconduct.network.graph import RoadNetwork
from safeconduct.planning.reach import find_idle_exits


def reached_exits(
    network: RoadNetwork, snaps: Sequence[Snap], conditions: ArcConditions, scenario: Scenario, groups: tuple[Group, ...]
) -> tuple[Exit, ...]:
    """Return the exits that at least one of the groups can drive to at some time of the movement."""
    node_of = {snap.id: snap.node for snap in snaps}
    starts = {group.id: node_of[group.id] for group in groups}
    idle = find_idle_exits(network, conditions, starts, {exit_.id: node_of[exit_.id] for exit_ in scenario.exits})
    return tuple(exit_ for exit_ in scenario.exits if exit_.id not in idle)


def beds_proof(scenario: Scenario, groups: tuple[Group, ...], exits: tuple[Exit, ...]) -> tuple[Proof, ...]:
    """Return the proof by beds where every exit that can be reached has a limit: who finds no bed is left."""
    beds = [exit_.beds for exit_ in exits if exit_.beds is not None]
    if len(beds) < len(exits):
        return ()
    people = sum(group.people.total for group in groups)
    left = max(0, people - sum(beds))
    text = f"The exits that can be reached have {sum(beds):,} beds for {people:,} people: "
    text += f"at least {left:,} people are left, whatever the plan." if left else "beds leave nobody behind."
    parts = 3600 // scenario.settings.step_s
    return (
        Proof(
            "beds",
            "people",
            scenario.settings.step_s,
            parts,
            bound_s=0,
            exact=True,
            least_left=left,
            held_groups=tuple(group.id for group in groups) if left else (),
            sentence=text,
        ),
    )
