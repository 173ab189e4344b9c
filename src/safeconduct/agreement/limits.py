"""What the terms forbid or limit, applied to a scenario before anything is planned."""

from __future__ import annotations

from dataclasses import replace

from safeconduct.agreement.hours import within_hours
from safeconduct.agreement.typed_limits import limits_of, search_of
from safeconduct.model.checkpoint import Checkpoint
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.people import Group
from safeconduct.model.scenario import Scenario


def limited(scenario: Scenario) -> Scenario:
    """Return the scenario within the limits of all its terms, accepted or not; of several limits the strictest holds.

    What the fields of typed clauses limit counts like the table [limits]. The hours of movement are those that every text leaves.
    Vehicles of the fleet: those kept are chosen by `kept_serials`, the others are out of use from the start. Own cars: groups
    keep theirs in the order of their priority (then of the table) as long as any are left; who has none waits for the fleet.
    Packets are no larger than any term allows, nobody drives back where one forbids it, and a checkpoint searches as long as the
    terms that name its party (or none) say: the longest of them, whatever the table says.
    """
    limits = [limits_of(term) for term in scenario.terms]
    settings = scenario.settings
    sizes = [one.packet_size for one in limits if one.packet_size is not None]
    settings = replace(
        settings,
        packet_size=min([settings.packet_size, *sizes]),
        return_allowed=settings.return_allowed and all(one.returns for one in limits),
    )
    vehicles = [one.vehicles for one in limits if one.vehicles is not None]
    cars = [one.private_cars for one in limits if one.private_cars is not None]
    return replace(
        scenario,
        settings=settings,
        fleet=_with_fewer(scenario, min(vehicles)) if vehicles else scenario.fleet,
        groups=_with_fewer_cars(scenario.groups, min(cars)) if cars else scenario.groups,
        checkpoints=tuple(replace(one, search_s=_search_s(scenario, one)) for one in scenario.checkpoints),
        windows=within_hours(scenario),
    )


def kept_serials(scenario: Scenario, most: int) -> frozenset[str]:
    """Return the serials of the `most` vehicles that are kept.

    First the escort and recovery vehicles of one packet; then vehicles with stretcher places until each stretcher patient has
    one, the most places first, and the same for wheelchairs; then vehicles for people, the most seats first; then the other
    escort and recovery vehicles. Equal ones in the order of the table.
    """
    ranked: list[tuple[tuple[int, ...], str]] = []
    needed = {"escort": scenario.settings.escorts_per_packet, "recovery": scenario.settings.recovery_per_packet}
    patients = {"stretcher": scenario.people.stretcher, "wheelchair": scenario.people.wheelchair}
    carriers = [one for one in enumerate(scenario.fleet) if one[1].role == "transport"]
    carriers.sort(key=lambda one: (-one[1].stretcher_places, -one[1].wheelchair_places, one[0]))
    for row, entry in (*carriers, *(one for one in enumerate(scenario.fleet) if one[1].role != "transport")):
        for number, serial in enumerate(entry.serials()):
            ranked.append(((_rank(entry, needed, patients), -entry.seats, row, number), serial))
    return frozenset(serial for _, serial in sorted(ranked)[:most])


def _rank(entry: FleetEntry, needed: dict[str, int], patients: dict[str, int]) -> int:
    """Return how early a vehicle is kept (0 first), and count it against what is needed."""
    if entry.role != "transport":
        needed[entry.role] -= 1
        return 0 if needed[entry.role] >= 0 else 3
    serves = [kind for kind in patients if patients[kind] > 0 and getattr(entry, f"{kind}_places")]
    for kind in serves:
        patients[kind] -= getattr(entry, f"{kind}_places")
    return 1 if serves else 2


def _with_fewer(scenario: Scenario, most: int) -> tuple[FleetEntry, ...]:
    kept = kept_serials(scenario, most)

    def entry_within(entry: FleetEntry) -> FleetEntry:
        others = [(serial, scenario.start) for serial in entry.serials() if serial not in kept]
        left = [one for one in entry.lost if one[0] in kept]
        return replace(entry, lost=(*left, *others))

    return tuple(entry_within(entry) for entry in scenario.fleet)


def _with_fewer_cars(groups: tuple[Group, ...], most: int) -> tuple[Group, ...]:
    """Return the groups with so many own cars in all; cars that nobody needs do not count."""
    kept: dict[str, int] = {}
    for group in sorted(groups, key=lambda one: one.priority):
        kept[group.id] = min(group.cars_used, most - sum(kept.values()))
    return tuple(replace(group, own_cars=kept[group.id]) if kept[group.id] < group.cars_used else group for group in groups)


def _search_s(scenario: Scenario, post: Checkpoint) -> int:
    """Return the seconds for the search of one vehicle at a checkpoint."""
    agreed = [search_of(term, post, scenario.checkpoints) for term in scenario.terms]
    return max((one for one in agreed if one is not None), default=post.search_s)
