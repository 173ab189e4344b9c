"""Checks of a scenario that need the quickest trips: windows, crews and ranges too short for any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from safeconduct.convoy.order import occupancy_s
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.notice import Notice, Where, notice
from safeconduct.model.times import Span
from safeconduct.network.graph import FloatArray
from safeconduct.planning.ground import Ground
from safeconduct.planning.movement import BASE_PREFIX
from safeconduct.routing.deadhead import deadhead_seconds


def check_trips(ground: Ground) -> tuple[Notice, ...]:
    """Return the notices about trips that nobody can make, however quick.

    Told are exits and groups whose windows are shorter than the quickest trip, and rows of the fleet whose crew hours or range
    are less than the shortest one takes. Groups and exits that no road joins are told elsewhere.
    """
    scenario, node_of = ground.scenario, {snap.id: snap.node for snap in ground.snaps}
    groups = [group for group in scenario.groups if group.id in node_of and group.people.total]
    exits = [one for one in scenario.exits if one.id in node_of]
    if not groups or not exits:
        return ()
    starts, ends = [node_of[group.id] for group in groups], [node_of[one.id] for one in exits]
    out_s = deadhead_seconds(ground.network, ground.travel_s, ground.conditions, starts, ends)
    return (*_windows(ground, out_s), *_crews(ground, out_s), *_ranges(ground, starts, ends))


def _windows(ground: Ground, out_s: FloatArray) -> list[Notice]:
    """Note exits that no group reaches, and groups that reach no exit, in one span of movement; out_s: shape (groups, exits)."""
    scenario, node_of = ground.scenario, {snap.id for snap in ground.snaps}
    groups = [group for group in scenario.groups if group.id in node_of and group.people.total]
    exits = [one for one in scenario.exits if one.id in node_of]
    clear_s = out_s + occupancy_s(1, float("inf"), scenario.settings)
    longest = np.array([max((_length(span) for span in scenario.movement_spans(one.id)), default=0.0) for one in exits])
    fits = clear_s <= longest
    notices: list[Notice] = []
    for place, one in enumerate(exits):
        if longest[place] and np.isfinite(clear_s[:, place]).any() and not fits[:, place].any():
            trip, window = _minutes(clear_s[:, place].min()), _minutes(longest[place])
            notices.append(notice("window-short", Where("exits", feature=one.id), id=one.id, window=window, trip=trip))
    for place, group in enumerate(groups):
        if np.isfinite(clear_s[place]).any() and longest.any() and not fits[place].any():
            trip = _minutes(clear_s[place].min())
            notices.append(notice("group-window-short", Where("groups", feature=group.id), id=group.id, trip=trip))
    return notices


def _length(span: Span) -> float:
    return (span.end - span.start).total_seconds()


def _minutes(seconds: float) -> int:
    return int(-(-seconds // 60))


def _crews(ground: Ground, out_s: FloatArray) -> list[Notice]:
    """Note rows whose crews may not be on duty as long as the shortest trip takes, from the start of loading until empty."""
    settings = ground.scenario.settings
    least_s = settings.load_fixed_s + float(out_s.min()) + occupancy_s(1, float("inf"), settings) + settings.unload_fixed_s
    return [
        notice(
            "crew-short", Where("vehicles", feature=entry.id), id=entry.id, crew=f"{entry.crew_h:g}", trip=f"{least_s / 3600:.1f}"
        )
        for entry in ground.scenario.fleet
        if entry.crew_h is not None and np.isfinite(least_s) and entry.crew_h * 3600 < least_s
    ]


def _ranges(ground: Ground, starts: Sequence[int], ends: Sequence[int]) -> list[Notice]:
    """Note rows that cannot drive the shortest way to an exit, from where they stand, on a full tank."""
    limited = [entry for entry in ground.scenario.fleet if entry.range_km is not None]
    if not limited:
        return []
    node_of = {snap.id: snap.node for snap in ground.snaps}
    based = [entry for entry in limited if entry.base is not None and BASE_PREFIX + entry.id in node_of]
    out_m = _metres(ground, starts, ends).min(axis=1)
    to_m = _metres(ground, [node_of[BASE_PREFIX + entry.id] for entry in based], starts)
    least = {entry.id: float((to_m[row] + out_m).min()) for row, entry in enumerate(based)}
    return [found for entry in limited if (found := _too_far(entry, least.get(entry.id, float(out_m.min())))) is not None]


def _too_far(entry: FleetEntry, least_m: float) -> Notice | None:
    if entry.range_km is None or not np.isfinite(least_m) or entry.range_km * 1000 >= least_m:
        return None
    where = Where("vehicles", feature=entry.id)
    return notice("range-short", where, id=entry.id, range=f"{entry.range_km:g}", trip=f"{least_m / 1000:.1f}")


def _metres(ground: Ground, starts: Sequence[int], ends: Sequence[int]) -> FloatArray:
    """Return the shortest metres on roads open at some time, shape (starts, ends); infinite where there is no way."""
    whole = np.ceil(ground.network.length_m).astype(np.int32)
    return deadhead_seconds(ground.network, whole, replace(ground.conditions, open_spans={}), starts, ends)
