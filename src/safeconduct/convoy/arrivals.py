"""Who comes to an assembly point later than the group itself."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.convoy.order import MovementOrder
from safeconduct.model.people import Group, Headcount


@dataclass(frozen=True, slots=True)
class Arrival:
    """People who join those who wait at a second: whole units by family row, and people on their own; `people` is all of them."""

    second: int
    units: tuple[tuple[str, int], ...]
    loose: Headcount
    people: Headcount


def late_arrivals(order: MovementOrder, group: Group) -> tuple[Arrival, ...]:
    """Return who comes after the group is ready, in order of time; waves and families of the same second come together."""
    ready = order.second_of(group.ready)
    units: dict[int, list[tuple[str, int]]] = {}
    loose: dict[int, Headcount] = {}
    people: dict[int, Headcount] = {}
    for family in group.families:
        second = order.second_of(family.ready)
        if second > ready and family.members.total and family.count:
            units.setdefault(second, []).append((family.id, family.count))
            people[second] = people.get(second, Headcount()) + family.members.times(family.count)
    for wave in group.waves:
        second = order.second_of(wave.ready)
        if second > ready and wave.people.total:
            loose[second] = loose.get(second, Headcount()) + wave.people
            people[second] = people.get(second, Headcount()) + wave.people
    return tuple(
        Arrival(second, tuple(units.get(second, ())), loose.get(second, Headcount()), people[second]) for second in sorted(people)
    )
