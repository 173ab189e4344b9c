"""Snaps: each group and exit meets the road where the plan says, as far away as it says."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.model.place import distance_m
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.references import BASE_PREFIX

TOLERANCE_M, TOLERANCE_SHARE = 1.0, 0.01


def check_snaps(case: Case) -> Iterator[Finding]:
    """Yield a finding for each snap whose node does not lie at the stated distance (within 1 m and 1 %)."""
    bases = {BASE_PREFIX + row.id: row.base for row in case.scenario.fleet}
    groups = {group.id: group.point for group in case.scenario.groups}
    exits = {place.id: place.point for place in case.scenario.exits}
    seen: set[str] = set()
    for snap in case.plan.snaps:
        # An exit may have the id of a group: the group's snap stands first.
        point = exits[snap.id] if snap.id in exits and (snap.id in seen or snap.id not in groups) else groups.get(snap.id)
        seen.add(snap.id)
        point = point or bases.get(snap.id)
        if point is None:
            yield finding("snap-place", f"snap {snap.id}", "the row of the fleet has no base")
            continue
        true_m = distance_m(point, case.roads.node_point(snap.node))
        if abs(true_m - snap.distance_m) > TOLERANCE_M + TOLERANCE_SHARE * true_m:
            yield finding("snap-place", f"snap {snap.id}", f"{snap.distance_m:.0f} m stated, its node lies {true_m:.0f} m away")
