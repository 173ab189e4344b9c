"""Who of a group rides how: the party that waits for the fleet and the party that leaves in own cars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.convoy.arrivals import Arrival
from safeconduct.model.people import Family, Group, Headcount
from safeconduct.model.plan import FamilyLoad, VehicleRun

ABLE, SEATED, STRETCHER, WHEELCHAIR = Headcount(1), Headcount(0, 1), Headcount(0, 0, 1), Headcount(0, 0, 0, 1)


class FleetParty:
    """People who wait for a vehicle of the fleet: whole family units by row, and people on their own by class.

    families: every family row of the group by id. units: units that wait, by row. people: everybody who waits.
    """

    __slots__ = ("families", "loose", "people", "units")

    def __init__(self, families: dict[str, Family], units: dict[str, int], loose: Headcount) -> None:
        self.families = families
        self.units: dict[str, int] = {}
        self.loose = Headcount()
        self.people = Headcount()
        self.add(units, loose)

    def rows(self, *, medical: bool) -> list[Family]:
        """Return the rows with units left, with or without somebody on a stretcher or in a wheelchair, largest families first."""
        rows = [self.families[name] for name, count in self.units.items() if count]
        chosen = [row for row in rows if (row.members.placed > 0) == medical]
        return sorted(chosen, key=lambda row: (-row.members.total, row.id))

    def companions(self, places: int) -> Headcount:
        """Return who else must be in the packet when its stretcher places fill with patients of families first."""
        others = Headcount()
        for row in self.rows(medical=True):
            lying = row.members.stretcher
            if lying:
                count = min(self.units[row.id], places // lying)
                places -= count * lying
                others += (row.members - STRETCHER.times(lying)).times(count)
        return others

    def add(self, units: dict[str, int], loose: Headcount) -> None:
        """Take people into the party: units by family row, and people on their own."""
        for name, count in units.items():
            self.units[name] = self.units.get(name, 0) + count
            self.people += self.families[name].members.times(count)
        self.loose += loose
        self.people += loose

    def release(self, name: str, count: int) -> None:
        """Let so many units of a family row go."""
        self.units[name] -= count
        self.people -= self.families[name].members.times(count)

    def release_alone(self, people: Headcount) -> None:
        """Let people on their own go."""
        self.loose -= people
        self.people -= people


@dataclass(slots=True)
class CarParty:
    """People who leave in own cars; `total` people share `cars` cars as evenly as whole people allow."""

    families: dict[str, Family]
    units: dict[str, int]
    loose: Headcount
    cars: int
    total: int
    used: int = 0

    @property
    def left(self) -> int:
        """Cars that have not left."""
        return self.cars - self.used

    @property
    def people(self) -> Headcount:
        """Everybody who still waits with a car."""
        total = self.loose
        for name, count in self.units.items():
            total += self.families[name].members.times(count)
        return total

    def give_up(self) -> tuple[dict[str, int], Headcount]:
        """Return who waits with a car and forget them: units by family row, and people on their own."""
        rest = (self.units, self.loose)
        self.units, self.loose, self.used = {}, Headcount(), self.cars
        return rest

    def seats_of(self, cars: int) -> int:
        """Return how many people the next so many cars carry together."""
        return self._seats_until(self.used + cars) - self._seats_until(self.used)

    def fits(self, cars: int) -> bool:
        """Tell whether the next so many cars can take anybody who waits."""
        room = self.seats_of(cars)
        sizes = [self.families[name].members.total for name, count in self.units.items() if count]
        return room > 0 and (self.loose.sitting > 0 or min(sizes, default=room + 1) <= room)

    def take(self, cars: int) -> VehicleRun | None:
        """Return a block of the next so many cars with its people, or None when nobody who waits fits into it."""
        room, aboard, loads = self.seats_of(cars), Headcount(), []
        for name in sorted(self.units, key=lambda row: (-self.families[row].members.total, row)):
            members = self.families[name].members
            count = min(self.units[name], (room - aboard.total) // members.total)
            if count > 0:
                self.units[name] -= count
                aboard += members.times(count)
                loads.append(FamilyLoad(name, count, members.times(count)))
        able = min(self.loose.able, room - aboard.total)
        alone = Headcount(able, min(self.loose.seated, room - aboard.total - able))
        self.loose -= alone
        aboard += alone
        if not aboard.total:
            return None
        self.used += cars
        return VehicleRun(kind="car", vehicles=cars, people=aboard, families=tuple(loads))

    def _seats_until(self, cars: int) -> int:
        return -(-cars * self.total // self.cars) if self.cars else 0


@dataclass(slots=True)
class Split:
    """How a group is shared between own cars and fleet."""

    cars: CarParty
    fleet: FleetParty


def split_group(group: Group, packet_size: int, late: Iterable[Arrival] = ()) -> Split:
    """Share who of a group is there from the first: `car_people` of it in `cars_used` cars, the rest by the fleet.

    Families with somebody on a stretcher or in a wheelchair, and families too large for one packet of cars, ride the fleet.
    People on their own go by car first (the able before those who need help), families fill what is left, so the number is exact
    unless whole families cannot add up to it; then as many as fit. Who comes `late` is left out; where not enough are there for
    all cars, only so many cars leave as those need.
    """
    families = {family.id: family for family in group.families if family.members.total}
    units = {name: family.count for name, family in families.items()}
    members = FleetParty(families, units, Headcount()).people
    loose = group.people - members
    for arrival in late:
        loose -= arrival.loose
        for name, count in arrival.units:
            units[name] -= count
    there = loose + FleetParty(families, units, Headcount()).people
    cars, wanted = group.cars_used, min(group.car_people, there.sitting)
    if wanted < group.car_people:
        cars = min(cars, -(-wanted * cars // group.car_people))
    block = min(packet_size, cars) * wanted // max(1, cars)
    by_car: dict[str, int] = {}
    seats = 0
    missing = max(0, wanted - loose.sitting)
    for name in sorted(units, key=lambda row: (-families[row].members.total, row)):
        size = families[name].members.total
        if families[name].members.placed or size > block or missing <= seats:
            continue
        count = min(units[name], -(-(missing - seats) // size), (wanted - seats) // size)
        by_car[name], units[name] = count, units[name] - count
        seats += count * size
    able = min(loose.able, wanted - seats)
    alone = Headcount(able, min(loose.seated, wanted - seats - able))
    return Split(
        CarParty(families, by_car, alone, cars, seats + alone.total),
        FleetParty(families, units, loose - alone),
    )
