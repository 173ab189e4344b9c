"""What the fleet alone forces: a time before which nobody can bring out those who have no car of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from safeconduct.convoy.order import MovementOrder, occupancy_s
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Group
from safeconduct.model.plan import Proof, Route


@dataclass(frozen=True, slots=True)
class _Way:
    """The quickest of a group: seconds from the end of loading until clear, first moment of clear, and the shortest way back."""

    out_s: int
    first_clear_s: int
    back_s: int | None


@dataclass(frozen=True, slots=True)
class _Trips:
    """The trips of the vehicles of one fleet entry to some groups, as if each were alone.

    first_s: the first trip is over, boarding of people not counted. earliest_s: nobody is out sooner. cycle_s: one more trip,
    boarding not counted (None: no further trip).
    """

    entry: FleetEntry
    first_s: int
    earliest_s: int
    cycle_s: int | None

    def carried(self, second: int, places: int, board_s: int) -> int:
        """Return the most people that one vehicle with so many places has out by then, each boarding in `board_s` at least."""
        if second < self.earliest_s or not places:
            return 0
        most, trips = 0, 1
        spare = second - self.first_s
        while spare >= 0:
            in_time = spare // board_s if board_s else trips * places
            most = max(most, min(trips * places, in_time))
            if self.cycle_s is None or in_time < trips * places:
                break
            trips, spare = trips + 1, spare - self.cycle_s
        return most


@dataclass(frozen=True, slots=True)
class _Need:
    """People of some groups who cannot all go by own car, and what vehicles offer them: one relaxation.

    people: how many at least need a place of the fleet. places: of each entry, in the order of `trips`. board_s: least boarding
    time of one of them.
    """

    groups: tuple[str, ...]
    people: int
    places: tuple[int, ...]
    board_s: int
    trips: tuple[_Trips, ...]

    def carried(self, second: int) -> int:
        """Return the most of them that can be out by then."""
        pairs = zip(self.trips, self.places, strict=True)
        return sum(trips.entry.count * trips.carried(second, places, self.board_s) for trips, places in pairs)

    def find_time(self, end_s: int) -> int | None:
        """Return the first second by which all can be out, or None when that is after the end."""
        if not self.people:
            return 0
        if self.carried(end_s) < self.people:
            return None
        low, high = 0, end_s
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.carried(middle) >= self.people else (middle + 1, high)
        return low


MOST_NAMED = 4
"""Groups that a sentence names; of more it gives the number, so that it can be read."""


def fleet_bound(order: MovementOrder) -> Proof:
    """Return a time before which no timetable has everybody out, and how many it leaves at least, because of the fleet.

    Valid for every timetable that keeps the rules, not only for the one built. For all groups together and each alone, three
    needs are looked at: people who sit (without `car_people`) in seats, stretcher patients in stretcher places, and both in all
    places. Relaxed is: no vehicle waits for a slot, a bay, a packet or a window (but for the first moment that any span opens);
    parts of people need not fit together; each way is the quickest there is.

    With, for a group g, out_g = least (travel + occupancy of a packet of one vehicle) over its routes; back_g = least back_s over
    its routes with a way back; reach_eg = the sooner of max(available, 0) + deadhead and, where vehicles may return, the end of
    the quickest trip from any group + unload_fixed_s + back_g, never before the group is ready:

    - first_e = least over the groups of (reach_eg + load_fixed_s + out_g); the same with each departure not before the first span
      of the route's exit gives the earliest_e;
    - cycle = unload_fixed_s + load_fixed_s + least over the groups of (back_g + out_g);
    - by second t one vehicle has carried at most c_e(t) = 0 before earliest_e, else the largest over n of
      min(n x places, (t - first_e - (n - 1) x cycle) / least boarding time of a class that is in need).

    Nobody is all out before the smallest t at which the sum of count x c_e(t) reaches the need; at the end of the movement need
    minus that sum is left. Besides, the loading bays of each group need (people x least boarding time + least number of trips x
    load_fixed_s) / bays from the first vehicle's arrival on, and out_g after it.

    bound_s is the largest of these; it is the end of the movement where somebody must be left (least_left > 0).
    """
    order = replace(order, fleet=tuple(entry for entry in order.fleet if entry.role == "transport"))
    groups = tuple(group for group in order.groups if _by_fleet(group))
    if not groups:
        return _proof(order, 0, 0, (), "Nobody depends on the fleet: everybody has a place in an own car.")
    ways = {group.id: _way(order, group) for group in order.groups}
    reach = {(entry.id, group.id): _reach(order, ways, entry, group) for entry in order.fleet for group in order.groups}
    bound, left, held = 0, 0, tuple(group.id for group in groups)
    for several in (groups, *((group,) for group in groups if len(groups) > 1)):
        found, lost = _least(order, ways, reach, several)
        if (lost, found) > (left, bound):
            held = tuple(group.id for group in several)
        bound, left = max(bound, found), max(left, lost)
    return _proof(order, bound, left, held, _sentence(order, bound, left, held))


def _least(
    order: MovementOrder, ways: dict[str, _Way | None], reach: dict[tuple[str, str], int | None], groups: tuple[Group, ...]
) -> tuple[int, int]:
    """Return the first second by which these groups can be out (at most the end), and how many of them cannot be by the end."""
    sitting, lying, both = _needs(order, ways, reach, groups)
    times = [need.find_time(order.end_s) for need in (sitting, lying, both)] + [_bays(order, ways, reach, groups)]
    missing = [max(0, need.people - need.carried(order.end_s)) for need in (sitting, lying, both)]
    late = any(time is not None and time > order.end_s for time in times)
    found = max(order.end_s if time is None else min(time, order.end_s) for time in times)
    return found, max(missing[0] + missing[1], missing[2], int(late))


def _by_fleet(group: Group) -> int:
    return group.people.total - group.car_people


def _routes(order: MovementOrder, group: Group) -> Iterable[tuple[Route, float]]:
    for route in order.routes:
        least = min((float(order.capacity_vph[arc]) for arc in route.arcs), default=float("inf"))
        if route.group_id == group.id and least > 0 and order.spans_s(route.exit_id):
            yield route, least


def _way(order: MovementOrder, group: Group) -> _Way | None:
    """Return the quickest way of a group, or None when it has no route."""
    outs, clears = [], []
    for route, least in _routes(order, group):
        outs.append(route.travel_s + occupancy_s(1, least, order.settings))
        clears.append(outs[-1] + order.spans_s(route.exit_id)[0][0])
    own = [route for route in order.routes if route.group_id == group.id]
    backs = [route.back_s for route in own if route.back_s > 0 or not route.arcs]
    backs += [order.drive_s(arcs) for (_, group_id), arcs in order.returns.items() if group_id == group.id]
    return _Way(min(outs), min(clears), min(backs, default=None)) if outs else None


def _reach(order: MovementOrder, ways: dict[str, _Way | None], entry: FleetEntry, group: Group) -> int | None:
    """Return the first second at which a vehicle of the entry can begin to load at the group, or None when never."""
    way, settings = ways[group.id], order.settings
    if way is None:
        return None
    begin, moments, ends = order.second_of(entry.available), [], []
    for other in order.groups:
        deadhead, out = order.find_deadhead_s(entry, other.id), ways[other.id]
        if deadhead is not None and out is not None:
            there = max(begin + deadhead, order.second_of(other.ready))
            ends.append(there + settings.load_fixed_s + out.out_s)
            if other.id == group.id:
                moments.append(there)
    if settings.return_allowed and way.back_s is not None and ends:
        moments.append(max(min(ends) + settings.unload_fixed_s + way.back_s, order.second_of(group.ready)))
    return min(moments, default=None)


def _needs(
    order: MovementOrder, ways: dict[str, _Way | None], reach: dict[tuple[str, str], int | None], groups: tuple[Group, ...]
) -> tuple[_Need, _Need, _Need]:
    """Return the needs of those who sit, of those who lie, and of both."""
    trips = tuple(one for entry in order.fleet if (one := _trips(order, ways, reach, (entry, groups))) is not None)
    ids = tuple(group.id for group in groups)
    sitting = sum(group.people.sitting - group.car_people for group in groups)
    lying = sum(group.people.stretcher for group in groups)
    sit_s, lie_s = _sitting_s(order, groups), order.settings.board_stretcher_s
    both_s = min([sit_s] * (sitting > 0) + [lie_s] * (lying > 0), default=0)
    return (
        _Need(ids, sitting, tuple(one.entry.seats for one in trips), sit_s, trips),
        _Need(ids, lying, tuple(one.entry.stretcher_places for one in trips), lie_s, trips),
        _Need(ids, sitting + lying, tuple(one.entry.places for one in trips), both_s, trips),
    )


def _sitting_s(order: MovementOrder, groups: tuple[Group, ...]) -> int:
    """Return the least boarding time of those who sit: only of the classes that there are in the groups."""
    able = [order.settings.board_able_s for group in groups if group.people.able]
    return min(able + [order.settings.board_seated_s for group in groups if group.people.seated], default=0)


def _trips(
    order: MovementOrder,
    ways: dict[str, _Way | None],
    reach: dict[tuple[str, str], int | None],
    who: tuple[FleetEntry, tuple[Group, ...]],
) -> _Trips | None:
    entry, groups = who
    fixed = order.settings.load_fixed_s
    firsts, earliest, cycles = [], [], []
    for group in groups:
        way, there = ways[group.id], reach[entry.id, group.id]
        if way is None:
            continue
        if there is not None:
            firsts.append(there + fixed + way.out_s)
            earliest.append(max(firsts[-1], way.first_clear_s))
        if order.settings.return_allowed and way.back_s is not None:
            cycles.append(order.settings.unload_fixed_s + fixed + way.back_s + way.out_s)
    if not firsts:
        return None
    return _Trips(entry, min(firsts), min(earliest), min(cycles, default=None))


def _bays(
    order: MovementOrder, ways: dict[str, _Way | None], reach: dict[tuple[str, str], int | None], groups: tuple[Group, ...]
) -> int:
    """Return the last of the times that the loading bays of the groups force (0 where the fleet cannot come at all)."""
    each, times = order.settings, [0]
    places = max((entry.places for entry in order.fleet), default=0)
    for group in groups:
        way = ways[group.id]
        there = [moment for entry in order.fleet if (moment := reach[entry.id, group.id]) is not None]
        if way is None or not there or not places:
            continue
        sitting = (group.people.sitting - group.car_people) * _sitting_s(order, (group,))
        boarding = sitting + group.people.stretcher * each.board_stretcher_s
        total = boarding + -(-_by_fleet(group) // places) * each.load_fixed_s
        times.append(min(there) - (-total // max(1, group.loading_bays)) + way.out_s)
    return max(times)


def _proof(order: MovementOrder, bound: int, left: int, held: tuple[str, ...], sentence: str) -> Proof:
    return Proof(
        kind="fleet",
        unit="people",
        step_s=1,
        parts_per_unit=1,
        bound_s=min(bound, order.end_s),
        exact=False,
        least_left=left,
        held_groups=held,
        sentence=sentence,
    )


def _sentence(order: MovementOrder, bound: int, left: int, held: tuple[str, ...]) -> str:
    names = [group for group in order.groups if group.id in held]
    people = sum(_by_fleet(group) for group in names)
    vehicles = sum(entry.count for entry in order.fleet)
    places = sum(entry.count * entry.places for entry in order.fleet)
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    where = ", ".join(group.name for group in names[:MOST_NAMED]) + more
    given = f"{people:,} people of {where} have no own car; the fleet has {vehicles} vehicles with {places} places in all."
    if left:
        return f"{given} However they drive, at least {left} people are left when the movement ends."
    hours, minutes = divmod(bound // 60, 60)
    return f"{given} However they drive, the last of them is not out sooner than {hours} h {minutes} min after the start."
