"""Read a scenario folder and its roads: the case that every other use case works on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from safeconduct.app.places import cache_folder
from safeconduct.files.fonts import can_print
from safeconduct.files.roads import read_roads
from safeconduct.files.scenario import read_scenario as read_scenario_folder
from safeconduct.model.errors import BadInputError, NoPlanError
from safeconduct.model.notice import Notice, Where, errors_of, notice
from safeconduct.model.plan import Snap
from safeconduct.model.scenario import Scenario
from safeconduct.network.attach import attach, snap_notices
from safeconduct.network.graph import RoadNetwork
from safeconduct.network.naming import with_shown_names
from safeconduct.planning.checkpoints import CHECKPOINT_PREFIX
from safeconduct.planning.checks import check_against_roads
from safeconduct.planning.make import Ground, survey
from safeconduct.planning.movement import BASE_PREFIX
from safeconduct.planning.term_routes import check_term_routes
from safeconduct.planning.trip_checks import check_trips

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario that was read and checked, on its roads.

    folder: where it came from. network: the road network with a node for every group, exit, vehicle base and checkpoint. snaps:
    where each of them meets the road. notices: everything that was noticed, warnings and infos only.
    """

    folder: Path
    scenario: Scenario
    network: RoadNetwork
    snaps: tuple[Snap, ...]
    notices: tuple[Notice, ...]

    def ground(self) -> Ground:
        """Return the ground for planning; raises NoPlanError when no window is open at any time."""
        return survey(self.scenario, self.network, self.snaps)


def read_scenario(folder: str | Path, *, progress: Progress | None = None, ahead: bool = True) -> Case:
    """Return the case in a scenario folder: every table read and checked, roads built (or taken from the cache), points snapped.

    ahead: whether to look for what would stand in the way of a plan (reach, trips, stated routes); a plan at hand is past it.
    Raises BadInputError with every notice, warnings included, when one of them is an error.
    """
    case, notices = inspect_scenario(Path(folder), progress=progress, ahead=ahead)
    if case is None or errors_of(notices):
        raise BadInputError(notices)
    return case


def inspect_scenario(
    folder: Path, *, progress: Progress | None = None, ahead: bool = True
) -> tuple[Case | None, tuple[Notice, ...]]:
    """Return the case (None when it cannot be made) and every notice: of the tables, of the roads and of both together.

    ahead: see `read_scenario`.
    """
    scenario, notices = read_scenario_folder(folder)
    if scenario is None:
        return None, notices + _road_notices(folder, notices)
    try:
        network, road_notices = read_roads(folder / scenario.roads.file, scenario.roads, cache=cache_folder(), progress=progress)
    except BadInputError as bad:
        return None, notices + bad.notices
    points = [(group.id, group.point) for group in scenario.groups]
    points += [(exit_.id, exit_.point) for exit_ in scenario.exits]
    points += [(BASE_PREFIX + entry.id, entry.base) for entry in scenario.fleet if entry.base is not None]
    points += [(CHECKPOINT_PREFIX + one.id, one.point) for one in scenario.checkpoints]
    shown, renamed = with_shown_names(network, can_print)
    attached, snaps = attach(shown, points)
    notices += road_notices + snap_notices(snaps, scenario.settings.snap_limit_m)
    if renamed:
        notices += (notice("road-names-unprintable", Where(scenario.roads.file), count=renamed),)
    case = Case(folder, scenario, attached, snaps, ())
    notices += _ground_notices(case) if ahead else ()
    return replace(case, notices=notices), notices


def _ground_notices(case: Case) -> tuple[Notice, ...]:
    """Return what only shows with scenario and roads together; nothing when no window opens (the plan says that)."""
    try:
        ground = case.ground()
    except NoPlanError:
        return ()
    against = check_against_roads(case.scenario, case.network, case.snaps, ground.conditions)
    return (*against, *check_trips(ground), *check_term_routes(ground))


def _road_notices(folder: Path, seen: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """Return notices of the folder's usual road file, so that a broken one is told even when the tables are broken too."""
    from safeconduct.files.scenario import find_road_file
    from safeconduct.model.scenario import RoadSource

    found = find_road_file(folder)
    if found is None or any(one.where.file == found.name for one in seen):
        return ()
    try:
        return read_roads(found, RoadSource(found.name), cache=cache_folder())[1]
    except BadInputError as bad:
        return bad.notices
