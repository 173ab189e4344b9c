"""Vehicles: kinds with their usual places, and the fleet of a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from safeconduct.model.place import LonLat


@dataclass(frozen=True, slots=True)
class VehicleKind:
    """Usual numbers of a kind of vehicle, used where a row of the fleet leaves a cell empty. role: one of `ROLES`."""

    name: str
    seats: int
    stretcher_places: int
    length_m: float
    width_m: float
    height_m: float
    weight_t: float
    source: str
    wheelchair_places: int = 0
    role: str = "transport"


VEHICLE_KINDS: tuple[VehicleKind, ...] = (
    VehicleKind(
        "bus",
        50,
        0,
        12.0,
        2.55,
        3.8,
        18.0,
        "EU Directive 96/53/EC limits; 41-70 people per bus in six of seven evacuations",
    ),
    VehicleKind("minibus", 18, 0, 7.0, 2.1, 2.9, 5.0, "common 18-seat class"),
    VehicleKind("ambulance", 2, 2, 6.5, 2.1, 2.9, 3.5, "EN 1789 type B, two litters, two companions"),
    VehicleKind("medical bus", 12, 12, 12.0, 2.55, 3.8, 18.0, "coaches refitted for litters"),
    VehicleKind("truck", 25, 0, 9.0, 2.55, 3.6, 16.0, "people on benches, last resort"),
    VehicleKind("wheelchair van", 4, 0, 6.0, 2.1, 2.8, 3.5, "planning figure: van with a tail lift", wheelchair_places=3),
    VehicleKind("car", 5, 0, 4.8, 1.9, 1.6, 2.0, "passenger car"),
    VehicleKind("escort car", 0, 0, 4.8, 1.9, 1.9, 2.5, "passenger car or off-road car", role="escort"),
    VehicleKind("recovery truck", 0, 0, 9.0, 2.55, 3.6, 18.0, "planning figure: truck with a winch", role="recovery"),
)
"""The one table of vehicle kinds; the reference page is made from it."""


ROLES = ("transport", "escort", "recovery")
"""What a vehicle of the fleet is there for; escort and recovery vehicles drive with packets and carry nobody."""


def find_kind(name: str) -> VehicleKind | None:
    """Return the vehicle kind of that name (case ignored), or None."""
    wanted = name.strip().lower()
    return next((kind for kind in VEHICLE_KINDS if kind.name == wanted), None)


@dataclass(frozen=True, slots=True)
class FleetEntry:
    """One row of the fleet: `count` vehicles of the same kind that stand at the same place.

    Serials of the vehicles are `<id>-01`, `<id>-02` … (the bare id when count is 1).
    base: where they stand (None: at the assembly points, ready to load).
    available: first minute of use (None: from the start of the movement). role: one of `ROLES`; only "transport" carries people.
    range_km: how far one drives on a full tank (None: far enough); all start with a full tank. crew_h: longest duty of its crew,
    from the start of loading (or of the way back) until it is empty at an exit (None: no limit); then it rests before its next
    trip.
    cargo_t: aid that one carries on its way back, tonnes. lost: serials out of use, each with the moment from which.
    """

    id: str
    kind: str
    count: int
    seats: int
    stretcher_places: int
    base: LonLat | None = None
    available: datetime | None = None
    length_m: float = 12.0
    width_m: float = 2.55
    height_m: float = 3.8
    weight_t: float = 18.0
    wheelchair_places: int = 0
    role: str = "transport"
    range_km: float | None = None
    crew_h: float | None = None
    cargo_t: float = 0.0
    lost: tuple[tuple[str, datetime], ...] = ()

    @property
    def places(self) -> int:
        """Seats, stretcher and wheelchair places of one vehicle together."""
        return self.seats + self.stretcher_places + self.wheelchair_places

    def find_lost(self, serial: str) -> datetime | None:
        """Return from when on a vehicle of the row is out of use, or None."""
        return next((moment for one, moment in self.lost if one == serial), None)

    def serials(self) -> tuple[str, ...]:
        """Return the serial of each vehicle of the row, in order."""
        if self.count == 1:
            return (self.id,)
        width = max(2, len(str(self.count)))
        return tuple(f"{self.id}-{number:0{width}d}" for number in range(1, self.count + 1))
