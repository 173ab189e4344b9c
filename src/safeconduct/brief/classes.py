"""Head-counts by class as columns and words, with those classes that a plan has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from safeconduct.brief.document import RIGHT, Column
from safeconduct.brief.texts import count_text
from safeconduct.model.people import Headcount
from safeconduct.model.plan import Packet, Plan, VehicleRun

OWN_CAR = "own car"
CLASS_SHARES = {"stretcher": 1.6, "wheelchair": 1.8, "seated": 1.3}
"""Widths of the columns of classes whose names are long."""


def shown_classes(plan: Plan) -> tuple[str, ...]:
    """Return the classes that tables of this plan show; wheelchair only where somebody uses one."""
    return ("able", "seated", "stretcher", *(("wheelchair",) if plan.people.wheelchair else ()))


def class_columns(plan: Plan, share: float = 1.0) -> tuple[Column, ...]:
    """Return a column for each shown class."""
    return tuple(Column(name.capitalize(), RIGHT, share * CLASS_SHARES.get(name, 1.0)) for name in shown_classes(plan))


def class_cells(plan: Plan, people: Headcount) -> tuple[str, ...]:
    """Return the cells of `class_columns` for a head-count."""
    return tuple(count_text(getattr(people, name)) for name in shown_classes(plan))


def kind_of(run: VehicleRun) -> str:
    """Return what a run drives in: the kind of a fleet vehicle, "own car" for a block."""
    return run.kind if run.serial else OWN_CAR


def kinds_in(packets: Iterable[Packet]) -> Counter[str]:
    """Return how many vehicles of each kind drive in the packets, kinds in the order in which they come first."""
    kinds: Counter[str] = Counter()
    for packet in packets:
        for run in packet.runs:
            kinds[kind_of(run)] += run.vehicles
    return kinds


def many(kind: str) -> str:
    """Return the plural of a kind of vehicle: "buses", "own cars"."""
    return f"{kind}es" if kind.endswith("s") else f"{kind}s"
