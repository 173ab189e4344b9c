"""The certificate of a fleet bound: prices that no fleet can earn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FleetCertificate:
    """Prices that prove what the fleet cannot do: nobody can have everybody out within `horizon_s` seconds.

    Each person of a group and class is worth its price; each vehicle can earn at most what its best tour within the horizon does;
    people through a desk and seconds in a loading bay cost theirs. Where all vehicles, desks and bays together earn less than all
    people are worth, somebody is left. All numbers are whole. sitting, stretcher, wheelchair, car: price of one person by group
    id (car: of those who leave in own cars). desk: price of one person through the screening of an exit, by exit id. bay: price
    of 100 seconds in a loading bay, by group id. worth: of all people; earned: the most that can be earned; worth > earned is
    the proof.
    """

    horizon_s: int
    sitting: tuple[tuple[str, int], ...]
    stretcher: tuple[tuple[str, int], ...]
    wheelchair: tuple[tuple[str, int], ...]
    car: tuple[tuple[str, int], ...]
    desk: tuple[tuple[str, int], ...]
    bay: tuple[tuple[str, int], ...]
    worth: int
    earned: int
