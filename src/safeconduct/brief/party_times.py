"""Moments in no language: ISO days and 24-hour clocks in every zone, for cells that stand once for all languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from safeconduct.brief.texts import isolated, together
from safeconduct.brief.times import clock_text, in_zones, offset_text, zone_label


def iso_moment(moment: datetime, zones: tuple[str, ...]) -> str:
    """Return a moment in every zone, as one unit: "2022-03-05 09:00 EET (UTC+2) / 10:00 MSK (UTC+3)"."""
    parts: list[str] = []
    before = ""
    for local in in_zones(moment, zones):
        day = f"{local:%Y-%m-%d}"
        parts.append((f"{day} " if day != before else "") + together(f"{clock_text(local)} {zone_label(local)}"))
        before = day
    return isolated(" / ".join(parts))


def zones_text(zones: tuple[str, ...], first: datetime, last: datetime) -> str:
    """Return the zones with their distances from UTC between two moments: "EET (UTC+2) / MSK (UTC+3)"."""
    shown = (zone_label(local) for moment in (first, last) for local in in_zones(moment, zones))
    return isolated(" / ".join(together(one) for one in dict.fromkeys(shown)))


@dataclass(frozen=True, slots=True)
class Clocks:
    """Clocks for the cells of one table, which covers some moments: the zones stand once in `zones_text`.

    Where the moments lie on several days a cell begins with its day; where a zone changes its clocks between them, each clock has
    its distance from UTC.
    """

    zones: tuple[str, ...]
    first: datetime
    last: datetime

    @classmethod
    def over(cls, zones: tuple[str, ...], moments: Iterable[datetime]) -> Clocks | None:
        """Return the clocks for these moments, None without any."""
        found = sorted(moments)
        return cls(zones, found[0], found[-1]) if found else None

    @property
    def head(self) -> str:
        """Return the zones in the order of the clocks."""
        return zones_text(self.zones, self.first, self.last)

    @property
    def several_days(self) -> bool:
        """Whether a cell tells its day."""
        ends = (*in_zones(self.first, self.zones), *in_zones(self.last, self.zones))
        return len({local.date() for local in ends}) > 1

    def cell(self, moment: datetime) -> str:
        """Return the clocks of a moment, rounded up to the minute, one after the other: "09:00 / 10:00"."""
        moment += timedelta(seconds=-moment.second % 60, microseconds=-moment.microsecond)
        change = [zone_label(one) for one in in_zones(self.first, self.zones)] != [
            zone_label(one) for one in in_zones(self.last, self.zones)
        ]
        parts: list[str] = []
        before = ""
        for local in in_zones(moment, self.zones):
            day = f"{local:%Y-%m-%d} " if self.several_days else ""
            offset = local.utcoffset()
            assert offset is not None, "a time without zone"
            parts.append((day if day != before else "") + clock_text(local) + (f" {offset_text(offset)}" if change else ""))
            before = day
        return isolated(" / ".join(parts))
