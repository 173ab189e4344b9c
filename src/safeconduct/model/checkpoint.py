"""Checkpoints on the road, and aid that comes in by returning vehicles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from safeconduct.model.place import LonLat


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A place on the road where vehicles are stopped and searched.

    search_s: seconds for one vehicle; lanes: vehicles searched at the same time. Each packet stops as long as a full packet takes
    (`stop_s`), so that its timetable does not depend on its size, and no more vehicles pass than are searched. Both directions
    stop, empty vehicles as well. party: who holds it, as that party names itself ("" where not stated). opens, closes: hours in
    which vehicles may be in it (None: always).
    """

    id: str
    name: str
    point: LonLat
    search_s: int = 0
    lanes: int = 1
    party: str = ""
    opens: datetime | None = None
    closes: datetime | None = None

    def stop_s(self, packet_size: int) -> int:
        """Return how long a packet stops: the search of as many vehicles as a full packet has, `lanes` at a time."""
        return -(-packet_size // self.lanes) * self.search_s

    @property
    def vehicles_per_h(self) -> float:
        """Most vehicles searched in an hour (infinite without a search)."""
        return self.lanes * 3600 / self.search_s if self.search_s else float("inf")


@dataclass(frozen=True, slots=True)
class AidNeed:
    """Aid that vehicles on their way back bring to an assembly point, tonnes."""

    group_id: str
    tonnes: float
