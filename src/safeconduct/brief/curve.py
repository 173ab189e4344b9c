"""Cumulative counts of a timetable: people departed, out in all and by each exit, and waiting in the queues of the exits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from safeconduct.model.plan import Plan

Steps = tuple[tuple[datetime, int], ...]
"""(moment, people from then on), in order of time; nobody before the first."""


@dataclass(frozen=True, slots=True)
class Curve:
    """People over time. departed, out: in all; by_exit: (exit id, out by that exit) for exits that are used, in scenario order.

    queue: people of packets that are clear of the road at an exit and not yet screened to the last. A packet counts as out when
    its last person is: the curve is never above the truth.
    """

    departed: Steps
    out: Steps
    by_exit: tuple[tuple[str, Steps], ...]
    queue: Steps


def curve_of(plan: Plan, exit_order: Iterable[str]) -> Curve:
    """Return the curve of a plan's timetable."""
    packets = plan.timetable.packets
    people = {packet.id: packet.people.total for packet in packets}
    used = {packet.exit_id for packet in packets}
    known = tuple(dict.fromkeys(one for one in (*exit_order, *sorted(used)) if one in used))
    return Curve(
        _steps((packet.depart, people[packet.id]) for packet in packets),
        _steps((packet.out, people[packet.id]) for packet in packets),
        tuple(
            (exit_id, _steps((packet.out, people[packet.id]) for packet in packets if packet.exit_id == exit_id))
            for exit_id in known
        ),
        _steps(change for packet in packets for change in ((packet.clear, people[packet.id]), (packet.out, -people[packet.id]))),
    )


def _steps(changes: Iterable[tuple[datetime, int]]) -> Steps:
    sums: dict[datetime, int] = {}
    for moment, change in changes:
        sums[moment] = sums.get(moment, 0) + change
    steps: list[tuple[datetime, int]] = []
    total = 0
    for moment in sorted(sums):
        total += sums[moment]
        if sums[moment]:
            steps.append((moment, total))
    return tuple(steps)


def last_of(steps: Steps) -> int:
    """Return the last value of a curve, 0 for an empty one."""
    return steps[-1][1] if steps else 0


def greatest_of(steps: Steps) -> tuple[datetime, int] | None:
    """Return the greatest value of a curve and when it is first reached (None: empty)."""
    return max(steps, key=lambda step: step[1], default=None)
