"""What the fleet's bound is worked out from: groups, desks, ways and vehicles in plain whole numbers, roads left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.convoy.order import MovementOrder, occupancy_s
from safeconduct.model.people import Exit, Group

Three = tuple[int, int, int]
"""One number for each of: who sits, who lies on a stretcher, who travels in a wheelchair."""

Pair = tuple[int, int]
"""A group and an exit, or an exit and a group, by their places in the question."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A group: first second of loading, people by class, least boarding time of one of each, people meant for own cars, bays."""

    id: str
    ready_s: int
    people: Three
    board_s: Three
    car_people: int
    bays: int


@dataclass(frozen=True, slots=True)
class Desk:
    """An exit: people screened in an hour (0: nobody is screened), opening hours, beds, spans in which it may be driven to."""

    id: str
    rate_per_h: int
    opens_s: int
    closes_s: int
    beds: int | None
    spans: tuple[Pair, ...]

    def screening_s(self, people: int) -> int:
        """Return how long so many people take, rounded up."""
        return -(-people * 3600 // self.rate_per_h) if self.rate_per_h else 0

    def find_clear(self, moment: int, drive_s: int) -> int | None:
        """Return the first moment from `moment` on at which who drives so long can be there, having driven inside one span."""
        for begin, end in self.spans:
            there = max(moment, begin + drive_s)
            if there <= end:
                return there
        return None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the fleet: vehicles in use at first, places of one by class, when one can be at each group straight from base."""

    id: str
    count: int
    places: Three
    there_s: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class FleetQuestion:
    """Question: how soon can fleet and own cars have everybody out, as if no road were ever full.

    out_s: (group, exit) -> least seconds from leaving until clear of the exit. back_s: (exit, group) -> least seconds back; empty
    where vehicles may not return.
    """

    end_s: int
    load_s: int
    unload_s: int
    crowds: tuple[Crowd, ...]
    desks: tuple[Desk, ...]
    rows: tuple[Row, ...]
    out_s: Mapping[Pair, int]
    back_s: Mapping[Pair, int]

    def doors(self, group: int) -> tuple[int, ...]:
        """Return the exits that a group has a way to."""
        return tuple(door for door in range(len(self.desks)) if (group, door) in self.out_s)

    def first_clear_s(self, door: int) -> int:
        """Return the first moment at which anybody can be clear of an exit (after the end where nobody ever can)."""
        moments = []
        for group, crowd in enumerate(self.crowds):
            drive = self.out_s.get((group, door))
            if drive is not None:
                begin = crowd.ready_s + (0 if crowd.car_people else self.load_s)
                moments.append(self.desks[door].find_clear(begin + drive, drive))
        return min((moment for moment in moments if moment is not None), default=self.end_s + 1)

    def bay_seconds(self, group: int, horizon_s: int) -> int:
        """Return how many seconds all bays of a group can load vehicles that are clear by the horizon."""
        least = min((self.out_s[group, door] for door in self.doors(group)), default=horizon_s)
        crowd = self.crowds[group]
        return max(1, crowd.bays) * max(0, horizon_s - least - crowd.ready_s)

    def desk_people(self, door: int, from_s: int, to_s: int, horizon_s: int) -> int | None:
        """Return how many people an exit can take whose screening lies within these moments (None: no limit)."""
        desk = self.desks[door]
        limits = [] if desk.beds is None else [desk.beds]
        if desk.rate_per_h:
            begin, end = max(from_s, desk.opens_s, self.first_clear_s(door)), min(to_s, desk.closes_s, horizon_s)
            limits.append(max(0, end - begin) * desk.rate_per_h // 3600)
        return min(limits, default=None)


def fleet_question(order: MovementOrder, backs: Mapping[tuple[str, str], int] | None = None) -> FleetQuestion:
    """Return the question of an order; `backs`: (exit id, group id) -> least seconds back, instead of the order's own ways."""
    groups = {group.id: place for place, group in enumerate(order.groups)}
    doors = {door.id: place for place, door in enumerate(order.exits)}
    ways = _ways_back(order) if backs is None else backs
    known = {(doors[door], groups[group]): back for (door, group), back in ways.items() if door in doors and group in groups}
    return FleetQuestion(
        end_s=order.end_s,
        load_s=order.settings.load_fixed_s,
        unload_s=order.settings.unload_fixed_s,
        crowds=tuple(_crowd(order, group) for group in order.groups),
        desks=tuple(_desk(order, door) for door in order.exits),
        rows=tuple(_rows(order)),
        out_s=_ways_out(order, groups, doors),
        back_s=known if order.settings.return_allowed else {},
    )


def sitting_s(order: MovementOrder, group: Group) -> int:
    """Return the least boarding time of those of a group who sit, of the classes that it has (0: nobody sits)."""
    able = [order.settings.board_able_s] if group.people.able else []
    return min(able + [order.settings.board_seated_s] * bool(group.people.seated), default=0)


def _crowd(order: MovementOrder, group: Group) -> Crowd:
    each, people = order.settings, group.people
    return Crowd(
        group.id,
        order.second_of(group.ready),
        (people.sitting, people.stretcher, people.wheelchair),
        (sitting_s(order, group), each.board_stretcher_s, each.board_wheelchair_s),
        group.car_people,
        group.loading_bays,
    )


def _desk(order: MovementOrder, door: Exit) -> Desk:
    opens, closes = order.second_of(door.opens), order.last_second_of(door.closes)
    return Desk(door.id, door.screening_per_h or 0, opens, closes, door.beds, order.spans_s(door.id))


def _rows(order: MovementOrder) -> list[Row]:
    rows = []
    for entry in order.fleet:
        begin, there = order.second_of(entry.available), {}
        for place, group in enumerate(order.groups):
            deadhead = order.find_deadhead_s(entry, group.id)
            if deadhead is not None:
                there[place] = begin + deadhead
        lost = [entry.find_lost(serial) for serial in entry.serials()]
        count = sum(moment is None or moment > order.start for moment in lost)
        if entry.role == "transport" and count:
            rows.append(Row(entry.id, count, (entry.seats, entry.stretcher_places, entry.wheelchair_places), there))
    return rows


def _ways_out(order: MovementOrder, groups: Mapping[str, int], doors: Mapping[str, int]) -> dict[Pair, int]:
    least: dict[Pair, int] = {}
    for route in order.routes:
        room = min((float(order.capacity_vph[arc]) for arc in route.arcs), default=float("inf"))
        pair = groups[route.group_id], doors[route.exit_id]
        if room > 0 and order.spans_s(route.exit_id):
            out = route.travel_s + occupancy_s(1, room, order.settings)
            least[pair] = min(out, least.get(pair, out))
    return least


def _ways_back(order: MovementOrder) -> dict[tuple[str, str], int]:
    """Return the least seconds of empty vehicles from each exit to each group, over routes and returns."""
    ways = [((one.exit_id, one.group_id), one.back_s) for one in order.routes if one.back_s > 0 or not one.arcs]
    ways += [(ends, order.drive_s(arcs)) for ends, arcs in order.returns.items()]
    least: dict[tuple[str, str], int] = {}
    for ends, back in ways:
        least[ends] = min(back, least.get(ends, back))
    return least
