"""People as counts, never as names: head-counts by passenger class, families, groups at assembly points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from safeconduct.model.place import LonLat


@dataclass(frozen=True, slots=True, order=True)
class Headcount:
    """How many people, by the passenger classes of a medical evacuation request.

    able: walk and sit unaided (ambulatory); seated: need a seat and help (escort); stretcher: lie (litter); wheelchair: travel in
    their wheelchair, which needs a place of its own.
    Counts may go negative only as a difference; `is_valid` tells.
    """

    able: int = 0
    seated: int = 0
    stretcher: int = 0
    wheelchair: int = 0

    @property
    def total(self) -> int:
        """All classes together."""
        return self.able + self.seated + self.stretcher + self.wheelchair

    @property
    def sitting(self) -> int:
        """People who take a seat: able and seated."""
        return self.able + self.seated

    @property
    def placed(self) -> int:
        """People who need a place made for them instead of a seat: stretcher and wheelchair."""
        return self.stretcher + self.wheelchair

    @property
    def is_valid(self) -> bool:
        """True when no class is negative."""
        return min(self.able, self.seated, self.stretcher, self.wheelchair) >= 0

    def __add__(self, other: Headcount) -> Headcount:
        return Headcount(
            self.able + other.able,
            self.seated + other.seated,
            self.stretcher + other.stretcher,
            self.wheelchair + other.wheelchair,
        )

    def __sub__(self, other: Headcount) -> Headcount:
        return self + other.times(-1)

    def times(self, count: int) -> Headcount:
        """Return this head-count `count` times over."""
        return Headcount(self.able * count, self.seated * count, self.stretcher * count, self.wheelchair * count)


@dataclass(frozen=True, slots=True)
class Family:
    """`count` family units of the same composition in one group; each unit is indivisible.

    The whole unit travels in one packet (so it leaves and arrives together); in one vehicle when it fits. ready: when these units
    are at the assembly point (None: with their group).
    """

    id: str
    group_id: str
    members: Headcount
    count: int = 1
    ready: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wave:
    """People of a group, on their own (no family units), who come to the assembly point later than the group: from `ready` on."""

    ready: datetime
    people: Headcount


@dataclass(frozen=True, slots=True)
class Group:
    """People who wait at one assembly point.

    people: everybody, members of `families` included.
    own_cars: private cars that leave in the column; each carries `people_per_car` people (able or seated).
    ready: when the group is at the assembly point (None: from the start of the movement).
    priority: 1 leaves first; equal numbers share the road. The order is the officer's input and is printed.
    loading_bays: how many buses or ambulances can load at the same time. waves: who of `people` comes later; they ride the fleet
    (own cars that come later are a group of their own).
    """

    id: str
    name: str
    point: LonLat
    people: Headcount
    families: tuple[Family, ...] = ()
    own_cars: int = 0
    people_per_car: float = 4.7
    ready: datetime | None = None
    priority: int = 1
    loading_bays: int = 10
    waves: tuple[Wave, ...] = ()

    @property
    def car_people(self) -> int:
        """How many of the group leave in own cars: as many as the declared cars seat, of those who may.

        Not people on stretchers or in wheelchairs and their families, nor who comes later than the group.
        """
        riders = self.people.sitting - sum(wave.people.sitting for wave in self.waves)
        for family in self.families:
            if family.members.placed or family.ready is not None:
                riders -= family.members.sitting * family.count
        return max(0, min(riders, int(self.own_cars * self.people_per_car + 1e-9)))

    @property
    def cars_used(self) -> int:
        """Own cars that leave: no more than the people for them need."""
        if not self.car_people:
            return 0
        needed = -(-self.car_people * 1000 // max(1, round(self.people_per_car * 1000)))
        return min(self.own_cars, int(needed))


@dataclass(frozen=True, slots=True)
class Exit:
    """Where people are safe: a border crossing point or a reception site.

    screening_per_h: people per hour through registration or border control (None: no limit known).
    opens, closes: opening hours for this movement (None: always). beds: most people it can take (None: no limit). fuel: whether
    vehicles of the fleet can refuel there.
    """

    id: str
    name: str
    point: LonLat
    kind: str = "border crossing"
    screening_per_h: int | None = None
    opens: datetime | None = None
    closes: datetime | None = None
    beds: int | None = None
    fuel: bool = True
