"""The certificate of a fleet bound: prices that no fleet can earn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonPrice:
    """What each person of a group who is brought out by the horizon is worth, by how they travel."""

    group_id: str
    sitting: int
    stretcher: int
    wheelchair: int


@dataclass(frozen=True, slots=True)
class DeskPrice:
    """What one person costs whose screening at an exit lies wholly between two moments, in seconds from the start.

    An end at the horizon or later stands for no end. At an exit without screening: whoever is taken in, against its beds.
    """

    exit_id: str
    from_s: int
    to_s: int
    price: int


@dataclass(frozen=True, slots=True)
class BayPrice:
    """What one second costs that a vehicle takes up a loading bay of a group."""

    group_id: str
    price: int


@dataclass(frozen=True, slots=True)
class FleetCertificate:
    """Prices that prove what the fleet cannot do: nobody can have everybody out within `horizon_s` seconds.

    Each person is worth the price of the group and class. Each vehicle earns at most what its best tour within the horizon does:
    the people it brings out, less what screening and loading bays cost them. Own cars earn the same way, desks and bays earn
    their price for all that they can take. Where all of them together earn less than all people are worth, somebody is left.

    step_s: moments at which a vehicle is free or at an assembly point are rounded down to whole steps, which only lets tours earn
    more. worth: of all people; earned: the most that can be earned. worth > earned is the proof. All numbers are whole.
    """

    horizon_s: int
    step_s: int
    people: tuple[PersonPrice, ...]
    desks: tuple[DeskPrice, ...]
    bays: tuple[BayPrice, ...]
    worth: int
    earned: int
