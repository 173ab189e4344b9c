"""How a movement is led where the rules leave a choice: one set of preferences, tried against others by `trials`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

CARS, FLEET = "cars", "fleet"
"""Whom a delay at an exit is meant for: packets of own cars, or packets with vehicles of the fleet."""


NO_LIMIT_S = 10**9
"""Longer than any movement."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Preferences for one play of a movement. None of them can break a rule; they only move choices.

    packet_least: fewest vehicles of the fleet in a packet while so many stand ready. packet_screening_s: longest screening of
    one packet of the fleet; its vehicles are all free only when the last of its people has passed. exit_queue_s: longest queue
    at an exit that own cars are sent into; people wait at the assembly point rather than on the road, but screening must not
    run dry. fleet_queue_s: the same for the fleet, patients never.
    fill_wait_s: how long a vehicle that those who are there do not fill waits for those who come next. duty_slack_s:
    how long before the end of a crew's duty, or of a vehicle's use, its trip is to be over. return_weight: how much of the way
    back counts, where a vehicle has to come again, beside the time at which its people are out. last_beds_last: an exit whose
    beds do not fill one vehicle is taken only where no other can be. any_return: empty vehicles also go to assembly points that
    no route joins to their exit. delay_s: (CARS or FLEET, exit id) -> seconds by which that exit is held to be later than it
    is. work_factor: group id -> how many times its work counts when vehicles are shared out, and when it is asked whose cars go
    first. patients_queue_s: packets with patients book their slot on the road ahead, vehicles with stretcher places are shared
    out by patients alone, and while patients wait other packets of the fleet are not sent into a longer queue than this (None:
    nothing of it).
    """

    packet_least: int = 1
    patients_queue_s: int | None = None
    packet_screening_s: int = 1800
    exit_queue_s: int = 900
    fleet_queue_s: int = NO_LIMIT_S
    fill_wait_s: int = 900
    duty_slack_s: int = 900
    return_weight: float = 0.0
    last_beds_last: bool = True
    any_return: bool = True
    delay_s: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    work_factor: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
