"""Snaps: each group and exit meets the road where the plan says, as far away as it says."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.model.place import LonLat, distance_m
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.posts import CHECKPOINT_PREFIX, nearest_road_m
from safeconduct.verify.references import BASE_PREFIX
from safeconduct.verify.shut import MARGIN_M, MARGIN_SHARE

TOLERANCE_M, TOLERANCE_SHARE = 1.0, 0.01


def check_snaps(case: Case) -> Iterator[Finding]:
    """Yield a finding for each snap whose node does not lie at the stated distance (within 1 m and 1 %)."""
    others = {BASE_PREFIX + row.id: row.base for row in case.scenario.fleet}
    others |= {CHECKPOINT_PREFIX + one.id: one.point for one in case.scenario.checkpoints}
    groups = {group.id: group.point for group in case.scenario.groups}
    exits = {place.id: place.point for place in case.scenario.exits}
    seen: set[str] = set()
    for snap in case.plan.snaps:
        # An exit may have the id of a group: the group's snap stands first.
        point = exits[snap.id] if snap.id in exits and (snap.id in seen or snap.id not in groups) else groups.get(snap.id)
        seen.add(snap.id)
        point = point or others.get(snap.id)
        if point is None:
            yield finding("snap-place", f"snap {snap.id}", "the row of the fleet has no base")
            continue
        true_m = distance_m(point, case.roads.node_point(snap.node))
        if abs(true_m - snap.distance_m) > TOLERANCE_M + TOLERANCE_SHARE * true_m:
            yield finding("snap-place", f"snap {snap.id}", f"{snap.distance_m:.0f} m stated, its node lies {true_m:.0f} m away")
        if snap.id.startswith(CHECKPOINT_PREFIX) and snap.id in others:
            yield from _check_nearest(case, snap.id, point, true_m)


def _check_nearest(case: Case, name: str, point: LonLat, stated_m: float) -> Iterator[Finding]:
    """Yield a finding when a checkpoint is not on the road nearest to it (or the nearest on land, where that is an island)."""
    nearest_m, land_m = nearest_road_m(case.roads, point)
    if not any(abs(stated_m - metres) <= MARGIN_M + MARGIN_SHARE * metres for metres in (nearest_m, land_m)):
        yield finding("snap-place", f"snap {name}", f"its node lies {stated_m:.0f} m away, the nearest road {nearest_m:.0f} m")
