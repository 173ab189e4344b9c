"""The Hakari bridge, September 2023: announced counts, what the first day gives, and the product's own plan of it.

Used by `hakari.py`, which says what is compared with what.
"""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from math import ceil
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from safeconduct import make_plan, read_scenario, verify_plan
from safeconduct.convoy.order import MovementOrder
from safeconduct.convoy.screening import ScreeningDesk
from safeconduct.model.people import Exit
from safeconduct.model.place import LonLat
from safeconduct.model.settings import Settings

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples/hakari"
COUNTS = Path(__file__).with_name("hakari_counts.csv")
ZONE = ZoneInfo("Asia/Yerevan")

TO_LEAVE = 120_000
"""Inhabitants as the Armenian government gave them on 27 September; nobody knew who would leave."""
LEAD = timedelta(minutes=70)
"""The movement starts so long before a forecast begins, about the free drive: the road to the bridge was full of cars already."""
ANNOUNCED_PER_H = 1000
"""Registrations per hour as announced on 28 September: a later figure, for comparison only."""
LOT = 50
"""People who come to the desk together where there is no packet to tell."""
ROAD_FULL_UNTIL = datetime(2023, 9, 30, tzinfo=ZONE)
"""The counts show that few crossed from then on."""
LONGEST = timedelta(days=11)
"""Every forecast may take so long; a scenario may last 11.6 days at most."""

Curve = Sequence[tuple[datetime, int]]
"""Moments in order, and how many (people, vehicles or registrations) there are in all from then on."""


class Count(NamedTuple):
    """One announced count. when: noon where only the day is known."""

    when: datetime
    hour_known: bool
    people: int | None
    vehicles: int | None
    registered: int | None
    use: str


class Rates(NamedTuple):
    """What the first day gives: people per hour and per vehicle, registrations per hour."""

    people_per_h: float
    people_per_vehicle: float
    registered_per_h: int


@dataclass(frozen=True, slots=True)
class Variation:
    """One forecast. people_per_h: over the bridge (None: no count at all, only the product's own packets bind)."""

    name: str
    since: datetime
    across: int
    people_per_h: float | None
    people_per_vehicle: float
    total: int = TO_LEAVE

    @property
    def people(self) -> int:
        """Everybody who has to cross from then on."""
        return self.total - self.across

    @property
    def cars(self) -> int:
        """Their cars; rounded up, so that everybody has a place."""
        return ceil(self.people / self.people_per_vehicle)

    @property
    def capacity_vph(self) -> str:
        """Vehicles per hour over the bridge, as in `roads.csv`."""
        return "" if self.people_per_h is None else f"{self.people_per_h / self.people_per_vehicle:.1f}"


class Forecast(NamedTuple):
    """What the product says: people and vehicles across, when the last one is, before when nobody could have them all across.

    clear, bound: None when somebody would be left after the longest time. queue_s: longest wait of a packet at the exit.
    """

    people: Curve
    vehicles: Curve
    clear: datetime | None
    bound: datetime | None
    queue_s: int


def read_counts(path: Path = COUNTS) -> list[Count]:
    """Return our table of announced counts."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return [_count(row) for row in rows]


def _count(row: dict[str, str]) -> Count:
    hour_known = "T" in row["when"]
    when = datetime.fromisoformat(row["when"] if hour_known else f"{row['when']}T12:00").replace(tzinfo=ZONE)
    people, vehicles, registered = (int(row[key]) if row[key] else None for key in ("people", "vehicles", "registered"))
    return Count(when, hour_known, people, vehicles, registered, row["use"])


def people_by_hour(counts: Iterable[Count], use: str) -> list[tuple[datetime, int]]:
    """Return time and people of the counts of that use that state the hour."""
    return [(one.when, one.people) for one in counts if one.use == use and one.hour_known and one.people is not None]


def rate_per_h(first: tuple[datetime, int], last: tuple[datetime, int]) -> float:
    """Return how many per hour between two counts."""
    return (last[1] - first[1]) * 3600 / (last[0] - first[0]).total_seconds()


def first_day_rates(counts: Sequence[Count]) -> Rates:
    """Return the parameters; no row marked "later" is looked at."""
    known = [one for one in counts if one.use != "later"]
    hours = people_by_hour(known, "first day")
    per_vehicle = next(one.people / one.vehicles for one in known if one.people and one.vehicles)
    desk = [(one.when, one.registered) for one in known if one.registered is not None]
    return Rates(rate_per_h(hours[0], hours[-1]), round(per_vehicle, 3), round(rate_per_h(desk[-2], desk[-1])))


def variations(counts: Sequence[Count]) -> list[Variation]:
    """Return the forecast first, then the others by which its sensitivity is judged."""
    per_h, per_vehicle, _ = first_day_rates(counts)
    day, before = people_by_hour(counts, "first day"), people_by_hour(counts, "before")
    eight, noon, last = day[1], day[2], day[-1]
    misread = (eight[0] - timedelta(hours=1), eight[1])
    base = Variation("first day, 26 Sep 20:00 to 27 Sep 15:00", *last, per_h, per_vehicle)
    total = max(one.people or 0 for one in counts)
    return [
        base,
        replace(
            base, name="first night, to 27 Sep 08:00", since=eight[0], across=eight[1], people_per_h=rate_per_h(day[0], eight)
        ),
        replace(base, name="27 Sep 08:00 to 12:00", since=noon[0], across=noon[1], people_per_h=rate_per_h(eight, noon)),
        replace(base, name="27 Sep 12:00 to 15:00", people_per_h=rate_per_h(noon, last)),
        replace(
            base,
            name="count of 08:00 misread as 07:00, to 12:00",
            since=noon[0],
            across=noon[1],
            people_per_h=rate_per_h(misread, noon),
        ),
        replace(
            base,
            name="day after the outflow began, 25 Sep 06:00 to 17:00",
            since=before[-1][0],
            across=before[-1][1],
            people_per_h=rate_per_h(*before),
        ),
        replace(base, name="no count of the rate: packets of 10, 60 s apart", people_per_h=None),
        replace(base, name="first day, but the total known later", total=total),
    ]


def write_folder(variation: Variation, folder: Path, screening_per_h: int | None = None) -> None:
    """Write the example's folder with the figures of a variation; screening_per_h: of its exit, none in the example."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    start = variation.since - LEAD
    _rewrite(folder / "scenario.toml", r'^start = ".*"$', f'start = "{start:%Y-%m-%d %H:%M}"')
    _rewrite(folder / "scenario.toml", r'^end = ".*"$', f'end = "{start + LONGEST:%Y-%m-%d %H:%M}"')
    _rewrite(
        folder / "groups.csv",
        r"[^,]*,[^,]*,[^,]*$",
        f"{variation.people},{variation.cars},{variation.people_per_vehicle}",
        last=True,
    )
    _rewrite(folder / "roads.csv", r"[^,]*,yes$", f"{variation.capacity_vph},yes")
    if screening_per_h is not None:
        _rewrite(folder / "exits.csv", r",kind$", ",kind,screening_per_h")
        _rewrite(folder / "exits.csv", r",border crossing$", f",border crossing,{screening_per_h}")


def _rewrite(path: Path, pattern: str, new: str, *, last: bool = False) -> None:
    """Replace what the pattern finds once in the lines of a file (in its last line only)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [number for number, line in enumerate(lines) if re.search(pattern, line)]
    number = found[-1] if last else found[0]
    assert last or len(found) == 1, f"{path.name}: {pattern}"
    lines[number] = re.sub(pattern, new, lines[number])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def forecast(variation: Variation, screening_per_h: int | None = None, *, limit_s: float | None = None) -> Forecast:
    """Return what the product plans for a variation; its plan must pass the independent checker.

    limit_s: longest search for the proofs (None: the scenario's own); it changes no packet.
    """
    with tempfile.TemporaryDirectory() as work:
        write_folder(variation, Path(work) / "hakari", screening_per_h)
        case = read_scenario(Path(work) / "hakari")
    if limit_s is not None:
        settings = replace(case.scenario.settings, clearance_time_limit_s=limit_s)
        case = replace(case, scenario=replace(case.scenario, settings=settings))
    plan = make_plan(case)
    findings = verify_plan(plan, case)
    assert not findings, findings
    packets = sorted(plan.timetable.packets, key=lambda one: one.clear)
    moments = [packet.clear.astimezone(ZONE) for packet in packets]
    people = accumulate((packet.people.total for packet in packets), initial=variation.across)
    cars = accumulate(
        (sum(run.vehicles for run in packet.runs) for packet in packets),
        initial=round(variation.across / variation.people_per_vehicle),
    )
    moments.insert(0, variation.since)
    start = plan.start.astimezone(ZONE)
    return Forecast(
        list(zip(moments, people, strict=True)),
        list(zip(moments, cars, strict=True)),
        None if plan.clear_s is None else start + timedelta(seconds=plan.clear_s),
        None if plan.bound_s is None else start + timedelta(seconds=plan.bound_s),
        max(round((packet.out - packet.clear).total_seconds()) for packet in packets),
    )


def at(curve: Curve, when: datetime) -> int:
    """Return how many there are at a moment (the first value before it)."""
    return curve[max(0, bisect_right(curve, when, key=lambda one: one[0]) - 1)][1]


def registrations(arrivals: Curve, known: tuple[datetime, int], per_h: int) -> Curve:
    """Return how many are registered: arrivals pass the product's screening desk from a known count on, first come first served.

    arrivals: people across, from a moment not after the known count. Those across and not registered then are the first.
    """
    since, done = known
    settings, door = Settings(), Exit("X1", "registration", LonLat(0.0, 0.0), screening_per_h=per_h)
    far = since + timedelta(days=60)
    desk = ScreeningDesk(door, MovementOrder(since, far, (), (door,), (), settings, (), (), (), {}, {}, {}))
    curve, before = [known], done
    for moment, across in arrivals:
        clear = max(0, round((moment - since).total_seconds()))
        while before < across:
            lot = min(LOT, across - before)
            out = desk.find_out(clear, lot)
            assert out is not None
            desk.hold_until(out)
            done, before = done + lot, before + lot
            curve.append((since + timedelta(seconds=out), done))
    return curve


def arrivals(counts: Sequence[Count], told: Forecast) -> Curve:
    """Return people across: the first day's counts as straight lines (a point every few minutes), then the forecast."""
    points: list[tuple[datetime, int]] = []
    day = people_by_hour(counts, "first day")
    for (begin, low), (end, high) in pairwise(day):
        steps = max(1, (high - low) // LOT)
        points += [(begin + (end - begin) * step / steps, low + (high - low) * step // steps) for step in range(steps)]
    return [*points, *told.people]


def percent(told: float, real: float) -> float:
    """Return by how many percent the model lies above (+) or below (-) the count."""
    return 100 * (told - real) / real


def errors(told: Forecast, counts: Sequence[Count], *, full_road: bool = False, less: int = 0) -> list[float]:
    """Return the errors of people across at every later count, in percent.

    full_road: only while the road was full. less: people who are taken off both sides, those across before the forecast began.
    """
    later = [(one.when, one.people) for one in counts if one.use == "later" and one.people is not None]
    chosen = [(when, people) for when, people in later if not full_road or when < ROAD_FULL_UNTIL]
    return [percent(at(told.people, when) - less, people - less) for when, people in chosen]


def mean_size(values: Sequence[float]) -> float:
    """Return the mean of the values without their signs."""
    return sum(abs(value) for value in values) / len(values)


def largest(values: Sequence[float]) -> float:
    """Return the value farthest from zero."""
    return max(values, key=abs)


def passed(curve: Curve, level: int) -> datetime | None:
    """Return when a curve reaches a level, or None."""
    return next((moment for moment, value in curve if value >= level), None)


class Study(NamedTuple):
    """Everything that is printed and drawn. desk: nobody is held back for it; held: the product's plan with the desk at the exit."""

    counts: list[Count]
    told: list[tuple[Variation, Forecast]]
    desk: Curve
    held: Forecast


def study() -> Study:
    """Return all forecasts; each is read, planned and checked by the product."""
    counts = read_counts()
    base, *others = variations(counts)
    found = forecast(base)
    told = [(base, found), *((variation, forecast(variation, limit_s=5)) for variation in others)]
    per_h = first_day_rates(counts).registered_per_h
    known = next((one.when, one.registered) for one in reversed(counts) if one.use == "first day" and one.registered is not None)
    desk = registrations(arrivals(counts, found), known, per_h)
    return Study(counts, told, desk, forecast(base, screening_per_h=per_h))
