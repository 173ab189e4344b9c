"""The Hakari bridge, September 2023: what the product says from the first day's counts, beside what was counted later.

    python benchmarks/hakari.py [--svg FILE]      default: docs/images/hakari-curve.svg

`examples/hakari` is read and planned like any scenario: one assembly point, one road, the bridge with the rate of the first day.
People count as across when their packet is clear of the bridge. The bridge's packets then pass the product's screening desk,
which registers at the rate known by the end of the first day; nobody is held back for it. Counts are in `hakari_counts.csv`, with
their sources. Rows marked "first day" or "before" give every parameter; rows marked "later" are only compared. A count of which
only the day is known is compared at noon of that day.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks.hakari_model import (
    ANNOUNCED_PER_H,
    ROAD_FULL_UNTIL,
    ROOT,
    ZONE,
    Count,
    Curve,
    Forecast,
    Study,
    Variation,
    at,
    errors,
    first_day_rates,
    largest,
    mean_size,
    passed,
    percent,
    study,
)
from benchmarks.hakari_plot import draw

SHARED = ROOT.parent / "shared/data/cases/hakari_bridge_counts.csv"
SVG = ROOT / "docs/images/hakari-curve.svg"


def moment_text(when: datetime | None, *, hour_known: bool = True) -> str:
    """Return a time in Yerevan as the tables show it (None: not within the longest time)."""
    if when is None:
        return "after 11 days"
    local = when.astimezone(ZONE)
    return f"{local.day} {local:%b %H:%M}" if hour_known else f"{local.day} {local:%b}"


def row_text(cells: Iterable[str]) -> str:
    """Return one line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def head_text(names: Sequence[str]) -> list[str]:
    """Return the head of a Markdown table."""
    return [row_text(names), "|" + " --- |" * len(names)]


def bridge_table(counts: Sequence[Count], base: Variation, told: Forecast) -> list[str]:
    """Return the forecast beside every later count of people and vehicles."""
    lines = head_text(("Yerevan time", "people", "model", "error", "error of those since", "vehicles", "model", "error"))
    for one in counts:
        if one.use != "later" or one.people is None:
            continue
        model, cars = at(told.people, one.when), at(told.vehicles, one.when)
        more = percent(model - base.across, one.people - base.across)
        cells = [moment_text(one.when, hour_known=one.hour_known), f"{one.people:,}", f"{model:,}"]
        cells += [f"{percent(model, one.people):+.1f} %", f"{more:+.1f} %"]
        cells += (
            ["", "", ""] if one.vehicles is None else [f"{one.vehicles:,}", f"{cars:,}", f"{percent(cars, one.vehicles):+.1f} %"]
        )
        lines.append(row_text(cells))
    return lines


def desk_table(counts: Sequence[Count], told: Forecast, desk: Curve) -> list[str]:
    """Return registrations and the lag behind the bridge, counted and modelled, at every later count."""
    given = next((one.when, one.registered) for one in counts if one.use == "later" and one.registered is not None)
    lines = head_text(("Yerevan time", "registered", "model", "error", "lag", "model's lag", "at 1,000/h, for comparison"))
    for one in counts:
        if one.use != "later" or one.registered is None:
            continue
        model = at(desk, one.when)
        hours = (one.when - given[0]).total_seconds() / 3600
        announced = min(at(told.people, one.when), round(given[1] + ANNOUNCED_PER_H * hours))
        cells = [moment_text(one.when, hour_known=one.hour_known), f"{one.registered:,}", f"{model:,}"]
        cells.append(f"{percent(model, one.registered):+.1f} %")
        cells.append("" if one.people is None else f"{one.people - one.registered:,}")
        cells.append(f"{at(told.people, one.when) - model:,}")
        cells.append("given" if hours == 0 else f"{announced:,} ({percent(announced, one.registered):+.1f} %)")
        lines.append(row_text(cells))
    return lines


def sensitivity_table(counts: Sequence[Count], told: Sequence[tuple[Variation, Forecast]]) -> list[str]:
    """Return mean and largest error of every variation, and when it has everybody across."""
    lines = head_text(
        (
            "rate from",
            "people/h",
            "vehicles/h",
            "mean error, road full",
            "largest",
            "mean, all later counts",
            "largest",
            "all across",
        )
    )
    for variation, found in told:
        full, every = errors(found, counts, full_road=True), errors(found, counts)
        rate = variation.people_per_h or 3600 * variation.people_per_vehicle * 10 / 114
        cells = [variation.name, f"{rate:,.0f}", f"{rate / variation.people_per_vehicle:.0f}"]
        cells += [f"{mean_size(full):.1f} %", f"{largest(full):+.1f} %", f"{mean_size(every):.1f} %", f"{largest(every):+.1f} %"]
        lines.append(row_text([*cells, moment_text(found.clear)]))
    return lines


def sentences(result: Study) -> list[str]:
    """Return what the tables say in sum."""
    base, found = result.told[0]
    since = errors(found, result.counts, full_road=True, less=base.across)
    full, every = errors(found, result.counts, full_road=True), errors(found, result.counts)
    last = [one for one in result.counts if one.people is not None and one.use == "later" and one.when < ROAD_FULL_UNTIL][-1]
    assert last.people is not None
    early = passed(found.people, last.people)
    assert early is not None
    hours = (last.when - early).total_seconds() / 3600
    lag = [at(found.people, one.when) - at(result.desk, one.when) for one in result.counts if one.use == "later"]
    return [
        f"People, while the road was full ({len(full)} counts): mean error {mean_size(full):.1f} %, largest {largest(full):+.1f} %.",
        f"Of those who crossed since the forecast began, the same counts: mean error {mean_size(since):.1f} %, largest {largest(since):+.1f} %.",
        f"People, all {len(every)} later counts: mean error {mean_size(every):.1f} %, largest {largest(every):+.1f} %.",
        f"Model: everybody across {moment_text(found.clear)}; proven: not before {moment_text(found.bound)}.",
        f"Counted: {last.people:,} across {moment_text(last.when)}; the model has them {hours:.1f} h too early.",
        f"Model: everybody registered {moment_text(result.desk[-1][0])}; largest lag {max(lag):,}.",
        f"With the desk in the scenario cars are held back: at most {result.held.queue_s / 60:.0f} min from the bridge to being registered.",
    ]


def tables(result: Study) -> list[list[str]]:
    """Return everything that is printed, block by block."""
    base, found = result.told[0]
    return [
        bridge_table(result.counts, base, found),
        desk_table(result.counts, found, result.desk),
        sensitivity_table(result.counts, result.told),
        [f"- {text}" for text in sentences(result)],
    ]


def missing_counts(counts: Iterable[Count], path: Path) -> list[str]:
    """Return the shared counts (people, vehicles, registered) that our table does not have on that day."""
    ours = {(f"{one.when:%Y-%m-%d}", one.people): one for one in counts}
    missing = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = ours.get((row["when_local"][:10], int(row["people_cumulative"])))
            pairs = (
                []
                if found is None
                else [(row["vehicles_cumulative"], found.vehicles), (row["registered_cumulative"], found.registered)]
            )
            if found is None or any(text and int(text) != value for text, value in pairs):
                missing.append(row["when_local"])
    return missing


def main() -> None:
    """Print the tables and draw the curves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--svg", type=Path, default=SVG)
    given = parser.parse_args()
    result = study()
    rates = first_day_rates(result.counts)
    base = result.told[0][0]
    print(
        f"From the first day: {rates.people_per_h:.1f} people/h over the bridge, {rates.people_per_vehicle} people per vehicle "
        f"({base.capacity_vph} vehicles/h), {rates.registered_per_h} registered/h. {base.across:,} of {base.total:,} across, "
        f"{base.people:,} to come in {base.cars:,} cars."
    )
    for block in tables(result):
        print("\n" + "\n".join(block))
    if SHARED.exists():
        missing = missing_counts(result.counts, SHARED)
        print(f"\nThe shared counts: {'all in our table' if not missing else f'not in our table: {missing}'}.")
    else:
        print("\nThe shared counts are not beside this checkout; our table was used alone.")
    draw(result, given.svg)


if __name__ == "__main__":
    main()
