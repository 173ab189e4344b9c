"""What limits a vehicle beside its places: the duty of its crew, its tank, and the moment from which it is out of use."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf

from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.roadway import Line
from safeconduct.model.fleet import FleetEntry
from safeconduct.model.settings import Settings

FOREVER = 1 << 60
"""A second that never comes."""

MARGIN_M = 1.0
"""What is left in a tank at the exit at least, so that sums rounded another way never find it empty."""


@dataclass(slots=True)
class Duty:
    """What one vehicle may still do.

    lost_s: last second at which it is in use. crew_s: longest duty of its crew. since_s: when the running duty began (None: it
    begins with the next loading). full_m: how far a full tank brings it (infinite without a limit); tank_m: how far it brings it
    now. limited: anything limits it.
    """

    lost_s: int
    crew_s: int
    full_m: float
    tank_m: float
    since_s: int | None = None
    limited: bool = field(init=False)

    def __post_init__(self) -> None:
        self.limited = min(self.lost_s, self.crew_s) < FOREVER or self.full_m < inf

    def last_free_s(self, load_start_s: int) -> int:
        """Return when a trip that begins to load then must be over: the vehicle empty at the exit."""
        since = load_start_s if self.since_s is None else self.since_s
        return min(self.lost_s, since + self.crew_s)

    def reaches(self, length_m: float) -> bool:
        """Tell whether the tank brings it so far."""
        return length_m + MARGIN_M <= self.tank_m

    def allows(self, line: Line, load_start_s: int, settings: Settings, *, more_s: int = 0, loads: bool = True) -> bool:
        """Tell whether it could drive a line alone, if it began to load then (or to drive, where it only escorts).

        more_s: what boarding and queues take besides.
        """
        fixed_s = (settings.load_fixed_s + settings.unload_fixed_s) * loads
        over = load_start_s + fixed_s + more_s + line.clear_after_s(1, settings)
        return over <= self.last_free_s(load_start_s) and self.reaches(line.route.length_m)

    def after(self, home: Homeward) -> Duty:
        """Return what it may do when it has driven to an assembly point."""
        tank_m = (self.full_m if home.refuels else self.tank_m) - home.length_m
        return replace(self, since_s=home.leave_s if home.rests else self.since_s, tank_m=tank_m)


@dataclass(frozen=True, slots=True)
class Homeward:
    """How a vehicle drives from an exit to an assembly point: when it leaves and is there, metres, and what it does before.

    there_s: it is at the assembly point, and unloaded where it brings aid.
    """

    leave_s: int
    there_s: int
    length_m: float
    rests: bool = False
    refuels: bool = False
    aid_t: float = 0.0


def duty_of(order: MovementOrder, entry: FleetEntry, serial: str) -> Duty:
    """Return what a vehicle may do when the movement begins."""
    lost = entry.find_lost(serial)
    lost_s = FOREVER if lost is None else int((lost - order.start).total_seconds() // 1)
    full_m = inf if entry.range_km is None else entry.range_km * 1000
    return Duty(lost_s, FOREVER if entry.crew_h is None else int(entry.crew_h * 3600), full_m, full_m)
