"""The proof about the fleet: counted trips first, then prices that join groups, classes, tours and screening."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from safeconduct.convoy.bound import MOST_NAMED, fleet_bound
from safeconduct.convoy.fleet_question import FleetQuestion, Row, fleet_question
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.priced_bound import MOST_WORK, Shown, Stop, certificate_of, priced_bound
from safeconduct.model.people import Exit, Group
from safeconduct.model.plan import Proof

CLASSES = ("people without own car", "stretcher patients", "people in wheelchairs")
PLACES = ("seats", "stretcher places", "wheelchair places")


def prove_fleet(
    order: MovementOrder,
    backs: Mapping[tuple[str, str], int] | None = None,
    *,
    work: int = MOST_WORK,
    stop: Stop | None = None,
    tell: Callable[[str], None] | None = None,
) -> Proof:
    """Return the strongest proof found that fleet, own cars and screening together cannot have everybody out sooner.

    Valid for every timetable that keeps the rules, like `fleet_bound`, and never weaker than it. backs: (exit id, group id) ->
    least seconds back, instead of the order's own ways. work: sums after which the search ends (counted, not timed). stop: ends
    it too; what is proven by then stands. tell: told what is known so far.
    """
    counted = fleet_bound(order)
    question = fleet_question(order, backs)
    if not counted.held_groups or not question.out_s or (stop is not None and stop()):
        return counted
    if tell is not None:
        tell(f"the fleet needs at least {_time(counted.bound_s)}")

    def told(seconds: int) -> None:
        if tell is not None:
            tell(f"the fleet needs at least {_time(seconds)}")

    known_s = 0 if counted.least_left else max(0, counted.bound_s - 1)
    shown = priced_bound(question, known_s, work=work, stop=stop, tell=told)
    if shown is None:
        return counted
    left = shown.least_left if shown.horizon_s >= order.end_s else 0
    bound_s = min(order.end_s, shown.horizon_s + 1)
    if (left, bound_s) <= (counted.least_left, counted.bound_s):
        return counted
    held = tuple(crowd.id for crowd, each in zip(question.crowds, shown.prices.people, strict=True) if any(each))
    return replace(
        counted,
        bound_s=bound_s,
        least_left=left,
        held_groups=held,
        prices=certificate_of(question, shown),
        sentence=_sentence(order, question, shown, bound_s, left),
    )


def _sentence(order: MovementOrder, question: FleetQuestion, shown: Shown, bound_s: int, left: int) -> str:
    """Return who needs what by the prices, and what follows, in plain words."""
    earning = [row for row in question.rows if shown.found.tours[row.places].best(row) > 0]
    said = [text for index in range(3) if (text := _need(order, shown, earning, index))]
    doors = {door for door, *_ in shown.prices.desks}
    desks = [_desk(door) for place, door in enumerate(order.exits) if place in doors]
    if desks:
        people = sum(group.people.total for group, each in zip(order.groups, shown.prices.people, strict=True) if any(each))
        said.append(f"{'All' if said else 'The'} {people:,} people {'of these places ' * bool(said)}pass {_joined(desks)}.")
    if left:
        end = f"However they drive, at least {left:,} people are left when the movement ends."
    else:
        end = f"However they drive, the last of them is not out sooner than {_time(bound_s)} after the start."
    return " ".join([*said, end])


def _need(order: MovementOrder, shown: Shown, earning: list[Row], index: int) -> str:
    """Return how many trips the people of one class need whose price is not nothing ("" where no trip for them binds)."""
    groups = [group for group, each in zip(order.groups, shown.prices.people, strict=True) if each[index]]
    counts = [_count(group, index) for group in groups]
    people, most = sum(counts), max((row.places[index] for row in earning), default=0)
    if not people or not most:
        return ""
    vehicles = sum(row.count for row in earning if row.places[index])
    trips = -(-people // most)
    where = _joined(
        [group.name for group in groups[:MOST_NAMED]] + [f"{len(groups) - MOST_NAMED} more"] * (len(groups) > MOST_NAMED)
    )
    who = CLASSES[index] if people != 1 else CLASSES[index].replace("patients", "patient").replace("people", "person")
    return (
        f"The {people:,} {who} of {where} need at least {trips:,} trip{'s' * (trips != 1)}; "
        f"{vehicles:,} vehicle{'s have' if vehicles != 1 else ' has'} {PLACES[index]}, {most} at most."
    )


def _count(group: Group, index: int) -> int:
    people = group.people
    return (people.sitting - group.car_people, people.stretcher, people.wheelchair)[index]


def _desk(door: Exit) -> str:
    if door.screening_per_h is not None:
        return f"the screening at {door.name} ({door.screening_per_h:,} people an hour)"
    return f"{door.name} with {door.beds:,} beds"


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _time(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min"
