"""The fleet's bound, worked out again: what its vehicles and their trips force, whatever the order of the trips."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Group
from safeconduct.model.plan import Proof, Route
from safeconduct.verify.case import Case
from safeconduct.verify.finding import Finding, finding
from safeconduct.verify.fleet_prices import least_left, price_faults
from safeconduct.verify.packets import occupancy_s
from safeconduct.verify.references import BASE_PREFIX
from safeconduct.verify.ways import drive_times


@dataclass(frozen=True, slots=True)
class Way:
    """The quickest of a group over all routes of the plan, in seconds.

    out: from the end of loading until clear. clear: first moment it can be clear at all. back: shortest way back of a route or
    of the plan's returns (None: none).
    """

    out: float
    clear: float
    back: float | None


@dataclass(frozen=True, slots=True)
class Shuttle:
    """The vehicles of one row, each alone: first trip over, nobody out sooner, and one more trip; boarding not counted."""

    row: FleetEntry
    first: float
    earliest: float
    cycle: float | None

    def carried(self, second: float, places: int, board_s: int) -> int:
        """Return the most people all vehicles of the row, with so many places each, can have out by then."""
        if second < self.earliest:
            return 0
        best, trips, spare = 0, 1, second - self.first
        while spare >= 0:
            boarded = int(spare // board_s) if board_s else trips * places
            best = max(best, min(trips * places, boarded))
            if self.cycle is None or boarded < trips * places:
                break
            trips, spare = trips + 1, spare - self.cycle
        return best * self.row.count


def check_fleet(case: Case, proof: Proof) -> Iterator[Finding]:
    """Yield a finding when the fleet's bound, or the number it leaves, is above what its vehicles force.

    Counted trips force something by themselves; more than that needs prices, of which every number is worked out again.
    """
    bound_s, left = fleet_bound(case)
    made = proof.prices
    if made is not None:
        faults = list(price_faults(case, made))
        yield from (finding("proof-prices", "proof fleet", fault) for fault in faults)
        if not faults:
            bound_s = max(bound_s, min(int(case.end_s), made.horizon_s + 1))
            left = max(left, least_left(made)) if made.horizon_s >= int(case.end_s) else left
    if proof.bound_s > bound_s:
        yield finding("proof-fleet", "proof fleet", f"bound {proof.bound_s} s stated, its vehicles force {bound_s} s")
    if proof.least_left > left:
        yield finding("proof-fleet", "proof fleet", f"{proof.least_left} left stated, its vehicles force {left}")


def carriers(case: Case) -> list[FleetEntry]:
    """Return the rows of the fleet that carry people."""
    return [row for row in case.scenario.fleet if row.role == "transport"]


def fleet_bound(case: Case) -> tuple[int, int]:
    """Return (seconds before which not everybody can be out, people left at the end) by aggregated trips.

    A lower bound for every timetable on any routes of the plan: each vehicle is alone on the road, each way the quickest of all
    options, parts of people need not fit together. Three needs are looked at, for all groups together and for each
    alone: who sits (without own cars) in seats, who lies in stretcher places, both in all places; besides, the loading bays.
    """
    served = {route.group_id for option in case.plan.options for route in option.routes}
    groups = [group for group in case.scenario.groups if group.id in served]
    needy = [group for group in groups if group.people.total > group.car_people]
    ways = {group.id: way for group in groups if (way := _way(case, group)) is not None}
    reach = {(row.id, group.id): _reach(case, ways, groups, (row, group)) for row in carriers(case) for group in groups}
    bound, left = 0, 0
    for several in ([needy] if needy else []) + [[group] for group in needy if len(needy) > 1]:
        found, lost = _forced(case, ways, reach, several)
        bound, left = max(bound, found), max(left, lost)
    return bound, left


def _way(case: Case, group: Group) -> Way | None:
    routes = [route for option in case.plan.options for route in option.routes if route.group_id == group.id]
    outs = [(_out_s(case, route), case.spans[route.exit_id]) for route in routes if case.spans[route.exit_id]]
    if not outs:
        return None
    backs = [case.roads.drive_s(route.back_arcs) for route in routes if route.back_arcs or not route.arcs]
    backs += [case.roads.drive_s(way.arcs) for way in case.plan.returns if way.group_id == group.id]
    return Way(
        out=min(out for out, _spans in outs),
        clear=min(out + max(0.0, spans[0][0]) for out, spans in outs),
        back=min(backs, default=None),
    )


def _out_s(case: Case, route: Route) -> int:
    arcs: tuple[int | None, ...] = route.arcs or (None,)
    return case.roads.drive_s(route.arcs) + max(occupancy_s(case, arc, 1) for arc in arcs)


def _ready(case: Case, group: Group) -> float:
    return 0.0 if group.ready is None else max(0.0, case.second(group.ready))


def _reach(case: Case, ways: dict[str, Way], groups: Sequence[Group], who: tuple[FleetEntry, Group]) -> float | None:
    """Return when a vehicle of a row can begin to load at a group: straight from its base, or after a trip from any group."""
    row, group = who
    way = ways.get(group.id)
    if way is None:
        return None
    begin = 0.0 if row.available is None else max(0.0, case.second(row.available))
    base = next((snap.node for snap in case.plan.snaps if row.base is not None and snap.id == BASE_PREFIX + row.id), None)
    first: dict[str, float] = {}
    for other in groups:
        drive = drive_times(case, base).get(case.group_node[other.id]) if base is not None else 0
        if drive is not None and other.id in ways:
            first[other.id] = max(begin + drive, _ready(case, other))
    settings = case.scenario.settings
    moments = [first[group.id]] if group.id in first else []
    if settings.return_allowed and way.back is not None and first:
        empty = min(there + settings.load_fixed_s + ways[name].out for name, there in first.items()) + settings.unload_fixed_s
        moments.append(max(empty + way.back, _ready(case, group)))
    return min(moments, default=None)


def _forced(
    case: Case, ways: dict[str, Way], reach: dict[tuple[str, str], float | None], groups: Sequence[Group]
) -> tuple[int, int]:
    """Return the bound and the number left that some groups force by themselves."""
    each, end = case.scenario.settings, int(case.end_s)
    shuttles = [one for row in carriers(case) if (one := _shuttle(case, ways, reach, (row, groups))) is not None]
    sitting = sum(group.people.sitting - group.car_people for group in groups)
    lying = sum(group.people.stretcher for group in groups)
    sit_s, lie_s = _sitting_s(case, groups), each.board_stretcher_s
    both_s = min([sit_s] * bool(sitting) + [lie_s] * bool(lying), default=0)
    needs: list[tuple[int, int, Callable[[FleetEntry], int]]] = [
        (sitting, sit_s, lambda row: row.seats),
        (lying, lie_s, lambda row: row.stretcher_places),
        (sitting + lying, both_s, lambda row: row.places),
    ]
    bound, missing = 0, []
    for people, board_s, places in needs:

        def carried(second: int, board_s: int = board_s, places: Callable[[FleetEntry], int] = places) -> int:
            return sum(one.carried(second, places(one.row), board_s) for one in shuttles)

        missing.append(max(0, people - carried(end)))
        bound = max(bound, _first_time(carried, people, end))
    bays = max(_bays_s(case, ways, reach, group) for group in groups)
    left = max(missing[0] + missing[1], missing[2], int(bays > end))
    return min(end, max(bound, bays)), left


def _sitting_s(case: Case, groups: Sequence[Group]) -> int:
    """Return the least boarding time of the classes that sit and are there (0 when nobody sits)."""
    each = case.scenario.settings
    classes = [each.board_able_s for group in groups if group.people.able]
    return min(classes + [each.board_seated_s for group in groups if group.people.seated], default=0)


def _first_time(carried: Callable[[int], int], people: int, end: int) -> int:
    """Return the first second by which so many can be out, at most the end."""
    low, high = 0, end
    if not people:
        return 0
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if carried(middle) >= people else (middle + 1, high)
    return low


def _shuttle(
    case: Case,
    ways: dict[str, Way],
    reach: dict[tuple[str, str], float | None],
    who: tuple[FleetEntry, Sequence[Group]],
) -> Shuttle | None:
    row, groups = who
    settings = case.scenario.settings
    firsts, earliest, cycles = [], [], []
    for group in groups:
        way, there = ways.get(group.id), reach[row.id, group.id]
        if way is None:
            continue
        if there is not None:
            firsts.append(there + settings.load_fixed_s + way.out)
            earliest.append(max(firsts[-1], way.clear))
        if settings.return_allowed and way.back is not None:
            cycles.append(settings.unload_fixed_s + settings.load_fixed_s + way.back + way.out)
    return Shuttle(row, min(firsts), min(earliest), min(cycles, default=None)) if firsts else None


def _bays_s(case: Case, ways: dict[str, Way], reach: dict[tuple[str, str], float | None], group: Group) -> int:
    """Return when the last of a group can be out because its loading bays take so long (0 where no vehicle can come)."""
    each = case.scenario.settings
    places = max((row.places for row in carriers(case)), default=0)
    there = [moment for row in carriers(case) if (moment := reach[row.id, group.id]) is not None]
    if group.id not in ways or not there or not places:
        return 0
    boarding = (group.people.sitting - group.car_people) * _sitting_s(case, [group])
    boarding += group.people.stretcher * each.board_stretcher_s
    trips = -(-(group.people.total - group.car_people) // places)
    bays_s = -(-(boarding + trips * each.load_fixed_s) // max(1, group.loading_bays))
    return int(min(there) + bays_s + ways[group.id].out)
