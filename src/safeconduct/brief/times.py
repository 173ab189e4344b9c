"""How moments and durations are written: every time in every zone of the scenario, with its distance from UTC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from safeconduct.brief.texts import NO_BREAK, isolated
from safeconduct.model.times import MONTHS

UTC_ZONE = "UTC"


def date_text(day: date) -> str:
    """Return a day so that no reader can take it for another: "29 August 2014"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Return a day for a narrow column: "29 Aug"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def duration_text(seconds: int) -> str:
    """Return a duration in whole seconds without rounding: "45 s", "12 min", "1 h 35 min 10 s", "3 d 2 h"; "0 s" for nothing.

    Number and unit hold together by a no-break space. Nothing is rounded: a bound must never be
    told longer, nor a promise shorter, than it is.
    """
    if seconds < 0:
        return f"minus {duration_text(-seconds)}"
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    return _parts((days, "d"), (hours, "h"), (minutes, "min"), (rest, "s")) or f"0{NO_BREAK}s"


def driven_text(seconds: int) -> str:
    """Return driving time for a table's narrow column: hours, minutes, seconds as "1:15:34"; nothing is rounded."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"


def _parts(*parts: tuple[int, str]) -> str:
    return " ".join(f"{number}{NO_BREAK}{unit}" for number, unit in parts if number)


@lru_cache(maxsize=64)
def _zone(key: str) -> ZoneInfo:
    return ZoneInfo(key)


def offset_text(offset: timedelta) -> str:
    """Return the distance from UTC: "UTC+3", "UTC+4:30", "UTC-5", "UTC"."""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")


def zone_label(moment: datetime) -> str:
    """Return how the zone of an aware moment is called at that moment: "EEST (UTC+3)"; "UTC+5" for a zone without letters."""
    offset = moment.utcoffset()
    assert offset is not None, "a time without zone"
    name = moment.tzname() or ""
    distance = offset_text(offset)
    return f"{name} ({distance})" if name.isalpha() and name != "UTC" else distance


def in_zones(moment: datetime, zones: Sequence[str]) -> tuple[datetime, ...]:
    """Return the moment in each zone, in order; zones that show the same clock and name are given once."""
    shown: dict[tuple[str, str], datetime] = {}
    for key in zones or (UTC_ZONE,):
        local = moment.astimezone(_zone(key))
        shown.setdefault((local.isoformat(), zone_label(local)), local)
    return tuple(shown.values())


def moment_text(moment: datetime, zones: Sequence[str], *, with_date: bool = True, marks: bool = True) -> str:
    """Return a moment in all zones: "29 August 2014, 08:00 EEST (UTC+3) / 09:00 MSK (UTC+4)".

    The day stands once when it is the same in every zone and before each clock when it is not. Seconds are shown when not zero.
    marks: whether the text is isolated against right-to-left reordering (false for a terminal).
    """
    locals_ = in_zones(moment, zones)
    same_day = len({local.date() for local in locals_}) == 1
    clocks = " / ".join(
        f"{'' if same_day else date_text(local.date()) + ', '}{clock_text(local)} {zone_label(local)}" for local in locals_
    )
    text = f"{date_text(locals_[0].date())}, {clocks}" if with_date and same_day else clocks
    return isolated(text) if marks else text


def span_text(start: datetime, end: datetime, zones: Sequence[str], *, marks: bool = True) -> str:
    """Return a span in all zones: "29 August 2014, 08:00-12:00 EEST (UTC+3) / 09:00-13:00 MSK (UTC+4)", with an en dash.

    When a span does not stay within one day and one offset in every zone, its ends are written out one after the other.
    """
    pairs = tuple(zip(in_zones(start, zones), in_zones(end, zones), strict=False))
    plain = len(in_zones(start, zones)) == len(in_zones(end, zones)) and all(
        a.date() == b.date() == pairs[0][0].date() and zone_label(a) == zone_label(b) for a, b in pairs
    )
    if not plain:
        text = f"{moment_text(start, zones, marks=False)} to {moment_text(end, zones, marks=False)}"
    else:
        clocks = " / ".join(f"{clock_text(a)}\u2013{clock_text(b)} {zone_label(a)}" for a, b in pairs)
        text = f"{date_text(pairs[0][0].date())}, {clocks}"
    return isolated(text) if marks else text


def clock_text(local: datetime) -> str:
    """Return hours and minutes, with seconds when they are not zero."""
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


@dataclass(frozen=True, slots=True)
class ZoneColumns:
    """Times for the cells of a table: the zones stand once in `head`, the clocks of all zones in each cell.

    first, last: moments that the table covers; when a zone changes its clocks between them, every cell names its offset, and when
    they lie on different days every cell names its day. day_name: how a day is written.
    """

    zones: tuple[str, ...]
    first: datetime
    last: datetime
    day_name: Callable[[date], str] = short_day

    @property
    def head(self) -> str:
        """Return the zones in the order of the clocks: "EEST (UTC+3) / MSK (UTC+4)"."""
        return " / ".join(zone_label(local) for local in in_zones(self.first, self.zones))

    @property
    def _several_days(self) -> bool:
        ends = (*in_zones(self.first, self.zones), *in_zones(self.last, self.zones))
        return len({local.date() for local in ends}) > 1

    @property
    def _clocks_change(self) -> bool:
        return self.head != " / ".join(zone_label(local) for local in in_zones(self.last, self.zones))

    def cell(self, moment: datetime) -> str:
        """Return the clocks of a moment, rounded up to the minute: "08:00 / 09:00", with the day where there are several."""
        moment += timedelta(seconds=-moment.second % 60, microseconds=-moment.microsecond)
        days, offsets = self._several_days, self._clocks_change
        parts: list[str] = []
        before = ""
        for local in in_zones(moment, self.zones):
            day = f"{self.day_name(local.date())} "
            offset = local.utcoffset()
            assert offset is not None, "a time without zone"
            parts.append(
                (day if days and day != before else "") + clock_text(local) + (f" {offset_text(offset)}" if offsets else "")
            )
            before = day
        return isolated(" / ".join(parts))
