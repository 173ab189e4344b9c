"""The curves of the Hakari bridge: counted and modelled, as an SVG that is the same for the same figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.hakari_model import ZONE, Curve, Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes


BEGIN, END = datetime(2023, 9, 26, tzinfo=ZONE), datetime(2023, 10, 5, tzinfo=ZONE)
GREY = "#666666"


def hours(when: datetime) -> float:
    """Return hours since the left end of the plot."""
    return (when - BEGIN).total_seconds() / 3600


def _line(axis: Axes, curve: Curve, *, style: str, colour: str, label: str) -> None:
    every = [(hours(moment), value) for moment, value in curve if moment < END]
    thin: list[tuple[float, int]] = []
    for hour, value in every:
        if not thin or hour >= thin[-1][0] + 0.5 or value == every[-1][1] > thin[-1][1]:
            thin.append((hour, value))
    thin.append((hours(END), every[-1][1]))
    axis.plot([hour for hour, _ in thin], [value for _, value in thin], linestyle=style, color=colour, linewidth=1.8, label=label)


def _marks(axis: Axes, points: Iterable[tuple[datetime, int | None]], *, shape: str, fill: str, label: str) -> None:
    """Draw counts as marks; those without a figure are left out."""
    drawn = [(hours(moment), value) for moment, value in points if value is not None]
    axis.plot(
        [hour for hour, _ in drawn],
        [value for _, value in drawn],
        marker=shape,
        linestyle="",
        color=GREY if shape == "^" else "black",
        markerfacecolor=fill,
        markersize=7,
        label=label,
    )


def draw(result: Study, out: Path) -> None:
    """Draw the curves; the same bytes for the same figures."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "hakari", "font.size": 10, "axes.grid": True, "grid.color": "#dddddd"})
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(10, 6.2))
    base, found = result.told[0]
    known = [one for one in result.counts if one.use != "later" and one.hour_known and one.when >= BEGIN]
    later = [one for one in result.counts if one.use == "later"]
    _line(axis, found.people, style="-", colour="black", label="across the bridge: model, from the first day only")
    _marks(
        axis, [(one.when, one.people) for one in known], shape="o", fill="white", label="across: counts of the first day, used"
    )
    _marks(axis, [(one.when, one.people) for one in later], shape="o", fill="black", label="across: later counts, not used")
    _line(axis, result.desk, style="--", colour=GREY, label="registered: model, from the first day only")
    _marks(
        axis,
        [(one.when, one.registered) for one in known],
        shape="^",
        fill="white",
        label="registered: count of the first day, used",
    )
    _marks(axis, [(one.when, one.registered) for one in later], shape="^", fill=GREY, label="registered: later counts, not used")
    axis.axvline(hours(base.since), color="black", linestyle=":", linewidth=1.2)
    axis.text(hours(base.since) - 2, 118_000, "the model begins\n27 Sep 15:00", ha="right", fontsize=9)
    axis.text(hours(END) - 3, 122_000, "120,000: inhabitants as announced, a planning figure", ha="right", fontsize=9)
    days = [BEGIN + timedelta(days=number) for number in range(10)]
    axis.set_xticks([hours(day) for day in days], [f"{day.day} {day:%b}" for day in days])
    axis.set_xlim(0, hours(END))
    axis.set_ylim(0, 132_000)
    axis.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axis.set_xlabel("2023, Yerevan time (UTC+4); a date stands at its midnight; counts without an hour stand at noon")
    axis.set_ylabel("people, cumulative")
    axis.legend(loc="lower right", framealpha=1, edgecolor="#dddddd")
    figure.tight_layout()
    out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, metadata={"Date": None})
    plt.close(figure)
