"""What a proof by prices is checked against: the plan's groups, exits, ways and vehicles in whole seconds and people."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from safeconduct.model.people import Exit, Group
from safeconduct.verify.case import Case
from safeconduct.verify.packets import occupancy_s
from safeconduct.verify.references import BASE_PREFIX
from safeconduct.verify.vehicles import ways_back
from safeconduct.verify.ways import drive_times


@dataclass(frozen=True, slots=True)
class Point:
    """A group: first second of loading, who sits, lies, is in a wheelchair, least boarding time of each, people by car, bays."""

    ready: int
    people: tuple[int, int, int]
    board: tuple[int, int, int]
    by_car: int
    bays: int


@dataclass(frozen=True, slots=True)
class Door:
    """An exit: people screened in an hour (0: none are), opening hours, beds, spans of movement to it, first moment of clear."""

    rate: int
    opens: int
    closes: int
    beds: int | None
    spans: tuple[tuple[int, int], ...]
    first: int

    def screen(self, people: int) -> int:
        """Return seconds of screening, rounded up."""
        return -(-people * 3600 // self.rate) if self.rate else 0


@dataclass(frozen=True, slots=True)
class FleetCase:
    """All of it, by ids.

    out: (group, exit) -> seconds from leaving until clear. back: (exit, group) -> seconds. there: row -> group -> first second.
    """

    end: int
    load: int
    unload: int
    points: dict[str, Point]
    doors: dict[str, Door]
    out: dict[tuple[str, str], int]
    back: dict[tuple[str, str], int]
    there: dict[str, dict[str, int]]


def make_fleet_case(case: Case) -> FleetCase:
    """Return the groups with a route in any option, and the quickest of all ways of the plan between them and the exits."""
    settings = case.scenario.settings
    out: dict[tuple[str, str], int] = {}
    for option in case.plan.options:
        for route in option.routes:
            arcs: tuple[int | None, ...] = route.arcs or (None,)
            seconds = case.roads.drive_s(route.arcs) + max(occupancy_s(case, arc, 1) for arc in arcs)
            pair = route.group_id, route.exit_id
            if _spans(case, route.exit_id):
                out[pair] = min(seconds, out.get(pair, seconds))
    served = {group_id for group_id, _ in out}
    groups = [group for group in case.scenario.groups if group.id in served]
    back: dict[tuple[str, str], int] = {}
    for door in case.scenario.exits if settings.return_allowed else ():
        for group in groups:
            ways = [case.roads.drive_s(way) for way in ways_back(case, door.id, {group.id})]
            if ways:
                back[door.id, group.id] = min(ways)
    points = {group.id: _point(case, group) for group in groups}
    return FleetCase(
        end=int(case.end_s),
        load=settings.load_fixed_s,
        unload=settings.unload_fixed_s,
        points=points,
        doors={door.id: _door(case, door, points, out) for door in case.scenario.exits},
        out=out,
        back=back,
        there=_there(case, groups),
    )


def earliest(spans: tuple[tuple[int, int], ...], moment: int, drive: int) -> int | None:
    """Return the first moment, not before `moment`, at which somebody who drives so long can be there inside one span."""
    fitting = [max(moment, low + drive) for low, high in spans if max(moment, low + drive) <= high]
    return min(fitting, default=None)


def _point(case: Case, group: Group) -> Point:
    settings, people = case.scenario.settings, group.people
    sitting = [settings.board_able_s] * bool(people.able) + [settings.board_seated_s] * bool(people.seated)
    return Point(
        ready=0 if group.ready is None else max(0, ceil(case.second(group.ready))),
        people=(people.able + people.seated, people.stretcher, people.wheelchair),
        board=(min(sitting, default=0), settings.board_stretcher_s, settings.board_wheelchair_s),
        by_car=group.car_people,
        bays=max(1, group.loading_bays),
    )


def _door(case: Case, door: Exit, points: dict[str, Point], out: dict[tuple[str, str], int]) -> Door:
    end, spans = int(case.end_s), _spans(case, door.id)
    clears = []
    for group_id, point in points.items():
        drive = out.get((group_id, door.id))
        if drive is not None:
            begin = point.ready + (0 if point.by_car else case.scenario.settings.load_fixed_s)
            clears.append(earliest(spans, begin + drive, drive))
    return Door(
        rate=door.screening_per_h or 0,
        opens=0 if door.opens is None else max(0, ceil(case.second(door.opens))),
        closes=end if door.closes is None else min(end, floor(case.second(door.closes))),
        beds=door.beds,
        spans=spans,
        first=min((clear for clear in clears if clear is not None), default=end + 1),
    )


def _spans(case: Case, exit_id: str) -> tuple[tuple[int, int], ...]:
    spans = ((max(0, ceil(low)), min(int(case.end_s), floor(high))) for low, high in case.spans[exit_id])
    return tuple((low, high) for low, high in spans if low < high)


def _there(case: Case, groups: list[Group]) -> dict[str, dict[str, int]]:
    """Return when a vehicle of each row that carries people can be at each group, straight from where it stands."""
    found: dict[str, dict[str, int]] = {}
    for row in case.scenario.fleet:
        begin = 0 if row.available is None else max(0, ceil(case.second(row.available)))
        base = next((snap.node for snap in case.plan.snaps if row.base is not None and snap.id == BASE_PREFIX + row.id), None)
        if row.role != "transport":
            continue
        if row.base is None:
            found[row.id] = dict.fromkeys((group.id for group in groups), begin)
        else:
            drive = drive_times(case, base) if base is not None else {}
            nodes = {group.id: case.group_node[group.id] for group in groups}
            found[row.id] = {name: begin + drive[node] for name, node in nodes.items() if node in drive}
    return found
