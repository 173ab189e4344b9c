"""The manifest: who rides where as counts and tokens, never as names."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.brief.gantt import places_of
from safeconduct.model.plan import Packet, Plan, VehicleRun
from safeconduct.model.scenario import Scenario

LEAST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One run with its packet, its place there, and its tokens: the first and the last of a range ("" where nobody rides)."""

    packet: Packet
    run: VehicleRun
    place: int
    first_token: str
    last_token: str


def manifest_rows(plan: Plan, scenario: Scenario) -> tuple[ManifestRow, ...]:
    """Return the manifest in order of departure. Tokens are given to the seats of a group in that order, from 1, without a gap.

    A token is the group's id and a number of at least four digits, "G1-0001". It says which place in which vehicle of which trip
    somebody has, and nothing about who it is. The same plan gives the same tokens.
    """
    digits = {group.id: max(LEAST_DIGITS, len(str(group.people.total))) for group in scenario.groups}
    given: dict[str, int] = {}
    rows: list[ManifestRow] = []
    for packet in sorted(plan.timetable.packets, key=lambda packet: (packet.depart, packet.id)):
        for place, run in places_of(packet):
            before = given.get(packet.group_id, 0)
            last = before + run.people.total
            given[packet.group_id] = last
            width = digits.get(packet.group_id, LEAST_DIGITS)
            tokens = [f"{packet.group_id}-{number:0{width}d}" for number in (before + 1, last)] if last > before else ["", ""]
            rows.append(ManifestRow(packet, run, place, *tokens))
    return tuple(rows)
